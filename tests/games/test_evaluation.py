"""Sums of products in exact numbers: what is added as whole numbers is what is added as fractions."""

from __future__ import annotations

import random
from fractions import Fraction

from overture.games.measured.evaluation import mixed


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
