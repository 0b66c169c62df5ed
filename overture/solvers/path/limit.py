"""From a point far along the branch of a large tree to the limit of the branch itself.

The support and the orders of what vanishes are read off the direction of the branch, and the limit is solved for
(_polish.py). It counts where two points of the branch lead to the same limit, the second from nearer by.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from overture.games.measured import measure
from overture.games.measured.play import Play
from overture.games.measured.sound import sound
from overture.games.measured.stakes import local_regret
from overture.games.measured.standards import EXACT
from overture.games.tree import Floats, Tree
from overture.solvers.path.shape import Flat

if TYPE_CHECKING:
    from overture.solvers.path.sparse.corrector import Point

FAR = 0.05  # largest distance between the second point and the limit, in probability
DENSE = 100  # free probabilities up to which dense kernels solve for the limit
DECAY = 1.1  # the distance falls like 1/precision, within this factor
ROUNDING = 1e-9  # distances below this are noise
APART = 1.5  # and the precision of the second point is at least so many times that of the first
SLOWLY_APART = (
    10.0  # where an action vanishes like 1/precision, it is at least so many times that of the first,
)
AGREED = 2e-3  # and the limits that the two points lead to differ by at most this in probability


@dataclass(frozen=True)
class Guess:
    """A limit near a point of the branch.

    Attributes:
        strategy, order, weight: [A] the limit and its trembles.
        mark: [A] 2 for an action that stays, 1 for one that vanishes slowly, 0 for the others.
        precision: of the point; distance: from the point to the limit, in probability.
    """

    strategy: Floats
    order: Floats
    weight: Floats
    mark: NDArray[np.int64]
    precision: float
    distance: float

    @property
    def slow(self) -> bool:
        """Whether an action vanishes like 1/precision."""
        return bool((self.mark == 1).any())


def guess(tree: Tree, flattened: Flat, point: Point) -> Guess | None:
    """The limit near ``point``, for a tree of one world; None where there is none or the branch turns there."""
    if not point.slope > 0:
        return None
    actions, column = tree.n_actions, flattened.shape[8]
    first = np.zeros(actions, bool)
    first[tree.edge_start[: tree.n_infosets]] = True
    log_odds, drift = np.zeros(actions), np.zeros(actions)
    log_odds[~first] = point.difference
    drift[~first] = point.tangent / point.slope
    z, slope = np.append(log_odds[column], point.precision), np.append(drift[column], 1.0)
    log_strategy = point.state.log_odds[:actions].copy()
    settle = _dense if len(column) <= DENSE else _sparse
    found = settle(tree, flattened, z, slope, log_strategy, point.state.belief)
    if found is None:
        return None
    strategy, order, weight, mark, distance = found
    return Guess(strategy, order, weight, mark.astype(np.int64), point.precision, distance)


_Found = tuple[Floats, Floats, Floats, Floats, float]


def _dense(
    tree: Tree, flattened: Flat, z: Floats, slope: Floats, log_strategy: Floats, belief: Floats
) -> _Found | None:
    from overture.solvers.path.kernels._polish import polish

    strategy, order, weight, mark = (np.zeros(tree.n_actions) for _ in range(4))
    distance = polish(  # type: ignore[no-untyped-call]
        flattened.shape, flattened.logchance[0], flattened.pay[0], z, slope, log_strategy, belief,
        strategy, order, weight, mark,
    )  # fmt: skip
    return (strategy, order, weight, mark, float(distance)) if distance >= 0 else None


def _sparse(
    tree: Tree, flattened: Flat, z: Floats, slope: Floats, log_strategy: Floats, belief: Floats
) -> _Found | None:
    from overture.solvers.path.sparse.limit import settle

    return settle(tree, flattened, z, slope, log_strategy, belief)


def confirmed(tree: Tree, before: Guess | None, now: Guess | None) -> bool:
    """Whether two points of the branch lead to one limit, and the certificate of that limit is exact."""
    if before is None or now is None or not _alike(before, now):
        return False
    whole = sound(tree, Play(now.strategy, now.order, now.weight))
    if not whole.good.all():
        return False
    found = whole.play.measured(tree)
    local = local_regret(tree, whole.play.strategy, found).max(initial=0.0)
    return bool(found.max_regret[0] <= EXACT * measure.payoff_range(tree).max(initial=0.0) and local <= EXACT)


def _alike(before: Guess, now: Guess) -> bool:
    """Whether two points of the branch, the second further along, lead to one limit."""
    if not (before.mark == now.mark).all() or now.distance > FAR:
        return False
    if now.slow:
        # The log-odds of such an action over the precision is what the others are off by: no law is asked for.
        further = now.precision >= SLOWLY_APART * before.precision and now.distance <= before.distance
        return bool(further and np.abs(now.strategy - before.strategy).max() <= AGREED)
    left = now.distance * now.precision - DECAY * before.distance * before.precision
    return now.precision >= APART * before.precision and left <= ROUNDING * now.precision
