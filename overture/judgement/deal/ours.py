"""What is said of terms by our own belief and numbers."""

from __future__ import annotations

from typing import Literal

from overture.frozen import FrozenModel


class BelievedAtTerms(FrozenModel):
    """What we believe where the terms are put to him, and what he thinks that we believe.

    Attributes:
        after: since the offer was made, if it is made, or, where it cannot be, now. offer: in words.
        prior, belief: type -> our own probability before anything is seen, and after what was done and said and the offer.
        picture: type -> the mean of what he thinks that we believe then.
        worlds: of the case's own game.
    """

    after: Literal["since the offer", "if he offers", "now"]
    offer: str
    prior: dict[str, float]
    belief: dict[str, float]
    picture: dict[str, float]
    worlds: int


class OurMove(FrozenModel):
    """What is best for us at a later place that is reached, by our own numbers, and how likely a breach then is."""

    set: str
    choice: str
    belief: float


class OursOfTerms(FrozenModel):
    """Terms by our own belief after the reports and our own numbers, his play from the worlds, our later moves best.

    Attributes:
        struck, broken: chance of a deal, and that it is broken once struck (null where none is struck). us: worth to us.
        by_type: type -> chance that it breaks what it signs; null of one that does not sign.
        by_belief: they hold, and a type that signs surely breaks them: it is only thought rare.
        moves: ours, where play comes to them. known: weight of the worlds in which an equilibrium is known.
    """

    struck: float
    broken: float | None
    us: float
    by_type: dict[str, float | None]
    by_belief: bool
    moves: list[OurMove]
    known: float
