"""Read a case: the file, its game, its evidence sheet; check each against the others, all faults at once."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from overture.case.schema import Case, Range
from overture.errors import EventError, Fault, FileError, OvertureError
from overture.filing import Places, load_yaml, read_text, validate
from overture.game.event import mask
from overture.game.telling import Game
from overture.game.tree import Tree
from overture.models import defaults, find

if TYPE_CHECKING:
    from overture.evidence.sheet import Sheet


@dataclass(frozen=True)
class Loaded:
    """A case that has passed every check.

    Attributes:
        case: the file as written. game: its game with the case's shape.
        parameters: every parameter of the game: the case's own, then the game's defaults.
        tree: the game at the modes, one world. sheet: the evidence, or None.
        folder: where the case lies. hashes: name -> sha256 of each input file.
    """

    case: Case
    game: Game
    parameters: dict[str, Range]
    tree: Tree
    sheet: Sheet | None
    folder: Path
    hashes: dict[str, str]


def load(path: Path) -> Loaded:
    """Read and check a case file, or ``case.yaml`` of a folder.

    Raises:
        FileError: with every fault of the file, each with its line, what is allowed, and the mend.
    """
    file = path / "case.yaml" if path.is_dir() else path
    data, places = load_yaml(file, "a case file")
    case = validate(Case, data, places)
    folder = file.parent
    hashes = {file.name: _sha256(file)}
    game = _game(case, folder, places, hashes)
    parameters = {name: Range(value=value) for name, value in _defaults(case).items()}
    parameters.update(case.parameters)
    tree = _tree(case, game, parameters, places)
    faults = list(_faults(case, tree, places))
    sheet = None
    sheet_file = folder / case.evidence
    if sheet_file.is_file():
        from overture.evidence.sheet import load_sheet

        try:
            sheet = load_sheet(sheet_file)
            hashes[sheet_file.name] = _sha256(sheet_file)
            faults += _sheet_faults(sheet, tree, sheet_file)
        except FileError as error:
            faults += error.faults
    elif "evidence" in data:
        faults.append(
            Fault("case/evidence", f"there is no file {case.evidence!r}", places(["evidence"]), "", "add it")
        )
    FileError.raise_any(faults)
    return Loaded(case, game, parameters, tree, sheet, folder, hashes)


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _defaults(case: Case) -> dict[str, float]:
    return {} if ":" in case.game else defaults(case.game)


def _game(case: Case, folder: Path, places: Places, hashes: dict[str, str]) -> Game:
    """The game that the case names: of the catalogue, or ``./file.py:name`` beside the case."""
    where = places(["game"])
    if ":" not in case.game:
        try:
            game = find(case.game)
        except FileError as error:
            fault = error.faults[0]
            raise FileError.of(fault.id, fault.found, where, fault.allowed) from None
    else:
        file_name, _, name = case.game.rpartition(":")
        file = folder / file_name
        read_text(file, f"the game of {where}")
        hashes[file.name] = _sha256(file)
        module = _module(file, where)
        found = getattr(module, name, None)
        if not isinstance(found, Game):
            told = [key for key, value in vars(module).items() if isinstance(value, Game)]
            raise FileError.of(
                "case/game",
                f"{file} has no game {name!r}",
                where,
                ", ".join(told) or "a function under @game",
            )
        game = found
    return game.shape(**case.shape) if case.shape else game


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


def _tree(case: Case, game: Game, parameters: dict[str, Range], places: Places) -> Tree:
    from overture.case.draw import draw

    middle = {
        name: Range(value=given.value if given.value is not None else given.mode)
        for name, given in parameters.items()
    }
    try:
        return game.tree({name: float(value[0]) for name, value in draw(middle, 1, 0).items()})
    except OvertureError as error:
        raise FileError(
            *(
                Fault(fault.id, fault.found, f"{places(['game'])}: {fault.where}", fault.allowed, fault.mend)
                for fault in error.faults
            )
        ) from None


def _faults(case: Case, tree: Tree, places: Places) -> list[Fault]:
    """What the case says of the game that the game does not have."""
    faults: list[Fault] = []

    def event(text: str, keys: list[str | int]) -> None:
        if not text:
            return
        try:
            mask(tree, text)
        except EventError as error:
            faults.extend(
                Fault(each.id, each.found, f"{places(keys)}: {each.where}", each.allowed, each.mend)
                for each in error.faults
            )

    def move(name: str, keys: list[str | int], words: dict[str, str] | None = None) -> None:
        known = dict.fromkeys(tree.labels.set_name)
        if name not in known:
            faults.append(
                Fault("case/move", f"the game has no move {name!r}", places(keys), ", ".join(known))
            )
            return
        labels = choices(tree, name)
        faults.extend(
            Fault(
                "case/choice",
                f"{name!r} has no choice {label!r}",
                places([*keys[:-1], "words", label]),
                ", ".join(labels),
            )
            for label in words or {}
            if label not in labels
        )

    if case.advised not in tree.players:
        faults.append(
            Fault(
                "case/advised",
                f"{case.advised!r} is no player",
                places(["advised"]),
                ", ".join(tree.players),
            )
        )
    move(case.hypothesis.move, ["hypothesis", "move"], case.hypothesis.words)
    move(case.signal.move, ["signal", "move"], case.signal.words)
    move(case.reply.move, ["reply", "move"], case.reply.words)
    if case.counterpart:
        move(case.counterpart.move, ["counterpart", "move"], case.counterpart.words)
    event(case.offer.event, ["offer", "event"])
    for key in ("given", "cheating", "detected", "collapse"):
        event(getattr(case.deal, key), ["deal", key])
    event(case.signal.given, ["signal", "given"])
    for key in ("done", "talk", "watch"):
        for at, item in enumerate(getattr(case, key)):
            event(item.event, [key, at, "event"])
    for at, seen in enumerate(case.watch):
        event(seen.given, ["watch", at, "given"])
    for at, term in enumerate(case.terms):
        for key, name in [("parameter", term.parameter), *(("held", name) for name in term.held)]:
            if name not in tree.parameters:
                faults.append(
                    Fault(
                        "case/term",
                        f"the game has no parameter {name!r}",
                        places(["terms", at, key]),
                        ", ".join(tree.parameters),
                    )
                )
    return faults


def _sheet_faults(sheet: Sheet, tree: Tree, file: Path) -> list[Fault]:
    """The judgements and the lineage, and every event that the sheet names: of claims, interests and plants."""
    from overture.case.evidence import evidence_of
    from overture.evidence.lineage import trace

    named = [
        (f"claim {claim.id}", event)
        for claim in sheet.claims
        if claim.event
        for event in (claim.event, claim.near, *(claim.given or {}))
    ]
    named += [
        (f"source {source.id}", event)
        for source in sheet.sources
        for event in (source.interest, source.wants)
    ]
    faults: list[Fault] = []
    try:
        trace(evidence_of(sheet, str(file))[1])
    except OvertureError as error:
        faults += error.faults
    for where, event in named:
        if not event:
            continue
        try:
            mask(tree, event)
        except EventError as error:
            faults.extend(
                Fault(each.id, each.found, f"{file}, {where}", each.allowed, each.mend)
                for each in error.faults
            )
    return faults


def choices(tree: Tree, name: str) -> tuple[str, ...]:
    """All choices at the moves of this name, in the order in which they first appear."""
    found: dict[str, None] = {}
    for at, each in enumerate(tree.labels.set_name):
        if each == name:
            found.update(dict.fromkeys(tree.labels.edge[tree.edge_start[at] : tree.edge_start[at + 1]]))
    return tuple(found)
