"""Each act as a test between the types: what was done, what is offered, what might be said."""

from __future__ import annotations

from overture.judgement.judgement import ActRow
from overture.report.block import (
    Bar,
    Block,
    Row,
    Section,
    heading,
    listing,
    paragraph,
    placed,
    row,
    section,
    table,
)
from overture.report.sentence import Facts, Given, Piece, Sentence, capitalised, listed, sentence, told
from overture.report.statement import offer

HARDLY = 0.05  # share of itself by which his picture of a number must move to be told
KINDS = {"done": "was done", "offer": "is offered", "talk": "might be said", "watch": "may be seen"}


def acts(facts: Facts) -> Section | None:
    """The strip of belief, every act, then what the offer taught besides."""
    rows = [each for at, act in enumerate(facts.judgement.acts) for each in _act(facts, at, act)]
    told_of_offer = [
        offer.surprise(facts),
        offer.by_type(facts),
        offer.movement(facts),
        offer.points(facts),
        offer.on_path(facts),
    ]
    if facts.answers.belief_offer is None:
        told_of_offer = []
    return section(
        "acts",
        "the acts as tests",
        "an act tells the types apart only as far as they would do it with different chances",
        table(["act", "belief before", "belief after", "what it tells", "without trembles"], rows),
        paragraph(sentence(facts.of_whom), "small"),
        *(paragraph(each) for each in told_of_offer if each),
        *_by_class(facts),
        _taught(facts),
        *_steps(facts),
    )


def _kind(facts: Facts, act: ActRow) -> str:
    return "was made" if act.kind == "offer" and facts.made else KINDS[act.kind]


def _act(facts: Facts, at: int, act: ActRow) -> list[Row]:
    """A row for each pair of possible types; of a type that is not possible nothing is said."""
    types = facts.answers.types
    live = {types[place] for place in facts.live}
    found: list[Row] = []
    pairs = {pair: verdict for pair, verdict in act.verdict.items() if set(pair.split(":")) <= live}
    words = {verdict.word for verdict in pairs.values()}
    alike = len(pairs) > 1 and len(words) == 1 and words <= offer.TOLD_ONCE
    for pair, verdict in list(pairs.items())[: 1 if alike else None]:
        path = ("acts", at)
        name = (
            capitalised(told(Given(act.words.rstrip(".")), " (", _kind(facts, act), ")"))
            if not found
            else told()
        )
        if len(facts.live) > 2 and not alike:
            one, other = pair.split(":")
            name = told(name, "; " if found == [] else None, facts.noun(one), " against ", facts.noun(other))
        past = act.kind == "done" or (act.kind == "offer" and facts.made)
        said = capitalised(offer.told_of(facts, verdict, (*path, "verdict", pair), past, every=alike))
        before = facts.beliefs(*path, "before") if not found else told()
        after = facts.beliefs(*path, "after") if act.after is not None else told("it cannot happen")
        after = told() if found else after
        free = act.factor_no_slips.get(pair)
        ratio: Piece = facts.ratio(*path, "factor_no_slips", pair) if free is not None else "never done"
        found.append(row(name, before, after, said, told("ratio ", ratio) if free is not None else ratio))
    return found


def _by_class(facts: Facts) -> list[Block]:
    """The offer in each class: its ratio where somebody makes it, the word where nobody does."""
    answers = facts.answers
    rows = []
    for name in answers.classes:
        weight = answers.class_weight.get(name)
        if weight is None:
            continue
        path = ("answers", "class_weight", name)
        belief = answers.belief_offer_by_class.get(name)
        after = facts.share(*path, "after_offer") if weight.after_offer is not None else told("–")
        told_belief = (
            facts.chance("answers", "belief_offer_by_class", name) if belief is not None else told("none")
        )
        rows.append(
            row(
                facts.kind(name),
                facts.share(*path, "exists"),
                facts.share(*path, "before"),
                after,
                told_belief,
                _ratio_in(facts, name),
            )
        )
    header = ["class", "exists in", "weight before", "weight after the offer", "belief if offered", "ratio"]
    made_table = table(header, rows) if answers.belief_offer is not None else None
    return [heading("the offer in each class"), made_table] if made_table else []


def _ratio_in(facts: Facts, name: str) -> Piece:
    """The ratio of the offer in a class; where nobody makes it, the word, and whom the class blames."""
    answers = facts.answers
    if len(facts.live) < 2:
        return ""
    if (
        answers.on_path_by_class_after.get(name, 0.0) >= offer.CLOSE
        and answers.factor_by_class.get(name) is not None
    ):
        return facts.ratio("answers", "factor_by_class", name)
    belief, before = answers.belief_offer_by_class.get(name), answers.belief_given
    if belief is None or before is None or len(facts.live) > 2:
        return "convention"
    return told("convention, blaming ", facts.noun(facts.type_at(0 if belief > before[0] else 1)))


def _taught(facts: Facts) -> Block | None:
    """What the offer taught of his picture of us."""
    items = []
    for at, each in enumerate(facts.judgement.pictures):
        old, new = (
            facts.number("worth", "pictures", at, "before"),
            facts.number("worth", "pictures", at, "after"),
        )
        if old.text == new.text or abs(each.after - each.before) < HARDLY * abs(each.before):
            continue
        who = facts.verb(facts.judgement.about.adversary, "seems")
        line = told(
            facts.adversary, f" {who} to take “", Given(each.words or each.name), "” for ", new, " (drawn ", old,
            "; our own ", facts.number("worth", "pictures", at, "own"), ")",
        )  # fmt: skip
        items.append([sentence(line)])
    return listing(items)


def _steps(facts: Facts) -> list[Block]:
    """The strip: belief once each piece of evidence is counted, in order of time."""
    rows = []
    for at, step in enumerate(facts.judgement.steps):
        numbers = [facts.chance("steps", at, "belief", place) for place in facts.live]
        shown: Sentence | Bar = Bar(0.0, 0.0, tuple(placed(step.belief[place]) for place in facts.live[:1]))
        added = facts.number("signed", "steps", at, "log_odds") if step.log_odds is not None else None
        fair = facts.number("signed", "steps", at, "shapley") if step.shapley is not None else None
        belief = told(numbers[0]) if len(facts.live) == 2 else listed(list(numbers))
        rows.append(row(capitalised(told(Given(step.words.rstrip(".")))), belief, shown, added, fair))
    if not rows:
        return []
    offered = facts.answers.belief_offer
    if offered is not None and facts.judgement.steps[-1].kind != "offer":
        each = [facts.chance("answers.belief_offer", place) for place in facts.live]
        last = told(each[0]) if len(facts.live) == 2 else listed(list(each))
        rows.append(
            row(
                capitalised(told(facts.if_made)),
                last,
                Bar(0.0, 0.0, (placed(offered[facts.live[0]]),)),
                "",
                "",
            )
        )
    first = facts.noun(facts.type_at(0))
    of_whom = told("belief in ", first) if len(facts.live) == 2 else told("belief by type")
    header: list[Piece] = ["evidence, in order of time", of_whom, "", "log odds added", "over all orders"]
    made = table(header, rows)
    return [heading("belief, step by step"), made] if made else []
