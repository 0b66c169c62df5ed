"""Intuitive criterion and D1 where an offer is followed by more than one answer.

What follows an unsent first message is a game of its own for each belief about the type. Its
sequential completions, over all beliefs, take the place that mixed best replies have in Cho and
Kreps 1987; each question of the two tests is then whether a completion exists under which some
types would gain by the message and others would not.
"""

from __future__ import annotations

from fractions import Fraction

from overture.solve.refinement import Verdict
from overture.solve.staged_form import Form, informed
from overture.solve.staged_polynomials import Poly, constant, plus
from overture.solve.staged_search import Entry
from overture.solve.staged_values import State


class Undecided(Exception):
    """A question about polynomials that was not settled."""


def refine_staged(form: Form, entry: Entry) -> tuple[Verdict, Verdict] | None:
    """(intuitive, D1), or None where the game does not begin with an informed sender or cannot be tested."""
    start = informed(form)
    if start is None or entry.source is None or entry.dimensions or entry.source.search.root != 0:
        return None
    try:
        verdicts = [_first_failure(form, entry, test) for test in (_breaks_intuitive, _breaks_d1)]
    except Undecided:
        return None
    both = [Verdict("none", reason) if reason else Verdict("all") for reason in verdicts]
    return both[0], both[1]


class _Offer:
    """One unsent message: who could send it, what each gets now, and what could follow."""

    def __init__(self, form: Form, entry: Entry, label: str) -> None:
        assert entry.source is not None
        start = informed(form)
        assert start is not None
        self.player, sets = start
        self.form, self.label = form, label
        self.completion = entry.source.completion()
        self.edge: dict[int, int] = {}
        self.child: dict[int, int] = {}
        self.now: dict[int, Fraction] = {}
        self.name = [form.tree.labels.edge[e] for e, _ in form.children[0]]
        state = State(entry.source.search, entry.source.support)
        point = entry.source.branch.point({})
        for t, index in enumerate(sets):
            node = form.members(index)[0]
            poly = state.value(node, self.player)
            self.now[t] = _number(poly, point)
            for edge, child in form.children[node]:
                if form.tree.labels.edge[edge] == label:
                    self.edge[t], self.child[t] = edge, child
        below: set[int] = set()
        for child in self.child.values():
            below |= self.completion._sets_below(child)
        self.block = sorted({i for block in self.completion.blocks() if set(block) & below for i in block})

    def possible(self, wants: list[tuple[int, int, bool]], barred: list[int]) -> bool:
        """Whether a completion exists in which sign * (payoff - present payoff) >= 0 (> 0 if strict) for all."""

        def demands(state: State) -> list[tuple[Poly, bool]]:
            found = []
            for t, sign, strict in wants:
                gain = plus(state.value(self.child[t], self.player), constant(self.now[t]), -1)
                found.append((gain if sign > 0 else plus({}, gain, -1), strict))
            return found

        self.completion.decided = True
        out = frozenset(self.edge[t] for t in barred)
        for _ in self.completion.of_block(self.block, demands, out):
            return True
        if not self.completion.decided:
            raise Undecided
        return False

    def names(self, types: list[int]) -> str:
        return " or ".join(self.name[t] for t in types)


def _number(poly: Poly, point: dict[int, Fraction]) -> Fraction:
    total = Fraction(0)
    for key, value in poly.items():
        for n in key:
            value *= point[n]
        total += value
    return total


def _first_failure(form: Form, entry: Entry, test: object) -> str:
    assert callable(test)
    start = informed(form)
    assert start is not None
    labels: list[str] = []
    sent: set[str] = set()
    for index in start[1]:
        first, last = int(form.tree.edge_start[index]), int(form.tree.edge_start[index + 1])
        for edge in range(first, last):
            label = form.tree.labels.edge[edge]
            if label not in labels:
                labels.append(label)
            if entry.strategy.get(edge):
                sent.add(label)
    for label in labels:
        if label not in sent:
            reason = test(_Offer(form, entry, label))
            if reason:
                return str(reason)
    return ""


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
