"""A history, step by step: chance, beliefs and gains in each way of playing and over all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from overture.case.history.schema import HistoryAct
from overture.games.measured.standards import ALIKE
from overture.history.members import ALL
from overture.history.table import BeliefRow, GainRow, HistoryTable
from overture.judgement.history.compare import compared
from overture.judgement.history.judgement import Belief, HistoryCard, StepCard, Worth
from overture.judgement.history.private import Knowing
from overture.judgement.history.question import HistoryQuestion
from overture.judgement.history.ways.depends import among
from overture.judgement.history.ways.spread import number, spread


def history(told: HistoryQuestion, name: str, steps: Sequence[HistoryAct], happened: int) -> HistoryCard:
    """The card of a history, of which the first ``happened`` steps were done."""
    table, knowing = told.table(steps), Knowing(told, steps)
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
                beliefs=beliefs(table, knowing, at),
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


def beliefs(table: HistoryTable, knowing: Knowing, step: int) -> list[Belief]:
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
        over, apart = knowing.apart(of, own, step, about, label)
        found.append(
            Belief(
                of=of,
                own=own,
                about=player_of[about],
                label=label,
                probability=spread(numbers, over_all),
                over=over,
                apart=apart,
            )
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
