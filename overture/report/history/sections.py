"""The folded parts of the page of a history: every number in its table."""

from __future__ import annotations

from overture.judgement.history.judgement import HistoryCard, Reply
from overture.judgement.history.ways.playing import PlayJoint
from overture.report.block import (
    Block,
    Heading,
    Row,
    Section,
    fold,
    heading,
    listing,
    paragraph,
    row,
    section,
    table,
)
from overture.report.history.facts import OBSERVER, HistoryFacts
from overture.report.history.first.answers import hangs, instead
from overture.report.history.first.limits import place
from overture.report.history.steps import steps
from overture.report.history.together import together
from overture.report.sentence import Given, Piece, Sentence, listed, sentence, told


def sections(facts: HistoryFacts) -> list[Section]:
    """Those that have something to show."""
    made = [
        steps(facts), ways(facts), wants(facts), decisions(facts), signals(facts), thresholds(facts), numbers(facts),
        assumed(facts), computed(facts),
    ]  # fmt: skip
    return [each for each in made if each is not None]


def ways(facts: HistoryFacts) -> Section | None:
    """The places where ways of playing differ, their options in words, and a row for each way."""
    judgement = facts.judgement
    blocks: list[Block | None] = []
    for joint in judgement.joints:
        if joint.where:
            blocks.append(heading("place ", Given(joint.name), ", ", place(joint.where)))
        for option in joint.options:
            blocks += [
                heading(Given(option.name)),
                listing([[Given(line)] for line in option.lines], "play")
                if option.lines
                else paragraph(told("nothing of it is reached")),
            ]
        blocks.append(_absent(joint))
    header: list[Piece] = [
        "way",
        "weight",
        "after what was done",
        *(facts.name(player) for player in judgement.about.names),
        "regret",
    ]
    rows = [
        row(
            Given(way.name),
            facts.number("fine", "ways", at, "weight"),
            facts.number("fine", "ways", at, "after") if way.after is not None else "–",
            *(_value(facts, at, player) for player in judgement.about.names),
            facts.number("small", "ways", at, "regret"),
        )
        for at, way in enumerate(judgement.ways)
    ]
    note = sentence(
        "all ways count alike before anything was seen, which is a convention; what was done then moves the weights. What hangs on how a tie is "
        "settled that decides nothing has its range in brackets; the number itself is that along the logit path"
    )
    gist = told(facts.number("length", "ways"), " certified equilibria")
    return section(
        "ways",
        "the ways of playing",
        gist,
        *blocks,
        heading("what each expects at the start"),
        table(header, rows),
        paragraph(note, "small"),
    )


def _absent(joint: PlayJoint) -> Block | None:
    """The pairs of things, each done in some way of playing, of which no way has both."""
    if not joint.absent:
        return None
    rows = [row(*(_lines(each) for each in (pair.one, pair.other))) for pair in joint.absent]
    ties = "ties that decide nothing are settled in one way, so that a pair that only another way would make is absent too"
    title = told("looked for at place ", Given(joint.name), ", and in no way of playing that was found")
    return fold(title, table(["this", "with this"], rows), paragraph(sentence(ties), "small"))


def _lines(lines: list[str]) -> Sentence:
    return listed([Given(line) for line in lines], last=";", between="; ")


def _value(facts: HistoryFacts, at: int, player: str) -> Sentence:
    """What a player expects at the start; with both ends where it hangs on how ties are settled."""
    number, low, high = (
        facts.number("fine", "ways", at, end, player) for end in ("value", "value_low", "value_high")
    )
    return told(number) if low.text == high.text else told(number, " (", low, " to ", high, ")")


