"""What is said of a slip names the line, what was met, and a mend that is of its kind."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from overture.errors import TellingError
from overture.games.telling.joint import joint
from overture.games.telling.language import Game, chance, game, move, pay, reveal
from overture.games.telling.strategic import strategic
from overture.rivalry.stage import stage
from tests.games.test_slips import NOTHING, refused


def bargain(p):
    yield move("Bob", "answer", ["accept", "refuse"])


@game("Ann", "Bob")
def whole(p):
    yield move("Bob", "answer", ["accept", "refuse"])
    return NOTHING


def told(slip: Callable[[Any], Any], yielded: bool = False) -> Game:
    """A game in which the function makes something: its line is the second of the function."""

    @game("Ann", "Bob")
    def made(p):
        yield move("Ann", "offer", ["none", "pledge"], seen_by=())
        if yielded:
            yield slip(p)
        else:
            slip(p)
        return NOTHING

    return made


def odds(p):
    return joint({"one": "Ann", "two": "Bob"}, {("a", "b"): 0.5, ("b", "a"): 0.5})


LOST = [
    (lambda p: move("Bob", "act", ["go"]), "'act' is made", 'answer = yield ov.move("Player"'),
    (lambda p: chance("kind", {"hi": 1}), "'kind' is made", "state = yield ov.chance("),
    (lambda p: reveal("offer"), "a reveal of 'offer' is made", 'yield ov.reveal("offer")'),
    (lambda p: pay(Ann=1), "a payment to Ann is made", "yield ov.pay(Ann=...)"),
    (lambda p: pay({"The state": 1}), "a payment to The state is made", 'yield ov.pay({"The state": ...})'),
    (odds, "'one, two' is made", "first, second = yield from ov.joint(...)"),
]


@pytest.mark.parametrize(("slip", "found", "mend"), LOST)
def test_each_step_that_is_lost_has_its_line_and_its_mend(slip: Any, found: str, mend: str) -> None:
    said = refused(told(slip), "telling/not-yielded")
    line = slip.__code__.co_firstlineno + (slip is odds)
    assert f"test_mends.py:{line}, 'made' after offer=none: {found} and not yielded" in said
    assert mend in said


def test_all_that_is_lost_is_said_at_once() -> None:
    def two(p):
        pay(Ann=1)
        reveal("offer")

    with pytest.raises(TellingError) as caught:
        told(two).tree()
    assert [fault.found.split()[1] for fault in caught.value.faults] == ["payment", "reveal"]


@pytest.mark.parametrize(
    ("slip", "found", "mend"),
    [
        (lambda p: bargain(p), "yields the story bargain(...)", "Write yield from: yield from bargain(...)"),
        (lambda p: whole(p), "yields the story whole(...)", "Write yield from: yield from whole(...)"),
        (odds, "yields a joint draw", "yield from ov.joint(...)"),
        (lambda p: whole, "yields the game 'whole'", "Write yield from whole(p)"),
        (lambda p: object(), "yields an object of the type object", "allowed: ov.move(...)"),
    ],
)
def test_what_is_yielded_in_the_place_of_a_step_is_named(slip: Any, found: str, mend: str) -> None:
    said = refused(told(slip, yielded=True), "telling/yield")
    assert found in said
    assert mend in said
    assert "0x" not in said


def test_a_story_that_is_returned_is_named() -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield move("Ann", "offer", ["none", "pledge"])
        return bargain(p)

    assert "the history ends with the story bargain(...)" in refused(slip, "telling/payoffs")


# -- what is no number


NO_NUMBERS = [
    ("1", "'1'"),
    (None, "None"),
    (1j, "1j"),
    (np.array("1"), "array('1'"),
    (object(), "an object of"),
]


@pytest.mark.parametrize(("wrong", "shown"), NO_NUMBERS)
def test_a_payoff_that_is_no_number_is_refused_with_the_line_of_its_return(wrong: Any, shown: str) -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield move("Ann", "offer", ["none", "pledge"])
        paid = {"Ann": 0, "Bob": wrong}
        return paid

    said = refused(slip, "telling/payoffs")
    assert f"test_mends.py:{slip.telling.__code__.co_firstlineno + 4}, 'slip' after offer=none" in said
    assert f"the payoff of Bob is {shown}" in said


@pytest.mark.parametrize(("wrong", "shown"), NO_NUMBERS)
def test_a_payment_that_is_no_number_is_refused_with_its_line(wrong: Any, shown: str) -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield move("Ann", "offer", ["none", "pledge"])
        yield pay(Bob=wrong)
        return NOTHING

    said = refused(slip, "telling/payoffs")
    assert f"test_mends.py:{slip.telling.__code__.co_firstlineno + 3}, " in said
    assert f"the payoff of Bob is {shown}" in said


@pytest.mark.parametrize("wrong", ["0.5", np.array(["0.5"], dtype=object)])
def test_odds_and_parameters_that_are_words_are_refused(wrong: Any) -> None:
    @game("Ann", "Bob")
    def drawn(p):
        yield chance("kind", {"hi": wrong, "lo": 0.5})
        return NOTHING

    @game("Ann", "Bob")
    def priced(p):
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": p.price, "Bob": 0}

    refused(drawn, "telling/odds")
    refused(priced, "telling/parameter-value", price=wrong)


def test_every_kind_of_number_is_a_payoff() -> None:
    @game("Ann", "Bob")
    def sound(p):
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": Decimal("0.5"), "Bob": np.float32(2)}

    assert sound.tree().payoff[0, 0].tolist() == [0.5, 2]


# -- sets, decorators, parameters


@pytest.mark.parametrize("choices", [{"none", "pledge"}, frozenset({"none"})])
def test_a_set_of_choices_is_refused(choices: Any) -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield move("Ann", "offer", choices)
        return NOTHING

    said = refused(slip, "telling/labels")
    assert f"test_mends.py:{slip.telling.__code__.co_firstlineno + 2}, " in said
    assert "the choices of 'offer' are a set" in said
    with pytest.raises(TellingError, match="in a set, which has no order"):
        strategic({"Ann": choices}, [[1]])


def test_the_keys_of_a_mapping_are_choices() -> None:
    @game("Ann", "Bob")
    def sound(p):
        yield move("Ann", "offer", {"none": 1, "pledge": 2}.keys())
        return NOTHING

    assert sound.tree().labels.edge == ("none", "pledge")


def test_a_decorator_without_players_names_the_mend() -> None:
    bare = game(bargain)
    for use in (lambda: bare.tree(), lambda: bare.shape(days=2), lambda: bare(3)):  # type: ignore[arg-type]
        with pytest.raises(TellingError, match=r"no players are given.*Write @game\(") as caught:
            use()
        assert f"test_mends.py:{bargain.__code__.co_firstlineno}: " in str(caught.value)
    with pytest.raises(TellingError, match="no function tells this game"):
        game("Ann", "Bob").tree()
    with pytest.raises(TellingError, match=r"no players are given.*Write @stage\("):
        stage(bargain)  # type: ignore[arg-type]
    assert not hasattr(bare, "anything_else")


@pytest.mark.parametrize("wrong", [3, [("price", 1)], "price"])
def test_what_stands_in_the_place_of_the_parameters_is_named(wrong: Any) -> None:
    with pytest.raises(TellingError, match="stands in the place of the parameters"):
        whole.tree(wrong)
