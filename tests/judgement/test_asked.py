"""Where an offer need not come to an answer, what reads alike, and what the errors and distances are of: small cases by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from overture.case.load import load
from overture.judgement.asked.offer import _without
from overture.judgement.asked.question import Question, question
from overture.judgement.judge import judge
from overture.judgement.judgement import Judgement
from overture.judgement.prepare import prepare
from overture.report.section.worth import by_type
from overture.report.sentence import Facts, Sentence
from overture.report.slider import slider
from overture.weigh.decision import bootstrap

TOP = """import overture as ov


@ov.game("He", "Us")
def told(p):
    kind = yield ov.chance("kind", {"bad": p.pi, "good": 1 - p.pi}, seen_by="He")
    act = yield ov.move("He", "act", ["offer", "none"])
    if act == "none":
        return {"He": -1.0, "Us": 0.0}
"""
TESTED = """    test = yield ov.chance("test", {"pass": 0.3, "fail": 0.7} if kind == "bad" else {"pass": 0.7, "fail": 0.3})
    if test == "fail":
        return {"He": 1.0, "Us": -3.0}
    answer = yield ov.move("Us", "answer", ["accept", "refuse"])
    return {"He": 1.0, "Us": (1.0 if kind == "good" else -1.5) if answer == "accept" else 0.0}
"""
LABS = """    lab = yield ov.chance("lab", {"one": 0.5, "two": 0.5}, seen_by=())
    if lab == "one":
        yield ov.chance("keen", {"pass": 0.1, "fail": 0.9} if kind == "bad" else {"pass": 0.9, "fail": 0.1})
    else:
        yield ov.chance("blind", {"pass": 0.5, "fail": 0.5})
"""
BEFORE = """    answer = yield ov.move("Us", "answer", ["accept", "refuse"])
    return {"He": 0.0, "Us": (1.0 if kind == "good" else -1.5) if answer == "accept" else 0.0}
"""
AFTER = """    end = yield ov.move("Us", "end", ["hold", "snap"])
    return {"He": 0.0, "Us": (1.0 if kind == "good" else -1.5) if end == "hold" else -0.3}
"""
ACCEPTED = """    answer = yield ov.move("Us", "answer", ["accept", "refuse"])
    if answer == "refuse":
        return {"He": 0.0, "Us": 0.0}
"""
WAR = """    answer = yield ov.move("Us", "answer", ["resist", "yield"])
    war = yield ov.chance("war", {"win": p.q, "lose": 1 - p.q})
    return {"He": 1.0, "Us": (-1.0 if war == "win" else 1.0) if answer == "resist" else -p.cost}
