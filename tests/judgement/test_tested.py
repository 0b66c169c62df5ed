"""An answer that is given after something was seen, ties, levers that bite together, types that cannot be: by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.case.load import load
from overture.errors import EvidenceError, FileError
from overture.judgement.prepare import sayable
from overture.report.sentence import Facts
from overture.report.statement import answer, turning
from tests.judgement.test_asked import BEFORE, OURS, TOP, found, written

TEST = """    test = yield ov.chance("test", {"pass": 0.5, "fail": 0.5} if kind == "bad" else {"pass": 0.9, "fail": 0.1})
    answer = yield ov.move("Us", "answer", ["accept", "refuse"])
    return {"He": 0.5, "Us": (1.0 if kind == "good" else -2.0) if answer == "accept" else 0.0}
"""
SURELY = """    test = yield ov.chance("test", {"pass": p.q, "fail": 1 - p.q} if kind == "bad" else {"pass": 1.0, "fail": 0.0})
    answer = yield ov.move("Us", "answer", ["accept", "refuse"])
    return {"He": 0.5, "Us": (1.0 if kind == "good" else -2.0) if answer == "accept" else 0.0}
"""
THREE = """    answer = yield ov.move("Us", "answer", ["accept", "refuse", "counter"])
    return {"He": 0.5, "Us": {"accept": %s, "refuse": 0.0, "counter": %s}[answer]}
"""
LOOK = """    look = yield ov.move("Us", "look", ["probe", "skip"])
    if look == "probe":
        yield ov.chance("test", {"pass": 0.3, "fail": 0.7} if kind == "bad" else {"pass": 0.9, "fail": 0.1})
    answer = yield ov.move("Us", "answer", ["accept", "refuse"])
    paid = (1.0 if kind == "good" else -2.0) if answer == "accept" else 0.0
    return {"He": 0.5, "Us": paid - (0.1 if look == "probe" else 0.0)}
"""
SURE = {"id": "s", "name": "Adler", "access": 1.0, "accuracy": 1.0, "says_anyway": 0.0}


def said(sentences: list[object]) -> str:
    return " ".join(str(each) for each in sentences).replace("\xa0", " ")


def test_what_turns_the_reply_after_a_test_is_not_what_turns_a_blind_one(tmp_path: Path) -> None:
    """After a pass accepting is right where 2 x .5 p < .9 (1 - p): below 9/19; blind it is below 1/3."""
    made = found(written(tmp_path, TEST, {"pi": OURS}), 1)
    test = made.answers.observation_test
    assert test is not None
    after, failed = test.rows["pass"], test.rows["fail"]
    # The floor takes the same share of both types' offers, so it moves no belief.
    assert after.own_prior_at_which_reply_turns == pytest.approx(9 / 19)
    assert failed.own_prior_at_which_reply_turns == pytest.approx(1 / 11)
    assert after.joint_fragility == pytest.approx((0.5 - 9 / 19) / 0.3)
    assert after.status == "narrowly"
    assert made.answers.own_prior_at_which_reply_turns == pytest.approx(1 / 3)
    facts = Facts(made)
    assert str(answer.headline(facts)) == "Refuse."
    told = said(list(turning.turning(facts)))
    assert (
        "If the test is “pass”, you would accept if, before the offer, you held it less likely than 0.47"
        in told
    )
    assert "Answered blind, you would accept if, before the offer, you held it less likely than 0.33" in told
    assert "If the test is “pass”, all our own judgements moved 9 % of the way" in said(
        list(turning.fragile(facts))
    )


def test_the_advice_after_a_test_has_an_error_of_its_own(tmp_path: Path) -> None:
    """Whether a bad one passes is all that is uncertain: after a pass the margin is about nought, and that is said."""
    q = {"low": 0.0, "mode": 0.5, "high": 1.0, "known": "ours"}
    made = found(written(tmp_path, SURELY, {"pi": 0.5, "q": q}), 16)
    test = made.answers.observation_test
    assert test is not None
    assert test.rows["pass"].se_lead is not None
    assert test.rows["pass"].se_lead > 0.02
    assert test.rows["pass"].status == "too close to call"
    assert "too close to call" in str(answer.headline(Facts(made)))


@pytest.mark.parametrize(
    ("accept", "counter", "turns", "to"),
    [
        ('(1.0 if kind == "good" else -2.0)', "0.0", 1 / 3, "accept"),
        ('(1.0 if kind == "good" else -0.5)', '(1.0 if kind == "good" else -0.5)', 2 / 3, "refuse"),
        ('(1.0 if kind == "good" else -1.0)', "-1.0", 1 / 2, "refuse"),
    ],
    ids=["as good everywhere", "two alike", "a crossing here"],
)
def test_replies_that_are_as_good_turn_where_the_best_ones_change(
    tmp_path: Path, accept: str, counter: str, turns: float, to: str
) -> None:
    told = found(written(tmp_path, THREE % (accept, counter), {"pi": 0.5}), 1).answers
    assert told.own_prior_at_which_reply_turns == pytest.approx(turns, abs=1e-6)
    assert told.turns_to == to or told.best == to


LATER = """    answer = yield ov.move("Us", "answer", [%s])
    if answer == "refuse":
        return {"He": 0.0, "Us": 0.0}
    end = yield ov.move("Us", "end", ["hold", "snap"])
    return {"He": 0.0, "Us": (1.0 if kind == "good" else -2.0) if end == "hold" else 0.0}
