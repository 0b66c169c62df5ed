"""A judgement for other programs: JSON, a STIX 2.1 bundle, and its ACH matrix as CSV."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import Any

from overture.errors import EvidenceError, OvertureError
from overture.evidence.stix import Finding, Party, RootClaim, bundle
from overture.judgement.compared import Comparison
from overture.judgement.deal.proposal import DealJudgement
from overture.judgement.history.judgement import HistoryJudgement
from overture.judgement.judgement import ClaimLine, Judgement, SourceCard
from overture.report.sentence import Facts, Sentence, told
from overture.sinks import to_data, to_table

REPEATS = ("echo", "repeated")


class NumberError(OvertureError):
    """A judgement holds something that is no number: NaN or an infinity."""


def json_text(judgement: Judgement | HistoryJudgement | Comparison | DealJudgement) -> str:
    """A judgement, a comparison, or the terms of a case, as JSON.

    Raises:
        NumberError: some number is NaN or infinite; what is not defined is null, with a reason.
    """
    values = judgement.model_dump()
    wrong = list(unreal(values))
    if wrong:
        raise NumberError.of(
            "json/finite", f"no number stands at {', '.join(wrong[:5])}", judgement.about.title
        )
    data = judgement.model_dump(mode="json")
    return to_data(json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False)) + "\n"


def unreal(value: Any, path: str = "") -> list[str]:
    """Paths at which NaN or an infinity stands."""
    if isinstance(value, dict):
        return [name for key, each in value.items() for name in unreal(each, f"{path}.{key}".lstrip("."))]
    if isinstance(value, list | tuple):
        return [name for at, each in enumerate(value) for name in unreal(each, f"{path}.{at}")]
    return [path] if isinstance(value, float) and not math.isfinite(value) else []


def stix_text(judgement: Judgement) -> str:
    """The judgement as STIX 2.1 JSON: its sources, root claims, hypotheses and what would become of the offer.

    Needs the ``stix`` extra; raises MissingExtra without it. Only claims that were weighed go out.
    """
    parties = [
        Party(card.id, card.name, card.letter or "F")
        for card in judgement.sources
        if any(_at_root(claim) for claim in card.claims)
    ]
    found = bundle(
        judgement.about.title,
        f"{judgement.about.date}T00:00:00Z",
        parties,
        [
            _saying(judgement, card, claim)
            for card in judgement.sources
            for claim in card.claims
            if _at_root(claim)
        ],
        _findings(judgement),
    )
    return to_data(str(found.serialize(pretty=True))) + "\n"


def _at_root(claim: ClaimLine) -> bool:
    return claim.used and claim.standing not in REPEATS


def _saying(judgement: Judgement, card: SourceCard, claim: ClaimLine) -> RootClaim:
    verb = "" if claim.says else "Denied: "
    verb = "Not said, though it might have been: " if claim.standing == "silence" else verb
    echoes = [
        other.id
        for each in judgement.sources
        for other in each.claims
        if other.standing in REPEATS and other.root == claim.id
    ]
    return RootClaim(
        claim.id, card.id, f"{verb}{claim.words} (event: {claim.event})", tuple(echoes), claim.knew
    )


def _findings(judgement: Judgement) -> list[Finding]:
    """Belief now in each type, and what would become of the offer once accepted."""
    facts = Facts(judgement)
    found = []
    for at, each in enumerate(judgement.hypotheses):
        said: list[Sentence] = [told(facts.chance("hypotheses", at, "prior"), " before anything was seen")]
        if each.offered is not None:
            said.append(told("; ", facts.chance("hypotheses", at, "offered"), f" {facts.if_made}"))
        text = f"{''.join(str(part) for part in said)}."
        found.append(Finding(each.label, each.words, min(max(each.now, 0.0), 1.0), text))
    outcomes = (
        ("compliance", "it is not broken", judgement.answers.compliance),
        ("undetected cheating", "it is broken, unseen", judgement.answers.undetected),
        ("cheating caught", "it is broken and noticed", judgement.answers.caught),
    )
    plan = (
        "Accepted whatever is seen before; later by our best plan."
        if facts.seen_first
        else "Under our best plan."
    )
    return found + [
        Finding(name, f"If the offer is accepted, {words}", min(max(value, 0.0), 1.0), plan)
        for name, words, value in outcomes
        if value is not None
    ]


def matrix_csv(judgement: Judgement) -> str:
    """The ACH matrix as CSV: one row for each piece of evidence, the most diagnostic first.

    Columns: item, kind, words; the code of each hypothesis (CC, C, N, I, II); "fit of" each; information
    (bits); spread. Raises EvidenceError ``matrix/empty`` where there is no evidence.
    """
    if not judgement.matrix:
        raise EvidenceError.of("matrix/empty", "no evidence to make a matrix of", judgement.about.title)
    labels = list(dict.fromkeys(label for row in judgement.matrix for label in row.cells))
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    fits = [f"fit of {label}" for label in labels]
    table.writerow(to_table(["item", "kind", "words", *labels, *fits, "information", "spread"]))
    for row in judgement.matrix:
        cells = [row.cells.get(label) for label in labels]
        table.writerow(
            to_table(
                [
                    row.item,
                    row.kind,
                    row.words,
                    *(cell.code if cell else "" for cell in cells),
                    *(f"{cell.fit:.6g}" if cell else "" for cell in cells),
                    f"{row.information:.6g}",
                    f"{row.spread:.6g}",
                ]
            )
        )
    return out.getvalue()
