"""Kernels: an equilibrium that was found in one world, solved again in another.

A template is an assessment: who plays what, and trembles ``weight * eps**order`` of the rest. Its supports and the
orders of its trembles are kept; probabilities and weights are solved again, so that what is mixed is indifferent. Where
an action off the path would pay, the set replies with its best action instead, and the whole is solved once more.
"""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overture._kernel import inlined, kernel
from overture.games.measured.standards import SAME_ORDER
from overture.games.tree import Floats, Ints
from overture.solvers.path.kernels._vanishing import settle
from overture.solvers.path.shape import NEVER

REPAIRS = 8


@inlined
def impose(shape, logchance, pay, mix, order, weight):
    """Solve the template ``mix, order, weight`` in place; returns whether an equilibrium was found."""
    (
        parent,
        edge,
        _set_of,
        player,
        start,
        member_start,
        member,
        _dim,
        column,
        _child_start,
        _child,
        _terminal,
    ) = shape
    n_nodes = parent.shape[0]
    n_sets = player.shape[0]
    n_actions = start[n_sets]
    width = column.shape[0]
    played = np.empty(n_actions, np.bool_)
    modal = np.empty(n_actions, np.int64)
    lead = np.zeros(n_nodes, np.bool_)
    logp = np.empty(n_actions)
    pi = np.empty(n_actions)
    rho = np.empty(n_nodes)
    prob = np.empty(n_nodes)
    depth = np.empty(n_nodes)
    belief = np.zeros(n_nodes)
    value = np.empty((n_nodes, pay.shape[1]))
    q = np.empty(n_actions)
    var = np.empty(n_actions, np.int64)
    u = np.empty(width)
    state = (logp, pi, rho, prob, belief, value, q)
    never = np.zeros(n_actions, np.bool_)  # nothing vanishes slowly
    none = np.zeros(n_sets, np.bool_)  # no set's nodes are made to tie: their orders stay
    for _repair in range(REPAIRS):
        at = 0
        for s in range(n_sets):
            best = start[s]
            for a in range(start[s], start[s + 1]):
                if mix[a] > mix[best]:
                    best = a
            for a in range(start[s], start[s + 1]):
                modal[a] = best
                played[a] = mix[a] > 0.0
                var[a] = -1
                if a == best:
                    continue
                var[a] = at
                if played[a]:
                    u[at] = np.log(mix[a] / mix[best])
                else:
                    u[at] = np.log(weight[a])
                at += 1
        depth[0] = 0.0
        for n in range(1, n_nodes):
            e = edge[n]
            depth[n] = depth[parent[n]]
            if e < n_actions:
                if not played[e]:
                    depth[n] += order[e]
            elif logchance[e - n_actions] <= NEVER:
                depth[n] += 1e6
        for s in range(n_sets):
            lowest = np.inf
            for k in range(member_start[s], member_start[s + 1]):
                lowest = min(lowest, depth[member[k]])
            for k in range(member_start[s], member_start[s + 1]):
                lead[member[k]] = depth[member[k]] <= lowest + SAME_ORDER
        worst = settle(
            shape, logchance, pay, played, never, lead, none, modal, var, u, depth, state, 1e-14, 600.0
        )
        if not 0.0 <= worst <= 1e-10:
            return False
        for a in range(n_actions):
            if played[a]:
                mix[a] = pi[a]
            else:
                weight[a] = np.exp(u[var[a]])
        repaired = False
        for s in range(n_sets):
            top = start[s]
            for a in range(start[s], start[s + 1]):
                if q[a] > q[top]:
                    top = a
            if q[top] <= q[modal[top]] + 1e-11:
                continue
            repaired = True
            for a in range(start[s], start[s + 1]):
                if played[a]:
                    order[a] = 1.0
                    weight[a] = 1.0
                mix[a] = 1.0 if a == top else 0.0
        if not repaired:
            return True
    return False


@kernel
def impose_worlds(
    shape: tuple[Ints, ...],
    logchance: Floats,
    pay: Floats,
    low: int,
    high: int,
    mixes: Floats,
    orders: Floats,
    weights: Floats,
    good: NDArray[np.bool_],
) -> None:
    """Worlds ``low`` to ``high``; see :func:`impose`. ``good`` says in which an equilibrium was found."""
    for w in range(low, high):
        good[w] = impose(shape, logchance[w], pay[w], mixes[w], orders[w], weights[w])
