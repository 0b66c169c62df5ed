"""What is wrong with the clauses of a case and with its ``design``: names, shape clauses, events, ends of ranges."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import numpy as np

from overture.case.events import read_event
from overture.case.schema import Parameter
from overture.case.terms.judged import OWN_GAME, TermsJudged
from overture.case.written import Written
from overture.errors import Fault, OvertureError
from overture.filing import Keys


def terms_faults(
    written: Written, judged: TermsJudged, parameters: Mapping[str, Parameter], used: Collection[str]
) -> list[Fault]:
    """What is wrong with the clauses of a case and with its ``design``.

    ``parameters`` are those of the case's own game, ``used`` those of them that move something in it.
    """
    faults = terms_name_faults(written, judged, parameters, used)
    if not faults and _can_be_told(judged):
        faults = written.kept([*_event_faults(written, judged), *_end_faults(written, judged, parameters)])
    return faults


def terms_name_faults(
    written: Written, judged: TermsJudged, parameters: Mapping[str, Parameter], used: Collection[str]
) -> list[Fault]:
    """What is wrong with the names in them, for which no game has to be told; the arguments as above."""
    return written.kept(
        [
            *_name_faults(written, judged, parameters),
            *_clause_faults(written, judged, used),
            *_entry_faults(written, judged),
            *_free_faults(written),
        ]
    )


def _can_be_told(judged: TermsJudged) -> bool:
    """Whether the game can be told at the modes: where it cannot, that has its own fault."""
    try:
        return judged.tree.n_nodes > 0
    except OvertureError:
        return False


def _name_faults(
    written: Written, judged: TermsJudged, given: Mapping[str, Parameter]
) -> Iterator[tuple[Keys, Fault]]:
    """Entries of ``names`` that say nothing."""
    for name, other in written.case.design.names.items():
        keys: Keys = ("design", "names", name)
        if other not in given:
            found = f"the case has no parameter {other!r}"
            yield keys, written.unknown("case/term", found, keys, other, given)
        elif name not in judged.parameters:
            found = f"the game in which terms are judged has no parameter {name!r}"
            yield keys, written.unknown("case/term", found, keys, name, judged.parameters)


def _clause_faults(
    written: Written, judged: TermsJudged, used: Collection[str]
) -> Iterator[tuple[Keys, Fault]]:
    """Clauses that the game does not know."""
    known = list(used) if judged.name == OWN_GAME else list(judged.names.values())
    for at, term in enumerate(written.case.terms):
        keys: Keys = ("terms", at, "shape" if term.shape else "parameter")
        if term.shape:
            try:
                judged.game.shape(**{term.shape: term.choices[0]})
            except OvertureError as error:
                allowed = error.faults[0].allowed
                found = f"the game has no clause of its shape called {term.shape!r}"
                yield keys, written.unknown("case/term", found, keys, term.shape, allowed.split(", "))
            continue
        if term.parameter not in {*known, *judged.parameters}:
            found = f"the game in which terms are judged has no parameter {term.parameter!r}"
            if judged.name == OWN_GAME:
                found = f"the game has no parameter {term.parameter!r}"
            yield keys, written.unknown("case/term", found, keys, term.parameter, known)
        for name in term.held:
            if name not in {*known, *used, *judged.parameters}:
                keys = ("terms", at, "held", name)
                yield (
                    keys,
                    written.unknown("case/term", f"the game has no parameter {name!r}", keys, name, known),
                )


def _entry_faults(written: Written, judged: TermsJudged) -> Iterator[tuple[Keys, Fault]]:
    """Clauses that are listed twice, and players who may grant one and are none of the game."""
    seen: dict[str, int] = {}
    players = judged.game.players
    for at, term in enumerate(written.case.terms):
        keys: Keys = ("terms", at)
        if term.name in seen and not term.held and not written.case.terms[seen[term.name]].held:
            first = written.places(("terms", seen[term.name]))
            found = f"the clause {term.name!r} is listed twice, first in {first}"
            yield keys, Fault("case/term", found, written.places(keys), "each clause once", "leave one out")
        seen.setdefault(term.name, at)
        if term.granted and term.granted not in players:
            keys = ("terms", at, "granted")
            found = f"{term.granted!r} is no player of the game"
            yield keys, written.unknown("case/term", found, keys, term.granted, players)


def _free_faults(written: Written) -> Iterator[tuple[Keys, Fault]]:
    """Costs that are free under a choice that is none of a clause of the shape."""
    shapes = {term.shape: term.choices for term in written.case.terms if term.shape}
    for at, term in enumerate(written.case.terms):
        for name, given in term.free_under.items():
            keys: Keys = ("terms", at, "cost", "free_under", name)
            if name not in shapes or name == term.shape:
                found = f"{name!r} is no other clause of the shape among the terms"
                others = [each for each in shapes if each != term.shape]
                yield keys, written.unknown("case/term", found, keys, name, others)
                continue
            known = {_as_written(each) for each in shapes[name]}
            for choice in given:
                if _as_written(choice) not in known:
                    found = f"{_as_written(choice)} is no choice of {name}"
                    yield (
                        keys,
                        written.unknown(
                            "case/term",
                            found,
                            keys,
                            _as_written(choice),
                            list(map(_as_written, shapes[name])),
                        ),
                    )


def _as_written(choice: object) -> str:
    """A choice as a case file has it: ``true`` and not ``True``, and a text in quotes, which tell it from that."""
    return str(choice).lower() if isinstance(choice, bool) else repr(choice)


def _event_faults(written: Written, judged: TermsJudged) -> Iterator[tuple[Keys, Fault]]:
    """Events of ``design`` that cannot be read or cannot happen, and outside options of nobody."""
    given = written.case.design
    tree = judged.tree
    everywhere = np.ones(len(tree.terminal), dtype=bool)
    texts: list[tuple[Keys, str]] = [
        (("design", key), getattr(given, key)) for key in ("struck", "broken", "leaving", "reversal")
    ]
    for player, option in given.outside.items():
        keys: Keys = ("design", "outside", player)
        if player not in tree.players:
            yield (
                keys,
                written.unknown(
                    "case/outside", f"{player!r} is no player of the game", keys, player, tree.players
                ),
            )
        texts.append(((*keys, "event"), option.event))
    for keys, text in texts:
        if text:
            for fault in read_event(tree, text, everywhere, written.places(keys))[1]:
                yield keys, fault
    moves = list(dict.fromkeys(tree.labels.set_name))
    if given.hypothesis and given.hypothesis not in moves:
        keys = ("design", "hypothesis")
        found = f"the game has no move {given.hypothesis!r}"
        yield keys, written.unknown("case/move", found, keys, given.hypothesis, moves)


def _end_faults(
    written: Written, judged: TermsJudged, parameters: Mapping[str, Parameter]
) -> Iterator[tuple[Keys, Fault]]:
    """Ends of the range of a clause, and choices of a shape clause, at which the game cannot be told.

    The ends of ``parameters`` of the case's own game are tried in it (:mod:`overture.case.odds`).
    """
    modes = {name: given.played.mode for name, given in judged.parameters.items()}
    places = {id(term): at for at, term in enumerate(written.case.terms)}
    for name, term in judged.clauses.items():
        tried: list[tuple[Keys, dict[str, float], dict[str, object]]] = [
            (("terms", places[id(term)], key), {name: float(getattr(term, key))}, {})
            for key in (() if term.shape or term.parameter in parameters else ("low", "high"))
        ]
        tried += [
            (("terms", places[id(term)], "choices", which), {}, {name: choice})
            for which, choice in enumerate(term.choices)
        ]
        for keys, values, shape in tried:
            try:
                judged.told({**modes, **values}, shape)
            except OvertureError as error:
                where, first = written.places(keys), error.faults[0]
                told = f"the game in which terms are judged cannot be told with it: {first.found}"
                yield keys, Fault("case/clause", told, where, first.allowed, "choose another end")
