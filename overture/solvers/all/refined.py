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
from functools import cached_property

import numpy as np

from overture.solvers.all.algebra.exact import FRACTIONS
from overture.solvers.all.algebra.polynomials import Poly, constant, plus
from overture.solvers.all.algebra.system import ONE_ROW, System
from overture.solvers.all.lists.entry import Entry, ExactSearch
from overture.solvers.all.private import first_mover, is_open, no_single_reply, untestable
from overture.solvers.all.refinement import RefinementVerdict, guarded, not_tested
from overture.solvers.all.supports.completed import Completed
from overture.solvers.all.supports.completion import Completion
from overture.solvers.all.supports.values import SupportValues
from overture.solvers.form import Form

CONTINUUM = "the entry is a continuum, and the test is made for one way of playing on the path"


class Undecided(Exception):
    """A question about a completion that was not settled; the text says why."""


def refine_staged(entry: Entry) -> tuple[RefinementVerdict, RefinementVerdict] | None:
    """(intuitive, D1); None where no player knows what another does not, so that there is nothing to ask."""
    assert entry.source is not None
    form = entry.source.search.form  # without the actions that dominance removed
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


class _Sender:
    """The informed player at his first move.

    Attributes:
        sets: [type] his information set. name: [type] what chance drew for that type and not for every other.
        nodes: [type] the nodes of the set.
    """

    def __init__(self, form: Form) -> None:
        found = first_mover(form)
        assert found is not None
        self.form = form
        self.player, self.sets = found
        self.name = type_names(form, self.sets)
        self.nodes = [form.members(index) for index in self.sets]

    @cached_property
    def messages(self) -> dict[str, dict[int, int]]:
        """word -> {type: the action that sends it}."""
        found: dict[str, dict[int, int]] = {}
        for t, row in enumerate(self.nodes):
            for edge, _ in self.form.children[row[0]]:
                found.setdefault(self.form.tree.labels.edge[edge], {})[t] = edge
        return found

    def after(self, label: str) -> dict[int, list[int]]:
        """{type: the nodes to which a message leads it}, for the types that have it."""
        return {
            t: [self.form.child[node][edge] for node in self.nodes[t]]
            for t, edge in self.messages[label].items()
        }

    def doubts(self, label: str) -> dict[int, set[int]]:
        """{information set after a message whose player does not know the type: the types that can be met there}."""
        met: dict[int, set[int]] = {}
        kind = {
            below: t for t, row in enumerate(self.nodes) for node in row for below in self.form.below(node)
        }
        for row in self.after(label).values():
            for index in {self.form.infoset(n) for child in row for n in self.form.below(child)} - {-1}:
                met.setdefault(index, {kind[n] for n in self.form.members(index)})
        return {index: types for index, types in met.items() if len(types) > 1}


def type_names(form: Form, sets: list[int]) -> list[str]:
    """[type] the draws of chance that all nodes of its set share and the types do not; else what the set is called."""
    words = [[[form.tree.labels.edge[e] for e in form.path(n)] for n in form.members(i)] for i in sets]
    depth = min(len(path) for rows in words for path in rows)
    shared = [[{path[k] for path in rows} for k in range(depth)] for rows in words]
    telling = [k for k in range(depth) if len({frozenset(row[k]) for row in shared}) > 1]
    names = [" ".join(min(row[k]) for k in telling if len(row[k]) == 1) for row in shared]
    if all(names) and len(set(names)) == len(names):
        return names
    return [str(form.tree.labels.set_label[index]) for index in sets]


