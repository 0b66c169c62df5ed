"""Models are found by their files, and none of them is run for that."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path
from types import ModuleType

import pytest

from overture.errors import FileError
from overture.models import listed, names, topics
from overture.models.catalogue import files, model

LIST = """
import sys
from overture.models import listed
assert len(listed()) > 8
print([name for name in ("numpy", "numba", "scipy", "pandas", "overture.games.telling.language") if name in sys.modules])
"""
HEAD = '"""A game.\n\nMore of it.\n"""\n\nTOPICS = (\n    "talk",\n)\n'


def test_listing_runs_no_model_and_loads_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", LIST], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_model_is_named_by_its_file_unless_it_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "bargaining"
    room.mkdir()
    (room / "fearon_1995.py").write_text(HEAD)
    (room / "helper.py").write_text('"""No model."""\nTOPIC = ("talk",)\n')
    (tmp_path / "other.py").write_text(HEAD + 'NAME = "another-name"\n')
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    found = files.model_files.__wrapped__()
    assert list(found) == ["another-name", "fearon-1995"]
    fearon = found["fearon-1995"]
    assert (fearon.module, fearon.topics) == (
        "overture.models.bargaining.fearon_1995",
        ("bargaining", "talk"),
    )
    assert (fearon.about, fearon.text) == ("A game.", "A game.\n\nMore of it.")
    (room / "copy.py").write_text(HEAD + 'NAME = "another-name"\n')
    with pytest.raises(FileError, match=r"called 'another-name': .*copy and .*other"):
        files.model_files.__wrapped__()


def test_the_list_is_searched_by_topic_and_by_words() -> None:
    poker = [each.name for each in listed("poker")]
    assert {"kuhn-poker", "leduc-holdem", "liars-dice"} <= set(poker)
    assert [each.name for each in listed("poker", ("DICE",))] == ["liars-dice"]
    assert {each.name for topic in topics() for each in listed(topic)} == set(names())
    with pytest.raises(FileError, match="Did you mean 'poker'"):
        listed("pokr")


def test_a_file_tells_one_game() -> None:
    empty = ModuleType("empty")
    with pytest.raises(FileError, match="0 games are told in empty"):
        model._game_of(empty)


def test_a_model_in_a_room_is_filed_by_its_citation() -> None:
    """Authors and year are those of the publication: of two authors both, of more the first and "et_al"."""
    for each in listed():
        loaded = model.load_model(each.name)
        stem = each.module.rpartition(".")[2]
        if each.module.count(".") == 2 or loaded.paper is None:
            continue
        assert stem.endswith(f"_{loaded.paper.year}"), each.module
        letters = [unicodedata.normalize("NFKD", name.lower()) for name in loaded.paper.families]
        plain = [name.encode("ascii", "ignore").decode() for name in letters]
        assert stem.split("_")[0] in plain[0].replace(" ", "").replace("-", "")
