"""Which sources of what was read may be one man, one body: asked on the sheet (``same_as: sarn?``) with the reason.

A description that is the apposition of somebody named; a title and its holder; a body and its short name or initials; a
headline and who says it below; one sentence in two reports. Nothing is asked where two could be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from overture.evidence.identity import differ, has_owner, same_sentence
from overture.evidence.sheet import ClaimEntry, Sheet, SourceEntry, way_from
from overture.read.batch import Read
from overture.read.clusters.same import stem
from overture.read.speakers.names import is_person_name, kind_of
from overture.read.text import listed

_SMALL = frozenset(
    listed(
        "a an the one of in on at to by for from with as and or who which whose that was were is are be been had has have his her "
        "their its former now then also said says"
    )
)
_MANY = frozenset(
    listed("two three four five some several many second third another other others both first")
)
_COMMON = frozenset(
    listed(
        "government ministry agency council party group army police parliament company office embassy team"
    )
)


def proposals(reads: Sequence[Read], sheet: Sheet) -> dict[str, tuple[str, str]]:
    """Source -> (the source that it may be, why). Raises nothing; asks nothing of voices that nobody owns."""
    sources = {
        source.id: source for source in sheet.sources if has_owner(source) and source.voice != "writer"
    }
    heard = _heard(sheet.claims)
    called = _called(reads)
    found: dict[str, tuple[str, str]] = {}
    for name, source in sources.items():
        option = (
            _by_full_name(source, sources, heard)
            or _by_apposition(source, sources, called, heard)
            or _by_short_name(source, sources, heard)
        )
        if option is not None:
            found[name] = option
    for name, option in _by_headline(reads, sheet, sources):
        found.setdefault(name, option)
    claims = {claim.id: claim for claim in sheet.claims}
    for first, second, one, other in same_sentence(sheet):
        if other not in found and found.get(one, ("",))[0] != other:
            where = f"{first} and {second}"
            found[other] = (one, f"both say the same sentence ({where}): {claims[first].words.rstrip('.')}")
    told = {name: other for name, (other, _) in found.items()}
    # Of questions that lead back to where they began, the one at the name that is first in order goes.
    ways = {name: way_from(name, told) for name in told}
    circles = {name for name, way in ways.items() if told.get(way[-1]) == name and name == min(way)}
    return {name: option for name, option in found.items() if name not in circles}


def ask(sheet: Sheet, found: Mapping[str, tuple[str, str]]) -> Sheet:
    """The sheet with the questions at its sources."""
    sources = [
        source.model_copy(update={"same_as": f"{found[source.id][0]}?", "same_because": found[source.id][1]})
        if source.id in found
        else source
        for source in sheet.sources
    ]
    return sheet.model_copy(update={"sources": sources})


def _heard(claims: Sequence[ClaimEntry]) -> dict[str, list[str]]:
    """Source -> the documents in which it speaks."""
    found: dict[str, dict[str, None]] = {}
    for claim in claims:
        for link in {claim.source, *claim.chain}:
            found.setdefault(link, {}).setdefault(claim.document)
    return {name: list(documents) for name, documents in found.items()}


def _called(reads: Sequence[Read]) -> dict[str, list[tuple[str, str]]]:
    """Person -> (what a document calls him, the document)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for read in reads:
        for person, told in read.reading.appositions.items():
            found.setdefault(person, []).extend((each, read.document.id) for each in told)
    return found


@lru_cache(maxsize=4096)
def _content(words: str) -> frozenset[str]:
    """The stems that tell of a description."""
    return frozenset(
        stem(word) for word in re.findall(r"[^\W\d_][\w’'-]*|\d{4}", words) if word.lower() not in _SMALL
    )


def _by_full_name(
    source: SourceEntry, sources: Mapping[str, SourceEntry], heard: Mapping[str, list[str]]
) -> tuple[str, str] | None:
    """The one other person of the same first and last name, whom another report knows by an id of another form."""
    named = [
        other for other in sources.values()
        if other.id != source.id and other.name == source.name and other.id.endswith(f"-{source.id}")
    ]  # fmt: skip
    if len(named) != 1 or not is_person_name(source.name) or differ(source, named[0]):
        return None
    places = f"{', '.join(heard.get(source.id, ()))} and {', '.join(heard.get(named[0].id, ()))}"
    return named[0].id, f"{places} both name “{source.name}”"


