"""A judgement for other programs: a STIX 2.1 bundle, and its ACH matrix as CSV."""

from __future__ import annotations

import csv
import io

from overture.errors import EvidenceError
from overture.evidence.stix import Finding, Party, Saying, bundle
from overture.judgement.judgement import ClaimLine, Judgement, SourceCard
from overture.report.words import two_digits

REPEATS = ("echo", "repeated")


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
    return str(found.serialize(pretty=True)) + "\n"


def _at_root(claim: ClaimLine) -> bool:
    return claim.used and claim.standing not in REPEATS


def _saying(judgement: Judgement, card: SourceCard, claim: ClaimLine) -> Saying:
    verb = "" if claim.says else "Denied: "
    verb = "Not said, though it might have been: " if claim.standing == "silence" else verb
    echoes = [
        other.id
        for each in judgement.sources
        for other in each.claims
        if other.standing in REPEATS and other.root == claim.id
    ]
    return Saying(claim.id, card.id, f"{verb}{claim.words} (event: {claim.event})", tuple(echoes), claim.knew)


def _findings(judgement: Judgement) -> list[Finding]:
    about = [
        Finding(
            each.label,
            each.words,
            min(max(each.posterior.mean, 0.0), 1.0),
            f"{two_digits(each.posterior.low)} to {two_digits(each.posterior.high)} over worlds; "
            f"{two_digits(each.prior.mean)} before the evidence.",
        )
        for each in judgement.hypotheses
    ]
    return about + [
        Finding(
            each.name,
            f"If the offer is accepted, {each.words}",
            min(max(each.probability.mean, 0.0), 1.0),
            f"{two_digits(each.probability.low)} to {two_digits(each.probability.high)} over worlds.",
        )
        for each in judgement.outcomes
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
    table.writerow(
        ["item", "kind", "words", *labels, *(f"fit of {label}" for label in labels), "information", "spread"]
    )
    for row in judgement.matrix:
        cells = [row.cells.get(label) for label in labels]
        table.writerow(
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
    return out.getvalue()
