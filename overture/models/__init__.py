"""The catalogue: published games, each with its paper, and what it must give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from overture.errors import FileError

if TYPE_CHECKING:
    from overture.games.telling.language import Game

# name in a case file -> module and object
CATALOGUE = {
    "answer-to-an-offer": ("overture.models.answer", "answer"),
    "freeze-for-relief": ("overture.models.freeze_for_relief", "freeze_for_relief"),
    "inspection": ("overture.models.inspection", "inspection"),
    "kuhn-poker": ("overture.models.kuhn", "kuhn"),
    "leduc-holdem": ("overture.models.leduc", "leduc"),
    "liars-dice": ("overture.models.liars_dice", "liars_dice"),
    "long-freeze": ("overture.models.long_freeze", "long_freeze"),
    "crisis": ("overture.models.crisis", "crisis"),
}


@dataclass(frozen=True)
class ClosedForm:
    """A line that follows from the payoffs: ``function`` takes parameters (numbers or arrays)."""

    name: str
    words: str
    function: Callable[[Any], Any]
    source: str


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


def parameter_words(name: str) -> dict[str, str]:
    """What the parameters of a catalogue game are, in words; empty where the game says nothing of them."""
    return dict(getattr(import_module(CATALOGUE[name][0]), "WORDS", {})) if name in CATALOGUE else {}


def closed_forms(name: str) -> list[ClosedForm]:
    """The closed forms of a catalogue game; none for a game of one's own."""
    if name not in CATALOGUE:
        return []
    return list(getattr(import_module(CATALOGUE[name][0]), "CLOSED_FORMS", []))