class _Offer:
    """One unsent message: who could send it, what each gets now, and what could follow.

    Attributes:
        edge: [type] the action that sends it, for those who can.
        after: [type] the nodes to which it leads.
        now: [type] payoff of the entry, in the unit of the search.
        name: [type]
    """

    def __init__(self, sender: _Sender, entry: Entry, label: str) -> None:
        self.player, self.label, self.name = sender.player, label, sender.name
        self.edge, self.after = sender.messages[label], sender.after(label)
        self.completion = _completion(entry, {node for row in sender.nodes for node in row})
        search = self.completion.search
        state = SupportValues(search, self.completion.support)
        self.now = {
            t: _number(_sum(state, sender.nodes[t], self.player), entry) for t in range(len(sender.sets))
        }
        below: set[int] = set()
        for row in self.after.values():
            for child in row:
                below |= search.below[child] - self.completion.support.keys()
        self.block = sorted({i for block in self.completion.blocks() if set(block) & below for i in block})

    def possible(self, wants: list[tuple[int, int, bool]], barred: list[int]) -> bool:
        """Whether a completion exists in which sign * (payoff - present payoff) >= 0 (> 0 if strict) for all."""

        def demands(state: SupportValues[Fraction]) -> list[tuple[Poly, bool]]:
            found = []
            for t, sign, strict in wants:
                above, below = self.now[t].as_integer_ratio()
                gain: Poly = plus(constant(-above), _sum(state, self.after[t], self.player), below)
                found.append((gain if sign > 0 else plus({}, gain, -1), strict))
            return found

        self.completion.unsure[:] = False
        out = frozenset(self.edge[t] for t in barred)
        done = Completed.empty(FRACTIONS, ONE_ROW, self.completion.form.tree.n_actions)
        if self.completion.serve(self.block, np.ones(1, bool), done, demands, out).any():
            return True
        if self.completion.unsure.any():
            budget = self.completion.search.budget
            why = budget.out or "a polynomial condition was left open"
            raise Undecided(f"what could follow {self.label} was not settled ({why})")
        return False

    def names(self, types: list[int]) -> str:
        return " or ".join(self.name[t] for t in types)


def _sum(state: SupportValues[Fraction], nodes: list[int], player: int) -> Poly:
    """What nodes are worth to a player, weighed by the odds of chance as the worths of the search are."""
    total: Poly = {}
    worlds, likely = state.search.worlds, state.search.form.likely
    for node in nodes:
        total = plus(total, state.value(node, player), 1 if worlds.weighed else likely[node])
    return total


def _completion(entry: Entry, senders: set[int]) -> Completion[Fraction]:
    """What can be believed off the path of the entry, in a part of the game that holds all that could follow.

    The search folds subgames into their payoffs. They are unfolded here where a sender moves within
    them, and off the path where they can be worth more than one thing.
    """
    assert entry.source is not None
    old, on_path = entry.source.search, entry.source.on_path
    values = {
        node: value
        for node, value in old.values.items()
        if senders.isdisjoint(old.form.below(node)) and (node in on_path or node in old.settled)
    }
    search = ExactSearch(old.form, 0, values, old.budget.again())
    support = {index: used for index, used in entry.support.items() if index in search.members}
    branch = System(FRACTIONS, rounded=not entry.exact)
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
    sender = _Sender(form)
    left_open: Undecided | None = None
    for label, edges in sender.messages.items():
        try:
            if any(entry.strategy.get(edge) for edge in edges.values()):
                _refuse_excluded(sender, entry, label)
            # Where nobody is left in doubt about the type, there is no belief that a test could refine.
            elif sender.doubts(label) and (reason := test(_Offer(sender, entry, label))):
                return reason
        except Undecided as open_:
            left_open = left_open or open_
    if left_open is not None:
        raise left_open
    return ""


def _refuse_excluded(sender: _Sender, entry: Entry, label: str) -> None:
    """Raise Undecided where a message is sent, but a type of the receiver excludes all who send it.

    What he believes is as free as after a message that nobody sends; the literature does not say what
    of it is to be refined.
    """
    form = sender.form
    if no_single_reply(form, sender.player, sender.sets):
        return
    senders = {t for t, edge in sender.messages[label].items() if entry.strategy.get(edge)}
    for index, types in sender.doubts(label).items():
        if is_open(form, index) and not types & senders:
            raise Undecided(
                f"{label} is sent, but by no type that leads to {form.tree.labels.set_label[index]!r}, "
                "and the test is defined for messages that nobody sends"
            )


def _breaks_intuitive(offer: _Offer) -> str:
    types = list(offer.after)
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
    types = list(offer.after)
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
