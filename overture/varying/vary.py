"""Comparative statics over all equilibria: one call, and what each equilibrium says of an event as a parameter varies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from overture.case.load import Loaded
from overture.games.measured.event import mask
from overture.games.telling.language import Game
from overture.solvers.all.across import equilibria_across
from overture.solvers.budget import STEPS
from overture.solvers.solve import solve
from overture.varying.given import varied_events, varied_game, varied_values
from overture.varying.rows import Tell, event_rows, limit_chances
from overture.varying.varied import Varied


def vary(
    game: Game | Loaded | str | PathLike[str],
    over: Mapping[str, ArrayLike],
    of: str | Sequence[str],
    at: Mapping[str, Any] | None = None,
    *,
    each: int = STEPS,
    threads: int | None = None,
    progress: Tell | None = None,
) -> Varied:
    """How likely an event is in every equilibrium, as one or two parameters of a game vary.

    All equilibria of all worlds are listed together (:func:`overture.equilibria_across`), and the logit path is followed
    in each. A world with a continuum of equilibria is listed once more by itself (:func:`overture.equilibria`), for the
    range of the event over all members: at most 200 such worlds, beyond which bounds stand in their place.

    Args:
        game: a told game, a story file or its name in the catalogue, or a case (``ov.load_case``), at its most likely values.
        over: parameter -> the values that it takes: one parameter, or two, of which all pairs are taken; at most 10,000
            worlds. Values are taken in rising order, each once.
        of: an event over the game's own names (``'end == "fight"'``), or a list of events.
        at: the other parameters; where left out, what the game or the case says.
        each: how many supports may be tried in a world; where that is not enough the world is not complete.
        threads: of the logit path; the result does not depend on it.
        progress: called with (stage, done, of).

    Returns:
        A :class:`Varied`: ``to_frame()`` is one tidy frame, ``figures()`` has a figure for each event, and ``atlas()`` of
        two parameters has the borders of the classes.

    Raises:
        SolveError: what cannot be varied, in one sentence. TellingError: a parameter that nobody reads, or one that is
            lacking. EventError: an event that is none of the game.
    """
    asked = varied_game(game)
    values = varied_values(over, at or {}, asked.game.title)
    events = varied_events(of, asked.game.title)
    typed: dict[str, Any] = {
        **(at or {}),
        **values.worlds,
    }  # by keyword, so that one that nobody reads is refused
    tree = asked.game.tree(asked.base, **typed)
    for event in events:
        mask(tree, event)
    tell = progress or (lambda stage, done, of: None)
    across = equilibria_across(tree, each=each, progress=lambda done, of: tell("supports", done, of))
    limit = solve(tree, threads=threads)
    return Varied(
        game=asked.game,
        given={**asked.base, **(at or {})},
        words={name: asked.words.get(name, "") for name in values.names},
        values=values,
        events=events,
        across=across,
        rows=event_rows(across, limit, events, each, tell),
        limit=limit_chances(limit, events),
        solved=np.asarray(limit.solved),
    )
