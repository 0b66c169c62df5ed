"""Who says so: a card for each source, the ACH matrix, and what is left if one thing is taken away."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from overture.evidence.admiralty import letter
from overture.evidence.source import Source
from overture.judgement.answers import evidence_names, log_odds
from overture.judgement.judgement import (
    Answer,
    ClaimLine,
    MatrixCell,
    MatrixRow,
    SourceCard,
    StateLine,
    Survival,
)
from overture.judgement.spread import answer
from overture.judgement.weighed import Weighed
from overture.report.words import two_digits
from overture.weigh.ledger import Item


def sources(weighed: Weighed) -> list[SourceCard]:
    """A card for each source of the sheet, the claims under it, repetition folded."""
    sheet = weighed.loaded.sheet
    if sheet is None:
        return []
    known = {source.id: source for source in weighed.sources}
    families = {name: each for each in weighed.now.families for name in each.family.sources}
    items = {item.name: item for item in weighed.now.ledger.items}
    frame = weighed.now.source_frame()
    states = {str(row["source"]): row for row in frame.to_dict("records")}
    lines = _claim_lines(weighed)
    cards = []
    for entry in sheet.sources:
        family = families.get(entry.id)
        item = items.get(family.name) if family else None
        others = [each for each in items.values() if each is not item]
        source = known[entry.id]
        cards.append(
            SourceCard(
                id=entry.id,
                name=source.name or entry.id,
                voice=source.voice,
                judgements=_judgements(source) if item else {},
                log_odds=_log_odds(weighed, item, others),
                naive=_naive(weighed, item),
                claims=lines.get(entry.id, []),
                without=_without(weighed, others),
                letter=letter(source) if item else "",
                weighed_with=[
                    known[name].name or name
                    for name in (family.family.sources if family else ())
                    if name != entry.id
                ],
                states=_states(states[entry.id]) if entry.id in states else [],
            )
        )
    return cards


def _judgements(source: Source) -> dict[str, str]:
    """What was judged of a source, each with its reason where one is given."""
    judged = {
        "access": ", ".join(
            f"{topic or 'any topic'} {two_digits(rate.mean)}" for topic, rate in source.access.items()
        )
    }
    for name, words in (("accuracy", "accuracy"), ("says_anyway", "says it anyway"), ("blur", "blur")):
        rate = getattr(source, name)
        worth = "" if rate.certain else f" (worth {rate.strength:g} cases)"
        judged[words] = two_digits(rate.mean) + worth
    for name, words in (
        ("shading", "shades towards its interest"),
        ("control", "controlled by the adversary"),
    ):
        if getattr(source, name) > 0.0:
            judged[words] = two_digits(getattr(source, name))
    fields = {
        "says it anyway": "says_anyway",
        "shades towards its interest": "shading",
        "controlled by the adversary": "control",
    }
    return {
        words: value
        + (f" ({source.reasons[key]})" if (key := fields.get(words, words)) in source.reasons else "")
        for words, value in judged.items()
    }


def _states(row: Mapping[Any, Any]) -> list[StateLine]:
    """The latent state before and after: informed by topic, mistaken, and what has a chance besides."""
    topics: dict[str, dict[str, float]] = row["topics"]
    found = [
        StateLine(
            state=f"informed on {topic}" if topic else "informed",
            prior=each["prior"],
            posterior=each["posterior"],
        )
        for topic, each in topics.items()
    ]
    for name, words in (
        ("mistaken", "mistaken"),
        ("shading", "shading towards its interest"),
        ("controlled", "controlled by the adversary"),
    ):
        prior, posterior = float(row[f"{name}, prior"]), float(row[f"{name}, posterior"])
        if prior > 0.0:
            found.append(StateLine(state=words, prior=prior, posterior=posterior))
    return found


def _log_odds(weighed: Weighed, item: Item | None, others: list[Item]) -> Answer:
    after, weight = weighed.belief(weighed.now, [*others, item] if item else others)
    before, _ = weighed.belief(weighed.now, others)
    return answer(log_odds(after[..., 0]) - log_odds(before[..., 0]), weight, weighed.solved.classes)


def _naive(weighed: Weighed, item: Item | None) -> float:
    if item is None:
        return 0.0
    return math.log(weighed.now.ratio(item.name, weighed.labels[0], naive=True))


def _without(weighed: Weighed, others: list[Item]) -> dict[str, float]:
    held, weight = weighed.belief(weighed.now, others)
    return {
        label: answer(held[..., at], weight, weighed.solved.classes).mean
        for at, label in enumerate(weighed.labels)
    }


def _claim_lines(weighed: Weighed) -> dict[str, list[ClaimLine]]:
    """Source -> its claims, those that were weighed with what they are worth."""
    sheet = weighed.loaded.sheet
    assert sheet is not None
    weighed_rows = {str(row["claim"]): row for row in weighed.now.claim_frame().to_dict("records")}
    known = {source.id: source for source in weighed.sources}
    repeats: dict[tuple[str, str], int] = {}
    for claim in sheet.claims:
        if claim.cluster:
            key = (claim.source, claim.cluster)
            repeats[key] = repeats.get(key, 0) + 1
    found: dict[str, list[ClaimLine]] = {}
    for claim in sheet.claims:
        row = weighed_rows.get(claim.id)
        counts = row is not None and row["standing"] != "from public acts"
        found.setdefault(claim.source, []).append(
            ClaimLine(
                id=claim.id,
                words=claim.words,
                event=claim.event or None,
                says=claim.says,
                document=claim.document,
                place=_place(claim.place),
                chain=list(claim.chain),
                voice=claim.voice or "",
                certainty=claim.certainty or "",
                repeats=repeats.get((claim.source, claim.cluster or ""), 1),
                copy_of=claim.copy_of,
                used=counts,
                standing=str(row["standing"]) if row else "",
                root=str(row["root"]) if row else "",
                alone=_finite(row["ratio alone"]) if row and counts else None,
                in_place=_finite(row["ratio in place"]) if row and counts else None,
                knew=known[claim.source].knew(claim.topic or "", claim.accuracy) if counts else None,
                date=claim.date or "",
            )
        )
    return found


def _finite(value: Any) -> float | None:
    return float(value) if math.isfinite(float(value)) else None


def _place(place: object) -> str:
    """Where in its document a claim stands, as characters."""
    spans = getattr(place, "content", None) or getattr(place, "cue", None) or []
    return ", ".join(f"characters {first} to {last}" for first, last in spans)


def matrix(weighed: Weighed) -> list[MatrixRow]:
    """The ACH view of all that was done and said, the most diagnostic first."""
    frame = weighed.now.matrix(weighed.labels)
    told = evidence_names(weighed)
    return [
        MatrixRow(
            item=str(row["item"]),
            kind=str(row["kind"]),
            words=told.get(str(row["item"]), ""),
            cells={
                label: MatrixCell(code=str(row[label]), fit=float(row[f"{label} fit"]))
                for label in weighed.labels
                if np.isfinite(row[f"{label} fit"])
            },
            information=float(row["information"]),
            spread=float(row["spread"]),
        )
        for row in frame.to_dict("records")
    ]


def survivals(weighed: Weighed) -> list[Survival]:
    """Each thing taken for true, taken away: the belief now, and whether the decision on the offer stands.

    Of the two halves of a parameter's range the one in which the decision stands less often is shown.
    """
    ranges = {
        given.words or name: weighed.tree.parameters[name]
        for name, given in weighed.loaded.parameters.items()
        if given.spread
    }
    told = evidence_names(weighed)
    now = {
        (str(row["assumption"]), str(row["without"])): float(row["posterior"])
        for row in weighed.now.assumptions(ranges, told).to_dict("records")
    }
    found: list[Survival] = []
    for row in weighed.offered.assumptions(ranges, told).to_dict("records"):
        key = (str(row["assumption"]), str(row["without"]))
        if key in now:
            found.append(
                Survival(
                    words=key[0],
                    kind=str(row["kind"]),
                    without=key[1],
                    posterior=now[key],
                    reply=row["reply"],
                    same=bool(row["same"]),
                    share=float(row["share"]),
                )
            )
    found.sort(key=lambda each: (each.same, each.share))
    first: dict[tuple[str, str], Survival] = {}
    for each in found:
        first.setdefault((each.words, "" if each.kind == "parameter" else each.without), each)
    return list(first.values())
