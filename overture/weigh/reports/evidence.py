"""What was done and what was said, item by item, on one prior mass of histories.

Every item multiplies the mass of a history by a likelihood that hangs on the history alone: an act keeps
the histories that contain it, a family of sources counts by how likely its testimony was in each. So
belief after any of the items, in any order, is one weighted sum; who moved it
(:mod:`overture.weigh.reports.contribution`), the cards (:mod:`overture.weigh.reports.cards`) and the matrix
(:mod:`overture.weigh.reports.matrix`) are read from the same mass.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from overture.errors import EvidenceError, Fault
from overture.weigh.distribution.joint import Joint
from overture.weigh.distribution.spans import added
from overture.weigh.reports.said import Said
from overture.weigh.reports.testimony import Weighed

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.integer]

PUBLIC = "learnt from public acts"  # the item of all claims that carry no likelihood of their own
BOUND = math.log(1e12)  # log odds are cut here, so that certainty has a finite share


@dataclass(frozen=True)
class Act:
    """Something that was done: its name, [H] whether it happened, and when (ISO)."""

    name: str
    event: Bools
    date: str | None = None


@dataclass(frozen=True)
class Item:
    """One piece of evidence: an act, or all that a family of sources said.

    Attributes:
        log_likelihood: [H]; true chances, not scaled.
        family: whose testimony it is; None for an act, and for claims learnt from public acts.
        counted: gives ``naive``.
    """

    name: str
    kind: Literal["act", "testimony"]
    log_likelihood: Floats
    date: str | None = None
    family: Weighed | None = None
    counted: Callable[[], Floats] | None = field(default=None, repr=False, compare=False)

    @cached_property
    def naive(self) -> Floats:
        """[H] log likelihood with every repetition, and every hand, counted as one more witness."""
        return self.log_likelihood if self.counted is None else self.counted()


@dataclass(frozen=True)
class Evidence:
    """Prior mass and the evidence on it. Axes: T types, H complete histories.

    Attributes:
        types: [T] labels. kind: [H] the type of each history.
        base: [H] prior mass of each history, worlds and classes summed, our own prior of the type
            included, nothing learnt from acts or reports; sums to 1. (Own moves that were made are taken
            as made: what we did is no evidence to us.)
        items: acts, then one for each family of sources, then what was learnt from public acts.
        said: all testimony, with its sources and lineage.
    """

    types: tuple[str, ...]
    kind: Ints
    base: Floats
    items: tuple[Item, ...]
    said: Said

    @property
    def acts(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.kind == "act")

    @property
    def families(self) -> tuple[Item, ...]:
        """The items that may move belief by what was said, one for each root family."""
        return tuple(item for item in self.items if item.family is not None)

    def but(self, item: Item) -> tuple[Item, ...]:
        """All items except one."""
        return tuple(each for each in self.items if each is not item)

    def item(self, name: str) -> Item:
        """Raises EvidenceError ``weigh/item`` where nothing has this name."""
        for each in self.items:
            if each.name == name:
                return each
        raise EvidenceError.of(
            "weigh/item", f"no evidence {name!r}", allowed=", ".join(each.name for each in self.items)
        )

    def mass(self, items: Iterable[Item] | None = None, naive: bool = False) -> Floats:
        """[H] mass of each history after ``items`` (default: all), up to one factor for all of them."""
        chosen = self.items if items is None else items
        logs = np.sum([each.naive if naive else each.log_likelihood for each in chosen], axis=0)
        return self.weighted(np.broadcast_to(logs, self.base.shape))

    def weighted(self, logs: Floats) -> Floats:
        """[H] the base times a likelihood given by its log, scaled by its largest value where that is possible."""
        top = float(np.max(logs, where=self.base > 0.0, initial=-np.inf))
        return self.base * np.exp(logs - top) if np.isfinite(top) else np.zeros_like(self.base)

    def by_type(self, mass: Floats) -> Floats:
        """[H] -> [T] summed by type."""
        return np.bincount(self.kind, mass, len(self.types)).astype(np.float64)

    def belief(self, items: Iterable[Item] | None = None, naive: bool = False) -> Floats:
        """[T] belief after ``items`` (default: all).

        Raises EvidenceError ``weigh/impossible`` where they have no chance together.
        """
        return normal(self.by_type(self.mass(items, naive)))

    def log_odds(self, first: int, second: int, items: Iterable[Item] | None = None) -> float:
        """Natural log odds of type ``first`` against ``second`` after ``items``, cut at ``BOUND``."""
        mass = self.by_type(self.mass(items))
        return cut(mass[first], mass[second])

    def ratio(self, item: Item, first: int, second: int, naive: bool = False) -> float:
        """Likelihood ratio of one item for type ``first`` against ``second``, nothing else known.

        Infinite or NaN where the second, or both, exclude it.
        """
        before, after = self.by_type(self.base), self.by_type(self.mass([item], naive))
        with np.errstate(divide="ignore", invalid="ignore"):
            return float((after[first] / before[first]) / (after[second] / before[second]))


def evidence(types: Sequence[str], kind: Ints, base: Floats, acts: Iterable[Act], said: Said) -> Evidence:
    """What was done and said, on a prior mass of histories.

    Args:
        types: [T] labels. kind: [H] the type of each history. base: [H] prior mass.
        acts: in the order in which they were done. said: what was said, over the same histories.

    Raises EvidenceError: arrays that do not fit (``weigh/shape``), or evidence without a chance, naming the
    first act or claim (``weigh/impossible``).
    """
    done = tuple(acts)
    shapes = {"kind": np.shape(kind), "base": np.shape(base), "testimony": np.shape(said.signature)}
    shapes |= {f"act {act.name}": np.shape(act.event) for act in done}
    EvidenceError.raise_any(
        Fault("weigh/shape", f"an array of shape {shape}", where, f"{np.shape(base)}, one for each history")
        for where, shape in shapes.items()
        if shape != np.shape(base)
    )
    items = [_act_item(act) for act in done]
    items += [_family_item(family, said) for family in said.families]
    if said.public:
        nothing = np.zeros(len(base))
        items.append(Item(PUBLIC, "testimony", nothing, counted=lambda: said.whole(said.naive_public)))
    found = Evidence(tuple(types), kind, np.asarray(base, dtype=np.float64), tuple(items), said)
    _check(found)
    return found


def base_of(joint: Joint, under: Bools) -> Floats:
    """[H] prior mass of each history, worlds and classes summed; own moves that ``under`` [H] fixes are taken as made."""
    forced, found = joint.fixed(under), None
    for _, part in joint.parts():
        mass = part.cells.weight[..., None] * part.moves(forced) * part.nature.chance[:, None]
        found = added(found, mass.reshape(-1, len(joint.kind)))
    assert found is not None
    return np.asarray(found * joint.prior[joint.kind])


def by_date(items: Sequence[Item]) -> list[Item]:
    """The items in order of time; an undated one comes with the dated ones before it."""
    places = sorted(range(len(items)), key=lambda place: (_when(items, place), place))
    return [items[place] for place in places]


def _when(items: Sequence[Item], place: int) -> str:
    earlier = [item.date for item in items[: place + 1] if item.date is not None]
    return str(items[place].date or (max(earlier) if earlier else ""))


def normal(mass: Floats) -> Floats:
    """[T] scaled to sum to 1; raises EvidenceError ``weigh/impossible`` where there is none."""
    total = mass.sum()
    if not total > 0.0:
        raise EvidenceError.of("weigh/impossible", "what was done and said has no chance together")
    return np.asarray(mass / total)


def cut(top: float, bottom: float) -> float:
    """Natural log of a ratio of masses, between -BOUND and BOUND; 0 where there is no mass at all."""
    if top <= 0.0 or bottom <= 0.0:
        return BOUND if top > 0.0 else (-BOUND if bottom > 0.0 else 0.0)
    return min(max(math.log(top) - math.log(bottom), -BOUND), BOUND)


def _act_item(act: Act) -> Item:
    return Item(act.name, "act", np.where(act.event, 0.0, -np.inf), act.date)


def _family_item(family: Weighed, said: Said) -> Item:
    dates = sorted(date for place in family.family.claims if (date := said.testimony[place].date) is not None)
    return Item(
        family.name,
        "testimony",
        said.whole(family.log_likelihood),
        dates[0] if dates else None,
        family,
        partial(_naive, family, said),
    )


def _naive(family: Weighed, said: Said) -> Floats:
    return said.whole(family.naive())


def _check(found: Evidence) -> None:
    # In terms of what is possible, not how likely: small numbers must not look impossible.
    left = found.base > 0.0
    for item in found.items:
        now = left & np.isfinite(item.log_likelihood)
        if not now.any():
            what = "was never done" if item.kind == "act" else "could not have been said"
            raise EvidenceError.of(
                "weigh/impossible",
                f"by the model this {what}, after what comes before it",
                f"{item.kind} {item.name}{_claim(found.said, item, left)}",
                "evidence with a chance above zero",
                "give a floor to the acts, or to the source less than certainty",
            )
        left = now


def _claim(said: Said, item: Item, before: Bools) -> str:
    """Which claim of an item is impossible."""
    for place, logs in item.family.growing() if item.family is not None else []:
        if not (before & np.isfinite(said.whole(logs))).any():
            return f", claim {said.testimony[place].id}"
    return ""
