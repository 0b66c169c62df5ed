"""A demand that cannot be met is answered with the least that can be had (``infeasible`` in ``tests/reference/deals.json``)."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from overture.design.search.candidates import Demand
from overture.design.search.thresholds import thresholds
from overture.design.search.unmet import least
from tests.design.search.judged_in_closed_form import CLAUSES, ClosedForm, ClosedFormInWorlds, space
from tests.design.test_answer_closed_forms import DEALS


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_least_chance_of_breach_what_binds_and_what_would_be_met(seed: int) -> None:
    reference = DEALS["infeasible"]
    judge = ClosedForm(space().names)
    found = least(judge, space(), Demand(0.02), seed=seed, evaluations=8192)
    assert not found.met
    assert found.least == pytest.approx(reference["least"], abs=1e-9)
    assert found.missed_by == pytest.approx(reference["missed_by"], abs=1e-9)
    at = dict(zip(space().names, found.terms.vector, strict=True))
    assert {name: at[name] for name in reference["at"]} == reference["at"]
    assert set(found.missed) == {"kept", "credibility"}  # he would be deterred; we would not snap back
    assert found.nearest == (Demand(found.least),)
    assert judge(found.terms.vector[None], found.nearest[0]).violation[0] == 0
    assert found.edge.at_the_edge
    assert found.edge.at_end == {"R": "high", "q": "high", "z": "low"}
    assert set(found.edge.clauses) == {"R", "q", "z"}


def test_what_a_clause_that_is_given_would_have_to_be() -> None:
    """f is no clause of the terms; to ask what f would meet the demand, it is made one."""
    found = least(ClosedForm(space().names), space(), Demand(0.02), evaluations=8192)
    wider = space(clauses=(*CLAUSES, "f"))
    vector = np.append(found.terms.vector, 0.05)
    holds, fails = thresholds(ClosedForm(wider.names), wider, Demand(0.02), vector, "f")
    assert (holds.state, fails.state) == ("both sign", "missed")
    assert holds.high == pytest.approx(1 / 51.578947, abs=1e-6)
    assert holds.high == pytest.approx(0.0194, abs=5e-5)


def test_automatic_snapback_would_meet_it() -> None:
    found = least(ClosedForm(space("auto").names), space("auto"), Demand(0.02), evaluations=4096)
    assert found.met
    assert found.missed_by == 0
    assert (found.nearest, found.missed) == ((), {})
    assert [part.found.broken[0] <= 0.02 for part in found.terms.parts] == [False, True]


def test_a_demand_that_is_met_at_one_point_is_at_the_edge() -> None:
    found = least(ClosedForm(space().names), space(), Demand(0.05), evaluations=8192)
    assert found.met
    assert found.edge.at_the_edge
    easy = least(ClosedForm(space().names), space(), Demand(0.2), evaluations=8192)
    assert not easy.edge.at_the_edge


def test_both_cannot_sign_but_one_may_stay_out() -> None:
    """Automatic snapback with little relief excludes the exploiter (§ 3.2: R up to .2805), and where he signs he cheats."""
    narrow = space(clauses=("R", "phi"), unpriced=())
    narrow = type(narrow)(narrow.names, np.array([0.2, 0.05]), narrow.high, narrow.now, narrow.choices)
    found = least(ClosedForm(narrow.names, auto=1), narrow, Demand(0.1, both=True), evaluations=4096)
    assert not found.met
    assert found.least == pytest.approx(0.4)
    assert found.missed_by == pytest.approx(0.3)
    assert found.nearest == (Demand(found.least, both=True), Demand(0.1, both=False))
    assert found.missed["deterrence"] > 0


def test_a_demand_on_the_share_of_worlds() -> None:
    judge = partial(ClosedFormInWorlds(space().names), worlds=128, seed=1)
    found = least(judge, space(), Demand(0.1, share=0.8), of="share", evaluations=4096)
    assert not found.met
    assert found.least == pytest.approx(0.522, abs=0.03)
    assert found.missed_by == pytest.approx(0.8 - found.least)
    assert found.missed == {"share of worlds": pytest.approx(found.missed_by)}
    assert judge(found.terms.vector[None], found.nearest[0]).violation[0] == 0


def test_where_even_the_rest_cannot_be_met_no_number_is_given() -> None:
    """Where the keeper gains nothing from relief he never signs, and no terms are worth it to him."""
    found = least(
        ClosedForm(space().names, g_K=2.0, kap=3.0, tau=0.0), space(), Demand(0.02), evaluations=1024
    )
    assert not found.met
    assert np.isnan(found.least)
    assert np.isnan(found.missed_by)
    assert found.nearest == ()
    assert found.missed
