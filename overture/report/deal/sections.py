"""The folded parts of the page of terms: every number in its table."""

from __future__ import annotations

from overture.judgement.deal.proposal import ClauseCard
from overture.report.block import Block, Row, Section, heading, listing, paragraph, row, section, table
from overture.report.deal.driving import drivers
from overture.report.deal.facts import GOALS, DealFacts, Path, every
from overture.report.deal.ours import whose
from overture.report.sentence import Given, Piece, Sentence, listed, sentence, told

FIVE = ("robust", "can", "breaks", "not_used", "unknown")
FIVE_WORDS = ("holds robustly", "can hold", "breaks", "not used", "unknown")
STATES = {
    "both sign": "meets the demand", "one stays out": "meets the demand, one stays out", "not used": "nobody signs in an equilibrium at least",
    "missed": "does not meet it",
}  # fmt: skip
SHOWN = 24  # rows of the front in the table


def sections(facts: DealFacts) -> list[Section]:
    """Those that have something to show."""
    made = [
        proposals(facts), whose(facts), shares(facts), constraints(facts), thresholds(facts), front(facts), drivers(facts), others(facts),
        clauses(facts), computed(facts),
    ]  # fmt: skip
    return [each for each in made if each is not None]


def proposals(facts: DealFacts) -> Section | None:
    """Each proposal at the middle of all ranges."""
    header: list[Piece] = [
        "terms", "struck", "broken", "worth to us", "less cost", told("worth to ", facts.them),
        *(told("to ", facts.noun(label)) for label in facts.judgement.types),
    ]  # fmt: skip
    rows = []
    for name, each, path in every(facts):
        rows.append(
            row(
                name,
                facts.chance(*path, "centre", "struck"),
                facts.chance(*path, "centre", "broken") if each.centre.broken is not None else "no deal",
                facts.worth(*path, "centre", "us"),
                facts.worth(*path, "centre", "net"),
                facts.worth(*path, "centre", "theirs"),
                *(
                    facts.worth(*path, "centre", "by_type", label)
                    if each.centre.signs[label]
                    else told(facts.worth(*path, "centre", "by_type", label), " (stays out)")
                    for label in facts.judgement.types
                ),
            )
        )
    note = sentence(
        "above, a dash is a clause that stands as offered. Below, one world, in which every range is at its mode. Worth less cost is the worth to us less what the clauses cost beyond how things "
        "stand. Each is ", listed([told(goal, " (", words, ")") for goal, words in GOALS.items()]),
        " among terms that meet the demand",
    )  # fmt: skip
    gist = told(facts.number("length", "proposals"), " proposals beside the terms as offered")
    return section(
        "proposals",
        "the proposals",
        gist,
        _by_clause(facts),
        table(header, rows),
        paragraph(note, "small"),
    )


def _by_clause(facts: DealFacts) -> Block | None:
    """The clauses down, the terms across; what stands as offered in a proposal is left out there."""
    across = every(facts)
    rows = [
        row(
            facts.words(clause),
            *(
                "–"
                if path != ("offered",) and each.terms[clause] == card.now
                else _value(facts, card, each.terms[clause], (*path, "terms", clause))
                for _, each, path in across
            ),
        )
        for clause, card in facts.clause.items()
    ]
    return table(["clause", *(name for name, _, _ in across)], rows)


def _value(facts: DealFacts, card: ClauseCard, value: object, path: Path) -> Piece:
    return Given(_choice(card, value)) if card.choices else facts.number("plain", *path)


def shares(facts: DealFacts) -> Section | None:
    """The five shares of the worlds, side by side, never averaged."""
    rows = []
    for name, each, path in every(facts):
        rows.append(_five(facts, name, (*path, "shares")))
        if path != ("offered",):
            rows.append(_five(facts, told(name, ", fresh worlds, with the margin"), (*path, "fresh")))
            if facts.judgement.about.margin > 0:
                rows.append(_five(facts, told(name, ", with the margin"), (*path, "margin")))
        if each.own_game is not None:
            rows.append(_five(facts, told(name, ", as an offer by ", facts.them), (*path, "own_game")))
    worth = [
        row(
            name,
            facts.worth(*path, "worth", "worst"),
            facts.worth(*path, "worth", "weighted"),
            facts.worth(*path, "worth", "best"),
        )
        for name, _, path in every(facts)
    ]
    note = sentence(
        "holds robustly: all equilibria of the world are known, the deal is struck in each, and each meets the demand. Can hold: at least one "
        "does. Breaks: it is struck and none does. Not used: no equilibrium strikes it. Unknown: the list of equilibria may be incomplete, or a "
        "choice that is not made is exactly as good as one that is. As an offer by the other side: the same terms in the game in which it makes "
        "the offer, where it may offer something else, and with the margin that is asked for"
    )
    return section(
        "shares",
        "in how many worlds they hold",
        told("as offered ", facts.share("offered", "shares", "robust")),
        table(["terms", *FIVE_WORDS, "worlds"], rows),
        paragraph(note, "small"),
        heading("worth to us over the worlds"),
        table(["terms", "worst equilibrium", "all equilibria alike", "best equilibrium"], worth),
        paragraph(
            sentence(
                "in each world the equilibrium that is worst for us, the mean of all its equilibria, each counted alike, and the best. The weights "
                "that a case gives to classes of equilibrium are those of its own game, and say nothing of the equilibria of the game in which terms are judged"
            ),
            "small",
        ),
    )


