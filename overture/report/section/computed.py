"""Parameters and who knows them, the same if both sides knew, how this could be wrong, how it was computed."""

from __future__ import annotations

import calendar
from collections.abc import Sequence

from overture.judgement.judgement import Assumption, ParameterLine
from overture.report.block import (
    Block,
    Outline,
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
from overture.report.sentence import Facts, Given, Piece, Sentence, sentence, told

SIDES = {"theirs": "the adversary", "ours": "we"}


def parameters(facts: Facts) -> Section | None:
    every = list(enumerate(facts.judgement.parameters))
    ranged = [(at, line) for at, line in every if line.low is not None and line.low != line.high]
    fixed = [pair for pair in every if pair not in ranged]
    header: list[Piece] = ["parameter", "value", "who knows it", "why"]
    rest = told("parameters that are taken for known")
    return section(
        "parameters",
        "parameters, and who knows them",
        "every number is a judgement, with its reason",
        table(header, [_parameter(facts, at, line) for at, line in ranged]),
        fold(rest, table(header, [_parameter(facts, at, line) for at, line in fixed])) if fixed else None,
    )


def _parameter(facts: Facts, at: int, line: ParameterLine) -> Row:
    path = ("parameters", at)
    if line.low is not None and line.high is not None and line.low != line.high:
        value = told(facts.number("plain", *path, "low"), " to ", facts.number("plain", *path, "high"))
        if line.mode is not None:
            value = told(value, ", most often near ", facts.number("plain", *path, "mode"))
    elif line.value is not None:
        value = told(facts.number("plain", *path, "value"))
    else:
        value = told("set by the game")
    how = "stated" if line.stated else "not said, taken so" if line.asked else "by default"
    words = (
        told(Given(line.words), " (", Given(line.name, code=True), ")")
        if line.words and line.words != line.name
        else told(Given(line.name, code=True))
    )
    return row(words, value, f"{SIDES[line.side]} ({how})", Given(line.why))


def readings(facts: Facts) -> Section | None:
    """The second reading is another game: it is solved anew, and is never mixed with the first."""
    rows = []
    for at, each in enumerate(facts.judgement.readings):
        rows.append(
            row(_asked(facts, each.what), _value(facts, at, "only_we_know", each.only_we_know), _value(facts, at, "both_know", each.both_know))
        )  # fmt: skip
    note = sentence(
        "what only we hold changes our best reply; what both sides know changes the game, which is then solved anew, in the "
        "number of worlds that the first row names"
    )
    made = table(["question", "only we know", "both know"], rows)
    return (
        section(
            "both", "if both sides knew", "what was said, as common knowledge", made, paragraph(note, "small")
        )
        if made
        else None
    )


def _asked(facts: Facts, what: str) -> Piece:
    """What a row of the two readings tells, its replies in the case's words."""
    head, _, label = what.partition("worth of ")
    if not head and label in facts.answers.value:
        return told("worth: to ", facts.reply(label), facts.blind_apart)
    return told(Given(what), facts.blind_apart if what == "best reply" else None)


def _value(facts: Facts, at: int, name: str, value: float | str | None) -> Piece:
    if value is None:
        return "not defined"
    if isinstance(value, str):
        return facts.reply(value) if value in facts.answers.value else Given(value)
    what = facts.judgement.readings[at].what
    form = "count" if what == "worlds" else "chance" if what.startswith(("chance", "belief")) else "worth"
    return facts.number(form, "readings", at, name)


def wrong(facts: Facts) -> Section | None:
    """What the model takes for true, what it leaves out, what was not solved."""
    blocks: list[Block | None] = []
    titles = (
        ("model", "what the model assumes"),
        ("left out", "what it leaves out"),
        ("unsolved", "what was not solved"),
    )
    for kind, title in titles:
        items = _said(facts.judgement.assumptions, kind)
        blocks += [heading(title), listing(items, "plain")] if items else []
    kept = [each for each in blocks if each is not None]
    gist = "what is taken for true without being tried"
    return section("wrong", "how this could be wrong", gist, *kept) if kept else None


def _said(every: Sequence[Assumption], kind: str) -> list[list[Piece]]:
    return [[sentence(Given(each.words))] for each in every if each.kind == kind]


def computed(facts: Facts) -> Section | None:
    judgement = facts.judgement
    lines = tuple((len(line) - len(line.lstrip()), line.strip()) for line in judgement.game)
    versions = ", ".join(f"{name} {version}" for name, version in judgement.about.versions.items())
    hashes = [
        [told(Given(name), ": ", Given(value, code=True))] for name, value in judgement.about.hashes.items()
    ]
    drawn = sentence(
        facts.number("count", "about.worlds"), " world" if judgement.about.worlds == 1 else " worlds", " and ",
        facts.number("count", "about.own_draws"), " draw" if judgement.about.own_draws == 1 else " draws",
        " of our own numbers; seed ", facts.number("plain", "about.seed"),
    )  # fmt: skip
    return section(
        "computed",
        "how it was computed",
        certificate(facts),
        paragraph(_unsolved(facts)),
        *_measured(facts),
        paragraph(drawn),
        paragraph(sentence("to make this page again: ", Given(_again(judgement.about.command), code=True)))
        if judgement.about.command
        else None,
        paragraph(sentence(Given(versions)), "small") if versions else None,
        fold("the game", Outline(lines), printed=True) if lines else None,
        fold("hashes of what was read", listing(hashes, "hashes")) if hashes else None,
        paragraph(
            sentence("where a number has ± after it, that is one standard error of the simulation"), "small"
        ),
    )


def _again(command: str) -> str:
    """The command that makes this page: without ``--html`` it would make none."""
    return command if " --html " in command else f"{command} --html page.html"


def certificate(facts: Facts) -> Sentence:
    """How good the solution is, in one sentence."""
    return sentence(
        "solved in ", facts.number("count", "about.solved"), " of ", facts.number("count", "about.worlds"),
        " world" if facts.judgement.about.worlds == 1 else " worlds",
        "; nobody could gain more than ", facts.number("small", "certificate.max_regret"),
        " of the payoff range by doing otherwise at any information set",
    )  # fmt: skip


def _unsolved(facts: Facts) -> Sentence:
    given = facts.judgement.certificate
    if not given.unsolved and not given.lost:
        return told()
    return sentence(
        "not solved: ", facts.number("count", "certificate.unsolved"), " of them; branch lost in ",
        facts.number("count", "certificate.lost"), "; the rest stands",
    )  # fmt: skip


def _measured(facts: Facts) -> list[Block]:
    given = facts.judgement.certificate
    rows = [
        row("method", Given(given.method)),
        row("where the largest regret was measured", told(Given(given.infoset), ", world ", facts.number("plain", "certificate.world"))),
        row("beliefs and Bayes’ rule differ by at most", facts.number("small", "certificate.bayes_gap")),
        row(
            "list of equilibria",
            told("complete for this class of game" if given.complete else "may be incomplete", "; ",
                 facts.number("count", "certificate.found"), " kept over all worlds"),
        ),
    ]  # fmt: skip
    if given.precision is not None:
        rows.append(
            row("precision reached by the logit path", told(facts.ratio("certificate.precision"), ", folds passed: ",
                facts.number("count", "certificate.folds")))
        )  # fmt: skip
    made = table(["measured by code that no solver shares", ""], rows)
    return [made] if made else []


def written(date: str) -> str:
    """``2 August 2024``; a text that is no date stays as it is."""
    parts = date.split("-")
    if len(parts) == 3 and all(part.isdigit() for part in parts) and 1 <= int(parts[1]) <= 12:
        return f"{int(parts[2])} {tuple(calendar.month_name)[int(parts[1])]} {parts[0]}"
    return date
