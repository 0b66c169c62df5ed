"""What would flip it: the smallest change of one judgement that reverses the *decision*.

A flip point is where another reply becomes best, not where a probability crosses one half. Levers move one
at a time (a scan outwards from the present value, then Brent's method) and all together in the worst direction
(the least share of every lever's range that reverses the decision).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from overture.errors import EvidenceError
from overture.weigh.ledger import Floats
from overture.weigh.lever import Lever, all_levers

if TYPE_CHECKING:
    import pandas as pd

    from overture.weigh.assessment import Assessment

STEPS = 24  # scan points on each side before the root is polished


@dataclass(frozen=True)
class Flip:
    """Where a lever reverses the decision: the value, the reply that becomes best, the share of its room."""

    value: float
    reply: str
    share: float


def find_flip(assessment: Assessment, lever: Lever, reply: str | None = None) -> Flip | None:
    """The nearest value of ``lever`` at which ``reply`` (the present best) is best no more; None if none."""
    best = reply or assessment.choice().best
    assessment = assessment.searching()

    def lead(value: float) -> float:
        return _safe(lambda: lever.move(assessment, value).lead(best))

    found = [
        place for end in (lever.low, lever.high) if (place := _cross(lead, lever.current, end)) is not None
    ]
    if not found:
        return None
    value = min(found, key=lambda place: abs(place - lever.current))
    # Just beyond the point the other reply is best.
    beyond = value + (1e-9 if value >= lever.current else -1e-9) * max(lever.room, 1.0)
    beyond = min(max(beyond, lever.low), lever.high)
    after = lever.move(assessment, beyond).choice()
    others = [name for name in after.replies if name != best]
    new = max(others, key=lambda name: float(after.overall[after.replies.index(name)]))
    return Flip(value, new, abs(value - lever.current) / lever.room)


def _cross(lead: Callable[[float], float], start: float, end: float) -> float | None:
    """The first place from ``start`` towards ``end`` where ``lead`` turns negative (by the scan's steps)."""
    from scipy.optimize import brentq

    if abs(end - start) < 1e-15:
        return None
    inside, known = start, float("nan")
    for place in np.linspace(start, end, STEPS + 1)[1:]:
        value = lead(float(place))
        if value < 0.0:
            outside = float(place)
            if np.isnan(known):
                known = lead(inside)
            if not known > 0.0:
                return inside
            return float(brentq(lead, inside, outside, xtol=1e-14, rtol=1e-14))
        if not np.isnan(value):
            inside, known = float(place), value
    return None


def flips(assessment: Assessment, levers: Iterable[Lever] | None = None) -> pd.DataFrame:
    """One row for each lever, nearest flip first, then one row for all levers together.

    Columns: lever, words, kind, now, flips at (NaN: no value in its range reverses the decision), low, high,
    change, share (of its range), reply now, reply then, posterior then (of the question), sentence.
    The last row's share is how much of its range every lever must move, all at once, for the worst;
    ``settings`` there holds lever -> value (None elsewhere).
    """
    import pandas as pd

    assessment = assessment.searching()
    chosen = list(all_levers(assessment) if levers is None else levers)
    best = assessment.choice().best
    alone = [find_flip(assessment, lever, best) for lever in chosen]
    rows = [_row(assessment, lever, flip, best) for lever, flip in zip(chosen, alone, strict=True)]
    rows.sort(key=lambda row: (np.isnan(float(str(row["share"]))), float(str(row["share"]))))
    together = worst_together(assessment, chosen, alone)
    return pd.DataFrame([*rows, together] if chosen else rows)


def _row(assessment: Assessment, lever: Lever, flip: Flip | None, best: str) -> dict[str, object]:
    question = assessment.hypotheses[0]
    row: dict[str, object] = {
        "lever": lever.name,
        "words": lever.told,
        "kind": lever.kind,
        "now": lever.current,
        "flips at": float("nan"),
        "low": lever.low,
        "high": lever.high,
        "change": float("nan"),
        "share": float("nan"),
        "reply now": best,
        "reply then": None,
        "posterior then": float("nan"),
        "settings": None,
        "sentence": f"Nothing from {lever.low:.2g} to {lever.high:.2g} for {lever.told} changes the reply.",
    }
    if flip is not None:
        verb = "rose" if flip.value > lever.current else "fell"
        row |= {
            "flips at": flip.value,
            "change": flip.value - lever.current,
            "share": flip.share,
            "reply then": flip.reply,
            "posterior then": lever.move(assessment, flip.value).probability(question),
            "sentence": (
                f"If {lever.told} {verb} from {lever.current:.2g} to {flip.value:.2g}, "
                f"the reply would be {flip.reply}, not {best}."
            ),
        }
    return row


def worst_together(
    assessment: Assessment, levers: Sequence[Lever], alone: Sequence[Flip | None] = ()
) -> dict[str, object]:
    """All levers at once, each towards the end that hurts the present reply more, by the same share of its range.

    Priors are shares of one whole, and so are the weights of equilibria: of each kind only the one that
    hurts most is moved. The directions are chosen near the present values and again at the flip found; a
    single lever's flip is one way of moving them all, so the share is never more than the least of those
    (``alone``: the flips of the levers, if they are known).
    """
    assessment = assessment.searching()
    best = assessment.choice().best
    ends = _worst_ends(assessment, levers, best)
    share = None
    for _ in range(3):
        found = _cross(lambda share, ends=ends: _lead_at(assessment, levers, ends, share, best), 0.0, 1.0)  # type: ignore[misc]
        if found is None or (share is not None and found >= share):
            break
        share, kept = found, ends
        ends = _worst_ends(_at(assessment, levers, ends, share), levers, best)
    for lever, flip in zip(
        levers, alone or [find_flip(assessment, each, best) for each in levers], strict=True
    ):
        if flip is not None and (share is None or flip.share < share):
            share = flip.share
            kept = {lever.name: lever.high if flip.value > lever.current else lever.low}
    row: dict[str, object] = {
        "lever": "all together",
        "words": "all of these together",
        "kind": "worst case",
        "now": 0.0,
        "flips at": float("nan") if share is None else share,
        "low": 0.0,
        "high": 1.0,
        "change": float("nan") if share is None else share,
        "share": float("nan") if share is None else share,
        "reply now": best,
        "reply then": None,
        "posterior then": float("nan"),
        "settings": None,
        "sentence": "All of these at their worst together do not change the reply.",
    }
    if share is not None:
        after = _at(assessment, levers, kept, min(share + 1e-9, 1.0))
        choice = after.choice()
        others = [name for name in choice.replies if name != best]
        row["settings"] = _settings(levers, kept, share)
        row["reply then"] = max(others, key=lambda name: float(choice.overall[choice.replies.index(name)]))
        row["posterior then"] = after.probability(assessment.hypotheses[0])
        row["sentence"] = (
            f"If every one of these moved by {100 * share:.2g}% of its range in the worst direction at "
            f"once, the reply would be {row['reply then']}, not {best}."
        )
    return row


def _worst_ends(assessment: Assessment, levers: Sequence[Lever], best: str) -> dict[str, float]:
    """lever -> the end that hurts ``best`` more; levers that cannot hurt it stay where they are."""
    base = assessment.lead(best)
    least: dict[str, tuple[float, str, float]] = {}
    for lever in levers:
        for end in (lever.low, lever.high):
            here = lever.current + 0.1 * (end - lever.current)
            lead = _safe(lambda lever=lever, here=here: lever.move(assessment, here).lead(best))  # type: ignore[misc]
            if not lead < base - 1e-15:
                continue
            group = lever.kind if lever.kind in ("prior", "equilibrium") else lever.name
            if group not in least or lead < least[group][0]:
                least[group] = (lead, lever.name, end)
    return {name: end for _, name, end in least.values()}


def _settings(levers: Sequence[Lever], ends: dict[str, float], share: float) -> dict[str, float]:
    """lever -> its value once it has moved by ``share`` of its range (at most to its end)."""
    found = {}
    for lever in levers:
        if lever.name in ends:
            step = share * lever.room
            high = ends[lever.name] > lever.current
            moved = lever.current + step if high else lever.current - step
            found[lever.name] = min(max(moved, lever.low), lever.high)
    return found


def _at(assessment: Assessment, levers: Sequence[Lever], ends: dict[str, float], share: float) -> Assessment:
    values = _settings(levers, ends, share)
    for lever in levers:
        if lever.name in values:
            assessment = lever.move(assessment, values[lever.name])
    return assessment


def _lead_at(
    assessment: Assessment, levers: Sequence[Lever], ends: dict[str, float], share: float, best: str
) -> float:
    return _safe(lambda: _at(assessment, levers, ends, share).lead(best))


def _safe(lead: Callable[[], float]) -> float:
    """NaN where a value is not possible: no flip there."""
    try:
        return lead()
    except (EvidenceError, ValueError, ZeroDivisionError):
        return float("nan")


def frontier(assessment: Assessment, first: Lever, second: Lever, at: Sequence[float]) -> Floats:
    """[point, 2] pairs (first, second) on the border of the decision; NaN where ``second`` cannot flip it."""
    found = []
    for value in at:
        moved = first.move(assessment, value)
        # The border may be crossed from either side: search the whole range of the second lever.
        leads = replace(second, current=second.low)
        start = second.move(moved, second.low)
        flip = find_flip(moved, leads, start.choice().best)
        found.append((value, float("nan") if flip is None else flip.value))
    return np.array(found)
