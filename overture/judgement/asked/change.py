"""What would change the reply: every judgement moved alone, all of our own together, one thing left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from overture.games.tree import Floats
from overture.judgement.answers import Flips, LeverRow
from overture.judgement.asked.question import Question, deal_reply
from overture.judgement.judgement import Drop
from overture.weigh.decision.fragility import class_lever, floor_lever, fragility, his_lever
from overture.weigh.decision.lever import REACH, Lever, Moved, source_levers
from overture.weigh.decision.moving import Scales, move
from overture.weigh.decision.reply import Stakes, stakes
from overture.weigh.decision.simplex import vertex
from overture.weigh.distribution.joint import Joint, posterior

CENTRE = 0.01  # share of the lead by which the centre may differ before both are printed
FLOOR_ENDS = (1e-4, 0.1)


def flips(q: Question, stake: Stakes) -> Flips:
    """Every lever alone, sorted by distance, and the joint fragility."""
    basis = q.basis
    of = _led(q, stake)
    scales = Scales.build(q.joint, stake.at, of, basis.said, basis.order)
    own = [move(scales, each) for each in _own(q)]
    sources = [move(scales, each) for each in source_levers(basis.said)]
    his = [move(scales, each) for each in _his(q, scales)]
    weights = [] if len(q.joint.cells.classes) < 2 else _classes(q, scales)
    floor = floor_lever(
        scales,
        Lever(
            "floor",
            "the share of acts that are never played",
            "floor",
            basis.loaded.case.equilibria.floor,
            min(FLOOR_ENDS[0], basis.loaded.case.equilibria.floor),
            max(FLOOR_ENDS[1], basis.loaded.case.equilibria.floor),
        ),
        basis.at_floor,
    )
    lead = scales.centre_lead()
    every = [*own, *sources, *his, *weights, floor]
    moved = [each for each in every if each.reaches(lead, stake.scale)]
    together = fragility(scales, [*own, *sources])
    printed = stake.values(q.joint.prior)
    others = [value for reply, value in printed.items() if reply != of]
    now = printed[of] - max(others) if others else 0.0
    rows = {each.lever.name: _row(q, each, lead) for each in sorted(moved, key=_distance)}
    return Flips(
        of=of,
        lead=lead,
        levers=rows,
        idle=[_words(q, each.lever) for each in every if not each.reaches(lead, stake.scale)],
        own_prior=_prior_moves(every, moved),
        fixed=[_name(q, name) for name, given in basis.loaded.case.parameters.items() if not given.spread],
        joint_fragility=together.share,
        adverse={
            each.lever.name: _side(q, each.lever, together.adverse[each.lever.name])
            for each in [*own, *sources]
            if each.lever.name in together.adverse
        },
        source_turns_on_unit_interval=_unit(q, scales),
        centre_differs=abs(now - lead) > CENTRE * max(abs(now), 1e-12),
    )


def _prior_moves(every: Sequence[Moved], moved: Sequence[Moved]) -> Literal["moved", "idle", "fixed"]:
    if any(each.lever.kind == "own prior" for each in moved):
        return "moved"
    return "idle" if any(each.lever.kind == "own prior" for each in every) else "fixed"


def joint_fragility(q: Question, stake: Stakes) -> float | None:
    """The least share of the way at which all our own judgements together turn the reply."""
    scales = Scales.build(q.joint, stake.at, _led(q, stake), q.basis.said, q.basis.order)
    every = [*_own(q), *source_levers(q.basis.said)]
    return fragility(scales, [move(scales, each) for each in every]).share


def _led(q: Question, stake: Stakes) -> str:
    """The reply whose lead is moved: of two the one under which the deal stands, of more the best one."""
    if len(stake.at.replies) <= 2:
        return deal_reply(q.basis, stake.at)
    values = stake.values(q.joint.prior)
    return max(values, key=values.__getitem__)


def _side(q: Question, lever: Lever, side: str) -> str:
    """The worse edge as it is told; where our prior falls with its parameter, the other one."""
    if lever.kind != "own prior":
        return side
    low, high = _first_prior(q, _parameter(q, lever), lever.low, lever.high)
    return side if low <= high else ("low" if side == "high" else "high")


def _unit(q: Question, scales: Scales) -> dict[str, float | None]:
    """Where each judged rate turns the reply anywhere between 0 and 1."""
    found = {}
    for each in source_levers(q.basis.said):
        name = each.name.removeprefix("source ")
        high = 1.0 if each.rate not in ("shading", "control") else 0.99
        found[name] = move(scales, replace(each, low=0.0, high=high)).turns_at
    return found


def _distance(moved: Moved) -> tuple[float, float]:
    size = abs(moved.lead_high - moved.lead_low)
    return (moved.share if moved.share is not None else np.inf, -size)


def _row(q: Question, moved: Moved, lead: float) -> LeverRow:
    each = moved.lever
    if each.kind == "own prior":
        return _prior_row(q, moved, lead)
    return LeverRow(
        name=each.name,
        words=_words(q, each),
        kind=each.kind,
        now=each.now,
        low=each.low,
        high=each.high,
        lead_now=lead,
        lead_low=moved.lead_low,
        lead_high=moved.lead_high,
        turns_at=moved.turns_at,
        share_of_way_to_edge=moved.share,
        leverage=abs(moved.lead_high - moved.lead_low),
        **_looked(each, moved.low, moved.high),
        source=each.source,
        topic=(each.topic or "what is not listed") if each.apart else "",
    )


def _looked(each: Lever, low: float, high: float) -> dict[str, float | None]:
    """How far the lever was looked at, where that is short of its edge."""
    size = REACH * max(abs(each.high - each.low), 1e-300)
    return {
        "looked_low": low if abs(low - each.low) > size else None,
        "looked_high": high if abs(high - each.high) > size else None,
    }


def _prior_row(q: Question, moved: Moved, lead: float) -> LeverRow:
    """The lever that is our prior, said as the prior of the first type."""
    each, own = moved.lever, q.joint.own

    def prior(value: float) -> float:
        at = {name: np.array([middle]) for name, middle in own.centre.items()}
        at[_parameter(q, each)] = np.array([value])
        return float(own.prior_at(at)[0, q.basis.order[0]])

    looked = _looked(each, moved.low, moved.high)
    seen = [None if value is None else prior(value) for value in looked.values()]
    ends = [(prior(each.low), moved.lead_low, seen[0]), (prior(each.high), moved.lead_high, seen[1])]
    if ends[0][0] > ends[1][0]:
        ends.reverse()
    (low, lead_low, looked_low), (high, lead_high, looked_high) = ends
    return LeverRow(
        name=each.name,
        words=_words(q, each),
        kind=each.kind,
        now=prior(each.now),
        low=low,
        high=high,
        lead_now=lead,
        lead_low=lead_low,
        lead_high=lead_high,
        turns_at=None if moved.turns_at is None else prior(moved.turns_at),
        share_of_way_to_edge=moved.share,
        leverage=abs(moved.lead_high - moved.lead_low),
        looked_low=looked_low,
        looked_high=looked_high,
    )


def _parameter(q: Question, lever: Lever) -> str:
    return lever.source if lever.kind == "own prior" else lever.name


def _own(q: Question) -> list[Lever]:
    """Our own numbers with a range; those that move the odds of the hypothesis are our prior."""
    basis = q.basis
    middle = q.joint.own.centre
    mine = {
        name: given
        for name, given in basis.loaded.parameters.items()
        if given.spread and basis.knows[name].side == "ours"
    }
    prior = [name for name in mine if basis.touched[name].hypothesis]
    found = []
    for name, given in mine.items():
        low, high = float(given.low or 0.0), float(given.high or 0.0)
        if name in prior and np.ptp(_first_prior(q, name, low, high)) > 1e-12:
            label = "own prior" if len(prior) == 1 else name
            found.append(Lever(label, given.words or name, "own prior", middle[name], low, high, source=name))
        else:
            found.append(Lever(name, given.words or name, "own number", middle[name], low, high))
    return found


def _first_prior(q: Question, name: str, low: float, high: float) -> Floats:
    """[2] prior of the first type at both ends of a parameter of ours, the others at their centre."""
    own = q.joint.own
    at = {each: np.full(2, middle) for each, middle in own.centre.items()}
    at[name] = np.array([low, high])
    return np.asarray(own.prior_at(at)[:, q.basis.order[0]])


def _his(q: Question, scales: Scales) -> list[Lever]:
    if q.basis.single:
        return []
    found = []
    for name, given in q.basis.loaded.parameters.items():
        if given.spread and q.basis.knows[name].side == "theirs":
            lever = his_lever(
                scales, name, given.words or name, float(given.low or 0.0), float(given.high or 0.0)
            )
            if lever is not None:
                found.append(lever)
    return found


def _classes(q: Question, scales: Scales) -> list[Moved]:
    cells = q.joint.cells
    found = []
    for kind, name in enumerate(cells.classes):
        now = float(cells.weight[:, kind].sum())
        high = float(cells.world @ cells.present[:, kind])
        if now < high - 1e-12:
            found.append(class_lever(scales, f"weight of {name}", name, vertex(q.joint, kind), now, high))
    return found


def _words(q: Question, lever: Lever) -> str:
    return lever.words


def _name(q: Question, name: str) -> str:
    given = q.basis.loaded.parameters[name]
    return given.words or name


def drops(q: Question) -> list[Drop]:
    """What is concluded if one act, one root or one class is left out, each alone."""
    if q.stakes is None or q.at is None:
        return []
    base = _best(q.stakes, q)
    found: list[Drop | None] = []
    for family in q.basis.said.families:
        logs = q.basis.said.without(family.name)
        joint = q.joint.with_said(np.exp(logs - logs.max()))
        names = [q.basis.said.sources[name].name or name for name in family.family.sources]
        found.append(_drop(q, joint, " and ".join(names), "source", base))
    cells = q.joint.cells
    for kind, name in enumerate(cells.classes if len(cells.classes) > 1 else ()):
        share = cells.share.copy()
        share[:, kind] = 0.0
        total = share.sum(axis=1, keepdims=True)
        if not (total > 0).any():
            continue
        share = np.where(total > 0, share / np.where(total > 0, total, 1.0), cells.share)
        found.append(_drop(q, q.joint.with_share(share), name, "class", base))
    return [each for each in found if each is not None]


def _drop(q: Question, joint: Joint, words: str, kind: str, base: str) -> Drop | None:
    """What is concluded without it; None where without it what was done and said cannot be there."""
    assert q.at is not None
    likelihood = joint.likelihood(q.asked.offer)
    if not joint.prior @ likelihood > 0:
        return None
    best = _best(stakes(joint, q.at), q)
    held = posterior(joint.prior, likelihood)
    return Drop(
        words=words,
        kind=kind,  # type: ignore[arg-type]
        belief=[float(each) for each in held],
        best=best,
        same=best == base,
    )


def _best(stake: Stakes, q: Question) -> str:
    values = stake.values(q.joint.prior)
    return max(values, key=values.__getitem__)
