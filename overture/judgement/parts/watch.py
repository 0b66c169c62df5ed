"""What to watch: what an observation would tell, which decision of ours follows it, and what it is worth to that."""

from __future__ import annotations

from typing import Literal

import numpy as np

from overture.case.schema import Watch
from overture.games.measured.event import names
from overture.judgement.asked.question import Question, deal_reply
from overture.judgement.judgement import Report, Unwatched, WatchRow
from overture.weigh.decision.observe import (
    further,
    holds_at,
    moves_of_others,
    seen,
    told_at,
    worth_after,
    worth_to_answer,
)
from overture.weigh.distribution.cells import Bools

# A further report as an example: whoever is likely to know, is mostly right, and seldom says so without knowing.
ACCESS, ACCURACY, ANYWAY = 0.8, 0.9, 0.2
ACTS = 1e-9  # worth, as a share of the payoff range, below which nothing would be done otherwise
Timing = Literal[
    "before the answer", "after accepting", "too late", "is the offer", "another offer", "own move"
]


def watch(q: Question) -> list[WatchRow]:
    """Every observation of the case, ranked by worth and then by what it would tell."""
    listed = q.basis.loaded.case.watch
    rows = [_row(q, at) for at, item in enumerate(listed) if _left_out(q, item) is None]
    return sorted(rows, key=lambda row: (-max(row.worth.values(), default=0.0), -(row.bits or 0.0)))


def unwatched(q: Question) -> list[Unwatched]:
    """What the case lists and no table shows, since it is no observation, in the order of the case."""
    found = ((item, _left_out(q, item)) for item in q.basis.loaded.case.watch)
    return [Unwatched(event=item.event, words=item.words, reason=why) for item, why in found if why]


def _row(q: Question, place: int) -> WatchRow:
    basis, joint = q.basis, q.joint
    item = basis.loaded.case.watch[place]
    given = basis.before
    given = given & (basis.mask(item.given) if item.given else _branch(q, item.event))
    event = basis.mask(item.event)
    timing, worth, acts_on = _worth(q, _hidden(q, item), event)
    found = seen(joint, event, given) if given.any() else None
    if found is None:
        return WatchRow(
            event=item.event, words=item.words, given=item.given, chance=None, if_seen=None, if_not=None,
            before=None, bits=None, worth={}, acts_on=False, timing=timing, reason="it cannot be seen in this game",
        )  # fmt: skip
    return WatchRow(
        event=item.event,
        words=item.words,
        given=item.given,
        chance=found.chance,
        if_seen=None if found.if_seen is None else [float(each) for each in found.if_seen],
        if_not=None if found.if_not is None else [float(each) for each in found.if_not],
        before=[float(each) for each in found.before],
        bits=found.bits,
        worth=worth,
        acts_on=acts_on,
        timing=timing,
        by_class={
            name: float(each) if np.isfinite(each) else None
            for name, each in zip(joint.cells.classes, found.by_class, strict=True)
        },
    )


def _hidden(q: Question, item: Watch) -> set[str]:
    """The moves of others, yet unknown, of which an item speaks."""
    basis, counterpart = q.basis, q.basis.loaded.case.counterpart
    hidden = moves_of_others(
        basis.tree, item.event, basis.advised, known=names(item.given) if item.given else ()
    )
    return hidden - ({counterpart.move} if counterpart and hidden != {counterpart.move} else set())


def _left_out(q: Question, item: Watch) -> Literal["own move", "offer made"] | None:
    """Our own moves are no observations, and once the offer was made what else might be offered is none."""
    hidden = _hidden(q, item)
    if not hidden:
        return "own move"
    return "offer made" if q.basis.made and q.basis.loaded.case.signal.move in hidden else None


def _branch(q: Question, event: str) -> Bools:
    """The counterpart of which an event speaks: it can be seen only with that one."""
    basis = q.basis
    counterpart = basis.loaded.case.counterpart
    if counterpart is None or counterpart.move not in names(event):
        return q.joint.everything
    if set(names(event)) == {counterpart.move}:
        return q.joint.everything
    inside = basis.mask(event)
    there = [
        label for label in basis.counterparts() if (basis.choice(counterpart.move, label) & inside).any()
    ]
    return np.asarray(np.logical_or.reduce([basis.choice(counterpart.move, label) for label in there]))


def _worth(q: Question, hidden: set[str], event: Bools) -> tuple[Timing, dict[str, float], bool]:
    """(when it can be seen, decision -> worth, whether anything would be done otherwise)."""
    basis, tree = q.basis, q.basis.tree
    case = basis.loaded.case
    if not hidden:
        return "own move", {}, False
    if case.signal.move in hidden:
        made = bool((event & basis.mask(case.offer.event)).any())
        return "is the offer" if made else "another offer", {}, False
    if q.stakes is None or q.at is None:
        return "too late", {}, False
    prior = q.joint.prior
    level = ACTS * q.stakes.scale
    if any(move in hidden for at in q.at.sets for move, _ in tree.labels.seen[at]):
        worth = worth_to_answer(q.stakes, tree, prior, hidden, holds_at(q.joint, event))
        return "before the answer", {case.reply.move: worth}, worth > level
    reply = deal_reply(basis, q.at)
    later = [at for sequels in q.at.sequel for at in told_at(tree, sequels[reply], hidden)]
    if not later:
        return "too late", {}, False
    worth = worth_after(q.stakes, tree, prior, reply, hidden, holds_at(q.joint, event))
    return "after accepting", {tree.labels.set_name[later[0]]: worth}, worth > level


def report(q: Question) -> Report | None:
    """What a further report of stated quality would be worth to the answer."""
    if q.stakes is None or len(q.basis.types) < 2:
        return None
    found = further(q.stakes, q.joint.prior, ACCESS, ACCURACY, ANYWAY)
    return Report(
        access=ACCESS,
        accuracy=ACCURACY,
        says_anyway=ANYWAY,
        worth=found.worth,
        ceiling=found.ceiling,
        chance_says=found.chance,
        belief_if_says=found.if_says,
        belief_if_not=found.if_not,
    )
