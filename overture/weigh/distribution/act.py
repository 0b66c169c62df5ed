"""What an act tells: its ratio as averaged likelihoods, the verdict in words, and where the move of belief comes from.

The ratio of an act between two types is the ratio of their chances of doing it, each averaged over
worlds and classes *before* they are divided; so the belief after it is this ratio times the belief
before, whatever is averaged. A ratio per class is printed only where somebody makes the act in it; where
nobody does, its meaning is a convention about beliefs off the path.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from overture.games.tree import Floats
from overture.weigh.distribution.cells import Bools
from overture.weigh.distribution.joint import Joint, posterior

SAME = 1.05  # ratios from 1 / 1.05 to 1.05 tell nothing
NOBODY = 1e-9  # weight of the cells in which somebody makes an act, below which nobody makes it
CONVENTION = 0.5  # on-path share after the act below which its meaning is a convention
PARTLY = 0.9  # and below which that share is told
CLOSE = 1e-9  # tolerance of the cuts of the size words
SIZES: tuple[tuple[float, Literal["barely", "somewhat", "clearly", "strongly"]], ...] = (
    (10.0, "strongly"),
    (3.0, "clearly"),
    (1.5, "somewhat"),
    (1.05, "barely"),
)

Word = Literal["nothing", "points", "convention", "undetermined", "impossible"]


@dataclass(frozen=True)
class Ratio:
    """An act of which the event is ``event``, asked once ``given`` holds. Axes: T types.

    Attributes:
        likelihood, plain: [T] P(event | given, type) with and without a floor; NaN where ``given`` is
            impossible for the type.
        before, after: [T] belief in ``given`` and in the event; ``after`` is None where it cannot happen.
        on_before, on_after: weight of the cells in which somebody makes it; NaN where not defined.
        chance: P(event | given).
    """

    types: tuple[str, ...]
    likelihood: Floats
    plain: Floats
    before: Floats
    after: Floats | None
    after_plain: Floats | None
    on_before: float
    on_after: float
    chance: float

    def factor(self, first: int, second: int, plain: bool = False) -> float:
        """Likelihood ratio of two types; infinite where only the first does it, NaN where neither can."""
        value = self.plain if plain else self.likelihood
        with np.errstate(divide="ignore", invalid="ignore"):
            return float(np.float64(value[first]) / np.float64(value[second]))

    def pairs(self, prior: Floats) -> list[tuple[int, int]]:
        """The pairs of types that have a prior and for whom ``given`` is possible."""
        there = [at for at in range(len(self.types)) if prior[at] > 0 and np.isfinite(self.likelihood[at])]
        return list(combinations(there, 2))


def ratio(joint: Joint, event: Bools, given: Bools) -> Ratio:
    """The ratio of an act. ``event`` lies inside ``given``; both are [H].

    Moves of ours that the act entails are taken as made, before it too: it is asked of once we have made them.
    """
    inside = event & given
    whole, part = joint.likelihood(given, inside), joint.likelihood(inside, inside)
    whole0, part0 = (
        joint.likelihood(given, inside, floor=False),
        joint.likelihood(inside, inside, floor=False),
    )
    possible = bool(part @ joint.prior > 0)
    possible0 = bool(part0 @ joint.prior > 0)
    before = posterior(joint.prior, whole)
    on = joint.on_path(inside)
    return Ratio(
        types=joint.types,
        likelihood=_divide(part, whole),
        plain=_divide(part0, whole0),
        before=before,
        after=posterior(joint.prior, part) if possible else None,
        after_plain=posterior(joint.prior, part0) if possible0 else None,
        on_before=float((joint.cell_weight(given, inside) * on).sum()),
        on_after=float((joint.cell_weight(inside, inside) * on).sum()) if possible else float("nan"),
        chance=float(part @ joint.prior / (whole @ joint.prior)),
    )


@dataclass(frozen=True)
class PairVerdict:
    """What an act tells of a pair of types; ``toward`` and ``against`` are labels, ``factor`` their ratio above 1."""

    word: Word
    toward: str | None = None
    against: str | None = None
    size: Literal["barely", "somewhat", "clearly", "strongly"] | None = None
    factor: float | None = None
    floor_bound: bool = False
    convention_share: float = 0.0
    nobody: bool = False
    free_low: float | None = None
    free_high: float | None = None


def verdict(
    found: Ratio, first: int, second: int, floor: float, free: tuple[float, float] | None = None
) -> PairVerdict:
    """The verdict on a pair of types.

    Args:
        floor: the share of acts that are never played. free: the range of the ratio over free ties, where
            there are any among the cells in which the act is made.
    """
    if found.after is None or not found.chance > 0:
        return PairVerdict("impossible")
    impossible_plain = not np.nansum(found.plain) > 0
    if impossible_plain or found.on_after < CONVENTION:
        return PairVerdict("convention", nobody=found.on_before < NOBODY)
    share = 1.0 - found.on_after if found.on_after < PARTLY else 0.0
    with_floor, plain = found.factor(first, second), found.factor(first, second, plain=True)
    if np.isnan(plain):
        plain = with_floor
    names = found.types[first], found.types[second]
    low, high = free if free is not None else (None, None)
    if free is not None and free[0] < 1 / SAME and free[1] > SAME:
        return PairVerdict(
            "undetermined", *names, factor=with_floor, convention_share=share, free_low=low, free_high=high
        )
    # Where a part of the weight rests on a convention, what is told is what play without trembles tells.
    side = _side(plain if share else with_floor), _side(plain)
    if share and _side(with_floor) != side[1]:
        with_floor = plain
    if side == (0, 0):
        return PairVerdict("nothing", *names, factor=with_floor, convention_share=share)
    if side[0] != side[1]:
        return PairVerdict("undetermined", *names, factor=with_floor, convention_share=share)
    if side[0] < 0:
        names = names[1], names[0]
        with_floor = 1.0 / with_floor if with_floor > 0 else float("inf")
        plain = 1.0 / plain if plain > 0 else float("inf")
    return PairVerdict(
        "points",
        *names,
        size=size(with_floor),
        factor=with_floor if np.isfinite(with_floor) else None,
        floor_bound=with_floor > 1.0 / (2.0 * floor) or not np.isfinite(plain),
        convention_share=share,
    )


def _side(factor: float) -> int:
    """1 above the band that tells nothing, -1 below it, 0 inside."""
    if factor > SAME * (1 + CLOSE):
        return 1
    return -1 if factor < 1 / SAME * (1 - CLOSE) else 0


def size(factor: float) -> Literal["barely", "somewhat", "clearly", "strongly"]:
    """The word for a ratio above 1 (cuts near those of Jeffreys 1961, appendix B), on half-open intervals."""
    return next((word for cut, word in SIZES if factor >= cut * (1 - CLOSE)), "barely")


def by_cell(joint: Joint, event: Bools, given: Bools, first: int, second: int) -> Floats:
    """[W, K] the ratio of an act inside each cell; NaN where it is not defined."""
    inside = event & given
    part, whole = joint.mass(inside, inside, said=False), joint.mass(given, inside, said=False)
    chance = _divide(part, whole)
    return _divide(chance[..., first], chance[..., second])


@dataclass(frozen=True)
class BeliefMovement:
    """Of a move of belief in one type: the parts that are changed weights of worlds, of classes, and types."""

    worlds: float
    classes: float
    types: float

    @property
    def sum(self) -> float:
        return self.worlds + self.classes + self.types


def movement(joint: Joint, before: Bools, after: Bools, kind: int, under: Bools) -> BeliefMovement:
    """The move of belief in type ``kind`` from event ``before`` to event ``after``: weights first, then types.

    The three parts add up exactly; a dead cell takes no part.
    """
    old, new = joint.cell_weight(before, under), joint.cell_weight(after, under)
    held = np.nan_to_num(joint.cell_belief(before, under)[..., kind])
    then = np.nan_to_num(joint.cell_belief(after, under)[..., kind])
    old_world, new_world = old.sum(axis=1), new.sum(axis=1)
    inside = _zero_divide(old, old_world[:, None])
    inside_new = _zero_divide(new, new_world[:, None])
    return BeliefMovement(
        worlds=float(((new_world - old_world)[:, None] * inside * held).sum()),
        classes=float((new_world[:, None] * (inside_new - inside) * held).sum()),
        types=float((new * (then - held)).sum()),
    )


@dataclass(frozen=True)
class Parted:
    """What of the weight given an act says nothing, points either way, or rests on a convention; sums to 1."""

    first: float
    second: float
    neither: float
    convention: float


def parted(joint: Joint, event: Bools, given: Bools, first: int, second: int) -> Parted:
    """The shares by weight after the act."""
    weight = joint.cell_weight(event & given)
    on = joint.on_path(event & given)
    factor = by_cell(joint, event, given, first, second)
    return Parted(
        float(weight[on & (factor > SAME)].sum()),
        float(weight[on & (factor < 1 / SAME)].sum()),
        float(weight[on & ~(factor > SAME) & ~(factor < 1 / SAME)].sum()),
        float(weight[~on].sum()),
    )


@dataclass(frozen=True)
class Ranges:
    """Four ranges of the belief in one type after an act, never merged; None where there is nothing to range over."""

    worlds: tuple[float, float] | None
    width: float
    width_on: float | None
    widest: float
    straddles: Mapping[float, float]
    cells: tuple[float, float] | None


def ranges(joint: Joint, event: Bools, kind: int, levels: tuple[float, ...]) -> Ranges:
    """Ranges over worlds, over classes within a world, and over both.

    Args:
        levels: beliefs of which the weight of worlds is asked whose classes lie on both sides.
    """
    weight = joint.cell_weight(event)
    held = joint.cell_belief(event)
    mass = joint.mass(event) * joint.prior
    total = mass.sum(axis=(1, 2))
    alive = total > 0
    world = np.divide(mass[..., kind].sum(axis=1), total, out=np.full(len(total), np.nan), where=alive)
    world_weight = weight.sum(axis=1)
    value = held[..., kind]
    there = joint.cells.present & np.isfinite(value)
    low, high = _ends(value, there)
    on = there & joint.on_path(event)
    on_low, on_high = _ends(value, on)
    has = alive & on.any(axis=1)
    width = np.where(alive, high - low, 0.0)
    return Ranges(
        worlds=quantiles(world, world_weight, (0.05, 0.95)),
        width=float((world_weight * width).sum()),
        width_on=float((world_weight * np.where(has, on_high - on_low, 0.0)).sum() / world_weight[has].sum())
        if has.any()
        else None,
        widest=float(width.max()),
        straddles={
            level: float(world_weight[alive & (low < level) & (high > level)].sum()) for level in levels
        },
        cells=quantiles(value.ravel(), np.where(there, weight, 0.0).ravel(), (0.05, 0.95)),
    )


def _ends(value: Floats, there: Bools) -> tuple[Floats, Floats]:
    low = np.where(there, value, np.inf).min(axis=1)
    high = np.where(there, value, -np.inf).max(axis=1)
    empty = ~there.any(axis=1)
    return np.where(empty, 0.0, low), np.where(empty, 0.0, high)


def quantiles(value: Floats, weight: Floats, at: tuple[float, float]) -> tuple[float, float]:
    """Weighted quantiles: the smallest value with cumulated weight of at least the share, less 1e-12."""
    found = weighted(value, weight, at)
    return found[0], found[1]


def weighted(value: Floats, weight: Floats, at: tuple[float, ...]) -> tuple[float, ...]:
    """The same for any number of shares; NaN where nothing has weight."""
    keep = (weight > 0) & np.isfinite(value)
    if not keep.any():
        return tuple(float("nan") for _ in at)
    order = np.argsort(value[keep], kind="stable")
    ranked, share = value[keep][order], np.cumsum(weight[keep][order])
    places = np.searchsorted(share / share[-1], np.asarray(at) - 1e-12)
    return tuple(float(ranked[min(int(place), len(ranked) - 1)]) for place in places)


def _divide(top: Floats, bottom: Floats) -> Floats:
    return np.asarray(
        np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=np.asarray(bottom) > 0)
    )


def _zero_divide(top: Floats, bottom: Floats) -> Floats:
    return np.divide(top, bottom, out=np.zeros_like(top), where=np.broadcast_to(bottom > 0, top.shape))
