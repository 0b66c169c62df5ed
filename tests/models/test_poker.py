"""Kuhn poker, Leduc hold'em and liar's dice have the published sizes, and the fast tree is the told one."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from overture.errors import SolveError
from overture.games.measured.measure import terminal_payoff
from overture.models.kuhn import kuhn
from overture.models.leduc import leduc
from overture.models.liars_dice import bid_holds, bid_names, liars_dice, liars_dice_tree

ARRAYS = ("parent", "edge", "set_of", "outcome", "set_player", "edge_start", "chance", "payoff")


def test_kuhn_poker_has_its_size_and_stakes() -> None:
    tree = kuhn.tree()
    assert (tree.n_nodes, tree.n_infosets, tree.n_actions) == (58, 12, 24)
    assert Counter(terminal_payoff(tree)[0, :, 0].tolist()) == {1.0: 9, -1.0: 9, 2.0: 6, -2.0: 6}
    assert tree.exact is not None
    assert set(tree.exact.chance) == {Fraction(1, 3), Fraction(1, 2)}


def test_leduc_has_the_size_of_the_benchmark() -> None:
    tree = leduc.tree()
    assert (tree.n_nodes, tree.n_infosets) == (9457, 936)
    paid = terminal_payoff(tree)[0]
    assert np.array_equal(paid[:, 0], -paid[:, 1])
    # An ante of 1, two raises of 2, two raises of 4: nobody loses more than 13.
    assert paid.max() == 13
    assert set(np.abs(paid).ravel().tolist()) == {0, 1, 3, 5, 7, 9, 11, 13}


def test_a_pair_wins_and_equal_cards_share() -> None:
    tree = leduc.tree()
    by_end = dict(zip(tree.terminal.tolist(), terminal_payoff(tree)[0, :, 0].tolist(), strict=True))

    def played(*choices: str) -> float:
        node = 0
        for choice in choices:
            below = np.flatnonzero(tree.parent == node)
            node = next(int(at) for at in below if tree.labels.edge[tree.edge[at]] == choice)
        return by_end[node]

    assert played("J1", "K1", "call", "call", "J2", "call", "call") == 1
    assert played("J1", "K1", "call", "call", "Q1", "call", "call") == -1
    assert played("Q1", "Q2", "raise", "call", "K1", "raise", "call") == 0
    assert played("K1", "J1", "raise", "raise", "fold") == -3
    assert played("K1", "J1", "call", "raise", "raise", "call", "Q2", "raise", "raise", "call") == 13


@pytest.mark.parametrize("sides", [2, 3])
def test_the_fast_tree_of_liars_dice_is_the_told_one(sides: int) -> None:
    told, fast = liars_dice.shape(sides=sides).tree(), liars_dice_tree(sides)
    for name in ARRAYS:
        one, two = getattr(told, name), getattr(fast, name)
        assert one.dtype == two.dtype, name
        assert np.array_equal(one, two), name
    assert told.labels == fast.labels
    assert told.exact == fast.exact
    assert (told.title, told.players) == (fast.title, fast.players)


def test_liars_dice_has_the_size_of_the_benchmark() -> None:
    tree = liars_dice_tree(6)
    assert (tree.n_nodes, tree.n_infosets) == (294_883, 24_576)


def test_a_bid_counts_both_dice_and_the_highest_face_is_any() -> None:
    names = bid_names(6)
    assert names[:2] == ["1x1", "1x2"]
    assert names[-1] == "2x6"
    assert bid_holds(names.index("1x3"), (3, 5), 6)
    assert not bid_holds(names.index("1x4"), (3, 5), 6)
    assert bid_holds(names.index("2x3"), (3, 6), 6)
    assert not bid_holds(names.index("2x6"), (3, 6), 6)


def test_sides_out_of_range_are_named() -> None:
    with pytest.raises(SolveError, match="1 sides; allowed: 2 to 8"):
        liars_dice_tree(1)
