"""A small case of one's own, as files."""

from __future__ import annotations

from pathlib import Path

import pytest

GAME = """
import overture as ov


@ov.game("Mover", "Answerer")
def plain(p):
    kind = yield ov.chance("kind", {"good": 1 - p.bad, "bad": p.bad}, seen_by="Mover")
    offer = yield ov.move("Mover", "offer", ["yes", "no"])
    if offer == "no":
        return {"Mover": 0, "Answerer": 0}
    reply = yield ov.move("Answerer", "reply", ["take", "leave"])
    if reply == "leave":
        return {"Mover": -0.1, "Answerer": 0}
    return {"Mover": 1, "Answerer": 1 if kind == "good" else -1}
"""

CASE = """\
overture: 1
title: A plain offer
question: Is he good?
date: 2026-11-01
advised: Answerer
game: ./plain.py:plain
hypothesis: {move: kind, words: {bad: he is bad, good: he is good}}
signal: {move: offer}
offer: {event: 'offer == "yes"', words: he offers}
reply: {move: reply}
deal: {given: 'offer == "yes" and reply == "take"', cheating: 'kind == "bad"'}
parameters:
  bad: {low: 0.1, mode: 0.3, high: 0.6, why: nobody knows}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plain.py").write_text(GAME)
    (tmp_path / "case.yaml").write_text(CASE)
    return tmp_path
