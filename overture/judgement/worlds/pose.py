"""The plan of a run over the worlds of a case, or of a game of the catalogue with ranges of one's own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from overture.case.code.reads import contents
from overture.case.code.run import is_data, own_file
from overture.case.draw import drawn_ranges
from overture.case.file import CaseFile
from overture.case.history.load import LoadedHistory, load_history
from overture.case.load import Loaded, load
from overture.case.named import is_own, read_by_the_game, with_defaults
from overture.case.schema import Parameter
from overture.errors import Fault, OvertureError, SolveError
from overture.filing import read_text
from overture.games.measured.event import mask
from overture.games.telling.language import Game
from overture.games.tree import Tree
from overture.judgement.worlds.task import BLOCK, SOLVERS, TASK, in_worlds
from overture.models import find, names
from overture.runs.draws import drawn
from overture.runs.plan import CHUNK, Plan, planned
from overture.solvers.all.across import EACH
from overture.solvers.all.lists.fold import MOST_NODES
from overture.wording import did_you_mean

Corner = tuple[float, float, float]
TRIED = 64  # worlds that are told before a run begins, so that what is wrong with its numbers is said at once


def pose(
    case: str | Path | Loaded,
    shape: Mapping[str, Any] | None = None,
    ranges: Mapping[str, Corner] | None = None,
    events: Sequence[str] = (),
    solver: str = "path",
    seed: int = 1,
    chunk: int = CHUNK,
) -> Plan:
    """The plan of a run.

    Args:
        case: a case, its file or folder, or the name of a game of the catalogue at its default parameters.
        shape: arguments over those of the case. ranges: parameter -> (low, mode, high), over those of the case.
        events: expressions whose probability is told in every world.
        solver: "path", the limit of the logit path, or "all", the ends of what all equilibria give.
        seed: of the draws. chunk: worlds of a chunk, a power of two.

    Raises:
        OvertureError: what is wrong with the case, its shape, ranges, events or numbers; nothing has been solved then.
    """
    game, parameters, named = _found(case)
    game = _shaped(game, shape or {})
    parameters = _ranged(parameters, ranges or {})
    axes = drawn_ranges(parameters)
    held = {name: given.played.mode for name, given in parameters.items() if name not in axes}
    settings = {
        "game": named,
        "shape": dict(game.arguments),
        "held": held,
        "solver": solver,
        "events": list(events),
        "steps": EACH,
    }
    faults = []
    if solver not in SOLVERS:
        faults.append(Fault("runs/solver", f"no solver {solver!r}", "--solver", ", ".join(SOLVERS)))
    if chunk < BLOCK:
        allowed = f"a power of two from {BLOCK:,} on"
        faults.append(Fault("runs/chunk", f"chunks of {chunk} worlds", "--chunk", allowed))
    SolveError.raise_any(faults)
    plan = planned(TASK, settings, axes, seed, chunk)
    tree = game.tree(in_worlds(held, drawn(axes, seed, 0, TRIED)))
    _check_game(tree, events, solver)
    return plan


def _found(case: str | Path | Loaded) -> tuple[Game, dict[str, Parameter], dict[str, Any]]:
    """The game, its parameters, and what a worker needs to tell it."""
    if isinstance(case, str) and case in names() and not Path(case).exists():
        return find(case), with_defaults(case, {}), {"name": case}
    if isinstance(case, Loaded):
        loaded: Loaded | LoadedHistory = case
        folder = case.folder
    else:
        read = CaseFile.read(case)
        loaded = load_history(read) if read.about_history else load(read)
        folder = Path(case) if Path(case).is_dir() else Path(case).parent
    return loaded.game, loaded.parameters, named_in_full(loaded.case.game, folder, loaded.hashes)


def named_in_full(name: str, folder: Path, hashes: Iterable[str]) -> dict[str, Any]:
    """A game as a worker can tell it: its name in the catalogue, or its file, which lies in ``folder``, with all that it reads.

    Args:
        hashes: the names of what was read for the case.

    Raises:
        FileError: a file cannot be read, or they are too large to be sent.
    """
    if not is_own(name):
        return {"name": name}
    file, own = own_file(name, folder)
    text = read_text(file, "the game of the case")
    read = [] if is_data(name) else read_by_the_game(hashes)
    if not read:
        return {"name": own, "file": file.name, "text": text}
    seen = Path(os.path.relpath(file, folder)).as_posix()
    return {"name": own, "file": seen, "text": text, "beside": contents(read, folder, seen)}


def _shaped(game: Game, shape: Mapping[str, Any]) -> Game:
    faults: list[Fault] = []
    for argument, value in shape.items():
        try:
            game = game.shape(**{argument: value})
        except OvertureError as error:
            mend = did_you_mean(argument, error.faults[0].allowed.split(", "))
            faults += [Fault(each.id, each.found, "--shape", each.allowed, mend) for each in error.faults]
    SolveError.raise_any(faults)
    return game


def _ranged(parameters: Mapping[str, Parameter], ranges: Mapping[str, Corner]) -> dict[str, Parameter]:
    """The parameters, those of ``ranges`` drawn from these."""
    faults, found = [], dict(parameters)
    for name, (low, mode, high) in ranges.items():
        if name not in parameters:
            mend = did_you_mean(name, parameters)
            faults.append(
                Fault("runs/range", f"no parameter {name!r}", "--range", ", ".join(parameters), mend)
            )
        elif not low <= mode <= high:
            told = f"low {low:g}, mode {mode:g}, high {high:g}"
            faults.append(Fault("runs/range", told, f"--range {name}", "low <= mode <= high"))
        else:
            found[name] = Parameter(low=low, mode=mode, high=high, why="asked for")
    SolveError.raise_any(faults)
    return found


def _check_game(tree: Tree, events: Sequence[str], solver: str) -> None:
    for event in events:
        mask(tree, event)
    if solver == "all" and tree.n_nodes > MOST_NODES:
        raise SolveError.of(
            "runs/solver",
            f"a game of {tree.n_nodes:,} nodes",
            "--solver all",
            f"at most {MOST_NODES:,} nodes",
            "take --solver path",
        )
