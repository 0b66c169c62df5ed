"""What the slider over our own prior needs: the numbers that hold whatever the prior is, and the case's words.

The page computes with them as ``assess`` does: the belief at each point moves by its odds, and the worth of a reply
is that of the best plan at the belief. Every other sentence stays as it is and is marked as at the stated prior.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from overture.judgement.bands import BANDS, EDGES
from overture.report.sentence import Facts
from overture.report.sentence.path import found
from overture.report.statement import answer


@dataclass(frozen=True)
class Slider:
    """What the template shows, and what the script reads."""

    clause: str
    thinks: str  # the other side with its verb: "the leader thinks", "the rebels think"
    data: dict[str, Any]


def slider(facts: Facts) -> Slider | None:
    """None where no offer can be made, nothing is to be answered, or the prior leaves nothing open."""
    answers = facts.answers
    if answers.belief_offer is None or answers.best is None or not answers.plans or len(facts.live) < 2:
        return None
    if not 0 < answers.own_prior[0] < 1:
        return None
    clause = str(facts.clause(facts.type_at(0)).text)
    path, when = facts.deciding
    turning = answers.own_prior_at_which_reply_turns
    data = {
        "prior": answers.own_prior,
        "now": answers.belief_now,
        "belief": found(facts.root, path),
        "plans": {label: plan.model_dump(mode="json") for label, plan in answers.plans.items()},
        "replies": {label: facts.reply(label).text for label in answers.plans},
        "clause": clause,
        "when": when,
        "made": facts.made,
        "headline": str(answer.headline(facts)),
        "error": answers.bootstrap_se.lead if answers.bootstrap_se is not None else None,
        "close": answer.CLOSE,
        "blind": facts.seen_first,
        "turning": turning,
        "turningBelief": answers.belief_at_which_reply_turns,
        "edges": [[edge, lower] for edge, lower in EDGES],
        "bands": list(BANDS),
    }
    thinks = f"{facts.adversary.text} {facts.verb(facts.judgement.about.adversary, 'thinks')}"
    return Slider(clause, thinks, data)
