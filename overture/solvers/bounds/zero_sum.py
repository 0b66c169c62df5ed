"""Two-player games in which one wins what the other loses: the value, and play that guarantees it.

One linear programme over realisation plans finds a plan of each player: the first maximises what he
gets against the best reply, the second's is the dual. Source: von Stengel 1996, Games and Economic
Behavior 14:220-246, section 5; Koller, Megiddo and von Stengel 1996, Games and Economic Behavior
14:247-259. What the plans are worth is then measured by best replies on the tree, which know nothing
of the programme.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import bmat, coo_matrix, csr_matrix

from overture.errors import SolveError
from overture.games.given import need_tree
from overture.games.measured.measure import nash_regret, odds
from overture.games.measured.stakes import ordinary
from overture.games.measured.standards import EXACT, REGRET
from overture.games.tree import Floats, Tree
from overture.games.view import Shown, told, values
from overture.solvers.bounds.programme import MOST_ENTRIES, Programme, optimum
from overture.solvers.bounds.sequence import SequenceForm, Treeplex, sequence_form
from overture.solvers.deadline import Deadline
from overture.solvers.form import form_of

if TYPE_CHECKING:
    import pandas as pd

SUM_VARIES = 1e-9  # of the finest difference of payoffs: how far their sum may vary in a zero-sum game
SAME = 1e-14  # of their size: payoffs that differ by less differ by rounding
ROUNDING = 1e-15  # of the size of payoffs: what their measurement in doubles may be off by
PROGRAMME, RATIONAL = "linear programme", "linear programme in rationals"
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
        nash_conv: what both together could gain by best replies (the sum of Nash regrets): measured, or
            proved to be 0 in rationals; ``strategy`` has then the doubles nearest to what was proved.
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
    rounding = 4 * float(np.spacing(np.abs(paid).max()))
    if float(total.max() - total.min()) > max(SUM_VARIES * finest(paid), rounding):
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
    """Value and optimal play of a constant-sum game of two players, by one linear programme.

    HiGHS proposes in doubles. Where what both could still gain, measured, is not small beside the finest difference
    of payoffs, the programme is solved in rationals (up to 20,000 numbers); what is then still not small beside an
    ordinary difference of payoffs has ``reached=False``.

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
    fine, until = finest(form.paid[0]), Deadline(seconds)
    try:
        plans = maximin(form, seconds)
        found = measured(form, form.strategy(plans), constant, PROGRAMME, 0, REGRET * local_unit(form))
    except SolveError as error:
        exact = exactly(form, constant) if error.id == "zero-sum/programme" and not until.over else None
        if exact is None:
            raise
        return exact
    size = float(np.abs(form.paid).max(initial=0.0))
    if until.over or (found.nash_conv <= EXACT * fine and ROUNDING * size <= EXACT * fine):
        return found
    return exactly(form, constant) or found


def exactly(form: SequenceForm, constant: float) -> ZeroSum | None:
    """The answer in rationals; None where the programme is too large for them.

    The value is proved: the plan of each player, and what the other's holds him to, meet every condition exactly.
    ``strategy`` has the doubles nearest to the plans.
    """
    exact = form_of(form.tree)
    first, second = form.treeplex
    many, width = first.n_sequences, 1 + len(second.parent)
    if len(form.end) + many + second.n_sequences > MOST_ENTRIES:
        return None
    below: list[dict[int, Fraction]] = [{} for _ in range(second.n_sequences)]
    for end, (one, two) in zip(form.tree.terminal.tolist(), form.end.tolist(), strict=True):
        if exact.likely[end]:
            row = below[two]
            row[one] = row.get(one, Fraction(0)) - exact.likely[end] * exact.paid[end][0]
    for sets, sequence, entry in _cells(second):
        below[sequence][many + sets] = Fraction(entry)
    equal: list[dict[int, Fraction]] = [{} for _ in range(1 + len(first.parent))]
    for sets, sequence, entry in _cells(first):
        equal[sets][sequence] = Fraction(entry)
    goal = [Fraction(0)] * (many + width)
    goal[many] = Fraction(-1)
    found = optimum(
        Programme(
            goal,
            equal,
            [Fraction(int(at == 0)) for at in range(len(equal))],
            below,
            [Fraction(0)] * len(below),
            [False] * many + [True] * width,
        )
    )
    if found is None:
        return None
    plans = (
        np.array([float(each) for each in found.solution[:many]]),
        np.array([float(-each) for each in found.dual_below]),
    )
    value = float(-found.value)
    return ZeroSum(
        tree=form.tree,
        method=RATIONAL,
        strategy=form.strategy(plans),
        constant=constant,
        guarantee=(value, constant - value),
        nash_conv=0.0,
        iterations=0,
        reached=True,
    )


def _cells(treeplex: Treeplex) -> Iterator[tuple[int, int, int]]:
    """(row, sequence, entry) of the equations of a plan."""
    table = treeplex.equations().tocoo()
    return zip(table.row.tolist(), table.col.tolist(), table.data.astype(int).tolist(), strict=True)


def local_unit(form: SequenceForm, player: int = 0) -> float:
    """An ordinary difference of a player's payoffs: what is judged by it is not hidden by a catastrophe."""
    unit = float(ordinary(form.paid)[0, player])
    return unit or SAME * float(np.abs(form.paid).max(initial=0.0))


def finest(paid: Floats) -> float:
    """The least difference between two payoffs [end, player] of a player, beyond rounding; 0 where all are the same."""
    least = np.inf
    for column in np.sort(paid, axis=0).T:
        steps = np.diff(column)
        steps = steps[steps > SAME * np.maximum(np.abs(column[1:]), np.abs(column[:-1]))]
        least = min(least, float(steps.min(initial=np.inf)))
    return least if np.isfinite(least) else 0.0


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
