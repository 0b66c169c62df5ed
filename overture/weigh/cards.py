"""Cards: one row for each source, and one for each claim, with what it is worth and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from overture.evidence.admiralty import letter
from overture.evidence.source import Source
from overture.weigh.ledger import Floats, Item, Ledger
from overture.weigh.testimony import Weighed, naive_alone

if TYPE_CHECKING:
    import pandas as pd

    from overture.weigh.assessment import Assessment


def source_table(assessment: Assessment) -> pd.DataFrame:
    """One row for each source that spoke, in the order of the families.

    Columns: source, name, voice, family (what it must be weighed with), said, echoes, from acts,
    admiralty (nearest letter), hypothesis, ratio (its family's testimony alone, by roots), naive ratio,
    log odds (of the ratio, natural), prior and posterior of: accuracy (mean), shading, controlled, and
    "informed" and "mistaken" (mean over topics), topics (topic -> informed before and after), reasons.
    """
    import pandas as pd

    rows = []
    hypothesis = assessment.hypotheses[0]
    for family in assessment.families:
        ratio = assessment.ratio(family.name, hypothesis)
        naive = assessment.ratio(family.name, hypothesis, naive=True)
        for name in family.family.sources:
            source = assessment.sources[name]
            said = [place for place, claim in enumerate(assessment.testimony) if claim.source == name]
            kinds = [assessment.lineage.standing[place] for place in said]
            row: dict[str, object] = {
                "source": name,
                "name": source.name or name,
                "voice": source.voice,
                "family": family.name,
                "said": len(said),
                "echoes": kinds.count("echo"),
                "from acts": kinds.count("from public acts"),
                "admiralty": letter(source),
                "hypothesis": hypothesis,
                "ratio": float(np.clip(ratio, 1.0 / assessment.cap, assessment.cap)),
                "naive ratio": naive,
                "log odds": float(np.log(np.clip(ratio, 1.0 / assessment.cap, assessment.cap))),
            }
            row.update(_states(assessment.ledger, family, source))
            row["reasons"] = dict(source.reasons)
            rows.append(row)
    return pd.DataFrame(rows)


def _states(ledger: Ledger, family: Weighed, source: Source) -> dict[str, object]:
    """Prior and posterior of the latent state of a source, given everything."""
    others = [item for item in ledger.items if item.name != family.name]
    after = _posterior(ledger, others, family.states(source.id))
    honest = 1.0 - source.shading - source.control
    topics = [state.removeprefix("informed:") for state in after if state.startswith("informed:")]
    by_topic = {
        topic: (honest * source.access_to(topic).mean, after[f"informed:{topic}"]) for topic in topics
    }
    mistaken = [after[f"mistaken:{topic}"] for topic in topics]
    accuracy = after["accuracy"]
    return {
        "accuracy, prior": source.accuracy.mean,
        "accuracy, posterior": accuracy,
        "informed, prior": float(np.mean([prior for prior, _ in by_topic.values()])) if topics else np.nan,
        "informed, posterior": float(np.mean([now for _, now in by_topic.values()])) if topics else np.nan,
        "mistaken, prior": (
            float(np.mean([honest - prior for prior, _ in by_topic.values()])) if topics else np.nan
        ),
        "mistaken, posterior": float(np.mean(mistaken)) if topics else np.nan,
        "shading, prior": source.shading,
        "shading, posterior": after.get("shading", 0.0),
        "controlled, prior": source.control,
        "controlled, posterior": after.get("controlled", 0.0),
        "topics": {topic: {"prior": prior, "posterior": now} for topic, (prior, now) in by_topic.items()},
    }


def _posterior(ledger: Ledger, others: Sequence[Item], states: Mapping[str, Floats]) -> dict[str, float]:
    rest = ledger.spread(others)
    top = max(float(np.max(value)) for value in states.values())
    mass = {state: float(rest @ np.exp(value - top)) for state, value in states.items()}
    return {state: value / mass["total"] for state, value in mass.items() if state != "total"}


def claim_table(assessment: Assessment) -> pd.DataFrame:
    """One row for each claim, in the order given.

    Columns: claim, source, root (id of the claim at its root), standing, event, says, topic, date, words,
    hypothesis, ratio alone (as if nothing else were known and nobody repeated it), ratio in place (what
    the odds lose if this claim, with its echoes, had not been made; 1 for an echo), times (how often its
    root stands in the sheet).
    """
    import pandas as pd

    ledger, said, lineage = assessment.ledger, assessment.testimony, assessment.lineage
    masks = {key: ledger.mask[place] for place, key in enumerate(ledger.events)}
    here = ledger.row(assessment.hypotheses[0])
    sides = np.array([here, ~here], float)
    base = ledger.spread()
    prior = sides @ base
    without = _without(assessment, sides)
    rows = []
    for place, claim in enumerate(said):
        alone = naive_alone(claim, assessment.sources, masks) / max(1, len(claim.relays))
        mass = sides @ (base * np.exp(alone))
        rows.append(
            {
                "claim": claim.id,
                "source": claim.source,
                "root": said[lineage.root[place]].id,
                "standing": lineage.standing[place],
                "event": claim.event,
                "says": claim.says,
                "topic": claim.topic,
                "date": claim.date,
                "words": claim.words,
                "hypothesis": assessment.hypotheses[0],
                "ratio alone": float((mass[0] / prior[0]) / (mass[1] / prior[1])),
                "ratio in place": without.get(place, 1.0),
                "times": lineage.root.count(lineage.root[place]),
            }
        )
    return pd.DataFrame(rows)


def _without(assessment: Assessment, sides: Floats) -> dict[int, float]:
    """Position of a claim -> odds after everything over odds had it not been made."""
    ledger = assessment.ledger
    found: dict[int, float] = {}
    for family in assessment.families:
        rest = ledger.spread([item for item in ledger.items if item.name != family.name])
        full = sides @ (rest * np.exp(family.log_likelihood - family.log_likelihood.max()))
        for place in family.family.claims:
            logs = family.without(place)
            less = sides @ (rest * np.exp(logs - logs.max()))
            with np.errstate(divide="ignore", invalid="ignore"):
                found[place] = float((full[0] / full[1]) / (less[0] / less[1]))
    return found