"""
LEVEL = """    answer = yield ov.move("Us", "answer", [%s])
    return {"He": 0.0, "Us": (1.0 if kind == "good" else -1.0) if answer == "accept" else 0.0}
"""


@pytest.mark.parametrize("order", ['"accept", "refuse"', '"refuse", "accept"'])
def test_which_side_of_a_turning_prior_is_whose_hangs_on_no_order(tmp_path: Path, order: str) -> None:
    """Accepting with a snapback in hand is as good as refusing down to a third; accepting outright crosses at a half."""
    facts = Facts(found(written(tmp_path, LATER % order, {"pi": 0.5}), 1))
    told = said(list(turning.turning(facts)))
    assert "With a prior below 0.33 that he is bad you would accept, above it" in told
    assert "accept or refuse" in told or "refuse or accept" in told
    facts = Facts(found(written(tmp_path, LEVEL % order, {"pi": 0.5}), 1))
    told = said(list(turning.turning(facts)))
    assert "With a prior below 0.50 that he is bad you would accept, above it refuse;" in told


def test_what_moves_nothing_alone_may_bite_with_the_rest(tmp_path: Path) -> None:
    """A prior moves nothing beside a report that cannot be wrong; at prior .2 and rates .8, .8, .2 accepting is right."""
    import json

    folder = written(tmp_path, BEFORE.replace("-1.5", "-1.0"), {"pi": OURS})
    claim = {"id": "c", "source": "s", "event": 'kind == "bad"', "words": "He is bad."}
    (folder / "evidence.yaml").write_text(json.dumps({"overture": 1, "sources": [SURE], "claims": [claim]}))
    made = found(folder, 1)
    flips = made.answers.flips
    assert flips is not None
    share = flips.joint_fragility
    assert share is not None

    def lead(s: float) -> float:
        prior, access, accuracy, anyway = 0.5 - 0.3 * s, 1 - 0.2 * s, 1 - 0.2 * s, 0.2 * s
        bad = access * accuracy + (1 - access) * anyway
        good = access * (1 - accuracy) + (1 - access) * anyway
        belief = prior * bad / (prior * bad + (1 - prior) * good)
        return 1 - 2 * belief

    assert lead(share) == pytest.approx(0.0, abs=1e-6)
    assert flips.own_prior == "idle"
    assert "moved alone, moves nothing" in said(list(turning.fragile(Facts(made))))


def test_a_type_that_cannot_be_is_no_question_and_names_no_class(tmp_path: Path) -> None:
    game = TOP.replace('{"bad": p.pi, "good": 1 - p.pi}', '{"bad": 0.0, "good": 0.6, "mad": 0.4}')
    words = {"bad": "he is bad", "good": "he is good", "mad": "he is mad"}
    written(tmp_path, "", {}, hypothesis={"move": "kind", "words": words})
    body = BEFORE.replace('1.0 if kind == "good" else -1.5', '1.0 if kind == "good" else -1.0')
    (tmp_path / "game.py").write_text(game + body)
    made = found(tmp_path, 1)
    assert made.answers.types == ["good", "bad", "mad"]
    assert made.answers.classes == ["pooling on offer"]
    assert "0.60 that he is good" in said(list(answer.answer(Facts(made))))


def test_a_decision_between_the_offer_and_the_reply_is_asked_for(tmp_path: Path) -> None:
    folder = written(tmp_path, LOOK, {"pi": 0.5})
    with pytest.raises(
        FileError, match=r"Us decides 'look' between the offer and 'answer'.*reply: \{move: look\}"
    ):
        load(folder)
    # Answered at the look, the test and the reply are planned: .5 x .3 x -2 + .5 x .9 - .1.
    deal = {"given": 'act == "offer" and look == "probe"', "cheating": 'kind == "bad"'}
    told = found(written(tmp_path, LOOK, {"pi": 0.5}, reply={"move": "look"}, deal=deal), 1).answers
    assert told.best == "probe"
    assert pytest.approx(0.05) == told.value["probe"].V
    assert told.value["probe"].plan == {"pass": "accept", "fail": "refuse"}
    load(written(tmp_path, LOOK, {"pi": 0.5}, done=[{"event": 'look == "skip"', "words": "we did not look"}]))


def test_reports_that_cannot_all_have_been_said_are_no_sound_case(tmp_path: Path) -> None:
    import json

    folder = written(tmp_path, BEFORE, {"pi": 0.5})
    sources = [SURE, {**SURE, "id": "t", "name": "Bohm"}]
    claims = [
        {"id": "c", "source": "s", "event": 'kind == "bad"', "words": "He is bad."},
        {"id": "d", "source": "t", "event": 'kind == "good"', "words": "He is good."},
    ]
    (folder / "evidence.yaml").write_text(
        json.dumps({"overture": 1, "sources": sources[:1], "claims": claims[:1]})
    )
    sayable(load(folder))
    (folder / "evidence.yaml").write_text(json.dumps({"overture": 1, "sources": sources, "claims": claims}))
    with pytest.raises(
        EvidenceError, match="by the judgements of s and t what was said cannot have been said"
    ):
        sayable(load(folder))
