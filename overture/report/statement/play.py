"""Strategies in the case's own words: who does what, how often, after what, and what he thinks meanwhile.

"An exploiter always offers a thin freeze"; "when the leader offers a thin freeze, X accepts the terms 86 times in
100, thinking the leader an exploiter with 0.51". What makes no difference is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from overture.judgement.judgement import EquilibriumCard, Line
from overture.report.sentence import Facts, Given, Piece, Sentence, listed, sentence, told
from overture.wording import agreeing

SURE = 5e-4


@dataclass(frozen=True)
class PlayLine:
    """What is done with one counterpart, or with any ("").

    Attributes:
        reached: on the path of play. off: where play does not come.
    """

    counterpart: str
    reached: tuple[Sentence, ...]
    off: tuple[Sentence, ...]


def plays(facts: Facts, at: int) -> list[PlayLine]:
    """The strategies of one class, by counterpart."""
    card = facts.judgement.equilibria[at]
    people = [_counterpart(facts, line) for line in card.lines]
    found = []
    for who in dict.fromkeys(people):
        mine = [(place, line) for place, line in enumerate(card.lines) if people[place] == who]
        on = tuple(_line(facts, at, place) for place, line in mine if line.reached)
        off = tuple(_line(facts, at, place) for place, line in mine if not line.reached)
        found.append(PlayLine(who, on, off))
    return found


def _counterpart(facts: Facts, line: Line) -> str:
    return next((choice for move, choice in line.seen if move == facts.role("counterpart")), "")


def _line(facts: Facts, at: int, place: int) -> Sentence:
    card = facts.judgement.equilibria[at]
    line = card.lines[place]
    who, plural = _subject(facts, line)
    after, named = _after(facts, card, line)
    if named and not _noun_of_type(facts, line):  # named within what comes before: here by the pronoun
        pronoun = facts.judgement.about.pronouns.get(line.player, "they")
        who, plural = pronoun, pronoun == "they"
    does = [
        (label, _often(facts, at, place, label, plural)) for label, odds in line.odds.items() if odds > SURE
    ]
    start = told(*_joined([each for each in (_with(facts, line), after) if each]))
    said = told(told(start, ", ") if start else None, who, " ", listed([each for _, each in does]))
    if line.belief is not None and facts.live:
        first = facts.noun(facts.type_at(0))
        number = facts.chance("equilibria", at, "lines", place, "belief")
        said = told(said, ", thinking ", facts.adversary, " ", first, " with chance ", number)
    return sentence(said)


def _subject(facts: Facts, line: Line) -> tuple[Piece, bool]:
    """Who acts: the type as a noun, the counterpart by its label, else the player's name; and whether it is many."""
    if kind := _noun_of_type(facts, line):
        return kind, False
    if called := _called(facts, line):
        return called, False
    return facts.name(line.player), facts.many(line.player)


def _noun_of_type(facts: Facts, line: Line) -> Given | None:
    """The adversary's type as a noun, where he knows it; None of anybody else."""
    kinds = [choice for move, choice in line.seen if move == facts.role("hypothesis")]
    return facts.noun(kinds[0]) if kinds and line.player == facts.judgement.about.adversary else None


def _called(facts: Facts, line: Line) -> Given | None:
    """The counterpart by its label, where it is the one who acts."""
    who = _counterpart(facts, line)
    return Given(who) if who and line.player == facts.judgement.about.advised else None


def _joined(parts: list[Sentence]) -> list[Piece]:
    return [piece for at, part in enumerate(parts) for piece in ((", ", part) if at else (part,))]


def _with(facts: Facts, line: Line) -> Sentence:
    """``with X``, where the counterpart is not the one who acts."""
    who = _counterpart(facts, line)
    return told("with ", Given(who)) if who and line.player != facts.judgement.about.advised else told()


def _often(facts: Facts, at: int, place: int, label: str, plural: bool) -> Sentence:
    """``always offers a thin freeze``; ``accepts the terms 86 times in 100``."""
    line = facts.judgement.equilibria[at].lines[place]
    phrase = facts.phrase(line.move, label)
    does = Given(agreeing(phrase, plural) if phrase else f"{'choose' if plural else 'chooses'} “{label}”")
    number = facts.number("times", "equilibria", at, "lines", place, "odds", label)
    return told(number, " ", does) if number.text == "always" else told(does, " ", number)


def _after(facts: Facts, card: EquilibriumCard, line: Line) -> tuple[Sentence, bool]:
    """What was seen that tells this line from the others of its move; and whether the one who acts is named in it.

    ``when the leader offers a thin freeze and X accepts``: what he did himself is told of him by name, then by the pronoun.
    """
    told_apart, named = [], False
    for move, choice in line.seen:
        if move in (facts.role("hypothesis"), facts.role("counterpart")):
            continue
        same = [each for each in card.lines if (each.player, each.move) == (line.player, line.move)]
        choices = {dict(each.seen).get(move) for each in same}
        if len(choices) < 2 and len(same) > 1 and facts.judgement.about.movers.get(move):
            continue  # what a player did each time; what chance showed is said, since he may be asked for it alone
        his = facts.judgement.about.movers.get(move) == line.player
        again = line.player if named else ""
        told_apart.append(
            facts.happened(move, choice, by_pronoun=again, called=_called(facts, line) if his else None)
        )
        named = named or his
    return (told("when ", listed(told_apart)) if told_apart else told()), named
