"""What a player can guarantee: the matrix of pure strategies, teams that pool, and nothing about others' payoffs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.errors import SolveError
from overture.games.files.efg import read_efg
from overture.games.telling.language import game, move
from overture.games.tree import Tree
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief
from overture.models.kuhn import kuhn
from overture.models.liars_dice import liars_dice_tree
from overture.solvers.bounds.worst_case import against, guarantee, player_index
from tests.games import twins
from tests.games.random_games import trees
from tests.solvers import normal_form_twin as slow
from tests.solvers.duels import duels


@settings(max_examples=50)
@given(tree=duels(), player=st.integers(0, 1))
def test_it_is_the_maximin_of_the_matrix_of_all_pure_strategies(tree: Tree, player: int) -> None:
    if max(twins.pure_plans(tree, 0), twins.pure_plans(tree, 1)) > 40:
        return
    own = slow.matrices(tree)[player]
    rows = own if player == 0 else [list(column) for column in zip(*own, strict=True)]
    found = guarantee(tree, player)
    assert found.reached
    assert found.value == pytest.approx(slow.matrix_value(rows), abs=1e-7)
    assert found.most == pytest.approx(found.value, abs=1e-7)


@settings(max_examples=30)
@given(tree=duels(), player=st.integers(0, 1), seed=st.integers(0, 1000))
def test_no_pure_strategy_of_the_opponent_pushes_below_it(tree: Tree, player: int, seed: int) -> None:
    found = guarantee(tree, player)
    plans = slow.plans(tree, 1 - player)
    dice = np.random.default_rng(seed)
    for _ in range(3):
        plan = plans[dice.integers(len(plans))]
        strategy = found.strategy.copy()
        for at in range(tree.n_infosets):
            if tree.set_player[at] != player:
                span = slice(tree.edge_start[at], tree.edge_start[at + 1])
                strategy[span] = 0
                strategy[plan.get(at, int(tree.edge_start[at]))] = 1
        worth = twins.value(tree, twins.edge_odds(tree, strategy.tolist()), player)
        assert float(worth) >= found.value - 1e-9


@settings(max_examples=30)
@given(tree=duels(), player=st.integers(0, 1))
def test_what_the_opponent_wants_does_not_count(tree: Tree, player: int) -> None:
    changed = tree.payoff.copy()
    changed[..., 1 - player] = 17 - 3 * changed[..., 1 - player] ** 2
    other = replace(tree, payoff=changed, exact=None)
    assert guarantee(other, player).value == pytest.approx(guarantee(tree, player).value, abs=1e-9)


@settings(max_examples=30)
@given(tree=duels(), player=st.integers(0, 1))
def test_it_scales_with_the_payoffs(tree: Tree, player: int) -> None:
    scaled = replace(tree, payoff=2.5 * tree.payoff - 4, exact=None)
    assert guarantee(scaled, player).value == pytest.approx(2.5 * guarantee(tree, player).value - 4, abs=1e-8)


@settings(max_examples=20)
@given(tree=duels(), player=st.integers(0, 1))
def test_it_is_as_exact_far_from_zero(tree: Tree, player: int) -> None:
    far = replace(tree, payoff=tree.payoff + 1e6, exact=None)
    assert guarantee(far, player).value - 1e6 == pytest.approx(guarantee(tree, player).value, abs=1e-8)


@settings(max_examples=40)
@given(tree=trees(players=3, most_stages=4), player=st.integers(0, 2))
def test_several_others_are_a_team_no_weaker_than_any_of_their_pure_plans(tree: Tree, player: int) -> None:
    found = guarantee(tree, player)
    assert found.pooled
    others = [at for at in range(3) if at != player]
    plans = [slow.plans(tree, at) for at in others]
    if len(plans[0]) * len(plans[1]) > 200:
        return
    own = slow.plans(tree, player)
    for one in plans[0][:8]:
        for two in plans[1][:8]:
            profile: list[slow.Plan] = [{}, {}, {}]
            profile[others[0]], profile[others[1]] = one, two
            best = None
            for mine in own[:40]:
                profile[player] = mine
                worth = slow.payoffs(tree, profile)[player]
                best = worth if best is None else max(best, worth)
            if len(own) <= 40:
                assert best is not None
                assert found.value <= float(best) + 1e-7


@settings(max_examples=40)
@given(tree=trees(players=3), player=st.integers(0, 2))
def test_the_duel_of_a_team_is_a_game_and_keeps_what_the_player_knows(tree: Tree, player: int) -> None:
    duel, action = against(tree, player)  # passes the one door, so recall holds
    assert duel.players[0] == tree.players[player]
    assert np.array_equal(duel.payoff[..., 0], tree.payoff[..., player])
    assert np.array_equal(duel.payoff.sum(axis=-1), np.zeros(duel.payoff.shape[:2]))
    assert np.count_nonzero(duel.set_player == 0) == np.count_nonzero(tree.set_player == player)
    assert [duel.labels.edge[at] for at in range(duel.n_actions)] == [tree.labels.edge[at] for at in action]
    entered = duel.edge[1:]
    players = entered < duel.n_actions
    assert np.array_equal(action[entered[players]], tree.edge[1:][players])
    assert np.array_equal(
        duel.chance[:, entered[~players] - duel.n_actions],
        tree.chance[:, tree.edge[1:][~players] - tree.n_actions],
    )


def test_a_team_pools_what_it_sees() -> None:
    """Bob sees what Ann does and moves; Cid does not see, but the team does: Ann is found out."""

    @game("Ann", "Bob", "Cid")
    def hide(p):  # type: ignore[no-untyped-def]
        side = yield move("Ann", "side", ["left", "right"], seen_by="Bob")
        yield move("Bob", "word", ["left", "right"], seen_by=())
        guess = yield move("Cid", "guess", ["left", "right"])
        return {"Ann": 0 if guess == side else 1, "Bob": 0, "Cid": 0}

    found = guarantee(hide.tree(), "Ann")
    assert found.value == pytest.approx(0, abs=1e-9)

    @game("Ann", "Cid")
    def alone(p):  # type: ignore[no-untyped-def]
        side = yield move("Ann", "side", ["left", "right"], seen_by=())
        guess = yield move("Cid", "guess", ["left", "right"])
        return {"Ann": 0 if guess == side else 1, "Cid": 0}

    assert guarantee(alone.tree(), "Ann").value == pytest.approx(0.5, abs=1e-9)


def test_the_horse(reference: Path) -> None:
    """Selten's horse: the third is sure of what mixing his two answers leaves him, and no more."""
    tree = read_efg(reference / "models/games/U01_selten_horse.efg")
    assert [guarantee(tree, name).value for name in tree.players] == pytest.approx([0, 0, 2 / 3], abs=1e-9)


