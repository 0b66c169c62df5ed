"""The flagship judged: what stands around the answers. The answers themselves are judged by the reference."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from overture.games.measured.measure import terminal_probability
from overture.judgement.judge import solved_in_part
from overture.judgement.judgement import Judgement
from overture.judgement.keep import keep, kept_name, recall
from overture.judgement.parts.acts import acts
from tests.judgement.scenes import basis, judged
from tests.judgement.test_reference import question_of


@pytest.fixture(scope="module")
def found() -> Judgement:
    return judged("flagship")


@pytest.fixture(scope="module")
def middle() -> Judgement:
    """The one world of the modes: the defaults of FLAGSHIP.md."""
    return judged("flagship at its modes")


def test_every_world_is_solved_and_certified(found: Judgement) -> None:
    assert (found.about.worlds, found.about.solved, found.about.own_draws) == (64, 64, 64)
    assert found.certificate.unsolved == 0
    assert found.certificate.max_regret < 1e-6
    assert found.certificate.bayes_gap < 1e-9
    assert found.certificate.complete
    assert not solved_in_part(found)


def test_several_equilibria_speak(found: Judgement) -> None:
    """FLAGSHIP.md: under X there are three where suspicion is low, and the separating one alone above."""
    shares = {card.name: card.share for card in found.equilibria}
    assert shares["separating"] > 0.5
    assert shares["pooling on thin"] > 0.1
    for point in ("before", "given", "after"):
        assert sum(getattr(card, point) for card in found.equilibria) == pytest.approx(1)
        assert {card.name for card in found.equilibria} == set(found.answers.class_weight)
    for card in found.equilibria:
        weight = found.answers.class_weight[card.name]
        assert (card.before, card.given, card.after) == pytest.approx(
            (weight.before, weight.given, weight.after_offer)
        )


def test_a_card_tells_what_everybody_does_with_odds_that_sum_to_one(middle: Judgement) -> None:
    cards = {card.name: card for card in middle.equilibria}
    assert set(cards) == {"separating", "pooling on thin", "semi-separating"}
    for card in cards.values():
        for line in card.lines:
            assert sum(line.odds.values()) == pytest.approx(1)
    offers = {
        tuple(line.seen): line.odds
        for line in cards["pooling on thin"].lines
        if line.move == "offer" and line.reached
    }
    assert any(odds["thin"] == pytest.approx(1) for odds in offers.values())


def test_belief_stands_at_its_labelled_points(found: Judgement) -> None:
    exploit = found.hypotheses[0]
    answers = found.answers
    assert [each.label for each in found.hypotheses] == ["exploit", "keep"]
    points = (exploit.prior, exploit.after_acts, exploit.now, exploit.offered)
    assert points == (
        answers.own_prior[0],
        answers.belief_acts[0],
        answers.belief_now[0],
        (answers.belief_offer or [0])[0],
    )
    # The insider's word moves belief; the same word told again by the writer would move it further.
    assert exploit.prior > exploit.after_acts < exploit.now < exploit.naive


def test_steps_lead_from_the_prior_to_belief_now(found: Judgement) -> None:
    assert [step.kind for step in found.steps] == ["prior", "act", "source", "source"]
    assert found.steps[0].belief == pytest.approx(found.answers.own_prior)
    assert found.steps[-1].belief == pytest.approx(found.answers.belief_now)
    shares = [step.shapley or 0.0 for step in found.steps[1:]]
    odds = [np.log(belief[0] / belief[1]) for belief in (found.answers.belief_now, found.answers.own_prior)]
    assert sum(shares) == pytest.approx(odds[0] - odds[1])


def test_the_statement_of_indifference_says_nothing(middle: Judgement) -> None:
    """Section 4: ratio .995602 with 1,000 worlds, and 1 in one."""
    row = next(row for row in middle.acts if row.kind == "done")
    assert row.factor["exploit:keep"] == pytest.approx(1, abs=1e-12)
    assert row.verdict["exploit:keep"].word == "nothing"
    many = next(row for row in acts(question_of("flagship_1000")) if row.kind == "done")
    assert many.factor["exploit:keep"] == pytest.approx(0.995602, abs=1e-6)
    assert (many.before[0], (many.after or [0])[0]) == pytest.approx((0.466667, 0.465570), abs=1e-6)


def test_his_picture_of_us_is_told_beside_our_own_number() -> None:
    """Section 2: he seems to take our suspicion for .36 (drawn .47)."""
    from overture.judgement.parts.gains import pictures

    row = next(row for row in pictures(question_of("flagship_1000")) if row.name == "pi")
    assert row.own == pytest.approx(0.466667, abs=1e-6)
    assert row.after == pytest.approx(0.358690, abs=1e-6)
    assert row.before == pytest.approx(0.466541, abs=1e-6)


def test_ratios_by_class_are_those_of_the_reference(middle: Judgement) -> None:
    """FLAGSHIP.md, answers: a thin offer is worth 1 where all pool, 1.5 where some do, and is off the path else."""
    found = middle.answers
    assert found.factor_by_class["pooling on thin"] == pytest.approx(1)
    assert found.factor_by_class["semi-separating"] == pytest.approx(1.5, rel=0.0102)  # but for the floor
    assert found.on_path_by_class_after["separating"] == 0.0


def test_each_source_says_what_it_is_worth(found: Judgement) -> None:
    cards = {card.id: card for card in found.sources}
    insider, writer = cards["insider"], cards["writer"]
    assert insider.log_odds == pytest.approx(np.log(1.25))  # the worked example's ratio
    assert insider.without == pytest.approx(found.answers.belief_acts)
    assert (writer.log_odds, writer.judged) == (0.0, True)
    assert writer.naive > 0
    claims = {claim.id: claim for card in found.sources for claim in card.claims}
    first, echo = claims["deceptive-offer"], claims["writer-deception"]
    assert (first.standing, first.used, first.in_place) == ("root", True, pytest.approx(1.25))
    assert first.knew == pytest.approx(0.35 * 0.9)
    assert (echo.standing, echo.in_place) == ("echo", 1.0)
    assert not claims["indifference"].used


def test_the_matrix_is_a_view_of_the_posterior(found: Judgement) -> None:
    spreads = [row.spread for row in found.matrix]
    assert spreads == sorted(spreads, reverse=True)
    for row in found.matrix:
        fits = [row.cells[label].fit for label in found.answers.types]
        assert np.dot(found.answers.own_prior, fits) == pytest.approx(1)
    insider = next(row for row in found.matrix if row.item == "insider")
    assert insider.cells["exploit"].fit / insider.cells["keep"].fit == pytest.approx(1.25)


def test_what_is_left_out_alone_is_told_with_what_is_then_concluded(found: Judgement) -> None:
    without = next(row for row in found.drops if row.kind == "source")
    silent = found.answers.without_testimony
    assert silent is not None
    assert without.belief[0] == pytest.approx(silent.belief_offer)
    assert (without.best, without.same) == ("accept", False)
    assert found.confidence.alone
    classes = [row for row in found.drops if row.kind == "class"]
    assert len(classes) == len(found.equilibria)
    assert all(row.same == (row.best == found.answers.best) for row in found.drops)


def test_gains_by_class_are_those_of_the_reference(middle: Judgement) -> None:
    """FLAGSHIP.md, answers: the exploiter gains .90, .778, 0 from X; the keeper .1285, 0, 0."""
    gains = {(row.type, name): value for row in middle.gains for name, value in row.by_class.items()}
    assert gains == pytest.approx({
        ("exploit", "pooling on thin"): 0.90, ("exploit", "semi-separating"): 0.7781, ("exploit", "separating"): 0.0,
        ("keep", "pooling on thin"): 0.1285, ("keep", "semi-separating"): 0.0, ("keep", "separating"): 0.0,
    }, abs=5e-5)  # fmt: skip


def test_lines_in_closed_form(middle: Judgement) -> None:
    lines = {row.name: row.value for row in middle.thresholds}
    assert lines == pytest.approx({"q*": 0.73, "p* of X": 91 / 102, "p* of Y": 35 / 102})
    assert all(row.low is None and row.high is None for row in middle.thresholds)


def test_if_both_knew_the_game_is_solved_again(found: Judgement) -> None:
    rows = {row.what: row for row in found.readings}
    assert rows["worth of accept"].only_we_know == found.answers.value["accept"].V
    assert rows["chance of the offer"].both_know != rows["chance of the offer"].only_we_know
    assert judged("pledge").readings == []  # nobody said anything


def test_a_tie_of_all_types_at_what_was_done_moves_no_weight() -> None:
    """Where talk changes nothing all types may talk or not: how often they do is no evidence of the equilibrium."""
    base = basis("flagship")
    case, cells = base.loaded.case, base.joint.cells
    event, at = base.mask(case.done[0].event), cells.classes.index("separating")
    there = np.flatnonzero(cells.present[:, at])
    found, settled = (
        terminal_probability(cells.tree.world(there), play[there, at])[:, event].sum(axis=1)
        for play in (cells.strategy, base.settled)
    )
    assert (found < 0.6).mean() > 0.5  # as found, half of them talk
    assert (settled > 0.99).mean() > 0.9


def test_what_the_page_shows_of_roles_and_names(found: Judgement) -> None:
    about = found.about
    assert (about.advised, about.adversary, about.counterpart, about.choice) == (
        "Counterpart",
        "Leader",
        "X",
        "thin",
    )
    assert about.names == {"Leader": "the leader", "Counterpart": "the counterpart"}
    assert about.pronouns == {"Leader": "he", "Counterpart": "they"}
    assert about.roles == {
        "hypothesis": "intent",
        "signal": "offer",
        "reply": "answer",
        "counterpart": "election",
    }
    assert about.movers["election"] == ""
    sides = {row.name: row.side for row in found.parameters if row.value is None}
    assert sides == {"pi": "ours", "eps": "ours", "phi": "ours", "u_E": "theirs", "q_thin": "ours", "f": "ours",
                     "s": "theirs", "l_X": "ours", "l_Y": "ours", "z_X": "ours"}  # fmt: skip
    assert found.asked == []


def test_judgements_are_kept_by_content(
    found: Judgement, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OVERTURE_CACHE", str(tmp_path))
    name = kept_name(tmp_path, {"case (case.yaml)": "a"}, 64, 1, "")
    assert recall(name, Judgement) is None
    keep(name, found)
    assert recall(name, Judgement) == found
    assert recall(kept_name(tmp_path, {"case (case.yaml)": "b"}, 64, 1, ""), Judgement) is None
