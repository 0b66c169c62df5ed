"""What the commands that take a game share: reading it, and saying one way of playing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from overture.games.measured.play import Play
    from overture.games.spoken import SpokenGame
    from overture.games.telling.language import Game
    from overture.games.tree import Tree

GameFile = Annotated[
    Path,
    typer.Argument(
        help="A story file, a game in Gambit's .efg or .nfg format, a case (its most likely values), or a name of the catalogue."
    ),
]


def read_case(path: Path) -> tuple[Game, str, Tree]:
    """The game of a case, or of a case about a history: as it is told, its name in the case, and its tree at the modes."""
    from overture.case.file import CaseFile
    from overture.case.history.load import load_history
    from overture.case.load import load

    file = CaseFile.read(path, "a case or a story file")
    if file.about_history:
        history = load_history(file)
        return history.game, history.case.game, history.tree
    loaded = load(file)
    return loaded.game, loaded.case.game, loaded.tree


def is_case(path: Path) -> bool:
    """Whether a path names a case, or the folder of one, and no story file."""
    from overture.models.as_story import is_story

    return (path.is_dir() or path.suffix in {".yaml", ".yml"}) and not is_story(path)


def read_tree(file: Path) -> Tree:
    """A story file, a game in Gambit's .efg or .nfg format, a case at its most likely values, or a name of the catalogue.

    What a story, a case or the catalogue has of words comes with it (``tree.spoken``).
    """
    from overture.models.as_story import is_story

    if is_story(file):
        from overture.games.story.file import read_story

        return valued_tree(read_story(file), file)
    if not file.exists() and not file.suffix and len(file.parts) == 1:
        from overture.models.as_story import find_any, tree_of

        return tree_of(find_any(str(file)), str(file))
    if file.is_dir() or file.suffix in {".yaml", ".yml"}:
        from overture.case.file import CaseFile
        from overture.case.load import load

        return load(CaseFile.read(file, "a case or a story file")).tree
    if file.suffix == ".nfg":
        from overture.games.files.nfg import read_nfg

        return read_nfg(file)
    from overture.games.files.efg import read_efg

    return read_efg(file)


def valued_tree(game: Game, file: Path, name: str = "") -> Tree:
    """The tree of a game at its own values.

    Args:
        file: where the game was read. name: in the catalogue.

    Raises:
        FileError: a story without a value for each of its parameters; it says which, and how to give them.
    """
    from overture.errors import FileError
    from overture.games.story.file import StoryTelling
    from overture.models.as_story import lacking, tree_of

    without = lacking(game)
    if not without:
        return tree_of(game, name)
    assert isinstance(game.telling, StoryTelling)
    listed = ", ".join(without)
    case = file.parent / "case.yaml"
    beside = f", or name the case beside it, which gives values: {file.parent}" if case.is_file() else ""
    raise FileError.of(
        "story/value",
        f"no value is given for {listed}",
        game.telling.where(("parameters", without[0])),
        "a number for each parameter, where the payoffs and odds are needed",
        f"write one under the parameter, as in {without[0]}: {{value: 0.5}}{beside}",
    )


def plain(value: float, unit: float = 1.0) -> str:
    """A number to six digits; what is 0 to nine decimals, in a unit below one of it, is 0."""
    unit = min(unit, 1.0) or 1.0
    return f"{value if abs(value) > 5e-10 * unit else 0.0:.6g}"


def units(tree: Tree) -> list[float]:
    """[player] what separates his largest payoff from his smallest, in one world: the unit of what he gets."""
    from overture.games.measured.measure import payoff_range

    found: list[float] = payoff_range(tree)[0].tolist()
    return found


def named(player: str, spoken: SpokenGame | None) -> str:
    """A player as sentences name him."""
    return spoken.name(player) if spoken else player


def worths(tree: Tree, value: Sequence[float], spoken: SpokenGame | None = None) -> str:
    """The players with what they get: "Sender 2.9, Receiver 0"."""
    return ", ".join(
        f"{named(name, spoken)} {plain(each, unit)}"
        for name, each, unit in zip(tree.players, value, units(tree), strict=True)
    )


def played(
    tree: Tree, play: Play, off_path: bool = False, beliefs: bool = True, spoken: SpokenGame | None = None
) -> Iterator[str]:
    """A line for each information set that play reaches; of one world.

    Args:
        tree, play: the game, and how it is played.
        off_path: a line for each information set that play does not reach, too.
        beliefs: whether those lines tell what is believed there. spoken: the words of the game.
    """
    from overture.games.show import sayings

    for line in sayings(tree, play.strategy, play.measured(tree), spoken=spoken):
        if line.reached:
            yield str(line)
        elif off_path:
            yield str(line if beliefs else replace(line, believes=""))
