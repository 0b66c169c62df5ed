"""Who is the same man: sources that say the same sentence, that a reader or an analyst takes for one, and voices
that nobody owns.

A commander whom one report names and another does not may be one commander. Two reports that carry one sentence,
word for word, under two names are one witness until somebody says otherwise (``distinct_from``), unless what is
told of the two differs: two people with names, or a place, a month or a calling that is not the other's. Inside one
report the writer tells his speakers apart, and a sentence that an analyst put into his own words is no quotation; so
only sentences of different documents are compared, and short ones are not.

``same_as: sarn?`` at a source asks the same of two sources for another reason; what both say of one event counts once.
``same_as: sarn`` is the answer: all that the one says is the other's (:func:`united`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from overture.evidence.sheet import ClaimEntry, Sheet, SourceEntry, way_from

# Fewer words than this may well be said by two people.
LEAST_WORDS = 4

_NO_NAME = re.compile(
    r"(an? |one |some |several |many |two |other )?"
    r"(unnamed |unknown |anonymous |unspecified )?"
    r"(official|writer|insider|anonymous|expert|media|document|source|unspecified|unknown|nobody|somebody)s?"
)
# An id alone may name a role ("insider", "writer"); these name nobody.
_NO_ID = re.compile(r"officials?|anonymous|unspecified|unknown|nobody|media")

JUDGEMENTS = tuple(
    name
    for name in SourceEntry.model_fields
    if name
    not in (
        "id",
        "name",
        "voice",
        "aliases",
        "described",
        "distinct_from",
        "same_as",
        "same_because",
        "reasons",
    )
)
"""The fields of a source that an analyst judges."""


@dataclass(frozen=True)
class Alike:
    """Two claims of sources that may be one: the earlier by date first, of equals by id. ``why``: "" for one sentence."""

    first: str
    second: str
    first_source: str
    second_source: str
    why: str = ""


def one_man(sheet: Sheet) -> tuple[Alike, ...]:
    """Each two claims that count once until somebody answers: the same sentence, then what ``same_as`` asks."""
    pairs = list(_pairs(sheet))
    seen = {frozenset((pair.first, pair.second)) for pair in pairs}
    pairs += [pair for pair in _asked(sheet) if frozenset((pair.first, pair.second)) not in seen]
    return tuple(pairs)


def same_sentence(sheet: Sheet) -> tuple[tuple[str, str, str, str], ...]:
    """(claim, claim, source, source) of each two sources that say one sentence in different documents.

    The earlier claim stands first. Left out: pairs that a copy joins already, that ``distinct_from`` tells apart, of
    which one has no owner or that differ (:func:`differ`), that stand inside another claim, or that come from public acts.
    """
    return tuple((pair.first, pair.second, pair.first_source, pair.second_source) for pair in _pairs(sheet))


def asked_as(sheet: Sheet) -> dict[str, str]:
    """Source -> the source that it is asked about (``same_as`` with a question mark), unless they were told apart."""
    sources = {source.id: source for source in sheet.sources}
    found = {}
    for source in sheet.sources:
        other = (source.same_as or "").removesuffix("?")
        apart = other in source.distinct_from or source.id in getattr(sources.get(other), "distinct_from", ())
        if (source.same_as or "").endswith("?") and other in sources and other != source.id and not apart:
            found[source.id] = other
    return found


def answered_as(sheet: Sheet) -> dict[str, str]:
    """Source -> the source that it is, by ``same_as`` without a question mark; followed to the end, circles cut."""
    told = {
        source.id: source.same_as
        for source in sheet.sources
        if source.same_as and not source.same_as.endswith("?") and source.same_as != source.id
    }
    found = {name: way_from(name, told)[-1] for name in told}
    return {name: end for name, end in found.items() if end != name}


def people(sheet: Sheet) -> dict[str, str]:
    """Source -> the one that stands for it, where they are one man by ``same_as``, asked or answered."""
    told = {**asked_as(sheet), **answered_as(sheet)}
    return {source.id: way_from(source.id, told)[-1] for source in sheet.sources}


def united(sheet: Sheet) -> Sheet:
    """The sheet with the claims of each source that is another's (``same_as``, answered) given to that other.

    What was judged of the one counts for the other where nothing was judged of that other.
    """
    one = answered_as(sheet)
    if not one:
        return sheet
    entries = {source.id: source for source in sheet.sources}
    for name, end in one.items():
        gone = entries[name]
        taken = {
            field: getattr(gone, field)
            for field in JUDGEMENTS
            if getattr(gone, field) is not None and getattr(entries[end], field) is None
        }
        reasons = {**gone.reasons, **entries[end].reasons}
        entries[end] = entries[end].model_copy(update={**taken, "reasons": reasons})
    claims = [
        claim.model_copy(
            update={
                "source": one.get(claim.source, claim.source),
                "chain": [one.get(link, link) for link in claim.chain],
            }
        )
        if claim.source in one or any(link in one for link in claim.chain)
        else claim
        for claim in sheet.claims
    ]
    sources = [entries[source.id] for source in sheet.sources if source.id not in one]
    return sheet.model_copy(update={"sources": sources, "claims": claims})


def differ(one: SourceEntry, two: SourceEntry) -> bool:
    """Whether what is told of two sources shows that they are two: other names, places or times, or descriptions that
    share no word.

    What is told of one of them alone makes no difference, and one description that fits both makes them one.
    """
    mine = [_told(one.name), *(_told(each, described=True) for each in one.described)]
    yours = [_told(two.name), *(_told(each, described=True) for each in two.described)]
    if any(a.words and a == b for a in mine for b in yours):
        return False
    return any(_apart(a, b) for a in mine for b in yours)


@dataclass(frozen=True)
class _Description:
    """Of what a source is called: its own name, places, times, and the other words that tell of it."""

    name: frozenset[str]
    places: frozenset[str]
    times: frozenset[str]
    words: frozenset[str]


def _apart(one: _Description, two: _Description) -> bool:
    pairs = ((one.name, two.name), (one.places, two.places), (one.times, two.times), (one.words, two.words))
    return any(mine and yours and not mine & yours for mine, yours in pairs)


_MONTHS = frozenset(
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
     "spring", "summer", "autumn", "winter")
)  # fmt: skip
_ARTICLES = frozenset(
    ("a", "an", "the", "one", "some", "two", "three", "four", "five", "several", "many", "another", "second", "third", "our",
     "his", "her", "their", "its")
)  # fmt: skip
# Words that say so little of a man that he may be called anything beside.
_VAGUE = frozenset(
    ("official", "source", "insider", "man", "woman", "witness", "person", "member", "figure", "people", "who", "which", "that",
     "whose", "was", "were", "had", "has", "not", "asked", "named", "spoke", "condition", "anonymity", "unnamed", "former", "and",
     "for", "with", "until", "since", "last", "year", "month", "week", "said")
)  # fmt: skip
_JOINS = frozenset(
    (
        "who",
        "which",
        "that",
        "whose",
        "in",
        "of",
        "from",
        "at",
        "near",
        "for",
        "to",
        "with",
        "by",
        "on",
        "until",
    )
)
_PLACE = re.compile(r"\b(?:in|from|at|near|of)\s+(?:the\s+)?((?:[A-Z][\w'’-]*\s?)+)")


def _told(called: str, described: bool = False) -> _Description:
    """What a source is called, taken apart. ``described``: it is a title or an apposition and no name."""
    words = re.findall(r"[^\W_][\w'’-]*", called)
    found = (word.lower() for each in _PLACE.findall(called) for word in each.split())
    places = frozenset(word for word in found if word not in _MONTHS)
    times = frozenset(
        word.lower() for word in words if word.lower() in _MONTHS or re.fullmatch(r"(?:19|20)\d\d", word)
    )
    front = list(takewhile(lambda word: word.lower() not in _JOINS, words))
    named = front and front[0].lower() not in _ARTICLES and front[-1][0].isupper() and not described
    if named:  # "Foreign Minister Elna Toss": the last word tells one from another
        return _Description(frozenset((front[-1].lower(),)), places, times, frozenset())
    rest = (_one_of(word.lower()) for word in words if word.lower() not in _ARTICLES and len(word) > 2)
    told = frozenset(word for word in rest if word not in _VAGUE) - places - times
    return _Description(frozenset(), places, times, told)


def _one_of(word: str) -> str:
    """The singular of a word."""
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def has_owner(source: SourceEntry) -> bool:
    """Whether the source is somebody: not only a voice ("an official"), and not unspecified."""
    name = " ".join(source.name.casefold().split())
    if _NO_ID.fullmatch(source.id.casefold()) and (not name or name.startswith("nobody")):
        return False
    return not (_NO_NAME.fullmatch(name) or name.startswith("nobody:"))


def _pairs(sheet: Sheet) -> Iterator[Alike]:
    sources = {source.id: source for source in sheet.sources}
    origin = _origins(sheet)
    groups: dict[tuple[str, bool], list[ClaimEntry]] = {}
    for claim in in_time(sheet):
        source = sources.get(claim.source)
        words = normalised(claim.words)
        if (
            claim.document
            and not claim.inside
            and not claim.from_acts
            and source is not None
            and has_owner(source)
            and len(words.split()) >= LEAST_WORDS
        ):
            groups.setdefault((words, claim.polarity == "-"), []).append(
                claim
            )  # a denial is another sentence
    for group in groups.values():
        seen: set[frozenset[str]] = set()
        for at, second in enumerate(group):
            for first in group[:at]:
                pair = frozenset((first.source, second.source))
                if (
                    len(pair) == 2
                    and pair not in seen
                    and first.document != second.document
                    and origin[first.id] != origin[second.id]
                    and second.source not in sources[first.source].distinct_from
                    and first.source not in sources[second.source].distinct_from
                    and not differ(sources[first.source], sources[second.source])
                ):
                    seen.add(pair)
                    yield Alike(first.id, second.id, first.source, second.source)


def _asked(sheet: Sheet) -> Iterator[Alike]:
    """What two sources say of one event, of which ``same_as`` asks whether they are one."""
    asked = asked_as(sheet)
    if not asked:
        return
    why = {source.id: source.same_because for source in sheet.sources}
    by_source: dict[str, list[ClaimEntry]] = {}
    for claim in in_time(sheet):
        if claim.event and not claim.from_acts and not claim.inside:
            by_source.setdefault(claim.source, []).append(claim)
    place = {claim.id: at for at, claim in enumerate(in_time(sheet))}
    for name, other in asked.items():
        first: dict[tuple[str | None, bool], ClaimEntry] = {}
        for claim in by_source.get(other, ()):
            first.setdefault((claim.event, claim.says), claim)
        for claim in by_source.get(name, ()):
            found = first.get((claim.event, claim.says))
            if found is not None:
                one, two = sorted((found, claim), key=lambda each: place[each.id])
                yield Alike(one.id, two.id, one.source, two.source, why[name] or "same_as asks it")


def normalised(words: str) -> str:
    """The words of a sentence alone: no case, no punctuation, no "that" before it."""
    plain = " ".join(re.findall(r"[^\W_]+", words.casefold().replace("’", "'").replace("'", "")))
    return plain.removeprefix("that ")


def in_time(sheet: Sheet) -> list[ClaimEntry]:
    """The claims by the date of the claim or of its document, those without one last; of equals by id.

    Nothing hangs on the order of the lines of the sheet.
    """
    dates = {document.id: document.date for document in sheet.documents}

    def when(claim: ClaimEntry) -> tuple[bool, str, str]:
        date = claim.date or dates.get(claim.document, "")
        return not date, date or "", claim.id

    return sorted(sheet.claims, key=when)


def _origins(sheet: Sheet) -> dict[str, str]:
    """Claim -> the claim at the end of its copies."""
    copied = {claim.id: claim.copy_of for claim in sheet.claims}
    found = {}
    for name in copied:
        at, seen = name, {name}
        while (following := copied.get(at)) and following not in seen:
            seen.add(following)
            at = following
        found[name] = at
    return found
