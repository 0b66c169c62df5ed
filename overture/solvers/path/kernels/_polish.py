"""Kernels: from a point far along the path to the limit itself, exact to rounding.

What stays and what vanishes is told by the slope: along the path the log-odds of an action that vanishes grow like
``-lam * gap``, those of one that stays settle. The same holds for the nodes of a set that play does not reach: they
matter in the limit where their orders (the gaps of the vanishing moves before them, added up) tie for the lowest.
The limit then solves a square-ish system: actions that stay are indifferent, leading nodes of a set tie. Newton takes
the shortest step that solves it, so that where the limit is not isolated the nearest point to the path is taken.
"""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from overture._kernel import kernel
from overture.solvers.path.kernels._vanishing import settle
from overture.solvers.path.shape import NEVER

GRID = 1e9  # orders of trembles are whole multiples of 1 / GRID
SLOW = -0.5  # d log(odds) / d log(precision) of what does not vanish is above this, and tends to 0


@kernel
def classify(shape, logchance, z, slope, logp, rho, played, slow, best, lead, rate):
    """Which actions stay (``played``), which vanish like a power only (``slow``, so with no loss in the limit), the
    modal action of each set, and which nodes lead their set.
    """
    (
        parent,
        edge,
        _set_of,
        player,
        start,
        member_start,
        member,
        dim,
        column,
        _child_start,
        _child,
        _terminal,
    ) = shape
    n_nodes = parent.shape[0]
    n_sets = player.shape[0]
    n_actions = start[n_sets]
    lam = z[column.shape[0]]
    drift = np.empty(n_actions)
    for s in range(n_sets):
        first = start[s]
        last = start[s + 1]
        top = first
        mean = 0.0
        drift[first] = 0.0
        for a in range(first + 1, last):
            drift[a] = slope[dim[a]]
            mean += np.exp(logp[a]) * drift[a]
            if logp[a] > logp[top]:
                top = a
        best[s] = top
        for a in range(first, last):
            far = logp[a] - logp[top]
            moved = lam * (drift[a] - drift[top])
            # Exponential decay moves by ``far`` itself, a power of the precision by its exponent, a limit not at all.
            if far > -1.0 or moved > max(0.5 * far, SLOW):
                played[a] = True
                slow[a] = False
            else:
                played[a] = False
                slow[a] = moved > 0.5 * far
        for a in range(first, last):
            drift[a] -= mean
    rho[0] = 0.0
    rate[0] = 0.0
    for n in range(1, n_nodes):
        e = edge[n]
        if e < n_actions:
            rho[n] = rho[parent[n]] + logp[e]
            rate[n] = rate[parent[n]] + lam * drift[e]
        else:
            rho[n] = rho[parent[n]] + logchance[e - n_actions]
            rate[n] = rate[parent[n]]
    # Off the path until a node is met that only moves that stay lead to.
    reached = np.ones(n_nodes, np.bool_)
    for n in range(1, n_nodes):
        e = edge[n]
        reached[n] = reached[parent[n]]
        if e < n_actions:
            reached[n] = reached[n] and played[e]
        elif logchance[e - n_actions] <= NEVER:
            reached[n] = False
    for s in range(n_sets):
        low = member_start[s]
        high = member_start[s + 1]
        top = member[low]
        on_path = False
        for k in range(low, high):
            if rho[member[k]] > rho[top]:
                top = member[k]
            on_path = on_path or reached[member[k]]
        for k in range(low, high):
            n = member[k]
            if on_path:
                lead[n] = reached[n]
            else:
                far = rho[n] - rho[top]
                lead[n] = far > -1.0 or (far > 0.1 * NEVER and rate[n] - rate[top] > max(0.5 * far, SLOW))


