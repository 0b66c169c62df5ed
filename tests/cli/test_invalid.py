"""One wrong file for each kind of fault: ``tests/reference/invalid/<room>/<name>.*`` has the fault ``room/name``, and no other.

The word HERE stands in the line that is to be told. ``*.sheet.yaml`` is the evidence sheet of ``plain.yaml``, a case that is
sound; ``.py`` and ``.txt`` files are games of the cases beside them.
"""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from overture import cli
from overture.errors import Fault, OvertureError
from tests.catalogue import REFERENCE
from tests.cli.run import ROOT, overture

INVALID = REFERENCE / "invalid"

# The first parts of the ids of what reads a game, a case or a sheet, or judges what they say.
ROOMS = ["admiralty", "case", "compare", "deception", "efg", "event", "file", "judge", "lineage", "models", "nfg", "runs", "sheet", "source", "story",
         "telling", "testimony", "tree", "weigh"]  # fmt: skip

_IN_CODE = "only in code: no file says it"
_EARLIER = "a file is refused earlier, with its line, by "
_ASKED = "asked on the command line or in code; tests/runs/test_run.py"
_STORE = "of a store, not of a case; tests/runs/test_run.py"
_TASK = "of a task; tests/runs/test_run.py"
NO_FILE = {
    "efg/absent": "there is no file; tests/games/test_efg.py",
    "efg/many": "beside the hundred faults that it counts; tests/games/test_efg.py",
    "nfg/many": "beside the hundred faults that it counts; tests/games/test_nfg.py",
    "nfg/file": "there is no file, or no text in it; tests/games/test_nfg.py",
    "file/size": "a file of more than 20 MB is none for a repository",
    "file/permission": "a checkout has no unreadable files",
    "file/kind": "a checkout has no devices; tests/hostile/test_hostile.py",
    "file/unreadable": "a checkout has no names that no disk takes; tests/hostile/test_hostile.py",
    "case/source": _EARLIER + "sheet/source",
    "case/history": _IN_CODE + " (ov.load_case): commands read such a case as what it is; tests/case/test_history.py",
    "case/trust": "code of a case that nobody trusts, which all tests here do; tests/case/code/test_trust.py",
    "case/endless": "code that does not come back; tests/case/code/test_trust.py",
    "lineage/id": _EARLIER + "sheet/id",
    "lineage/missing": _EARLIER + "sheet/copy_of",
    "testimony/source": _EARLIER + "sheet/source",
    "testimony/event": _EARLIER + "event/name",
    "testimony/rate": _EARLIER + "file/value",
    "source/field": _EARLIER + "file/key and file/value",
    "tree/given": "only Python can give something else than a tree; tests/games/test_given.py",
    "tree/worlds": _IN_CODE + "; tests/games/test_given.py",
    "tree/1": _EARLIER + "efg/* and telling/*; tests/games/test_check.py breaks each condition in arrays",
    "telling/parameter": _EARLIER + "case/parameter-missing",
    "telling/parameter-value": _EARLIER + "file/value",
    "telling/unread": _IN_CODE + ": a parameter given by keyword; tests/games/test_slips.py",
    "telling/worlds": _IN_CODE + "; tests/games/test_telling.py",
    "event/nothing": _IN_CODE + " (pruning)",
    "event/partly": _IN_CODE + " (pruning)",
    "story/value": "asked by a command that needs numbers, which a check does not; tests/cli/test_tell.py",
    "story/large": "of a tree that becomes a story; tests/games/story/test_of_tree.py",
    **dict.fromkeys(
        ["models/asked", "models/topic", "models/unknown", "models/no-paper", "models/grid", "models/no-limit"],
        "of the command line; tests/cli/test_tell.py and tests/cli/test_models.py",
    ),
    **dict.fromkeys(
        ["models/name-twice", "models/one-game"], "of the catalogue itself; tests/models/catalogue/test_files.py"
    ),
    **dict.fromkeys(
        [f"models/{what}" for what in ("parameter", "incomplete", "not-unique", "never", "undecided", "rule")],
        _IN_CODE + "; tests/models/catalogue/test_solved.py",
    ),
    "models/shape": _IN_CODE + " (sealed offers of so many types); tests/models/test_shapes.py",
    "models/sides": _IN_CODE + " (liars_dice_tree)",
    "weigh/item": _IN_CODE,
    "weigh/shape": _IN_CODE,
    "weigh/room": "of the disk; tests/judgement/test_many_worlds.py",
    **dict.fromkeys(
        [f"compare/{what}" for what in ("answer", "counterpart", "history", "parameter", "shape", "value", "values")],
        "asked for by an option; tests/cli/test_compare.py",
    ),
    "judge/class": "found by solving, not by reading; tests/judgement/test_names.py",
    "judge/weights": "found by solving, not by reading; tests/judgement/test_names.py",
    "judge/worlds": "found by solving, not by reading",
    "judge/crossing": "of more worlds than a test has; tests/judgement/test_many_worlds.py",
    "runs/broken": "workers that die; tests/runs/test_death.py",
    "runs/chunk": _ASKED,
    "runs/cluster": "no scheduler; tests/runs/test_cluster.py",
    "runs/column": _ASKED,
    "runs/columns": _TASK,
    "runs/damaged": _STORE,
    "runs/few": _STORE,
    "runs/lock": _STORE,
    "runs/lost": "a cluster that goes away; tests/runs/test_cluster.py",
    "runs/mix": "workers with other versions; tests/runs/test_run.py",
    "runs/no-dask": "a library that is missing; tests/runs/test_cluster.py",
    "runs/no-parquet": "a library that is missing; tests/runs/test_cluster.py",
    "runs/option": "of the command line; tests/cli/test_worlds.py",
    "runs/path": "workers with another disk; tests/runs/test_cluster.py",
    "runs/plan": _STORE,
    "runs/range": _ASKED,
    "runs/seed": _ASKED,
    "runs/settings": _ASKED,
    "runs/solver": "asked on the command line or in code; tests/judgement/test_worlds.py",
    "runs/space": _STORE,
    "runs/store": _STORE,
    "runs/task": _TASK,
    "runs/worker": "workers without Overture; tests/runs/test_cluster.py",
    "runs/workers": _ASKED,
    "runs/worlds": _ASKED,
    "runs/write": _STORE,
}  # fmt: skip


