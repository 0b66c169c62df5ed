"""Numbers in words: two digits, true minus, never certain when it is not."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overture.report import say


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


def test_small() -> None:
    assert say.small(3.14e-9) == "3.1 × 10⁻⁹"
    assert say.small(0.25) == "0.25"
    assert say.small(0) == "0"


def test_a_long_text_is_cut_at_a_word() -> None:
    assert say.fitted("one two three four", 10) == "one two…"
    assert say.fitted("short", 10) == "short"
