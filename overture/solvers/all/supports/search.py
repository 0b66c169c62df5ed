"""Play on the path: supports one set after another from the root, and what is left once all are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from overture.solvers.all.sets.algebra import System, held, reduce_system
from overture.solvers.all.sets.feasible import exactly, feasible
from overture.solvers.all.sets.polynomials import ONE, ZERO, Poly
from overture.solvers.all.supports.completion import Completion
from overture.solvers.all.supports.layers import Found
from overture.solvers.all.supports.necessary import no_deviation_pays
from overture.solvers.all.supports.trunk import Trunk
from overture.solvers.all.supports.values import Ratio, State, Support
from overture.solvers.all.supports.walk import Walk
from overture.solvers.budget import Budget
from overture.solvers.form import Form, Payoffs

if TYPE_CHECKING:
    from overture.solvers.all.continua.region import Area


SMALL = Fraction(1, 100)  # payoffs of a player that spread over less are posed in a larger unit


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
    """

    strategy: Mapping[int, Fraction]
    ratios: Mapping[Ratio, tuple[Fraction, ...]]
    support: Mapping[int, tuple[int, ...]]
    value: Payoffs
    dimensions: int
    exact: bool
    steady: bool = True  # the value is the same on all of a continuum
    source: Source | None = None
    areas: tuple[Area, ...] = ()  # what else is played so: of the trunk, then of the subgames on the path


@dataclass(frozen=True)
class Source:
    """Where an entry was found: enough to ask what else could be believed off its path.

    Attributes:
        on_path: the nodes reached; a subgame that was folded counts as its root.
    """

    search: Search
    support: Support
    branch: System
    on_path: frozenset[int]

    def value(self, strategy: Mapping[int, Fraction]) -> Payoffs:
        """[player] what a strategy is worth at the root of the trunk."""
        return State(self.search, self.support).value_at(strategy)

    def completion(self) -> Completion:
        """A fresh completion of this play on the path."""
        return Completion(self.search, State(self.search, self.support), self.branch, set(self.on_path))


class Search(Trunk):
    """The search of one trunk; ``values`` are payoffs of the nodes that stand for what follows them."""

    def __init__(self, form: Form, root: int, values: Mapping[int, Payoffs], budget: Budget) -> None:
        super().__init__(form, root, values)
        self.values, self.budget = values, budget
        self.settled: frozenset[int] = frozenset()  # nodes of ``values`` that can be worth nothing else
        self.found: list[tuple[Entry, set[int]]] = []
        self.complete = True
        self.layers: dict[tuple[object, ...], tuple[Found | None, bool, bool]] = {}  # answers that are kept

    @cached_property
    def _floats(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
        """Payoffs scaled to a range of one, and odds, for the kernel."""
        tree = self.form.tree
        paid = np.zeros((tree.n_nodes, len(tree.players), 1))
        ends = sorted(self.ends)
        paid[ends, :, 0] = [[float(x) for x in self.payoffs(n)] for n in ends]
        span = paid[ends].max(axis=0) - paid[ends].min(axis=0) if ends else np.ones((len(tree.players), 1))
        odds = np.zeros((tree.n_edges, 1))
        for edge, share in self.form.odds.items():
            odds[edge] = float(share)
        return paid / np.where(span > 0, span, 1.0), odds, np.ones((tree.n_edges, 1), bool)

    def payoffs(self, node: int) -> Payoffs:
        """[player] at an end."""
        return self.values[node] if node in self.values else self.form.paid[node]

    def worth(self, node: int, player: int) -> Fraction:
        """What an end pays a player, in the unit in which conditions are posed."""
        return self.payoffs(node)[player] * self.units[player]

    @cached_property
    def units(self) -> tuple[Fraction, ...]:
        """[player] by how much payoffs are multiplied where all are small: zero tests in doubles are meant for about one."""
        found = []
        for player in range(len(self.form.tree.players)):
            paid = [each[player] for each in self.form.paid.values()]
            spread = max(paid) - min(paid)
            found.append(Fraction(10) ** -floor(log10(spread)) if 0 < spread < SMALL else ONE)
        return tuple(found)

    def odds(self, edge: int) -> Fraction:
        """Probability of a branch of chance."""
        return self.form.odds[edge]

    # -- on the path ------------------------------------------------------------------------------

    def run(self) -> None:
        """Find all entries."""
        for support, nodes in Walk(self).leaves({}, frozenset()):
            self._close(support, nodes)

    def viable(self, support: Support, nodes: set[int], part: frozenset[int]) -> bool:
        """Whether a part of the game, closed in itself, can be played so; True where that is not plain."""
        state = State(self, support)
        for branch in self.branches(state, nodes, part):
            if branch.equal:
                return True
            point, decided = feasible(branch, quick=True)
            if point is None and decided:
                continue
            completion = Completion(self, state, branch, nodes, part)
            if not completion.short or completion.first() is not None or not completion.decided:
                return True
        return False

    def plausible(self, support: Support) -> bool:
        """No action in use is worse than another at every node of its set, whatever is still open."""
        if not self.budget.spend():
            self.complete = False
            return False
        return bool(self.open_in(support, np.zeros(1, np.int64), *self._floats)[0])

    def _close(self, support: Support, nodes: set[int]) -> None:
        """All sets on the path have supports: solve the conditions among them, then complete."""
        state = State(self, support)
        for branch in self.branches(state, nodes):
            if branch.equal:
                self.complete = False
                continue
            point, decided = feasible(branch)
            if point is None:
                self.complete &= decided
                continue
            # A member of a continuum is asked first: then the sets off the path fall into groups again.
            tries = [held(branch, point), branch] if branch.free else [branch]
            for each in tries:
                completion = Completion(self, state, each, nodes)
                found = completion.first()
                if found is not None:
                    break
            self.complete &= completion.decided or found is not None
            if found is None:
                continue
            whole, ratios, full = found
            strategy = {a: ZERO for i in self.members for a in actions(self.form, i)}
            for used in full.values():
                for a in used:
                    strategy[a] = ONE if len(used) == 1 else whole[a]
            value = state.value_at(strategy)
            dims = len(branch.free)
            steady = dims == 0 or state.steady(branch)
            entry = Entry(
                strategy,
                ratios,
                dict(support),
                value,
                dims,
                exactly(branch, point) and not completion.rounded,
                steady,
                Source(self, dict(support), branch, frozenset(nodes)),
            )
            self.found.append((entry, {n for n in nodes if n in self.values}))

    def branches(self, state: State, nodes: set[int], part: frozenset[int] | None = None) -> list[System]:
        """The conditions among the sets on the path (or a part of them), and that no deviation pays, case by case."""
        system = System()
        self.pose(system, state, nodes, part)
        system.above += no_deviation_pays(self, state, nodes, part)
        return reduce_system(system)

    def pose(
        self, system: System, state: State, nodes: set[int], part: frozenset[int] | None = None
    ) -> list[Poly]:
        """Add to ``system`` the conditions among the sets on the path (or a part of them).

        Returns those of indifference.
        """
        for index, used in state.support.items():
            state.declare(system, index, used)
        system.equal += state.given(system)
        equal: list[Poly] = []
        for index, used in state.support.items():
            if part is not None and index not in part:
                continue
            here = [n for n in self.members[index] if n in nodes]
            equal += state.indifference(index, used, dict.fromkeys(here, ONE))
        system.equal += equal
        return equal


def actions(form: Form, infoset: int) -> range:
    return range(int(form.tree.edge_start[infoset]), int(form.tree.edge_start[infoset + 1]))
