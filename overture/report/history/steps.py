"""Every history step by step: its chance and what each side believes, over all ways of playing and in each of them."""

from __future__ import annotations

from overture.judgement.history.judgement import HistoryCard
from overture.judgement.history.ways.spread import Spread
from overture.report.block import Block, Fold, Section, fold, heading, paragraph, row, section, table
from overture.report.history.facts import OBSERVER, HistoryFacts
from overture.report.history.strip import MEAN, MEANS
from overture.report.sentence import Given, Piece, Sentence, listed, sentence, told

Path = tuple[str | int, ...]
Column = tuple[str, str, str]
"""Who believes it, of whom, and that he is of which type."""


def steps(facts: HistoryFacts) -> Section | None:
    """A table for each history, and for each step on which ways of playing differ their own numbers, folded."""
    judgement = facts.judgement
    blocks: list[Block | None] = [_table(facts, judgement.history, ("history",))]
    blocks += _by_way(facts, judgement.history, ("history",))
    blocks += _apart(facts, judgement.history, ("history",))
    for at, other in enumerate(judgement.also):
        path = ("also", at)
        blocks += [heading(Given(other.name)), _table(facts, other, path), *_by_way(facts, other, path)]
        blocks += _apart(facts, other, path)
    note = sentence(
        "where ways of playing differ, a number is given from the least to the greatest, a belief of those that make the history, and "
        "over all by their weights; a dash stands where none makes it. We see what the case says that an observer sees, "
        "and a player what the game and the case say that he sees"
    )
    mean = paragraph(sentence(MEANS), "small") if _means(facts) else None
    return section(
        "steps",
        "step by step",
        "chance, and what each side believes",
        *blocks,
        paragraph(note, "small"),
        mean,
    )


def _means(facts: HistoryFacts) -> bool:
    """Whether some belief in the tables is a mean over what the believer knows himself."""
    cards = (facts.judgement.history, *facts.judgement.also)
    found = (
        step.belief(*column) for card in cards for step in card.steps for column in _columns(facts, card)
    )
    return any(each is not None and each[1].over for each in found)


def _columns(facts: HistoryFacts, card: HistoryCard) -> list[Column]:
    """What we believe of the adversary, and what he believes of the others whose types are drawn at the end."""
    adversary = facts.judgement.about.adversary
    first = {side.player: side.types[0].label for side in facts.judgement.sides} | {adversary: facts.watched}
    found = []
    for each in card.steps[-1].beliefs:
        shown = each.of == adversary or (each.of == OBSERVER and each.about == adversary)
        if shown and not each.own and each.label == first[each.about]:
            found.append((each.of, each.about, each.label))
    return found


def _header(facts: HistoryFacts, columns: list[Column]) -> list[Piece]:
    return [
        told(
            "we: " if of == OBSERVER else told(facts.name(of), ": "),
            facts.name(about), " is ", facts.adjective(about, label),
        )
        for of, about, label in columns
    ]  # fmt: skip


def _table(facts: HistoryFacts, card: HistoryCard, path: Path) -> Block | None:
    """A row for each step."""
    columns = _columns(facts, card)
    rows = []
    for step, each in enumerate(card.steps):
        here = (*path, "steps", step)
        later = not each.happened and path == ("history",)
        cells: list[Piece] = [
            told(Given(each.words), " (not yet)" if later else ""),
            _number(facts, each.chance, (*here, "chance")),
        ]
        for column in columns:
            found = each.belief(*column)
            cells.append(
                "–"
                if found is None
                else told(
                    _number(facts, found[1].probability, (*here, "beliefs", found[0], "probability")),
                    MEAN if found[1].over else "",
                )
            )
        rows.append(row(*cells))
    return table(["the history so far", "its chance", *_header(facts, columns)], rows)


def _number(facts: HistoryFacts, given: Spread, path: Path) -> Sentence:
    """One number, or both ends and that over all ways."""
    ends = facts.ends("fine", *path)
    if given.same or given.low is None or given.all is None:
        return ends
    return told(ends, "; over all ", facts.number("fine", *path, "all"))


def _by_way(facts: HistoryFacts, card: HistoryCard, path: Path) -> list[Fold | None]:
    """For each step on which ways differ: a row for the ways that have the same numbers."""
    columns = _columns(facts, card)
    found = []
    for step, each in enumerate(card.steps):
        spreads: list[tuple[Path, Spread]] = [(("chance",), each.chance)]
        for column in columns:
            belief = each.belief(*column)
            if belief is not None:
                spreads.append((("beliefs", belief[0], "probability"), belief[1].probability))
        if all(spread.same and spread.ways == each.chance.ways for _, spread in spreads):
            continue
        groups: dict[tuple[float | None, ...], list[str]] = {}
        for way in each.chance.by_way:
            numbers = (spread.by_way.get(way) for _, spread in spreads)
            groups.setdefault(
                tuple(None if number is None else round(number, 7) for number in numbers), []
            ).append(way)
        rows = []
        for ways in groups.values():
            cells: list[Piece] = [listed([Given(way) for way in ways])]
            for tail, spread in spreads:
                there = spread.by_way.get(ways[0]) is not None
                cells.append(
                    facts.number("fine", *path, "steps", step, *tail, "by_way", ways[0]) if there else "–"
                )
            rows.append(row(*cells))
        header: list[Piece] = ["ways of playing", "its chance", *_header(facts, columns)]
        found.append(
            fold(told("in each way of playing, after “", Given(each.words), "”"), table(header, rows))
        )
    return found


def _apart(facts: HistoryFacts, card: HistoryCard, path: Path) -> list[Fold | None]:
    """For each belief in the table that is a mean: what it is a mean over, a row for each."""
    found: list[Fold | None] = []
    for step, each in enumerate(card.steps):
        for of, about, label in _columns(facts, card):
            belief = each.belief(of, about, label)
            if belief is None or not belief[1].over:
                continue
            here = (*path, "steps", step, "beliefs", belief[0], "apart")
            rows = [
                row(facts.knowing(of, one), _number(facts, one.probability, (*here, at, "probability")))
                for at, one in enumerate(belief[1].apart)
            ]
            who = told("we know") if of == OBSERVER else told(facts.name(of), " ", facts.verb(of, "knows"))
            title = told("apart by what ", who, " beside the steps, after “", Given(each.words), "”")
            found.append(fold(title, table(["", *_header(facts, [(of, about, label)])], rows)))
    return found
