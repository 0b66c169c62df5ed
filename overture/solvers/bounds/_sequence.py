"""Kernels of sequence.py: one pass over the nodes or over a player's information sets."""

from __future__ import annotations

from typing import Any

import numpy as np

from overture._kernel import kernel


@kernel
def last_sequences(parent: Any, edge: Any, sequence: Any, mover: Any, set_of: Any, last: Any) -> None:
    """Fill last [node, player]: each player's last sequence before the node; 0 is the empty one."""
    n_players = last.shape[1]
    for player in range(n_players):
        last[0, player] = 0
    for node in range(1, len(parent)):
        before = parent[node]
        for player in range(n_players):
            last[node, player] = last[before, player]
        who = mover[set_of[before]]
        if who >= 0:
            last[node, who] = sequence[edge[node]]


@kernel
def chance_reach(parent: Any, edge: Any, n_actions: int, odds: Any, reach: Any) -> None:
    """The part that chance has in the probability of each node; ``odds`` are the branches'."""
    reach[0] = 1.0
    for node in range(1, len(parent)):
        by = edge[node] - n_actions
        reach[node] = reach[parent[node]] * (odds[by] if by >= 0 else 1.0)


@kernel
def plan_of(parent: Any, start: Any, probability: Any, plan: Any) -> None:
    """The realisation plan [sequence] of a behaviour strategy [sequence] (entry 0 unused)."""
    plan[0] = 1.0
    for infoset in range(len(parent)):
        for at in range(start[infoset], start[infoset + 1]):
            plan[at] = plan[parent[infoset]] * probability[at]


@kernel
def behaviour_of(parent: Any, start: Any, plan: Any, probability: Any) -> None:
    """The behaviour of a realisation plan; uniform at information sets that it does not reach."""
    probability[0] = 1.0
    for infoset in range(len(parent)):
        total = 0.0
        for at in range(start[infoset], start[infoset + 1]):
            probability[at] = max(plan[at], 0.0)
            total += probability[at]
        for at in range(start[infoset], start[infoset + 1]):
            if total > 0.0:
                probability[at] /= total
            else:
                probability[at] = 1.0 / (start[infoset + 1] - start[infoset])


@kernel
def best_plan_value(parent: Any, start: Any, gain: Any) -> float:
    """The best that a plan can make of ``gain`` [sequence], which is used up on the way."""
    for infoset in range(len(parent) - 1, -1, -1):
        top = -np.inf
        for at in range(start[infoset], start[infoset + 1]):
            top = max(top, gain[at])
        gain[parent[infoset]] += top
    return float(gain[0])


@kernel
def team_past(parent: Any, edge: Any, set_of: Any, mover: Any, player: int, past: Any) -> None:
    """Fill past [node] with a number for all that the players other than ``player`` did, and where they were.

    Two nodes get one number where the team has been through the same sets and edges in the same order.
    """
    # A past is (past before, edge taken); pasts are numbered as they are met. They are looked up in a hash table with
    # open addresses: of numba's dictionaries two seconds of compiling would be the price.
    n_nodes = len(parent)
    room = 2 * n_nodes + 1
    taken = np.full(room, -1, np.int64)
    number = np.empty(room, np.int64)
    count = 1
    past[0] = 0
    for node in range(1, n_nodes):
        before = parent[node]
        who = mover[set_of[before]]
        if who < 0 or who == player:
            past[node] = past[before]
            continue
        key = past[before] * n_nodes + edge[node]
        at = key % room
        while taken[at] >= 0 and taken[at] != key:
            at = (at + 1) % room
        if taken[at] < 0:
            taken[at] = key
            number[at] = count
            count += 1
        past[node] = number[at]
