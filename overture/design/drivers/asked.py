"""Answers at given points: asked of a function, or handed in as arrays."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from overture.errors import Fault, SolveError
from overture.games.view import count

Floats = NDArray[np.float64]
Answers = ArrayLike | Mapping[str, ArrayLike]  # [point], or several answers by name
Asked = Callable[[dict[str, Floats]], Answers] | Answers  # input -> [point] values -> the answers there
ALONE = "answer"  # the name of an answer that has none


def numbers(given: object) -> Floats:
    """An array of doubles; a single NaN where what is given are no numbers, so that it is refused like one."""
    try:
        return np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        return np.array(np.nan)


def answered(asked: Asked, values: Mapping[str, Floats]) -> tuple[tuple[str, ...], Floats]:
    """The names of the answers and [answer, point] their values at the points.

    Raises:
        SolveError: there are more or fewer than one number for each point, or some are not finite.
    """
    points = len(next(iter(values.values())))
    given = asked(dict(values)) if callable(asked) else asked
    named = dict(given) if isinstance(given, Mapping) else {ALONE: given}
    found = {str(name): numbers(each) for name, each in named.items()}
    faults = [] if found else [Fault("drivers/none", "found no answer", "the answers", "one at least")]
    for name, each in found.items():
        where = f"the answer {name!r}"
        if each.shape != (points,):
            allowed = f"{points:,} numbers, one for each point"
            faults.append(Fault("drivers/shape", f"found {_shape(each)}", where, allowed))
        elif not np.isfinite(each).all():
            lost = count(int((~np.isfinite(each)).sum()), "point")
            words = f"it is no finite number at {lost} of {points:,}"
            faults.append(Fault("drivers/not-finite", words, where, "a finite number at every point"))
    SolveError.raise_any(faults)
    return tuple(found), np.stack(list(found.values()))


def _shape(given: Floats) -> str:
    return f"numbers of the shape {given.shape}" if given.ndim else "no array of numbers"
