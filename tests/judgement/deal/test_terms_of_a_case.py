"""The terms of a case as the design is asked them: names, costs, worlds, and what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from overture.case.load import load
from overture.design.search.candidates import Demand, Outside
from overture.design.terms.judged import BREAKS, HOLDS, NOT_USED, UNKNOWN
from overture.design.terms.posed import cost
from overture.errors import FileError
from overture.judgement.deal.evaluate import AskedTerms, JudgedWorlds
from overture.judgement.deal.explain import (
    at_centre,
    constraints,
    our_threats,
    price_of_detection,
    worst_member,
)
from overture.judgement.deal.order import order
from overture.judgement.deal.own import own_game
from overture.judgement.deal.posed import PosedTerms, posed
from overture.judgement.deal.search import FEW, Sought, corners
from overture.judgement.deal.task import OWN

ROOT = Path(__file__).resolve().parents[3]
FLAGSHIP = ROOT / "cases" / "freeze-for-relief"
TRUCE = ROOT / "tests" / "faults" / "cases" / "truce"


@pytest.fixture(scope="module")
def terms() -> PosedTerms:
    return posed(load(FLAGSHIP))


def vector(terms: PosedTerms, **changed: float) -> np.ndarray:
    found = terms.now.copy()
    for name, value in changed.items():
        found[terms.names.index(name)] = value
    return found


def test_the_clauses_stand_under_the_names_of_the_answer(terms: PosedTerms) -> None:
    assert terms.names == ("R", "q_thin", "phi", "s", "z_X", "d", "automatic")
    assert [each.name for each in terms.clauses] == ["R", "q", "phi", "s", "z", "d", "automatic"]
    assert terms.terms(terms.now) == {
        "R": 1.0, "q_thin": 0.3, "phi": 0.4, "s": 0.5, "z_X": 0.4, "d": 0.0, "automatic": False
    }  # fmt: skip


def test_what_the_clauses_cost_is_as_the_specification_has_it(terms: PosedTerms) -> None:
    """DEALS 2: .20 per unit of q above .3, .25 of phi below .4, .02 of s above .5, .25 of z below .4, automatic .05 (and then z free)."""
    dear = vector(terms, q_thin=0.8, phi=0.1, s=2.0, z_X=0.0, automatic=1.0)
    assert cost(terms.clauses, dear[None])[0] == pytest.approx(0.1 + 0.075 + 0.03 + 0.05)
    dear = vector(terms, q_thin=0.8, phi=0.1, s=2.0, z_X=0.0)
    assert cost(terms.clauses, dear[None])[0] == pytest.approx(0.1 + 0.075 + 0.03 + 0.1)
    assert cost(terms.clauses, vector(terms, q_thin=0.1, phi=0.9, s=0.0)[None])[0] == 0


def test_what_moves_nothing_under_automatic_snapback_is_left_as_it_stands(terms: PosedTerms) -> None:
    """DEALS 2: automatic .05 (and then z free)."""
    chosen = vector(terms, z_X=0.0, automatic=1.0)
    assert cost(terms.clauses, chosen[None])[0] == pytest.approx(0.05)
    assert terms.space.idle == {(0,): (), (1,): (terms.names.index("z_X"),)}
    assert terms.terms(terms.rounded(chosen[None])[0])["z_X"] == 0.4
    assert terms.terms(terms.rounded(vector(terms, z_X=0.0)[None])[0])["z_X"] == 0.0


def test_terms_t06_are_those_of_the_specification(terms: PosedTerms) -> None:
    """DEALS 3.1, T06: q .8, z .05: broken .0707, worth .7298, U_K .9240, U_E .0973."""
    judge = JudgedWorlds(terms, Demand())
    chosen = vector(terms, q_thin=0.8, z_X=0.05)
    found = at_centre(terms, judge.at_modes(chosen), chosen)
    assert (found.struck, found.members, found.complete) == (1.0, 1, True)
    assert found.broken == pytest.approx(0.0707, abs=5e-5)
    assert found.us == pytest.approx(0.7298, abs=5e-5)
    assert found.by_type == {
        "keep": pytest.approx(0.9240, abs=5e-5),
        "exploit": pytest.approx(0.0973, abs=5e-5),
    }
    member = worst_member(terms, chosen)
    assert member is not None
    rows = constraints(terms, member)
    assert min(each.slack for each in rows if not each.binds) == pytest.approx(0.11726, abs=5e-6)
    alarm = next(each for each in our_threats(terms, member) if each.set.endswith("raises an alarm"))
    assert alarm.regret == pytest.approx(0.56, abs=1e-9)
    assert alarm.belief == pytest.approx(0.549, abs=5e-4)


def test_a_penalty_that_is_not_imposed_is_told_with_the_belief(terms: PosedTerms) -> None:
    """DEALS 3.1, T07: "you would think cheating .870 likely and need .892: you would hold"."""
    member = worst_member(terms, vector(terms, q_thin=0.5, s=2.0))
    assert member is not None
    alarm = next(each for each in our_threats(terms, member) if each.set.endswith("raises an alarm"))
    assert alarm.belief == pytest.approx(0.870, abs=5e-4)
    assert alarm.needed == pytest.approx(0.892, abs=5e-4)
    assert alarm.instead == "holds the deal"


@pytest.mark.parametrize(
    ("changed", "jump"), [({}, 0.0603), ({"z_X": 0.05}, 0.4316), ({"automatic": 1.0}, 0.5209)]
)
def test_detection_has_its_exact_threshold_and_the_jump_there(
    terms: PosedTerms, changed: dict[str, float], jump: float
) -> None:
    """DEALS 2: the jump at q* = .73 is +.0603 with z .4, +.4316 with z .05, +.5209 with automatic snapback."""
    (price,) = price_of_detection(terms, vector(terms, **changed))
    assert price.clause == "q_thin"
    assert price.threshold == pytest.approx(0.73, abs=2e-6)
    assert price.jump == pytest.approx(jump, abs=1e-4)


def test_the_order_is_the_best_of_all_orders(terms: PosedTerms) -> None:
    from itertools import permutations

    judge = JudgedWorlds(terms, Demand())
    chosen = vector(terms, q_thin=0.8, automatic=1.0)
    found = order(judge, Demand(), chosen, 64, 1)
    assert [each.clause for each in found][-1] in ("q_thin", "automatic")
    sums = {}
    for names in permutations(("q_thin", "automatic")):
        shares = []
        for count in (1, 2):
            at = vector(terms, **{name: float(chosen[terms.names.index(name)]) for name in names[:count]})
            shares.append(float(judge.in_worlds(at[None], Demand(), 64, 1).share[0]))
        sums[names] = sum(shares)
    assert sum(each.share for each in found) == pytest.approx(max(sums.values()))


def test_the_truce_is_judged_in_the_answer_to_an_offer() -> None:
    found = posed(load(TRUCE))
    assert found.judged.name == "answer-to-an-offer"
    assert found.names == ("q_thin", "R")
    assert found.judged.parameters["h"].value == 0.9


def test_other_types_than_the_game_of_the_answer_has_are_refused() -> None:
    with pytest.raises(FileError) as caught:
        posed(load(ROOT / "tests" / "faults" / "cases" / "three-types"))
    assert [fault.id for fault in caught.value.faults] == ["design/types"]


def test_a_case_in_its_own_game_names_its_outside_options(tmp_path: Path) -> None:
    invalid = ROOT / "tests" / "reference" / "invalid"
    shutil.copy(invalid / "plain.py", tmp_path)
    text = (invalid / "plain.yaml").read_text(encoding="utf-8").replace("../plain.py", "./plain.py")
    (tmp_path / "case.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        posed(load(tmp_path))
    assert {fault.id for fault in caught.value.faults} == {"design/terms", "design/outside"}
    more = "\nterms:\n  - {parameter: bad, words: what he is, low: 0.1, high: 0.6}\ndesign:\n  outside: {Mover: 0, Answerer: 0}\n"
    (tmp_path / "case.yaml").write_text(text + more, encoding="utf-8")
    found = posed(load(tmp_path))
    assert found.own_game
    judged = JudgedWorlds(found, Demand()).at_modes(found.now)
    assert len(judged.members.cell) >= 1


def test_terms_of_one_shape_do_not_crowd_out_those_of_another(terms: PosedTerms) -> None:
    """Little relief and the step keep him out for nothing under either snapback at the modes; in the worlds only one may do."""
    demand = Demand(both=False)
    sought = [Sought(JudgedWorlds(terms, demand), "cheapest", demand, Outside(0.0, -0.1), 0)]
    found = corners(terms, sought)
    by_itself = found[:, terms.names.index("automatic")] == 1
    assert by_itself.sum() >= FEW
    assert (~by_itself).sum() >= FEW
    chosen = vector(terms, R=0.4, d=1.0, automatic=1.0)
    assert (found == chosen).all(axis=1).any()


def test_an_offer_of_his_is_judged_where_all_equilibria_are_found(terms: PosedTerms) -> None:
    """As offered, in worlds of the core: struck and broken in some, never struck in the others, held robustly in none."""
    judge = JudgedWorlds(terms, Demand())
    assert judge.own is not None
    told = judge.own.vector(terms.now, terms.now)
    assert told is not None
    (found,) = judge.tallies([AskedTerms(told[None], 64, 1, 0.01, game=OWN)])
    assert found.share(UNKNOWN)[0] == 0
    assert found.share(HOLDS)[0] == 0
    assert 0.3 < found.share(NOT_USED)[0] < 0.7
    assert found.share(BREAKS)[0] > 0.3


def test_a_clause_that_his_own_game_does_not_know_is_not_judged_as_an_offer_of_his(terms: PosedTerms) -> None:
    own = own_game(terms)
    assert own is not None
    assert own.vector(vector(terms, automatic=1.0), terms.now) is None
    assert own.vector(vector(terms, q_thin=0.8), terms.now) is not None
