"""What drives an answer about the terms of a case: worth, breach, or whether they hold, over the ranges of the case."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from overture.case.load import Loaded
from overture.case.schema import Parameter
from overture.design.drivers.indices import SobolIndices, sobol_indices
from overture.design.drivers.plan import saltelli_plan
from overture.design.drivers.scenario import ScenarioRule, scenario_rule
from overture.design.drivers.tornado import Tornado, tornado
from overture.design.terms.judge import CELLS
from overture.errors import Fault, FileError
from overture.games.tree import Floats
from overture.judgement.deal.driver_cards import (
    BoundOfRule,
    DrivingInput,
    InputIndices,
    RuleOfTerms,
    TermsDrivers,
)
from overture.judgement.deal.evaluate import JudgedWorlds
from overture.judgement.deal.own import own_game
from overture.judgement.deal.points import ANSWERS
from overture.judgement.deal.posed import PosedTerms, case_of_terms, posed
from overture.judgement.deal.proposal import Terms
from overture.judgement.deal.task import ANSWER, POINTS, VECTORS, WORLD, plan_of_terms
from overture.judgement.progress import Progress
from overture.ranges import InputRange
from overture.runs.draws import unit_points
from overture.runs.pieces import ALONE, PieceRun, RunOptions, WorkPiece, piece_run
from overture.sameness import SameContent
from overture.wording import did_you_mean

ALL = "all"  # the clauses that are not set


@dataclass(frozen=True)
class DrivenTerms(SameContent):
    """What drives the answers about some terms, with the terms, the tornado and the rule.

    Attributes:
        terms: every clause that is set. drawn: the clauses that are drawn from the range of their parameter instead.
        words: what the inputs are, in the words of the case.
    """

    terms: Terms
    drawn: tuple[str, ...]
    words: dict[str, str]
    indices: SobolIndices
    tornado: Tornado
    rule: ScenarioRule

    def in_words(self) -> DrivenTerms:
        """The same with every input named by its words in the case, its name in brackets."""
        names = tuple(f"{self.words[name]} ({name})" for name in self.indices.plan.names)
        plan = replace(self.indices.plan, names=names)
        return replace(
            self,
            indices=replace(self.indices, plan=plan),
            tornado=replace(self.tornado, names=names),
            rule=replace(self.rule, names=names),
        )


def what_drives_terms(
    case: Loaded | str | os.PathLike[str],
    of: tuple[str, ...] = ("worth", "holds"),
    given: Mapping[str, float | bool | str] | None = None,
    points: int = 1024,
    seed: int = 1,
    progress: Progress | None = None,
    drawn: Collection[str] = (),
    run: RunOptions = ALONE,
) -> DrivenTerms:
    """Which ranges of a case move the answers about some terms, and where these fail.

    Args:
        case: a case that was loaded, or its file or folder.
        of: keys of ``ANSWERS``; each is asked apart. given: clause -> value; the others stand as offered, unless they are drawn.
        points: base points of the plan. seed: of its sequence.
        progress: called with (stage, points judged, points in all of the first plan).
        drawn: clauses that are drawn like every other number, from the range of their parameter in the case; ``ALL`` for each
            clause that is not set and whose parameter has a range.
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
    loose, unsound = _drawn(terms, drawn, given or {})
    FileError.raise_any([*faults, *wrong, *unsound])
    inputs = _inputs(terms, loose)
    if not inputs:
        raise FileError.of(
            "drivers/ranges",
            "no parameter beside the clauses has a range",
            loaded.case.title,
            "one range at least",
        )
    fixed = _Fixed(terms, vector, loose, terms.judged.design.most)
    with piece_run(plan_of_terms(terms, own_game(terms)), run) as pieces:
        return _driven(fixed, inputs, of, points, seed, progress, pieces)


