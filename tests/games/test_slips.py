"""Slips of a teller are caught; numbers, enums and None are choices; players are paid on the way; joint types."""

from __future__ import annotations

import random
from enum import Enum
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from overture.errors import TellingError, TreeError
from overture.games.measured.event import mask
from overture.games.telling.joint import joint
from overture.games.telling.language import Game, chance, game, move, pay, reveal
from overture.solvers.solve import solve

NOTHING = {"Ann": 0, "Bob": 0}


def refused(told: Game, id: str, **parameters: Any) -> str:
    with pytest.raises(TellingError) as caught:
        told.tree(**parameters)
    assert [fault.id for fault in caught.value.faults] == [id]
    return str(caught.value)


# -- a step made and not yielded


def test_a_step_that_is_made_and_not_yielded_is_refused() -> None:
    @game("Ann", "Bob")
    def slip(p):
        move("Ann", "offer", ["none", "pledge"])
        yield move("Bob", "answer", ["accept", "refuse"])
        return NOTHING

    said = refused(slip, "telling/not-yielded")
    assert "'offer' is made and not yielded" in said
    assert "Write yield before it" in said


def test_a_slip_on_one_branch_is_found_there() -> None:
    @game("Ann", "Bob")
    def slip(p):
        if (yield move("Ann", "offer", ["none", "pledge"])) == "pledge":
            reveal("offer")
        yield move("Bob", "answer", ["accept", "refuse"])
        return NOTHING

    assert "after offer=pledge" in refused(slip, "telling/not-yielded")


# -- a choice compared with a word that its move does not have


@game("Ann", "Bob")
def wrong_word(p):
    kind = yield chance("kind", {"hi": 0.5, "lo": 0.5}, seen_by="Ann")
    yield move("Ann", "offer", ["none", "pledge"])
    return {"Ann": 1 if kind == "Hi" else 0, "Bob": 0}


@game("Ann", "Bob")
def wrong_word_unequal(p):
    kind = yield chance("kind", {"hi": 0.5, "lo": 0.5}, seen_by="Ann")
    return {"Ann": 1 if kind != "Low" else 0, "Bob": 0}


@game("Ann", "Bob")
def wrong_word_among(p):
    kind = yield chance("kind", {"hi": 0.5, "lo": 0.5}, seen_by="Ann")
    return {"Ann": 1 if kind in ("lo", "medium") else 0, "Bob": 0}


# Put together, since a word that stands anywhere else in this file may be a choice in another shape.
@pytest.mark.parametrize(
    ("told", "word"),
    [(wrong_word, "H" + "i"), (wrong_word_unequal, "L" + "ow"), (wrong_word_among, "med" + "ium")],
)
def test_a_word_that_the_move_does_not_have_is_refused_with_those_it_has(told: Game, word: str) -> None:
    said = refused(told, "telling/no-choice")
    assert f"'kind' is compared with '{word}', which it never is; allowed: hi, lo" in said
    assert "test_slips.py:" in said


@game("Ann", "Bob")
def other_shape(p, *, help=False):
    """In this shape nobody helps, and the comparison with it is no slip."""
    said = yield move("Ann", "statement", ["quiet", "assist"] if help else ["quiet", "loud"])
    return {"Ann": 1 if said == "assist" else 0, "Bob": 0}


def test_a_word_of_another_shape_is_no_slip() -> None:
    assert other_shape.tree().n_nodes == 3
    assert other_shape.shape(help=True).tree().payoff[0, 1, 0] == 1


# -- histories that differ when they are played again


def test_random_payoffs_are_refused() -> None:
    dice = random.Random(1)

    @game("Ann", "Bob")
    def slip(p):
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": dice.random(), "Bob": 0}

    assert "is played again" in refused(slip, "telling/not-repeatable")


def test_a_memory_is_refused() -> None:
    told: list[int] = []

    @game("Ann", "Bob")
    def slip(p):
        yield move("Ann", "offer", ["none", "pledge"])
        told.append(1)
        return {"Ann": len(told), "Bob": 0}

    refused(slip, "telling/not-repeatable")


def test_random_odds_are_refused() -> None:
    dice = random.Random(1)

    @game("Ann", "Bob")
    def slip(p):
        share = dice.random()
        yield chance("kind", {"hi": share, "lo": 1 - share})
        return NOTHING

    assert "the odds of 'kind' were" in refused(slip, "telling/not-repeatable")


# -- parameters


@game("Ann", "Bob")
def priced(p):
    yield move("Ann", "offer", ["none", "pledge"])
    return {"Ann": p.price, "Bob": 0}


def test_a_parameter_that_nobody_reads_is_refused() -> None:
    assert "nobody reads the parameter 'prize'; allowed: price. Did you mean 'price'?" in refused(
        priced, "telling/unread", price=1, prize=2
    )
    assert priced.tree(price=1).n_nodes == 3


def test_a_parameter_that_is_not_given_is_told_with_those_that_are() -> None:
    assert "'price' is not given; given: prize." in refused(priced, "telling/parameter", prize=2)


@game("Ann", "Bob")
def by_name(p, *, who="left"):
    yield move("Ann", "offer", ["none", "pledge"])
    return {"Ann": getattr(p, f"worth_{who}"), "Bob": 0}


def test_a_parameter_that_is_read_by_a_name_put_together_is_no_slip() -> None:
    assert by_name.tree(worth_left=1).n_nodes == 3


# -- lists and arrays


@pytest.mark.parametrize("wrong", [[1.0, 2.0], (1.0, 2.0)])
def test_a_list_for_an_array_is_refused(wrong: Any) -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": wrong, "Bob": p.price}

    said = refused(slip, "telling/payoffs", price=np.array([1.0, 2.0]))
    assert "is a list" in said
    assert "Write np.array" in said