def test_the_flagship_can_always_be_left_alone() -> None:
    """Offering nothing, and refusing what is offered, pay nothing: neither side can be pushed below zero."""
    tree = freeze_for_relief.tree(DEFAULTS)
    for name in tree.players:
        assert guarantee(tree, name).value == pytest.approx(0, abs=1e-9)


def test_large_games_are_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    from overture.solvers.bounds import worst_case

    monkeypatch.setattr(worst_case, "MOST_SEQUENCES", 3)
    found = guarantee(kuhn.tree(), "Second", tolerance=1e-3)
    assert found.played.iterations > 0
    assert found.reached
    assert found.value <= 1 / 18 <= found.most
    assert found.most - found.value < 1e-2


def test_what_the_programme_does_not_end_is_learnt() -> None:
    tree = liars_dice_tree(4)
    found = guarantee(tree, "First", seconds=1e-9)
    assert found.played.iterations > 0
    assert found.value <= 1 / 16 <= found.most
    whole = guarantee(tree, "First")
    assert whole.played.method == "linear programme"
    assert whole.value == pytest.approx(1 / 16, abs=1e-9)


def test_wrong_questions_are_named() -> None:
    tree = kuhn.tree()
    with pytest.raises(SolveError, match="no player 'Third'; allowed: First, Second"):
        guarantee(tree, "Third")
    for beyond in (-1, 2):
        with pytest.raises(SolveError, match=f"no player {beyond}; allowed: First, Second"):
            guarantee(tree, beyond)
    with pytest.raises(SolveError, match="world 1"):
        guarantee(tree, "First", world=1)

    @game("Ann")
    def alone(p):  # type: ignore[no-untyped-def]
        yield move("Ann", "side", ["left", "right"])
        return {"Ann": 1}

    with pytest.raises(SolveError, match="one player"):
        guarantee(alone.tree(), "Ann")
    assert player_index(tree, 1) == player_index(tree, "Second") == 1
