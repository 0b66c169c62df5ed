"""What a page once said wrong, each with what is right (Answers, section 16; the cases of tests/faults/cases)."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from overture.case.load import load
from overture.errors import FileError
from overture.judgement.answers import Answers
from overture.judgement.asked.offer import answers
from overture.judgement.asked.question import question
from overture.judgement.judge import judge
from overture.judgement.prepare import prepare
from tests.judgement.scenes import FAULTY, FLAGSHIP, judged, not_finite, told
from tests.judgement.test_reference import printed


def edited(folder: Path, case: Path, changes: dict[str, str], name: str = "evidence.yaml") -> Path:
    """A copy of a case in which some text is replaced."""
    shutil.copytree(case, folder, dirs_exist_ok=True)
    text = (folder / name).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new, 1)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def at_modes(folder: Path) -> Answers:
    base = prepare(load(folder), 1, 1, 1)
    return answers(question(base, base.asked))


# -- section 16 ------------------------------------------------------------------------------------------


def test_what_the_offer_tells_is_told_with_the_weight_after_it() -> None:
    """It said: points to exploit in 71 %, ratio 36, while belief fell from .52 to .44."""
    found = printed("flagship_1000")
    assert found["offer_factor"]["exploit:keep"] == pytest.approx(1.161, abs=5e-4)
    assert [found[key][0] for key in ("belief_given", "belief_offer")] == pytest.approx(
        [0.521, 0.558], abs=5e-4
    )
    assert found["verdict"]["exploit:keep"]["word"] == "points"
    assert found["verdict"]["exploit:keep"]["size"] == "barely"
    shares = found["offer_points_after"]
    assert [shares[key] for key in ("first", "second")] == pytest.approx([0.22, 0.01], abs=6e-3)


def test_the_reply_stands_beside_the_belief_at_which_it_is_best() -> None:
    """It said: accept, worth .111, beside a belief at which accepting loses."""
    found = printed("flagship_1000")
    assert found["best"] == "reject"
    assert found["value"]["accept"]["V"] == pytest.approx(-0.0857, abs=5e-5)
    assert found["own_prior_at_which_reply_turns"] == pytest.approx(0.4151, abs=5e-5)
    product = np.dot(found["belief_offer"], found["value"]["accept"]["u"])
    assert product == pytest.approx(found["value"]["accept"]["V"])


def test_the_prior_has_no_range_over_equilibria() -> None:
    """It said: prior .35 to .71 over equilibria. Columns differ because the classes exist in other worlds."""
    found = printed("flagship_1000")
    assert found["own_prior"] == pytest.approx([0.466667, 0.533333], abs=1e-6)
    assert found["composition"]["within_world_difference"] == 0.0
    by_class = found["composition"]["prior_in_game_by_class"]
    assert by_class["separating"] - by_class["pooling on thin"] > 0.15


@pytest.mark.parametrize("name", ["flagship", "flagship at its modes"])
def test_an_alarm_that_comes_after_accepting_is_worth_nothing_to_the_answer(name: str) -> None:
    """It said: worth .06, ranked first, to the choice between accepting and refusing."""
    rows = {row.event: row for row in judged(name).watch}
    alarm = rows['inspection == "alarm"']
    assert alarm.timing == "after accepting"
    assert alarm.worth == {"snapback": pytest.approx(0, abs=1e-12)}
    assert not alarm.acts_on
    assert told(name).inspection_for_answer == 0.0
    offer = rows['offer == "thin" and election == "X"']
    assert (offer.timing, offer.worth) == ("is the offer", {})


def test_our_own_move_is_no_observation() -> None:
    """It said: X's own snapback is worth .02 to the choice between accepting and refusing."""
    assert 'snapback == "snap"' in (FLAGSHIP / "case.yaml").read_text(encoding="utf-8")
    assert [row.event for row in judged("flagship").watch if "snapback" in row.event] == []


@pytest.mark.parametrize("name", ["flagship", "offer listed as done"])
def test_every_item_of_watch_is_shown_or_said_to_be_left_out(name: str) -> None:
    """The case listed five items, the page showed four without a word."""
    found = judged(name)
    listed = {each.words for each in load(FLAGSHIP).case.watch}
    left = {each.words: each.reason for each in found.unwatched}
    shown = {row.words for row in found.watch}
    assert shown | set(left) == listed
    assert not shown & set(left)
    assert left["X snaps sanctions back under a thin deal"] == "own move"
    offers = [reason for words, reason in left.items() if "offer" in words]
    assert offers == ["offer made"] * (3 if found.about.made else 0)


def test_an_offer_that_was_made_is_not_conditioned_on_itself() -> None:
    """It said: worth nothing, ratio 1, while belief moved from .47 to .39."""
    found = judged("offer listed as done")
    row = next(row for row in found.acts if row.kind == "offer")
    assert found.about.made
    assert row.factor["exploit:keep"] == pytest.approx(told("flagship").offer_factor["exploit:keep"])
    assert row.verdict["exploit:keep"].word == "points"
    assert row.before[0] != pytest.approx((row.after or [0])[0], abs=1e-3)
    assert [act.event for act in found.acts].count(row.event) == 1


def test_sources_whose_word_means_nothing_leave_confidence_low() -> None:
    """It said: moderate, three root sources bear on the question."""
    found = judge(load(FAULTY / "confidence-counts-noise"), 1, 1, 1)
    assert found.confidence.level == "low"
    assert found.confidence.failed == ["silent"]
    assert pytest.approx(0, abs=1e-12) == found.confidence.S
    assert [found.confidence.N, found.confidence.top, found.confidence.acc] == [None, None, None]
    assert found.answers.belief_now == pytest.approx(found.answers.belief_acts)


