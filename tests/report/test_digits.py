"""Printed numbers: no digit tells something else than the number does, and nothing reads as certain that is not."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from overture.judgement.bands import band
from overture.report import digits

TURNING = 0.506299031


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1.0, "1"),
        (0.558345173, "0.56"),
        (0.052, "0.052"),
        (0.0043, "<0.01"),
        (0.9957, ">0.99"),
        (0.5028, "0.503"),
        (0.499546117, "0.4995"),
        (0.05, "0.05"),
        (0.5500000001, "just above 0.55"),
        (0.4999999, "just below 0.50"),
        (0.8, "0.80"),
    ],
)
def test_a_chance_has_as_many_digits_as_separate_it_from_an_edge(value: float, text: str) -> None:
    assert digits.chance(value) == text


def test_a_belief_never_seems_to_lie_on_the_other_side_of_the_turning_belief() -> None:
    assert digits.chance(0.5047, [TURNING]) == "0.505"
    assert digits.chance(0.5088, [0.5062]) == "0.51"
    assert digits.chance(0.5061, [TURNING]) == "0.506"
    assert digits.chance(0.5100001, [0.51]) == "just above 0.51"
    assert digits.chance(0.5063 + 1e-7, [0.5063]) == "0.51"


@given(st.floats(1e-11, 1 - 1e-11), st.floats(0.02, 0.98))
def test_what_is_printed_has_the_same_word_and_lies_on_the_same_side(value: float, edge: float) -> None:
    text = digits.chance(value, [edge])
    assert text not in ("0", "1", "0.00", "1.00")
    if text[0] in "01":
        shown = float(text)
        assert band(shown) == band(value)
        for each in (0.5, edge):
            assume(abs(value - each) > 1e-11)
            assert (value > each) == (shown > each) or shown == each == value
        assert abs(shown - value) <= 0.005 + 1e-12


@given(st.floats(1e-11, 1 - 1e-11))
def test_a_share_is_all_or_nothing_only_if_it_is(value: float) -> None:
    assert digits.share(value).replace("\u00a0", " ") not in ("0 %", "100 %")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0 %"),
        (1, "100 %"),
        (0.428, "43 %"),
        (0.002, "<1 %"),
        (0.995, ">99 %"),
        (0.9949, "99 %"),
        (0.005, "<1 %"),
    ],
)
def test_shares(value: float, text: str) -> None:
    assert digits.share(value).replace("\u00a0", " ") == text


def test_a_share_near_the_cut_of_narrowly_has_one_digit_more() -> None:
    assert digits.share(0.0996, [0.1]).replace("\u00a0", " ") == "9.96 %"
    assert digits.share(0.088, [0.1]).replace("\u00a0", " ") == "9 %"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.0856651641, "−0.086"),
        (0.7, "0.70"),
        (0.0996, "0.10"),
        (12.4, "12"),
        (1234.0, "1,200"),
        (0.0, "0"),
        (-3e-17, "0"),
        (0.000067, "0.000067"),
        (1.0, "1.0"),
    ],
)
def test_payoffs_have_two_significant_digits_and_a_true_minus_sign(value: float, text: str) -> None:
    assert digits.worth(value) == text


def test_two_payoffs_that_differ_do_not_read_alike() -> None:
    assert digits.worth(0.0262, [0.0257]) == "0.0262"
    assert digits.worth(0.0262, [0.0200]) == "0.026"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.160956, "1.2"),
        (36.4, "36"),
        (0.3367, "0.34 (1/2.97)"),
        (1.496, "1.496"),
        (1.0, "1.0"),
        (0.996, "1.0"),
        (0.985, "0.99"),
    ],
)
def test_ratios_below_one_are_told_both_ways(value: float, text: str) -> None:
    assert digits.ratio(value) == text


def test_how_often() -> None:
    assert [digits.times(odds) for odds in (0.0, 1.0, 0.86, 0.012, 0.001, 0.998)] == [
        "never",
        "always",
        "86 times in 100",
        "once in 100 times",
        "less than once in 100 times",
        "more than 99 times in 100",
    ]


def test_the_last_digit_of_a_printed_number() -> None:
    assert digits.unit("−0.086") == pytest.approx(0.001)
    assert digits.unit("0.56") == pytest.approx(0.01)
    assert digits.unit("1.2") == pytest.approx(0.1)
    assert digits.unit("1,200") == pytest.approx(100)
    assert digits.unit("<0.01") == float("inf")


def test_signs_and_small_numbers() -> None:
    assert digits.signed(0.223) == "+0.22"
    assert digits.signed(-0.0044) == "−0.0044"
    assert digits.small(3.14e-9) == "3.1 × 10⁻⁹"
    assert digits.plain(1000) == "1,000"
    assert digits.plain(-0.05) == "−0.05"
    assert digits.fine(-0.4537) == "−0.4537"
