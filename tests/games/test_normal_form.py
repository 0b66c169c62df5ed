"""The reduced normal form beside one that walks every history, and what counts as strategic."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

import overture as ov
from overture.errors import SolveError
from overture.games.files.efg import read_efg
from overture.games.measured.normal_form import is_strategic, normal_form, plan_counts
from overture.games.tree import Tree
from overture.models.leduc import leduc
from tests.solvers import normal_form_twin as slow
from tests.solvers.duels import duels


@settings(max_examples=60, deadline=None)
@given(tree=duels())
def test_plans_and_payoffs_are_those_of_the_twin(tree: Tree) -> None:
    plans = [slow.plans(tree, player) for player in range(2)]
    assert plan_counts(tree) == list(map(len, plans))
    if len(plans[0]) * len(plans[1]) > 200:
        return
    found = normal_form(tree)
    rounded = normal_form(tree, doubles=True)
    assert [list(own) for own in found.plans] == plans
    assert all(len(set(names)) == len(names) for names in found.names)
    for at in product(*(range(len(own)) for own in plans)):
        paid = slow.payoffs(tree, [own[i] for own, i in zip(plans, at, strict=True)])
        assert found.payoff[at].tolist() == paid
        assert rounded.payoff[at].tolist() == pytest.approx([float(x) for x in paid])
    assert is_strategic(tree) == (
        tree.n_sets == 2 and [len(path) for path in slow_paths(tree)] == [2] * len(tree.terminal)
    )


def slow_paths(tree: Tree) -> list[list[int]]:
    """[history] the sets that it passes."""
    found = []
    for end in tree.terminal.tolist():
        path, node = [], end
        while node:
            node = int(tree.parent[node])
            path.append(int(tree.set_of[node]))
        found.append(path)
    return found


@ov.game("One", "Two")
def outside(p):  # type: ignore[no-untyped-def]
    """One may leave before Two, who sees nothing else, moves: two sets, and not strategic."""
    if (yield ov.move("One", "entry", ["stay out", "enter"])) == "stay out":
        return {"One": 0, "Two": p.prize}
    if (yield ov.move("Two", "answer", ["fight", "share"])) == "fight":
        return {"One": -1, "Two": -1}
    return {"One": 1, "Two": 1}


def test_a_game_in_which_somebody_may_not_move_is_not_strategic() -> None:
    tree = outside.tree(prize=2)
    assert not is_strategic(tree)
    form = normal_form(tree)
    assert form.names == (("stay out", "enter"), ("fight", "share"))
    assert form.payoff.tolist() == [[[0, 2], [0, 2]], [[-1, -1], [1, 1]]]


def test_plans_are_named_by_actions_and_a_star_where_nothing_is_left_to_do() -> None:
    @ov.game("One", "Two")
    def again(p):  # type: ignore[no-untyped-def]
        if (yield ov.move("One", "first", ["stop", "go"])) == "go":
            yield ov.move("One", "second", ["stop", "go"])
        return {"One": 1, "Two": 0}

    form = normal_form(again.tree())
    assert form.names == (("stop / *", "go / stop", "go / go"), ("*",))
    assert form.payoff.shape == (3, 1, 2)


def test_an_end_at_which_nothing_was_ever_paid_pays_nothing() -> None:
    tree = read_efg('EFG 2 R "bare" { "One" "Two" }\np "" 1 1 "" { "l" "r" } 0\nt "" 1 "" { 1/2, 1 }\nt "" 0')
    assert normal_form(tree).payoff.tolist() == [[[Fraction(1, 2), 1]], [[0, 0]]]
    assert normal_form(tree, doubles=True).payoff.dtype == np.float64
    assert normal_form(tree, doubles=True).payoff.tolist() == [[[0.5, 1]], [[0, 0]]]


def test_a_world_is_chosen_and_what_is_too_large_is_refused() -> None:
    tree = outside.tree(prize=[2.0, 5.0])
    assert normal_form(tree, 1).payoff[0, 0].tolist() == [0, 5]
    with pytest.raises(SolveError, match="world 2; allowed: 0 to 1"):
        normal_form(tree, 2)
    with pytest.raises(SolveError, match="4 profiles of reduced pure strategies \\(2 by 2\\)"):
        normal_form(tree, most=3)
    with pytest.raises(SolveError) as caught:
        normal_form(leduc.tree())  # at once
    assert caught.value.id == "normal/large"
