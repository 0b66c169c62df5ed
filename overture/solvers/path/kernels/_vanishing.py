"""Kernels: values of actions in the limit, where some moves vanish, how they depend on the rest, and the shortest step.

Unknowns ``u``: log-odds, against the modal action, of actions that are played; logs of the tremble weights of those
that are not. ``var`` gives the place of each action among them (-1 for the modal one).
"""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from overture._kernel import kernel, part
from overture.solvers.path.shape import NEVER


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


@part
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


@part
def shortest(rows, right, step):
    """The shortest ``step`` with ``rows step = right`` (least squares where there is none), slightly damped."""
    count = right.shape[0]  # no argument: of a count that starts at a literal 0 numba compiles two kernels
    width = step.shape[0]
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


@part
def settle(shape, logchance, pay, played, slow, lead, tie, modal, var, u, depth, state, exact, largest):
    """Solve the limit for ``u`` in place; returns by how much it is missed at most, or -1 where Newton goes astray.

    The equations: actions that stay (``played``) or vanish ``slow``ly are as good as the modal one of their
    set, and nodes that ``lead`` a set whose ``tie`` is asked for have one ``depth``, the losses of the vanishing moves
    before them added up. ``state`` is filled as by :func:`limit_values`. It ends where all is met to ``exact``, or
    rounding decides; no ``u`` may come to ``largest``.
    """
    parent, edge, start, member_start, member = shape[0], shape[1], shape[4], shape[5], shape[6]
    logp, pi, rho, prob, belief, value, q = state
    n_nodes = parent.shape[0]
    n_sets = start.shape[0] - 1
    n_actions = start[n_sets]
    width = u.shape[0]
    count = 0
    for a in range(n_actions):
        if (played[a] or slow[a]) and var[a] >= 0:
            count += 1
    for s in range(n_sets):
        if tie[s]:
            count -= 1
            for k in range(member_start[s], member_start[s + 1]):
                if lead[member[k]]:
                    count += 1
    right = np.empty(count)
    rows = np.empty((count, width))
    slopes = np.empty((n_actions, width))
    step = np.empty(width)
    worst = 0.0
    before = np.inf
    for _iteration in range(20):
        limit_values(shape, logchance, pay, u, var, played, lead, logp, pi, rho, prob, belief, value, q)
        depth[0] = 0.0
        for n in range(1, n_nodes):
            e = edge[n]
            depth[n] = depth[parent[n]]
            if e < n_actions:
                if not played[e]:
                    depth[n] += q[modal[e]] - q[e]
            elif logchance[e - n_actions] <= NEVER:
                depth[n] += 1e6
        worst = 0.0
        i = 0
        for a in range(n_actions):
            if (played[a] or slow[a]) and var[a] >= 0:
                right[i] = q[modal[a]] - q[a]
                worst = max(worst, abs(right[i]))
                i += 1
        for s in range(n_sets):
            if not tie[s]:
                continue
            one = -1
            for k in range(member_start[s], member_start[s + 1]):
                n = member[k]
                if lead[n]:
                    if one < 0:
                        one = n
                    else:
                        right[i] = depth[n] - depth[one]
                        worst = max(worst, abs(right[i]))
                        i += 1
        if not worst < 1e3:
            return -1.0
        if worst < exact or count == 0 or (worst < 1e-11 and worst > 0.3 * before):
            break
        before = worst
        limit_slopes(shape, var, played, lead, pi, prob, belief, value, q, slopes)
        i = 0
        for a in range(n_actions):
            if (played[a] or slow[a]) and var[a] >= 0:
                for j in range(width):
                    rows[i, j] = slopes[a, j] - slopes[modal[a], j]
                i += 1
        for s in range(n_sets):
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
                for j in range(width):
                    rows[i, j] = 0.0
                for side in range(2):
                    y = n if side == 0 else one
                    sign = 1.0 if side == 0 else -1.0
                    while y > 0:
                        f = edge[y]
                        if f < n_actions and not played[f]:
                            for j in range(width):
                                rows[i, j] += sign * (slopes[f, j] - slopes[modal[f], j])
                        y = parent[y]
                i += 1
        shortest(rows, right, step)
        for j in range(width):
            if not abs(step[j]) < 50.0:
                return -1.0
            u[j] += step[j]
            if not abs(u[j]) < largest:
                return -1.0
    return worst
