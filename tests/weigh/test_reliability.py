"""The nodes of an uncertain rate: exact moments, for weak and strong judgements alike."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import roots_jacobi

from overture.evidence.source import Rate
from overture.weigh.reports.reliability import nodes


def moment(mean: float, strength: float, power: int) -> float:
    """E[x**power] of a Beta, as a product."""
    return float(np.prod([(mean * strength + k) / (strength + k) for k in range(power)]))


@pytest.mark.parametrize("strength", [1e-9, 0.3, 1.0, 2.0, 3.0, 20.0, 1e3, 1e6, 1e11])
@pytest.mark.parametrize("mean", [0.02, 0.5, 0.9])
@pytest.mark.parametrize("degree", [1, 2, 3, 10, 60])
def test_every_moment_up_to_the_degree_is_exact(mean: float, strength: float, degree: int) -> None:
    place, weight = nodes(Rate(mean, strength), degree)
    assert len(place) == (degree + 2) // 2
    assert weight.sum() == pytest.approx(1.0)
    assert np.all((place >= 0.0) & (place <= 1.0))
    for power in range(degree + 1):
        assert weight @ place**power == pytest.approx(moment(mean, strength, power), rel=1e-11)


def test_they_are_the_nodes_of_gauss_and_jacobi() -> None:
    place, weight = nodes(Rate(0.7, 10.0), 9)
    theirs, mass = roots_jacobi(5, 2.0, 6.0)
    assert place == pytest.approx((theirs + 1) / 2, rel=1e-13)
    assert weight == pytest.approx(mass / mass.sum(), rel=1e-12)


def test_a_known_rate_has_one_node() -> None:
    for rate in (Rate(0.7), Rate(0.7, 1e300)):
        place, weight = nodes(rate, 5)
        assert (place.tolist(), weight.tolist()) == ([0.7], [1.0])
