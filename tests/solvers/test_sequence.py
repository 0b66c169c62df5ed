"""The sequence form holds what the tree holds: plans, payoffs and best replies, judged by walking the tree."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.errors import SolveError
from overture.games.check import check
from overture.games.measured.measure import assess
from overture.games.tree import Tree
from overture.models.kuhn import kuhn
from overture.solvers.bounds.sequence import sequence_form
from tests.games import twins
from tests.games.random_games import random_strategy, trees, with_inner_outcomes
from tests.solvers.duels import duels

seeds = st.integers(0, 10_000)


@settings(max_examples=60)
@given(tree=trees(), seed=seeds)
def test_a_plan_is_the_product_of_own_choices(tree: Tree, seed: int) -> None:
    strategy = random_strategy(tree, seed, zeros=0.2)[0]
    form = sequence_form(tree)
    for player, treeplex in enumerate(form.treeplex):
        plan = treeplex.plan(strategy)
        assert plan[0] == 1
        for end, sequence in zip(tree.terminal.tolist(), form.end[:, player].tolist(), strict=True):
            own = 1.0
            for node in twins.path(tree, end)[1:]:
                if tree.set_player[tree.set_of[tree.parent[node]]] == player:
                    own *= strategy[tree.edge[node]]
            assert plan[sequence] == pytest.approx(own, abs=1e-12)


@settings(max_examples=60)
@given(tree=trees(), seed=seeds)
def test_plans_meet_the_equations_and_give_the_behaviour_back(tree: Tree, seed: int) -> None:
    strategy = random_strategy(tree, seed)[0]
    form = sequence_form(tree)
    for treeplex in form.treeplex:
        plan = treeplex.plan(strategy)
        assert treeplex.equations() @ plan == pytest.approx(
            np.array([1.0] + [0.0] * len(treeplex.infoset)), abs=1e-12
        )
        assert treeplex.behaviour(plan) == pytest.approx(strategy[treeplex.action], abs=1e-12)
    assert form.strategy(tuple(each.plan(strategy) for each in form.treeplex)) == pytest.approx(strategy)


@settings(max_examples=60)
@given(tree=duels(), seed=seeds, inner=st.booleans())
def test_payoffs_are_bilinear_in_plans(tree: Tree, seed: int, inner: bool) -> None:
    if inner:
        tree = with_inner_outcomes(tree, seed)
    strategy = random_strategy(tree, seed)
    form = sequence_form(tree)
    one, two = (each.plan(strategy[0]) for each in form.treeplex)
    told = [one @ (form.payoff_matrix(player) @ two) for player in (0, 1)]
    assert told == pytest.approx(assess(tree, strategy).value[0], abs=1e-9)


@settings(max_examples=40)
@given(tree=duels(), seed=seeds)
def test_the_best_plan_is_the_best_of_all_pure_strategies(tree: Tree, seed: int) -> None:
    if max(twins.pure_plans(tree, 0), twins.pure_plans(tree, 1)) > 300:
        return
    strategy = random_strategy(tree, seed)
    odds = twins.edge_odds(tree, strategy[0].tolist())
    form = sequence_form(tree)
    plans = [each.plan(strategy[0]) for each in form.treeplex]
    gain = form.payoff_matrix(0) @ plans[1]
    assert form.treeplex[0].best(gain) == pytest.approx(
        float(twins.best_reply_value(tree, odds, 0)), abs=1e-9
    )
    gain = form.payoff_matrix(1, row=1, column=0) @ plans[0]
    assert form.treeplex[1].best(gain) == pytest.approx(
        float(twins.best_reply_value(tree, odds, 1)), abs=1e-9
    )


def test_behaviour_is_even_where_the_plan_never_comes() -> None:
    tree = kuhn.tree()
    treeplex = sequence_form(tree).treeplex[0]
    plan = np.zeros(treeplex.n_sequences)
    assert treeplex.behaviour(plan) == pytest.approx(np.full(treeplex.n_sequences - 1, 0.5))


def test_a_player_who_forgets_is_named() -> None:
    tree = kuhn.tree()
    # Join the two sets of the first player with a jack: before anything, and after check and bet.
    sets = [at for at in range(tree.n_infosets) if tree.set_player[at] == 0]
    first, last = sets[0], sets[1]
    moved = np.where(tree.set_of == last, first, tree.set_of).astype(np.int32)
    edge = tree.edge.copy()
    below = np.flatnonzero(tree.set_of[tree.parent] == last)
    below = below[below > 0]
    edge[below] += tree.edge_start[first] - tree.edge_start[last]
    forgetful = replace(tree, set_of=moved, edge=edge)
    with pytest.raises(SolveError, match="First does not remember there what he did before") as caught:
        sequence_form(forgetful)
    assert caught.value.id == "sequence/recall"
    assert check(tree) is tree
