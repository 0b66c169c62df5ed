"""The verdict on an act, in the order of its rules (Answers, sections 4 and 18.5), from ratios made up for the purpose."""

from __future__ import annotations

import math

import numpy as np
import pytest

from overture.judgement.bands import BANDS, band
from overture.weigh.distribution.act import Ratio, quantiles, size, verdict

TYPES = ("bad", "good")


def ratio(
    factor: float, plain: float | None = None, before: float = 1.0, after: float = 1.0, never: bool = False
) -> Ratio:
    """An act that the good do with one half, the bad so many times as often; ``never`` without a floor."""
    bare = factor if plain is None else plain
    return Ratio(
        types=TYPES,
        likelihood=np.array([factor / 2, 0.5]),
        plain=np.array([0.0, 0.0])
        if never
        else np.array([1.0, 0.0])
        if math.isinf(bare)
        else np.array([bare / 2, 0.5]),
        before=np.array([0.5, 0.5]),
        after=np.array([factor, 1.0]) / (1 + factor),
        after_plain=None if never else np.array([0.5, 0.5]),
        on_before=before,
        on_after=after,
        chance=0.5,
    )


def told(
    found: Ratio, floor: float = 0.01, free: tuple[float, float] | None = None
) -> tuple[str, str | None, str | None]:
    said = verdict(found, 0, 1, floor, free)
    return said.word, said.toward, said.size


@pytest.mark.parametrize(("factor", "word"), [
    (1.0, "nothing"), (1.05, "nothing"), (1 / 1.05, "nothing"), (1.0500001, "points"), (0.9523, "points"),
])  # fmt: skip
def test_a_ratio_within_a_twentieth_of_one_tells_nothing(factor: float, word: str) -> None:
    assert told(ratio(factor))[0] == word


@pytest.mark.parametrize(("factor", "word"), [
    (1.06, "barely"), (1.4999, "barely"), (1.5, "somewhat"), (2.97, "somewhat"), (2.9999999999999996, "clearly"),
    (3.0, "clearly"), (9.99, "clearly"), (10.0, "strongly"), (500.0, "strongly"),
])  # fmt: skip
def test_size_words_are_half_open(factor: float, word: str) -> None:
    assert size(factor) == word
    assert told(ratio(factor)) == ("points", "bad", word)
    assert told(ratio(1 / factor)) == ("points", "good", word)


def test_where_less_than_half_of_the_weight_makes_it_it_is_a_convention() -> None:
    found = verdict(ratio(30.0, before=0.3, after=0.49), 0, 1, 0.01)
    assert (found.word, found.factor, found.size, found.nobody) == ("convention", None, None, False)
    assert told(ratio(30.0, after=0.5))[0] == "points"


def test_where_it_cannot_happen_without_slips_it_is_a_convention() -> None:
    assert told(ratio(30.0, never=True))[0] == "convention"


def test_nobody_makes_it_only_where_no_weight_before_does() -> None:
    assert verdict(ratio(2.0, before=1e-10, after=0.0, never=True), 0, 1, 0.01).nobody
    assert not verdict(ratio(2.0, before=1e-8, after=0.2), 0, 1, 0.01).nobody


@pytest.mark.parametrize(("after", "share"), [(0.5, 0.5), (0.89, 0.11), (0.9, 0.0), (1.0, 0.0)])
def test_between_a_half_and_nine_tenths_the_rest_is_told_as_convention(after: float, share: float) -> None:
    found = verdict(ratio(2.0, after=after), 0, 1, 0.01)
    assert (found.word, found.toward) == ("points", "bad")
    assert found.convention_share == pytest.approx(share)


@pytest.mark.parametrize(("factor", "plain"), [(1.2, 1.0), (1.0, 1.2), (1.2, 0.8), (0.8, 1.2)])
def test_where_slips_decide_it_is_undetermined(factor: float, plain: float) -> None:
    assert told(ratio(factor, plain))[0] == "undetermined"


def test_where_free_ties_alone_decide_it_is_undetermined() -> None:
    assert told(ratio(2.0), free=(0.9, 3.0))[0] == "undetermined"
    assert told(ratio(2.0), free=(0.97, 3.0))[0] == "points"  # the low end tells nothing, not the reverse
    assert told(ratio(2.0), free=(1.2, 3.0))[0] == "points"


@pytest.mark.parametrize(("factor", "plain", "floor", "bound"), [
    (60.0, 60.0, 0.01, True), (40.0, 40.0, 0.01, False), (40.0, math.inf, 0.01, True), (1 / 60.0, 1 / 60.0, 0.01, True),
])  # fmt: skip
def test_a_ratio_as_large_as_the_floor_allows_is_told_as_that(
    factor: float, plain: float, floor: float, bound: bool
) -> None:
    assert verdict(ratio(factor, plain), 0, 1, floor).floor_bound is bound


def test_what_cannot_happen_has_no_number() -> None:
    from dataclasses import replace

    never = replace(ratio(1.0), after=None, chance=0.0)
    found = verdict(never, 0, 1, 0.01)
    assert (found.word, found.factor, found.toward) == ("impossible", None, None)


def test_quantiles_are_the_smallest_value_that_reaches_the_share() -> None:
    """18.11: smallest x with cumulated weight of at least p - 1e-12."""
    value, weight = np.array([3.0, 1.0, 2.0, 9.0]), np.array([0.25, 0.25, 0.5, 0.0])
    assert quantiles(value, weight, (0.25, 0.75)) == (1.0, 2.0)
    assert quantiles(value, weight, (0.26, 0.76)) == (2.0, 3.0)
    assert quantiles(value, weight, (0.05, 1.0)) == (1.0, 3.0)


@pytest.mark.parametrize(("chance", "word"), [
    (0.009, ""), (0.01, "almost no chance"), (0.05, "almost no chance"), (0.052, "very unlikely"), (0.2, "very unlikely"),
    (0.21, "unlikely"), (0.45, "roughly even chance"), (0.5, "roughly even chance"), (0.55, "roughly even chance"),
    (0.56, "likely"), (0.8, "very likely"), (0.94, "very likely"), (0.95, "almost certain"), (0.99, "almost certain"), (0.995, ""),
])  # fmt: skip
def test_the_word_is_that_of_the_unrounded_number_and_mirrors(chance: float, word: str) -> None:
    mirror = {name: BANDS[len(BANDS) - 1 - at] for at, name in enumerate(BANDS)}
    assert band(chance) == word
    assert band(1 - chance) == mirror[word]
    assert band(chance + 1e-13) == word
