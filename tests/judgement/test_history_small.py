"""Small games in which a sentence about a history could come out false."""

from __future__ import annotations

from pathlib import Path

import pytest

import overture as ov
from overture.case.history.load import load_history
from overture.judgement.history.compare import compared
from overture.judgement.history.judge import judge_history
from overture.judgement.history.judgement import HistoryJudgement, Spread
from overture.judgement.history.ways.spread import spread
from overture.report.history.facts import HistoryFacts
from overture.report.history.first.answers import items
from overture.report.history.page import render_history

CASE = """\
overture: 1
title: A small history
question: What is he?
date: 2026-11-01
advised: [B]
adversary: A
game: ./game.py:told
sides: {A: {move: kind, nouns: {good: a good one, bad: a bad one}}}
done: [{event: 'offer == "yes"', words: he offers}]
replies: [{move: reply}]
signals: [{move: offer}]
report:
  - {says: He is good., answer: belief, about: kind, choice: good}
  - {says: He would offer., answer: chance, event: 'offer == "yes"', words: he offers}
  - {says: The offer tells., answer: signal, signal: offer}
"""
GAME = """\
import overture as ov


@ov.game("A", "B")
def told(p):
    first = yield ov.chance("weather", {{"dry": 0.5, "wet": 0.5}}, seen_by=())
    odds = 0.9 if first == "dry" else 0.1
    kind = yield ov.chance("kind", {{"good": odds, "bad": 1 - odds}}, seen_by="A")
    offer = yield ov.move("A", "offer", ["yes", "no"])
    if offer == "no":
        return {{"A": {out}, "B": 0}}
    reply = yield ov.move("B", "reply", ["take", "leave"])
    if reply == "leave":
        return {{"A": -0.1, "B": 0}}
    return {{"A": {pay}, "B": {won}}}
"""


def judged(folder: Path, out: str = "0", pay: str = "1", won: str = "1") -> HistoryJudgement:
    (folder / "game.py").write_text(GAME.format(out=out, pay=pay, won=won), encoding="utf-8")
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    return judge_history(load_history(folder), threads=1)


def first_screen(judgement: HistoryJudgement) -> dict[str, str]:
    assert render_history(judgement)
    return {str(each.heading): " ".join(map(str, each.sentences)) for each in items(HistoryFacts(judgement))}


def test_a_type_that_is_drawn_at_several_places_counts_whole(tmp_path: Path) -> None:
    found = judged(tmp_path)
    assert [each.prior for each in found.sides[0].types] == pytest.approx([0.5, 0.5])
    (reply,) = found.decisions[0].replies
    assert reply.belief == pytest.approx({"good": 0.5, "bad": 0.5})


def test_what_is_best_is_measured_by_the_payoffs_of_who_decides(tmp_path: Path) -> None:
    found = judged(tmp_path, pay="4e9", out="-4e9")
    assert found.decisions[0].best == {"take": 1, "leave": 0}
    assert found.decisions[0].same


def test_what_one_type_alone_does_is_said_of_it(tmp_path: Path) -> None:
    found = judged(tmp_path, out="0.5", pay="1 if kind == 'good' else 0")
    offered = next(each for each in found.report if each.answer == "chance")
    assert offered.compared is not None
    assert offered.compared.more == {"good": 1, "bad": 0}
    said = first_screen(found)
    assert (
        "we believe with a chance of 1 that A is a good one; at the start it was 0.50" in said["“He is good”"]
    )
    assert "more likely of a good one" in said["“He would offer”"]
    assert "equally" not in said["“He would offer”"]


def test_a_history_that_no_way_makes_is_told_first(tmp_path: Path) -> None:
    found = judged(tmp_path, out="2")
    assert found.makers.many == 0
    said = first_screen(found)
    assert said["How far this goes"].startswith("No way of playing that was found makes what was done happen")
    assert "so nothing follows" in said["“He is good”"]
    assert "never happens" in said["“He would offer”"]
    assert "what they would tell is not determined" in said["“The offer tells”"]
    assert "beliefs are a convention" in said["What to answer"]


PRIVATE = """\
import overture as ov


@ov.game("A", "B")
def told(p):
    weather = yield ov.chance("weather", {"dry": 0.5, "wet": 0.5}, seen_by="A")
    kind = yield ov.chance("kind", {"good": 0.5, "bad": 0.5}, seen_by="A")
    odds = 0.9 if weather == "dry" else 0.1
    yield ov.chance("strength", {"strong": odds, "weak": 1 - odds}, seen_by="B")
    offer = yield ov.move("A", "offer", ["yes", "no"])
    if offer == "no":
        return {"A": 0, "B": 0}
    reply = yield ov.move("B", "reply", ["take", "leave"])
    if reply == "leave":
        return {"A": -0.1, "B": 0}
    return {"A": 1, "B": 1}
"""


