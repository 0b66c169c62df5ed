"""Saltelli points: which input comes from where, in which order, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

import overture as ov
from overture.design.drivers.plan import SaltelliPlan
from overture.errors import SolveError
from overture.ranges import InputRange

PLAN = ov.saltelli_plan({"x": (0.0, 1.0), "y": (-1.0, 0.25, 4.0), "z": (2.0, 3.0)}, 64, seed=5)


def blocks(plan: SaltelliPlan) -> tuple[np.ndarray, np.ndarray]:
    main, pair = plan.values(), plan.pair_values()
    return (
        np.stack([main[name].reshape(plan.points, -1) for name in plan.names], axis=-1),
        np.stack([pair[name].reshape(plan.points, -1) for name in plan.names], axis=-1),
    )


def test_each_block_takes_one_input_from_the_other_half() -> None:
    main, pair = blocks(PLAN)
    a, b = main[:, 0], main[:, 1]
    for axis in range(3):
        others = [each for each in range(3) if each != axis]
        assert np.array_equal(main[:, 2 + axis, axis], b[:, axis])
        assert np.array_equal(main[:, 2 + axis][:, others], a[:, others])
        assert np.array_equal(pair[:, axis, axis], a[:, axis])
        assert np.array_equal(pair[:, axis][:, others], b[:, others])


def test_the_points_are_one_scrambled_sequence_through_the_ranges() -> None:
    shares = stats.qmc.Sobol(6, scramble=True, rng=5).random_base2(6)
    main, _ = blocks(PLAN)
    assert main[:, 0, 0] == pytest.approx(shares[:, 0])
    assert main[:, 0, 1] == pytest.approx(stats.triang(0.25, -1, 5).ppf(shares[:, 1]))
    assert main[:, 1, 2] == pytest.approx(2 + shares[:, 5])


def test_a_longer_plan_begins_with_the_shorter() -> None:
    longer = ov.saltelli_plan(dict(zip(PLAN.names, PLAN.ranges, strict=True)), 128, seed=5)
    for short, long in zip(blocks(PLAN), blocks(longer), strict=True):
        assert np.array_equal(short, long[:64])


REFUSED = {
    "ranges/order": ({"x": (1.0, 1.0), "y": (0.0, 2.0, 1.0)}, 64, None),
    "ranges/corners": ({"x": (0.0,), "y": (0.0, np.inf)}, 64, None),
    "ranges/none": ({}, 64, None),
    "drivers/seed": ({"x": (0.0, 1.0)}, 64, None, -1),
    "drivers/points": ({"x": (0.0, 1.0)}, 100, None),
    "drivers/dependent": ({"x": (0.0, 1.0), "y": (0.0, 1.0)}, 64, {("x", "y"): 0.8}),
}


@pytest.mark.parametrize("id", REFUSED)
def test_what_is_no_plan_is_refused(id: str) -> None:
    ranges, points, correlation, *seed = REFUSED[id]
    with pytest.raises(SolveError) as told:
        ov.saltelli_plan(ranges, points, *seed, correlation=correlation)
    assert told.value.id == id
    assert "allowed: " in str(told.value)


@pytest.mark.parametrize("corners", ["ab", 3, None, (0.0, "high"), (1.0, 2.0, 3.0, 4.0)])
def test_what_is_no_range_is_told_in_a_sentence(corners: object) -> None:
    with pytest.raises(SolveError, match=r"the range of 'x': found .* allowed: \(low, high\) or"):
        ov.saltelli_plan({"x": corners})  # type: ignore[dict-item]
    with pytest.raises(SolveError, match="a power of two"):
        ov.saltelli_plan({"x": (0.0, 1.0)}, 64.0)  # type: ignore[arg-type]


def test_all_ranges_that_are_none_are_told_at_once() -> None:
    with pytest.raises(SolveError) as told:
        ov.saltelli_plan(REFUSED["ranges/order"][0])
    assert len(told.value.faults) == 2


def test_inputs_that_depend_on_each_other_are_refused_with_the_reason() -> None:
    with pytest.raises(
        SolveError, match=r"x and y \(0\.8\) are correlated, .* do not add up to the variance"
    ):
        ov.saltelli_plan({"x": (0.0, 1.0), "y": (0.0, 1.0)}, correlation={("x", "y"): 0.8})
    assert (
        ov.saltelli_plan({"x": (0.0, 1.0), "y": InputRange(0.0, 1.0)}, correlation={("x", "y"): 0.0}).inputs
        == 2
    )
