"""Games of the catalogue that are told as data too are the same trees, byte for byte."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from overture.models import defaults, find
from overture.models.as_story import catalogue_story, story_names
from tests.games.story.test_corpus import tree_bytes

SHAPES: dict[str, list[dict[str, Any]]] = {
    "kuhn-poker": [{}],
    "inspection": [{}, {"stages": 3, "inspections": 1}, {"stages": 2, "inspections": 0}],
    "crisis": [{}, {"periods": 1}],
    "freeze-for-relief": [
        {}, {"who": "X"}, {"talk": False}, {"types": "KED"}, {"types": "DKE", "who": "Y"}, {"counter": True},
        {"roadmap": True, "counter": True, "help": True, "types": "KDE"},
    ],
    "answer-to-an-offer": [
        {}, {"automatic": True}, {"steps": 2}, {"steps": 2, "withheld": "by itself"}, {"menu": True}, {"old_offer": True},
        {"steps": 2, "automatic": True, "menu": True, "old_offer": True},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "shape"), [(name, shape) for name, shapes in SHAPES.items() for shape in shapes]
)
def test_both_tellings_give_the_same_bytes(name: str, shape: dict[str, Any]) -> None:
    story = catalogue_story(name)
    assert story is not None
    one, other = story.shape(**shape), find(name).shape(**shape)
    given = defaults(name)
    assert tree_bytes(one.tree(given)) == tree_bytes(other.tree(given))
    rng = np.random.default_rng(7)
    many = {each: value * rng.uniform(0.3, 1.0, 5) for each, value in given.items()}
    if many:
        assert tree_bytes(one.tree(many)) == tree_bytes(other.tree(many))


def test_every_story_file_has_its_shapes_here() -> None:
    assert story_names() == sorted(SHAPES)


def test_a_story_has_the_defaults_and_the_words_of_its_model() -> None:
    for name in story_names():
        story = catalogue_story(name)
        assert story is not None
        assert dict(story.defaults) == defaults(name)
