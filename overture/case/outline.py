"""What can be said of a case whose story has faults: by the players, moves, choices and parameters that the story surely has."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from overture.case.code.run import is_data, own_file
from overture.case.events import event_faults
from overture.case.from_story import player_name_faults
from overture.case.moves import move_faults
from overture.case.numbers import lacking_faults
from overture.case.schema import Parameter
from overture.case.terms.faults import terms_name_faults
from overture.case.terms.judged import terms_judged
from overture.case.written import Written
from overture.errors import Fault, OvertureError
from overture.filing import Keys, Places
from overture.games.story.file import StoryFile, examine_story
from overture.games.telling.language import Game
from overture.games.telling.trial import STAND_IN, outline
from overture.games.tree import Tree
from overture.wording import did_you_mean

# Faults that stand whatever the faulty parts of the story were to say, unless they speak of these parts.
_SURE = frozenset(
    {"event/syntax", "event/grammar", "event/name", "event/choice", "case/advised", "case/player", "case/move", "case/choice", "case/term",
     "case/player-name", "case/reply", "case/sides", "case/signal", "case/versus"}
)  # fmt: skip


@dataclass(frozen=True)
class Outlined:
    """A story that cannot be played, as far as it is known: ``tree`` is its outline, None where it has none."""

    read: StoryFile
    game: Game
    tree: Tree | None

    def sure(self, faults: Iterable[Fault], also: Collection[str] = ()) -> list[Fault]:
        """Those of some faults that stand whatever the faulty parts of the story were to say; ``also``: further ids of such."""
        return [
            each
            for each in faults
            if (each.id in _SURE or each.id in also) and not self.read.doubtful.touches(each.found)
        ]


class HasPlaces(Protocol):
    """A case as it was written: where its parts stand, and which of them are as written."""

    @property
    def places(self) -> Places: ...
    @property
    def sound(self) -> Callable[[Keys], bool]: ...


def outlined(named: str, shape: Mapping[str, Any], folder: Path) -> Outlined | None:
    """The outline of the story of a case; None where its game is no story, or nothing of it can be read.

    Args:
        named: the game of the case, in its ``shape``. folder: where the case lies.
    """
    if not is_data(named) or named.endswith((".efg", ".nfg")):
        return None
    read = examine_story(own_file(named, folder)[0])
    game, tree = read.outline(), None
    if game is None:
        return None
    with suppress(OvertureError, ArithmeticError, ValueError, TypeError, RecursionError):
        game = game.shape(**shape)
        tree = outline(game)  # else it cannot be told even with stand-ins
    return Outlined(read, game, tree)


def outline_faults(written: Written, found: Outlined, folder: Path) -> list[Fault]:
    """The faults of a case that are sure although the story of its game has faults of its own, which are told elsewhere."""
    tree = found.tree
    faults: list[Fault] = []
    if tree is not None:
        possible = np.ones(len(tree.terminal), dtype=bool)
        faults = [*move_faults(written, tree, {}), *event_faults(written, tree, possible)]
        faults += player_name_faults(written.case, found.game, tree, written.places, written.sound)
        faults += _terms(written, found, tree, folder)
    return [*found.sure(faults), *parameter_faults(written.case.parameters, written, found.read)]


def _terms(written: Written, found: Outlined, tree: Tree, folder: Path) -> list[Fault]:
    """Names in clauses and in ``design`` that neither the story nor the case has."""
    case, story = written.case, found.read.story
    if story is None or not (case.terms or case.design.game) or not written.sound(["design"]):
        return []
    known = {**{name: Parameter(value=STAND_IN) for name in story.parameters}, **case.parameters}
    try:
        judged = terms_judged(written, found.game, known, tree, folder)
        return terms_name_faults(written, judged, known, list(story.parameters))
    except OvertureError:  # of the game in which they are judged, which is told when the story is mended
        return []


def parameter_faults(given: Collection[str], written: HasPlaces, read: StoryFile) -> list[Fault]:
    """Parameters that the case gives and the story has not, or the other way round.

    Args:
        given: those of the case. written: where its parts stand, and which of them are as written. read: the story.
    """
    assert read.story is not None
    known = read.story.parameters
    strange: list[Fault] = []
    for name in given:
        keys: Keys = ("parameters", name)
        if name not in known and name not in read.doubtful and written.sound(keys):
            found, mend = f"the game has no parameter {name!r}", did_you_mean(name, known)
            strange.append(Fault("case/parameter", found, written.places(keys), ", ".join(known), mend))
    lacking = {
        name
        for name, each in known.items()
        if each.value is None
        and name not in given
        and name not in read.doubtful
        and written.sound(("parameters", name))
    }
    return [*strange, *lacking_faults(given, written.places, lacking)]