"""
CASE = {
    "overture": 1, "title": "A small case", "question": "Accept?", "date": "2026-11-01", "advised": "Us", "game": "./game.py:told",
    "hypothesis": {"move": "kind", "words": {"bad": "he is bad", "good": "he is good"}},
    "signal": {"move": "act"}, "reply": {"move": "answer"},
    "offer": {"event": 'act == "offer"', "words": "he offers"},
    "deal": {"given": 'act == "offer" and answer == "accept"', "cheating": 'kind == "bad"'},
}  # fmt: skip
HEARD = {
    "overture": 1,
    "sources": [{"id": "s", "name": "Adler", "access": 1.0, "accuracy": 2 / 3, "says_anyway": 0.5}],
    "claims": [{"id": "c", "source": "s", "event": 'kind == "bad"', "words": "He is bad."}],
}


def written(
    folder: Path, game: str, parameters: dict[str, object], heard: bool = False, **other: object
) -> Path:
    given = {
        name: {"why": "made up", **(each if isinstance(each, dict) else {"value": each})}
        for name, each in parameters.items()
    }
    (folder / "game.py").write_text(TOP + game)
    (folder / "case.yaml").write_text(json.dumps({**CASE, "parameters": given, **other}))
    if heard:
        (folder / "evidence.yaml").write_text(json.dumps(HEARD))
    return folder


def put(folder: Path, worlds: int) -> Question:
    basis = prepare(load(folder), worlds, 1, 1)
    return question(basis, basis.asked)


def found(folder: Path, worlds: int) -> Judgement:
    return judge(load(folder), worlds, 1, 1)


OURS = {"low": 0.2, "mode": 0.5, "high": 0.8, "known": "ours"}


def test_without_what_was_said_the_belief_is_in_the_first_type(tmp_path: Path) -> None:
    """Three to seven before the test, and nine to forty-nine after it."""
    q = put(written(tmp_path, TESTED, {"pi": OURS | {"mode": 0.3}}, heard=True), 1)
    silent = _without(q)
    assert silent is not None
    assert silent.belief_offer == pytest.approx(0.3)
    assert silent.belief_answer == pytest.approx(9 / 58)


@pytest.mark.parametrize("worlds", [1, 32])
def test_the_reply_turns_on_the_belief_at_the_answer(tmp_path: Path, worlds: int) -> None:
    """Two to one were said; the test that must be passed first speaks three to seven: 6 to 7, and it turns at 2 to 3."""
    told = found(written(tmp_path, TESTED, {"pi": OURS}, heard=True), worlds).answers
    assert told.belief_offer is not None
    assert told.belief_answer is not None
    assert told.belief_offer[0] == pytest.approx(2 / 3)
    assert told.belief_answer[0] == pytest.approx(6 / 13)
    assert told.belief_at_which_reply_turns == pytest.approx(0.4)
    assert told.testimony_ratio_now == pytest.approx(2.0)
    assert told.testimony_ratio_at_which_reply_turns == pytest.approx(2 * (2 / 3) / (6 / 7))
    assert told.without_testimony is not None
    assert told.without_testimony.belief_offer == pytest.approx(0.5)
    assert told.without_testimony.belief_answer == pytest.approx(0.3)
    assert pytest.approx(0.7 - 0.3 * 1.5) == told.without_testimony.V
    assert told.value_no_slips is not None
    assert told.belief_answer_no_slips is not None
    bare = told.value_no_slips["accept"]
    assert sum(
        b * (u or 0.0) for b, u in zip(told.belief_answer_no_slips, bare.u, strict=True)
    ) == pytest.approx(bare.V)


def test_draws_of_our_own_tell_the_belief_if_offered(tmp_path: Path) -> None:
    """The prior is drawn alone, and two to one were said: the ends of the middle nine tenths, each by Bayes."""
    asked = put(written(tmp_path, TESTED, {"pi": OURS}, heard=True), 32)
    told = found(tmp_path, 32).answers
    assert told.own_scenarios is not None
    drawn = np.sort(2 * asked.joint.own.draw["pi"] / (1 + asked.joint.own.draw["pi"]))
    share = np.cumsum(np.full(len(drawn), 1 / len(drawn)))
    ends = [drawn[np.searchsorted(share, at - 1e-12)] for at in (0.05, 0.95)]
    assert told.own_scenarios.belief_5_95 == pytest.approx(ends)


def test_belief_times_worth_adds_up_where_not_every_offer_is_answered(tmp_path: Path) -> None:
    """Six thirteenths times -1.5 and seven thirteenths times 1; the slider starts from the same belief."""
    facts = Facts(found(written(tmp_path, TESTED, {"pi": OURS}, heard=True), 1))
    table = by_type(facts)
    assert table is not None
    shown = [
        [float(part.exact) for cell in row.cells if isinstance(cell, Sentence) for part in cell.numbers]
        for row in table.rows
    ]
    assert shown[0][:3] == pytest.approx([6 / 13, -1.5, -9 / 13])
    assert shown[1][:3] == pytest.approx([7 / 13, 1.0, 7 / 13])
    assert shown[2][0] == pytest.approx(-2 / 13)
    moved = slider(facts)
    assert moved is not None
    assert moved.data["belief"] == pytest.approx([6 / 13, 7 / 13])
    assert moved.data["when"] == "where the answer is asked for"


def test_two_tests_whose_results_read_alike_are_two_rows(tmp_path: Path) -> None:
    told = found(written(tmp_path, LABS + BEFORE, {"pi": 0.5}), 1).answers.observation_test
    assert told is not None
    assert {name: (row.chance, row.belief_if_seen[0], row.best) for name, row in told.rows.items()} == {
        "keen: pass": (pytest.approx(0.25), pytest.approx(0.1), "accept"),
        "keen: fail": (pytest.approx(0.25), pytest.approx(0.9), "refuse"),
        "blind: pass": (pytest.approx(0.25), pytest.approx(0.5), "refuse"),
        "blind: fail": (pytest.approx(0.25), pytest.approx(0.5), "refuse"),
    }
    assert told.value_for_answer == pytest.approx(0.25 * 0.75)


def test_a_plan_names_the_test_whose_result_it_follows(tmp_path: Path) -> None:
    told = found(written(tmp_path, ACCEPTED + LABS + AFTER, {"pi": 0.4}), 1).answers.value["accept"]
    assert told.plan == {
        "accept, keen: pass": "hold", "accept, keen: fail": "snap",
        "accept, blind: pass": "hold", "accept, blind: fail": "hold",
    }  # fmt: skip


def test_errors_resample_own_draws_also_where_nature_hangs_on_him(tmp_path: Path) -> None:
    """What yielding costs is ours alone, so the error of its worth is the same whoever knows the odds of the war."""
    given: dict[str, object] = {"low": 0.2, "mode": 0.4, "high": 0.9, "known": "ours"}
    deal = {"given": 'act == "offer" and answer == "resist"', "cheating": 'kind == "bad"'}
    errors = []
    for side in ("ours", "theirs"):
        (folder := tmp_path / side).mkdir()
        q = {"low": 0.1, "mode": 0.5, "high": 0.9, "known": side}
        told = found(written(folder, WAR, {"pi": 0.5, "q": q, "cost": given}, deal=deal), 64).answers
        assert told.bootstrap_se is not None
        errors.append(told.bootstrap_se.V["yield"])
    assert errors[0] > 0.01
    assert errors[1] == pytest.approx(errors[0])


def test_the_distance_of_his_number_is_to_the_edge_that_was_stated(tmp_path: Path) -> None:
    q = {"low": 0.0, "mode": 0.5, "high": 1.0, "known": "theirs"}
    game = WAR.replace('"lose": 1 - p.q}', '"lose": 1 - p.q}, seen_by="He"')
    told = found(written(tmp_path, game, {"pi": 0.5, "q": q, "cost": 0.04},
        deal={"given": 'act == "offer" and answer == "resist"', "cheating": 'kind == "bad"'}), 64).answers  # fmt: skip
    assert told.flips is not None
    row = told.flips.levers["q"]
    assert (row.low, row.high) == (0.0, 1.0)
    assert row.turns_at is not None
    # Resisting is worth 1 - 2 q, and yielding -.04.
    assert row.turns_at == pytest.approx(0.52, abs=1e-6)
    assert row.share_of_way_to_edge == pytest.approx((0.52 - row.now) / (1.0 - row.now), abs=1e-6)
    assert row.looked_high is not None
    assert 0.52 < row.looked_high < 1.0


def test_the_error_of_the_ratio_is_that_of_the_headline_pair(tmp_path: Path) -> None:
    """Of the strongest rival as things stand (good), not of whoever makes the offer most often (mild)."""
    game = """import overture as ov


