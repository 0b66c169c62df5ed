"""Worlds are drawn from triangular ranges, evenly, and the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from overture.case.draw import draw, triangular
from overture.case.schema import Range


def test_the_quantiles_are_those_of_scipy() -> None:
    share = np.linspace(0.001, 0.999, 57)
    mine = triangular(share, Range(low=-1.0, mode=0.25, high=4.0, why="a test"))
    assert mine == pytest.approx(stats.triang(c=0.25, loc=-1, scale=5).ppf(share))


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.integers(0, 5))
def test_draws_stay_in_their_range(a: float, b: float, c: float, seed: int) -> None:
    low, mode, high = sorted((a, b, c))
    value = draw({"x": Range(low=low, mode=mode, high=high, why="a test")}, 16, seed)["x"]
    assert value.min() >= low - 1e-12
    assert value.max() <= high + 1e-12


def test_same_seed_same_worlds() -> None:
    ranges = {"x": Range(low=0, mode=1, high=2, why="a test"), "y": Range(value=3.0)}
    first, again, other = draw(ranges, 64, 1), draw(ranges, 64, 1), draw(ranges, 64, 2)
    assert np.array_equal(first["x"], again["x"])
    assert not np.array_equal(first["x"], other["x"])
    assert (first["y"] == 3.0).all()


def test_the_cover_is_even() -> None:
    """A Sobol sequence puts one of 64 points into each 64th; independent draws would not."""
    value = draw({"x": Range(low=0, mode=0, high=1, why="a test")}, 64, 3)["x"]
    share = 1 - (1 - value) ** 2
    assert np.array_equal(np.sort(np.floor(share * 64).astype(int)), np.arange(64))
