"""A number of each type of the adversary, compared in every way of playing."""

from __future__ import annotations

from collections.abc import Mapping

from overture.games.measured.standards import ALIKE
from overture.judgement.history.judgement import Compared, Spread


def compared(by_type: Mapping[str, Spread], unit: float = 1.0) -> Compared | None:
    """In how many ways of playing which type has the greatest number; None where there are fewer than two types.

    Args:
        unit: what the numbers are measured in; they are the same within 1e-7 of it.
    """
    if len(by_type) < 2:
        return None
    ways = nothing = equal = 0
    more, only = dict.fromkeys(by_type, 0), dict.fromkeys(by_type, 0)
    for way in next(iter(by_type.values())).by_way:
        numbers = {name: each.by_way[way] for name, each in by_type.items()}
        there = {name: number for name, number in numbers.items() if number is not None}
        if not there:
            continue
        ways += 1
        if len(there) < len(numbers):
            for name in there:
                only[name] += 1
            continue
        top, low = max(there.values()), min(there.values())
        if max(abs(top), abs(low)) <= ALIKE * unit:
            nothing += 1
        elif top - low <= ALIKE * unit:
            equal += 1
        else:
            for name, number in there.items():
                more[name] += number >= top - ALIKE * unit
    return Compared(ways=ways, nothing=nothing, something=ways - nothing, equal=equal, more=more, only=only)
