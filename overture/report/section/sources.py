"""Who says so: each source with what its words add, its claims under it, the matrix, and what was read."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from overture.judgement.judgement import ClaimLine, Judgement, SourceCard
from overture.report.block import Block, Link, Section, fold, heading, listing, paragraph, row, section, table
from overture.report.sentence import Facts, Given, Piece, Sentence, listed, sentence, told
from overture.report.sentence.event import in_words
from overture.report.statement import unsaid
from overture.report.words import within

FAINT = 0.005  # log odds below which a source moves nothing that is printed
SHOWN = 6  # claims of a source that stand open
CERTAINTY = {"CT": "said as certain", "PR": "said as probable", "PS": "said as possible", "U": ""}
STANDING = {
    "repeated": "said again by the same source; moves nothing more",
    "perhaps copied": "perhaps copied from another outlet",
    "from public acts": "learnt from what was done in public; moves nothing more",
    "briefing": "from a briefing that others had too",
    "silence": "a silence where it would have spoken",
}


def sources(facts: Facts) -> Section | None:
    judgement = facts.judgement
    every = list(enumerate(judgement.sources))
    speaking = [at for at, card in every if bears(card)]
    silent = [at for at, _ in every if at not in speaking]
    names = listed([Given(judgement.sources[at].name) for at in silent])
    blocks: list[Block | None] = [paragraph(each) for each in unsaid.unsaid(facts)]
    for at in speaking:
        blocks += _card(facts, at)
    idle = listed([Given(within(name)) for name in judgement.idle])
    blocks.append(
        paragraph(sentence("judged, but without a claim that is linked to the game: ", idle))
        if judgement.idle
        else None
    )
    quiet = [block for at in silent for block in _silent(facts, at)]
    blocks.append(fold(told("sources whose words move nothing: ", names), *quiet) if quiet else None)
    blocks += _matrix(facts)
    blocks += _documents(facts)
    gist = "a claim that is repeated, or copied by another outlet, adds nothing"
    return section("sources", "who says so", gist, *blocks)


def bears(card: SourceCard) -> bool:
    """Whether anything that it says was counted, or would move the belief if repetition counted."""
    return any(claim.used for claim in card.claims) or max(abs(card.log_odds), abs(card.naive)) > FAINT


def _card(facts: Facts, at: int) -> list[Block]:
    card = facts.judgement.sources[at]
    path = ("sources", at)
    one, other = facts.judgement.confidence.toward, facts.judgement.confidence.against
    pair = told(" of ", facts.noun(one), " against ", facts.noun(other)) if one and other else None
    added, naive = facts.number("signed", *path, "log_odds"), facts.number("signed", *path, "naive")
    odds = told(" (odds × ", facts.number("odds", *path, "log_odds"), ")")
    repeated = told("; if each repetition counted, ", naive) if naive.text != added.text else None
    adds = sentence("adds ", added, " to the log odds", pair, odds if added.text != "0" else None, repeated)
    without = told()
    if card.without:
        without = sentence(
            "without this source the belief now would be ", facts.chance(*path, "without", 0), " that ",
            facts.clause(facts.type_at(0)),
        )  # fmt: skip
    judged = _judged(card)
    if card.states:
        judged.append(told("what it may be: ", _states(facts, at, card)))
    if card.weighed_with:
        judged.append(
            told(
                "weighed with ",
                listed([Given(name) for name in card.weighed_with]),
                ", since they may share a root",
            )
        )
    title = told(Given(card.name), told(" (", Given(card.voice), ")") if card.voice else None)
    found: list[Block | None] = [
        heading(title),
        paragraph(told(adds, " " if without else "", without)),
        listing([[each] for each in judged], "facts"),
        *_claims(facts, at, card.claims),
    ]
    return [each for each in found if each is not None]


def _judged(card: SourceCard) -> list[Sentence]:
    """What was judged of a source, a line each."""
    judged = [told(Given(name), ": ", Given(words)) for name, words in card.judgements.items()]
    if card.letter:
        judged.append(
            told("nearest letter of the Admiralty scale, of its accuracy alone: ", Given(card.letter))
        )
    return judged


def _silent(facts: Facts, at: int) -> list[Block]:
    """A source whose words move nothing: what was judged of it all the same, and its claims."""
    card = facts.judgement.sources[at]
    judged = listing([[each] for each in _judged(card)], "facts")
    claims = _claims(facts, at, card.claims)
    blocks = [*([judged] if judged else []), *claims]
    return [heading(Given(card.name)), *blocks] if blocks else []


def _states(facts: Facts, at: int, card: SourceCard) -> Sentence:
    each = []
    for number, line in enumerate(card.states):
        path = ("sources", at, "states", number)
        old, new = facts.chance(*path, "prior"), facts.chance(*path, "posterior")
        each.append(told(Given(line.state), " ", old, told(" → ", new) if old.text != new.text else None))
    return listed(each, "and", "; ")


def _claims(facts: Facts, at: int, claims: Sequence[ClaimLine]) -> list[Block]:
    """Claims, roots first, each followed by its copies; those about nothing in the game are folded."""
    order = _ordered(claims)
    counted = [_claim(facts, at, place) for place in order if claims[place].event]
    rest = [_claim(facts, at, place) for place in order if not claims[place].event]
    some = fold(
        told(
            facts.number("length", "sources", at, "claims"),
            " claim" if len(claims) == 1 else " claims",
            " in all: the rest",
        ),
        listing([*counted[SHOWN:], *rest], "claims"),
    )
    shown = listing(counted[:SHOWN], "claims")
    more = some if counted[SHOWN:] or rest else None
    return [each for each in (shown, more) if each is not None]


def _ordered(claims: Sequence[ClaimLine]) -> list[int]:
    """Places of the claims: each root, then its copies."""
    found: list[int] = []
    for place, claim in enumerate(claims):
        if claim.copy_of is None:
            found += [place, *(at for at, each in enumerate(claims) if each.copy_of == claim.id)]
    return [*found, *(place for place in range(len(claims)) if place not in found)]


def _claim(facts: Facts, at: int, place: int) -> tuple[Sentence, ...]:
    claim = facts.judgement.sources[at].claims[place]
    event = told()
    if claim.event:
        words, code = in_words(facts, claim.event), Given(claim.event, code=True)
        says = "says that " if claim.says else "denies that "
        event = told(says, words, "; as an event: ", code) if words else told(says, code)
    return (told(Given(claim.words)), _standing(facts, at, place), _where(facts, claim), event)


def _standing(facts: Facts, at: int, place: int) -> Sentence:
    """What became of a claim, and what it is worth."""
    claim = facts.judgement.sources[at].claims[place]
    path = ("sources", at, "claims", place)
    if claim.copy_of is not None and claim.standing != "perhaps copied":
        said: Sentence = told("a copy of another claim; moves nothing")
    else:
        said = told(STANDING[claim.standing]) if claim.standing in STANDING else _counted(facts, claim)
        if claim.repeats > 1:
            said = told("stands ", facts.number("spelled", *path, "repeats"), " times, one root; ", said)
    if claim.alone is None or not claim.used or claim.copy_of is not None:
        return said
    alone = facts.ratio(*path, "alone")
    beside = facts.ratio(*path, "in_place") if claim.in_place is not None else None
    more = (
        told(", × ", beside, " beside the rest") if beside is not None and beside.text != alone.text else None
    )
    return told(said, "; odds × ", alone, " alone", more)


def _counted(facts: Facts, claim: ClaimLine) -> Sentence:
    """Whether a claim counts, and if not, what it lacks."""
    if claim.used:
        return told("counted once")
    if not claim.event:
        return told("not linked to an event of the game")
    missing = next((each.missing for each in facts.judgement.unjudged if each.claim == claim.id), None)
    if missing is not None:
        return told("linked, and silent: ", unsaid.lacking(missing))
    return told("linked, and not used")


def _where(facts: Facts, claim: ClaimLine) -> Sentence:
    """Document and place, who passed it on, whose voice, how certain."""
    names = {each.id: each.title for each in facts.judgement.documents}
    names |= {each.id: each.name for each in facts.judgement.sources}
    certainty = CERTAINTY.get(claim.certainty, claim.certainty)
    parts = [
        ", ".join(part for part in (names.get(claim.document, claim.document), claim.place) if part),
        " → ".join(names.get(name, name) for name in claim.chain) if len(claim.chain) > 1 else "",
        ", ".join(part for part in (claim.voice, certainty) if part),
    ]
    return told(Given(" · ".join(part for part in parts if part)))


def _matrix(facts: Facts) -> list[Block]:
    """The matrix of competing hypotheses: a view of the numbers, not where they come from."""
    judgement = facts.judgement
    if not judgement.matrix:
        return []
    labels = list(dict.fromkeys(label for line in judgement.matrix for label in line.cells))
    rows = []
    for at, line in enumerate(judgement.matrix):
        cells: list[Piece] = [Given(line.words or line.item)]
        for label in labels:
            cell = line.cells.get(label)
            fit = (
                told(Given(cell.code), " ", facts.ratio("matrix", at, "cells", label, "fit"))
                if cell
                else told("–")
            )
            cells.append(fit)
        rows.append(
            row(*cells, facts.worth("matrix", at, "information"), facts.ratio("matrix", at, "spread"))
        )
    header: list[Piece] = ["evidence", *(facts.noun(label) for label in labels), "bits", "spread"]
    code = (
        "how well each piece fits each type, against how well it fits on the whole: CC very well, C well, N no "
        "difference, I badly, II very badly; the belief was not computed by counting these letters"
    )
    made = fold(
        "the evidence against each type",
        paragraph(sentence(code), "small"),
        table(header, rows),
        Link("The matrix as CSV", matrix_link(judgement), "matrix.csv"),
        printed=True,
    )
    return [made] if made else []


def matrix_link(judgement: Judgement) -> str:
    """The matrix as CSV in an address that holds its own data."""
    from overture.report.exchange import matrix_csv

    return "data:text/csv;charset=utf-8," + quote(matrix_csv(judgement))


def _documents(facts: Facts) -> list[Block]:
    rows = []
    for at, each in enumerate(facts.judgement.documents):
        title = told(
            Given(each.title), told(" – sha", Given(f"256 {each.sha256[:16]}…")) if each.sha256 else None
        )
        rows.append(row(title, Given(each.reader), facts.number("count", "documents", at, "claims")))
    made = table(["what was read", "by", "claims"], rows)
    return [made] if made else []