def drivers_of_terms(
    judge: JudgedWorlds, vector: Floats, worlds: int, seed: int, proposal: int | None
) -> TermsDrivers | None:
    """What drives the worth of terms [C] and whether they hold by the judge's margin; None where nothing beside the clauses has a range.

    ``worlds``: of the rule; the plan has a power of two of base points, at most so many and at most 1,024.
    """
    inputs = _inputs(judge.posed, ())
    if not inputs:
        return None
    points = 1 << min(max(worlds, 2).bit_length() - 1, 10)
    fixed = _Fixed(judge.posed, vector, (), judge.demand.broken, judge.margin)
    found = _driven(fixed, inputs, ("worth", "holds"), points, seed, None, judge.run)
    return told_drivers(found, proposal)


def _driven(
    fixed: _Fixed,
    inputs: dict[str, InputRange],
    of: tuple[str, ...],
    points: int,
    seed: int,
    progress: Progress | None,
    run: PieceRun,
) -> DrivenTerms:
    """What drives the answers about terms, over the ranges of the inputs."""
    terms, loose = fixed.posed, fixed.drawn
    plan = saltelli_plan(inputs, points, seed)
    total, done = points * (len(inputs) + 2), [0]

    def answer(values: dict[str, Floats]) -> dict[str, Floats]:
        found = _answers(fixed, values, of, run)
        done[0] += len(next(iter(values.values())))
        if progress is not None:
            progress("drivers", min(done[0], total), total)
        return found

    indices = sobol_indices(plan, answer)
    swings = tornado(indices, answer)
    # Worlds, which the points of a plan are not.
    unit = unit_points(len(inputs), points, seed)
    worlds = {name: each.at(unit[:, at]) for at, (name, each) in enumerate(inputs.items())}
    fails = 1.0 - _answers(fixed, worlds, ("holds",), run)["holds"]
    return DrivenTerms(
        {name: value for name, value in terms.terms(fixed.vector).items() if name not in loose}, loose, _words(terms, inputs),
        indices, swings, scenario_rule(worlds, fails > 0.5),
    )  # fmt: skip


@dataclass(frozen=True)
class _Fixed:
    """Terms [C], of which the clauses ``drawn`` are no terms but numbers of a point, and by what they hold."""

    posed: PosedTerms
    vector: Floats
    drawn: tuple[str, ...]
    most: float
    margin: float = 0.0

    @property
    def kept(self) -> list[int]:
        """The places of the clauses that are set."""
        return [at for at, name in enumerate(self.posed.names) if name not in self.drawn]


def _answers(
    fixed: _Fixed, values: Mapping[str, Floats], of: tuple[str, ...], run: PieceRun
) -> dict[str, Floats]:
    """Answer -> [point]: the terms judged at points, a few thousand in a piece."""
    terms, kept = fixed.posed, fixed.kept
    names = {case: inside for inside, case in terms.judged.names.items()}
    count = len(next(iter(values.values())))
    asked = {
        "form": POINTS, "game": ANSWER, "shape": {}, "break": fixed.most, "margin": fixed.margin, "terms": kept
    }  # fmt: skip
    pieces = []
    for start in range(0, count, CELLS):
        here = slice(start, min(start + CELLS, count))
        worlds = {name: np.repeat(value, here.stop - start) for name, value in terms.modes().items()}
        worlds |= {names.get(name, name): np.asarray(value[here]) for name, value in values.items()}
        given = {f"{WORLD}{name}": value for name, value in worlds.items()}
        pieces.append(WorkPiece(asked, {VECTORS: fixed.vector[None, kept] + 0.0, **given}))
    found = run.columns(pieces)
    return {name: np.concatenate([each[name] for each in found]) for name in of}


