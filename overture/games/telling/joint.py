"""Types that are drawn together: one draw, of which each player sees his own part."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from overture.errors import TellingError
from overture.games.telling.language import MADE, Step, chance

Audience = Mapping[str, Any]


def joint(seen_by: Audience, odds: Mapping[tuple[Any, ...], Any]) -> Generator[Step, Any, tuple[Any, ...]]:
    """Draw several types at once: ``first, second = yield from joint({"type A": "A", "type B": "B"}, {...})``.

    The draw is told as one chance move for each component, in their order, the later ones with their odds given the
    earlier: events, beliefs and reveals speak of each by its own name.

    Args:
        seen_by: name of each component -> who sees it, as ``seen_by`` of :func:`chance` (None: everybody).
        odds: (choice of the first component, of the second, ...) -> probability, a number or one per world.

    Returns:
        What was drawn, a choice for each component.

    Raises:
        TellingError: a key has not one choice for each component.
    """
    _check(seen_by, odds)
    names = ", ".join(seen_by)
    return JointDraw(("joint", None, names, (), (), None), _drawn(seen_by, odds))


class JointDraw(Generator[Step, Any, tuple[Any, ...]]):
    """A joint draw: it counts as a step that was made until it is told."""

    def __init__(self, step: Step, told: Generator[Step, Any, tuple[Any, ...]]) -> None:
        self._step, self._told, self._begun = MADE.note(step), told, False

    def send(self, value: Any) -> Step:
        if not self._begun:
            self._begun = True
            MADE.forget(self._step)
        return self._told.send(value)

    def throw(self, *error: Any) -> Step:
        return self._told.throw(*error)


def _check(seen_by: Audience, odds: Mapping[tuple[Any, ...], Any]) -> None:
    for key in odds:
        if not isinstance(key, tuple) or len(key) != len(seen_by):
            raise TellingError.of(
                "telling/odds",
                f"joint odds are given for {key!r}",
                "",
                f"a choice for each of {', '.join(seen_by)}",
            )


def _drawn(seen_by: Audience, odds: Mapping[tuple[Any, ...], Any]) -> Generator[Step, Any, tuple[Any, ...]]:
    drawn: tuple[Any, ...] = ()
    for at, (name, audience) in enumerate(seen_by.items()):
        left = {key: value for key, value in odds.items() if key[:at] == drawn}
        whole = _sum(list(left.values()))
        choices = list(dict.fromkeys(key[at] for key in left))
        parts = {each: _sum([value for key, value in left.items() if key[at] == each]) for each in choices}
        shares = {each: _share(part, whole, len(choices)) for each, part in parts.items()} if at else parts
        picked = yield chance(name, shares, audience)
        drawn = (*drawn, picked)
    return drawn


def _sum(values: list[Any]) -> Any:
    total = values[0]
    for value in values[1:]:
        total = total + value
    return total


def _share(part: Any, whole: Any, choices: int) -> Any:
    """What is left to a choice; after a history that has no chance at all, as much as to any other."""
    if isinstance(part, int | Fraction) and isinstance(whole, int | Fraction):
        return Fraction(part) / whole if whole else Fraction(1, choices)
    part, whole = np.asarray(part), np.asarray(whole)
    none = whole == 0
    return np.where(none, 1 / choices, part / np.where(none, 1, whole))
