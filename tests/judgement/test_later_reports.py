"""A report on what follows the answer, against the war of 18.2 by hand: what he would do behind it, by chance."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from overture.case.load import load
from overture.judgement.judge import judge

GAME = """import overture as ov


@ov.game("He", "Us")
def war(p):
    kind = yield ov.chance("kind", {"bad": 0.5, "good": 0.5}, seen_by="He")
    act = yield ov.move("He", "act", ["mobilise", "stay"])
    if act == "stay":
        return {"He": -1.0, "Us": 0.0}
    answer = yield ov.move("Us", "answer", ["resist", "yield"])
    if answer == "yield":
        return {"He": 1.0, "Us": -0.4}
    won = yield ov.chance("war", {"win": p.q, "lose": 1 - p.q})
    return {"He": 0.0, "Us": -1.0 if won == "win" else 1.0}
"""
CASE = {
    "overture": 1, "title": "A war", "question": "Resist?", "date": "2026-11-01", "advised": "Us", "game": "./game.py:war",
    "hypothesis": {"move": "kind", "words": {"bad": "he is bad", "good": "he is good"}},
    "signal": {"move": "act"}, "reply": {"move": "answer"},
    "offer": {"event": 'act == "mobilise"', "words": "he mobilises"},
    "deal": {"given": 'act == "mobilise" and answer == "yield"', "cheating": 'kind == "bad"'},
}  # fmt: skip
SHEET = {
    "overture": 1,
    "sources": [{"id": "s", "name": "Adler", "access": 1.0, "accuracy": 0.9, "says_anyway": 0.5}],
    "claims": [{"id": "c", "source": "s", "event": 'war == "win"', "words": "He would win."}],
}


def written(folder: Path, q: dict[str, object], sheet: bool) -> Path:
    (folder / "game.py").write_text(GAME)
    (folder / "case.yaml").write_text(json.dumps({**CASE, "parameters": {"q": {"why": "made up", **q}}}))
    if sheet:
        (folder / "evidence.yaml").write_text(json.dumps(SHEET))
    return folder


def test_without_the_report_he_resists(tmp_path: Path) -> None:
    found = judge(load(written(tmp_path, {"value": 0.5}, sheet=False)), 1, 1, 1).answers
    assert pytest.approx(0.0) == found.value["resist"].V
    assert found.best == "resist"


def test_who_would_win_moves_the_worth_of_resisting_and_no_belief(tmp_path: Path) -> None:
    found = judge(load(written(tmp_path, {"value": 0.5}, sheet=True)), 1, 1, 1).answers
    assert pytest.approx(1 - 2 * 0.9) == found.value["resist"].V
    assert pytest.approx(-0.4) == found.value["yield"].V
    assert found.best == "yield"
    assert found.belief_offer == pytest.approx([0.5, 0.5])


def test_the_odds_of_winning_turn_the_reply_where_they_do_by_hand(tmp_path: Path) -> None:
    q = {"low": 0.1, "mode": 0.5, "high": 0.9, "known": "ours"}
    found = judge(load(written(tmp_path, q, sheet=True)), 1, 1, 1).answers
    assert found.flips is not None
    # Heard, winning has odds 9 q / (1 - q); resisting is worth -.4 where they are 7 to 3.
    assert found.flips.levers["q"].turns_at == pytest.approx(7 / 34)
