"""Numbers in words: two digits, true minus, never certain when it is not."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overture.judgement.judgement import Answer, Spread
from overture.report import say
from overture.report.words import band


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (1.0, "1"), (0.5, "0.50"), (0.001, "<0.01"), (0.9999, ">0.99"), (math.nan, "–")],
)
def test_chance(value: float, text: str) -> None:
    assert say.chance(value) == text


@given(st.floats(min_value=1e-12, max_value=1 - 1e-12))
def test_an_uncertain_chance_never_reads_as_certain(value: float) -> None:
    assert say.chance(value) not in ("0", "1", "0.00", "1.00")


@pytest.mark.parametrize(
    ("value", "text"), [(-0.234, "−0.23"), (-0.001, "0.00"), (0.0, "0.00"), (1234.5, "1,234")]
)
def test_worth(value: float, text: str) -> None:
    assert say.worth(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.22, "+0.22"), (-0.22, "−0.22"), (0.0, "0.00"), (-0.0001, "0.00")]
)
def test_signed(value: float, text: str) -> None:
    assert say.signed(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1.0"),
        (0.9999, "1.0"),
        (1.25, "1.2"),
        (30.4, "30"),
        (0.0213, "0.021"),
        (1234.0, "1,200"),
        (math.inf, "∞"),
    ],
)
def test_ratio(value: float, text: str) -> None:
    assert say.ratio(value) == text


@given(st.floats(min_value=0.01, max_value=0.99))
def test_what_reads_alike_has_one_word(value: float) -> None:
    assert band(value) == band(float(say.chance(value)))


def test_small() -> None:
    assert say.small(3.14e-9) == "3.1 × 10⁻⁹"
    assert say.small(0.25) == "0.25"
    assert say.small(0) == "0"


def test_one_class_of_equilibrium_is_no_range() -> None:
    one = Spread(mean=0.4, low=0.3, high=0.5)
    answer = Answer(mean=0.4, low=0.3, high=0.5, by_equilibrium={"pooling": one})
    assert say.over_equilibria(answer) == ""
    assert say.over_worlds(answer) == "0.30 to 0.50"


def test_a_long_text_is_cut_after_a_sentence() -> None:
    text = "The chance is 0.55 (i.e. even). Accept it. But count the cost of all that follows."
    assert say.opening(text, 50) == "The chance is 0.55 (i.e. even). Accept it."
    assert say.opening(text, 40) == "The chance is 0.55 (i.e. even)."
    assert say.opening(text, 12) == "The chance…"
    assert say.opening(text, 500) == text


def test_a_long_text_is_cut_at_a_word() -> None:
    assert say.fitted("one two three four", 10) == "one two…"
    assert say.fitted("short", 10) == "short"
