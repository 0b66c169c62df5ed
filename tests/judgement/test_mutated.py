"""Whatever is mistyped in a case: what is sound is judged, or ends in an error of ours that names it; never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.case.load import load
from overture.errors import OvertureError
from overture.judgement.counted import weights_that_count
from overture.judgement.judge import judge
from overture.judgement.prepare import sayable
from tests.case.mutate import Edit, Mutation, mutations, numbers
from tests.judgement.scenes import not_finite
from tests.judgement.small import Small, cases

TRIED = 10  # mutations; a long run by hand tries hundreds


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mutated") / "case"


def judged_or_refused(folder: Path, worlds: int) -> bool:
    """Whether ``check`` calls the case sound. Then it is judged, and its judgement holds no NaN and no infinity, as JSON too.

    Only where ``check`` says that some worlds have no class with weight may all worlds of a judgement be such.
    """
    try:
        loaded = load(folder)
        sayable(loaded)
        unweighed = weights_that_count(loaded)
    except OvertureError:
        return False
    try:
        found = judge(loaded, worlds, 1, 1)
    except OvertureError as error:
        if not (error.id == "judge/weights" and unweighed and worlds > 1):
            raise
        return True
    assert list(not_finite(found.model_dump())) == []
    assert json.loads(found.model_dump_json())["answers"]["types"] == found.answers.types
    return True


@given(mutations())
@settings(max_examples=TRIED)
def test_a_mistyped_case_is_judged_or_refused(folder: Path, mutation) -> None:  # type: ignore[no-untyped-def]
    judged_or_refused(mutation.write(folder), 4)


@given(numbers())
@settings(max_examples=TRIED // 2)
def test_other_numbers_are_judged_or_refused(folder: Path, mutation) -> None:  # type: ignore[no-untyped-def]
    judged_or_refused(mutation.write(folder), 4)


@given(
    cases(),
    st.sampled_from([1, 4]),
    st.sampled_from([(), ('invite == "ask"',), ('act == "thin"',), ('answer == "accept"',)]),
)
@settings(max_examples=TRIED)
def test_a_random_small_case_is_judged_or_refused(folder: Path, small, worlds: int, done) -> None:  # type: ignore[no-untyped-def]
    judged_or_refused(small.having(done=done).write(folder), worlds)


@pytest.mark.parametrize(
    ("weights", "sound"),
    [
        ({"separating": 1.0, "other": 0.0}, True),
        ({"pooling on none": 1.0, "other": 0.0}, False),
        ({"pooling on thin (2)": 1.0}, False),
    ],
)
def test_weights_that_leave_nothing_are_found_by_check(folder: Path, weights, sound: bool) -> None:  # type: ignore[no-untyped-def]
    keys = ("case.yaml", ("equilibria", "weights"), "put", {k: v for k, v in weights.items() if k != "other"})
    edits = [
        Edit(*keys),
        *[Edit("case.yaml", ("equilibria", "other"), "put", v) for k, v in weights.items() if k == "other"],
    ]
    assert judged_or_refused(Mutation(tuple(edits)).write(folder), 1) is sound


def test_a_class_without_which_the_reports_cannot_be_is_not_left_out(tmp_path: Path) -> None:
    """A source that is surely right says that he cheats, which in all other classes he does not."""
    sources = (
        {"id": "a", "name": "Source a", "access": 0.0, "accuracy": 0.5, "says_anyway": 0.1},
        {"id": "b", "name": "Source b", "access": 1.0, "accuracy": 1.0, "says_anyway": 0.1},
    )
    claims = tuple(
        {"id": f"{source}{at}", "source": source, "event": event, "words": f"{source} says so"}
        for at, (source, event) in enumerate(
            [("a", 'kind == "bad"'), ("a", 'kind == "good"'), ("b", 'conduct == "cheat"')]
        )
    )
    small = Small(types="bg", conduct=True, sources=sources, claims=claims)
    found = judge(load(small.write(tmp_path)), 1, 1, 1)
    assert len(found.equilibria) > len([each for each in found.drops if each.kind == "class"])
