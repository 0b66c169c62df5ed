"""Signalling games from nested lists, for tests that write their payoffs down."""

from __future__ import annotations

from overture.solvers.all.signalling.game import Grid, SignallingGame
from overture.solvers.rational import rational


def signalling_game(
    prior: list[float],
    sender: list[list[list[float]]],
    receiver: list[list[list[float]]],
    types: tuple[str, ...] = (),
    messages: tuple[str, ...] = (),
    responses: tuple[tuple[str, ...], ...] = (),
) -> SignallingGame:
    """A signalling game from nested lists: prior[t], sender[t][m][a], receiver[t][m][a]."""

    def exact(table: list[list[list[float]]]) -> Grid:
        return tuple(tuple(tuple(rational(x) for x in cell) for cell in row) for row in table)

    n_messages = len(sender[0])
    return SignallingGame(
        tuple(rational(x) for x in prior),
        exact(sender),
        exact(receiver),
        types or tuple(f"t{i + 1}" for i in range(len(prior))),
        messages or tuple(f"m{i + 1}" for i in range(n_messages)),
        responses or tuple(tuple(f"a{j + 1}" for j in range(len(cell))) for cell in sender[0]),
    )
