"""The game that a case names: of the catalogue, or of a file beside the case."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from overture.case.code.reads import digests
from overture.case.code.run import game_of_text, is_data, own_file
from overture.case.code.trust import CodeFile, watched
from overture.case.code.watch import watched_fault
from overture.case.schema import Parameter
from overture.errors import Fault, FileError, OvertureError
from overture.filing import Keys, Places, read_text
from overture.games.telling.language import Game
from overture.models import LISTED, defaults, find, names, parameter_words
from overture.models.as_story import read_game
from overture.wording import did_you_mean, in_letters

_READ = "read by the game ("  # what names such a file among what was read for a case


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
    if is_own(name):
        game = _own_game(name, folder, hashes, where, places.path)
    elif name in names():
        game = find(name)
    else:
        raise FileError.of(
            "case/game",
            f"no game of the catalogue is called {name!r}",
            where,
            LISTED + ", or a file: ./game.yaml (a story), ./game.efg, ./game.py:name",
            did_you_mean(name, names()),
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


def is_own(name: str) -> bool:
    """Whether a case names a game of its own: ``./game.yaml`` or ``./game.efg``, or ``./file.py:name``."""
    return is_data(name) or ":" in name


def _own_game(named: str, folder: Path, hashes: dict[str, str], where: str, case: Path) -> Game:
    file, name = own_file(named, folder)
    if is_data(named):  # a story or a .efg file, which is parsed and never run
        game = read_game(file)
        hashes[f"game ({_seen(file, folder)})"] = digest(file)
        return game
    code = CodeFile(file, read_text(file, f"the game of {where}"))
    refused = code.refusal(where)
    if refused is None and watched() and not code.ended(digest(case)):
        refused = watched_fault(case, where, file)
    FileError.raise_any([refused] if refused else [])
    hashes[f"game ({_seen(file, folder)})"] = code.digest
    return game_of_text(code.text, file, name, where)


def _seen(file: Path, folder: Path) -> str:
    """A file by its path in the folder of the case."""
    return in_letters(file.relative_to(folder).as_posix() if file.is_relative_to(folder) else file.as_posix())


def note_code(games: Iterable[str | None], case: Path, hashes: dict[str, str], read: set[str]) -> None:
    """Add what the code of a case has read to ``hashes``, and remember that this code is trusted with it.

    Args:
        games: as the case names them. case: its file. read: the files that were opened while the games were told.
    """
    folder = case.parent
    for each in games:
        if (
            each
            and ":" in each
            and not is_data(each)
            and f"game ({_seen(own_file(each, folder)[0], folder)})" in hashes
        ):
            file, _ = own_file(each, folder)
            known = {str(path.resolve()) for path in (case, file)}
            found = digests({path for path in read if str(Path(path).resolve()) not in known}, folder)
            hashes |= {f"{_READ}{name})": digest for name, digest in found.items()}
            CodeFile(file, read_text(file, "the game of a case")).remember(digest(case), found)


def read_by_the_game(hashes: Iterable[str]) -> list[str]:
    """The files that the code of a case has read, as seen from its folder; ``hashes``: names of what was read for the case."""
    return [name[len(_READ) : -1] for name in hashes if name.startswith(_READ)]


def with_defaults(
    name: str, given: Mapping[str, Parameter], game: Game | None = None
) -> dict[str, Parameter]:
    """The default parameters of a catalogue game, or of a ``game`` that has some, and over them those of the case."""
    named = defaults(name) if name in names() else dict(game.defaults) if game else {}
    return {**{name: Parameter(value=value) for name, value in named.items()}, **given}


def worded(name: str, parameters: Mapping[str, Parameter], game: Game | None = None) -> dict[str, Parameter]:
    """The parameters, with the words of the game for those for which the case has none."""
    words = parameter_words(name) or (dict(game.words) if game else {})
    return {
        name: given.model_copy(update={"words": words[name]}) if name in words and not given.words else given
        for name, given in parameters.items()
    }
