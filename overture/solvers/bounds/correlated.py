"""What correlated equilibria give: the range of each player's value, by linear programmes on the reduced normal form.

A mediator draws a profile of plans and tells each player his own; nobody gains by doing something
else than he is told. These distributions form a polytope, in which the Nash equilibria lie (Aumann
1974, Journal of Mathematical Economics 1:67-96). A plan is a reduced pure strategy: an action at every
information set that the plan itself does not rule out. He is told the whole plan before the game.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, csr_matrix, vstack

from overture.errors import SolveError
from overture.games.given import need_world
from overture.games.measured.normal_form import normal_form, plan_counts
from overture.games.measured.stakes import ordinary
from overture.games.measured.standards import EXACT, REGRET
from overture.games.tree import Floats, Tree
from overture.games.view import Shown, values
from overture.solvers.bounds.programme import MOST_ENTRIES, Programme, optimum
from overture.solvers.bounds.zero_sum import ROUNDING, finest
from overture.solvers.rational import rational

if TYPE_CHECKING:
    import pandas as pd

MOST_PROFILES = 20_000
MOST_NUMBERS = 20_000_000  # of the conditions
UNPROVEN = "not proved: the payoffs are too far apart for doubles, and too many for rationals"


@dataclass(frozen=True, repr=False)
class CorrelatedRange(Shown):
    """The range of every player's value over all correlated equilibria.

    Attributes:
        tree: the game (one world).
        low, high: [player] in units of the payoffs.
        plans: [player] how many reduced pure strategies there are.
        proven: whether each end was proved in rationals, or its solution and the dual's, in doubles, were measured to be
            right to within 1e-6 of an ordinary difference of payoffs.
    """

    tree: Tree
    low: tuple[float, ...]
    high: tuple[float, ...]
    plans: tuple[int, ...]
    proven: bool = True
    _columns = ("player", "low", "high", "plans", "proven")

    def _head(self) -> list[str]:
        title = f"Range of each value over all correlated equilibria of {self.tree.title}"
        return [
            title,
            f"value: {values(self.tree.names, self.low, self.high)}"
            + ("" if self.proven else f" ({UNPROVEN})"),
        ]

    def __again__(self) -> CorrelatedRange:
        from overture.solvers.kept import PROGRAMME, same_fields

        found = correlated_range(self.tree)
        same_fields(self.tree, self, found, PROGRAMME)
        return found

    def to_frame(self) -> pd.DataFrame:
        """One row per player: ``player``, ``low``, ``high``, ``plans``, ``proven``, and one column for each parameter."""
        from overture.solvers.frames import with_parameters

        tree = self.tree
        columns: dict[str, Sequence[object]] = {"player": tree.players, "low": self.low, "high": self.high}
        columns |= {"plans": self.plans, "proven": [self.proven] * len(tree.players)}
        return with_parameters(columns, tree, np.zeros(len(tree.players), np.int64))


def correlated_range(tree: Tree, world: int = 0) -> CorrelatedRange:
    """The least and the greatest value of each player over all correlated equilibria.

    Args:
        tree: a game of any number of players.
        world: which world of it.

    Raises:
        TreeError: what is given is no tree.
        SolveError: no such world, or a game with too many profiles of plans.

    Source: Aumann 1974, Journal of Mathematical Economics 1:67-96.
    """
    need_world(tree, world, "correlated")
    _refuse_large(tree)
    form = normal_form(tree, world, doubles=True)
    sizes = tuple(map(len, form.plans))
    payoff: list[Floats] = list(np.ascontiguousarray(np.moveaxis(form.payoff, -1, 0)))
    conditions, exact = _conditions(payoff, sizes), _Exact(tree, world)
    low: list[float] = []
    high: list[float] = []
    proven = True
    for player in range(len(tree.players)):
        for sign, kept in ((1, low), (-1, high)):
            end, missed = _end(payoff[player].ravel(), sign, conditions)
            sure = missed <= EXACT * exact.finest
            if not sure:
                best = exact.end(player, sign)
                end = end if best is None else best
                sure = best is not None or missed <= REGRET * exact.ordinary
            if end is None:
                raise SolveError.of("correlated/programme", "HiGHS found no solution", tree.title)
            kept.append(end)
            proven = proven and sure
    return CorrelatedRange(form.tree, tuple(low), tuple(high), sizes, proven)


def _end(goal: Floats, sign: int, conditions: csr_matrix) -> tuple[float | None, float]:
    """(one end of a range by HiGHS in doubles, None without one; by how much it may be off, in payoffs)."""
    spread = float(np.ptp(goal)) or 1.0
    costs = sign * (goal - goal.min()) / spread
    some = conditions.shape[0] > 0
    answer = linprog(
        costs,
        conditions if some else None,
        np.zeros(conditions.shape[0]) if some else None,
        np.ones((1, len(goal))),
        [1.0],
        method="highs",
    )
    if answer.status != 0:
        return None, np.inf
    # Whatever the prices of the conditions are, no correlated equilibrium is worth less than the least reduced cost.
    prices = np.minimum(answer.ineqlin.marginals, 0.0) if some else np.zeros(0)
    bound = float((costs - conditions.T @ prices).min())
    broken = float((conditions @ answer.x).max(initial=0.0)) * (1.0 - float(prices.sum()))
    off = spread * (abs(answer.fun - bound) + broken) + ROUNDING * float(np.abs(goal).max())
    return float(sign * answer.fun * spread + goal.min()), off


class _Exact:
    """The programmes in rationals, written down when they are asked for, and the units by which doubles are judged.

    Attributes:
        finest, ordinary: a difference of payoffs, the least of all players and all profiles, and an ordinary one; 0
            where the payoffs are so far apart that doubles lose the finest (or the ordinary) one.
    """

    def __init__(self, tree: Tree, world: int) -> None:
        self.form = normal_form(tree, world)
        paid = self.form.payoff.reshape(-1, len(tree.players)).astype(np.float64)
        size = float(np.abs(paid).max(initial=0.0))
        units = finest(paid), float(ordinary(paid[None])[0].min())
        self.finest, self.ordinary = (each if ROUNDING * size <= EXACT * each else 0.0 for each in units)
        self._below: list[dict[int, Fraction]] | None = None

    def end(self, player: int, sign: int) -> float | None:
        """One end of a player's range, proved in rationals; None where that was not possible."""
        sizes = self.form.payoff.shape[:-1]
        if self._rows(sizes) > MOST_ENTRIES:
            return None
        scale = np.abs(self.form.payoff).max(axis=tuple(range(len(sizes))))
        paid = [
            np.vectorize(rational, [object])(self.form.payoff[..., at], float(scale[at]))
            for at in range(len(sizes))
        ]
        if self._below is None:
            self._below = list(_gains(paid, sizes))
        goal = [sign * each for each in paid[player].ravel().tolist()]
        whole = dict.fromkeys(range(len(goal)), Fraction(1))
        zero = [Fraction(0)] * len(self._below)
        found = optimum(Programme(goal, [whole], [Fraction(1)], self._below, zero, [False] * len(goal)))
        return None if found is None else float(sign * found.value)

    @staticmethod
    def _rows(sizes: tuple[int, ...]) -> int:
        """How many numbers the conditions have."""
        return prod(sizes) * sum(size - 1 for size in sizes)


