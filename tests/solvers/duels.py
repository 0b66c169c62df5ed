"""Random games in which both of two players choose something: most games of ``trees`` leave one without a choice."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from overture.games.tree import Tree
from tests.games.random_games import Stage, tell

MOVERS = [
    (0, 1),
    (1, 0),
    (-1, 0, 1),
    (-1, 1, 0),
    (0, 1, 0),
    (0, -1, 1),
    (-1, 0, 1, 0),
    (0, 1, 1),
    (-1, -1, 0, 1),
]


@st.composite
def duels(draw: st.DrawFn, *, zero_sum: bool = False, worlds: int = 1) -> Tree:
    """A checked tree of two players, each with a choice, often with a chance move that only one sees."""
    stages = []
    for mover in draw(st.sampled_from(MOVERS)):
        # A choice that nobody else sees makes it a game; one that all see is solved from the end.
        audience = draw(st.sampled_from([(), (), (0,), (1,), (0, 1)]))
        choices = draw(st.sampled_from([2, 2, 3])) if mover >= 0 else 2
        stages.append(Stage(mover, choices, audience, draw(st.integers(0, 3)) == 0))
    told = tell(2, stages, draw(st.integers(0, 100_000)), zero_sum)
    shift = [Fraction(at, 7) for at in range(worlds)]
    return told.tree(shift=shift[0] if worlds == 1 else np.array(shift, dtype=float))
