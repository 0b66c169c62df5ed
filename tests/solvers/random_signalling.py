"""Random signalling games, all of one shape a size: payoffs and priors drawn, one world a game."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from overture.games.telling.language import chance, game, move
from overture.games.tree import Tree


@cache
def shape(types: int, messages: int, responses: int) -> Tree:
    """The shape: the sender sees his type, the receiver the message; each history pays something else."""

    @game("Sender", "Receiver", title=f"signalling {types} x {messages} x {responses}")
    def told(p):
        kind = yield chance("type", {f"t{at}": 1 / types for at in range(types)}, seen_by="Sender")
        message = yield move("Sender", "message", [f"m{at}" for at in range(messages)])
        answer = yield move("Receiver", "response", [f"r{at}" for at in range(responses)])
        number = (int(kind[1:]) * messages + int(message[1:])) * responses + int(answer[1:])
        return {"Sender": number, "Receiver": -number}

    return told.tree({})


def games(types: int, messages: int, responses: int, count: int, seed: int) -> Tree:
    """``count`` worlds: payoffs uniform on [0, 1], priors uniform on the simplex.

    Priors are whole multiples of 2**-12: so they sum to one exactly, also when written to a file.
    """
    tree = shape(types, messages, responses)
    draw = np.random.default_rng([seed, types, messages, responses])
    payoff = draw.random((count, *tree.payoff.shape[1:]))
    odds = np.maximum(np.round(draw.dirichlet(np.ones(types), size=count) * 2**12), 1)
    odds[np.arange(count), odds.argmax(axis=1)] += 2**12 - odds.sum(axis=1)
    odds /= 2**12
    return replace(tree, payoff=payoff, chance=odds, exact=None)
