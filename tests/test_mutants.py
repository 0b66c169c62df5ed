"""The bench of mutants: which changes there are, where they may be made, and which tests run their line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("cosmic_ray", reason="needs requirements/mutants.txt")

from bench.mutants import made, tried
from bench.mutants.covering import Covering, callers, statement
from bench.mutants.made import Mutant, mutants_of, sample

TEXT = '''\
"""A file."""

MOST: int | None = 3


def best(values: list[int | float], low: bool = False) -> int:
    """The best of them."""
    if (
        low
        and MOST
    ):
        return values.index(min(values))
    return values.index(max(values))
'''


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of two packages of one file each."""
    for room in ("one", "two"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "file.py").write_text(TEXT)
    monkeypatch.setattr(made, "PACKAGES", {"ones": "one", "twos": "two"})
    return tmp_path


def test_a_mutant_is_one_change_and_no_annotation_is_changed(root: Path) -> None:
    found = mutants_of("ones", "one/file.py", root)
    texts = {each.text(TEXT) for each in found} - {None}
    assert TEXT not in texts
    changed = [
        [(a, b) for a, b in zip(TEXT.splitlines(), str(text).splitlines(), strict=True) if a != b]
        for text in texts
    ]
    assert all(len(each) == 1 for each in changed)
    lines = {b.strip() for ((_, b),) in changed}
    assert {"return values.index(min(values))", "return values.index(max(values))", "or MOST"} <= lines
    assert {"MOST: int | None = 4", "MOST: int | None = 2"} <= lines
    assert not any("->" in each and "int | float" not in each for each in lines)


def test_a_sample_is_the_same_each_time_and_a_larger_one_holds_it(root: Path) -> None:
    few, more = sample(4, 1, root), sample(8, 1, root)
    assert few == sample(4, 1, root)
    assert more[:4] == few
    assert sample(8, 1, root, ["twos"]) == [each for each in more if each.package == "twos"]
    assert sample(5, 1, root) == more[:5]
    assert [each.package for each in few] == ["ones", "twos"] * 2
    assert sample(4, 2, root) != few


def test_a_new_line_leaves_the_rest_of_the_sample_as_it_was(root: Path) -> None:
    before = [(each.operator, each.site) for each in sample(12, 1, root, ["ones"])]
    (root / "one" / "file.py").write_text("FIRST = 1\n" + TEXT, encoding="utf-8")
    after = [
        (each.operator, (each.site[0] - 1, each.site[1]))
        for each in sample(60, 1, root, ["ones"])
        if each.site[0] > 1
    ]
    assert len(before) == 6
    assert after[:6] == before


def test_a_statement_is_its_head_or_all_its_lines() -> None:
    assert statement(TEXT, 9) == (range(8, 12), True)
    assert statement(TEXT, 12) == (range(12, 13), True)
    assert statement(TEXT, 3) == (range(3, 4), False)
    assert statement(TEXT, 6) == (range(6, 7), False)


def test_the_quickest_tests_of_a_line_come_first(root: Path) -> None:
    watched = root / "watched.json"
    lines = {
        "t.py::slow": {"one/file.py": [12]},
        "t.py::quick": {"one/file.py": [12, 13]},
        "t.py": {"one/file.py": [8]},
    }
    watched.write_text(json.dumps({"seconds": {"t.py::slow": 3.0, "t.py::quick": 0.1}, "lines": lines}))
    covering = Covering()
    covering.add(watched)

    def tests(line: int) -> list[str]:
        return covering.of(Mutant("ones", "one/file.py", "core/AddNot", 0, (line, 4)), root)

    assert (
        tests(12) == tests(9) == tests(3) == ["t.py::quick", "t.py::slow"]
    )  # 9: what a fixture ran counts for all
    assert tests(13) == ["t.py::quick"]
    assert tried._within(tests(12), covering, 1.0) == ["t.py::quick"]


def test_kernels_are_tested_by_what_calls_them() -> None:
    found = callers("overture/games/measured/_measure.py", tried.ROOT)
    assert "overture/games/measured/measure.py" in found
    assert not [file for file in found if Path(file).name.startswith("_")]


def test_what_was_found_is_known_by_the_next_run(tmp_path: Path) -> None:
    tried.Results(tmp_path / "r.jsonl").keep("a mutant", tried.Outcome("killed", "t.py::quick", 2))
    again = tried.Results(tmp_path / "r.jsonl")
    again.keep("another", tried.Outcome("survived"))
    assert tried.Results(tmp_path / "r.jsonl").known == again.known
    assert again.known["a mutant"] == tried.Outcome("killed", "t.py::quick", 2)