def _five(facts: DealFacts, name: Sentence, path: Path) -> Row:
    return row(
        name, *(facts.share(*path, each) for each in FIVE), facts.number("count", *path, "worlds")
    )  # fmt: skip


def constraints(facts: DealFacts) -> Section | None:
    """Every choice after the terms were stated that is not surely made, and what it would lose."""
    blocks: list[Block | None] = []
    for name, each, path in every(facts):
        rows = [
            row(
                facts.name(line.player),
                Given(line.set),
                Given(line.choice),
                facts.chance(*path, "constraints", at, "probability"),
                told(facts.worth(*path, "constraints", at, "slack"), " (binds)" if line.binds else None),
                None if line.on_path else "not reached",
            )
            for at, line in enumerate(each.constraints)
        ]
        made = table(["who", "where", "choice", "made with chance", "it would lose", ""], rows)
        blocks += [heading(name), made] if made else []
    note = sentence(
        "what is lost is the worth of what is played less the worth of the other choice, both given the information set, also where it is not "
        "reached; it is nothing where play is mixed"
    )
    if not blocks:
        return None
    return section(
        "constraints", "why each holds or breaks", "which conditions bind", *blocks, paragraph(note, "small")
    )


def thresholds(facts: DealFacts) -> Section | None:
    """Where along each clause the proposals hold, and what one more point of a chance is worth."""
    blocks: list[Block | None] = []
    for name, each, path in every(facts):
        rows = []
        for at, line in enumerate(each.breaks):
            if not line.stretches:
                continue
            here = (*path, "breaks", at)
            spans = [
                told(
                    facts.number("fine", *here, "stretches", k, "low"), " to ", facts.number("fine", *here, "stretches", k, "high"),
                    f": {STATES[part.state]}",
                )
                for k, part in enumerate(line.stretches)
            ]  # fmt: skip
            end = told(" (", line.end, " end of its range)") if line.end else None
            rows.append(
                row(
                    told(facts.value(line.clause, line.value, (*here, "value")), end),
                    listed(spans, between="; "),
                )
            )
        made = table(["clause", "along its range, the others held"], rows)
        priced = [
            row(
                facts.words(price.clause),
                facts.number("signed", *path, "price", at, "slope"),
                told("at ", facts.number("fine", *path, "price", at, "threshold"))
                if price.threshold is not None
                else "none",
                facts.number("signed", *path, "price", at, "jump") if price.jump is not None else "–",
            )
            for at, price in enumerate(each.price)
        ]
        bought = table(["clause", "one more point is worth", "next threshold", "jump there"], priced)
        blocks += [heading(name), made, bought] if made or bought else []
    note = sentence(
        "at the middle of all ranges, and with the margin that is asked for: who signs by less than it counts as staying out. Each clause is tried at equally spaced points and every change is followed to a millionth of the range, so that a threshold "
        "is a root and not a reading between two points"
    )
    return (
        section("thresholds", "what would break them", "clause by clause", *blocks, paragraph(note, "small"))
        if blocks
        else None
    )


def front(facts: DealFacts) -> Section | None:
    """Terms that no others beat in all three values."""
    points = facts.judgement.front
    chosen = range(len(points)) if len(points) <= SHOWN else [
        round(at * (len(points) - 1) / (SHOWN - 1)) for at in range(SHOWN)
    ]  # fmt: skip
    rows = [
        row(
            facts.worth("front", at, "net"),
            facts.worth("front", at, "theirs"),
            facts.chance("front", at, "broken"),
            facts.chance("front", at, "struck"),
            facts.terms(points[at].terms, ("front", at, "terms"), changed=True),
        )
        for at in chosen
    ]
    note = sentence(
        "of the terms that meet the demand: each row trades one thing for another, and no other row is at least as good in all three and better in one. At the middle "
        "of all ranges",
        "; evenly spaced rows of the whole front, which the data hold" if len(points) > SHOWN else None,
    )
    gist = told(
        facts.number("length", "front"), " trades between us, ", facts.them, " and the chance of a breach"
    )
    return section(
        "front", "what trades against what", gist,
        table(["worth to us less cost", told("worth to ", facts.them), "broken", "struck", "terms"], rows),
        paragraph(note, "small"),
    )  # fmt: skip


