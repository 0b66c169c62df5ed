"""A number of each type of the adversary, compared in every way of playing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from overture.games.measured.standards import ALIKE
from overture.judgement.history.judgement import Compared
from overture.judgement.history.ways.depends import WayOptions, depends
from overture.judgement.history.ways.spread import Spread

NOTHING, EQUAL, MORE, ONLY = "nothing", "equal", "more", "only"
One = tuple[str, frozenset[str]]
"""What is said of one way of playing, and the types of which it is said."""


def compared(by_type: Mapping[str, Spread], options: WayOptions, unit: float = 1.0) -> Compared | None:
    """With how many options which type has the greatest number; None where there are fewer than two types.

    Args:
        options: of the ways of playing. unit: what the numbers are measured in; they are the same within 1e-7 of it.
    """
    if len(by_type) < 2:
        return None
    found: dict[str, One] = {}
    for way in next(iter(by_type.values())).by_way:
        numbers = {name: each.by_way[way] for name, each in by_type.items()}
        there = {name: number for name, number in numbers.items() if number is not None}
        if there:
            found[way] = _one(there, len(numbers), unit)
    by = depends(options, found)
    return Compared(
        ways=by.ways,
        at=by.at,
        of=by.of,
        nothing=by.count(_is(NOTHING)),
        something=by.of - by.count(_is(NOTHING)),
        equal=by.count(_is(EQUAL)),
        more={name: by.count(_is(MORE, name)) for name in by_type},
        only={name: by.count(_is(ONLY, name)) for name in by_type},
    )


def _is(kind: str, name: str = "") -> Callable[[One], bool]:
    """Whether it is what is said, and of this type where one is named."""
    return lambda each: each[0] == kind and (not name or name in each[1])


def _one(there: Mapping[str, float], types: int, unit: float) -> One:
    """What is said of one way of playing.

    Args:
        there: the numbers of the types that come there. types: how many there are in all.
    """
    if len(there) < types:
        return ONLY, frozenset(there)
    top, low = max(there.values()), min(there.values())
    if max(abs(top), abs(low)) <= ALIKE * unit:
        return NOTHING, frozenset()
    if top - low <= ALIKE * unit:
        return EQUAL, frozenset()
    return MORE, frozenset(name for name, number in there.items() if number >= top - ALIKE * unit)
