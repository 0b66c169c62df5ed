"""The bench's plumbing: rows, a process of its own, and a page that keeps what it did not measure again."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

import bench.__main__ as command
from bench import alone, reach, row, told
from overture.games.files.efg import read_efg


def test_a_row_says_whether_it_holds() -> None:
    held = row.Row("a | b", row.seconds(0.0123), "< 1 s", True, "peer: 2 s", 162.6, 210.4, "why")
    assert held.cells() == ["a | b", "12.3 ms", "peer: 2 s", "163", "< 1 s", "holds", "210 MB", "why"]
    missed = row.Row("x", row.rate(2100, "worlds"), ">= 3,000", False)
    assert missed.cells()[5] == "MISSED"
    assert missed.cells()[1] == "2,100 worlds/s"
    lines = row.table([held, missed])
    assert len(lines) == 4
    # A bar inside a cell would end it.
    assert all(line.count("|") == len(row.HEADER) + 1 for line in lines)


def test_a_script_runs_alone_and_its_memory_is_measured() -> None:
    done = alone.run("import os; result = [os.getpid(), os.environ['OMP_NUM_THREADS']]", threads=1)
    assert done.result[1] == "1"
    assert done.memory > 1
    assert done.fault == ""


def test_a_script_that_fails_or_hangs_is_said_to() -> None:
    assert "ValueError: no" in alone.run("raise ValueError('no')").fault
    assert "stopped after" in alone.run("while True: pass", limit=0.5).fault


def test_the_page_keeps_sections_that_were_not_measured_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "docs" / "benchmarks.md"
    page.parent.mkdir()
    monkeypatch.setattr(command, "PAGE", page)
    monkeypatch.setattr(command, "HERE", tmp_path / "bench")
    old, new = row.Row("speed", "old"), row.Row("speed", "new")
    command.write([("beta", "Beta", [old]), ("alpha", "Alpha", [old])], keep=False)
    command.write([("alpha", "Alpha", [new])], keep=True)
    text = page.read_text()
    assert text.index("Alpha") < text.index("Beta")
    assert text.count("| speed | new |") == 1
    assert text.count("| speed | old |") == 1
    command.write([("alpha", "Alpha", [new])], keep=False)
    assert "Beta" not in page.read_text()


def test_a_subject_that_does_not_exist_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["solvign"]) == 2
    told = capsys.readouterr().err
    assert "solvign" in told
    assert "solving" in told


def test_python_of_the_bench_is_this_one() -> None:
    assert alone.run("import sys; result = sys.executable").result == sys.executable


def test_games_of_the_bench_are_those_of_the_reference(reference: Path) -> None:
    for name, told_here in (
        ("models/games/M13a_chain_store.efg", told.chain_store(3)),
        ("catalogue/games/M29a_arms_race_unique.efg", told.arms_race(5)),
        ("catalogue/games/M21_bebchuk.efg", told.litigation(6)),
        ("catalogue/games/M37_alternating_offers.efg", told.alternating_offers(2, 8)),
    ):
        file = read_efg(reference / name)
        assert told_here.n_nodes == file.n_nodes
        assert told_here.n_infosets == file.n_infosets
        assert sorted(map(tuple, told_here.payoff[0].tolist())) == sorted(map(tuple, file.payoff[0].tolist()))


def test_von_stengels_construction_has_more_equilibria_than_the_old_bound() -> None:
    # Facets of a dual cyclic polytope that meet in a vertex: blocks of neighbours inside are even (Gale).
    def vertices(size: int) -> list[frozenset[int]]:
        found = []
        for facets in combinations(range(2 * size), size):
            word = "".join("1" if at in facets else "0" for at in range(2 * size))
            if all(len(block) % 2 == 0 for block in word.strip("1").split("0")):
                found.append(frozenset(facets))
        return found

    for size, count in ((4, 15), (6, 75)):
        first = vertices(size)
        second = {frozenset(at ^ 1 for at in vertex) for vertex in first}
        rest = frozenset(range(2 * size))
        assert sum(rest - vertex in second for vertex in first) - 1 == count
        assert reach.extreme(told.many_equilibria(size)).entries == count


def test_a_row_of_reach_says_what_was_listed_or_why_not(monkeypatch: pytest.MonkeyPatch) -> None:
    at = next(at for at, work in enumerate(reach.WORKS) if work.name.startswith("chain store, 2"))
    work = replace(reach.WORKS[at], peers=())
    found = reach._row(at, work)
    assert found.holds
    assert found.note.startswith("complete, 1 entry: all sequential equilibria")
    assert found.bar == "complete, 60 s"

    monkeypatch.setattr(reach, "run", lambda *_, **__: alone.Outcome(None, 0.0, "failed: no message"))
    stopped = reach._row(at, work)
    assert stopped.holds is False
    assert stopped.ours == "not done in 120 s"


def test_a_list_that_is_not_complete_does_not_hold() -> None:
    work = reach.Work("", (), 1.0)
    whole, part = reach.Answer(True, 2, True, "all"), reach.Answer(False, 2, False, "30000 supports tried")
    assert work.holds(0.5, whole)
    assert not work.holds(1.5, whole)
    assert not work.holds(0.5, part)
    assert replace(work, or_why=True).holds(0.5, part)
    assert not replace(work, exact=True).holds(0.5, replace(whole, exact=False))
    assert not replace(work, entries=3).holds(0.5, whole)


def test_a_reference_game_that_is_not_here_is_said_to_be_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(told, "REFERENCE", tmp_path)
    monkeypatch.setattr(reach, "WORKS", [work for work in reach.WORKS if "M41" in work.file])
    (row_,) = reach.rows()
    assert row_.holds is None
    assert row_.note == "missing: tests/reference/catalogue/games/M41_credibility.efg"
