"""A folded tree: each information set once, every branch of the tree counted, and the picture says so."""

from __future__ import annotations

import numpy as np
import pytest

import overture as ov
from overture.errors import OvertureError
from overture.games.drawing import drawing
from overture.games.drawing.compose import GOES
from overture.games.drawing.fold import FoldedPart, folded
from overture.games.drawing.picture import room
from overture.games.tree import Tree
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief
from overture.models.kuhn import kuhn

CORE = freeze_for_relief.shape(talk=False, who="X").tree(DEFAULTS)
FULL = freeze_for_relief.tree(DEFAULTS)


def parts_of(tree: Tree) -> list[FoldedPart]:
    found = [folded(tree)]
    for part in found:
        found += [each.part for each in part.branches if each.part is not None]
    return found


TREES = [CORE, kuhn.tree(), FULL]


@pytest.mark.parametrize("tree", TREES, ids=["core", "kuhn", "flagship"])
def test_every_set_stands_once_and_every_branch_is_counted(tree: Tree) -> None:
    parts = parts_of(tree)
    assert sorted(each.infoset for each in parts if each.infoset >= 0) == list(range(tree.n_infosets))
    assert sorted(node for each in parts for node in each.nodes) == list(range(tree.n_nodes))
    branches = [each for part in parts for each in part.branches]
    assert sorted(node for each in branches for node in each.into) == list(range(1, tree.n_nodes))
    numbers = [each.number for each in parts if each.infoset >= 0]
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
    with pytest.raises(OvertureError, match="a tree of 10 information sets, which nobody could read"):
        CORE.draw(fold=True)
    assert CORE.draw().svg
