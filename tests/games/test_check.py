"""One good tree, and for each validity condition the smallest change that breaks it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from overture.errors import TreeError
from overture.games.check import CONDITIONS, check
from overture.games.telling.language import chance, game, move
from overture.games.tree import Tree

from .random_games import trees


@game("Leader", "Counterpart")
def good_game(p):
    """Chance, a hidden act, a blind answer, and a second move of the leader.

    Nodes: 0 intent; 1 act (keep), 2 answer, 3 4 ends, 5 answer, 6 reply, 7 8 ends, 9 end;
    10 act (cheat), 11 answer, 12 13 ends, 14 answer, 15 reply, 16 17 ends, 18 end.
    """
    yield chance("intent", {"keep": 0.5, "cheat": 0.5}, seen_by="Leader")
    act = yield move("Leader", "act", ["comply", "shirk"], seen_by=())
    answer = yield move("Counterpart", "answer", ["hold", "snap"])
    if act == "shirk" and answer == "hold":
        yield move("Leader", "reply", ["stop", "go"], seen_by=())
    return {"Leader": 1, "Counterpart": 2}


def good() -> Tree:
    return good_game.tree({"worlds": np.array([1.0, 2.0])})


def test_the_good_tree_is_what_the_rows_below_assume() -> None:
    tree = good()
    assert tree.parent.tolist() == [-1, 0, 1, 2, 2, 1, 5, 6, 6, 5, 0, 10, 11, 11, 10, 14, 15, 15, 14]
    assert [tree.labels.set_name[at] for at in range(tree.n_sets)] == [
        "act",
        "answer",
        "reply",
        "act",
        "reply",
        "intent",
    ]
    assert check(tree) is tree


def put(name: str, at: Any, value: float) -> Callable[[Tree], Tree]:
    """A change of one entry of one array."""

    def change(tree: Tree) -> Tree:
        array = getattr(tree, name).copy()
        array[at] = value
        return replace(tree, **{name: array})

    return change


def swapped_sets(tree: Tree) -> Tree:
    """Leader's sets 2 and 4 (both "reply") are exchanged: numbered, but not by their first nodes."""
    set_of, edge = tree.set_of.copy(), tree.edge.copy()
    set_of[[6, 15]] = set_of[[15, 6]]
    start = tree.edge_start
    edge[[7, 8]] = [start[4], start[4] + 1]
    edge[[16, 17]] = [start[2], start[2] + 1]
    return replace(tree, set_of=set_of, edge=edge)


def chance_first(tree: Tree) -> Tree:
    """The mover of the first set becomes chance, though sets of players follow it."""
    player = tree.set_player.copy()
    player[0], player[5] = -1, 0
    return replace(tree, set_player=player)


def empty_set(tree: Tree) -> Tree:
    """One more set of the leader, in which no node is."""
    return replace(
        tree,
        set_player=np.insert(tree.set_player, 5, 0).astype(np.int32),
        edge_start=np.insert(tree.edge_start, 5, tree.edge_start[5]).astype(np.int32),
        set_of=np.where(tree.set_of == 5, 6, tree.set_of).astype(np.int32),
    )


def joined(number: list[int]) -> Callable[[Tree], Tree]:
    """Set s becomes set ``number[s]``; sets that get one number are joined and keep the first's labels."""

    def change(tree: Tree) -> Tree:
        kept = [number.index(at) for at in range(max(number) + 1)]
        new = np.array(number, dtype=np.int32)
        sizes = np.diff(tree.edge_start)[kept]
        start = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
        above = tree.set_of[tree.parent[1:]]
        edge = tree.edge.copy()
        edge[1:] = start[new[above]] + tree.edge[1:] - tree.edge_start[above]
        old = tree.labels
        labels = replace(
            old,
            set_name=tuple(old.set_name[s] for s in kept),
            set_label=tuple(old.set_label[s] for s in kept),
            set_number=tuple(old.set_number[s] for s in kept),
            seen=tuple(old.seen[s] for s in kept),
            edge=tuple(e for s in kept for e in old.edge[tree.edge_start[s] : tree.edge_start[s + 1]]),
        )
        return replace(
            tree,
            set_of=np.where(tree.set_of >= 0, new[tree.set_of], -1).astype(np.int32),
            edge=edge,
            edge_start=start,
            set_player=tree.set_player[kept],
            labels=labels,
        )

    return change


def named(**what: tuple[str, ...]) -> Callable[[Tree], Tree]:
    return lambda tree: replace(tree, labels=replace(tree.labels, **what))


