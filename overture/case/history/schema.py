"""What a case about a history may say (docs/reference/history-case.md): the file whose ``sides`` name several players."""

from __future__ import annotations

from datetime import date as Date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from overture.case.schema import (
    ActEntry,
    Event,
    HypothesisMove,
    Named,
    NamesPlayers,
    Parameter,
    Player,
)
from overture.formats import yaml_version
from overture.frozen import FrozenModel, Number

Answer = Literal["belief", "gain", "chance", "signal", "none"]


class HistorySide(HypothesisMove):
    """The chance move that draws a player's type. ``adjectives``: what follows "X is" for each type ("amenable")."""

    adjectives: dict[str, str] = Field(default_factory=dict)


class HistoryAct(ActEntry):
    """A step of the history. ``seen_by``: the players who see it, and "observer"; None: as the game tells."""

    seen_by: list[str] | None = None


class OtherHistory(FrozenModel):
    """Another history, asked beside the one that happened: "a deal that held"."""

    name: str
    steps: list[HistoryAct] = Field(min_length=1)


class Versus(FrozenModel):
    """Two events that may follow, of which the first is compared with the second."""

    first: Event
    second: Event


class FollowedParameter(FrozenModel):
    """A parameter along which every way of playing is followed, from its value in the case to ``to``."""

    parameter: str
    to: Number
    words: str = ""


class ReportSentence(FrozenModel):
    """A sentence of a report, and which question about the game answers it.

    ``answer`` is a belief (what ``of`` believes of the choice ``choice`` of the type ``about``), the gain of the first
    event of ``versus`` for the adversary, the chance of ``event`` given ``given`` by the adversary's types, what the
    move ``signal`` is worth, or none, where ``why`` says why the game cannot tell.
    """

    says: str
    answer: Answer
    about: str = ""
    choice: str = ""
    of: str = "observer"
    event: str = ""
    given: list[str] = Field(default_factory=list)
    signal: str = ""
    words: str = ""
    why: str = ""

    @model_validator(mode="after")
    def _whole(self) -> ReportSentence:
        needed = {
            "belief": ("about", "choice"), "chance": ("event", "words"), "signal": ("signal",), "gain": (), "none": ("why",),
        }[self.answer]  # fmt: skip
        missing = [name for name in needed if not getattr(self, name).strip()]
        if missing:
            raise ValueError(f"answer: {self.answer} needs {' and '.join(missing)}")
        return self


class HistoryCase(NamesPlayers, FrozenModel):
    """A case file about a history, as written. ``story`` is the game told within it, where ``game`` names none.

    ``sides`` maps a player to the chance move that draws his type. ``done`` is what happened, in order; ``next`` what
    may follow it, in order; ``also`` other histories. ``signals`` are moves of which it is asked what they are worth,
    ``replies`` those of the advised players that are to be decided. ``weights`` are those of the ways of playing, in
    the order in which they are found; all alike without them.
    """

    overture: Annotated[Literal[1], yaml_version("overture")] = 1
    title: str
    question: str
    date: Date
    advised: list[str] = Field(min_length=1)
    adversary: str
    game: str
    story: dict[str, Any] | None = None
    shape: dict[str, bool | int | Annotated[float, Field(allow_inf_nan=False)] | str] = Field(
        default_factory=dict
    )
    players: dict[str, Player] = Field(default_factory=dict)
    sides: dict[str, HistorySide] = Field(min_length=1)
    done: list[HistoryAct] = Field(min_length=1)
    next: list[HistoryAct] = Field(default_factory=list)
    also: list[OtherHistory] = Field(default_factory=list)
    versus: Versus | None = None
    signals: list[Named] = Field(default_factory=list)
    replies: list[Named] = Field(default_factory=list)
    thresholds: list[FollowedParameter] = Field(default_factory=list)
    report: list[ReportSentence] = Field(default_factory=list)
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    phrases: dict[str, dict[str, str]] = Field(default_factory=dict)
    assumptions: list[str] = Field(default_factory=list)
    left_out: list[str] = Field(default_factory=list)

    def noun(self, player: str, choice: str) -> str:
        """The short noun for a type of a player ("an exploiter"); else the choice as the game names it."""
        side = self.sides.get(player)
        return side.nouns.get(choice, choice) if side is not None else choice

    def phrase(self, move: str, choice: str) -> str:
        """The words for a choice of a move, as a player makes it; else with its names in the game."""
        return self.phrases.get(move, {}).get(choice) or f"chooses “{choice}” at “{move}”"
