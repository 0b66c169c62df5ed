"""Read a case: the file, its game, its evidence sheet; check each against the others, all faults at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from overture.against_model import validate_partly
from overture.case.choices import choice_faults
from overture.case.code.reads import files_read
from overture.case.code.trust import trusting
from overture.case.events import event_faults, read_event
from overture.case.evidence import Where, evidence_faults, lined
from overture.case.file import CaseFile
from overture.case.from_story import in_the_words_of, known_by, player_name_faults, spoken_case, told_within
from overture.case.known import DRAWN, Touch, touched
from overture.case.moves import move_faults, word_faults
from overture.case.named import digest, named_game, note_code, with_defaults, worded
from overture.case.numbers import lacking_faults, number_faults, stand_in
from overture.case.odds import odds_faults
from overture.case.outline import Outlined, outline_faults, outlined
from overture.case.schema import Case, Parameter
from overture.case.terms.faults import terms_faults
from overture.case.terms.judged import terms_judged
from overture.case.written import Written, choices
from overture.errors import Fault, FileError, OvertureError
from overture.filing import Places, by_line, is_file, shown
from overture.games.measured.event import Mask
from overture.games.measured.measure import terminal_probability
from overture.games.measured.play import even_play
from overture.games.telling.language import Game
from overture.games.telling.raised import line_in_folder
from overture.games.telling.trial import STAND_IN, Trial, missing_parameters
from overture.games.tree import Tree
from overture.games.view import Brief, count, few
from overture.wording import in_letters

if TYPE_CHECKING:
    from overture.evidence.sheet import Examined, Sheet

__all__ = ["Loaded", "choices", "load", "load_offer"]

# What stands in for a missing part of a case, so that the rest can be checked.
FILL: dict[str, Any] = {
    "date": date(2000, 1, 1), "hypothesis": {"move": ""}, "signal": {"move": ""}, "reply": {"move": ""},
    "game": "", "offer": {"event": "", "words": ""}, "deal": {"given": "", "cheating": ""}, "low": 0.0, "mode": 0.5, "high": 1.0,
}  # fmt: skip


@dataclass(frozen=True, repr=False)
class Loaded(Brief):
    """A case that has passed every check.

    Attributes:
        case: the file as written. game: its game with the case's shape.
        parameters: every parameter of the game: the case's own, then the game's defaults.
        tree: the game at the modes, one world. sheet: the evidence, or None.
        folder: where the case lies. hashes: name -> sha256 of each input file.
        places, sheet_places: where the parts of the case and of the sheet stand.
    """

    case: Case
    game: Game
    parameters: dict[str, Parameter]
    tree: Tree
    sheet: Sheet | None
    folder: Path
    hashes: dict[str, str]
    places: Places | None = None
    sheet_places: Places | None = None

    def _head(self) -> list[str]:
        """What a notebook and a prompt show of it."""
        sheet = self.sheet
        reports = (
            f"{count(len(sheet.sources), 'source')}, {count(len(sheet.claims), 'claim')}"
            if sheet
            else "no sheet"
        )
        ranges = sum(each.value is None for each in self.parameters.values())
        return [
            f"Case: {self.case.title}",
            self.case.question,
            f"game: {self.tree.title}; players: {few(self.tree.names)}; {count(len(self.tree.terminal), 'history', 'histories')}",
            f"{count(len(self.parameters), 'parameter')}, {count(ranges, 'range')} among them; {reports}",
        ]

    def _rows(self) -> list[dict[str, Any]]:
        """What is judged in ranges."""
        return [
            {
                "parameter": name,
                "low": each.low,
                "mode": each.mode,
                "high": each.high,
                "words": each.words,
                "why": each.why,
            }
            for name, each in self.parameters.items()
            if each.value is None
        ]


@dataclass
class _Examination:
    """What is found while a case is read; ``faults`` grows. ``outlined``: of a story that cannot be played, what is known."""

    folder: Path
    hashes: dict[str, str]
    faults: list[Fault] = field(default_factory=list)
    outlined: Outlined | None = None

    def against_outline(self, written: Written) -> None:
        """Check the case against what is known of a story that has faults."""
        shape = written.case.shape if written.sound(["shape"]) else {}
        self.outlined = outlined(written.case.game, shape, self.folder)
        if self.outlined is not None:
            self.faults += outline_faults(written, self.outlined, self.folder)

    def tried(self, step: Callable[[], Any], where: str) -> Any:
        """What ``step`` returns; None where it fails, with its faults noted. ``where`` is the line of the game."""
        try:
            return step()
        except FileError as error:
            self.faults += error.faults
        except OvertureError as error:
            self.faults += [
                Fault(each.id, each.found, f"{where}: {each.where}", each.allowed, each.mend)
                for each in error.faults
            ]
        except RecursionError:
            self.faults.append(Fault("case/game", "the game goes on without end", where, "a game that ends"))
        except KeyboardInterrupt:
            raise
        except (
            BaseException
        ) as error:  # whatever a user's game raises, SystemExit too, is a fault of that game
            line = line_in_folder(error, self.folder)
            told = f"the game cannot be told: {type(error).__name__}: {error}"
            found = f"{told}, at {line}" if line else told
            self.faults.append(
                Fault("case/game", found, where, "a game that can be told at the case's numbers")
            )
        return None


def load(path: str | Path | CaseFile, trust: bool = False) -> Loaded:
    """Read and check a case: its file, its folder, or its file as it was read.

    Args:
        path: the case file, the folder that holds ``case.yaml``, or a file that was read.
        trust: run the Python code that the case brings, where its ``game`` names a file; remembered for this content.

    Raises:
        FileError: with every fault of the case, its game and its sheet, each with its line, what is allowed, and
            the mend.
    """
    read = CaseFile.read(path)
    if read.about_history:
        raise FileError.of(
            "case/history", "a case about a history", str(read.path), "a case about one offer",
            "let ov.load_history read it and ov.judge_history judge it, or overture assess do both",
        )  # fmt: skip
    looked = _Examination(read.path.parent, {})
    with trusting(trust):
        found = _examined(read, looked)
    FileError.raise_any(sorted(dict.fromkeys(looked.faults), key=by_line))
    assert found is not None
    return found


def load_offer(case: Loaded | str | PathLike[str] | CaseFile, id: str, found: str, mend: str) -> Loaded:
    """A case about one offer: as it was loaded, or read and checked like :func:`load`.

    Raises:
        FileError: it is one about a history, told as ``found`` under ``id`` with its ``mend``; else as :func:`load`.
    """
    if isinstance(case, Loaded):
        return case
    where = case.path if isinstance(case, CaseFile) else fspath(case)
    read = CaseFile.read(case if isinstance(case, CaseFile) else where)
    if read.about_history:
        raise FileError.of(id, found, str(where), "a case about one offer", mend)
    return load(read)


def _examined(read: CaseFile, looked: _Examination) -> Loaded | None:
    """The case, where nothing is wrong with it; ``looked`` gathers the faults."""
    try:
        data, places = read.parts()
        looked.hashes[f"case ({in_letters(read.path.name)})"] = digest(read.path)
        data, double = told_within(data, places, read.path.name)
        looked.faults += double
        partly = validate_partly(Case, data, places, FILL)
    except FileError as error:
        looked.faults += error.faults
        if (looked.folder / "evidence.yaml").is_file():
            looked.faults += _sheet(looked, "evidence.yaml").faults
        return None
    looked.faults += partly.faults
    case: Case | None = partly.found
    if case is None:
        return None
    written = Written(case, places, partly.sound)
    looked.faults += word_faults(written)
    with files_read() as opened:
        game, parameters, tree = _game_of(written, data, looked)
    note_code([case.game, case.design.game], read.path, looked.hashes, opened)
    sheet = _evidence(written, "evidence" in data, tree, looked)
    if looked.faults or game is None or tree is None:
        return None
    told = in_the_words_of(game, case, tree)
    spoken = replace(tree, spoken=spoken_case(told, game, tree))
    return Loaded(
        told, game, parameters, spoken, sheet.sheet if sheet else None, looked.folder, looked.hashes, places,
        sheet.places if sheet else None,
    )  # fmt: skip


def _game_of(
    written: Written, data: Any, looked: _Examination
) -> tuple[Game | None, dict[str, Parameter], Tree | None]:
    """(the game, its parameters, its tree at the modes), checked."""
    case, where = written.case, written.places(["game"])
    game: Game | None = None
    if written.sound(["game"]) and written.sound(["shape"]):
        game = looked.tried(
            lambda: named_game(case.game, case.shape, written.places, looked.folder, looked.hashes), where
        )
    parameters = _parameters(written, data, game)
    if game is None:
        looked.against_outline(written)
        return None, parameters, None
    before = len(looked.faults)
    tree = _told(written, game, parameters, looked)
    # Bad odds and payoffs are told below, by the parameters that make them.
    numbers = [each for each in looked.faults[before:] if each.id in ("telling/odds", "telling/payoffs")]
    if tree is None and len(numbers) < len(looked.faults) - before:
        looked.against_outline(written)
        return game, parameters, None
    moved: tuple[dict[str, Touch], Trial] | None = looked.tried(
        lambda: touched(case, game, parameters), where
    )
    if moved is None or moved[1].tree is None:
        if tree is None:  # told once already
            del looked.faults[before + len(numbers) :]
        return game, parameters, None
    touches, trial = moved
    looked.faults += number_faults(written, touches, trial)
    found = looked.tried(lambda: odds_faults(written, game, parameters, touches), where)
    unread = any(not written.sound(("parameters", name)) for name in parameters)
    if numbers and (found or unread):  # a stand-in makes no fault of its own
        del looked.faults[before : before + len(numbers)]
    looked.faults += found or []
    shape = moved[1].tree if tree is None else tree
    possible = _possible(moved[1].tree.world(slice(0, 1 + DRAWN)), tree)
    looked.faults += player_name_faults(case, game, shape, written.places, written.sound)
    looked.faults += move_faults(written, shape, touches) + choice_faults(written, shape)
    looked.faults += event_faults(written, shape, possible)
    looked.faults += _terms(
        written, game, parameters, shape, [name for name in shape.parameters if touches.get(name)], looked
    )
    return game, parameters, shape


def _terms(
    written: Written,
    game: Game,
    parameters: Mapping[str, Parameter],
    tree: Tree,
    used: list[str],
    looked: _Examination,
) -> list[Fault]:
    """The faults of the clauses and of the game in which they are judged."""
    if not (written.case.terms or written.case.design.game) or not written.sound(["design"]):
        return []
    try:
        judged = terms_judged(written, game, parameters, tree, looked.folder, looked.hashes)
    except OvertureError as error:
        return list(error.faults)
    return terms_faults(written, judged, parameters, used)


def _told(
    written: Written, game: Game, parameters: dict[str, Parameter], looked: _Examination
) -> Tree | None:
    """The game at the modes; what it lacks is told and put into ``parameters``, so that it can be told."""
    before, where = len(looked.faults), written.places(["game"])
    modes = {name: given.played.mode for name, given in parameters.items()}
    tree: Tree | None = looked.tried(lambda: game.tree(modes), where)
    if not any(fault.id == "telling/parameter" for fault in looked.faults[before:]):
        return tree
    del looked.faults[before:]
    lacking = missing_parameters(game, modes)
    looked.faults += lacking_faults(written.case.parameters, written.places, lacking)
    parameters |= {name: Parameter(value=STAND_IN) for name in lacking}
    modes |= dict.fromkeys(lacking, STAND_IN)
    tree = looked.tried(lambda: game.tree(modes), where)
    return tree


def _possible(drawn: Tree, modes: Tree | None) -> Mask:
    """[T] histories that chance allows in some world."""
    trees = [drawn] if modes is None else [drawn, modes]
    found = np.zeros(len(drawn.terminal), dtype=bool)
    for tree in trees:
        found |= (terminal_probability(tree, even_play(tree).strategy) > 0).any(axis=0)
    return found


def _parameters(written: Written, data: Any, game: Game | None) -> dict[str, Parameter]:
    """Every parameter: the game's defaults, the case's own, and stand-ins for those that cannot be read."""
    case = written.case
    parameters = with_defaults(case.game, case.parameters, game)
    given = data.get("parameters")
    for name, value in given.items() if isinstance(given, dict) else ():
        if isinstance(name, str) and name not in case.parameters:
            parameters[name] = stand_in(value)
    return known_by(worded(case.game, parameters, game), game, case.advised)


def _evidence(written: Written, named: bool, tree: Tree | None, looked: _Examination) -> Examined | None:
    """The sheet of the case, checked as far as the game is known; None where there is none."""
    if not is_file(looked.folder / written.case.evidence):
        if named:
            found = f"there is no file {shown(written.case.evidence)!r}"
            looked.faults.append(Fault("case/evidence", found, written.places(["evidence"]), "", "add it"))
        return None
    examined = _sheet(looked, written.case.evidence)
    looked.faults += examined.faults
    sheet, places = examined.sheet, examined.places
    if sheet is None or places is None:
        return examined
    where = lined(sheet, places)
    faulty = {
        claim.id for at, claim in enumerate(sheet.claims) if not examined.sound(("claims", at, "event"))
    }
    known = looked.outlined if tree is None else None
    told = known.tree if known else tree
    for name, faults in _events_of_sheet(examined, where, told) if told is not None else ():
        sure = known.sure(faults) if known else faults
        looked.faults += sure
        faulty |= {name} if faults else set()
    looked.faults += evidence_faults(sheet, where, tree, faulty)
    return examined


def _events_of_sheet(examined: Examined, where: Where, tree: Tree) -> Iterator[tuple[str, list[Fault]]]:
    """The faults of each event of the sheet, with the id of the claim whose event it is ("" for any other)."""
    sheet = examined.sheet
    assert sheet is not None
    named_events = [
        (("claim", claim.id, key), ("claims", at, key), event)
        for at, claim in enumerate(sheet.claims)
        if claim.event
        for key, events in (("event", [claim.event]), ("near", [claim.near]), ("given", claim.given or {}))
        for event in events
    ]
    named_events += [
        (("source", source.id, key), ("sources", at, key), getattr(source, key))
        for at, source in enumerate(sheet.sources)
        for key in ("interest", "wants")
    ]
    for place, keys, event in named_events:
        if event is not None and examined.sound(keys):
            claim = place[1] if place[0] == "claim" and place[2] == "event" else ""
            yield (
                claim,
                list(read_event(tree, event, np.ones(len(tree.terminal), dtype=bool), where(*place))[1]),
            )


def _sheet(looked: _Examination, name: str) -> Examined:
    from overture.evidence.sheet import examine

    file = looked.folder / name
    examined = examine(file)
    if examined.sheet is not None:
        looked.hashes[f"evidence ({name})"] = digest(file)
    return examined
