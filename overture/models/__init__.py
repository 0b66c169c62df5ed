"""The catalogue: published games, each with its paper, and what that paper states.

``names()`` and ``listed(topic, words)`` say what there is, ``find(name)`` is a game, ``load_model(name)`` all that is known of
it, ``check(names)`` tries what the papers state, ``cite(name)`` is BibTeX. A model is one file, found by walking this folder
(:mod:`overture.models.catalogue.files`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

from overture.errors import FileError
from overture.models.catalogue.check import check as check
from overture.models.catalogue.converge import converge as converge
from overture.models.catalogue.files import LISTED as LISTED
from overture.models.catalogue.files import find_file
from overture.models.catalogue.files import listed as listed
from overture.models.catalogue.files import names as names
from overture.models.catalogue.files import topics as topics
from overture.models.catalogue.model import load_model as load_model

if TYPE_CHECKING:
    from overture.games.telling.language import Game


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
    """The game of the catalogue with this name. Raises FileError with what is close."""
    return load_model(name).game


def defaults(name: str) -> dict[str, Any]:
    """The default parameters of a catalogue game; empty where it has none."""
    return dict(load_model(name).defaults)


def parameter_words(name: str) -> dict[str, str]:
    """What the parameters of a catalogue game are, in words; empty where the game says nothing of them."""
    return dict(load_model(name).game.words) if name in names() else {}


def closed_forms(name: str) -> list[ClosedForm]:
    """The closed forms of a catalogue game; none for a game of one's own."""
    return list(_of_module(name, "CLOSED_FORMS") or [])


def answered_in(name: str) -> AnsweredIn | None:
    """The game in which terms are judged that answer an offer of a catalogue game; None where there is none."""
    found: AnsweredIn | None = _of_module(name, "ANSWERED_IN")
    return found


def terms_form(name: str, shape: Mapping[str, Any]) -> TermsForm | None:
    """What a deal is in a shape of a catalogue game in which terms are judged; None where it does not say."""
    told: Callable[[Mapping[str, Any]], TermsForm] | None = _of_module(name, "terms")
    return None if told is None else told(shape)


def cite(name: str) -> str:
    """The publications of a model of the catalogue in BibTeX, that of the game first.

    Raises:
        FileError: no such model, or one that is of no publication.
    """
    papers = load_model(name).papers
    if not papers:
        raise FileError.of("models/no-paper", f"{name} is a game of no publication", "overture models cite")
    return "\n\n".join(paper.bibtex() for paper in papers)


def _of_module(name: str, what: str) -> Any:
    """What the file of a catalogue game calls so; None for a game of one's own, or where it has none."""
    return getattr(import_module(find_file(name).module), what, None) if name in names() else None
