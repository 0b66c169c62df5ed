"""Sums of products in exact numbers: what is added as whole numbers is what is added as fractions."""

from __future__ import annotations

import random
from fractions import Fraction

from overture.games.measured.evaluation import mixed, weighted


def test_a_mixture_is_the_sum_of_its_products() -> None:
    draw = random.Random(1)
    for _ in range(200):
        pairs = [
            (
                Fraction(draw.randint(0, 9), draw.randint(1, 9)),
                Fraction(draw.randint(-9, 9), draw.randint(1, 9)),
            )
            for _ in range(draw.randint(0, 6))
        ]
        assert mixed(pairs) == sum((one * two for one, two in pairs), Fraction(0))


def test_a_weight_of_one_alone_costs_nothing_and_any_other_is_multiplied_by() -> None:
    worth = Fraction(3, 7)
    assert weighted([(Fraction(1), worth)]) is worth
    assert weighted([(Fraction(0), worth)]) == 0
    assert weighted([(Fraction(2), worth)]) == Fraction(6, 7)
    assert weighted([]) == 0
