"""What a case file may say. Every number in it is a judgement, and says why (docs/reference/case.md)."""

from __future__ import annotations

from datetime import date as Date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


class Part(BaseModel):
    """Every part of a case: unknown keys are faults, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Range(Part):
    """A parameter: a number that is taken for known, or a range that is drawn from.

    A range is a triangular distribution: never below ``low`` or above ``high``, most often near
    ``mode``. ``why`` gives the reason, in a sentence that a sceptic can attack.
    """

    value: float | None = None
    low: float | None = None
    mode: float | None = None
    high: float | None = None
    why: str = ""
    words: str = ""

    @model_validator(mode="after")
    def _one_form(self) -> Range:
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
        elif not self.why:
            raise ValueError("a range needs a sentence in why")
        return self

    @property
    def spread(self) -> bool:
        return self.value is None and self.low != self.high


def _number(value: object) -> object:
    """``0.5`` is short for ``{value: 0.5}``."""
    return {"value": value} if isinstance(value, int | float) and not isinstance(value, bool) else value


Parameter = Annotated[Range, BeforeValidator(_number)]


class Named(Part):
    """A move of the game whose choices the case speaks of, with words for each choice."""

    move: str
    words: dict[str, str] = Field(default_factory=dict)


class Signal(Named):
    """The move that may tell the types apart; ``given`` is the event in which the case looks at it."""

    given: str = ""


class Event(Part):
    """An event of the game and what it means in words."""

    event: str
    words: str


class Act(Event):
    """Something that was done in public: a move of the game that everybody has seen."""

    by: str = ""
    date: Date | None = None
    why: str = ""
    document: str = ""


class Watch(Event):
    """Something that may be seen next; ``given`` is the event in which it can be seen at all."""

    given: str = ""


class Deal(Part):
    """What can become of the offer once it is accepted: events of the game."""

    given: str
    cheating: str
    detected: str = ""
    collapse: str = ""


class Term(Part):
    """A clause that could be written differently: a parameter and how far it could be moved.

    ``held`` sets other parameters meanwhile: a clause may bite only together with another.
    """

    parameter: str
    held: dict[str, float] = Field(default_factory=dict)
    words: str
    low: float
    high: float
    unit: str = ""

    @model_validator(mode="after")
    def _rising(self) -> Term:
        if not self.low < self.high:
            raise ValueError(f"low {self.low:g} is not below high {self.high:g}")
        return self


class Equilibria(Part):
    """How much each class of equilibrium counts before anything was seen.

    ``weights`` maps a class (as the solver names it: "pooling on thin") to a weight; a class that is
    not listed gets ``other``. ``starts`` more continuations are made besides the logit path.
    ``floor`` is the share of play that is a slip: it keeps likelihood ratios finite.
    """

    weights: dict[str, float] = Field(default_factory=dict)
    other: float = Field(default=1.0, ge=0)
    starts: int = Field(default=6, ge=0, le=64)
    floor: float = Field(default=0.01, gt=0, lt=0.5)
    cap: float = Field(default=100.0, gt=1)
    why: str = ""


class Case(Part):
    """A case file, as written."""

    overture: Literal[1] = 1
    title: str
    question: str
    date: Date
    advised: str
    game: str
    shape: dict[str, bool | int | float | str] = Field(default_factory=dict)
    hypothesis: Named
    counterpart: Named | None = None
    signal: Signal
    offer: Event
    reply: Named
    deal: Deal
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    done: list[Act] = Field(default_factory=list)
    talk: list[Event] = Field(default_factory=list)
    watch: list[Watch] = Field(default_factory=list)
    terms: list[Term] = Field(default_factory=list)
    equilibria: Equilibria = Field(default_factory=Equilibria)
    evidence: str = "evidence.yaml"
    assumptions: list[str] = Field(default_factory=list)
    left_out: list[str] = Field(default_factory=list)
