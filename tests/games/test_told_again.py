"""A game that is told a second time in one process: the same tree, and no slip passes because it was told before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from overture.errors import TellingError
from overture.games.telling import play
from overture.games.telling.language import chance, game, move
from overture.games.telling.slips import KnownChoices

MENU = ["none", "p" + "ledge"]  # that word stands in this file only where it is compared


@game("Ann", "Bob")
def offer(p, *, rounds=1):
    kind = yield chance("kind", {"high": p.high, "low": 1 - p.high}, seen_by="Ann")
    paid = 0
    for at in range(rounds):
        made = yield move("Ann", f"offer {at + 1}", MENU)
        if made == "pledge":
            answer = yield move("Bob", f"answer {at + 1}", ["accept", "refuse"])
            paid = paid + (p.gain if answer == "accept" and kind == "high" else 1)
    return {"Ann": paid, "Bob": -paid}


HERE = {"high": np.array([0.2, 0.7, 0.3]), "gain": np.array([1.0, 4.0, 2.0])}
THERE = {"high": np.array([0.1, 0.9, 0.6]), "gain": np.array([3.0, 2.0, 7.0])}


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each walk that is made looks at what choices are compared with."""
    seen: list[bool] = []
    made = KnownChoices.__init__

    def noted(self: KnownChoices, telling: Any, watched: bool = True) -> None:
        seen.append(watched)
        made(self, telling, watched)

    monkeypatch.setattr(KnownChoices, "__init__", noted)
    monkeypatch.setattr(play, "_WATCHED", {})
    return seen


def test_told_again_with_other_numbers_it_is_the_tree_that_a_first_telling_makes(watched: list[bool]) -> None:
    first = offer.tree(THERE)
    offer.tree(HERE)
    again = offer.tree(THERE)
    assert watched == [True, False, False]
    assert again.payoff.tobytes() == first.payoff.tobytes()
    assert again.chance.tobytes() == first.chance.tobytes()
    assert again.labels == first.labels


def test_another_shape_is_watched_the_first_time(watched: list[bool]) -> None:
    for rounds in (1, 2, 1, 2):
        offer.shape(rounds=rounds).tree(HERE)
    assert watched == [True, True, False, False]


def test_a_slip_that_other_choices_make_is_found_when_the_game_is_told_again(
    watched: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    offer.tree(HERE)
    monkeypatch.setitem(globals(), "MENU", ["none", "vow"])
    with pytest.raises(TellingError, match="'offer 1' is compared with 'p\x6cedge', which it never is"):
        offer.tree(HERE)
    assert watched == [True, False, True]


def test_a_faulty_game_is_told_in_full_again_with_the_same_words(watched: list[bool]) -> None:
    offer.tree(HERE)
    worse = {**HERE, "high": np.array([0.2, 1.7, 0.3])}
    with pytest.raises(TellingError) as second:
        offer.tree(worse)
    play._WATCHED.clear()
    with pytest.raises(TellingError) as alone:
        offer.tree(worse)
    assert str(second.value) == str(alone.value)


def test_shapes_that_words_do_not_tell_apart_are_watched_each_time(watched: list[bool]) -> None:
    class Count(int):
        pass

    for _ in range(2):
        offer.shape(rounds=Count(1)).tree(HERE)
    assert watched in ([True, True], [True, False])
