"""What every part of the judgement is asked of: the case, its tree and the ways of playing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from overture.case.history.events import as_step
from overture.case.history.schema import HistoryAct, HistoryCase
from overture.games.measured.event import Mask, mask
from overture.games.measured.measure import payoff_range, terminal_probability
from overture.games.measured.standards import USED
from overture.games.tree import CHANCE, Floats, Ints, Tree
from overture.history.histories import histories
from overture.history.members import NamedPlay
from overture.history.step import HistoryStep
from overture.history.table import HistoryTable
from overture.judgement.history.ways.depends import WayOptions
from overture.judgement.history.ways.spread import Spread, spread


@dataclass(frozen=True)
class HistoryQuestion:
    """The case, its tree and the ways of playing: what every part of the judgement is asked of.

    ``splits``: for each member the strategies [A] in which ties that decide nothing are settled otherwise. ``options``: of
    each member by joint.
    """

    case: HistoryCase
    tree: Tree
    members: tuple[NamedPlay, ...]
    splits: tuple[tuple[Floats, ...], ...]
    options: WayOptions

    @property
    def types(self) -> dict[str, str]:
        """Player -> the move that draws his type."""
        return {player: side.move for player, side in self.case.sides.items()}

    def holding(self, events: Iterable[str]) -> Mask:
        """[terminal] the complete histories in all of these events."""
        return np.asarray(
            np.logical_and.reduce(
                [np.ones(len(self.tree.terminal), bool), *(mask(self.tree, each) for each in events)]
            )
        )

    def ends(self, strategy: Floats) -> Floats:
        """[terminal] how likely each complete history is under a strategy [A]."""
        return np.asarray(terminal_probability(self.tree, np.reshape(strategy, (1, -1)))[0])

    @cached_property
    def ends_of(self) -> dict[str, Floats]:
        """Way -> [terminal] how likely each complete history is."""
        return {member.name: self.ends(member.play.strategy) for member in self.members}

    @cached_property
    def makes(self) -> dict[str, bool]:
        """Way -> whether it makes what was done happen."""
        done = self.holding(each.event for each in self.case.done)
        return {name: float(ends[done].sum()) > USED for name, ends in self.ends_of.items()}

    def given(self, condition: Mask, event: Mask) -> Spread:
        """How likely an event is where a condition holds; over all ways the mixture is conditioned once.

        A way in which the condition does not happen has no number.

        Args:
            condition, event: [terminal].
        """
        inside = condition & event
        by_way: dict[str, float | None] = {}
        total = both = 0.0
        for member in self.members:
            ends = self.ends_of[member.name]
            known, held = float(ends[condition].sum()), float(ends[inside].sum())
            by_way[member.name] = held / known if known > USED else None
            total, both = total + float(member.weight) * known, both + float(member.weight) * held
        return spread(by_way, both / total if total > USED else None)

    @cached_property
    def depth(self) -> dict[str, Ints]:
        """Move -> [terminal] how deep it lies on each complete history, where it was made last; -1 where it was not."""
        tree = self.tree
        moves = list(dict.fromkeys(tree.labels.set_name))
        move_of = np.array([moves.index(name) for name in tree.labels.set_name])
        deep = np.zeros(tree.n_nodes, np.int32)
        last = np.full((tree.n_nodes, len(moves)), -1, np.int32)
        for node in range(1, tree.n_nodes):  # nodes stand in depth-first order
            above = int(tree.parent[node])
            deep[node] = deep[above] + 1
            last[node] = last[above]
            last[node, move_of[tree.set_of[above]]] = deep[above]
        return {name: last[tree.terminal, at] for at, name in enumerate(moves)}

    def by_chance(self, move: str) -> bool:
        """Whether chance alone makes a move."""
        labels = self.tree.labels
        return all(
            self.tree.set_player[at] == CHANCE for at, name in enumerate(labels.set_name) if name == move
        )

    def unit(self, player: str) -> float:
        """The range of the payoffs of a player."""
        return float(payoff_range(self.tree)[0, self.tree.players.index(player)])

    @property
    def versus(self) -> tuple[HistoryStep, HistoryStep] | None:
        given = self.case.versus
        if given is None:
            return None
        return HistoryStep(given.first.words, given.first.event), HistoryStep(
            given.second.words, given.second.event
        )

    def table(self, steps: Sequence[HistoryAct]) -> HistoryTable:
        return histories(self.tree, self.members, [as_step(each) for each in steps], self.types, self.versus)
