"""Four ranges, each over one thing only and never merged; then weights of equilibria and the floor on trembles."""

from __future__ import annotations

from overture.report.block import Block, Row, Section, heading, paragraph, row, section, table
from overture.report.sentence import Facts, Piece, Sentence, listed, sentence, told
from overture.report.statement import answer


def ranges(facts: Facts) -> Section | None:
    """Nothing where there is one world, and only what needs no worlds where few of them bear on it."""
    answers = facts.answers
    given = answers.belief_offer_range
    if given is None or not facts.drawn:
        return None
    path = "answers.belief_offer_range"
    effective = answers.effective_worlds_after_offer
    many = effective is not None and effective >= answer.FEWEST
    rows = []
    if answers.own_scenarios is not None and facts.judgement.about.own_draws >= answer.FEWEST:
        rows.append(
            row("our own numbers", "middle nine tenths of own draws", facts.span("chance", "answers.own_scenarios.belief_5_95"))
        )  # fmt: skip
    if many and given.worlds_5_95 is not None:
        rows.append(
            row(told("what ", facts.adversary, " may think and want"), "middle nine tenths of worlds, own numbers at their centre",
                facts.span("chance", path, "worlds_5_95"))
        )  # fmt: skip
    rows += _classes(facts)
    if many and given.cells_5_95 is not None:
        rows.append(
            row("worlds and classes together", "middle nine tenths of cells of world and class", facts.span("chance", path, "cells_5_95"))
        )  # fmt: skip
    return section(
        "ranges",
        "how wide the belief is",
        "four ranges that are never merged",
        table(["over", "what is told", told("belief ", facts.if_made)], rows),
        paragraph(answer.few(facts)),
        paragraph(_straddles(facts)),
    )


def _classes(facts: Facts) -> list[Row]:
    given = facts.answers.belief_offer_range
    path = "answers.belief_offer_range"
    found = []
    if given is not None and given.within_world_mean_width_on_path is not None:
        found.append(
            row("equilibria", "mean width within a world, over the classes in which somebody makes the offer",
                facts.worth(path, "within_world_mean_width_on_path"))
        )  # fmt: skip
    if given is not None:
        wide = told(
            facts.worth(path, "within_world_mean_width"),
            " (widest ",
            facts.worth(path, "within_world_max"),
            ")",
        )
        found.append(
            row("equilibria, with conventions", "the same with the classes in which nobody makes it", wide)
        )
    return found


def _straddles(facts: Facts) -> Sentence:
    given = facts.answers.belief_offer_range
    if given is None:
        return told()
    path = "answers.belief_offer_range"
    turns = told()
    if given.straddles_turning_weight is not None:
        turns = told(
            ", and ",
            facts.share(path, "straddles_turning_weight"),
            " on both sides of the belief at which the reply",
            told(facts.blind_apart, ",") if facts.seen_first else None,
            " turns",
        )
    return sentence(
        "worlds whose classes lie on both sides of one half hold ", facts.share(path, "straddles_half_weight"),
        " of the weight after the offer", turns,
    )  # fmt: skip


def weights(facts: Facts) -> Section | None:
    """What other weights of equilibria and another floor would do."""
    answers = facts.answers
    if answers.belief_offer is None:
        return None
    blocks: list[Block | None] = []
    if len(answers.classes) > 1:
        blocks += [_simplex(facts), paragraph(_held(facts), "small"), *_vertices(facts)]
    blocks += _floor(facts)
    kept = [each for each in blocks if each is not None]
    title = "weights of equilibria, and the floor on trembles"
    return (
        section(
            "weights",
            title,
            told("both are conventions; this is what hangs on them", facts.blind_apart),
            *kept,
        )
        if kept
        else None
    )


