"""Joints: differences that go together are one joint, those that combine freely are several."""

from __future__ import annotations

from itertools import product

import numpy as np

import overture as ov
from overture.games.tree import Tree
from overture.judgement.history.ways.joints import joints


@ov.game("A", "B", "C")
def three(p):  # type: ignore[no-untyped-def]
    side = yield ov.chance("side", {"left": 0.5, "right": 0.5})
    if side == "left":
        first = yield ov.move("A", "first", ["yes", "no"])
        if first == "yes":
            yield ov.move("B", "second", ["up", "down"])
    else:
        yield ov.move("C", "third", ["in", "out"])
    return {"A": 0, "B": 0, "C": 0}


def played(tree: Tree, **shares: float) -> np.ndarray:
    """[A] with so much on the first action of each set."""
    strategy = np.zeros(tree.n_actions)
    for at, name in enumerate(tree.labels.set_name[: tree.n_infosets]):
        first = int(tree.edge_start[at])
        strategy[first : first + 2] = shares[name], 1 - shares[name]
    return strategy


def told(sets: list[int], way: int) -> list[str]:
    return [f"{sets} in {way}"]


def test_what_combines_freely_lies_at_joints_of_its_own() -> None:
    tree = three.tree()
    ways = [played(tree, first=1, second=b, third=c) for b, c in product((1, 0), (0.3, 0.6, 1))]
    found = joints(tree, np.array(ways), told)
    assert [[each.name for each in joint.options] for joint in found.joints] == [
        ["A1", "A2"],
        ["B1", "B2", "B3"],
    ]
    assert found.option.tolist() == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]


def test_what_goes_together_is_one_joint() -> None:
    tree = three.tree()
    ways = [played(tree, first=1, second=b, third=b) for b in (1, 0)]
    found = joints(tree, np.array(ways), told)
    assert [len(joint.options) for joint in found.joints] == [2]
    assert found.joints[0].options[1].lines == ["[1, 2] in 1"]
    assert found.joints[0].pairs == 4
    assert [(each.one, each.other) for each in found.joints[0].absent] == [
        (["[1] in 0"], ["[2] in 1"]),
        (["[1] in 1"], ["[2] in 0"]),
    ]
    some = [played(tree, first=1, second=b, third=c) for b, c in ((1, 1), (0, 0), (0, 1))]
    (joint,) = joints(tree, np.array(some), told).joints
    assert len(joint.options) == 3
    assert joint.pairs == 4
    assert [(each.one, each.other) for each in joint.absent] == [(["[1] in 0"], ["[2] in 1"])]


def test_what_is_done_where_the_other_place_is_not_reached_is_no_pair() -> None:
    tree = three.tree()
    ways = [played(tree, first=a, second=b, third=1) for a, b in ((1, 1), (1, 0.5), (0.5, 0.25), (0, 1))]
    (joint,) = joints(tree, np.array(ways), told).joints
    assert joint.pairs == 6  # of never coming there, nothing that is done there is a pair
    assert len(joint.absent) == 3


def test_what_is_done_where_a_way_does_not_come_is_no_difference() -> None:
    tree = three.tree()
    ways = [played(tree, first=0, second=b, third=1) for b in (1, 0)]
    assert joints(tree, np.array(ways), told).joints == []
    noise = [played(tree, first=1, second=0.5 + move, third=1) for move in (0, 4e-8, -4e-8)]
    assert joints(tree, np.array(noise), told).joints == []
