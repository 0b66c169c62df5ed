"""Code that a case brings runs where it is trusted, is watched, and what it reads is part of what was read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from overture.case.code import trust, watch
from overture.case.code.trust import trusting
from overture.case.load import load
from overture.errors import FileError
from overture.judgement.keep import kept_name
from overture.userfolder import folder as user
from tests.case.cases import changed
from tests.case.conftest import CASE, GAME
from tests.cli.run import overture


@pytest.fixture(autouse=True)
def nothing_trusted(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OVERTURE_CACHE", str(tmp_path_factory.mktemp("own")))
    monkeypatch.setattr(trust, "_asked", trust._TrustAsked(False, True))
    monkeypatch.setattr(user, "_said", set())


def ids(case: Path, trusted: bool = False) -> list[str]:
    with pytest.raises(FileError) as caught:
        load(case, trusted)
    return [fault.id for fault in caught.value.faults]


def test_code_is_not_run_unasked_and_the_rest_is_checked(folder: Path) -> None:
    (folder / "plain.py").write_text(f"open({str(folder / 'ran')!r}, 'w')\n{GAME}")
    changed(folder, "low: 0.1", "low: 0.9")
    (folder / "evidence.yaml").write_text("sources: 3\n")
    found = ids(folder)
    assert found[0] == "case/trust"
    assert {"file/value"} <= set(found)
    assert any(fault.startswith("sheet") or fault == "file/value" for fault in found[1:])
    assert not (folder / "ran").exists()


def test_what_would_run_is_said(folder: Path) -> None:
    ran = overture("check", folder)
    assert ran.code == 2
    assert "plain.py is Python code that the case brings (14 lines, sha256 " in ran.err
    assert "--trust" in ran.err
    ran = overture("check", folder, "--trust")
    assert ran.code == 0
    assert "running" in ran.err
    assert overture("check", folder).code == 0  # remembered


def test_trust_is_of_a_content(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    load(folder, trust=True)
    load(folder)
    again = tmp_path_factory.mktemp("again")
    (again / "plain.py").write_text(GAME)
    (again / "case.yaml").write_text(CASE)
    load(again)
    (again / "plain.py").write_text(GAME + "\n")
    assert ids(again) == ["case/trust"]


def helped(folder: Path, told: str) -> None:
    head = "import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).parent))\nimport helper\n"
    (folder / "plain.py").write_text(head + GAME.replace("-0.1", "-helper.cost"))
    (folder / "helper.py").write_text(told)


def test_what_a_game_imports_is_trusted_and_kept_with_it(folder: Path) -> None:
    helped(folder, "cost = 0.1\n")
    first = load(folder, trust=True)
    assert set(first.hashes) == {"case (case.yaml)", "game (plain.py)", "read by the game (helper.py)"}
    assert load(folder).hashes == first.hashes  # imported again, though this process knows a helper
    assert "helper" not in sys.modules
    helped(folder, "cost = 0.25\n")
    assert ids(folder) == ["case/trust"]
    second = load(folder, trust=True)
    assert second.tree.payoff.min() == -1
    assert -0.25 in second.tree.payoff
    names = {kept_name(folder, each.hashes, 8, 1, "").key for each in (first, second)}
    assert len(names) == 2


def test_what_a_game_reads_while_it_is_told_counts_too(folder: Path) -> None:
    (folder / "cost.txt").write_text("0.1")
    told = f"__import__('pathlib').Path({str(folder / 'cost.txt')!r}).read_text()"
    (folder / "plain.py").write_text(GAME.replace("-0.1", f"-float({told})"))
    assert "read by the game (cost.txt)" in load(folder, trust=True).hashes


@pytest.mark.parametrize("line", ["raise SystemExit(0)", "import sys; sys.exit('no')", "raise GeneratorExit"])
@pytest.mark.parametrize("where", ["file", "story"])
def test_code_that_ends_the_program_is_a_fault(folder: Path, line: str, where: str) -> None:
    game = (
        f"{line}\n{GAME}" if where == "file" else GAME.replace("def plain(p):", f"def plain(p):\n    {line}")
    )
    (folder / "plain.py").write_text(game)
    assert ids(folder, trusted=True) == ["case/game"]


@pytest.mark.parametrize(
    ("line", "says"),
    [("import os; os._exit(0)", "ended the process"), ("while True: pass", "did not end within 1 seconds")],
)
def test_code_that_does_not_come_back_is_given_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch, line: str, says: str
) -> None:
    monkeypatch.setattr(trust, "_asked", trust._TrustAsked(False, False))
    monkeypatch.setattr(watch, "SECONDS", 1)
    (folder / "plain.py").write_text(f"{line}\n{GAME}")
    with pytest.raises(FileError) as caught:
        load(folder, trust=True)
    assert [fault.id for fault in caught.value.faults] == ["case/endless"]
    assert says in str(caught.value)


def test_code_that_was_watched_is_not_watched_again_at_the_same_numbers(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[Path] = []
    monkeypatch.setattr(trust, "_asked", trust._TrustAsked(False, False))
    monkeypatch.setattr("overture.case.named.watched_fault", lambda case, where, what: runs.append(case))
    load(folder, trust=True)
    load(folder)
    assert len(runs) == 1
    load(changed(folder, "mode: 0.3", "mode: 0.4"))
    assert len(runs) == 2


def test_a_catalogue_game_asks_for_nothing() -> None:
    load(Path(__file__).parents[3] / "cases/freeze-for-relief")


def test_trust_ends_with_the_call(folder: Path) -> None:
    with trusting(True):
        pass
    assert ids(folder) == ["case/trust"]
