"""Terms by our own numbers: the row of the specification, our belief after the reports, and the worlds weighed by the offer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from overture.case.load import load
from overture.judgement.asked.question import question
from overture.judgement.deal.ours import BelievedAtTerms
from overture.judgement.deal.posed import PosedTerms, posed
from overture.judgement.deal.whose import ODDS, Believed, believed, by_our_numbers
from overture.judgement.prepare import prepare
from overture.models.answer import DEFAULTS, broken_share, detection_threshold, snap_threshold
from overture.weigh.decision.reply import from_the_start

ROOT = Path(__file__).resolve().parents[3]
TOLD = BelievedAtTerms(after="now", offer="", prior={}, belief={}, picture={}, worlds=1)


@pytest.fixture(scope="module")
def terms() -> PosedTerms:
    return posed(load(ROOT / "cases" / "freeze-for-relief"))


def vector(terms: PosedTerms, **changed: float) -> np.ndarray:
    found = terms.now.copy()
    for name, value in changed.items():
        found[terms.names.index(name)] = value
    return found


def at_the_modes(
    terms: PosedTerms, picture: float, belief: float, own: dict[str, np.ndarray] | None = None
) -> Believed:
    """One world at the modes in which he takes us to believe ``picture``, and we believe ``belief``, of an exploiter."""
    modes = terms.modes()
    odds = {ODDS + "exploit": np.array([picture]), ODDS + "keep": np.array([1 - picture])}
    draws = {**modes, **(own or {})}
    count = max(len(each) for each in draws.values())
    draws = {name: np.broadcast_to(each, (count,)).copy() for name, each in draws.items()}
    return Believed(
        TOLD, ("exploit", "keep"), np.array([[belief, 1 - belief]]), {**modes, **odds}, frozenset({"s"}),
        draws, np.full(count, 1 / count),
    )  # fmt: skip


class _Numbers:
    def __init__(self, **changed: float) -> None:
        self.__dict__.update({**DEFAULTS, **changed})


def test_t06_by_our_own_belief_is_the_row_of_the_specification(terms: PosedTerms) -> None:
    """DEALS 8.15: his picture .359, own belief .558: P = .110, after an alarm .664, V .678 and not .730."""
    found = by_our_numbers(terms, vector(terms, q_thin=0.8, z_X=0.05), at_the_modes(terms, 0.359, 0.558), 0.1)
    assert found.broken == pytest.approx(0.110, abs=5e-4)
    assert found.us == pytest.approx(0.678, abs=1e-3)
    alarm = next(each for each in found.moves if each.set.endswith("raises an alarm"))
    assert alarm.belief == pytest.approx(0.664, abs=5e-4)
    assert alarm.choice == "snaps sanctions back"
    assert not found.by_belief


def test_it_is_the_closed_form_of_his_play_with_our_belief(terms: PosedTerms) -> None:
    """He cheats so often that by his picture the share c* of the deals is broken; by ours it is another share."""
    numbers = _Numbers(q=0.8, z=0.05)
    assert detection_threshold(numbers) < numbers.q
    cheats = broken_share(numbers) / 0.3
    found = by_our_numbers(terms, vector(terms, q_thin=0.8, z_X=0.05), at_the_modes(terms, 0.3, 0.7), 0.1)
    assert found.broken == pytest.approx(0.7 * cheats, abs=1e-9)
    assert found.by_type == {"exploit": pytest.approx(cheats, abs=1e-9), "keep": 0.0}
    alarm = 0.7 * cheats * numbers.q / (0.7 * cheats * numbers.q + (1 - 0.7 * cheats) * numbers.f)
    assert alarm > snap_threshold(numbers)
    assert found.moves[0].belief == pytest.approx(alarm, abs=1e-9)


def test_where_our_belief_is_his_picture_nothing_differs_from_the_game(terms: PosedTerms) -> None:
    """DEALS 3.1: T06 at pi .4 is broken with chance .0707 and worth .7298."""
    found = by_our_numbers(terms, vector(terms, q_thin=0.8, z_X=0.05), at_the_modes(terms, 0.4, 0.4), 0.1)
    assert found.broken == pytest.approx(0.0707, abs=5e-5)
    assert found.us == pytest.approx(0.7298, abs=5e-5)
    assert found.struck == pytest.approx(1)
    assert not found.by_belief  # an exploiter breaks it now and then, not surely


def test_false_alarms_are_our_own(terms: PosedTerms) -> None:
    """His play rests on f in the world; what an alarm tells us rests on our own f, averaged over our draws."""
    chosen = vector(terms, q_thin=0.8, z_X=0.05)
    same = by_our_numbers(terms, chosen, at_the_modes(terms, 0.4, 0.4), 0.1)
    more = by_our_numbers(terms, chosen, at_the_modes(terms, 0.4, 0.4, {"f": np.array([0.05, 0.25])}), 0.1)
    assert more.broken == pytest.approx(same.broken)
    broken = float(same.broken or 0)
    assert more.moves[0].belief == pytest.approx(0.8 * broken / (0.8 * broken + 0.15 * (1 - broken)))
    assert more.moves[0].choice == "holds the deal"


def test_terms_that_hold_because_he_is_thought_good_are_marked(terms: PosedTerms) -> None:
    found = by_our_numbers(terms, terms.now, at_the_modes(terms, 0.05, 0.05), 0.1)
    assert found.broken == pytest.approx(0.05)
    assert found.by_type["exploit"] == pytest.approx(1)
    assert found.by_belief
    assert not by_our_numbers(terms, terms.now, at_the_modes(terms, 0.05, 0.2), 0.1).by_belief


def test_what_is_believed_is_what_an_assessment_says_of_the_offer(terms: PosedTerms) -> None:
    found = believed(terms, 16, 1)
    assert found is not None
    basis = prepare(terms.loaded, 16, 1, alone=True)
    q = question(basis, basis.asked)
    at = found.types.index("exploit")
    assert found.told.after == "if he offers"
    assert found.told.belief["exploit"] == pytest.approx(float(q.joint.belief(q.asked.offer)[at]), abs=1e-12)
    assert found.weight.sum() == pytest.approx(1)
    assert found.told.prior["exploit"] == pytest.approx(0.466667, abs=1e-6)
    # In a class in which both make the offer he takes us to believe what we believed before; there are such, and others.
    picture, prior = found.worlds[ODDS + "exploit"], found.worlds["pi"]
    assert np.isclose(picture, prior).any()
    assert not np.isclose(picture, prior).all()


def test_the_terms_as_offered_are_worth_what_an_assessment_says_that_accepting_is(terms: PosedTerms) -> None:
    """At R = 1 the game of terms has the payoffs of the thin offer, so both ask the same of one joint distribution."""
    held = believed(terms, 16, 1)
    assert held is not None
    basis = prepare(terms.loaded, 16, 1, alone=True)
    stakes = question(basis, basis.asked).stakes
    assert stakes is not None
    found = by_our_numbers(terms, terms.now, held, 0.1)
    assert found.us == pytest.approx(stakes.values(basis.joint.prior)["accept"], abs=0.01)


def test_where_an_exploiter_stays_out_the_deal_is_as_likely_as_we_think_him_none(terms: PosedTerms) -> None:
    chosen = vector(terms, R=0.4, d=1.0, automatic=1.0)
    found = by_our_numbers(terms, chosen, at_the_modes(terms, 0.4, 0.7), 0.1)
    assert found.struck == pytest.approx(0.3)
    assert found.broken == pytest.approx(0)
    assert found.by_type["exploit"] is None
    assert found.moves == []


def test_our_plan_begins_where_we_first_move(terms: PosedTerms) -> None:
    tree = terms.judged.tree
    plan = from_the_start(tree, tree.players.index("Counterpart"))
    assert len(plan.sets) == 2
    assert len(np.concatenate(plan.all())) == len(tree.terminal)
