"""Situations side by side: the numbers are those of ``assess``, and the errors of differences are from pairs of resamples."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import overture as ov
from overture.case.load import load
from overture.case.schema import Parameter, Triangle
from overture.errors import FileError
from overture.judgement.asked.question import Question, deal_reply, question
from overture.judgement.compared import ComparedRow, Comparison, DifferenceWord
from overture.judgement.prepare import prepare
from overture.judgement.sides.changed import with_number
from overture.judgement.sides.compare import compare, difference_word
from overture.judgement.sides.words import unlike
from overture.weigh.decision import bootstrap
from overture.weigh.decision.reply import stakes
from tests.judgement import scenes
from tests.judgement.small import Small

WORLDS = 16
RANGED = {"prior_b": "ours", "cost_b": "theirs", "worth": "ours", "growth": "theirs", "notice": "ours"}
ALARM = Small(conduct=True, alarm=True, ranged=RANGED)


@pytest.fixture(scope="module")
def alarm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ALARM.write(tmp_path_factory.mktemp("alarm"))


@pytest.fixture(scope="module")
def harmed(alarm: Path) -> Comparison:
    return compare(alarm, "harm=0.5,2", worlds=WORLDS)


def row(found: Comparison, answer: str) -> ComparedRow:
    return next(each for each in found.rows if each.answer == answer)


def test_counterparts_have_the_numbers_of_the_table_that_assess_prints() -> None:
    found = compare(scenes.loaded("flagship"), "counterpart", worlds=scenes.SCENES["flagship"][1])
    judged = scenes.judged("flagship")
    assert [each.label for each in found.sides] == ["X", "Y"]
    for at, side in enumerate(found.sides):
        told = next(each for each in judged.others if (each.counterpart, each.offer) == (side.label, "thin"))
        assert told.belief_offer is not None
        assert told.compliance is not None
        wanted = {
            "chance": told.chance_of_offer_given_done_and_counterpart,
            "belief_now": told.belief_now[0],
            "belief_offer": told.belief_offer[0],
            "factor": told.offer_factor["exploit:keep"],
            "worth.accept": told.value["accept"].V,
            "worth.reject": told.value["reject"].V,
            "lead": told.lead,
            "broken": 1 - told.compliance,
            "kept": told.compliance,
            "collapse": told.collapse,
        }
        assert {each.answer: each.numbers[at].value for each in found.rows} == wanted
        assert side.best == told.best
    errors = judged.answers.bootstrap_se
    assert errors is not None
    assert row(found, "chance").numbers[0].error == errors.chance
    assert row(found, "belief_now").numbers[0].error == errors.belief_now
    assert row(found, "belief_offer").numbers[0].error == errors.belief_offer
    assert row(found, "factor").numbers[0].error == errors.factor
    assert row(found, "worth.accept").numbers[0].error == errors.V["accept"]
    assert row(found, "lead").numbers[0].error == errors.lead
    # What both sides share cancels in a difference: its error is below that of either side.
    gap = row(found, "worth.accept")
    assert gap.differences[0].error is not None
    assert all(each.error is not None and gap.differences[0].error < each.error for each in gap.numbers)
    assert row(found, "belief_now").differences[0].word == "the same"


def test_a_parameter_beside_itself_differs_by_exactly_nothing(alarm: Path) -> None:
    found = compare(alarm, "notice=0.6,0.6", worlds=WORLDS)
    for each in found.rows:
        assert (each.differences[0].value, each.differences[0].error) == (0.0, 0.0)
        assert each.differences[0].word == "the same"
    assert row(found, "worth.accept").numbers[0].error


def test_one_world_gives_no_error(alarm: Path) -> None:
    found = compare(alarm, "notice=0.4,0.85", worlds=1)
    assert all(each.value is not None and each.error is None for line in found.rows for each in line.numbers)
    assert {each.word for line in found.rows for each in line.differences} == {"no error"}
    assert all(each.error is None for line in found.rows for each in line.differences)


def test_each_side_is_the_judgement_of_the_case_that_says_so(harmed: Comparison, tmp_path: Path) -> None:
    for at, value in enumerate((0.5, 2.0)):
        (folder := tmp_path / str(at)).mkdir()
        case = load(ALARM.having(numbers={"harm": value}).write(folder))
        told = ov.judge(case, WORLDS).answers
        assert told.bootstrap_se is not None
        assert row(harmed, "chance").numbers[at].value == told.chance_of_offer_given_done_and_counterpart
        assert row(harmed, "worth.accept").numbers[at].value == told.value["accept"].V
        assert row(harmed, "worth.accept").numbers[at].error == told.bootstrap_se.V["accept"]
        assert row(harmed, "kept").numbers[at].value == told.compliance
        assert row(harmed, "collapse").numbers[at].value == told.collapse


def test_errors_of_differences_by_hand(harmed: Comparison, alarm: Path) -> None:
    """Twin: every resample is weighed as a distribution of its own, and differences are taken row by row."""
    sides = [_resampled(alarm, value) for value in (0.5, 2.0)]
    for answer, samples in sides[0].items():
        gap = sides[1][answer] - samples
        known = gap[np.isfinite(gap)]
        difference = row(harmed, answer).differences[0]
        assert len(known) > bootstrap.ENOUGH
        assert difference.error == pytest.approx(np.std(known), rel=1e-9, abs=1e-13), answer
        assert difference.value is not None
        apart = abs(difference.value) > 2 * np.std(known)
        wanted = "the same" if answer == "belief_now" else "apart" if apart else "not told apart"
        assert difference.word == wanted, answer
    assert {each.differences[0].word for each in harmed.rows} == {"the same", "apart", "not told apart"}


def _question(alarm: Path, harm: float) -> Question:
    loaded = with_number(load(alarm), "harm", harm).loaded
    assert loaded is not None
    basis = prepare(loaded, WORLDS, 1)
    return question(basis, basis.asked)


def _resampled(alarm: Path, value: float) -> dict[str, np.ndarray]:
    """The numbers of one side in each resample, from changed weights of its worlds and own draws."""
    q = _question(alarm, value)
    rng = np.random.default_rng(bootstrap.SEED)
    game = [np.bincount(rng.integers(0, WORLDS, WORLDS), minlength=WORLDS) for _ in range(bootstrap.TIMES)]
    own = [np.bincount(rng.integers(0, WORLDS, WORLDS), minlength=WORLDS) for _ in range(bootstrap.TIMES)]
    rows = [_one(q, worlds.astype(float), draws / WORLDS) for worlds, draws in zip(game, own, strict=True)]
    return {name: np.array([each[name] for each in rows]) for name in rows[0]}


def _one(q: Question, worlds: np.ndarray, draws: np.ndarray) -> dict[str, float]:
    assert q.at is not None
    assert q.stakes is not None
    joint, prior = q.joint, q.joint.prior
    moved = replace(joint, cells=replace(joint.cells, world=joint.cells.world * worlds), memo={})
    own = replace(joint.own, weight=draws)
    stake = stakes(replace(moved, own=own, nature=own.nature, memo={}), q.at)
    reply = deal_reply(q.basis, q.at)
    plan = q.stakes.plan(reply, prior)
    taken = q.at.follow(reply, plan)
    mass = (stake.mass * prior[stake.kind])[taken]
    broken = q.basis.mask('conduct == "cheat"')[taken]
    return {
        "chance": moved.chance(q.asked.offer, q.asked.given),
        "belief_now": float(moved.belief(q.basis.done)[0]),
        "belief_offer": float(moved.belief(q.asked.offer)[0]),
        "worth.accept": stake.value(reply, prior, plan)[0],
        "broken": float(mass[broken].sum() / mass.sum()),
    }


def test_row_by_row_the_resamples_are_those_of_the_twin(alarm: Path) -> None:
    q, byhand = _question(alarm, 2.0), _resampled(alarm, 2.0)
    asked, stake = q.asked, q.stakes
    assert stake is not None
    found = bootstrap.resampled(
        q.joint, q.basis.before, asked.given, asked.offer, q.at, stake, q.turning.belief, q.rival
    )
    assert found is not None
    broken = bootstrap.followed(q.joint, stake, "accept", {"broken": q.basis.mask('conduct == "cheat"')})
    for samples, answer in (
        (found.chance, "chance"),
        (found.belief_offer, "belief_offer"),
        (found.value["accept"], "worth.accept"),
        (broken["broken"], "broken"),
        (bootstrap.believed(q.basis.joint, q.basis.done), "belief_now"),
    ):
        np.testing.assert_allclose(samples, byhand[answer], rtol=1e-9, err_msg=answer)


def test_a_resample_that_says_nothing_keeps_its_row(alarm: Path) -> None:
    """Where only some worlds have the offer, the rows without one are NaN, and the others stand where they stood."""
    q = _question(alarm, 2.0)
    asked, cells = q.asked, q.joint.cells
    few = replace(q.joint, cells=replace(cells, world=cells.world * (np.arange(WORLDS) < 2)), memo={})
    events = (q.basis.before, asked.given, asked.offer)
    found = bootstrap.resampled(few, *events, None, None, None, q.rival)
    whole = bootstrap.resampled(q.joint, *events, None, None, None, q.rival)
    assert found is not None
    assert whole is not None
    rng = np.random.default_rng(bootstrap.SEED)
    drawn = np.array([(rng.integers(0, WORLDS, WORLDS) < 2).any() for _ in range(bootstrap.TIMES)])
    assert 0 < (~drawn).sum() < bootstrap.ENOUGH
    assert (np.isfinite(found.chance) == drawn).all()
    assert np.isfinite(whole.chance).all()


@pytest.mark.parametrize(
    ("value", "error", "word"),
    [
        (0.0, 0.0, "the same"),
        (0.0, 0.1, "not told apart"),
        (-0.2, 0.1, "not told apart"),
        (-0.21, 0.1, "apart"),
        (0.3, 0.0, "apart"),
    ],
)
def test_a_word_follows_from_the_difference_and_its_error(
    value: float, error: float, word: DifferenceWord
) -> None:
    assert difference_word(value, error) == word


def test_what_nobody_offers_is_null_with_its_reason(tmp_path: Path) -> None:
    """Where the cost of an offer is above what it can bring, no type makes it."""
    folder = Small(ranged={"prior_b": "ours", "worth": "ours"}).write(tmp_path)
    found = compare(folder, "cost_g=0.05,1.5", worlds=WORLDS)
    dead = [each for each in found.rows if each.answer != "belief_now"]
    assert all(each.numbers[1].value is None for each in dead)
    assert {each.numbers[1].reason for each in dead} == {
        "nobody makes this offer in any class of equilibrium"
    }
    assert {each.differences[0].reason for each in dead} == {
        "with cost_g = 1.5 nobody makes this offer in any class of equilibrium"
    }
    assert row(found, "belief_now").numbers[1].value is not None
    assert row(found, "chance").numbers[0].value is not None


def test_best_replies_that_differ_have_no_difference_of_leads() -> None:
    found = compare(scenes.loaded("flagship at its modes"), "pi=0.4,0.45", worlds=1)
    assert [each.best for each in found.sides] == ["accept", "reject"]
    assert row(found, "lead").differences[0].value is None
    assert (
        row(found, "lead").differences[0].reason
        == "the best reply is “accept the terms” with pi = 0.4 and “refuse the terms” with pi = 0.45"
    )
    assert row(found, "worth.accept").differences[0].value is not None


def test_two_numbers_of_different_things_are_told_apart_in_the_words_of_the_case() -> None:
    case = scenes.loaded("flagship at its modes").case
    one, other = case.hypothesis.nouns
    said = unlike(case, "factor", ("q = 1", f"{one}:{other}"), ("q = 2", f"{other}:{one}"))
    nouns = case.hypothesis.nouns
    assert (
        said == f"the pair of types is “{nouns[one]} against {nouns[other]}” with q = 1 "
        f"and “{nouns[other]} against {nouns[one]}” with q = 2"
    )
    assert nouns[one] != one
    assert unlike(case, "belief_now", ("a", one), ("b", other)) == f"the type is “{nouns[one]}” with a and “{nouns[other]}” with b"  # fmt: skip


def test_a_type_without_a_prior_has_no_factor() -> None:
    found = compare(scenes.loaded("flagship at its modes"), "pi=0.4,0", of=("factor", "belief_now"), worlds=1)
    assert row(found, "factor").numbers[1].value is None
    reason = "one of the two types has no chance, or never makes this offer"
    assert row(found, "factor").numbers[1].reason == reason
    assert row(found, "factor").differences[0].reason == f"with pi = 0 {reason}"
    assert row(found, "belief_now").numbers[1].value == 0.0


def test_a_form_of_the_game_lacks_what_it_does_not_have() -> None:
    found = compare(scenes.loaded("flagship at its modes"), "shape.talk", worlds=1)
    assert [each.label for each in found.sides] == ["talk = false", "talk = true"]
    silent, talking = found.sides
    assert talking.left_out == []
    assert [each.partition(":")[0] for each in silent.left_out] == [
        "what was done",
        "what might be said",
        "the event of the claim",
    ]
    told = scenes.told("flagship at its modes")
    assert row(found, "worth.accept").numbers[1].value == told.value["accept"].V
    assert row(found, "chance").numbers[0].value is not None
    assert found.by.written == "true"


def test_a_form_without_the_counterpart_is_not_judged() -> None:
    found = compare(scenes.loaded("flagship at its modes"), "shape.who=,X", of="worth", worlds=1)
    assert found.sides[0].label == "who = none"
    assert found.sides[1].reason == "in this form of the game the game has no move 'election'"
    assert [each.answer for each in found.rows] == ["worth.accept", "worth.reject"]
    assert row(found, "worth.accept").numbers[0].value is not None
    assert row(found, "worth.accept").numbers[1].reason == found.sides[1].reason
    with pytest.raises(FileError, match="with none of these values"):
        compare(scenes.loaded("flagship at its modes"), "shape.who=X,Y", worlds=1)


def test_a_set_parameter_is_set_in_the_game_and_in_our_own_copy(alarm: Path) -> None:
    case = load(alarm)
    pictured = Parameter(
        low=0.4, mode=0.6, high=0.9, picture=Triangle(low=0.1, mode=0.2, high=0.3), why="test"
    )
    changed = with_number(replace(case, parameters={**case.parameters, "notice": pictured}), "notice", 0.7)
    assert changed.loaded is not None
    given = changed.loaded.parameters["notice"]
    assert given.own == given.played == Triangle(low=0.7, mode=0.7, high=0.7)
    assert given.known == "ours"
    assert changed.loaded.tree.parameters["notice"] == [0.7]
    assert changed.loaded.case.parameters["notice"] == given


def test_a_comparison_is_a_table_and_comes_back_from_its_file(harmed: Comparison, tmp_path: Path) -> None:
    frame = harmed.to_frame()
    assert len(frame) == 2 * len(harmed.rows)
    assert list(frame["side"][:2]) == ["harm = 0.5", "harm = 2"]
    assert frame["difference"].isna().sum() == len(harmed.rows)
    harmed.save(tmp_path / "c.json")
    assert ov.load(tmp_path / "c.json") == harmed
    assert str(harmed).startswith("Comparison: small\nby parameter harm: harm = 0.5, harm = 2")
