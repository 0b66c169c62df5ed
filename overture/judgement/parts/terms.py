"""The values of a clause at which the deal would begin to hold, found as roots, and lines in closed form.

The deal is taken as made, at our belief now and at the middle of all ranges; what is left of the game is
solved anew for each value of the clause, our later moves the best. A value deters if one of the first
type keeps the deal more often than not.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from overture.case.terms.schema import Term
from overture.case.written import fixed_moves
from overture.games.measured.event import mask
from overture.games.measured.measure import terminal_probability
from overture.games.prune import prune
from overture.games.tree import Floats
from overture.judgement.basis import Basis
from overture.judgement.judgement import TermCurve, Threshold
from overture.judgement.progress import Progress
from overture.models import closed_forms
from overture.weigh.distribution.act import weighted

POINTS = 33  # values that are tried at once
CLOSE = 1e-7  # a root is found to this share of the range


def terms(basis: Basis, threads: int | None = None, progress: Progress | None = None) -> list[TermCurve]:
    """For each clause, the value at which deterrence begins, if there is one in its range."""
    found = []
    listed = [term for term in basis.loaded.case.terms if term.parameter in basis.joint.own.centre]
    for at, term in enumerate(listed):
        if progress:
            progress("terms", at, len(listed))
        found.append(_curve(basis, term, threads))
    return found


def _curve(basis: Basis, term: Term, threads: int | None) -> TermCurve:
    middle = basis.joint.own.centre
    low_end, high_end = term.ends
    now = term.held.get(term.parameter, middle[term.parameter])
    deal = basis.mask(basis.loaded.case.deal.given) & basis.done

    def curve(threshold: float | None, side: str | None, deterred: bool, reason: str | None) -> TermCurve:
        return TermCurve(
            parameter=term.parameter, words=term.words, unit=term.unit, held=dict(term.held), low=low_end,
            high=high_end, now=now, deterred_now=deterred, threshold=threshold, side=side, automatic=None,  # type: ignore[arg-type]
            reason=reason,
        )  # fmt: skip

    if not deal.any():
        return curve(None, None, False, "the deal cannot be struck after what was done")
    points = np.linspace(low_end, high_end, POINTS)
    cheat = _cheats(basis, term, np.append(points, now), threads)
    if cheat is None:
        return curve(None, None, False, "the first type cannot make this deal")
    deterred = cheat[:-1] < 0.5
    at_now = bool(cheat[-1] < 0.5)
    changes = np.flatnonzero(deterred[1:] != deterred[:-1])
    if not len(changes):
        return curve(
            None, None, at_now, "every value deters" if deterred[0] else "no value in the range deters"
        )
    # Of several changes the one nearest to where the clause stands.
    at = int(min(changes, key=lambda each: abs(points[each] - now)))
    low, high, rising = float(points[at]), float(points[at + 1]), bool(deterred[at + 1])
    while high - low > CLOSE * (high_end - low_end):
        inner = np.linspace(low, high, POINTS)
        tried = _cheats(basis, term, inner[1:-1], threads)
        assert tried is not None
        there = np.concatenate([[not rising], tried < 0.5, [rising]])
        first = int(np.flatnonzero(there == rising)[0])
        low, high = float(inner[first - 1]), float(inner[first])
    return curve((low + high) / 2, "or more" if rising else "or less", at_now, None)


def _cheats(basis: Basis, term: Term, values: Floats, threads: int | None) -> Floats | None:
    """[n] chance that one of the first type breaks the deal, at values of the clause; None if he cannot make it."""
    from overture.solvers.solve import solve

    case = basis.loaded.case
    middle = basis.joint.own.centre
    given = {name: np.full(len(values), value) for name, value in middle.items()}
    given |= {name: np.full(len(values), value) for name, value in term.held.items()}
    given[term.parameter] = np.asarray(values, dtype=np.float64)
    made = fixed_moves(basis.tree, [case.deal.given, *(act.event for act in case.done)])
    held = basis.joint.belief(basis.done)
    odds = {label: np.full(len(values), held[at]) for at, label in enumerate(basis.types)}
    made = {move: choice for move, choice in made.items() if move != case.hypothesis.move}
    left = prune(basis.loaded.game.tree(given), made, {case.hypothesis.move: odds})
    solution = solve(left, threads=threads)
    ends = terminal_probability(left, solution.strategy)
    first = mask(left, f"move({case.hypothesis.move!r}) == {basis.types[0]!r}")
    whole = ends[:, first].sum(axis=1)
    if not (whole > 0).all():
        return None
    return np.asarray(ends[:, first & mask(left, case.deal.cheating)].sum(axis=1) / whole)


def thresholds(basis: Basis) -> list[Threshold]:
    """The closed-form lines of a catalogue game, at our own centre and over own draws."""
    own = basis.joint.own
    middle, drawn = SimpleNamespace(**own.centre), SimpleNamespace(**own.draw)
    found = []
    for form in closed_forms(basis.loaded.case.game):
        over = np.broadcast_to(np.asarray(form.function(drawn), dtype=np.float64), own.weight.shape)
        low, high = weighted(over, own.weight, (0.05, 0.95))
        found.append(
            Threshold(
                name=form.name,
                words=form.words,
                value=float(form.function(middle)),
                low=None if basis.single else low,
                high=None if basis.single else high,
                source=form.source,
            )
        )
    return found
