"""Two-player games in which one wins what the other loses: the value, and play that guarantees it.

One linear programme over realisation plans finds a plan of each player: the first maximises what he
gets against the best reply, the second's is the dual. Source: von Stengel 1996, Games and Economic
Behavior 14:220-246, section 5; Koller, Megiddo and von Stengel 1996, Games and Economic Behavior
14:247-259. What the plans are worth is then measured by best replies on the tree, which know nothing
of the programme.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import bmat, coo_matrix, csr_matrix

from overture.errors import SolveError
from overture.games.given import need_tree
from overture.games.measured.measure import nash_regret, odds
from overture.games.tree import Floats, Tree
from overture.games.view import Shown, told, values
from overture.solvers.bounds.sequence import SequenceForm, sequence_form

if TYPE_CHECKING:
    import pandas as pd

SUM_TOLERANCE = 1e-9  # of the payoff range: how far the sum of payoffs may vary in a zero-sum game
FEASIBILITY = 1e-10  # what HiGHS is asked for, payoffs scaled to a range of one
LOOSER = 1e-7  # and what it is asked for where it cannot keep that
SOLVED, OUT_OF_TIME = 0, 1  # what scipy.optimize.linprog calls them


@dataclass(frozen=True, repr=False)
class ZeroSum(Shown):
    """An answer to a constant-sum game of two players, in one world.

    Attributes:
        tree: the game (one world).
        method: how it was solved, in words.
        strategy: [action] a behaviour strategy of each player.
        constant: what the payoffs of both add up to at every end.
        guarantee: [player] what his strategy gets him against the best reply to it: measured on the tree.
        nash_conv: what both together could gain by best replies (the sum of Nash regrets): measured.
        iterations: of a regret minimiser; 0 for the linear programme.
        reached: whether ``nash_conv`` is as small as was asked for.
    """

    tree: Tree
    method: str
    strategy: Floats
    constant: float
    guarantee: tuple[float, float]
    nash_conv: float
    iterations: int
    reached: bool
    _columns = ("player", "infoset", "action", "strategy", "belief", "value", "reach", "payoff")

    def _head(self) -> list[str]:
        tree = self.tree
        return [
            f"Zero-sum solution of {tree.title} ({self.method})",
            f"value: {values(tree.names, self.value, self.value)}",
            f"guaranteed: {values(tree.names, self.guarantee, self.guarantee)}; NashConv {told(self.nash_conv)}"
            + ("" if self.reached else ", which is more than was asked for"),
        ]

    def __again__(self) -> ZeroSum:
        from overture.solvers.kept import zero_sum_again

        return zero_sum_again(self)

    def to_frame(self) -> pd.DataFrame:
        """One row per action.

        Columns: those of :meth:`overture.solvers.solution.Solution.to_frame`, off the path with beliefs by equally
        likely trembles; ``guarantee``, what the player's strategy gets him against the best reply to it.
        """
        from overture.solvers.frames import action_rows, one_world, with_parameters

        tree = self.tree
        columns = action_rows(one_world(tree, self.strategy))
        movers = tree.set_player[tree.infoset_of_action].tolist()
        columns["guarantee"] = [self.guarantee[at] for at in movers]
        return with_parameters(columns, tree, np.asarray(columns["world"]))

    @property
    def value(self) -> tuple[float, float]:
        """[player] the value of the game, right to half of ``nash_conv``: the middle of what is guaranteed."""
        one, two = self.guarantee
        middle = (one + self.constant - two) / 2
        return middle, self.constant - middle


def constant_sum(form: SequenceForm, world: int = 0) -> float:
    """What the payoffs of two players add up to at every end that chance allows.

    Raises:
        SolveError: another number of players, or payoffs whose sum varies. Average play of a regret
            minimiser, or a pair of maximin strategies, is no equilibrium then.
    """
    tree = form.tree
    if len(tree.players) != 2:
        raise SolveError.of(
            "zero-sum/players",
            f"{len(tree.players)} players",
            tree.title,
            "two players",
            "ask for the worst case of one player against all others",
        )
    live = form.chance[world] > 0
    paid = form.paid[world, live]
    total = paid.sum(axis=1)
    spread = float(paid.max() - paid.min())
    if float(total.max() - total.min()) > SUM_TOLERANCE * max(spread, 1e-300):
        raise SolveError.of(
            "zero-sum/general",
            f"payoffs that add up to {total.min():.10g} at one end and to {total.max():.10g} at another",
            tree.title,
            "one sum at every end",
            "ask for equilibria (solve, equilibria), or for the worst case of one player",
        )
    return float(total.mean())


def measured(
    form: SequenceForm, strategy: Floats, constant: float, method: str, iterations: int, tolerance: float
) -> ZeroSum:
    """The answer with its guarantees, measured by :func:`overture.games.measured.measure.nash_regret`."""
    from overture.games.measured._measure import node_value

    tree = form.tree
    worth = np.empty((tree.n_nodes, 2))
    weights = odds(tree, strategy)
    node_value(tree.parent, tree.edge, tree.set_of, tree.outcome, tree.payoff[0], weights[0], worth)
    regret = nash_regret(tree, strategy)[0]
    best = worth[0] + regret
    gap = float(regret.sum())
    return ZeroSum(
        tree=tree,
        method=method,
        strategy=strategy,
        constant=constant,
        guarantee=(constant - float(best[1]), constant - float(best[0])),
        nash_conv=gap,
        iterations=iterations,
        reached=gap <= tolerance,
    )


def zero_sum(tree: Tree, world: int = 0, *, seconds: float | None = None) -> ZeroSum:
    """Value and optimal play of a constant-sum game of two players, by one linear programme (HiGHS).

    Args:
        tree: the game.
        world: which world of it.
        seconds: how long the programme may take; None for no limit.

    Raises:
        TreeError: what is given is no tree.
        SolveError: the game is not of two players or not constant-sum, or HiGHS gives up
            (``zero-sum/programme``).

    Source: Koller, Megiddo and von Stengel 1996, Games and Economic Behavior 14:247-259.
    """
    need_tree(tree)
    single = tree if tree.n_worlds == 1 else tree.world(world)
    form = sequence_form(single)
    constant = constant_sum(form)
    plans = maximin(form, seconds)
    spread = float(np.ptp(form.paid)) if form.paid.size else 0.0
    return measured(form, form.strategy(plans), constant, "linear programme", 0, 1e-6 * spread)


def maximin(form: SequenceForm, seconds: float | None = None) -> tuple[Floats, Floats]:
    """A plan of player 0 that gets the most against the worst reply, and the plan of player 1 that holds him to it."""
    from scipy.optimize import linprog

    first, second = form.treeplex
    # Payoffs moved and scaled to 0 .. 1: the tolerance of the programme is then one of their range.
    live = form.chance[0] > 0
    paid = form.paid[0, live, 0]
    data = form.chance[0, live] * (paid - paid.min()) / (float(np.ptp(paid)) or 1.0)
    shape = (first.n_sequences, second.n_sequences)
    scaled = coo_matrix((data, (form.end[live, 0], form.end[live, 1])), shape=shape).tocsr()
    equal, reply = first.equations(), second.equations()
    many, duals = first.n_sequences, reply.shape[0]
    for tolerance in (FEASIBILITY, LOOSER):
        result = linprog(
            c=np.concatenate((np.zeros(many), [-1.0], np.zeros(duals - 1))),
            A_ub=bmat([[-scaled.T, reply.T]], format="csc"),
            b_ub=np.zeros(second.n_sequences),
            A_eq=bmat([[equal, csr_matrix((equal.shape[0], duals))]], format="csc"),
            b_eq=np.concatenate(([1.0], np.zeros(equal.shape[0] - 1))),
            bounds=[(0.0, None)] * many + [(None, None)] * duals,
            method="highs",
            options={
                "primal_feasibility_tolerance": tolerance,
                "dual_feasibility_tolerance": tolerance,
                "time_limit": seconds,
            },
        )
        if result.status in (SOLVED, OUT_OF_TIME):
            break  # else the tolerance may have been more than doubles can keep
    if result.status != SOLVED:
        raise SolveError.of(
            "zero-sum/programme",
            f"HiGHS ended with: {result.message}",
            form.tree.title,
            mend="try a regret minimiser, or payoffs of a similar size",
        )
    return np.maximum(result.x[:many], 0.0), np.maximum(-result.ineqlin.marginals, 0.0)
