"""A game by the name of a file, of a case's game, or of the catalogue; and its story where it has one."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from overture.errors import FileError
from overture.games.story.file import game_of_story, read_story, story_of
from overture.games.story.schema import Story
from overture.games.story.writing.of_tree import story_of_tree
from overture.games.telling.language import Game
from overture.games.tree import Tree
from overture.models import LISTED, defaults, find, names
from overture.wording import did_you_mean

STORIES = "stories"  # the folder of the catalogue's story files
SUFFIXES = (".yaml", ".yml", ".efg", ".nfg")


def story_names() -> list[str]:
    """The games of the catalogue that are told as data too."""
    found = [each.name.removesuffix(".yaml") for each in files("overture.models").joinpath(STORIES).iterdir()]
    return sorted(name for name in found if name in names())


def catalogue_story(name: str) -> Game | None:
    """A game of the catalogue from its story file; None where it has none."""
    if name not in story_names():
        return None
    return read_story(Path(str(files("overture.models").joinpath(STORIES, f"{name}.yaml"))))


def is_story(file: Path) -> bool:
    """Whether a file is a story file: YAML with the key ``story`` or ``steps``, and none that only a case has."""
    if file.suffix not in {".yaml", ".yml"} or not file.is_file():
        return False
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    own = any(line.startswith(("story:", "steps:")) for line in lines)
    return own and not any(line.startswith(("hypothesis:", "sides:", "overture:")) for line in lines)


def read_game(file: str | Path) -> Game:
    """The game of a story file, or of a file in Gambit's .efg or .nfg format.

    Args:
        file: its path.

    Raises:
        FileError: with all faults of the file. TreeError: a file of Gambit's with a game that is too large for a story.
    """
    path = Path(file)
    if path.suffix == ".efg":
        from overture.games.files.efg import read_efg

        return game_of_story(story_of_tree(read_efg(path)))
    if path.suffix == ".nfg":
        from overture.games.files.nfg import read_nfg

        return game_of_story(story_of_tree(read_nfg(path)))
    return read_story(path)


def game_story(game: Game, name: str = "") -> Story:
    """The story of a game: its own, that of the catalogue under ``name``, or what its tree tells.

    Raises:
        TreeError: the game was told in Python, and its tree is too large to be written out.
    """
    own = story_of(game)
    if own is not None:
        return own
    shipped = catalogue_story(name) if name and game.arguments == {} else None
    if shipped is not None:
        found = story_of(shipped)
        assert found is not None
        return found
    return story_of_tree(tree_of(game, name))


def lacking(game: Game) -> list[str]:
    """The parameters of a story to which neither the story nor ``game.defaults`` gives a value."""
    story = story_of(game)
    return [name for name in story.parameters if name not in game.defaults] if story else []


def tree_of(game: Game, name: str = "") -> Tree:
    """The tree of a game at its defaults, of the catalogue those that stand beside it; with the words of its story."""
    tree = game.tree(defaults(name) if name in names() else {})
    story = catalogue_story(name) if tree.spoken is None and not game.arguments else None
    return replace(tree, spoken=story.speaking(tree)) if story and story.speaking else tree


def find_any(name: str) -> Game:
    """A game of the catalogue. Raises FileError for any other word, with what is close."""
    if name in names():
        return find(name)
    raise FileError.of(
        "file/missing",
        f"there is no such file, and no game of the catalogue is called {name!r}",
        "",
        "a file (.yaml, .efg, .nfg), a folder with a case, or " + LISTED,
        did_you_mean(name, names()),
    )
