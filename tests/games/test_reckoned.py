"""What is reckoned with parameters is the same for one world as for many, or refused with its line."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from overture.errors import TellingError
from overture.games.telling.language import Game, chance, game, move, pay
from tests.games.test_slips import NOTHING, refused

GIVEN = {"r": 3, "s": 2, "flag": True, "no": False, "x": 1.5}


def paid(reckon: Callable[[Any], Any]) -> Game:
    @game("Ann", "Bob")
    def made(p):
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": reckon(p), "Bob": 0}

    return made


@pytest.mark.parametrize(
    ("reckon", "number"),
    [
        (lambda p: p.r**-2, 1 / 9),
        (lambda p: 2**-p.r, 1 / 8),
        (lambda p: (p.r + 1) ** -p.s, 1 / 16),
        (lambda p: -p.flag, -1),
        (lambda p: +p.flag, 1),
        (lambda p: p.flag + p.flag, 2),
        (lambda p: p.flag - p.no, 1),
        (lambda p: (p.r > 1) + (p.s > 1), 2),
        (lambda p: -(p.r > 1), -1),
        (lambda p: p.r // p.s + p.r % p.s + divmod(p.r, 2)[0], 3),
        (lambda p: np.where(np.logical_not(p.r > 1), 1, 0), 0),
    ],
)
def test_one_world_and_many_are_reckoned_alike(reckon: Callable[[Any], Any], number: float) -> None:
    told = paid(reckon)
    assert told.tree(GIVEN).payoff[:, 0, 0].tolist() == pytest.approx([number])
    many = {name: np.array([each] * 3) for name, each in GIVEN.items()}
    assert told.tree(many).payoff[:, 0, 0].tolist() == pytest.approx([number] * 3)


@pytest.mark.parametrize(
    ("reckon", "id", "said"),
    [
        (lambda p: ~p.flag, "telling/shape", "Write np.logical_not(...)"),
        (lambda p: np.where(~(p.r > 1), 1, 0), "telling/shape", "Write np.logical_not(...)"),
        (lambda p: p.r // 0, "telling/payoffs", "the payoff of Ann is inf"),
        (lambda p: p.r % p.no, "telling/payoffs", "the payoff of Ann is nan"),
        (lambda p: math.exp(p.r), "telling/shape", "write np.exp"),
        (lambda p: int(p.x), "telling/shape", "write np.exp, np.log, np.floor"),
        (lambda p: len(p.r), "telling/shape", "the worlds of a parameter are counted"),
        (lambda p: np.power(p.r, -2), "telling/shape", "fails: ValueError: Integers to negative"),
        (lambda p: p.r.nope, "telling/shape", "fails: AttributeError"),
        (lambda p: p.r + pay(Ann=1), "telling/not-yielded", "a payment to Ann is made and not yielded"),
    ],
)
def test_what_has_no_value_for_many_worlds_is_refused_for_one_too(
    reckon: Callable[[Any], Any], id: str, said: str
) -> None:
    many = {name: np.array([each] * 3) for name, each in GIVEN.items()}
    for given in (GIVEN, many):
        with pytest.raises(TellingError) as caught:
            paid(reckon).tree(given)
        assert [fault.id for fault in caught.value.faults] == [id]
        assert said.lower() in str(caught.value).lower()
        assert "test_reckoned.py:" in caught.value.faults[0].where


def test_numbers_of_worlds_are_plain_ones_where_they_are_played_alone() -> None:
    assert paid(lambda p: p.r.sum()).tree(GIVEN).payoff[0, 0, 0] == 3
    refused(paid(lambda p: p.r**100), "telling/payoffs", r=np.array([3, 3]))


def test_a_shape_that_hangs_on_all_worlds_is_refused() -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield move("Ann", "offer", ["none", "pledge"])
        if np.any(p.r > 2):
            yield move("Bob", "answer", ["accept", "refuse"])
        return NOTHING

    assert "comes for the numbers of one world by itself" in refused(
        slip, "telling/shape", r=np.array([1, 5])
    )


def test_an_error_of_the_tellers_own_has_its_history() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        paid(lambda p: 1 / 0).tree()
    assert "'made' after offer=none" in caught.value.__notes__[0]


def test_a_shape_that_is_no_whole_number_is_named() -> None:
    @game("Ann", "Bob")
    def slip(p, *, days=2):
        for day in range(days):
            yield move("Ann", f"offer {day}", ["none", "pledge"])
        return NOTHING

    assert "Write days=2" in refused(slip.shape(days=2.0), "telling/shape-argument")


@pytest.mark.parametrize(
    ("step", "id"),
    [
        (lambda: move("Ann", "offer", 5), "telling/labels"),  # type: ignore[arg-type]
        (lambda: move("Ann", 5, ["none"]), "telling/labels"),  # type: ignore[arg-type]
        (lambda: move("Ann", "offer", ["none"], seen_by=True), "telling/no-player"),  # type: ignore[arg-type]
        (lambda: pay(5), "telling/payoffs"),  # type: ignore[arg-type]
        (lambda: chance("kind", {"a": pay(Ann=1), "b": 1}), "telling/odds"),
    ],
)
def test_a_step_with_a_wrong_argument_is_refused(step: Callable[[], Any], id: str) -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield step()
        return NOTHING

    refused(slip, id)


# -- helpers, methods, objects


def options(name: str) -> list[str]:
    return [f"{name} {each}" for each in ("yes", "no")]


def agreed(choice: str) -> bool:
    return choice == "one yes" or choice == "two yes"


def test_one_helper_may_compare_the_choices_of_two_moves() -> None:
    @game("Ann", "Bob")
    def sound(p):
        one = yield move("Ann", "one", options("one"))
        two = yield move("Bob", "two", options("two"))
        return {"Ann": agreed(one) + agreed(two), "Bob": 0}

    @game("Ann", "Bob")
    def slip(p):
        one = yield move("Ann", "one", options("one"))
        return {"Ann": agreed(one) and one == "one yse", "Bob": 0}

    assert sound.tree().payoff[0, :, 0].tolist() == [2, 1, 1, 0]
    with pytest.raises(TellingError) as caught:
        slip.tree()
    assert "'one' is compared with 'one yse', which it never is" in str(caught.value)


class Held:
    def __init__(self) -> None:
        self.game = game("Ann", "Bob")(self.play)

    def cost(self, p):
        return p.cost

    def part(self, p):
        yield move("Bob", "answer", ["accept", "refuse"])

    def play(self, p, *, days=1):
        yield move("Ann", "offer", ["none", "pledge"])
        yield from self.part(p)
        return {"Ann": self.cost(p) if days > 1 else 0, "Bob": 0}


class Lost(Held):
    def play(self, p, *, days=1):
        yield move("Ann", "offer", ["none", "pledge"])
        self.part(p)
        return NOTHING


def test_a_method_is_a_game_and_its_other_methods_are_looked_at() -> None:
    assert Held().game.tree(cost=3).payoff[0, 0, 0] == 0
    assert Held().game.shape(days=2).tree(cost=3).payoff[0, 0, 0] == 3
    assert "'self.part' is called and not told" in refused(Lost().game, "telling/not-yielded")


def test_an_object_that_can_be_called_is_a_game() -> None:
    class Fair:
        def __call__(self, p):
            yield move("Ann", "offer", ["none", "pledge"])
            return {"Ann": p.price, "Bob": 0}

    told = game("Ann", "Bob")(Fair())
    assert (told.title, told.tree(price=2).payoff[0, 0, 0]) == ("Fair", 2)
    assert game("Ann", "Bob")(functools.partial(Fair())).title == "Fair"
