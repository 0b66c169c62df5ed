"""A comparison of situations: the same numbers on each side, their differences, and the errors of both.

What is undefined is null, with a reason beside it. Differences are those of a side from the first side.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from overture.formats import ComparisonFormat
from overture.frozen import FrozenModel
from overture.games.view import Shown, fitted, told
from overture.judgement.saving import save_json

if TYPE_CHECKING:
    import pandas as pd

NumberForm = Literal["chance", "worth", "ratio"]
# What a difference says: nothing differs in any resample; it is within twice its error, or beyond it; or, with one
# world, there is no error to judge it by.
DifferenceWord = Literal["the same", "not told apart", "apart", "no error"]


class ComparedNumber(FrozenModel):
    """A number on one side, with its Monte-Carlo standard error (null with one world)."""

    value: float | None
    error: float | None = None
    reason: str | None = None  # why there is no number


class ComparedDifference(FrozenModel):
    """The number of a side minus that of the first side; its error is from pairs of resamples."""

    value: float | None
    error: float | None = None
    word: DifferenceWord | None = None
    reason: str | None = None  # why there is no difference


class ComparedRow(FrozenModel):
    """One answer on every side."""

    answer: str  # as --of names it: "chance", "worth.accept"
    words: str
    form: NumberForm
    numbers: list[ComparedNumber]  # by side
    differences: list[ComparedDifference]  # of each side after the first


class ComparedSide(FrozenModel):
    """One of the situations."""

    label: str  # "X", "q_thin = 0.3", "talk = false"
    words: str = ""  # the case's words for it
    reason: str | None = None  # why nothing of this side is judged
    left_out: list[str] = Field(
        default_factory=list
    )  # parts of the case that this form of the game does not have
    best: str | None = None  # the best reply
    types: list[str] = Field(default_factory=list)
    solved: int | None = None  # worlds with a certified equilibrium
    max_regret: float | None = None  # as a share of the payoff range


class ComparedBy(FrozenModel):
    """What differs between the sides."""

    kind: Literal["counterpart", "shape", "parameter"]
    name: str  # of the move, of the shape argument, or of the parameter
    words: str = ""
    known: Literal["theirs", "ours"] | None = None  # whose number a parameter is; it is set for both sides
    written: str = ""  # how the case itself has it


class ComparedAbout(FrozenModel):
    """What was asked, with what, and how to make it again."""

    title: str
    question: str
    date: str
    offer: str  # the case's words for the offer
    advised: str  # for display
    seed: int
    worlds: int
    own_draws: int
    command: str
    versions: dict[str, str]
    hashes: dict[str, str]


class Comparison(Shown, FrozenModel):
    """Everything that ``overture compare`` found."""

    format: ComparisonFormat = "overture-comparison/1"
    overture: str
    about: ComparedAbout
    by: ComparedBy
    sides: list[ComparedSide]
    rows: list[ComparedRow]

    def _head(self) -> list[str]:
        sides = ", ".join(each.label for each in self.sides)
        apart = sum(any(each.word == "apart" for each in row.differences) for row in self.rows)
        return [
            f"Comparison: {fitted(self.about.title, 100)}",
            f"by {self.by.kind} {self.by.name}: {sides}",
            f"{self.about.worlds} worlds, the same draws on each side; {apart} of {len(self.rows)} numbers differ by more "
            "than twice their error",
            *(
                f"{row.answer}: {', '.join(told(each.value) or 'none' for each in row.numbers)}"
                for row in self.rows
            ),
        ]

    def __str__(self) -> str:
        return repr(self)

    def to_frame(self) -> pd.DataFrame:
        """One row per answer and side.

        Columns: ``answer``; ``words``; ``side``; ``value`` and its standard ``error``; ``difference`` from the first side
        and its ``difference_error``; ``word``, what the difference says; ``reason`` and ``difference_reason``, why a value
        or a difference is missing. The first side, which does not differ from itself, has no difference.
        """
        import pandas as pd

        rows: list[dict[str, Any]] = []
        for row in self.rows:
            differences = [ComparedDifference(value=None), *row.differences]
            for side, number, difference in zip(self.sides, row.numbers, differences, strict=True):
                rows.append(
                    {
                        "answer": row.answer,
                        "words": row.words,
                        "side": side.label,
                        "value": number.value,
                        "error": number.error,
                        "difference": difference.value,
                        "difference_error": difference.error,
                        "word": difference.word,
                        "reason": number.reason,
                        "difference_reason": difference.reason,
                    }
                )
        names = [
            "answer",
            "words",
            "side",
            "value",
            "error",
            "difference",
            "difference_error",
            "word",
            "reason",
            "difference_reason",
        ]
        return pd.DataFrame(rows, columns=names)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the comparison as the JSON that ``overture compare --json`` writes; :func:`overture.load` reads it.

        Args:
            path: of the file; what was there is replaced by the whole new file, or stays.
        """
        save_json(self, path)
