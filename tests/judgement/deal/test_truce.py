"""The truce of the faults gets terms: what its own clauses cannot do, what would, and what to secure first."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from overture.case.load import load
from overture.design.search.candidates import Demand
from overture.judgement.deal import design
from overture.judgement.deal.evaluate import JudgedWorlds
from overture.judgement.deal.posed import posed
from overture.judgement.deal.proposal import DealJudgement
from overture.judgement.deal.would import would_do

TRUCE = Path(__file__).resolve().parents[2] / "faults" / "cases" / "truce"
MORE = """
  - {parameter: z_X, words: what it costs Rhun to close the road again, low: 0.0, high: 0.6, cost: {per: 0.25, below: 0.4}}
  - {parameter: s, words: what is taken from the Front if it is caught, low: 0.0, high: 3.0, cost: {per: 0.02, above: 0.5}}
"""


def test_what_is_no_clause_would_make_the_terms_hold() -> None:
    """Monitors and prisoners alone do not hold; closing the road by itself, or at little cost, would do."""
    terms = posed(load(TRUCE))
    judge = JudgedWorlds(terms, Demand(both=True), 0.01)
    found = would_do(judge, Demand(both=True), np.array([0.885, 0.995]), 64, 1)
    assert [(each.name, each.value) for each in found] == [("automatic", True), ("z_X", 0.1)]
    assert all(each.share >= 0.8 for each in found)


@pytest.fixture(scope="module")
def designed(tmp_path_factory: pytest.TempPathFactory) -> DealJudgement:
    folder = tmp_path_factory.mktemp("truce")
    shutil.copytree(TRUCE, folder / "truce")
    file = folder / "truce" / "case.yaml"
    file.write_text(file.read_text(encoding="utf-8").rstrip() + MORE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:  # other shapes of the deal are the subject of test_design
        patch.setattr(design, "otherwise", lambda *rest: [])
        return design.terms_that_hold(folder / "truce", worlds=4, evaluations=16)


def test_with_two_clauses_more_there_are_terms(designed: DealJudgement) -> None:
    both = [each for each in designed.proposals if each.both]
    assert both
    for each in both:
        assert each.margin.signed >= 0.8
        assert each.centre.broken is not None
        assert each.centre.broken <= 0.1


def test_the_clauses_have_an_order_that_ends_where_the_terms_hold(designed: DealJudgement) -> None:
    for each in designed.proposals:
        if each.order:
            changed = {
                name
                for name, value in each.terms.items()
                if value != next(c.now for c in designed.clauses if c.name == name)
            }
            assert {step.clause for step in each.order} == changed
            assert each.order[-1].share >= 0.8
            assert each.order[0].share <= each.order[-1].share


def test_detection_and_a_threat_that_is_cheap_belong_together(designed: DealJudgement) -> None:
    """Deterrence and the credibility of the threat are two joints: terms that hold move a clause of each."""
    for each in designed.proposals:
        if each.both:
            changed = {step.clause for step in each.order}
            assert "z_X" in changed
            assert changed & {"q_thin", "s"}
