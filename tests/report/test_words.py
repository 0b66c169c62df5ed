"""Words of likelihood and the small grammar: bands by the unrounded number, symmetric, none beyond 1 in 100."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overture.judgement.bands import BANDS, band
from overture.report.words import spelled, within
from overture.wording import agreeing, capital, listed, plural

MIRROR = dict(zip(BANDS[1:8], reversed(BANDS[1:8]), strict=True)) | {"": ""}


@pytest.mark.parametrize(
    ("probability", "word"),
    [
        (0.0, ""),
        (0.0099999, ""),
        (0.01, "almost no chance"),
        (0.05, "almost no chance"),
        (0.0500001, "very unlikely"),
        (0.2, "very unlikely"),
        (0.2000001, "unlikely"),
        (0.4499999, "unlikely"),
        (0.45, "roughly even chance"),
        (0.55, "roughly even chance"),
        (0.5500001, "likely"),
        (0.7999999, "likely"),
        (0.8, "very likely"),
        (0.9499999, "very likely"),
        (0.95, "almost certain"),
        (0.99, "almost certain"),
        (0.9900001, ""),
        (1.0, ""),
    ],
)
def test_bands_share_their_edges_as_the_convention_says(probability: float, word: str) -> None:
    assert band(probability) == word


@given(st.floats(0, 1))
def test_the_word_for_the_opposite_mirrors_the_word(probability: float) -> None:
    assert band(1 - probability) == MIRROR[band(probability)]


@given(st.sampled_from([0.01, 0.05, 0.2, 0.45, 0.55, 0.8, 0.95, 0.99]), st.floats(-9e-13, 9e-13))
def test_an_edge_is_an_edge_within_the_noise_of_doubles(edge: float, noise: float) -> None:
    assert band(edge + noise) == band(edge)


def test_small_numbers_are_spelled() -> None:
    assert [spelled(number) for number in (1, 2, 12, 13, 1000)] == ["one", "two", "twelve", "13", "1,000"]


def test_lists_and_first_letters() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"], "or") == "a, b or c"
    assert capital("the leader") == "The leader"
    assert within("The insider, an official") == "the insider, an official"
    assert within("Then Ann") == "Then Ann"


@pytest.mark.parametrize(
    ("phrase", "many"),
    [
        ("offers a truce", "offer a truce"),
        ("refuses", "refuse"),
        ("passes the test", "pass the test"),
        ("denies it", "deny it"),
        ("has no move", "have no move"),
        ("is silent", "are silent"),
        ("goes on", "go on"),
    ],
)
def test_verbs_agree_with_many(phrase: str, many: str) -> None:
    assert agreeing(phrase, True) == many
    assert agreeing(phrase, False) == phrase


def test_they_may_stand_for_one_or_for_many() -> None:
    assert plural("the rebels", "they")
    assert not plural("the Front", "they")
    assert not plural("the press", "they")
    assert not plural("the United States", "it")
