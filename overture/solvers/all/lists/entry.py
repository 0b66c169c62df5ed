"""Entries of the list of one world: play on the path with one set of threats, in exact numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from overture.solvers.all.algebra.exact import Exact
from overture.solvers.all.algebra.polynomials import ZERO, put_quotient
from overture.solvers.all.supports.completion import Completion
from overture.solvers.all.supports.search import PlayOnPath, Search
from overture.solvers.all.supports.values import Ratio, Support, SupportValues
from overture.solvers.all.supports.worlds import OneWorld
from overture.solvers.budget import Budget
from overture.solvers.form import Form, Payoffs

if TYPE_CHECKING:
    from overture.solvers.all.continua.region import Area


@dataclass(frozen=True)
class Entry:
    """One way of playing on the path, held up by one set of threats.

    Attributes:
        strategy: [action] probability.
        ratios: for each group of tremble sets, their relative weights.
        support: on the path, [infoset] actions in use.
        value: [player].
        dimensions: free dimensions of the play on the path (0: a point).
        exact: whether no irrational number had to be rounded.
        steady: whether the value is the same on all of a continuum.
        areas: what else is played so: of the trunk, then of the subgames on the path.
    """

    strategy: Mapping[int, Fraction]
    ratios: Mapping[Ratio, tuple[Fraction, ...]]
    support: Mapping[int, tuple[int, ...]]
    value: Payoffs
    dimensions: int
    exact: bool
    steady: bool = True
    source: EntrySource | None = None
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True)
class EntrySource:
    """Where an entry was found: enough to ask what else could be believed off its path.

    Attributes:
        on_path: the nodes reached; a subgame that was folded counts as its root.
    """

    search: ExactSearch
    support: Support
    branch: Exact
    on_path: frozenset[int]

    def value(self, strategy: Mapping[int, Fraction]) -> Payoffs:
        """[player] what a strategy is worth at the root of the trunk."""
        return self.search.value(strategy)

    def completion(self) -> Completion[Fraction]:
        """A fresh completion of this play on the path."""
        return Completion(self.search, self.support, self.branch, set(self.on_path))


class ExactSearch(Search[Fraction]):
    """The search of one trunk in one world; ``values`` are payoffs of the nodes that stand for what follows them.

    Attributes:
        settled: nodes of ``values`` that can be worth nothing else.
    """

    worlds: OneWorld

    def __init__(
        self,
        form: Form,
        root: int,
        values: Mapping[int, Payoffs],
        budget: Budget,
        settled: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(form, root, values, OneWorld(form, values), budget)
        self.values, self.settled = values, settled

    @property
    def complete(self) -> bool:
        """Whether what was found is all."""
        return not self.unsure.any()

    def entries(self) -> Iterator[tuple[Entry, set[int]]]:
        """What was found, each with the nodes on its path that stand for what follows them."""
        for solved in self.found:
            yield self._entry(solved), {n for n in solved.nodes if n in self.values}

    def _entry(self, solved: PlayOnPath[Fraction]) -> Entry:
        play = solved.play.strategy[0]
        strategy = {a: play[a] for i in self.members for a in actions(self.form, i)}
        dims = len(solved.branch.free)
        return Entry(
            strategy,
            # None: this play does not need the group, which another way to settle what is off the path did.
            {key: row for key, table in solved.play.ratios.items() if None not in (row := tuple(table[0]))},
            solved.support,
            self.value(strategy),
            dims,
            solved.branch.numbers.exactly(solved.branch, solved.point) and not solved.rounded,
            dims == 0 or self._steady(solved),
            EntrySource(self, solved.support, solved.branch, solved.nodes),
        )

    def value(self, strategy: Mapping[int, Fraction]) -> Payoffs:
        """[player] value at the root of the trunk under numbers."""

        def walk(node: int) -> Payoffs:
            if node in self.ends:
                return self.worlds.payoffs(node)
            total = [ZERO] * len(self.form.tree.players)
            for edge, child in self.form.children[node]:
                share = self.form.odds[edge] if edge >= self.form.tree.n_actions else strategy[edge]
                if share:
                    total = [a + share * b for a, b in zip(total, walk(child), strict=True)]
            return tuple(total)

        return walk(self.root)

    def _steady(self, solved: PlayOnPath[Fraction]) -> bool:
        """Whether the values at the root do not vary with the free variables."""
        state = SupportValues(self, solved.support)
        for player in range(len(self.form.tree.players)):
            poly = state.value(self.root, player)
            for number, above, below in solved.branch.solved:
                if set(below) != {()}:
                    return False
                poly = put_quotient(poly, number, above, below, False)
            if set(poly) - {()}:
                return False
        return True


def actions(form: Form, infoset: int) -> range:
    """The actions of an information set."""
    return range(int(form.tree.edge_start[infoset]), int(form.tree.edge_start[infoset + 1]))


__all__ = ["Entry", "EntrySource", "ExactSearch", "actions"]
