"""``overture compare``: two counterparts, two values of a parameter or two forms of a game, side by side in the same worlds."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from overture.case.load import Loaded, load_offer
from overture.case.schema import Case
from overture.errors import EvidenceError, FileError
from overture.games.tree import Floats
from overture.judgement.asked.question import question
from overture.judgement.basis import Asked, Basis
from overture.judgement.compared import (
    ComparedAbout,
    ComparedBy,
    ComparedDifference,
    ComparedNumber,
    ComparedRow,
    ComparedSide,
    Comparison,
    DifferenceWord,
)
from overture.judgement.parts.cards import certificate
from overture.judgement.prepare import prepare
from overture.judgement.progress import Progress
from overture.judgement.sides.by import OPTION, By, read_by, shape_value
from overture.judgement.sides.changed import Changed, with_number, with_shape
from overture.judgement.sides.numbers import SideNumber, SideNumbers, asked_answers, form, side_numbers
from overture.judgement.sides.words import parameter_written, row_words, shape_written, unlike
from overture.judgement.solving import PAY, plan_of_case
from overture.judgement.versions import versions
from overture.runs.pieces import ALONE, PieceRun, RunOptions, piece_run
from overture.version import __version__
from overture.weigh.decision.bootstrap import deviation

SAME = 1e-9  # differences and errors below this are the noise of rounding
FEW = "too few resamples hold a world that bears on it"


@dataclass(frozen=True)
class _Judged:
    """A side, and its numbers where it could be judged."""

    side: ComparedSide
    numbers: SideNumbers | None


def compare(
    case: Loaded | str | os.PathLike[str],
    by: str,
    of: str | Sequence[str] = (),
    worlds: int = 1000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    command: str = "",
    run: RunOptions = ALONE,
) -> Comparison:
    """Two situations or more, each judged as ``assess`` judges a case, in the same worlds.

    Args:
        case: a case that was loaded, or its file or folder.
        by: what differs: ``counterpart`` (all of them, or ``counterpart=X,Y``); a shape argument of the game,
            ``shape.talk`` for both values of a switch or ``shape.types=KE,KED``; or a parameter at two values or more,
            ``q_thin=0.3,0.8``, set in the game and in our own copy of it.
        of: the answers that are wanted (``"chance"``, ``"worth"``, ``"worth.accept"``); all of them where none is named.
        worlds: how many draws from the ranges; with one, every range is at its mode, and no error is known.
        seed: of the draws and of the starts. threads: how many solve; the result does not depend on it.
        progress: called with (stage, done, of). command: what to print as the command that makes this again.
        run: who solves the worlds, and where what was solved is kept.

    Raises:
        FileError: ``by`` or ``of`` names what the case does not have, a value makes odds that are none, or the case is
            about a history.
        EvidenceError: no side can be judged, since what was done and said has no chance.
    """
    loaded = case_to_compare(case)
    asked = read_by(loaded, by)
    changed = _changed(loaded, asked)
    names = asked_answers(
        [each.loaded for each in changed if each.loaded is not None],
        [of] if isinstance(of, str) else of,
    )
    sides = _counterparts if asked.kind == "counterpart" else _cases
    with piece_run(plan_of_case(loaded), run, PAY) as pieces:
        judged = sides(loaded, asked, changed, (worlds, seed, threads), progress, pieces)
    return Comparison(
        overture=__version__,
        about=_about(loaded, worlds, seed, command),
        by=_by(loaded, asked),
        sides=[each.side for each in judged],
        rows=[_row(loaded, name, judged, worlds) for name in names],
    )


def compared_in_part(found: Comparison) -> bool:
    """Whether some world of some side has no certified equilibrium."""
    return any(each.solved is not None and each.solved < found.about.worlds for each in found.sides)


def case_to_compare(case: Loaded | str | os.PathLike[str]) -> Loaded:
    """A case whose situations are compared. Raises FileError where it is one about a history, or faulty."""
    return load_offer(
        case,
        "compare/history",
        "a case about a history has no single offer whose numbers could stand side by side",
        "its key versus compares what follows two events, and overture assess prints it",
    )


def _changed(loaded: Loaded, asked: By) -> list[Changed]:
    """The case as each side has it; all counterparts are asked of one."""
    if asked.kind == "counterpart":
        return [Changed(loaded)]
    if asked.kind == "shape":
        found = [with_shape(loaded, asked.name, value) for value in asked.values]
        if not any(each.loaded for each in found):
            reason = f"with none of these values the case can be judged: {found[0].reason}"
            raise FileError.of("compare/shape", reason, OPTION, "a form that has what the case speaks of")
        return found
    return [with_number(loaded, asked.name, float(value)) for value in asked.values]


Drawing = tuple[int, int, int | None]
"""(worlds, seed, threads)."""


def _counterparts(
    loaded: Loaded,
    asked: By,
    changed: Sequence[Changed],
    drawing: Drawing,
    progress: Progress | None,
    run: PieceRun,
) -> list[_Judged]:
    """The case's offer, made to each counterpart."""
    basis = prepare(loaded, *drawing, progress, run)
    words = loaded.case.counterpart.words if loaded.case.counterpart is not None else {}
    made = {each.counterpart: each for each in basis.every_offer() if each.choice == basis.asked.choice}
    if basis.asked.counterpart is not None:
        made[basis.asked.counterpart] = basis.asked
    found = []
    for label in asked.labels():
        side = ComparedSide(label=label, words=words.get(label, ""))
        if label in made:
            found.append(_judged(side, basis, made[label]))
        else:
            reason = "the offer of the case cannot be made and answered with this counterpart"
            found.append(_Judged(side.model_copy(update={"reason": reason}), None))
    return found


