"""Which terms would hold: one clause at a time, the game after the deal solved anew for each value.

The deal is taken as made; the types have the odds of our posterior, and everybody knows them. What is
left of the game is solved for every world and every value of the clause.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from overture.case.schema import Term
from overture.game.event import mask
from overture.game.measure import terminal_payoff, terminal_probability
from overture.game.prune import prune
from overture.game.tree import Floats
from overture.judgement.judgement import TermCurve, TermPoint, Threshold
from overture.judgement.spread import share, spread
from overture.judgement.weighed import Weighed, fixed_moves
from overture.report.words import two_digits

POINTS = 15
WORLDS = 96


def terms(
    weighed: Weighed, threads: int | None = None, progress: Callable[[str, int, int], None] | None = None
) -> list[TermCurve]:
    """For each clause: how likely cheating is, and what accepting is worth, along its range."""
    found = []
    listed = weighed.loaded.case.terms
    for at, term in enumerate(listed):
        if progress:
            progress("terms", at, len(listed))
        found.append(_curve(weighed, term, threads))
    return found


def _curve(weighed: Weighed, term: Term, threads: int | None) -> TermCurve:
    from overture.solve.logit import solve

    case, tree = weighed.loaded.case, weighed.tree
    chosen, weight, held = _worlds(weighed)
    values = np.linspace(term.low, term.high, POINTS)
    repeated = {name: np.tile(value[chosen], POINTS) for name, value in tree.parameters.items()}
    repeated.update({name: np.full(len(values) * len(chosen), value) for name, value in term.held.items()})
    repeated[term.parameter] = np.repeat(values, len(chosen))
    made = fixed_moves(tree, case.deal.given, *(act.event for act in case.done))
    odds = {label: np.tile(held[:, at], POINTS) for at, label in enumerate(weighed.labels)}
    left = prune(weighed.loaded.game.tree(repeated), made, {case.hypothesis.move: odds})
    solution = solve(left, threads=threads)
    ends = terminal_probability(left, solution.strategy)
    cheating = ends[:, mask(left, case.deal.cheating)].sum(axis=1)
    worth = np.einsum("wt,wt->w", ends, terminal_payoff(left)[..., weighed.advised])
    solved = np.where(solution.solved, 1.0, 0.0).reshape(POINTS, -1) * weight
    shape = (POINTS, len(chosen))
    cheating, worth = cheating.reshape(shape), worth.reshape(shape)
    points = [
        TermPoint(
            value=float(value),
            cheating=spread(cheating[at], solved[at]),
            worth=spread(worth[at], solved[at]),
            share_deterred=share(cheating[at] < _half(held), solved[at]),
        )
        for at, value in enumerate(values)
    ]
    now = weighed.loaded.parameters[term.parameter]
    middle = float(now.value if now.value is not None else now.mode or 0.0)
    threshold = _threshold(values, np.array([point.share_deterred for point in points]))
    return TermCurve(
        parameter=term.parameter,
        words=term.words,
        unit=term.unit,
        now=middle,
        points=points,
        threshold=threshold,
        sentence=_sentence(term, points, threshold, middle),
    )


def _worlds(weighed: Weighed) -> tuple[np.ndarray, Floats, Floats]:
    """A spread of worlds with weight: (which, their weight, [world, type] posterior once offered)."""
    held, weight = weighed.belief(weighed.offered, list(weighed.offered.ledger.items))
    total = weight.sum(axis=1)
    mass = np.where(weight[..., None] > 0, held * weight[..., None], 0.0).sum(axis=1)
    good = np.flatnonzero(total > 0)
    chosen = good[np.unique(np.linspace(0, len(good) - 1, min(WORLDS, len(good))).astype(int))]
    return chosen, total[chosen], mass[chosen] / total[chosen, None]


def _half(held: Floats) -> Floats:
    """[W] half of the belief in the first hypothesis: cheating below it means that he mostly does not."""
    return np.asarray(held[:, 0] / 2)


def _threshold(values: Floats, deterred: Floats) -> float | None:
    """The first value, from the end at which fewer are deterred, at which half of the worlds are."""
    if deterred[0] > deterred[-1]:
        values, deterred = values[::-1], deterred[::-1]
    above = np.flatnonzero(deterred >= 0.5)
    if not len(above):
        return None
    at = int(above[0])
    if at == 0:
        return float(values[0])
    before, after = deterred[at - 1], deterred[at]
    return float(values[at - 1] + (values[at] - values[at - 1]) * (0.5 - before) / (after - before))


def _sentence(term: Term, points: list[TermPoint], threshold: float | None, now: float) -> str:
    ends = points[0], points[-1]
    span = (
        f"from {two_digits(ends[0].cheating.mean)} at {two_digits(ends[0].value)} "
        f"to {two_digits(ends[1].cheating.mean)} at {two_digits(ends[1].value)}"
    )
    told = f"Over the range of {term.words}, the chance of cheating goes {span}."
    if threshold is None:
        return f"{told} No value in the range deters in half of the worlds."
    side = "or more" if ends[1].share_deterred > ends[0].share_deterred else "or less"
    if min(point.share_deterred for point in points) >= 0.5:
        return f"{told} Every value in the range deters in half of the worlds or more."
    return (
        f"{told} Half of the worlds are deterred at {two_digits(threshold)} {side} (now {two_digits(now)})."
    )


def thresholds(weighed: Weighed) -> list[Threshold]:
    """The closed-form lines of a catalogue game, in every world."""
    from types import SimpleNamespace

    from overture.models import closed_forms

    values = SimpleNamespace(**weighed.tree.parameters)
    weight = weighed.offered.ledger.weight(list(weighed.offered.ledger.items)).sum(axis=1)
    return [
        Threshold(
            name=form.name,
            words=form.words,
            value=spread(np.asarray(form.function(values), dtype=np.float64), weight),
            source=form.source,
        )
        for form in closed_forms(weighed.loaded.case.game)
    ]
