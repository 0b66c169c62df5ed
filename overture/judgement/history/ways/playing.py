"""Ways of playing as data: their options at the joints, their weights and what each is worth to whom."""

from __future__ import annotations

from overture.frozen import FrozenModel


class Option(FrozenModel):
    """One of the ways of playing at a joint: its name ("A1"), and what is done there, a line for each move."""

    name: str
    lines: list[str]


class AbsentPair(FrozenModel):
    """Two things, in words, of which each is done in some way of playing that comes to both places, and never both."""

    one: list[str]
    other: list[str]


class PlayJoint(FrozenModel):
    """A place where ways of playing differ, whatever is done at the other joints.

    Attributes:
        name, options: its letter, and what is done there. where: what has happened wherever something of it is done.
        pairs: how many pairs of things that are done at two of its information sets were looked for among the ways of
            playing. absent: those that no way of playing has.
    """

    name: str
    where: list[str]
    options: list[Option]
    pairs: int
    absent: list[AbsentPair]


class Way(FrozenModel):
    """A way of playing: a certified equilibrium.

    Attributes:
        name: its options at the joints. options: joint -> option. weight: its share before anything was seen.
        after: its share after what was done; null where no way makes it. value: player -> what he expects at the start; value_low, value_high: over the ways to settle ties.
        regret: the largest at any information set, as a share of the payoff range. found: how it was found.
    """

    name: str
    options: dict[str, str]
    weight: float
    after: float | None
    value: dict[str, float]
    value_low: dict[str, float]
    value_high: dict[str, float]
    regret: float
    found: str
