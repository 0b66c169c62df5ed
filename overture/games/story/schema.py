"""What a story file may say (docs/reference/story.md). Reading one makes everything explicit that may be left out."""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, StrictBool, StrictFloat, StrictInt, StrictStr, Tag

from overture.formats import yaml_version
from overture.frozen import FrozenModel, Number, as_value

Pronoun = Literal["he", "she", "it", "they"]
"""How sentences speak of a player after his name: a gang is "they"."""


def _listed(value: object) -> object:
    """One name alone is a list of one."""
    return [value] if isinstance(value, str) else value


def _audience(value: object) -> object:
    return None if value == "everybody" else [] if value == "nobody" else _listed(value)


def _plain_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _formula(value: object) -> object:
    if not isinstance(value, str) and not _plain_number(value):
        raise ValueError("a number or an expression must stand here")
    return value


def _choice(value: object) -> object:
    if value is not None and not isinstance(value, str) and not _plain_number(value):
        raise ValueError("a choice is a word or a number; true and false go into quotes")
    return value


def _condition(value: object) -> object:
    """``true`` and ``false`` of YAML are conditions that always or never hold."""
    if not isinstance(value, str | bool):
        raise ValueError('a condition must stand here, as in answer == "accept"')
    return str(value) if isinstance(value, bool) else value


def _fixed(value: object) -> object:
    if not isinstance(value, str | bool) and not _plain_number(value):
        raise ValueError("true, false, a number or a word must stand here")
    return value


Formula = Annotated[StrictStr | StrictInt | StrictFloat, BeforeValidator(_formula)]
"""Arithmetic over parameters and what has happened, or a number."""
Choice = Annotated[StrictStr | StrictInt | StrictFloat | None, BeforeValidator(_choice)]
"""What is chosen: a word, a number, or nothing."""
Condition = Annotated[str, BeforeValidator(_condition)]
"""What holds or does not, in the event language; true and false too."""
Fixed = Annotated[StrictBool | StrictInt | StrictFloat | StrictStr, BeforeValidator(_fixed)]
Audience = Annotated[list[str] | None, BeforeValidator(_audience)]
"""Who sees a choice: names of players, ``everybody`` (also null) or ``nobody`` (also an empty list). The mover always does."""


class StoryPlayer(FrozenModel):
    """A player: his name in sentences, his pronoun, and what he is in the story; one player at most is advised."""

    name: str = ""
    pronoun: Pronoun = "they"
    role: str = ""


class StoryParameter(FrozenModel):
    """A number of the story. ``known_by`` names who knows it; the value is what is taken where nobody says another."""

    value: Number | None = None
    words: str = ""
    unit: str = ""
    known_by: Audience = None


class StoryArgument(FrozenModel):
    """Something that fixes the shape of the game, such as how many periods there are; ``allowed`` lists what it may be."""

    value: Fixed
    words: str = ""
    allowed: list[Fixed] = Field(default_factory=list)


class ChoiceEntry(FrozenModel):
    """A choice of a move, its words (a verb phrase: "accepts the terms"), and when it is there at all."""

    choice: Choice
    words: str = ""
    when: Condition = ""


class OddsEntry(FrozenModel):
    """A choice of chance, its odds, its words, and when it is there at all. The odds ``rest`` are what the others leave."""

    choice: Choice
    odds: Formula
    words: str = ""
    when: Condition = ""


def _choices(value: object) -> object:
    """A list of choices, or choice -> words, as entries. Raises ValueError for a rest of words that a comma cut off."""
    if isinstance(value, dict):
        if any(value.values()):
            for choice, words in value.items():
                if words is None and " " in str(choice):
                    raise ValueError(
                        f"the choice {str(choice)!r} has no words, and others have: if it belongs to the words before it, "
                        "put them in quotes, since a comma inside braces ends them"
                    )
        return [
            {
                "choice": choice,
                **(words if isinstance(words, dict) else {"words": "" if words is None else words}),
            }
            for choice, words in value.items()
        ]
    if isinstance(value, list):
        return [each if isinstance(each, dict) else {"choice": each} for each in value]
    return value


def _odds(value: object) -> object:
    """Choice -> odds, as entries."""
    if isinstance(value, dict):
        return [
            {"choice": choice, **(odds if isinstance(odds, dict) else {"odds": odds})}
            for choice, odds in value.items()
        ]
    return value


Choices = Annotated[list[ChoiceEntry], BeforeValidator(_choices)]
Odds = Annotated[list[OddsEntry], BeforeValidator(_odds)]


class MoveStep(FrozenModel):
    """A player chooses. A ``covert`` move is seen by nobody else."""

    move: str
    by: str
    choices: Choices
    seen_by: Audience = None
    covert: bool = False
    words: str = ""
    when: Condition = ""


class ChanceStep(FrozenModel):
    """Chance picks a choice. A private type is a chance move that one player sees."""

    chance: str
    odds: Odds
    seen_by: Audience = None
    words: str = ""
    when: Condition = ""


class SignalStep(FrozenModel):
    """A noisy signal of an earlier move: for each of its choices the odds of what is seen."""

    signal: str
    of: str
    odds: dict[str, Odds]
    seen_by: Audience = None
    words: str = ""
    when: Condition = ""


