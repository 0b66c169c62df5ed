"""What a signal says and what it is worth: a belief, a value, or an act, in each way of playing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from overture.case.history.load import as_step
from overture.case.history.schema import HistoryAct
from overture.case.schema import Named
from overture.case.written import choices
from overture.games.measured.event import names
from overture.games.measured.standards import ALIKE
from overture.history.signal import SignalWorth, signal_worth
from overture.judgement.history.along import HistoryQuestion
from overture.judgement.history.chances import chance
from overture.judgement.history.judgement import SignalCard, SignalSays, SignalShare, SignalWay


def signals(told: HistoryQuestion, steps: Sequence[HistoryAct]) -> list[SignalCard]:
    """Every signal of the case, asked after the steps of the history that come before it."""
    return [_signal(told, each, steps) for each in told.case.signals]


def _signal(told: HistoryQuestion, signal: Named, steps: Sequence[HistoryAct]) -> SignalCard:
    before = next((at for at, step in enumerate(steps) if signal.move in names(step.event)), len(steps))
    seen_by = None
    if before < len(steps) and steps[before].seen_by is not None:
        seen_by = as_step(steps[before]).seen_by
    worth = signal_worth(
        told.tree, told.members, [as_step(each) for each in steps[:before]], signal.move, told.types, told.versus,
        seen_by=seen_by,
    )  # fmt: skip
    ways = [_way(worth, member.name) for member in told.members]
    at = told.tree.labels.set_name.index(signal.move)
    mover = int(told.tree.set_player[at])
    return SignalCard(
        move=signal.move,
        mover=told.tree.players[mover] if mover >= 0 else "",
        after=before,
        says=[_says(told, signal, label, steps[:before]) for label in worth.signals],
        ways=ways,
        moves_belief=sum(each.belief > ALIKE for each in ways),
        moves_value=sum(each.value > ALIKE for each in ways),
        moves_gain=sum(each.gain > ALIKE for each in ways),
    )


def _says(told: HistoryQuestion, signal: Named, label: str, steps: Sequence[HistoryAct]) -> SignalSays:
    """How often it is said, by each type of the adversary, after the history before it."""
    event, given = f'move("{signal.move}") == "{label}"', [each.event for each in steps]
    shares = [
        SignalShare(own=own, share=chance(told, event, given, own))
        for own in ("", *choices(told.tree, told.case.sides[told.case.adversary].move))
    ]
    return SignalSays(label=label, words=signal.words.get(label, label), shares=shares)


def _way(worth: SignalWorth, name: str) -> SignalWay:
    """The largest move of each kind of number, between any two things that may be said."""
    sizes, whose = {"belief": 0.0, "value": 0.0, "gain": 0.0}, []
    for row in worth.rows:
        if row.member == name and row.moved and np.isfinite(row.after).all():
            size = max(row.after) - min(row.after)
            if row.kind == "belief" and size > sizes["belief"] + ALIKE:
                whose = [row.who, row.about]
            sizes[row.kind] = max(sizes[row.kind], size)
    acts = dict.fromkeys(f"{each.player}: {each.move}" for each in worth.changes if each.member == name)
    player_of = {move: player for player, move in worth.types.items()}
    return SignalWay(way=name, whose=[player_of.get(each, each) for each in whose], **sizes, acts=list(acts))
