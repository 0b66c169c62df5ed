"""A comparison as sentences ask it: its numbers by their path, and the names of its sides and answers."""

from __future__ import annotations

from overture.judgement.compared import ComparedRow, Comparison
from overture.report.sentence import Given, Numbers, Piece, Sentence, told

NAMES = {
    "chance": "the chance of the offer",
    "belief_now": "the belief now",
    "belief_offer": "the belief once the offer is made",
    "factor": "the factor of the offer",
    "lead": "the lead of the best reply",
    "broken": "the chance that the other side breaks the deal",
    "kept": "the chance that the other side never breaks the deal",
    "collapse": "the chance that the deal collapses, broken or not",
}
WORTH = "worth of this reply: "  # how the words of a row begin that tells a worth


class ComparedFacts(Numbers):
    """A comparison, its JSON, its numbers and its names."""

    def __init__(self, comparison: Comparison) -> None:
        super().__init__(comparison.model_dump(mode="json"))
        self.comparison = comparison

    def side(self, at: int) -> Given:
        return Given(self.comparison.sides[at].label)

    def named(self, row: ComparedRow) -> Piece:
        """An answer as it stands within a sentence."""
        if row.answer in NAMES:
            return NAMES[row.answer]
        return told("the worth of “", self.reply(row.answer.partition(".")[2]), "”")

    def reply(self, label: str) -> Given:
        """A reply in the words of the case; its label where no number is of it."""
        said = (each.words for each in self.comparison.rows if each.answer == f"worth.{label}")
        return Given(next(said, label).removeprefix(WORTH))

    def value(self, row: int, side: int) -> Sentence:
        """A number with its error, or the reason why there is none."""
        given = self.comparison.rows[row]
        if given.numbers[side].value is None:
            return told(Given(given.numbers[side].reason or "not defined"))
        path = ("rows", row, "numbers", side)
        return self.give_or_take(self.number(given.form, *path, "value"), *path, "error")

    def difference(self, row: int, side: int) -> Sentence:
        """By how much a side differs from the first, with the error; empty where that is not known."""
        if self.comparison.rows[row].differences[side - 1].value is None:
            return told()
        path = ("rows", row, "differences", side - 1)
        return self.give_or_take(self.number("signed", *path, "value"), *path, "error")

    @property
    def worlds(self) -> Sentence:
        """``64 worlds``."""
        one = self.comparison.about.worlds == 1
        return told(self.number("count", "about.worlds"), " world" if one else " worlds")
