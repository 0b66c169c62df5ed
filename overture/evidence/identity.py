"""Who is the same man: two sources of different reports that say the same sentence, and voices that nobody owns.

A commander whom one report names and another does not may be one commander. Two reports that carry one sentence,
word for word, under two names are one witness until somebody says otherwise (``distinct_from``). Inside one report
the writer tells his speakers apart, and a sentence that an analyst put into his own words is no quotation; so only
sentences of different documents are compared, and short ones are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from overture.evidence.sheet import ClaimEntry, Sheet, SourceEntry

# Fewer words than this may well be said by two people.
LEAST_WORDS = 4

_NO_NAME = re.compile(
    r"(an? |one |some |several |many |two |other )?"
    r"(unnamed |unknown |anonymous |unspecified )?"
    r"(official|writer|insider|anonymous|expert|media|document|source|unspecified|unknown|nobody|somebody)s?"
)
# An id alone may name a role ("insider", "writer"); these name nobody.
_NO_ID = re.compile(r"officials?|anonymous|unspecified|unknown|nobody|media")


@dataclass(frozen=True)
class Alike:
    """Two claims of different sources with the same words: the earlier by date first, of equals by id."""

    first: str
    second: str
    first_source: str
    second_source: str


def same_sentence(sheet: Sheet) -> tuple[tuple[str, str, str, str], ...]:
    """(claim, claim, source, source) of each two sources that say one sentence in different documents.

    The earlier claim stands first. Left out: pairs that a copy joins already, that ``distinct_from`` tells apart, of
    which one has no owner, that stand inside another claim, or that come from public acts.
    """
    return tuple((pair.first, pair.second, pair.first_source, pair.second_source) for pair in _pairs(sheet))


def has_owner(source: SourceEntry) -> bool:
    """Whether the source is somebody: not only a voice ("an official"), and not unspecified."""
    name = " ".join(source.name.casefold().split())
    if _NO_ID.fullmatch(source.id.casefold()) and (not name or name.startswith("nobody")):
        return False
    return not (_NO_NAME.fullmatch(name) or name.startswith("nobody:"))


def _pairs(sheet: Sheet) -> Iterator[Alike]:
    sources = {source.id: source for source in sheet.sources}
    origin = _origins(sheet)
    groups: dict[str, list[ClaimEntry]] = {}
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
            groups.setdefault(words, []).append(claim)
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
                ):
                    seen.add(pair)
                    yield Alike(first.id, second.id, first.source, second.source)


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
