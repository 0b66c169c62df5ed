"""Kernels: the logit correspondence of one small game on flat arrays, and the path that leaves uniform play.

Unknowns are log-odds ``d_a = log pi_a - log pi_first`` of every action but the first of its set. A point of the
correspondence at precision ``lam`` solves ``g = d - lam (Q_a - Q_first) = 0``, where ``Q_a`` is the value of the
action given the beliefs at its set (Turocy 2010, eq. 5-7). Reach is kept in logs with a shift per set, so beliefs never
underflow. The Jacobian is exact: a node passes its worth to the sets above it, and its weight to the sets it is in.

``shape`` is a tuple of int32 arrays, see :func:`overture.solvers.path.shape.flat`.
"""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from overture._kernel import part


@part
def evaluate(shape, logchance, pay, lam, d, logp, pi, value, rho, prob, belief, q, g):
    """Fill log-probabilities, values, reach, beliefs, action values and the residual at ``(d, lam)``."""
    (
        parent,
        edge,
        set_of,
        player,
        start,
        member_start,
        member,
        dim,
        _column,
        _child_start,
        _child,
        terminal,
    ) = shape
    n_nodes = parent.shape[0]
    n_sets = player.shape[0]
    n_actions = start[n_sets]
    n_players = pay.shape[1]
    for s in range(n_sets):
        first = start[s]
        last = start[s + 1]
        top = 0.0
        for a in range(first + 1, last):
            top = max(top, d[dim[a]])
        total = np.exp(-top)
        for a in range(first + 1, last):
            total += np.exp(d[dim[a]] - top)
        norm = top + np.log(total)
        logp[first] = -norm
        for a in range(first + 1, last):
            logp[a] = d[dim[a]] - norm
    for a in range(n_actions):
        pi[a] = np.exp(logp[a])
    rho[0] = 0.0
    prob[0] = 1.0
    for n in range(1, n_nodes):
        e = edge[n]
        if e < n_actions:
            rho[n] = rho[parent[n]] + logp[e]
            prob[n] = pi[e]
        else:
            rho[n] = rho[parent[n]] + logchance[e - n_actions]
            prob[n] = np.exp(logchance[e - n_actions])
    for s in range(n_sets):
        low = member_start[s]
        high = member_start[s + 1]
        if high - low == 1:
            belief[member[low]] = 1.0
            continue
        top = rho[member[low]]
        for k in range(low + 1, high):
            top = max(top, rho[member[k]])
        total = 0.0
        for k in range(low, high):
            weight = np.exp(rho[member[k]] - top)
            belief[member[k]] = weight
            total += weight
        for k in range(low, high):
            belief[member[k]] /= total
    for n in range(n_nodes):
        t = terminal[n]
        if t >= 0:
            for i in range(n_players):
                value[n, i] = pay[t, i]
        else:
            for i in range(n_players):
                value[n, i] = 0.0
    for n in range(n_nodes - 1, 0, -1):
        above = parent[n]
        for i in range(n_players):
            value[above, i] += prob[n] * value[n, i]
    for a in range(n_actions):
        q[a] = 0.0
    for n in range(1, n_nodes):
        e = edge[n]
        if e < n_actions:
            above = parent[n]
            q[e] += belief[above] * value[n, player[set_of[above]]]
    for s in range(n_sets):
        first = start[s]
        for a in range(first + 1, start[s + 1]):
            g[dim[a]] = d[dim[a]] - lam * (q[a] - q[first])


