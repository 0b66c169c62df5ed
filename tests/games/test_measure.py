"""Every measure against its slow twin, on random games, and the faults that measuring reports."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from overture.errors import SolveError
from overture.games.files.efg import read_efg
from overture.games.measured import measure
from overture.games.measured._measure import world_paid
from overture.games.measured.event import mask
from overture.games.telling.language import chance, game, move
from overture.games.tree import Tree

from . import twins
from .random_games import random_strategy, trees, with_inner_outcomes

seeds = st.integers(0, 1_000)


@game("Leader", "Counterpart")
def offer_game(p):
    """A leader keeps or cheats (hidden); the counterpart hears only whether he offers."""
    intent = yield chance("intent", {"keep": 1 - p.doubt, "cheat": p.doubt}, seen_by="Leader")
    offer = yield move("Leader", "offer", ["freeze", "none"])
    if offer == "none":
        return {"Leader": 0, "Counterpart": 0}
    answer = yield move("Counterpart", "answer", ["accept", "reject"])
    if answer == "reject":
        return {"Leader": -1, "Counterpart": 0}
    return {"Leader": 2 if intent == "cheat" else 1, "Counterpart": -1 if intent == "cheat" else 1}


@settings(max_examples=60)
@given(tree=trees(worlds=2), seed=seeds, inner=st.booleans())
def test_reach_and_value_of_every_world(tree: Tree, seed: int, inner: bool) -> None:
    if inner:
        tree = with_inner_outcomes(tree, seed)
    strategy = random_strategy(tree, seed, zeros=0.3)
    found = measure.assess(tree, strategy)
    for world in range(tree.n_worlds):
        odds = twins.edge_odds(tree, strategy[world].tolist(), world)
        expected = [float(twins.reach(tree, odds, node)) for node in range(tree.n_nodes)]
        np.testing.assert_allclose(found.reach[world], expected, atol=1e-14)
        np.testing.assert_allclose(measure.reach(tree, strategy)[world], expected, atol=1e-14)
        for player in range(len(tree.players)):
            expected_value = float(twins.value(tree, odds, player, world))
            assert found.value[world, player] == pytest.approx(expected_value, abs=1e-12)


@settings(max_examples=60)
@given(tree=trees(), seed=seeds, data=st.data())
def test_belief_and_regret_are_the_limit_of_trembles(tree: Tree, seed: int, data: st.DataObject) -> None:
    """Zero-probability actions tremble with orders 1 to 3; the twin puts a small epsilon in and divides."""
    strategy = random_strategy(tree, seed, zeros=0.5)[0]
    dice = np.random.default_rng(seed)
    order = dice.integers(1, 4, size=tree.n_actions)
    weight = dice.integers(1, 5, size=tree.n_actions)
    found = measure.assess(tree, strategy, order, weight)
    odds = twins.edge_odds(tree, strategy.tolist())
    trembled = twins.trembling(tree, odds, order.tolist(), [Fraction(int(each)) for each in weight])
    for infoset in range(tree.n_infosets):
        for node, share in twins.belief(tree, trembled, infoset).items():
            assert found.belief[0, node] == pytest.approx(float(share), abs=1e-11)
        for edge, worth in twins.action_values(tree, odds, trembled, infoset).items():
            assert found.action_value[0, edge] == pytest.approx(float(worth), abs=1e-9)
        expected = float(twins.regret(tree, odds, trembled, infoset))
        assert found.regret[0, infoset] == pytest.approx(expected, abs=1e-9)


@settings(max_examples=60)
@given(tree=trees(most_stages=4), seed=seeds, inner=st.booleans())
def test_nash_regret_against_all_pure_strategies(tree: Tree, seed: int, inner: bool) -> None:
    assume(all(twins.pure_plans(tree, player) <= 128 for player in range(len(tree.players))))
    if inner:
        tree = with_inner_outcomes(tree, seed)
    strategy = random_strategy(tree, seed, zeros=0.3)
    odds = twins.edge_odds(tree, strategy[0].tolist())
    for player in range(len(tree.players)):
        gain = twins.best_reply_value(tree, odds, player) - twins.value(tree, odds, player)
        assert measure.nash_regret(tree, strategy)[0, player] == pytest.approx(float(gain), abs=1e-12)


@settings(max_examples=40)
@given(tree=trees(worlds=2), seed=seeds)
def test_nash_regret_never_exceeds_what_conditional_regret_allows(tree: Tree, seed: int) -> None:
    """No regret at any information set means no gain from any plan (one-shot deviations suffice)."""
    strategy = random_strategy(tree, seed)
    conditional = measure.assess(tree, strategy).regret
    gain = measure.nash_regret(tree, strategy)
    for player in range(len(tree.players)):
        own = tree.set_player[: tree.n_infosets] == player
        assert np.all(gain[:, player] <= conditional[:, own].sum(axis=1) + 1e-12)


@settings(max_examples=40)
@given(tree=trees(worlds=2), seed=seeds)
def test_bayes_gap_of_measured_beliefs_is_nil(tree: Tree, seed: int) -> None:
    strategy = random_strategy(tree, seed, zeros=0.3)
    gap = measure.bayes_gap(tree, strategy, measure.belief(tree, strategy))
    assert np.nanmax(gap, initial=0.0) < 1e-12
    reached = measure.reach(tree, strategy)
    for infoset in range(tree.n_infosets):
        on_path = reached[:, tree.members(infoset)].sum(axis=1) > 0
        assert np.array_equal(np.isfinite(gap[:, infoset]), on_path)


def test_bayes_gap_sees_a_wrong_belief() -> None:
    tree = offer_game.tree(doubt=0.25)
    strategy = np.array([[1.0, 0.0, 0.5, 0.5, 1.0, 0.0]])
    held = measure.belief(tree, strategy)
    answer = tree.labels.set_name.index("answer")
    np.testing.assert_allclose(held[0, tree.members(answer)], [0.75, 0.25])
    held[0, tree.members(answer)] = [0.5, 0.5]
    assert measure.bayes_gap(tree, strategy, held)[0, answer] == pytest.approx(0.25)


def test_beliefs_far_from_the_path_do_not_underflow() -> None:
    """Two hundred rare moves in a row: the reach is 1e-600, the belief behind them is 3 to 1 all the same."""

    @game("Leader", "Counterpart")
    def long_game(p):
        yield chance("kind", {"a": 0.75, "b": 0.25}, seen_by="Leader")
        for at in range(200):
            step = yield move("Leader", f"step{at}", ["stop", "go"])
            if step == "stop":
                return {"Leader": 0, "Counterpart": 0}
        yield move("Counterpart", "answer", ["yes", "no"])
        return {"Leader": 0, "Counterpart": 0}

    tree = long_game.tree()
    strategy = np.tile([0.999, 0.001], tree.n_infosets)
    answer = tree.labels.set_name.index("answer")
    assert measure.reach(tree, strategy)[0, tree.members(answer)].max() == 0.0
    np.testing.assert_allclose(
        measure.belief(tree, strategy)[0, tree.members(answer)], [0.75, 0.25], atol=1e-9
    )


def test_selten_horse_regret_where_nash_regret_sees_none() -> None:
    """Selten 1975: (D, a, l) is a Nash equilibrium, and player 2 errs at a set that play does not reach."""

    @game("One", "Two", "Three")
    def horse(p):
        first = yield move("One", "first", ["D", "A"], seen_by="Two")
        if first == "A":
            second = yield move("Two", "second", ["d", "a"], seen_by=())
            if second == "a":
                return {"One": 1, "Two": 1, "Three": 1}
        third = yield move("Three", "third", ["l", "r"])
        if first == "D":
            return dict.fromkeys(("One", "Two", "Three"), 3 if third == "l" else 0) | {
                "Three": 2 if third == "l" else 0
            }
        return {"One": 4 if third == "l" else 0, "Two": 4 if third == "l" else 0, "Three": int(third == "r")}

    tree = horse.tree()
    number = dict(zip(tree.labels.edge, range(tree.n_actions), strict=True))
    strategy = np.zeros(tree.n_actions)
    strategy[[number["D"], number["a"], number["l"]]] = 1
    assert measure.nash_regret(tree, strategy).max() == 0
    found = measure.assess(tree, strategy)
    assert found.regret[0, tree.labels.set_name.index("second")] == pytest.approx(3)
    assert found.max_regret[0] == pytest.approx(3)


def test_probability_and_value_by_event() -> None:
    tree = offer_game.tree(doubt=np.array([0.25, 0.5]))
    strategy = [1.0, 0.0, 1.0, 0.0, 1.0, 0.0]
    accepted, cheat = mask(tree, "answer == 'accept'"), mask(tree, "intent == 'cheat'")
    np.testing.assert_allclose(measure.probability(tree, strategy, cheat, accepted), [0.25, 0.5])
    told = measure.probability(tree, strategy, "intent == 'cheat'", "answer == 'accept'")
    np.testing.assert_allclose(told, [0.25, 0.5])
    np.testing.assert_allclose(measure.value_by(tree, strategy, cheat), [[2, -1], [2, -1]])
    never = mask(tree, "answer == 'reject'")
    assert np.isnan(measure.probability(tree, strategy, cheat, never)).all()
    assert np.isnan(measure.value_by(tree, strategy, never)).all()
    np.testing.assert_allclose(measure.payoff_range(tree), [[3, 2], [3, 2]])


def test_frame_has_one_row_per_action() -> None:
    tree = offer_game.tree(doubt=0.25)
    strategy = np.full(tree.n_actions, 0.5)
    table = measure.frame(tree, measure.assess(tree, strategy), strategy)
    assert list(table["action"]) == list(tree.labels.edge[: tree.n_actions])
    assert set(table["player"]) == {"Leader", "Counterpart"}


@pytest.mark.parametrize(
    ("strategy", "order", "fault"),
    [
        ([0.5, 0.5], None, "measure/shape"),
        ([0.5, 0.6, 1, 0, 1, 0], None, "measure/strategy"),
        ([1.5, -0.5, 1, 0, 1, 0], None, "measure/strategy"),
        ([np.nan, 1, 1, 0, 1, 0], None, "measure/strategy"),
        ([1, 0, 1, 0, 1, 0], [1, 0, 1, 1, 1, 1], "measure/tremble"),
        ([1, 0, 1, 0, 1, 0], [1, 1, 1, -1, 1, 1], "measure/tremble"),
    ],
)
def test_what_cannot_be_measured(strategy: list[float], order: list[float] | None, fault: str) -> None:
    tree = offer_game.tree(doubt=0.25)
    with pytest.raises(SolveError) as error:
        measure.assess(tree, strategy, order)
    assert error.value.id == fault


def test_a_negative_strategy_names_the_set_where_it_is() -> None:
    tree = offer_game.tree(doubt=0.25)
    with pytest.raises(SolveError, match="answer"):
        measure.assess(tree, [1, 0, 1.5, -0.5, 1, 0])


def test_a_strategy_that_sums_to_a_little_more_than_one_has_no_regret_below_zero() -> None:
    tree = read_efg('EFG 2 R "even" { "A" }\np "" 1 1 "" { "l" "r" } 0\nt "" 1 "" { 1 }\nt "" 2 "" { 1 }')
    assert measure.assess(tree, [0.5 + 4e-10, 0.5]).regret.tolist() == [[0.0]]


def test_a_game_in_which_nobody_moves_is_measured() -> None:
    tree = read_efg('EFG 2 R "over" { "A" }\nt "" 1 "" { 3 }')
    assert measure.expected(tree, []).tolist() == [[3.0]]
    assert measure.nash_regret(tree, []).tolist() == [[0.0]]
    assert measure.bayes_gap(tree, [], [1.0]).shape == (1, 0)
    assert measure.assess(tree, []).max_regret.tolist() == [0.0]


def test_what_was_in_the_array_before_is_not_paid() -> None:
    tree = offer_game.tree(doubt=0.25)
    paid = np.full((tree.n_nodes, 2), 99.0)
    world_paid(tree.parent, tree.outcome, tree.payoff[0], paid)
    assert paid[0].tolist() == [0.0, 0.0]
    np.testing.assert_array_equal(paid[tree.terminal], measure.terminal_payoff(tree)[0])
