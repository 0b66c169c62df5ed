"""The terms of a case as the design asks them: clauses, the space that is searched, the game, and its worlds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from os import PathLike

import numpy as np

from overture.case.draw import draw
from overture.case.load import Loaded, load_offer
from overture.case.terms.judged import OWN_GAME, TermsJudged, terms_judged
from overture.case.terms.schema import OutsideEntry, Term
from overture.case.written import Written, choices
from overture.design.evaluate import space_of
from overture.design.search.space import Space
from overture.design.terms.outside import OutsideOption
from overture.design.terms.posed import Clause, Intended, TermsGame, no_effect
from overture.errors import Fault, FileError
from overture.games.tree import Floats
from overture.judgement.deal.proposal import Terms, Value
from overture.models import terms_form

TRIED = 8  # worlds in which it is asked whether a clause moves anything
GRID = 1000  # parts of a range: terms are written with no more digits than that needs


@dataclass(frozen=True)
class PosedTerms:
    """Axes: C clauses.

    Attributes:
        loaded, judged: the case, and where its terms are judged.
        game, clauses, space: what the design is asked.
        names: [C] the clauses as the case calls them.
        now: [C] the terms as offered.
        grid: [C] the step in which each clause is written; 0 of a clause with choices.
        phrases: how the game in which terms are judged says its choices.
    """

    loaded: Loaded
    judged: TermsJudged
    game: TermsGame
    clauses: tuple[Clause, ...]
    space: Space
    names: tuple[str, ...]
    now: Floats
    grid: Floats
    phrases: Mapping[str, Mapping[str, str]]

    @property
    def own_game(self) -> bool:
        """Whether the terms are judged in the case's own game."""
        return self.judged.name == OWN_GAME

    def modes(self) -> dict[str, Floats]:
        """Parameter -> [1] its mode."""
        return {name: np.array([given.played.mode]) for name, given in self.judged.parameters.items()}

    def worlds(self, count: int, seed: int) -> dict[str, Floats]:
        """Parameter -> [W] in worlds drawn from the ranges; clauses are set by the terms, whatever is drawn for them."""
        return self.modes() if count == 1 else draw(self.judged.parameters, count, seed)

    def rounded(self, vectors: Floats) -> Floats:
        """[n, C] the vectors in the digits in which they are written, inside their ranges; what moves nothing as it stands."""
        with np.errstate(divide="ignore", invalid="ignore"):
            near = np.round(vectors / self.grid) * self.grid
        whole = np.where(self.grid > 0, np.round(near, 12), vectors)
        return self.space.without_idle(np.asarray(np.clip(whole, self.space.low, self.space.high)))

    def terms(self, vector: Floats) -> Terms:
        """Clause, as the case calls it -> its value."""
        return {name: self.value(at, float(vector[at])) for at, name in enumerate(self.names)}

    def value(self, at: int, number: float) -> Value:
        """The value of a clause: the number of a parameter, or a choice."""
        listed = self.clauses[at].choices
        return listed[int(number)] if listed else number + 0.0


def posed(loaded: Loaded) -> PosedTerms:
    """The terms of a case.

    Raises:
        FileError: there are no clauses; an outside option is not named; the types are others than in the game in which
            the terms are judged.
    """
    case = loaded.case
    assert loaded.places is not None
    written = Written(case, loaded.places)
    judged = terms_judged(written, loaded.game, loaded.parameters, loaded.tree, loaded.folder)
    FileError.raise_any(_lacking(loaded, judged, written))
    clauses = tuple(_clause(name, term, judged) for name, term in judged.clauses.items())
    listed = list(judged.clauses.values())
    game = _game(loaded, judged)
    idle = no_effect(game, clauses, draw(judged.parameters, TRIED, 0))
    space = replace(space_of(clauses), idle=idle)
    form = terms_form(judged.name, judged.game.arguments)
    step = np.array([0.0 if term.shape else _step(term.ends) for term in listed])
    return PosedTerms(
        loaded, judged, game, clauses, space, tuple(term.name for term in listed),
        space.now, step, form.phrases if form is not None else {},
    )  # fmt: skip


