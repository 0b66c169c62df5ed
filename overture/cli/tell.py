"""``overture tell``: a game in plain sentences, with who knows what; or in another of the forms a game can be written in."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from overture.games.story.schema import Story
    from overture.games.tree import Tree


class GameForm(StrEnum):
    """In what a game is written."""

    story = "story"
    efg = "efg"


def tell(
    game: Annotated[
        Path,
        typer.Argument(
            help="A story file, a file in Gambit's .efg format, a case, or a name of the catalogue."
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
    from overture.filing import write_whole
    from overture.games.files.efg import write_efg
    from overture.games.story.writing.resolve import as_yaml, resolved_text
    from overture.games.story.writing.words import told

    story, tree = _asked(game)
    if resolved:
        text = resolved_text(story)
    elif form is GameForm.story:
        text = as_yaml(story)
    elif form is GameForm.efg:
        text = write_efg(tree)
    else:
        text = "\n".join(told(story, tree)) + "\n"
    if out is None:
        print(text, end="")
    else:
        write_whole(out, text)


def _asked(game: Path) -> tuple[Story, Tree]:
    from overture.cli.games import is_case, is_story, read_case
    from overture.models.as_story import find_any, game_story, read_game, tree_of

    if game.suffix == ".efg" or is_story(game):
        read = read_game(game)
        return game_story(read), tree_of(read)
    if is_case(game):
        told, name, tree = read_case(game)
        return game_story(told, name), tree
    name = str(game)
    found = find_any(name)
    return game_story(found, name), tree_of(found, name)
