"""Whether one action is strictly dominated at its information set, by a pure or a mixed plan; confirmed exactly.

Doubles and linear programmes propose what dominates; that it does is then confirmed in rationals. What
is not confirmed is not removed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from overture.games.tree import Floats
from overture.solvers.all.before.dominance_form import Gains, Mask, Number, Plan, View
from overture.solvers.all.before.mixed import NEAR, Weights, mixture_in_rationals, mixtures_in_doubles

ROUNDING = 1e-13  # of the scale: a sum in doubles is not wrong by more
REPLIES = (
    12  # plays of the others against which it is asked whether a plan is best, before a programme is solved
)
MOST_ENTRIES = 20_000  # plans times sequences that this is asked for
LIKELY = 1e-6  # share of its odds at most with which such a play has to let the set be reached


@dataclass(frozen=True)
class Even:
    """Worths against others who do everything that they may with the same odds.

    Attributes:
        first: [first action] of the best plan that begins with it; less than anything where it is not allowed.
        each: [own sequence] what the ends right after it add.
        play: [sequence] what the others do, as a realisation plan.
    """

    first: Floats
    each: Floats
    play: Floats

    def of(self, plan: Plan) -> float:
        """The worth of a pure plan."""
        return float(sum(self.each[own] for own in plan))


@dataclass(frozen=True)
class Dominator:
    """What is better than every plan that begins with an action: shares of other first actions."""

    shares: tuple[tuple[int, Fraction], ...]


def dominator(
    view: View, action: int, allowed: list[list[int]], mask: Mask, even: Even, mixtures: bool = True
) -> tuple[Dominator | None, bool]:
    """(what strictly dominates the action, whether that was decided).

    Every plan that begins with the action has to be worse than some plan, pure or mixed, whatever the
    others do within ``mask`` [sequence]; ``even`` is :func:`even_values` of it. Without ``mixtures``,
    worse than some pure plan.
    """
    if _is_best(view, view.own_action.index(action), even):
        return None, True
    plans = view.plans(action, allowed)
    if plans is None:
        return None, False
    others = _other_plans(view, action, allowed)
    first: Dominator | None = None
    for plan in plans:
        found, decided = _better(view, plan, others, allowed, mask, even, mixtures)
        if found is None:
            return None, decided
        first = first or found
    return first, True


def _is_best(view: View, own: int, even: Even) -> bool:
    """Whether no other first action is worth more than this one against others who do all with the same odds."""
    here, others = even.first[own], np.delete(even.first, own)
    if not view.is_wide:
        return bool(here >= others.max(initial=-np.inf))
    return bool(here > others.max(initial=-np.inf) + _rounding(view))


def _rounding(view: View) -> float:
    """By how much a sum of gains in doubles may be wrong."""
    return ROUNDING * view.scale * float(view.reach_row.sum())


def weak_dominator(view: View, action: int, allowed: list[list[int]], mask: Mask) -> Dominator | None:
    """One other action whose plans are never worse than those of this one, and sometimes better.

    Only pure plans are compared: what is found is weakly dominated; a mixture may dominate more.
    """
    plans = view.plans(action, allowed)
    if plans is None:
        return None
    found: Dominator | None = None
    for plan in plans:
        mine: Gains | None = None
        for other, better in _other_plans(view, action, allowed):
            if greatest(view.row(plan) - view.row(better), view, mask) > NEAR * view.scale:
                continue
            mine = mine or view.gains(dict.fromkeys(plan, 1))
            gain = _difference(mine, view.gains(dict.fromkeys(better, 1)))
            loss = {at: -each for at, each in gain.items()}
            if exact_greatest(gain, view, mask)[0] <= 0 < exact_greatest(loss, view, mask)[0]:
                found = found or Dominator(((other, Fraction(1)),))
                break
        else:
            return None
    return found


def greatest(row: Floats, view: View, mask: Mask) -> float:
    """The most that the others can make of gains [sequence], within ``mask``."""
    value = np.where(mask, row, -np.inf)
    if not view.cells:
        return float(value[0])
    if view.is_flat:
        if view.width:  # much faster than reduceat
            table = value[1:].reshape(-1, view.width).T
            return float(value[0] + np.maximum.reduce(list(table)).sum())
        return float(value[0] + np.maximum.reduceat(value, view.start[:-1]).sum())
    for cell in range(len(view.cells) - 1, -1, -1):
        value[view.before[cell]] += value[view.start[cell] : view.start[cell + 1]].max()
    return float(value[0])


def exact_greatest(gains: Gains, view: View, mask: Mask) -> tuple[Number, Number]:
    """(the most that the others can make of gains, and then of the odds to come to the set).

    The pair is compared as words are in a dictionary: for strict domination it is at most (0, 0), which
    says that whoever lets the set be reached at all makes less than nothing.
    """
    nothing: tuple[Number, Number] = (0, 0)
    value = {at: (gains.get(at, 0), view.reach.get(at, 0)) for at in gains.keys() | view.reach.keys()}
    # Cells at which nothing is at stake add nothing: only those of these sequences, and those before them.
    cells: set[int] = set()
    for at in value:
        while (cell := view.cell_of[at]) >= 0 and cell not in cells:
            cells.add(cell)
            at = view.before[cell]
    for cell in sorted(cells, reverse=True):
        here = range(view.start[cell], view.start[cell + 1])
        best = max(value.get(at, nothing) for at in here if mask[at])
        one, two = value.get(view.before[cell], nothing)
        value[view.before[cell]] = (one + best[0], two + best[1])
    return value.get(0, nothing)


def _difference(one: Gains, two: Gains) -> Gains:
    found = dict(one)
    for at, each in two.items():
        found[at] = found.get(at, 0) - each
    return found


def _other_plans(view: View, action: int, allowed: list[list[int]]) -> list[tuple[int, Plan]]:
    """Pure plans that begin with another action, where they are few."""
    found = []
    for other in allowed[view.infoset]:
        if other != action:
            found += [(other, plan) for plan in view.plans(other, allowed) or []]
    return found


def even_values(view: View, allowed: list[list[int]], mask: Mask) -> Even:
    """Worths against others who do everything that they may with the same odds."""
    play = np.ones(view.n_sequences)
    if view.cells:
        sizes = np.diff(view.start)
        play[1:] = mask[1:] / np.repeat(
            np.add.reduceat(mask[1:].astype(float), np.array(view.start[:-1]) - 1), sizes
        )
    if not view.is_flat:
        for cell in range(len(view.cells)):
            play[view.start[cell] : view.start[cell + 1]] *= play[view.before[cell]]
    # Not by BLAS, which would start threads for a long row.
    value = np.array(
        [
            float((view.rows[at] * play).sum()) if at in view.rows else 0.0
            for at in range(len(view.own_action))
        ]
    )
    each = value.copy()
    for at in range(len(view.own_set) - 1, 0, -1):
        usable = [
            s
            for s in range(view.own_start[at], view.own_start[at + 1])
            if view.own_action[s] in allowed[view.own_set[at]]
        ]
        value[view.own_before[at]] += max(value[s] for s in usable)
    usable = [view.own_action.index(action) for action in allowed[view.infoset]]
    first = np.full(view.own_start[1], -np.inf)
    first[usable] = value[usable]
    return Even(first, each, play)


def _better(
    view: View,
    plan: Plan,
    others: list[tuple[int, Plan]],
    allowed: list[list[int]],
    mask: Mask,
    even: Even,
    mixtures: bool,
) -> tuple[Dominator | None, bool]:
    """What strictly dominates one plan, and whether that was decided."""
    row, most, least = view.row(plan), _rounding(view), even.of(plan) - NEAR * view.scale
    if view.is_wide:
        least = even.of(plan) - most
    else:  # a margin spares the exact comparison of what is tied
        row, most = row + NEAR * view.scale * view.reach_row, NEAR * NEAR * view.scale
    for other, better in others:
        if even.of(better) < least:
            continue
        if greatest(row - view.row(better), view, mask) <= most:
            gain = _difference(view.gains(dict.fromkeys(plan, 1)), view.gains(dict.fromkeys(better, 1)))
            if exact_greatest(gain, view, mask) <= (0, 0):
                return Dominator(((other, Fraction(1)),)), True
    if not mixtures or (len(others) < 2 and len(view.own_set) == 1):
        return None, True  # nothing to mix
    if _is_a_best_reply(view, plan, others, allowed, mask, even.play):
        return None, True
    mine, decided = view.gains(dict.fromkeys(plan, 1)), False
    # What doubles propose and cannot confirm is decided in rationals.
    for mixtures_of in (
        (mixture_in_rationals,) if view.is_wide else (mixtures_in_doubles, mixture_in_rationals)
    ):
        proposed, decided = mixtures_of(view, plan, allowed, mask)
        for weights in proposed:
            if exact_greatest(_difference(mine, view.gains(weights)), view, mask) <= (0, 0):
                return _in_shares(view, plan, weights), True
        if not proposed:
            break
    return None, decided


def _in_shares(view: View, plan: Plan, weights: Weights) -> Dominator:
    """What is better than a plan, as shares of first actions.

    Where nothing of the player's own comes later the share of the plan itself is left out: without it the rest is better
    too, by more.
    """
    first = range(view.own_start[0], view.own_start[1])
    shares = {at: weights[at] for at in first if weights.get(at)}
    if len(view.own_set) == 1:
        shares = {at: share for at, share in shares.items() if at not in plan}
    whole = sum(shares.values(), Fraction(0))
    return Dominator(tuple((view.own_action[at], share / whole) for at, share in shares.items()))


def _is_a_best_reply(
    view: View,
    plan: Plan,
    others: list[tuple[int, Plan]],
    allowed: list[list[int]],
    mask: Mask,
    play: Floats,
) -> bool:
    """Whether some play of the others that lets the set be reached makes a plan best: then no mixture is better.

    Fictitious play looks for it (Brown 1951), from a play of the others on: they answer the plan that is best against
    them with what favours the one that is asked about. False where it was not found, which says nothing.
    """
    if len(others) * view.n_sequences > MOST_ENTRIES:
        return False
    if any(view.plans(action, allowed) is None for action in allowed[view.infoset]):
        return False
    gain = np.array([view.row(better) for _, better in others]) - view.row(plan)
    most = LIKELY * float(np.abs(view.reach_row).max())
    for count in range(REPLIES):
        worth = (gain * play).sum(axis=1)
        best = int(worth.argmax())
        reached = float((view.reach_row * play).sum())
        sure = (
            not view.is_wide
            or float((np.abs(gain) * play).sum(axis=1).max()) * ROUNDING <= NEAR / 2 * reached
        )
        if reached >= most and worth[best] <= NEAR / 2 * reached and sure:
            return True
        play = play + (_pure_reply(-gain[best], view, mask) - play) / (count + 2)
    return False


def _pure_reply(row: Floats, view: View, mask: Mask) -> Floats:
    """[sequence] the realisation plan of the others that makes the most of gains [sequence], within ``mask``."""
    value = np.where(mask, row, -np.inf)
    chosen = []
    for cell in range(len(view.cells) - 1, -1, -1):
        best = view.start[cell] + int(value[view.start[cell] : view.start[cell + 1]].argmax())
        value[view.before[cell]] += value[best]
        chosen.append(best)
    play = np.zeros(view.n_sequences)
    play[0] = 1.0
    for cell, best in enumerate(reversed(chosen)):
        play[best] = play[view.before[cell]]
    return play


__all__ = ["Dominator", "dominator", "even_values", "exact_greatest", "greatest", "weak_dominator"]
