"""A told game is played, and its tree laid down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from overture.collecting import uncollected
from overture.errors import TellingError
from overture.games.telling.language import HISTORY_LIMIT, MADE
from overture.games.telling.lay import lay
from overture.games.telling.parameters import floats, read_parameters
from overture.games.telling.slips import doubtful, refuse_unread
from overture.games.telling.text.wrong import told_wrong
from overture.games.telling.unfold import Unfolding
from overture.games.tree import Tree

if TYPE_CHECKING:
    from overture.games.telling.language import Game


def play(game: Game, parameters: Mapping[str, Any], limit: int, typed: tuple[str, ...] = ()) -> Tree:
    """See :meth:`Game.tree`. ``typed``: the parameters that were given by keyword, one of which may be a slip."""
    limit = histories_allowed(game, limit)
    values, worlds = read_parameters(game.title, parameters)
    names = getattr(game.telling, "parameters", None)
    if names is not None:
        refuse_unread(game.title, [name for name in typed if name not in names], names)
    TellingError.raise_any(told_wrong(game.telling))
    noted = doubtful(game.telling, typed)
    with (
        uncollected(),
        MADE.apart(),
        np.errstate(over="ignore", invalid="ignore", divide="ignore"),
    ):  # what is not finite is refused, with its place
        walk = _walked(game, values, worlds, limit, bool(noted))
        walk.play_again()
        walk.play_alone()
        refuse_unread(game.title, sorted(noted - walk.read), [name for name in values if name not in noted])
        named = {name: np.array(np.broadcast_to(floats(v), (worlds,))) for name, v in values.items()}
        return lay(walk.record, game.title, game.players, worlds, named)


def histories_allowed(game: Game, limit: int) -> int:
    """How many histories a game may have: a story file, which a stranger may have written, fewer where the reader sets no limit."""
    return int(getattr(game.telling, "histories", limit)) if limit == HISTORY_LIMIT else limit


# telling -> shape arguments -> the choices of each move, of a game that was played in this process and has no slips. What
# its choices are compared with stands in its code and hangs on the shape alone, so the next time nobody need look at it.
_WATCHED: WeakKeyDictionary[Any, dict[str, dict[str, set[str]]]] = WeakKeyDictionary()


def _walked(game: Game, values: Mapping[str, Any], worlds: int, limit: int, noted: bool) -> Unfolding:
    """A walk through all histories, watched the first time. Raises TellingError where the telling is faulty."""
    shape = _written(game.arguments)
    before = None if shape is None else _watched(game).get(shape)
    if before is not None:
        walk = Unfolding(game, values, worlds, limit, noted, watched=False)
        try:
            walk.run()
        except Exception:  # it is raised again below, with all that else is wrong
            before = None
        if before == walk.known.labels:
            return walk
    walk = Unfolding(game, values, worlds, limit, noted)
    walk.run()
    if shape is not None:
        _watched(game)[shape] = walk.known.labels
    return walk


def _watched(game: Game) -> dict[str, dict[str, set[str]]]:
    try:
        return _WATCHED.setdefault(game.telling, {})
    except TypeError:  # a telling of which nothing can be kept
        return {}


def _written(arguments: Mapping[str, Any]) -> str | None:
    """Shape arguments in words; None where words may leave out something of them."""
    plain = all(type(each) in (bool, int, float, str) for each in arguments.values())
    return repr(sorted(arguments.items())) if plain else None


__all__ = ["histories_allowed", "play"]
