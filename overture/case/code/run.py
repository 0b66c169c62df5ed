"""The game of a file that a case brings: Python, which is run, or a story or .efg file, which is parsed."""

from __future__ import annotations

import os
import sys
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from overture.errors import FileError, OvertureError
from overture.games.telling.language import Game
from overture.games.telling.raised import line_in_folder
from overture.models.as_story import SUFFIXES, read_game
from overture.wording import did_you_mean

_unpacked: list[TemporaryDirectory[str]] = []  # folders that go when the process ends


def is_data(named: str) -> bool:
    """Whether a case names a story or a .efg file as its game, which is parsed and never run."""
    return named.endswith(SUFFIXES)


def own_file(named: str, folder: Path) -> tuple[Path, str]:
    """The file of ``./file.py:name`` beside a case that lies in ``folder``, and the name of the game in it.

    A story file or a .efg file holds one game, without a name ("").
    """
    if is_data(named):
        return folder / named, ""
    file_name, _, name = named.rpartition(":")
    return folder / file_name, name


def game_of_text(text: str, file: Path, name: str, where: str) -> Game:
    """The game of that name in the text of a Python file, which is run; or of the text of a story or .efg file.

    Args:
        file: where the text stands, or stood. where: what names it, for errors.

    Raises:
        FileError: the text has no such game, or cannot be run.
    """
    if is_data(file.name):  # a worker may have no such file
        with TemporaryDirectory(prefix="overture-") as folder:
            copy = Path(folder) / file.name
            copy.write_text(text, encoding="utf-8")
            return read_game(copy)
    module = _module(text, file, where)
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


def game_of_files(text: str, file: str, name: str, beside: Mapping[str, str]) -> Game:
    """The game of a Python file and of the files that it reads, which this machine need not have.

    They are written into a folder of their own, which stays until the process ends: the game may read them again.

    Args:
        text, file: of the Python file, whose path is as seen from the folder of its case.
        beside: file, by its path as seen from there, -> its bytes in base64.

    Raises:
        FileError: as :func:`game_of_text`.
    """
    whole = TemporaryDirectory(prefix="overture-")
    _unpacked.append(whole)
    upward = max(os.path.normpath(each).split(os.sep).count(os.pardir) for each in (file, *beside))
    folder = Path(whole.name).resolve().joinpath(*["above"] * upward)
    for each, data in {
        **{name: b64decode(data) for name, data in beside.items()},
        file: text.encode(),
    }.items():
        copy = Path(os.path.normpath(folder / each))
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(data)
    return game_of_text(text, Path(os.path.normpath(folder / file)), name, file)


def _module(text: str, file: Path, where: str) -> ModuleType:
    """Run the text of a game as a module of its own name.

    What it imports from its own folder is imported for it alone: another case may have a file of the same name.
    """
    module = ModuleType(f"overture_case_{file.stem}")
    module.__file__ = str(file)
    before, path = dict(sys.modules), list(sys.path)
    sys.modules[module.__name__] = module
    try:
        exec(compile(text, str(file), "exec"), module.__dict__)
    except OvertureError:
        raise
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # whatever a user's file raises, SystemExit too, is a fault of that file
        line = line_in_folder(error, file.parent) or str(file)
        raise FileError.of(
            "case/game", f"{line} cannot be run: {type(error).__name__}: {error}", where
        ) from error
    finally:
        sys.path[:] = path
        _forget_imports(before, file.resolve().parent)
    return module


def _forget_imports(before: dict[str, ModuleType], folder: Path) -> None:
    """Take modules of the case's folder that were imported since ``before`` out of what Python knows by name."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        new = before.get(name) is not module and not name.startswith("overture_case_")
        if new and isinstance(file, str) and Path(file).resolve().is_relative_to(folder):
            del sys.modules[name]
