"""The inspection game as told is that of the reference, and its closed form that of the papers."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from overture.errors import SolveError
from overture.games.files.efg import read_efg
from overture.games.measured.measure import terminal_payoff
from overture.models.inspection.dresher_1962 import inspection, value
from overture.solvers.bounds.zero_sum import zero_sum


@pytest.mark.parametrize(("stages", "inspections"), [(2, 1), (3, 1), (4, 2)])
def test_it_is_the_game_of_the_reference(reference: Path, stages: int, inspections: int) -> None:
    file = read_efg(reference / f"models/games/M12_inspection_{stages}_{inspections}.efg")
    told = inspection.shape(stages=stages, inspections=inspections).tree(fine=1)
    assert np.array_equal(told.parent, file.parent)
    assert np.array_equal(told.set_player, file.set_player)
    assert np.array_equal(terminal_payoff(told), terminal_payoff(file))
    assert zero_sum(told).value == pytest.approx(zero_sum(file).value, abs=1e-12)


def test_the_closed_form_has_the_published_values() -> None:
    """MODELS.md M12: with a fine of 2, (2,1) 1/4, (3,2) 1/13, (4,3) 1/40, (5,4) 1/121."""
    two = Fraction(2)
    assert [value(n, n - 1, two) for n in (2, 3, 4, 5)] == [Fraction(1, at) for at in (4, 13, 40, 121)]
    assert [value(n, m, Fraction(1)) for n, m in ((2, 1), (3, 1), (4, 2))] == [
        Fraction(1, 3),
        Fraction(1, 2),
        Fraction(3, 11),
    ]


def test_more_inspections_than_stages_are_refused() -> None:
    with pytest.raises(SolveError, match="3 inspections in 2 stages"):
        inspection.shape(stages=2, inspections=3).tree(fine=1)
