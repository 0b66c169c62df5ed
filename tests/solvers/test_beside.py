"""Equilibria beside the path: parts cut out of a game, fines, ties, best replies off the path, and what is said of them."""

from __future__ import annotations

import importlib
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

import overture as ov
from overture.errors import FileError
from overture.games.measured.event import subtree_end
from overture.games.measured.measure import expected, reach, terminal_payoff, terminal_probability
from overture.games.measured.play import Play, even_play
from overture.games.tree import Tree
from overture.models.long_freeze import DEFAULTS, FORMS, long_freeze
from overture.solvers.beside.alone import alone, signs_after
from overture.solvers.beside.fines import fined, made
from overture.solvers.beside.moves import choices, moves
from overture.solvers.beside.parts import PublicPart, whole
from overture.solvers.beside.replies import replying
from overture.solvers.beside.ties import settled_as, tied
from overture.solvers.beside.trembles import remembering
from overture.solvers.beside.trunk import trunk
from overture.solvers.solution import NEAR
from tests.cli.run import overture
from tests.random_trees import efg_texts

search = importlib.import_module("overture.solvers.beside.search")


@cache
def core() -> Tree:
    return long_freeze.shape(**FORMS["core"]).tree(DEFAULTS)


def every(part: PublicPart) -> list[PublicPart]:
    return [part, *(each for inner in part.parts for each in every(inner))]


def named(part: PublicPart, name: str) -> bool:
    """Whether that move is the first made in a part."""
    return part.tree.labels.set_name[part.tree.set_of[part.entries[0]]] == name


def test_nobody_confuses_a_node_of_a_part_with_one_outside() -> None:
    tree = core()
    end = subtree_end(tree)
    parts = every(whole(tree))
    assert len(parts) > 10
    for part in parts:
        inside = np.zeros(tree.n_nodes, bool)
        for node in part.entries:
            inside[node : end[node]] = True
        for at in range(tree.n_infosets):
            assert inside[tree.members(at)].all() or not inside[tree.members(at)].any()


def test_what_is_kept_of_a_part_is_worth_what_it_is_worth_in_the_whole() -> None:
    tree, play = core(), even_play(core())
    end = subtree_end(tree)
    part = next(each for each in every(whole(tree)) if named(each, "terms2"))
    passing = reach(tree, play.strategy)[0]
    piece = alone(part, passing, signs_after(tree, part.entries))
    assert piece is not None
    inside = np.isin(tree.terminal, np.concatenate([np.arange(node, end[node]) for node in part.entries]))
    odds = terminal_probability(tree, play.strategy)[0, inside]
    mean = odds @ terminal_payoff(tree)[0, inside] / odds.sum()
    assert expected(piece.tree, piece.taken(play).strategy)[0, 0] == pytest.approx(mean[0], abs=1e-12)


def test_hands_that_were_tied_are_one_with_hands_that_were_not_once_talks_broke_down() -> None:
    tree = core()
    part = next(
        each
        for each in every(whole(tree))
        if named(each, "offer2") and ("answer1", "reject") in tree.labels.seen[tree.set_of[each.entries[0]]]
    )
    passing = reach(tree, even_play(tree).strategy)[0]
    piece = alone(part, passing, signs_after(tree, part.entries))
    assert piece is not None
    assert len(part.entries) == 8
    assert len(piece.tree.members(piece.tree.n_infosets)) == 1
    assert piece.tree.edge_start[piece.tree.n_infosets + 1] - piece.tree.n_actions == 4  # intent and kind_X
    # A part that is not entered there is none.
    assert alone(part, np.zeros(tree.n_nodes), signs_after(tree, part.entries)) is None


@pytest.mark.parametrize("parts", [0, 1, 5])
def test_the_game_before_the_parts_is_worth_what_the_whole_is(parts: int) -> None:
    tree, play = core(), even_play(core())
    inner = [each for each in every(whole(tree)) if not each.parts][:parts]
    piece = trunk(tree, inner, play)
    assert expected(piece.tree, piece.taken(play).strategy) == pytest.approx(
        expected(tree, play.strategy), abs=1e-12
    )
    assert (piece.tree.n_nodes < tree.n_nodes + 1) == (parts > 0)


def test_a_fine_is_paid_where_the_choice_is_made_and_by_who_makes_it() -> None:
    tree, play = core(), even_play(core())
    names = choices(tree, moves(tree))
    on = [each for each in made(tree, play, names) if each.action == "cheat" and each.move.name == "conduct1"]
    assert len(on) == 1  # of both kinds of leader
    less = terminal_payoff(tree)[0] - terminal_payoff(fined(tree, names, [on]))[0]
    cheats = np.zeros(len(tree.terminal), bool)
    for action, choice in enumerate(names):
        if choice in on:
            cheats |= _after(tree, action)
    unit = np.ptp(terminal_payoff(tree)[0, :, 0])
    assert less[:, 0] == pytest.approx(np.where(cheats, unit, 0.0))
    assert not less[:, 1:].any()


