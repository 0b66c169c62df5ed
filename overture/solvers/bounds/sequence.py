"""The sequence form: a game as linear as its tree is long, however many strategies it has.

A player's *sequence* is what he has done on the way to a node: an own action and all own actions
before it; sequence 0 is to have done nothing yet. Under perfect recall the probability that a player
gives to a sequence, his *realisation plan*, is subject to linear equations only, and expected payoffs
are linear in each player's plan. Source: von Stengel 1996, Games and Economic Behavior 14:220-246;
Koller, Megiddo and von Stengel 1996, Games and Economic Behavior 14:247-259.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix

from overture.errors import Fault, SolveError
from overture.games.measured.measure import terminal_payoff
from overture.games.tree import Floats, Ints, Tree


@dataclass(frozen=True)
class Treeplex:
    """One player's information sets and sequences. I information sets, S sequences.

    Attributes:
        infoset: [I] the sets of the tree, in their order: a set comes after those that lead to it.
        parent: [I] the sequence by which each is reached.
        start: [I + 1] the sequences of set i are ``start[i]:start[i + 1]``; ``start[0]`` is 1.
        action: [S - 1] the action of the tree that ends sequence s, at ``s - 1``.
    """

    infoset: Ints
    parent: Ints
    start: Ints
    action: Ints

    @property
    def n_sequences(self) -> int:
        return len(self.action) + 1

    def plan(self, strategy: Floats) -> Floats:
        """[S] realisation plan of a behaviour strategy [A] of the tree."""
        from overture.solvers.bounds._sequence import plan_of

        probability = np.ones(self.n_sequences)
        probability[1:] = strategy[self.action]
        plan = np.empty(self.n_sequences)
        plan_of(self.parent, self.start, probability, plan)
        return plan

    def behaviour(self, plan: Floats) -> Floats:
        """[S - 1] behaviour of a realisation plan, action by action; uniform where the plan never comes."""
        from overture.solvers.bounds._sequence import behaviour_of

        probability = np.empty(self.n_sequences)
        behaviour_of(self.parent, self.start, np.asarray(plan, dtype=np.float64), probability)
        return probability[1:]

    def best(self, gain: Floats) -> float:
        """The most that any plan makes of a gain [S] per sequence."""
        from overture.solvers.bounds._sequence import best_plan_value

        return float(best_plan_value(self.parent, self.start, np.array(gain, dtype=np.float64)))

    def equations(self) -> csr_matrix:
        """[I + 1, S] the equations of a plan: row 0 says plan[0] = 1, row i + 1 that set i adds up to its parent."""
        sizes = np.diff(self.start)
        rows = np.concatenate(
            ([0], np.repeat(np.arange(1, len(sizes) + 1), sizes), np.arange(1, len(sizes) + 1))
        )
        columns = np.concatenate((np.arange(self.n_sequences), self.parent))
        data = np.concatenate((np.ones(self.n_sequences), -np.ones(len(sizes))))
        return coo_matrix((data, (rows, columns)), shape=(len(sizes) + 1, self.n_sequences)).tocsr()


@dataclass(frozen=True)
class SequenceForm:
    """A tree as sequences of its players.

    Attributes:
        tree: the game.
        treeplex: one per player.
        end: [T, player] each player's last sequence before each end.
        chance: [W, T] what chance contributes to the probability of each end.
        paid: [W, T, player] all that is paid on each complete history.
    """

    tree: Tree
    treeplex: tuple[Treeplex, ...]
    end: Ints
    chance: Floats = field(repr=False)
    paid: Floats = field(repr=False)

    def payoff_matrix(self, player: int, row: int = 0, column: int = 1, world: int = 0) -> csr_matrix:
        """[S of ``row``, S of ``column``] expected payoff of ``player``, chance folded in (two players).

        Histories that chance excludes are left out, zeros that were paid are kept: they are payoffs.
        """
        weight = self.chance[world]
        live = weight > 0
        shape = (self.treeplex[row].n_sequences, self.treeplex[column].n_sequences)
        data = weight[live] * self.paid[world, live, player]
        return coo_matrix((data, (self.end[live, row], self.end[live, column])), shape=shape).tocsr()

    def strategy(self, plans: tuple[Floats, ...]) -> Floats:
        """[A] the behaviour strategies of one plan per player."""
        result = np.empty(self.tree.n_actions)
        for treeplex, plan in zip(self.treeplex, plans, strict=True):
            result[treeplex.action] = treeplex.behaviour(plan)
        return result


def sequence_form(tree: Tree) -> SequenceForm:
    """The sequence form of a tree.

    Raises:
        SolveError: a player forgets what he did (a tree that has passed :func:`overture.games.check.check`
            has perfect recall; arrays made by hand may not).
    """
    from overture.solvers.bounds._sequence import chance_reach, last_sequences

    sets = tree.set_player[: tree.n_infosets]
    first = tree.member[tree.member_start[: tree.n_infosets]]
    owner = sets[tree.infoset_of_action]
    sequence = np.zeros(tree.n_edges, dtype=np.int32)
    for player in range(len(tree.players)):
        own = np.flatnonzero(owner == player)
        sequence[own] = np.arange(1, len(own) + 1)
    last = np.empty((tree.n_nodes, len(tree.players)), dtype=np.int32)
    last_sequences(tree.parent, tree.edge, sequence, tree.set_player, tree.set_of, last)
    _recalled(tree, last)
    treeplexes = []
    for player in range(len(tree.players)):
        own_sets = np.flatnonzero(sets == player).astype(np.int32)
        sizes = np.diff(tree.edge_start)[own_sets]
        treeplexes.append(
            Treeplex(
                infoset=own_sets,
                parent=last[first[own_sets], player],
                start=np.concatenate(([1], 1 + np.cumsum(sizes))).astype(np.int32),
                action=np.flatnonzero(owner == player).astype(np.int32),
            )
        )
    end = tree.terminal
    chance = np.empty((tree.n_worlds, len(end)))
    reach = np.empty(tree.n_nodes)
    for world in range(tree.n_worlds):
        chance_reach(tree.parent, tree.edge, tree.n_actions, tree.chance[world], reach)
        chance[world] = reach[end]
    return SequenceForm(tree, tuple(treeplexes), last[end], chance, terminal_payoff(tree))


def _recalled(tree: Tree, last: Ints) -> None:
    """Raise where nodes of one information set follow different own pasts."""
    nodes = tree.member[: tree.member_start[tree.n_infosets]]
    sets = tree.set_of[nodes]
    past = last[nodes, tree.set_player[sets]]
    first = past[tree.member_start[:-1][sets]] if len(nodes) else past
    bad = np.unique(sets[past != first])
    SolveError.raise_any(
        Fault(
            "sequence/recall",
            f"{tree.players[tree.set_player[at]]} does not remember there what he did before",
            f"{tree.title}, {tree.labels.set_label[at]}",
            "perfect recall: nodes of one information set follow the same own past",
            "split the information set by the player's own past",
        )
        for at in bad[:10].tolist()
    )
