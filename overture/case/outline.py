"""What can be said of a case whose story has faults: by the players, moves, choices and parameters that the story surely has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from overture.case.code.run import is_data, own_file
from overture.case.events import event_faults
from overture.case.moves import move_faults
from overture.case.numbers import lacking_faults
from overture.case.written import Written
from overture.errors import Fault, OvertureError
from overture.filing import Keys
from overture.games.story.file import StoryFile, examine_story
from overture.games.telling.trial import outline

# Faults that stand whatever the faulty parts of the story were to say, unless they speak of these parts.
_SURE = frozenset(
    {"event/syntax", "event/grammar", "event/name", "event/choice", "case/advised", "case/player", "case/move", "case/choice"}
)  # fmt: skip


def outline_faults(written: Written, folder: Path) -> list[Fault]:
    """The faults of a case that are sure although the story of its game has faults of its own, which are told elsewhere.

    Args:
        folder: where the case lies.
    """
    named = written.case.game
    if not is_data(named) or named.endswith((".efg", ".nfg")):
        return []
    read = examine_story(own_file(named, folder)[0])
    if read.story is None or not read.faults:
        return []
    found = [fault for fault in _against_outline(written, read) if not read.doubtful.touches(fault.found)]
    return [*found, *_parameters(written, read)]


def _against_outline(written: Written, read: StoryFile) -> Iterator[Fault]:
    try:
        game = read.outline()
        tree = outline(game) if game else None
    except (OvertureError, ArithmeticError, ValueError, TypeError, RecursionError):
        return  # it cannot be told even with stand-ins
    if tree is None:
        return
    possible = np.ones(len(tree.terminal), dtype=bool)
    for fault in [*move_faults(written, tree, {}), *event_faults(written, tree, possible)]:
        if fault.id in _SURE:
            yield fault


def _parameters(written: Written, read: StoryFile) -> list[Fault]:
    """Parameters that the case gives and the story has not, or the other way round."""
    assert read.story is not None
    known, given = read.story.parameters, written.case.parameters
    strange: list[tuple[Keys, Fault]] = []
    for name in given:
        keys: Keys = ("parameters", name)
        if name not in known and name not in read.doubtful:
            strange.append((keys, written.unknown("case/parameter", f"the game has no parameter {name!r}", keys, name, known)))  # fmt: skip
    lacking = {
        name
        for name, each in known.items()
        if each.value is None
        and name not in given
        and name not in read.doubtful
        and written.sound(("parameters", name))
    }
    return [*written.kept(strange), *lacking_faults(written, lacking)]
