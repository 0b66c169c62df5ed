"""Who had it from whom: roots, echoes and shared briefings.

A claim that repeats another has that other's root. A certain copy (``copied`` 1) is an *echo*: it moves
nothing. A possible copy (between 0 and 1) is a *link*: whether the outlet copied is drawn once per pair
of sources, so the outlet's claims from one origin stand or fall together. Sources that a link joins form
a *family*; families are independent given the history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from overture.errors import EvidenceError, Fault
from overture.evidence.source import Testimony


@dataclass(frozen=True)
class CopyLink:
    """``outlet`` may have had ``claims`` from ``origin``, all of them or none, with this chance."""

    outlet: str
    origin: str
    chance: float
    claims: tuple[tuple[int, int], ...]  # (the copy, what it copies), as positions in the testimony


@dataclass(frozen=True)
class SourceFamily:
    """Sources that must be weighed together, their claims (positions) and the links among them."""

    sources: tuple[str, ...]
    claims: tuple[int, ...]
    links: tuple[CopyLink, ...]
    unheard: tuple[int, ...] = ()  # briefings: known of only through those who may have copied them


@dataclass(frozen=True)
class Lineage:
    """root[i] is the position of the claim at the root of claim i; ``weight`` says why it counts or not.

    ``standing[i]`` is "root", "echo" (certain copy), "repeated" (its source said the same before), "perhaps
    copied", "from public acts", "briefing" (known only through its copies) or "silence".
    """

    root: tuple[int, ...]
    standing: tuple[str, ...]
    families: tuple[SourceFamily, ...]


def trace(testimony: Sequence[Testimony], max_links: int = 12) -> Lineage:
    """The lineage of ``testimony``.

    Raises EvidenceError: an id used twice (``lineage/id``), a copy of what is not there
    (``lineage/missing``), copies in a circle (``lineage/circle``), a copy that says the reverse of what
    it copies (``lineage/reverse``), different chances on one link (``lineage/chance``), or more than
    ``max_links`` links in one family (``lineage/links``).
    """
    place = {claim.id: index for index, claim in enumerate(testimony)}
    faults = _faults(testimony, place)
    EvidenceError.raise_any(faults)
    root = [_root(index, testimony, place) for index in range(len(testimony))]
    standing = [_standing(claim) for claim in testimony]
    _fold_repetitions(testimony, root, standing)
    links = _links(testimony, place)
    families = _families(testimony, standing, links)
    crowded = [
        Fault(
            "lineage/links",
            f"{len(family.links)} possible copies join {', '.join(family.sources)}",
            f"claim {testimony[family.links[max_links].claims[0][0]].id}",
            allowed=f"at most {max_links} in one family",
            mend="decide the clearest of them: copied 1 (an echo) or no copy_of",
        )
        for family in families
        if len(family.links) > max_links
    ]
    EvidenceError.raise_any(crowded)
    return Lineage(tuple(root), tuple(standing), families)


def _standing(claim: Testimony) -> str:
    if claim.from_acts:
        return "from public acts"
    if not claim.observed:
        return "briefing"
    if claim.copy_of is not None and claim.copied > 0.0:
        return "echo" if claim.copied == 1.0 else "perhaps copied"
    return "silence" if claim.silent else "root"


def _fold_repetitions(testimony: Sequence[Testimony], root: list[int], standing: list[str]) -> None:
    """A source that says again what we heard from it directly says nothing new: its first saying is the root."""
    first: dict[tuple[object, ...], int] = {}
    for index, claim in enumerate(testimony):
        if standing[index] != "root":
            continue
        given = tuple(claim.given.items())
        stated = (claim.accuracy, claim.says_anyway, claim.blur, claim.serves, claim.plants)
        key = (claim.source, claim.event, claim.says, claim.topic, claim.near, given, *stated)
        if key in first:
            root[index], standing[index] = first[key], "repeated"
        elif not claim.relays:  # a second hand may still confirm what a first one passed on
            first[key] = index
    for index, kind in enumerate(standing):
        if kind == "echo":  # an echo of a repetition has the first saying as its root
            root[index] = root[root[index]]


def _root(index: int, testimony: Sequence[Testimony], place: Mapping[str, int]) -> int:
    """Follow copies that are certain or more likely than not; a doubtful copy is its own root."""
    while (copied := testimony[index].copy_of) is not None and testimony[index].copied > 0.5:
        index = place[copied]
    return index


def _faults(testimony: Sequence[Testimony], place: Mapping[str, int]) -> list[Fault]:
    faults: list[Fault] = []
    for index, claim in enumerate(testimony):
        where = f"claim {claim.id}"
        if place[claim.id] != index:
            faults.append(Fault("lineage/id", "this id is used twice", where))
        if claim.copy_of is None:
            continue
        if claim.copy_of not in place:
            faults.append(Fault("lineage/missing", f"copies {claim.copy_of!r}, which is not there", where))
            continue
        first = testimony[place[claim.copy_of]]
        if (first.event, first.says) != (claim.event, claim.says):
            faults.append(
                Fault(
                    "lineage/reverse",
                    f"does not say what it copies ({first.id})",
                    where,
                    "the same event and the same says",
                    "drop copy_of, or give both the same event",
                )
            )
        seen = {claim.id}
        step: Testimony | None = claim
        while step is not None and step.copy_of in place:
            if step.copy_of in seen:
                faults.append(Fault("lineage/circle", "copies itself in a circle", where))
                break
            seen.add(str(step.copy_of))
            step = testimony[place[str(step.copy_of)]]
    return faults


def _links(testimony: Sequence[Testimony], place: Mapping[str, int]) -> list[CopyLink]:
    pairs: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for index, claim in enumerate(testimony):
        if claim.from_acts or claim.copy_of is None or not 0.0 < claim.copied < 1.0:
            continue
        target = place[claim.copy_of]
        while testimony[target].copy_of is not None and testimony[target].copied == 1.0:
            target = place[str(testimony[target].copy_of)]
        if testimony[target].from_acts:
            continue
        pairs[claim.source, testimony[target].source].append((index, target))
    links, faults = [], []
    for (outlet, origin), claims in pairs.items():
        chances = {testimony[index].copied for index, _ in claims}
        if len(chances) > 1:
            faults.append(
                Fault(
                    "lineage/chance",
                    f"copied is {' and '.join(str(c) for c in sorted(chances))} in claims of {outlet} from {origin}",
                    f"claim {testimony[claims[-1][0]].id}",
                    "one chance for one pair of sources: whether it copied is drawn once",
                )
            )
        links.append(CopyLink(outlet, origin, min(chances), tuple(claims)))
    EvidenceError.raise_any(faults)
    return links


def _families(
    testimony: Sequence[Testimony], standing: Sequence[str], links: Iterable[CopyLink]
) -> tuple[SourceFamily, ...]:
    group: dict[str, str] = {}

    def head(source: str) -> str:
        while group.setdefault(source, source) != source:
            source = group[source]
        return source

    counted = [index for index, kind in enumerate(standing) if kind not in ("echo", "from public acts")]
    for index in counted:
        head(testimony[index].source)
    joined = list(links)
    for link in joined:
        group[head(link.outlet)] = head(link.origin)
    members: dict[str, list[int]] = defaultdict(list)
    for index in counted:
        members[head(testimony[index].source)].append(index)
    return tuple(
        SourceFamily(
            tuple(dict.fromkeys(testimony[index].source for index in claims)),
            tuple(claims),
            tuple(link for link in joined if head(link.outlet) == name),
            tuple(index for index in claims if not testimony[index].observed),
        )
        for name, claims in members.items()
    )
