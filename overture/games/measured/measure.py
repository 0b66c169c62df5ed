"""What is true of a strategy on a tree: reach, belief, value, regret. No solver measures itself.

Shapes: W worlds, N nodes, A actions (the first A edges of the tree), T terminals. A *strategy* is
``[W, A]``; an action of probability zero may be given a *tremble* ``weight * eps**order``, and every
belief is then the exact limit for eps towards zero (Kreps and Wilson 1982, Econometrica 50:863-894,
section 5). Consistency thus holds by construction; what is left to check is the regret.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from overture.errors import Fault, SolveError
from overture.games.given import need_strategy, need_tree
from overture.games.measured.standards import SUM_TOLERANCE
from overture.games.tree import NO_OUTCOME, Floats, Tree
from overture.sameness import SameContent

if TYPE_CHECKING:
    import pandas as pd

    from overture.games.measured.play import Play

# Chance never trembles, so what chance excludes is less likely than any tremble of a player. The number
# is an order of epsilon: large beside any sum of tremble orders, small enough to keep its digits.
IMPOSSIBLE_ORDER = 1e6


@dataclass(frozen=True)
class Measured(SameContent):
    """What was measured, in every world.

    Attributes:
        belief: [W, N] probability of each decision node given its information set; NaN elsewhere.
        value: [W, player] expected payoff at the root.
        regret: [W, infoset] best conditional value minus the value of the strategy, on and off path.
        action_value: [W, A] conditional value of each action to its mover (all of the history paid).
        reach: [W, N] probability of each node (zero off the path).
    """

    belief: Floats
    value: Floats
    regret: Floats
    action_value: Floats
    reach: Floats

    @property
    def max_regret(self) -> Floats:
        """[W] largest conditional regret over all information sets."""
        if self.regret.shape[1] == 0:
            return np.zeros(len(self.regret))
        return np.asarray(self.regret.max(axis=1))


def odds(tree: Tree, strategy: ArrayLike) -> Floats:
    """[W, E] probability of every edge: the strategy's actions, then the branches of chance.

    Raises SolveError where the strategy has another shape, is negative, or does not sum to one.
    """
    need_strategy(strategy)
    table = np.asarray(strategy, dtype=np.float64)
    if table.ndim == 1:
        table = np.broadcast_to(table, (tree.n_worlds, len(table)))
    shape = (tree.n_worlds, tree.n_actions)
    if table.shape != shape:
        raise SolveError.of(
            "measure/shape", f"a strategy of shape {table.shape}", tree.title, f"[world, action] = {shape}"
        )
    if tree.n_infosets:
        start = tree.edge_start[: tree.n_infosets]
        sums = np.add.reduceat(table, start, axis=1)
        # Not finite means not close to one: a comparison with NaN is false.
        close = np.abs(sums - 1) <= SUM_TOLERANCE * np.maximum(1, np.diff(tree.edge_start)[: tree.n_infosets])
        bad = np.argwhere(~(close & (np.minimum.reduceat(table, start, axis=1) >= 0)))
        if len(bad):
            world, infoset = bad[0]
            told = ", ".join(
                f"{value:.6g}" for value in table[world, start[infoset] :][: _size(tree, infoset)]
            )
            raise SolveError(
                Fault(
                    "measure/strategy",
                    f"a strategy that is no probability ({told})",
                    f"{tree.title}, world {world}, {tree.labels.set_label[infoset]}",
                    "numbers of at least 0 that sum to 1 at each information set",
                )
            )
    return np.ascontiguousarray(np.concatenate([table, tree.chance], axis=1))


def reach(tree: Tree, strategy: ArrayLike) -> Floats:
    """[W, N] probability that play passes each node."""
    return _reach(tree, odds(tree, strategy))


def terminal_probability(tree: Tree, strategy: ArrayLike) -> Floats:
    """[W, T] probability of each complete history."""
    return np.ascontiguousarray(reach(tree, strategy)[:, tree.terminal])


def assess(
    tree: Tree, strategy: ArrayLike, order: ArrayLike | None = None, weight: ArrayLike | None = None
) -> Measured:
    """The certificate of a strategy, in every world.

    Args:
        tree: the game.
        strategy: [W, A] behaviour strategies (a single [A] serves every world).
        order: [W, A] tremble exponents (> 0) of actions of probability zero; default 1. Entries of
            actions that are played are ignored.
        weight: [W, A] tremble coefficients (> 0); default 1.

    Raises:
        SolveError: the strategy is no probability, or a tremble is not positive.
    """
    from overture.games.measured._measure import measure_world

    weights = odds(tree, strategy)
    worlds, actions = tree.n_worlds, tree.n_actions
    edge_order, edge_log = monomials(tree, weights, order, weight)
    belief = np.full((worlds, tree.n_nodes), np.nan)
    value = np.empty((worlds, len(tree.players)))
    regret = np.zeros((worlds, tree.n_infosets))
    action_value = np.zeros((worlds, actions))
    for world in range(worlds):
        measure_world(
            tree.n_infosets,
            tree.parent,
            tree.edge,
            tree.set_of,
            tree.outcome,
            tree.set_player,
            tree.edge_start,
            tree.member_start,
            tree.member,
            tree.payoff[world],
            weights[world],
            edge_order[world],
            edge_log[world],
            belief[world],
            value[world],
            regret[world],
            action_value[world],
        )
    return Measured(belief, value, regret, action_value, _reach(tree, weights))


def belief(
    tree: Tree, strategy: ArrayLike, order: ArrayLike | None = None, weight: ArrayLike | None = None
) -> Floats:
    """[W, N] probability of each decision node given its information set; NaN at other nodes."""
    return assess(tree, strategy, order, weight).belief


def bayes_gap(tree: Tree, strategy: ArrayLike, held: ArrayLike) -> Floats:
    """[W, infoset] largest difference between beliefs ``held`` [W, N] and Bayes' rule.

    Information sets that the strategy does not reach have no Bayes' rule and get NaN.
    """
    passing = reach(tree, strategy)
    beliefs = np.broadcast_to(np.asarray(held, dtype=np.float64), passing.shape)
    if tree.n_infosets == 0:
        return np.empty((tree.n_worlds, 0))
    start = tree.member_start[: tree.n_infosets]
    nodes = tree.member[: tree.member_start[tree.n_infosets]]
    total = np.add.reduceat(passing[:, nodes], start, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = passing[:, nodes] / total[:, tree.set_of[nodes]]
    gap = np.maximum.reduceat(np.abs(share - beliefs[:, nodes]), start, axis=1)
    return np.where(total > 0, gap, np.nan)


def nash_regret(tree: Tree, strategy: ArrayLike) -> Floats:
    """[W, player] what each player could gain by changing all of his play (nothing off the path counts).

    A small Nash regret is not enough: see the conditional regret of :func:`assess`.
    """
    from overture.games.measured._measure import best_reply_value

    weights = odds(tree, strategy)
    gain = np.empty((tree.n_worlds, len(tree.players)))
    worth = node_worth(tree, strategy)[:, 0]
    for world in range(tree.n_worlds):
        for player in range(len(tree.players)):
            best = best_reply_value(
                player,
                tree.n_infosets,
                tree.parent,
                tree.edge,
                tree.set_of,
                tree.outcome,
                tree.set_player,
                tree.edge_start,
                tree.member_start,
                tree.member,
                tree.payoff[world],
                weights[world],
            )
            gain[world, player] = max(best - worth[world, player], 0.0)
    return gain


def node_worth(tree: Tree, strategy: ArrayLike) -> Floats:
    """[W, N, player] expected payoff once play is at each node, all of the history paid."""
    from overture.games.measured._measure import node_value

    weights = odds(tree, strategy)
    worth = np.empty((tree.n_worlds, tree.n_nodes, len(tree.players)))
    for world in range(tree.n_worlds):
        node_value(
            tree.parent,
            tree.edge,
            tree.set_of,
            tree.outcome,
            tree.payoff[world],
            weights[world],
            worth[world],
        )
    return worth


def probability(
    tree: Tree,
    strategy: ArrayLike,
    event: str | NDArray[np.bool_],
    given: str | NDArray[np.bool_] | None = None,
) -> Floats:
    """[W] probability of an event, given another; NaN where that one has probability 0.

    Events are expressions over the game's own names (see :mod:`overture.games.measured.event`), or masks [T].

    Args:
        tree: the game, with its W worlds.
        strategy: [W, action], or [action] for every world.
        event: an expression, or a mask [terminal].
        given: likewise; everything if left out.

    Raises:
        TreeError: ``tree/given``: what is given is no tree.
        SolveError: the strategy has another shape, is negative, or does not sum to one.
    """
    from overture.games.measured.event import mask

    need_tree(tree, worlds=0)
    inside = mask(tree, event) if isinstance(event, str) else event
    ends = terminal_probability(tree, strategy)
    if given is None:
        return np.asarray(ends[:, inside].sum(axis=1))
    known = mask(tree, given) if isinstance(given, str) else given
    condition = ends[:, known].sum(axis=1)
    both = ends[:, inside & known].sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(condition > 0, both / condition, np.nan)


def value_by(tree: Tree, strategy: ArrayLike, event: NDArray[np.bool_]) -> Floats:
    """[W, player] expected payoff given an event (a mask [T]); NaN where the event has probability 0."""
    ends = terminal_probability(tree, strategy) * event
    total = ends.sum(axis=1, keepdims=True)
    paid = terminal_payoff(tree)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(total > 0, np.einsum("wt,wtp->wp", ends, paid) / total, np.nan)


def apart(tree: Tree, one: ArrayLike, other: ArrayLike) -> Floats:
    """[W] how far two strategies are apart: the largest difference between the probabilities of a complete history."""
    gap = terminal_probability(tree, one) - terminal_probability(tree, other)
    return np.asarray(np.abs(gap).max(axis=1, initial=0.0))


def expected(tree: Tree, strategy: ArrayLike) -> Floats:
    """[W, player] expected payoff at the root."""
    return np.asarray((terminal_probability(tree, strategy)[:, :, None] * terminal_payoff(tree)).sum(axis=1))


def terminal_payoff(tree: Tree) -> Floats:
    """[W, T, player] everything paid along each complete history."""
    from overture.games.measured._measure import world_paid

    end = tree.terminal
    result = np.empty((tree.n_worlds, len(end), len(tree.players)))
    paid = np.empty((tree.n_nodes, len(tree.players)))
    for world in range(tree.n_worlds):
        world_paid(tree.parent, tree.outcome, tree.payoff[world], paid)
        result[world] = paid[end]
    return result


def with_payoffs(tree: Tree, paid: Floats) -> Tree:
    """The same game with everything paid at the ends, and these payoffs: ``paid`` [W, T, player]."""
    outcome = np.full(tree.n_nodes, NO_OUTCOME, dtype=np.int32)
    outcome[tree.terminal] = np.arange(len(tree.terminal), dtype=np.int32)
    labels = replace(tree.labels, outcome=(), outcome_number=())
    return replace(tree, outcome=outcome, payoff=np.ascontiguousarray(paid), labels=labels, exact=None)


def payoff_range(tree: Tree) -> Floats:
    """[W, player] largest minus smallest payoff over complete histories: the unit of regret."""
    paid = terminal_payoff(tree)
    return np.asarray(paid.max(axis=1) - paid.min(axis=1))


def expected_size(tree: Tree, reach: Floats) -> Floats:
    """[W, player] expected size of what is paid, gains and losses alike: beside it a value of 1e-17 is rounding.

    ``reach`` [W, N]: probability that play passes each node. Payoffs at which play does not arrive do not count,
    however large they are.
    """
    return np.asarray((reach[:, tree.terminal, None] * np.abs(terminal_payoff(tree))).sum(axis=1))


def frame(tree: Tree, measured: Measured, strategy: ArrayLike, world: int = 0) -> pd.DataFrame:
    """One row per action of ``world``: player, information set, action, probability, value, regret."""
    import pandas as pd

    table = np.broadcast_to(np.asarray(strategy), (tree.n_worlds, tree.n_actions))
    sets = tree.infoset_of_action
    labels = tree.labels
    return pd.DataFrame(
        {
            "player": [tree.players[tree.set_player[s]] for s in sets],
            "number": [labels.set_number[s] for s in sets],
            "infoset": [labels.set_label[s] for s in sets],
            "action": list(labels.edge[: tree.n_actions]),
            "strategy": table[world],
            "value": measured.action_value[world],
            "regret": measured.regret[world][sets],
        }
    )


def _size(tree: Tree, infoset: int) -> int:
    return int(tree.edge_start[infoset + 1] - tree.edge_start[infoset])


def monomials(
    tree: Tree, weights: Floats, order: ArrayLike | None, weight: ArrayLike | None
) -> tuple[Floats, Floats]:
    """[W, E] order and log coefficient of every edge: it is taken with a chance of ``coefficient * eps**order``.

    ``weights`` [W, E] are those of :func:`odds`, ``order`` and ``weight`` trembles as in :func:`assess`. What is played
    has order 0 and its probability as coefficient, what chance excludes has ``IMPOSSIBLE_ORDER``.
    Raises SolveError where a tremble is not positive.
    """
    worlds, actions = tree.n_worlds, tree.n_actions
    played = weights > 0
    edge_order = np.where(played, 0.0, IMPOSSIBLE_ORDER)
    coefficient = np.where(played, weights, 1.0)
    never = ~played[:, :actions]
    power = np.broadcast_to(np.asarray(1.0 if order is None else order, np.float64), (worlds, actions))
    size = np.broadcast_to(np.asarray(1.0 if weight is None else weight, np.float64), (worlds, actions))
    if not (np.all(power[never] > 0) and np.all(size[never] > 0)):
        raise SolveError.of(
            "measure/tremble",
            "a tremble that is not positive",
            tree.title,
            "for each action of probability zero, weight * eps**order with weight > 0 and order > 0",
        )
    edge_order[:, :actions][never] = power[never]
    coefficient[:, :actions][never] = size[never]
    return edge_order, np.log(coefficient)


def terminal_monomials(tree: Tree, play: Play) -> tuple[Floats, Floats]:
    """[W, T] order and log coefficient of the chance of each complete history: ``coefficient * eps**order``.

    The arguments and errors of :func:`assess`.
    """
    from overture.games.measured._measure import monomial_reach

    strategy, order, weight = play
    edge_order, edge_log = monomials(tree, odds(tree, strategy), order, weight)
    end = tree.terminal
    result = np.empty((2, tree.n_worlds, len(end)))
    nodes = np.empty((2, tree.n_nodes))
    for world in range(tree.n_worlds):
        monomial_reach(tree.parent, tree.edge, edge_order[world], edge_log[world], nodes[0], nodes[1])
        result[:, world] = nodes[:, end]
    return result[0], result[1]


def _reach(tree: Tree, weights: Floats) -> Floats:
    """[W, N] products of ``weights`` [W, E] along the path to each node."""
    from overture.games.measured._measure import world_reach

    result = np.empty((tree.n_worlds, tree.n_nodes))
    for world in range(tree.n_worlds):
        world_reach(tree.parent, tree.edge, weights[world], result[world])
    return result
