"""Play on the path: supports one set after another from the root, and what is left once all are known.

One search serves one world in exact numbers and many worlds in doubles: a support is followed in the worlds
where it is possible, and its conditions are posed once for all of them.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic

import numpy as np

from overture.solvers.all.algebra.feasible import points
from overture.solvers.all.algebra.polynomials import N, Rational, Terms, constant
from overture.solvers.all.algebra.reduce import held, reduce_system
from overture.solvers.all.algebra.system import Bools, Rows, System, among, in_worlds, positions
from overture.solvers.all.supports.completed import Completed
from overture.solvers.all.supports.completion import Completion
from overture.solvers.all.supports.necessary import no_deviation_pays
from overture.solvers.all.supports.trunk import Trunk
from overture.solvers.all.supports.values import Support, SupportValues
from overture.solvers.all.supports.walk import SupportWalk
from overture.solvers.all.supports.worlds import Worlds
from overture.solvers.budget import Budget
from overture.solvers.form import Form

PARTS = 32  # sets of worlds whose coefficients are kept
ROOM = 2_000_000  # continuation values that are kept for a set of worlds, times worlds
LEAST = 64  # what a value of few worlds counts as


@dataclass
class PlayOnPath(Generic[N]):
    """One way of playing on the path, with what holds it up, in the worlds that have it.

    Attributes:
        support: on the path, [infoset] actions in use.
        nodes: those on the path; a subgame that stands as a payoff counts as its root.
        branch: the conditions among the sets on the path, reduced. Its free variables are those of a continuum.
        point: [variable] a value of these.
        play: the completion. rounded: whether a number in it was rounded.
    """

    support: Support
    nodes: frozenset[int]
    branch: System[N]
    point: dict[int, Fraction | N]
    play: Completed
    rounded: bool


class Search(Trunk, Generic[N]):
    """The search of one trunk: the nodes of ``stops`` are its ends, with what the worlds say that they are worth.

    Attributes:
        rows: the worlds of which :meth:`worth` and :meth:`odds_of` speak.
        unsure: [world] where the search was given up, or a condition was not decided.
        found: what it found.
        steps: [node] the edges on the way to it by whose odds it is weighed.
        continuation: values that are kept (:mod:`overture.solvers.all.supports.values`).
        layers: answers that are kept (:mod:`overture.solvers.all.supports.layers`).
    """

    def __init__(
        self, form: Form, root: int, stops: Collection[int], worlds: Worlds[N], budget: Budget
    ) -> None:
        super().__init__(form, root, stops)
        self.worlds, self.budget = worlds, budget
        self.rows = worlds.rows
        self.unsure: Bools = np.zeros(len(worlds.rows), bool)
        self.found: list[PlayOnPath[N]] = []
        self.layers: dict[object, tuple[Completed, Bools, bool]] = {}
        self._arrays = worlds.tables(self.ends)
        self._worth: dict[tuple[int, int], Rational | N] = {}
        self._ends: dict[tuple[int, int], Terms[N]] = {}
        self._odds: dict[int, Terms[N]] = {}
        actions = form.tree.n_actions
        self.steps = {n: [e for e in p if e < actions or not worlds.weighed] for n, p in self.path.items()}
        self.continuation: dict[object, Terms[N]] = {}
        self._parts: dict[bytes, Search[N]] = {}

    def at(self, rows: Rows) -> Search[N]:
        """The same search, speaking of some worlds."""
        if len(rows) == len(self.rows):
            return self
        key = rows.tobytes()
        part = self._parts.pop(key, None)
        if part is None:
            part = copy.copy(self)
            part.rows, part._worth, part._ends, part._odds, part.continuation = rows, {}, {}, {}, {}
        self._parts[key] = part  # the latest last
        if len(self._parts) > PARTS:
            del self._parts[next(iter(self._parts))]
        return part

    def keep(self, key: object, value: Terms[N]) -> Terms[N]:
        """Keep a continuation value, as long as those of these worlds take little room."""
        if len(self.continuation) * max(len(self.rows), LEAST) > ROOM:
            self.continuation.clear()
        self.continuation[key] = value
        return value

    def worth(self, node: int, player: int) -> Rational | N:
        """What an end pays a player, in the unit in which conditions are posed."""
        key = (node, player)
        if key not in self._worth:
            self._worth[key] = self.worlds.worth(node, player, self.rows)
        return self._worth[key]

    def end(self, node: int, player: int) -> Terms[N]:
        """The same as a polynomial."""
        key = (node, player)
        if key not in self._ends:
            self._ends[key] = constant(self.worth(node, player))
        return self._ends[key]

    def odds_of(self, edge: int) -> Terms[N]:
        """Probability of a branch of chance."""
        if edge not in self._odds:
            self._odds[edge] = constant(self.worlds.odds(edge, self.rows))
        return self._odds[edge]

    def run(self) -> None:
        """Find all there is."""
        for support, nodes, rows in SupportWalk(self).leaves({}, self.rows, frozenset()):
            self._close(support, nodes, rows)

    def viable(self, support: Support, nodes: set[int], part: frozenset[int], rows: Rows) -> Bools:
        """[row] whether a part of the game, closed in itself, can be played so; True where that is not plain."""
        here = self.at(rows)
        possible = np.zeros(len(rows), bool)
        for each in here.branches(SupportValues(here, support), nodes, part):
            branch = each.take(positions(~possible[np.searchsorted(rows, each.rows)]))
            place = np.searchsorted(rows, branch.rows)
            if branch.equal or not len(place):
                possible[place] = True
                continue
            spots = points(branch, quick=True)
            open_ = positions(spots.open)
            if not len(open_):
                continue
            branch, place = branch.take(open_), place[open_]
            completion = Completion(self.at(branch.rows), support, branch, nodes, part)
            if not completion.short:
                possible[place] = True
                continue
            done = completion.first()
            possible[place[completion.unsure]] = True
            possible[np.searchsorted(rows, done.rows)] = True
        return possible

    def open_rows(self, support: Support, rows: Rows, tested: Collection[int] | None = None) -> Bools:
        """[row] False where, at one of the sets ``tested`` (all if None), an action in use is worse than another everywhere."""
        good: Bools = self.open_in(support, rows, *self._arrays, tested)
        return good

    def plausible(self, support: Support, rows: Rows, tested: Collection[int] | None = None) -> Rows:
        """The worlds where no action in use is worse than another at every node of its set, whatever is still open."""
        rows = self.worlds.usable([a for used in support.values() for a in used], rows)
        if not len(rows):
            return rows
        rows = rows[self.step(rows)]
        return rows[self.open_rows(support, rows, tested)] if len(rows) else rows

    def step(self, rows: Rows) -> Bools:
        """[row] whether a support may be tried in these worlds; elsewhere the search is given up, and they are unsure."""
        going = self.worlds.step(rows) if self.budget.spend() else np.zeros(len(rows), bool)
        self.unsure[rows[~going]] = True
        return going

    def given_up(self, rows: Rows) -> Bools:
        """[row] whether the search is given up in these worlds."""
        return np.ones(len(rows), bool) if self.budget.out else self.worlds.spent(rows)

    def _close(self, support: Support, nodes: set[int], rows: Rows) -> None:
        """All sets on the path have supports: solve the conditions among them, then complete."""
        here = self.at(rows)
        for branch in here.branches(SupportValues(here, support), nodes):
            if branch.equal:
                self.unsure[branch.rows] = True
                continue
            spots = points(branch)
            self.unsure[branch.rows[spots.undecided]] = True
            kept, point = spots.kept(branch)
            if len(kept.rows):
                self._complete(support, nodes, kept, point)

    def _complete(
        self, support: Support, nodes: set[int], branch: System[N], point: dict[int, Fraction | N]
    ) -> None:
        # A member of a continuum is asked first: then the sets off the path fall into groups again.
        tries = [held(branch, point), branch] if branch.free else [branch]
        left = np.arange(len(branch.rows))
        for count, each in enumerate(tries):
            if not len(left):
                return
            part = each.take(left)
            completion = Completion(self.at(part.rows), support, part, nodes)
            done = completion.first()
            missed = ~among(part.rows, done.rows)
            if count == len(tries) - 1:
                self.unsure[part.rows[missed & completion.unsure]] = True
            if len(done.rows):
                kept = left[~missed]
                self.found.append(
                    PlayOnPath(
                        dict(support),
                        frozenset(nodes),
                        branch.take(kept),
                        in_worlds(point, kept),
                        done,
                        completion.rounded,
                    )
                )
            left = left[missed]

    def branches(
        self, state: SupportValues[N], nodes: set[int], part: frozenset[int] | None = None
    ) -> list[System[N]]:
        """The conditions among the sets on the path (or a part of them), and that no deviation pays, case by case."""
        system = System(self.worlds.numbers, rows=self.rows)
        for index, used in state.support.items():
            state.declare(system, index, used)
        system.equal += state.given(system)
        system.equal += self.indifference(state, nodes, part)
        system.above += no_deviation_pays(self, state, nodes, part)
        return reduce_system(system)

    def indifference(
        self, state: SupportValues[N], nodes: set[int], part: frozenset[int] | None = None
    ) -> Sequence[Terms[N]]:
        """Equations: at each set on the path (or of a part) the actions in use are worth the same."""
        found: list[Terms[N]] = []
        for index, used in state.support.items():
            if part is None or index in part:
                here = [n for n in self.members[index] if n in nodes]
                found += state.indifference(index, used, dict.fromkeys(here, 1))
        return found
