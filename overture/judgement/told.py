"""A judgement in a few lines, as a table, and as a file: the JSON of its own schema."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from overture.games.show import does, where_of
from overture.games.spoken import SpokenGame
from overture.games.view import Said, Shown, fitted
from overture.judgement.saving import save_json
from overture.wording import capital

if TYPE_CHECKING:
    import pandas as pd

    from overture.judgement.answers import Answers
    from overture.judgement.judgement import Judgement, Line

MOST_CLASSES = 8  # whose play is said in a notebook


class Told(Shown):
    """What a judgement can do beside holding its numbers."""

    def _head(self) -> list[str]:
        mine = cast("Judgement", self)
        about, answers = mine.about, mine.answers
        beliefs = ", ".join(f"{each.words} {each.now:.2f}" for each in mine.hypotheses[:4])
        return [
            f"Judgement: {fitted(about.title, 100)}",
            f"{about.solved} of {about.worlds} worlds solved; confidence {mine.confidence.level}",
            f"belief now: {beliefs}",
            _reply_words(answers, mine.words.get(about.roles["reply"], {})),
        ]

    def _table(self, most: int) -> tuple[pd.DataFrame, int]:
        """One row per class: in what share of the worlds it exists, its weight at the three points, what it is worth to each on average."""
        import pandas as pd

        mine = cast("Judgement", self)
        names = mine.about.names
        rows = [
            {
                "class": card.name,
                "worlds": f"{card.share:.0%}",
                "weight before": card.before,
                "weight given": card.given,
                "weight after": card.after,
                **{f"worth to {names.get(player) or player}": worth for player, worth in card.value.items()},
            }
            for card in mine.equilibria
        ]
        return pd.DataFrame(rows[:most]), len(rows)

    def _said(self) -> list[Said]:
        """What is done where play goes, in each of the first classes."""
        mine = cast("Judgement", self)
        spoken = _spoken(mine)
        return [
            (card.name, [_line_words(line, spoken) for line in card.lines if line.reached])
            for card in mine.equilibria[:MOST_CLASSES]
        ]

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


def _spoken(judgement: Judgement) -> SpokenGame:
    """The words of the case, which the judgement holds."""
    about, own = judgement.about, judgement.words
    chosen = {
        move: {label: f"chooses {words}" for label, words in own.get(move, {}).items() if words}
        for move in (about.roles["signal"], about.roles["reply"])
    }
    truth = about.roles["hypothesis"]
    fell = {label: words.rstrip(". ") for label, words in own.get(truth, {}).items() if words}
    return SpokenGame(
        names=about.names,
        pronouns=about.pronouns,
        movers=about.movers,
        phrases={
            move: {**chosen.get(move, {}), **judgement.phrases.get(move, {})}
            for move in dict.fromkeys([*chosen, *judgement.phrases])
        },
        clauses={**judgement.clauses, truth: {**judgement.clauses.get(truth, {}), **fell}},
    )


def _reply_words(answers: Answers, words: Mapping[str, str]) -> str:
    """The best reply in the words of the case, how surely it is best, and by how much with its standard error."""
    if not answers.best:
        return "no best reply"
    test = answers.observation_test
    blind = test is not None and any(row.best != answers.best for row in test.rows.values())
    what = "best reply, whatever is seen before it" if blind else "best reply"
    surely = "" if answers.status in (None, "plain") else f" ({answers.status})"
    spread = answers.bootstrap_se.lead if answers.bootstrap_se is not None else None
    error = "" if spread is None else f" ± {spread:.2g}"
    lead = "" if answers.lead is None else f", ahead by {answers.lead:.2g}{error}"
    return f"{what}: {words.get(answers.best) or answers.best}{surely}{lead}"


def _line_words(line: Line, spoken: SpokenGame) -> str:
    """What somebody does somewhere, having seen what matters."""
    choices = [spoken.does(line.player, line.move, label) for label in line.odds]
    where = where_of(line.seen, line.move, line.player, spoken)
    return f"{capital(spoken.name(line.player))}, {where}: {does(choices, list(line.odds.values()))}"
