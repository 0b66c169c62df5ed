"""Two readings of private evidence: only we know it, or all know it.

If only we know what was said, their play stays and our reply changes. If all know it, the game changes:
it is solved again from the belief that the testimony leaves, and the acts are read through the new play
(testimony is then in the prior and is not counted twice).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from overture.weigh.acts import Act
from overture.weigh.assessment import Assessment, weigh
from overture.weigh.decision import Decision
from overture.weigh.ledger import Bools, Floats

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Solved:
    """The game solved again: the inputs of :func:`weigh` that depend on play."""

    history: Floats | Sequence[Floats]
    weights: Floats | None
    events: Mapping[str, Bools]
    decision: Decision | None = None
    equilibria: Sequence[str] | None = None
    acts: Sequence[Act] | None = None


def belief_from_testimony(assessment: Assessment, cases: Sequence[str]) -> dict[str, Floats]:
    """case -> [world] belief after the testimony alone: the prior from which ``resolve`` starts."""
    said = [item for item in assessment.ledger.items if item.kind == "testimony"]
    return {case: assessment.ledger.probability(case, None, said)[1] for case in cases}


def all_know(
    assessment: Assessment, cases: Sequence[str], resolve: Callable[[Mapping[str, Floats]], Solved]
) -> Assessment:
    """The assessment in which the testimony is common knowledge.

    ``cases`` are the types (event keys) whose prior ``resolve`` takes, as case -> [world] (NaN in worlds
    without weight). Worlds keep the weight that the testimony gives them.
    """
    ledger = assessment.ledger
    said = [item for item in ledger.items if item.kind == "testimony"]
    solved = resolve(belief_from_testimony(assessment, cases))
    world = ledger.weight(said).sum(axis=1) if ledger.learn else ledger.world_weight
    acts = assessment.acts if solved.acts is None else solved.acts
    return weigh(
        solved.history,
        solved.weights,
        solved.events,
        assessment.hypotheses,
        acts=acts,
        world_weights=world,
        equilibria=solved.equilibria,
        decision=solved.decision or assessment.decision,
        learn=ledger.learn,
        drop=True,
        cap=assessment.cap,
        floor=assessment.floor,
    )


def compare(private: Assessment, common: Assessment) -> pd.DataFrame:
    """Both readings side by side.

    Columns: what ("probability of H", "value of R", "best reply", "weight of the worlds left"), only we
    know, all know.
    """
    import pandas as pd

    rows: list[dict[str, object]] = [
        {
            "what": f"probability of {event}",
            "only we know": private.probability(event),
            "all know": common.probability(event),
        }
        for event in private.hypotheses
    ]
    if private.decision is not None and common.decision is not None:
        ours, theirs = private.choice(), common.choice()
        for reply in ours.replies:
            place = theirs.replies.index(reply) if reply in theirs.replies else None
            rows.append(
                {
                    "what": f"value of {reply}",
                    "only we know": float(ours.overall[ours.replies.index(reply)]),
                    "all know": float("nan") if place is None else float(theirs.overall[place]),
                }
            )
        rows.append({"what": "best reply", "only we know": ours.best, "all know": theirs.best})
    left = [float(np.mean(reading.ledger.world_weight > 0.0)) for reading in (private, common)]
    rows.append({"what": "share of worlds left", "only we know": left[0], "all know": left[1]})
    return pd.DataFrame(rows)
