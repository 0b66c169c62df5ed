"""What cannot be: a counterpart that cannot be elected, an offer nobody makes, an advised side that never moves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from overture.case.load import load
from overture.errors import EvidenceError, FileError
from overture.judgement.asked.offer import answers
from overture.judgement.asked.question import question
from overture.judgement.judge import judge
from overture.judgement.prepare import prepare
from tests.judgement.scenes import FAULTY, not_finite
from tests.judgement.small import Small
from tests.judgement.test_faults import edited

SURE = {"value: 0.5, words: chance that X is elected": "value: 1.0, words: chance that X is elected"}
ELECTED = {"done:\n": 'done:\n  - {event: election == "X", words: X was elected}\n'}


@pytest.mark.parametrize("changes", [SURE, ELECTED], ids=["sure of X", "X was elected"])
def test_a_counterpart_that_cannot_be_elected_has_no_numbers(changes: dict[str, str], tmp_path: Path) -> None:
    found = judge(load(edited(tmp_path, FAULTY / "one-world", changes, "case.yaml")), 1, 1, 1)
    rows = {(row.counterpart, row.offer): row for row in found.others}
    assert {("X", "thin"), ("X", "deep")} <= set(rows)
    for (who, _), row in rows.items():
        if who == "Y":
            assert row.reason == "what makes the offer possible has no chance after what was done"
            assert (row.belief_offer, row.best, row.value, row.offer_factor) == (None, None, {}, {})
    # Nothing can be gained over who cannot be elected.
    assert found.gains == []
    assert list(not_finite(found.model_dump())) == []


def test_an_offer_to_who_cannot_be_elected_is_refused(tmp_path: Path) -> None:
    changes = {"done:\n": 'done:\n  - {event: election == "Y", words: Y was elected}\n'}
    with pytest.raises(FileError) as caught:
        load(edited(tmp_path, FAULTY / "one-world", changes, "case.yaml"))
    assert "case/exclude" in {fault.id for fault in caught.value.faults}


THREE = """
import overture as ov


@ov.game("Leader", "Answerer", "Observer")
def story(p):
    kind = yield ov.chance("kind", {"good": 1 - p.bad, "bad": p.bad}, seen_by="Leader")
    act = yield ov.move("Leader", "act", ["offer", "none"])
    if act == "none":
        return {"Leader": 0, "Answerer": 0, "Observer": 0}
    answer = yield ov.move("Answerer", "answer", ["accept", "reject"])
    if answer == "reject":
        return {"Leader": -0.1, "Answerer": 0, "Observer": 0}
    good = kind == "good"
    return {"Leader": 1 - (0 if good else p.cost), "Answerer": 1 if good else -1, "Observer": p.worth if good else -p.worth}