@part
def jacobian(shape, lam, pi, value, prob, belief, q, jac):
    """Fill the square part of ``jac`` with ``d g_i / d d_j``, the exact Jacobian of the residual."""
    parent, edge, set_of, player, start, member_start, member, dim, column, child_start, child, _terminal = (
        shape
    )
    n_nodes = parent.shape[0]
    n_sets = player.shape[0]
    n_actions = start[n_sets]
    size = column.shape[0]
    for i in range(size):
        for j in range(size):
            jac[i, j] = 0.0
        jac[i, i] = 1.0
    # What the move into a node is worth to the sets above: dV(parent)/dd_c = pi_c (V(child) - V(parent)).
    for n in range(1, n_nodes):
        e = edge[n]
        if e >= n_actions or dim[e] < 0:
            continue
        c = dim[e]
        above = parent[n]
        weight = prob[n]
        y = above
        while y > 0 and weight > 1e-250:
            f = edge[y]
            up = parent[y]
            if f < n_actions:
                s = set_of[up]
                i = player[s]
                change = lam * belief[up] * weight * (value[n, i] - value[above, i])
                first = start[s]
                if f == first:
                    for a in range(first + 1, start[s + 1]):
                        jac[dim[a], c] += change
                else:
                    jac[dim[f], c] -= change
            weight *= prob[y]
            y = up
    # What the moves before a node say about it: only the difference from the set's mean counts.
    for s in range(n_sets):
        low = member_start[s]
        high = member_start[s + 1]
        first = start[s]
        last = start[s + 1]
        if high - low == 1 or last - first == 1:
            continue
        i = player[s]
        for k in range(low, high):
            n = member[k]
            mu = belief[n]
            if mu < 1e-250:
                continue
            base = value[child[child_start[n]], i] - q[first]
            for a in range(first + 1, last):
                row = dim[a]
                surplus = lam * mu * (value[child[child_start[n] + a - first], i] - q[a] - base)
                y = n
                while y > 0:
                    f = edge[y]
                    y = parent[y]
                    if f < n_actions:
                        other = set_of[y]
                        head = start[other]
                        for b in range(head + 1, start[other + 1]):
                            jac[row, dim[b]] += surplus * pi[b]
                        if f > head:
                            jac[row, dim[f]] -= surplus


@part
def factor(m, size, easy, pivot):
    """LU in place, with partial pivoting; returns the sign of the determinant, 0 where it is singular.

    The first ``easy`` rows and columns hold the identity: sets of which no history passes two.
    """
    for i in range(easy, size):
        for k in range(easy):
            ratio = m[i, k]
            if ratio != 0.0:
                for j in range(easy, size):
                    m[i, j] -= ratio * m[k, j]
    sign = 1.0
    for k in range(easy, size):
        best = k
        big = abs(m[k, k])
        for i in range(k + 1, size):
            if abs(m[i, k]) > big:
                big = abs(m[i, k])
                best = i
        pivot[k] = best
        if not big > 1e-290:
            return 0.0
        if best != k:
            sign = -sign
            for j in range(k, size):
                swap = m[k, j]
                m[k, j] = m[best, j]
                m[best, j] = swap
        if m[k, k] < 0.0:
            sign = -sign
        inverse = 1.0 / m[k, k]
        for i in range(k + 1, size):
            ratio = m[i, k] * inverse
            m[i, k] = ratio
            if ratio != 0.0:
                for j in range(k + 1, size):
                    m[i, j] -= ratio * m[k, j]
    return sign


@part
def backsolve(m, size, easy, pivot, x):
    """Solve with the factors of :func:`factor`, in place."""
    for i in range(easy, size):
        total = x[i]
        for k in range(easy):
            total -= m[i, k] * x[k]
        x[i] = total
    for k in range(easy, size):
        best = pivot[k]
        if best != k:
            swap = x[k]
            x[k] = x[best]
            x[best] = swap
        for i in range(k + 1, size):
            x[i] -= m[i, k] * x[k]
    for k in range(size - 1, easy - 1, -1):
        total = x[k]
        for j in range(k + 1, size):
            total -= m[k, j] * x[j]
        x[k] = total / m[k, k]
    for k in range(easy):
        total = x[k]
        for j in range(easy, size):
            total -= m[k, j] * x[j]
        x[k] = total
