"""A parameter that nobody reads is known by the code of its game, whatever else stands in the file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from overture.games.telling.language import Game, game, move
from tests.games.test_slips import NOTHING, refused


@game("Ann", "Bob")
def alarmed(p, *, watched=True):
    """Another game of this file, which reads what those below do not."""
    yield move("Ann", "offer", ["none", "pledge"])
    return {"Ann": p.alarm if watched else 0, "Bob": 0}


def unused(p):
    return getattr(p, "price")  # noqa: B009


def paid(p):
    return p.alarm


def deeper(p):
    return paid(p)


class Paid:
    def of(self, p):
        return p.alarm


BY_NAME = {"paid": paid}
OF_CLASS = Paid()


def told(reads: Callable[[Any], Any]) -> Game:
    """A game that reads something in its other shape only."""

    @game("Ann", "Bob")
    def made(p, *, other=False):
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": p.price, "Bob": reads(p) if other else 0}

    return made


def test_what_another_game_of_the_file_reads_is_unread_here() -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": p.price, "Bob": 0}

    said = refused(slip, "telling/unread", price=1, alarm=2)
    assert "nobody reads the parameter 'alarm'; allowed: price" in said
    assert slip.tree({"price": 1, "alarm": 2}).n_nodes == 3  # a mapping may be that of another game


def within(p):
    yield move("Bob", "answer", ["accept", "refuse"])
    return p.alarm


@pytest.mark.parametrize(
    "reads",
    [
        paid,
        deeper,
        partial(paid),
        lambda p: paid(p),
        lambda p: BY_NAME["paid"](p),
        lambda p: OF_CLASS.of(p),
        lambda p: Paid().of(p),
        lambda p: (lambda q: q.alarm)(p),
        lambda p: getattr(p, "alarm"),  # noqa: B009
        lambda p: vars(p)["alarm"],
    ],
)
def test_what_another_shape_reads_is_no_slip(reads: Any) -> None:
    """Also where it is read by a function that the game calls."""
    assert told(reads).tree(price=1, alarm=2).n_nodes == 3
    assert told(reads).shape(other=True).tree(price=1, alarm=2).payoff[0, 0, 1] == 2


def test_what_a_story_within_reads_is_no_slip() -> None:
    @game("Ann", "Bob")
    def whole(p, *, other=False):
        yield move("Ann", "offer", ["none", "pledge"])
        if other:
            yield from within(p)
        return NOTHING

    assert whole.tree(alarm=2).n_nodes == 3


def test_a_game_without_its_file_is_looked_at_too() -> None:
    names: dict[str, Any] = {"game": game, "move": move}
    exec(
        "@game('Ann', 'Bob')\ndef typed(p):\n    yield move('Ann', 'offer', ['a', 'b'])\n    return {'Ann': p.price, 'Bob': 0}\n",
        names,
    )
    refused(names["typed"], "telling/unread", price=1, alarm=2)
    assert names["typed"].tree(price=1).n_nodes == 3
    assert alarmed.shape(watched=False).tree(alarm=1).n_nodes == 3
