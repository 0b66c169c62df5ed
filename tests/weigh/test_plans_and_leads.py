"""Pieces of a decision by themselves: the best plan behind a reply, the lead of the best reply, the cuts of the matrix."""

from __future__ import annotations

import numpy as np
import pytest

from overture.games.tree import Floats
from overture.weigh.decision import bootstrap
from overture.weigh.decision.bootstrap import ahead
from overture.weigh.decision.reply import Sequel
from overture.weigh.decision.turning import _nearest
from overture.weigh.reports.matrix import code

NONE = np.array([], dtype=np.int64)


def ends(*histories: int) -> Sequel:
    return Sequel(np.array(histories), ())


# Histories 0 to 6. After the reply nature ends the story at 0, or we choose at 7 between three ways, of which the second leads to
# a choice at 8; apart from it we choose at 9.
INNER = Sequel(np.array([3]), ((8, {"go": ends(4), "stay": ends(5)}),))
STORY = Sequel(
    np.array([0]),
    ((7, {"low": ends(1), "deep": INNER, "mid": ends(2)}), (9, {"one": ends(6), "no": Sequel(NONE, ())})),
)
WORTH = np.array([1.0, -3.0, 2.0, 1.0, 1.5, 0.5, -4.0])
MASS = np.array([0.1, 0.2, 0.3, 0.05, 0.15, 0.1, 0.1])


def test_the_best_plan_is_worth_the_most_of_three_ways() -> None:
    assert STORY.best(WORTH) == 1 + (1 + 1.5) + 0
    worth, held = STORY.best_held(WORTH, MASS)
    assert (worth, held) == (STORY.best(WORTH), pytest.approx(0.1 + 0.05 + 0.15))
    assert STORY.plan(WORTH) == {7: "deep", 8: "go", 9: "no"}
    assert [each.tolist() for each in STORY.follow(STORY.plan(WORTH))] == [[0], [3], [4], []]


def test_worths_of_many_worlds_are_each_by_its_own_plan() -> None:
    """[W, H]: in the second world another way is best."""
    both = np.stack([WORTH, WORTH * [1, -1, 1, 1, 1, 1, -1]])
    worth, held = STORY.best_held(both, np.stack([MASS, MASS]))
    assert worth.tolist() == STORY.best(both).tolist() == [3.5, 1 + 3 + 4]
    assert held == pytest.approx([0.3, 0.1 + 0.2 + 0.1])


def test_where_another_choice_is_as_good() -> None:
    assert STORY.level(WORTH, 10.0) == []
    assert STORY.level(np.array([1.0, -3.0, 2.5, 1.0, 1.5, 0.5, 0.0]), 10.0) == [7, 9]
    assert STORY.level(np.array([1.0, -3.0, 2.0, 1.0, 1.5, 1.5, -4.0]), 10.0) == [8]


def test_the_lead_is_over_the_second_best_of_three() -> None:
    value = {"a": np.array([3.0, 1.0]), "b": np.array([2.5, 2.0]), "c": np.array([-1.0, 0.0])}
    assert ahead(value, "a").tolist() == [0.5, -1.0]
    assert bootstrap._lead(value, 2).tolist() == [-0.5, 1.0]  # b is best in the mean
    assert bootstrap._lead({"a": value["a"]}, 2).tolist() == [0.0, 0.0]


def test_the_nearest_turn_is_where_the_best_reply_of_three_is_overtaken() -> None:
    def lead(x: Floats) -> Floats:
        return np.stack([1 - x, x, 0 * x - 5], axis=1)

    assert _nearest(lead, 0.2, 1e-9) == (pytest.approx(0.5), 1, "more")
    assert _nearest(lead, 0.9, 1e-9) == (pytest.approx(0.5), 0, "less")
    assert _nearest(lambda x: np.stack([x, x - 1, x - 2], axis=1), 0.5, 1e-9) is None


@pytest.mark.parametrize(
    ("at_least", "name", "below"),
    [(1 / 3, "I", "II"), (1 / 1.2, "N", "I"), (1.2, "C", "N"), (3.0, "CC", "C")],
)
def test_the_cuts_of_the_matrix(at_least: float, name: str, below: str) -> None:
    """As docs/explanation/weighing.md says: 3, 1.2, 1/1.2 and 1/3."""
    assert code(at_least) == name
    assert code(float(np.nextafter(at_least, 0))) == below
    assert code(float("nan")) == ""
