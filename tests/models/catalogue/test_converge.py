"""Grids beside the continuum: the distance is measured, and that it does not always fall is said."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from overture.errors import FileError
from overture.models import converge, load_model
from overture.models.catalogue import converge as converging
from overture.models.catalogue.words import converge_lines


def test_a_finer_grid_is_not_always_nearer() -> None:
    (found,) = converge("spaniel-2019", [20, 25, 40])
    assert found.check.holds
    assert found.limit == (Fraction(23, 100),)
    assert found.distances == (pytest.approx(0.02), pytest.approx(0.01), pytest.approx(0.02))
    assert found.rises == ((25, 40),)
    assert converge_lines(found)[-1] == "A finer grid is not always nearer: the distance grows from 25 to 40."


def test_a_grid_that_is_too_coarse_for_a_concession_lets_the_weapon_be_built() -> None:
    (found,) = converge("spaniel-2019", [5])
    assert (found.check.holds, found.check.computed) == (True, ((0,),))


def test_what_is_not_stated_on_the_grid_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    model = load_model("spaniel-2019")
    wrong = replace(model, results=tuple(replace(each, stated=0) for each in model.results if each.limit))
    monkeypatch.setattr(converging, "load_model", lambda name: wrong)
    (found,) = converge("spaniel-2019", [20])
    assert converge_lines(found)[-1] == "✗ What is computed is not what is stated on the grid: error 0.25."


def test_grids_that_are_none_and_models_without_a_limit_are_refused() -> None:
    with pytest.raises(FileError, match="grids 20, 10"):
        converge("spaniel-2019", [20, 10])
    with pytest.raises(FileError, match="kuhn-poker states no limit"):
        converge("kuhn-poker")
