"""The game that a case names: of the catalogue, or of a file beside the case."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from overture.case.schema import Parameter
from overture.errors import Fault, FileError, OvertureError
from overture.filing import Keys, Places, did_you_mean, read_text
from overture.games.telling.language import Game
from overture.models import CATALOGUE, defaults, find, parameter_words


def digest(file: Path) -> str:
    """The sha256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def named_game(
    name: str,
    shape: Mapping[str, bool | int | float | str],
    places: Places,
    folder: Path,
    hashes: dict[str, str],
    keys: Keys = (),
) -> Game:
    """The game that a case names, of the catalogue, or ``./file.py:name`` beside the case; in the case's shape.

    Args:
        places: where the parts of the case stand. folder: where it lies. hashes: the sha256 of a file that is read is added.
        keys: the part of the case that holds ``game`` and ``shape``.

    Raises:
        FileError: no such game, file or argument of the shape.
    """
    where = places([*keys, "game"])
    if ":" in name:
        game = _own_game(name, folder, hashes, where)
    elif name in CATALOGUE:
        game = find(name)
    else:
        raise FileError.of(
            "case/game",
            f"no game of the catalogue is called {name!r}",
            where,
            ", ".join(CATALOGUE) + ", or a file: ./game.py:name",
            did_you_mean(name, CATALOGUE),
        )
    faults = []
    for argument, value in shape.items():
        try:
            game = game.shape(**{argument: value})
        except OvertureError as error:
            here = places([*keys, "shape", argument])
            faults += [
                Fault(
                    each.id, each.found, here, each.allowed, did_you_mean(argument, each.allowed.split(", "))
                )
                for each in error.faults
            ]
    FileError.raise_any(faults)
    return game


def _own_game(named: str, folder: Path, hashes: dict[str, str], where: str) -> Game:
    file, name = own_file(named, folder)
    read_text(file, f"the game of {where}")
    hashes[file.name] = digest(file)
    return game_of_file(file, name, where)


def own_file(named: str, folder: Path) -> tuple[Path, str]:
    """The file of ``./file.py:name`` beside a case that lies in ``folder``, and the name of the game in it."""
    file_name, _, name = named.rpartition(":")
    return folder / file_name, name


def game_of_file(file: Path, name: str, where: str) -> Game:
    """The game of that name in a Python file, which is run. Raises FileError where it has none, or cannot be run.

    Args:
        where: what names it, for errors.
    """
    module = _module(file, where)
    found = getattr(module, name, None)
    if isinstance(found, Game):
        return found
    told = [key for key, value in vars(module).items() if isinstance(value, Game)]
    raise FileError.of(
        "case/game",
        f"{file} has no game {name!r}",
        where,
        ", ".join(told) or "a function under @game",
        did_you_mean(name, told),
    )


def _module(file: Path, where: str) -> Any:
    """Run the file of a game as a module of its own name."""
    spec = importlib.util.spec_from_file_location(f"overture_case_{file.stem}", file)
    if spec is None or spec.loader is None:
        raise FileError.of("case/game", f"{file} is no Python file", where, "./game.py:name")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except OvertureError:
        raise
    except Exception as error:  # whatever a user's file raises is a fault of that file
        raise FileError.of(
            "case/game", f"{file} cannot be run: {type(error).__name__}: {error}", where
        ) from error
    return module


def with_defaults(game: str, given: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """The default parameters of a catalogue game, and over them those of the case."""
    named = {} if ":" in game or game not in CATALOGUE else defaults(game)
    return {**{name: Parameter(value=value) for name, value in named.items()}, **given}


def worded(game: str, parameters: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """The parameters, with the words of the game for those for which the case has none."""
    words = parameter_words(game)
    return {
        name: given.model_copy(update={"words": words[name]}) if name in words and not given.words else given
        for name, given in parameters.items()
    }