def _refuse_large(tree: Tree) -> None:
    """Raise where there are too many profiles, before they are written down."""
    counts = plan_counts(tree)
    entries = prod(counts) * sum(counts)
    if prod(counts) > MOST_PROFILES or entries > MOST_NUMBERS:
        raise SolveError.of(
            "correlated/large",
            f"{prod(counts)} profiles of pure plans (" + " by ".join(map(str, counts)) + ")",
            tree.title,
            f"at most {MOST_PROFILES} profiles and {MOST_NUMBERS} numbers in the conditions",
        )


def _conditions(payoff: list[Floats], sizes: tuple[int, ...]) -> csr_matrix:
    """Rows <= 0: what a player would gain by another plan, whenever he is told a certain one."""
    blocks = [coo_matrix((0, prod(sizes)))]
    for player, size in enumerate(sizes):
        gains, places = _told(payoff[player], player)
        scale = float(np.ptp(gains)) or 1.0
        for told in range(size):
            others = [at for at in range(size) if at != told]
            if others:
                data = (gains[others] - gains[told]) / scale
                rows = np.repeat(np.arange(len(others)), data.shape[1])
                columns = np.tile(places[told], len(others))
                blocks.append(coo_matrix((data.ravel(), (rows, columns)), shape=(len(others), prod(sizes))))
    return vstack(blocks).tocsr()


def _gains(payoff: list[NDArray[Any]], sizes: tuple[int, ...]) -> Iterator[dict[int, Fraction]]:
    """The same rows in rationals, profile -> gain."""
    for player, size in enumerate(sizes):
        gains, places = _told(payoff[player], player)
        for told, other in permutations(range(size), 2):
            row = zip(places[told].tolist(), (gains[other] - gains[told]).tolist(), strict=True)
            yield {profile: gain for profile, gain in row if gain}


def _told(payoff: NDArray[Any], player: int) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """[own plan, profile of the others] what a player is paid, and the number of the profile of all."""
    numbers: NDArray[np.int64] = np.arange(payoff.size).reshape(payoff.shape)
    size = payoff.shape[player]
    return np.moveaxis(payoff, player, 0).reshape(size, -1), np.moveaxis(numbers, player, 0).reshape(size, -1)
