"""Nothing on a picture meets what it should not: sets and nodes, words and words."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

import overture as ov
from overture.games.drawing.layout import layout
from overture.games.drawing.picture import SIZE, DrawnWords, TreePicture, room
from overture.games.measured.play import even_play
from overture.games.tree import Tree
from overture.models.as_story import find_any, tree_of

NAMES = ("kuhn-poker", "inspection", "answer-to-an-offer", "freeze-for-relief")


@ov.game("A", "B")
def who_begins(p):  # type: ignore[no-untyped-def]
    """Each player's one set stands before the other's in one history, and after it in another."""
    first = yield ov.chance("first", {"A": 0.5, "B": 0.5}, seen_by=())
    for who in ("A", "B") if first == "A" else ("B", "A"):
        yield ov.move(who, f"act of {who}", ["l", "r"], seen_by=())
    return {"A": 1, "B": 0}


@pytest.fixture(params=NAMES)
def tree(request: pytest.FixtureRequest) -> Tree:
    return tree_of(find_any(request.param), request.param)


def test_no_set_runs_through_a_node_of_another(tree: Tree) -> None:
    place = layout(tree)
    assert place.joined
    for at in range(tree.n_infosets):
        nodes = tree.members(at)
        column, lane = int(place.column[nodes[0]]), int(place.lane[nodes[0]])
        assert (place.column[nodes] == column).all()
        assert (place.lane[nodes] == lane).all()
        others = (place.column == column) & (place.lane == lane) & (tree.set_of >= 0) & (tree.set_of != at)
        between = (place.y >= place.y[nodes].min()) & (place.y <= place.y[nodes].max())
        assert not (others & between).any()
    assert (place.column[1:] > place.column[tree.parent[1:]]).all()


def test_no_words_meet_other_words(tree: Tree) -> None:
    for picture in (tree.draw(fold=False).picture, tree.draw(even_play(tree), fold=False).picture):
        assert not [(a.text, b.text) for a, b in combinations(picture.words, 2) if meet(a, b)]
        assert all(inside(each, picture) for each in picture.words)


def meet(one: DrawnWords, other: DrawnWords) -> bool:
    (a, b), (c, d) = ends(one), ends(other)
    return abs(one.y - other.y) < SIZE - 1 and a < d and c < b


def ends(words: DrawnWords) -> tuple[float, float]:
    wide = room(words.text, words.bold)
    return (words.x - wide, words.x) if words.anchor == "end" else (words.x, words.x + wide)


def inside(words: DrawnWords, picture: TreePicture) -> bool:
    left, right = ends(words)
    return left >= 0 and right <= picture.width and SIZE <= words.y <= picture.height


def test_rows_of_ends_keep_their_distance_and_histories_their_order(tree: Tree) -> None:
    rows = layout(tree).y[tree.terminal]
    assert np.diff(rows).min() >= 2 * SIZE


def test_sets_that_stand_before_each_other_share_no_column() -> None:
    place = layout(who_begins.tree())
    assert not place.joined
    assert int(place.column.max()) == 3
    assert (place.column[1:] > place.column[who_begins.tree().parent[1:]]).all()


@ov.game("A", "B")
def perhaps_asked(p):  # type: ignore[no-untyped-def]
    """B does not know whether A was asked before."""
    asked = yield ov.chance("asked", {"yes": 0.5, "no": 0.5}, seen_by=())
    if asked == "yes":
        yield ov.move("A", "answer", ["l", "r"], seen_by=())
    yield ov.move("B", "reply", ["l", "r"])
    return {"A": 1, "B": 0}


def test_a_set_stands_behind_all_that_leads_to_it() -> None:
    tree = perhaps_asked.tree()
    place = layout(tree)
    assert place.joined
    replies = tree.members(tree.labels.set_name.index("reply"))
    assert place.column[replies].tolist() == [2, 2, 2]
