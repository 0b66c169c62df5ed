"""Classes of equilibrium are called in the words of the story wherever people read them; their names, which are keys, stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import overture as ov
from overture.games.kinds import spoken_kind
from overture.games.tree import Tree
from tests.cli.run import ROOT, overture

STORY = """story: 1
title: a pledge
players:
  Ann: {name: Ann, pronoun: she}
  Bob: {name: the bank, pronoun: it}
parameters: {doubt: 0.4, gain: 2}
steps:
  - chance: kind
    odds: {honest: 1 - doubt, sly: doubt}
    seen_by: Ann
  - move: offer
    by: Ann
    choices: {none: offers nothing, pledge: pledges, other: ""}
  - move: answer
    by: Bob
    choices: {accept: accepts, refuse: refuses, none: says nothing}
    when: offer == "pledge"
  - if: answer == "accept"
    then:
      - end: {Ann: 1, Bob: gain if kind == "honest" else -1}
  - end: {Ann: 0, Bob: 0}
"""


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    (tmp_path / "story.yaml").write_text(STORY, encoding="utf-8")
    return ov.story(tmp_path / "story.yaml").tree()


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("pooling on pledge", "pooling on “pledges”"),
        ("pooling on pledge (2)", "pooling on “pledges” (2)"),
        ("pooling (babbling over pledge, other)", "pooling (babbling over “pledges”, other)"),
        ("pure (pledge, accept) (3)", "pure (Ann pledges, the bank accepts) (3)"),
        ("pooling on none", "pooling on none"),  # two moves have this label, with different words
        ("pure (action 2)", "pure (action 2)"),
        ("separating", "separating"), ("mixed (2)", "mixed (2)"), ("chance alone", "chance alone"),
    ],
)  # fmt: skip
def test_a_class_is_called_in_the_words_of_its_game(name: str, called: str, tree: Tree) -> None:
    assert spoken_kind(tree, name) == called


def test_lists_tables_and_pictures_have_the_words_and_data_the_names(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(STORY.replace(', other: ""', ""), encoding="utf-8")
    tree = ov.story(tmp_path / "story.yaml").tree()
    found = ov.equilibria(tree)
    assert "pooling on pledge" in {each.label for each in found.members}
    assert "pooling on pledge" in set(found.to_frame()["class"])
    for shown in (repr(found), found.to_latex(), found._repr_html_()):
        assert "pooling on “pledges”" in shown
        assert "pooling on pledge" not in shown
    listed = overture("equilibria", tmp_path / "story.yaml")
    assert "pooling on “pledges”. Value" in listed.out
    data = json.loads(overture("equilibria", tmp_path / "story.yaml", "--json").out)
    assert "pooling on pledge" in {each["class"] for each in data["equilibria"]}
    number = 1 + [each.label for each in found.members].index("pooling on pledge")
    drawn = overture("draw", tmp_path / "story.yaml", "--equilibrium", number, "--svg", tmp_path / "tree.svg")
    assert drawn.code == 0, drawn.err
    assert (
        "pooling on “pledges”" in (tmp_path / "tree.svg").read_text(encoding="utf-8") + drawn.out + drawn.err
    )


def test_a_case_calls_its_signals_as_it_says() -> None:
    loaded = ov.load_case(ROOT / "cases" / "truce")
    (label, words), *_ = loaded.case.signal.words.items()
    assert spoken_kind(loaded.tree, f"pooling on {label}") == f"pooling on {words}"
