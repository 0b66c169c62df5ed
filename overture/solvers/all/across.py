"""Equilibria in many worlds at once: for a case's draws, for the cells of an atlas, for candidate terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from overture.errors import SolveError
from overture.games.given import need_tree
from overture.games.measured.measure import expected
from overture.games.measured.play import even_play
from overture.games.measured.sound import judged
from overture.games.measured.standards import REGRET
from overture.games.tree import Floats, Tree
from overture.games.view import Said, Shown, count, few
from overture.solvers.all.classes import Namer, kind_of, numbers, with_number
from overture.solvers.all.equilibria import NONE_FOUND, Effort, entries_of
from overture.solvers.all.equilibrium import Equilibrium
from overture.solvers.all.lists.fold import MOST_NODES
from overture.solvers.all.lists.forbidden import reply_where_chance_forbids
from overture.solvers.all.worlds.family import Family, Member, families
from overture.solvers.all.worlds.listed import as_listed, too_many
from overture.solvers.all.worlds.walk import Found, Kinds, staged_worlds
from overture.solvers.budget import Budget, Progress
from overture.solvers.deadline import Deadline
from overture.solvers.form import form_of

if TYPE_CHECKING:
    import pandas as pd

EACH = 200_000
MOST_CELLS = 1 << 14

Bools = NDArray[np.bool_]
Classes = Callable[[Tree, Floats], Sequence[str]]


@dataclass(frozen=True, repr=False)
class Across(Shown):
    """Every equilibrium found in every world.

    Attributes:
        families: the frequent ones first. A world has at most one member in each.
        complete: [W] whether the families hold all the equilibria of the world, by their play on the
            path: supports exhausted in doubles, and every candidate certified.
        how: what was done, in one sentence.
        reason: [W] why a world could not be searched at all; "" elsewhere.
    """

    tree: Tree
    families: tuple[Family, ...]
    complete: Bools
    how: str
    reason: tuple[str, ...] = ()

    def _head(self) -> list[str]:
        tree = self.tree
        listed = few((f"{label} in {int(self.has(label).sum())}" for label in self.labels), 5)
        return [
            f"Equilibria of {tree.title} in {count(tree.n_worlds, 'world')}: {int(self.count.sum())} in all, "
            f"{count(int(self.complete.sum()), 'world')} complete",
            f"worlds by class: {listed}" if self.labels else "",
            self.how,
        ]

    def _table(self, most: int) -> tuple[pd.DataFrame, int]:
        """One row per class and kind: in how many worlds it is, and what it is worth over them."""
        from overture.solvers.frames import by_family

        frame = by_family(self)
        return frame.head(most), len(frame)

    def _said(self) -> list[Said]:
        """What is done where play goes, in one world of each of the first families."""
        from overture.solvers.frames import family_lines

        return family_lines(self)

    def __again__(self) -> Across:
        from overture.solvers.kept import across_again

        return across_again(self)

    def to_frame(self, worlds: Sequence[int] | NDArray[np.integer] | None = None) -> pd.DataFrame:
        """One row per world, equilibrium and action, sorted by world.

        Columns: those of :meth:`overture.solvers.solution.Solution.to_frame`, and ``class``, a name that its world has
        once; ``entry``, counted from 1 in each world; ``value_range``, (low, high) of the player's expected payoff over
        the entry, with ``range_is``: "exact" where its play on the path is a point, else "one member" and no range;
        ``continuum``, whether it is no point; ``complete``, whether the list of the world is complete; one column for
        each parameter.

        Args:
            worlds: those that are told; all if left out.
        """
        from overture.solvers.frames import of_worlds

        return of_worlds(self, worlds)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The classes, the most frequent first."""
        count: dict[str, int] = {}
        for family in self.families:
            count[family.label] = count.get(family.label, 0) + len(family.world)
        return tuple(sorted(count, key=lambda label: (-count[label], label)))

    def has(self, label: str) -> Bools:
        """[W] the worlds with an equilibrium of this class."""
        found = np.zeros(self.tree.n_worlds, bool)
        for family in self.families:
            if family.label == label:
                found[family.world] = True
        return found

    def named(self, classes: Classes | None = None) -> list[Member]:
        """Every equilibrium with a name that its world has once, in the order of the families.

        Args:
            classes: (game, strategies) -> their classes, without numbers, "" for what is left out; if not given,
                those of the families.
        """
        if not self.families:
            return []
        names = np.concatenate(
            [
                np.full(len(each.world), each.label, dtype=object)
                if classes is None
                else np.array(classes(self.tree.world(each.world), each.inner), dtype=object)
                for each in self.families
            ]
        )
        number = numbers(
            self.tree,
            np.concatenate([each.world for each in self.families]),
            names.tolist(),
            np.concatenate([each.inner for each in self.families]),
            np.concatenate([self._worth(each) for each in self.families]),
            Namer(form_of(self.tree, 0)).sets,
        )
        found, first = [], 0
        for family in self.families:
            here = slice(first, first + len(family.world))
            first = here.stop
            for name, nth in dict.fromkeys(zip(names[here].tolist(), number[here].tolist(), strict=True)):
                rows = np.flatnonzero((names[here] == name) & (number[here] == nth))
                if name:
                    found.append(
                        Member(
                            with_number(name, nth),
                            family.world[rows],
                            family.strategy[rows],
                            family.order[rows],
                            family.weight[rows],
                            family.is_point,
                            None if family.inside is None else family.inside[rows],
                        )
                    )
        return found

    def _worth(self, family: Family) -> Floats:
        """[k, player] what the members are worth by which the entries of a family are named."""
        if family.inside is None:
            return family.value
        return expected(self.tree.world(family.world), family.inside)

    def layer(self, family: Family) -> tuple[Floats, Floats, Floats, Bools]:
        """A family over all worlds: strategy, order, weight [W, A], and [W] the worlds that have it.

        Elsewhere play is uniform: a strategy that can be measured, and means nothing.
        """
        play = even_play(self.tree)
        play.put(family.world, family.play)
        present = np.zeros(self.tree.n_worlds, bool)
        present[family.world] = True
        return *play, present

    @property
    def count(self) -> NDArray[np.int64]:
        """[W] how many equilibria were found."""
        found = np.zeros(self.tree.n_worlds, np.int64)
        for family in self.families:
            found[family.world] += 1
        return found


