"""Who knows what: what being asked gives away is said."""

from __future__ import annotations

from typing import Any

import pytest

import overture as ov
from overture.games.knowledge import knowledge


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
    assert said[1] == "At reply, Company has seen nothing, and not aftermath."
    assert said[2:] == told
