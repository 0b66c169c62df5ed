"""Which supports of a signalling game can hold an equilibrium: a screen in doubles, before exact code judges.

A support is passed over only if every equilibrium with just these actions uses some probability below ``SLACK``.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.errors import SolveError
from overture.solvers.all.signalling.game import SignallingGame
from overture.solvers.budget import Budget

SLACK = 1e-10  # payoffs are scaled to [0, 1] before the screen; probabilities below this are not found
SCREEN = 100_000_000  # choices that are tried and programmes that are solved, in one game
TABLE = 100_000_000  # cells of a table of answers that is kept

Array = NDArray[Any]
Choice = tuple[frozenset[int], frozenset[int]]  # who sends a message, and which responses answer it


def screened(game: SignallingGame, budget: Budget, most: int) -> tuple[list[list[Choice]], bool]:
    """[support][message] the choices that may hold an equilibrium, ``most`` at most; and whether that is all of them."""
    from overture.solvers.all.signalling import _signalling

    utility, worth, can, valid = _arrays(game)
    weighted = worth * np.array([float(x) for x in game.prior])[:, None, None]
    choices = _choices(game, worth, budget)
    if choices is None:
        return [], False
    flat = [choice for here in choices for choice in here]
    start = np.concatenate(([0], np.cumsum([len(here) for here in choices]))).astype(np.int64)
    who = np.array([sum(1 << t for t in senders) for senders, _ in flat], np.int64)
    how = np.array([sum(1 << a for a in replies) for _, replies in flat], np.int64)
    low = np.zeros((len(flat), len(game.types)))
    high = np.zeros((len(flat), len(game.types)))
    for m, here in enumerate(choices):
        for j, (_, replies) in enumerate(here, int(start[m])):
            part = utility[:, m, sorted(replies)]
            low[j], high[j] = part.min(axis=1), part.max(axis=1)
    tables = _table(len(flat), len(flat)), _table(len(flat), 1 << len(game.types))
    top = min(range(len(choices)), key=lambda m: len(choices[m]))
    posed = (utility, weighted, can, valid, start, who, how, low, high, *tables, top)
    found: list[tuple[int, ...]] = []
    steps = 0
    complete = True
    for first in range(len(choices[top])):
        room = 256
        while True:
            leaves = np.zeros((room, len(choices)), np.int64)
            count, taken = _signalling.search(*posed, first, first + 1, SLACK, SCREEN - steps, leaves)
            if count <= room or room > most:
                break
            room *= 4
        steps += taken
        complete = count <= room and len(found) + count <= most and steps <= SCREEN
        if len(found) + count <= most:
            found += map(tuple, leaves[:count].tolist())
        if not budget.spend() or not complete:
            break
    return [[flat[j] for j in leaf] for leaf in sorted(found)], complete and not budget.out


def _table(rows: int, columns: int) -> Array:
    """Room for an answer in each cell; none where there are too many."""
    return np.zeros((rows, columns) if rows * columns <= TABLE else (0, 0), np.uint8)


def _choices(game: SignallingGame, worth: Array, budget: Budget) -> list[list[Choice]] | None:
    """[message] the pairs (who sends it, how it is answered) for which some belief exists; None out of time."""
    from overture.solvers.all.signalling import _signalling

    found: list[list[Choice]] = []
    for m in range(len(game.messages)):
        count = len(game.responses[m])
        senders = [t for t in range(len(game.types)) if game.can(t, m)]
        here: list[Choice] = [(frozenset(), face) for face in game.faces[m]]
        subsets = sorted(
            {
                frozenset(c)
                for face in game.faces[m]
                for k in range(1, len(face) + 1)
                for c in combinations(sorted(face), k)
            },
            key=lambda s: (len(s), sorted(s)),
        )
        gains = np.ascontiguousarray(worth[:, m, :count])
        for k in range(1, len(senders) + 1):
            for who in combinations(senders, k):
                if not budget.spend():
                    return None
                mask = sum(1 << t for t in who)
                for replies in subsets:
                    bits = sum(1 << a for a in replies)
                    if _signalling.believable(gains, len(game.types), count, mask, bits) > SLACK:
                        here.append((frozenset(who), replies))
        found.append(here)
    return found


def _arrays(game: SignallingGame) -> tuple[Array, Array, Array, Array]:
    """Scaled floats for the screen: utility in [0, 1] by type, worth in [0, 1] by message; can; valid."""
    n_types, n_messages = len(game.types), len(game.messages)
    width = max(len(names) for names in game.responses)
    utility = np.zeros((n_types, n_messages, width))
    worth = np.zeros((n_types, n_messages, width))
    can = np.zeros((n_types, n_messages), np.bool_)
    valid = np.zeros((n_messages, width), np.bool_)
    for t in range(n_types):
        every = [x for m in range(n_messages) if game.can(t, m) for x in game.gain(t, m)]
        if not every:
            raise SolveError.of("signalling/mute", f"type {game.types[t]} has no message")
        low, span = min(every), (max(every) - min(every)) or Fraction(1)
        for m in range(n_messages):
            if game.can(t, m):
                can[t, m] = True
                for a, x in enumerate(game.gain(t, m)):
                    utility[t, m, a] = float((x - low) / span)
    for m in range(n_messages):
        valid[m, : len(game.responses[m])] = True
        every = [x for t in range(n_types) if game.can(t, m) for x in game.worth(t, m)]
        low = min(every, default=Fraction(0))
        span = (max(every, default=Fraction(1)) - low) or Fraction(1)
        for t in range(n_types):
            if game.can(t, m):
                for a, x in enumerate(game.worth(t, m)):
                    worth[t, m, a] = float((x - low) / span)
    return utility, worth, can, valid
