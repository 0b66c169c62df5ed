"""All weights of the classes of equilibrium: the range of a belief and of a worth when they are free in each world.

Both are ratios of linear forms in the weights, so the extreme values lie at vertices: in each world all
weight on one class (fractional programme; Dinkelbach 1967, Management Science 13:492-498).
"""

from __future__ import annotations

import numpy as np

from overture.games.tree import Floats, Ints
from overture.weigh.decision.reply import Answering, cell_moves
from overture.weigh.distribution.cells import Bools
from overture.weigh.distribution.joint import Joint
from overture.weigh.distribution.spans import joined

STEPS = 100  # Dinkelbach's iteration ends in a few; this bounds it


def extremes(top: Floats, bottom: Floats, allowed: Bools) -> tuple[float, float] | None:
    """Smallest and largest sum of ``top`` over sum of ``bottom``, one allowed class being taken in each world.

    Args: top, bottom: [W, K], what a class alone would add, ``bottom`` not negative. allowed: [W, K]; worlds
        without an allowed class are left out. None where nothing is allowed.
    """
    worlds = allowed.any(axis=1)
    if not worlds.any() or not bottom[allowed].sum() > 0:
        return None
    top, bottom, allowed = top[worlds], bottom[worlds], allowed[worlds]
    found = []
    for sign in (1.0, -1.0):
        # Any weights will do to start from; in each world the class that bears most on it.
        rows = np.arange(len(top))
        pick = np.where(allowed, bottom, -1.0).argmax(axis=1)
        value = float(top[rows, pick].sum() / bottom[rows, pick].sum())
        for _ in range(STEPS):
            pick = np.where(allowed, sign * (top - value * bottom), np.inf).argmin(axis=1)
            mass = bottom[rows, pick].sum()
            if not mass > 0:
                break
            better = float(top[rows, pick].sum() / mass)
            if sign * better >= sign * value - 1e-15:
                break
            value = better
        found.append(value)
    return found[0], found[1]


def belief_range(joint: Joint, event: Bools, kind: int, allowed: Bools) -> tuple[float, float] | None:
    """The belief in one type after an event over all weights of the allowed classes [W, K]."""
    mass = _alone(joint, joint.mass(event)) * joint.prior
    return extremes(mass[..., kind], mass.sum(axis=2), allowed)


def worth_range(
    joint: Joint, at: Answering, reply: str, plan: dict[int, str], allowed: Bools
) -> tuple[float, float] | None:
    """The worth of a reply over all weights of the allowed classes [W, K], with the plan held."""
    taken = at.follow(reply, plan)
    worth, mass = _behind(joint, at, taken)
    return extremes(_alone(joint, worth), _alone(joint, mass), allowed)


def _behind(joint: Joint, at: Answering, taken: Ints) -> tuple[Floats, Floats]:
    """([W, K] worth, [W, K] mass) of the histories ``taken``."""
    worths, masses = [], []
    for _, part in joint.parts():
        moves = (cell_moves(part, at) * joint.prior[joint.kind])[..., taken]
        worths.append((moves * part.nature.worth[:, None, taken]).sum(axis=2))
        masses.append((moves * part.nature.chance[:, None, taken]).sum(axis=2))
    return joined(worths), joined(masses)


def vertex(joint: Joint, kind: int) -> Floats:
    """[W, K] all weight on one class in the worlds where it exists, the stated weights elsewhere."""
    share = joint.cells.share.copy()
    here = joint.cells.present[:, kind]
    share[here] = 0.0
    share[here, kind] = 1.0
    return share


def _alone(joint: Joint, value: Floats) -> Floats:
    """What a class would add if it had all the weight of its world."""
    share = joint.cells.share
    if value.ndim == 3:
        share = share[..., None]
    return np.divide(value, share, out=np.zeros_like(value), where=share > 0)


def lead_range(
    joint: Joint,
    at: Answering,
    one: tuple[str, dict[int, str]],
    other: tuple[str, dict[int, str]],
    allowed: Bools,
) -> tuple[float, float] | None:
    """The lead of one reply and its plan over another, over all weights of the allowed classes [W, K]."""
    first, second = (at.follow(reply, plan) for reply, plan in (one, other))
    worth, mass = _behind(joint, at, first)
    lead = worth - _behind(joint, at, second)[0]
    return extremes(_alone(joint, lead), _alone(joint, mass), allowed)