def _by_apposition(
    source: SourceEntry,
    sources: Mapping[str, SourceEntry],
    called: Mapping[str, list[tuple[str, str]]],
    heard: Mapping[str, list[str]],
) -> tuple[str, str] | None:
    """The one person whose apposition, or title, the source's description is.

    A single word ("the minister") means somebody of the same report only.
    """
    words = source.name
    first = words.split()[0].lower() if words else ""
    told = _content(words)
    if (
        source.id in called
        or not told
        or first in _MANY
        or kind_of(re.split(r"\s(?:who|of|in|from|familiar)\b", words)[0]) != "person"
    ):
        return None
    fits: dict[str, str] = {}
    for person, roles in called.items():
        if person not in sources or person == source.id:
            continue
        for role, document in roles:
            have = _content(role)
            near = document in heard.get(source.id, ())
            if (told <= have and (len(told) > 1 or near)) or (len(have) > 1 and have <= told):
                fits.setdefault(person, f"{document} calls {sources[person].name} “{' '.join(role.split())}”")
    if len(fits) != 1:
        return None
    ((person, why),) = fits.items()
    places = ", ".join(heard.get(source.id, ()))
    return person, f"{why}; {places} names “{words}”"


def _by_short_name(
    source: SourceEntry, sources: Mapping[str, SourceEntry], heard: Mapping[str, list[str]]
) -> tuple[str, str] | None:
    """The one body whose name the source's is the end or the beginning of, or the initials."""
    short = source.id.split("-")
    if source.voice == "anonymous" or _plural(source):
        return None
    here = set(heard.get(source.id, ()))
    fits = []
    for name, other in sources.items():
        long = name.split("-")
        if (
            name == source.id
            or (not other.name[:1].isupper() and not any(c.isupper() for c in other.name))
            or _plural(other)
        ):
            continue
        initials = "".join(part[0] for part in long if part not in ("of", "the", "and", "for"))
        cut = len(long) > len(short) and short in (long[-len(short) :], long[: len(short)])
        if short[-1] in _COMMON and not here.intersection(heard.get(name, ())):
            continue
        written = re.search(rf"\b{re.escape(source.id.upper())}\b", source.name) is not None
        proper = any(word[:1].isupper() and word.lower() in long for word in other.name.split()[-len(long) :])
        if proper and (
            (cut and _proper(source, short)) or (written and len(initials) > 2 and initials == source.id)
        ):
            fits.append(name)
    if len(fits) != 1:
        return None
    other = sources[fits[0]]
    places = f"{', '.join(heard.get(source.id, ()))}; {', '.join(heard.get(other.id, ()))}"
    return other.id, f"“{source.name}” may be short for “{other.name}” ({places})"


def _proper(source: SourceEntry, short: Sequence[str]) -> bool:
    """Whether the short name is written as a name."""
    return any(
        word[0].isupper() and word.lower() in short for word in re.findall(r"[^\W\d_]\w*", source.name)
    )


def _plural(source: SourceEntry) -> bool:
    first = source.name.split()[0].lower() if source.name else ""
    return first in _MANY or kind_of(source.name) == "group"


def _by_headline(
    reads: Sequence[Read], sheet: Sheet, sources: Mapping[str, SourceEntry]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Who is described in a headline, and who says the same below it by name, also where an outlet retells it."""
    ends = {read.document.id: read.reading.headline for read in reads}
    named = {person for read in reads for person in read.reading.appositions}
    groups: dict[tuple[str, str], list[ClaimEntry]] = {}
    for claim in sheet.claims:
        if claim.cluster and not claim.inside:
            groups.setdefault((claim.document, claim.cluster), []).append(claim)
    for (document, _), group in groups.items():
        above = [
            claim for claim in group if claim.place.cue and claim.place.cue[0][0] < ends.get(document, 0)
        ]
        below = [claim for claim in group if claim not in above]
        heard = {claim.id: claim.chain[-1] if claim.chain else claim.source for claim in below}
        speakers = {name for name in heard.values() if name in sources and name in named}
        for claim in above:
            if claim.source in sources and claim.source not in named and len(speakers) == 1:
                (other,) = speakers
                if other != claim.source and not differ(sources[other], sources[claim.source]):
                    first = next(each for each in below if heard[each.id] == other)
                    yield (
                        claim.source,
                        (
                            other,
                            f"the headline of {document} ({claim.id}) gives what {first.id} says below it",
                        ),
                    )
