"""Confidence: the reference's examples, its cuts, and what may not raise it (properties 24 and 25)."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from overture.evidence.source import Rate, Source, Testimony
from overture.weigh.reports.confidence import AnalyticConfidence, confidence
from overture.weigh.reports.contribution import RootShare, roots
from tests.conftest import ROOT
from tests.weigh.scenes import insider, one_history_each, weighed

REFERENCE = json.loads((ROOT / "tests" / "reference" / "confidence.json").read_text(encoding="utf-8"))
LEVELS = ("low", "moderate", "high")
KEYS = {"S": "S", "N": "N", "strongest": "top", "contradiction": "contra", "access": "acc"}

good = Source("g", access={"": Rate(0.8)}, accuracy=Rate(0.9), says_anyway=Rate(0.2))
coin = Source("c", access={"": Rate(0.9)}, accuracy=Rate(0.5), says_anyway=Rate(0.5))
EXAMPLES = {
    "flagship (insider .35/.9/.7/.4; others 0)": [(insider(), "E"), (coin, "E"), (coin, "K")],
    "three coin-flips (accuracy .5, says anyway .5)": [(coin, "E"), (coin, "E"), (coin, "K")],
    "three good (access .8, accuracy .9, says anyway .2)": [(good, "E")] * 3,
    "two good for, one against": [(good, "E"), (good, "E"), (good, "K")],
}


def judged(heard: list[tuple[Source, str]], **more: object) -> AnalyticConfidence:
    base, events = one_history_each({"E": 0.4, "K": 0.6})
    sources = [replace(source, id=f"s{at}") for at, (source, _) in enumerate(heard)]
    claims = [
        Testimony(f"c{at}", f"s{at}", event, near="K" if event == "E" else "E")
        for at, (_, event) in enumerate(heard)
    ]
    found = roots(weighed(base, events, ["E", "K"], sources, claims), 0, 1)
    given = {"alone": False, "fragility": None, "same_over_classes": True, **more}
    return confidence(found, **given)  # type: ignore[arg-type]


def level(*xs: float, access: float = 0.8, bent: float = 0.0, **more: object) -> AnalyticConfidence:
    given = {"alone": False, "fragility": None, "same_over_classes": True, **more}
    return confidence([RootShare(f"r{at}", (f"r{at}",), x, access, bent) for at, x in enumerate(xs)], **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", REFERENCE)
def test_the_examples_of_the_reference(name: str) -> None:
    found, stated = judged(EXAMPLES[name]), REFERENCE[name]
    for key, mine in KEYS.items():
        value = getattr(found, mine)
        assert value is None if stated[key] is None else value == pytest.approx(stated[key], rel=5e-9)
    assert found.level == stated.get("level", stated.get("level_before_robustness"))


def test_what_failed_is_named() -> None:
    assert judged(EXAMPLES["flagship (insider .35/.9/.7/.4; others 0)"], alone=True).failed == (
        "number", "access", "alone",
    )  # fmt: skip
    assert judged(EXAMPLES["three coin-flips (accuracy .5, says anyway .5)"]).failed == ("silent",)
    assert judged(EXAMPLES["two good for, one against"]).failed == ("contradiction",)
    three = EXAMPLES["three good (access .8, accuracy .9, says anyway .2)"]
    assert judged(three).failed == ()
    assert (judged(three, fragility=0.2).level, judged(three, fragility=0.2).failed) == (
        "moderate",
        ("fragility",),
    )
    assert judged(three, fragility=0.25).level == "high"
    assert judged(three, same_over_classes=False).failed == ("classes",)
    assert judged(three, alone=True).level == "low"


def test_cuts_hold_against_rounding() -> None:
    """Three roots of .7 have N = 2.9999999999999996 in floating point: that is three."""
    number = level(0.7, 0.7, 0.7).N
    assert number is not None
    assert number < 3.0
    assert level(0.7, 0.7, 0.7).level == "high"
    assert level(0.2, 0.2, 0.2, access=0.7).level == "high"  # acc = 0.6999999999999997
    assert level(0.7, 0.7, 0.7, access=0.7 - 1e-8).level == "moderate"
    assert level(0.7, 0.7, 0.68).level == "moderate"
    assert level(math.log(1.05) / 2, math.log(1.05) / 2).failed != ("silent",)
    assert level(0.02, 0.028).failed == ("silent",)


def test_a_controlled_source_gives_no_access() -> None:
    assert level(1.0, 1.0, 1.0, bent=0.25).acc == pytest.approx(0.6)
    assert level(1.0, 1.0, 1.0, bent=0.25).failed == ("access",)
    assert level(1.0, 1.0, bent=1.2).acc == 0.0


SHARES = st.lists(st.floats(-5, 5), min_size=1, max_size=8)


@given(SHARES)
def test_number_and_contradiction_stay_in_their_ranges(xs: list[float]) -> None:
    found = level(*xs)
    if found.N is None:
        return
    assert found.top is not None
    assert found.contra is not None
    assert 1.0 - 1e-9 <= found.N <= len(xs) + 1e-9
    assert 1.0 / len(xs) - 1e-9 <= found.top <= 1.0 + 1e-9
    assert 0.0 <= found.contra <= 1.0 + 1e-9
    assert found.acc == pytest.approx(0.8)


@given(SHARES, st.floats(0, 1), st.booleans(), st.floats(0, 1))
def test_a_root_that_moves_nothing_changes_nothing(
    xs: list[float], access: float, alone: bool, fragility: float
) -> None:
    """Property 24, for however well placed a source."""
    given_roots = [RootShare(f"r{at}", (f"r{at}",), x, access, 0.0) for at, x in enumerate(xs)]
    idle = RootShare("idle", ("idle",), 0.0, 1.0, 0.0)
    before, after = (
        confidence(each, alone=alone, fragility=fragility, same_over_classes=True)
        for each in (given_roots, [*given_roots, idle])
    )
    assert after.level == before.level
    assert (after.S, after.N, after.top, after.contra, after.acc) == (
        before.S, before.N, before.top, before.contra, before.acc
    )  # fmt: skip


@given(st.lists(st.floats(0.01, 5), min_size=1, max_size=8), st.floats(1e-3, 1.0))
def test_an_agreeing_root_of_no_great_size_raises_the_number(xs: list[float], share: float) -> None:
    """Property 25: one with |x| <= sum x^2 / S."""
    x = share * sum(each**2 for each in xs) / sum(xs)
    before, after = level(*xs), level(*xs, x)
    assume(before.N is not None)
    assert after.N is not None
    assert before.N is not None
    assert after.N > before.N
    assert after.contra == pytest.approx(0.0, abs=1e-12)


@given(st.lists(st.floats(0.01, 5), min_size=1, max_size=8), st.floats(0.01, 5))
def test_a_contradicting_root_raises_contradiction_from_nothing(xs: list[float], x: float) -> None:
    before, after = level(*xs), level(*xs, -x)
    assert before.contra == pytest.approx(0.0, abs=1e-12)
    assert after.contra is not None
    assert after.contra == pytest.approx(1 - abs(sum(xs) - x) / (sum(xs) + x))
    assert after.contra > 0.0


def test_a_rise_in_level_needs_a_rise_in_what_it_is_read_from() -> None:
    order = [level(1.0), level(1.0, 1.0), level(1.0, 1.0, 1.0)]
    assert [LEVELS.index(each.level) for each in order] == [0, 1, 2]
