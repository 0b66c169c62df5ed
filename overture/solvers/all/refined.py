"""Intuitive criterion and D1 where an offer is followed by more than one answer.

What follows an unsent first message is a game of its own for each belief about the type. Its
sequential completions, over all beliefs, take the place that mixed best replies have in Cho and
Kreps 1987; each question of the two tests is then whether a completion exists under which some
types would gain by the message and others would not. One tremble stands behind the beliefs of a
completion at all information sets of all players (:mod:`overture.solvers.all.supports.consistent`); what this,
or a polynomial, leaves open makes a test *not tested*, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from overture.solvers.all.algebra.exact import EXACT
from overture.solvers.all.algebra.polynomials import Poly, constant, plus
from overture.solvers.all.algebra.system import ONE_ROW, System
from overture.solvers.all.private import untestable
from overture.solvers.all.refinement import RefinementVerdict, guarded, not_tested
from overture.solvers.all.supports.completed import Completed
from overture.solvers.all.supports.completion import Completion
from overture.solvers.all.supports.entry import Entry, ExactSearch
from overture.solvers.all.supports.values import State
from overture.solvers.form import Form, informed

CONTINUUM = "the entry is a continuum, and the test is made for one way of playing on the path"


class Undecided(Exception):
    """A question about a completion that was not settled; the text says why."""


def refine_staged(form: Form, entry: Entry) -> tuple[RefinementVerdict, RefinementVerdict] | None:
    """(intuitive, D1); None where no player knows what another does not, so that there is nothing to ask."""
    why = untestable(form)
    if why is None:
        return None
    if not why and entry.dimensions:
        why = CONTINUUM
    if why:
        return not_tested(why), not_tested(why)

    def over(test: Callable[[_Offer], str]) -> Callable[[], RefinementVerdict]:
        def told() -> RefinementVerdict:
            try:
                reason = _first_failure(form, entry, test)
            except Undecided as open_:
                return not_tested(str(open_))
            return RefinementVerdict("none", reason) if reason else RefinementVerdict("all")

        return told

    return guarded(over(_breaks_intuitive)), guarded(over(_breaks_d1))


class _Offer:
    """One unsent message: who could send it, what each gets now, and what could follow.

    Attributes:
        edge, child: [type] the action that sends it and the node to which that leads, for those who can.
        now: [type] payoff of the entry.
        name: [type]
    """

    def __init__(self, form: Form, entry: Entry, label: str) -> None:
        self.player, senders = _senders(form)
        self.label = label
        self.edge: dict[int, int] = {}
        self.child: dict[int, int] = {}
        self.name = [form.tree.labels.edge[e] for e, _ in form.children[0]]
        for t, node in enumerate(senders):
            for edge, child in form.children[node]:
                if form.tree.labels.edge[edge] == label:
                    self.edge[t], self.child[t] = edge, child
        self.completion = _completion(entry, senders)
        search = self.completion.search
        state = State(search, self.completion.support)
        self.now = {t: _number(state.value(node, self.player), entry) for t, node in enumerate(senders)}
        below: set[int] = set()
        for child in self.child.values():
            below |= search.below[child] - self.completion.support.keys()
        self.block = sorted({i for block in self.completion.blocks() if set(block) & below for i in block})

    def possible(self, wants: list[tuple[int, int, bool]], barred: list[int]) -> bool:
        """Whether a completion exists in which sign * (payoff - present payoff) >= 0 (> 0 if strict) for all."""

        def demands(state: State[Fraction]) -> list[tuple[Poly, bool]]:
            found = []
            for t, sign, strict in wants:
                gain: Poly = plus(state.value(self.child[t], self.player), constant(self.now[t]), -1)
                found.append((gain if sign > 0 else plus({}, gain, -1), strict))
            return found

        self.completion.unsure[:] = False
        out = frozenset(self.edge[t] for t in barred)
        done = Completed.empty(EXACT, ONE_ROW, self.completion.form.tree.n_actions)
        if self.completion.serve(self.block, np.ones(1, bool), done, demands, out).any():
            return True
        if self.completion.unsure.any():
            budget = self.completion.search.budget
            why = budget.out or "a polynomial condition was left open"
            raise Undecided(f"what could follow {self.label} was not settled ({why})")
        return False

    def names(self, types: list[int]) -> str:
        return " or ".join(self.name[t] for t in types)


def _senders(form: Form) -> tuple[int, list[int]]:
    """The informed player, and [type] the node at which he moves first."""
    start = informed(form)
    assert start is not None
    return start[0], [form.members(index)[0] for index in start[1]]


def _completion(entry: Entry, senders: list[int]) -> Completion[Fraction]:
    """What can be believed off the path of the entry, in a part of the game that holds all that could follow.

    The search folds subgames into their payoffs. They are unfolded here where a sender moves within
    them, and off the path where they can be worth more than one thing.
    """
    assert entry.source is not None
    old, on_path = entry.source.search, entry.source.on_path
    values = {
        node: value
        for node, value in old.values.items()
        if node not in senders and (node in on_path or node in old.settled)
    }
    search = ExactSearch(old.form, 0, values, old.budget.again())
    support = {index: used for index, used in entry.support.items() if index in search.members}
    branch = System(EXACT, rounded=not entry.exact)
    for used in support.values():
        if len(used) > 1:
            branch.solved += [(a, constant(entry.strategy[a]), constant(1)) for a in used]
    opened, nodes = search.reached(support)
    assert not opened
    return Completion(search, support, branch, nodes)


def _number(poly: Poly, entry: Entry) -> Fraction:
    total = Fraction(0)
    for key, value in poly.items():
        for n in key:
            value *= entry.strategy[n]
        total += value
    return total


def _first_failure(form: Form, entry: Entry, test: Callable[[_Offer], str]) -> str:
    """Why the entry fails a test; "" if it does not.

    Raises:
        Undecided: a message was not settled, and no other makes it fail.
    """
    labels: list[str] = []
    sent: set[str] = set()
    for node in _senders(form)[1]:
        for edge, _ in form.children[node]:
            label = form.tree.labels.edge[edge]
            if label not in labels:
                labels.append(label)
            if entry.strategy.get(edge):
                sent.add(label)
    left_open: Undecided | None = None
    for label in labels:
        # Where nobody is left in doubt about the type, there is no belief that a test could refine.
        if label not in sent and _leaves_doubt(form, label):
            try:
                if reason := test(_Offer(form, entry, label)):
                    return reason
            except Undecided as open_:
                left_open = left_open or open_
    if left_open is not None:
        raise left_open
    return ""


def _leaves_doubt(form: Form, label: str) -> bool:
    """Whether after a message somebody moves who does not know the type."""
    _, senders = _senders(form)
    kind = {below: t for t, node in enumerate(senders) for below in form.below(node)}
    for node in senders:
        for edge, child in form.children[node]:
            if form.tree.labels.edge[edge] == label:
                sets = {form.infoset(n) for n in form.below(child)} - {-1}
                if any(len({kind[n] for n in form.members(index)}) > 1 for index in sets):
                    return True
    return False


def _breaks_intuitive(offer: _Offer) -> str:
    types = list(offer.child)
    out = [t for t in types if not offer.possible([(t, 1, False)], [])]
    left = [t for t in types if t not in out]
    if not out or not left:
        return ""
    for t in left:
        if not offer.possible([(t, -1, False)], out):
            return (
                f"{offer.name[t]} could send {offer.label}: {offer.names(out)} would lose by it whatever followed, "
                f"so it must come from {offer.names(left)}, and then {offer.name[t]} gains."
            )
    return ""


def _breaks_d1(offer: _Offer) -> str:
    types = list(offer.child)
    gains = {t: offer.possible([(t, 1, True)], []) for t in types}
    struck: dict[int, int] = {}
    for t in types:
        for other in types:
            if (
                t not in struck
                and other != t
                and gains[other]
                and not offer.possible([(t, 1, False), (other, -1, False)], [])
            ):
                struck[t] = other
    left = [t for t in types if t not in struck]
    if not struck or not left or offer.possible([(t, -1, False) for t in types], list(struck)):
        return ""
    weak, strong = next(iter(struck.items()))
    gainer = next((t for t in left if gains[t]), left[0])
    return (
        f"{offer.name[gainer]} could send {offer.label}: whenever {offer.name[weak]} would gain by it, "
        f"{offer.name[strong]} would gain too, so it is not read as {offer.name[weak]}, and no belief on "
        f"{offer.names(left)} deters it."
    )
