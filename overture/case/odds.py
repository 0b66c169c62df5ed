"""Odds and payoffs at the corners of the ranges: what may be drawn must make sense wherever it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from overture.case.draw import Floats, draw
from overture.case.known import SEED, Touch
from overture.case.schema import Range
from overture.case.trial import Trial, tell
from overture.case.written import Written
from overture.errors import Fault
from overture.filing import Keys
from overture.game.telling import Game

# All corners of the ranges that move odds are tried, up to this power of two.
CORNERS = 12
# Beside them so many drawn worlds, for odds that leave their bounds inside a range.
DRAWN = 61


@dataclass(frozen=True)
class Corner:
    """Parameters moved from their modes: name -> value. ``keys`` is the part of the case that moves them, if any."""

    moved: Mapping[str, float]
    keys: Keys = ()


def odds_faults(
    written: Written, game: Game, parameters: Mapping[str, Range], moved: Mapping[str, Touch]
) -> list[Fault]:
    """Chance moves whose odds are no odds at a corner of the ranges or of a term, and payoffs that are no numbers.

    Raises:
        TellingError: the game cannot be told at the corners.
    """
    corners = [*_corners(written, parameters, moved)]
    drawn = draw(parameters, DRAWN, SEED)
    values = {}
    for name, given in parameters.items():
        mode = given.played.mode
        column = [each.moved.get(name, mode) for each in corners]
        values[name] = np.append(np.array(column), drawn[name])
    rows = len(corners) + DRAWN
    trial = tell(game, values, np.zeros(rows, dtype=np.intp))
    return written.kept(_found(written, parameters, moved, corners, values, trial))


def _corners(
    written: Written, parameters: Mapping[str, Range], moved: Mapping[str, Touch]
) -> Iterator[Corner]:
    """The modes; each end alone; all low, all high; the ends of each term; every corner of what moves odds."""
    yield Corner({})
    ends = {name: _ends(given) for name, given in parameters.items()}
    ends = {name: pair for name, pair in ends.items() if pair[0] < pair[1]}
    for name, pair in ends.items():
        for end in pair:
            yield Corner({name: end})
    for side in (0, 1):
        yield Corner({name: pair[side] for name, pair in ends.items()})
    for at, term in enumerate(written.case.terms):
        for key in ("low", "high"):
            if term.parameter in parameters and set(term.held) <= set(parameters):
                end = float(getattr(term, key))
                yield Corner({**term.held, term.parameter: end}, ("terms", at, key))
    odds = [name for name in ends if moved[name].chance]
    if len(odds) <= CORNERS:
        for corner in product(*(ends[name] for name in odds)):
            yield Corner(dict(zip(odds, corner, strict=True)))


def _ends(given: Range) -> tuple[float, float]:
    """The ends of a range, and of the adversary's picture of it."""
    own, played = given.own, given.played
    return min(own.low, played.low), max(own.high, played.high)


def _found(
    written: Written,
    parameters: Mapping[str, Range],
    moved: Mapping[str, Touch],
    corners: list[Corner],
    values: Mapping[str, Floats],
    trial: Trial,
) -> Iterator[tuple[Keys, Fault]]:
    def place(world: int, names: list[str]) -> tuple[Keys, str]:
        """(the part of the case to be mended, the values in words) of a world."""
        corner = corners[world] if world < len(corners) else Corner({})
        off = {name: float(values[name][world]) for name in names}
        shown = {name: value for name, value in off.items() if world >= len(corners) or name in corner.moved}
        told = ", ".join(f"{name} = {value:.6g}" for name, value in (shown or off).items())
        listed = [name for name in (shown or off) if name in written.case.parameters]
        return corner.keys or (("parameters", listed[0]) if listed else ("parameters",)), told

    for move, bad in trial.wrong.items():
        names = [name for name in parameters if move in moved[name].chance]
        keys, told = place(bad.world, names)
        odds = ", ".join(f"{label} {value:.6g}" for label, value in bad.odds.items())
        total = sum(bad.odds.values())
        yield (
            keys,
            Fault(
                "case/odds",
                f"the odds of {move!r} are {odds}" + (f" at {told}" if told else ""),
                written.places(keys),
                "numbers from 0 to 1 with the sum 1, wherever the ranges are drawn from",
                "" if abs(total - 1) > 1e-9 else "narrow the range, or that of what it is drawn with",
            ),
        )
    for player, world in trial.infinite.items():
        names = [name for name in parameters if moved[name].ours or moved[name].others]
        keys, told = place(world, names)
        found = f"a payoff of {player} is no finite number" + (f" at {told}" if told else "")
        yield keys, Fault("case/payoff", found, written.places(keys), "finite numbers")
