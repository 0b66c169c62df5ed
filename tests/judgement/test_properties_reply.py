"""What must hold of any judgement: replies, levers, observations (Answers, section 14, 10-16, 26-28, 34, 35, 37, 41)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from overture.case.load import load
from overture.errors import FileError
from overture.judgement.answers import Answers
from overture.judgement.asked.offer import answers
from overture.judgement.asked.question import question
from overture.judgement.prepare import prepare
from overture.weigh.decision.reply import stakes
from tests.judgement.scenes import EVERY, HAND_MADE, View, judged, not_finite, told, views
from tests.judgement.small import Small

CLOSE = 1e-9
every = pytest.mark.parametrize("name", EVERY)


def replied(name: str) -> list[tuple[str, View, Answers]]:
    """Every offer of every case under a name, that is answered."""
    return [
        (f"{view.name}: {at}", view, found)
        for view in views(name)
        for at, found in enumerate(view.offers)
        if found.value
    ]


@every
def test_the_worth_of_a_reply_is_belief_times_worth_by_type(name: str) -> None:
    for where, _, found in replied(name):
        belief = found.belief_offer
        assert belief is not None
        for reply, each in found.value.items():
            parts = [b * u for b, u in zip(belief, each.u, strict=True) if b > 0 and u is not None]
            assert sum(parts) == pytest.approx(each.V, abs=CLOSE), (where, reply)


@every
def test_the_best_reply_is_the_one_of_most_worth_and_leads_by_the_difference(name: str) -> None:
    for where, _, found in replied(name):
        worth = sorted((each.V for each in found.value.values()), reverse=True)
        assert worth[0] == found.value[found.best or ""].V, where
        if len(worth) > 1 and found.lead is not None:
            assert found.lead == pytest.approx(worth[0] - worth[1], abs=CLOSE), where


@every
def test_shares_of_own_draws_sum_to_one(name: str) -> None:
    for where, _, found in replied(name):
        if found.own_scenarios is not None:
            assert sum(found.own_scenarios.best.values()) + found.own_scenarios.tied == pytest.approx(1), (
                where
            )


@every
def test_replies_are_equal_at_the_turning_prior_and_the_turning_belief(name: str) -> None:
    for view in views(name):
        found, joint = view.answers, view.asked.joint
        prior, belief = found.own_prior_at_which_reply_turns, found.belief_at_which_reply_turns
        if view.asked.at is None or view.asked.stakes is None or prior is None or belief is None:
            continue
        rest = joint.prior[1:] / joint.prior[1:].sum() if joint.prior[1:].sum() > 0 else None
        if rest is None or not 0 < prior < 1:
            continue
        moved = replace(joint, prior=np.array([prior, *((1 - prior) * rest)]))
        values = sorted(stakes(moved, view.asked.at).values(moved.prior).values(), reverse=True)
        assert values[0] - values[1] == pytest.approx(0, abs=1e-7 * view.asked.stakes.scale), view.name
        assert moved.belief(view.asked.asked.offer)[0] == pytest.approx(belief, abs=1e-8), view.name


@every
def test_between_now_and_the_turning_prior_the_reply_stays(name: str) -> None:
    for view in views(name):
        joint, prior = view.asked.joint, view.answers.own_prior_at_which_reply_turns
        if view.asked.at is None or prior is None or len(joint.types) != 2 or not view.answers.lead:
            continue
        for share in (0.25, 0.5, 0.75, 0.999):
            between = joint.prior[0] + share * (prior - joint.prior[0])
            moved = replace(joint, prior=np.array([between, 1 - between]))
            values = stakes(moved, view.asked.at).values(moved.prior)
            best = values[view.answers.best or ""]
            assert best >= max(values.values()) - 1e-9, (view.name, share)


@every
def test_all_judgements_together_turn_the_reply_no_later_than_each_alone(name: str) -> None:
    for view in views(name):
        flips = view.answers.flips
        if flips is None:
            continue
        own = [each for each in flips.levers.values() if each.kind in ("own prior", "own number", "source")]
        alone = [each.share_of_way_to_edge for each in own if each.share_of_way_to_edge is not None]
        monotone = all(min(e.lead_low, e.lead_high) - CLOSE <= e.lead_now <= max(e.lead_low, e.lead_high) + CLOSE for e in own)  # fmt: skip
        if alone and monotone:
            assert flips.joint_fragility is not None, view.name
            assert flips.joint_fragility <= min(alone) + 1e-6, view.name


@every
def test_a_lever_turns_the_reply_inside_its_range(name: str) -> None:
    for view in views(name):
        for row in view.answers.flips.levers.values() if view.answers.flips else ():
            assert row.low - CLOSE <= row.now <= row.high + CLOSE, (view.name, row.name)
            assert row.leverage == pytest.approx(abs(row.lead_high - row.lead_low)), (view.name, row.name)
            if row.turns_at is not None:
                assert row.low - CLOSE <= row.turns_at <= row.high + CLOSE, (view.name, row.name)
                assert 0 <= (row.share_of_way_to_edge or 0.0) <= 1, (view.name, row.name)
            moves = max(abs(row.lead_low - row.lead_now), abs(row.lead_high - row.lead_now))
            assert moves > 0, (view.name, row.name)


@every
def test_nothing_is_worth_more_than_its_ceiling(name: str) -> None:
    for where, view, found in replied(name):
        assert found.perfect_information is not None
        assert found.ceiling_cell is not None
        assert 0 <= found.perfect_information <= found.ceiling_cell + CLOSE, where
        if found.ceiling_any is not None:
            assert found.ceiling_cell <= found.ceiling_any + CLOSE, where
        if found is view.answers:
            if view.judgement.report is not None:
                assert 0 <= view.judgement.report.worth <= found.perfect_information + CLOSE, where
            seen = [worth for row in view.judgement.watch for worth in row.worth.values()]
            seen += [found.observation_test.value_for_answer] if found.observation_test else []
            top = found.ceiling_any if found.ceiling_any is not None else np.inf
            assert all(0 <= worth <= top + CLOSE for worth in seen), where


@every
def test_what_is_seen_after_the_answer_informs_no_answer_and_own_moves_are_not_watched(name: str) -> None:
    for view in views(name):
        case, tree = view.basis.loaded.case, view.basis.tree
        mover = {move: int(tree.set_player[at]) for at, move in enumerate(tree.labels.set_name)}
        for row in view.judgement.watch:
            if row.timing in ("after accepting", "too late", "is the offer", "another offer", "own move"):
                assert case.reply.move not in row.worth, (view.name, row.event)
            assert all(mover[move] == view.basis.advised for move in row.worth), (view.name, row.event)
            if row.timing == "own move":
                assert row.worth == {}, view.name


@every
def test_kept_unseen_and_caught_sum_to_one(name: str) -> None:
    for where, _, found in replied(name):
        parts = (found.compliance, found.undetected, found.caught)
        assert sum(each or 0.0 for each in parts) == pytest.approx(1, abs=CLOSE), where


@every
def test_each_counterpart_and_offer_that_is_answered_has_a_row(name: str) -> None:
    for view in views(name):
        rows = [(row.counterpart, row.offer) for row in view.judgement.others]
        assert len(rows) == len(set(rows)), view.name
        answered = view.basis.mask(f"made({view.basis.loaded.case.reply.move})") & view.basis.before
        case = view.basis.loaded.case
        signals = {
            label
            for label in view.judgement.words[case.signal.move]
            if (view.basis.choice(case.signal.move, label) & answered).any()
        }
        given = view.basis.mask(case.signal.given) if case.signal.given and not case.counterpart else True
        assert {offer for _, offer in rows} == {
            label
            for label in signals
            if (view.basis.choice(case.signal.move, label) & answered & given).any()
        }, view.name
        for row in view.judgement.others:
            assert row.reason or row.belief_offer is not None, view.name


@every
def test_no_number_is_nan_or_infinite(name: str) -> None:
    for view in views(name):
        assert list(not_finite(view.judgement.model_dump())) == [], view.name


@every
def test_the_row_of_the_cases_own_offer_says_what_the_answers_say(name: str) -> None:
    for view in views(name):
        put, found = view.asked.asked, view.answers
        own = [r for r in view.judgement.others if (r.counterpart, r.offer) == (put.counterpart, put.choice)]
        if own and not view.basis.loaded.case.signal.given:
            assert own[0].belief_offer == found.belief_offer, view.name
            assert own[0].best == found.best, view.name


# -- an offer that was made ------------------------------------------------------------------------------


def test_an_offer_that_was_made_has_the_verdict_of_before_it_was() -> None:
    """Put under ``done``: same ratio and verdict, and belief now is belief if offered before."""
    made, before = told("offer listed as done"), told("flagship")
    assert made.offer_factor == pytest.approx(before.offer_factor)
    assert made.verdict == before.verdict
    assert made.belief_given == pytest.approx(before.belief_given)
    assert made.belief_now == pytest.approx(before.belief_offer)
    assert pytest.approx(before.value["accept"].V) == made.value["accept"].V
    assert judged("offer listed as done").about.made
    assert not judged("flagship").about.made


@pytest.mark.parametrize(
    "small", [Small(), Small(probe=True, ranged={"cost_b": "theirs"}), Small(conduct=True, alarm=True)]
)
def test_a_small_offer_that_was_made_too(small: Small, tmp_path: Path) -> None:
    found = []
    for done in ((), ('act == "thin"',)):
        base = prepare(load(replace(small, done=done).write(tmp_path)), 4, 1, 1)
        assert base.made == bool(done)
        found.append(answers(question(base, base.asked)))
    before, made = found
    assert made.offer_factor == pytest.approx(before.offer_factor)
    assert made.belief_now == pytest.approx(before.belief_offer)
    assert {r: each.V for r, each in made.value.items()} == pytest.approx(
        {r: each.V for r, each in before.value.items()}
    )


def test_what_was_done_against_the_offer_is_an_error_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        load(Small(done=('act == "none"',)).write(tmp_path))
    (fault,) = caught.value.faults
    lines = (tmp_path / "case.yaml").read_text(encoding="utf-8").splitlines()
    done, offer = (
        next(n for n, line in enumerate(lines, 1) if words in line)
        for words in ('act == \\"none\\"', '"act == \\"thin\\""')
    )
    assert f"case.yaml:{done}" in str(fault)
    assert f"case.yaml:{offer}" in str(fault)


# -- edges of belief and play ----------------------------------------------------------------------------


@pytest.mark.parametrize("small", [
    Small(numbers={"prior_b": 1.0}),
    Small(numbers={"prior_b": 1.0}, conduct=True, done=('act == "thin"',)),
    Small(types="bmg", numbers={"prior_b": 0.0}, conduct=True),
    Small(types="bmg", numbers={"prior_m": 0.0}, signals=3),
    Small(types="bmg", numbers={"prior_b": 0.7, "prior_m": 0.3}),
])  # fmt: skip
@pytest.mark.parametrize("worlds", [1, 4])
def test_an_excluded_type_has_no_ratio_and_makes_no_nan(small: Small, worlds: int, tmp_path: Path) -> None:
    from overture.judgement.judge import judge

    found = judge(load(small.write(tmp_path)), worlds, 1, 1)
    excluded = {
        label for label, b in zip(found.answers.types, found.answers.own_prior, strict=True) if b < 1e-12
    }
    assert excluded
    for pairs in (found.answers.offer_factor, found.answers.verdict, *(row.factor for row in found.acts)):
        assert not any(label in pair.split(":") for label in excluded for pair in pairs)
    for belief in (found.answers.belief_now, found.answers.belief_offer or [0.0] * 3):
        assert all(belief[found.answers.types.index(label)] < 1e-12 for label in excluded)
    assert list(not_finite(found.model_dump())) == []


def test_an_act_in_which_all_pool_tells_nothing(tmp_path: Path) -> None:
    small = Small(weights={"pooling on thin": 1.0, "pooling on none": 0.0, "semi-separating": 0.0})
    base = prepare(load(small.write(tmp_path)), 1, 1, 1)
    found = answers(question(base, base.asked))
    assert found.offer_factor_no_slips == {"bad:good": 1.0}
    assert found.verdict["bad:good"].word == "nothing"


def test_an_act_that_nobody_makes_is_a_convention_without_a_ratio(tmp_path: Path) -> None:
    small = Small(weights={"pooling on thin": 0.0, "pooling on none": 1.0, "semi-separating": 0.0})
    base = prepare(load(small.write(tmp_path)), 1, 1, 1)
    found = answers(question(base, base.asked))
    verdict = found.verdict["bad:good"]
    assert (verdict.word, verdict.factor, verdict.nobody) == ("convention", None, True)
    assert found.reason == "nobody makes this offer in any class of equilibrium"


@pytest.mark.parametrize("floor", [1e-4, 1e-3, 1e-2, 5e-2, 0.1])
def test_exact_indifference_is_a_tie_at_every_floor(floor: float, tmp_path: Path) -> None:
    """``pledge``: whoever answers is indifferent, since the false pledge is mixed so."""
    for name in ("game.py", "case.yaml"):
        text = (HAND_MADE / "pledge" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("floor: 0.01", f"floor: {floor}"), encoding="utf-8")
    base = prepare(load(tmp_path), 1, 1, 1)
    found = answers(question(base, base.asked))
    assert base.loaded.case.equilibria.floor == floor
    assert found.status == "as good but for trembles"
    assert sorted(found.tied) == ["accept", "reject"]
