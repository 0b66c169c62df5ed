"""A model of the catalogue, loaded: its game, its parameters, its publication and what that states."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from overture.errors import FileError
from overture.models.catalogue.files import ModelFile, find_file
from overture.models.catalogue.parameter import ModelParameter, need_allowed

if TYPE_CHECKING:
    from overture.games.telling.language import Game
    from overture.models.catalogue.paper import Paper
    from overture.models.catalogue.solved import SolvedModel
    from overture.models.catalogue.statement import PublishedStatement


@dataclass(frozen=True)
class PublishedModel:
    """A model of the catalogue.

    Attributes:
        file: where it stands, with its name and topics. game: as it is told, with defaults and words.
        parameters: name -> what it may be; empty where the file states none.
        paper: the publication; None for a game of no single one. more_papers: others that it rests on.
        results: what they state. defaults: name -> value.
    """

    file: ModelFile
    game: Game
    parameters: Mapping[str, ModelParameter]
    paper: Paper | None
    more_papers: tuple[Paper, ...]
    results: tuple[PublishedStatement, ...]
    defaults: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Its name in the catalogue."""
        return self.file.name

    @property
    def papers(self) -> tuple[Paper, ...]:
        """All its publications, that of the game first."""
        return (*([self.paper] if self.paper is not None else []), *self.more_papers)

    @property
    def shape(self) -> dict[str, Any]:
        """The shape arguments of the telling, with their defaults."""
        known = list(inspect.signature(self.game.telling).parameters.values())[1:]
        return {each.name: self.game.arguments.get(each.name, each.default) for each in known}

    def at(self, **given: Any) -> SolvedModel:
        """The model at other parameters or shape arguments, solved when it is asked.

        Raises:
            SolveError, TellingError: as soon as its tree is asked for, where a value or a name is not allowed.
        """
        from overture.models.catalogue.solved import SolvedModel

        return SolvedModel(self).at(**given)


@cache
def load_model(name: str) -> PublishedModel:
    """The model of the catalogue with this name. Raises FileError where there is none."""
    file = find_file(name)
    module = import_module(file.module)
    parameters: dict[str, ModelParameter] = getattr(module, "PARAMETERS", {})
    defaults = getattr(module, "DEFAULTS", {}) or {name: each.default for name, each in parameters.items()}
    words = getattr(module, "WORDS", {}) or {
        name: each.words for name, each in parameters.items() if each.words
    }
    return PublishedModel(
        file=file,
        game=_with(_game_of(module), defaults, words, parameters),
        parameters=parameters,
        paper=getattr(module, "PAPER", None),
        more_papers=tuple(getattr(module, "MORE_PAPERS", ())),
        results=tuple(getattr(module, "RESULTS", ())),
        defaults=defaults,
    )


def _with(
    game: Game,
    defaults: Mapping[str, Any],
    words: Mapping[str, str],
    parameters: Mapping[str, ModelParameter],
) -> Game:
    """The game with the values that hold where none are given, what its parameters are, and which values it allows."""
    allowed = partial(need_allowed, game.title, parameters)
    made = replace(game, defaults=defaults, words=words, allowed=allowed)
    object.__setattr__(made, "__doc__", game.__doc__)
    return made


def _game_of(module: ModuleType) -> Game:
    """The one game that a file tells. Raises FileError where it tells none, or several."""
    from overture.games.telling.language import Game

    told = [
        value
        for value in vars(module).values()
        if isinstance(value, Game) and getattr(value.telling, "__module__", "") == module.__name__
    ]
    if len(told) != 1:
        raise FileError.of(
            "models/one-game",
            f"{len(told)} games are told in {module.__name__}",
            "",
            "one: a file is one model",
        )
    return told[0]
