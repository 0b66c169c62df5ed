"""Whose voice a source speaks with: official, insider, anonymous, expert, document or media.

Decided from the phrase that names him and from what the text says of him elsewhere, by the word lists of the lexicon.
"""

from __future__ import annotations

import re

from overture.read.lexicon import Lexicon
from overture.read.names import Phrase, bare

_HIDDEN = re.compile(
    r"not (?:to )?be (?:named|identified|quoted)|condition (?:of|that)[^,]{0,20}anonymity|declined to be|anonym|unnamed|unidentified|"
    r"name (?:be |was )?withheld|familiar with|close to the|briefed on|with (?:direct )?knowledge of|not authori[sz]ed",
    re.IGNORECASE,
)
_FEW = re.compile(
    r"(?:one|two|three|four|five|several|some|many|other|a|an|another|most|sources?|people|insiders|those|someone|at least \w+)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"(?:officials?|diplomats?|aides?|advis[eo]rs?|sources?|people|person|insiders?|villagers?|workers?|observers?|critics|"
    r"witness(?:es)?|residents?|someone|others?|man|woman|men|women|fishermen|soldiers?|officers?|negotiators?|locals?|families|"
    r"relatives|traders?|drivers?|members?|activists?|supporters?|opponents?|farmers?|students?|teachers?|parents?|neighbours|"
    r"neighbors|survivors?|sailors?|guards?|employees|colleagues|friends?|lawmakers?|ministers?|them|rumou?rs?|many|some|few)$",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"^(?:officials|ministers|negotiators|lawmakers|authorities|prosecutors|police|mediators)$", re.IGNORECASE
)


def voice_of(lexicon: Lexicon, phrase: Phrase, told: str = "") -> str:
    """The voice of a source; ``told`` is what the text says of him elsewhere.

    A named person is judged by his role, a body by its name, an unnamed person by how he is introduced.
    """
    book = lexicon.voices
    everything = f"{phrase.role} {told}"
    head = bare(phrase.head)
    words = head.split()
    tail = words[-1] if words else ""
    if _HIDDEN.search(phrase.text) and not phrase.name:
        return "anonymous"
    if phrase.person:
        for name, shelf in (
            ("insider", "insider"),
            ("expert", "expert"),
            ("media", "media"),
            ("official", "official_people"),
        ):
            if book[shelf].search(everything):
                if name in ("expert", "media") and book["official_people"].search(head):
                    return "official"
                return name
        return "official"
    if re.search(
        r"'s?\s+(?:own\s+)?(?:accounts?|insights|testimony|words)$|^(?:insights|accounts?|testimony)\b", head
    ) and (book["insider"].search(told)):
        return "insider"
    if book["official"].search(head) or (tail and book["official"].search(tail)):
        return "official"
    if (tail.islower() or (len(words) == 1 and not phrase.name)) and book["document"].search(tail):
        return "document"
    if phrase.name:
        return _body(lexicon, phrase, head, told)
    if book["insider"].search(phrase.role) and (_PEOPLE.search(tail) or book["insider"].search(tail)):
        return "insider"
    if re.search(r"\b(?:armed|rebel|militant|insurgent|opposition|parliamentary|terrorist)\b", head):
        return "official"
    if book["media"].search(tail):
        return "official" if re.search(r"\b(?:state|official)\b|-run\b", head, re.IGNORECASE) else "media"
    if book["expert"].search(head) or book["expert"].search(tail):
        return "official" if book["official_people"].search(tail) else "expert"
    if re.search(
        r"spokes(?:man|woman|person|people)$|(?:minister|ambassador|president)$", tail, re.IGNORECASE
    ):
        return "official"
    definite = re.match(r"the\b|its\b|his\b|her\b|their\b|our\b|\w+'s\b", phrase.head, re.IGNORECASE)
    if definite and not re.search(
        r"\b(?:advis[eo]rs?|aides?|friends?|colleagues|villagers?|residents?|critics)$", head
    ):
        return "official"
    if _OFFICE.search(tail) and not _FEW.match(phrase.head):
        return "official"
    if _PEOPLE.search(tail) or book["anonymous"].search(head):
        return "anonymous"
    if _FEW.match(phrase.head) and not book["official_people"].search(tail):
        return "anonymous"
    return "official"


def _body(lexicon: Lexicon, phrase: Phrase, head: str, told: str) -> str:
    book = lexicon.voices
    common = " ".join(w for w in head.split() if not w[0].isupper())
    tail = head.split()[-1]
    if _PEOPLE.search(tail) and not _OFFICE.search(tail) and _FEW.match(phrase.head):
        return "anonymous"
    if re.search(r"\b(?:state|official)\b|-run\b", common, re.IGNORECASE) and book["media"].search(
        f"{common} {phrase.name}"
    ):
        return "official"
    if re.search(
        r"\b(?:ministry|government|department|parliament|army|navy|court|police|coast guard)\b",
        head,
        re.IGNORECASE,
    ):
        return "official"
    for name in ("media", "expert"):
        if book[name].search(phrase.name) or book[name].search(common):
            return "official" if name == "expert" and book["official_people"].search(common) else name
    if book["expert"].search(told):
        return "expert"
    if book["media"].search(told):
        return "media"
    return "official"
