"""Kernels: following the path of :mod:`overture.solvers.path.kernels._dense` by pseudo-arclength, past its folds."""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np

from overture._kernel import inlined, kernel, part
from overture.games.tree import Floats, Ints
from overture.solvers.path.kernels._dense import backsolve, evaluate, factor, jacobian
from overture.solvers.path.kernels._polish import polish

FLOOR = 0.02
# Two actions whose probabilities are the same at two points of the branch are alike along all of it, for it is an
# analytic curve: where play of interchangeable players parts, the branch was left for one that crosses it.
PAIRED, CERTAIN = 3, 6  # accepted steps
SAME, PARTED = 1e-12, 1e-4


@part
def metric(shape, pi, z, v, out):
    """``out = W v``: the variance of the log-probabilities' change at each set, and the relative change of ``lam``.

    Strict sets weigh next to nothing, so their linear drift in ``lam`` does not hide a fold; what they weigh is the
    relative change of their log-odds, which tells where the path climbs steeply while probabilities stand still.
    """
    lam = z[z.shape[0] - 1]
    start = shape[4]
    dim = shape[7]
    size = v.shape[0] - 1
    for s in range(start.shape[0] - 1):
        first = start[s]
        mean = 0.0
        for a in range(first + 1, start[s + 1]):
            mean += pi[a] * v[dim[a]]
        for a in range(first + 1, start[s + 1]):
            i = dim[a]
            out[i] = pi[a] * (v[i] - mean) + FLOOR * v[i] / (1.0 + abs(z[i])) ** 2
    out[size] = v[size] / (1.0 + lam) ** 2


@inlined
def build(shape, lam, pi, value, prob, belief, q, m, border):
    """The bordered Jacobian of the residual in ``(d, lam)``."""
    start = shape[4]
    dim = shape[7]
    size = border.shape[0] - 1
    jacobian(shape, lam, pi, value, prob, belief, q, m)
    for s in range(start.shape[0] - 1):
        first = start[s]
        for a in range(first + 1, start[s + 1]):
            m[dim[a], size] = q[first] - q[a]
    for j in range(size + 1):
        m[size, j] = border[j]


@part
def length(z, v):
    """Size of a correction ``v`` at ``z``: absolute in mixed log-odds, relative in large ones and in ``lam``."""
    size = z.shape[0] - 1
    big = abs(v[size]) / (1.0 + abs(z[size]))
    for i in range(size):
        change = abs(v[i]) / (1.0 + 0.1 * abs(z[i]))
        if not change <= big:
            big = change
    return big


@part
def miss(z, v):
    """Size of a correction by which convergence is judged: absolute, up to rounding in large log-odds."""
    size = z.shape[0] - 1
    big = abs(v[size]) / (1.0 + abs(z[size]))
    for i in range(size):
        change = abs(v[i]) / (1.0 + 1e-5 * abs(z[i]))
        if not change <= big:
            big = change
    return big


@part
def correct(
    shape, logchance, pay, bias, z, border, tolerance, contraction, reach, limit, easy, space, m, pivot, delta
):
    """Newton on the hyperplane ``border``; returns (iterations or -1, first correction, sign of the determinant).

    ``z`` holds the log-odds and, last, the precision; it is moved to the path. The factors stay in ``m``.
    """
    logp, pi, value, rho, prob, belief, q, g = space
    size = z.shape[0] - 1
    first = 0.0
    before = 0.0
    sign = 0.0
    for iteration in range(int(limit)):  # a float: of literal integers numba compiles one kernel each
        if not z[size] >= 0.0:
            return -1, first, sign
        evaluate(shape, logchance, pay, z[size], z, logp, pi, value, rho, prob, belief, q, g)
        build(shape, z[size], pi, value, prob, belief, q, m, border)
        sign = factor(m, size + 1, easy, pivot)
        if sign == 0.0:
            return -1, first, sign
        for i in range(size):
            delta[i] = bias[i] - g[i]
        delta[size] = 0.0
        backsolve(m, size + 1, easy, pivot, delta)
        now = length(z, delta)
        if iteration == 0:
            first = now
            if not now <= reach:
                return -1, first, sign
        elif not now <= max(contraction * before, tolerance):
            return -1, first, sign
        for i in range(size + 1):
            z[i] += delta[i]
        # Corrections shrink quadratically: the next one need not be made.
        left = miss(z, delta)
        if left * left <= tolerance or left <= 1e-11:
            return iteration + 1, first, sign
        before = now
    return -1, first, sign


@part
def pair_up(logp, twin):
    """Give each action the first one before it that has the same probability, if there is one, else -1."""
    for a in range(logp.shape[0]):
        twin[a] = -1
        for b in range(a):
            if abs(logp[a] - logp[b]) <= SAME * (1.0 + abs(logp[a])):
                twin[a] = b
                break


