"""A judgement in a few lines, as a table, and as a file: the JSON of its own schema."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, cast

from overture.games.view import Shown, fitted, told
from overture.judgement.saving import save_json

if TYPE_CHECKING:
    import pandas as pd

    from overture.judgement.judgement import Judgement


class Told(Shown):
    """What a judgement can do beside holding its numbers."""

    def _head(self) -> list[str]:
        mine = cast("Judgement", self)
        about, answers = mine.about, mine.answers
        beliefs = ", ".join(f"{each.words} {each.now:.2f}" for each in mine.hypotheses[:4])
        best = f"best reply: {answers.best}" if answers.best else "no best reply"
        lead = f", ahead by {told(answers.lead)}" if answers.lead is not None else ""
        return [
            f"Judgement: {fitted(about.title, 100)}",
            f"{about.solved} of {about.worlds} worlds solved; confidence {mine.confidence.level}",
            f"belief now: {beliefs}",
            best + lead,
        ]

    def _table(self, most: int) -> tuple[pd.DataFrame, int]:
        frame = self.to_frame()
        names = ["class", "player", "move", "seen", "choice", "strategy", "belief"]
        return frame[names].head(most), len(frame)

    def to_frame(self) -> pd.DataFrame:
        """One row per class of equilibrium, information set in words, and choice.

        Columns: ``class``; ``share``, the share of worlds in which it exists; ``before``, ``given`` and ``after``, its weight
        at the three points; ``player``, ``move`` and ``seen`` (what the mover has seen, as text); ``choice``; ``strategy``,
        its probability; ``belief`` of the mover in the first type (missing where he knows it); ``reached``; ``value``,
        what the player expects, averaged over the worlds in which the class exists. The parameters of a judgement are
        in its ``parameters``: it holds no single world.
        """
        import pandas as pd

        rows: list[dict[str, Any]] = [
            {
                "class": card.name,
                "share": card.share,
                "before": card.before,
                "given": card.given,
                "after": card.after,
                "player": line.player,
                "move": line.move,
                "seen": ", ".join(f"{move}={choice}" for move, choice in line.seen),
                "choice": choice,
                "strategy": odds,
                "belief": line.belief,
                "reached": line.reached,
                "value": card.value.get(line.player),
            }
            for card in cast("Judgement", self).equilibria
            for line in card.lines
            for choice, odds in line.odds.items()
        ]
        names = [
            "class",
            "share",
            "before",
            "given",
            "after",
            "player",
            "move",
            "seen",
            "choice",
            "strategy",
            "belief",
            "reached",
            "value",
        ]
        return pd.DataFrame(rows, columns=names)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the judgement as the JSON that ``overture assess --json`` writes; :func:`overture.load` reads it.

        Args:
            path: of the file; what was there is replaced by the whole new file, or stays.
        """
        save_json(cast("Judgement", self), path)
