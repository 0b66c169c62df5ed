"""Read a case about a history: the file and its game, checked against each other, all faults at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from overture.against_model import validate_partly
from overture.case.code.reads import files_read
from overture.case.code.trust import trusting
from overture.case.file import CaseFile
from overture.case.from_story import in_the_words_of, player_name_faults, spoken_history, told_within
from overture.case.history.check import HistoryCheck
from overture.case.history.events import event_faults
from overture.case.history.names import name_faults
from overture.case.history.schema import HistoryCase
from overture.case.named import digest, named_game, note_code, with_defaults, worded
from overture.case.numbers import lacking_faults
from overture.case.outline import outlined, parameter_faults
from overture.case.schema import Parameter
from overture.errors import Fault, FileError, OvertureError
from overture.filing import Keys, by_line
from overture.games.telling.language import Game
from overture.games.telling.trial import STAND_IN, missing_parameters, tell
from overture.games.tree import Tree
from overture.games.view import Brief, count, few
from overture.wording import in_letters

FILL: dict[str, Any] = {
    "date": "2000-01-01",
    "advised": ["?"],
    "sides": {"?": {"move": ""}},
    "done": [{"event": "", "words": ""}],
}


@dataclass(frozen=True, repr=False)
class LoadedHistory(Brief):
    """A case about a history that has passed every check.

    Attributes:
        case: the file as written. game: its game in the case's shape. parameters: all of the game's.
        tree: the game at the stated values (a range: at its mode), one world.
        hashes: name -> sha256 of each input file.
    """

    case: HistoryCase
    game: Game
    parameters: dict[str, Parameter]
    tree: Tree
    hashes: dict[str, str]

    def _head(self) -> list[str]:
        case, tree = self.case, self.tree
        return [
            f"Case about a history: {case.title}",
            case.question,
            f"game: {tree.title}; players: {few(tree.names)}; {count(len(tree.terminal), 'history', 'histories')}",
            f"{count(len(case.done), 'step')} done, {count(len(case.next), 'step')} that may come; "
            f"{count(len(self.parameters), 'parameter')} at stated values",
        ]

    def _rows(self) -> list[dict[str, Any]]:
        """The parameters."""
        return [
            {
                "parameter": name,
                "value": each.mode if each.value is None else each.value,
                "words": each.words,
                "why": each.why,
            }
            for name, each in self.parameters.items()
        ]


def load_history(given: str | Path | CaseFile, trust: bool = False) -> LoadedHistory:
    """Read and check a case about a history: its file, its folder, or its file as it was read.

    Args:
        given: the case file, the folder that holds ``case.yaml``, or a file that was read.
        trust: run the Python code that the case brings, where its ``game`` names a file; remembered for this content.

    Raises:
        FileError: with every fault, each with its line, what is allowed, and the mend.
    """
    read = CaseFile.read(given)
    data, places = read.parts()
    file = read.path
    hashes = {f"case ({in_letters(file.name)})": digest(file)}
    data, double = told_within(data, places, file.name)
    partly = validate_partly(HistoryCase, data, places, FILL)
    faults = [*double, *partly.faults]
    case: HistoryCase | None = partly.found
    game: Game | None = None
    parameters: dict[str, Parameter] = {}
    tree: Tree | None = None
    if case is not None:
        check = HistoryCheck(case, places, lambda keys: partly.sound(keys), faults)
        _range_faults(check)
        with files_read() as opened, trusting(trust):
            game, parameters, tree = _game(check, file.parent, hashes)
            if tree is None:
                _against_outline(check, file.parent)
        note_code([case.game], file, hashes, opened)
        if tree is not None:
            assert game is not None
            faults += player_name_faults(case, game, tree, places, partly.sound)
            name_faults(check, tree)
            event_faults(check, tree)
            threshold_faults(check, game, parameters)
    FileError.raise_any(sorted(dict.fromkeys(faults), key=by_line))
    assert case is not None
    assert game is not None
    assert tree is not None
    told = in_the_words_of(game, case, tree)
    return LoadedHistory(
        told, game, parameters, replace(tree, spoken=spoken_history(told, game, tree)), hashes
    )


def _game(
    check: HistoryCheck, folder: Path, hashes: dict[str, str]
) -> tuple[Game | None, dict[str, Parameter], Tree | None]:
    """(the game, its parameters, its tree at the stated values), as far as they can be made."""
    case = check.case
    parameters = worded(case.game, with_defaults(case.game, case.parameters))
    if not (check.sound(("game",)) and check.sound(("shape",))):
        return None, parameters, None
    try:
        game = named_game(case.game, case.shape, check.places, folder, hashes)
        parameters = worded(case.game, with_defaults(case.game, case.parameters, game), game)
        tree, check.read = _told_whole(
            check, game, {name: given.own.mode for name, given in parameters.items()}
        )
    except FileError as error:
        check.faults += error.faults
        return None, parameters, None
    except OvertureError as error:
        where = check.places(("game",))
        check.faults += [
            Fault(each.id, each.found, f"{where}: {each.where}", each.allowed, each.mend)
            for each in error.faults
        ]
        return None, parameters, None
    for name in case.parameters:
        if name not in check.read:
            check.unknown(
                "case/parameter",
                f"the game has no parameter {name!r}",
                ("parameters", name),
                name,
                sorted(check.read),
            )
    return game, parameters, tree


def _range_faults(check: HistoryCheck) -> None:
    """Parameters that are given as ranges."""
    for name, given in check.case.parameters.items():
        if given.spread:
            found = f"{name} is a range, and a case about a history takes every number at one value"
            check.add(
                "case/range",
                found,
                ("parameters", name),
                "value: one number",
                f"write value: {given.own.mode:g}",
            )


def _against_outline(check: HistoryCheck, folder: Path) -> None:
    """Check the case against what is known of a story that cannot be played."""
    case = check.case
    found = outlined(case.game, case.shape if check.sound(("shape",)) else {}, folder)
    if found is None or found.read.story is None:
        return
    check.faults += parameter_faults(case.parameters, check, found.read)
    if found.tree is None:
        return
    beside = replace(check, faults=[], read={*found.read.story.parameters})
    name_faults(beside, found.tree)
    event_faults(beside, found.tree)
    beside.faults += player_name_faults(case, found.game, found.tree, check.places, check.sound)
    check.faults += found.sure(beside.faults, ("case/hypothesis", "case/parameter"))


def _told_whole(check: HistoryCheck, game: Game, values: dict[str, float]) -> tuple[Tree, set[str]]:
    """As :func:`_told`; what the game lacks is noted, and a stand-in put in its place. Raises as that."""
    try:
        return _told(game, values)
    except OvertureError as error:
        if not any(each.id == "telling/parameter" for each in error.faults):
            raise
    lacking = missing_parameters(game, values)
    check.faults += lacking_faults(check.case.parameters, check.places, lacking)
    return _told(game, {**values, **dict.fromkeys(lacking, STAND_IN)})


def _told(game: Game, values: dict[str, float]) -> tuple[Tree, set[str]]:
    """(the tree at these values, the parameters that the game uses), told once.

    Raises:
        OvertureError: the game cannot be told at them; only then is it told again, for its own words of what is wrong.
    """
    try:
        trial = tell(game, values, np.array([0]))
    except OvertureError:
        return game.tree(values), set()
    if trial.tree is None or trial.wrong or trial.infinite or trial.missing:
        return game.tree(values), trial.read
    return trial.tree, trial.read


def threshold_faults(check: HistoryCheck, game: Game | None, parameters: dict[str, Parameter]) -> None:
    """Thresholds that go nowhere, or to where the game cannot be told."""
    for at, each in enumerate(check.case.thresholds):
        keys: Keys = ("thresholds", at, "to")
        if game is None or each.parameter not in check.read or not check.sound(("thresholds", at)):
            continue
        values = {name: given.own.mode for name, given in parameters.items()}
        if values[each.parameter] == each.to:
            found = f"{each.parameter} is {each.to:g} in the case, and is followed to {each.to:g}"
            check.add("case/range", found, keys, "another value")
            continue
        try:
            game.tree({**values, each.parameter: each.to})
        except OvertureError as error:
            check.add(
                "case/range",
                f"the game cannot be told at {each.parameter} {each.to:g}: {error.faults[0].found}",
                keys,
                "a value at which odds are odds and payoffs are numbers",
            )
