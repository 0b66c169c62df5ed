"""Valid stories, each named by what it shows: read, told, resolved; and what a condition means."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

import overture as ov
from overture.games.measured.event import mask
from overture.games.show import history
from overture.games.story.expressions.expression import KnownNames, Scope
from overture.games.story.expressions.reading import read_expression
from overture.games.story.file import examine_story, game_of_story, read_story
from overture.games.story.periods import move_in_words, numbered_moves
from overture.games.story.published import text as schema_text
from overture.games.story.schema import Story
from overture.games.story.writing.resolve import as_yaml, resolved, resolved_text
from overture.games.story.writing.words import told
from overture.games.tree import Tree
from tests.catalogue import REFERENCE
from tests.cli.run import ROOT

STORIES = sorted((REFERENCE / "stories").glob("*.yaml"))


def tree_bytes(tree: Tree) -> tuple[object, ...]:
    """All that a tree is, for comparing two byte for byte."""
    arrays = ("parent", "edge", "set_of", "outcome", "set_player", "edge_start", "chance", "payoff")
    parts = [(name, getattr(tree, name).dtype.str, getattr(tree, name).tobytes()) for name in arrays]
    numbers = [(name, value.tobytes()) for name, value in tree.parameters.items()]
    return (tree.title, tree.players, tree.labels, repr(tree.exact), *parts, *numbers)


def test_there_are_sixty() -> None:
    assert len(STORIES) >= 60


@pytest.mark.parametrize("file", STORIES, ids=lambda file: file.stem)
def test_a_valid_story_is_told_and_resolved(file: Path, tmp_path: Path) -> None:
    read = examine_story(file)
    assert read.faults == ()
    assert read.story is not None
    tree = read.game().tree()
    whole = resolved(read.story)
    written = resolved_text(read.story)
    assert resolved(whole) == whole, "resolving a resolved story changes something"
    (tmp_path / "again.yaml").write_text(written, encoding="utf-8")
    again = examine_story(tmp_path / "again.yaml")
    assert again.faults == ()
    assert again.story == whole
    assert resolved_text(whole) == written == as_yaml(whole)
    assert tree_bytes(game_of_story(whole).tree()) == tree_bytes(tree)
    lines = told(read.story, tree)
    assert lines[0] == read.story.title
    moves, text = numbered_moves(read.story), "\n".join(lines)
    assert all(move_in_words(moves, move) in text for move in set(tree.labels.set_name[: tree.n_infosets]))
    assert not re.search(r"\{\w+([+-]\d+)?\}", text), "a slot reaches the reader"


def test_what_covert_and_simultaneous_hide() -> None:
    tree = read_story(REFERENCE / "stories" / "simultaneous-moves.yaml").tree()
    at = {
        name: [i for i, each in enumerate(tree.labels.set_name) if each == name]
        for name in ("a", "b", "after")
    }
    assert [len(each) for each in at.values()] == [1, 1, 4]
    assert tree.labels.seen[at["b"][0]] == ()
    hidden = read_story(REFERENCE / "stories" / "simultaneous-moves-that-stay-hidden.yaml").tree()
    assert [len([x for x in hidden.labels.set_name if x == name]) for name in ("a", "b", "after")] == [
        1,
        1,
        2,
    ]


def test_numbers_stay_exact() -> None:
    tree = read_story(REFERENCE / "stories" / "exact-fractions.yaml").tree()
    assert tree.exact is not None
    assert [str(each) for each in tree.exact.payoff[0]] == ["1/3", "-2/7"]


EVENTS = [
    'offer1 == "pledge"', 'offer1 != "pledge"', "made(answer1)", 'answer1 in ("accept", "refuse")',
    'answer1 not in ("accept",)', 'not (kind == "sly" and made(answer2))', 'move("offer2") == "none" or kind == "honest"',
]  # fmt: skip


@pytest.mark.parametrize("event", EVENTS)
def test_a_condition_means_what_the_event_means(event: str) -> None:
    """The two readers of one grammar agree on every history."""
    plain = (REFERENCE / "invalid" / "story" / "choice.misspelt.yaml").read_text(encoding="utf-8")
    text = "\n".join(
        line for line in plain.splitlines() if "HERE" not in line and "pay: {Ann: 0}" not in line
    )
    from ruamel.yaml import YAML

    tree = game_of_story(Story.model_validate(YAML(typ="safe").load(text))).tree()
    moves: dict[str, tuple[str, ...]] = {}
    for at, name in enumerate(tree.labels.set_name):
        here = tree.labels.edge[tree.edge_start[at] : tree.edge_start[at + 1]]
        moves[name] = tuple(dict.fromkeys((*moves.get(name, ()), *here)))
    known = KnownNames(frozenset(), {}, frozenset(), moves)
    meaning = read_expression(event, known, "truth").meaning
    mine = [meaning(Scope(None, {}, dict(history(tree, int(node))))) for node in tree.terminal]
    assert 0 < sum(mine) < len(mine)
    np.testing.assert_array_equal(mine, mask(tree, event))


def test_the_published_schema_is_current() -> None:
    published = ROOT / "docs" / "schema" / "story.schema.json"
    again = "python -m overture.games.story.published docs/schema/story.schema.json"
    assert published.read_text(encoding="utf-8") == schema_text(), again


def test_a_resolved_story_fits_the_published_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "docs" / "schema" / "story.schema.json").read_text(encoding="utf-8"))
    check = jsonschema.Draft202012Validator(schema)
    story = examine_story(REFERENCE / "stories" / "periods-that-look-back.yaml").story
    assert story is not None
    plain = resolved(story).model_dump(by_alias=True)
    check.validate(plain)
    with pytest.raises(jsonschema.ValidationError):
        check.validate({**plain, "steps": [{**plain["steps"][0], "odd": 1}]})


def test_a_choice_of_nothing_has_the_label_that_python_gives_it(tmp_path: Path) -> None:
    @ov.game("Ann", "Bob", title="an envelope")
    def envelope(p: ov.Parameters) -> ov.Telling:
        yield ov.chance("drawn", {5: 0.5, None: 0.5}, seen_by=["Ann"])
        bid = yield ov.move("Bob", "bid", [None, 3])
        return {"Ann": 1, "Bob": 0} if bid is None else {"Ann": 2, "Bob": 1}

    file = tmp_path / "envelope.yaml"
    file.write_text(
        "story: 1\ntitle: an envelope\nplayers: [Ann, Bob]\nsteps:\n"
        "  - {chance: drawn, odds: {5: 0.5, null: 0.5}, seen_by: Ann}\n"
        "  - {by: Bob, move: bid, choices: [null, 3]}\n"
        '  - {if: bid == "none", then: [{end: {Ann: 1, Bob: 0}}], else: [{end: {Ann: 2, Bob: 1}}]}\n',
        encoding="utf-8",
    )
    assert tree_bytes(read_story(file).tree()) == tree_bytes(envelope.tree())


def test_nothing_is_equal_to_nothing_alone_and_tells_a_signal() -> None:
    tree = read_story(REFERENCE / "stories" / "choice-of-nothing-among-numbers.yaml").tree()
    assert tree.labels.set_name.count("leak") == 6  # after each bid, nothing among them, and each ask
    paid = {
        (made["bid"], made["ask"]): tree.payoff[0, tree.outcome[node]].tolist()
        for node in tree.terminal.tolist()
        if (made := dict(history(tree, node)))
    }
    assert paid == {
        ("1", "2"): [5, 2], ("1", "none"): [5, 1], ("2", "2"): [1, -2], ("2", "none"): [0, 2],
        ("none", "2"): [5, 0], ("none", "none"): [6, 0],
    }  # fmt: skip
