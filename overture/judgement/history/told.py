"""A judgement of a history in a few lines, as a table, and as a file: the JSON of its own schema."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, cast

from overture.games.view import Shown, count, fitted
from overture.judgement.saving import save_json

if TYPE_CHECKING:
    import pandas as pd

    from overture.judgement.history.judgement import HistoryJudgement, StepCard


class ToldHistory(Shown):
    """What a judgement of a history can do beside holding its numbers."""

    def _head(self) -> list[str]:
        mine = cast("HistoryJudgement", self)
        about, makers = mine.about, mine.makers
        return [
            f"Judgement of a history: {fitted(about.title, 100)}",
            about.question,
            f"{count(len(mine.ways), 'way of playing', 'ways of playing')} found; {_made(makers.many, makers.of)}",
            "low and high: the least and the greatest over the ways in which it is defined",
        ]

    def _table(self, most: int) -> tuple[pd.DataFrame, int]:
        """One row a step and a belief after it: of a player of whom no more is known, in the first type of another."""
        mine = cast("HistoryJudgement", self)
        frame = self.to_frame()
        first = {(side.player, side.types[0].label) for side in mine.sides}
        rows = zip(frame["own"], frame["about"], frame["type"], strict=True)
        kept = frame[[own == "" and (about, kind) in first for own, about, kind in rows]]
        return kept[
            ["step", "happened", "chance low", "chance high", "believer", "about", "type", "low", "high"]
        ].head(most), len(kept)

    def to_frame(self) -> pd.DataFrame:
        """One row per step of the history and belief after it.

        Columns: ``number`` of the step, from 1; ``step`` in words; ``event``, its definition; ``happened``; ``chance low`` and
        ``chance high``, the least and the greatest chance of the history so far over the ways of playing; ``believer``, the
        player who believes; ``own``, what he is himself where he knows it; ``about``, the player whom he believes it of;
        ``type``; ``low`` and ``high`` of its probability over the ways in which the belief is defined; ``ways``, how many
        these are. Missing is what is defined in no way.
        """
        import pandas as pd

        steps = cast("HistoryJudgement", self).history.steps
        rows = [row for number, step in enumerate(steps, start=1) for row in _rows(number, step)]
        return pd.DataFrame(rows, columns=[*_FIRST, *_BELIEF])

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the judgement as the JSON that ``overture assess --json`` writes; :func:`overture.load` reads it.

        Args:
            path: of the file; what was there is replaced by the whole new file, or stays.
        """
        save_json(cast("HistoryJudgement", self), path)


_FIRST = ("number", "step", "event", "happened", "chance low", "chance high")
_BELIEF = ("believer", "own", "about", "type", "low", "high", "ways")


def _made(many: int, of: int) -> str:
    """With how many combinations of what the players could do what was done happens."""
    if of == 1:
        return "what was done happens in all of them" if many else "what was done happens in none of them"
    return f"what was done happens with {many} of {of} combinations of their options"


def _rows(number: int, step: StepCard) -> list[dict[str, Any]]:
    """A step with each belief after it; alone where nobody believes anything."""
    first = dict(
        zip(
            _FIRST,
            (number, step.words, step.event, step.happened, step.chance.low, step.chance.high),
            strict=True,
        )
    )
    told = [
        first
        | dict(
            zip(
                _BELIEF,
                (
                    each.of, each.own, each.about, each.label, each.probability.low, each.probability.high,
                    each.probability.ways,
                ),
                strict=True,
            )
        )
        for each in step.beliefs
    ]  # fmt: skip
    return told or [first]
