"""The catalogue: published games, each with its paper, and what it must give."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from overture.errors import FileError

if TYPE_CHECKING:
    from overture.game.telling import Game

# name in a case file -> module and object
CATALOGUE = {
    "freeze-for-relief": ("overture.models.freeze_for_relief", "freeze_for_relief"),
}


def find(name: str) -> Game:
    """The game of the catalogue with this name. Raises FileError naming the others."""
    if name not in CATALOGUE:
        raise FileError.of(
            "case/game",
            f"no game of the catalogue is called {name!r}",
            "",
            ", ".join(CATALOGUE) + ", or a file: ./game.py:name",
        )
    module, attribute = CATALOGUE[name]
    game: Game = getattr(import_module(module), attribute)
    return game


def defaults(name: str) -> dict[str, float]:
    """The default parameters of a catalogue game; empty where it has none."""
    module = import_module(CATALOGUE[name][0])
    return dict(getattr(module, "DEFAULTS", {}))