class RevealStep(FrozenModel):
    """An earlier choice is shown to more players."""

    reveal: str
    to: Audience = None
    when: Condition = ""


class SimultaneousStep(FrozenModel):
    """Moves that are made at once: nobody sees another's before all are made; then ``seen_by`` see them."""

    simultaneous: list[Annotated[MoveStep, BeforeValidator(lambda value: _only_move(value))]] = Field(
        min_length=2
    )
    seen_by: Audience = None
    when: Condition = ""


class LetStep(FrozenModel):
    """Values are given names, or new values: numbers, or conditions that hold or not."""

    let: dict[str, Fixed] = Field(min_length=1)
    when: Condition = ""


class PayStep(FrozenModel):
    """Players are paid on the way; what a history pays is the sum."""

    pay: dict[str, Formula] = Field(min_length=1)
    words: str = ""
    when: Condition = ""


class EndStep(FrozenModel):
    """The game ends here. ``end`` has a payoff for each player, added to what was paid on the way; {} adds nothing."""

    end: dict[str, Formula]
    words: str = ""
    when: Condition = ""


class TellStep(FrozenModel):
    """A story told elsewhere in the file, by name; ``given`` fills its slots."""

    tell: str
    given: dict[str, Fixed] = Field(default_factory=dict)
    when: Condition = ""


def _kind(step: Any) -> str | None:
    """The class of a step, by the key that only steps of its kind have."""
    for key, name in KINDS.items():
        if key in step if isinstance(step, dict) else type(step).__name__ == name:
            return name
    return None


class IfStep(FrozenModel):
    """Steps that happen where a condition holds, and others where it does not."""

    condition: Condition = Field(alias="if")
    then: list[Step] = Field(default_factory=list)
    otherwise: list[Step] = Field(alias="else", default_factory=list)


class RepeatStep(FrozenModel):
    """Steps that happen ``times`` times; ``{period}`` in them is the number of the period, from 1 on.

    ``repeat`` is the name of that number. ``while`` is asked before each period: it ends where the condition fails.
    """

    repeat: str
    times: Formula
    going_on: Condition = Field(alias="while", default="")
    steps: list[Step] = Field(min_length=1)
    when: Condition = ""


KINDS = {
    "move": "MoveStep",
    "chance": "ChanceStep",
    "signal": "SignalStep",
    "reveal": "RevealStep",
    "simultaneous": "SimultaneousStep",
    "let": "LetStep",
    "pay": "PayStep",
    "end": "EndStep",
    "tell": "TellStep",
    "if": "IfStep",
    "repeat": "RepeatStep",
}


def _only_move(value: Any) -> Any:
    """A step among simultaneous ones is a move."""
    if isinstance(value, dict) and "move" not in value:
        other = next((key for key in KINDS if key in value), None)
        if other is not None:
            raise ValueError(
                f"only moves of players are made at once, and this is a step {other!r}: write it before or after them"
            )
    return value


Step = Annotated[
    Annotated[MoveStep, Tag("MoveStep")]
    | Annotated[ChanceStep, Tag("ChanceStep")]
    | Annotated[SignalStep, Tag("SignalStep")]
    | Annotated[RevealStep, Tag("RevealStep")]
    | Annotated[SimultaneousStep, Tag("SimultaneousStep")]
    | Annotated[LetStep, Tag("LetStep")]
    | Annotated[PayStep, Tag("PayStep")]
    | Annotated[EndStep, Tag("EndStep")]
    | Annotated[TellStep, Tag("TellStep")]
    | Annotated[IfStep, Tag("IfStep")]
    | Annotated[RepeatStep, Tag("RepeatStep")],
    Discriminator(
        _kind,
        custom_error_type="story_step",
        custom_error_message="a step of no known kind: it has none of the keys " + ", ".join(KINDS),
    ),
]


class SubStory(FrozenModel):
    """Steps under a name. ``{slot}`` in them is replaced by what ``tell`` gives for the slot."""

    slots: list[str] = Field(default_factory=list)
    words: str = ""
    steps: list[Step] = Field(min_length=1)


class Story(FrozenModel):
    """A story file: a game told as data."""

    story: Annotated[Literal[1], yaml_version("story")]
    title: str = Field(min_length=1)
    words: str = ""
    source: str = ""
    players: Annotated[dict[str, StoryPlayer], BeforeValidator(lambda value: _players(value))] = Field(
        min_length=1
    )
    parameters: dict[str, Annotated[StoryParameter, BeforeValidator(as_value)]] = Field(default_factory=dict)
    shape: dict[str, Annotated[StoryArgument, BeforeValidator(lambda value: _argument(value))]] = Field(
        default_factory=dict
    )
    stories: dict[str, SubStory] = Field(default_factory=dict)
    steps: list[Step] = Field(min_length=1)


def _players(value: object) -> object:
    """A list of names is players of whom nothing more is said."""
    if isinstance(value, list):
        return {str(name): {} for name in value}
    if isinstance(value, dict):
        return {name: {} if said is None else said for name, said in value.items()}
    return value


def _argument(value: object) -> object:
    """A value alone is one of which nothing more is said."""
    return value if isinstance(value, dict) else {"value": value}


IfStep.model_rebuild()
RepeatStep.model_rebuild()
SubStory.model_rebuild()
Story.model_rebuild()
