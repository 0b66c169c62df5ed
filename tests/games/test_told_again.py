"""A game that is told a second time in one process: the tree of a first telling, and what is wrong is said as if it were the first."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
import pytest

from overture.errors import TellingError
from overture.games.telling import play
from overture.games.telling.language import chance, game, move, pay, reveal
from overture.games.telling.unfold import Unfolding

MENU = ["none", "p" + "ledge"]  # that word stands in this file only where it is compared


@game("Ann", "Bob")
def offer(p, *, rounds=1):
    kind = yield chance("kind", {"high": p.high, "low": 1 - p.high}, seen_by="Ann")
    paid = 0
    for at in range(rounds):
        made = yield move("Ann", f"offer {at + 1}", MENU)
        yield pay({"Ann": -p.gain / 8})
        if made == "pledge":
            answer = yield move("Bob", f"answer {at + 1}", ["accept", "refuse"], seen_by=())
            yield reveal(f"answer {at + 1}", to="Ann")
            paid = paid + (p.gain if answer == "accept" and kind == "high" else 1)
    return {"Ann": paid, "Bob": -paid}


@game("Ann", "Bob")
def mixed(p):
    """What one world pays hangs on the others where one of them has more than 5."""
    yield move("Ann", "act", ["a", "b"])
    return {"Ann": np.where(np.any(p.gain > 5), 1.0, 2.0) + 0 * p.gain, "Bob": 0}


@game("Ann", "Bob")
def summed(p):
    """The sum over an array of worlds stands where the sum of two numbers is meant."""
    yield move("Ann", "act", ["a", "b"])
    return {"Ann": np.sum([p.gain, p.high]), "Bob": 0}


@game("Ann", "Bob")
def above(p):
    yield move("Ann", "act", ["a", "b"])
    return {"Ann": np.maximum(0, np.sum([p.gain, p.high]) - 5), "Bob": 0}


HERE = {"high": np.array([0.2, 0.7, 0.3]), "gain": np.array([1.0, 4.0, 2.0])}
THERE = {"high": np.array([0.1, 0.9, 0.6, 0.4]), "gain": np.array([3.0, 2.0, 7.0, 9.0])}


@pytest.fixture
def first(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The games that are told as if for the first time."""
    seen: list[str] = []
    run = Unfolding.run

    def noted(self: Unfolding) -> None:
        seen.append(self.game.title)
        run(self)

    monkeypatch.setattr(Unfolding, "run", noted)
    monkeypatch.setattr(play, "_TOLD", {})
    return seen


@pytest.mark.parametrize("rounds", [1, 2, 3, 5])
@pytest.mark.parametrize("values", [THERE, {"high": 0.25, "gain": 3.0}, {"high": 0.0, "gain": 3}])
def test_it_is_the_tree_of_a_first_telling(first: list[str], values: dict, rounds: int) -> None:
    told = offer.shape(rounds=rounds)
    alone = told.tree(values)
    play._TOLD.clear()
    told.tree(HERE)
    again = told.tree(values)
    assert first == ["offer", "offer"]
    for name in ("parent", "edge", "set_of", "outcome", "set_player", "edge_start", "chance", "payoff"):
        assert getattr(again, name).tobytes() == getattr(alone, name).tobytes()
    assert (again.labels, again.exact, again.title) == (alone.labels, alone.exact, alone.title)
    assert {name: each.tolist() for name, each in again.parameters.items()} == {
        name: each.tolist() for name, each in alone.parameters.items()
    }


def test_another_shape_is_told_as_if_for_the_first_time(first: list[str]) -> None:
    for rounds in (1, 2, 1, 2):
        offer.shape(rounds=rounds).tree(HERE)
    assert first == ["offer", "offer"]


def test_the_same_function_told_of_players_in_another_order_is_another_game(first: list[str]) -> None:
    there = game("Bob", "Ann")(offer.telling)
    one, other = offer.tree(HERE), there.tree(HERE)
    assert other.players == ("Bob", "Ann")
    assert np.array_equal(one.payoff[..., 0], other.payoff[..., 1])
    assert first == ["offer", "offer"]


def test_other_choices_are_another_game(first: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    offer.tree(HERE)
    monkeypatch.setitem(globals(), "MENU", [*MENU, "vow"])
    assert "vow" in offer.tree(HERE).labels.edge
    assert first == ["offer", "offer"]


def test_a_slip_that_other_choices_make_is_found(first: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    offer.tree(HERE)
    monkeypatch.setitem(globals(), "MENU", ["none", "vow"])
    with pytest.raises(TellingError, match="'offer 1' is compared with 'pledge', which it never is"):
        offer.tree(HERE)


def test_what_is_wrong_is_said_in_the_same_words(first: list[str]) -> None:
    wrong = {**HERE, "high": np.array([0.2, 1.7, 0.3])}
    offer.tree(HERE)
    with pytest.raises(TellingError) as second:
        offer.tree(wrong)
    play._TOLD.clear()
    with pytest.raises(TellingError) as alone:
        offer.tree(wrong)
    assert str(second.value) == str(alone.value)


def test_worlds_that_are_mixed_are_refused_though_they_were_not_before(first: list[str]) -> None:
    mixed.tree(gain=np.array([1.0, 2.0]))
    with pytest.raises(TellingError, match="where it is reckoned by itself"):
        mixed.tree(gain=np.array([1.0, 6.0]))


def test_a_world_that_must_be_played_by_itself_is_so_again(first: list[str]) -> None:
    assert [summed.tree(gain=gain, high=1.0).payoff[0, 0, 0] for gain in (3.0, 4.0, 5.0)] == [4, 5, 6]


def test_a_sum_over_the_worlds_that_shows_at_later_numbers_only_is_mended_as_in_a_first_telling(
    first: list[str],
) -> None:
    """At small numbers both sums are below the threshold."""
    assert [above.tree(gain=gain, high=1.0).payoff[0, 0, 0] for gain in (1.0, 6.0, 2.0)] == [0, 2, 0]
    assert first == ["above"]


class Kind(StrEnum):
    known = "k"
    hidden = "h"


@game("Ann", "Bob")
def of_kinds(p):
    kind = yield move("Ann", "kind", Kind)
    return {"Ann": p.gain if kind is Kind.known else 0, "Bob": 0}


def test_members_of_an_enum_come_back_as_they_were(first: list[str]) -> None:
    paid = [of_kinds.tree(gain=gain).payoff[0, :, 0].tolist() for gain in (1.0, 2.0)]
    assert paid == [[1, 0], [2, 0]]
    assert first == ["of kinds"]
