"""A crisis in periods: an offer, an answer, a hidden act, a noisy alarm, a punishment; then again.

A sender of two kinds (*keen* values the deal, *false* gains by cheating on it) faces a receiver of two
kinds (a *dove* pays more for punishing than a *hawk*). In each period the sender holds or offers; the
receiver accepts or rejects; if there is a deal the sender complies or cheats, which only he sees; an
alarm sounds by chance, more often after cheating; after an alarm the receiver punishes or tolerates.
Whatever happens, the next period follows. Every cheat that was not punished shifts the balance at the
end. With ``T`` periods the tree has ``8**(T + 1) - 1`` nodes.

This is the test bed for large trees: play that is never reached, mixing in most periods and turning
points of the logit path all occur. The form follows the finitely repeated crises of the reputation
literature (Kreps and Wilson 1982, Journal of Economic Theory 27:253-279); the numbers are choices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

TOPICS = ("reputation", "inspection")

SENDER = "Sender"
RECEIVER = "Receiver"

# Defaults, all of them choices, so that the false sender mixes: with two periods he cheats with about an
# eighth, a dove punishes about every second alarm, and everybody offers and accepts. A period without a
# deal costs the sender 1: the unit.
DEFAULTS: dict[str, float] = {
    "false": 0.5,  # prior probability of a sender who gains by cheating
    "hawk": 0.5,  # prior probability of a receiver to whom punishing is cheap
    "patience": 0.9,  # discount factor of a period
    "idle": 0.5,  # what a period without a deal costs the receiver
    "deal": 1.0,  # what a deal is worth to the sender
    "kept": 1.5,  # what a deal that is kept is worth to the receiver
    "broken": 0.5,  # what a deal that is broken costs him
    "gain": 1.2,  # what cheating is worth to a false sender
    "shame": 0.8,  # and costs a keen one
    "alarm": 0.6,  # chance of an alarm after cheating
    "slip": 0.1,  # and after compliance
    "penalty": 3.6,  # what punishment costs the sender
    "redress": 1.0,  # what punishing a cheat gives the receiver back
    "dove_cost": 0.35,  # what punishing costs a dove
    "hawk_cost": 0.1,  # and a hawk
    "shift": 0.2,  # at the end, for every cheat that was not punished: to the sender, from the receiver
}

# Other numbers with the same form: the logit path of these turns back many times.
HARD: dict[str, float] = {
    **DEFAULTS,
    "broken": 1.0,
    "penalty": 2.0,
    "dove_cost": 0.6,
    "hawk_cost": 0.2,
    "shift": 0.3,
}


@game(SENDER, RECEIVER, title="crisis in periods")
def crisis(p: Parameters, *, periods: int = 2) -> Telling:
    """The game over ``periods`` periods."""
    kind = yield chance("sender kind", {"keen": 1 - p.false, "false": p.false}, seen_by=SENDER)
    temper = yield chance("receiver kind", {"dove": 1 - p.hawk, "hawk": p.hawk}, seen_by=RECEIVER)
    taste = p.gain if kind == "false" else -p.shame
    cost = p.hawk_cost if temper == "hawk" else p.dove_cost
    sender: Any = 0.0
    receiver: Any = 0.0
    hidden = 0
    weight: Any = 1.0
    for period in range(1, periods + 1):
        one, two = -1.0, -p.idle
        offer = yield move(SENDER, f"offer{period}", ("hold", "offer"))
        if offer == "offer":
            answer = yield move(RECEIVER, f"answer{period}", ("accept", "reject"))
            if answer == "accept":
                act = yield move(SENDER, f"act{period}", ("comply", "cheat"), seen_by=())
                cheat = act == "cheat"
                odds = p.alarm if cheat else p.slip
                one, two = (p.deal + taste, -p.broken) if cheat else (p.deal, p.kept)
                punished = False
                if (yield chance(f"alarm{period}", {"alarm": odds, "quiet": 1 - odds})) == "alarm":
                    punished = (yield move(RECEIVER, f"reply{period}", ("punish", "tolerate"))) == "punish"
                    if punished:
                        one, two = one - p.penalty, two - cost + (p.redress if cheat else 0.0)
                hidden += cheat and not punished
        sender = sender + weight * one
        receiver = receiver + weight * two
        weight = weight * p.patience
    return {SENDER: sender + hidden * p.shift, RECEIVER: receiver - hidden * p.shift}
