"""Words for numbers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from overture.judgement.spread import median, spread
from overture.report.words import band, chance_that, two_digits


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.0, "almost no chance"),
        (0.05, "almost no chance"),
        (0.2, "very unlikely"),
        (0.44, "unlikely"),
        (0.5, "roughly even chance"),
        (0.56, "likely"),
        (0.9, "very likely"),
        (0.99, "almost certain"),
        (1.0, "almost certain"),
    ],
)
def test_bands_of_icd_203(probability: float, word: str) -> None:
    assert band(probability) == word


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.7, "0.70"), (1, "1.0"), (0.996, "1.0"), (-0.0843, "−0.084"), (12.4, "12"), (1234, "1,200"),
     (0.00002, "2.0e-05")],
)  # fmt: skip
def test_two_digits(value: float, text: str) -> None:
    assert two_digits(value) == text


def test_a_probability_as_a_clause() -> None:
    assert chance_that(0.52, "he cheats") == "there is a roughly even chance (0.52) that he cheats"
    assert chance_that(0.7, "he cheats") == "it is likely (0.70) that he cheats"
    assert chance_that(0.01, "he cheats") == "there is almost no chance (0.010) that he cheats"


@given(st.lists(st.tuples(st.floats(-5, 5), st.integers(1, 9)), min_size=1, max_size=30))
def test_the_weighted_median_is_that_of_the_repeated_values(pairs: list[tuple[float, int]]) -> None:
    value, weight = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    repeated = np.sort(np.repeat(value, weight.astype(int)))
    found = median(value, weight)
    assert (repeated <= found).mean() >= 0.5
    assert (repeated >= found).mean() >= 0.5


def test_what_does_not_count_does_not_count() -> None:
    value = np.array([1.0, np.nan, 3.0, 100.0])
    weight = np.array([1.0, 1.0, 1.0, 0.0])
    assert spread(value, weight).mean == pytest.approx(2.0)
    assert median(value, weight) == 1.0
    assert np.isnan(median(value, np.zeros(4)))
