"""Acts that an equilibrium decides only because its player is indifferent (Answers, section 18.6)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from overture.case.load import load
from overture.judgement.answers import Answers
from overture.judgement.asked.offer import answers
from overture.judgement.asked.question import question
from overture.judgement.basis import Basis
from overture.judgement.prepare import prepare
from overture.weigh.distribution.ties import free
from tests.judgement import scenes

GAME = """
import overture as ov


@ov.game("Leader", "Answerer")
def story(p):
    kind = yield ov.chance("kind", {"good": 1 - p.bad, "bad": p.bad}, seen_by="Leader")
    said = yield ov.move("Leader", "talk", ["hello", "silence"])
    act = yield ov.move("Leader", "act", ["offer", "none"])
    gains = p.good_gains if kind == "good" else p.bad_gains
    if act == "none":
        return {"Leader": 0, "Answerer": 0}
    answer = yield ov.move("Answerer", "answer", ["accept", "reject"])
    worth = 1 if kind == "good" else p.worst
    return {"Leader": gains, "Answerer": worth if answer == "accept" else 0}
"""


def told(folder: Path, done: tuple[str, ...] = (), **numbers: float) -> tuple[Basis, Answers]:
    """The judgement of a game in which talk is free and an offer gains what ``numbers`` say, whatever is answered."""
    values = {"bad": 0.5, "good_gains": 0.0, "bad_gains": 0.0, "worst": 0.5, **numbers}
    data: dict[str, Any] = {
        "overture": 1, "title": "ties", "question": "?", "date": "2026-11-01", "advised": "Answerer",
        "game": "./game.py:story", "hypothesis": {"move": "kind", "words": {"bad": "he is bad", "good": "he is good"}},
        "signal": {"move": "act"}, "offer": {"event": 'act == "offer"', "words": "an offer"}, "reply": {"move": "answer"},
        "deal": {"given": 'act == "offer" and answer == "accept"', "cheating": 'kind == "bad"'},
        "parameters": values, "done": [{"event": event, "words": event} for event in done],
    }  # fmt: skip
    (folder / "game.py").write_text(GAME, encoding="utf-8")
    (folder / "case.yaml").write_text(json.dumps(data), encoding="utf-8")
    base = prepare(load(folder), 1, 1, 1)
    return base, answers(question(base, base.asked))


def test_where_both_are_indifferent_whether_to_offer_what_it_tells_is_undetermined(tmp_path: Path) -> None:
    _, found = told(tmp_path)
    verdict = found.verdict["bad:good"]
    assert verdict.word == "undetermined"
    # The bad never and the good always, or the reverse: then only the bad offer, and the ratio has no bound.
    assert (verdict.free_low, verdict.free_high) == (0.0, None)


def test_where_one_type_gains_by_the_offer_a_tie_of_the_other_decides_how_much_it_tells_not_which_way(
    tmp_path: Path,
) -> None:
    """The good surely offer, the bad are indifferent: at one end it points to the good, at the other it tells nothing."""
    _, found = told(tmp_path, good_gains=0.3)
    verdict = found.verdict["bad:good"]
    assert (verdict.word, verdict.toward) == ("points", "good")


def test_where_nobody_is_indifferent_no_tie_is_told(tmp_path: Path) -> None:
    _, found = told(tmp_path, good_gains=0.3, bad_gains=-0.2)
    verdict = found.verdict["bad:good"]
    assert (verdict.free_low, verdict.free_high) == (None, None)
    assert (verdict.word, verdict.toward, verdict.size) == ("points", "good", "strongly")


def test_mixing_that_holds_the_answerer_indifferent_is_not_free() -> None:
    """``pledge``: the false pledge is mixed so that whoever answers is indifferent; moved, he would regret his answer."""
    base = scenes.basis("pledge")
    for at in range(base.tree.n_infosets):
        if base.tree.labels.set_name[at] == "act":
            assert not free(base.joint.cells, base.gap, [at], "pledge").any()


def test_free_talk_that_was_done_is_surely_done_and_tells_nothing(tmp_path: Path) -> None:
    """A tie of all types at what was done: how often the indifferent do it is no finding."""
    base, found = told(tmp_path, done=('talk == "hello"',), good_gains=0.3, bad_gains=-0.2)
    tree = base.tree
    said = [
        at
        for at in range(tree.n_actions)
        if tree.labels.edge[at] == "hello" and tree.labels.set_name[tree.infoset_of_action[at]] == "talk"
    ]
    assert base.settled[..., said] == pytest.approx(1)
    assert not np.allclose(base.joint.cells.strategy[..., said], 1)
    assert found.belief_acts == pytest.approx(found.own_prior, abs=1e-12)