def without_edges(tree: Tree) -> Tree:
    """One node, at which somebody moves and has nothing to choose."""
    old = tree.labels
    labels = replace(
        old, set_name=("act",), set_label=("act",), set_number=(1,), seen=((),), edge=(), node=(), outcome=()
    )
    return replace(
        tree,
        parent=np.array([-1], dtype=np.int32),
        edge=np.array([-1], dtype=np.int32),
        set_of=np.array([0], dtype=np.int32),
        outcome=np.array([-1], dtype=np.int32),
        set_player=np.array([0], dtype=np.int32),
        edge_start=np.array([0, 0], dtype=np.int32),
        chance=np.empty((tree.n_worlds, 0)),
        labels=labels,
    )


FAULTS: list[tuple[int, str, Callable[[Tree], Tree]]] = [
    (1, "parent in 64 bits", lambda t: replace(t, parent=t.parent.astype(np.int64))),
    (1, "one outcome short", lambda t: replace(t, outcome=t.outcome[:-1])),
    (1, "edge_start too short", lambda t: replace(t, edge_start=t.edge_start[[0, 1, 2, 3, 4, 6]])),
    (1, "odds of another number of branches", lambda t: replace(t, chance=t.chance[:, :1])),
    (1, "odds in 32 bits", lambda t: replace(t, chance=t.chance.astype(np.float32))),
    (1, "payoffs without worlds", lambda t: replace(t, payoff=t.payoff[0])),
    (1, "payoffs of three players", lambda t: replace(t, payoff=np.repeat(t.payoff, 2, axis=2))),
    (1, "no world", lambda t: replace(t, payoff=t.payoff[:0], chance=t.chance[:0])),
    (2, "a root with a parent", put("parent", 0, 0)),
    (2, "a root with an edge", put("edge", 0, 1)),
    (2, "a parent that comes later", put("parent", 3, 4)),
    (2, "two roots", put("parent", 10, -1)),
    (3, "a child of a node that is left already", put("parent", 13, 2)),
    (4, "an edge of another set", put("edge", 3, 0)),
    (4, "the same edge twice", lambda t: put("edge", 4, int(t.edge[3]))(t)),
    (4, "edges of siblings that fall", lambda t: put("edge", [3, 4], t.edge[[4, 3]])(t)),
    (5, "a set that does not exist", put("set_of", 3, 99)),
    (5, "a set below minus one", put("set_of", 3, -2)),
    (5, "a terminal with children", put("set_of", 2, -1)),
    (5, "a decision without children", put("set_of", 3, 1)),
    (6, "a player's set after chance", chance_first),
    (6, "sets not numbered by first nodes", swapped_sets),
    (7, "a set without a node", empty_set),
    (7, "a set without an edge", without_edges),
    (8, "a mover who is no player", put("set_player", 0, 2)),
    (8, "a mover below chance", put("set_player", 5, -2)),
    (9, "odds that sum to 1.1", put("chance", (1, 0), 0.6)),
    (9, "negative odds", lambda t: replace(t, chance=np.array([[0.5, 0.5], [-0.5, 1.5]]))),
    (9, "odds that are no number", put("chance", (0, 0), np.nan)),
    (9, "infinite odds", put("chance", (0, 0), np.inf)),
    (10, "a payoff that is no number", put("payoff", (1, 0, 1), np.nan)),
    (11, "an outcome beyond the last", put("outcome", 3, 99)),
    (11, "an outcome just beyond the last", lambda t: put("outcome", 3, t.payoff.shape[1])(t)),
    (11, "an outcome below minus one", put("outcome", 3, -2)),
    (12, "a player who forgets what he did", joined([0, 1, 2, 3, 2, 4])),
    (13, "a set passed twice", joined([0, 1, 0, 2, 3, 4])),
    (14, "two players of one name", lambda t: replace(t, players=("Leader", "Leader"))),
    (14, "a player without a name", lambda t: replace(t, players=("Leader", ""))),
    (14, "a label short", named(set_name=("act",))),
    (14, "two actions alike", lambda t: named(edge=("comply", "comply", *t.labels.edge[2:]))(t)),
]


@pytest.mark.parametrize(("number", "change"), [row[::2] for row in FAULTS], ids=[row[1] for row in FAULTS])
def test_each_condition_can_fail(number: int, change: Callable[[Tree], Tree]) -> None:
    with pytest.raises(TreeError) as error:
        check(change(good()))
    assert {fault.id for fault in error.value.faults} == {f"tree/{number}"}
    assert all(fault.allowed == CONDITIONS[number] for fault in error.value.faults)


def test_every_condition_has_a_row() -> None:
    assert {row[0] for row in FAULTS} == set(CONDITIONS)


def test_all_faults_come_at_once() -> None:
    tree = put("payoff", (0, 0, 0), np.inf)(put("chance", (0, 0), 0.7)(good()))
    with pytest.raises(TreeError) as error:
        check(replace(tree, players=("Leader", "Leader")))
    assert [fault.id for fault in error.value.faults] == ["tree/9", "tree/10", "tree/14"]


@settings(max_examples=50)
@given(tree=trees(worlds=2))
def test_every_told_game_passes(tree: Tree) -> None:
    assert check(tree) is tree
