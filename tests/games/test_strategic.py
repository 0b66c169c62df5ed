"""Strategic games in one line: three ways to say payoffs, one tree, and every fault at once."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import overture as ov
from overture.errors import TellingError
from overture.games.tree import Tree

SEXES = {"Row": ["up", "down"], "Column": ["left", "right"]}
TOGETHER = [[(3, Fraction(1, 3)), (0, 0)], [(0, 0), (1, 3)]]
ROW, COLUMN = [[3, 0], [0, 1]], [[Fraction(1, 3), 0], [0, 3]]


def same(one: Tree, two: Tree) -> bool:
    return all(
        np.array_equal(getattr(one, each.name), getattr(two, each.name))
        if isinstance(getattr(one, each.name), np.ndarray)
        else getattr(one, each.name) == getattr(two, each.name)
        for each in fields(Tree)
    )


def told() -> Tree:
    @ov.game("Row", "Column", title="sexes")
    def sexes(p):  # type: ignore[no-untyped-def]
        row = yield ov.move("Row", "choice of Row", ["up", "down"], seen_by=())
        column = yield ov.move("Column", "choice of Column", ["left", "right"], seen_by=())
        paid = TOGETHER[row == "down"][column == "right"]
        return {"Row": paid[0], "Column": paid[1]}

    return sexes.tree()


@pytest.mark.parametrize(
    "payoffs",
    [
        (TOGETHER,),
        (ROW, COLUMN),
        (np.array(ROW), np.array(COLUMN, dtype=object)),
        (np.array(TOGETHER, dtype=object),),
        (
            {
                ("up", "left"): (3, Fraction(1, 3)),
                ("down", "right"): {"Column": 3, "Row": 1},
                ("up", "right"): [0, 0],
                ("down", "left"): np.zeros(2, dtype=int),
            },
        ),
    ],
    ids=["players last", "one each", "arrays", "array of objects", "by profile"],
)
def test_it_is_the_tree_of_the_telling(payoffs: Any) -> None:
    tree = ov.strategic(SEXES, *payoffs, title="sexes")
    assert tree.exact is not None
    assert same(tree, told())


def test_two_by_two_payoffs_of_two_players_are_read_players_last() -> None:
    """An array [2, 2, 2] could be meant either way; one argument means the players last."""
    tree = ov.strategic(SEXES, [[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
    assert tree.payoff[0].tolist() == [[1, 2], [3, 4], [5, 6], [7, 8]]


def test_three_players_and_one() -> None:
    names = {"A": ["a", "b"], "B": ["c", "d", "e"], "C": ["f", "g"]}
    payoff = np.arange(36.0).reshape(2, 3, 2, 3) + 0.5
    tree = ov.strategic(names, payoff)
    assert tree.exact is None
    assert np.array_equal(tree.payoff[0], payoff.reshape(12, 3))
    assert same(tree, ov.strategic(names, *np.moveaxis(payoff, -1, 0)))
    alone = ov.strategic({"A": ["a", "b"]}, [1, 2])
    assert same(alone, ov.strategic({"A": ["a", "b"]}, [[1], [2]]))
    assert same(alone, ov.strategic({"A": ["a", "b"]}, {"a": [1], ("b",): {"A": 2}}))


def faults(*arguments: Any) -> list[tuple[str, str]]:
    with pytest.raises(TellingError) as caught:
        ov.strategic(*arguments)
    return [(fault.id, fault.found) for fault in caught.value.faults]


def test_all_that_is_wrong_with_the_strategies_is_told_at_once() -> None:
    assert faults({"A": "ab", "B": ["a", "a"], "": [1], "C": []}, []) == [
        ("strategic/strategies", "A has the strategies 'ab'"),
        ("strategic/strategies", "B has 'a' more than once"),
        ("strategic/players", "a player ''"),
        ("strategic/strategies", " has a strategy 1"),
        ("strategic/strategies", "C has the strategies []"),
    ]
    assert faults({}, []) == [("strategic/players", "strategies {}")]
    many = [str(at) for at in range(1001)]
    assert faults({"A": many, "B": many}, [])[0][0] == "strategic/large"


def test_all_that_is_wrong_with_the_payoffs_is_told_at_once() -> None:
    assert faults(SEXES, [[1, 2]], [[3]]) == [
        ("strategic/shape", "an array of shape (1, 2)"),
        ("strategic/shape", "an array of shape (1, 1)"),
    ]
    assert faults(SEXES, [[(1, 2), (1, 2)], [(1, 2), (1,)]]) == [
        ("strategic/shape", "an array of shape (2, 2)")
    ]
    assert faults(SEXES) == [("strategic/payoffs", "0 arrays of payoffs for 2 players")]
    assert faults(SEXES, [[1, "x"], [float("nan"), 10**400]], [[1, 1], [1, 1]]) == [
        ("strategic/number", "Row is paid 'x' at (up, right)"),
        ("strategic/number", "Row is paid nan at (down, left)"),
        ("strategic/number", f"Row is paid {str(10**400)[:80]} at (down, right)"),
    ]
    table = {
        ("up", "left"): (1, "x"),
        ("up", "right"): 3,
        ("down", "left"): (1, 2, 3),
        ("left", "up"): (1, 2),
    }
    assert faults(SEXES, table) == [
        ("strategic/profile", "(up, right) pays 3"),
        ("strategic/profile", "(down, left) pays (1, 2, 3)"),
        ("strategic/profile", "no payoffs for (down, right)"),
        ("strategic/profile", "(left, up) is no profile"),
        ("strategic/number", "Column is paid 'x' at (up, left)"),
    ]


def test_a_flood_of_faults_is_cut() -> None:
    names = [str(at) for at in range(50)]
    found = faults({"A": names, "B": ["b"]}, [[None]] * 50, [[1]] * 50)
    assert len(found) == 21
    assert found[-1] == ("strategic/many", "30 more faults of these kinds")


def test_a_message_is_one_sentence_that_says_what_is_allowed() -> None:
    with pytest.raises(TellingError) as caught:
        ov.strategic(SEXES, [[1, 2, 3]], ROW, title="mine")
    assert str(caught.value) == (
        "mine, payoffs of Row: an array of shape (1, 3); "
        "allowed: shape (2, 2): the strategies of Row, of Column."
    )