def _simplex(facts: Facts) -> Block | None:
    answers = facts.answers
    rows = []
    if answers.simplex_belief_offer is not None:
        on = (
            facts.span("chance", "answers.simplex_belief_offer_on_path")
            if answers.simplex_belief_offer_on_path
            else told("none")
        )
        rows.append(
            row(told("belief ", facts.if_made), on, facts.span("chance", "answers.simplex_belief_offer"))
        )
    for label, each in answers.simplex_V.items():
        path = ("answers", "simplex_V", label)
        on = facts.span("worth", *path, "on_path") if each.on_path is not None else told("none")
        rows.append(row(told("worth: to ", facts.reply(label)), on, facts.span("worth", *path, "all")))
    return table(["over all weights", "of classes in which somebody makes the offer", "of all classes"], rows)


def _held(facts: Facts) -> Sentence:
    if not facts.answers.simplex_V:
        return told()
    return sentence("our later moves are held as planned at the stated weights")


def _vertices(facts: Facts) -> list[Block]:
    answers = facts.answers
    labels = list(answers.value)
    rows = []
    for name, each in answers.weights_vertices.items():
        path = ("answers", "weights_vertices", name)
        cells: list[Piece] = [facts.kind(name), facts.share(*path, "on_path"), facts.chance(*path, "belief")]
        cells += [facts.worth(*path, "V", label) if label in each.V else None for label in labels]
        rows.append(row(*cells))
    header: list[Piece] = ["all weight on, wherever it exists", "somebody makes the offer in", "belief"]
    made = table([*header, *(told("to ", facts.reply(label)) for label in labels)], rows)
    note = sentence(
        "in worlds where a class does not exist the stated weights stay, also those of classes in which nobody makes the "
        "offer; so what stands here may lie a little outside the ranges over all weights"
    )
    said = paragraph(note, "small")
    return (
        [heading("one class alone"), made, *([said] if said else []), *_without_chance(facts)] if made else []
    )


def _without_chance(facts: Facts) -> list[Block]:
    """The classes that could not have all the weight, after what was done and said."""
    answers = facts.answers
    left = [facts.kind(name) for name in answers.classes if name not in answers.weights_vertices]
    if not left:
        return []
    made = paragraph(
        sentence("with all weight on one of these, what was done and said has no chance: ", listed(left)),
        "small",
    )
    return [made] if made else []


def _no_floor(facts: Facts) -> list[Row]:
    """The same without any tremble."""
    answers = facts.answers
    if answers.belief_offer_no_slips is None or answers.value_no_slips is None:
        return []
    pair = answers.headline_pair or ""
    none = answers.offer_factor_no_slips.get(pair) is None
    ratio: Piece = "none" if none else facts.ratio("answers.offer_factor_no_slips", pair)
    worth: list[Piece] = [
        facts.worth("answers.value_no_slips", label, "V") if label in answers.value_no_slips else None
        for label in answers.value
    ]
    return [row("no trembles", ratio, facts.chance("answers.belief_offer_no_slips", 0), *worth)]


def _floor(facts: Facts) -> list[Block]:
    answers = facts.answers
    labels = list(answers.value)
    rows = []
    for name, each in answers.floor_sensitivity.items():
        path = ("answers", "floor_sensitivity", name)
        ratio: Piece = facts.ratio(*path, "factor") if each.factor is not None else "none"
        cells: list[Piece] = [facts.kind(name), ratio, facts.chance(*path, "belief")]
        cells += [facts.worth(*path, "V", label) if label in each.V else None for label in labels]
        rows.append(row(*cells))
    rows = [*_no_floor(facts), *rows] if rows else []
    header: list[Piece] = ["floor: share of play that is a tremble", "ratio of the offer", "belief"]
    made = table([*header, *(told("to ", facts.reply(label)) for label in labels)], rows)
    here = sentence("the floor used is ", facts.number("plain", "answers.floor"))
    blocks = [heading("the floor on trembles"), paragraph(here, "small"), made]
    return [each for each in blocks if each is not None] if made else []
