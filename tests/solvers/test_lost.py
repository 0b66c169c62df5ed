"""Equilibria that a list once lost although it said that it was complete."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

import overture as ov
from overture.solvers.all.equilibrium import EquilibriumList
from tests.catalogue import FAULTS

GAMES = FAULTS / "games"


def values(found: EquilibriumList) -> list[tuple[float, ...]]:
    assert found.complete
    return sorted(tuple(round(x, 9) for x in entry.value) for entry in found.members)


def test_an_opponent_whose_first_choice_has_the_number_of_his_first_sequence() -> None:
    """Dominance took the choice for the player's own: (d, y) is strict, x gives less against d."""
    tree = ov.read_efg(GAMES / "dominance_offset.efg")
    assert ov.dominance(tree).removed == ()
    assert values(ov.equilibria(tree)) == [(0, 0.5), (0, 1), (2, 1)]


def test_three_players_at_once() -> None:
    """P1 has three choices, the others two: (T, r, d) is strict."""
    one = [[[0, 0], [1, 1]], [[1, 1], [3, 0]], [[0, 0], [0, 0]]]
    two = [[[0, 0], [1, 1]], [[0, 0], [1, 1]], [[0, 0], [1, 1]]]
    three = [[[0, 0], [0, 1]], [[1, 0], [1, 0]], [[0, 0], [0, 0]]]
    tree = ov.strategic({"P1": ["T", "M", "B"], "P2": ["l", "r"], "P3": ["u", "d"]}, one, two, three)
    found = ov.equilibria(tree)
    assert found.complete
    played = {
        "".join(w for w in tree.labels.edge[:7] if entry.strategy[tree.labels.edge.index(w)] == 1)
        for entry in found.members
    }
    assert {"Trd", "Mru"} <= played
    assert len(found.members) == 3


def test_a_belief_on_the_path_does_not_come_from_a_deviation() -> None:
    """(L, a) is strict on the path; what R would lead to says nothing of P2's belief after L."""
    assert values(ov.equilibria(ov.read_efg(GAMES / "layer_known.efg")))[-1] == (1, 1)


def kinds(unit: F) -> list[tuple[bool, tuple[float, ...]]]:
    text = (GAMES / "small_unit.efg").read_text(encoding="utf-8").replace("1/1000000", str(unit))
    found = ov.equilibria(ov.read_efg(text))
    assert found.complete
    ends = [[x / unit for each in entry.ranges for x in (each.low, each.high)] for entry in found.members]
    rows = zip(found.members, ends, strict=True)
    return sorted((entry.continuum, tuple(round(float(x), 5) for x in row)) for entry, row in rows)


@pytest.mark.parametrize("unit", [F(1, 10**6), F(1, 10**9), F(10**6)])
def test_the_unit_of_payoffs_does_not_matter(unit: F) -> None:
    """P2's value over the first continuum is 1/4 to 1/3 of the unit."""
    assert (True, (0.5, 0.5, 0.25, 0.33333)) in kinds(F(1))
    assert kinds(unit) == kinds(F(1))