def _cases(
    loaded: Loaded,
    asked: By,
    changed: Sequence[Changed],
    drawing: Drawing,
    progress: Progress | None,
    run: PieceRun,
) -> list[_Judged]:
    """The case's offer in each of the cases."""
    found, failed = [], []
    for label, each in zip(asked.labels(), changed, strict=True):
        side = ComparedSide(label=label, reason=each.reason, left_out=list(each.left_out))
        if each.loaded is None:
            found.append(_Judged(side, None))
            continue
        try:
            basis = prepare(each.loaded, *drawing, _named(progress, label), run)
        except EvidenceError as error:
            failed.append(error)
            reason = error.faults[0].found
            found.append(_Judged(side.model_copy(update={"reason": reason}), None))
        else:
            found.append(_judged(side, basis, basis.asked))
    if failed and not any(each.numbers for each in found):
        raise failed[0]
    return found


def _named(progress: Progress | None, label: str) -> Progress | None:
    """Progress whose stages name the side."""
    if progress is None:
        return None
    tell = progress
    return lambda stage, done, of: tell(f"{label}: {stage}", done, of)


def _judged(side: ComparedSide, basis: Basis, asked: Asked) -> _Judged:
    numbers = side_numbers(question(basis, asked))
    update = {
        "best": numbers.best,
        "types": list(numbers.types),
        "solved": int(basis.solved.there.any(axis=1).sum()),
        "max_regret": certificate(basis).max_regret,
    }
    return _Judged(side.model_copy(update=update), numbers)


def _row(loaded: Loaded, answer: str, judged: Sequence[_Judged], worlds: int) -> ComparedRow:
    numbers = [_number(each, answer) for each in judged]
    labels = [each.side.label for each in judged]
    types = next((each.numbers.types for each in judged if each.numbers is not None), ())
    return ComparedRow(
        answer=answer,
        words=row_words(loaded.case, answer, types[0] if types else ""),
        form=form(answer),
        numbers=[
            ComparedNumber(value=each.value, error=_error(each.samples), reason=each.reason)
            for each in numbers
        ],
        differences=[
            _no_difference(loaded.case, answer, (labels[0], label), (numbers[0], each))
            or _difference(numbers[0], each, worlds)
            for label, each in zip(labels[1:], numbers[1:], strict=True)
        ],
    )


def _number(judged: _Judged, answer: str) -> SideNumber:
    if judged.numbers is None:
        return SideNumber(None, reason=judged.side.reason)
    missing = SideNumber(None, reason=_of_lead(judged.numbers) or "this reply is not open")
    return judged.numbers.by_answer.get(answer, missing)


def _of_lead(numbers: SideNumbers) -> str | None:
    """Why there are no replies on a side; None where there are."""
    return numbers.by_answer["lead"].reason if numbers.best is None else None


def _error(samples: Floats | None) -> float | None:
    found = math.nan if samples is None else deviation(samples)
    return found if math.isfinite(found) else None


def _no_difference(
    case: Case, answer: str, labels: tuple[str, str], numbers: tuple[SideNumber, SideNumber]
) -> ComparedDifference | None:
    """Why the number of one side is not subtracted from that of another; None where it is."""
    for label, each in zip(labels, numbers, strict=True):
        if each.value is None:
            return ComparedDifference(value=None, reason=f"with {label} {each.reason}")
    first, other = numbers
    if first.of != other.of:
        return ComparedDifference(
            value=None, reason=unlike(case, answer, (labels[0], first.of), (labels[1], other.of))
        )
    return None


def _difference(first: SideNumber, other: SideNumber, worlds: int) -> ComparedDifference:
    """The number of a side minus that of the first, and its error from pairs of resamples of the same worlds and own draws."""
    value = (other.value or 0.0) - (first.value or 0.0)
    if worlds == 1:
        return ComparedDifference(value=value, word="no error")
    samples = None
    if first.samples is not None and other.samples is not None:
        samples = np.asarray(other.samples - first.samples)
    error = _error(samples)
    if error is None:
        return ComparedDifference(value=value, reason=FEW)
    return ComparedDifference(value=value, error=error, word=difference_word(value, error))


def difference_word(value: float, error: float) -> DifferenceWord:
    """What a difference says beside its error."""
    if abs(value) <= SAME and error <= SAME:
        return "the same"
    return "not told apart" if abs(value) <= 2 * error else "apart"


def _about(loaded: Loaded, worlds: int, seed: int, command: str) -> ComparedAbout:
    case = loaded.case
    return ComparedAbout(
        title=case.title,
        question=case.question.strip(),
        date=case.date.isoformat(),
        offer=case.offer.words,
        advised=case.player_name(case.advised),
        seed=seed,
        worlds=worlds,
        own_draws=worlds,
        command=command,
        versions=versions(),
        hashes=loaded.hashes,
    )


def _by(loaded: Loaded, asked: By) -> ComparedBy:
    if asked.kind == "counterpart":
        return ComparedBy(kind="counterpart", name=asked.name)
    if asked.kind == "shape":
        return ComparedBy(
            kind="shape", name=asked.name, written=shape_written(shape_value(loaded, asked.name))
        )
    given = loaded.parameters[asked.name]
    return ComparedBy(
        kind="parameter",
        name=asked.name,
        words=given.words,
        known=given.known,
        written=parameter_written(given),
    )
