"""What a case says of terms: clauses that could be written differently, what each costs us, and where they are judged."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from overture.frozen import FrozenModel, Number, as_value

Choice = bool | int | str


class ClauseCost(FrozenModel):
    """What a clause costs the advised side, in the unit of its payoffs.

    ``per`` is the cost of one unit of a parameter beyond a point: ``above`` it, or ``below`` it. ``once`` is the cost
    of each choice of a shape clause but its first. ``free_under`` maps a shape clause to its choice, or to several, under
    which there is no cost.
    """

    per: Annotated[Number, Field(ge=0)] | None = None
    above: Number | None = None
    below: Number | None = None
    once: Annotated[Number, Field(ge=0)] | None = None
    free_under: dict[str, Choice | list[Choice]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_form(self) -> ClauseCost:
        if (self.per is None) == (self.once is None):
            raise ValueError("give either per, for a parameter, or once, for a choice of the shape")
        if self.per is not None and (self.above is None) == (self.below is None):
            raise ValueError("per needs the point from which it counts: either above or below")
        if self.once is not None and (self.above is not None or self.below is not None):
            raise ValueError("once has no point from which it counts")
        return self


def _free(value: object) -> object:
    """``free`` is short for a clause that costs us nothing."""
    if value == "free":
        return {"per": 0.0, "above": 0.0}
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError("give {per: ..., above: ...}, {per: ..., below: ...}, {once: ...} or free")
    return value


class Term(FrozenModel):
    """A clause that could be written differently: a parameter within a range, or a shape argument with its choices.

    ``held`` is read from older files; all clauses are moved together now, so that it sets nothing. ``granted`` names the
    player who may grant the clause, ``why`` says why its range ends where it does.
    """

    parameter: str = ""
    shape: str = ""
    choices: list[Choice] = Field(default_factory=list)
    held: dict[str, Number] = Field(default_factory=dict)
    words: str
    low: Number | None = None
    high: Number | None = None
    unit: str = ""
    cost: Annotated[ClauseCost | None, BeforeValidator(_free)] = None
    granted: str = ""
    why: str = ""

    @model_validator(mode="after")
    def _one_kind(self) -> Term:
        if bool(self.parameter) == bool(self.shape):
            raise ValueError("give either parameter, with low and high, or shape, with choices")
        if self.shape:
            if self.low is not None or self.high is not None:
                raise ValueError(
                    f"{self.shape!r} changes the shape of the game: it has choices and no range: write choices: [false, true], say"
                )
            if len(self.choices) < 2 or len(set(map(repr, self.choices))) < len(self.choices):
                raise ValueError("choices needs two different values at least")
        elif self.choices:
            raise ValueError("a parameter has a range (low and high) and no choices")
        elif self.low is None or self.high is None:
            raise ValueError("a parameter needs its range: low and high")
        elif not self.low < self.high:
            raise ValueError(f"low {self.low:g} is not below high {self.high:g}: exchange them")
        if self.cost is not None and self.shape and self.cost.per:
            raise ValueError("a shape clause has a cost that is paid once: {once: ...}")
        if self.cost is not None and self.parameter and self.cost.once is not None:
            raise ValueError(
                "a parameter has a cost for each unit: {per: ..., above: ...} or {per: ..., below: ...}"
            )
        return self

    @property
    def name(self) -> str:
        return self.parameter or self.shape

    @property
    def free_under(self) -> dict[str, list[Choice]]:
        """Shape clause -> the choices under which this clause costs nothing."""
        given = {} if self.cost is None else self.cost.free_under
        return {name: each if isinstance(each, list) else [each] for name, each in given.items()}

    @property
    def ends(self) -> tuple[float, float]:
        """The range of a parameter; the numbers of the first and the last choice of a shape clause."""
        if self.low is None or self.high is None:
            return 0.0, float(len(self.choices) - 1)
        return self.low, self.high


class OutsideEntry(FrozenModel):
    """What a player has without a deal: the payoff where ``event`` holds, or a number."""

    event: str = ""
    value: Number | None = None
    words: str = ""

    @model_validator(mode="before")
    @classmethod
    def _alone(cls, value: object) -> object:
        return as_value(value)

    @model_validator(mode="after")
    def _one_form(self) -> OutsideEntry:
        if bool(self.event) == (self.value is not None):
            raise ValueError("give either the event in which a player has it, or its value")
        return self


class Design(FrozenModel):
    """The game in which terms are judged, and what holding means in it; all is optional for a game of the catalogue.

    Attributes:
        game, shape: the game in which the terms are judged; without it, the one that goes with the case's game.
        names: parameter of that game -> the parameter of the case from which it takes its value.
        hypothesis: its chance move that decides what he is; its choices are called as in the case's game.
        struck, broken: the events that a deal under the terms is made, and that it is broken.
        leaving: the event in which he takes his outside option; reversal: in which we carry out our threat.
        outside: player -> what he has without a deal.
        most: the largest chance of a broken deal that counts as holding. share: of worlds in which terms must hold.
        margin: of payoff by which each strict condition must hold.
    """

    game: str = ""
    shape: dict[str, Choice | Annotated[float, Field(allow_inf_nan=False)]] = Field(default_factory=dict)
    names: dict[str, str] = Field(default_factory=dict)
    hypothesis: str = ""
    struck: str = ""
    broken: str = ""
    leaving: str = ""
    reversal: str = ""
    outside: dict[str, OutsideEntry] = Field(default_factory=dict)
    most: Annotated[Number, Field(gt=0, le=1)] = 0.10
    share: Annotated[Number, Field(gt=0, le=1)] = 0.80
    margin: Annotated[Number, Field(ge=0)] = 0.01
