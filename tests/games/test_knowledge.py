"""Who knows what: what being asked gives away is said."""

from __future__ import annotations

from typing import Any

import pytest

import overture as ov
from overture.games.knowledge import knowledge, seen_words


@pytest.mark.parametrize(
    ("asked_after", "told"),
    [
        (
            ("keep",),
            [
                "That Company is asked for reply tells Company that aftermath is keep: after any other choice nobody is asked."
            ],
        ),
        (("keep", "release"), []),
    ],
)
def test_being_asked_may_tell_what_was_not_seen(asked_after: tuple[str, ...], told: list[str]) -> None:
    @ov.game("Gang", "Company")
    def game(p: Any) -> Any:
        aftermath = yield ov.move("Gang", "aftermath", ["release", "keep", "burn"], seen_by=())
        if aftermath in asked_after:
            yield ov.move("Company", "reply", ["wait", "expose"])
        return {"Gang": 0, "Company": 0}

    said = list(knowledge(game.tree()))
    assert said[1] == "At reply, Company has not seen aftermath."
    assert said[2:] == told


@pytest.mark.parametrize(
    ("known", "hidden", "said"),
    [
        ([], [], "has seen nothing"),
        ([], ["year"], "has not seen year"),
        ([], ["year", "fund"], "has seen neither year nor fund"),
        ([], ["year", "fund", "price"], "has seen none of year, fund and price"),
        (["offer"], ["year"], "has seen offer, but not year"),
        (["offer"], ["year", "fund"], "has seen offer, but neither year nor fund"),
        (["offer", "price"], [], "has seen offer and price"),
    ],
)
def test_what_was_seen_and_not_is_one_english_clause(known: list[str], hidden: list[str], said: str) -> None:
    assert seen_words("has", known, hidden) == said


def test_decisions_of_one_name_that_know_different_things_are_not_said_to_know_all_of_it() -> None:
    """The letter comes before the reply only after a bid; the memo is there always, and seen after a bid alone."""

    @ov.game("Ann", "Bob")
    def game(p: Any) -> Any:
        bid = yield ov.move("Ann", "bid", ["yes", "no"])
        yield ov.move("Ann", "memo", ["a", "b"], seen_by=())
        if bid == "yes":
            yield ov.chance("letter", {"warm": 0.5, "cold": 0.5})
            yield ov.reveal("memo", to="Bob")
        yield ov.move("Bob", "reply", ["wait", "act"])
        return {"Ann": 0, "Bob": 0}

    assert list(knowledge(game.tree()))[-1] == (
        "At reply, Bob has seen bid and, where it has happened, letter and, in some histories, memo."
    )
