"""One part of a game as the searches walk it: its sets, what is below them, and what is out of the question."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.solvers.all.supports.values import Support
from overture.solvers.form import Form

MARGIN = 1e-9  # what counts as worse: payoffs are scaled to a range of about one


def next_of(under: Mapping[int, set[int]]) -> int:
    """Of some sets, given with all that is at and below each, one of the smallest part that hangs together.

    None of the others is above it, where the part has such a set.
    """
    parts: list[tuple[set[int], set[int]]] = []  # (sets, all that is below them)
    covered: set[int] = set()  # sets below another
    for index, below in under.items():
        covered |= below - {index}
        mine = ({index}, below)
        for other in [part for part in parts if part[1] & below]:
            mine = (mine[0] | other[0], mine[1] | other[1])
            parts.remove(other)
        parts.append(mine)
    first = min(parts, key=lambda part: (len(part[1]), min(part[0])))[0]
    return min(first - covered or first)


class Trunk:
    """The nodes below ``root``, where the nodes of ``stops`` count as ends.

    Attributes:
        nodes: parents before children. ends: those where the trunk ends.
        members: [infoset] its nodes here. path: [node] edges from the root.
        below: [node] the sets at the node and below it.
    """

    def __init__(self, form: Form, root: int, stops: Collection[int]) -> None:
        self.form, self.root = form, root
        self.nodes = list(form.below(root, dict.fromkeys(stops)))
        self.ends = {n for n in self.nodes if n in stops or n in form.paid}
        self.members: dict[int, list[int]] = {}
        for node in self.nodes:
            index = form.infoset(node)
            if node not in self.ends and index >= 0:
                self.members.setdefault(index, []).append(node)
        self.path = {n: form.path(n, root) for n in self.nodes}
        self.below: dict[int, frozenset[int]] = {}
        for node in reversed(self.nodes):
            found: frozenset[int] = frozenset()
            if node not in self.ends:
                found = frozenset().union(*(self.below[child] for _, child in form.children[node]))
                index = form.infoset(node)
                found = found | {index} if index >= 0 else found
            self.below[node] = found
        # The same for the kernel.
        tree, kids = form.tree, form.children
        self._nodes = np.array(self.nodes, np.int64)
        self._end = np.zeros(tree.n_nodes, bool)
        self._end[sorted(self.ends)] = True
        self._sets = np.array([form.infoset(n) for n in range(tree.n_nodes)], np.int64)
        self._start = np.concatenate(([0], np.cumsum([len(row) for row in kids]))).astype(np.int64)
        self._kid_edge = np.array([e for row in kids for e, _ in row], np.int64)
        self._kid_node = np.array([c for row in kids for _, c in row], np.int64)
        self._left = np.zeros(tree.n_edges, bool)
        self._left[[a for allowed in form.allowed for a in allowed]] = True
        # [infoset] the sets at its nodes and below them; and whether they are met nowhere else.
        self.under = {
            i: frozenset().union(*(self.below[n] for n in nodes)) for i, nodes in self.members.items()
        }
        self.closed_part = {i: self._is_closed(i) for i in self.members}
        self._known: dict[tuple[int, tuple[int, ...]], list[list[tuple[int, int]]]] = {}
        self._tables = {i: [form.child[n] for n in nodes] for i, nodes in self.members.items()}

    def _is_closed(self, index: int) -> bool:
        """Whether every node of the sets below the nodes of a set lies there."""
        inside = {n for start in self.members[index] for n in self.form.below(start)}
        return all(n in inside for i in self.under[index] for n in self.members[i])

    def reached(self, support: Support, roots: Iterable[int] | None = None) -> tuple[list[int], set[int]]:
        """(open sets on the path in order, nodes on the path) under supports that may be partial.

        ``roots``: where play begins, if not at the root.
        """
        opened: list[int] = []
        nodes: set[int] = set()
        stack = [self.root] if roots is None else list(roots)
        while stack:
            node = stack.pop()
            nodes.add(node)
            if node in self.ends:
                continue
            index = self.form.infoset(node)
            if index >= 0 and index not in support:
                opened.append(index)
                continue
            used = support.get(index)
            stack.extend(c for e, c in self.form.children[node] if used is None or e in used)
        return sorted(set(opened)), nodes

    def next_open(self, opened: list[int], nodes: set[int]) -> int:
        """The open set to settle next.

        None of those above it is open, and it lies in the smallest part of the game that hangs
        together: so parts are settled one by one, and each is judged before the next is begun.
        """
        if len(opened) == 1:
            return opened[0]
        return next_of({i: {k for n in self.members[i] if n in nodes for k in self.below[n]} for i in opened})

    def judged(self, support: Support, nodes: set[int]) -> frozenset[int]:
        """Sets on the path below which nothing is open: what they hold can be asked already."""
        waits: set[int] = set()
        for node in reversed(self.nodes):
            if node in nodes and node not in self.ends:
                index = self.form.infoset(node)
                if (index >= 0 and index not in support) or any(
                    child in waits for _, child in self.form.children[node]
                ):
                    waits.add(node)
        stuck = {self.form.infoset(n) for n in waits}
        return frozenset(i for i in support if i not in stuck)

    def part_to_judge(
        self, support: Support, nodes: set[int], opened: list[int], done: frozenset[int]
    ) -> tuple[frozenset[int], frozenset[int]]:
        """(sets that can be judged, those worth judging now: the new ones and what is below them)."""
        judged = self.judged(support, nodes)
        new = judged - done
        if not any(len(self.form.allowed[i]) > 1 for i in new):
            return judged, frozenset()
        under: set[int] = set(new)
        for index in new:
            for node in self.members[index]:
                if node in nodes:
                    under |= self.below[node]
        # No set that may still be settled leads to the sets that are judged, or to those off their path,
        # from any of its nodes: else what is a tremble on the way there would change.
        later = {i for index in opened for n in self.members[index] if n in nodes for i in self.below[n]}
        ahead = frozenset().union(*(self.under[i] for i in later))
        return judged, frozenset() if ahead & under else judged & frozenset(under)

    def _compared(self, index: int, used: tuple[int, ...]) -> list[list[tuple[int, int]]]:
        """For each action in use and each other one, the pairs of nodes to which they lead."""
        key = (index, used)
        if key not in self._known:
            tables = self._tables[index]
            self._known[key] = [
                [(kids[a], kids[b]) for kids in tables]
                for a in used
                for b in self.form.allowed[index]
                if a != b
            ]
        return self._known[key]

    def open_in(
        self,
        support: Support,
        rows: NDArray[np.int64],
        paid: NDArray[np.float64],
        odds: NDArray[np.float64],
        left: NDArray[np.bool_],
        tested: Collection[int] | None = None,
    ) -> Any:
        """[row] False where an action in use is worse than another at every node of its set, whatever is open.

        paid[node, player, world], odds[edge, world], left[edge, world]: whether the action may be played there.
        ``tested``: the sets of which it is asked, if not of all that have a support.
        """
        from overture.solvers.all.supports import _staged

        usable = self._left.copy()
        tests: list[tuple[int, int, int]] = []
        pairs: list[tuple[int, int]] = []
        for index, used in support.items():
            usable[list(self.form.allowed[index])] = False
            usable[list(used)] = True
            if tested is not None and index not in tested:
                continue
            player = int(self.form.tree.set_player[index])
            for compared in self._compared(index, used):
                tests.append((player, len(pairs), len(pairs) + len(compared)))
                pairs += compared
        return _staged.plausible(
            paid,
            odds,
            rows,
            self._nodes,
            self._end,
            self._sets,
            self._start,
            self._kid_edge,
            self._kid_node,
            usable,
            left,
            np.array(tests, np.int64).reshape(-1, 3),
            np.array(pairs, np.int64).reshape(-1),
            MARGIN,
        )
