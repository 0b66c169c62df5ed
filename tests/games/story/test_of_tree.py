"""Gambit's files become stories, and stories become Gambit's files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from overture.errors import TreeError
from overture.games.files.efg import read_efg, write_efg
from overture.games.story.file import game_of_story, read_story
from overture.games.story.writing import of_tree
from overture.games.story.writing.of_tree import story_of_tree
from overture.games.story.writing.resolve import as_yaml
from overture.games.telling.language import game, move
from overture.games.tree import Floats, Tree
from overture.models import find
from overture.models.as_story import tree_of
from tests.catalogue import REFERENCE

FILES = sorted((REFERENCE / "models").rglob("*.efg")) + sorted((REFERENCE / "catalogue").rglob("*.efg"))


def paid(tree: Tree) -> Floats:
    """[terminal, player] what each history pays in all."""
    sums = np.zeros((tree.n_nodes, len(tree.players)))
    for node in range(tree.n_nodes):
        sums[node] = sums[tree.parent[node]] if node else 0
        if tree.outcome[node] >= 0:
            sums[node] += tree.payoff[0, tree.outcome[node]]
    return sums[tree.terminal]


def information(tree: Tree) -> list[int]:
    """[node] its information set, chance and ends aside."""
    return np.where(tree.set_of < tree.n_infosets, tree.set_of, -2).tolist()


@pytest.mark.parametrize("file", FILES[::4], ids=lambda file: file.stem)
def test_a_gambit_file_becomes_a_story_with_the_same_game(file: Path) -> None:
    tree = read_efg(file)
    again = game_of_story(story_of_tree(tree)).tree()
    np.testing.assert_array_equal(again.parent, tree.parent)
    assert information(again) == information(tree)
    np.testing.assert_allclose(paid(again), paid(tree), rtol=0, atol=1e-12)
    back = read_efg(write_efg(again))
    np.testing.assert_array_equal(back.parent, tree.parent)
    assert information(back) == information(tree)


def test_a_tree_that_is_too_large_or_too_deep_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    @game("Ann")
    def deep(p, *, moves=30):
        for at in range(moves):
            if (yield move("Ann", f"go {at}", ["on", "stop"])) == "stop":
                break
        return {"Ann": 0}

    with pytest.raises(TreeError, match="over 20 choices"):
        story_of_tree(deep.shape(moves=30).tree())

    monkeypatch.setattr(of_tree, "MOST_NODES", 4)
    with pytest.raises(TreeError, match="at most 4 nodes"):
        story_of_tree(deep.shape(moves=2).tree())


@pytest.mark.parametrize("name", ["answer-to-an-offer", "freeze-for-relief", "kuhn-poker"])
def test_round_trips_through_a_file_keep_names_and_are_stable(name: str, tmp_path: Path) -> None:
    """story -> .efg -> story: the moves keep their names, and from the second time on nothing changes, byte for byte."""
    tree = tree_of(find(name), name)
    named = set(tree.labels.set_name)
    told = []
    for _ in range(3):
        (tmp_path / "game.efg").write_text(write_efg(tree), encoding="utf-8")
        story = as_yaml(story_of_tree(read_efg(tmp_path / "game.efg")))
        (tmp_path / "game.yaml").write_text(story, encoding="utf-8")
        tree = read_story(tmp_path / "game.yaml").tree()
        told.append((write_efg(tree), story))
        assert set(tree.labels.set_name) == named
    assert told[1] == told[2]
