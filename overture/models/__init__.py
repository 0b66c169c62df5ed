"""The catalogue: published games, each with its paper, and what it must give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class AnsweredIn:
    """The game of the catalogue in which terms are judged that take the place of an offer of this one.

    Attributes:
        game: its name in the catalogue. by: the move that decides to whom the offer is made.
        own: choice of that move -> (parameter of the other game -> parameter of this one); equal names need no entry.
        core: choice of that move -> the shape of this game in which it has been made, and nothing was said before it.
        struck, broken: when the terms are a deal in a core, and when that is broken.
        outside: player -> the event of a core in which he has no deal.
    """

    game: str
    by: str
    own: Mapping[str, Mapping[str, str]]
    core: Mapping[str, Mapping[str, Any]]
    struck: str
    broken: str
    outside: Mapping[str, str]


@dataclass(frozen=True)
class TermsForm:
    """What a deal is in a game in which terms are judged (see :class:`overture.case.clauses.Design`).

    ``outside`` maps each player to the event in which he has no deal, or to the value of having none. ``alarm`` is the
    signal that is to speak for a breach. ``target`` and ``tempted`` are (move, choice, event in which it is meant): what
    is wanted of a deal, and what he does instead who thinks that our threat is empty. ``us`` is who states the terms.
    ``phrases`` are verb phrases for the choices of each move. ``switches`` are shape arguments that may make a deal hold
    if they are true, with words.
    """

    us: str

    hypothesis: str
    struck: str
    broken: str
    leaving: str
    reversal: str
    outside: Mapping[str, str | float]
    alarm: str = ""
    target: tuple[tuple[str, str, str], ...] = ()
    tempted: tuple[tuple[str, str, str], ...] = ()
    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    switches: Mapping[str, str] = field(default_factory=dict)


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


def answered_in(name: str) -> AnsweredIn | None:
    """The game in which terms are judged that answer an offer of a catalogue game; None where there is none."""
    return getattr(import_module(CATALOGUE[name][0]), "ANSWERED_IN", None) if name in CATALOGUE else None


def terms_form(name: str, shape: Mapping[str, Any]) -> TermsForm | None:
    """What a deal is in a shape of a catalogue game in which terms are judged; None where it does not say."""
    told = getattr(import_module(CATALOGUE[name][0]), "terms", None) if name in CATALOGUE else None
    return None if told is None else told(shape)
