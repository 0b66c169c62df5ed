"""What each equilibrium of each world says of events: a probability, or the range of it over a continuum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.measure import apart, probability
from overture.games.measured.standards import SAME_PLAY
from overture.games.tree import Floats, Tree
from overture.solvers.all.across import Across
from overture.solvers.all.equilibria import equilibria
from overture.solvers.all.extent import SAME, event_range, support_region
from overture.solvers.all.sets.region import Region
from overture.solvers.all.worlds.family import Member
from overture.solvers.form import form_of
from overture.solvers.solution import Solution

Bools = NDArray[np.bool_]
MOST_LISTED = 200  # worlds with a continuum that are listed by themselves


@dataclass(frozen=True)
class EventRows:
    """R rows, one for each equilibrium of each world, sorted by world; E events.

    Attributes:
        world: [R]. entry: [R] its number in its world, from 1. name: [R] its class, which its world has once.
        low, high: [E, R] the least and the greatest probability over the members of the entry.
        exact: [R] whether members reach both; else nothing lies outside them.
        selected: [R] whether the logit path ends at it.
    """

    world: NDArray[np.int64]
    entry: NDArray[np.int64]
    name: tuple[str, ...]
    low: Floats
    high: Floats
    exact: Bools
    selected: Bools


def limit_chances(limit: Solution, events: Sequence[str]) -> Floats:
    """[E, W] the events where the logit path ends; NaN where it was not solved."""
    told = np.array([probability(limit.tree, limit.strategy, event) for event in events])
    return np.where(np.asarray(limit.solved), told, np.nan)


def event_rows(across: Across, limit: Solution, events: Sequence[str]) -> EventRows:
    """The rows of all equilibria that were found."""
    listed = _Listed(across.tree, limit, events)
    members = across.named()
    parts = [listed.point(each) if each.is_point else listed.continuum(each) for each in members]
    world = np.concatenate([np.zeros(0, np.int64), *(each.world for each in members)])
    name = np.array([each.name for each in members for _ in each.world], dtype=object)
    order = np.argsort(world, kind="stable")
    world = world[order]
    none = np.zeros((len(events), 0))
    return EventRows(
        world=world,
        entry=np.arange(len(world)) - np.searchsorted(world, world) + 1,
        name=tuple(name[order].tolist()),
        low=np.concatenate([none, *(each.low for each in parts)], axis=1)[:, order],
        high=np.concatenate([none, *(each.high for each in parts)], axis=1)[:, order],
        exact=np.concatenate([np.zeros(0, bool), *(each.exact for each in parts)])[order],
        selected=np.concatenate([np.zeros(0, bool), *(each.selected for each in parts)])[order],
    )


class _Ranges(NamedTuple):
    """The ranges of the events [E, k] in the k worlds of a member."""

    low: Floats
    high: Floats
    exact: Bools
    selected: Bools


@dataclass
class _Listed:
    """What members say of events; worlds with a continuum are listed by themselves when they are first asked for."""

    tree: Tree
    limit: Solution
    events: Sequence[str]
    known: dict[int, list[Region]] = field(default_factory=dict)

    def point(self, member: Member) -> _Ranges:
        """One probability in each world."""
        part = self.tree.world(member.world)
        told = np.array([probability(part, member.strategy, event) for event in self.events])
        return _Ranges(told, told, np.ones(len(member.world), bool), self._near(member))

    def continuum(self, member: Member) -> _Ranges:
        """A range in each world, over all members of the entry that this one shows."""
        selected = self._near(member)
        shape = (len(self.events), len(member.world))
        low, high, exact = np.empty(shape), np.empty(shape), np.empty(len(member.world), bool)
        for at, world in enumerate(member.world.tolist()):
            region = self._region(world, member.strategy[at], member.inner[at])
            ranges = [event_range(region.form.tree, region, event) for event in self.events]
            low[:, at], high[:, at] = zip(
                *((float(each.low), float(each.high)) for each in ranges), strict=True
            )
            exact[at] = all(each.exact for each in ranges)
            if region.whole and bool(self.limit.solved[world]):
                selected[at] |= region.holds(_exactly(self.limit.strategy[world]), SAME)
        return _Ranges(low, high, exact, selected)

    def _near(self, member: Member) -> Bools:
        """[k] whether the logit path ends at the play that is shown."""
        ends = self.limit.strategy[member.world]
        near = apart(self.tree.world(member.world), member.strategy, ends) < SAME_PLAY
        return np.asarray(near & np.asarray(self.limit.solved)[member.world])

    def _region(self, world: int, shown: Floats, inside: Floats) -> Region:
        """All members of the entry that holds ``shown`` [action]; where it is not listed, all play with the support of
        ``inside``, which plays all that the entry plays."""
        if world not in self.known and len(self.known) < MOST_LISTED:
            found = equilibria(self.tree.world(world))
            self.known[world] = [each.region for each in found.members if each.continuum]
        play = _exactly(shown)
        for region in self.known.get(world, []):
            if region.whole and region.holds(play, SAME):
                return region
        return support_region(form_of(self.tree, world), _exactly(inside))


def _exactly(strategy: Floats) -> dict[int, Fraction]:
    return {action: Fraction(float(x)) for action, x in enumerate(strategy)}
