"""Which mixture of own plans is better than a plan, whatever the others do: a linear programme, in doubles or in rationals."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

from overture.games.tree import Floats
from overture.solvers.all.before.dominance_form import Mask, Plan, View
from overture.solvers.bounds.programme import ONE, ZERO, Programme, Row, optimum

NEAR = 1e-9  # share of the scale of payoffs within which doubles do not decide
MOST_CELLS = 4_000_000  # rows times columns of the programme in doubles
DENOMINATORS = (12, 1000, 10**6)  # of the shares of a mixture, small ones first

Weights = dict[int, Fraction]  # own sequence -> its share


def mixtures_in_doubles(
    view: View, plan: Plan, allowed: list[list[int]], mask: Mask
) -> tuple[list[Weights], bool]:
    """Mixtures that may be better than a plan (to be confirmed), and whether that there is none was decided."""
    mixed = _best_in_doubles(view, plan, allowed, mask)
    if mixed is None:
        return [], view.n_sequences * len(view.own_action) <= MOST_CELLS
    return [_rounded(view, mixed, denominator) for denominator in DENOMINATORS], False


def mixture_in_rationals(
    view: View, plan: Plan, allowed: list[list[int]], mask: Mask
) -> tuple[list[Weights], bool]:
    """The mixture that is better than a plan by most, where one is, and whether that was decided; nothing is rounded.

    The programme is that of :func:`mixtures_in_doubles`: the same variables in the same order.
    """
    own, margin = len(view.own_action), len(view.own_action) + 1 + len(view.cells)
    rows: dict[int, Row] = {
        at: {margin: Fraction(each)} for at, each in view.reach.items() if mask[at] and each
    }
    for sequence in np.flatnonzero(mask).tolist():
        rows.setdefault(sequence, {})[own + 1 + view.cell_of[sequence]] = ONE
    for cell, before in enumerate(view.before):
        if mask[before]:
            rows[before][own + 1 + cell] = -ONE
    for at in range(own):
        for sequence, gain in view.gains({at: 1}).items():
            if mask[sequence] and gain:
                rows[sequence][at] = -Fraction(gain)
    mine = view.gains(dict.fromkeys(plan, 1))
    equal: list[Row] = []
    unused: list[Row] = []
    for at, infoset in enumerate(view.own_set):
        here = range(view.own_start[at], view.own_start[at + 1])
        used = [each for each in here if view.own_action[each] in allowed[infoset]]
        equal.append(dict.fromkeys(used, ONE) | ({view.own_before[at]: -ONE} if at else {}))
        unused += [{each: ONE} for each in here if each not in used]
    found = optimum(
        Programme(
            [ZERO] * margin + [-ONE],
            [*equal, *unused],
            [ONE] + [ZERO] * (len(equal) + len(unused) - 1),
            [*rows.values(), {margin: ONE}],
            [*(-Fraction(mine.get(at, 0)) for at in rows), ONE],
            [False] * (own + 1) + [True] * (margin - own),
        )
    )
    if found is None or found.value >= 0:
        return [], found is not None
    return [{at: share for at, share in enumerate(found.solution[:own]) if share}], False


def _best_in_doubles(view: View, plan: Plan, allowed: list[list[int]], mask: Mask) -> Floats | None:
    """[own sequence] the realisation plan that is better than a plan by most, at least; None if none is.

    The least over what the others may do is written by its dual: a value for every cell.
    """
    own, cells, sequences = len(view.own_action), len(view.cells), view.n_sequences
    if own * sequences > MOST_CELLS:
        return None
    width = own + 1 + cells + 1  # own sequences, value of the root and of each cell, the margin
    # value of the cell of a sequence <= its gain + the values of the cells that it leads to
    cell_of = np.repeat(np.arange(cells), np.diff(view.start))
    rows = np.arange(sequences)
    leads = (
        coo_matrix(
            (
                np.concatenate((np.ones(sequences), -np.ones(cells), view.reach_row / view.scale)),
                (
                    np.concatenate((rows, np.array(view.before, dtype=int), rows)),
                    np.concatenate(
                        (
                            own + np.concatenate(([0], 1 + cell_of)),
                            own + 1 + np.arange(cells),
                            np.full(sequences, width - 1),
                        )
                    ).astype(int),
                ),
            ),
            shape=(sequences, width),
        )
        .tocsr()
        .tolil()
    )
    for at, row in view.rows.items():
        for sequence in np.flatnonzero(row).tolist():
            leads[sequence, at] = -row[sequence] / view.scale
    equal = np.zeros((len(view.own_set), width))
    target = np.zeros(len(view.own_set))
    target[0] = 1.0
    bounds: list[tuple[float | None, float | None]] = []
    for at, infoset in enumerate(view.own_set):
        equal[at, view.own_start[at] : view.own_start[at + 1]] = 1.0
        if at:
            equal[at, view.own_before[at]] = -1.0
        bounds += [
            (0, None if view.own_action[s] in allowed[infoset] else 0)
            for s in range(view.own_start[at], view.own_start[at + 1])
        ]
    bounds += [(0, None)] + [(None, None)] * cells + [(None, 10.0)]
    goal = np.zeros(width)
    goal[-1] = -1.0
    answer = linprog(
        goal, leads.tocsr()[mask], -view.row(plan)[mask] / view.scale, equal, target, bounds, method="highs"
    )
    if answer.status != 0 or answer.x[-1] <= NEAR:
        return None
    return np.asarray(answer.x[:own])


def _rounded(view: View, plan: Floats, denominator: int) -> Weights:
    """[own sequence] a realisation plan in rationals near one in doubles."""
    found: Weights = {}
    for at in range(len(view.own_set)):
        before = found.get(view.own_before[at], Fraction(0)) if at else Fraction(1)
        if not before:
            continue
        here = range(view.own_start[at], view.own_start[at + 1])
        whole = float(sum(max(plan[each], 0.0) for each in here))
        if whole <= 0:
            shares = [Fraction(int(each == here[0])) for each in here]
        else:
            shares = [
                Fraction(max(float(plan[each]), 0.0) / whole).limit_denominator(denominator) for each in here
            ]
        total = sum(shares, Fraction(0)) or Fraction(1)
        found.update(
            {each: before * share / total for each, share in zip(here, shares, strict=True) if share}
        )
    return found


__all__ = ["NEAR", "Weights", "mixture_in_rationals", "mixtures_in_doubles"]
