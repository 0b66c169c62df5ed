"""The chance of an event after others, by type of the adversary, in each way of playing and over all."""

from __future__ import annotations

from collections.abc import Sequence

from overture.games.measured.event import mask
from overture.history.step import choices as kinds
from overture.judgement.history.question import HistoryQuestion
from overture.judgement.history.ways.spread import Spread


def chance(
    told: HistoryQuestion, event: str, given: Sequence[str], own: str = "", player: str = ""
) -> Spread:
    """The chance of an event given others and the type ``own`` ("": any) of a player ("": the adversary).

    A way in which the condition does not happen has no number.
    """
    condition = told.holding(given)
    if own:
        condition = condition & kinds(told.tree, told.types[player or told.case.adversary])[own]
    return told.given(condition, mask(told.tree, event))
