"""Backward induction: every subgame perfect equilibrium of a game of perfect information, of any size.

One pass over the levels of the tree, from its ends to its root, in flat arrays. Where a mover is
indifferent there are many equilibria, and what the others get depends on which: so each node carries,
for each player, the least and the greatest value over all equilibria of its subgame. A move is *in
play* if some equilibrium makes it: the most it can be worth to its mover is no less than the least that
every other move can be. The mover's own range is exact: he gets at least the greatest of the least
values. The others' range is exact as long as no threat below a tie is needed to support the move that
they gain by; where one is, only those equilibria of the subgame count in which the mover gets enough,
and the range is marked as bounds. Mixtures at ties lie within the same ranges.

Source: Zermelo 1913; Kuhn 1953, Annals of Mathematics Studies 28:193-216; Osborne and Rubinstein 1994,
A Course in Game Theory, section 6.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from overture.errors import SolveError
from overture.games.given import need_world
from overture.games.tree import Floats, Ints, Tree
from overture.games.view import Shown
from overture.solvers.all.before.backward_numbers import WorldNumbers, numbers_of
from overture.solvers.all.before.backward_sets import Outcomes, averaged, chosen

if TYPE_CHECKING:
    import pandas as pd

MOST_SETS = 20_000  # nodes whose values are kept as sets, where ranges alone are only bounds

Array = NDArray[Any]  # of int64, of doubles, or of Fractions: see WorldNumbers
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Tie:
    """A node at which more than one action is made in some subgame perfect equilibrium.

    Attributes:
        infoset: the information set (a single node).
        actions: the actions of the tree that are in play there.
    """

    infoset: int
    actions: tuple[int, ...]


@dataclass(frozen=True, repr=False)
class BackwardInduction(Shown):
    """What backward induction gives.

    Attributes:
        tree: the game (one world).
        strategy: [action] one equilibrium, pure: at a tie the action that is named first.
        value: [player] of that equilibrium.
        low, high: [player] least and greatest value over all subgame perfect equilibria.
        range_is_exact: [player] whether both are values of equilibria; if not, they are bounds.
        ties: the nodes at which there is a choice, in the order of the tree.
        path_is_unique: whether all equilibria are played alike as long as nobody deviates.
        exact: whether ties were told from near ties in exact numbers; if not, in doubles.
    """

    tree: Tree
    strategy: Floats
    value: tuple[Fraction | float, ...]
    low: tuple[Fraction | float, ...]
    high: tuple[Fraction | float, ...]
    range_is_exact: tuple[bool, ...]
    ties: tuple[Tie, ...]
    path_is_unique: bool
    exact: bool
    _columns = ("player", "infoset", "action", "strategy", "in_play", "value", "value_range", "range_is")

    def _head(self) -> list[str]:
        return [f"Backward induction of {self.tree.title}", str(self)]

    def __again__(self) -> BackwardInduction:
        from overture.solvers.kept import same_fields

        found = backward(self.tree)
        same_fields(self.tree, self, found)
        return found

    def to_frame(self) -> pd.DataFrame:
        """One row per action.

        Columns: those of :meth:`overture.solvers.solution.Solution.to_frame` for the equilibrium that is shown;
        ``in_play``, whether some subgame perfect equilibrium makes the move; ``value_range``, (low, high) of the
        player's expected payoff over all of them, and whether these ends are ``exact`` or ``bounds`` (``range_is``).
        """
        from overture.solvers.frames import action_rows, one_world, with_parameters

        tree = self.tree
        columns = action_rows(one_world(tree, self.strategy))
        used = self.strategy > 0
        for tie in self.ties:
            used[list(tie.actions)] = True
        movers = tree.set_player[tree.infoset_of_action].tolist()
        columns |= {
            "in_play": used,
            "value_range": [(self.low[at], self.high[at]) for at in movers],
            "range_is": ["exact" if self.range_is_exact[at] else "bounds" for at in movers],
        }
        return with_parameters(columns, tree, np.asarray(columns["world"]))

    @property
    def is_unique(self) -> bool:
        """Whether there is one subgame perfect equilibrium."""
        return not self.ties

    def __str__(self) -> str:
        def told(number: Fraction | float) -> str:
            return str(number) if isinstance(number, Fraction) else f"{number:.9g}"

        if self.is_unique:
            values = ", ".join(f"{p} {told(v)}" for p, v in zip(self.tree.players, self.value, strict=True))
            return f"one subgame perfect equilibrium: {values}"
        spans = []
        for name, low, high, exact in zip(
            self.tree.players, self.low, self.high, self.range_is_exact, strict=True
        ):
            if low == high:
                spans.append(f"{name} {told(low)}")
            else:
                spans.append(f"{name} {told(low)} to {told(high)}" + ("" if exact else " (bounds)"))
        places = "1 node" if len(self.ties) == 1 else f"{len(self.ties)} nodes"
        return f"several actions are optimal at {places}; over all subgame perfect equilibria: " + ", ".join(
            spans
        )


def has_perfect_information(tree: Tree) -> bool:
    """Whether every information set is a single node."""
    return bool((np.diff(tree.member_start[: tree.n_infosets + 1]) == 1).all())


def backward(tree: Tree, world: int = 0) -> BackwardInduction:
    """All subgame perfect equilibria of a game of perfect information, as one of them and the ranges of all.

    Args:
        tree: a game in which every information set is a single node, of any size.
        world: which world of it.

    Returns:
        One equilibrium [action], and [player] the least and the greatest value over all of them.

    Raises:
        TreeError: what is given is no tree.
        SolveError: an information set holds several nodes, or there is no such world.

    Source: Zermelo 1913; Kuhn 1953, Annals of Mathematics Studies 28:193-216.
    """
    need_world(tree, world, "backward")
    if not has_perfect_information(tree):
        sizes = np.diff(tree.member_start[: tree.n_infosets + 1])
        raise SolveError.of(
            "backward/information",
            f"{int((sizes > 1).sum())} information sets hold more than one node",
            tree.title,
            "a game of perfect information",
            "use `overture equilibria`",
        )
    single = tree if tree.n_worlds == 1 else tree.world(world)
    levels = _levels(single.parent)
    numbers = numbers_of(single, levels)
    pass_ = _Pass(single, numbers)
    for level in reversed(levels[1:]):
        pass_.back(level)
    return pass_.result()


def _levels(parent: Ints) -> list[Ints]:
    """[depth] the nodes at that depth, in the order of the tree."""
    depth = np.zeros(len(parent), dtype=np.int32)
    above = np.maximum(parent, 0)
    step = (parent >= 0).astype(np.int32)
    while step.any():  # each round doubles the number of edges that are counted
        depth += step
        step = np.where(step > 0, depth[above], 0).astype(np.int32)
        above = above[above]
    order = np.argsort(depth, kind="stable").astype(np.int32)
    return np.split(order, np.cumsum(np.bincount(depth))[:-1])


class _Pass:
    """The arrays of the pass: [node, player] values of one equilibrium, and ranges over all."""

    def __init__(self, tree: Tree, numbers: WorldNumbers) -> None:
        self.tree, self.numbers = tree, numbers
        self.now: Array = numbers.total.copy()
        self.low: Array = numbers.total.copy()
        self.high: Array = numbers.total.copy()
        self.sure = np.ones(numbers.total.shape, dtype=bool)
        self.chosen = np.zeros(tree.n_edges, dtype=bool)
        self.in_play = np.zeros(tree.n_edges, dtype=bool)

    def back(self, level: Ints) -> None:
        """Hand the values of the nodes of one level to their parents."""
        above = self.tree.parent[level]
        chance = self.tree.set_player[self.tree.set_of[above]] < 0
        if chance.any():
            self._average(level[chance], above[chance])
        if not chance.all():
            self._choose(level[~chance], above[~chance])

    def _average(self, nodes: Ints, above: Ints) -> None:
        start = np.flatnonzero(np.diff(above, prepend=-1))
        at = above[start]
        edge = self.tree.edge[nodes] - self.tree.n_actions
        for table in (self.now, self.low, self.high):
            table[at] = np.add.reduceat(self.numbers.weighted(table[nodes], edge), start, axis=0)
        counts = self.sure[nodes] | ~self.numbers.possible[edge][:, None]
        self.sure[at] = np.logical_and.reduceat(counts, start, axis=0)

    def _choose(self, nodes: Ints, above: Ints) -> None:
        start = np.flatnonzero(np.diff(above, prepend=-1))
        at, group = above[start], np.repeat(np.arange(len(start)), np.diff(start, append=len(above)))
        mover = self.tree.set_player[self.tree.set_of[above]]
        row = np.arange(len(nodes))
        edge = self.tree.edge[nodes]
        own = self.now[nodes, mover]
        best = own == np.maximum.reduceat(own, start)[group]
        taken = nodes[np.flatnonzero(best)[np.unique(group[best], return_index=True)[1]]]
        self.chosen[self.tree.edge[taken]] = True
        self.now[at] = self.now[taken]

        low, high, sure = self.low[nodes], self.high[nodes], self.sure[nodes]
        mine_low, mine_high = low[row, mover], high[row, mover]
        needed = _greatest_of_others(mine_low, start, group, self.numbers.least)
        in_play = mine_high >= needed
        self.in_play[edge] = in_play
        cut = (mine_low < needed)[:, None] & (low != high)
        known = np.logical_and.reduceat(sure[row, mover], start)
        holds = np.logical_and.reduceat(~in_play[:, None] | (sure & ~cut), start, axis=0)
        out = ~in_play
        self.low[at] = np.minimum.reduceat(_where(out, self.numbers.most, low), start, axis=0)
        self.high[at] = np.maximum.reduceat(_where(out, self.numbers.least, high), start, axis=0)
        self.sure[at] = holds & known[:, None]
        who = mover[start]
        self.low[at, who] = np.maximum.reduceat(mine_low, start)
        self.high[at, who] = np.maximum.reduceat(mine_high, start)
        self.sure[at, who] = known

    def result(self) -> BackwardInduction:
        tree, turn = self.tree, self.numbers.turn
        low = [turn(each) for each in self.low[0]]
        high = [turn(each) for each in self.high[0]]
        # Bounds that meet are the value.
        sure = [bool(each) or low[at] == high[at] for at, each in enumerate(self.sure[0])]
        if not all(sure):
            outcomes = self._sets()
            if outcomes is not None:
                low, high = map(list, zip(*(outcomes.span(at) for at in range(len(low))), strict=True))
                sure = [known or outcomes.exact for known in sure]
        return BackwardInduction(
            tree,
            self.chosen[: tree.n_actions].astype(np.float64),
            tuple(turn(each) for each in self.now[0]),
            tuple(low),
            tuple(high),
            tuple(sure),
            self._ties(),
            self._path_is_unique(),
            self.numbers.exact,
        )

    def _ties(self) -> tuple[Tie, ...]:
        tree = self.tree
        used = np.flatnonzero(self.in_play[: tree.n_actions])
        owner = tree.infoset_of_action[used]
        counts = np.bincount(owner, minlength=tree.n_infosets)
        tied: dict[int, list[int]] = {}
        for action, infoset in zip(
            used[counts[owner] > 1].tolist(), owner[counts[owner] > 1].tolist(), strict=True
        ):
            tied.setdefault(infoset, []).append(action)
        return tuple(Tie(infoset, tuple(actions)) for infoset, actions in sorted(tied.items()))

    def _sets(self) -> Outcomes | None:
        """The values of the whole game as sets; None where too many nodes have more than one value."""
        tree, turn = self.tree, self.numbers.turn
        wanted = self._open_in_play()
        if np.count_nonzero(wanted) > MOST_SETS:
            return None
        found: dict[int, Outcomes] = {}
        order = np.argsort(tree.parent, kind="stable")
        first = np.searchsorted(tree.parent[order], np.arange(tree.n_nodes + 1))

        def outcomes(node: int, mover: int) -> Outcomes:
            if wanted[node]:
                return found.pop(node)
            # One value, or a move that nobody makes: what it would be worth at least is what counts.
            point = tuple(Fraction(turn(each)) for each in self.low[node])
            return Outcomes(((point,),), bool(mover < 0 or self.sure[node, mover]))

        for node in np.flatnonzero(wanted)[::-1].tolist():  # a node comes before those below it
            children = order[first[node] : first[node + 1]].tolist()
            mover = int(tree.set_player[tree.set_of[node]])
            parts = [outcomes(child, mover) for child in children]
            if mover >= 0:
                found[node] = chosen(parts, mover)
            else:
                odds = [self.numbers.odds(int(tree.edge[child]) - tree.n_actions) for child in children]
                found[node] = averaged(list(zip(odds, parts, strict=True)), len(tree.players))
        return found[0]

    def _open_in_play(self) -> Bools:
        """[node] whether a node has several values that count for those of the root."""
        tree = self.tree
        wanted: Bools = (self.low != self.high).any(axis=1)
        for level in _levels(tree.parent)[1:]:
            edge = tree.edge[level]
            used = np.where(edge < tree.n_actions, self.in_play[edge], True)
            wanted[level] &= wanted[tree.parent[level]] & used
        return wanted

    def _path_is_unique(self) -> bool:
        """Whether one action is in play at every node that is reached when nobody deviates."""
        tree = self.tree
        reached = np.zeros(tree.n_nodes, dtype=bool)
        reached[0] = True
        followed = np.concatenate((self.in_play[: tree.n_actions], self.numbers.possible))
        for level in _levels(tree.parent)[1:]:
            reached[level] = reached[tree.parent[level]] & followed[tree.edge[level]]
        here = np.flatnonzero(reached & (tree.set_of >= 0) & (tree.set_of < tree.n_infosets))
        counts = np.bincount(
            tree.infoset_of_action[np.flatnonzero(self.in_play[: tree.n_actions])], minlength=tree.n_sets
        )
        return bool((counts[tree.set_of[here]] == 1).all())


def _where(out: Bools, filler: Any, table: Array) -> Array:
    """The table with its rows ``out`` replaced by one number."""
    found = table.copy()
    found[out] = filler
    return found


def _greatest_of_others(value: Array, start: NDArray[np.intp], group: NDArray[np.intp], least: Any) -> Array:
    """[child] the greatest value among the other children of its parent; ``least`` for an only child."""
    first = np.maximum.reduceat(value, start)[group]
    leads = value == first
    alone = np.add.reduceat(leads.astype(np.int64), start)[group] == 1
    second = np.maximum.reduceat(_where(leads, least, value), start)[group]
    found = first.copy()
    mask = leads & alone
    found[mask] = second[mask]
    return found
