"""The bench's plumbing: rows, a process of its own, and a page that keeps what it did not measure again."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import bench.__main__ as command
import overture as ov
from bench import reach, regret, rivalry, strategic, told
from bench.measure import alone, peer, row
from overture.games.files.efg import read_efg
from overture.judgement.play.stage import stacked
from overture.models.kuhn import kuhn
from overture.solvers.bounds.zero_sum import zero_sum


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


def test_a_peer_that_cannot_be_installed_is_said_with_the_command_and_its_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made: list[Path] = []
    monkeypatch.setattr(peer, "HOME", tmp_path)
    monkeypatch.setattr(peer, "PEERS", {"nobody": (("first==1",), ("--pre", "second==2"))})
    monkeypatch.setattr(peer.venv, "create", lambda folder, **_: made.append(folder))

    def pip(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        fails = "second==2" in command
        last = "error: subprocess-exited-with-error\nnote: a hint"
        told_ = f"error: first\n  ModuleNotFoundError: No module named 'numpy'\n{last}" if fails else ""
        return subprocess.CompletedProcess(command, int(fails), "", told_)

    monkeypatch.setattr(peer.subprocess, "run", pip)
    peer.install.cache_clear()
    found = [peer.ask("nobody", "result = 1") for _ in range(2)]
    assert {each.fault for each in found} == {
        "not installed (pip install --pre second==2: ModuleNotFoundError: No module named 'numpy')"
    }
    assert made == [tmp_path / "nobody"]  # and it is tried once
    peer.install.cache_clear()


def test_answers_of_a_peer_are_measured_on_our_tree() -> None:
    tree = ov.strategic(
        {"One": ["a", "b"], "Two": ["a", "b"]}, [[3, 0], [0, 1]], [[1, 0], [0, 2]], title="coordination"
    )
    ours = strategic.listed(tree)
    assert len(ours) == 3
    assert strategic.shares(tree, ours) == pytest.approx(0.0, abs=1e-12)
    pure = [[1.0, 0.0], [1.0, 0.0]]
    astray = [[1.0, 0.0], [0.0, 1.0]]  # One could gain 1 of a range of 3, Two 1 of 2
    found = strategic.compared(
        tree, ours, [pure, [[1.0, 1e-9], [1.0, 0.0]], astray, [[1.0], [1.0, 0.0]]], 1e-6
    )
    assert found.counts == (3, 1, 2, 1)
    assert found.gap <= 1e-9
    assert found.regret[:3] == pytest.approx([0.0, 0.0, 0.5], abs=1e-8)
    assert found.regret[3] == float("inf")
    assert found.stray.tolist() == [0.5]


def test_a_table_for_a_peer_has_the_payoffs_of_the_game() -> None:
    tree = ov.strategic(
        {"One": ["a", "b"], "Two": ["a", "b", "c"]}, [[2, 0, 4], [0, 1, -4]], [[1, 0, 0], [0, 2, 1]]
    )
    assert strategic.table(tree, scaled=False)[1][2] == [-4.0, 1.0]
    assert strategic.table(tree, scaled=True)[0] == [[0.75, 0.5], [0.5, 0.0], [1.0, 0.0]]


def test_a_row_of_strategic_says_what_the_peer_has_of_ours() -> None:
    trees = [strategic.random_game((2, 2), 0)]
    points = strategic.listed(trees[0])
    ours = alone.Outcome([[0.5, points]], 1.0)
    same = strategic._row("games", trees, ours, "peer", alone.Outcome([[1.0, points]], 1.0), 1e-6)
    assert same.ratio == 2.0
    assert f"{len(points)} distinct, {len(points)} of ours among them" in same.note
    none = strategic._row("games", trees, ours, "peer", alone.Outcome([[1.0, None]], 1.0), 1e-6)
    assert none.note.endswith("no answer to 1 of 1 games within 10 s each")
    assert (
        strategic._row("games", trees, ours, "peer", alone.Outcome(None, 0.0, "why"), 1e-6).peer
        == "peer: why"
    )


def test_a_tree_is_written_for_liteefg_and_its_strategies_come_back_to_the_right_sets() -> None:
    tree = kuhn.tree()
    text = regret.written(tree)
    lines = text.splitlines()
    assert lines[:3] == ["# {", "#   num_players: 2,", "# }"]
    assert sum(line.startswith("node ") for line in lines) == tree.n_nodes
    assert sum(" leaf " in line for line in lines) == len(tree.terminal)
    sets = {int(line.split()[1]): line.split()[3:] for line in lines if line.startswith("infoset ")}
    mover = {line.split()[1]: int(line.split()[3]) - 1 for line in lines if " player " in line}
    actions = {line.split()[1]: line.split()[5:] for line in lines if " player " in line}
    for at, histories in sets.items():
        own = [str(each) for each in range(tree.edge_start[at], tree.edge_start[at + 1])]
        assert len(histories) == len(tree.members(at))
        assert all(actions[each] == own and mover[each] == tree.set_player[at] for each in histories)

    solved = zero_sum(tree)
    named: list[list[tuple[str, list[float]]]] = [[], []]
    for at in reversed(range(tree.n_infosets)):
        own_odds = solved.strategy[tree.edge_start[at] : tree.edge_start[at + 1]]
        named[tree.set_player[at]].append((str(at), [7.0 * each for each in own_odds.tolist()]))
    assert regret.strategy_of(tree, named) == pytest.approx(solved.strategy)
    work = regret.Work("Kuhn poker", "cfr+", 1e-4)
    ours = alone.Outcome([0.5, 100, 1e-5, True], 1.0)
    reached = regret.beside("kuhn", tree, work, ours, alone.Outcome([1.0, 50, named], 1.0))
    assert reached.ratio == 2.0
    assert "lower bound" not in reached.note
    uniform = [[(name, [1.0] * len(odds)) for name, odds in own] for own in named]
    short = regret.beside("kuhn", tree, work, ours, alone.Outcome([1.0, 50, uniform], 1.0))
    assert short.note.endswith("the ratio is a lower bound")


def test_games_of_the_two_counterparts_have_one_shape_and_other_numbers() -> None:
    one, two = (told.flagship_worlds(3, who) for who in "XY")
    for name in ("parent", "edge", "set_of", "outcome", "set_player", "edge_start"):
        assert np.array_equal(getattr(one, name), getattr(two, name))
    assert not np.array_equal(one.payoff, two.payoff)
    whole = stacked([one, two])
    assert whole.n_worlds == 6
    assert np.array_equal(whole.world(4).payoff, two.world(1).payoff)


def test_a_game_without_an_end_is_said_to_sgamesolver_as_it_is() -> None:
    """One is at cost 1, Two at 0: One invests or waits, Two waits."""
    told = {"price_one": 2.0, "price_two": 2.3, "success": 0.7}
    game = rivalry.race.stochastic_game(told, start=(1, 0), discount=0.9)
    paid, onward = rivalry.tables(game)
    assert game.states == ("(1, 0)", "(0, 0)")
    assert paid[0] == [[[0.0], [-2.0]], [[1.0], [1.0]]]  # [player][action of One][action of Two]
    assert np.array(onward[0]) == pytest.approx(np.array([[[1, 0]], [[0.3, 0.7]]]))
    assert onward[1] == [[[0.0, 1.0]]]
    sigma = [[[1.0, 0.0], [1.0, 0.0]], [[1.0, 0.0], [1.0, 0.0]]]  # padded as the peer pads it
    answer = rivalry.measured(game, sigma)
    assert answer.value_at((1, 0)) == pytest.approx({"One": 0.0, "Two": 10.0})
    assert answer.max_regret == 0.0
    sigma[0][0] = [0.0, 1.0]
    invested = -2 / (1 - 0.9 * 0.3)  # for ever, until it succeeds
    assert rivalry.measured(game, sigma).max_regret == pytest.approx((0.9 - 1) * invested)


def test_our_answers_to_the_races_of_the_bench_have_no_regret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rivalry, "TIMES", 1)
    monkeypatch.setitem(rivalry.ONE, "small", (rivalry._race(2), True))
    [[seconds, strategy, share, solved]] = rivalry.answered("small")
    assert seconds > 0
    assert solved
    assert share <= 1e-12
    game = rivalry._race(2)()[0]
    assert len(strategy) == game.action_start[-1]
    ours = alone.Outcome([[2.0, strategy, share, solved]], 100.0)
    halves = np.split(
        np.array(strategy), np.cumsum([2 if cost else 1 for state in _costs(game) for cost in state])[:-1]
    )
    sigma = [[each.tolist() for each in halves[at : at + 2]] for at in range(0, len(halves), 2)]
    told = rivalry._one("x", 10.0, [game], ours, alone.Outcome([[5.0, sigma]], 0.0))
    assert told.ratio == 2.5
    assert told.holds
    assert "1 with our play" in told.note
    sigma[0][0] = [0.5, 0.5]
    other = rivalry._one("x", 1.0, [game], ours, alone.Outcome([[5.0, sigma]], 0.0))
    assert other.holds is False
    assert "0 with our play" in other.note


def _costs(game: rivalry.StochasticGame) -> list[tuple[int, int]]:
    return [(int(name[1]), int(name[4])) for name in game.states]
