"""The events of a case: each can be read, can happen, and does not exclude what it is looked at beside."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from overture.case.written import Written, choices
from overture.errors import EventError, Fault
from overture.filing import Keys
from overture.games.measured.event import Mask, choice_at_terminals, mask, names
from overture.games.tree import Tree

# Events that a case must have.
NEEDED: tuple[Keys, ...] = (("offer", "event"), ("deal", "given"), ("deal", "cheating"))


@dataclass(frozen=True)
class ToldEvent:
    """An event of the case: its place, its text, and the histories [T] in which it holds."""

    keys: Keys
    text: str
    holds: Mask


# What must have a chance in some world: what was done, and the offer. What has odds of 0 elsewhere has an answer, 0.
CHANCED = ("done", "offer", "signal")


def event_faults(written: Written, tree: Tree, possible: Mask) -> list[Fault]:
    """Every event that cannot be read or cannot happen, and events that exclude each other.

    Args:
        possible: [T] histories that chance allows in some world.
    """
    faults: list[Fault] = []
    told: dict[Keys, ToldEvent] = {}
    for keys, text in _texts(written):
        if not written.sound(keys):
            continue
        there = possible if keys[0] in CHANCED else np.ones_like(possible)
        found, wrong = read_event(tree, text, there, written.places(keys))
        faults += wrong
        if found is not None:
            told[keys] = ToldEvent(keys, text, found)
    faults += [*_exclusions(written, told), *_answers(written, told, tree), *_unseen(written, told, tree)]
    return [*faults, *_parts_against_offer(written, told, tree)]


def read_event(tree: Tree, text: str, possible: Mask, where: str) -> tuple[Mask | None, list[Fault]]:
    """(the histories of an event, or None; its faults): it cannot be read, or is true on no history."""
    if not text.strip():
        return None, [
            Fault("case/event", "the event is empty", where, 'an expression such as offer == "thin"')
        ]
    try:
        found = mask(tree, text)
    except EventError as error:
        return None, [
            Fault(each.id, each.found, f"{where}: {each.where}", each.allowed, each.mend)
            for each in error.faults
        ]
    if not found.any():
        why = _at_odds(tree, text)
        return None, [
            Fault("case/never", f"{text!r} is true on no history{why}", where, "an event that can happen")
        ]
    if not (found & possible).any():
        return None, [
            Fault(
                "case/never",
                f"{text!r} happens only where chance has odds of 0",
                where,
                "an event that can happen",
            )
        ]
    return found, []


def _texts(written: Written) -> Iterator[tuple[Keys, str]]:
    """The place and text of each event; optional ones only where they are given."""
    case = written.case
    yield ("offer", "event"), case.offer.event
    for key in ("given", "cheating", "detected", "collapse"):
        text = getattr(case.deal, key)
        if text or ("deal", key) in NEEDED:
            yield ("deal", key), text
    if case.signal.given:
        yield ("signal", "given"), case.signal.given
    for key in ("done", "talk", "watch"):
        for at, item in enumerate(getattr(case, key)):
            yield (key, at, "event"), item.event
    for at, seen in enumerate(case.watch):
        if seen.given:
            yield ("watch", at, "given"), seen.given


def _at_odds(tree: Tree, text: str) -> str:
    """Which two parts of an ``and`` exclude each other, in words; "" where no two do."""
    parts = _parts(tree, text)
    for at, (second, holds) in enumerate(parts):
        if not holds.any():
            return f": {second} never happens"
        for first, other in parts[:at]:
            if not (holds & other).any():
                return f": {first} and {second} exclude each other"
    return ""


def _parts(tree: Tree, text: str) -> list[tuple[str, Mask]]:
    """The parts of an ``and`` and the histories of each; none where the event is something else."""
    part = ast.parse(text.strip(), mode="eval").body
    if not isinstance(part, ast.BoolOp) or not isinstance(part.op, ast.And):
        return []
    texts = [ast.unparse(value) for value in part.values]
    return [(each.replace("'", '"'), mask(tree, each)) for each in texts]


def _parts_against_offer(written: Written, told: dict[Keys, ToldEvent], tree: Tree) -> Iterator[Fault]:
    """Where a deal can never happen: the part of it that excludes the offer, which may be the reason."""
    offer, keys, text = told.get(("offer", "event")), ("deal", "given"), written.case.deal.given
    if offer is None or keys in told or not text.strip() or not written.sound(keys):
        return
    try:
        parts = _parts(tree, text)
    except (EventError, SyntaxError, ValueError, RecursionError):
        return
    for part, holds in parts:
        if not (holds & offer.holds).any():
            where = f"{_dotted(offer.keys)} ({written.places.at(offer.keys)})"
            found = f"its part {part} excludes {where}: a deal and the offer that it accepts, on no history together"
            yield Fault("case/exclude", found, written.places(keys), "events that can happen together")


def _exclusions(written: Written, told: dict[Keys, ToldEvent]) -> Iterator[Fault]:
    """Events that are looked at together and can never happen together."""
    done = [each for keys, each in told.items() if keys[0] == "done"]
    offer, given = told.get(("offer", "event")), told.get(("signal", "given"))
    deal = told.get(("deal", "given"))
    for at, act in enumerate(done):
        before = done[:at]
        if before and not _together([*before, act]) and (at < 2 or _together(before)):
            yield _excluded(written, act, before, "what was done")
    if offer is not None:
        if done and _together(done) and not _together([*done, offer]):
            yield _excluded(written, offer, done, "the offer and what was done")
        if given is not None and not _together([given, offer]):
            yield _excluded(written, offer, [given], "the offer and the event in which the case looks at it")
        if deal is not None and not _together([deal, offer]):
            yield _excluded(written, deal, [offer], "a deal and the offer that it accepts")
    for keys, each in told.items():
        # What cannot be noticed, or cannot collapse, has chance 0 in the deal, and that is an answer.
        if keys == ("deal", "cheating") and deal is not None and not _together([deal, each]):
            yield _excluded(written, each, [deal], "it can never happen once there is a deal")
        if keys[0] == "watch" and keys[2] == "event":
            seen = told.get(("watch", keys[1], "given"))
            if seen is not None and not _together([seen, each]):
                yield _excluded(written, each, [seen], "it can never be seen where it is looked for")


def _together(events: list[ToldEvent]) -> bool:
    return bool(np.logical_and.reduce([each.holds for each in events]).any())


def _excluded(written: Written, event: ToldEvent, others: list[ToldEvent], what: str) -> Fault:
    """A fault that names both places: of the others those that alone exclude it, else all."""
    alone = [each for each in others if not _together([each, event])] or others
    named = ", ".join(f"{_dotted(each.keys)} ({written.places.at(each.keys)})" for each in alone)
    return Fault(
        "case/exclude",
        f"{event.text!r} excludes {named}: {what}, on no history together",
        written.places(event.keys),
        "events that can happen together",
    )


def _dotted(keys: Keys) -> str:
    return ".".join(str(key) for key in keys)


def _unseen(written: Written, told: dict[Keys, ToldEvent], tree: Tree) -> Iterator[Fault]:
    """What was done and the offer can be seen: they say nothing of the type, and the offer nothing of its answer."""
    hypothesis, reply = written.case.hypothesis.move, written.case.reply.move
    later = _from(tree, reply)
    for keys, each in told.items():
        if keys[0] not in ("done", "offer"):
            continue
        for name in names(each.text):
            if name == hypothesis:
                found, allowed = f"{each.text!r} speaks of {name!r}, which nobody has seen", "what was seen"
            elif keys[0] == "offer" and name in later:
                found = f"{each.text!r} speaks of {name!r}, which comes with the answer or after it"
                allowed = "what is seen before the answer"
            else:
                continue
            yield Fault("case/unseen", found, written.places(keys), allowed, f"leave out {name}")


def _from(tree: Tree, move: str) -> set[str]:
    """The move and every move that is made only after it."""
    behind = np.zeros(tree.n_nodes, dtype=bool)
    for node in range(1, tree.n_nodes):
        above = int(tree.parent[node])
        behind[node] = behind[above] or tree.labels.set_name[int(tree.set_of[above])] == move
    found = {move}
    for at, name in enumerate(tree.labels.set_name):
        if behind[tree.members(at)].all():
            found.add(name)
    elsewhere = {
        name
        for at, name in enumerate(tree.labels.set_name)
        if name != move and not behind[tree.members(at)].all()
    }
    return found - elsewhere


def _answers(written: Written, told: dict[Keys, ToldEvent], tree: Tree) -> Iterator[Fault]:
    """The offer can be answered, and the deal says which answer makes it."""
    move = written.case.reply.move
    if move not in tree.labels.set_name or not written.sound(("reply", "move")):
        return
    taken = choice_at_terminals(tree, move)
    offer, deal = told.get(("offer", "event")), told.get(("deal", "given"))
    if offer is not None and not (taken[offer.holds] >= 0).any():
        yield Fault(
            "case/answer",
            f"after {offer.text!r} the reply {move!r} is never made",
            written.places(offer.keys),
            "an offer that can be answered",
        )
    if deal is None:
        return
    inside = {tree.labels.edge[edge] for edge in taken[deal.holds].tolist() if edge >= 0}
    labels = set(choices(tree, move))
    if (taken[deal.holds] < 0).any() or (inside == labels and len(labels) > 1):
        yield Fault(
            "case/answer",
            f"{deal.text!r} does not say which reply makes the deal",
            written.places(deal.keys),
            f"an event in which {move!r} was answered, as in {move} == {sorted(labels)[0]!r}".replace(
                "'", '"'
            ),
        )