def told_drivers(found: DrivenTerms, proposal: int | None) -> TermsDrivers:
    """The indices and the rule, as a judgement has them; ``proposal``: its place among the proposals."""
    plan, answers = found.indices.plan, found.indices.answers

    def indices(answer: str, axis: int) -> InputIndices:
        at = answers.index(answer)
        each = found.indices.indices[at]
        return InputIndices(
            effect=bool(found.indices.effect[at, axis]),
            first=float(each.first.value[axis]), first_low=float(each.first.low[axis]), first_high=float(each.first.high[axis]),
            total=float(each.total.value[axis]), total_low=float(each.total.low[axis]), total_high=float(each.total.high[axis]),
        )  # fmt: skip

    rule = found.rule
    box = rule.box if rule.box is not None and rule.box.bounds else None
    return TermsDrivers(
        proposal=proposal,
        points=plan.points,
        together=dict(zip(answers, found.indices.together.tolist(), strict=True)),
        still=[name for name, same in zip(answers, found.indices.constant, strict=True) if same],
        sure=[name for name, sure in zip(answers, found.indices.sure, strict=True) if sure],
        inputs=[
            DrivingInput(
                name=name, words=found.words[name], low=each.low, mode=each.low if each.mode is None else each.mode, high=each.high,
                worth=indices("worth", axis), holds=indices("holds", axis),
            )
            for axis, (name, each) in enumerate(zip(plan.names, plan.ranges, strict=True))
        ],
        rule=RuleOfTerms(
            of=rule.of,
            base=rule.base,
            worlds=len(rule.happens),
            bounds=[
                BoundOfRule(name=rule.names[each.axis], at_least=each.at_least, value=float(each.value))
                for each in (box.bounds if box is not None else ())
            ],
            coverage=None if box is None else rule.coverage(box),
            density=None if box is None else box.density,
        ),
    )  # fmt: skip


def _drawn(
    terms: PosedTerms, asked: Collection[str], given: Mapping[str, object]
) -> tuple[tuple[str, ...], list[Fault]]:
    """The clauses that are drawn, in the order of the clauses, and what is wrong with what was asked."""
    can = {
        name
        for name, clause in zip(terms.names, terms.clauses, strict=True)
        if not clause.choices and terms.judged.parameters[clause.name].played.spread
    }
    free = [name for name in terms.names if name in can and name not in given]
    faults, allowed = [], ", ".join([*free, ALL])
    for name in asked:
        if name == ALL or name in free:
            continue
        mend = did_you_mean(name, [*free, ALL])
        if name not in terms.names:
            found = f"{name!r} is no clause"
        elif name in given:
            found, mend = f"{name} is set and drawn", "leave out one of the two"
        else:
            found = f"{name} has no range as a parameter of the case: it stands as offered, or is set"
        faults.append(Fault("drivers/draw", found, "--draw", allowed, mend))
    return tuple(name for name in free if ALL in asked or name in asked), faults


def _words(terms: PosedTerms, inputs: Collection[str]) -> dict[str, str]:
    """Input -> its words in the case, a clause by those of the clause; its name where there are none."""
    clauses = {name: each.words for name, each in zip(terms.names, terms.clauses, strict=True)}
    parameters = {
        terms.judged.names.get(name, name): each.words for name, each in terms.judged.parameters.items()
    }
    return {name: plain(clauses.get(name) or parameters.get(name) or name) for name in inputs}


def plain(words: str) -> str:
    """Words without what stands in brackets at their end."""
    return words.partition(" (")[0]


def terms_in_words(case: Loaded, terms: Terms) -> str:
    """``relief (R) 1; snapback by itself after an alarm (automatic): yes``."""
    words = {term.name: plain(term.words) for term in case.case.terms}
    return "; ".join(
        f"{words[name]} ({name}): {'yes' if value else 'no'}" if isinstance(value, bool)
        else f"{words[name]} ({name}) {value:g}" if isinstance(value, float)
        else f"{words[name]} ({name}): {value}"
        for name, value in terms.items()
    )  # fmt: skip


def _inputs(terms: PosedTerms, drawn: tuple[str, ...]) -> dict[str, InputRange]:
    """The parameters with a range that are no clauses, and the clauses that are drawn, by their names in the case."""
    set_by_terms = {
        clause.name for name, clause in zip(terms.names, terms.clauses, strict=True) if name not in drawn
    }
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