def equilibria_across(
    tree: Tree,
    worlds: Sequence[int] | NDArray[np.integer] | None = None,
    *,
    each: int = EACH,
    steps: int | None = None,
    seconds: float | None = None,
    progress: Progress | None = None,
) -> Across:
    """The equilibria of every world, or of the ``worlds`` given (the others then stay empty).

    The search over supports is made once, with the worlds in which each support is open, so that a
    thousand worlds cost little more than ten. Nothing is carried over from one world to another by
    guess: a class that is not listed in a complete world is not there, or only at the edge of a continuum
    that is listed (docs/decisions/0097). In worlds with a continuum the exact list decides what is one entry; where
    there are more than 64 of them, or a list takes too long, ``how`` says so, and what is found there may hang on the
    worlds that are searched together: one member of a continuum is found and another may be shown, and where it is no
    polytope with few corners that may give it another class. So it is where rounding may have decided; a world of
    which the list is not asked is then not complete (docs/decisions/0170).

    Args:
        tree: the game, with its W worlds.
        worlds: those that are searched; all if left out.
        each: how many supports may be tried in a world. Where that is not enough the world is not complete.
        steps: how many may be tried for all worlds together; None for any number. Where this ends the search, which
            worlds are complete hangs on the others.
        seconds: a wish to end by a time from now, compiling not counted; None for none.
        progress: called with (done, of) now and then.

    Returns:
        The entries of all worlds, those of one class together, and [W] whether each list is complete.

    Raises:
        TreeError: what is given is no tree.
        SolveError: a world does not exist.
    """
    need_tree(tree, worlds=0)
    chosen = np.arange(tree.n_worlds) if worlds is None else np.unique(np.asarray(worlds, dtype=np.int64))
    if len(chosen) and not (chosen[0] >= 0 and chosen[-1] < tree.n_worlds):
        raise SolveError.of(
            "equilibria/world", f"worlds {chosen[0]} to {chosen[-1]}", tree.title, f"0 to {tree.n_worlds - 1}"
        )
    complete = np.zeros(tree.n_worlds, bool)
    if tree.n_nodes > MOST_NODES:
        return Across(tree, (), complete, f"{tree.n_nodes} nodes are more than the {MOST_NODES} searched")
    budget = Budget(each * len(chosen) if steps is None else steps, Deadline(seconds), progress)
    cut, doubted = np.zeros((2, tree.n_worlds), bool)
    members: list[Family] = []
    reason = [""] * tree.n_worlds
    for start in range(0, len(chosen), MOST_CELLS):
        rows = chosen[start : start + MOST_CELLS]
        members += _searched(tree, rows, budget, _Outcome(complete, cut, doubted, reason), each)

    def listed(single: Tree, most: int) -> Sequence[Equilibrium] | None:
        return None if budget.out else entries_of(single, Effort(most, budget.until))

    members, asked, decided = as_listed(tree, members, complete, doubted, listed)
    rounded = doubted & asked & ~decided
    complete &= ~rounded
    found = np.zeros(tree.n_worlds, bool)
    for member in members:
        found[member.world] = True
    none, complete = complete & ~found, complete & found  # every finite game has an equilibrium
    how = "supports enumerated for all worlds together, in doubles; every member certified"
    if none.any():
        how += f"; in {count(int(none.sum()), 'world')} {NONE_FOUND}"
    left = asked & ~decided & ~doubted
    silent = "was not asked" if too_many(asked) else "did not decide"
    if left.any():
        how += f"; in {count(int(left.sum()), 'world')} with a continuum the exact list {silent} what is one entry"
    if rounded.any():
        how += f"; in {count(int(rounded.sum()), 'world')} what decided is as small as rounding, and the exact list {silent}"
    if budget.out:
        how += f"; the search was not finished ({budget.out})"
    if cut.any():
        how += f"; in {count(int(cut.sum()), 'world')} it was not finished ({each} supports tried)"
    broken = [f"world {world}: {why}" for world, why in enumerate(reason) if why]
    if broken:
        how += f"; {len(broken)} of {tree.n_worlds} worlds could not be searched ({broken[0]})"
    return Across(tree, families(members), complete, how, tuple(reason))


