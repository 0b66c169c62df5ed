"""Whose voice a source speaks with: official, insider, anonymous, expert, document, media, or unknown.

Decided from the phrase that names him and from what the text says of him elsewhere, by the word lists of the lexicon.
Nobody is official unless a word says so: an office ("minister", "ministry", "police"), a state or its capital, or the
text elsewhere. What no list knows is ``unknown``: residents, rebels, a company, a name without a role.
"""

from __future__ import annotations

import re

from overture.read.lexicon import Lexicon
from overture.read.speakers.names import Phrase, bare

UNKNOWN = "unknown"
_HIDDEN = re.compile(
    r"not (?:to )?be (?:named|identified|quoted)|condition (?:of|that)[^,]{0,20}anonymity|declined to be|anonym|unnamed|unidentified|"
    r"name (?:be |was )?withheld|familiar with|close to the|briefed on|with (?:direct )?knowledge of|not authori[sz]ed",
    re.IGNORECASE,
)
_FEW = re.compile(
    r"(?:one|two|three|four|five|several|some|many|other|a|an|another|most|sources?|people|insiders|those|someone|at least \w+)\b",
    re.IGNORECASE,
)
_SOURCES = re.compile(
    r"(?:officials?|diplomats?|aides?|advis[eo]rs?|sources?|people|person|insiders?|observers?|someone|others?|officers?|negotiators?|"
    r"lawmakers?|ministers?|them|rumou?rs?|many|some|few)$",
    re.IGNORECASE,
)
"""Of these a text that gives no name hides one: "two diplomats", "an aide"."""
_OFFICE = re.compile(
    r"^(?:officials|ministers|negotiators|lawmakers|authorities|prosecutors|police|mediators)$", re.IGNORECASE
)
_CRITIC = re.compile(r"\b(?:advis[eo]rs?|aides?)$", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"'s?\s+(?:own\s+)?(?:accounts?|insights|testimony|words)$|^(?:insights|accounts?|testimony)\b"
)
_STATE_RUN = re.compile(r"\b(?:state|official)\b|-run\b", re.IGNORECASE)
_PRIVATE = re.compile(
    r"\b(?:rebels?|residents?|protest[eo]rs?|company|companies|firms?|businesses|corporation|farmers?|drivers?|pastors?|priests?|"
    r"nurses?|villagers?|refugees?|inc|ltd|plc|gmbh|corp|students?|teachers?|families|relatives|mothers?|fathers?|workers?|"
    r"fighters?|militants?|insurgents?|gunmen|readers?|shopkeepers?|traders?|fishermen|witness(?:es)?|victims?|locals|neighbou?rs?|"
    r"union|unions|church|charity|club|team|party members|employees|passengers?|patients?|doctors?|surgeons?|medics?)$",
    re.IGNORECASE,
)
"""People and bodies without an office, though a list may hold a word of theirs ("a taxi driver" is no insider)."""
_FIGHTING = re.compile(
    r"\b(?:armed|rebel|militant|insurgent|guerrilla|terrorist|separatist)\b", re.IGNORECASE
)
_MEDICAL = re.compile(r"\b(?:doctors?|surgeons?|medics?)$", re.IGNORECASE)


def voice_of(lexicon: Lexicon, phrase: Phrase, told: str = "") -> str:
    """The voice of a source; ``told`` is what the text says of him elsewhere.

    A named person is judged by his role, a body by its name, an unnamed person by how he is introduced.
    """
    head = bare(phrase.head)
    if _HIDDEN.search(phrase.text) and not phrase.name:
        return "anonymous"
    if phrase.person:
        return _person(lexicon, phrase, head, told)
    book, tail = lexicon.voices, (head.split() or [""])[-1]
    if _ACCOUNT.search(head) and book["insider"].search(told):
        return "insider"
    if book["official"].search(head):
        return "official"
    if (tail.islower() or (len(head.split()) == 1 and not phrase.name)) and book["document"].search(tail):
        return "document"
    if phrase.name and not (len(phrase.name.split()) == 1 and phrase.name.lower() in lexicon.common):
        return _body(lexicon, phrase, head, told)
    return _unnamed(lexicon, phrase, head, tail)


def ruled(text: str, name: str) -> str:
    """``"government"`` where the text shows that ``name`` is a state: it has a government, a minister, a border."""
    named = re.escape(name)
    offices = (
        r"(?:government|ministr(?:y|ies)|(?:[a-z]+ )?ministers?|president|premier|chancellor|parliament|army|navy|cabinet|king|queen|"
        r"embassy|ambassador|officials|capital|border|coast guard|foreign policy|troops|citizens)"
    )
    shown = re.search(
        rf"\b{named}'s (?:\w+ ){{0,2}}{offices}\b|\b(?i:{offices}|republic|kingdom|state) (?:of|in) {named}\b",
        text,
    )
    return "government" if shown else ""


