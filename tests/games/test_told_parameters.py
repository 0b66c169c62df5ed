"""Parameters are not changed in place and not written into a name; what is reckoned from them is one's own."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from overture.games.telling.language import game, move
from tests.games.test_slips import NOTHING, refused


def added(p):
    cost = p.cost
    cost += 1
    return cost


def filled(p):
    p.cost[...] = 3
    return p.cost


def out_of_place(p):
    return np.add(p.cost, 1, out=p.cost)


@pytest.mark.parametrize("wrong", [added, filled, out_of_place])
@pytest.mark.parametrize("cost", [1.0, 1, np.array([1.0, 2.0]), np.array([1, 2]), Fraction(1, 3)])
def test_a_parameter_is_not_changed_in_place(wrong: Any, cost: Any) -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": wrong(p), "Bob": 0}

    said = refused(slip, "telling/parameter-set", cost=cost)
    assert (
        f"test_told_parameters.py:{wrong.__code__.co_firstlineno + (2 if wrong is added else 1)}, 'slip'"
        in said
    )
    assert "changed in place" in said


def test_what_is_reckoned_from_a_parameter_may_be_changed() -> None:
    @game("Ann", "Bob")
    def sound(p):
        cost = 1 * p.cost
        cost += 1
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": cost, "Bob": 0}

    assert sound.tree(cost=1.0).payoff[0, :, 0].tolist() == [2, 2]
    assert sound.tree(cost=np.array([1, 2])).payoff[:, 0, 0].tolist() == [2, 3]


def test_parameters_are_not_written_to_behind_the_back() -> None:
    @game("Ann", "Bob")
    def slip(p):
        vars(p)["cost"] = 9
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": p.cost, "Bob": 0}

    assert "the parameter 'cost' is set to 9" in refused(slip, "telling/parameter-set", cost=1)


def test_a_payoff_that_is_changed_after_its_history_is_refused() -> None:
    paid = np.zeros(2)

    @game("Ann", "Bob")
    def slip(p):
        paid[...] = p.cost if (yield move("Ann", "offer", ["none", "pledge"])) == "none" else 0
        return {"Ann": paid, "Bob": 0}

    said = refused(slip, "telling/not-repeatable", cost=np.array([1.0, 2.0]))
    assert (
        "Ann gets [1. 2.] after none and, when other histories had been played, in the same array, [0. 0.]"
        in said
    )


@pytest.mark.parametrize(
    "written",
    [
        lambda p: f"offer {p.days}",
        lambda p: f"offer {p.days + 1:.0f}",
        lambda p: "offer " + str(p.days),
        lambda p: " ".join(["offer", format(p.days)]),
        lambda p: f"offer {p.days[0]}",
        lambda p: f"offer {p.days.tolist()}",
        lambda p: "offer " + "".join("x" for _ in p.days),
    ],
)
@pytest.mark.parametrize("days", [2, np.array([1, 2])])
def test_a_parameter_in_a_name_or_a_choice_is_refused(written: Any, days: Any) -> None:
    @game("Ann", "Bob")
    def named(p):
        yield move("Ann", written(p), ["none", "pledge"])
        return NOTHING

    @game("Ann", "Bob")
    def chosen(p):
        yield move("Ann", "offer", ["none", written(p)])
        return NOTHING

    for told in (named, chosen):
        said = refused(told, "telling/shape", days=days)
        assert f"test_told_parameters.py:{written.__code__.co_firstlineno}, " in said
        assert "game.shape(...)" in said


def test_a_parameter_may_be_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    @game("Ann", "Bob")
    def looked(p):
        print(repr(p.price))
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": np.stack([p.price, p.price + 1])[1], "Bob": np.where(p.price > 1, p.price, 0)}

    tree = looked.tree(price=np.array([1.0, 2.0]))
    assert tree.payoff[:, 0].tolist() == [[2, 0], [3, 2]]
    assert "array([1., 2.])" in capsys.readouterr().out


def test_a_parameter_in_brackets_names_the_mend() -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": p["price"], "Bob": 0}

    assert "Write p.price" in refused(slip, "telling/parameter", price=1)


def test_round_of_a_parameter_names_the_mend() -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": round(p.price / 3, 2), "Bob": 0}

    assert "Write np.round(...)" in refused(slip, "telling/shape", price=1)


def test_a_parameter_among_the_choices_is_refused() -> None:
    @game("Ann", "Bob")
    def slip(p):
        yield move("Ann", "offer", [0, p.price])
        return NOTHING

    assert "a choice of 'offer' is an array of numbers" in refused(slip, "telling/shape", price=1)


def test_what_is_summed_over_an_array_is_summed_in_each_world() -> None:
    @game("Ann", "Bob")
    def summed(p):
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": np.sum([p.a, p.b]), "Bob": p.a * p.b}

    assert summed.tree(a=1, b=3).payoff[0].tolist() == [[4, 3], [4, 3]]
    assert summed.tree(a=10**10, b=10**10).payoff[0, 0].tolist() == [2e10, 1e20]
    assert "in world 0 is 9" in refused(summed, "telling/payoffs", a=np.array([1.0, 5]), b=np.array([3.0, 0]))

    @game("Ann", "Bob")
    def by_world(p):
        yield move("Ann", "offer", ["none", "pledge"])
        return {"Ann": np.sum([p.a, p.b], axis=0), "Bob": 0}

    assert by_world.tree(a=[1, 5], b=[3, 0]).payoff[:, 0, 0].tolist() == [4, 5]
