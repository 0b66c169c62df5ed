"""Who says so: rows of the judgement for sources, claims, roots, steps of belief and the ACH matrix.

Numbers come from :mod:`overture.weigh`, names and places from the sheet of the case; nothing is computed
here, and there are no sentences, only what a source was judged to be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from overture.case.evidence import SheetEvidence
from overture.evidence.admiralty import letter
from overture.evidence.sheet import ClaimEntry, Sheet
from overture.evidence.source import Rate, Source, Testimony
from overture.judgement.judgement import (
    ClaimLine,
    Confidence,
    Document,
    Folded,
    MatrixCell,
    MatrixRow,
    Root,
    SourceCard,
    StateLine,
    Step,
    Unjudged,
)
from overture.weigh.reports import cards, confidence, contribution
from overture.weigh.reports.evidence import PUBLIC, Evidence, Item
from overture.weigh.reports.matrix import matrix

# What was judged of a source besides access: field -> words.
JUDGED = {
    "accuracy": "accuracy",
    "says_anyway": "says it anyway",
    "blur": "blur",
    "shading": "shades towards its interest",
    "control": "controlled by the adversary",
}
STATES = {
    "informed": "informed",
    "mistaken": "not informed",
    "shading": "shading towards its interest",
    "controlled": "controlled by the adversary",
    "accuracy": "right, where it knows",
}
# A root that moves the log odds by less than this moves nothing.
NOTHING = 1e-9


def source_cards(
    sheet: Sheet | None, read: SheetEvidence, evidence: Evidence, pair: tuple[int, int]
) -> list[SourceCard]:
    """A card for each source of the sheet, its claims under it.

    Args:
        read: what the case room made of the sheet. evidence: what was done and said, weighed.
        pair: places of the headline type and of its strongest rival.
    """
    if sheet is None:
        return []
    rows = {row.source: row for row in cards.source_rows(evidence, *pair)}
    lines = _claim_lines(sheet, read, evidence, pair)
    waiting = {each.source for each in read.unjudged}
    names = {source.id: source.name or source.id for source in read.sources}
    found = []
    for source in read.sources:
        row = rows[source.id]
        found.append(
            SourceCard(
                id=source.id,
                name=names[source.id],
                voice=source.voice,
                judgements=_judgements(source),
                judged=bool(source.stated) and source.id not in waiting,
                log_odds=row.log_odds,
                naive=row.naive,
                claims=lines.get(source.id, []),
                without=list(row.without),
                letter=letter(source) if row.states else "",
                weighed_with=[names[each] for each in row.weighed_with],
                states=[_state(each) for each in row.states],
            )
        )
    return found


def _judgements(source: Source) -> dict[str, str]:
    """What was judged of a source (or left at a default that was chosen), each with its reason if one is given."""
    judged = {}
    if source.stated is None or "access" in source.stated:
        by_topic = [f"{topic or 'any topic'} {_rate(rate)}" for topic, rate in source.access.items()]
        judged["access"] = ", ".join(by_topic) + _reason(source, "access")
    for name, words in JUDGED.items():
        value = getattr(source, name)
        if source.states(name) and (isinstance(value, Rate) or value > 0.0):
            judged[words] = _rate(value) + _reason(source, name)
    return judged


def _reason(source: Source, name: str) -> str:
    return f" ({source.reasons[name]})" if name in source.reasons else ""


def _rate(rate: Rate | float) -> str:
    """A judged chance as it was stated, with what it is worth if it is uncertain."""
    if not isinstance(rate, Rate):
        return f"{rate:.4g}"
    return f"{rate.mean:.4g}" + ("" if rate.certain else f" (worth {rate.strength:.4g} cases)")


def _state(given: cards.LatentState) -> StateLine:
    words = STATES[given.state] + (f" on {given.topic}" if given.topic else "")
    return StateLine(state=words, prior=given.prior, posterior=given.posterior)


def _claim_lines(
    sheet: Sheet, read: SheetEvidence, evidence: Evidence, pair: tuple[int, int]
) -> dict[str, list[ClaimLine]]:
    """Source -> its claims, those that were weighed with what they are worth."""
    rows = {row.claim: row for row in cards.claim_rows(evidence, *pair)}
    testimony = {each.id: each for each in read.testimony}
    waiting = {each.claim for each in read.unjudged}
    repeats: dict[tuple[str, str], int] = {}
    for claim in sheet.claims:
        if claim.cluster:
            key = (claim.source, claim.cluster)
            repeats[key] = repeats.get(key, 0) + 1
    found: dict[str, list[ClaimLine]] = {}
    for claim in sheet.claims:
        times = repeats.get((claim.source, claim.cluster or ""), 1)
        line = _claim_line(claim, rows.get(claim.id), testimony.get(claim.id), claim.id in waiting, times)
        found.setdefault(claim.source, []).append(line)
    return found


def _claim_line(
    claim: ClaimEntry, row: cards.ClaimRow | None, said: Testimony | None, waiting: bool, times: int
) -> ClaimLine:
    counts = row is not None and row.standing != "from public acts"
    return ClaimLine(
        id=claim.id,
        words=claim.words,
        event=claim.event or None,
        says=claim.says,
        document=claim.document,
        place=_place(claim.place),
        chain=list(claim.chain),
        voice=claim.voice or "",
        certainty=claim.certainty or "",
        repeats=times,
        copy_of=said.copy_of if said is not None else claim.copy_of,
        used=counts,
        standing=row.standing if row is not None else ("unjudged" if waiting else ""),
        root=row.root if row is not None else "",
        alone=row.alone if row is not None and counts else None,
        in_place=row.in_place if row is not None and counts else None,
        knew=row.knew if row is not None and counts else None,
        date=claim.date or "",
    )


def _place(place: object) -> str:
    """Where in its document a claim stands, as characters."""
    spans = getattr(place, "content", None) or getattr(place, "cue", None) or []
    return ", ".join(f"characters {first} to {last}" for first, last in spans)


def documents(sheet: Sheet | None) -> list[Document]:
    """What was read, and by what."""
    found = []
    for each in sheet.documents if sheet is not None else []:
        made = " ".join(part for part in (each.reader.name, each.reader.model) if part) if each.reader else ""
        found.append(
            Document(
                id=each.id,
                title=each.title or each.id,
                sha256=each.sha256,
                reader=made or "by hand",
                claims=sum(claim.document == each.id for claim in sheet.claims) if sheet else 0,
            )
        )
    return found


def steps(read: SheetEvidence, evidence: Evidence, pair: tuple[int, int]) -> list[Step]:
    """Belief after each act and each root, in order of time; the first is the prior."""
    told = names(read, evidence)
    return [
        Step(
            kind="source" if each.kind == "testimony" else each.kind,
            name=told.get(each.name, each.name) if each.kind == "testimony" else each.name,
            words=told.get(each.name, each.name) if each.kind == "testimony" else each.name,
            belief=list(each.belief),
            log_odds=each.log_odds,
            shapley=each.share,
        )
        for each in contribution.steps(evidence, *pair)
    ]


def matrix_rows(read: SheetEvidence, evidence: Evidence, cap: float) -> list[MatrixRow]:
    """The ACH view of all that was done and said, the most diagnostic first."""
    told = names(read, evidence)
    return [
        MatrixRow(
            item=row.item,
            kind=row.kind,
            words=told.get(row.item, row.item) if row.kind == "testimony" else row.item,
            cells={
                label: MatrixCell(code=code, fit=fit)
                for label, code, fit in zip(evidence.types, row.code, row.fit, strict=True)
                if fit is not None
            },
            information=row.information,
            spread=row.spread,
        )
        for row in matrix(evidence, cap)
    ]


def confidence_row(
    read: SheetEvidence, evidence: Evidence, pair: tuple[int, int], found: confidence.AnalyticConfidence
) -> Confidence:
    """Confidence with its roots by name; roots that move nothing are left out."""
    told = names(read, evidence)
    return Confidence(
        level=found.level,
        failed=list(found.failed),
        S=found.S,
        N=found.N,
        top=found.top,
        contra=found.contra,
        acc=found.acc,
        alone=found.alone,
        toward=evidence.types[pair[0]],
        against=evidence.types[pair[1]],
        roots=[
            Root(name=told[root.name], source=root.name, x=root.x, access=root.access)
            for root in found.roots
            if abs(root.x) > NOTHING
        ],
    )


def unjudged(sheet: Sheet | None, read: SheetEvidence) -> list[Unjudged]:
    """Linked claims that move nothing, since nobody has said how good their root is."""
    words = _words(sheet)
    return [
        Unjudged(
            claim=each.claim,
            source=each.source,
            name=each.name,
            words=words.get(each.claim, ""),
            missing=list(each.missing),
        )
        for each in read.unjudged
    ]


def folded(sheet: Sheet | None, read: SheetEvidence) -> list[Folded]:
    """Claims that count as copies, since another source says the same sentence."""
    words = _words(sheet)
    return [
        Folded(
            claim=each.claim,
            kept=each.into,
            source=each.source,
            kept_source=each.into_source,
            words=words.get(each.claim, ""),
            why=each.why,
        )
        for each in read.folded
    ]


def idle(read: SheetEvidence) -> list[str]:
    """Names of sources that were judged, and of whom no claim is linked to an event."""
    known = {source.id: source.name or source.id for source in read.sources}
    return [known[each] for each in read.idle]


def names(read: SheetEvidence, evidence: Evidence) -> dict[str, str]:
    """Item of testimony -> how a person would call it."""
    known = {source.id: source.name or source.id for source in read.sources}
    found = {item.name: " and ".join(known[each] for each in _sources(item)) for item in evidence.families}
    return {**found, PUBLIC: "what others learnt from the public acts"}


def _sources(item: Item) -> Sequence[str]:
    return item.family.family.sources if item.family is not None else ()


def _words(sheet: Sheet | None) -> Mapping[str, str]:
    return {claim.id: claim.words for claim in sheet.claims} if sheet is not None else {}
