"""Where a lead changes its sign: straight on, in a dip between two points, and nowhere; and how often it is asked for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from overture.weigh.decision.crossing import root

POINTS = np.linspace(0.0, 1.0, 11)


def first(lead: Callable[[float], float]) -> tuple[float | None, int]:
    """The first root, and how often the lead was asked for beside the points."""
    asked: list[float] = []

    def counted(point: float) -> float:
        asked.append(point)
        return lead(point)

    return root(POINTS, np.array([lead(point) for point in POINTS]), counted), len(asked)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_lead_that_changes_its_sign_once(sign: float) -> None:
    found, asked = first(lambda x: sign * (0.43 - x))
    assert found == pytest.approx(0.43, abs=1e-12)
    assert asked < 12


@pytest.mark.parametrize("low", [0.02, 0.47, 0.98])
def test_a_dip_between_two_points_is_found(low: float) -> None:
    found, _ = first(lambda x: (x - low) ** 2 - 1e-4)
    assert found == pytest.approx(low - 0.01, abs=1e-9)


@pytest.mark.parametrize("low", [0.02, 0.47, 0.98])
def test_a_dip_that_keeps_the_sign_is_none(low: float) -> None:
    assert first(lambda x: (x - low) ** 2 + 1e-4)[0] is None


def test_a_lead_that_only_falls_is_asked_for_at_the_points_alone() -> None:
    """Beside them at the start, where it may fall and come back before the first point, and at the end likewise."""
    for lead in (lambda x: 2.0 - x, lambda x: 2.0 - x**2, lambda x: 1.0 + np.exp(-5 * x)):
        found, asked = first(lead)
        assert found is None
        assert asked == 2
    assert first(lambda x: 1.0 + x) == (None, 1)
