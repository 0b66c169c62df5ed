"""The reduced normal form: what each player may plan, and what each profile of plans pays.

A *plan* is a reduced pure strategy: an action at every information set that the plan itself does not
rule out (Kuhn 1953, Contributions to the Theory of Games II:193-216). A game is *strategic* if it is
its own normal form: everybody moves once, nobody sees anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.errors import SolveError
from overture.games.given import need_world
from overture.games.labels import told_apart
from overture.games.measured.evaluation import last_own, totals
from overture.games.tree import Tree
from overture.sameness import SameContent

MOST_PROFILES = 1_000_000

Plan = dict[int, int]  # infoset -> action


@dataclass(frozen=True)
class NormalForm(SameContent):
    """The reduced normal form of one world of a tree.

    Attributes:
        tree: the game (one world).
        plans: [player][plan].
        names: [player][plan] the actions of the plan, "*" at a set that it rules out; all different.
        payoff: [plan of player 0, plan of player 1, ..., player] expected payoffs; Fractions where the
            tree is exact, else float64.
    """

    tree: Tree
    plans: tuple[tuple[Plan, ...], ...]
    names: tuple[tuple[str, ...], ...]
    payoff: NDArray[Any] = field(repr=False)


def is_strategic(tree: Tree) -> bool:
    """Whether every player moves exactly once on every history, and nobody, chance included, sees or adds anything."""
    everybody = sorted(tree.set_player.tolist()) == list(range(len(tree.players)))
    # A history that passed over a set would leave fewer histories than there are profiles.
    return everybody and len(tree.terminal) == prod(np.diff(tree.edge_start).tolist())


def plan_counts(tree: Tree) -> list[int]:
    """[player] how many plans there are, without writing them down."""
    counts = []
    for player in range(len(tree.players)):
        last = last_own(tree, player)
        below = [1] * (tree.n_actions + 1)
        for at in reversed(_own_sets(tree, player)):
            before = last[int(tree.members(at)[0])]
            below[before] *= sum(below[int(tree.edge_start[at]) : int(tree.edge_start[at + 1])])
        counts.append(below[-1])
    return counts


def normal_form(
    tree: Tree, world: int = 0, *, doubles: bool = False, most: int = MOST_PROFILES
) -> NormalForm:
    """The reduced normal form of one world.

    Args:
        tree: a game of any number of players.
        world: which world of it.
        doubles: payoffs as float64 even where the tree is exact.
        most: profiles of plans that there may be.

    Raises:
        SolveError: no such world, or too many profiles.
    """
    need_world(tree, world, "normal")
    counts = plan_counts(tree)
    if prod(counts) > most:
        raise SolveError.of(
            "normal/large",
            f"{prod(counts)} profiles of reduced pure strategies ({' by '.join(map(str, counts))})",
            tree.title,
            f"at most {most}",
        )
    single = tree if tree.n_worlds == 1 else tree.world(world)
    last = [last_own(single, player) for player in range(len(single.players))]
    plans = tuple(tuple(_plans(single, player, last[player])) for player in range(len(single.players)))
    payoff = _payoffs(single, plans, last, doubles or single.exact is None)
    return NormalForm(single, plans, _names(single, plans), payoff)


def _own_sets(tree: Tree, player: int) -> list[int]:
    return [at for at in range(tree.n_infosets) if int(tree.set_player[at]) == player]


def _plans(tree: Tree, player: int, last: list[int]) -> list[Plan]:
    """All plans of a player."""
    owner = tree.infoset_of_action.tolist()
    found: list[Plan] = [{}]
    for at in _own_sets(tree, player):  # a set comes after those that lead to it
        before = last[int(tree.members(at)[0])]
        actions = range(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
        grown: list[Plan] = []
        for plan in found:
            comes = before < 0 or plan.get(owner[before]) == before
            grown += [{**plan, at: action} for action in actions] if comes else [plan]
        found = grown
    return found


def _payoffs(
    tree: Tree, plans: tuple[tuple[Plan, ...], ...], last: list[list[int]], doubles: bool
) -> NDArray[Any]:
    """Expected payoffs: what each end adds goes to all profiles that lead there."""
    odds, paid = _ways(tree, doubles)
    fits: list[dict[int, list[int]]] = []  # [player] last own action -> the plans that come to it
    for own in plans:
        agree: dict[int, list[int]] = {-1: list(range(len(own)))}
        for at, plan in enumerate(own):
            for action in plan.values():
                agree.setdefault(action, []).append(at)
        fits.append(agree)
    shape = (*map(len, plans), len(tree.players))
    table: NDArray[Any] = np.zeros(shape) if doubles else np.full(shape, Fraction(0), dtype=object)
    for end in tree.terminal.tolist():
        if odds[end]:
            where = np.ix_(*(agree[acts[end]] for agree, acts in zip(fits, last, strict=True)))
            table[where] += odds[end] * paid[end]
    return table


def _ways(tree: Tree, doubles: bool) -> tuple[list[Any], list[NDArray[Any]]]:
    """[node] what chance contributes to its probability, and everything paid on the way to it [player]."""
    exact = None if doubles else tree.exact
    branches: list[Any] = tree.chance[0].tolist() if exact is None else list(exact.chance)
    odds: list[Any] = []
    for above, edge in zip(tree.parent.tolist(), tree.edge.tolist(), strict=True):
        before = odds[above] if above >= 0 else 1
        odds.append(before * branches[edge - tree.n_actions] if edge >= tree.n_actions else before)
    if exact is None:
        rows = [tuple(row) for row in tree.payoff[0].tolist()]
        return odds, list(np.array(totals(tree, rows, (0.0,) * len(tree.players))))
    paid = totals(tree, exact.payoff, (Fraction(0),) * len(tree.players))
    return odds, list(np.array(paid, dtype=object))


def _names(tree: Tree, plans: tuple[tuple[Plan, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """[player][plan] its actions by name, set by set; a name that is missing is the action's number in its set."""
    found = []
    for player, own in enumerate(plans):
        sets = _own_sets(tree, player)
        named = []
        for plan in own:
            parts = [
                (tree.labels.edge[plan[at]] or str(plan[at] - int(tree.edge_start[at]) + 1))
                if at in plan
                else "*"
                for at in sets
            ]
            named.append(" / ".join(parts) or "*")
        found.append(tuple(told_apart([(player, name) for name in named])))
    return tuple(found)
