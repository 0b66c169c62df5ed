"""A component of a signalling game in words: what each type sends, and what may be answered, as ranges over its members."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from overture.games.view import MOST_LETTERS, MOST_ROWS, as_html, count, fitted, span

if TYPE_CHECKING:
    from overture.solvers.all.signalling.game import Component


def component_head(component: Component) -> list[str]:
    """What it is, in two lines."""
    game, corners = component.game, len(component.mixing)
    sent = [name for m, name in enumerate(game.messages) if any(m in each for each in component.support)]
    return [
        f"Component of equilibria between {game.players[0]} and {game.players[1]}: messages that are sent: {', '.join(sent)}",
        f"{count(corners, 'corner')} of what {game.players[0]} does, "
        f"{count(len(component.threats), 'piece')} of what {game.players[1]} answers",
    ]


def component_text(component: Component) -> str:
    """The lines for a prompt."""
    return "\n".join(fitted(line, MOST_LETTERS) for line in component_head(component))


def component_html(component: Component) -> str:
    """For notebooks: a row for each choice with its range over all members; after a message that nobody sends, a threat."""
    import pandas as pd

    rows = list(component_rows(component))
    frame = pd.DataFrame(rows[:MOST_ROWS], columns=["player", "having seen", "choice", "probability"])
    return as_html(component_head(component), frame, len(rows))


def component_rows(component: Component) -> Iterator[tuple[str, str, str, str]]:
    """(player, what he has seen, choice, range of its probability) of all that is played in some member."""
    game = component.game
    for t, name in enumerate(game.types):
        for m, message in enumerate(game.messages):
            if game.can(t, m):
                yield from _row(game.players[0], name, message, [corner[t][m] for corner in component.mixing])
    sent = {m for each in component.support for m in each}
    for m, message in enumerate(game.messages):
        seen = message if m in sent else f"{message} (a threat)"
        rows = [
            corner[m] for each in component.threats for part in each.parts for corner in part if corner[m]
        ]
        if len(game.responses[m]) > 1:
            for a, response in enumerate(game.responses[m]):
                yield from _row(game.players[1], seen, response, [row[a] for row in rows])


def _row(
    player: str, seen: str, choice: str, shares: Sequence[Fraction]
) -> Iterator[tuple[str, str, str, str]]:
    if shares and max(shares):
        yield player, seen, choice, span(min(shares), max(shares))
