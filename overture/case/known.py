"""Who knows what: which numbers are facts about the adversary, and which are about us (Answers, sections 2 and 18.2).

A number is *theirs* if the adversary knows it and we do not: his acts teach us about it. It is *ours* if we know it,
choose it, or know it no worse than he does: from his acts we learn only how he takes it to be. The case says which
it is (``known``). Without that there is a default only where nothing hangs on it, and it is found by trying: each
parameter is shifted a little, and what moves is looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from overture.case.draw import centre, draw
from overture.case.schema import Case, Parameter
from overture.games.telling.language import Game
from overture.games.telling.trial import Trial, tell
from overture.games.tree import Floats

Side = Literal["theirs", "ours"]

# How far a parameter is shifted: shares of its range, or of its size (of 1 at 0) where it is a single number.
SHIFTS = (0.01, -0.01, 0.1, -0.1)
# Where the shifts are tried: at the centre of the ranges, and in this many drawn worlds.
DRAWN = 3
SEED = 1


class HasCase(Protocol):
    """A loaded case, as far as it is needed here."""

    @property
    def case(self) -> Case: ...
    @property
    def game(self) -> Game: ...
    @property
    def parameters(self) -> dict[str, Parameter]: ...


@dataclass(frozen=True)
class Touch:
    """What moves when a parameter is shifted.

    Attributes:
        hypothesis: the odds of the hypothesis move. nature: odds of any other chance move.
        ours: payoffs of the advised player. others: payoffs of anybody else.
        chance: the chance moves whose odds move, by name, the hypothesis among them.
    """

    hypothesis: bool
    nature: bool
    ours: bool
    others: bool
    chance: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether it moves anything."""
        return self.hypothesis or self.nature or self.ours or self.others


@dataclass(frozen=True)
class Knows:
    """Whose number a parameter is.

    Attributes:
        side: "theirs" or "ours". stated: the case says so.
        asked: nobody said so and something hangs on it: it counts as ours until ``known`` is given.
        why: the reason, in words that complete "it counts as ours, since ...".
    """

    side: Side
    stated: bool
    asked: bool
    why: str


def touches(loaded: HasCase) -> dict[str, Touch]:
    """Parameter -> what it moves, for every parameter of the game."""
    return touched(loaded.case, loaded.game, loaded.parameters)[0]


def touched(case: Case, game: Game, parameters: Mapping[str, Parameter]) -> tuple[dict[str, Touch], Trial]:
    """What :func:`touches` gives, and the trial by which it was found.

    Raises:
        TellingError: the game cannot be told.
    """
    values, reference, of = _shifted(parameters)
    trial = tell(game, values, reference)
    found = {}
    for name in parameters:
        mine = of == name
        chance = tuple(move for move, moved in trial.chance.items() if moved[mine].any())
        paid = [player for player, moved in trial.paid.items() if moved[mine].any()]
        found[name] = Touch(
            hypothesis=case.hypothesis.move in chance,
            nature=any(move != case.hypothesis.move for move in chance),
            ours=case.advised in paid,
            others=any(player != case.advised for player in paid),
            chance=chance,
        )
    return found, trial


def _shifted(parameters: Mapping[str, Parameter]) -> tuple[dict[str, Floats], np.ndarray, np.ndarray]:
    """(parameter -> [W] values, [W] the world each is compared with, [W] the parameter shifted, "" for none)."""
    points = 1 + DRAWN
    drawn = draw(parameters, DRAWN, SEED)
    middle = centre(parameters, points)
    base = {name: np.append(middle[name], drawn[name]) for name in parameters}
    rows = points * (1 + len(SHIFTS) * len(parameters))
    values = {name: np.resize(base[name], rows) for name in parameters}
    of = np.full(rows, "", dtype=object)
    row = points
    for name, given in parameters.items():
        for shift in SHIFTS:
            here = slice(row, row + points)
            values[name][here] += shift * _unit(given, middle[name])
            of[here] = name
            row += points
    return values, np.resize(np.arange(points), rows), of


def _unit(given: Parameter, middle: float) -> float:
    """The width of the range; of a single number its size, or 1 at 0."""
    for range_ in (given.own, given.played):
        if range_.spread:
            return range_.high - range_.low
    return abs(middle) or 1.0


def who_knows(loaded: HasCase, found: Mapping[str, Touch] | None = None) -> dict[str, Knows]:
    """Parameter -> whose number it is, for every parameter of the game.

    Args:
        found: what :func:`touches` gave, where that is known already.
    """
    moved = touches(loaded) if found is None else found
    moves = any(touch.ours or touch.others for touch in moved.values()) and _advised_moves(loaded)
    return {name: _knows(given, moved[name], moves) for name, given in loaded.parameters.items()}


def _advised_moves(loaded: HasCase) -> bool:
    tree = getattr(loaded, "tree", None)
    if tree is None or loaded.case.advised not in tree.players:
        return True
    return bool((tree.set_player == tree.players.index(loaded.case.advised)).any())


def _knows(given: Parameter, touch: Touch, advised_moves: bool) -> Knows:
    """The rule: what the case says, else a default where nothing hangs on it."""
    why = _moves(touch)
    if given.known is not None:
        return Knows(given.known, True, False, "the case says so")
    if given.picture is not None:
        return Knows("ours", True, False, "the case states his picture of it")
    if touch.hypothesis:
        return Knows("ours", False, False, why)
    if not touch.nature and (touch.ours or touch.others) and not advised_moves:
        return Knows("theirs", False, False, f"{why}, and the advised side makes no move")
    if touch.others and not touch.nature and not touch.ours:
        return Knows("theirs", False, False, why)
    return Knows("ours", False, given.spread and (touch.nature or touch.others), why)


def _moves(touch: Touch) -> str:
    """What a parameter moves, as a clause."""
    if touch.hypothesis:
        return "it moves the odds of the hypothesis"
    if touch.nature:
        return "it moves odds of nature (" + ", ".join(touch.chance) + ")"
    if touch.ours and touch.others:
        return "it moves payoffs of both sides"
    if touch.ours:
        return "it moves our payoffs alone"
    if touch.others:
        return "it moves payoffs of the other side alone"
    return "it moves nothing in this form of the game"
