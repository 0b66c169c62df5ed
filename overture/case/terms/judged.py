"""The game in which the terms of a case are judged: the one it names, the one that goes with its game, or its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from overture.case.named import named_game, with_defaults, worded
from overture.case.schema import Case, Parameter
from overture.case.terms.schema import Design, OutsideEntry, Term
from overture.case.written import Written, fixed_moves
from overture.errors import EventError
from overture.games.telling.language import Game
from overture.games.tree import Tree
from overture.models import AnsweredIn, TermsForm, answered_in, terms_form

OWN_GAME = "the case's own game"


@dataclass(frozen=True)
class OfferedTerms:
    """The case's own game, in which he chooses what to offer, as far as terms are judged in it.

    Attributes:
        game: where the catalogue names a part of it that begins with the offer, that part.
        struck, broken: events: the terms are a deal, and it is broken.
        outside: player -> the event in which he has no deal; without an entry, what he has without one is not known.
    """

    game: Game
    struck: str
    broken: str
    outside: Mapping[str, str]


@dataclass(frozen=True)
class TermsJudged:
    """Where terms are judged, every part filled in.

    Attributes:
        game: with its shape; its shape clauses are set by :meth:`told`.
        name: of the game, in the catalogue or as the case names it; the case's own game is named so.
        parameters: of that game, by its own names. names: parameter of that game -> parameter of the case.
        clauses: of the case, in their order, each with its name in that game; one that is listed twice counts once.
        design: events, outside options and demands.
        offered: the terms as an offer of his; None where they are judged in the case's own game.
    """

    game: Game
    name: str
    parameters: dict[str, Parameter]
    names: dict[str, str]
    clauses: dict[str, Term]
    design: Design
    offered: OfferedTerms | None

    @cached_property
    def tree(self) -> Tree:
        """The game at the modes, its shape clauses at their first choices."""
        return self.told({name: given.played.mode for name, given in self.parameters.items()}, {})

    def told(self, values: Mapping[str, object], shape: Mapping[str, object]) -> Tree:
        """The game at values of its parameters [W], with these choices of its shape clauses."""
        first = {name: term.choices[0] for name, term in self.clauses.items() if term.shape}
        return self.game.shape(**{**first, **shape}).tree(values)


def terms_judged(
    written: Written,
    game: Game,
    parameters: Mapping[str, Parameter],
    tree: Tree,
    folder: Path,
    hashes: dict[str, str] | None = None,
) -> TermsJudged:
    """Where the terms of a case are judged.

    Args:
        written: the case, with its places. game, parameters, tree: its own game. folder: where it lies.
        hashes: that of a file that is read is added.

    Raises:
        FileError: the game in which they are to be judged is not there, or has no such shape.
    """
    case, design = written.case, written.case.design
    goes = None if design.game else answered_in(case.game)
    names = dict(design.names)
    offered: OfferedTerms | None = OfferedTerms(game, case.deal.given, case.deal.cheating, {})
    if design.game:
        name = design.game
    elif goes is not None:
        name, whom = goes.game, _whom(case, tree, goes)
        names = {**goes.own[whom], **names}
        offered = OfferedTerms(game.shape(**goes.core[whom]), goes.struck, goes.broken, goes.outside)
    else:
        name = OWN_GAME
    own = name == OWN_GAME
    told = (
        game
        if own
        else named_game(
            name, design.shape, written.places, folder, {} if hashes is None else hashes, ("design",)
        )
    )
    mine = dict(parameters) if own else _parameters(name, names, parameters, told)
    form = terms_form(name, told.arguments)
    filled = design if form is None and not own else _filled(case, form, design)
    clauses: dict[str, Term] = {}
    for term in case.terms:
        clauses.setdefault(_inside(term, names), term)
    return TermsJudged(
        told, name, mine, {each: names.get(each, each) for each in mine}, clauses, filled,
        None if own else offered,
    )  # fmt: skip


def _whom(case: Case, tree: Tree, goes: AnsweredIn) -> str:
    """The counterpart whom the offer is made to: as the offer or the deal fixes it, else the shape, else the first."""
    for events in ([case.offer.event, case.deal.given], [case.deal.given], [case.offer.event]):
        try:
            fixed = fixed_moves(tree, events)
        except EventError:  # which has its own fault
            continue
        if fixed.get(goes.by) in goes.own:
            return fixed[goes.by]
    named = case.counterpart.words if case.counterpart is not None else {}
    likely = [str(case.shape.get("who", "")), *named, *goes.own]
    return next(each for each in likely if each in goes.own)


def _parameters(
    name: str, names: Mapping[str, str], given: Mapping[str, Parameter], game: Game
) -> dict[str, Parameter]:
    """The parameters of another game: its defaults, and over them those of the case with the same meaning."""
    defaults = worded(name, with_defaults(name, {}, game), game)
    taken = {each: given[names.get(each, each)] for each in defaults if names.get(each, each) in given}
    of_own = {} if defaults else dict(given)
    taken |= {each: given[other] for each, other in names.items() if other in given}
    return {**defaults, **of_own, **taken}


def _inside(term: Term, names: Mapping[str, str]) -> str:
    """The name of a clause in the game in which terms are judged."""
    return next((each for each, other in names.items() if other == term.parameter), term.name)


def _filled(case: Case, form: TermsForm | None, design: Design) -> Design:
    """The events and outside options that go with the game, and over them those that the case gives."""
    if form is None:
        base: dict[str, object] = {
            "hypothesis": case.hypothesis.move,
            "struck": case.deal.given,
            "broken": case.deal.cheating,
            "reversal": case.deal.collapse,
        }
    else:
        base = {
            "hypothesis": form.hypothesis,
            "struck": form.struck,
            "broken": form.broken,
            "leaving": form.leaving,
            "reversal": form.reversal,
            "outside": {
                player: OutsideEntry(event=held) if isinstance(held, str) else OutsideEntry(value=held)
                for player, held in form.outside.items()
            },
        }
    given = {key: getattr(design, key) for key in base if getattr(design, key)}
    return design.model_copy(update={**base, **given})
