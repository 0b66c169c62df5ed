"""A search in which terms are judged by all equilibria: against closed forms, and a small race."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from overture.design.evaluate import CONDITIONS, TermsJudge, candidates, space_of
from overture.design.search.candidates import Demand, Floats, Outside, standing
from overture.design.search.named import best_terms
from overture.design.search.race import race
from overture.design.search.thresholds import thresholds
from overture.design.terms.judge import judge_terms
from overture.design.terms.posed import Clause
from overture.errors import SolveError
from overture.models.answer import DEFAULTS
from tests.design.search.judged_in_closed_form import ClosedForm, ClosedFormInWorlds, draws
from tests.design.terms_of_the_flagship import ANSWER, CLAUSES

FIVE = CLAUSES[:5]
SHAPED = (*FIVE, CLAUSES[6])
NAMES = tuple(clause.name for clause in FIVE)


def worlds_of(worlds: int, seed: int) -> Mapping[str, Any]:
    """One world has every number at its mode; more are those of the closed forms."""
    return DEFAULTS if worlds == 1 else {**DEFAULTS, **draws(worlds, seed)}


def points(count: int, clauses: tuple[Clause, ...] = FIVE) -> Floats:
    return np.concatenate([part.vectors(part.sobol(count, 11)) for part in space_of(clauses).parts()])


@pytest.mark.parametrize("both", [False, True])
def test_candidates_are_those_of_the_closed_forms(both: bool) -> None:
    vectors = points(32, SHAPED)
    vectors[vectors[:, 5] == 1, 4] = 0.4  # the closed forms charge nothing for z where snapback is automatic
    demand = Demand(0.1, both=both)
    found = TermsJudge(ANSWER, SHAPED, worlds_of)(vectors, demand)
    by_hand = ClosedForm((*NAMES, "auto"))(vectors, demand)
    assert by_hand.violation.min() == 0 < by_hand.violation.max()
    for name in ("net", "theirs", "broken", "struck", "cost", "share", "types"):
        np.testing.assert_allclose(getattr(found, name), getattr(by_hand, name), atol=1e-9, err_msg=name)
    np.testing.assert_array_equal(found.violation > 0, by_hand.violation > 0)
    kept = CONDITIONS.index("it is kept")
    np.testing.assert_allclose(found.missed[:, kept], by_hand.missed[:, 0], atol=1e-9)
    signing = CONDITIONS.index("all sign")
    np.testing.assert_allclose(found.missed[:, signing], by_hand.missed[:, 3], atol=1e-8)
    assert set(found.missed[:, signing] > 0) == {False, both}


def test_shares_of_worlds_are_those_of_the_closed_forms() -> None:
    vectors, demand = points(12), Demand(0.1, share=0.3)
    found = TermsJudge(ANSWER, FIVE, worlds_of)(vectors, demand, 32, 3)
    by_hand = ClosedFormInWorlds(NAMES)(vectors, demand, 32, 3)
    for name in ("net", "theirs", "struck", "cost", "share", "violation"):
        np.testing.assert_allclose(getattr(found, name), getattr(by_hand, name), atol=1e-9, err_msg=name)
    assert 0 < found.share.max() < 1


def test_what_is_not_known_is_no_answer() -> None:
    judged = judge_terms(ANSWER, FIVE, np.array([[1.0, 0.8, 0.4, 0.5, 0.05]]), {}, DEFAULTS)
    assert candidates(judged, Demand()).violation[0] == 0
    hidden = replace(judged, verdict=np.zeros_like(judged.verdict))
    found = candidates(hidden, Demand())
    assert found.violation[0] >= 1
    assert dict(zip(CONDITIONS, found.missed[0], strict=True))["it is known"] == 1


def test_the_space_of_clauses() -> None:
    free = (*SHAPED, Clause("d", low=0.0, high=1.0))
    space = space_of(free, free=("R",))
    assert space.names == (*NAMES, "automatic", "d")
    assert space.choices == (0, 0, 0, 0, 0, 2, 0)
    assert (space.low[5], space.high[5], space.now[5]) == (0, 1, 0)
    assert np.isnan(space.now[6])
    assert space.unpriced == ("d",)
    assert space_of(free).unpriced == ("R", "d")
    with pytest.raises(SolveError, match="no range"):
        space_of((Clause("R"),))


@pytest.mark.slow
def test_a_search_by_all_equilibria_finds_what_deters() -> None:
    """Automatic snapback deters from q = .73 on; the cheapest terms that do so by detection alone are just there."""
    clauses = (CLAUSES[1], CLAUSES[6])
    judge, space = TermsJudge(ANSWER, clauses, worlds_of), space_of(clauses)
    found = best_terms(judge, space, Demand(0.1, both=True), "cheapest", evaluations=1024)
    assert found.met
    assert not found.parts[0].met
    assert found.vector[1] == 1
    assert found.vector[0] == pytest.approx(0.73, abs=1e-3)
    assert found.found.cost[0] == pytest.approx(0.05 + 0.2 * 0.43, abs=1e-3)
    fails, holds = thresholds(judge, space, Demand(0.1), np.array([0.8, 1.0]), "q", points=17)
    assert (fails.state, holds.state) == ("missed", "both sign")
    assert holds.low == pytest.approx(0.73, abs=1e-7)


@pytest.mark.slow
def test_a_small_race_has_the_winner_of_the_closed_forms() -> None:
    vectors, demand = points(128), Demand(0.1, share=0.0)
    how = {"rounds": ((128, 16), (32, 64), (8, 128)), "seed": 4, "fresh": 256}
    goals = ("best for us", "most robust")
    found = list(race(TermsJudge(ANSWER, FIVE, worlds_of), space_of(FIVE), vectors, demand, goals, **how))
    by_hand = list(race(ClosedFormInWorlds(NAMES), space_of(FIVE), vectors, demand, goals, **how))
    for ours, theirs in zip(found, by_hand, strict=True):
        assert ours.vector.tolist() == theirs.vector.tolist()
        np.testing.assert_allclose(ours.found.share, theirs.found.share, atol=1e-9)
    assert found[-1].fresh is not None
    assert by_hand[-1].fresh is not None
    np.testing.assert_allclose(found[-1].fresh.share, by_hand[-1].fresh.share, atol=1e-9)
    assert 0.2 < found[-1].fresh.share[0] < 0.6


def test_the_gains_of_the_types_are_weighed_by_their_chances() -> None:
    """DEALS 2: Harsanyi and Selten weight the types' gains as exponents. T06: the keeper gains .944, the exploiter .11726."""
    terms = np.array([[1.0, 0.8, 0.4, 0.5, 0.05]])
    judge = TermsJudge(ANSWER, FIVE, worlds_of)
    found = judge(terms, Demand(0.1))
    assert found.types == pytest.approx([0.944**0.6 * 0.11726**0.4], abs=1e-4)
    violation, worth = standing("fairest to each type", found, Outside(us=0.0, them=-0.02))
    assert violation == pytest.approx([0.0])
    assert worth == pytest.approx(found.net * found.types)
    # A type that stays out gains nothing, and then nothing is left of the product.
    out = np.array([[0.1, 0.9, 0.05, 3.0, 0.0]])
    assert judge(out, Demand(0.1)).struck[0] < 1
    assert judge(out, Demand(0.1)).types == pytest.approx([0.0])