def _after(tree: Tree, action: int) -> np.ndarray:
    """[T] the histories on which an action is taken."""
    strategy = even_play(tree).strategy
    at = int(tree.infoset_of_action[action])
    edges = slice(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
    strategy[0, edges] = 0
    strategy[0, edges.start + (0 if action != edges.start else 1)] = 1
    return np.asarray(terminal_probability(tree, strategy)[0] != terminal_probability(tree, even_play(tree).strategy)[0]) & (
        terminal_probability(tree, strategy)[0] == 0
    )  # fmt: skip


def test_only_what_is_done_where_play_comes_is_fined() -> None:
    tree = core()
    play = ov.solve(tree).play
    names = choices(tree, moves(tree))
    told = [each.told(tree) for each in made(tree, play, names)]
    assert "reject at answer1 of X" in told
    assert "accept at answer1 of X" not in told
    assert not any("conduct1" in each for each in told)  # talks break down


def test_a_tie_is_split_as_elsewhere_where_nothing_hangs_on_it() -> None:
    tree = long_freeze.tree(DEFAULTS)
    play, made_at = ov.solve(tree).play, moves(tree)
    found = tied(tree, play, play.measured(tree), made_at)
    assert {move.told(tree) for move in found} == {
        f"statement2 of Leader after answer1 reject, letters {letters}" for letters in ("warm", "cool")
    }
    favour = play.copied()
    for sets in found.values():
        for actions in sets:
            favour.strategy[0, list(actions)] = [0, 1]
    back = settled_as(tree, remembering(favour, play, 1.0), play, made_at)
    assert back.strategy == pytest.approx(play.strategy, abs=1e-12)


def test_a_tie_on_which_another_hangs_is_not_split_as_elsewhere() -> None:
    pennies = [[1, -1], [-1, 1]], [[-1, 1], [1, -1]]
    tree = ov.strategic({"A": ("h", "t"), "B": ("h", "t")}, *pennies)
    play, made_at = ov.solve(tree).play, moves(tree)
    assert len(tied(tree, play, play.measured(tree), made_at)) == 2
    heads = play.copied()
    heads.strategy[0] = [1, 0, 1, 0]
    assert settled_as(tree, play, heads, made_at).strategy == pytest.approx(play.strategy)


def test_what_is_given_up_trembles_as_it_was_played() -> None:
    was = Play(np.array([[0.3, 0.7, 0.0]]), np.array([[0.0, 0.0, 0.5]]), np.array([[1.0, 1.0, 2.0]]))
    now = Play(np.array([[0.0, 1.0, 0.0]]), np.array([[9.0, 9.0, 9.0]]), np.array([[8.0, 8.0, 8.0]]))
    found = remembering(now, was, 4.0)
    assert found.order[0, [0, 2]].tolist() == [4.0, 0.5]
    assert found.weight[0, [0, 2]].tolist() == [0.3, 2.0]


def test_off_the_path_a_best_reply_takes_the_place_of_what_regrets() -> None:
    tree = core()
    play = ov.solve(tree).play
    measured = play.measured(tree)
    repaired = 0
    for at in range(tree.n_infosets):
        edges = slice(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
        if measured.reach[0, tree.members(at)].any() or play.strategy[0, edges].max() < 1:
            continue
        worse = play.copied()
        worse.strategy[0, edges] = 0
        worse.strategy[0, edges.start + int(measured.action_value[0, edges].argmin())] = 1
        worse = remembering(worse, play, 1.0)
        regret = worse.measured(tree).regret[0]
        if regret[at] > 0.1 and (np.delete(regret, at) < 1e-12).all():
            assert replying(tree, worse).measured(tree).max_regret[0] < 1e-12
            repaired += 1
    assert repaired > 10


def test_a_game_without_a_limit_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    solve = search.solve

    def near(tree: Tree, threads: int | None = None) -> object:
        found = solve(tree, threads=threads)
        return replace(found, status=np.full_like(found.status, NEAR))

    monkeypatch.setattr(search, "solve", near)
    found = ov.equilibria_beside(core())
    assert found.count.tolist() == [0]
    assert found.reason == (search.NO_LIMIT,)
    assert "1 world without: the limit of the path was not found" in repr(found)
    assert len(found.to_frame()) == 0


@given(efg_texts())
@settings(max_examples=15, deadline=None)
def test_any_game_has_its_limit_first_and_only_equilibria(text: str) -> None:
    tree = ov.read_efg(text)
    found = ov.equilibria_beside(tree)
    assert (found.solution.share <= 1e-9).all()
    if found.reason[0] == "":
        limit = ov.solve(tree)
        assert found.solution.reach[0] == pytest.approx(limit.reach[0], abs=1e-9)


def test_two_that_are_one_are_refused_in_a_file(tmp_path: Path) -> None:
    tree = long_freeze.shape(**FORMS["known"]).tree(DEFAULTS)
    found = ov.equilibria_beside(tree)
    assert found.count[0] == 3
    found.save(tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text())
    assert ov.load(tmp_path / "a.json").how == found.how
    twice = replace(found, solution=found.solution.take(np.array([0, 1, 1])))
    twice.save(tmp_path / "b.json")
    with pytest.raises(FileError, match="equilibrium 3 is"):
        ov.load(tmp_path / "b.json")
    data["result"]["how"] = data["result"]["how"][1:]
    (tmp_path / "c.json").write_text(json.dumps(data))
    with pytest.raises(FileError, match="2 entries"):
        ov.load(tmp_path / "c.json")


def test_the_command_tells_each_with_how_it_was_found(reference: Path) -> None:
    file = reference / "longgame" / "known.efg"
    ran = overture("equilibria", file, "--beside")
    assert ran.code == 1
    assert "3 equilibria in 1 world, each certified; there may be more" in ran.out
    assert "1. Value: " in ran.out
    assert "   found: the limit of the path\n" in ran.out
    data = json.loads(overture("equilibria", file, "--beside", "--json").out)
    assert data["complete"] is False
    assert len(data["equilibria"]) == 3
    worth = sorted(each["value"]["Leader"] for each in data["equilibria"])
    assert worth == pytest.approx([0.423610, 1.517231, 1.823231], abs=6e-7)
    assert all(each["max_regret"] < 1e-12 for each in data["equilibria"])
