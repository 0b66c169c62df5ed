"""The blocks of an atlas as pieces of work: solved by this process or by others, and kept in a store."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from overture.case.load import Loaded
from overture.case.schema import Case
from overture.design.solved_cells import AskedCells, Columns, Make, SolvesCells, solved
from overture.games.contract import contract
from overture.games.prune import prune
from overture.games.telling.language import Game
from overture.games.tree import Floats, Tree
from overture.judgement.play.solve import classify
from overture.judgement.solving import case_as_data
from overture.judgement.worlds.task import told_game
from overture.runs.pieces import PieceRun, WorkPiece
from overture.runs.plan import Plan, planned_pieces

TASK = f"{__name__}:solved_block_of_cells"


def plan_of_map(loaded: Loaded) -> Plan:
    """The plan of all that is mapped of a case: one store serves any of its maps."""
    return planned_pieces(TASK, case_as_data(loaded))


def in_part(game: Game, sides: tuple[str, str], held: Mapping[str, float], way: Mapping[str, str]) -> Make:
    """The part of a game that begins after ``way``, at values of two parameters, the others ``held``."""

    def make(x: Floats, y: Floats) -> Tree:
        return contract(prune(game.tree({**held, sides[0]: x, sides[1]: y}), dict(way)))

    return make


def solved_in_pieces(
    run: PieceRun, sides: tuple[str, str], held: Mapping[str, float], way: Mapping[str, str]
) -> SolvesCells:
    """Blocks solved by whoever computes the pieces of ``run``."""
    part = {"sides": list(sides), "held": dict(held), "way": dict(way)}

    def solves(
        asked: Sequence[AskedCells], progress: Callable[[int, int], None] | None = None
    ) -> Sequence[Columns]:
        pieces = [
            WorkPiece({**part, "what": each.what, "about": dict(each.about)}, each.given) for each in asked
        ]
        return run.columns(pieces, progress)

    return solves


def solved_block_of_cells(
    settings: Mapping[str, Any], asked: Mapping[str, Any], given: Mapping[str, Any]
) -> Columns:
    """The task of a worker.

    Args:
        settings: ``case``, ``game`` and ``shape`` as data. asked: ``sides`` (names of the parameters), ``held`` (parameter -> value),
            ``way`` (move -> choice before the part), and ``what`` and ``about`` of :class:`overture.design.solved_cells.AskedCells`.
        given: its arrays.
    """
    from multiprocessing import parent_process

    case = _case(json.dumps(settings["case"], sort_keys=True))
    game = told_game(json.dumps([settings["game"], settings["shape"]], sort_keys=True))
    x, y = asked["sides"]
    make = in_part(game, (x, y), asked["held"], asked["way"])
    threads = None if parent_process() is None else 1  # the result does not depend on it
    block = AskedCells(asked["what"], asked["about"], given)
    return solved(make, lambda tree, play: classify(case, tree, play, ""), threads, block)


@lru_cache(maxsize=1)
def _case(text: str) -> Case:
    return Case.model_validate(json.loads(text))
