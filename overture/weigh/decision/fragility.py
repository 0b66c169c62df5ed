"""Levers that are not a number of ours (his numbers, classes, the floor), and all of our own levers together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from overture.games.tree import Floats
from overture.weigh.decision.crossing import root
from overture.weigh.decision.lever import REACH, Lever, Moved, changed
from overture.weigh.decision.moving import STEPS, Scales, moves_inside, ones, searched, tilt
from overture.weigh.decision.reply import payoff_scale
from overture.weigh.distribution.joint import Joint

FEW = 20.0  # effective worlds below which a tilt says nothing


def his_lever(scales: Scales, name: str, words: str, low: float, high: float) -> Lever | None:
    """The mean of one of his numbers, looked at as far towards its edges as enough worlds bear on it."""
    weight = scales.joint.cells.world
    value = np.asarray(scales.joint.own.world[name], dtype=np.float64)
    now = float(weight @ value)
    counted = value[weight > 0]
    ends = []
    for edge in (low, high):
        reach = 0.0
        for share in np.linspace(0.05, 0.95, 19):
            mean = now + share * (edge - now)
            if not counted.min() < mean < counted.max():
                break
            tilted = tilt(weight, value, mean)
            if 1.0 / float((tilted**2).sum()) < FEW:
                break
            reach = float(share)
        ends.append(now + reach * (edge - now))
    if ends[0] == now and ends[1] == now:
        return None
    return Lever(name, words, "his number", now, low, high, reach=(ends[0], ends[1]))


def class_lever(scales: Scales, name: str, words: str, share: Floats, now: float, high: float) -> Moved:
    """The weight of one class moved from ``now`` towards all of it in the worlds where it exists.

    ``share`` is [W, K], the weights of classes with all weight on this one.
    """
    ends = scales.now, _with_share(scales, share)
    lever = Lever(name, words, "class", now, now, high)

    def lead(values: Floats) -> Floats:
        steps = (values - now) / (high - now)
        return np.array([scales.at_centre((1 - step) * ends[0] + step * ends[1]) for step in steps])

    return searched(lever, lead)


def _with_share(scales: Scales, share: Floats) -> Floats:
    return moves_inside(scales.joint.with_share(share), scales.at)


def floor_lever(scales: Scales, lever: Lever, joint_at: Callable[[float], Joint]) -> Moved:
    """The floor, on a scale of its logarithm."""
    logs = Lever(lever.name, lever.words, "floor", np.log(lever.now), np.log(lever.low), np.log(lever.high))

    def lead(values: Floats) -> Floats:
        every = (moves_inside(joint_at(float(np.exp(value))), scales.at) for value in values)
        return np.array([scales.at_centre(moves) for moves in every])

    moved = searched(logs, lead)
    turn = None if moved.turns_at is None else float(np.exp(moved.turns_at))
    reached = (float(np.exp(moved.low)), float(np.exp(moved.high)))
    return Moved(lever, *reached, moved.lead_low, moved.lead_high, turn, moved.share)


@dataclass(frozen=True)
class Fragility:
    """The least share of the way to their worse edges at which all own judgements together turn the reply."""

    share: float | None
    adverse: dict[str, str]


def fragility(scales: Scales, moved: Sequence[Moved]) -> Fragility:
    """All own levers at once.

    A lever with equal leads at both edges stays where it is, unless it makes the lead worse where the others stand at
    their worse edges (a prior moves nothing beside a report that cannot be wrong, and much beside one that may be).
    """
    here, scale = scales.centre_lead(), payoff_scale(scales.joint)
    chosen: list[tuple[Lever, str]] = []
    still: list[Lever] = []
    for each in moved:
        if each.lever.kind not in ("own prior", "own number", "source"):
            continue
        if not each.reaches(here, scale) or abs(each.lead_low - each.lead_high) <= REACH * scale:
            still.append(each.lever)
            continue
        worse_low = each.lead_low < each.lead_high if here > 0 else each.lead_low > each.lead_high
        chosen.append((each.lever, "low" if worse_low else "high"))
    if here != 0.0:
        chosen = _with_those_that_bite_together(scales, chosen, still, here, REACH * scale)
    adverse = {lever.name: side for lever, side in chosen}
    if here == 0.0 or not chosen:
        return Fragility(0.0 if here == 0.0 else None, adverse)

    def lead(share: float) -> float:
        return _together(scales, chosen, share)

    share = _first(lead, here)
    alone = [
        each.share
        for each in moved
        if each.share is not None and each.share <= 1 and each.lever.name in adverse
    ]
    if alone and (share is None or share > min(alone)):
        # Edges that are worse alone need not be worse together: then the worst corner is looked for.
        chosen = _descended(scales, chosen, here)
        share = _first(lead, here)
    return Fragility(share, {lever.name: side for lever, side in chosen})


def _with_those_that_bite_together(
    scales: Scales, chosen: Sequence[tuple[Lever, str]], still: Sequence[Lever], here: float, least: float
) -> list[tuple[Lever, str]]:
    """``chosen``, and of the levers that move nothing alone those that make the lead worse at the corner of the others.

    One is tried at a time, and of one source two.
    """
    found, left, sign = list(chosen), list(still), float(np.sign(here))
    worst = sign * _together(scales, found, 1.0)
    while left:
        singles = [[(lever, side)] for lever in left for side in ("low", "high")]
        pairs = [
            [(one, first), (other, second)]
            for at, one in enumerate(left)
            for other in left[at + 1 :]
            if one.kind == other.kind == "source" and one.source == other.source
            for first in ("low", "high")
            for second in ("low", "high")
        ]
        for group in (singles, pairs):
            tried = [(sign * _together(scales, [*found, *more], 1.0), more) for more in group]
            known = [each for each in tried if np.isfinite(each[0]) and not each[0] >= worst - least]
            if known:
                break
        else:
            break
        worst, more = min(known, key=lambda each: each[0])
        found += more
        left = [lever for lever in left if lever not in {lever for lever, _ in more}]
    return found


def _together(scales: Scales, chosen: Sequence[tuple[Lever, str]], share: float) -> float:
    """The lead with each lever moved by a share of the way to its side."""
    own, rates = scales.centre, {}
    for lever, side in chosen:
        value = lever.now + share * ((lever.low if side == "low" else lever.high) - lever.now)
        if lever.kind == "source":
            rates[lever] = value
        else:
            own[lever.parameter] = value
    moves = scales.heard(changed(scales.said, rates).log_likelihood) if rates else scales.now
    return float(scales.at_own(ones(own), moves)[0])


def _descended(scales: Scales, chosen: Sequence[tuple[Lever, str]], here: float) -> list[tuple[Lever, str]]:
    """The corner that no change of one side makes worse, from the sides that are worse alone."""
    best, sign = list(chosen), np.sign(here)
    least = sign * _together(scales, best, 1.0)
    better = True
    while better:
        better = False
        for at, (lever, side) in enumerate(best):
            tried = [*best[:at], (lever, "high" if side == "low" else "low"), *best[at + 1 :]]
            value = sign * _together(scales, tried, 1.0)
            if value < least - REACH * abs(here):
                best, least, better = tried, value, True
    return best


def _first(lead: Callable[[float], float], here: float) -> float | None:
    points = np.linspace(0.0, 1.0, 2 * STEPS + 1)
    values = [here]
    for point in points[1:]:
        value = lead(float(point))
        if not np.isfinite(value):  # what was done and said cannot be there
            break
        values.append(value)
        if np.sign(value) * np.sign(here) < 0:
            break
    return root(points[: len(values)], np.array(values), lead)
