"""A game without its empty choices is the same game."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from overture.games.contract import contract
from overture.games.measured.measure import assess, terminal_payoff
from overture.games.prune import prune
from overture.games.tree import Tree
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief

CORE = freeze_for_relief.shape(who="X", talk=False).tree(DEFAULTS)


def test_a_pruned_game_is_the_core_once_contracted() -> None:
    """The flagship after the statement and the election is its core: 57 nodes, 10 information sets."""
    whole = freeze_for_relief.tree(DEFAULTS)
    found = contract(prune(whole, {"statement": "indifferent", "election": "X"}))
    assert (found.n_nodes, found.n_infosets, found.n_actions) == (57, 10, CORE.n_actions)
    for name in ("parent", "edge", "set_of", "set_player", "edge_start", "chance"):
        assert np.array_equal(getattr(found, name), getattr(CORE, name)), name
    assert np.array_equal(terminal_payoff(found), terminal_payoff(CORE))
    assert found.labels.edge == CORE.labels.edge


def test_nothing_to_leave_out() -> None:
    assert contract(CORE) is CORE


@given(st.integers(0, 30))
def test_values_stay(seed: int) -> None:
    """Any strategy is worth the same before and after."""
    whole = freeze_for_relief.tree(DEFAULTS)
    before = prune(whole, {"statement": "favour", "election": "Y"})
    after = contract(before)
    rng = np.random.default_rng(seed)
    play = {}

    def strategy(tree: Tree) -> np.ndarray:
        made = np.empty(tree.n_actions)
        for at in range(tree.n_infosets):
            here = slice(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
            size = here.stop - here.start
            key = (tree.labels.set_name[at], tree.labels.seen[at])
            if size == 1:
                made[here] = 1.0
                continue
            made[here] = play.setdefault(key, rng.dirichlet(np.ones(size)))
        return made

    assert assess(after, strategy(after)).value == pytest.approx(assess(before, strategy(before)).value)