def _person(lexicon: Lexicon, phrase: Phrase, head: str, told: str) -> str:
    """Of a named person: by his role here and elsewhere in the text."""
    book, everything = lexicon.voices, f"{phrase.role} {told}"
    for name, shelf in (
        ("insider", "insider"),
        ("expert", "expert"),
        ("media", "media"),
        ("official", "official_people"),
    ):
        if book[shelf].search(_without_trades(everything)):
            both = name in ("expert", "media") and book["official_people"].search(head)
            return "official" if both else name
    return UNKNOWN


def _without_trades(words: str) -> str:
    """``words`` without trades that no list should take: "a taxi driver", "the union leader", "a doctor"."""
    words = re.sub(r"\b(?:quoted|cited|reported|as told) (?:by|in|to) [^,;]*", " ", words)
    return re.sub(
        r"\b(?:\w+ )?(?:driver|nurse|pastor|priest|farmer|doctor|company (?:chief|head|director)|"
        r"(?:union|rebel|church|gang|tribal|community|student|business|protest) (?:leader|chief|head|director|spokes\w+|secretary))s?\b(?! (?:of|for|to) (?:the )?(?:president|leader|minister|general))",
        " ",
        words,
        flags=re.IGNORECASE,
    )


def _unnamed(lexicon: Lexicon, phrase: Phrase, head: str, tail: str) -> str:
    """Of a source without a name: by the noun that ends the phrase, and by how it is introduced."""
    book = lexicon.voices
    definite = re.match(r"(?:the|its|his|her|their|our|\w+'s)\b", phrase.head, re.IGNORECASE) is not None
    if book["insider"].search(phrase.role) and (
        _SOURCES.search(tail) or _known_insider(lexicon, phrase, tail)
    ):
        return "insider"
    if (_PRIVATE.search(head) or _FIGHTING.search(head)) and not _HIDDEN.search(phrase.text):
        return "expert" if _MEDICAL.search(head) and re.search(r"\bforensic|scientist", head) else UNKNOWN
    if book["media"].search(tail):
        return "official" if _STATE_RUN.search(head) else "media"
    if book["expert"].search(head) or book["expert"].search(tail):
        return "official" if book["official_people"].search(tail) else "expert"
    named = book["official_people"].finditer(head)
    office = any(found.end() == len(head) for found in named) or _STATE_RUN.search(head) is not None
    if re.search(
        r"spokes(?:man|woman|person|people)$|(?:minister|ambassador|president)$", tail, re.IGNORECASE
    ):
        return "official"
    if definite and office and not _CRITIC.search(head):
        return "official"
    if _OFFICE.search(tail) and not _FEW.match(phrase.head):
        return "official"
    if _SOURCES.search(tail) or book["anonymous"].search(head):
        return "anonymous"
    return "official" if office else UNKNOWN


def _known_insider(lexicon: Lexicon, phrase: Phrase, tail: str) -> bool:
    """Whether what is said of an unnamed person makes him an insider: he left, served or was close, not a trade alone."""
    return lexicon.voices["insider"].search(_without_trades(phrase.role)) is not None


def _body(lexicon: Lexicon, phrase: Phrase, head: str, told: str) -> str:
    """Of a body with a name: by the common words beside its name, its name, and what the text calls it elsewhere."""
    book = lexicon.voices
    common = " ".join(w for w in head.split() if not w[0].isupper())
    tail = head.split()[-1]
    if _SOURCES.search(tail) and not _OFFICE.search(tail) and _FEW.match(phrase.head):
        return "anonymous"
    if _STATE_RUN.search(common) and book["media"].search(f"{common} {phrase.name}"):
        return "official"
    if re.search(
        r"\b(?:ministry|government|department|parliament|army|navy|court|police|coast guard)\b",
        head,
        re.IGNORECASE,
    ):
        return "official"
    if (tail.islower() and _PRIVATE.search(tail)) or _FIGHTING.search(head):
        return UNKNOWN
    for name in ("media", "expert"):
        if book[name].search(phrase.name) or book[name].search(common):
            return "official" if name == "expert" and book["official_people"].search(common) else name
    for name in ("expert", "media"):
        if book[name].search(told):
            return name
    if tail.islower() and _SOURCES.search(tail) and not _OFFICE.search(tail):
        return "anonymous" if not book["official_people"].search(tail) else "official"
    state = phrase.name.lower() in {word.lower() for line in lexicon.aliases for word in line}
    if state or book["official_people"].search(f"{common} {phrase.name} {told}"):
        return "official"
    return UNKNOWN
