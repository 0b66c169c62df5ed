"""Structural ties: what is one, what is none, and what is said of them."""

from __future__ import annotations

import importlib
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

import overture as ov
from overture.games.measured.play import Play
from overture.games.tree import Tree
from overture.solvers.beside.moves import moves
from overture.solvers.beside.splits import Splits
from overture.solvers.solution import NEAR, Solution
from tests.cli.run import overture
from tests.models.long_reference import told_short

module = importlib.import_module("overture.solvers.beside.undetermined")

TALK = """EFG 2 R "talk" { "A" "B" }
p "" 1 1 "say" { "l" "r" } 0
t "" 1 "" { 1, 2 }
t "" 2 "" { 1, 0 }
"""


def both(share: float) -> Solution:
    """Two who want to be at the same place, and go to the first with that chance."""
    tree = ov.strategic({"A": ("l", "r"), "B": ("l", "r")}, [[1, 0], [0, 1]], [[1, 0], [0, 1]])
    strategy = np.array([[share, 1 - share, share, 1 - share]])
    return Solution.measured(tree, Play(strategy, np.ones((1, 4)), np.ones((1, 4))), method="by hand")


def test_a_choice_that_decides_nothing_for_who_makes_it() -> None:
    found = ov.undetermined(ov.solve(ov.read_efg(TALK)))
    assert found.lines == (
        "undetermined: l at say of A, 0 to 1",
        "undetermined: r at say of A, 0 to 1",
        "moves with it: value of B, 0 to 2",
    )
    assert found.to_frame()[["low", "high"]].to_numpy().tolist() == [[0, 1], [0, 1], [0, 2]]


def test_mixing_that_holds_others_in_their_mixing_is_no_structural_tie() -> None:
    mixing = both(0.5)
    assert mixing.solved[0]
    assert ov.undetermined(mixing).lines == ()  # at the pure equilibria both strictly prefer their place


def test_nothing_hangs_on_ties_where_there_are_none(tmp_path: Path) -> None:
    found = ov.undetermined(both(1.0))
    assert len(found.world) == 0
    found.save(tmp_path / "found.json")
    assert str(ov.load(tmp_path / "found.json")) == str(found)


def test_what_is_not_solved_exactly_is_passed_over() -> None:
    solution = ov.solve(ov.read_efg(TALK))
    near = replace(solution, status=np.full_like(solution.status, NEAR))
    assert ov.undetermined(near).lines == ()


def test_worlds_are_named() -> None:
    tree = ov.read_efg(TALK)
    twice = ov.solve(tree.world(np.array([0, 0])))
    found = ov.undetermined(twice)
    assert found.world.tolist() == [0, 0, 1, 1]
    assert found.lines[3].startswith("world 1: undetermined: l at say of A")


def test_too_many_ties_are_settled_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    tree: Tree = told_short()
    solution = ov.solve(tree)
    monkeypatch.setattr(module, "MOST_SPLITS", 3)
    found = ov.undetermined(solution)
    assert len(found.world) == 4
    said = [at for at in range(tree.n_infosets) if tree.labels.set_name[at] == "statement2"]
    first = tree.edge_start[said]
    assert len(said) == 4
    surely = np.isin(found.split.strategy[:, first], (0, 1)).sum(axis=1)
    assert surely.tolist() == [2] * 4  # both types after one kind of letters; the other tie stays as it is


def test_what_is_done_where_play_comes_in_one_way_alone_does_not_range() -> None:
    text = """EFG 2 R "two" { "A" "B" }
    p "" 1 1 "say" { "l" "r" } 0
    t "" 1 "" { 1, 1 }
    p "" 2 1 "do" { "u" "d" } 0
    t "" 2 "" { 1, 1 }
    t "" 3 "" { 1, 1 }
    """
    tree = ov.read_efg(text)
    left, right = (
        Solution.measured(tree, Play(np.array([row]), np.ones((1, 4)), np.ones((1, 4))), method="by hand")
        for row in ([1.0, 0, 1, 0], [0, 1.0, 0, 1])
    )
    found = Splits(left, np.zeros(1, np.int64), right, np.ones(1, bool))
    assert {each.what for each in found.ranges} == {"say of A"}


