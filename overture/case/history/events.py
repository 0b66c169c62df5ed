"""The events of a case about a history: each can be read and can happen where it stands, and it is known who sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from overture.case.events import read_event
from overture.case.history.check import HistoryCheck
from overture.case.history.schema import HistoryAct
from overture.errors import EventError, Fault
from overture.filing import Keys
from overture.games.measured.event import Mask, mask, names
from overture.games.measured.measure import terminal_probability
from overture.games.measured.play import even_play
from overture.games.tree import CHANCE, Tree
from overture.history.step import HistoryStep, seen, sight


def event_faults(check: HistoryCheck, tree: Tree) -> None:
    """Events that cannot be read or cannot happen, histories that cannot go on, steps nobody knows who sees."""
    possible = (terminal_probability(tree, even_play(tree).strategy) > 0).any(axis=0)
    for name, keys, steps in _histories(check):
        holds, never = possible, False
        for at, step in enumerate(steps):
            place = keys(at)
            found = _mask(check, tree, step.event, place)
            if found is None or never:
                continue
            if not (holds & found).any():
                before = (
                    "chance never allows it" if at == 0 else f"it cannot follow the steps before it {name}"
                )
                check.add("case/never", f"{step.event!r}: {before}", place, "an event that can happen there")
                never = True
            holds = holds & found
        if not never:
            _seen(check, tree, steps, keys)
    _together(check, tree)
    _movers(check, tree)
    versus = check.case.versus
    for place, text in [
        *(
            [(("versus", "first"), versus.first.event), (("versus", "second"), versus.second.event)]
            if versus
            else []
        ),
        *_asked(check),
    ]:
        _mask(check, tree, text, place)


def _histories(check: HistoryCheck) -> Iterator[tuple[str, Callable[[int], Keys], list[HistoryAct]]]:
    done = check.case.done

    def along(at: int) -> Keys:
        return ("done", at) if at < len(done) else ("next", at - len(done))

    yield "", along, [*done, *check.case.next]
    for number, other in enumerate(check.case.also):

        def beside(at: int, number: int = number) -> Keys:
            return ("also", number, "steps", at)

        yield f"of {other.name!r}", beside, other.steps


def _together(check: HistoryCheck, tree: Tree) -> None:
    """Conditions of the report that exclude each other or the event that is asked given them."""
    for at, each in enumerate(check.case.report):
        if each.answer != "chance" or not check.sound(("report", at)):
            continue
        try:
            parts = [mask(tree, text) for text in (*each.given, each.event)]
        except EventError:
            continue
        for number, text in enumerate(each.given):
            if not np.logical_and.reduce(parts[: number + 1]).any():
                found = f"{text!r} cannot happen with the conditions before it"
                check.add(
                    "case/exclude", found, ("report", at, "given", number), "events that can happen together"
                )
                break


def _movers(check: HistoryCheck, tree: Tree) -> None:
    """Whoever is said to have done a step is who makes its move."""
    for _, keys, steps in _histories(check):
        for at, step in enumerate(steps):
            if not step.by or not check.sound(keys(at)):
                continue
            try:
                moves = set(names(step.event))
            except EventError:
                continue
            who = {
                int(tree.set_player[each]) for each, name in enumerate(tree.labels.set_name) if name in moves
            } - {CHANCE}
            movers = sorted(tree.players[each] for each in who)
            if movers and step.by not in movers:
                found = f"{step.event!r} is done by {' or '.join(movers)}, and not by {step.by}"
                check.add("case/player", found, (*keys(at), "by"), ", ".join(movers))


def _asked(check: HistoryCheck) -> Iterator[tuple[Keys, str]]:
    for at, each in enumerate(check.case.report):
        if each.answer == "chance":
            yield ("report", at, "event"), each.event
            for number, given in enumerate(each.given):
                yield ("report", at, "given", number), given


def _seen(check: HistoryCheck, tree: Tree, steps: list[HistoryAct], keys: Callable[[int], Keys]) -> None:
    for at, step in enumerate(steps):
        try:
            seen(tree, [as_step(step)])
            _denied(check, tree, step, keys(at))
        except EventError as error:
            place = check.places(keys(at))
            check.faults += [
                Fault("case/seen-by", each.found, place, each.allowed, each.mend) for each in error.faults[:1]
            ]


def _denied(check: HistoryCheck, tree: Tree, step: HistoryAct, keys: Keys) -> None:
    """``seen_by`` adds to what the game shows, and takes nothing away."""
    if step.seen_by is None:
        return
    sights = [sight(tree, name) for name in names(step.event)]
    left_out = [who for who in tree.players if all(each[who] for each in sights) and who not in step.seen_by]
    if sights and left_out:
        found = f"the game shows {step.event!r} to {' and '.join(left_out)}, and seen_by leaves them out"
        check.add("case/seen-by", found, (*keys, "seen_by"), f"a list with {', '.join(left_out)} in it")


def _mask(check: HistoryCheck, tree: Tree, text: str, keys: Keys) -> Mask | None:
    """The histories of an event; None where it is not as written, or has a fault, which is noted."""
    if not check.sound(keys):
        return None
    found, faults = read_event(tree, text, np.ones(len(tree.terminal), bool), check.places(keys))
    check.faults += faults
    return found


def as_step(act: HistoryAct) -> HistoryStep:
    """A step of the case as one that :func:`overture.history.histories.histories` is asked about."""
    return HistoryStep(act.words, act.event, None if act.seen_by is None else tuple(act.seen_by))