def test_a_source_that_nobody_judged_moves_nothing_and_is_listed(tmp_path: Path) -> None:
    """It said: odds times 1.857, from .57 to .89."""
    plain = at_modes(FAULTY / "one-world")
    added = """  - {id: stranger, name: "Otto Stranger", voice: insider}
claims:
  - {id: new, source: stranger, event: intent == "exploit", words: "He will cheat on it"}
"""
    folder = edited(tmp_path, FAULTY / "one-world", {"claims:\n": added})
    found = judge(load(folder), 1, 1, 1)
    assert found.answers.belief_now == plain.belief_now
    assert found.answers.value == plain.value
    (row,) = (row for row in found.unjudged if row.claim == "new")
    assert (row.name, row.missing) == ("Otto Stranger", ["access", "accuracy", "says_anyway"])


def test_leverage_is_in_payoff_units() -> None:
    """It said: how far the probability moves, 1.92."""
    flips = told("flagship").flips
    assert flips is not None
    for row in flips.levers.values():
        assert row.leverage == pytest.approx(abs(row.lead_high - row.lead_low))
    prior = flips.levers["own prior"]
    assert prior.leverage == pytest.approx(0.720458 + 0.636508, abs=1e-5)


def test_each_judgement_alone_and_all_together_are_two_numbers() -> None:
    """It said on two pages: stands in all 22 trials, and 3.6 % of the ranges turn it."""
    flips = told("flagship at its modes").flips
    assert flips is not None
    assert flips.joint_fragility == pytest.approx(0.0206, abs=5e-5)
    alone = [
        row.share_of_way_to_edge for row in flips.levers.values() if row.share_of_way_to_edge is not None
    ]
    assert min(alone) == pytest.approx(0.027, abs=5e-4)
    assert set(flips.adverse) == {
        name for name, row in flips.levers.items() if row.kind in ("own prior", "own number", "source")
    }


def test_ties_have_a_column_of_their_own() -> None:
    """It said which of 0.904 and 0.991 is the better by a hair."""
    shares = told("flagship").own_scenarios
    assert shares is not None
    assert sum(shares.best.values()) + shares.tied == pytest.approx(1)
    pledge = told("pledge")
    assert (pledge.status, sorted(pledge.tied)) == ("as good but for trembles", ["accept", "reject"])


def test_of_three_types_every_pair_is_told() -> None:
    """It said: which of the two he is; and named exploit alone at .46316 = .46316."""
    found = told("three types")
    assert set(found.offer_factor) == {"exploit:keep", "exploit:disarm", "keep:disarm"}
    assert found.belief_now[0] == pytest.approx(found.belief_now[1], abs=1e-12)
    assert (found.ruled_out, found.undecided) == (["disarm"], ["exploit", "keep"])
    assert found.belief_now[2] == pytest.approx(0.073684, abs=1e-6)
    assert (found.belief_offer or [0, 0, 0])[2] == pytest.approx(0.000853, abs=1e-6)
    assert found.offer_factor["exploit:keep"] == pytest.approx(1.117, abs=5e-4)


@pytest.mark.parametrize("name", ["flagship at its modes", "one world", "three types", "pledge", "probe"])
def test_what_is_not_defined_is_null(name: str) -> None:
    """It said: nan %."""
    found = judged(name)
    assert list(not_finite(found.model_dump())) == []
    assert "NaN" not in found.model_dump_json()
    assert found.answers.own_scenarios is None
    assert found.answers.bootstrap_se is None
    assert found.reads_us is None


# -- cases -----------------------------------------------------------------------------------------------


def test_one_world_has_the_ratio_of_its_own_beliefs_and_an_exact_threshold() -> None:
    """It said: ratio 6.8, points to exploit in 60 %; deterred from .72."""
    found = judged("one world")
    assert found.answers.offer_factor["exploit:keep"] == pytest.approx(1.129354, abs=1e-6)
    assert found.answers.offer_factor_no_slips["exploit:keep"] == pytest.approx(1.125, abs=1e-9)
    assert (found.answers.belief_offer or [0])[0] == pytest.approx(0.484836, abs=1e-6)
    assert {row.name: row.value for row in found.thresholds}["q*"] == pytest.approx(0.73)


def test_a_deal_without_the_offer_is_refused_with_what_excludes_what() -> None:
    """It said: sound, and then ended in a traceback."""
    with pytest.raises(FileError) as caught:
        load(FAULTY / "deal-without-offer")
    words = str(caught.value)
    assert {fault.id for fault in caught.value.faults} == {"case/never", "case/exclude"}
    assert "excludes offer.event" in words
    assert "deal.given" in words


def test_the_commander_of_the_truce_is_one_man() -> None:
    """It said: two witnesses, .83."""
    found = judged("truce")
    assert found.answers.belief_now[0] == pytest.approx(0.747, abs=5e-4)
    assert [(row.claim, row.kept) for row in found.folded] == [("monitor-c03", "agency-c04")]


def test_what_a_writer_reports_counts_for_whoever_said_it(tmp_path: Path) -> None:
    """The Government considers, the monitor believes: given to those two, the monitor's word is heard: .69."""
    folder = edited(tmp_path, FAULTY / "truce", {
        "source: writer-of-communique\n    words: The Government": "source: government\n    words: The Government",
        "source: writer-of-monitor\n    chain: [valley-monitor]": "source: valley-monitor\n    chain: [valley-monitor]",
    })  # fmt: skip
    base = prepare(load(folder), 64, 1, 1)
    assert answers(question(base, base.asked)).belief_now[0] == pytest.approx(0.690, abs=5e-4)
