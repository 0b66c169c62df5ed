"""What drives an answer about the terms of a case: worth, breach, or whether they hold, over the ranges of the case."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from overture.case.load import Loaded
from overture.case.schema import Parameter
from overture.design.drivers.indices import SobolIndices, sobol_indices
from overture.design.drivers.plan import saltelli_plan
from overture.design.drivers.scenario import ScenarioRule, scenario_rule
from overture.design.drivers.tornado import Tornado, tornado
from overture.design.terms.judged import HOLDS, Choice, JudgedTerms
from overture.errors import Fault, FileError
from overture.filing import did_you_mean
from overture.games.tree import Floats
from overture.judgement.deal.posed import PosedTerms, case_of_terms, posed
from overture.judgement.deal.proposal import Terms
from overture.judgement.deal.task import ANSWER, VECTORS, WORLD, game_of, judged_piece, plan_of_terms
from overture.judgement.progress import Progress
from overture.ranges import InputRange
from overture.runs.draws import unit_points
from overture.runs.pieces import ALONE, PieceRun, RunOptions, WorkPiece, piece_run

CELLS = 1 << 13  # points of a piece
POINTS = f"{__name__}:judged_points"


def _over(judged: JudgedTerms, number: Floats, which: Choice) -> Floats:
    """[W] a number over the equilibria of each world; 0 where it has none."""
    return np.asarray(np.nan_to_num(judged.over(number, which)[0]))


ANSWERS: dict[str, tuple[str, Callable[[JudgedTerms], Floats]]] = {
    "worth": ("worth to us, all equilibria alike", lambda found: _over(found, found.members.us, "even")),
    "worth.worst": ("worth to us in the worst equilibrium", lambda found: _over(found, found.members.us, "worst")),
    "worth.best": ("worth to us in the best equilibrium", lambda found: _over(found, found.members.us, "best")),
    "theirs": ("worth to them, all equilibria alike", lambda found: _over(found, found.members.them, "even")),
    "broken": ("chance of a breach, the most broken equilibrium", lambda found: _over(found, found.members.broken, "best")),
    "holds": ("whether the terms hold robustly", lambda found: (found.verdict[0] == HOLDS).astype(float)),
}  # fmt: skip


@dataclass(frozen=True)
class DrivenTerms:
    """What drives the answers about some terms, with the terms, the tornado and the rule."""

    terms: Terms
    indices: SobolIndices
    tornado: Tornado
    rule: ScenarioRule


def what_drives_terms(
    case: Loaded | str | os.PathLike[str],
    of: tuple[str, ...] = ("worth", "holds"),
    given: Mapping[str, float | bool | str] | None = None,
    points: int = 1024,
    seed: int = 1,
    progress: Progress | None = None,
    run: RunOptions = ALONE,
) -> DrivenTerms:
    """Which ranges of a case move the answers about some terms, and where these fail.

    Args:
        case: a case that was loaded, or its file or folder.
        of: keys of ``ANSWERS``; each is asked apart. given: clause -> value; the others stand as offered.
        points: base points of the plan. seed: of its sequence.
        progress: called with (stage, points judged, points in all of the first plan).
        run: who judges, and where what was judged is kept.

    Raises:
        FileError: no such answer, clause or value; nothing is left that has a range; what is wrong with the store.
        SolveError: what is wrong with the workers.
    """
    loaded = case_of_terms(case)
    terms = posed(loaded)
    faults = [
        Fault(
            "drivers/answer",
            f"{name!r} is no answer",
            "--of",
            ", ".join(ANSWERS),
            did_you_mean(name, ANSWERS),
        )
        for name in of
        if name not in ANSWERS
    ]
    vector, wrong = _vector(terms, given or {})
    FileError.raise_any([*faults, *wrong])
    inputs = _inputs(terms)
    if not inputs:
        raise FileError.of(
            "drivers/ranges",
            "no parameter beside the clauses has a range",
            loaded.case.title,
            "one range at least",
        )
    with piece_run(plan_of_terms(terms, None, POINTS), run) as pieces:
        return _driven(terms, vector, inputs, of, points, seed, progress, pieces)


def _driven(
    terms: PosedTerms,
    vector: Floats,
    inputs: Mapping[str, InputRange],
    of: tuple[str, ...],
    points: int,
    seed: int,
    progress: Progress | None,
    run: PieceRun,
) -> DrivenTerms:
    plan = saltelli_plan(inputs, points, seed)
    total, done = points * (len(inputs) + 2), [0]

    def answer(values: dict[str, Floats]) -> dict[str, Floats]:
        found = _answers(terms, vector, values, of, run)
        done[0] += len(next(iter(values.values())))
        if progress is not None:
            progress("drivers", min(done[0], total), total)
        return found

    indices = sobol_indices(plan, answer)
    swings = tornado(indices, answer)
    # Worlds, which the points of a plan are not.
    unit = unit_points(len(inputs), points, seed)
    drawn = {name: each.at(unit[:, at]) for at, (name, each) in enumerate(inputs.items())}
    fails = 1.0 - _answers(terms, vector, drawn, ("holds",), run)["holds"]
    return DrivenTerms(terms.terms(vector), indices, swings, scenario_rule(drawn, fails > 0.5))


def _answers(
    terms: PosedTerms, vector: Floats, values: Mapping[str, Floats], of: tuple[str, ...], run: PieceRun
) -> dict[str, Floats]:
    """Answer -> [point]: the terms judged at points, a few thousand in a piece."""
    names = {case: inside for inside, case in terms.judged.names.items()}
    count = len(next(iter(values.values())))
    asked = {"game": ANSWER, "shape": {}, "break": terms.judged.design.most, "margin": 0.0}
    pieces = []
    for start in range(0, count, CELLS):
        here = slice(start, min(start + CELLS, count))
        worlds = {name: np.repeat(value, here.stop - start) for name, value in terms.modes().items()}
        worlds |= {names.get(name, name): np.asarray(value[here]) for name, value in values.items()}
        given = {f"{WORLD}{name}": value for name, value in worlds.items()}
        pieces.append(WorkPiece(asked, {VECTORS: vector[None] + 0.0, **given}))
    found = run.columns(pieces)
    return {name: np.concatenate([each[name] for each in found]) for name in of}


def judged_points(
    settings: Mapping[str, Any], asked: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Floats]:
    """The task of a worker: every answer [point] about one vector of terms at the points of a plan.

    Args:
        settings, asked, given: as :func:`overture.judgement.deal.task.tallied` has them, with one vector.
    """
    game, clauses = game_of(json.dumps(settings["games"][asked["game"]], sort_keys=True))
    judged, _ = judged_piece(game, clauses, asked, given)
    return {name: answer(judged) for name, (_, answer) in ANSWERS.items()}


def _inputs(terms: PosedTerms) -> dict[str, InputRange]:
    """The parameters with a range that are no clauses, by their names in the case."""
    set_by_terms = {clause.name for clause in terms.clauses}
    ranged: dict[str, Parameter] = {
        terms.judged.names.get(name, name): each
        for name, each in terms.judged.parameters.items()
        if each.played.spread and name not in set_by_terms
    }
    return {
        name: InputRange(each.played.low, each.played.high, each.played.mode) for name, each in ranged.items()
    }


def _vector(terms: PosedTerms, given: Mapping[str, float | bool | str]) -> tuple[Floats, list[Fault]]:
    """The terms as offered, with some clauses set; and what is wrong with those."""
    vector, faults = terms.now.copy(), []
    for name, value in given.items():
        if name not in terms.names:
            faults.append(
                Fault(
                    "drivers/clause",
                    f"{name!r} is no clause",
                    "--set",
                    ", ".join(terms.names),
                    did_you_mean(name, terms.names),
                )
            )
            continue
        at = terms.names.index(name)
        clause = terms.clauses[at]
        if clause.choices:
            told = {str(each).lower(): k for k, each in enumerate(clause.choices)}
            if str(value).lower() not in told:
                faults.append(Fault("drivers/value", f"{name} is {value!r}", "--set", ", ".join(told)))
                continue
            vector[at] = told[str(value).lower()]
            continue
        low, high = float(terms.space.low[at]), float(terms.space.high[at])
        try:
            number = float(value)
        except ValueError:
            number = float("nan")
        if not low <= number <= high:
            faults.append(
                Fault("drivers/value", f"{name} is {value!r}", "--set", f"a number from {low:g} to {high:g}")
            )
            continue
        vector[at] = number
    return vector, faults
