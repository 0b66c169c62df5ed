"""Counterfactual regret minimisation as the papers write it: a recursion on histories, dictionaries, no arrays."""

from __future__ import annotations

import numpy as np

from overture.games.measured.measure import terminal_payoff
from overture.games.tree import Floats, Tree


class Learner:
    """Two players who learn in turn. Sets are numbers of the tree; values are to the first player."""

    def __init__(self, tree: Tree, method: str) -> None:
        self.tree = tree
        self.method = method
        self.children: dict[int, list[tuple[int, int]]] = {}
        for node in range(1, tree.n_nodes):
            self.children.setdefault(int(tree.parent[node]), []).append((int(tree.edge[node]), node))
        self.paid = dict(zip(tree.terminal.tolist(), terminal_payoff(tree)[0, :, 0].tolist(), strict=True))
        edges = range(tree.n_actions)
        self.owner = {edge: int(tree.set_player[tree.infoset_of_action[edge]]) for edge in edges}
        self.play = {edge: 1.0 / len(self.siblings(edge)) for edge in edges}
        self.regret = dict.fromkeys(edges, 0.0)
        self.last = dict.fromkeys(edges, 0.0)
        self.total = dict.fromkeys(edges, 0.0)

    def siblings(self, edge: int) -> range:
        at = int(self.tree.infoset_of_action[edge])
        return range(int(self.tree.edge_start[at]), int(self.tree.edge_start[at + 1]))

    def odds(self, edge: int) -> float:
        if edge < self.tree.n_actions:
            return self.play[edge]
        return float(self.tree.chance[0, edge - self.tree.n_actions])

    def walk(self, node: int, player: int, others: float, gain: dict[int, float]) -> float:
        """Value of a node to ``player``; adds the counterfactual value of his actions to ``gain``."""
        if node in self.paid:
            return self.paid[node] if player == 0 else -self.paid[node]
        mine = self.tree.set_player[self.tree.set_of[node]] == player
        value = 0.0
        for edge, child in self.children[node]:
            below = self.walk(child, player, others if mine else others * self.odds(edge), gain)
            value += self.odds(edge) * below
            if mine:
                gain[edge] += others * below
        return value

    def average(self, node: int, player: int, own: float, share: float, done: set[int]) -> None:
        """Add the own reach of each action of ``player`` to his total, once a set."""
        at = int(self.tree.set_of[node])
        for edge, child in self.children.get(node, []):
            mine = self.tree.set_player[at] == player
            reach = own * self.play[edge] if mine else own
            if mine and edge not in done:
                done.add(edge)
                self.total[edge] += share * reach
            self.average(child, player, reach, share, done)

    def learn(self, player: int, step: int) -> None:
        gain = dict.fromkeys(self.regret, 0.0)
        self.walk(0, player, 1.0, gain)
        own = [edge for edge in self.regret if self.owner[edge] == player]
        mean = {edge: sum(self.play[each] * gain[each] for each in self.siblings(edge)) for edge in own}
        for edge in own:
            more = gain[edge] - mean[edge]
            if self.method == "discounted":
                power = 1.5 if self.regret[edge] > 0 else 0.0
                self.regret[edge] = self.regret[edge] * step**power / (step**power + 1) + more
            else:
                self.regret[edge] = max(self.regret[edge] + more, 0.0)
                self.last[edge] = more
        expected = {
            edge: max(self.regret[edge] + (self.last[edge] if self.method == "predictive" else 0.0), 0.0)
            for edge in own
        }
        for edge in own:
            whole = sum(expected[each] for each in self.siblings(edge))
            self.play[edge] = expected[edge] / whole if whole else 1.0 / len(self.siblings(edge))
        weight = step if self.method == "cfr+" else step**2
        self.average(0, player, 1.0, weight, set())


def learn(tree: Tree, method: str, passes: int) -> Floats:
    """[action] average behaviour after some passes."""
    learner = Learner(tree, method)
    for step in range(1, passes + 1):
        for player in (0, 1):
            learner.learn(player, step)
    result = np.empty(tree.n_actions)
    for edge in range(tree.n_actions):
        whole = sum(learner.total[each] for each in learner.siblings(edge))
        result[edge] = learner.total[edge] / whole if whole else 1.0 / len(learner.siblings(edge))
    return result