@dataclass
class _Outcome:
    """[world] whether its list is complete, took all the steps that it may, hangs on rounding, and why it was not searched."""

    complete: Bools
    cut: Bools
    doubted: Bools
    reason: list[str]


def _searched(
    tree: Tree, rows: NDArray[np.int64], budget: Budget, outcome: _Outcome, each: int
) -> list[Family]:
    """The members in the worlds ``rows``; fills ``outcome`` there.

    Where the numbers of a world break a search down, its half of the worlds is searched alone, until it is found.
    """
    part = tree.world(rows)
    members: list[Family] = []
    try:
        found, sure, cut, doubted = staged_worlds(part, budget, _kinds(part), each)
        for entry in found:
            members += _certified(part, entry, rows, sure)
    except (ArithmeticError, RuntimeError, ValueError) as broken:
        if len(rows) == 1:
            outcome.reason[int(rows[0])] = f"its numbers break the search down ({broken})"
            return []
        middle = len(rows) // 2
        return [
            *_searched(tree, rows[:middle], budget, outcome, each),
            *_searched(tree, rows[middle:], budget, outcome, each),
        ]
    outcome.complete[rows], outcome.cut[rows], outcome.doubted[rows] = sure, cut, doubted
    return members


def _kinds(part: Tree) -> Kinds | None:
    """The first word of a class: what is folded into a continuum must agree with it in that. None without types."""
    namer = Namer(form_of(part, 0))
    if namer.signals is None:
        return None

    def kinds(rows: NDArray[np.int64], strategy: Floats) -> NDArray[Any]:
        return np.array([kind_of(name) for name in namer.classes(strategy, part.world(rows))], dtype=object)

    return kinds


def _certified(part: Tree, found: Found, rows: NDArray[np.int64], sure: Bools) -> list[Family]:
    """An entry by class, without the members that their certificate refuses."""
    here = part.world(found.rows)
    reply_where_chance_forbids(here, found.play)
    measured, good = judged(here, found.play, REGRET)
    sure[found.rows[~good]] = False
    families = []
    for label, chosen in _labelled(Namer(form_of(here, 0)), here, found.inside):
        keep = chosen[good[chosen]]
        if len(keep):
            families.append(
                Family(
                    label,
                    found.is_point,
                    rows[found.rows[keep]],
                    found.strategy[keep],
                    found.order[keep],
                    found.weight[keep],
                    measured.value[keep],
                    measured.max_regret[keep],
                    None if found.inside is found.strategy else found.inside[keep],
                )
            )
    return families


def _labelled(namer: Namer, here: Tree, strategy: Floats) -> list[tuple[str, NDArray[np.int64]]]:
    """Rows by their class."""
    names = namer.classes(strategy, here)
    return [(name, np.flatnonzero(names == name)) for name in dict.fromkeys(names.tolist())]


__all__ = ["Across", "Family", "Member", "equilibria_across"]
