"""A game in a notebook: what it is about, who plays, its parameters in words, what happens, and who knows what."""

from __future__ import annotations

import inspect

from overture.games.knowledge import knowledge
from overture.games.story.file import story_of
from overture.games.story.writing.words import happens, known
from overture.games.telling.language import Game
from overture.games.telling.trial import OutlinedGame, outlined_with
from overture.games.view import MOST_ROWS, as_html, count, few

MOST_HISTORIES = 2_000  # of a game of which it is told unasked who knows what
MOST_LINES = 60  # of what happens
MOST_KNOWN = 20  # lines of who knows what


def game_html(game: Game) -> str:
    """The game as HTML without scripts. What happens is told of a story; a telling in Python is its own text."""
    import pandas as pd

    story, outlined = story_of(game), _outlined(game)
    about = story.words if story else _first_paragraph(game)
    read = outlined.parameters if outlined else ()
    names = dict.fromkeys([*game.words, *game.defaults, *read])
    head = [line for line in game._head() if not line.startswith("defaults: ")]
    if story:
        head[1] = f"players: {few(each.name or player for player, each in story.players.items())}"
    told_of = game.words or game.defaults  # else names are all that is known
    if names and not told_of:
        head.insert(-1, f"parameters: {', '.join(names)}")
    rows = (
        [(name, game.defaults.get(name, ""), game.words.get(name, "")) for name in names] if told_of else []
    )
    frame = pd.DataFrame(rows[:MOST_ROWS], columns=["parameter", "default", "words"])
    told = _first(happens(story), MOST_LINES) if story else []
    who = []
    if outlined:
        lines = known(story, outlined.tree) if story else list(knowledge(outlined.tree))
        who = ["Who knows what", *_first(lines, MOST_KNOWN)]
    return as_html(head, frame, len(rows), [" ".join(about.split())] if about else [], after=[told, who])


def _first_paragraph(game: Game) -> str:
    """Of the docstring of a telling in Python."""
    return ((inspect.getdoc(game.telling) or "") if inspect.isfunction(game.telling) else "").split("\n\n")[0]


def _first(lines: list[str], most: int) -> list[str]:
    more = len(lines) - most
    return [*lines[:most], f"and {count(more, 'more line')}"] if more > 0 else lines


def _outlined(game: Game) -> OutlinedGame | None:
    """The outline of a game that is not too large; None where it cannot be told, which its tree says when it is made."""
    try:
        return outlined_with(game, MOST_HISTORIES)
    except Exception:  # whatever the telling of a user raises
        return None
