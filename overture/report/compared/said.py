"""What a comparison says: what differs by more than its error, what does not, and what was set and left out."""

from __future__ import annotations

from overture.judgement.compared import ComparedDifference
from overture.report.block import Block, Row, listing, paragraph, row, table
from overture.report.compared.facts import ComparedFacts
from overture.report.sentence import Given, Piece, Sentence, listed, sentence, told

SIDES = {"theirs": "a number that the adversary knows", "ours": "a number of ours"}
SAYS = {
    "apart": "more than twice its error",
    "not told apart": "within twice its error",
    "the same": "the same in every resample",
    "no error": "no error is known from one world",
}


def compared_sides(facts: ComparedFacts) -> Sentence:
    """``X and Y``."""
    return listed([facts.side(at) for at in range(len(facts.comparison.sides))])


def basis(facts: ComparedFacts) -> Sentence:
    """One line: for whom, which offer, in how many worlds."""
    about = facts.comparison.about
    same = "" if about.worlds == 1 else ", the same draws on every side"
    return sentence(
        "advised: ", Given(about.advised), "; the offer: ", Given(about.offer.rstrip(".")), "; in ", facts.worlds, same,
        "; seed ", facts.number("plain", "about.seed"),
    )  # fmt: skip


def statements(facts: ComparedFacts) -> list[Sentence]:
    """For each side after the first: in what it differs, in what not, and of what no difference is known."""
    found = []
    for side in range(1, len(facts.comparison.sides)):
        found += _between(facts, side)
    return found


def _between(facts: ComparedFacts, side: int) -> list[Sentence]:
    """How one side differs from the first."""
    words: dict[str | None, list[Piece]] = {}
    reasons: dict[str, list[Piece]] = {}
    for at, each in enumerate(facts.comparison.rows):
        given = each.differences[side - 1]
        if given.reason is not None:
            reasons.setdefault(given.reason, []).append(facts.named(each))
        else:
            words.setdefault(given.word, []).append(_moved(facts, at, given, side))
    pair = told(facts.side(0), " to ", facts.side(side))
    found = []
    if "no error" in words:
        only = "; one world gives no error, so nothing says whether other worlds would tell the two apart"
        found.append(sentence("from ", pair, ": ", listed(words["no error"]), only))
    if "apart" in words:
        moved = listed(words["apart"])
        found.append(sentence("from ", pair, " the difference is more than twice its error in ", moved))
    elif "not told apart" in words or "the same" in words:
        found.append(sentence("from ", pair, " no difference is more than twice its error"))
    if "not told apart" in words:
        alike = listed(words["not told apart"])
        start = told("the difference is within twice its error, and ", facts.worlds)
        found.append(sentence(start, " do not tell the two apart, in ", alike))
    if "the same" in words:
        found.append(sentence("the two are the same in every resample in ", listed(words["the same"])))
    found += [
        sentence("no difference from ", pair, " is known of ", listed(names), ": ", Given(reason.rstrip(".")))
        for reason, names in reasons.items()
    ]
    return found


def _moved(facts: ComparedFacts, at: int, given: ComparedDifference, side: int) -> Sentence:
    """``the chance of the offer (−0.12 ± 0.027)``."""
    name = told(facts.named(facts.comparison.rows[at]))
    return name if given.word == "the same" else told(name, " (", facts.difference(at, side), ")")


def numbers_table(facts: ComparedFacts) -> Block | None:
    """A row for each answer. With more than two sides each has its difference from the first, and sentences say what it is."""
    sides = range(len(facts.comparison.sides))
    after: list[Piece] = ["difference", "beside its error"]
    if len(sides) > 2:
        after = [told("difference of ", facts.side(side)) for side in sides if side]
    header: list[Piece] = ["answer", *(facts.side(side) for side in sides), *after]
    return table(header, [_line(facts, at) for at in range(len(facts.comparison.rows))])


def _line(facts: ComparedFacts, at: int) -> Row:
    given = facts.comparison.rows[at]
    sides = range(len(facts.comparison.sides))
    which = [_says(each) for each in given.differences] if len(sides) == 2 else []
    return row(
        Given(given.words),
        *(facts.value(at, side) for side in sides),
        *(facts.difference(at, side) for side in sides if side),
        *which,
    )


def _says(given: ComparedDifference) -> Piece:
    """What a difference is, in a few words; the reason where there is none."""
    if given.word is not None:
        return SAYS[given.word]
    return Given(given.reason or "not known")


def situations(facts: ComparedFacts) -> list[Block]:
    """What was set on each side, its best reply, and what was left out of the case there."""
    items: list[list[Piece]] = []
    for at, side in enumerate(facts.comparison.sides):
        words: Piece = told(facts.side(at), ": ", Given(side.words)) if side.words else facts.side(at)
        lines: list[Piece] = [words]
        if side.best is not None:
            lines.append(sentence("best reply: “", facts.reply(side.best), "”"))
        if side.reason is not None:
            lines.append(sentence("not judged: ", Given(side.reason)))
        if side.left_out:
            out = listed([Given(each) for each in side.left_out], between="; ", last=";")
            lines.append(sentence("left out, since this form of the game does not have it: ", out))
        items.append(lines)
    made = [paragraph(set_for_all(facts)), listing(items, "claims")]
    return [each for each in made if each is not None]


def set_for_all(facts: ComparedFacts) -> Sentence:
    """What differs between the sides, and what the case itself has."""
    by = facts.comparison.by
    if by.kind == "counterpart":
        return sentence("the same offer is made to each counterpart, in the same solved worlds")
    has = told("; the case has it at ", Given(by.written)) if by.written else None
    if by.kind == "shape":
        return sentence("each side has the game in one of its forms, by ", Given(by.name, code=True), has)
    words = told(" (", Given(by.words), ")") if by.words else None
    known = told("; it stays ", SIDES[by.known], ", as the case says") if by.known else None
    return sentence(
        "the parameter ", Given(by.name, code=True), words, " is set on every side, for everybody: in the game and in our own copy of it",
        has, known,
    )  # fmt: skip


def notes(facts: ComparedFacts) -> list[Sentence]:
    """What an error is, and what it is not."""
    less = sentence("a difference is the number of a later side less that of ", facts.side(0))
    blind = sentence(
        "where something is seen before the reply, the best reply, its worth, its lead and what becomes of the deal are those of "
        "one reply, whatever is seen"
    )
    if facts.comparison.about.worlds == 1:
        return [less, blind, sentence("with one world every range is at its mode, and no error is known")]
    return [
        less,
        blind,
        sentence(
            "after ± stands one standard error, from worlds and own numbers resampled; for a difference each resample is of "
            "the same worlds and own numbers on both sides, so that what they share cancels; our plan after the reply is held"
        ),
        sentence(
            "an error says how far a number might move with other draws from the ranges; it says nothing of whether the game "
            "and the ranges are right"
        ),
    ]


def certificate(facts: ComparedFacts) -> list[Sentence]:
    """How good the solution of each side is; of counterparts, who share their worlds, once."""
    found: list[Sentence] = []
    sides = facts.comparison.sides
    shared = facts.comparison.by.kind == "counterpart"
    for at, side in enumerate(sides):
        if side.solved is None or side.max_regret is None or (shared and found):
            continue
        whose: Piece = None if shared else told("with ", facts.side(at), ": ")
        found.append(
            sentence(
                whose, "solved in ", facts.number("count", "sides", at, "solved"), " of ", facts.worlds,
                "; nobody could gain more than ", facts.number("small", "sides", at, "max_regret"),
                " of the payoff range by doing otherwise at any information set",
            )
        )  # fmt: skip
    return found
