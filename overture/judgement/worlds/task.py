"""The task of a run: a game is told in the worlds that were drawn, and solved; one row a world.

Every block of 1,024 worlds is told and solved by itself, whatever the chunk: of a continuum, a list of all equilibria
may show another member in other company, and a table must not depend on how it was cut.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from overture.games.telling.language import Game
from overture.games.tree import Floats, Tree
from overture.runs.work import Column

BLOCK = 1024
TASK = f"{__name__}:values"
SOLVERS = ("path", "all")


def values(settings: Mapping[str, Any], drawn: Mapping[str, Floats]) -> dict[str, Column]:
    """Columns of a chunk. One thread computes them.

    Args:
        settings: ``game`` (``name`` of the catalogue, or ``name``, ``file`` and ``text`` of one's own), ``shape``, ``held``
            (parameter -> its value in all worlds), ``solver`` ("path" or "all"), ``events`` whose probability is told,
            ``steps`` that the search of a world may take.
        drawn: parameter -> [world].
    """
    game = told_game(json.dumps([settings["game"], settings["shape"]], sort_keys=True))
    solved = _along_the_path if settings["solver"] == "path" else _all_equilibria
    worlds = len(next(iter(drawn.values())))
    parts = []
    for first in range(0, worlds, BLOCK):
        here = slice(first, min(first + BLOCK, worlds))
        tree = game.tree(in_worlds(settings["held"], {name: value[here] for name, value in drawn.items()}))
        parts.append(solved(tree, settings))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def in_worlds(held: Mapping[str, float], drawn: Mapping[str, Floats]) -> dict[str, Floats]:
    """Parameter -> [world]: what is drawn, and what is the same in every world."""
    worlds = len(next(iter(drawn.values())))
    return {name: np.full(worlds, value, dtype=np.float64) for name, value in held.items()} | dict(drawn)


@lru_cache(maxsize=2)
def told_game(text: str) -> Game:
    """The game of JSON's ``[game, shape]``; one's own comes as the text of its file, since a worker may not have that."""
    from overture.case.code.run import game_of_files, game_of_text
    from overture.models import find

    named, shape = json.loads(text)
    if "text" not in named:
        return find(named["name"]).shape(**shape)
    if "beside" in named:
        return game_of_files(named["text"], named["file"], named["name"], named["beside"]).shape(**shape)
    return game_of_text(named["text"], Path(named["file"]), named["name"], named["file"]).shape(**shape)


def _along_the_path(tree: Tree, settings: Mapping[str, Any]) -> dict[str, Column]:
    from overture.games.measured.measure import probability
    from overture.solvers.solve import solve

    found = solve(tree, threads=1)
    columns: dict[str, Column] = {
        f"value_{player}": found.value[:, at].copy() for at, player in enumerate(tree.players)
    }
    known = np.flatnonzero(~np.isnan(found.strategy).any(axis=1))
    for event in settings["events"]:
        columns[event] = _unknown(tree)
        columns[event][known] = probability(tree.world(known), found.strategy[known], event)
    return columns | {
        "regret": found.max_regret,
        "regret_share": found.share,
        "status": found.status,
        "solved": found.solved,
    }


def _all_equilibria(tree: Tree, settings: Mapping[str, Any]) -> dict[str, Column]:
    from overture.games.measured.measure import probability
    from overture.solvers.all.across import equilibria_across

    found = equilibria_across(tree, each=settings["steps"])
    low: dict[str, Column] = {}
    high: dict[str, Column] = {}
    names = [f"value_{player}" for player in tree.players] + list(settings["events"])
    for name in names:
        low[name], high[name] = _unknown(tree), _unknown(tree)
    regret = _unknown(tree)
    for family in found.families:
        here = family.world
        part = tree.world(here)
        of_event = [probability(part, family.strategy, event) for event in settings["events"]]
        for name, value in zip(names, [*family.value.T, *of_event], strict=True):
            low[name][here] = np.fmin(low[name][here], value)
            high[name][here] = np.fmax(high[name][here], value)
        regret[here] = np.fmax(regret[here], family.max_regret)
    ends = {f"{name} {end}": each[name] for name in names for end, each in (("low", low), ("high", high))}
    return ends | {"regret": regret, "equilibria": found.count, "complete": found.complete}


def _unknown(tree: Tree) -> Floats:
    return np.full(tree.n_worlds, np.nan)
