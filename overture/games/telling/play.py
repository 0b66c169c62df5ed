"""A told game is played, and its tree laid down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from overture.collecting import uncollected
from overture.errors import TellingError
from overture.games.telling.language import HISTORY_LIMIT, MADE
from overture.games.telling.lay import lay
from overture.games.telling.parameters import floats, read_parameters
from overture.games.telling.retold import FirstTelling, retell
from overture.games.telling.slips import doubtful, refuse_unread
from overture.games.telling.text.wrong import told_wrong
from overture.games.telling.unfold import DOUBLED, Unfolding
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
        refuse_unread(game.title, sorted(noted - walk.read), [name for name in values if name not in noted])
        named = {name: np.array(np.broadcast_to(floats(v), (worlds,))) for name, v in values.items()}
        return lay(walk.record, game.title, game.players, worlds, named)


def histories_allowed(game: Game, limit: int) -> int:
    """How many histories a game may have: a story file, which a stranger may have written, fewer where the reader sets no limit."""
    return int(getattr(game.telling, "histories", limit)) if limit == HISTORY_LIMIT else limit


# telling -> players and shape arguments -> the first telling of this process.
_TOLD: WeakKeyDictionary[Any, dict[str, FirstTelling]] = WeakKeyDictionary()


def _walked(game: Game, values: Mapping[str, Any], worlds: int, limit: int, noted: bool) -> Unfolding:
    """The histories of a game, played. Raises TellingError where the telling is faulty."""
    shape = None if noted else _written(game)
    before = _before(game).get(shape) if shape is not None else None
    if before is not None and (again := _again(Unfolding(game, values, worlds, limit), before)) is not None:
        return again
    walk = Unfolding(game, values, worlds, limit, noted)
    walk.run()
    _played_twice(walk)
    if shape is not None and walk.told is not None:
        _before(game)[shape] = FirstTelling(replace(walk.record, odds=[], payoffs=[]), walk.told)
    return walk


def _again(walk: Unfolding, before: FirstTelling) -> Unfolding | None:
    """The walk, told again; None where the game is to be told as if for the first time, which says what is wrong with it."""
    try:
        if not retell(walk, before, DOUBLED):
            return None
        _played_twice(walk)
    except Exception:  # of the telling: it is raised again in the full telling, with its place
        return None
    return walk


def _played_twice(walk: Unfolding) -> None:
    """Play some histories again as they were, and the first ones with the numbers of single worlds."""
    walk.play_again()
    walk.play_alone()


def _before(game: Game) -> dict[str, FirstTelling]:
    try:
        return _TOLD.setdefault(game.telling, {})
    except TypeError:  # a telling of which nothing can be kept
        return {}


def _written(game: Game) -> str | None:
    """Players and shape arguments in words; None where words may leave out something of them."""
    plain = all(type(each) in (bool, int, float, str) for each in game.arguments.values())
    return repr((game.players, sorted(game.arguments.items()))) if plain else None


__all__ = ["histories_allowed", "play"]
