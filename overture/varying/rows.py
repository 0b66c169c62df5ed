"""What each equilibrium of each world says of events: a probability, or the range of it over a continuum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.measure import apart, probability
from overture.games.measured.standards import SAME_PLAY
from overture.games.tree import Floats
from overture.solvers.all.across import Across
from overture.solvers.all.classes import base, with_number
from overture.solvers.all.equilibria import equilibria
from overture.solvers.all.equilibrium import Equilibrium
from overture.solvers.all.extent import SAME, event_range, support_region
from overture.solvers.all.sets.region import Range
from overture.solvers.all.worlds.family import Member
from overture.solvers.form import form_of
from overture.solvers.frames import names_of
from overture.solvers.solution import Solution

Bools = NDArray[np.bool_]
Tell = Callable[[str, int, int], None]
UNNAMED = "not named"  # the class of an equilibrium of a game that is too large for names
MOST_LISTED = 200  # worlds with a continuum that are listed by themselves


@dataclass(frozen=True)
class EventRows:
    """R rows, one for each equilibrium of each world, sorted by world; E events.

    Attributes:
        world: [R]. entry: [R] its number in its world, from 1. name: [R] its class, which its world has once.
        low, high: [E, R] the least and the greatest probability over the members of the entry.
        range_is: [R] "exact" where members reach both; "bounds" where nothing lies outside them; "one member" where
            it is not known what other members say.
        selected: [R] whether the logit path ends at it.
        complete: [W] whether all equilibria of the world are listed, by their play on the path.
    """

    world: NDArray[np.int64]
    entry: NDArray[np.int64]
    name: tuple[str, ...]
    low: Floats
    high: Floats
    range_is: NDArray[np.object_]
    selected: Bools
    complete: Bools


def limit_chances(limit: Solution, events: Sequence[str]) -> Floats:
    """[E, W] the events where the logit path ends; NaN where it was not solved."""
    told = np.array([probability(limit.tree, limit.strategy, event) for event in events])
    return np.where(np.asarray(limit.solved), told, np.nan)


def event_rows(across: Across, limit: Solution, events: Sequence[str], each: int, tell: Tell) -> EventRows:
    """The rows of all equilibria that were found.

    Worlds with a continuum are listed by themselves, as only a list of one world knows all members of its entries; the
    first ``MOST_LISTED`` of them. Where the list of a world is not complete, the equilibrium at which the logit path ends
    is added if it is not among them.
    """
    members = across.named()
    continua = [each.world for each in members if not each.is_point]
    listed = np.unique(np.concatenate([np.zeros(0, np.int64), *continua]))[:MOST_LISTED]
    parts = [_of_member(each, limit, events, ~np.isin(each.world, listed)) for each in members]
    complete = across.complete.copy()
    for done, world in enumerate(listed.tolist(), start=1):
        found = equilibria(limit.tree.world(world), steps=each)
        complete[world] = found.complete
        parts += [_of_entry(entry, limit, events, world) for entry in found.members]
        tell("continua", done, len(listed))
    parts += _of_path(parts, limit, events, complete)
    return _sorted([each for each in parts if len(each.world)], len(events), complete)


class _Part(NamedTuple):
    """An entry in k worlds: [k] and [E, k], as :class:`EventRows` has them."""

    world: NDArray[np.int64]
    name: str
    low: Floats
    high: Floats
    range_is: NDArray[np.object_]
    selected: Bools


def _sorted(parts: Sequence[_Part], events: int, complete: Bools) -> EventRows:
    world = np.concatenate([np.zeros(0, np.int64), *(each.world for each in parts)])
    name = np.array([each.name for each in parts for _ in each.world], dtype=object)
    order = np.argsort(world, kind="stable")
    world, none = world[order], np.zeros((events, 0))
    return EventRows(
        world=world,
        entry=np.arange(len(world)) - np.searchsorted(world, world) + 1,
        name=tuple(name[order].tolist()),
        low=np.concatenate([none, *(each.low for each in parts)], axis=1)[:, order],
        high=np.concatenate([none, *(each.high for each in parts)], axis=1)[:, order],
        range_is=np.concatenate([np.zeros(0, dtype=object), *(each.range_is for each in parts)])[order],
        selected=np.concatenate([np.zeros(0, bool), *(each.selected for each in parts)])[order],
        complete=complete,
    )


def _of_member(member: Member, limit: Solution, events: Sequence[str], kept: Bools) -> _Part:
    """An entry of the search over many worlds, in those that are ``kept`` [k]: a point, or bounds of a continuum."""
    world, shown = member.world[kept], member.strategy[kept]
    part = limit.tree.world(world)
    low = np.array([probability(part, shown, event) for event in events]).reshape(len(events), -1)
    high = low.copy()
    near = apart(part, shown, limit.strategy[world]) < SAME_PLAY
    range_is = np.full(len(world), "exact" if member.is_point else "bounds", dtype=object)
    if not member.is_point:
        for at, inside in enumerate(member.inner[kept]):
            region = support_region(form_of(limit.tree, int(world[at])), _exactly(inside))
            ranges = [event_range(region.form.tree, region, event) for event in events]
            low[:, at], high[:, at] = _ends(ranges)
    return _Part(world, member.name, low, high, range_is, near & np.asarray(limit.solved)[world])


def _of_entry(entry: Equilibrium, limit: Solution, events: Sequence[str], world: int) -> _Part:
    """An entry of a world that was listed by itself."""
    tree, end, solved = entry.tree, limit.strategy[world], bool(limit.solved[world])
    near = bool(apart(tree, entry.strategy, end)[0] < SAME_PLAY)
    low = high = np.array([probability(tree, entry.strategy, event) for event in events])
    exact = True
    if entry.continuum:
        ranges = [entry.range_of(event) for event in events]
        low, high = (np.array(each)[:, None] for each in _ends(ranges))
        exact = all(each.exact for each in ranges)
        near |= solved and entry.region.whole and entry.region.holds(_exactly(end), SAME)
    here = np.array([world], dtype=np.int64)
    range_is = np.array(["exact" if exact else "bounds"], dtype=object)
    return _Part(here, entry.label, low, high, range_is, np.array([near and solved]))


def _of_path(parts: Sequence[_Part], limit: Solution, events: Sequence[str], complete: Bools) -> list[_Part]:
    """Where the logit path ends, in worlds whose list is not complete and lacks it: one member of an equilibrium."""
    known = np.asarray(limit.solved) & ~complete
    for each in parts:
        known[each.world[each.selected]] = False
    lacking = np.flatnonzero(known)
    if not len(lacking):
        return []
    tree, play = limit.tree.world(lacking), limit.strategy[lacking]
    classes = names_of(tree, play, np.ones(len(lacking), bool))
    low = np.array([probability(tree, play, event) for event in events]).reshape(len(events), -1)
    many = Counter((int(world), base(each.name)) for each in parts for world in each.world)
    found = []
    for at, world in enumerate(lacking):
        name = classes[at] or UNNAMED
        name = with_number(name, many[int(world), name] + 1)
        here, range_is = low[:, at : at + 1], np.array(["one member"], dtype=object)
        found.append(_Part(lacking[at : at + 1], name, here, here, range_is, np.ones(1, bool)))
    return found


def _ends(ranges: Sequence[Range]) -> tuple[list[float], list[float]]:
    return [float(each.low) for each in ranges], [float(each.high) for each in ranges]


def _exactly(strategy: Floats) -> dict[int, Fraction]:
    return {action: Fraction(float(x)) for action, x in enumerate(strategy)}
