"""A rivalry without an end: deals that are offered, cheated on and broken, while hidden gains make one side stronger.

In each period the leader may offer a deal to whoever holds office on the other side (X, who is amenable, or Y, who is wary);
the holder accepts or rejects. Under a deal the leader complies or cheats, which only he sees; an alarm comes by chance, more
often after cheating; after an alarm the holder holds or snaps back, which ends the deal. The state is public at the
beginning of each period: how strong the leader is, whether a deal is in force, who holds office. A period without a deal,
and a cheat that was not snapped back, may make the leader stronger; strength is never lost, so each strength is a level.

An accepted deal goes on in the same period as one that is in force, so conduct and answers to alarms are the same whether the
deal is new or old. The form is that of a directional dynamic game (Iskhakov, Rust and Schjerning 2016, Review of Economic
Studies 83:658-703) with a hidden act in each stage; the numbers are choices.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any, NamedTuple

from overture.games.telling.language import chance, move
from overture.rivalry.stage import stage

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

LEADER, X, Y = "Leader", "X", "Y"
DISCOUNT = 0.9
STRONGEST = 8

# Defaults, all of them choices. The unit is what a deal that is kept is worth to the leader in a period.
DEFAULTS: dict[str, float] = {
    "growth": 0.3,  # chance that the leader grows stronger in a period without a deal
    "covert": 0.6,  # and by a cheat that was not snapped back
    "turnover": 0.25,  # chance that the holder of office changes at the end of a period
    "strength": 0.12,  # what a unit of strength is worth to the leader in each period
    "burden": 0.06,  # and what it costs X and Y, in office or not
    "relief": 1.0,  # what the deal is worth to the leader
    "effort": 0.1,  # what cheating costs him
    "exposure": 0.5,  # what it costs him to be snapped back for a cheat
    "left": 0.4,  # the part of a deal that is had before it is snapped back
    "kept": 1.0,  # what a deal that is kept is worth to the holder
    "cost_X": 0.15,  # what the deal costs X
    "cost_Y": 0.5,  # and Y
    "snap_X": 0.4,  # what snapping back costs X
    "snap_Y": 0.05,  # and Y
    "alarm": 0.5,  # chance of an alarm after cheating
    "false_alarm": 0.05,  # and after compliance
    "snub": 0.02,  # what a rejected offer costs the leader
}


class RivalryState(NamedTuple):
    """What both sides know at the beginning of a period."""

    strength: int
    deal: bool
    holder: str


START = RivalryState(0, False, X)


@stage(LEADER, X, Y, title="rivalry")
def rivalry(
    p: Parameters, state: RivalryState, *, strongest: int = STRONGEST
) -> Generator[Any, Any, tuple[Any, ...]]:
    """One period; ``shape(strongest=)`` sets how strong the leader may become."""
    holder = state.holder
    background = {
        LEADER: p.strength * state.strength,
        X: -p.burden * state.strength,
        Y: -p.burden * state.strength,
    }
    if not state.deal:
        offer = yield move(LEADER, "offer", ("offer", "none"))
        answer = (yield move(holder, "answer", ("accept", "reject"))) if offer == "offer" else "none"
        if answer == "accept":
            return dict.fromkeys((LEADER, X, Y), 0.0), state._replace(deal=True), 0
        paid = {**background, LEADER: background[LEADER] - (p.snub if answer == "reject" else 0.0)}
        return paid, _next(p, state, False, p.growth, strongest)
    conduct = yield move(LEADER, "conduct", ("comply", "cheat"), seen_by=())
    cheats = conduct == "cheat"
    odds = p.alarm if cheats else p.false_alarm
    alarm = yield chance("inspection", {"alarm": odds, "clean": 1 - odds})
    snaps = alarm == "alarm" and (yield move(holder, "reply", ("hold", "snap"))) == "snap"
    part = p.left if snaps else 1.0
    cost, trouble = (p.cost_X, p.snap_X) if holder == X else (p.cost_Y, p.snap_Y)
    won = part * p.relief - (p.effort if cheats else 0.0) - (p.exposure if cheats and snaps else 0.0)
    held = part * ((0.0 if cheats else p.kept) - cost) - (trouble if snaps else 0.0)
    paid = {**background, LEADER: background[LEADER] + won, holder: background[holder] + held}
    return paid, _next(p, state, not snaps, p.covert if cheats and not snaps else 0.0, strongest)


def _next(
    p: Parameters, state: RivalryState, deal: bool, growth: Any, strongest: int
) -> dict[RivalryState, Any]:
    """The odds of the next states: growth and a change of the holder are drawn independently."""
    grown = min(state.strength + 1, strongest)
    other = Y if state.holder == X else X
    odds: dict[RivalryState, Any] = {}
    for strength, chance_of_strength in ((grown, growth), (state.strength, 1 - growth)):
        for holder, chance_of_holder in ((other, p.turnover), (state.holder, 1 - p.turnover)):
            after = RivalryState(strength, deal, holder)
            odds[after] = odds.get(after, 0.0) + chance_of_strength * chance_of_holder
    return odds
