"""The space of terms: choices apart, ranges in the unit cube, and what is at an end."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from overture.design.search.space import Space
from overture.errors import SolveError

TERMS = Space(
    names=("relief", "steps", "detection", "automatic"),
    low=np.array([0.1, 0.0, 0.06, 0.0]),
    high=np.array([0.7, 2.0, 0.95, 1.0]),
    now=np.array([0.5, 0.0, 0.3, 0.0]),
    choices=(0, 3, 0, 2),
)


def test_every_combination_of_choices_is_a_part() -> None:
    parts = TERMS.parts()
    assert [part.shape for part in parts] == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
    vectors = parts[5].vectors(np.array([[0.0, 1.0], [0.5, 0.0]]))
    assert vectors.tolist() == [[0.1, 2.0, 0.95, 1.0], [pytest.approx(0.4), 2.0, 0.06, 1.0]]


def test_zero_and_one_are_exactly_the_ends() -> None:
    draw = np.random.default_rng(0)
    low = draw.normal(size=200)
    high = low + draw.random(200) + 0.01
    wide = Space(tuple(map(str, range(200))), low, high, low, (0,) * 200)
    (part,) = wide.parts()
    np.testing.assert_array_equal(part.vectors(np.array([[0.0] * 200, [1.0] * 200])), [low, high])


def test_what_is_at_an_end_of_its_range() -> None:
    assert TERMS.ends(np.array([0.1, 0.0, 0.95 - 1e-7, 1.0])) == {"relief": "low", "detection": "high"}
    assert TERMS.ends(np.array([0.1 + 1e-5, 2.0, 0.94, 0.0])) == {}


def test_points_are_the_first_of_one_sequence_and_cover_the_cube() -> None:
    part = TERMS.parts()[0]
    points = part.sobol(64, 3)
    np.testing.assert_array_equal(part.sobol(48, 3), points[:48])
    assert sorted(np.floor(64 * points[:, 0])) == list(range(64))
    assert (part.sobol(64, 4) != points).any()


def test_a_range_that_is_none_is_refused_with_all_its_faults() -> None:
    with pytest.raises(SolveError) as refused:
        Space(
            ("a", "b", "c"), np.array([1.0, 0.0, 0.0]), np.array([1.0, np.inf, 1.0]), np.zeros(3), (0, 0, 0)
        )
    assert [fault.where for fault in refused.value.faults] == ["clause a", "clause b"]


def test_what_moves_nothing_under_some_choices_is_left_as_it_stands() -> None:
    """Detection moves nothing in the second of the steps, whatever else is chosen."""
    idle = {(1, 0): (2,), (1, 1): (2,)}
    terms = replace(TERMS, idle=idle)
    still, moving = terms.parts()[2], terms.parts()[0]
    assert (still.shape, still.free.tolist()) == ((1, 0), [0])
    assert moving.free.tolist() == [0, 2]
    assert still.vectors(np.array([[1.0]])).tolist() == [[0.7, 1.0, 0.3, 0.0]]
    given = np.array([[0.2, 0.0, 0.9, 0.0], [0.2, 1.0, 0.9, 1.0]])
    assert terms.without_idle(given).tolist() == [[0.2, 0.0, 0.9, 0.0], [0.2, 1.0, 0.3, 1.0]]
    assert given[1, 2] == 0.9
    # What has no status quo is searched all the same.
    unset = replace(terms, now=np.array([0.5, 0.0, np.nan, 0.0]))
    assert unset.parts()[2].free.tolist() == [0, 2]
    assert unset.without_idle(given).tolist() == given.tolist()