def wants(facts: HistoryFacts) -> Section | None:
    """What the first event of the comparison is worth to each type, after each history, in every way of playing."""
    judgement = facts.judgement
    if not judgement.about.versus:
        return None
    adversary = judgement.about.adversary
    cards: list[tuple[HistoryCard, tuple[str | int, ...]]] = [(judgement.history, ("history",))]
    cards += [(other, ("also", at)) for at, other in enumerate(judgement.also)]
    blocks: list[Block | None] = []
    for card, path in cards:
        own = [
            (at, each)
            for at, each in enumerate(card.steps[card.asked].gains)
            if each.player == adversary and each.own
        ]
        if not own:
            continue
        header: list[Piece] = ["ways of playing", *(facts.noun(adversary, each.own) for _, each in own)]
        rows: list[Row] = []
        for way in judgement.ways:
            numbers: list[Piece] = []
            for at, each in own:
                there = each.gain.by_way.get(way.name) is not None
                here = (*path, "steps", card.asked, "gains", at, "gain", "by_way", way.name)
                numbers.append(facts.number("fine", *here) if there else "–")
            if any(number != "–" for number in numbers):
                rows.append(row(Given(way.name), *numbers))
        title: Piece = Given(card.name) if card.name else "after what was done"
        blocks += [heading(title), table(header, together(rows))]
    if not blocks:
        return None
    gist = told("what it is worth that ", facts.versus(0), " and not that ", facts.versus(1))
    law = sentence(
        "what such a wish tells hangs on the history: compare the tables before saying that it favours one type"
    )
    return section("wants", told("what he wants, by history"), gist, *blocks, paragraph(law, "small"))


def decisions(facts: HistoryFacts) -> Section | None:
    """Every set of the advised side along the history: belief and worth of each choice, in every way of playing."""
    blocks: list[Block | None] = []
    for at, each in enumerate(facts.judgement.decisions):
        who = facts.who(each.player, each.own)
        adversary = facts.judgement.about.adversary
        kind = next(iter(each.replies[0].belief))
        header: list[Piece] = [
            "ways of playing",
            told("belief: ", facts.noun(adversary, kind)),
            *(Given(words) for words in each.choices.values()),
            "best act, over the other",
            "if ties are settled otherwise",
        ]
        rows = []
        for number, reply in enumerate(each.replies):
            here = ("decisions", at, "replies", number)
            if each.reached and not reply.reached:
                continue
            told_range = _range(facts, here, reply)
            rows.append(
                row(
                    Given(reply.way),
                    facts.number("fine", *here, "belief", kind),
                    *(facts.number("fine", *here, "worth", label) for label in each.choices),
                    told(Given(each.choices[reply.act]), ": ", facts.number("fine", *here, "margin")),
                    told_range,
                )
            )
        seen = listed([Given(line) for line in each.seen]) if each.seen else told("nothing")
        blocks += [
            heading(who, ": ", listed([Given(words) for words in each.choices.values()], last="or")),
            paragraph(
                sentence(facts.name(each.player), " ", facts.verb(each.player, "has"), " seen: ", seen),
                "small",
            ),
            None
            if each.reached
            else paragraph(
                sentence("no way of playing that was found comes here; what is believed is a convention"),
                "small",
            ),
            table(header, together(rows)),
        ]
    return section(
        "replies",
        "what to answer",
        "each decision of the advised side along the history, by what he is",
        *blocks,
    )


def _range(facts: HistoryFacts, here: tuple[str | int, ...], reply: Reply) -> Sentence:
    """By how much the act leads if ties elsewhere are settled otherwise."""
    if reply.low is None or reply.high is None:
        return told("too many ties to try")
    low, high = facts.number("fine", *here, "low"), facts.number("fine", *here, "high")
    return told("the same") if low.text == high.text else told(low, " to ", high)


def signals(facts: HistoryFacts) -> Section | None:
    """What each signal moves, in every way of playing."""
    blocks: list[Block | None] = []
    for at, card in enumerate(facts.judgement.signals):
        header: list[Piece] = [
            "ways of playing",
            "a belief by",
            "who on whom",
            "a value by",
            "the comparison by",
            "what is done otherwise after it",
        ]
        rows = []
        for number, way in enumerate(card.ways):
            here = ("signals", at, "ways", number)
            if not way.heard:
                rows.append(
                    row(
                        Given(way.way),
                        "one of them never comes; what it would tell is not determined",
                        kind="null",
                    )
                )
                continue
            whose = (
                told(
                    facts.name(way.whose[0]) if way.whose[0] != OBSERVER else "we",
                    " on ",
                    facts.name(way.whose[1]),
                )
                if len(way.whose) == 2
                else told("–")
            )
            rows.append(
                row(
                    Given(way.way),
                    facts.number("fine", *here, "belief"),
                    whose,
                    facts.number("fine", *here, "value"),
                    facts.number("fine", *here, "gain"),
                    Given("; ".join(way.acts) or "–"),
                )
            )
        said = listed([told("“", Given(each.words), "”") for each in card.says], last="or")
        blocks += [heading(said), table(header, together(rows))]
    note = sentence(
        "each number is the difference between the two things that it may say, and the largest of those of one kind"
    )
    return (
        section(
            "signals", "what signals are worth", "a belief, or a value", *blocks, paragraph(note, "small")
        )
        if blocks
        else None
    )


