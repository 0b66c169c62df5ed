"""From doubles to the exact numbers behind them: the steps one by one (the whole way: test_certificate.py)."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from overture.games.files.efg import read_efg
from overture.games.measured import rational
from overture.games.measured.rational import _fraction_near, _newton, _pivots, _rounded

ONE_COLUMN = np.array([[1.0]])


def solved(gap: Callable[[Fraction], Fraction], start: Fraction, slope: float = 1.0) -> tuple[bool, Fraction]:
    """What becomes of one unknown, and whether the steps die out; ``slope`` is what its equation is said to have."""
    unknowns = [start]
    system = SimpleNamespace(gaps=lambda now: [gap(now[0])])
    done = _newton(system, unknowns, slope * ONE_COLUMN, [0], [0])  # type: ignore[arg-type]
    return done, unknowns[0]


def test_steps_that_die_out_end_at_the_root() -> None:
    done, found = solved(lambda x: x - Fraction(1, 3), Fraction(1, 2))
    assert done
    assert abs(found - Fraction(1, 3)) < Fraction(1, 2**390)
    done, found = solved(lambda x: x * x - Fraction(1, 2), Fraction(3, 4), slope=2**0.5)
    assert done
    assert abs(found * found - Fraction(1, 2)) < Fraction(1, 2**300)


@pytest.mark.parametrize(
    ("gap", "start"),
    [
        (lambda x: Fraction(1, 2), Fraction(100)),  # goes on for ever
        (lambda x: Fraction(2), Fraction(100)),  # a step of more than 1
        (lambda x: x + Fraction(1, 10), Fraction(1, 10)),  # to a probability below 0
    ],
)
def test_steps_that_do_not_die_out_are_given_up(gap: Callable[[Fraction], Fraction], start: Fraction) -> None:
    assert not solved(gap, start)[0]


def test_a_step_too_far_is_the_last() -> None:
    asked: list[Fraction] = []

    def gap(x: Fraction) -> Fraction:
        asked.append(x)
        return Fraction(2)

    assert solved(gap, Fraction(100)) == (False, Fraction(98))
    assert asked == [100]


def test_what_the_equations_do_not_feel_is_no_pivot() -> None:
    assert _pivots(np.array([[1.0, 3.0], [1.0, 3.0]]) / 3) == [1]
    assert _pivots(np.array([[1.0, 3.0], [1.0, 3.0]]) / 3, [0]) == [0]
    assert sorted(_pivots(np.array([[1.0, 3.0], [1.0, -3.0]]))) == [0, 1]
    assert _pivots(np.zeros((2, 2))) == []
    assert _pivots(np.zeros((0, 0))) == []


def test_the_simplest_number_near_has_the_least_of_a_few_denominators() -> None:
    value = Fraction(276, 1000)
    assert _fraction_near(value, 1000, 0.3) == 0
    assert _fraction_near(value, 1000, 0.02) == Fraction(2, 7)
    assert _fraction_near(value, 1000, 0.002) == value.limit_denominator(100)
    assert _fraction_near(Fraction(276001, 1000000), 1000, 1e-5) == Fraction(69, 250)
    assert _fraction_near(Fraction(276001, 1000000), 100, 1e-9) == Fraction(276001, 1000000)


def test_numbers_are_rounded_to_so_many_places() -> None:
    assert _rounded(Fraction(3, 8)) == Fraction(3, 8)
    third = _rounded(Fraction(1, 3))
    assert third.denominator == 2**rational.BITS
    assert abs(third - Fraction(1, 3)) < Fraction(1, 2**rational.BITS)


def test_a_system_of_more_unknowns_than_are_tried_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that mix evenly: one unknown each, whose equations are solved where two may be unknown."""
    tree = read_efg(
        'EFG 2 R "pennies" { "A" "B" }\np "" 1 1 "" { "h" "t" } 0\np "" 2 1 "" { "h" "t" } 0\n'
        't "" 1 "" { 1, -1 }\nt "" 2 "" { -1, 1 }\np "" 2 1 "" { "h" "t" } 0\nt "" 2 "" { -1, 1 }\nt "" 1 "" { 1, -1 }'
    )
    row = np.array([0.5 + 1e-8, 0.5 - 1e-8, 0.5 + 1e-8, 0.5 - 1e-8])

    def found(most: int) -> list[dict[tuple[int, int], Fraction]]:
        monkeypatch.setattr(rational, "MOST_UNKNOWNS", most)
        return [each.profile for each in rational._by_indifference(tree, row, {}, 100, 1e-6)]  # type: ignore[misc]

    assert found(2) == [
        {(0, 0): Fraction(1, 2), (0, 1): Fraction(1, 2), (1, 2): Fraction(1, 2), (1, 3): Fraction(1, 2)}
    ]
    assert found(1) == []
