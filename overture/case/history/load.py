"""Read a case about a history: the file and its game, checked against each other, all faults at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from overture.case.history.schema import HistoryAct, HistoryCase, HistorySide
from overture.case.named import digest, named_game, with_defaults, worded
from overture.case.schema import Named, Parameter
from overture.case.written import choices
from overture.errors import EventError, Fault, FileError, OvertureError
from overture.filing import Keys, Places, did_you_mean, load_yaml, validate_partly
from overture.games.measured.event import mask
from overture.games.measured.measure import terminal_probability
from overture.games.measured.play import even_play
from overture.games.telling.language import Game
from overture.games.tree import CHANCE, Tree
from overture.history.step import OBSERVER, HistoryStep, seen

FILL: dict[str, Any] = {
    "date": "2000-01-01",
    "advised": ["?"],
    "sides": {"?": {"move": ""}},
    "done": [{"event": "", "words": ""}],
}
KEY = "sides"  # a case file with this key is one about a history


@dataclass(frozen=True)
class LoadedHistory:
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


def about_history(path: str | Path) -> bool:
    """Whether a file that can be read as YAML is a case about a history."""
    file = _file(path)
    try:
        data, _ = load_yaml(file, "a case file")
    except FileError:
        return False
    return isinstance(data, dict) and KEY in data


def load_history(path: str | Path) -> LoadedHistory:
    """Read and check a case about a history, or ``case.yaml`` of a folder.

    Raises:
        FileError: with every fault, each with its line, what is allowed, and the mend.
    """
    file = _file(path)
    data, places = load_yaml(file, "a case file")
    hashes = {file.name: digest(file)}
    partly = validate_partly(HistoryCase, data, places, FILL)
    faults = list(partly.faults)
    case: HistoryCase | None = partly.found
    game: Game | None = None
    parameters: dict[str, Parameter] = {}
    tree: Tree | None = None
    if case is not None:
        check = _Check(case, places, lambda keys: partly.sound(keys), faults)
        game, parameters, tree = check.game(file.parent, hashes)
        if tree is not None:
            check.names(tree)
            check.events(tree)
    FileError.raise_any(sorted(dict.fromkeys(faults), key=_line))
    assert case is not None
    assert game is not None
    assert tree is not None
    return LoadedHistory(case, game, parameters, tree, hashes)


def _file(path: str | Path) -> Path:
    file = Path(path)
    return file / "case.yaml" if file.is_dir() else file


def _line(fault: Fault) -> tuple[str, int]:
    found = re.match(r"(.*?):(\d+)", fault.where)
    return (found[1], int(found[2])) if found else (fault.where, 0)


@dataclass
class _Check:
    """A case as it was written, and the faults that are found in it."""

    case: HistoryCase
    places: Places
    sound: Callable[[Keys], bool]
    faults: list[Fault]

    # -- the game -----------------------------------------------------------------------------------

    def game(
        self, folder: Path, hashes: dict[str, str]
    ) -> tuple[Game | None, dict[str, Parameter], Tree | None]:
        """(the game, its parameters, its tree at the stated values), as far as they can be made."""
        case = self.case
        parameters = worded(case.game, with_defaults(case.game, case.parameters))
        if not (self.sound(("game",)) and self.sound(("shape",))):
            return None, parameters, None
        try:
            game = named_game(case.game, case.shape, self.places, folder, hashes)
            tree = game.tree({name: given.own.mode for name, given in parameters.items()})
        except FileError as error:
            self.faults += error.faults
            return None, parameters, None
        except OvertureError as error:
            where = self.places(("game",))
            self.faults += [
                Fault(each.id, each.found, f"{where}: {each.where}", each.allowed, each.mend)
                for each in error.faults
            ]
            return None, parameters, None
        for name, given in case.parameters.items():
            if given.spread:
                keys: Keys = ("parameters", name)
                found = f"{name} is a range, and a case about a history takes every number at one value"
                self.add("case/range", found, keys, "value: one number", f"value: {given.own.mode:g}")
            if name not in tree.parameters:
                self.unknown(
                    "case/parameter",
                    f"the game has no parameter {name!r}",
                    ("parameters", name),
                    name,
                    list(tree.parameters),
                )
        return game, parameters, tree

    # -- names --------------------------------------------------------------------------------------

    def names(self, tree: Tree) -> None:
        """Players, moves, choices and parameters that the game does not have, or of another kind."""
        case, players = self.case, tree.players
        named: list[tuple[Keys, str]] = [(("advised", at), name) for at, name in enumerate(case.advised)]
        named += [(("adversary",), case.adversary)]
        named += [(("players", name), name) for name in case.players] + [
            (("sides", name), name) for name in case.sides
        ]
        for keys, name in named:
            if name not in players and self.sound(keys):
                self.unknown("case/player", f"{name!r} is no player", keys, name, players)
        if case.adversary in case.advised:
            self.add(
                "case/advised",
                f"{case.adversary!r} is the adversary, and advised",
                ("advised",),
                "other players",
            )
        if case.adversary in players and case.adversary not in case.sides:
            self.add(
                "case/sides",
                f"no hypothesis about {case.adversary!r}",
                ("sides",),
                f"a side called {case.adversary}",
            )
        for player, side in case.sides.items():
            self._side(tree, player, side)
        for part, each in (("signals", case.signals), ("replies", case.replies)):
            for at, move in enumerate(each):
                self._move(tree, move, (part, at), advised=part == "replies")
        for move_name, words in case.phrases.items():
            self._choices(tree, move_name, words, ("phrases", move_name))
        for at, threshold in enumerate(case.thresholds):
            if threshold.parameter not in tree.parameters:
                keys = ("thresholds", at, "parameter")
                self.unknown(
                    "case/parameter",
                    f"the game has no parameter {threshold.parameter!r}",
                    keys,
                    threshold.parameter,
                    list(tree.parameters),
                )
        self._report_names(tree)

    def _side(self, tree: Tree, player: str, side: HistorySide) -> None:
        keys: Keys = ("sides", player)
        if not self._choices(
            tree, side.move, {**side.words, **side.nouns, **side.adjectives}, (*keys, "move")
        ):
            return
        movers = {
            int(tree.set_player[at]) for at, name in enumerate(tree.labels.set_name) if name == side.move
        }
        if movers - {CHANCE}:
            self.add(
                "case/hypothesis",
                f"{side.move!r} is a move of a player",
                (*keys, "move"),
                "a move of chance, which decides what he is",
            )

    def _move(self, tree: Tree, move: Named, keys: Keys, advised: bool) -> None:
        if not self._choices(tree, move.move, move.words, (*keys, "move")) or not advised:
            return
        movers = {
            tree.players[tree.set_player[at]]
            for at, name in enumerate(tree.labels.set_name)
            if name == move.move and tree.set_player[at] >= 0
        }
        if not movers & set(self.case.advised):
            who = ", ".join(sorted(movers)) or "chance"
            self.add(
                "case/reply",
                f"{move.move!r} is a move of {who}",
                (*keys, "move"),
                f"a move of {' or '.join(self.case.advised)}",
            )

    def _choices(self, tree: Tree, move: str, words: dict[str, str], keys: Keys) -> bool:
        """Whether the move is there; a fault for it, or for each of its choices that is not."""
        if not self.sound(keys):
            return False
        known = list(dict.fromkeys(tree.labels.set_name))
        if move not in known:
            self.unknown("case/move", f"the game has no move {move!r}", keys, move, known)
            return False
        labels = choices(tree, move)
        for label in words:
            if label not in labels:
                self.unknown(
                    "case/choice", f"{move!r} has no choice {label!r}", (*keys, label), label, labels
                )
        return True

    def _report_names(self, tree: Tree) -> None:
        for at, each in enumerate(self.case.report):
            keys: Keys = ("report", at)
            if not self.sound(keys):
                continue
            watchers = (*tree.players, OBSERVER)
            if each.answer == "belief":
                self._choices(tree, each.about, {each.choice: ""}, (*keys, "about"))
                if each.of not in watchers:
                    self.unknown("case/player", f"{each.of!r} is no player", (*keys, "of"), each.of, watchers)
            if each.answer == "signal" and each.signal not in {given.move for given in self.case.signals}:
                listed = [given.move for given in self.case.signals]
                self.unknown(
                    "case/signal",
                    f"{each.signal!r} is not among the signals",
                    (*keys, "signal"),
                    each.signal,
                    listed,
                )
            if each.answer == "gain" and self.case.versus is None:
                self.add(
                    "case/versus",
                    "a gain is asked, and the case has no versus",
                    keys,
                    "versus: {first: ..., second: ...}",
                )

    # -- events -------------------------------------------------------------------------------------

    def events(self, tree: Tree) -> None:
        """Events that cannot be read or cannot happen, histories that cannot go on, steps nobody knows who sees."""
        possible = (terminal_probability(tree, even_play(tree).strategy) > 0).any(axis=0)
        for name, keys, steps in self._histories():
            holds = possible
            for at, step in enumerate(steps):
                place = keys(at)
                found = self._mask(tree, step.event, place)
                if found is None:
                    continue
                if not (holds & found).any():
                    before = (
                        "chance never allows it"
                        if at == 0
                        else f"it cannot follow the steps before it {name}"
                    )
                    self.add(
                        "case/never", f"{step.event!r}: {before}", place, "an event that can happen there"
                    )
                    break
                holds = holds & found
            else:
                self._seen(tree, steps, keys)
        versus = self.case.versus
        for place, text in [
            *(
                [(("versus", "first"), versus.first.event), (("versus", "second"), versus.second.event)]
                if versus
                else []
            ),
            *self._asked(),
        ]:
            self._mask(tree, text, place)

    def _histories(self) -> Iterator[tuple[str, Callable[[int], Keys], list[HistoryAct]]]:
        done = self.case.done

        def along(at: int) -> Keys:
            return ("done", at) if at < len(done) else ("next", at - len(done))

        yield "", along, [*done, *self.case.next]
        for number, other in enumerate(self.case.also):

            def beside(at: int, number: int = number) -> Keys:
                return ("also", number, "steps", at)

            yield f"of {other.name!r}", beside, other.steps

    def _asked(self) -> Iterator[tuple[Keys, str]]:
        for at, each in enumerate(self.case.report):
            if each.answer == "chance":
                yield ("report", at, "event"), each.event
                for number, given in enumerate(each.given):
                    yield ("report", at, "given", number), given

    def _seen(self, tree: Tree, steps: list[HistoryAct], keys: Callable[[int], Keys]) -> None:
        for at, step in enumerate(steps):
            try:
                seen(tree, [as_step(step)])
            except EventError as error:
                place = self.places(keys(at))
                self.faults += [
                    Fault("case/seen-by", each.found, place, each.allowed, each.mend)
                    for each in error.faults[:1]
                ]

    def _mask(self, tree: Tree, text: str, keys: Keys) -> Any:
        if not self.sound(keys):
            return None
        try:
            found = mask(tree, text)
        except EventError as error:
            where = self.places(keys)
            self.faults += [
                Fault(each.id, each.found, f"{where}: {each.where}", each.allowed, each.mend)
                for each in error.faults
            ]
            return None
        if not found.any():
            self.add("case/never", f"{text!r} is true on no history", keys, "an event that can happen")
            return None
        return np.asarray(found)

    # -- faults -------------------------------------------------------------------------------------

    def add(self, id: str, found: str, keys: Keys, allowed: str, mend: str = "") -> None:
        self.faults.append(Fault(id, found, self.places(keys), allowed, mend))

    def unknown(self, id: str, found: str, keys: Keys, word: str, known: Any) -> None:
        self.add(id, found, keys, ", ".join(known), did_you_mean(word, list(known)))


def as_step(act: HistoryAct) -> HistoryStep:
    """A step of the case as one that :func:`overture.history.histories.histories` is asked about."""
    return HistoryStep(act.words, act.event, None if act.seen_by is None else tuple(act.seen_by))
