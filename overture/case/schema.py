"""What a case file may say. Every number in it is a judgement, and says why (docs/reference/case.md)."""

from __future__ import annotations

from datetime import date as Date
from typing import Annotated, Any, Literal, Protocol

from pydantic import Field, model_validator

from overture.case.terms.schema import Design, Term
from overture.formats import yaml_version
from overture.frozen import FrozenModel, Number, as_value
from overture.games.story.schema import Pronoun as Pronoun


class Triangle(FrozenModel):
    """A triangular distribution: never below ``low`` or above ``high``, most often near ``mode``."""

    low: Number
    mode: Number
    high: Number

    @model_validator(mode="after")
    def _rising(self) -> Triangle:
        if not self.low <= self.mode <= self.high:
            raise ValueError(
                f"low {self.low:g}, mode {self.mode:g}, high {self.high:g} are not in rising order"
            )
        return self

    @property
    def spread(self) -> bool:
        return self.low != self.high

    @property
    def mean(self) -> float:
        return (self.low + self.mode + self.high) / 3


class Parameter(FrozenModel):
    """A parameter: a number that is taken for known, or a range that is drawn from.

    A range is a triangular distribution. ``why`` gives the reason, in a sentence that a sceptic can attack.
    ``known`` says whose number it is: *theirs*, a fact about the adversary that he knows and we do not, or
    *ours*, which we know, choose, or know no worse than he does. ``picture`` is the range in which the
    adversary takes a number of ours to lie; without it he is taken to hold it for anything in our own range.
    """

    value: Number | None = None
    low: Number | None = None
    mode: Number | None = None
    high: Number | None = None
    known: Literal["theirs", "ours"] | None = None
    picture: Triangle | None = None
    why: str = ""
    words: str = ""

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, value: object) -> object:
        return as_value(value)

    @model_validator(mode="after")
    def _one_form(self) -> Parameter:
        triple = (self.low, self.mode, self.high)
        if self.value is not None:
            if any(part is not None for part in triple):
                raise ValueError("give either value, or low, mode and high")
        elif self.low is None or self.mode is None or self.high is None:
            raise ValueError("give value, or all of low, mode and high")
        elif not self.low <= self.mode <= self.high:
            raise ValueError(
                f"low {self.low:g}, mode {self.mode:g}, high {self.high:g} are not in rising order"
            )
        elif not self.why.strip():
            raise ValueError("a range needs a sentence in why")
        if self.picture is not None and self.known == "theirs":
            raise ValueError("a picture is of a number of ours, and this one is theirs")
        return self

    @property
    def spread(self) -> bool:
        return self.value is None and self.low != self.high

    @property
    def own(self) -> Triangle:
        """The range of the number itself; a single point where it is known."""
        if self.value is not None:
            return Triangle(low=self.value, mode=self.value, high=self.value)
        return Triangle.model_validate({"low": self.low, "mode": self.mode, "high": self.high})

    @property
    def played(self) -> Triangle:
        """The range from which the worlds of the game are drawn: the adversary's picture of it, where one is stated."""
        return self.picture or self.own


class Named(FrozenModel):
    """A move of the game whose choices the case speaks of, with words for each choice."""

    move: str
    words: dict[str, str] = Field(default_factory=dict)


class HypothesisMove(Named):
    """The chance move that decides what he is. ``words`` are clauses ("he would cheat"), ``nouns`` short ("a cheat")."""

    nouns: dict[str, str] = Field(default_factory=dict)


class Player(FrozenModel):
    """How sentences speak of a player of the game: "the leader", he."""

    name: str = ""
    pronoun: Pronoun = "they"


class HasPlayers(Protocol):
    """What says how sentences speak of players."""

    @property
    def players(self) -> dict[str, Player]: ...


class NamesPlayers:
    """How sentences speak of the players of a case: a part of the files about one offer and about a history."""

    def player_name(self: HasPlayers, player: str) -> str:
        """How sentences name a player of the game: as the case says, else as the game does."""
        told = self.players.get(player)
        return told.name if told is not None and told.name else player

    def pronoun(self: HasPlayers, player: str) -> Pronoun:
        """The pronoun of a player; "they" where the case gives none."""
        told = self.players.get(player)
        return told.pronoun if told is not None else "they"


class Signal(Named):
    """The move that may tell the types apart; ``given`` is the event in which the case looks at it."""

    given: str = ""


class Event(FrozenModel):
    """An event of the game and what it means in words."""

    event: str
    words: str


class ActEntry(Event):
    """Something that was done in public: a move of the game that everybody has seen."""

    by: str = ""
    date: Date | None = None
    why: str = ""
    document: str = ""


class Watch(Event):
    """Something that may be seen next; ``given`` is the event in which it can be seen at all."""

    given: str = ""


class Deal(FrozenModel):
    """What can become of the offer once it is accepted: events of the game."""

    given: str
    cheating: str
    detected: str = ""
    collapse: str = ""


class Equilibria(FrozenModel):
    """How much each class of equilibrium counts before anything was seen.

    ``weights`` maps a class (as the solver names it: "pooling on thin") to a weight; a class that is
    not listed gets ``other``. ``starts`` more continuations are made besides the logit path.
    ``floor`` is the share of an act that is never played and could be seen: it keeps likelihood ratios finite.
    """

    weights: dict[str, Annotated[Number, Field(ge=0)]] = Field(default_factory=dict)
    other: Annotated[Number, Field(ge=0)] = 1.0
    starts: int = Field(default=6, ge=0, le=64)
    floor: Annotated[Number, Field(gt=0, lt=0.5)] = 0.01
    cap: Annotated[Number, Field(gt=1)] = 100.0
    why: str = ""

    @model_validator(mode="after")
    def _something_counts(self) -> Equilibria:
        if not self.other and not any(self.weights.values()):
            raise ValueError("all weights are 0: at least one class, or other, must count")
        return self


class Case(NamesPlayers, FrozenModel):
    """A case file, as written. ``story`` is the game told within the case, where ``game`` names none."""

    overture: Annotated[Literal[1], yaml_version("overture")] = 1
    title: str
    question: str
    date: Date
    advised: str
    game: str
    story: dict[str, Any] | None = None
    shape: dict[str, bool | int | Annotated[float, Field(allow_inf_nan=False)] | str] = Field(
        default_factory=dict
    )
    players: dict[str, Player] = Field(default_factory=dict)
    hypothesis: HypothesisMove
    counterpart: Named | None = None
    signal: Signal
    offer: Event
    reply: Named
    deal: Deal
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    done: list[ActEntry] = Field(default_factory=list)
    talk: list[Event] = Field(default_factory=list)
    watch: list[Watch] = Field(default_factory=list)
    terms: list[Term] = Field(default_factory=list)
    design: Design = Field(default_factory=Design)
    equilibria: Equilibria = Field(default_factory=Equilibria)
    phrases: dict[str, dict[str, str]] = Field(default_factory=dict)
    clauses: dict[str, dict[str, str]] = Field(default_factory=dict)
    evidence: str = "evidence.yaml"
    assumptions: list[str] = Field(default_factory=list)
    left_out: list[str] = Field(default_factory=list)

    def noun(self, choice: str) -> str:
        """The short noun for a hypothesis ("an exploiter"); else the choice as the game names it."""
        return self.hypothesis.nouns.get(choice, choice)

    def phrase(self, move: str, choice: str) -> str | None:
        """The verb phrase for a choice ("offers a thin freeze"); None where the case gives none."""
        return self.phrases.get(move, {}).get(choice)
