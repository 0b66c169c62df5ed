"""The worlds of a case solved in blocks, by this process or by others, kept in a store, and put together again.

A block has 1,024 worlds, with the first of them the few other worlds that are solved beside them. Every block is solved by
itself whatever the workers: of a continuum a list may show another member in other company.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from overture.case.load import Loaded
from overture.case.schema import Case
from overture.games.tree import Floats, Tree
from overture.judgement.filed import PER_CLASS, PER_WORLD, FilingSolved
from overture.judgement.play.solve import Made, Solved, solve_trees
from overture.judgement.progress import Progress
from overture.judgement.worlds.pose import named_in_full
from overture.judgement.worlds.task import told_game
from overture.runs.executors import Serial
from overture.runs.pieces import PieceRun, WorkPiece
from overture.runs.plan import Plan, planned_pieces
from overture.runs.work import Columns
from overture.weigh.distribution import spans

BLOCK = 1024
TASK = f"{__name__}:solved_block"
BLOCKS_AT_ONCE = 8  # that are asked for together, and held
PAY = 2  # blocks from which on it pays to start processes


def plan_of_case(loaded: Loaded) -> Plan:
    """The plan of the worlds of a case."""
    return planned_pieces(TASK, case_as_data(loaded))


def solve_in_blocks(
    loaded: Loaded,
    trees: Sequence[Tree],
    seed: int,
    threads: int | None,
    progress: Progress | None,
    givens: Sequence[str],
    made: Made,
    run: PieceRun | None = None,
) -> list[list[Solved]]:
    """What :func:`overture.judgement.play.solve.solve_trees` gives: [set][given], the first of the sets in blocks.

    Args:
        run: solves the blocks; this process, which keeps nothing, if left out. Where all is one block that nobody keeps, ``threads``
            and the stages of ``progress`` are those of the solvers.
    """
    main, *others = trees
    if main.n_worlds == 1 or (main.n_worlds <= BLOCK and (run is None or run.store is None)):
        return solve_trees(loaded.case, trees, seed, threads, progress, givens, made)
    asked = {
        **case_as_data(loaded),
        "givens": list(givens),
        "made": [[int(at) for at in each] for each in made],
        "seed": seed,
    }
    run = PieceRun(plan_of_case(loaded), None, Serial, 0) if run is None else run
    solved = _blocks(main, others, asked, run, progress)
    beside: list[list[Solved]] = []
    if main.n_worlds <= spans.PART:
        whole = list(solved)
        return [
            [_joined(main, [block[0][at] for block in whole]) for at in range(len(givens))],
            *whole[0][1:],
        ]
    filing = [FilingSolved(main) for _ in givens]
    for block in solved:
        beside = beside or block[1:]
        for each, part in zip(filing, block[0], strict=True):
            each.add(part)
    return [[each.solved() for each in filing], *beside]


def _blocks(
    main: Tree, others: Sequence[Tree], asked: Mapping[str, Any], run: PieceRun, progress: Progress | None
) -> Iterator[list[list[Solved]]]:
    """The blocks [set][given] in the order of the worlds, a few of them at a time."""
    firsts = range(0, main.n_worlds, BLOCK)
    for group in (firsts[at : at + BLOCKS_AT_ONCE] for at in range(0, len(firsts), BLOCKS_AT_ONCE)):
        before = group[0] // BLOCK

        def tell(done: int, _: int, before: int = before) -> None:
            if progress is not None:
                progress("blocks of worlds", before + done, len(firsts))

        blocks = [[main.world(slice(first, first + BLOCK)), *(() if first else others)] for first in group]
        found = run.columns([_piece(asked, block) for block in blocks], tell)
        for columns, block in zip(found, blocks, strict=True):
            yield _solved_of(columns, block, len(asked["givens"]))


def case_as_data(loaded: Loaded) -> dict[str, Any]:
    """A case and its game as data."""
    case = json.loads(loaded.case.model_dump_json(by_alias=True, exclude_unset=True))
    return {
        "case": case,
        "game": named_in_full(loaded.case.game, loaded.folder, loaded.hashes),
        "shape": dict(loaded.game.arguments),
    }


def _piece(asked: Mapping[str, Any], block: Sequence[Tree]) -> WorkPiece:
    given: dict[str, Floats] = {}
    for at, tree in enumerate(block):
        given |= {f"chance {at}": tree.chance, f"payoff {at}": tree.payoff}
        given |= {f"parameter {at} {name}": value for name, value in tree.parameters.items()}
    return WorkPiece({**asked, "sets": len(block)}, given)


def solved_block(settings: Mapping[str, Any], asked: Mapping[str, Any], given: Mapping[str, Any]) -> Columns:
    """The task of a worker: sets of worlds of a game solved together.

    Args:
        settings: of the plan, not read. asked: ``case``, ``game`` and ``shape`` as data, ``sets`` of worlds, ``givens``, ``made`` and
            ``seed`` of :func:`overture.judgement.play.solve.solve_trees`.
        given: of each set ``chance``, ``payoff`` and every ``parameter``.

    Returns:
        Every array of every :class:`Solved`, flat, and ``about``: its shape and words, as the bytes of JSON.
    """
    from multiprocessing import parent_process

    case = Case.model_validate(asked["case"])
    game = told_game(json.dumps([asked["game"], asked["shape"]], sort_keys=True))
    trees = []
    for at in range(asked["sets"]):
        head = f"parameter {at} "
        parameters = {
            name.removeprefix(head): value for name, value in given.items() if name.startswith(head)
        }
        one = game.tree({name: value[:1] for name, value in parameters.items()})
        trees.append(
            replace(
                one,
                chance=given[f"chance {at}"],
                payoff=given[f"payoff {at}"],
                parameters=parameters,
                exact=None,
            )
        )
    threads = None if parent_process() is None else 1  # the result does not depend on it
    found = solve_trees(case, trees, asked["seed"], threads, None, asked["givens"], asked["made"])
    columns: dict[str, np.ndarray[Any, Any]] = {}
    about = []
    for at, each in enumerate(one for by_given in found for one in by_given):
        arrays = {name: getattr(each, name) for name in (*PER_CLASS, *PER_WORLD)}
        columns |= {f"{at} {name}": np.ascontiguousarray(array).ravel() for name, array in arrays.items()}
        shapes = {name: array.shape for name, array in arrays.items()}
        about.append(
            {"classes": each.classes, "method": each.method, "complete": each.complete, "shapes": shapes}
        )
    return {"about": np.frombuffer(json.dumps(about).encode(), np.uint8), **columns}


def _solved_of(columns: Columns, block: Sequence[Tree], givens: int) -> list[list[Solved]]:
    about = json.loads(columns["about"].tobytes())
    found = []
    for at, each in enumerate(about):
        arrays = {name: columns[f"{at} {name}"].reshape(shape) for name, shape in each["shapes"].items()}
        found.append(
            Solved(
                tree=block[at // givens], classes=tuple(each["classes"]), method=each["method"], complete=each["complete"],
                **arrays,
            )
        )  # fmt: skip
    return [found[first : first + givens] for first in range(0, len(found), givens)]


def _joined(tree: Tree, parts: Sequence[Solved]) -> Solved:
    """Blocks one after the other: of each class in each world what its block has."""
    if len(parts) == 1:
        return replace(parts[0], tree=tree)
    counts: dict[str, int] = {}
    for part in parts:
        for at, name in enumerate(part.classes):
            counts[name] = counts.get(name, 0) + int(part.there[:, at].sum())
    classes = tuple(sorted(counts, key=lambda name: (-counts[name], name)))
    place = {name: at for at, name in enumerate(classes)}
    whole: dict[str, Any] = {}
    for name, nothing in PER_CLASS.items():
        one = getattr(parts[0], name)
        whole[name] = np.full((tree.n_worlds, len(classes), *one.shape[2:]), nothing, dtype=one.dtype)
    whole |= {name: np.concatenate([getattr(part, name) for part in parts]) for name in PER_WORLD}
    first = 0
    for part in parts:
        here = slice(first, first + len(part.scale))
        to = np.array([place[name] for name in part.classes], dtype=np.int64)
        for name in PER_CLASS:
            whole[name][here, to] = getattr(part, name)
        known = part.logit >= 0
        whole["logit"][here][known] = to[part.logit[known]]
        first = here.stop
    method = "; ".join(dict.fromkeys(part.method for part in parts))
    return Solved(
        tree=tree, classes=classes, method=method, complete=all(part.complete for part in parts), **whole
    )
