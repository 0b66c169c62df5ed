"""``overture tell``: a game in plain sentences, with who knows what; or in another of the forms a game can be written in."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overture.sinks import to_terminal

if TYPE_CHECKING:
    from overture.games.telling.language import Game
    from overture.games.tree import Tree


class GameForm(StrEnum):
    """In what a game is written."""

    story = "story"
    efg = "efg"


def tell(
    game: Annotated[
        Path,
        typer.Argument(
            help="A story file, a game in Gambit's .efg or .nfg format, a case, or a name of the catalogue."
        ),
    ],
    resolved: Annotated[
        bool, typer.Option("--resolved", help="Write the resolved story file: everything explicit.")
    ] = False,
    form: Annotated[
        GameForm | None,
        typer.Option("--as", help="Write a story file, or Gambit's .efg, instead of sentences."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write to this file instead of the terminal.")] = None,
) -> None:
    """Tell a game: who can do what in which order, what it pays, and who knows what at each decision."""
    from overture.cli.games import valued_tree
    from overture.errors import FileError
    from overture.games.files.efg import write_efg
    from overture.games.story.dead import dead_parts
    from overture.games.story.file import story_of
    from overture.games.story.writing.resolve import as_yaml, resolved_text
    from overture.games.story.writing.words import told
    from overture.models.as_story import game_story
    from overture.wording import capital
    from overture.writing import write_whole

    if resolved and form is GameForm.efg:
        raise FileError.of(
            "tell/forms", "--resolved and --as efg", "overture tell", "one of them",
            "a resolved game is a story: leave --as out, or --resolved",
        )  # fmt: skip
    asked, name = _asked(game)
    if resolved:
        text = resolved_text(game_story(asked, name))
    elif form is GameForm.story:
        text = as_yaml(game_story(asked, name))
    elif form is GameForm.efg:
        tree, story = valued_tree(asked, game, name), story_of(asked)
        words = story.words if story else tree.labels.comment  # the comment of the file
        text = write_efg(replace(tree, labels=replace(tree.labels, comment=words)))
    else:
        tree = _shape(asked, name)
        notes = [f"- {capital(each.says)}." for each in dead_parts(asked, len(tree.terminal))]
        lines = told(game_story(asked, name), tree) + (["", "Notes", *notes] if notes else [])
        text = to_terminal("\n".join(lines) + "\n")
    if out is None:
        print(text, end="")
    else:
        write_whole(out, text)


def _asked(game: Path) -> tuple[Game, str]:
    """The game, with the values that a case gives it; and its name in the catalogue or in the case."""
    from overture.cli.games import is_case, read_case
    from overture.models.as_story import find_any, is_story, read_game

    if game.suffix in {".efg", ".nfg"} or is_story(game):
        return read_game(game), ""
    if is_case(game):
        told, name, tree = read_case(game)
        values = {each: float(value[0]) for each, value in tree.parameters.items()}
        return replace(told, defaults={**told.defaults, **values}), name
    return find_any(str(game)), str(game)


def _shape(game: Game, name: str) -> Tree:
    """The tree of a game for who knows what, which no number decides: a parameter without a value gets one for it."""
    from overture.games.telling.trial import outline
    from overture.models.as_story import lacking, tree_of

    return outline(game) if lacking(game) else tree_of(game, name)
