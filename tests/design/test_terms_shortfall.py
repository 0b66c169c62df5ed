"""Deterrence and credibility that terms lack, against the closed forms q* and z_max."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from overture.design.terms.shortfall import Shortfall, shortfall
from overture.errors import SolveError
from overture.models.answer import DEFAULTS, answer
from tests.design import answer_closed_forms as twin
from tests.design.terms_of_the_flagship import ANSWER


def lacking(broken: float, automatic: bool = False, **terms: float) -> Shortfall:
    tree = answer.shape(automatic=automatic).tree({**DEFAULTS, **terms})
    return shortfall(ANSWER, tree, broken)


def test_what_binds_where_a_demand_cannot_be_met() -> None:
    """§ 3.3: at q .95, z 0 a share of .05 is the least; for .02 he would be deterred, and we would not snap back."""
    found = lacking(0.02, q=0.95, z=0.0)
    assert found.deterrence[0] == 0
    assert found.credibility[0] == pytest.approx(0.0 - twin.z_max(twin.told({"q": 0.95, "z": 0.0}), 0.02))
    assert found.credibility[0] > 0.2
    assert lacking(0.05 + 1e-9, q=0.95, z=0.0).credibility[0] == pytest.approx(0, abs=1e-7)
    assert lacking(0.02, q=0.95, z=0.0, f=0.019).credibility[0] == 0
    assert lacking(0.02, q=0.95, automatic=True).credibility[0] == 0


@pytest.mark.parametrize("seed", [0, 1])
def test_both_are_those_of_the_closed_forms(seed: int) -> None:
    draw = np.random.default_rng(seed)
    low = {"R": 0.4, "q": 0.1, "phi": 0.05, "s": 0.0, "z": 0.0}
    high = {"R": 1.0, "q": 0.95, "phi": 0.95, "s": 3.0, "z": 0.5}
    terms = {name: draw.uniform(low[name], high[name], 40) for name in low}
    tree = answer.tree({**DEFAULTS, **terms})
    found, told = shortfall(ANSWER, tree, 0.1), twin.told(terms)
    deterrence = np.maximum(-twin.deterrence(told), 0)
    credibility = np.maximum(terms["z"] - twin.z_max(told, 0.1), 0)
    assert 0 < (deterrence > 0).mean() < 1
    assert 0 < (credibility > 0).mean() < 1
    np.testing.assert_allclose(found.deterrence, deterrence, atol=1e-12)
    np.testing.assert_allclose(found.credibility, credibility, atol=1e-12)


def test_a_game_that_does_not_say_how_he_is_tempted_is_refused() -> None:
    with pytest.raises(SolveError, match="how he is tempted"):
        shortfall(replace(ANSWER, tempted=()), answer.tree(DEFAULTS), 0.1)