"""


@pytest.mark.parametrize("worlds", [1, 8])
def test_an_advised_side_that_never_moves_has_no_reply_and_owns_no_payoff(
    worlds: int, tmp_path: Path
) -> None:
    spread = {"low": 0.1, "mode": 0.5, "high": 1.2, "why": "test"}
    data = {
        "overture": 1, "title": "watching", "question": "?", "date": "2026-11-01", "advised": "Observer",
        "game": "./game.py:story", "hypothesis": {"move": "kind", "words": {"bad": "he is bad", "good": "he is good"}},
        "signal": {"move": "act"}, "offer": {"event": 'act == "offer"', "words": "an offer"}, "reply": {"move": "answer"},
        "deal": {"given": 'act == "offer" and answer == "accept"', "cheating": 'kind == "bad"'},
        "watch": [{"event": 'answer == "accept"', "words": "it is accepted"}],
        "parameters": {"bad": {**spread, "high": 0.6}, "cost": spread, "worth": spread},
    }  # fmt: skip
    (tmp_path / "game.py").write_text(THREE, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(json.dumps(data), encoding="utf-8")
    found = judge(load(tmp_path), worlds, 1, 1)
    assert {row.name: row.side for row in found.parameters} == {
        "bad": "ours",
        "cost": "theirs",
        "worth": "theirs",
    }
    assert found.asked == []
    assert (found.answers.value, found.answers.best, found.answers.flips, found.report) == (
        {},
        None,
        None,
        None,
    )
    assert found.answers.reason
    assert found.answers.belief_offer is not None
    assert [row.worth for row in found.watch] == [{}]
    assert list(not_finite(found.model_dump())) == []


def test_a_deal_that_nobody_offers_is_told_as_a_convention(tmp_path: Path) -> None:
    """Costs that no acceptance pays for: nobody offers."""
    base = prepare(load(Small(numbers={"cost_b": 1.5, "cost_g": 1.4}).write(tmp_path)), 4, 1, 1)
    found = answers(question(base, base.asked))
    assert found.reason == "nobody makes this offer in any class of equilibrium"
    assert found.verdict["bad:good"].word == "convention"
    assert found.offer_factor_no_slips == {"bad:good": None}
    assert found.belief_offer_no_slips is None
    assert found.value_no_slips is None
    assert found.best == "accept"


def test_what_contradicts_what_was_done_with_certainty_is_an_error_that_names_it(tmp_path: Path) -> None:
    sure = {"access": 1.0, "accuracy": 1.0, "says_anyway": 0.5}
    small = Small(
        sources=({"id": "a", "name": "Adler", **sure}, {"id": "b", "name": "Bauer", **sure}),
        claims=({"id": "x", "source": "a", "event": 'kind == "bad"', "words": "he is bad"},
                {"id": "y", "source": "b", "event": 'kind == "good"', "words": "he is good"}),
    )  # fmt: skip
    with pytest.raises(EvidenceError) as caught:
        judge(load(small.write(tmp_path)), 1, 1, 1)
    assert "weigh/impossible" in {fault.id for fault in caught.value.faults}


def test_a_refusal_that_may_be_taken_back_is_worth_what_the_best_plan_makes_of_it(tmp_path: Path) -> None:
    """What is seen after a refusal informs the second answer, a later move of ours."""
    game = """
import overture as ov


@ov.game("Leader", "Answerer")
def story(p):
    kind = yield ov.chance("kind", {"good": 0.5, "bad": 0.5}, seen_by="Leader")
    act = yield ov.move("Leader", "act", ["offer", "none"])
    if act == "none":
        return {"Leader": -1, "Answerer": 0}
    sign = yield ov.chance("sign", {"up": 0.9 if kind == "good" else 0.2, "down": 0.1 if kind == "good" else 0.8}, seen_by=())
    paid = 1 if kind == "good" else -2
    answer = yield ov.move("Answerer", "answer", ["accept", "reject"])
    if answer == "accept":
        return {"Leader": 0, "Answerer": paid}
    yield ov.reveal("sign")
    again = yield ov.move("Answerer", "again", ["accept", "reject"])
    return {"Leader": 0, "Answerer": paid - p.late if again == "accept" else 0}
"""
    data = {
        "overture": 1, "title": "again", "question": "?", "date": "2026-11-01", "advised": "Answerer",
        "game": "./game.py:story", "hypothesis": {"move": "kind", "words": {"bad": "he is bad", "good": "he is good"}},
        "signal": {"move": "act"}, "offer": {"event": 'act == "offer"', "words": "an offer"}, "reply": {"move": "answer"},
        "deal": {"given": 'act == "offer" and answer == "accept"', "cheating": 'kind == "bad"'},
        "parameters": {"late": 0.1},
    }  # fmt: skip
    (tmp_path / "game.py").write_text(game, encoding="utf-8")
    (tmp_path / "case.yaml").write_text(json.dumps(data), encoding="utf-8")
    base = prepare(load(tmp_path), 1, 1, 1)
    found = answers(question(base, base.asked))
    # Accepting at once: (1 - 2) / 2. Waiting: accept if the sign is up, .5 (.9 x .9) - .5 (.2 x 2.1) = .195.
    assert pytest.approx(-0.5, abs=1e-9) == found.value["accept"].V
    assert pytest.approx(0.195, abs=1e-9) == found.value["reject"].V
    assert sorted(found.value["reject"].plan.values()) == ["accept", "reject"]