@kernel
def snap(shape, played, lead, tie, order):
    """Orders on a grid of decimals, so that the nodes that lead a set tie to the last digit, not up to rounding."""
    parent, edge = shape[0], shape[1]
    member_start, member = shape[5], shape[6]
    n_actions = order.shape[0]
    steps = np.empty(n_actions, np.int64)
    settled = np.zeros(n_actions, np.bool_)
    for a in range(n_actions):
        steps[a] = max(int(np.round(order[a] * GRID)), 1)
    for s in range(tie.shape[0]):
        if not tie[s]:
            continue
        one = -1
        for k in range(member_start[s], member_start[s + 1]):
            n = member[k]
            if not lead[n]:
                continue
            if one < 0:
                one = n
                continue
            # How far the two nodes are apart, and an action on one way only that may still move.
            apart = 0
            free = -1
            side = 1
            for end in range(2):
                y = n if end == 0 else one
                while y > 0:
                    e = edge[y]
                    if e < n_actions and not played[e]:
                        apart += steps[e] if end == 0 else -steps[e]
                        if not settled[e]:
                            free = e
                            side = -1 if end == 0 else 1
                    y = parent[y]
            if apart != 0 and free >= 0 and steps[free] + side * apart > 0:
                steps[free] += side * apart
            for end in range(2):
                y = n if end == 0 else one
                while y > 0:
                    if edge[y] < n_actions:
                        settled[edge[y]] = True
                    y = parent[y]
    for a in range(n_actions):
        if not played[a]:
            order[a] = steps[a] / GRID


@kernel
def polish(shape, logchance, pay, z, slope, path_logp, path_belief, mix, order, weight, mark):
    """The limit near the path's point ``z``; returns its distance from there, or -1 where there is none.

    ``slope`` is ``dd/dlam``. Fills ``mix`` (probabilities), ``order`` and ``weight`` of the trembles, and
    ``mark`` (2 for an action that stays, 1 for one that vanishes slowly), by which two attempts are compared.
    """
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
    lam = z[width]
    played = np.empty(n_actions, np.bool_)
    lead = np.zeros(n_nodes, np.bool_)
    slow = np.empty(n_actions, np.bool_)
    best = np.empty(n_sets, np.int64)
    logp = np.empty(n_actions)
    pi = np.empty(n_actions)
    rho = np.empty(n_nodes)
    prob = np.empty(n_nodes)
    belief = np.zeros(n_nodes)
    value = np.empty((n_nodes, pay.shape[1]))
    q = np.empty(n_actions)
    classify(shape, logchance, z, slope, path_logp, rho, played, slow, best, lead, prob)
    var = np.full(n_actions, -1, np.int64)
    u = np.empty(width)
    modal = np.empty(n_actions, np.int64)
    at = 0
    for s in range(n_sets):
        for a in range(start[s], start[s + 1]):
            modal[a] = best[s]
            mark[a] = 2.0 if played[a] else (1.0 if slow[a] else 0.0)
            if a == best[s]:
                continue
            var[a] = at
            if played[a]:
                u[at] = path_logp[a] - path_logp[best[s]]
            else:
                u[at] = path_logp[a]
            at += 1
    # Ties matter where a set is off the path and several nodes lead it; on it every leading node has order 0.
    tie = np.zeros(n_sets, np.bool_)
    for s in range(n_sets):
        leads = 0
        for k in range(member_start[s], member_start[s + 1]):
            if lead[member[k]]:
                leads += 1
                y = member[k]
                while y > 0:
                    if edge[y] >= n_actions:
                        tie[s] = tie[s] or logchance[edge[y] - n_actions] <= NEVER
                    elif not played[edge[y]]:
                        tie[s] = True
                    y = parent[y]
        if leads < 2:
            tie[s] = False
    depth = np.empty(n_nodes)
    state = (logp, pi, rho, prob, belief, value, q)
    worst = settle(shape, logchance, pay, played, slow, lead, tie, modal, var, u, depth, state, 1e-15, np.inf)
    if not 0.0 <= worst <= 1e-9:
        return -1.0
    # It must be an equilibrium: nothing that vanishes would pay, and the nodes that lead are those of lowest order.
    distance = 0.0
    for a in range(n_actions):
        gap = q[modal[a]] - q[a]
        if played[a]:
            mix[a] = pi[a]
            order[a] = 0.0
            weight[a] = 1.0
        else:
            if gap < -1e-10:
                return -1.0
            mix[a] = 0.0
            order[a] = max(gap, 1e-5)
            weight[a] = np.exp(min(max(u[var[a]] + lam * gap, -300.0), 300.0))
        distance = max(distance, abs(mix[a] - np.exp(path_logp[a])))
    for s in range(n_sets):
        lowest = np.inf
        for k in range(member_start[s], member_start[s + 1]):
            n = member[k]
            if lead[n]:
                lowest = min(lowest, depth[n])
            distance = max(distance, abs(belief[n] - path_belief[n]))
        for k in range(member_start[s], member_start[s + 1]):
            if not lead[member[k]] and depth[member[k]] < lowest - 1e-10:
                return -1.0
    snap(shape, played, lead, tie, order)
    return distance
