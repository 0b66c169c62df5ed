"""What is true of every equilibrium under terms: is the deal struck, is it broken, what is it worth, does a tie decide it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from overture.design.terms.outside import outside_value
from overture.design.terms.posed import TermsGame
from overture.errors import SolveError
from overture.games.measured.event import Mask, mask
from overture.games.measured.measure import terminal_payoff, terminal_probability
from overture.games.measured.standards import USED
from overture.games.tree import Floats, Tree
from overture.solvers.all.across import Family, equilibria_across

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

STRUCK = 1e-9  # a deal that is less likely is not struck
EACH = 4000  # supports tried for each cell: 800 were enough in 2,560 of 2,560 drawn answers to an offer; a cell that ties make endless is unknown
TIED = 1e-9  # a choice that loses no more than this is as good as what is played


@dataclass(frozen=True)
class MembersUnderTerms:
    """Equilibria in cells (a cell is a vector of terms in a world). Axes: E members, T types, S steps.

    Attributes:
        cell: [E]. struck: the chance that the deal is made. broken: that it is broken, given that; NaN if it is not made.
        broken_at: [E, S] that a step is broken, given that it is reached; NaN of one that is not.
        broken_by_type: [E, T] that it is broken, given that it is made with this type; NaN of one that does not sign.
        us, them: what both get before types are drawn. them_by_type: [E, T] what each type gets.
        slack_us: what we get above our outside option. slack_them: [E, T] the same of a type; NaN of one that does
            not sign.
        tie: a choice that is not played where play goes is as good as what is played, or play there is one of a range.
    """

    cell: Ints
    struck: Floats
    broken: Floats
    broken_at: Floats
    broken_by_type: Floats
    us: Floats
    them: Floats
    them_by_type: Floats
    slack_us: Floats
    slack_them: Floats
    tie: Bools

    def take(self, rows: Ints) -> MembersUnderTerms:
        """Some of the members."""
        return MembersUnderTerms(*(getattr(self, each.name)[rows] for each in fields(self)))

    def placed(self, place: Ints) -> MembersUnderTerms:
        """The same with ``place[cell]`` for each cell."""
        return replace(self, cell=place[self.cell])

    @classmethod
    def none(cls, types: int, steps: int) -> MembersUnderTerms:
        """No member."""
        number, by_type, by_step = np.empty(0), np.empty((0, types)), np.empty((0, steps))
        no, cell = np.empty(0, bool), np.empty(0, np.int64)
        return cls(cell, number, number, by_step, by_type, number, number, by_type, number, by_type, no)

    @classmethod
    def joined(cls, parts: list[MembersUnderTerms]) -> MembersUnderTerms:
        """The members of all parts, ordered by cell, those of a cell in the order in which they were found."""
        whole = cls(*(np.concatenate([getattr(part, each.name) for part in parts]) for each in fields(cls)))
        return whole.take(np.argsort(whole.cell, kind="stable"))


def types_of(tree: Tree, hypothesis: str) -> dict[str, Mask]:
    """Type -> [terminal] its histories. Raises SolveError where no such move is drawn by chance."""
    for at in range(tree.n_infosets, tree.n_sets):
        if tree.labels.set_name[at] == hypothesis:
            labels = tree.labels.edge[tree.edge_start[at] : tree.edge_start[at + 1]]
            return {name: mask(tree, f'move("{hypothesis}") == "{name}"') for name in labels}
    drawn = dict.fromkeys(tree.labels.set_name[tree.n_infosets :])
    raise SolveError.of("terms/hypothesis", f"chance draws no {hypothesis!r}", tree.title, ", ".join(drawn))


def player_of(tree: Tree, name: str) -> int:
    """The index of a player. Raises SolveError where there is none of this name."""
    if name not in tree.players:
        raise SolveError.of(
            "terms/player", f"no player is called {name!r}", tree.title, ", ".join(tree.players)
        )
    return tree.players.index(name)


def members_of(game: TermsGame, tree: Tree, steps: int | None) -> tuple[MembersUnderTerms, Bools]:
    """All equilibria in the worlds of a tree, each of which is a cell, and [W] whether they are all there."""
    across, types = equilibria_across(tree, steps=steps, each=EACH), types_of(tree, game.hypothesis)
    found = [_of_family(game, tree, family, types) for family in across.families]
    members = (
        MembersUnderTerms.joined(found) if found else MembersUnderTerms.none(len(types), len(game.steps))
    )
    return members, across.complete


def _of_family(game: TermsGame, tree: Tree, family: Family, types: Mapping[str, Mask]) -> MembersUnderTerms:
    here = tree.world(family.world)
    us, them = player_of(tree, game.us), player_of(tree, game.them)
    made = mask(tree, game.struck)
    ends, paid = terminal_probability(here, family.strategy), terminal_payoff(here)[:, :, them]
    prior = np.stack([ends[:, inside].sum(axis=1) for inside in types.values()], axis=1)
    signs = np.stack([ends[:, inside & made].sum(axis=1) for inside in types.values()], axis=1) > STRUCK
    struck = ends[:, made].sum(axis=1)
    breach = mask(tree, game.broken)
    steps = [_chance(ends, made & mask(tree, each.given), mask(tree, each.broken)) for each in game.steps]
    with np.errstate(invalid="ignore", divide="ignore"):
        by_type = (
            np.stack([(ends * paid)[:, inside].sum(axis=1) for inside in types.values()], axis=1) / prior
        )
    outside = outside_value(here, family.strategy, game.outside_them, them, types)
    ours = outside_value(here, family.strategy, game.outside_us, us, {"": np.ones(len(made), bool)})[:, 0]
    return MembersUnderTerms(
        cell=family.world,
        struck=struck,
        broken=_chance(ends, made, breach),
        broken_at=np.reshape(steps, (len(steps), len(family.world))).T,
        broken_by_type=np.stack([_chance(ends, made & inside, breach) for inside in types.values()], axis=1),
        us=family.value[:, us],
        them=family.value[:, them],
        them_by_type=by_type,
        slack_us=family.value[:, us] - ours,
        slack_them=np.where(signs, by_type - outside, np.nan),
        tie=_tied(here, family),
    )


def _chance(ends: Floats, given: Mask, event: Mask) -> Floats:
    """[k] the chance of an event given another; NaN where that one does not happen."""
    known = ends[:, given].sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(known > STRUCK, ends[:, given & event].sum(axis=1) / known, np.nan)


def _tied(here: Tree, family: Family) -> Bools:
    """[k] whether a tie may hide another equilibrium where play goes."""
    if not family.is_point:
        return np.ones(len(family.world), bool)
    measured, sets = family.play.measured(here), here.infoset_of_action
    start, nodes = here.edge_start[: here.n_infosets], here.member[: here.member_start[here.n_infosets]]
    played = np.add.reduceat(family.strategy * measured.action_value, start, axis=1)
    passed = np.add.reduceat(measured.reach[:, nodes], here.member_start[: here.n_infosets], axis=1) > 0
    loss = played[:, sets] - measured.action_value
    idle = (family.strategy <= USED) & passed[:, sets]
    return np.asarray((idle & (np.abs(loss) <= TIED)).any(axis=1))
