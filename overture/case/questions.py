"""What ``overture check`` asks and lists: nothing that is wrong, and nothing that may be left unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from overture.case.evidence import OWNER, FoldedClaim, UnjudgedClaim, by_source, lined, read_evidence
from overture.case.known import Knows, Touch, touches, who_knows
from overture.case.load import Loaded
from overture.case.written import choices
from overture.evidence.identity import asked_as, one_man, united


@dataclass(frozen=True)
class OpenQuestion:
    """Something that only the analyst can answer.

    Attributes:
        id: "known" or "same-man". asks: the question. until: what is done until it is answered.
        mend: what to write as the answer. where: the lines that it is about.
    """

    id: str
    asks: str
    until: str
    mend: str
    where: tuple[str, ...]


def questions(loaded: Loaded) -> list[OpenQuestion]:
    """Everything that is asked about a sound case."""
    return [*_known(loaded), *_same_man(loaded)]


def _known(loaded: Loaded) -> Iterator[OpenQuestion]:
    moved = touches(loaded)
    for name, knows in who_knows(loaded, moved).items():
        if knows.asked:
            where = (loaded.places(["parameters", name]),) if loaded.places else ()
            yield OpenQuestion(
                "known",
                f"who knows {name}? {_about(loaded, name, moved[name], knows)}.",
                "Until that is said it counts as ours: what the other side does teaches nothing about it.",
                f"Write known: theirs (a fact that the other side knows and we do not) or known: ours at {name}, "
                "and say why.",
                where,
            )


def _about(loaded: Loaded, name: str, touch: Touch, knows: Knows) -> str:
    words = loaded.parameters[name].words
    return (
        f"{words[0].upper()}{words[1:]}: {knows.why}" if words else f"{knows.why[0].upper()}{knows.why[1:]}"
    )


def _same_man(loaded: Loaded) -> Iterator[OpenQuestion]:
    sheet = loaded.sheet
    if sheet is None:
        return
    names = {source.id: source.name or source.id for source in sheet.sources}
    words = {claim.id: claim.words for claim in sheet.claims}
    folded = {frozenset((each.claim, each.into)): each for each in read_evidence(loaded).folded}
    place = lined(sheet, loaded.sheet_places) if loaded.sheet_places else None
    asked: set[frozenset[str]] = set()
    reasons = {source.id: source.same_because for source in sheet.sources}
    for found in one_man(united(sheet)):
        first, second, one, other = found.first, found.second, found.first_source, found.second_source
        pair = frozenset((one, other))
        if pair in asked:
            continue
        asked.add(pair)
        kept = folded.get(frozenset((first, second)))
        if kept is not None and kept.claim == first:
            first, second, one, other = second, first, other, one  # the one that counts stands first
        yield OpenQuestion(
            "same-man",
            f"the same man? {names[one]} ({one}) and {names[other]} ({other}) "
            + (
                f"may be one: {found.why.rstrip('.')}."
                if found.why
                else f"say the same sentence in two documents: {words[first].rstrip('.')!r}."
            ),
            _until(kept),
            _answers(one, other),
            tuple(place("claim", each, "") for each in (first, second)) if place else (),
        )
    for other, one in asked_as(sheet).items():
        if frozenset((one, other)) not in asked:
            yield OpenQuestion(
                "same-man",
                f"the same man? {names[one]} ({one}) and {names[other]} ({other}) may be one: "
                f"{reasons[other].rstrip('.') or 'same_as asks it'}.",
                _until(None),
                _answers(one, other),
                tuple(place("source", each, "") for each in (one, other)) if place else (),
            )


def _answers(one: str, other: str) -> str:
    return f"If they are one, write same_as: {one} at source {other}; if not, write distinct_from: [{one}] at source {other}."


def _until(folded: FoldedClaim | None) -> str:
    if folded is None:
        return "Until that is said both stand as they are: they are not linked to one event."
    return f"Until that is said they are one witness: claim {folded.claim} counts as a copy of {folded.into}."


@dataclass(frozen=True)
class Unsaid:
    """Something that may be left unsaid: what is silent for it, what to write, and the lines that it is about."""

    says: str
    mend: str
    where: tuple[str, ...]


def lists(loaded: Loaded) -> list[Unsaid]:
    """What the evidence leaves unsaid: claims that nobody judged, and judged sources that say nothing."""
    evidence = read_evidence(loaded)
    place = lined(loaded.sheet, loaded.sheet_places) if loaded.sheet and loaded.sheet_places else None

    def lines(kind: str, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(place(kind, each, "") for each in dict.fromkeys(ids)) if place else ()

    owned = [each for each in evidence.unjudged if each.missing != (OWNER,)]
    unowned = [each for each in evidence.unjudged if each.missing == (OWNER,)]
    found: list[Unsaid] = []
    if owned:
        says = f"Not yet judged: {_counted(owned)}, silent until they are: {_told(by_source(owned))}."
        mend = "Write what is missing at the source: a number from 0 to 1, or default, with its reason under reasons."
        found.append(Unsaid(says, mend, lines("source", (each.source for each in owned))))
    if unowned:
        says = f"Said by nobody who is named: {_counted(unowned)}, silent: {_told(by_source(unowned), why=False)}."
        mend = "Write who says it as the source of the claim, or leave it silent."
        found.append(Unsaid(says, mend, lines("claim", (each.claim for each in unowned))))
    if evidence.idle:
        names = {source.id: source.name or source.id for source in evidence.sources}
        told = ", ".join(names[name] for name in evidence.idle)
        says = f"Judged, and no claim of theirs is linked to an event: {told}."
        mend = "Write an event at a claim of theirs that says something of the game."
        found.append(Unsaid(says, mend, lines("source", evidence.idle)))
    return found


def without_words(loaded: Loaded) -> list[Unsaid]:
    """The choices of the moves that a case puts into words for which it has none, where it has words for others."""
    case, found = loaded.case, []
    for key, move, words in (
        ("hypothesis", case.hypothesis.move, case.hypothesis.words),
        ("signal", case.signal.move, case.signal.words),
        ("reply", case.reply.move, case.reply.words),
    ):
        none = [label for label in choices(loaded.tree, move) if words and not words.get(label)]
        if none:
            called = "called that" if len(none) == 1 else "called these"
            says = f"No words for {', '.join(map(repr, none))} at the {key}: on the page it is {called}."
            where = (loaded.places.at((key, "words")),) if loaded.places else ()
            found.append(Unsaid(says, f"Write words at {key}, words, as for the other choices.", where))
    return found


def _counted(unjudged: list[UnjudgedClaim]) -> str:
    claims, sources = len(unjudged), len({each.source for each in unjudged})
    return f"{claims} {'claim' if claims == 1 else 'claims'} of {sources} {'source' if sources == 1 else 'sources'}"


def _told(groups: Mapping[tuple[str, str, tuple[str, ...]], tuple[str, ...]], why: bool = True) -> str:
    return "; ".join(
        f"{name} ({', '.join(claims)}" + (f": no {', no '.join(missing)}" if why else "") + ")"
        for (_, name, missing), claims in groups.items()
    )