def test_the_command_asks_this_of_smaller_games_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "talk.efg").write_text(TALK)
    monkeypatch.setattr("overture.cli.solve.MOST_NODES", 2)
    assert "undetermined" not in overture("solve", tmp_path / "talk.efg").out


def test_the_command_says_what_is_undetermined(tmp_path: Path) -> None:
    (tmp_path / "talk.efg").write_text(TALK)
    ran = overture("solve", tmp_path / "talk.efg")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "moves with it: value of B, 0 to 2"
    assert "undetermined: l at say of A, 0 to 1" in ran.out
    assert '"undetermined": [' in overture("solve", tmp_path / "talk.efg", "--json").out


JURY = """
story: 1
title: a jury
players: [J, K]
steps:
  - {chance: guilt, odds: {guilty: 1/2, innocent: 1/2}, seen_by: nobody}
  - {signal: first, of: guilt, odds: {guilty: {g: 4/5, i: 1/5}, innocent: {g: 1/5, i: 4/5}}, seen_by: J}
  - {signal: second, of: guilt, odds: {guilty: {g: 4/5, i: 1/5}, innocent: {g: 1/5, i: 4/5}}, seen_by: K}
  - simultaneous:
      - {move: vote, by: J, choices: [convict, acquit]}
      - {move: ballot, by: K, choices: [convict, acquit]}
    seen_by: nobody
  - let:
      guilty: move("guilt") == "guilty"
      convicted: vote == "convict" and ballot == "convict"
  - let: {paid: (0 if guilty else -3/5) if convicted else (-2/5 if guilty else 0)}
  - end: {J: paid, K: paid}
"""


def test_a_file_that_says_nothing_of_types_has_no_ties_of_one_type_alone(tmp_path: Path) -> None:
    """A juror's two information sets are one move, as in the telling: what ties him when he saw g does not tie him when he saw i."""
    (tmp_path / "jury.yaml").write_text(JURY)
    told = ov.story(tmp_path / "jury.yaml").tree()
    read = ov.read_efg(ov.write_efg(told))
    assert not any(read.labels.seen)
    for seen, unseen in combinations(range(told.n_infosets), 2):
        assert (moves(told)[seen] == moves(told)[unseen]) == (moves(read)[seen] == moves(read)[unseen])


def test_replies_to_two_offers_in_a_file_are_two_moves_of_two_names() -> None:
    offers = """EFG 2 R "offers" { "A" "B" }
p "" 1 1 "offer" { "low" "high" } 0
p "" 2 1 "reply" { "yes" "no" } 0
t "" 1 "" { 1, 0 }
t "" 2 "" { 0, 0 }
p "" 2 2 "reply" { "yes" "no" } 0
t "" 3 "" { 0, 1 }
t "" 4 "" { 0, 0 }
"""
    made = moves(ov.read_efg(offers))
    assert len(set(made)) == 3


def test_an_answer_to_a_message_is_a_move_of_its_own_where_the_sender_never_moves_again() -> None:
    @ov.game("S", "R")
    def aside(p):  # type: ignore[no-untyped-def]  # the receiver is tied after a, and not after b
        kind = yield ov.chance("kind", {"H": 0.5, "L": 0.5}, seen_by="S")
        message = yield ov.move("S", "message", ["a", "b"])
        answer = yield ov.move("R", "answer", ["x", "y"])
        if message == "a":
            return {"S": 3 if kind == "H" else 0, "R": 1}
        return {"S": 1, "R": 1 if answer == "x" else 0}

    assert ov.undetermined(ov.solve(aside.tree())).lines == (
        "undetermined: x at answer of R after message a, 0 to 1",
        "undetermined: y at answer of R after message a, 0 to 1",
    )
