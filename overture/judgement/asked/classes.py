"""Weights of the classes of equilibrium for one offer, and what holds in each.

The classes of another counterpart's row are named by what is done in his own branch.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.games.tree import Floats
from overture.judgement.answers import ClassWeight
from overture.judgement.asked.question import Question
from overture.judgement.play.solve import classify
from overture.weigh.distribution.own import type_odds


def weights(q: Question) -> dict[str, Any]:
    """Weights of the classes, named by what is done where this counterpart is the one, and what holds in each."""
    joint, asked = q.joint, q.asked
    names, label = class_names(q)
    before = joint.cell_weight(q.basis.before)
    given = (
        joint.cell_weight(asked.given, asked.offer)
        if joint.likelihood(asked.given, asked.offer) @ joint.prior > 0
        else before
    )
    after = q.weight if q.possible else None
    mass = joint.mass(asked.offer) * joint.prior
    whole = joint.mass(asked.given, asked.offer)
    weights: dict[str, ClassWeight] = {}
    beliefs: dict[str, float | None] = {}
    factors: dict[str, float | None] = {}
    on_path: dict[str, float] = {}
    rival = q.rival
    for at, name in enumerate(names):
        here = label == at
        weights[name] = ClassWeight(
            before=float(joint.cells.weight[here].sum()),
            given=float(given[here].sum()),
            after_offer=None if after is None else float(after[here].sum()),
            exists=float(joint.cells.world @ (here & q.basis.solved.there).any(axis=1)),
        )
        inside = mass[here].sum(axis=0)
        beliefs[name] = float(inside[0] / inside.sum()) if inside.sum() > 0 else None
        share = float(after[here].sum()) if after is not None else 0.0
        on_path[name] = float(after[here & q.on].sum() / share) if after is not None and share > 0 else 0.0
        factors[name] = _class_factor(inside / joint.prior.clip(1e-300), whole[here].sum(axis=0), rival)
    return {
        "classes": list(names),
        "class_weight": weights,
        "belief_offer_by_class": beliefs,
        "factor_by_class": factors,
        "on_path_by_class_after": on_path,
        "composition": _composition(q) if q.possible and not q.basis.single else {},
        "effective_worlds_after_offer": q.effective if q.possible and not q.basis.single else None,
    }


def _composition(q: Question) -> dict[str, float | dict[str, float]]:
    """How far two columns of classes differ only because the classes exist in other worlds."""
    cells = q.joint.cells
    odds = type_odds(q.basis.tree, q.basis.loaded.case.hypothesis.move)[:, q.basis.order[0]]
    total = cells.weight.sum(axis=0)
    told: dict[str, float | dict[str, float]] = {
        "prior_in_game_by_class": {
            name: float(cells.weight[:, at] @ odds / total[at])
            for at, name in enumerate(cells.classes)
            if total[at] > 0
        },
        "within_world_difference": 0.0,
    }
    if len(cells.classes) < 2:
        return told
    mass = q.joint.mass(q.asked.offer) * q.joint.prior
    told_by = mass.sum(axis=(0, 2))
    share = np.divide(mass[..., 0].sum(axis=0), told_by, out=np.zeros_like(told_by), where=told_by > 0)
    # Of equal weights by belief, and only then by name: neither the order of classes nor their names decide.
    ranked = sorted(
        range(len(total)),
        key=lambda at: (-round(float(total[at]), 12), -round(float(share[at]), 12), cells.classes[at]),
    )
    first, second = ranked[:2]
    held = q.joint.cell_belief(q.asked.offer)[..., 0]
    both = cells.present[:, first] & cells.present[:, second]
    both &= np.isfinite(held[:, first]) & np.isfinite(held[:, second])
    beliefs = {
        f"{cells.classes[at]}, where it exists": float(share[at]) for at in (first, second) if told_by[at] > 0
    }
    if both.any():
        beliefs["paired difference in worlds with both (equal weight)"] = float(
            (held[both, first] - held[both, second]).mean()
        )
    told["belief_if_offer"] = {**beliefs, "worlds with both": float(both.mean())}
    return told


def _class_factor(part: Floats, whole: Floats, rival: int) -> float | None:
    if not rival or not part[rival] > 0 or not whole[0] > 0 or not whole[rival] > 0:
        return None
    found = float((part[0] / whole[0]) / (part[rival] / whole[rival]))
    return found if math.isfinite(found) else None


def class_names(q: Question) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """(names, [W, K] which of them each cell is) by what is done where this counterpart is the one."""
    basis = q.basis
    cells = basis.joint.cells
    own = np.broadcast_to(np.arange(len(cells.classes)), cells.share.shape)
    if q.asked.counterpart in (None, basis.asked.counterpart):
        return cells.classes, own
    case = basis.loaded.case
    assert case.counterpart is not None
    event = f"move({case.counterpart.move!r}) == {q.asked.counterpart!r}"
    found = np.full(cells.share.shape, "", dtype=object)
    for rows, part in cells.parts():
        strategy = part.strategy[:]
        for kind in range(len(cells.classes)):
            worlds = np.flatnonzero(part.present[:, kind])
            if len(worlds):
                found[rows.start + worlds, kind] = classify(
                    case, part.tree.world(worlds), strategy[worlds, kind], event
                )
    names = sorted(
        {name for name in found.ravel().tolist() if name},
        key=lambda name: (-int((found == name).sum()), name),
    )
    place = {name: at for at, name in enumerate(names)}
    return tuple(names), np.vectorize(lambda name: place.get(name, -1), otypes=[np.int64])(found)
