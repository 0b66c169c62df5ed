"""What one player faces at one information set: the others as one coalition, his own plans from there on.

The others and chance are described by *sequences*: everything that they have done on the way to a
node. Several opponents are taken as one who remembers all that they did, so that his sets are split by
it: whatever they do apart he can do too, and their realisation plans form one polytope, over which
every payoff is linear (von Stengel 1996, Games and Economic Behavior 14:220-246). With one opponent
nothing is split.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import islice, product
from math import gcd, lcm

import numpy as np
from numpy.typing import NDArray

from overture.games.tree import CHANCE, Floats
from overture.solvers.form import Form

MOST_PLANS = 64  # own plans after one action that are tried one by one
MOST_BITS = 900  # of a whole number that is put into a double
WIDE = 10**6  # a difference of payoffs that is smaller beside the largest payoff is compared in rationals

Number = int | Fraction
Gains = dict[int, Number]  # sequence of the others -> what it adds, in the units of a View
Mask = NDArray[np.bool_]  # [sequence of the others] what they may do
Plan = frozenset[int]  # own sequences (of a View) that a pure plan uses


@dataclass
class Others:
    """The others of one player, for a whole tree.

    Attributes:
        sequence: [node] the sequence that leads to it; 0 for none.
        cell: (infoset, sequence before) -> number of the cell.
        infoset: [cell] the set of the tree.
        before: [cell] the sequence that leads there.
        start: [cell] its first sequence; one for each action of the set, in order.
        likely: [node] the odds that chance leads to it, as a ratio.
    """

    sequence: list[int]
    cell: dict[tuple[int, int], int]
    infoset: list[int]
    before: list[int]
    start: list[int]
    likely: list[tuple[int, int]]


def others_of(form: Form, player: int) -> Others:
    """The coalition of all but one player."""
    tree = form.tree
    found = Others([0] * tree.n_nodes, {}, [], [], [], [each.as_integer_ratio() for each in form.likely])
    count = 1
    set_of, owner, start = form.movers
    for node in form.below(0):
        if not form.children[node]:
            continue
        mover = owner[set_of[node]]
        here = found.sequence[node]
        low: int | None = None  # what takes an edge of one of the others to its sequence in the cell
        if mover not in (player, CHANCE):
            infoset = set_of[node]
            cell = found.cell.setdefault((infoset, here), len(found.cell))
            if cell == len(found.infoset):
                found.infoset.append(infoset)
                found.before.append(here)
                found.start.append(count)
                count += start[infoset + 1] - start[infoset]
            low = found.start[cell] - start[infoset]
        for edge, child in form.children[node]:
            found.sequence[child] = here if low is None else low + edge
    return found


@dataclass
class View:
    """One information set as its player sees it, in sequences of the others that matter to him.

    Attributes:
        infoset, player: whose choice it is.
        cells: the cells that matter, one before those that it leads to; ``sets`` are their infosets.
        before: [cell] the sequence that leads there, ``start`` [cell + 1] its sequences (0 is the root's).
        reach: sequence -> odds of chance to come to the set.
        own_set: [own sequence set] own sets from here on, the first being this one.
        own_before: [own set] own sequence that leads there (-1 for the first).
        own_start: [own set + 1] own sequences; ``own_action`` [own sequence] their actions.
        ends: (own sequence, sequence of the others, odds times payoff). Numbers of a view are whole:
            ``reach`` and ``ends`` are multiplied by common denominators.
        past: [cell] nodes at which the others move before the set.
    """

    infoset: int
    player: int
    cells: list[int]
    sets: list[int]
    before: list[int]
    start: list[int]
    reach: Gains
    own_set: list[int]
    own_before: list[int]
    own_start: list[int]
    own_action: list[int]
    ends: list[tuple[int, int, int]]
    past: list[list[int]]
    scale: float = 1.0
    rows: dict[int, Floats] = field(default_factory=dict)  # own sequence -> gains in doubles
    reach_row: Floats = field(default_factory=lambda: np.empty(0))

    @property
    def n_sequences(self) -> int:
        return self.start[-1]

    def plans(self, action: int, allowed: list[list[int]]) -> list[Plan] | None:
        """Own pure plans that begin with an action; None if there are too many."""
        found = list(islice(self._plans(self.own_action.index(action), allowed), MOST_PLANS + 1))
        return found if len(found) <= MOST_PLANS else None

    def _plans(self, sequence: int, allowed: list[list[int]]) -> Iterator[Plan]:
        below = [at for at, before in enumerate(self.own_before) if before == sequence]
        choices = []
        for at in below:
            usable = [
                each
                for each in range(self.own_start[at], self.own_start[at + 1])
                if self.own_action[each] in allowed[self.own_set[at]]
            ]
            choices.append(
                [plan for each in usable for plan in islice(self._plans(each, allowed), MOST_PLANS + 1)]
            )
        for rest in product(*choices):
            yield frozenset([sequence]).union(*rest)

    def gains(self, weights: Mapping[int, Number]) -> Gains:
        """What each sequence of the others adds, for weights on own sequences."""
        found: Gains = {}
        for own, weight in weights.items():
            for sequence, paid in self._ends_of.get(own, ()):
                found[sequence] = found.get(sequence, 0) + weight * paid
        return found

    @cached_property
    def _ends_of(self) -> dict[int, list[tuple[int, int]]]:
        """own sequence -> (sequence of the others, odds times payoff)."""
        found: dict[int, list[tuple[int, int]]] = {}
        for own, sequence, paid in self.ends:
            found.setdefault(own, []).append((sequence, paid))
        return found

    @cached_property
    def is_wide(self) -> bool:
        """Whether two payoffs that may be compared differ by so little, beside the largest, that doubles may lose it."""
        gains = np.sort(np.array([np.zeros(self.n_sequences), *self.rows.values()]), axis=0)
        apart = np.diff(gains, axis=0)
        return bool((WIDE * apart[apart > 0]).min(initial=np.inf) < np.abs(gains).max())

    @cached_property
    def is_flat(self) -> bool:
        """Whether none of the others' cells follows another."""
        return not any(self.before)

    @cached_property
    def width(self) -> int:
        """How many sequences each cell has; 0 where they differ."""
        sizes = {last - first for first, last in zip(self.start, self.start[1:], strict=False)}
        return sizes.pop() if len(sizes) == 1 else 0

    @cached_property
    def cell_of(self) -> list[int]:
        """[sequence] the cell that it belongs to; -1 for the root's."""
        found = [-1]
        for cell in range(len(self.cells)):
            found += [cell] * (self.start[cell + 1] - self.start[cell])
        return found

    def row(self, plan: Plan) -> Floats:
        """The same in doubles, for a pure plan."""
        return sum((self.rows[own] for own in plan if own in self.rows), np.zeros(self.n_sequences))


def view_of(form: Form, others: Others, infoset: int) -> View:
    """The view of the player at one of his sets."""
    player = int(form.tree.set_player[infoset])
    roots = form.members(infoset)
    past_nodes = _others_before(form, roots, player)
    ends: list[
        tuple[int, int, int, int]
    ] = []  # own sequence, sequence of the others, a fraction in lowest terms
    set_of, owner, first_edge = form.movers
    likely = others.likely
    own_set, own_before, own_start = [infoset], [-1], [0]
    own_action: list[int] = []
    place: dict[int, int] = {}

    def enter(at: int) -> None:
        first, last = first_edge[at], first_edge[at + 1]
        place[at] = len(own_action) - first
        own_action.extend(range(first, last))
        own_start.append(len(own_action))

    enter(infoset)
    needed: set[int] = set()
    stack = [(node, -1) for node in reversed(roots)]
    while stack:
        node, own = stack.pop()
        if not form.children[node]:
            (above, under), (paid, unit) = likely[node], form.paid[node][player].as_integer_ratio()
            above, under = above * paid, under * unit
            shared = gcd(above, under)
            ends.append((own, others.sequence[node], above // shared, under // shared))
            continue
        at = set_of[node]
        mover = owner[at]
        if mover == player and at not in place:
            own_set.append(at)
            own_before.append(own)
            enter(at)
        elif mover not in (player, CHANCE):
            needed.add(others.cell[at, others.sequence[node]])
        if mover == player:
            before = place[at]
            stack += [(child, before + edge) for edge, child in reversed(form.children[node])]
        else:
            stack += [(child, own) for _, child in reversed(form.children[node])]
    past: dict[int, list[int]] = {}
    for node in past_nodes:
        past.setdefault(others.cell[set_of[node], others.sequence[node]], []).append(node)
    cells = sorted(needed | set(past))
    sizes = [first_edge[others.infoset[c] + 1] - first_edge[others.infoset[c]] for c in cells]
    start = [1]
    new = {0: 0}
    for cell, size in zip(cells, sizes, strict=True):
        new.update({others.start[cell] + at: start[-1] + at for at in range(size)})
        start.append(start[-1] + size)
    unit = lcm(*{under for *_, under in ends})
    whole = lcm(*{likely[node][1] for node in roots})
    reach: Gains = {}
    for node in roots:
        at = new[others.sequence[node]]
        reach[at] = reach.get(at, 0) + likely[node][0] * (whole // likely[node][1])
    found = View(
        infoset,
        player,
        cells,
        [others.infoset[cell] for cell in cells],
        [new[others.before[cell]] for cell in cells],
        start,
        reach,
        own_set,
        own_before,
        own_start,
        own_action,
        [(own, new[sequence], above * (unit // under)) for own, sequence, above, under in ends],
        [past.get(cell, []) for cell in cells],
    )
    _in_doubles(found)
    return found


def _in_doubles(view: View) -> None:
    """Fill the rows of a view, in units in which their whole numbers fit."""
    view.reach_row = np.zeros(view.n_sequences)
    unit = _unit(view.reach.values())
    for at, odds in view.reach.items():
        view.reach_row[at] = float(odds / unit)
    whole = float(sum(view.reach.values()) / unit)
    unit = _unit([paid for *_, paid in view.ends])
    for own, sequence, paid in view.ends:
        row = view.rows.get(own)
        if row is None:
            row = view.rows[own] = np.zeros(view.n_sequences)
        row[sequence] += float(paid / unit)
    view.scale = max((float(np.abs(row).sum()) for row in view.rows.values()), default=0.0) / whole or 1.0


def _unit(numbers: Collection[Number]) -> int:
    """1 where the numbers fit into doubles; else the power of two in which they do."""
    largest = max(int(max(numbers, default=0)), -int(min(numbers, default=0)))
    return 1 << max(0, largest.bit_length() - MOST_BITS)


def _others_before(form: Form, nodes: list[int], player: int) -> list[int]:
    """Nodes before those of a set at which others move."""
    found: dict[int, None] = {}
    seen: set[int] = set()
    set_of, owner, _ = form.movers
    for node in nodes:
        while node:
            node = form.parent[node]
            if node in seen:
                break
            seen.add(node)
            if owner[set_of[node]] not in (player, CHANCE):
                found[node] = None
    return list(found)


def sure_nodes(form: Form, infoset: int, allowed: list[list[int]]) -> set[int]:
    """Nodes from which the set is reached with positive odds, as long as the others do what is allowed.

    The player's own moves on the way are taken as made: they do not bear on what he believes there.
    """
    player = int(form.tree.set_player[infoset])
    sure = set(form.members(infoset))
    above: set[int] = set()
    set_of, owner, _ = form.movers
    for node in sure:
        while node:
            node = form.parent[node]
            if node in above:
                break
            above.add(node)
    for node in sorted(above | sure, reverse=True):
        if node not in sure and owner[set_of[node]] not in (player, CHANCE):
            usable = allowed[set_of[node]]
            if all(child in sure for edge, child in form.children[node] if edge in usable):
                sure.add(node)
        before = form.parent[node]
        if node in sure and node and owner[set_of[before]] in (player, CHANCE):
            sure.add(before)
    return sure
