"""Worlds with a continuum: the exact list of one world has the last word on what is one entry there.

The search over many worlds finds a continuum by one member of each of its supports, in doubles. What is within the
boundary of what, and whether a set hangs together, the list of one world decides exactly. So in worlds in which a
continuum was found the list is made too, and where the two have other names or another number of entries, the entries of
the list stand. Where they have the same, the members that the search found stay: several of one name may then bear other
numbers than in the list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from overture.errors import SolveError
from overture.games.measured.play import play_of
from overture.games.measured.sound import judged
from overture.games.measured.standards import REGRET
from overture.games.tree import Tree
from overture.solvers.all.algebra.system import Bools
from overture.solvers.all.classes import base
from overture.solvers.all.equilibrium import Equilibrium
from overture.solvers.all.worlds.family import Family
from overture.solvers.budget import STEPS

MOST_WORLDS = 64  # with a continuum, of one call: where there are more, the doubles alone decide

Listed = Callable[[Tree, int], Sequence[Equilibrium] | None]


def as_listed(
    tree: Tree, members: list[Family], complete: Bools, listed: Listed
) -> tuple[list[Family], int, int]:
    """(members, in how many worlds with a continuum the list decided, how many there are).

    Args:
        tree: all worlds. members: what the search found. complete: [world].
        listed: (tree of one world, how many supports may be tried) -> its list; None where it is not complete. The
            worlds share the steps of one list, so that a call takes about as long as one list may.
    """
    continua = [family.world for family in members if not family.is_point]
    worlds = np.unique(np.concatenate(continua)) if continua else np.zeros(0, np.int64)
    worlds = worlds[complete[worlds]]
    if len(worlds) > MOST_WORLDS:
        return members, 0, len(worlds)
    decided = 0
    for world in worlds.tolist():
        single = tree if tree.n_worlds == 1 else tree.world(world)
        try:
            entries = listed(single, STEPS // len(worlds))
        except (ArithmeticError, RuntimeError, ValueError, SolveError):
            entries = None  # its numbers break the list down: the doubles stand
        if entries is None:
            continue
        found = Counter(f.label for f in members for at in f.world.tolist() if at == world)
        names = Counter(base(entry.label) for entry in entries)
        if found == names:
            decided += 1
            continue
        instead = _families(single, entries, world)
        if instead is None:
            continue
        decided += 1
        elsewhere = [family.take(np.flatnonzero(family.world != world)) for family in members]
        members = [family for family in elsewhere if len(family.world)] + instead
    return members, decided, len(worlds)


def _families(single: Tree, entries: Sequence[Equilibrium], world: int) -> list[Family] | None:
    """The entries of a list as families of one world; None where one of them is no equilibrium in doubles."""
    found = []
    for entry in entries:
        play = play_of(single, entry.assessment)
        measured, good = judged(single, play, REGRET)
        if not good.all():
            return None
        found.append(
            Family(
                base(entry.label),
                entry.is_point,
                np.array([world]),
                *play,
                measured.value,
                measured.max_regret,
                entry.inner[None],
            )
        )
    return found


__all__ = ["as_listed"]