def test_a_belief_is_a_mean_over_what_is_known_and_is_no_type(tmp_path: Path) -> None:
    (tmp_path / "game.py").write_text(PRIVATE, encoding="utf-8")
    case = CASE.replace(
        "sides: {", "sides: {B: {move: strength, nouns: {strong: a strong B, weak: a weak B}}, "
    ).replace("about: kind, choice: good", "of: A, about: strength, choice: strong")
    (tmp_path / "case.yaml").write_text(case, encoding="utf-8")
    found = judge_history(load_history(tmp_path), threads=1)
    rows = [each for each in found.history.steps[1].beliefs if (each.of, each.label) == ("A", "strong")]
    assert [each.own for each in rows] == ["", "good", "bad"]
    for each in rows:
        assert each.probability.all == pytest.approx(0.5)
        assert each.over == ["weather"]  # his type makes no difference to it
        assert [(one.own, one.known) for one in each.apart] == [
            ("", ["weather is dry"]),
            ("", ["weather is wet"]),
        ]
        assert [one.probability.all for one in each.apart] == pytest.approx([0.9, 0.1])
    ours = [each for each in found.history.steps[1].beliefs if each.of in ("B", "observer")]
    assert ours
    assert not any(each.over or each.apart for each in ours)
    said = first_screen(found)["“He is good”"]
    assert "hangs on what A knows beside the steps: the chance that B is a strong B is 0.90" in said
    assert "0.10 where weather is wet; the mean over these is 0.50" in said
    page = render_history(found)
    assert page.count("(mean)") > 2
    assert "what is marked as a mean" in page.lower()


def test_a_set_without_a_choice_is_no_decision(tmp_path: Path) -> None:
    told = GAME.replace('["take", "leave"]', '["take"]').replace('    if reply == "leave":\n', "")
    told = told.replace('        return {{"A": -0.1, "B": 0}}\n', "")
    (tmp_path / "game.py").write_text(told.format(out="0", pay="1", won="1"), encoding="utf-8")
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    assert judge_history(load_history(tmp_path), threads=1).decisions == []


def numbers(*by_way: float | None) -> Spread:
    return spread({f"w{at}": each for at, each in enumerate(by_way)}, None)


def test_types_are_compared_way_by_way() -> None:
    options = {f"w{at}": {"A": f"A{at}"} for at in range(6)}
    found = compared({"a": numbers(0, 1, 2, 1, None, None), "b": numbers(0, 1, 1, 2, 3, None)}, options)
    assert found is not None
    assert (found.of, found.nothing, found.something, found.equal) == (5, 1, 4, 1)
    assert (found.more, found.only) == ({"a": 1, "b": 1}, {"a": 0, "b": 1})
    assert compared({"a": numbers(1)}, options) is None


def test_options_that_decide_nothing_are_not_counted() -> None:
    options = {f"w{at}": {"A": f"A{at % 2}", "B": f"B{at // 2}"} for at in range(6)}
    found = compared({"a": numbers(1, 1, 2, 2, 0, 0), "b": numbers(2, 2, 1, 1, 0, 0)}, options)
    assert found is not None
    assert (found.ways, found.at, found.of) == (6, ["B"], 3)
    assert (found.more, found.nothing) == ({"a": 1, "b": 1}, 1)
    same = compared({"a": numbers(*[1] * 6), "b": numbers(*range(2, 8))}, options)
    assert same is not None
    assert (same.ways, same.at, same.of, same.more) == (6, [], 1, {"a": 0, "b": 1})


def test_it_is_shown_and_kept_like_other_judgements(tmp_path: Path) -> None:
    """A type of A has a row after each step; what is printed is short; what is saved is read again."""
    judgement = judged(tmp_path)
    case = ov.load_history(tmp_path)
    assert str(case).splitlines()[0] == "Case about a history: A small history"
    assert str(judgement).startswith("Judgement of a history: A small history\n")
    assert len(str(judgement)) < 600
    frame = judgement.to_frame()
    start = frame[(frame["number"] == 1) & (frame["believer"] == "B") & (frame["type"] == "good")]
    assert start["low"].tolist() == pytest.approx([0.5])
    html = judgement._repr_html_()
    assert ">he offers</td>" in html
    assert "Spread" not in html
    judgement.save(tmp_path / "told.json")
    assert ov.load(tmp_path / "told.json") == judgement


@pytest.mark.parametrize(
    ("ways", "low", "high", "same"),
    [
        ({"a": 0.2, "b": 0.9}, 0.2, 0.9, False),
        ({"a": 0.2, "b": 0.2 + 1e-9}, 0.2, 0.2 + 1e-9, True),
        ({"a": 0.2, "b": None, "c": float("nan")}, 0.2, 0.2, True),
        ({"a": None}, None, None, False),
    ],
)
def test_numbers_of_all_ways_are_one_where_they_are_near(
    ways: dict[str, float | None], low: float | None, high: float | None, same: bool
) -> None:
    found = spread(ways, None)
    assert (found.low, found.high, found.same) == (low, high, same)
