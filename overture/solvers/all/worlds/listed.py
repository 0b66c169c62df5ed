"""Worlds with a continuum, or that doubles do not decide: the exact list of one world has the last word there.

The search over many worlds finds a continuum by one member of each of its supports, in doubles. What is within the
boundary of what, and whether a set hangs together, the list of one world decides exactly. So in worlds in which a
continuum was found the list is made too. Where the search found one member of each of its entries, under its name, these
members stay; elsewhere the entries of the list stand. So it is where what decided was as small as rounding: a world of
which the list is not asked is then not complete.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

from overture.errors import SolveError
from overture.games.measured.play import play_of
from overture.games.measured.sound import judged
from overture.games.measured.standards import REGRET
from overture.games.tree import Tree
from overture.solvers.all.algebra.system import Bools
from overture.solvers.all.classes import base
from overture.solvers.all.equilibrium import Equilibrium
from overture.solvers.all.extent import SAME
from overture.solvers.all.worlds.family import Family

MOST_WORLDS = 64  # that the list is asked about, of one call: where there are more, none is
STEPS_EACH = 2_000  # supports that the list of a world may try, whichever worlds are asked with it

Listed = Callable[[Tree, int], Sequence[Equilibrium] | None]


def as_listed(
    tree: Tree, members: list[Family], complete: Bools, doubted: Bools, listed: Listed
) -> tuple[list[Family], Bools, Bools]:
    """(members, [world] whether the list was to be asked, [world] whether it decided).

    Args:
        tree: all worlds. members: what the search found. complete: [world] whether it came to its end.
        doubted: [world] whether rounding may have decided.
        listed: (tree of one world, how many supports may be tried) -> its list; None where it is not complete.
    """
    asked = doubted & complete
    for family in members:
        if not family.is_point:
            asked[family.world] |= complete[family.world]
    decided = np.zeros(tree.n_worlds, bool)
    if too_many(asked):
        return members, asked, decided
    for world in np.flatnonzero(asked).tolist():
        single = tree if tree.n_worlds == 1 else tree.world(world)
        try:
            entries = listed(single, STEPS_EACH)
        except (ArithmeticError, RuntimeError, ValueError, SolveError):
            entries = None  # its numbers break the list down: the doubles stand
        if entries is None:
            continue
        here = [family.take(np.flatnonzero(family.world == world)) for family in members]
        if _one_of_each(entries, [family for family in here if len(family.world)]):
            decided[world] = True
            continue
        instead = _families(single, entries, world)
        if instead is None:
            continue
        decided[world] = True
        elsewhere = [family.take(np.flatnonzero(family.world != world)) for family in members]
        members = [family for family in elsewhere if len(family.world)] + instead
    return members, asked, decided


def too_many(asked: Bools) -> bool:
    """Whether so many worlds are to ask for their list that none does."""
    return int(asked.sum()) > MOST_WORLDS


def _one_of_each(entries: Sequence[Equilibrium], found: Sequence[Family]) -> bool:
    """Whether each entry of a list holds just one of the members ``found`` of its world, of its class and kind."""
    left = list(found)
    for entry in entries:
        mine = [
            each
            for each in left
            if (each.label, each.is_point) == (base(entry.label), entry.is_point) and _holds(entry, each)
        ]
        if not mine:
            return False
        left = [each for each in left if each is not mine[0]]
    return not left


def _holds(entry: Equilibrium, member: Family) -> bool:
    """Whether an entry holds a member, up to the rounding of doubles; not where its members are not known."""
    play = {action: Fraction(share) for action, share in enumerate(member.inner[0].tolist())}
    return entry.region.whole and entry.region.holds(play, SAME)


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


__all__ = ["as_listed", "too_many"]
