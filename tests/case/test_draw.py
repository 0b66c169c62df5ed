"""Worlds are drawn from triangular ranges, evenly, and the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from overture.case.draw import centre, draw, own_draws
from overture.case.schema import Parameter
from overture.runs.draws import triangular


def between(low: float, mode: float, high: float, **more: object) -> Parameter:
    return Parameter.model_validate({"low": low, "mode": mode, "high": high, "why": "a test", **more})


def test_the_quantiles_are_those_of_scipy() -> None:
    share = np.linspace(0.001, 0.999, 57)
    mine = triangular(share, between(-1.0, 0.25, 4.0))
    assert mine == pytest.approx(stats.triang(c=0.25, loc=-1, scale=5).ppf(share))


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.integers(0, 5))
def test_draws_stay_in_their_range(a: float, b: float, c: float, seed: int) -> None:
    low, mode, high = sorted((a, b, c))
    value = draw({"x": between(low, mode, high)}, 16, seed)["x"]
    assert value.min() >= low - 1e-12
    assert value.max() <= high + 1e-12


def test_same_seed_same_worlds() -> None:
    ranges = {"x": between(0, 1, 2), "y": Parameter(value=3.0)}
    first, again, other = draw(ranges, 64, 1), draw(ranges, 64, 1), draw(ranges, 64, 2)
    assert np.array_equal(first["x"], again["x"])
    assert not np.array_equal(first["x"], other["x"])
    assert (first["y"] == 3.0).all()


def test_the_cover_is_even() -> None:
    """A Sobol sequence puts one of 64 points into each 64th; independent draws would not."""
    value = draw({"x": between(0, 0, 1)}, 64, 3)["x"]
    share = 1 - (1 - value) ** 2
    assert np.array_equal(np.sort(np.floor(share * 64).astype(int)), np.arange(64))


def test_the_points_are_those_of_the_sequence_one_axis_for_each_range() -> None:
    """The reference digits of the flagship rest on these very points."""
    ranges = {"a": between(0, 0.5, 1), "fixed": Parameter(value=2.0), "b": between(-1, 0, 1)}
    found = draw(ranges, 5, 7)
    points = stats.qmc.Sobol(2, scramble=True, rng=7).random_base2(3)[:5]
    for axis, name, shape in ((0, "a", (0.5, 0, 1)), (1, "b", (0.5, -1, 2))):
        mode, start, width = shape
        assert found[name] == pytest.approx(stats.triang(mode, start, width).ppf(points[:, axis]))


def test_one_world_is_the_world_of_the_modes() -> None:
    ranges = {"x": between(0, 0.2, 2), "y": Parameter(value=3.0)}
    assert {name: value.tolist() for name, value in draw(ranges, 1, 5).items()} == {"x": [0.2], "y": [3.0]}
    assert own_draws(ranges, 1, 5)["x"].tolist() == [0.2]
    assert centre(ranges, 1) == {"x": 0.2, "y": 3.0}


def test_the_centre_is_the_mean_of_the_range() -> None:
    """Of the flagship's prior: (.05 + .4 + .95) / 3, and not .4."""
    found = centre({"x": between(0.05, 0.4, 0.95), "y": Parameter(value=3.0)}, 64)
    assert found == pytest.approx({"x": 1.4 / 3, "y": 3.0})
    many = own_draws({"x": between(0.05, 0.4, 0.95)}, 4096, 1)["x"]
    assert many.mean() == pytest.approx(found["x"], abs=1e-4)


def test_the_game_is_played_on_his_picture_and_our_own_number_stays() -> None:
    plain = {"x": between(0, 0.2, 1), "y": between(0, 0.5, 1)}
    seen = {**plain, "x": between(0, 0.2, 1, picture={"low": 0.6, "mode": 0.7, "high": 0.9})}
    game, own = draw(seen, 64, 1), own_draws(seen, 64, 1)
    assert game["x"].min() >= 0.6
    assert np.array_equal(own["x"], draw(plain, 64, 1)["x"])  # the same axis, the same points
    assert np.array_equal(game["y"], own["y"])
    assert np.argsort(game["x"]).tolist() == np.argsort(own["x"]).tolist()
    assert draw(seen, 1, 1)["x"].tolist() == [0.7]
    assert own_draws(seen, 1, 1)["x"].tolist() == [0.2]
    assert centre(seen, 64)["x"] == pytest.approx(0.4)


def test_a_number_that_we_know_may_be_seen_as_anything() -> None:
    seen = {"x": Parameter.model_validate({"value": 0.3, "picture": {"low": 0.1, "mode": 0.5, "high": 0.9}})}
    assert (own_draws(seen, 32, 1)["x"] == 0.3).all()
    assert np.ptp(draw(seen, 32, 1)["x"]) > 0.5


def test_without_a_picture_there_is_one_copy() -> None:
    ranges = {"x": between(0, 0.2, 1), "y": Parameter(value=1.0)}
    for name, value in draw(ranges, 32, 4).items():
        assert np.array_equal(value, own_draws(ranges, 32, 4)[name])
