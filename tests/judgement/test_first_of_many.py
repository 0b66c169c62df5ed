"""Which of several is meant: the first hypothesis that can be, its strongest rival, the reply under which the deal stands."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

import overture as ov
from overture.case.load import load
from overture.errors import SolveError
from overture.games.measured.play import Play
from overture.history.members import NamedPlay
from overture.judgement.asked.question import Question, deal_reply
from overture.judgement.basis import Basis
from overture.judgement.history import leads
from overture.judgement.prepare import outset
from overture.weigh.decision.reply import Answering


@pytest.mark.parametrize(
    ("now", "rival"),
    [([0.1, 0.2, 0.7], 2), ([0.1, 0.7, 0.2], 1), ([0.9, 0.04, 0.06], 2), ([0.2, 0.4, 0.4], 1), ([1.0], 0)],
)
def test_the_rival_is_the_strongest_of_the_others(now: list[float], rival: int) -> None:
    joint = SimpleNamespace(belief=lambda done: np.array(now))
    asked = cast(Question, SimpleNamespace(basis=SimpleNamespace(joint=joint, done=None)))
    assert cast(Any, Question.rival).fget(asked) == rival


@pytest.mark.parametrize(
    ("holds", "meant"), [("take", "take"), ("later", "later"), ("take later", "take"), ("", "refuse")]
)
def test_the_deal_stands_under_the_first_reply_that_it_names(holds: str, meant: str) -> None:
    replies = ("refuse", "take", "later", "never")
    case = SimpleNamespace(deal=SimpleNamespace(given=""), reply=SimpleNamespace(move="reply"))
    basis = SimpleNamespace(
        loaded=SimpleNamespace(case=case),
        mask=lambda event: np.array([reply in holds.split() for reply in replies]),
        choice=lambda move, reply: np.array([each == reply for each in replies]),
    )
    at = SimpleNamespace(replies=replies)
    assert deal_reply(cast(Basis, basis), cast(Answering, at)) == meant


@pytest.mark.parametrize(
    ("odds", "types"),
    [
        ('"good": 1 - p.bad, "bad": p.bad, "odd": 0', ("bad", "odd", "good")),
        ('"good": 0, "bad": p.bad, "odd": 1 - p.bad', ("odd", "bad", "good")),
    ],
)
def test_the_first_type_that_can_be_is_asked_about(folder: Path, odds: str, types: tuple[str, ...]) -> None:
    """The others keep the order of the case."""
    game = (folder / "plain.py").read_text().replace('"good": 1 - p.bad, "bad": p.bad', odds)
    (folder / "plain.py").write_text(game)
    case = (folder / "case.yaml").read_text()
    (folder / "case.yaml").write_text(case.replace("words: {bad", "words: {odd: he is odd, bad"))
    found = outset(load(folder), 1)
    assert found.types == types
    assert set(found.kind.tolist()) == {0, 1, 2}


def test_the_act_that_leads_is_the_one_made_most_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """And its margin is over the second best of the others where ties are too many to be tried."""

    @ov.game("One")
    def told(p):  # type: ignore[no-untyped-def]
        act = yield ov.move("One", "act", ["a", "b", "c", "d"])
        return {"One": {"a": 1.0, "b": 3.0, "c": 2.0, "d": -4.0}[act]}

    tree = told.tree()
    strategy = np.array([0.2, 0.5, 0.3, 0.0])
    play = Play(strategy, np.ones(4, np.int64), np.ones(4))
    member = cast(NamedPlay, SimpleNamespace(play=play, name="mixed"))
    act, row = leads.lead(tree, member, 0)
    assert (act, row.margin) == ("b", 1.0)

    def too_many(*_: object) -> None:
        raise SolveError.of("margin/ties", "too many ties")

    monkeypatch.setattr(leads, "margin_at", too_many)
    act, row = leads.lead(tree, member, 0)
    assert (act, row.margin, np.isnan(row.low)) == ("b", 1.0, True)
