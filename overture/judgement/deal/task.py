"""The task of a worker that judges terms, and the games in which they are judged, as data that travels."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from functools import lru_cache
from typing import Any

import numpy as np

from overture.design.evaluate import Tally, tally
from overture.design.terms.judge import judge_terms
from overture.design.terms.judged import JudgedTerms
from overture.design.terms.posed import Clause, DealStep, Intended, TermsGame
from overture.games.tree import Floats
from overture.judgement.deal.own import OwnGame
from overture.judgement.deal.points import ANSWERS
from overture.judgement.deal.posed import PosedTerms
from overture.judgement.worlds.pose import named_in_full
from overture.judgement.worlds.task import told_game
from overture.runs.plan import Plan, planned_pieces
from overture.runs.work import Columns

TALLIED = f"{__name__}:tallied"
ANSWER, OWN = "the answer to the terms", "the case's own game"
SUMS, POINTS, TRIED = "sums over worlds", "answers at points", "a parameter is tried"
SHARES = np.linspace(
    0.1, 0.9, 9
)  # tried first, and then as many between the neighbours of the best, in each of
ROUNDS = 3  # rounds
VECTORS, WORLD = "vectors", "world "  # what a piece is given: [V, C] terms, and [W] each parameter


def plan_of_terms(posed: PosedTerms, own: OwnGame | None) -> Plan:
    """The plan of all that is judged of the terms of a case: its games, its clauses, its ranges."""
    case, folder, hashes = posed.loaded.case, posed.loaded.folder, posed.loaded.hashes
    name = case.game if posed.own_game else posed.judged.name
    games = {
        ANSWER: _as_data(
            posed.game, posed.clauses, named_in_full(name, folder, hashes), posed.judged.game.arguments
        )
    }
    if own is not None:
        named = named_in_full(case.game, folder, hashes)
        games[OWN] = _as_data(own.game, own.clauses, named, own.arguments)
    ranges = {
        name: [each.played.low, each.played.mode, each.played.high]
        for name, each in posed.judged.parameters.items()
    }
    return planned_pieces(TALLIED, {"games": games, "ranges": ranges, "solver": "all equilibria"})


def tallied(settings: Mapping[str, Any], asked: Mapping[str, Any], given: Mapping[str, Any]) -> Columns:
    """Vectors of terms judged in worlds, in one of three forms.

    Args:
        settings: of the plan.
        asked: ``form`` (``SUMS``: a :class:`overture.design.evaluate.Tally`, column by column; ``POINTS``: every answer [W] about one
            vector; ``TRIED``: see :func:`tried`), ``game`` (a key of the plan's games), ``shape`` (arguments that no clause sets),
            ``break`` and ``margin``; ``terms``: the places of the clauses that a vector has, where it has not all.
        given: ``vectors`` [V, C], and ``world NAME`` [W] for each parameter.
    """
    game, clauses = game_of(json.dumps(settings["games"][asked["game"]], sort_keys=True))
    if asked["form"] == TRIED:
        return tried(game, clauses, asked, given)
    if "terms" in asked:
        clauses = tuple(clauses[at] for at in asked["terms"])
    worlds = {name.removeprefix(WORLD): array for name, array in given.items() if name.startswith(WORLD)}
    judged = judge_terms(
        game, clauses, given[VECTORS], asked["shape"], worlds, break_=asked["break"], margin=asked["margin"]
    )
    if asked["form"] == POINTS:
        return {name: answer(judged) for name, (_, answer) in ANSWERS.items()}
    return as_columns(tally(judged))


def tried(
    game: TermsGame, clauses: tuple[Clause, ...], asked: Mapping[str, Any], given: Mapping[str, Any]
) -> Columns:
    """The value of a parameter, in (0, 1), at which the worst equilibrium is best for us at the modes, of the values that are tried.

    Args:
        asked: ``parameter``, ``shape``, and ``told``: what of the game reads otherwise in this shape. given: as in :func:`tallied`.
    """
    game = replace(game, **asked["told"])
    values = SHARES
    best = float("nan")
    for _ in range(ROUNDS):
        found = judged_at(game, clauses, asked, given, values)
        at = int(np.nanargmax(found.over(found.members.us, "worst")[0]))
        best = float(values[at])
        low = float(values[at - 1]) if at else 0.0
        high = float(values[at + 1]) if at + 1 < len(values) else 1.0
        values = np.linspace(low, high, len(SHARES) + 2)[1:-1]
    return {"best": np.array([round(best, 4)])}


def judged_at(
    game: TermsGame,
    clauses: tuple[Clause, ...],
    asked: Mapping[str, Any],
    given: Mapping[str, Any],
    values: Floats,
) -> JudgedTerms:
    """One vector of terms at the modes, at values [n] of a parameter."""
    modes = {name.removeprefix(WORLD): array for name, array in given.items() if name.startswith(WORLD)}
    worlds = {name: np.repeat(array, len(values)) for name, array in modes.items()} | {
        asked["parameter"]: values
    }
    return judge_terms(game, clauses, given[VECTORS], asked["shape"], worlds)


def as_columns(found: Tally) -> dict[str, Floats]:
    """A tally as columns [V]; those with several numbers a vector as one column for each."""
    columns: dict[str, Floats] = {}
    for each in fields(found):
        array = getattr(found, each.name)
        columns |= (
            {each.name: array}
            if array.ndim == 1
            else {f"{each.name} {at}": part for at, part in enumerate(array.T)}
        )
    return {name: np.ascontiguousarray(array) for name, array in columns.items()}


def tally_of(columns: Columns) -> Tally:
    """The tally of :func:`as_columns`."""
    found = {}
    for each in fields(Tally):
        several = [name for name in columns if name.rpartition(" ")[0] == each.name]
        found[each.name] = (
            np.stack([columns[name] for name in several], axis=1) if several else columns[each.name]
        )
    return Tally(**found)


def _as_data(
    game: TermsGame, clauses: Sequence[Clause], named: Mapping[str, Any], shape: Mapping[str, Any]
) -> dict[str, Any]:
    told = {
        each.name: getattr(game, each.name)
        for each in fields(game)
        if each.name not in ("tell", "steps", "target", "tempted")
    }
    told |= {name: [asdict(each) for each in getattr(game, name)] for name in ("steps", "target", "tempted")}
    return {
        "named": dict(named),
        "shape": dict(shape),
        "clauses": [asdict(each) for each in clauses],
        "told": told,
    }


@lru_cache(maxsize=4)
def game_of(text: str) -> tuple[TermsGame, tuple[Clause, ...]]:
    """The game and the clauses of JSON as a plan has it."""
    data = json.loads(text)
    clauses = tuple(
        Clause(**{**each, "choices": tuple(each["choices"]), "free": tuple(map(tuple, each["free"]))})
        for each in data["clauses"]
    )
    first = {each.name: each.choices[0] for each in clauses if each.choices}
    game = told_game(json.dumps([data["named"], data["shape"]], sort_keys=True))
    told = dict(data["told"])
    told["steps"] = tuple(DealStep(**each) for each in told["steps"])
    told |= {name: tuple(Intended(**each) for each in told[name]) for name in ("target", "tempted")}
    return TermsGame(
        tell=lambda values, shape: game.shape(**{**first, **shape}).tree(values), **told
    ), clauses
