"""Files of every version ever released are read, or refused with the command that writes them anew; newer ones are refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

import overture as ov
from overture.case.history.load import load_history
from overture.case.load import load
from overture.errors import FileError, OvertureError
from overture.evidence.sheet import load_sheet
from overture.formats import (
    ASSESSMENT,
    RESULT,
    RUN,
    YAML_VERSION,
    ComparisonFormat,
    HistoryFormat,
    JudgementFormat,
    TermsFormat,
)
from overture.games.measured.assessment import from_json, to_json
from overture.games.story.file import read_story
from overture.runs.store import plan_of
from overture.userfolder.folder import _said
from tests.catalogue import REFERENCE

FILES = REFERENCE / "formats"
# name of the files -> its version today
VERSIONS = {
    **dict.fromkeys(("case", "history-case", "evidence", "story"), YAML_VERSION),
    **{
        name: int(form.partition("/")[2])
        for name, form in (
            ("result", RESULT),
            ("assessment", ASSESSMENT),
            ("run", RUN),
            ("judgement", get_args(JudgementFormat)[0]),
            ("history", get_args(HistoryFormat)[0]),
            ("comparison", get_args(ComparisonFormat)[0]),
            ("terms", get_args(TermsFormat)[0]),
        )
    },
}
JSONS = ("judgement", "history", "comparison", "terms")


def test_there_is_a_file_of_each_version() -> None:
    for name, version in VERSIONS.items():
        for number in range(1, version + 1):
            assert list(FILES.glob(f"{name}-{number}.*")), f"no {name} of version {number}"


@pytest.mark.parametrize(
    ("name", "read", "holds"),
    [
        ("case-1.yaml", load, lambda found: found.case.title == "Freeze for relief"),
        ("case-1.held.yaml", load, lambda found: any(each.held for each in found.case.terms)),
        ("history-case-1.yaml", load_history, lambda found: found.case.sides),
        ("evidence-1.yaml", load_sheet, lambda found: found.claims),
        ("evidence-1.spans.yaml", load_sheet, lambda found: found.claims[0].place.cue),
        ("story-1.yaml", read_story, lambda found: found.tree().n_nodes),
        ("result-1.json", ov.load, lambda found: found.players == ("Leader", "Counterpart")),
        ("result-2.list.json", ov.load, lambda found: found.complete),
        *((f"{name}-1.json", ov.load, lambda found: found.format) for name in JSONS),
    ],
)
def test_older_files_are_read(
    name: str, read: Callable[[Path], object], holds: Callable[[object], object]
) -> None:
    assert holds(read(FILES / name))


def test_an_older_result_is_read_where_its_parts_are_those_of_today_and_that_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _said.clear()
    ov.load(FILES / "result-1.json")
    assert "of an older version (overture-result/1)" in capsys.readouterr().err
    with pytest.raises(FileError) as found:
        ov.load(FILES / "result-1.list.json")
    (fault,) = found.value.faults
    assert (fault.id, fault.mend) == ("load/format", "solve its game again, and save the result")


def test_an_older_assessment_is_read_with_its_game() -> None:
    tree, text = ov.load(FILES / "result-1.json"), (FILES / "assessment-1.json").read_text()
    assert to_json(tree, from_json(tree, text)) == json.loads(text)


@pytest.mark.parametrize("name", JSONS)
def test_json_that_states_no_format_is_refused_with_the_command_that_writes_it(name: str) -> None:
    path = FILES / f"{name}-unversioned.json"
    command = json.loads(path.read_text())["about"]["command"]
    with pytest.raises(FileError) as found:
        ov.load(path)
    assert found.value.faults[0].mend == f"write it anew: {command} --json FILE"


@pytest.mark.parametrize("name", [*JSONS, "result"])
def test_newer_json_is_refused_as_such(tmp_path: Path, name: str) -> None:
    data = json.loads((FILES / f"{name}-1.json").read_text())
    data["format"] = data["format"].replace("/1", "/99")
    path = tmp_path / "newer.json"
    path.write_text(json.dumps({**data, "of_later": 1}))
    with pytest.raises(FileError) as found:
        ov.load(path)
    (fault,) = found.value.faults
    assert (fault.id, "/99" in fault.found, "overture-" in fault.allowed) == ("load/format", True, True)
    assert fault.mend.startswith("a newer Overture wrote it")


@pytest.mark.parametrize(
    ("change", "mend"),
    [
        ("unversioned", "its worlds are computed again with --fresh"),
        ("/99", "a newer Overture wrote it"),
        ("/0", "its worlds are computed again with --fresh"),
        ("/1", ""),
    ],
)
def test_the_store_of_another_version_is_refused_with_the_mend(
    tmp_path: Path, change: str, mend: str
) -> None:
    plan = tmp_path / "plan.json"
    old = change == "unversioned"
    shutil.copy(FILES / ("run-unversioned.json" if old else "run-1.json"), plan)
    if not old:
        plan.write_text(plan.read_text().replace(RUN, RUN.partition("/")[0] + change))
    if not mend:
        assert plan_of(tmp_path).seed == 1
        return
    with pytest.raises(FileError) as found:
        plan_of(tmp_path)
    assert found.value.faults[0].mend.startswith(mend)


@pytest.mark.parametrize(
    ("name", "read", "line"),
    [
        ("case-1.yaml", load, "overture: 1"),
        ("history-case-1.yaml", load_history, "overture: 1"),
        ("evidence-1.yaml", load_sheet, "overture: 1"),
        ("story-1.yaml", read_story, "story: 1"),
    ],
)
@pytest.mark.parametrize("version", ["2", "0", "true", "one"])
def test_another_version_of_what_a_person_writes_is_the_one_fault_that_is_told(
    tmp_path: Path, name: str, read: Callable[[Path], object], line: str, version: str
) -> None:
    text = (FILES / name).read_text()
    assert line in text
    path = tmp_path / name
    path.write_text(text.replace(line, line[:-1] + version) + "\nof_later: 1\n")
    with pytest.raises(OvertureError) as found:
        read(path)
    (fault,) = found.value.faults
    assert fault.id == "file/version"
    assert ("newer Overture" in fault.mend) == (version == "2")
