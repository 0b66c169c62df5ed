"""A history, step by step: chance, beliefs and gains in each way of playing and over all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from overture.case.history.events import as_step
from overture.case.history.schema import HistoryAct, HistoryCase
from overture.games.measured.event import Mask, mask
from overture.games.measured.measure import payoff_range, terminal_probability
from overture.games.measured.standards import ALIKE, USED
from overture.games.tree import Floats, Tree
from overture.history.histories import histories
from overture.history.members import ALL, NamedPlay
from overture.history.step import HistoryStep
from overture.history.table import BeliefRow, GainRow, HistoryTable
from overture.judgement.history.compare import compared
from overture.judgement.history.judgement import Belief, HistoryCard, StepCard, Worth
from overture.judgement.history.ways.depends import WayOptions, among
from overture.judgement.history.ways.spread import number, spread


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


def history(told: HistoryQuestion, name: str, steps: Sequence[HistoryAct], happened: int) -> HistoryCard:
    """The card of a history, of which the first ``happened`` steps were done."""
    table = told.table(steps)
    cards = []
    for at in range(len(steps) + 1):
        step = steps[at - 1] if at else None
        cards.append(
            StepCard(
                words=table.words(at),
                event=step.event if step else "",
                by=step.by if step else "",
                why=step.why if step else "",
                happened=at <= happened,
                chance=spread({way: table.chance(at, way) for way in table.names}, table.chance(at)),
                beliefs=beliefs(table, at),
                gains=gains(table, at),
                **_tied(told, [each.event for each in steps[:at]]),
            )
        )
    last = happened or len(steps)
    asked = max((at for at in range(last + 1) if cards[at].gains), default=last)
    own = {row.own: row.gain for row in cards[asked].gains if row.player == told.case.adversary and row.own}
    return HistoryCard(
        name=name, steps=cards, asked=asked, wants=compared(own, told.options, told.unit(told.case.adversary))
    )


def _tied(told: HistoryQuestion, events: Sequence[str]) -> dict[str, Any]:
    """With how many options the chance of these events hangs on how ties are settled, and between which numbers."""
    inside = told.holding(events)
    moved, ends = {}, []
    for member, others in zip(told.members, told.splits, strict=True):
        every = [told.ends_of[member.name], *(told.ends(each) for each in others)]
        chances = [float(each[inside].sum()) for each in every]
        moved[member.name] = max(chances) - min(chances) > ALIKE
        ends += chances if moved[member.name] else []
    return {
        "tied": among(told.options, moved),
        "tied_low": number(min(ends, default=None)),
        "tied_high": number(max(ends, default=None)),
    }


def beliefs(table: HistoryTable, step: int) -> list[Belief]:
    """What everybody believes after so many steps; null where what he sees is off the path."""
    rows: dict[tuple[str, str, str, str], dict[str, BeliefRow]] = {}
    for each in table.beliefs:
        if each.step == step:
            rows.setdefault((each.observer, each.own, each.about, each.choice), {})[each.member] = each
    player_of = {move: player for player, move in table.types.items()}
    found = []
    for (of, own, about, label), by_way in rows.items():
        numbers = {name: row.probability if row.reached else None for name, row in by_way.items()}
        over_all = numbers.pop(ALL, None)
        found.append(
            Belief(of=of, own=own, about=player_of[about], label=label, probability=spread(numbers, over_all))
        )
    return found


def gains(table: HistoryTable, step: int) -> list[Worth]:
    """What the first event of ``versus`` is worth over the second, after so many steps."""
    rows: dict[tuple[str, str], dict[str, GainRow]] = {}
    for each in table.gains:
        if each.step == step:
            rows.setdefault((each.player, each.own), {})[each.member] = each
    found = []
    for (player, own), by_way in rows.items():
        numbers = {name: row.gain if row.reached else None for name, row in by_way.items()}
        over_all = numbers.pop(ALL, None)
        found.append(Worth(player=player, own=own, gain=spread(numbers, over_all)))
    return found
