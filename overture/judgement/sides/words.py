"""The words of a comparison that follow from the case: what each number is of, and how the case itself has what differs."""

from __future__ import annotations

from typing import Any

from overture.case.schema import Case, Parameter
from overture.wording import as_words

WORDS = {
    "chance": "chance of the offer",
    "factor": "factor of the offer, of the first type over its strongest rival",
    "lead": "lead of the best reply over the next",
    "broken": "chance that the other side breaks the deal, once accepted",
    "kept": "chance that the other side never breaks the deal, once accepted",
    "collapse": "chance that the deal collapses, whether or not the other side broke it, once accepted",
}


def row_words(case: Case, answer: str, first: str) -> str:
    """What a number is, in words; ``first``: the type that beliefs are of."""
    clause = case.hypothesis.words.get(first, f"the type is {first!r}").rstrip(". ")
    if answer == "belief_now":
        return f"belief now that {clause}"
    if answer == "belief_offer":
        return f"belief, once the offer is made, that {clause}"
    kind, _, label = answer.partition(".")
    if kind == "worth" and label:
        return f"worth of this reply: {case.reply.words.get(label, label)}"
    return WORDS[answer]


def unlike(case: Case, answer: str, first: tuple[str, str], other: tuple[str, str]) -> str:
    """Why two numbers are not subtracted: they are of different things; both as (label of the side, what it is of by its label)."""
    what = {"lead": "the best reply", "factor": "the pair of types"}.get(answer)
    if what is None:
        what = "the type" if answer.startswith("belief") else "the reply"
    one, two = (_of(case, answer, each) for _, each in (first, other))
    return f"{what} is “{one}” with {first[0]} and “{two}” with {other[0]}"


def _of(case: Case, answer: str, label: str) -> str:
    """What a number is of in the words of the case: a type, two types, or a reply."""
    if answer == "factor":
        return " against ".join(as_words(case.noun(each)) for each in label.split(":"))
    if answer.startswith("belief"):
        return as_words(case.noun(label))
    return case.reply.words.get(label) or as_words(label)


def parameter_written(given: Parameter) -> str:
    """A parameter as the case has it: one number, or a range and where it is most often."""
    own = given.own
    if not own.spread:
        return f"{own.mode:.6g}"
    return f"{own.low:.6g} to {own.high:.6g}, most often near {own.mode:.6g}"


def shape_written(value: Any) -> str:
    """A value of a shape argument as the case has it; empty where it has none."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int | float | str) else ""
