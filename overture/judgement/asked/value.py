"""What each reply is worth, which is best, how surely, and where that turns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from overture.errors import EvidenceError
from overture.judgement.answers import (
    Errors,
    FloorPoint,
    OwnScenarios,
    PlanNode,
    PlanSet,
    Range2,
    ReplyValue,
    Vertex,
)
from overture.judgement.asked.accepted import accepted, observation, seen_later
from overture.judgement.asked.change import flips, joint_fragility
from overture.judgement.asked.plain import finite, numbers
from overture.judgement.asked.question import Question, deal_reply
from overture.weigh.decision import bootstrap, simplex
from overture.weigh.decision.reply import Answering, Sequel, Stakes, stakes
from overture.weigh.decision.turning import (
    TIE,
    any_ceiling,
    cell_ceiling,
    scenarios,
    type_ceiling,
)
from overture.weigh.distribution.joint import Joint

FLOORS = (1e-4, 1e-3, 1e-2, 5e-2, 0.1)
NARROW = 0.10  # joint fragility below which the reply is given "narrowly"


@dataclass(frozen=True)
class Replied:
    """The fields of :class:`overture.judgement.judgement.Answers` that speak of replies."""

    told: Mapping[str, Any] = field(default_factory=dict)

    def fields(self) -> dict[str, Any]:
        return {**_EMPTY, **self.told}


_EMPTY: dict[str, Any] = {
    "value": {}, "value_own_later_by_class": {}, "value_no_slips": None, "belief_answer_no_slips": None, "best": None, "lead": None, "status": None,
    "tied": [], "perfect_information": None, "ceiling_cell": None, "ceiling_any": None,
    "belief_at_which_reply_turns": None, "own_prior_at_which_reply_turns": None, "turns_to": None, "turns_if_held": None,
    "testimony_ratio_at_which_reply_turns": None, "testimony_ratio_now": None, "own_scenarios": None,
    "floor_sensitivity": {}, "weights_vertices": {}, "simplex_belief_offer": None,
    "simplex_belief_offer_on_path": None, "simplex_V": {}, "simplex_V_accept": None, "simplex_reply": None, "simplex_reply_all": None,
    "bootstrap_se": None, "bootstrap_se_V_accept": None, "after_accepting": {}, "cheat_by_type": None, "compliance": None, "caught": None,
    "inspection_for_snapback": None, "inspection_for_answer": None, "undetected": None, "collapse": None, "observation_test": None, "flips": None, "plans": {},
}  # fmt: skip


def replied(q: Question, full: bool) -> Replied:
    """Everything about the replies to one offer."""
    at, stake = q.at, q.stakes
    if at is None or stake is None or not at.replies:
        return Replied(_ranges_alone(q))
    values = {reply: _value(q, stake, reply) for reply in at.replies}
    plain = stakes(q.joint, at, floor=False)
    bare = plain.type_mass() @ q.joint.prior > 0
    told: dict[str, Any] = {
        "answer_asked": float(
            stake.type_mass() @ q.joint.prior / (q.joint.likelihood(q.here) @ q.joint.prior)
        ),
        "belief_answer": numbers(stake.belief(q.joint.prior)),
        "value": values,
        "value_own_later_by_class": _by_class(q, at),
        "value_no_slips": {reply: _value(q, plain, reply) for reply in at.replies} if bare else None,
        "belief_answer_no_slips": numbers(plain.belief(q.joint.prior)) if bare else None,
        "perfect_information": type_ceiling(stake, q.joint.prior),
        "ceiling_cell": cell_ceiling(q.joint, stake, q.joint.prior),
        "ceiling_any": any_ceiling(q.joint, stake, q.joint.prior),
        "observation_test": observation(q, stake, lambda at: _after_test(replace(q, only=at), full)),
        "plans": {reply: _plans(q, stake, reply) for reply in at.replies},
    }
    told |= _turns(q, stake) | _ranges_alone(q) | _simplex(q, stake) | accepted(q, stake)
    if not q.basis.single:
        told["own_scenarios"] = _own(q, stake)
    if full:
        told |= _full(q, stake)
    moved, errors = told.get("flips"), told.get("bootstrap_se")
    told |= _best(
        q,
        stake,
        plain if bare else None,
        moved.joint_fragility if moved is not None else None,
        errors.lead if errors is not None else None,
    )
    if not full and told["status"] == "plain":
        told["status"] = None  # neither errors nor levers were asked for
    return Replied(told)


def _full(q: Question, stake: Stakes) -> dict[str, Any]:
    told: dict[str, Any] = {
        "floor_sensitivity": {f"{floor:g}": _at_floor(q, floor) for floor in FLOORS},
        "weights_vertices": _vertices(q),
        "flips": flips(q, stake),
    }
    found = _errors(q, stake)
    if found is None:
        return told
    told["bootstrap_se"] = Errors(
        factor=finite(found.factor),
        belief_now=finite(found.belief_now),
        belief_offer=finite(found.belief_offer),
        chance=finite(found.chance),
        V=found.value,
        lead=finite(found.lead),
        turning_prior=finite(found.turning_prior),
    )
    told["bootstrap_se_V_accept"] = found.value[deal_reply(q.basis, stake.at)]
    return told


def _errors(q: Question, stake: Stakes) -> bootstrap.StandardErrors | None:
    """Monte-Carlo errors; None with one world, and where too few resamples bear on the offer."""
    if q.basis.single:
        return None
    return bootstrap.errors(
        q.joint, q.basis.before, q.asked.given, q.asked.offer, stake.at, stake, q.turning.belief, q.rival
    )


def _after_test(q: Question, full: bool) -> dict[str, Any]:
    """How surely the reply is best at one information set, and what turns it there."""
    stake, at = q.stakes, q.at
    if stake is None or at is None or not (stake.type_mass() @ q.joint.prior > 0):
        return {}
    plain = stakes(q.joint, at, floor=False)
    bare = plain.type_mass() @ q.joint.prior > 0
    found = _errors(q, stake) if full else None
    errors = found.lead if found is not None else None
    share = joint_fragility(q, stake) if full else None
    told = _best(q, stake, plain if bare else None, share, finite(errors))
    return {
        "lead": told["lead"],
        "status": told["status"] if full or told["status"] != "plain" else None,
        "tied": told["tied"],
        "se_V": {} if found is None else found.value,
        "se_lead": finite(errors),
        "own_prior_at_which_reply_turns": q.turning.prior,
        "turns_to": q.turning.to,
        "turns_if_held": q.turning.side,
        "joint_fragility": share,
    }


def _value(q: Question, stake: Stakes, reply: str) -> ReplyValue:
    prior = q.joint.prior
    plan = stake.plan(reply, prior)
    value, by_type = stake.value(reply, prior, plan)
    level = stake.tied(reply, prior)
    return ReplyValue(
        V=value,
        u=[float(each) if np.isfinite(each) else None for each in by_type],
        plan={seen_later(q.basis.tree, at, stake.at): choice for at, choice in plan.items()},
        tied=[seen_later(q.basis.tree, at, stake.at) for at in level],
    )


def _by_class(q: Question, at: Answering) -> dict[str, ReplyValue]:
    """Worth of each reply with our own later moves as the class plays them."""
    stake = stakes(q.joint, at, by_class=True)
    prior, found = q.joint.prior, {}
    for reply in at.replies:
        taken = np.concatenate([piece for sequels in at.sequel for piece in sequels[reply].all()])
        worth, mass = stake.by_type(stake.worth, taken), stake.by_type(stake.mass, taken)
        u = np.divide(worth, mass, out=np.full(len(mass), np.nan), where=mass > 0)
        found[reply] = ReplyValue(
            V=float((prior * worth).sum() / (prior * mass).sum()),
            u=[float(each) if np.isfinite(each) else None for each in u],
        )
    return found


def _turns(q: Question, stake: Stakes) -> dict[str, Any]:
    turn, basis = q.turning, q.basis
    asked = stake.belief(q.joint.prior)
    told = {
        "belief_at_which_reply_turns": turn.belief,
        "own_prior_at_which_reply_turns": turn.prior,
        "turns_to": turn.to,
        "turns_if_held": turn.side,
    }
    if basis.said.families and len(asked) > 1:
        now, silent = basis.joint.likelihood(basis.done), basis.joint.likelihood(basis.done, said=False)
        heard = np.divide(now, silent, out=np.ones_like(now), where=silent > 0)
        others = np.where(np.arange(len(now)) > 0, q.joint.prior * silent, 0.0)
        against = float(others @ heard)
        if not (against > 0 and heard[0] > 0):
            return told
        ratio = float(heard[0] * others.sum() / against)
        told["testimony_ratio_now"] = ratio
        if turn.belief is not None and 0 < turn.belief < 1 and 0 < asked[0] < 1:
            odds = (turn.belief / (1 - turn.belief)) / (asked[0] / (1 - asked[0]))
            told["testimony_ratio_at_which_reply_turns"] = ratio * float(odds)
    return told


def _ranges_alone(q: Question) -> dict[str, Any]:
    if not q.possible:
        return {}
    present = q.joint.cells.present
    return {
        "simplex_belief_offer": simplex.belief_range(q.joint, q.asked.offer, 0, present),
        "simplex_belief_offer_on_path": simplex.belief_range(q.joint, q.asked.offer, 0, q.on),
    }


def _simplex(q: Question, stake: Stakes) -> dict[str, Any]:
    """Worth over all weights of the classes, the plan held at the stated weights."""
    prior, at = q.joint.prior, stake.at
    found = {}
    for reply in at.replies:
        plan = stake.plan(reply, prior)
        whole = simplex.worth_range(q.joint, at, reply, plan, q.joint.cells.present)
        if whole is not None:
            found[reply] = Range2(all=whole, on_path=simplex.worth_range(q.joint, at, reply, plan, q.on))
    values = stake.values(prior)
    best = max(values, key=values.__getitem__)
    leads = [
        simplex.lead_range(
            q.joint, at, (best, stake.plan(best, prior)), (other, stake.plan(other, prior)), q.on
        )
        for other in at.replies
        if other != best
    ]
    known = [lead for lead in leads if lead is not None]
    same = all(low > -TIE * stake.scale for low, _ in known)
    other = any(high < TIE * stake.scale for _, high in known)
    present = q.joint.cells.present
    every = [
        simplex.lead_range(
            q.joint, at, (best, stake.plan(best, prior)), (reply, stake.plan(reply, prior)), present
        )
        for reply in at.replies
        if reply != best
    ]
    firm = all(lead[0] > -TIE * stake.scale for lead in every if lead is not None)
    return {
        "simplex_V": found,
        "simplex_V_accept": found.get(deal_reply(q.basis, at)),
        "simplex_reply": None if not known else "the same" if same else "the other" if other else "turns",
        "simplex_reply_all": None if not every else "the same" if firm else "turns",
    }


def _own(q: Question, stake: Stakes) -> OwnScenarios:
    found = scenarios(q.joint, stake, q.asked.offer)
    values = stake.values(q.joint.prior)
    best = max(values, key=values.__getitem__)
    reply = deal_reply(q.basis, stake.at)
    low, high = found.quantiles(found.belief, (0.05, 0.95))
    lead, accept = (tuple(found.quantiles(found.lead(each), (0.05, 0.5, 0.95))) for each in (best, reply))
    share = min(max(found.best[best], 0.0), 1.0)
    return OwnScenarios(
        best=found.best,
        tied=found.tied,
        se=math.sqrt(share * (1 - share) * float((found.weight**2).sum())),
        belief_5_95=(low, high),
        lead_5_50_95=lead,  # type: ignore[arg-type]
        best_accept=found.best[reply],
        lead_of_accept_5_50_95=accept,  # type: ignore[arg-type]
    )


def _at_floor(q: Question, floor: float) -> FloorPoint:
    return FloorPoint(**_point(q.basis.at_floor(floor).with_said(q.joint.said), q))


def _vertices(q: Question) -> dict[str, Vertex]:
    """One class alone; a class in which what was done and said has no chance is left out."""
    found = {}
    for kind, name in enumerate(q.joint.cells.classes):
        joint = q.joint.with_share(simplex.vertex(q.joint, kind))
        with suppress(EvidenceError):
            on = float((joint.cell_weight(q.asked.offer) * q.on).sum())
            found[name] = Vertex(**_point(joint, q), on_path=on)
    return found


def _point(joint: Joint, q: Question) -> dict[str, Any]:
    """Ratio, belief and worth under a changed distribution."""
    assert q.at is not None
    part = joint.likelihood(q.asked.offer)
    whole = joint.likelihood(q.asked.given, q.asked.offer)
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = part / whole
        factor = float(odds[0] / odds[q.rival]) if q.rival else math.nan
    return {
        "factor": finite(factor),
        "belief": float(joint.belief(q.asked.offer)[0]),
        "V": stakes(joint, q.at).values(joint.prior),
    }


def _plans(q: Question, stake: Stakes, reply: str) -> PlanNode:
    """How the worth of a reply hangs on belief: by type, divided by the chance of being asked."""
    mass = stake.type_mass()

    def node(sequels: list[Sequel]) -> PlanNode:
        rest = np.concatenate([each.rest for each in sequels])
        value = np.divide(stake.by_type(stake.worth, rest), mass, out=np.zeros(len(mass)), where=mass > 0)
        return PlanNode(
            rest=[float(each) for each in value],
            sets=[
                PlanSet(
                    move=q.basis.tree.labels.set_name[infoset],
                    seen=seen_later(q.basis.tree, infoset, stake.at),
                    choices={label: node([below]) for label, below in choices.items()},
                )
                for each in sequels
                for infoset, choices in each.sets
            ],
        )

    return node([sequels[reply] for sequels in stake.at.sequel])


def _best(
    q: Question, stake: Stakes, plain: Stakes | None, fragility: float | None, error: float | None
) -> dict[str, Any]:
    """The best reply and how surely it is so: the first rule that holds."""
    values = stake.values(q.joint.prior)
    best = max(values, key=values.__getitem__)
    others = [value for reply, value in values.items() if reply != best]
    lead = values[best] - max(others) if others else None
    level = TIE * stake.scale
    tied: list[str] = []
    status = None
    if lead is not None:
        bare = plain.values(q.joint.prior) if plain is not None else values
        top = max(bare, key=bare.__getitem__)
        lead_plain = bare[top] - max(value for reply, value in bare.items() if reply != top)
        if lead <= level:
            status, tied = "exactly as good", [r for r, v in values.items() if values[best] - v <= level]
        elif lead_plain <= level:
            status, tied = "as good but for trembles", [r for r, v in bare.items() if bare[top] - v <= level]
        elif top != best:
            status = "rests on trembles"
        elif error is not None and lead < 2 * error:
            status = "too close to call"
        elif fragility is not None and fragility < NARROW:
            status = "narrowly"
        else:
            status = "plain"
    return {"best": best, "lead": lead, "status": status, "tied": tied}
