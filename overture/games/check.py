"""The one door: a tree's numbered validity conditions (docs/data-model.md gives the reasons).

Every maker of trees (telling, .efg, code that builds arrays) passes its tree through :func:`check`.
Code behind the door relies on the conditions and does not test them again.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from overture.errors import Fault, TreeError
from overture.games.tree import NO_OUTCOME, TERMINAL, Tree

ODDS_TOLERANCE = 1e-9

# condition -> what is allowed; the ids are "tree/1" ... and the page of the data model lists them.
CONDITIONS = {
    1: "integer arrays are int32 and of one length per axis; floats are float64",
    2: "node 0 is the root, and every other node has parent[n] < n",
    3: "nodes are in depth-first order",
    4: "edge[n] belongs to the set of the parent, and siblings have different edges in rising order",
    5: "every edge of a set leaves every node of the set, and terminals have no children",
    6: "sets of players come before sets of chance, each numbered by its first node",
    7: "every set has at least one node and one edge",
    8: "movers are players 0 .. n-1, or -1 for chance",
    9: "odds of chance are finite, at least 0, and sum to 1 at each set in every world",
    10: "payoffs are finite in every world",
    11: "outcome[n] is -1 or an outcome that exists",
    12: "a player remembers all he did: nodes of one information set follow the same own past",
    13: "no history passes an information set twice",
    14: "labels: one for each set and edge, no two named edges of one set alike, players all different",
}


def check(tree: Tree, worlds: bool = True) -> Tree:
    """Return ``tree`` if it meets every condition; raise TreeError with all the faults otherwise.

    Args:
        worlds: whether it must have one; a result may hold a part of its worlds, and that part may be none.
    """
    faults = list(_shapes(tree))
    if len(tree.parent) == 0 or (worlds and len(tree.payoff) == 0):
        faults.append(_fault(tree, 1, "no node or no world at all"))
    if not faults:
        faults = list(_structure(tree))
    if not faults:
        faults = [*_numbers(tree), *_memory(tree), *_labels(tree)]
    TreeError.raise_any(faults)
    return tree


def _fault(tree: Tree, number: int, found: str, where: str = "") -> Fault:
    place = f"{tree.title}, {where}" if where else tree.title
    return Fault(f"tree/{number}", found, place, CONDITIONS[number])


def _shapes(tree: Tree) -> Iterator[Fault]:
    nodes = len(tree.parent)
    for name in ("parent", "edge", "set_of", "outcome", "set_player", "edge_start"):
        array = getattr(tree, name)
        if array.dtype != np.int32 or array.ndim != 1:
            yield _fault(tree, 1, f"{name} is {array.dtype} with {array.ndim} axes")
        elif name in ("edge", "set_of", "outcome") and len(array) != nodes:
            yield _fault(tree, 1, f"{name} has {len(array)} entries for {nodes} nodes")
    if len(tree.edge_start) != len(tree.set_player) + 1:
        yield _fault(tree, 1, "edge_start must have one entry more than there are sets")
        return
    decisions = int(np.count_nonzero(tree.set_player >= 0))
    branches = int(tree.edge_start[-1] - tree.edge_start[decisions])
    if tree.chance.dtype != np.float64 or tree.chance.shape != (len(tree.payoff), branches):
        yield _fault(
            tree, 1, f"chance is {tree.chance.dtype} of shape {tree.chance.shape} for {branches} branches"
        )
    if (
        tree.payoff.dtype != np.float64
        or tree.payoff.ndim != 3
        or tree.payoff.shape[2:] != (len(tree.players),)
    ):
        yield _fault(tree, 1, f"payoff is {tree.payoff.dtype} of shape {tree.payoff.shape}")


def _structure(tree: Tree) -> Iterator[Fault]:
    from overture.games._check import first_not_rising, first_out_of_order

    node = np.arange(tree.n_nodes)
    if tree.parent[0] != -1 or tree.edge[0] != -1:
        yield _fault(tree, 2, "the root has a parent or an edge")
    wrong = np.flatnonzero((tree.parent[1:] < 0) | (tree.parent[1:] >= node[1:])) + 1
    if len(wrong):
        yield _fault(tree, 2, f"parent {tree.parent[wrong[0]]}", f"node {wrong[0]}")
        return
    if (tree.set_of < TERMINAL).any() or (tree.set_of >= tree.n_sets).any():
        yield _fault(tree, 5, "a set that does not exist")
        return
    late = first_out_of_order(tree.parent)
    if late >= 0:
        yield _fault(tree, 3, f"its parent {tree.parent[late]} is closed already", f"node {late}")
        return
    above = tree.set_of[tree.parent[1:]]
    if (above == TERMINAL).any():
        at = int(np.flatnonzero(above == TERMINAL)[0]) + 1
        yield _fault(tree, 5, "it hangs below a terminal", f"node {at}")
        return
    low, high = tree.edge_start[above], tree.edge_start[above + 1]
    outside = np.flatnonzero((tree.edge[1:] < low) | (tree.edge[1:] >= high))
    if len(outside):
        yield _fault(tree, 4, f"edge {tree.edge[outside[0] + 1]}", f"node {outside[0] + 1}")
        return
    children = np.bincount(tree.parent[1:], minlength=tree.n_nodes)
    # Index -1, of terminals, finds the last entry: no edges (and a game may have no sets at all).
    due = np.append(np.diff(tree.edge_start), 0)[tree.set_of]
    if (children != due).any():
        at = int(np.flatnonzero(children != due)[0])
        yield _fault(tree, 5, f"{children[at]} children for {due[at]} edges", f"node {at}")
        return
    # With the right number of children inside the right range, rising order is all that can fail.
    low_edge = first_not_rising(tree.parent, tree.edge)
    if low_edge >= 0:
        yield _fault(tree, 4, "its edge does not rise among its siblings", f"node {low_edge}")
        return
    if (tree.set_player >= len(tree.players)).any() or (tree.set_player < -1).any():
        strange = tree.set_player[(tree.set_player >= len(tree.players)) | (tree.set_player < -1)][0]
        yield _fault(tree, 8, f"mover {strange} of {len(tree.players)} players")
        return
    if (np.diff((tree.set_player < 0).astype(int)) < 0).any():
        yield _fault(tree, 6, "a player's set after a set of chance")
    if (np.diff(tree.member_start) == 0).any() or (np.diff(tree.edge_start) <= 0).any():
        yield _fault(tree, 7, "an empty set")
        return
    first = tree.member[tree.member_start[:-1]]
    for block in (first[: tree.n_infosets], first[tree.n_infosets :]):
        if (np.diff(block) < 0).any():
            yield _fault(tree, 6, "sets that are not numbered by their first nodes")
    if (tree.outcome < NO_OUTCOME).any() or (tree.outcome >= tree.payoff.shape[1]).any():
        yield _fault(tree, 11, "an outcome that does not exist")


def _numbers(tree: Tree) -> Iterator[Fault]:
    first = tree.n_actions
    start = tree.edge_start[tree.n_infosets : -1] - first
    if len(start):
        sums = np.add.reduceat(tree.chance, start, axis=1)
        lowest = np.minimum.reduceat(tree.chance, start, axis=1)
        # Not finite means not close to one: a comparison with NaN is false.
        wrong = ~((np.abs(sums - 1) <= ODDS_TOLERANCE) & (lowest >= 0))
        for at in np.flatnonzero(wrong.any(axis=0)).tolist():
            world = int(np.flatnonzero(wrong[:, at])[0])
            stop = tree.edge_start[tree.n_infosets + at + 1] - first
            odds = ", ".join(f"{value:.6g}" for value in tree.chance[world, start[at] : stop])
            yield _fault(
                tree, 9, f"odds {odds}", f"{tree.labels.set_label[tree.n_infosets + at]}, world {world}"
            )
    if not np.isfinite(tree.payoff).all():
        world, outcome, player = np.argwhere(~np.isfinite(tree.payoff))[0]
        yield _fault(
            tree,
            10,
            f"payoff {tree.payoff[world, outcome, player]} of {tree.players[player]}",
            f"outcome {outcome}, world {world}",
        )


def _memory(tree: Tree) -> Iterator[Fault]:
    """Perfect recall: the last own action before each node of a set is the same at all of them.

    That covers passing a set twice: the later node would follow an own action that the earlier lacks.
    """
    from overture.games._check import last_own_action

    past = np.empty((tree.n_nodes, len(tree.players)), dtype=np.int32)
    last_own_action(tree.parent, tree.edge, tree.set_of, tree.set_player, past)
    nodes = tree.member[: tree.member_start[tree.n_infosets]]
    sets = tree.set_of[nodes]
    own = past[nodes, tree.set_player[sets]]
    first = own[tree.member_start[sets]]
    for infoset in np.unique(sets[own != first]).tolist():
        mine = own[tree.member_start[infoset] : tree.member_start[infoset + 1]]
        low, high = tree.edge_start[infoset], tree.edge_start[infoset + 1]
        label = tree.labels.set_label[infoset]
        if ((mine >= low) & (mine < high)).any():
            yield _fault(tree, 13, "it is passed twice", label)
        else:
            yield _fault(tree, 12, "its nodes follow different own moves", label)


def _labels(tree: Tree) -> Iterator[Fault]:
    labels = tree.labels
    if len(set(tree.players)) != len(tree.players) or not all(tree.players):
        yield _fault(tree, 14, f"players {', '.join(map(repr, tree.players))}")
    for name, size in (
        ("set_name", tree.n_sets),
        ("set_label", tree.n_sets),
        ("set_number", tree.n_sets),
        ("seen", tree.n_sets),
        ("edge", tree.n_edges),
    ):
        if len(getattr(labels, name)) != size:
            yield _fault(tree, 14, f"{len(getattr(labels, name))} labels {name} for {size}")
            return
    for at in range(tree.n_sets):
        edges = [name for name in labels.edge[tree.edge_start[at] : tree.edge_start[at + 1]] if name]
        if len(set(edges)) != len(edges):
            yield _fault(tree, 14, f"edges {', '.join(map(repr, edges))}", labels.set_label[at])
