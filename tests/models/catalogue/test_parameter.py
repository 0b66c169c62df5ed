"""What a model allows is enforced wherever its game is asked for by name, in one sentence with the worlds that are refused."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from overture.errors import SolveError, TellingError
from overture.models import find, load_model
from overture.models.catalogue.parameter import ModelParameter
from overture.varying.vary import vary

BEER = "cho-kreps-1987"


@pytest.mark.parametrize(
    ("ask", "found"),
    [
        (lambda: find(BEER).tree({"strong": Fraction(7, 5)}), "strong = 7/5"),
        (lambda: find(BEER).tree(strong=np.array([0.5, 1.0, 2.0])), "strong = 1 in 2 of 3 worlds"),
        (lambda: find(BEER).shape().tree(strong=float("nan")), "strong = nan"),
        (lambda: load_model(BEER).at(strong=-1).tree, "strong = -1"),
        (
            lambda: vary(BEER, over={"strong": [0.2, 1.5]}, of=['breakfast == "beer"']),
            "strong = 1.5 in 1 of 2 worlds",
        ),
    ],
)
def test_a_value_that_is_not_allowed_is_refused(ask: Callable[[], Any], found: str) -> None:
    with pytest.raises(SolveError) as refused:
        ask()
    (fault,) = refused.value.faults
    assert (fault.found, fault.allowed) == (found, "strong more than 0 and less than 1")


def test_what_is_no_number_is_left_to_the_telling() -> None:
    with pytest.raises(TellingError, match="'strong' is 'x'"):
        find(BEER).tree(strong="x")


def test_the_ends_are_allowed_unless_they_are_left_out() -> None:
    assert [ModelParameter(1, 0, 2).refused(value) for value in (0, 2, 3)] == ["", "", "3"]
    assert [ModelParameter(1, 0, 2, inside=True).refused(value) for value in (0, 1, 2)] == ["0", "", "2"]
    assert ModelParameter(1).refused(-1e9) == ""
