"""The range over correlated equilibria: a slow twin on the normal form, Nash equilibria within, a published game."""

from __future__ import annotations

from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import linprog

from overture.errors import SolveError
from overture.games.telling.language import game, move
from overture.games.tree import Tree
from overture.models.leduc import leduc
from overture.solvers.bounds.correlated import correlated_range
from overture.solvers.bounds.extreme import extreme_nash
from tests.solvers import normal_form_twin as slow
from tests.solvers.duels import duels


def twin(tree: Tree) -> list[tuple[float, float]]:
    """[player] (least, greatest): one variable a profile, one row for each plan and other plan."""
    plans = [slow.plans(tree, player) for player in range(len(tree.players))]
    profiles = list(product(*(range(len(own)) for own in plans)))
    value = {
        at: [float(x) for x in slow.payoffs(tree, [own[i] for own, i in zip(plans, at, strict=True)])]
        for at in profiles
    }
    rows = []
    for player, own in enumerate(plans):
        for told, other in product(range(len(own)), repeat=2):
            row = []
            for at in profiles:
                instead = (*at[:player], other, *at[player + 1 :])
                row.append(value[instead][player] - value[at][player] if at[player] == told else 0.0)
            rows.append(row)
    found = []
    for player in range(len(tree.players)):
        goal = np.array([value[at][player] for at in profiles])
        ends = [
            sign
            * linprog(sign * goal, np.array(rows), np.zeros(len(rows)), np.ones((1, len(goal))), [1.0]).fun
            for sign in (1.0, -1.0)
        ]
        found.append((ends[0], ends[1]))
    return found


@settings(max_examples=60, deadline=None)
@given(tree=duels())
def test_the_range_is_that_of_the_twin_and_holds_all_nash_equilibria(tree: Tree) -> None:
    if prod(len(slow.plans(tree, player)) for player in (0, 1)) > 60:
        return
    found = correlated_range(tree)
    for player, (low, high) in enumerate(twin(tree)):
        assert found.low[player] == pytest.approx(low, abs=1e-7)
        assert found.high[player] == pytest.approx(high, abs=1e-7)
    for point in extreme_nash(tree).members:
        for player in (0, 1):
            assert found.low[player] - 1e-7 <= point.value[player] <= found.high[player] + 1e-7


def _chicken(players: int = 2) -> Tree:
    """Chicken as in Aumann 1974; a third player, who does nothing, earns what both earn together."""
    paid = {"dd": (0, 0), "dc": (7, 2), "cd": (2, 7), "cc": (6, 6)}
    names = ["Row", "Column", "Watcher"][:players]

    @game(*names)
    def told(p):  # type: ignore[no-untyped-def]
        one = yield move("Row", "row", ["d", "c"], seen_by=())
        two = yield move("Column", "column", ["d", "c"])
        both = paid[one + two]
        return dict(zip(names, (*both, sum(both)), strict=False))

    return told.tree()


def test_chicken() -> None:
    """Both together get 10.5 at most (Aumann 1974): more than in any Nash equilibrium."""
    two, three = correlated_range(_chicken()), correlated_range(_chicken(3))
    assert two.low == pytest.approx((2, 2))
    assert two.high == pytest.approx((7, 7))
    assert three.high[2] == pytest.approx(10.5)
    assert three.plans == (2, 2, 1)


def test_what_is_too_large_is_refused_in_a_sentence() -> None:
    with pytest.raises(SolveError, match="profiles of pure plans"):
        correlated_range(leduc.tree())
