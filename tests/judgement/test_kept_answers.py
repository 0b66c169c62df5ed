"""Small cases are answered as before, in every number and word (``kept_answers.py`` says how to change that on purpose)."""

from __future__ import annotations

from tests.judgement.kept_answers import answered, changed, names, stored


def kept(name: str) -> bool:
    found = changed(name, stored(), answered(name))
    assert found == []
    return True


def test_three_types_and_a_report() -> None:
    assert kept("three types and a report")


def test_conduct_an_alarm_and_a_report() -> None:
    assert kept("conduct, an alarm and a report")


def test_a_history() -> None:
    assert kept("a history")


def test_terms() -> None:
    assert kept("terms")


def test_a_test_before_the_answer() -> None:
    assert kept("a test before the answer")


def test_a_comparison() -> None:
    assert kept("a comparison")


def test_nothing_else_is_kept() -> None:
    assert sorted(stored()) == sorted(names())
