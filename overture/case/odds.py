"""Odds and payoffs at the corners of the ranges: what may be drawn must make sense wherever it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from overture.case.draw import draw
from overture.case.known import SEED, Touch
from overture.case.schema import Parameter
from overture.case.written import Written
from overture.errors import Fault
from overture.filing import Keys
from overture.games.telling.language import Game
from overture.games.telling.trial import STAND_IN, BadOdds, Trial, tell
from overture.games.tree import Floats

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
    written: Written, game: Game, parameters: Mapping[str, Parameter], moved: Mapping[str, Touch]
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
    return written.kept(_found(_Worlds(written, game, parameters, corners, values), moved, trial))


def _corners(
    written: Written, parameters: Mapping[str, Parameter], moved: Mapping[str, Touch]
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


def _ends(given: Parameter) -> tuple[float, float]:
    """The ends of a range, and of the adversary's picture of it."""
    own, played = given.own, given.played
    return min(own.low, played.low), max(own.high, played.high)


@dataclass(frozen=True)
class _Worlds:
    """The worlds in which the game was tried: what each moves, and the values there."""

    written: Written
    game: Game
    parameters: Mapping[str, Parameter]
    corners: list[Corner]
    values: Mapping[str, Floats]

    def off(self, world: int, names: list[str]) -> dict[str, float]:
        """What a world moves from its mode, of these parameters; all of them where it moves none."""
        found = {name: float(self.values[name][world]) for name in names}
        moved = self.corners[world].moved if world < len(self.corners) else found
        return {name: value for name, value in found.items() if name in moved} or found

    def keys(self, world: int, names: Iterable[str]) -> Keys:
        """The part of the case to be mended."""
        if world < len(self.corners) and self.corners[world].keys:
            return self.corners[world].keys
        return ("parameters", *[name for name in names if name in self.written.case.parameters][:1])

    def sound(self, world: int, move: str, **changed: float) -> bool:
        """Whether a chance move has sound odds in a world with some of its values changed."""
        here = {name: float(column[world]) for name, column in self.values.items()} | changed
        trial = tell(
            self.game, {name: np.full(2, value) for name, value in here.items()}, np.zeros(2, np.intp)
        )
        return move not in trial.wrong

    def blamed(self, world: int, move: str, off: Mapping[str, float]) -> dict[str, float]:
        """Of the values of a world those that alone make the odds impossible; all where none does alone."""
        modes = {name: self.parameters[name].played.mode for name in off}
        other = {name: modes[name] if value != modes[name] else STAND_IN for name, value in off.items()}
        return {
            name: value for name, value in off.items() if self.sound(world, move, **{name: other[name]})
        } or dict(off)


def _odds_fault(worlds: _Worlds, move: str, bad: BadOdds, off: Mapping[str, float]) -> tuple[Keys, Fault]:
    """A chance move whose odds are none, told at the parameter whose value makes them so."""
    blamed = worlds.blamed(bad.world, move, off) if len(off) > 1 else dict(off)
    keys = worlds.keys(bad.world, blamed)
    where = worlds.written.places(keys)
    odds = ", ".join(f"{label} {value:.6g}" for label, value in bad.odds.items())
    ranges = any(worlds.parameters[name].spread for name in blamed)
    if len(blamed) == 1 and not ranges and len(keys) == 2 and keys[0] == "parameters":
        ((name, value),) = blamed.items()
        ends = all(worlds.sound(bad.world, move, **{name: end}) for end in (0.0, 1.0))
        allowed = (
            "a value from 0 to 1" if ends else "a value at which all odds lie from 0 to 1, with the sum 1"
        )
        found = f"{value:.6g} gives the chance move {move!r} the odds {odds}"
        return keys, Fault("case/odds", found, where, allowed)
    told = ", ".join(f"{name} = {value:.6g}" for name, value in blamed.items())
    total = sum(bad.odds.values())
    if (
        bad.place and abs(total - 1) > 1e-9 and min(bad.odds.values()) >= 0
    ):  # no other value mends such a table
        at = ", ".join(f"{name} = {value:.6g}" for name, value in off.items())
        found = f"the odds of {move!r} are {odds} (sum {total:.6g})" + (f" at {at}" if at else "")
        return ("game",), Fault("case/odds", found, bad.place, "numbers from 0 to 1 with the sum 1")
    mend = ""
    if abs(total - 1) <= 1e-9:  # another sum is a fault of the game's own table
        narrow = "narrow the range, or that of what it is drawn with"
        mend = "choose another end" if keys[0] == "terms" else narrow if ranges else ""
    return keys, Fault(
        "case/odds",
        f"the odds of {move!r} are {odds}" + (f" at {told}" if told else ""),
        where,
        "numbers from 0 to 1 with the sum 1, wherever the ranges are drawn from",
        mend,
    )


def _found(worlds: _Worlds, moved: Mapping[str, Touch], trial: Trial) -> Iterator[tuple[Keys, Fault]]:
    for move, bad in trial.wrong.items():
        names = [name for name in worlds.parameters if move in moved[name].chance]
        yield _odds_fault(worlds, move, bad, worlds.off(bad.world, names))
    for player, world in trial.infinite.items():
        names = [name for name in worlds.parameters if moved[name].ours or moved[name].others]
        off = worlds.off(world, names)
        keys, told = (
            worlds.keys(world, off),
            ", ".join(f"{name} = {value:.6g}" for name, value in off.items()),
        )
        found = f"a payoff of {player} is no finite number" + (f" at {told}" if told else "")
        yield keys, Fault("case/payoff", found, worlds.written.places(keys), "finite numbers")
