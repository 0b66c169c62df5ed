"""A case as it would be with one thing different: one of its parameters at a value, or another form of its game.

A case in another form of its game may speak of what that form does not have. What only describes or only adds
(words, phrases, what might be said or seen, a claim, an act that was done) is left out and told; without the rest
(the hypothesis, the signal, the offer, the reply, the deal) the case cannot be judged in that form, with the reason.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from overture.case.choices import choice_faults
from overture.case.draw import draw
from overture.case.events import event_faults
from overture.case.evidence import evidence_faults, lined
from overture.case.known import touched
from overture.case.load import Loaded
from overture.case.moves import move_faults
from overture.case.odds import odds_faults
from overture.case.schema import Case, Named, Parameter
from overture.case.written import Written, choices
from overture.errors import EventError, Fault, FileError, OvertureError
from overture.evidence.sheet import Sheet
from overture.filing import Places
from overture.games.measured.event import mask
from overture.games.measured.measure import terminal_probability
from overture.games.measured.play import even_play
from overture.games.telling.raised import line_in_folder
from overture.games.tree import Tree
from overture.judgement.sides.by import OPTION, ShapeValue

DRAWN = 32  # worlds in which it is asked whether an event can happen at all


@dataclass(frozen=True)
class Changed:
    """The case of one side; ``loaded`` is None where it cannot be judged, with the reason.

    Attributes:
        left_out: the parts of the case that this form of the game does not have, in words.
    """

    loaded: Loaded | None
    reason: str | None = None
    left_out: tuple[str, ...] = ()


def with_number(loaded: Loaded, name: str, value: float) -> Changed:
    """The case with a parameter set, in the game and in our own copy of it.

    Whose number it is stays as it was; his picture of it is the number itself.

    Raises:
        FileError: the value is no number, or makes odds or payoffs that are none.
    """
    if not math.isfinite(value):
        raise FileError.of("compare/value", f"{name} = {value} is no finite number", OPTION, "finite numbers")
    given = loaded.parameters[name]
    known = given.known or ("ours" if given.picture is not None else None)
    parameter = Parameter(value=value, known=known, why=given.why, words=given.words)
    parameters = {**loaded.parameters, name: parameter}
    case = loaded.case.model_copy(update={"parameters": {**loaded.case.parameters, name: parameter}})
    changed = replace(loaded, case=case, parameters=parameters)
    _sound_odds(changed, f"{name} = {value:.6g}")
    return Changed(replace(changed, tree=_told(changed, f"{name} = {value:.6g}")))


def with_shape(loaded: Loaded, name: str, value: ShapeValue) -> Changed:
    """The case in another form of its game.

    Raises:
        FileError: the game cannot be told with this value of the argument.
    """
    label = f"{name} = {value!r}"
    case = loaded.case.model_copy(update={"shape": {**loaded.case.shape, name: value}})
    changed = replace(loaded, case=case, game=loaded.game.shape(**{name: value}))
    changed = replace(changed, tree=_told(changed, label))
    _sound_odds(changed, label)
    kept, left_out = _fitting(changed)
    faults = _faults(kept)
    if faults:
        return Changed(None, f"in this form of the game {faults[0].found}", tuple(left_out))
    return Changed(kept, None, tuple(left_out))


def _told(loaded: Loaded, label: str) -> Tree:
    """The game at the modes, one world."""
    try:
        return loaded.game.tree({name: given.played.mode for name, given in loaded.parameters.items()})
    except OvertureError as error:
        first = error.faults[0]
        raise FileError.of("compare/value", f"with {label} {first.found}", OPTION, first.allowed) from error
    except Exception as error:  # whatever a user's game raises is a fault of the value that he asked for
        line = line_in_folder(error, loaded.folder)
        found = f"with {label} the game cannot be told: {type(error).__name__}: {error}"
        found = f"{found}, at {line}" if line else found
        raise FileError.of(
            "compare/value", found, OPTION, "a value with which the game can be told"
        ) from error


def _sound_odds(loaded: Loaded, label: str) -> None:
    """Raise FileError where odds or payoffs are none anywhere in the ranges."""
    touches, _ = touched(loaded.case, loaded.game, loaded.parameters)
    faults = odds_faults(_written(loaded), loaded.game, loaded.parameters, touches)
    FileError.raise_any(
        Fault("compare/value", f"with {label}, {each.found}", OPTION, each.allowed) for each in faults
    )


def _written(loaded: Loaded) -> Written:
    return Written(loaded.case, loaded.places or Places(loaded.folder, {}))


def _faults(loaded: Loaded) -> list[Fault]:
    """What the case says that its game does not have, or that cannot be."""
    tree, written = loaded.tree, _written(loaded)
    touches, _ = touched(loaded.case, loaded.game, loaded.parameters)
    drawn = loaded.game.tree(dict(draw(loaded.parameters, DRAWN, 0)))
    possible = np.asarray((terminal_probability(drawn, even_play(drawn).strategy) > 0).any(axis=0))
    found = [*move_faults(written, tree, touches), *choice_faults(written, tree)]
    if not found:
        found = event_faults(written, tree, possible)
    if not found and loaded.sheet is not None:
        places = loaded.sheet_places or Places(loaded.folder, {})
        found = evidence_faults(loaded.sheet, lined(loaded.sheet, places), tree)
    return found


def _fitting(loaded: Loaded) -> tuple[Loaded, list[str]]:
    """The case without what only describes or adds and this game does not have; and what was left out, in words."""
    case, tree = loaded.case, loaded.tree
    done, talk, watch = (
        [each for each in part if _readable(tree, each.event, getattr(each, "given", ""))]
        for part in (case.done, case.talk, case.watch)
    )
    out = [f"what was done: {each.words}" for each in case.done if each not in done]
    out += [f"what might be said: {each.words}" for each in case.talk if each not in talk]
    out += [f"what might be seen: {each.words}" for each in case.watch if each not in watch]
    deal = case.deal
    for key in ("detected", "collapse"):
        if getattr(deal, key) and not _readable(tree, getattr(deal, key)):
            out.append(f"what may become of the deal: {getattr(deal, key)}")
            deal = deal.model_copy(update={key: ""})
    update: dict[str, Any] = {"done": done, "talk": talk, "watch": watch, "deal": deal}
    sheet = loaded.sheet
    if sheet is not None:
        sheet, unlinked = _unlinked(sheet, tree)
        out += [f"the event of the claim: {words}" for words in unlinked]
    kept = case.model_copy(update={**update, **_worded(case, tree)})
    return replace(loaded, case=kept, sheet=sheet), out


def _readable(tree: Tree, *events: str) -> bool:
    """Whether every event can be read in this game, and can happen."""
    try:
        return all(mask(tree, event).any() for event in events if event)
    except EventError:
        return False


def _unlinked(sheet: Sheet, tree: Tree) -> tuple[Sheet, list[str]]:
    """The sheet without the events that this game does not have: their claims move nothing; and these claims' words."""
    lost = [each for each in sheet.claims if each.event and not _readable(tree, each.event)]
    if not lost:
        return sheet, []
    claims = [each.model_copy(update={"event": None}) if each in lost else each for each in sheet.claims]
    return sheet.model_copy(update={"claims": claims}), [each.words or each.id for each in lost]


def _worded(case: Case, tree: Tree) -> dict[str, Any]:
    """Words and phrases of the choices that this game has."""
    moves = set(tree.labels.set_name)

    def kept(move: str, words: Mapping[str, str]) -> dict[str, str]:
        return {label: text for label, text in words.items() if label in choices(tree, move)}

    def named(part: Named) -> Named:
        return part.model_copy(update={"words": kept(part.move, part.words)})

    hypothesis = case.hypothesis.model_copy(
        update={
            name: kept(case.hypothesis.move, getattr(case.hypothesis, name)) for name in ("words", "nouns")
        }
    )
    return {
        "hypothesis": hypothesis,
        "counterpart": named(case.counterpart) if case.counterpart is not None else None,
        "signal": named(case.signal),
        "reply": named(case.reply),
        **{
            part: {move: kept(move, words) for move, words in getattr(case, part).items() if move in moves}
            for part in ("phrases", "clauses")
        },
    }
