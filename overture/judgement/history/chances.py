"""The chance of an event after others, by type of the adversary, in each way of playing and over all."""

from __future__ import annotations

from collections.abc import Sequence

from overture.games.measured.event import mask
from overture.games.measured.standards import USED
from overture.history.step import choices as kinds
from overture.judgement.history.along import HistoryQuestion
from overture.judgement.history.ways.spread import Spread, spread


def chance(
    told: HistoryQuestion, event: str, given: Sequence[str], own: str = "", player: str = ""
) -> Spread:
    """The chance of an event given others and the type ``own`` ("": any) of a player ("": the adversary).

    Over all ways the mixture is conditioned once. A way in which the condition does not happen has no number.
    """
    condition = told.holding(given)
    if own:
        condition = condition & kinds(told.tree, told.types[player or told.case.adversary])[own]
    inside = condition & mask(told.tree, event)
    by_way: dict[str, float | None] = {}
    total = both = 0.0
    for member in told.members:
        ends = told.ends_of[member.name]
        known, held = float(ends[condition].sum()), float(ends[inside].sum())
        by_way[member.name] = held / known if known > USED else None
        total, both = total + float(member.weight) * known, both + float(member.weight) * held
    return spread(by_way, both / total if total > USED else None)
