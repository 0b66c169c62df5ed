"""Kernels: values of actions in the limit, where some moves vanish, how they depend on the rest, and the shortest step.

Unknowns ``u``: log-odds, against the modal action, of actions that are played; logs of the tremble weights of those
that are not. ``var`` gives the place of each action among them (-1 for the modal one).
"""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from overture._kernel import kernel


@kernel
def limit_values(shape, logchance, pay, u, var, played, lead, logp, pi, rho, prob, belief, value, q):
    """As ``evaluate``, in the limit: moves that vanish have no probability, but a weight ``exp(u)`` in beliefs."""
    (
        parent,
        edge,
        set_of,
        player,
        start,
        member_start,
        member,
        _dim,
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
        top = 0.0
        for a in range(start[s], start[s + 1]):
            if played[a] and var[a] >= 0:
                top = max(top, u[var[a]])
        total = 0.0
        for a in range(start[s], start[s + 1]):
            if played[a]:
                total += np.exp((u[var[a]] if var[a] >= 0 else 0.0) - top)
        norm = top + np.log(total)
        for a in range(start[s], start[s + 1]):
            if played[a]:
                logp[a] = (u[var[a]] if var[a] >= 0 else 0.0) - norm
                pi[a] = np.exp(logp[a])
            else:
                logp[a] = u[var[a]]
                pi[a] = 0.0
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
        top = -np.inf
        for k in range(low, high):
            if lead[member[k]]:
                top = max(top, rho[member[k]])
        total = 0.0
        for k in range(low, high):
            n = member[k]
            belief[n] = np.exp(rho[n] - top) if lead[n] else 0.0
            total += belief[n]
        for k in range(low, high):
            belief[member[k]] /= total
    for n in range(n_nodes):
        t = terminal[n]
        for i in range(n_players):
            value[n, i] = pay[t, i] if t >= 0 else 0.0
    for n in range(n_nodes - 1, 0, -1):
        for i in range(n_players):
            value[parent[n], i] += prob[n] * value[n, i]
    for a in range(n_actions):
        q[a] = 0.0
    for n in range(1, n_nodes):
        if edge[n] < n_actions:
            above = parent[n]
            q[edge[n]] += belief[above] * value[n, player[set_of[above]]]


@kernel
def limit_slopes(shape, var, played, lead, pi, prob, belief, value, q, slopes):
    """``slopes[a, j] = dQ_a / du_j`` in the limit."""
    (
        parent,
        edge,
        set_of,
        player,
        start,
        member_start,
        member,
        _dim,
        _column,
        child_start,
        child,
        _terminal,
    ) = shape
    n_nodes = parent.shape[0]
    n_sets = player.shape[0]
    n_actions = start[n_sets]
    slopes[:] = 0.0
    for n in range(1, n_nodes):
        e = edge[n]
        if e >= n_actions or not played[e] or var[e] < 0:
            continue
        above = parent[n]
        weight = prob[n]
        y = above
        while y > 0 and weight > 0.0:
            f = edge[y]
            up = parent[y]
            if f < n_actions:
                i = player[set_of[up]]
                slopes[f, var[e]] += belief[up] * weight * (value[n, i] - value[above, i])
            weight *= prob[y]
            y = up
    for s in range(n_sets):
        first = start[s]
        last = start[s + 1]
        i = player[s]
        if member_start[s + 1] - member_start[s] == 1:
            continue
        for k in range(member_start[s], member_start[s + 1]):
            n = member[k]
            mu = belief[n]
            if mu == 0.0:
                continue
            for a in range(first, last):
                surplus = mu * (value[child[child_start[n] + a - first], i] - q[a])
                y = n
                while y > 0:
                    f = edge[y]
                    y = parent[y]
                    if f < n_actions:
                        if played[f]:
                            other = set_of[y]
                            for b in range(start[other], start[other + 1]):
                                if played[b] and var[b] >= 0:
                                    slopes[a, var[b]] -= surplus * pi[b]
                        if var[f] >= 0:
                            slopes[a, var[f]] += surplus


@kernel
def shortest(rows, right, count, width, step):
    """The shortest ``step`` with ``rows step = right`` (least squares where there is none), slightly damped."""
    gram = np.empty((count, count))
    trace = 0.0
    for i in range(count):
        for j in range(i + 1):
            total = 0.0
            for k in range(width):
                total += rows[i, k] * rows[j, k]
            gram[i, j] = total
        trace = max(trace, gram[i, i])
    damp = 1e-11 * trace + 1e-300
    # Cholesky of gram + damp
    for i in range(count):
        gram[i, i] += damp
        for j in range(i + 1):
            total = gram[i, j]
            for k in range(j):
                total -= gram[i, k] * gram[j, k]
            if i == j:
                gram[i, i] = np.sqrt(max(total, 0.5 * damp))
            else:
                gram[i, j] = total / gram[j, j]
    w = np.empty(count)
    for i in range(count):
        total = right[i]
        for k in range(i):
            total -= gram[i, k] * w[k]
        w[i] = total / gram[i, i]
    for i in range(count - 1, -1, -1):
        total = w[i]
        for k in range(i + 1, count):
            total -= gram[k, i] * w[k]
        w[i] = total / gram[i, i]
    for k in range(width):
        total = 0.0
        for i in range(count):
            total += rows[i, k] * w[i]
        step[k] = total
