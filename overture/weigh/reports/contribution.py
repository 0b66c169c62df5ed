"""Who moved the belief, and by how much: log odds of two types by item, order-free and in order of time.

The order-free share of an item is its Shapley value (Shapley 1953): its step in log odds, averaged over
every order in which the evidence could have come. The shares add up to the whole movement. Up to ``MOST``
items they are exact, over coalitions; beyond that they are the mean over ``ORDERS`` random orders, drawn
with a fixed seed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from overture.weigh.reports.cards import claim_rows
from overture.weigh.reports.evidence import BOUND, Evidence, Floats, Item, by_date, cut

MOST = 12  # 2**12 coalitions
ORDERS = 2000
SEED = 0
NOTHING = 1e-9  # a claim that moves the log odds by less than this moves them by rounding


@dataclass(frozen=True)
class BeliefStep:
    """Belief once one more item is counted, in order of time; the first is the prior.

    Attributes:
        belief: [T] after it. log_odds: of a pair of types, what it added in this order.
        share: the same, averaged over all orders (Shapley). Both None for the prior.
    """

    kind: Literal["prior", "act", "testimony"]
    name: str
    date: str | None
    belief: tuple[float, ...]
    log_odds: float | None = None
    share: float | None = None


@dataclass(frozen=True)
class RootShare:
    """What one family of sources adds to the log odds of one type against another, the acts known.

    Attributes:
        name: of the item. sources: ids.
        x: its order-free share of the log odds now, over the roots.
        access: how well placed it was to know what it tells: the mean over its claims of the chance of
            access to their topics, weighed by how far each moves the odds in place.
        bent: control and shading together: ``access x (1 - bent)`` is the mean of that product.
    """

    name: str
    sources: tuple[str, ...]
    x: float
    access: float
    bent: float


def steps(evidence: Evidence, first: int, second: int) -> tuple[BeliefStep, ...]:
    """Belief item by item in order of time, with the log odds of type ``first`` against ``second``.

    Undated items come with the dated ones before them; so without dates acts come first, then testimony.
    """
    items = by_date(evidence.items)
    share = _of_items(evidence, items, first, second)
    found = [BeliefStep("prior", "prior", None, _row(evidence.belief([])))]
    was = evidence.log_odds(first, second, [])
    for count, item in enumerate(items, start=1):
        now = evidence.log_odds(first, second, items[:count])
        belief = _row(evidence.belief(items[:count]))
        found.append(BeliefStep(item.kind, item.name, item.date, belief, now - was, float(share[count - 1])))
        was = now
    return tuple(found)


def roots(evidence: Evidence, first: int, second: int) -> tuple[RootShare, ...]:
    """Each root's share of the log odds of type ``first`` against ``second`` now, the acts given.

    A claim learnt from public acts, a copy and what nobody judged are no roots. In the order of the families.
    """
    families = evidence.families
    share = _of_items(evidence, families, first, second, evidence.acts)
    lines = claim_rows(evidence, first, second) if families else ()
    moved = {line.claim: abs(_bounded(line.in_place)) for line in lines}
    found = []
    for item, x in zip(families, share, strict=True):
        access, told = _placed(evidence, item, moved)
        bent = 1.0 - told / access if access > 0.0 else 0.0
        assert item.family is not None
        found.append(RootShare(item.name, item.family.family.sources, float(x), access, bent))
    return tuple(found)


def _placed(evidence: Evidence, item: Item, moved: dict[str, float]) -> tuple[float, float]:
    """(access, access times honesty) of a family, over its claims by how far they move the odds."""
    said = evidence.said
    assert item.family is not None
    claims = [
        said.testimony[place]
        for place in item.family.family.claims
        if said.lineage.standing[place] != "repeated"
    ]
    weight = np.array([moved[claim.id] if moved[claim.id] > NOTHING else 0.0 for claim in claims])
    weight = weight / weight.sum() if weight.any() else np.full(len(claims), 1.0 / len(claims))
    access = np.array([said.sources[claim.source].access_to(claim.topic).mean for claim in claims])
    honest = np.array(
        [
            max(1.0 - said.sources[each.source].control - said.sources[each.source].shading, 0.0)
            for each in claims
        ]
    )
    return float(weight @ access), float(weight @ (access * honest))


def _bounded(ratio: float | None) -> float:
    """Natural log of a ratio, finite; 0 where there is none."""
    return 0.0 if ratio is None or math.isnan(ratio) else cut(ratio, 1.0)


def _of_items(
    evidence: Evidence, items: Sequence[Item], first: int, second: int, given: Sequence[Item] = ()
) -> Floats:
    """[item] order-free shares, on the mass after the items ``given``."""
    logs = np.array([item.log_likelihood for item in items]).reshape(len(items), len(evidence.base))
    mass = evidence.mass(given)
    # An order of their own, so that a sample does not hang on the order in which the items were listed.
    alone = [round(evidence.log_odds(first, second, [*given, item]), 9) for item in items]
    order = sorted(range(len(items)), key=lambda at: (alone[at], items[at].name))
    share = np.empty(len(items))
    share[order] = shapley(logs[order], np.stack([mass * (evidence.kind == at) for at in (first, second)]))
    return share


def shapley(logs: Floats, mass: Floats) -> Floats:
    """[item] Shapley values of the log of the ratio of two masses, each item a likelihood.

    Args:
        logs: [item, H] log likelihoods. mass: [2, H] the mass for and against; they share no history.
    """
    if not len(logs) or not (mass.sum(axis=1) > 0).all():  # nothing was said, or one of the two is excluded
        return np.zeros(len(logs))
    logs, mass = _collapsed(logs, mass)
    top = logs.max(axis=1, initial=-np.inf, keepdims=True)
    logs = logs - np.where(np.isfinite(top), top, 0.0)
    return _exact(logs, mass) if len(logs) <= MOST else _sampled(logs, mass)


def _collapsed(logs: Floats, mass: Floats) -> tuple[Floats, Floats]:
    """The same over the histories with mass that some item, or the side, tells apart."""
    keep = mass.sum(axis=0) > 0.0
    logs, mass = logs[:, keep], mass[:, keep]
    column = (mass[0] > 0.0).astype(np.intp)
    for row in logs:  # number the distinct columns, one row at a time
        place = np.unique(row, return_inverse=True)[1].ravel()
        column = np.unique(column * len(row) + place, return_inverse=True)[1].ravel()
    first = np.unique(column, return_index=True)[1]
    return logs[:, first], np.stack([np.bincount(column, side, len(first)) for side in mass])


def _exact(logs: Floats, mass: Floats) -> Floats:
    """Over coalitions, half of the items at a time: a coalition is one row of each half."""
    count = len(logs)
    halves = []
    for part in (logs[: count // 2], logs[count // 2 :]):
        table = np.ones((1, logs.shape[1]))
        for row in part:  # doubling: the new item's bit stands above the older ones
            table = np.vstack([table, table * np.exp(row)])
        halves.append(table)
    low, high = halves
    value = _log_ratio((high * mass[0]) @ low.T, (high * mass[1]) @ low.T).ravel()
    codes = np.arange(1 << count)
    size = np.array([code.bit_count() for code in range(1 << count)])
    weight = np.array([1.0 / (count * math.comb(count - 1, k)) for k in range(count)])
    found = np.empty(count)
    for place in range(count):
        without = codes[(codes >> place) & 1 == 0]
        found[place] = weight[size[without]] @ (value[without | (1 << place)] - value[without])
    return found


def _sampled(logs: Floats, mass: Floats) -> Floats:
    """The mean step over random orders."""
    rng = np.random.default_rng(SEED)
    found = np.zeros(len(logs))
    nothing = np.zeros((1, logs.shape[1]))
    for _ in range(ORDERS):
        order = rng.permutation(len(logs))
        grown = np.exp(np.vstack([nothing, np.cumsum(logs[order], axis=0)]))
        found[order] += np.diff(_log_ratio(grown @ mass[0], grown @ mass[1]))
    return found / ORDERS


def _log_ratio(top: Floats, bottom: Floats) -> Floats:
    """Natural log of a ratio of masses, cut at BOUND; 0 where there is no mass at all."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.log(top) - np.log(bottom)
    return np.asarray(np.clip(np.nan_to_num(found, nan=0.0, posinf=BOUND, neginf=-BOUND), -BOUND, BOUND))


def _row(belief: Floats) -> tuple[float, ...]:
    return tuple(float(each) for each in belief)
