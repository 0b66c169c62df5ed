"""Traced regions: they tile the map, follow a known curve, and keep a jump where its cause is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.report.atlas import Cuts
from overture.report.trace import Ring, bands, borders, middle, regions


def area(rings: list[Ring]) -> float:
    """Signed area: rings run anticlockwise around their region, clockwise around its holes."""
    total = 0.0
    for ring in rings:
        u, v = np.array([*ring, ring[0]]).T
        total += float(np.sum(u[:-1] * v[1:] - u[1:] * v[:-1])) / 2
    return total


def disc(size: int, radius: float) -> tuple[np.ndarray, Cuts]:
    """A disc in the middle of the unit square as labels, its edge found by solving for it on each grid line."""
    at = np.linspace(-1, 1, size)
    label = (at[:, None] ** 2 + at**2 < radius**2).astype(np.int64)
    along = np.full((size, size - 1), np.nan)
    for j in range(size):
        if abs(at[j]) < radius:
            edge = np.sqrt(radius**2 - at[j] ** 2)
            for i in range(size - 1):
                for sign in (-1, 1):
                    if at[i] <= sign * edge <= at[i + 1]:
                        along[j, i] = (sign * edge - at[i]) / (at[i + 1] - at[i])
    return label, Cuts(along, along.T)


def test_a_disc_has_the_area_of_a_disc() -> None:
    label, cuts = disc(41, 0.7)
    unit = 20.0  # grid steps for 1
    exact = np.pi * (0.7 * unit) ** 2
    assert area(regions(label, cuts)[1]) == pytest.approx(exact, rel=2e-3)
    assert abs(area(regions(label)[1]) / exact - 1) > 2e-3  # halfway borders are worse


def test_the_border_lies_on_the_curve() -> None:
    label, cuts = disc(41, 0.7)
    (line,) = borders(label, cuts)[0, 1]
    u, v = np.array(line).T
    far = np.hypot(u / 20 - 1, v / 20 - 1)
    assert line[0] == line[-1]
    assert np.abs(far - 0.7).max() < 2e-3


@given(st.integers(0, 10_000), st.integers(2, 9), st.integers(2, 9), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_regions_tile_the_map(seed: int, ny: int, nx: int, names: int) -> None:
    """Any labels, any cuts: areas are not negative and add up to the map; the corner points are in their region."""
    rng = np.random.default_rng(seed)
    label = rng.integers(0, names, (ny, nx))
    cuts = Cuts(rng.random((ny, nx - 1)), rng.random((ny - 1, nx)))
    found = regions(label, cuts)
    assert set(found) == set(np.unique(label).tolist())
    parts = {name: area(rings) for name, rings in found.items()}
    assert all(part > 0 for part in parts.values())
    assert sum(parts.values()) == pytest.approx((ny - 1) * (nx - 1))
    for name, rings in found.items():
        for v, u in np.argwhere(label == name):
            assert _covers(rings, float(u), float(v))


def _covers(rings: list[Ring], u: float, v: float) -> bool:
    """Even-odd rule, a little inside the map so that points on its edge count."""
    u, v = u + 1e-7 * (1 if u == 0 else -1), v + 1.3e-7 * (1 if v == 0 else -1)
    odd = False
    for ring in rings:
        for (a, b), (c, d) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (b > v) != (d > v) and u < a + (v - b) / (d - b) * (c - a):
                odd = not odd
    return odd


def test_one_label_is_the_whole_map() -> None:
    assert regions(np.zeros((5, 7), np.int64)) == {0: [[(0.0, 0.0), (6.0, 0.0), (6.0, 4.0), (0.0, 4.0)]]}


def test_bands_cross_their_level_and_jump_where_the_class_changes() -> None:
    value = np.array([[0.0, 0.3, 0.9], [0.0, 0.3, 0.9]])
    chosen = np.array([[0, 0, 1], [0, 0, 1]])
    given_cuts = Cuts(np.array([[np.nan, 0.8]] * 2), np.full((1, 3), np.nan))
    label, cuts = bands(value, np.array([0.0, 0.2, 0.4, 0.6, 0.8, 1.0]), chosen, given_cuts)
    assert label.tolist() == [[1, 2, 5], [1, 2, 5]]
    assert cuts.along_x[0].tolist() == pytest.approx([2 / 3, 0.8])
    unknown, _ = bands(np.full((2, 2), np.nan), np.array([0.0, 1.0]), np.zeros((2, 2), np.int64))
    assert unknown.tolist() == [[0, 0], [0, 0]]


def test_a_name_stands_in_the_middle_of_its_region() -> None:
    label = np.zeros((9, 9), np.int64)
    label[2:7, 2:7] = 1
    assert middle(label, 1) == (4.0, 4.0)


def test_on_a_coarse_map_a_name_stands_between_the_points_and_not_on_the_edge() -> None:
    label = np.array([[0, 0, 1, 1]] * 3)
    u, v = middle(label, 1)
    assert 1.5 < u < 3
    assert 0 < v < 2


def test_without_cuts_each_point_is_a_cell_and_no_corner_is_cut_off() -> None:
    label = np.array([[0, 1], [0, 0]])
    assert area(regions(label)[1]) == pytest.approx(0.25)
    assert area(regions(label)[0]) == pytest.approx(0.75)
