"""A folded tree: each information set once, every branch of the tree counted, and the picture says so."""

from __future__ import annotations

import numpy as np
import pytest

import overture as ov
from overture.errors import OvertureError
from overture.games.drawing import drawing
from overture.games.drawing import fold as folding
from overture.games.drawing.compose import GOES
from overture.games.drawing.fold import FoldedBy, FoldedPart, folded, rows_of
from overture.games.drawing.picture import room
from overture.games.tree import Tree
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief
from overture.models.kuhn import kuhn

CORE = freeze_for_relief.shape(talk=False, who="X").tree(DEFAULTS)
FULL = freeze_for_relief.tree(DEFAULTS)


def parts_of(tree: Tree, most: int | None = None) -> list[FoldedPart]:
    found = [folded(tree, most).root]
    for part in found:
        found += [each.part for each in part.branches if each.part is not None]
    return found


TREES = [CORE, kuhn.tree(), FULL]


@pytest.mark.parametrize("tree", TREES, ids=["core", "kuhn", "flagship"])
def test_every_set_stands_once_and_every_branch_is_counted(tree: Tree) -> None:
    parts = parts_of(tree)
    assert sorted(at for each in parts for at in each.infosets) == list(range(tree.n_infosets))
    assert sorted(node for each in parts for node in each.nodes) == list(range(tree.n_nodes))
    branches = [each for part in parts for each in part.branches]
    assert sorted(node for each in branches for node in each.into) == list(range(1, tree.n_nodes))
    numbers = [each.number for each in parts if each.infosets]
    assert sorted(numbers) == list(range(1, tree.n_infosets + 1))
    for each in branches:
        assert (each.part is None) == bool(each.elsewhere)
        led = [*each.elsewhere, *([each.part] if each.part is not None else [])]
        assert {node for part in led for node in part.nodes} >= set(each.into)


def test_the_flagship_is_folded_unasked_and_says_so() -> None:
    whole = FULL.draw()
    assert "231 nodes, folded by information set into 79 parts" in repr(whole)
    said = [each.text for each in whole.picture.words]
    assert any(each.startswith("Folded: each information set stands once") for each in said)
    assert "folded" not in repr(CORE.draw())
    assert "folded by information set" in repr(CORE.draw(fold=True))


def test_play_beliefs_ranges_and_counts_stand_on_it() -> None:
    shown = CORE.draw(ov.solve(CORE), fold=True)
    said = [each.text for each in shown.picture.words]
    assert {"hold (0) ×4", "reject (1) ×2", "thin (0) → 2", "deep (0) → 7", "0.1 to 0.95"} <= set(said)
    assert "2 nodes; believes intent=keep 1.00" in said
    thick = [line for line in shown.picture.lines if line.width == GOES]
    # keep: deep, accepted, complied with, alarm or not; exploit: no offer.
    assert len(thick) == 8
    assert "2 nodes; not seen: intent" in [each.text for each in CORE.draw(fold=True).picture.words]


@pytest.mark.parametrize("tree", TREES, ids=["core", "kuhn", "flagship"])
def test_no_words_meet(tree: Tree) -> None:
    boxes = []
    for each in tree.draw(fold=True).picture.words:
        left = each.x - (room(each.text, each.bold) if each.anchor == "end" else 0)
        boxes.append((left, each.y - 9, left + room(each.text, each.bold), each.y + 2))
    box = np.array(boxes)
    meets = (box[:, None, 0] < box[None, :, 2]) & (box[:, None, 1] < box[None, :, 3])
    assert np.array_equal(meets & meets.T, np.eye(len(box), dtype=bool))


def test_a_tree_of_too_many_sets_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_SETS", 9)
    with pytest.raises(OvertureError, match="a tree of 10 information sets, which is too large to be folded"):
        CORE.draw(fold=True)
    assert CORE.draw().svg


HIGH = [
    ("core", CORE, 12, FoldedBy.CHANCE),
    ("core", CORE, 7, FoldedBy.CHOICES),
    ("flagship", FULL, 20, FoldedBy.CHANCE),
]


@pytest.mark.parametrize(
    ("name", "tree", "most", "by"), HIGH, ids=[f"{name}, {most}" for name, _, most, _ in HIGH]
)
def test_what_is_too_high_is_folded_over_chance_and_then_over_choices(
    name: str, tree: Tree, most: int, by: FoldedBy
) -> None:
    made = folded(tree, most)
    assert made.by is by
    assert len(rows_of(made.root)) <= most
    parts = parts_of(tree, most)
    assert made.parts == sum(bool(each.branches) for each in parts)  # nothing is left out
    assert sorted(at for each in parts for at in each.infosets) == list(range(tree.n_infosets))
    assert sorted(node for each in parts for node in each.nodes) == list(range(tree.n_nodes))
    into = [node for part in parts for each in part.branches for node in each.into]
    assert sorted(into) == list(range(1, tree.n_nodes))
    for part in parts:  # what stands as one is of one player, one move and the same choices
        told = {
            (
                int(tree.set_player[at]),
                tree.labels.set_name[at],
                tuple(tree.labels.edge[tree.edge_start[at] : tree.edge_start[at + 1]]),
            )
            for at in part.infosets
        }
        assert len(told) <= 1


def test_what_does_not_fit_is_left_out_and_counted() -> None:
    made = folded(FULL, 3)
    assert len(rows_of(made.root)) <= 3
    parts = parts_of(FULL, 3)
    drawn = [each for each in parts if each.branches]
    assert sum(each.left_out for each in parts) + len(drawn) == made.parts
    assert [each.number for each in drawn if each.infosets] == list(
        range(1, 1 + sum(bool(each.infosets) for each in drawn))
    )
    assert all(not each.number for each in parts if each.left_out)


def test_ranges_stand_on_what_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "MOST_ROWS", 12)
    shown = CORE.draw(ov.solve(CORE), fold=True)
    assert "folded by move, whatever chance does, into" in repr(shown)
    said = [each.text for each in shown.picture.words]
    # a keeper offers much and an exploiter nothing
    assert {
        "keep, exploit (1) ×2",
        "none (0 to 1) ×2",
        "deep (0 to 1) ×2",
        "2 information sets, 2 nodes",
    } <= set(said)
    # outcomes of chance that lead to sets which stand as one are one line
    assert "alarm, clean (1) ×4" in said


def test_sets_with_other_choices_are_never_one() -> None:
    @ov.game("A")
    def told(p):  # type: ignore[no-untyped-def]
        kind = yield ov.chance("kind", {"x": 0.5, "y": 0.25, "z": 0.25})
        yield ov.move("A", "act", ["l", "r"] if kind != "z" else ["l", "m"])
        return {"A": 0}

    made = folded(told.tree(), 4)
    assert made.by is FoldedBy.CHANCE
    assert [each.labels for each in made.root.branches] == [["x", "y"], ["z"]]
