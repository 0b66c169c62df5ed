"""A part of a game as a game of its own: chance leads to where it is entered, with the odds of some play."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from overture.games.measured.event import subtree_end
from overture.games.measured.measure import terminal_payoff
from overture.games.tree import CHANCE, TERMINAL, Floats, Tree
from overture.solvers.beside.parts import PublicPart
from overture.solvers.beside.piece import CutGame, cut

DIGITS = 12  # of payoffs that are the same


def alone(part: PublicPart, reach: Floats, signs: Mapping[int, int]) -> CutGame | None:
    """The part as it is entered with ``reach`` [node]; None where it is not entered, or nobody chooses in it.

    Entries after which all who move in it see and get the same are one entry here: whose hands were tied and whose
    were not, once talks have broken down. Each information set of the whole game then has one here after which it
    plays; sets that the play does not enter have none. The tree of the part has one world. ``signs``: those of
    :func:`signs_after`.
    """
    tree = part.tree
    live = [node for node in part.entries if reach[node] > 0]
    if not live:
        return None
    ends: list[int] = subtree_end(tree).tolist()
    like, odds = _alike(tree, live, reach, signs)
    kept = sorted(odds)
    nodes = np.concatenate([np.arange(node, ends[node]) for node in kept])
    if not ((tree.set_of[nodes] >= 0) & (tree.set_of[nodes] < tree.n_infosets)).any():
        return None
    paid = np.zeros((1, tree.n_nodes, len(tree.players)))
    paid[:, tree.terminal] = terminal_payoff(tree)
    small, place = cut(
        tree, nodes, np.array(kept), np.array([odds[node] for node in kept]), paid, tree.set_of == TERMINAL
    )
    return CutGame.made(tree, small, place, like)


def _alike(
    tree: Tree, live: list[int], reach: Floats, sign: Mapping[int, int]
) -> tuple[dict[int, int], dict[int, float]]:
    """(information set -> the one that it plays like, entry that is kept -> odds with which it is entered).

    ``live`` are the entries that are reached.
    """
    ends: list[int] = subtree_end(tree).tolist()
    first: dict[int, int] = {}
    like: dict[int, int] = {}
    odds: dict[int, float] = {}
    for node in live:
        twin = first.setdefault(sign[node], node)
        pairs = _pairs(tree, node, twin, ends)
        if any(like.get(one, two) != two for one, two in pairs.items()):
            # Some information set would have to play in two ways: then no entry stands for another.
            sets = {int(at) for each in live for at in tree.set_of[each : ends[each]]}
            own = {at: at for at in sets if 0 <= at < tree.n_infosets}
            return own, {each: float(reach[each]) for each in live}
        like |= pairs
        odds[twin] = odds.get(twin, 0.0) + float(reach[node])
    return like, odds


def _pairs(tree: Tree, node: int, twin: int, ends: list[int]) -> dict[int, int]:
    """The information sets after a node, each with the one in its place after another."""
    both = zip(tree.set_of[node : ends[node]], tree.set_of[twin : ends[twin]], strict=True)
    return {int(one): int(two) for one, two in both if 0 <= one < tree.n_infosets}


def signs_after(tree: Tree, entries: Iterable[int]) -> dict[int, int]:
    """[node of ``entries``, or after one] a number that is the same where what follows is.

    What follows is the moves, their odds where they are chance's, and the payoffs of those who move.
    """
    ends = subtree_end(tree)
    inside = np.concatenate([np.arange(node, ends[node]) for node in entries])
    sets = tree.set_of[inside]
    movers = sorted({int(at) for at in tree.set_player[sets[sets >= 0]]} - {CHANCE})
    paid = np.full((tree.n_nodes, len(movers)), np.nan)
    paid[tree.terminal] = np.round(terminal_payoff(tree)[0][:, movers], DIGITS)
    known: dict[object, int] = {}
    sign: dict[int, int] = {}
    after: dict[int, list[int]] = {}
    for node in inside[::-1].tolist():
        at = int(tree.set_of[node])
        told: object
        if at == TERMINAL:
            told = tuple(paid[node].tolist())
        else:
            edges = slice(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
            shares = tree.chance[0, edges.start - tree.n_actions : edges.stop - tree.n_actions].tolist()
            odds = tuple(shares) if at >= tree.n_infosets else ()
            told = (int(tree.set_player[at]), tree.labels.edge[edges], odds, tuple(after.pop(node)[::-1]))
        sign[node] = known.setdefault(told, len(known))
        after.setdefault(int(tree.parent[node]), []).append(sign[node])
    return sign
