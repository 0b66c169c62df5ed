"""What is to be varied: the game, the values of its parameters, and the events; faults are told together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from overture.case.load import Loaded
from overture.errors import Fault, FileError, SolveError
from overture.games.telling.language import Game
from overture.games.tree import Floats, Tree
from overture.models import defaults, names
from overture.models.as_story import find_any, is_story, read_game

MOST_WORLDS = 10_000  # that are solved in one call
TAKEN = "a told game, a case, a story file or a name of the catalogue"


@dataclass(frozen=True)
class VariedGame:
    """A game and what its parameters are where they do not vary.

    Attributes:
        game: as it is told, with its shape. base: parameter -> what it is.
        words: parameter -> what it is, in words.
    """

    game: Game
    base: Mapping[str, Any]
    words: Mapping[str, str]


def varied_game(given: Game | Loaded | str | PathLike[str]) -> VariedGame:
    """The game that is meant, with its parameters.

    Raises:
        SolveError: what is given has no parameters. FileError: no such file, or one with faults.
    """
    if isinstance(given, Loaded):
        modes = {name: each.played.mode for name, each in given.parameters.items()}
        return VariedGame(given.game, modes, {name: each.words for name, each in given.parameters.items()})
    if isinstance(given, Game):
        return VariedGame(given, dict(given.defaults), given.words)
    if not isinstance(given, str | PathLike):
        kind = type(given).__name__
        mend = "give the game that made the tree" if isinstance(given, Tree) else ""
        raise SolveError.of("vary/game", f"a {kind}, which has no parameters to vary", "", TAKEN, mend)
    file = Path(given)
    if file.suffix in {".efg", ".nfg"}:
        raise SolveError.of(
            "vary/game", f"a {file.suffix} file, whose game has numbers in it and no parameters to vary",
            str(file), TAKEN, f"write it as a story, `overture tell {file} --as story`, and give its numbers names",
        )  # fmt: skip
    if len(file.parts) == 1 and not file.suffix and not file.exists():
        found = find_any(str(file))
        known = dict(found.defaults) | (defaults(str(file)) if str(file) in names() else {})
        return VariedGame(found, known, found.words)
    if is_story(file) or not file.exists():
        return varied_game(read_game(file))
    raise FileError.of("vary/game", "no story file", str(file), TAKEN, "give a case as ov.load_case(file)")


@dataclass(frozen=True)
class VariedValues:
    """The values that one or two parameters take, and the worlds that they make.

    Attributes:
        names: of the parameters. values: [n] of each, rising.
    """

    names: tuple[str, ...]
    values: tuple[Floats, ...]

    @property
    def worlds(self) -> dict[str, Floats]:
        """Parameter -> [W]; of two parameters the first one moves fastest."""
        grids = np.meshgrid(*self.values)
        return {name: grid.ravel() for name, grid in zip(self.names, grids, strict=True)}


def varied_values(over: Mapping[str, ArrayLike], at: Mapping[str, Any], title: str) -> VariedValues:
    """The values over which a game is solved. Raises SolveError with all that is wrong of them."""
    if not isinstance(over, Mapping):
        raise SolveError.of(
            "vary/over", f"over={over!r:.60}", title, 'a mapping: over={"q": [0.2, 0.5, 0.8]}'
        )
    faults, values = [], []
    if len(over) not in (1, 2):
        faults.append(
            Fault("vary/over", f"{len(over)} parameters to vary", title, "one or two", "fix others by at=")
        )
    for name, given in over.items():
        found = _numbers(given)
        if found is None:
            faults.append(
                Fault("vary/values", f"values {given!r:.60} of {name}", title, "one or more finite numbers")
            )
        else:
            values.append(found)
        if name in at:
            faults.append(
                Fault("vary/at", f"{name} in over= and in at=", title, "each parameter in one of them")
            )
    for name, given in at.items():
        if np.ndim(given) > 0:
            faults.append(
                Fault("vary/at", f"{name} = {given!r:.60}", title, "one number", "vary it by over=")
            )
    many = int(np.prod([len(each) for each in values])) if values else 0
    if many > MOST_WORLDS:
        faults.append(
            Fault("vary/worlds", f"{many:,} worlds", title, f"at most {MOST_WORLDS:,}", "take fewer values")
        )
    SolveError.raise_any(faults)
    return VariedValues(tuple(over), tuple(values))


def _numbers(given: ArrayLike) -> Floats | None:
    """[n] rising, each once; None where they are no finite numbers."""
    try:
        found = np.atleast_1d(np.asarray(given))
        if found.dtype == bool:
            return None
        found = found.astype(np.float64)
    except (TypeError, ValueError):
        return None
    return np.unique(found) if found.ndim == 1 and found.size and np.isfinite(found).all() else None


def varied_events(of: str | Sequence[str], title: str) -> tuple[str, ...]:
    """The events that are asked for, each once. Raises SolveError where there is none."""
    events = (of,) if isinstance(of, str) else tuple(of) if isinstance(of, Sequence) else ()
    if not events or not all(isinstance(each, str) for each in events):
        raise SolveError.of(
            "vary/of", f"of={of!r:.60}", title, "an event, 'end == \"fight\"', or a list of events"
        )
    return tuple(dict.fromkeys(events))
