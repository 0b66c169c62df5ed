"""Conditional probability over members and worlds: joint where they are mixed, and by the trembles off the path.

Where some member makes a history, the mixture is conditioned once: a member that makes it more often counts for more.
A history that nobody makes is off the path; what is believed there is a convention of each member, the limit of its
trembles, and conventions of several members or worlds have no mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.event import Mask
from overture.games.measured.measure import IMPOSSIBLE_ORDER, terminal_monomials, terminal_payoff
from overture.games.measured.standards import SAME_ORDER
from overture.games.tree import Floats, Tree
from overture.history.members import MemberCells

Ints = NDArray[np.int64]


class Conditional(NamedTuple):
    """What the chances of complete histories are, given one event.

    Attributes:
        share: [cell, at] chance of each complete history of the event in each of the cells asked; sums to 1. None where
            there is no such number: the event cannot happen, or several members have a convention for it each.
        at: [at] the complete histories of the event.
        cells: [cell] the cells that were asked.
        reached: whether the event has a positive chance.
    """

    share: Floats | None
    at: Ints
    cells: Ints
    reached: bool


@dataclass(frozen=True)
class Mass:
    """The chance of each complete history in each cell. Axes: C cells, T complete histories.

    Attributes:
        weight: [C] of the cells, which sum to 1.
        order, log: [C, T] the chance is ``exp(log) * eps**order`` for eps towards 0.
        paid: [C, T, player] payoffs.
    """

    weight: Floats
    order: Floats
    log: Floats
    paid: Floats

    @classmethod
    def of(cls, tree: Tree, cells: MemberCells) -> Self:
        """The chances of certified members of ``tree``."""
        at = tree.world(cells.world)
        order, log = terminal_monomials(at, cells.play)
        return cls(cells.weight, order, log, terminal_payoff(at))

    def chance(self, event: Mask, cells: Ints) -> float:
        """The probability of an event, over cells."""
        made = _lowest(self.order[cells], 0.0) & event
        each = np.where(made, np.exp(self.log[cells]), 0.0).sum(axis=1)
        return float(each @ self.weight[cells] / self.weight[cells].sum())

    def given(self, event: Mask, cells: Ints) -> Conditional:
        """The distribution of complete histories given an event, over cells."""
        at = np.flatnonzero(event)
        order, log = self.order[np.ix_(cells, at)], self.log[np.ix_(cells, at)]
        first = float(order.min(initial=np.inf))
        reached = bool(_lowest(np.array(first), 0.0))
        if first >= IMPOSSIBLE_ORDER / 2 or not (reached or len(cells) == 1):
            return Conditional(None, at, cells, reached)
        leads = _lowest(order, first)
        top = log[leads].max()
        mass = np.where(leads, np.exp(log - top), 0.0) * self.weight[cells][:, None]
        return Conditional(mass / mass.sum(), at, cells, reached)

    def probability(self, given: Conditional, event: Mask) -> float:
        """The probability of ``event`` given the other; NaN where there is none."""
        return np.nan if given.share is None else float(given.share[:, event[given.at]].sum())

    def value(self, given: Conditional, player: int) -> float:
        """What a player expects given the event; NaN where there is no such number."""
        if given.share is None:
            return np.nan
        return float((given.share * self.paid[np.ix_(given.cells, given.at)][:, :, player]).sum())


def _lowest(order: Floats, first: float) -> NDArray[np.bool_]:
    """Which orders are the power ``first`` of epsilon."""
    return np.asarray(order <= first + SAME_ORDER * (1.0 + abs(first)))