@ov.game("He", "Us")
def told(p):
    kind = yield ov.chance("kind", {"bad": 0.4, "mild": 0.1, "good": 0.5}, seen_by="He")
    act = yield ov.move("He", "act", ["offer", "none"])
    if act == "none":
        return {"He": 0.0, "Us": 0.0}
    answer = yield ov.move("Us", "answer", ["accept", "refuse"])
    keen = p.keen - {"bad": 0.5, "mild": -1.0, "good": 0.7}[kind]
    return {"He": keen, "Us": (1.0 if kind == "good" else -1.5) if answer == "accept" else 0.0}
"""
    words = {"bad": "he is bad", "mild": "he is mild", "good": "he is good"}
    keen: dict[str, object] = {"low": 0.0, "mode": 0.5, "high": 1.0, "known": "theirs"}
    written(tmp_path, "", {"keen": keen}, hypothesis={"move": "kind", "words": words})
    (tmp_path / "game.py").write_text(game)
    asked, told = put(tmp_path, 40), found(tmp_path, 40).answers
    by_rival = [
        bootstrap.errors(
            asked.joint, asked.basis.before, asked.asked.given, asked.asked.offer, None, None, None, rival
        )
        for rival in (1, 2)
    ]
    assert told.headline_pair == "bad:good"
    assert told.bootstrap_se is not None
    mild, good = (each.factor for each in by_rival if each is not None)
    assert told.bootstrap_se.factor == pytest.approx(good)
    assert good > 2 * mild > 0
