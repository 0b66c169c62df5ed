"""Large zero-sum games of two players by counterfactual regret minimisation on the sequence form.

Three regret minimisers share one loop: CFR+ (Tammelin 2014, arXiv:1407.5042), discounted CFR with
alpha 3/2, beta 0, gamma 2 (Brown and Sandholm 2019, AAAI 33:1829-1836), and predictive CFR+ (Farina,
Kroer and Sandholm 2021, AAAI 35:5363-5371). Players learn in turn. What comes back is the average
plan of each, with what it guarantees, measured on the tree.

On a game that is not zero-sum the average is no equilibrium in general: at best play close to a
coarse correlated one, and often a Nash equilibrium that nobody would play off the path. Such games are refused.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from overture.errors import SolveError
from overture.games.tree import Floats, Tree
from overture.solvers.bounds.sequence import SequenceForm, sequence_form
from overture.solvers.bounds.zero_sum import ZeroSum, constant_sum, measured
from overture.solvers.deadline import Deadline

METHODS = ("cfr+", "discounted", "predictive")
WORDS = {"cfr+": "CFR+", "discounted": "discounted CFR", "predictive": "predictive CFR+"}
FIRST_LOOK = 32  # iterations before the gap is looked at; afterwards at every ninth more

Progress = Callable[[int, float], None]


def regret_matching(
    tree: Tree,
    *,
    world: int = 0,
    method: str = "discounted",
    tolerance: float = 1e-4,
    iterations: int = 100_000,
    seconds: float | None = None,
    progress: Progress | None = None,
) -> ZeroSum:
    """Average play of a regret minimiser, until nobody gains more than ``tolerance`` by a better reply.

    Args:
        tree: a constant-sum game of two players.
        world: which world of it.
        method: "cfr+", "discounted" or "predictive".
        tolerance: of NashConv, the sum of what both could gain, in units of the payoffs.
        iterations: at most so many; each updates both players.
        seconds: a wish to stop after this time; None for none. The answer then says ``reached=False``.
        progress: called with (iterations done, NashConv) now and then.

    Raises:
        SolveError: an unknown method, another number of players, or a game that is not constant-sum.
    """
    if method not in METHODS:
        raise SolveError.of("regret/method", f"method {method!r}", tree.title, ", ".join(METHODS))
    if not tolerance >= 0:
        raise SolveError.of(
            "regret/tolerance", f"tolerance {tolerance}", tree.title, "a number of at least 0"
        )
    single = tree if tree.n_worlds == 1 else tree.world(world)
    form = sequence_form(single)
    constant = constant_sum(form)
    plans, done = _run(form, METHODS.index(method), tolerance, iterations, seconds, progress)
    return measured(form, form.strategy(plans), constant, WORDS[method], done, tolerance)


def _run(
    form: SequenceForm,
    method: int,
    tolerance: float,
    most: int,
    seconds: float | None,
    progress: Progress | None,
) -> tuple[tuple[Floats, Floats], int]:
    from overture.solvers.bounds._regret_matching import iterate, match

    matrix = form.payoff_matrix(0)
    matrix.eliminate_zeros()
    turned = matrix.T.tocsr()
    # Without a sign no index can count from the end: the compiled loops take half the time.
    row, column = matrix.indptr.astype(np.uintp), matrix.indices.astype(np.uintp)
    row_t, column_t = turned.indptr.astype(np.uintp), turned.indices.astype(np.uintp)
    parent = [each.parent.astype(np.uintp) for each in form.treeplex]
    start = [each.start.astype(np.uintp) for each in form.treeplex]
    first, second = form.treeplex
    # play, plan, regret, last regret, average, gain: one array per player each.
    play, plan, regret, seen, average, gain = (
        tuple(np.zeros(each.n_sequences) for each in form.treeplex) for _ in range(6)
    )
    for at in (0, 1):
        match(method, parent[at], start[at], regret[at], seen[at], play[at], plan[at])
        average[at][:] = plan[at]
    until = Deadline(seconds)
    done = 0
    while done < most:
        count = min(max(FIRST_LOOK, done // 8), most - done)
        iterate(
            method,
            done,
            count,
            row,
            column,
            matrix.data,
            row_t,
            column_t,
            turned.data,
            parent[0],
            start[0],
            parent[1],
            start[1],
            *play,
            *plan,
            *regret,
            *seen,
            *average,
            *gain,
        )
        done += count
        gap = first.best(matrix @ average[1]) + second.best(-(turned @ average[0]))
        if progress is not None:
            progress(done, gap)
        if gap <= tolerance or until.over:
            break
    return (average[0], average[1]), done
