"""Kernels: from one logit response to others at the same precision, along a bonus on payoffs that comes and goes.

Where every action ``a`` earns a bonus ``t c_a``, points of the correspondence solve ``d = lam (Q_a - Q_first + t c)``.
For a large bonus there is one point; the curve of points through it is followed in ``(d, t)`` past its folds, and
wherever it crosses ``t = 0`` it meets a logit response of the game itself. A curve crosses an odd number of times, and
every second crossing is a point that no path in the precision alone tends to reach (it has the other index).
"""

# mypy: allow-untyped-defs, allow-untyped-calls

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overture._kernel import inlined, kernel, part
from overture.games.tree import Floats, Ints
from overture.solvers.path.kernels._dense import backsolve, evaluate, factor, jacobian
from overture.solvers.path.kernels._trace import metric


@part
def newton(shape, logchance, pay, lam, bonus, x, border, limit, easy, space, m, pivot, delta):
    """Newton for ``(d, t)`` on the hyperplane ``border``; returns (iterations or -1, first correction, sign)."""
    logp, pi, value, rho, prob, belief, q, g = space
    size = x.shape[0] - 1
    first = 0.0
    before = 0.0
    sign = 0.0
    for iteration in range(int(limit)):
        evaluate(shape, logchance, pay, lam, x, logp, pi, value, rho, prob, belief, q, g)
        jacobian(shape, lam, pi, value, prob, belief, q, m)
        for i in range(size):
            m[i, size] = -lam * bonus[i]
            m[size, i] = border[i]
            delta[i] = lam * x[size] * bonus[i] - g[i]
        m[size, size] = border[size]
        delta[size] = 0.0
        sign = factor(m, size + 1, easy, pivot)
        if sign == 0.0:
            return -1, first, sign
        backsolve(m, size + 1, easy, pivot, delta)
        now = abs(delta[size])
        for i in range(size):
            now = max(now, abs(delta[i]) / (1.0 + 0.1 * abs(x[i])))
        if not now < 1e3:
            return -1, first, sign
        if iteration == 0:
            first = now
            if now > 1.0:
                return -1, first, sign
        elif now > max(0.5 * before, 1e-9):
            return -1, first, sign
        for i in range(size + 1):
            x[i] += delta[i]
        if now * now <= 1e-8:
            return iteration + 1, first, sign
        before = now
    return -1, first, sign


@inlined
def walk(shape, easy, logchance, pay, lam, bonus, begin, steps, longest, x, m, pivot, points):
    """Walk from ``x`` (at bonus ``t = begin``) to ``t = -begin``; crossings of ``t = 0`` go to ``points``.

    Returns how many crossings were met.
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
    met = 0
    x[size] = begin
    border[size] = -1.0
    used, first, sign = newton(
        shape, logchance, pay, lam, bonus, x, border, 20.0, easy, space, m, pivot, delta
    )
    if used < 0:
        return 0
    delta[:] = 0.0
    delta[size] = 1.0
    backsolve(m, size + 1, easy, pivot, delta)
    metric(shape, pi, x, delta, border)
    border[size] = delta[size]  # the bonus is of one size everywhere
    norm = 0.0
    for i in range(size + 1):
        norm += border[i] * delta[i]
    norm = np.sqrt(norm)
    for i in range(size + 1):
        tangent[i] = delta[i] / norm
        border[i] /= norm
    h = 0.1
    h_last = 0.0
    orientation = 0.0
    shrunk = 0
    for _step in range(steps):
        for i in range(size + 1):
            old[i] = x[i]
        bend = 0.5 * h * h / h_last if h_last > 0.0 else 0.0
        for i in range(size + 1):
            x[i] += h * tangent[i] + bend * (tangent[i] - last[i])
        used, first, sign = newton(
            shape, logchance, pay, lam, bonus, x, border, 6.0, easy, space, m, pivot, delta
        )
        good = used > 0
        norm = 1.0
        if good:
            delta[:] = 0.0
            delta[size] = 1.0
            backsolve(m, size + 1, easy, pivot, delta)
            for i in range(size + 1):
                keep[i] = border[i]
            metric(shape, pi, x, delta, border)
            border[size] = delta[size]
            norm = 0.0
            for i in range(size + 1):
                norm += border[i] * delta[i]
            norm = np.sqrt(norm)
            if not 1.0 / norm > 0.7 or (orientation != 0.0 and sign != orientation and shrunk < 8):
                good = False
                for i in range(size + 1):
                    border[i] = keep[i]
        if not good:
            for i in range(size + 1):
                x[i] = old[i]
            h *= 0.4
            shrunk += 1
            if h < 1e-8:
                return met
            continue
        orientation = sign
        shrunk = 0
        for i in range(size + 1):
            last[i] = tangent[i]
            tangent[i] = delta[i] / norm
            border[i] /= norm
        h_last = h
        grow = 2.0
        if first > 0.0:
            grow = min(grow, (0.1 / first) ** 0.4)
        h = min(h * max(grow, 0.4), longest)
        if (old[size] > 0.0) != (x[size] > 0.0) and met < points.shape[0]:
            # The crossing itself: between the two points, at t = 0.
            share = old[size] / (old[size] - x[size])
            for i in range(size + 1):
                points[met, i] = old[i] + share * (x[i] - old[i])
                keep[i] = 0.0
            points[met, size] = 0.0
            keep[size] = 1.0
            used, first, sign = newton(
                shape, logchance, pay, lam, bonus, points[met], keep, 12.0, easy, space, m, pivot, delta
            )
            if used > 0:
                points[met, size] = lam
                met += 1
        if x[size] < -begin or x[size] > begin + 0.5 or met == points.shape[0]:
            return met
    return met


@kernel
def walk_worlds(
    shape: tuple[Ints, ...],
    easy: int,
    logchance: Floats,
    pay: Floats,
    lams: Floats,
    bonus: Floats,
    steps: int,
    low: int,
    high: int,
    xs: Floats,
    points: Floats,
    counts: NDArray[np.int64],
) -> None:
    """Rows ``low`` to ``high``; see :func:`walk`. ``points[row, :counts[row]]`` are the crossings."""
    size = shape[8].shape[0]
    m = np.empty((size + 1, size + 1))
    pivot = np.empty(size + 1, np.int64)
    for row in range(low, high):
        counts[row] = walk(
            shape, easy, logchance[row], pay[row], lams[row], bonus[row], 1.0, steps, 1.0, xs[row], m, pivot,
            points[row],
        )  # fmt: skip
