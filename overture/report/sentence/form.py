"""How a number is printed: one function for each form, which a sentence names and the checker applies anew."""

from __future__ import annotations

import math
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from overture.judgement.bands import band
from overture.report import digits
from overture.report.sentence.path import base, found
from overture.report.words import spelled

NARROW = 0.10  # joint fragility below which a reply holds narrowly


def printed(form: str, root: Any, path: str) -> str:
    """The number at a path as it is printed under a form.

    Args:
        root: the judgement as plain values.

    Raises:
        KeyError: nothing stands at the path, or no form has this name.
        ValueError: what stands there is no number that the form can print.
    """
    value = found(root, path)
    make = FORMS[form]
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        raise ValueError(f"{path} is {value}: a sentence gives the reason, not the number")
    return make(value, root, path)


def exact(form: str, root: Any, path: str) -> str:
    """The number itself with nine significant digits, for the attribute ``value``."""
    value = found(root, path)
    if form == "length":
        value = len(value)
    elif form == "distinct":
        value = len(set(value))
    return value if isinstance(value, str) else f"{value:.9g}"


def edges(root: Any, path: str) -> list[float]:
    """Numbers that a chance must not seem to cross: the turning belief for a belief, the turning prior for a prior."""
    if "answers" not in root:  # a judgement of a history has no reply that turns
        return []
    tail = path.removeprefix(base(path)).lstrip(".")
    given = found(root, base(path))
    belief, prior = given["belief_at_which_reply_turns"], given["own_prior_at_which_reply_turns"]
    two = len(given["types"]) == 2
    if tail == "own_prior_at_which_reply_turns":
        return [given["own_prior"][0]]
    if tail == "belief_at_which_reply_turns":
        now = given.get("belief_answer") or given["belief_offer"]
        return [now[0]] if now else []
    for patterns, turning in (
        (("own_prior.*", "hypotheses.*.prior"), prior),
        (("belief_offer.*", "belief_answer.*", "hypotheses.*.offered"), belief),
    ):
        for pattern in patterns:
            if turning is not None and fnmatchcase(tail, pattern):
                first = tail.split(".")[1] == "0"
                return [turning] if first else [1 - turning] if two else []
    return []


def _others(root: Any, path: str) -> list[float]:
    """Payoffs from which a payoff must differ in print: those of the other replies, or the other end of a lever."""
    parent, _, last = path.rpartition(".")
    if last in ("now", "turns_at") and ".levers." in path:
        other = found(root, parent)["turns_at" if last == "now" else "now"]
        return [] if other is None else [other]
    here = found(root, path)
    if last == "V":  # value.accept.V, beside value.refuse.V
        replies = [each["V"] for each in found(root, parent.rpartition(".")[0]).values()]
    elif parent.rpartition(".")[2] == "V":  # V.accept, beside V.refuse
        replies = list(found(root, parent).values())
    else:
        return []
    return [each for each in replies if isinstance(each, float | int) and each != here]


def _word(value: float, root: Any, path: str) -> str:
    return band(value) or digits.in_words(value)


def _share(value: float, root: Any, path: str) -> str:
    return digits.share(value, [NARROW] if path.endswith("joint_fragility") else [])


def _ratio(value: float | str, root: Any, path: str) -> str:
    return "without bound" if isinstance(value, str) else digits.ratio(value)


FORMS: dict[str, Callable[[Any, Any, str], str]] = {
    "chance": lambda value, root, path: digits.chance(value, edges(root, path)),
    "word": _word,
    "share": _share,
    "times": lambda value, root, path: digits.times(value),
    "worth": lambda value, root, path: digits.worth(value, _others(root, path)),
    "size": lambda value, root, path: digits.worth(abs(value)),
    "signed": lambda value, root, path: digits.signed(value),
    "odds": lambda value, root, path: digits.ratio(math.exp(min(max(value, -600.0), 600.0))),
    "ratio": _ratio,
    "error": lambda value, root, path: digits.error(value),
    "ratio fine": lambda value, root, path: digits.ratio_fine(value),
    "fine": lambda value, root, path: digits.fine(value),
    "small": lambda value, root, path: digits.small(value),
    "plain": lambda value, root, path: digits.plain(value),
    "count": lambda value, root, path: digits.count(round(value)),
    "spelled": lambda value, root, path: spelled(int(value)) if value else "no",
    "length": lambda value, root, path: spelled(len(value)) if value else "no",
    "distinct": lambda value, root, path: spelled(len(set(value))) if value else "no",
}