def others(facts: DealFacts) -> Section | None:
    """The same terms in steps, or beside a menu."""
    rows = [
        row(
            told(
                "as offered, ",
                Given(each.words),
                "; ",
                Given(each.parameter_words),
                " ",
                facts.number("plain", "others", at, "value"),
            ),
            facts.chance("others", at, "centre", "struck"),
            facts.chance("others", at, "centre", "broken") if each.centre.broken is not None else "no deal",
            facts.worth("others", at, "centre", "us"),
            facts.worth("others", at, "centre", "theirs"),
        )
        for at, each in enumerate(facts.judgement.others)
    ]
    made = table(["told otherwise", "struck", "broken", "worth to us", told("worth to ", facts.them)], rows)
    gist = "whether steps or a menu would do as well"
    return section("others", "in steps, or with a menu", gist, made)


def clauses(facts: DealFacts) -> Section | None:
    """The clauses, their ranges, and what each costs."""
    rows = []
    for at, each in enumerate(facts.judgement.clauses):
        path: Path = ("clauses", at)
        span: Piece = (
            listed([Given(_choice(each, value)) for value in each.choices], "or")
            if each.choices
            else told(facts.number("plain", *path, "low"), " to ", facts.number("plain", *path, "high"))
        )
        now = Given(_choice(each, each.now)) if each.choices else facts.number("plain", *path, "now")
        rows.append(
            row(
                Given(each.words), span, now, _cost(facts, each, path),
                _idle(facts, each), facts.name(each.granted) if each.granted else "–", Given(each.why),
            )
        )  # fmt: skip
    gist = told(facts.number("length", "clauses"), " clauses")
    header = ["clause", "range", "as offered", "what it costs us", "without effect", "granted by", "why"]
    return section("clauses", "the clauses", gist, table(header, rows))


def _choice(each: ClauseCard, value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _cost(facts: DealFacts, each: ClauseCard, path: Path) -> Piece:
    if not each.priced:
        return "not stated: left out of what is cheapest"
    if each.once:
        return told(facts.number("plain", *path, "once"), " where it is chosen", _free(facts, each))
    if each.per:
        side = "above" if each.rising else "below"
        return told(
            facts.number("plain", *path, "per"),
            f" for each unit {side} ",
            facts.number("plain", *path, "beyond"),
            _free(facts, each),
        )
    return "nothing"


def _free(facts: DealFacts, each: ClauseCard) -> Piece:
    """Under which choices of other clauses it costs nothing."""
    under = [_under(facts, name, choice) for name, choices in each.free_under.items() for choice in choices]
    return told("; nothing with ", listed(under, "or")) if under else None


def _idle(facts: DealFacts, each: ClauseCard) -> Piece:
    """Under which choices of the clauses of the shape it moves nothing, and is left as it stands."""
    if not each.idle:
        return "–"
    return told(
        "with ", listed((listed(_under(facts, name, choice) for name, choice in shape.items()) for shape in each.idle), "or"),
    ) if all(each.idle) else "always"  # fmt: skip


def _under(facts: DealFacts, name: str, choice: object) -> Piece:
    """A choice of a clause of the shape: ``snapback by itself: yes``."""
    return told(facts.words(name), ": ", Given(_choice(facts.clause[name], choice)))


def computed(facts: DealFacts) -> Section | None:
    """How it was computed: demand, worlds, solver, command."""
    about = facts.judgement.about
    lines: list[list[Piece]] = [
        [sentence("terms are judged in ", Given(about.game), " by ", Given(about.solver))],
        [sentence(
            facts.number("count", "about.worlds"), " worlds, seed ", Given(str(about.seed)), "; winners again in ",
            facts.number("count", "about.fresh"), " fresh ones; ", facts.number("count", "about.evaluations"), " terms judged",
        )],
        [told("made by ", Given(about.command, code=True))],
    ]  # fmt: skip
    if facts.judgement.incomplete:
        lines.append([sentence(
            "in ", facts.number("count", "incomplete"), " worlds the list of equilibria may be incomplete: they count as unknown, never as holding"
        )])  # fmt: skip
    if facts.judgement.free:
        lines.append(
            [
                sentence(
                    "the cheapest terms are not asked for, since the cost of a clause is not stated: ",
                    listed([facts.words(each) for each in facts.judgement.free]),
                )
            ]
        )
    return section("computed", "how this was computed", Given(f"seed {about.seed}"), listing(lines, "plain"))
