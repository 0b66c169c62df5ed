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