def test_an_array_of_another_length_is_refused() -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": np.ones(3), "Bob": p.price}

    assert "array of shape (3,)" in refused(slip, "telling/payoffs", price=np.array([1.0, 2.0]))


def test_odds_that_are_lists_are_refused() -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield chance("kind", {"hi": [0.5, 0.5], "lo": [0.5, 0.5]})
        return {"Ann": p.price, "Bob": 0}

    assert "is a list" in refused(slip, "telling/odds", price=np.array([1.0, 2.0]))


def test_a_game_in_the_place_of_its_tree_is_refused_with_the_mend() -> None:
    with pytest.raises(TreeError, match=r"game\.tree\(parameters\)"):
        solve(priced)  # type: ignore[arg-type]


# -- choices as they are


class Side(Enum):
    LEFT = 1
    RIGHT = 2


def test_numbers_enums_and_none_are_choices_as_they_are() -> None:
    got: list[Any] = []

    @game("Ann", "Bob")
    def mixed(p):
        ask = yield move("Ann", "ask", [0, 0.5, Fraction(1, 3), None])
        side = yield move("Bob", "side", list(Side))
        got.append((ask, side))
        return {"Ann": 0 if ask is None else ask, "Bob": side.value}

    tree = mixed.tree()
    assert tree.labels.edge[:4] == ("0", "0.5", "1/3", "none")
    assert tree.labels.edge[4:6] == ("LEFT", "RIGHT")
    assert {type(ask) for ask, _ in got} == {int, float, Fraction, type(None)}
    assert tree.payoff[0, :2].tolist() == [[0, 1], [0, 2]]
    assert mask(tree, "ask == 0.5").sum() == 2
    assert mask(tree, "ask in (0, 0.5)").sum() == 4


def test_a_choice_that_is_a_list_is_refused() -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield move("Ann", "offer", [["none"], ["pledge"]])
        return NOTHING

    assert "has the choice ['none']" in refused(slip, "telling/labels")


# -- payments on the way, joint types, players by the shape


def test_what_is_paid_on_the_way_is_added() -> None:
    @game("Ann", "Bob")
    def paid(p):
        if (yield move("Ann", "build", ["yes", "no"])) == "yes":
            yield pay(Ann=-p.cost)
            yield move("Bob", "answer", ["x", "y"])
            yield pay({"Bob": 3}, Ann=p.gain)
            return {"Ann": 1, "Bob": 0}
        yield pay(Bob=2)

    tree = paid.tree(cost=2, gain=5)
    assert tree.payoff[0].tolist() == [[4, 3], [4, 3], [0, 2]]
    worlds = paid.tree(cost=np.array([2.0, 3.0]), gain=5)
    np.testing.assert_array_equal(worlds.payoff[:, 0, 0], [4, 3])


def test_nobody_else_is_paid_on_the_way() -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield pay(Cid=1)
        yield move("Ann", "offer", ["none", "pledge"])
        return NOTHING

    assert "'Cid' is paid, who is no player" in refused(slip, "telling/no-player")


@game("Ann", "Bob")
def two_types(p):
    odds = {
        ("hi", "hi"): p.q / 2,
        ("hi", "lo"): (1 - p.q) / 2,
        ("lo", "hi"): (1 - p.q) / 2,
        ("lo", "lo"): p.q / 2,
    }
    ann, bob = yield from joint({"type of Ann": "Ann", "type of Bob": "Bob"}, odds)
    yield move("Ann", "act", ["go", "stay"])
    return {"Ann": 1 if ann == "hi" else 0, "Bob": 1 if bob == "hi" else 0}


def test_each_sees_his_own_part_of_a_joint_type() -> None:
    tree = two_types.tree(q=Fraction(3, 4))
    assert [tree.labels.seen[at] for at in range(2)] == [(("type of Ann", "hi"),), (("type of Ann", "lo"),)]
    assert tree.exact is not None
    assert tree.exact.chance == (
        *(Fraction(1, 2),) * 2,
        Fraction(3, 4),
        Fraction(1, 4),
        Fraction(1, 4),
        Fraction(3, 4),
    )
    sure = two_types.tree(q=np.array([1.0, 0.5]))
    np.testing.assert_allclose(sure.chance[:, 2:4], [[1, 0], [0.5, 0.5]])


def test_the_number_of_players_may_hang_on_the_shape() -> None:
    @game(lambda voters: [f"Voter {at}" for at in range(1, voters + 1)])
    def vote(p, *, voters=2):
        yes = 0
        for at in range(1, voters + 1):
            yes += (yield move(f"Voter {at}", f"vote {at}", ["yes", "no"], seen_by=())) == "yes"
        return {f"Voter {at}": yes for at in range(1, voters + 1)}

    assert vote.players == ("Voter 1", "Voter 2")
    wide = vote.shape(voters=4)
    assert wide.players == ("Voter 1", "Voter 2", "Voter 3", "Voter 4")
    assert wide.tree().n_infosets == 4


def test_payments_whose_sum_is_beyond_all_numbers_are_refused() -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield pay(Ann=p.due)
        yield move("Ann", "act", ["go", "stay"])
        yield pay(Ann=p.due)
        return NOTHING

    said = refused(slip, "telling/payoffs", due=np.array([1.0, 1e308]))
    assert "the payoff of Ann is inf in world 1" in said


def test_a_parameter_is_not_set() -> None:
    """The payoffs would be those of another number than the tree says."""

    @game("Ann", "Bob")
    def slip(p):
        p.price = 3
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": p.price, "Bob": 0}

    assert "the parameter 'price' is set to 3" in refused(slip, "telling/parameter-set", price=1)
