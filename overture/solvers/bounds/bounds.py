"""The best and the worst that any Nash equilibrium has for a player: bounds by mixed-integer programming.

A game of two players is written in the sequence form. A pair of plans is a Nash equilibrium if every
sequence is either not played or leaves nothing to be gained (complementarity); with one binary number
for each sequence that choice is linear, and HiGHS maximises or minimises a player's value over *all* Nash
equilibria. Source: Sandholm, Gilpin and Conitzer 2005, "Mixed-integer programming methods for finding
Nash equilibria", AAAI, for the idea, here with the sequence form's equations (Koller, Megiddo and von
Stengel 1996, Games and Economic Behavior 14:247-259).

The search may not end within its work. Then there are two numbers: what the best equilibrium that was found
gives, and what no equilibrium exceeds. Both are said, and the distance between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import bmat, csr_matrix, diags, identity

from overture.errors import SolveError
from overture.games.measured.measure import expected, nash_regret
from overture.games.tree import Floats, Tree
from overture.games.view import Shown
from overture.solvers.bounds.sequence import SequenceForm, sequence_form
from overture.solvers.bounds.worst_case import player_index
from overture.solvers.bounds.zero_sum import local_unit
from overture.solvers.deadline import Deadline

if TYPE_CHECKING:
    import pandas as pd

MOST_SEQUENCES = 3_000  # of both players; beyond it not even one equilibrium comes in reasonable time
NODES = 10_000  # of the branching: the work after which the search is given up
GAP = 1e-6  # relative, at which the search ends
SLACK = 1e-6  # HiGHS' own tolerance of a constraint, payoffs scaled to a range of one
LEARNT = 1e-5  # share of an ordinary difference of payoffs: what the equilibrium that was found may regret
COARSE = 0.1  # share of such a difference: where the rounding of the search is more, nothing is proved
ROUNDING = 2e-5  # share of the payoff range: what is granted to the rounding of the search

INFEASIBLE, UNSOLVED = 2, 4  # what scipy.optimize.milp calls them

Which = Literal["best", "worst"]


@dataclass(frozen=True, repr=False)
class Bound(Shown):
    """What no Nash equilibrium exceeds, and one that comes near it.

    Attributes:
        tree: the game (one world).
        player: index of the player whose value is bounded.
        which: "best" (a bound from above) or "worst" (from below).
        bound: no Nash equilibrium gives the player more (or less) than this.
        value: what the equilibrium that was found gives him, measured; NaN without one.
        strategy: [action] that equilibrium; NaN without one.
        regret: its largest Nash regret, measured on the tree.
        proven: whether the bound is attained, to within ``tolerance``, and that is little beside an ordinary
            difference of the player's payoffs; ``bound`` is then ``value``.
        tolerance: what is granted to rounding: ROUNDING of the player's payoff range, in payoffs.
    """

    tree: Tree
    player: int
    which: Which
    bound: float
    value: float
    strategy: Floats
    regret: float
    proven: bool
    tolerance: float
    _columns = ("player", "which", "bound", "value", "regret", "proven")

    def _head(self) -> list[str]:
        return [f"Bound over all Nash equilibria of {self.tree.title}", str(self)]

    def __again__(self) -> Bound:
        from overture.solvers.kept import bound_again

        return bound_again(self)

    def to_frame(self) -> pd.DataFrame:
        """One row: ``player``, ``which``, ``bound``, ``value`` and ``regret`` of the equilibrium that was found,
        ``proven``, ``tolerance``, and one column for each parameter.
        """
        from overture.solvers.frames import with_parameters

        names = ("which", "bound", "value", "regret", "proven", "tolerance")
        row = {"player": [self.tree.players[self.player]]} | {each: [getattr(self, each)] for each in names}
        return with_parameters(row, self.tree, np.zeros(1, np.int64))

    @property
    def gap(self) -> float:
        """How far the equilibrium that was found lies from the bound; NaN without one."""
        return abs(self.bound - self.value)

    def __str__(self) -> str:
        name = self.tree.players[self.player]
        more = "more" if self.which == "best" else "less"
        if self.proven:
            near = f"(to within {self.tolerance:.1g})"
            return f"no Nash equilibrium gives {name} {more} than {self.bound:.6g}, and one gives that {near}"
        found = (
            "none was found"
            if np.isnan(self.value)
            else f"the {self.which} that was found gives {self.value:.6g}"
        )
        return f"no Nash equilibrium gives {name} {more} than {self.bound:.6g}; {found}; the search was not finished"


def nash_bound(
    tree: Tree,
    player: str | int,
    which: Which,
    world: int = 0,
    *,
    nodes: int = NODES,
    seconds: float | None = None,
) -> Bound:
    """The best or the worst that any Nash equilibrium has for a player.

    Args:
        tree: a game of two players.
        player: name or index.
        which: "best" or "worst".
        world: which world of it.
        nodes: of the branching at most; what is proven by then is said.
        seconds: a wish to stop earlier; None for none.

    Raises:
        SolveError: another number of players, a player that does not exist, or a game too large.
    """
    until = Deadline(seconds)
    at = player_index(tree, player)
    if which not in ("best", "worst"):
        raise SolveError.of("bounds/which", f"{which!r}", tree.title, "'best' or 'worst'")
    if len(tree.players) != 2:
        raise SolveError.of("bounds/players", f"{len(tree.players)} players", tree.title, "two")
    single = tree if tree.n_worlds == 1 else tree.world(world)
    form = sequence_form(single)
    many = sum(each.n_sequences for each in form.treeplex)
    if many > MOST_SEQUENCES:
        raise SolveError.of(
            "bounds/large",
            f"{many} sequences",
            tree.title,
            f"at most {MOST_SEQUENCES}",
            "shorten the game, or solve it for one equilibrium",
        )
    programme = _Programme(form)
    sign = 1.0 if which == "best" else -1.0
    plans, limit = programme.search(at, sign, nodes, until)
    unit = np.array([local_unit(form, each) for each in (0, 1)])
    value, regret, strategy = np.nan, np.nan, np.full(single.n_actions, np.nan)
    if plans is not None:
        found = form.strategy(plans)
        gains = nash_regret(single, found)[0]
        if np.all(gains <= LEARNT * unit):
            strategy, regret = found + 0.0, float(gains.max())  # no minus zeros
            value = float(expected(single, found)[0, at])
    # HiGHS keeps its constraints to within a tolerance, so its bound may lie a little on the wrong side.
    room = ROUNDING * float(programme.scale[at])
    bound = limit * float(programme.scale[at]) + float(programme.lowest[at])
    proven = bool(abs(bound - value) <= room <= COARSE * unit[at])
    bound = value if proven else bound + sign * room
    return Bound(single, at, which, bound, value, strategy, regret, proven, room)


class _Programme:
    """The equilibrium conditions of a game, each player's payoffs scaled so that every history pays 0 to 1.

    Unknowns: plans x and y, values p and q of the players' information sets (the empty sequence's
    first), and for each sequence a binary number: 1 where it may be played and leaves no gain, 0 where
    it is not played and may leave some.
    """

    def __init__(self, form: SequenceForm) -> None:
        self.form = form
        paid = form.paid[0][form.chance[0] > 0]
        self.lowest = paid.min(axis=0)
        spread = np.ptp(paid, axis=0)
        self.scale = np.where(spread > 0, spread, 1.0)
        self.matrix = [self._scaled(player) for player in (0, 1)]
        self.equal = [each.equations() for each in form.treeplex]
        self.plans = [each.n_sequences for each in form.treeplex]
        self.values = [1 + len(each.parent) for each in form.treeplex]

    def _scaled(self, player: int) -> csr_matrix:
        """[own sequence, sequence of the other]"""
        from scipy.sparse import coo_matrix

        form = self.form
        live = form.chance[0] > 0
        data = form.chance[0, live] * (form.paid[0, live, player] - self.lowest[player]) / self.scale[player]
        shape = (form.treeplex[player].n_sequences, form.treeplex[1 - player].n_sequences)
        return coo_matrix((data, (form.end[live, player], form.end[live, 1 - player])), shape=shape).tocsr()

    def search(
        self, player: int, sign: float, nodes: int, until: Deadline
    ) -> tuple[tuple[Floats, Floats] | None, float]:
        """Plans of the best equilibrium that was found (None without), and the bound, both on the scale 0 to 1."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        size = [*self.plans, *self.values, *self.plans]
        constraints = [LinearConstraint(*each) for each in self._conditions(size)]
        goal = np.zeros(sum(size))
        goal[sum(size[: 2 + player])] = -sign  # the value of the empty sequence
        lower = np.zeros(sum(size))
        upper = np.concatenate(
            [np.ones(sum(self.plans)), np.full(sum(self.values), np.inf), np.ones(sum(self.plans))]
        )
        for own in (0, 1):
            at = sum(size[: 2 + own])
            lower[at], upper[at] = max(self._guaranteed(own) - SLACK, 0.0), 1.0
        for presolve in (True, False):
            result = milp(
                goal,
                constraints=constraints,
                bounds=Bounds(lower, upper),
                integrality=np.concatenate([np.zeros(sum(size[:4])), np.ones(sum(size[4:]))]),
                options={
                    "node_limit": nodes,
                    "mip_rel_gap": GAP,
                    "presolve": presolve,
                    **({} if until.left is None else {"time_limit": max(until.left, 0.1)}),
                },
            )
            if result.status != UNSOLVED:
                break  # now and then HiGHS stumbles over what its presolve has made
        if result.status == INFEASIBLE:
            raise SolveError.of(
                "bounds/none", "HiGHS finds no equilibrium at all", self.form.tree.title, mend="report this"
            )
        limit = np.inf if result.mip_dual_bound is None else -float(result.mip_dual_bound)
        # No equilibrium pays more than the best history, or less than the player can guarantee himself.
        limit = min(limit, 1.0) if sign > 0 else max(-limit, float(lower[sum(size[: 2 + player])]))
        if result.x is None:
            return None, limit
        binaries = np.split(np.round(result.x[sum(size[:4]) :]), [self.plans[0]])
        found = self._cleaned(binaries, player, sign)
        if found is None:
            found = (result.x[: self.plans[0]], result.x[self.plans[0] : sum(self.plans)])
        return found, limit

    def _conditions(self, size: list[int]) -> Iterator[tuple[csr_matrix, Floats | float, Floats | float]]:
        """(matrix, lower, upper) of every condition on x, y, p, q and the binaries of both players."""
        for own in (0, 1):
            other = 1 - own
            count = self.equal[own].shape[0]

            def row(height: int, parts: dict[int, csr_matrix]) -> csr_matrix:
                blocks = [parts.get(at, csr_matrix((height, width))) for at, width in enumerate(size)]
                return bmat([blocks], format="csr")

            first = np.concatenate(([1.0], np.zeros(count - 1)))
            yield row(count, {own: self.equal[own]}), first, first
            # 0 <= gain left by a sequence <= room * (1 - binary).
            gain = {other: -self.matrix[own], 2 + own: self.equal[own].T.tocsr()}
            room = self._room(own)
            yield row(self.plans[own], gain), 0.0, np.inf
            yield row(self.plans[own], {**gain, 4 + own: diags(room)}), -np.inf, room
            # plan <= binary
            one = identity(self.plans[own], format="csr")
            yield row(self.plans[own], {own: one, 4 + own: -one}), -np.inf, 0.0

    def _cleaned(
        self, binaries: list[NDArray[np.float64]], player: int, sign: float
    ) -> tuple[Floats, Floats] | None:
        """The best equilibrium on the supports that were chosen, free of the binaries' rounding; None where that fails.

        With the supports fixed the two plans do not hang on each other, and what a player gets hangs
        on the other's plan alone.
        """
        from scipy.optimize import linprog

        plans, equal = [], self.equal
        for own in (0, 1):
            other = 1 - own
            # A plan of ``own`` on his support against which the other's chosen sequences leave no gain.
            width = self.plans[own] + self.values[other]
            gain = bmat([[-self.matrix[other], equal[other].T]], format="csr")
            chosen = binaries[other] > 0.5
            goal = np.zeros(width)
            goal[self.plans[own]] = -sign if other == player else 0.0
            result = linprog(
                goal,
                A_ub=-gain[~chosen],
                b_ub=np.zeros(int((~chosen).sum())),
                A_eq=bmat(
                    [
                        [bmat([[equal[own], csr_matrix((equal[own].shape[0], self.values[other]))]])],
                        [gain[chosen]],
                    ]
                ),
                b_eq=np.concatenate(([1.0], np.zeros(equal[own].shape[0] - 1 + int(chosen.sum())))),
                bounds=[(0.0, 1.0 if may else 0.0) for may in binaries[own] > 0.5]
                + [(0.0, None)] * self.values[other],
                method="highs",
            )
            if result.x is None:
                return None
            plans.append(result.x[: self.plans[own]])
        return plans[0], plans[1]

    def _guaranteed(self, player: int) -> float:
        """What the player can guarantee himself: no equilibrium gives less."""
        from overture.solvers.bounds.worst_case import guarantee

        found = guarantee(self.form.tree, player)
        return (found.value - float(self.lowest[player])) / float(self.scale[player])

    def _room(self, own: int) -> Floats:
        """[sequence] the most that a sequence can leave to be gained: best value of its set minus its own worst.

        Both are over all plans of the other; payoffs are at least zero, so the worst is at least zero.
        """
        treeplex, other = self.form.treeplex[own], self.form.treeplex[1 - own]
        table = self.matrix[own].toarray()
        high = np.array([other.best(row) for row in table])
        low = np.array([-other.best(-row) for row in table])
        best = np.zeros(len(treeplex.parent))
        worst = np.zeros(len(treeplex.parent))
        room = np.zeros(len(high))
        for infoset in range(len(treeplex.parent) - 1, -1, -1):
            span = slice(int(treeplex.start[infoset]), int(treeplex.start[infoset + 1]))
            best[infoset], worst[infoset] = high[span].max(), low[span].max()
            room[span] = best[infoset] - low[span]
            high[treeplex.parent[infoset]] += best[infoset]
            low[treeplex.parent[infoset]] += worst[infoset]
        room[0] = 1.0
        return np.maximum(room, 0.0) + SLACK
