"""A number of each type of the adversary, compared in every way of playing."""

from __future__ import annotations

from collections.abc import Mapping

from overture.games.measured.standards import ALIKE
from overture.judgement.history.judgement import Compared, Spread


def compared(by_type: Mapping[str, Spread]) -> Compared | None:
    """In how many ways of playing which type has the greatest number; None where there are fewer than two types."""
    if len(by_type) < 2:
        return None
    ways = [
        way
        for way in next(iter(by_type.values())).by_way
        if all(each.by_way[way] is not None for each in by_type.values())
    ]
    nothing = alike = 0
    more = dict.fromkeys(by_type, 0)
    for way in ways:
        numbers = {name: each.by_way[way] or 0.0 for name, each in by_type.items()}
        top = max(numbers.values())
        nothing += all(abs(each) <= ALIKE for each in numbers.values())
        same = top - min(numbers.values()) <= ALIKE
        alike += same
        for name, each in numbers.items():
            more[name] += not same and each >= top - ALIKE
    return Compared(ways=len(ways), nothing=nothing, something=len(ways) - nothing, alike=alike, more=more)
