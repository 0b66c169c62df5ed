"""The models as they are told here have the equilibria of the reference files: the same classes at the same values."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from overture.models import load_model
from overture.solvers.all.equilibrium import Equilibrium
from tests.catalogue import model

F = Fraction
# The id of the reference, the model here, and where it is: every sequential equilibrium of the file is in an entry of ours.
GAMES: dict[str, tuple[str, Mapping[str, Any]]] = {
    "M01a_beer_quiche": ("cho-kreps-1987", {}),
    "M01b_beer_quiche": ("cho-kreps-1987", {"strong": F(1, 4)}),
    "M02a_sinking_costs": ("fearon-1997", {}),
    "M02b_sinking_costs": ("fearon-1997", {"high": F(1, 2)}),
    "M04a_audience_costs": ("fearon-1994", {}),
    "M04b_audience_costs": ("fearon-1994", {"resolute": F(3, 5)}),
    "M06a_ultimatum_risky": ("fearon-1995", {}),
    "M06b_ultimatum_safe": ("fearon-1995", {"tough": F(7, 10)}),
    "M07a_trust": ("kydd-2000", {"rounds": 1, "trust": F(3, 4)}),
    "M07b_trust_fails": ("kydd-2000", {"rounds": 1}),
    "M09a_butter_for_bombs": ("spaniel-2019", {}),
    "M09b_build": ("spaniel-2019", {"price": F(1, 5)}),
    "M09c_too_cold": ("spaniel-2019", {"price": F(17, 10)}),
    "M09d_too_hot": ("spaniel-2019", {"price": F(1, 5), "then": F(4, 5)}),
    "M11a_arms_control_feasible": ("coe-vaynman-2020", {}),
    "M11b_arms_control_infeasible": ("coe-vaynman-2020", {"insight": F(6, 5)}),
    "M12_inspection_2_1": ("inspection", {"stages": 2, "inspections": 1}),
    "M15b_hidden_arming_generic": ("meirowitz-sartori-2008", {}),
    "M18a_lying_cost_low": ("kartik-2009", {}),
    "M18b_lying_cost_high": ("kartik-2009", {"lie": F(6, 5)}),
    "M18c_cheap_talk": ("kartik-2009", {"lie": 0}),
    "U01_selten_horse": ("selten-1975", {}),
}


@pytest.mark.parametrize("name", GAMES)
def test_the_equilibria_of_the_reference_are_found(name: str) -> None:
    kept = model(name)
    ours, given = GAMES[name]
    entries = load_model(ours).at(**given).equilibria
    # In the order of the players, who have other names here.
    rows = {str(row): [float(value) for value in row.values.values()] for row in kept.equilibria}
    met = {
        row: [at for at, each in enumerate(entries) if _reaches(each, values)] for row, values in rows.items()
    }
    assert all(met.values()), met
    if kept.complete:
        assert {at for found in met.values() for at in found} == set(range(len(entries)))


def _reaches(entry: Equilibrium, values: list[float]) -> bool:
    """Whether values lie in the ranges of an entry."""
    return all(
        float(end.low) - 1e-9 <= value <= float(end.high) + 1e-9
        for end, value in zip(entry.ranges, values, strict=True)
    )
