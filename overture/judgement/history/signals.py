"""What a signal says and what it is worth: a belief, a value, or an act, in each way of playing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from overture.case.history.events import as_step
from overture.case.history.schema import HistoryAct
from overture.case.schema import Named
from overture.games.measured.event import choice_at_terminals, names
from overture.games.measured.standards import ALIKE, USED
from overture.history.signal import SignalWorth, signal_worth
from overture.history.step import choices
from overture.judgement.history.chances import chance
from overture.judgement.history.judgement import SignalCard, SignalSays, SignalShare, SignalWay
from overture.judgement.history.lines import alternatives, happened
from overture.judgement.history.question import HistoryQuestion
from overture.judgement.history.ways.depends import depends


def signals(told: HistoryQuestion, steps: Sequence[HistoryAct]) -> list[SignalCard]:
    """Every signal of the case, asked after the steps of the history that come before it."""
    return [_signal(told, each, steps) for each in told.case.signals]


def _signal(told: HistoryQuestion, signal: Named, steps: Sequence[HistoryAct]) -> SignalCard:
    before = next(
        (at for at, step in enumerate(steps) if signal.move in names(step.event)), len(told.case.done)
    )
    seen_by = None
    if before < len(steps) and steps[before].seen_by is not None:
        seen_by = as_step(steps[before]).seen_by
    worth = signal_worth(
        told.tree, told.members, [as_step(each) for each in steps[:before]], signal.move, told.types, told.versus,
        seen_by=seen_by,
    )  # fmt: skip
    ways = [_way(told, worth, at, member.name) for at, member in enumerate(told.members)]
    mover = int(told.tree.set_player[told.tree.labels.set_name.index(signal.move)])
    kinds = {
        each.way: (
            each.heard,
            each.heard and _is_tied(told, at, signal.move, steps[:before]),
            *((number or 0.0) > ALIKE for number in (each.belief, each.value, each.gain)),
        )
        for at, each in enumerate(ways)
    }
    by = depends(told.options, kinds)
    heard, tied, belief, value, gain = (sum(each) for each in zip(*by.said.values(), strict=True))
    return SignalCard(
        move=signal.move,
        mover=told.tree.players[mover] if mover >= 0 else "",
        after=before,
        says=[_says(told, signal, label, steps[:before]) for label in worth.signals],
        ways=ways,
        at=by.at,
        of=by.of,
        heard=heard,
        unheard=by.of - heard,
        tied=tied,
        moves_belief=belief,
        moves_value=value,
        moves_gain=gain,
    )


def _is_tied(told: HistoryQuestion, way: int, move: str, steps: Sequence[HistoryAct]) -> bool:
    """Whether what is said after these steps is settled otherwise where ties are settled otherwise."""
    done = told.holding(each.event for each in steps)
    taken = choice_at_terminals(told.tree, move)
    found = []
    for strategy in (told.members[way].play.strategy, *told.splits[way]):
        ends = told.ends(strategy) * done
        found.append([float(ends[taken == edge].sum()) for edge in np.unique(taken[taken >= 0])])
    return bool((np.ptp(np.array(found), axis=0) > ALIKE).any())


def _says(told: HistoryQuestion, signal: Named, label: str, steps: Sequence[HistoryAct]) -> SignalSays:
    """How often it is said, by the types of each player whose type is drawn by then, after the history before it."""
    event, given = f'move("{signal.move}") == "{label}"', [each.event for each in steps]
    came = told.holding(given) & (choice_at_terminals(told.tree, signal.move) >= 0)
    shares = []
    for player, move in told.types.items():
        kinds = choices(told.tree, move)
        drawn = np.logical_or.reduce(list(kinds.values()))
        if came.any() and not (came & ~drawn).any():
            shares += [
                SignalShare(player=player, own=own, share=chance(told, event, given, own, player))
                for own in kinds
            ]
    own_words = label in told.case.phrases.get(signal.move, {})
    words = happened(told.tree, told.case, signal.move, label) if own_words else label
    return SignalSays(label=label, words=signal.words.get(label) or words, shares=shares)


def _way(told: HistoryQuestion, worth: SignalWorth, at: int, name: str) -> SignalWay:
    """The largest move of each kind of number, between any two things that may be said."""
    heard = bool((np.nan_to_num(worth.shares[at]) > USED).all())
    if not heard:
        return SignalWay(way=name, heard=False, whose=[], belief=None, value=None, gain=None, acts=[])
    sizes, whose = {"belief": 0.0, "value": 0.0, "gain": 0.0}, []
    for row in worth.rows:
        if row.member == name and row.moved and np.isfinite(row.after).all():
            size = max(row.after) - min(row.after)
            if row.kind == "belief" and size > sizes["belief"] + ALIKE:
                whose = [row.who, row.about]
            sizes[row.kind] = max(sizes[row.kind], size)
    moves = dict.fromkeys(each.move for each in worth.changes if each.member == name)
    player_of = {move: player for player, move in worth.types.items()}
    return SignalWay(
        way=name,
        heard=True,
        whose=[player_of.get(each, each) for each in whose],
        **sizes,
        acts=[alternatives(told.tree, told.case, each) for each in moves],
    )
