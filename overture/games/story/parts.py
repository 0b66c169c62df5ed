"""Which parts of a story became which steps of its program: known beside the program, for what is said of parts later."""

from __future__ import annotations

from dataclasses import dataclass, field

from overture.filing import Keys


@dataclass(frozen=True)
class AskedCondition:
    """A condition of a story, at one of the places at which its program asks it.

    Attributes:
        step: the step of the program that asks it. choice: the number of the choice whose condition it is, or
            :data:`~overture.games.story.program.OF_STEP`. constant: whether it holds, where that is the same on every
            history and nothing is asked; else None. varies: whether that may be another in another period or shape.
    """

    step: int
    choice: int
    constant: bool | None
    varies: bool


@dataclass
class ProgramParts:
    """Where the parts of a story stand in its program at one shape. A part that is told several times stands there as often.

    Attributes:
        first: step of the story -> the first of its steps of the program, each time that it is told.
        asked: condition of the story -> where it is asked. reads: step of the program -> the parameters that it reads.
    """

    first: dict[Keys, list[int]] = field(default_factory=dict)
    asked: dict[Keys, list[AskedCondition]] = field(default_factory=dict)
    reads: dict[int, set[str]] = field(default_factory=dict)