def thresholds(facts: HistoryFacts) -> Section | None:
    """Where each way of playing ceases to be an equilibrium, with the closed forms beside it."""
    judgement = facts.judgement
    blocks: list[Block | None] = []
    for at, card in enumerate(judgement.thresholds):
        rows = []
        for number, edge in enumerate(card.edges):
            here = ("thresholds", at, "edges", number)
            makes = "yes" if edge.makes else "no"
            if edge.lasts:
                rows.append(row(Given(edge.way), makes, "lasts", "–"))
            elif not edge.ended:
                last = told("at least until ", facts.number("fine", *here, "value"))
                rows.append(row(Given(edge.way), makes, last, "it could not be followed further"))
            else:
                why = told(instead(facts, edge), hangs(edge))
                rows.append(
                    row(Given(edge.way), makes, told("until ", facts.number("fine", *here, "value")), why)
                )
        span = told(
            "from ",
            facts.number("plain", "thresholds", at, "start"),
            " to ",
            facts.number("plain", "thresholds", at, "stop"),
        )
        blocks += [
            heading(Given(card.words)),
            paragraph(sentence(span), "small"),
            table(
                ["ways of playing", "makes what was done", "is an equilibrium", "from there"], together(rows)
            ),
        ]
    closed: list[list[Piece]] = [
        [told(Given(line.words), ": ", facts.number("fine", "closed_forms", at, "value")), Given(line.source)]
        for at, line in enumerate(judgement.closed_forms)
        if line.value is not None
    ]
    if closed:
        blocks += [Heading(told("In closed form")), listing(closed, "plain")]
    note = sentence(
        "one way of playing for each option is followed: its equations are solved again with the same supports, all else at its stated value. "
        "A gap between two places that were looked at is not seen. Where it ends another may begin"
    )
    return (
        section(
            "thresholds",
            "where ways of playing end",
            "one number moved, all else as stated",
            *blocks,
            paragraph(note, "small"),
        )
        if blocks
        else None
    )


def numbers(facts: HistoryFacts) -> Section | None:
    """Every parameter, its value and the reason for it."""
    rows = [
        row(
            Given(each.name),
            Given(each.words),
            facts.number("plain", "parameters", at, "value"),
            Given(each.why),
        )
        for at, each in enumerate(facts.judgement.parameters)
    ]
    return section(
        "parameters",
        "the numbers, and why",
        "every one a judgement",
        table(["", "what it is", "value", "why"], rows),
    )


def assumed(facts: HistoryFacts) -> Section | None:
    judgement = facts.judgement
    return section(
        "assumed", "assumed, and left out", "what the game takes for granted",
        listing([[Given(line)] for line in judgement.assumptions], "plain"),
        heading("left out") if judgement.left_out else None,
        listing([[Given(line)] for line in judgement.left_out], "plain"),
    )  # fmt: skip


def computed(facts: HistoryFacts) -> Section | None:
    """The certificate, the command and the versions."""
    about = facts.judgement.about
    untried = (
        sentence(facts.number("count", "about.untried"), " combinations of parts were not tried")
        if about.untried
        else None
    )
    return section(
        "computed", "how it was computed", certificate(facts),
        paragraph(certificate(facts)),
        paragraph(sentence("ways of playing were sought beside the limit of the logit path, by fines and by joining what follows different public signals; the list is not known to be complete")),
        paragraph(untried),
        paragraph(told(Given(about.command, code=True))),
        listing([[Given(f"{name} {version}")] for name, version in about.versions.items()], "facts"),
        fold("inputs", listing([[Given(f"{name}: sha256 {digest}")] for name, digest in about.hashes.items()], "hashes")),
    )  # fmt: skip


def certificate(facts: HistoryFacts) -> Sentence:
    """The size of the game, and the largest regret of any way of playing."""
    return sentence(
        facts.number("count", "about.histories"), " histories, ", facts.number("count", "about.sets"), " information sets; in ",
        facts.all_ways,
        " no player could gain more than ", facts.number("small", "about.largest_regret"), " of the payoff range at any of them",
    )  # fmt: skip