def case_of_terms(case: Loaded | str | PathLike[str]) -> Loaded:
    """A case whose terms are asked for. Raises FileError where it is one about a history, which lists no clauses, or faulty."""
    return load_offer(
        case,
        "design/history",
        "a case about a history has no terms to design",
        "overture assess says what to answer at each step",
    )


def _lacking(loaded: Loaded, judged: TermsJudged, written: Written) -> list[Fault]:
    """What is needed before terms can be judged."""
    case, tree = loaded.case, judged.tree
    faults = []
    if not judged.clauses:
        faults.append(
            Fault("design/terms", "the case has no terms", str(written.places.path), "clauses under terms", "add some")
        )  # fmt: skip
    design = judged.design
    faults += [
        Fault(
            "design/outside",
            f"the outside option of {player} is not named",
            written.places(["design", "outside"]),
            "what he has without a deal: a number, or {event: ..., words: ...}",
            f"add design.outside.{player}",
        )
        for player in tree.players
        if player not in design.outside
    ]
    moves = set(tree.labels.set_name)
    if design.hypothesis not in moves:
        found = (
            f"the game in which terms are judged has no move {design.hypothesis!r} that decides what he is"
        )
        faults.append(Fault("design/types", found, written.places(["design"]), ", ".join(moves)))
    else:
        there, own = choices(tree, design.hypothesis), choices(loaded.tree, case.hypothesis.move)
        if set(there) != set(own):
            found = f"the case has the types {', '.join(own)}, and {judged.name} those of {', '.join(there)}"
            faults.append(
                Fault(
                    "design/types", found, written.places(["hypothesis"]), "the same types in both games",
                    "name another game under design.game",
                )
            )  # fmt: skip
    if not design.struck or not design.broken:
        faults.append(
            Fault("design/events", "it is not said when a deal is struck and broken", written.places(["design"]),
                  "events under design.struck and design.broken")
        )  # fmt: skip
    return faults


def _clause(name: str, term: Term, judged: TermsJudged) -> Clause:
    words, unit, grants = term.words, term.unit, term.granted
    free = tuple((other, choice) for other, given in term.free_under.items() for choice in given)
    cost = term.cost
    if term.shape:
        once = cost.once or 0.0 if cost is not None else 0.0
        return Clause(
            name, words, unit, now=0.0, choices=tuple(term.choices), fixed=once, grants=grants, free=free
        )
    low, high = term.ends
    now = judged.parameters[name].played.mode
    if cost is None or cost.per is None:
        return Clause(name, words, unit, low, high, now, grants=grants)
    beyond = cost.above if cost.above is not None else cost.below
    # A clause whose cost counts from another point than where it stands costs nothing where it stands.
    return Clause(
        name, words, unit, low, high, now, slope=cost.per, rising=cost.above is not None, grants=grants,
        beyond=beyond if cost.per else None, free=free,
    )  # fmt: skip


def _step(ends: tuple[float, float]) -> float:
    """A power of ten that is at least a thousandth of a range, and less than a hundredth."""
    return float(10.0 ** np.ceil(np.log10((ends[1] - ends[0]) / GRID) - 1e-9))


def _game(loaded: Loaded, judged: TermsJudged) -> TermsGame:
    design = judged.design
    form = terms_form(judged.name, judged.game.arguments)
    us = loaded.case.advised
    them = next(player for player in judged.tree.players if player != us)

    return TermsGame(
        tell=judged.told,
        us=us,
        them=them,
        hypothesis=design.hypothesis,
        struck=design.struck,
        broken=design.broken,
        leaving=design.leaving,
        reversal=design.reversal,
        alarm=form.alarm if form is not None else loaded.case.deal.detected,
        outside_us=_option(design.outside[us]),
        outside_them=_option(design.outside[them]),
        target=tuple(Intended(*each) for each in form.target) if form is not None else (),
        tempted=tuple(Intended(*each) for each in form.tempted) if form is not None else (),
    )


def _option(entry: OutsideEntry) -> OutsideOption:
    return entry.event if entry.value is None else entry.value