def invalid_files() -> list[Path]:
    return [file for file in sorted(INVALID.glob("*/*")) if file.suffix in (".efg", ".nfg", ".yaml")]


def identity(file: Path) -> str:
    """The id of the fault that a file has."""
    return f"{file.parent.name}/{file.name.partition('.')[0]}"


def run(file: Path, folder: Path) -> tuple[int, tuple[Fault, ...], str, Path]:
    """(exit code, faults, what was printed, the file as it was read) of the command that reads such a file."""
    if file.name.endswith(".sheet.yaml"):
        shutil.copy(INVALID / "plain.py", folder)
        shutil.copy(INVALID / "plain.yaml", folder / "case.yaml")
        file, asked = Path(shutil.copy(file, folder / "evidence.yaml")), folder
    else:
        asked = file
    ended, found = cli._ended, []

    def noting(started: Callable[[], object]) -> object:
        try:
            return started()
        except OvertureError as error:
            found.extend(error.faults)
            raise

    command = "equilibria" if file.suffix in (".efg", ".nfg") else "check"
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stderr(said):
        patch.setattr(sys, "argv", ["overture", command, str(asked)])
        patch.setattr(cli, "_ended", lambda started: ended(lambda: noting(started)))
        with pytest.raises(SystemExit) as stopped:
            cli.main()
    return int(stopped.value.code or 0), tuple(found), said.getvalue(), file


@pytest.mark.parametrize("file", invalid_files(), ids=identity)
def test_the_fault_is_told_with_its_file_and_line(file: Path, tmp_path: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    (line,) = [number for number, each in enumerate(lines, start=1) if "HERE" in each]
    code, faults, said, read = run(file, tmp_path)
    assert code == 2
    assert [fault.id for fault in faults] == [identity(file)]
    assert str(faults[0]) in said
    assert re.search(rf"{re.escape(read.name)}(:|, line ){line}\b", said), f"not in line {line}: {said}"
    assert "Traceback" not in said
    from tests.faults_page import PAGE, row

    again = "python -m tests.faults_page docs/reference/faults.md"
    assert row(file, faults, read) in PAGE.read_text(encoding="utf-8"), f"run: {again}"


def test_the_plain_case_is_sound() -> None:
    assert overture("check", INVALID / "plain.yaml").code == 0


def test_every_kind_of_fault_has_a_file_or_a_reason() -> None:
    there = {identity(file) for file in invalid_files()}
    known = ids_in_code()
    assert there <= known, f"no such fault: {sorted(there - known)}"
    assert not there & set(NO_FILE), "a reason for what has a file"
    assert set(NO_FILE) <= known, f"no such fault: {sorted(set(NO_FILE) - known)}"
    assert known <= there | set(NO_FILE), f"neither file nor reason: {sorted(known - there - set(NO_FILE))}"


def ids_in_code() -> set[str]:
    """Every id of these rooms that stands in the code, and those that it puts together from parts."""
    written = re.compile(rf'"((?:{"|".join(ROOMS)})/[a-z0-9_-]+)"')
    found = {
        id
        for file in (ROOT / "overture").rglob("*.py")
        for id in written.findall(file.read_text(encoding="utf-8"))
    }
    sheet = {f"sheet/{key}" for key in ("document", "source", "copy_of", "inside")}
    return found | sheet | {"case/signal", "case/reply"}
