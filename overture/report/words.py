"""Words for numbers, and the small grammar of a sentence: bands of likelihood, articles, lists, agreement.

The bands themselves are those of :mod:`overture.judgement.bands`.
"""

from __future__ import annotations

from overture.judgement.bands import band

EVEN = "roughly even chance"
SPELLED = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]


def even(probability: float) -> bool:
    """Whether it lies in the band of a roughly even chance, [0.45, 0.55]."""
    return band(probability) == EVEN


def spelled(number: int) -> str:
    """A small whole number as a word: one to twelve; larger ones as digits."""
    return SPELLED[number] if 0 < number < len(SPELLED) else f"{number:,}"


def within(name: str) -> str:
    """A name as it stands within a sentence: "the insider" for "The insider"."""
    first, _, rest = name.partition(" ")
    return name[:1].lower() + name[1:] if rest and first in ("The", "A", "An") else name


def plural(name: str, pronoun: str) -> bool:
    """Whether a name takes a plural verb: "the rebels offer", but "the front offers", with *they* for both."""
    last = name.split()[-1] if name.split() else ""
    return pronoun == "they" and last.endswith("s") and not last.endswith("ss")


def agreeing(phrase: str, many: bool) -> str:
    """A verb phrase in the third person as its subject wants it: "offers a truce", or "offer a truce" for many."""
    if not many or not phrase:
        return phrase
    verb, _, rest = phrase.partition(" ")
    return f"{_base(verb)} {rest}".rstrip()


IRREGULAR = {"is": "are", "was": "were", "has": "have", "does": "do", "goes": "go"}


def _base(verb: str) -> str:
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if verb.endswith("ies") and len(verb) > 4:
        return verb[:-3] + "y"
    if verb.endswith(("sses", "shes", "ches", "xes", "zes")):
        return verb[:-2]
    return verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else verb
