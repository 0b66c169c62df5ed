"""Games that the documentation tells in Python and as a story are the same trees; what it says of both is whole."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

import overture as ov
from overture.errors import OvertureError
from overture.games.story.file import examine_story
from overture.games.telling.language import Game
from overture.games.tree import Tree
from tests.docs.pages import PAGES, ROOT, TWICE, Block, all_blocks, first_missing, named, printed
from tests.games.story.test_corpus import tree_bytes

REFERENCE = ROOT / "docs" / "reference"
LANGUAGE, SLIPS, STORY = (REFERENCE / name for name in ("language.md", "slips.md", "story.md"))


def run(block: Block, folder: Path, names: dict[str, Any]) -> None:
    """Run a block of Python as a file of its own, so that messages find its lines."""
    file = folder / f"line_{block.line}.py"
    file.write_text(block.body, encoding="utf-8")
    exec(compile(block.body, str(file), "exec"), names)


def told_in(block: Block, folder: Path, names: dict[str, Any]) -> Game | Tree | None:
    """The game, else the tree, to which a block of Python gives a name last; None where it gives none."""
    before = dict(names)
    run(block, folder, names)
    new = [value for name, value in names.items() if before.get(name) is not value]
    games: list[Any] = [each for each in new if isinstance(each, Game)]
    return (games or [each for each in new if isinstance(each, Tree)] or [None])[-1]


@pytest.mark.parametrize("page", TWICE, ids=named)
def test_each_story_is_the_game_that_python_tells_above_it(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The Python blocks run, and print what they are said to print; each story makes the tree of the block above it."""
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {"__name__": "page"}
    above: Game | Tree | None = None
    stories = 0
    for block in all_blocks(page):
        if block.language == "python":
            above = told_in(block, tmp_path, names) or above
        elif block.language == "yaml":
            assert above is not None
            file = tmp_path / f"line_{block.line}.yaml"
            file.write_text(block.body, encoding="utf-8")
            story = examine_story(file).game()
            tree = above if isinstance(above, Tree) else above.tree(dict(story.defaults))
            assert tree_bytes(story.tree()) == tree_bytes(tree), f"{named(page)}, line {block.line}"
            stories, above = stories + 1, None
    assert stories > 10
    assert first_missing(printed(page), capsys.readouterr().out) is None


def whole_stories(page: Path) -> list[Block]:
    return [each for each in all_blocks(page) if each.language == "yaml" and each.body.startswith("story:")]


@pytest.mark.parametrize(
    "page", [each for each in PAGES if each not in TWICE and whole_stories(each)], ids=named
)
def test_each_whole_story_of_a_page_is_sound(page: Path, tmp_path: Path) -> None:
    file = tmp_path / "story.yaml"
    for block in whole_stories(page):
        file.write_text(block.body, encoding="utf-8")
        read = examine_story(file)
        assert read.faults == (), f"line {block.line}"
        assert read.game().tree().n_nodes > 1


# -- what is said is whole


def constructs() -> dict[str, Any]:
    """The public names that come from the language in which games are told."""
    return {name: getattr(ov, name) for name, module in ov._PUBLIC.items() if ".telling." in f"{module}."}


def test_each_construct_of_the_language_is_in_an_example_that_runs() -> None:
    code = "\n".join(block.body for block in all_blocks(LANGUAGE) if block.language == "python")
    text = LANGUAGE.read_text(encoding="utf-8")
    found = constructs()
    assert {"game", "move", "chance", "reveal", "pay", "joint", "strategic"} <= set(found)
    for name, construct in found.items():
        assert f"ov.{name}(" in code, f"no example of ov.{name}"
        for parameter in inspect.signature(construct).parameters:
            if inspect.signature(construct).parameters[parameter].default is not inspect.Parameter.empty:
                assert re.search(rf"\b{parameter}=|ov\.{name}\(\{{", text), f"{parameter}= of ov.{name}"
    for method in ("shape", "tree"):
        assert f".{method}(" in code
    for other in ("story", "stage"):  # games from files, and games without an end
        assert f"ov.{other}" in text
    for parameter in inspect.signature(Game.tree).parameters.values():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            assert f"{parameter.name}=" in text


def test_each_slip_is_refused_with_the_message_under_it(tmp_path: Path) -> None:
    shown = all_blocks(SLIPS)
    slips = [(each, shown[at + 1]) for at, each in enumerate(shown) if each.mark.startswith("refused ")]
    for block, message in slips:
        id = block.mark.split()[1]
        assert message.language == "text"
        with pytest.raises(OvertureError) as caught:
            run(block, tmp_path, {"ov": ov, "np": np, "__name__": "page"})
        assert [fault.id for fault in caught.value.faults] == [id], f"line {block.line}"
        assert first_missing([message.body], str(caught.value)) is None, f"{id}: {caught.value}"


def test_each_slip_that_the_language_knows_has_its_place() -> None:
    telling = ROOT / "overture" / "games" / "telling"
    code = "\n".join(file.read_text(encoding="utf-8") for file in telling.rglob("*.py"))
    known = set(re.findall(r'"((?:telling|strategic)/[a-z-]+)"', code))
    text = SLIPS.read_text(encoding="utf-8")
    refused = {each.mark.split()[1] for each in all_blocks(SLIPS) if each.mark.startswith("refused ")}
    assert len(known) > 25
    assert {id for id in known if f"`{id}`" not in text} == set()
    assert {id for id in known if id.startswith("telling/")} <= refused


def keys_of(found: Any) -> set[tuple[str, str]]:
    """(part, key) of what a story says itself, whatever it leaves out."""
    if isinstance(found, BaseModel):
        fields = type(found).model_fields
        said = {(type(found).__name__, fields[each].alias or each) for each in found.model_fields_set}
        return said.union(*(keys_of(getattr(found, each)) for each in found.model_fields_set))
    if isinstance(found, dict):
        return set().union(*map(keys_of, found.values()))
    return set().union(*map(keys_of, found)) if isinstance(found, list | tuple) else set()


def test_each_key_of_a_story_is_in_an_example_of_its_page(tmp_path: Path) -> None:
    schema = json.loads((ROOT / "docs" / "schema" / "story.schema.json").read_text(encoding="utf-8"))
    parts = {"Story": schema, **schema["$defs"]}
    known = {(part, key) for part, said in parts.items() for key in said.get("properties", {})}
    shown: set[tuple[str, str]] = set()
    for block in whole_stories(STORY):
        file = tmp_path / "story.yaml"
        file.write_text(block.body, encoding="utf-8")
        shown |= keys_of(examine_story(file).story)
    assert len(known) > 50
    assert known - shown == set()
    text = STORY.read_text(encoding="utf-8")
    spoken = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`\n]+)`", text))))
    assert {key for _, key in known} - spoken == set(), "keys that no sentence speaks of"
