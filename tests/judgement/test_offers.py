"""Offers of other forms: of several kinds at once, seen together with a test, made and followed by something."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from overture.case.load import load
from overture.judgement.answers import Answers
from overture.judgement.asked.offer import answers
from overture.judgement.asked.question import question
from overture.judgement.judge import judge
from overture.judgement.prepare import prepare
from tests.judgement.scenes import not_finite
from tests.judgement.small import Small
from tests.judgement.test_twin import disagreements

RANGES = {"cost_b": "theirs", "prior_b": "ours", "harm": "ours"}
FORMS = {
    "an offer of either kind": Small(signals=3, offer='(act == "thin" or act == "deep")', ranged=RANGES),
    "an offer that passed a test": Small(
        probe=True, offer='(act == "thin" and probe == "pass")', ranged=RANGES
    ),
    "whatever is not silence": Small(
        signals=3, probe=True, conduct=True, offer='(act != "none")', ranged=RANGES
    ),
    "an offer once we asked": Small(invite=True, given='invite == "ask"', ranged=RANGES),
    "an offer after we waited": Small(invite=True, gate=False, given='invite == "wait"', ranged=RANGES),
    "an offer after we have asked": Small(invite=True, gate=False, done=('invite == "ask"',), ranged=RANGES),
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("worlds", [1, 8])
def test_a_walk_says_the_same_of_other_forms_of_offer(name: str, worlds: int, tmp_path: Path) -> None:
    base = prepare(load(FORMS[name].write(tmp_path)), worlds, 1, 1)
    assert disagreements(base, base.asked, answers(question(base, base.asked))) == []


@pytest.mark.parametrize("name", FORMS)
def test_such_an_offer_is_judged_without_nan(name: str, tmp_path: Path) -> None:
    found = judge(load(FORMS[name].write(tmp_path)), 4, 1, 1)
    assert list(not_finite(found.model_dump())) == []
    assert found.answers.belief_offer is not None
    assert found.answers.verdict


def told(small: Small, folder: Path) -> Answers:
    base = prepare(load(small.write(folder)), 8, 1, 1)
    return answers(question(base, base.asked))


@pytest.mark.parametrize("seen", ["pass", "fail"])
def test_what_was_seen_since_the_offer_counts_for_the_answer(seen: str, tmp_path: Path) -> None:
    """The offer is told as of before it was made; the answer is given at what is known now."""
    small = Small(probe=True, conduct=True, ranged=RANGES)
    before = told(small, tmp_path)
    since = told(small.having(done=('act == "thin"', f'probe == "{seen}"')), tmp_path)
    assert before.observation_test is not None
    row = before.observation_test.rows[seen]
    assert since.belief_now == pytest.approx(row.belief_if_seen, abs=1e-9)
    assert since.offer_factor == pytest.approx(before.offer_factor)
    assert since.belief_offer == pytest.approx(before.belief_offer, abs=1e-9)
    for reply, value in since.value.items():
        assert pytest.approx(row.V[reply], abs=1e-9) == value.V
        assert np.dot(since.belief_now, [u or 0.0 for u in value.u]) == pytest.approx(value.V, abs=1e-9)


def test_where_the_answer_was_given_nothing_is_advised(tmp_path: Path) -> None:
    found = judge(
        load(Small(conduct=True, done=('act == "thin"', 'answer == "accept"')).write(tmp_path)), 4, 1, 1
    )
    assert (found.answers.best, found.answers.lead, found.answers.status) == (None, None, None)
    assert found.answers.reason
    assert found.answers.belief_now is not None
    assert list(not_finite(found.model_dump())) == []


def test_the_chance_of_either_offer_is_the_sum_of_their_chances(tmp_path: Path) -> None:
    either = told(Small(signals=3, offer='(act == "thin" or act == "deep")'), tmp_path)
    alone = [told(Small(signals=3, offer=f'act == "{each}"'), tmp_path) for each in ("thin", "deep")]
    parts = [each.chance_of_offer_given_done_and_counterpart or 0.0 for each in alone]
    assert either.chance_of_offer_given_done_and_counterpart == pytest.approx(sum(parts), abs=1e-9)
    mixed = sum(part * np.array(each.belief_offer) for part, each in zip(parts, alone, strict=True)) / sum(
        parts
    )
    assert either.belief_offer == pytest.approx(list(mixed), abs=1e-9)
