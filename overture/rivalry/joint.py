"""The stage games of a level as one tree, and the limit of a level's branch by the limit of trees.

Where information sets off the path are told apart by vanishing acts of one order, or a limit lies in a continuum, the limit
code of trees (:mod:`overture.solvers.path.limit`) is asked: the values of the states are held fixed, the limit of the tree is
solved, and the values are made anew from it, until they agree. That converges for most games and is not relied on: what comes
out is measured.

Import lazily: this module needs numba and SciPy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from overture.games.measured.play import Play
from overture.games.measured.sound import judged
from overture.games.measured.standards import EXACT
from overture.games.tree import CHANCE, Floats, Labels, Tree
from overture.solvers.path.limit import Guess, guess
from overture.solvers.path.shape import flat
from overture.solvers.path.sparse.corrector import Point

ROUNDS = 60  # times that the values are made anew
AGREE = 1e-14  # of the size of the values


def joint_tree(trees: list[Tree]) -> Tree:
    """One tree in which chance picks the stage game: actions and sets of the first come first; one world."""
    count = len(trees)
    nodes = np.concatenate([[1], 1 + np.cumsum([tree.n_nodes for tree in trees])])
    acts = np.concatenate([[0], np.cumsum([tree.n_actions for tree in trees])])
    sets = np.concatenate([[0], np.cumsum([tree.n_infosets for tree in trees])])
    draws = np.concatenate([[0], np.cumsum([tree.n_sets - tree.n_infosets for tree in trees])])
    branches = np.concatenate([[0], np.cumsum([tree.n_edges - tree.n_actions for tree in trees])])
    ends = np.concatenate([[0], np.cumsum([tree.payoff.shape[1] for tree in trees])])
    parent, edge, set_of, outcome = [np.array([-1])], [np.array([-1])], [sets[-1:]], [np.array([-1])]
    for at, tree in enumerate(trees):
        parent.append(np.where(tree.parent < 0, 0, tree.parent + nodes[at]))
        chance = acts[-1] + count + branches[at] + tree.edge - tree.n_actions
        own = np.where(tree.edge < tree.n_actions, tree.edge + acts[at], chance)
        edge.append(np.where(tree.edge < 0, acts[-1] + at, own))
        drawn = sets[-1] + 1 + draws[at] + tree.set_of - tree.n_infosets
        inner = np.where(tree.set_of < tree.n_infosets, tree.set_of + sets[at], drawn)
        set_of.append(np.where(tree.set_of < 0, -1, inner))
        outcome.append(np.where(tree.outcome < 0, -1, tree.outcome + ends[at]))
    sizes = [np.diff(tree.edge_start[: tree.n_infosets + 1]) for tree in trees]
    sizes += [np.array([count]), *(np.diff(tree.edge_start[tree.n_infosets :]) for tree in trees)]
    movers = [tree.set_player[: tree.n_infosets] for tree in trees]
    drawers = np.full(int(draws[-1]) + 1, CHANCE)
    return Tree(
        title=trees[0].title,
        players=trees[0].players,
        parent=np.concatenate(parent).astype(np.int32),
        edge=np.concatenate(edge).astype(np.int32),
        set_of=np.concatenate(set_of).astype(np.int32),
        outcome=np.concatenate(outcome).astype(np.int32),
        set_player=np.concatenate([*movers, drawers]).astype(np.int32),
        edge_start=np.concatenate([[0], np.cumsum(np.concatenate(sizes))]).astype(np.int32),
        chance=np.concatenate([np.full((1, count), 1 / count), *(tree.chance for tree in trees)], axis=1),
        payoff=np.concatenate([tree.payoff for tree in trees], axis=1),
        labels=Labels((), ("",) * int(sets[-1]), (), (), ()),
    )


def limit_by_trees(
    trees: Callable[[Floats], list[Tree]], values: Callable[[Play], Floats], at: Point, unit: float
) -> Play | None:
    """The limit near a point of a level's branch; None where the rounds do not agree on one.

    Args:
        trees: the stage games of the level, their ends paid what follows, if the states of the level have these values [n, I].
        values: [n, I] what the states are worth for a play [A].
        at: the point, its precision in units of ``unit``.
        unit: the range of payoffs that the branch was walked in.
    """
    logs = at.state.log_odds
    ones = np.ones_like(logs)
    value = values(Play(np.exp(logs), ones, ones))
    for _ in range(ROUNDS):
        found = _guess(trees(value), at, unit)
        if found is None:
            return None
        play = Play(found.strategy, found.order, found.weight)
        again = values(play)
        if np.abs(again - value).max(initial=0.0) <= AGREE * max(1.0, float(np.abs(again).max(initial=0.0))):
            return play if judged(joint_tree(trees(again)), play.tiled(1), EXACT, EXACT)[1].all() else None
        value = again
    return None


def _guess(trees: list[Tree], at: Point, unit: float) -> Guess | None:
    """The limit of the level's tree near a point, the values of the states held fixed."""
    tree = joint_tree(trees)
    flattened = flat(tree)
    share = float(flattened.scale[0]) / unit  # the tree's own unit of payoffs
    reach = np.exp(_log_reach(tree, at.state.log_odds))
    belief = np.zeros(tree.n_nodes)
    for infoset in range(tree.n_infosets):
        members = tree.members(infoset)
        belief[members] = reach[members] / max(float(reach[members].sum()), 1e-300)
    state = replace(at.state, belief=belief)
    return guess(
        tree, flattened, replace(at, precision=at.precision * share, slope=at.slope * share, state=state)
    )


def _log_reach(tree: Tree, log_odds: Floats) -> Floats:
    """[N] log of the reach of each node, the likeliest member of its information set at 0 where it has one."""
    with np.errstate(divide="ignore"):
        logs = np.concatenate([log_odds, np.maximum(np.log(tree.chance[0]), -1e30)])
    reach = np.zeros(tree.n_nodes)
    for node in range(1, tree.n_nodes):
        reach[node] = reach[tree.parent[node]] + logs[tree.edge[node]]
    for infoset in range(tree.n_infosets):
        members = tree.members(infoset)
        reach[members] -= reach[members].max()
    return reach
