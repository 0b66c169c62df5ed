"""The judgement of a history as sentences ask it: numbers over all ways of playing, and names in the case's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from overture.judgement.bands import band
from overture.judgement.history.judgement import Belief, BeliefApart, HistoryJudgement
from overture.judgement.history.ways.spread import Among, Spread
from overture.report.sentence import Given, Numbers, Sentence, listed, told
from overture.report.sentence.path import found, joined
from overture.report.words import within
from overture.wording import agreeing, plural

OBSERVER = "observer"


class HistoryFacts(Numbers):
    """A judgement of a history, its JSON, its numbers and its names."""

    def __init__(self, judgement: HistoryJudgement) -> None:
        super().__init__(judgement.model_dump(mode="json"))
        self.judgement = judgement

    # -- numbers ------------------------------------------------------------------------------------

    def ends(self, form: str, *path: str | int) -> Sentence:
        """A :class:`Spread`: one number where all ways have the same, else its least to its greatest; a dash for none."""
        given = self._spread(*path)
        if given["low"] is None:
            return told("–")
        low, high = self.number(form, *path, "low"), self.number(form, *path, "high")
        return told(low) if given["same"] or low.text == high.text else told(low, " to ", high)

    def chance_of(self, *path: str | int) -> Sentence:
        """A chance over all ways, with the word of likelihood where one word fits all of them: "0.90 (very likely)"."""
        given = self._spread(*path)
        if given["low"] is None:
            return told("no number")
        numbers = self.ends("chance", *path)
        words = {band(given["low"]), band(given["high"])}
        if len(words) == 1 and "" not in words:
            return told(numbers, " (", self.number("word", *path, "low"), ")")
        return numbers

    def _spread(self, *path: str | int) -> dict[str, Any]:
        given: dict[str, Any] = found(self.root, joined(*path))
        return given

    def count(self, *path: str | int) -> Sentence:
        """A count as a word, digits above twelve."""
        return told(self.number("spelled", *path))

    def ways(self, number: int, *path: str | int) -> Sentence:
        """``twelve ways of playing``."""
        return told(self.count(*path), " way of playing" if number == 1 else " ways of playing")

    @property
    def all_ways(self) -> Sentence:
        """``20 ways of playing``: all that were found."""
        one = len(self.judgement.ways) == 1
        return told(self.number("length", "ways"), " way of playing" if one else " ways of playing")

    def options(self, at: Sequence[str], of: int, *path: str | int) -> Sentence:
        """``five options at place C``, ``six combinations of options at places A and C``; the count stands at the path."""
        places = listed([Given(each) for each in at])
        if len(at) == 1:
            return told(self.count(*path), " option" if of == 1 else " options", " at place ", places)
        every = " combination of options" if of == 1 else " combinations of options"
        return told(self.count(*path), every, " at places ", places)

    def holding(self, given: Among, *path: str | int) -> Sentence:
        """``with three of five options at place C``; where no place decides it, ``in all 20 ways of playing``, or in none."""
        if given.at:
            return told(
                "with ", self.count(*path, "many"), " of ", self.options(given.at, given.of, *path, "of")
            )
        return self.everywhere(given.ways, *path, "ways") if given.many else told("in no way of playing")

    def everywhere(self, ways: int, *path: str | int) -> Sentence:
        """``in all 20 ways of playing``, ``in the one way of playing``; the count stands at the path."""
        return told("in the " if ways == 1 else "in all ", self.ways(ways, *path))

    def apart(self, step: int, at: int, belief: Belief) -> Sentence:
        """``0.90 where X's hands were free and 0.10 where they were tied``: a belief by what its holder knows himself."""
        path = ("history", "steps", step, "beliefs", at, "apart")
        return listed(
            [
                told(self.ends("chance", *path, place, "probability"), " ", self.knowing(belief.of, each))
                for place, each in enumerate(belief.apart)
            ]
        )

    # -- names --------------------------------------------------------------------------------------

    @property
    def adversary(self) -> Given:
        return self.name(self.judgement.about.adversary)

    def name(self, player: str) -> Given:
        """A player as sentences name him; the observer is we."""
        return Given(within(self.judgement.about.names.get(player) or player))

    def verb(self, player: str, phrase: str) -> str:
        about = self.judgement.about
        many = plural(about.names.get(player) or player, about.pronouns.get(player, "they"))
        return agreeing(phrase, many)

    def noun(self, player: str, label: str) -> Given:
        """A type as a noun: "an exploiter"."""
        for side in self.judgement.sides:
            for each in side.types:
                if (side.player, each.label) == (player, label):
                    return Given(each.noun)
        return Given(f"{player} of type “{label}”")

    def who(self, player: str, own: str) -> Given:
        """A player of a type as a noun, or by his name where he has none."""
        return self.noun(player, own) if own else self.name(player)

    def knowing(self, player: str, each: BeliefApart) -> Sentence:
        """``for an amenable X where X's hands were free``: what a believer knows himself."""
        own = told("for ", self.noun(player, each.own)) if each.own else told()
        if not each.known:
            return own
        return told(own, " " if each.own else "", "where ", listed([Given(line) for line in each.known]))

    def adjective(self, player: str, label: str) -> Given:
        """What follows "he is" for a type: "amenable"."""
        for side in self.judgement.sides:
            for each in side.types:
                if (side.player, each.label) == (player, label):
                    return Given(each.adjective)
        return self.noun(player, label)

    def versus(self, place: int) -> Given:
        """The first or the second of the events that are compared."""
        return Given(self.judgement.about.versus[place])

    # -- the history --------------------------------------------------------------------------------

    @property
    def now(self) -> int:
        """How many steps were done."""
        return self.judgement.done

    @property
    def watched(self) -> str:
        """The type of the adversary of which a sentence of the report asks, else his first."""
        adversary = self.judgement.about.adversary
        asked = [
            each.label
            for each in self.judgement.report
            if each.answer == "belief" and each.about == adversary
        ]
        side = next(each for each in self.judgement.sides if each.player == adversary)
        return asked[0] if asked else side.types[0].label


def same(one: Spread, other: Spread) -> bool:
    """Whether two numbers are the same in every way of playing that has both, and over all ways."""
    pairs = [*((value, other.by_way.get(way)) for way, value in one.by_way.items()), (one.all, other.all)]
    return all(a is None or b is None or abs(a - b) <= 1e-7 for a, b in pairs)


def alike(one: Spread, other: Spread) -> bool:
    """Whether two numbers are the same in every way of playing and over all, each having them where the other has."""
    ways = all((value is None) == (other.by_way.get(way) is None) for way, value in one.by_way.items())
    return ways and same(one, other)
