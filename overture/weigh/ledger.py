"""The ledger: prior mass by world, equilibrium and signature, and what each item of evidence does to it.

Histories that no event in play can tell apart have one *signature*; collapsing them first makes everything
after tiny. Evidence multiplies mass by a likelihood that depends on the signature only. Equilibria and
worlds carry weights, and likelihoods are averaged over them (never posteriors): what was done and said
changes how much each equilibrium, and each world, counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from overture.errors import EvidenceError, Fault

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Item:
    """One piece of evidence: an act, or all that a family of sources said.

    log_likelihood: [signature]. counted: the same with every repetition counted as new, or how to get it.
    claims: gives (id, log likelihood of all up to it) for each claim, to find which one is impossible.
    """

    name: str
    kind: Literal["act", "testimony"]
    log_likelihood: Floats
    counted: Floats | Callable[[], Floats]
    date: str | None = None
    claims: Callable[[], list[tuple[str, Floats]]] | None = None

    @cached_property
    def naive(self) -> Floats:
        """[signature] log likelihood with every repetition counted as new."""
        return self.counted() if callable(self.counted) else self.counted


@dataclass(frozen=True)
class Ledger:
    """Prior mass and the evidence on it.

    Attributes:
        events: keys, in the order of the rows of ``mask``.
        mask: [event, signature] whether the event holds.
        mass: [world, equilibrium, signature] prior probability; sums to 1 in each world that counts.
        world_weight: [world] sums to 1; 0 where the world is unsolved.
        equilibria: names.
        items: the evidence, acts first.
        learn: whether evidence also moves the weights of the worlds (True: worlds are uncertainty).
    """

    events: tuple[str, ...]
    mask: Bools
    mass: Floats
    world_weight: Floats
    equilibria: tuple[str, ...]
    items: tuple[Item, ...] = ()
    learn: bool = True

    def row(self, event: str) -> Bools:
        """[signature] where the event holds. ``not x`` denies the event with key x."""
        if event in self.events:
            return np.asarray(self.mask[self.events.index(event)])
        if event.startswith("not ") and event[4:] in self.events:
            return ~self.row(event[4:])
        raise EvidenceError.of(
            "weigh/event", f"no event {event!r}", allowed=", ".join(self.events), mend="add it to events"
        )

    @cached_property
    def base(self) -> Floats:
        """[signature] prior mass over all worlds and equilibria."""
        return np.asarray(np.tensordot(self.world_weight, self.mass, axes=1).sum(axis=0))

    def factor(self, items: Sequence[Item], naive: bool = False) -> Floats:
        """[signature] product of the likelihoods, scaled so that its largest value is 1."""
        total = np.zeros(self.mask.shape[1])
        for item in items:
            total = total + (item.naive if naive else item.log_likelihood)
        # Scale by what is possible at all, so that long testimony does not underflow.
        top = float(np.max(total[self.base > 0.0], initial=-np.inf))
        with np.errstate(invalid="ignore"):
            return np.exp(total - top) if np.isfinite(top) else np.zeros_like(total)

    def weight(self, items: Sequence[Item], naive: bool = False) -> Floats:
        """[world, equilibrium] joint weight of world, equilibrium and evidence (relative)."""
        return self.measure(np.ones((1, self.mask.shape[1]), bool), items, naive)[..., 0]

    def measure(self, rows: Bools | Floats, items: Sequence[Item], naive: bool = False) -> Floats:
        """[world, equilibrium, row] mass of each row of signatures with the evidence on it."""
        columns = (np.asarray(rows, float) * self.factor(items, naive)).T
        worlds, equilibria, signatures = self.mass.shape
        found = (self.mass.reshape(worlds * equilibria, signatures) @ columns).reshape(worlds, equilibria, -1)
        if not self.learn:
            total = self._total(items, naive)
            found = found / np.where(total > 0.0, total, 1.0)[:, None, None]
        return np.asarray(found * self.world_weight[:, None, None])

    def _total(self, items: Sequence[Item], naive: bool) -> Floats:
        return np.asarray((self.mass @ self.factor(items, naive)).sum(axis=1))

    def probability(
        self, event: str, given: str | None = None, items: Sequence[Item] | None = None, naive: bool = False
    ) -> tuple[float, Floats]:
        """(overall, [world]) probability of ``event`` after ``items`` (default: all of them).

        NaN where the condition has no mass.
        """
        under = np.ones(self.mask.shape[1], bool) if given is None else self.row(given)
        rows = np.array([self.row(event) & under, under])
        found = self.measure(rows, self.items if items is None else items, naive).sum(axis=1)
        return _ratio(*found.sum(axis=0)), _ratio_array(found[:, 0], found[:, 1])

    def by_equilibrium(self, event: str, items: Sequence[Item] | None = None) -> Floats:
        """[equilibrium] probability of ``event`` were each equilibrium the only one; NaN if excluded."""
        found = self.measure(
            np.array([self.row(event), np.ones(self.mask.shape[1], bool)]),
            self.items if items is None else items,
        ).sum(axis=0)
        return _ratio_array(found[:, 0], found[:, 1])

    def spread(self, items: Sequence[Item] = (), naive: bool = False) -> Floats:
        """[signature] mass over all worlds and equilibria with the evidence on it (relative)."""
        factor = self.factor(items, naive)
        if self.learn:
            return np.asarray(self.base * factor)
        total = self._total(items, naive)
        world = self.world_weight / np.where(total > 0.0, total, 1.0)
        return np.asarray(np.tensordot(world, self.mass, axes=1).sum(axis=0) * factor)

    def having(self, items: Sequence[Item]) -> Ledger:
        """The same prior with other evidence."""
        return replace(self, items=tuple(items))

    def check_possible(self, drop: bool = False) -> Ledger:
        """This ledger, if the evidence is possible in every world that counts.

        Raises EvidenceError ``weigh/impossible`` naming the first act or source (in order) whose
        evidence has probability zero, and in which share of worlds. With ``drop`` such worlds are given
        weight 0 instead, unless nothing would be left.
        """
        counted = self.world_weight > 0.0
        alive = counted.copy()
        faults: list[Fault] = []
        # In terms of what is possible, not how likely: small numbers must not look impossible.
        allowed = np.logical_and.accumulate([np.isfinite(item.log_likelihood) for item in self.items])
        strict = [
            place for place in range(len(allowed)) if not np.isfinite(self.items[place].log_likelihood).all()
        ]
        left = (self.mass @ allowed[strict].T.astype(float)).sum(axis=1) if strict else np.empty((0, 0))
        for column, place in enumerate(strict):
            item = self.items[place]
            now = alive & (left[:, column] > 0.0)
            lost = alive & ~now
            if lost.any():
                share = lost.sum() / counted.sum()
                what = "was never done" if item.kind == "act" else "could not have been said"
                faults.append(
                    Fault(
                        "weigh/impossible",
                        f"by the model this {what} (after what comes before it) in {share:.0%} of worlds",
                        f"{item.kind} {item.name}{self._claim(item, allowed[place - 1] if place else None, lost)}",
                        "evidence with a chance above zero",
                        "give a floor to the acts (tremble), or to the source less than certainty",
                    )
                )
            alive = now
        if faults and (not drop or not alive.any()):
            raise EvidenceError(*faults)
        weight = np.where(alive, self.world_weight, 0.0)
        return replace(self, world_weight=weight / weight.sum())

    def _claim(self, item: Item, before: Bools | None, lost: Bools) -> str:
        """Which claim of an item is impossible, in the worlds that are lost by it."""
        for name, logs in item.claims() if item.claims is not None else []:
            possible = np.isfinite(logs) if before is None else np.isfinite(logs) & before
            left = (self.mass[lost] @ possible.astype(float)).sum(axis=1)
            if not (left > 0.0).all():
                return f", claim {name}"
        return ""


def build_ledger(
    history: Floats | Sequence[Floats],
    weights: Floats | None,
    events: Mapping[str, Bools],
    world_weights: Floats | None = None,
    equilibria: Sequence[str] | None = None,
    learn: bool = True,
) -> Ledger:
    """Collapse histories into a ledger without evidence.

    Args:
        history: [world, equilibrium, terminal] probabilities, or one [world, terminal] array for each
            equilibrium (saves memory), or a single [world, terminal]; rows sum to 1. NaN rows where an
            equilibrium is absent from a world.
        weights: [world, equilibrium] or [equilibrium] prior weights; NaN or 0 where absent. None: equal.
        events: key -> [terminal] mask.
        world_weights: [world]; None: equal.

    Raises EvidenceError: shapes that do not fit (``weigh/shape``), rows that do not sum to 1
    (``weigh/history``), no world with an equilibrium (``weigh/worlds``).
    """
    layers = layers_of(history)
    n_worlds, n_terminals = layers[0].shape
    n_equilibria = len(layers)
    wrong = [
        Fault("weigh/shape", f"{len(row)} histories", f"event {key!r}", f"{n_terminals}, as in history")
        for key, row in events.items()
        if np.shape(row) != (n_terminals,)
    ]
    given = np.ones(n_equilibria) if weights is None else np.asarray(weights, float)
    if given.shape not in ((n_equilibria,), (n_worlds, n_equilibria)):
        wrong.append(
            Fault("weigh/shape", f"weights of shape {given.shape}", allowed=f"{(n_worlds, n_equilibria)}")
        )
        raise EvidenceError(*wrong)
    worlds = np.ones(n_worlds) if world_weights is None else np.asarray(world_weights, float)
    if worlds.shape != (n_worlds,) or np.any(worlds < 0.0) or not np.all(np.isfinite(worlds)):
        wrong.append(
            Fault("weigh/shape", f"world weights {worlds.shape}", allowed=f"{n_worlds}, none below 0")
        )
    EvidenceError.raise_any(wrong)
    share = np.nan_to_num(np.broadcast_to(given, (n_worlds, n_equilibria)), nan=0.0).clip(min=0.0)
    keys = tuple(events)
    rows = np.array([np.asarray(events[key], bool) for key in keys]).reshape(len(keys), n_terminals)
    signature, first = distinct(rows)
    total = share.sum(axis=1)
    counts = (total > 0.0) & (worlds > 0.0)
    if not counts.any():
        raise EvidenceError.of("weigh/worlds", "no world has an equilibrium with weight")
    share[counts] /= total[counts, None]
    mass = np.zeros((n_worlds, n_equilibria, len(first)))
    for place, layer in enumerate(layers):
        here = (share[:, place] > 0.0) & counts
        block = layer if here.all() else layer[here]
        sums = block.sum(axis=1)
        if len(sums) and not np.allclose(sums, 1.0, atol=1e-6):
            worst = sums[np.argmax(np.abs(np.nan_to_num(sums, nan=np.inf) - 1.0))]
            raise EvidenceError.of(
                "weigh/history",
                f"the histories of equilibrium {place} sum to {worst:.6g} in a world where it has weight",
                allowed="1",
            )
        collapsed = _collapse(block, signature, len(first))
        if here.all():
            np.multiply(collapsed, share[:, place, None], out=mass[:, place])
        else:
            mass[here, place] = collapsed * share[here, place, None]
    world_weight = np.where(counts, worlds, 0.0)
    names = tuple(equilibria) if equilibria is not None else tuple(f"e{i + 1}" for i in range(n_equilibria))
    return Ledger(keys, rows[:, first], mass, world_weight / world_weight.sum(), names, learn=learn)


def distinct(rows: Bools) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """(column -> class, one column of each class): classes are the distinct columns of ``rows``."""
    if not len(rows):
        return np.zeros(rows.shape[1], np.intp), np.zeros(1, np.intp)
    packed = np.ascontiguousarray(np.packbits(rows, axis=0).T)
    view = packed.view(np.dtype((np.void, packed.shape[1])))[:, 0]
    _, first, inverse = np.unique(view, return_index=True, return_inverse=True)
    # In order of first appearance: then columns that are all distinct keep their places.
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return rank[inverse.ravel()].astype(np.intp), first[order].astype(np.intp)


def layers_of(history: Floats | Sequence[Floats]) -> list[Floats]:
    """History as one [world, terminal] array for each equilibrium."""
    if isinstance(history, np.ndarray):
        if history.ndim == 2:
            return [history]
        if history.ndim == 3:
            return [history[:, place] for place in range(history.shape[1])]
        raise EvidenceError.of(
            "weigh/shape", f"history of shape {history.shape}", allowed="[world, equilibrium, terminal]"
        )
    layers = [np.asarray(layer, float) for layer in history]
    if not layers or any(layer.ndim != 2 or layer.shape != layers[0].shape for layer in layers):
        raise EvidenceError.of(
            "weigh/shape", "equilibria of different shapes", allowed="[world, terminal] each"
        )
    return layers


def _collapse(block: Floats, signature: NDArray[np.intp], count: int) -> Floats:
    """[world, signature] sums of the columns of each signature."""
    if count == len(signature):
        return block
    if count <= 64:
        return np.asarray(block @ (signature[:, None] == np.arange(count)).astype(float))
    order = np.argsort(signature, kind="stable")
    starts = np.searchsorted(signature[order], np.arange(count))
    return np.asarray(np.add.reduceat(np.take(block, order, axis=1), starts, axis=1))


def collapse_to(events: Mapping[str, Bools], layer: Floats, ledger: Ledger) -> Floats:
    """[world, signature] sums of ``layer`` [world, terminal] over the signatures of ``ledger``."""
    rows = np.array([np.asarray(events[key], bool) for key in ledger.events])
    signature, first = distinct(rows)
    return _collapse(layer, signature, len(first))


def _ratio(top: float, bottom: float) -> float:
    return float(top / bottom) if bottom > 0.0 else float("nan")


def _ratio_array(top: Floats, bottom: Floats) -> Floats:
    return np.asarray(np.divide(top, bottom, out=np.full(np.shape(top), np.nan), where=bottom > 0.0))