@part
def unlike(logp, pi, twin, certain):
    """Forget pairs that are no longer alike where they are not yet ``certain``; then, whether a pair parted."""
    for a in range(logp.shape[0]):
        b = twin[a]
        if b >= 0:
            if not certain and not abs(logp[a] - logp[b]) <= SAME * (1.0 + abs(logp[a])):
                twin[a] = -1
            elif abs(pi[a] - pi[b]) > PARTED:
                return True
    return False


# Controls: positions in the vector ``control``.
TOLERANCE, CONTRACTION, REACH, AIM, GROW, FIRST_STEP, LONGEST, ANGLE, MOST_STEPS = 0, 1, 2, 3, 4, 5, 6, 7, 8
# Facts of a trace: positions in the vector ``fact``.
PRECISION, RESIDUAL, FOLDS, STEPS, NEWTONS, FLIPS, STATUS = 0, 1, 2, 3, 4, 5, 6
DISTANCE, POINTS = 7, 8
AT_GOAL, STUCK, TOO_MANY, AT_LIMIT, LEFT = 1.0, 2.0, 3.0, 4.0, 5.0
FIRST_TRY, AGAIN, NEAR, SHRINK, DRIFT = 9, 10, 11, 12, 13


@inlined
def follow(shape, easy, logchance, pay, bias, goal, control, z, fact, m, pivot, mix, order, weight, track):
    """Follow the path from uniform play to precision ``goal`` (in units of ``pay``); ``z`` ends there.

    With ``bias`` it is the path of ``d = lam (Q_a - Q_first) + bias``, which starts at the log-odds ``bias``. Where
    ``z`` comes with a precision above 0, the path is taken up at that point.
    """
    n_nodes = shape[0].shape[0]
    n_actions = shape[7].shape[0]
    size = shape[8].shape[0]
    logp = np.empty(n_actions)
    pi = np.empty(n_actions)
    value = np.empty((n_nodes, pay.shape[1]))
    rho = np.empty(n_nodes)
    prob = np.empty(n_nodes)
    belief = np.empty(n_nodes)
    q = np.empty(n_actions)
    g = np.empty(size)
    space = (logp, pi, value, rho, prob, belief, q, g)
    old = np.zeros(size + 1)
    tangent = np.zeros(size + 1)
    last = np.zeros(size + 1)
    border = np.zeros(size + 1)
    keep = np.zeros(size + 1)
    delta = np.zeros(size + 1)
    fact[:] = 0.0
    if z[size] > 0.0:
        # Start at a point that is given, upwards in precision.
        border[size] = 1.0
        used, first, sign = correct(
            shape, logchance, pay, bias, z, border, 1e-10, 0.5, 1.0, 12.0, easy, space, m, pivot, delta
        )
        if used < 0:
            fact[STATUS] = STUCK
            return
        tangent[size] = 1.0
        backsolve(m, size + 1, easy, pivot, tangent)
    else:
        for i in range(size):
            z[i] = bias[i]
        evaluate(shape, logchance, pay, 0.0, z, logp, pi, value, rho, prob, belief, q, g)
        start = shape[4]
        for s in range(start.shape[0] - 1):
            for a in range(start[s] + 1, start[s + 1]):
                tangent[shape[7][a]] = q[a] - q[start[s]]
        tangent[size] = 1.0
    metric(shape, pi, z, tangent, border)
    norm = 0.0
    for i in range(size + 1):
        norm += border[i] * tangent[i]
    norm = np.sqrt(norm)
    for i in range(size + 1):
        tangent[i] /= norm
        border[i] /= norm
    h = control[FIRST_STEP]
    h_last = 0.0
    orientation = 0.0
    shrunk = 0
    taken = 0
    twin = np.full(n_actions, -1)
    mark = np.zeros(n_actions)
    mark_before = np.zeros(n_actions)
    mix_before = np.zeros(n_actions)
    distance_before = -1.0
    lam_before = 0.0
    try_at = control[FIRST_TRY]
    while fact[STEPS] < control[MOST_STEPS]:
        fact[STEPS] += 1
        for i in range(size + 1):
            old[i] = z[i]
        final = False
        if tangent[size] > 0.0 and z[size] + h * tangent[size] >= goal:
            final = True
        if final:
            # Stop exactly there: the last hyperplane is that of the precision.
            step = (goal - z[size]) / tangent[size]
            for i in range(size):
                z[i] += step * tangent[i]
                keep[i] = border[i]
                border[i] = 0.0
            keep[size] = border[size]
            border[size] = 1.0
            z[size] = goal
            used, first, sign = correct(
                shape, logchance, pay, bias, z, border, 1e-12, control[CONTRACTION], control[REACH], 12.0, easy,
                space, m, pivot, delta,
            )  # fmt: skip
            if used > 0:
                fact[NEWTONS] += used
                fact[STATUS] = AT_GOAL
                break
            for i in range(size + 1):
                z[i] = old[i]
                border[i] = keep[i]
            h *= 0.4
            if h < 1e-9:
                fact[STATUS] = STUCK
                break
            continue
        bend = 0.0
        if h_last > 0.0:
            bend = 0.5 * h * h / h_last
        for i in range(size + 1):
            z[i] += h * tangent[i] + bend * (tangent[i] - last[i])
        used, first, sign = correct(
            shape, logchance, pay, bias, z, border, control[TOLERANCE], control[CONTRACTION], control[REACH], 6.0, easy,
            space, m, pivot, delta,
        )  # fmt: skip
        good = used > 0
        turn = 1.0
        if good:
            fact[NEWTONS] += used
            # The new tangent from the last factors: border . t = 1 keeps the direction.
            for i in range(size):
                delta[i] = 0.0
            delta[size] = 1.0
            backsolve(m, size + 1, easy, pivot, delta)
            for i in range(size + 1):
                keep[i] = border[i]
            metric(shape, pi, z, delta, border)
            norm = 0.0
            for i in range(size + 1):
                norm += border[i] * delta[i]
            norm = np.sqrt(norm)
            # border . delta = 1 by construction, in the old metric: the cosine of the turn
            turn = 1.0 / norm
            if not turn > control[ANGLE]:
                good = False
            elif orientation != 0.0 and sign != orientation:
                if shrunk >= 6 and turn > 0.98:
                    fact[FLIPS] += 1
                else:
                    good = False
            if not good:
                for i in range(size + 1):
                    border[i] = keep[i]
        if not good:
            for i in range(size + 1):
                z[i] = old[i]
            h *= 0.4
            shrunk += 1
            if h < 1e-9:
                fact[STATUS] = STUCK
                break
            continue
        orientation = sign
        shrunk = 0
        taken += 1
        if taken == PAIRED:
            pair_up(logp, twin)
        elif taken > PAIRED and unlike(logp, pi, twin, taken > CERTAIN):
            fact[STATUS] = LEFT
            break
        if delta[size] * tangent[size] < 0.0:
            fact[FOLDS] += 1
        for i in range(size + 1):
            last[i] = tangent[i]
            tangent[i] = delta[i] / norm
            border[i] /= norm
        if fact[POINTS] < track.shape[0]:
            for i in range(size + 1):
                track[int(fact[POINTS]), i] = z[i]
            fact[POINTS] += 1
        h_last = h
        grow = control[GROW]
        if first > 0.0:
            grow = min(grow, (control[AIM] / first) ** 0.4)
        h = min(h * max(grow, 0.4), control[LONGEST])
        if z[size] >= try_at and tangent[size] > 0.0:
            try_at = z[size] * control[AGAIN]
            evaluate(shape, logchance, pay, z[size], z, logp, pi, value, rho, prob, belief, q, g)
            for i in range(size):
                delta[i] = tangent[i] / tangent[size]
            drift = 0.0
            for a in range(n_actions):
                mix_before[a] = mix[a]
            distance = polish(shape, logchance, pay, z, delta, logp, belief, mix, order, weight, mark)
            same = True
            for a in range(n_actions):
                same = same and mark[a] == mark_before[a]
                mark_before[a] = mark[a]
                drift = max(drift, abs(mix[a] - mix_before[a]))
            if (
                same
                and 0.0 <= distance <= control[NEAR]
                and distance_before >= 0.0
                and distance * z[size] <= max(control[SHRINK] * distance_before * lam_before, 1e-6)
                and drift <= control[DRIFT]
            ):
                fact[STATUS] = AT_LIMIT
                fact[DISTANCE] = distance
                break
            distance_before = distance
            lam_before = z[size]
    if fact[STATUS] == 0.0:
        fact[STATUS] = TOO_MANY
    evaluate(shape, logchance, pay, z[size], z, logp, pi, value, rho, prob, belief, q, g)
    fact[PRECISION] = z[size]
    worst = 0.0
    for i in range(size):
        worst = max(worst, abs(g[i] - bias[i]) / (1.0 + abs(z[i])))
    fact[RESIDUAL] = worst


@kernel
def follow_worlds(
    shape: tuple[Ints, ...],
    easy: int,
    logchance: Floats,
    pay: Floats,
    bias: Floats,
    goal: Floats,
    control: Floats,
    low: int,
    high: int,
    zs: Floats,
    facts: Floats,
    mixes: Floats,
    orders: Floats,
    weights: Floats,
    track: Floats,
) -> None:
    """Worlds ``low`` to ``high`` one after the other; see :func:`follow`. ``track`` keeps the points of the last."""
    size = shape[8].shape[0]
    m = np.empty((size + 1, size + 1))
    pivot = np.empty(size + 1, np.int64)
    for w in range(low, high):
        follow(
            shape,
            easy,
            logchance[w],
            pay[w],
            bias[w],
            goal[w],
            control,
            zs[w],
            facts[w],
            m,
            pivot,
            mixes[w],
            orders[w],
            weights[w],
            track,
        )
