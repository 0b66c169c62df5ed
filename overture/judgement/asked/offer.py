"""The answers to one offer: belief at its labelled points, what the offer tells, what each reply is worth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np

from overture.case.written import choices
from overture.games.tree import Floats
from overture.judgement.answers import (
    Answers,
    BeliefRange,
    Movement,
    OnPath,
    Points,
    Seen,
    Verdict,
    Without,
)
from overture.judgement.asked.classes import weights
from overture.judgement.asked.plain import finite, numbers
from overture.judgement.asked.question import Question, deal_reply
from overture.judgement.asked.value import replied
from overture.weigh.decision.observe import seen
from overture.weigh.decision.reply import stakes
from overture.weigh.decision.turning import straddling
from overture.weigh.distribution import act
from overture.weigh.distribution.cells import Bools
from overture.weigh.distribution.joint import Joint, posterior
from overture.weigh.distribution.spans import joined
from overture.weigh.distribution.ties import free_ends

RULED_OUT = 0.05  # belief below which a type may be ruled out
AGAINST = 10.0  # and the ratio of every type that stays against it
LEVEL = 1.5  # ratios within this, either way, leave two types undecided
FEW = 20.0  # effective worlds below which no range is printed


def answers(q: Question, full: bool = True) -> Answers:
    """Everything that is asked of one offer.

    Args:
        full: with levers, errors, the floor and what depends on them; without for the table of other offers.
    """
    basis, joint, asked = q.basis, q.joint, q.asked
    part = replied(q, full)
    given = joint.likelihood(asked.given, asked.offer)
    reason = None
    if not given @ joint.prior > 0:
        reason = "what makes the offer possible has no chance after what was done"
    elif not q.possible:
        reason = "the offer cannot happen in this game"
    elif not q.ratio.on_before > act.NOBODY:
        reason = "nobody makes this offer in any class of equilibrium"
    elif q.answered:
        reason = "the answer was given"
    elif q.at is None:
        reason = "the side that is advised has nothing to answer"
    return Answers(
        **_belief(q, bool(given @ joint.prior > 0)),
        **_told(q, reason),
        **weights(q),
        **part.fields(),
        reason=reason,
        watch=_signals(q) if given @ joint.prior > 0 else {},
        without_testimony=_without(q) if full else None,
        types=list(basis.types),
        worlds=basis.worlds,
        floor=basis.loaded.case.equilibria.floor,
    )


def _belief(q: Question, possible: bool) -> dict[str, Any]:
    """Belief at its labelled points."""
    joint, basis, asked = q.joint, q.basis, q.asked
    now, told = basis.joint.likelihood(basis.done), basis.joint.likelihood(basis.done, said=False)
    scale = math.exp(min(basis.said.scaled[1], 700.0)) if basis.said.families else 1.0
    heard = np.divide(now, told, out=np.ones_like(now), where=told > 0) * scale
    offered = q.possible
    return {
        "own_prior": numbers(joint.prior),
        "testimony_likelihood": numbers(heard),
        "belief_acts": numbers(posterior(joint.prior, told)),
        "belief_now": numbers(posterior(joint.prior, now)),
        "belief_given": numbers(joint.belief(asked.given, asked.offer)) if possible else None,
        "belief_offer": numbers(joint.belief(asked.offer)) if offered else None,
        "belief_nooffer": _not_offered(q) if possible else None,
        "belief_offer_no_slips": None
        if not offered or q.ratio.after_plain is None
        else numbers(q.ratio.after_plain),
        "chance_of_offer_given_done_and_counterpart": q.ratio.chance if possible else None,
        "offer_likelihood_by_type": _numbers(q.ratio.likelihood) if possible else None,
        "offer_likelihood_no_slips": _numbers(q.ratio.plain) if possible else None,
    }


def _not_offered(q: Question) -> list[float] | None:
    other = q.asked.given & ~q.asked.offer
    mass = q.joint.likelihood(other, q.asked.offer)
    return numbers(posterior(q.joint.prior, mass)) if mass @ q.joint.prior > 0 else None


def _told(q: Question, reason: str | None) -> dict[str, Any]:
    """What the offer tells, by pairs of types."""
    joint, types = q.joint, q.basis.types
    empty: dict[str, Any] = {
        "offer_factor": {}, "offer_factor_no_slips": {}, "verdict": {}, "headline_pair": None, "ruled_out": [],
        "undecided": [], "on_path_share": None, "movement_first_type": None, "belief_offer_range": None,
        "offer_points_after": None,
    }  # fmt: skip
    if not q.possible:
        return empty
    found = q.ratio
    verdicts = {f"{types[a]}:{types[b]}": pair_verdict(q, a, b) for a, b in found.pairs(joint.prior)}
    rival = q.rival
    move = act.movement(joint, q.asked.given, q.asked.offer, 0, q.asked.offer)
    ruled = _ruled_out(q)
    return {
        "offer_factor": _factors(found, joint.prior, plain=False),
        "offer_factor_no_slips": _factors(found, joint.prior, plain=True),
        "verdict": verdicts,
        "headline_pair": f"{types[0]}:{types[rival]}" if rival else None,
        "ruled_out": [types[at] for at in ruled],
        "undecided": _undecided(q, ruled),
        "on_path_share": OnPath(before=found.on_before, after=found.on_after),
        "movement_first_type": Movement(
            worlds=move.worlds, classes=move.classes, types=move.types, sum=move.sum
        ),
        "belief_offer_range": _ranges(q),
        "offer_points_after": _points(q, rival) if rival else None,
    }


def pair_verdict(q: Question, first: int, second: int) -> Verdict:
    """The verdict on one pair, with what free ties could make of it."""
    found = act.verdict(q.ratio, first, second, q.basis.loaded.case.equilibria.floor, _free(q, first, second))
    return Verdict(
        word=found.word,
        toward=found.toward,
        against=found.against,
        size=found.size,
        factor=finite(found.factor),
        floor_bound=found.floor_bound,
        convention_share=found.convention_share,
        nobody=found.nobody,
        free_low=finite(found.free_low),
        free_high=finite(found.free_high),
    )


def _free(q: Question, first: int, second: int) -> tuple[float, float] | None:
    """The range of the ratio if the free ties of each type are moved to either end; None where there is none."""
    joint, event, given = q.joint, q.asked.offer, q.asked.given

    def ends(rows: slice, part: Joint) -> tuple[Floats, Floats, Bools] | None:
        basis = q.basis
        case = basis.loaded.case
        pair = (basis.types[first], basis.types[second])
        return free_ends(
            part.cells.read(), basis.gap[rows], part.plain[:], case.signal.move, q.asked.choice, case.hypothesis.move, pair
        )  # fmt: skip

    def bears(rows: slice, part: Joint) -> bool:
        moved = ends(rows, part)
        return moved is not None and bool((moved[2] & q.on[rows]).any())

    if not any(bears(rows, part) for rows, part in joint.parts()):
        return None
    masses: list[list[Floats]] = [[], [], [], []]  # of the offer, and of where it can be made, at either end
    for rows, part in joint.parts():
        moved = ends(rows, part) or (part.plain[:], part.plain[:])
        for at, play in enumerate(moved[:2]):
            other = replace(part, floored=play, plain=play, memo={})
            masses[2 * at].append(other.mass(event))
            masses[2 * at + 1].append(other.mass(given, event))
    found = []
    likelihood = [joined(each).sum(axis=(0, 1)) for each in masses]
    for offered, possible in (likelihood[:2], likelihood[2:]):
        with np.errstate(divide="ignore", invalid="ignore"):
            odds = offered / possible
            found.append(float(odds[first] / odds[second]))
    # At an end at which nobody makes the offer there is no ratio, and it bounds nothing.
    known = [value for value in found if not math.isnan(value)]
    return (min(known), max(known)) if known else None


def _factors(found: act.Ratio, prior: Floats, plain: bool) -> dict[str, float | str | None]:
    told: dict[str, float | str | None] = {}
    for a, b in found.pairs(prior):
        value = found.factor(a, b, plain)
        told[f"{found.types[a]}:{found.types[b]}"] = (
            "infinite" if plain and math.isinf(value) else finite(value)
        )
    return told


def _ruled_out(q: Question) -> list[int]:
    """Types whose belief falls below the cut and against which the offer speaks for every type that stays."""
    after, found = q.ratio.after, q.ratio
    if after is None or len(after) < 3:
        return []
    stay = [at for at in range(len(after)) if after[at] >= RULED_OUT]
    return [
        at
        for at in range(len(after))
        if after[at] < RULED_OUT
        and q.joint.prior[at] > 0
        and all(found.plain[other] > 0 and found.factor(other, at) >= AGAINST for other in stay)
    ]


def _undecided(q: Question, ruled: Sequence[int]) -> list[str]:
    """The types that the offer does not tell apart, where it rules another out."""
    rest = [at for at in range(len(q.basis.types)) if at not in ruled and q.joint.prior[at] > 0]
    if len(q.basis.types) < 3 or len(rest) < 2:
        return []
    level = all(1 / LEVEL <= q.ratio.factor(a, b) <= LEVEL for a, b in combinations(rest, 2))
    return [q.basis.types[at] for at in rest] if level else []


def _ranges(q: Question) -> BeliefRange:
    turn = q.turning.belief
    found = act.ranges(q.joint, q.asked.offer, 0, (0.5,))
    enough = q.effective >= FEW or q.basis.single
    return BeliefRange(
        worlds_5_95=found.worlds if enough else None,
        within_world_mean_width=found.width,
        within_world_mean_width_on_path=found.width_on,
        within_world_max=found.widest,
        straddles_half_weight=found.straddles[0.5],
        straddles_turning_weight=None
        if turn is None or q.stakes is None
        else straddling(q.joint, q.stakes, turn),
        cells_5_95=found.cells if enough else None,
    )


def _points(q: Question, rival: int) -> Points:
    found = act.parted(q.joint, q.asked.offer, q.asked.given, 0, rival)
    return Points(first=found.first, second=found.second, neither=found.neither, convention=found.convention)


def _signals(q: Question) -> dict[str, Seen]:
    """Each choice of the signal as an observation, once it can be made."""
    move = q.basis.loaded.case.signal.move
    told = {}
    for label in choices(q.basis.tree, move):
        event = q.basis.choice(move, label) & q.asked.given
        if not event.any():
            continue
        found = seen(q.joint, event, q.asked.given, q.asked.offer)
        if found is not None:
            told[label] = Seen(
                chance_given_counterpart=found.chance,
                if_seen=_maybe(found.if_seen),
                if_not=_maybe(found.if_not),
                now=float(found.before[0]),
                mean_check=_mean(found.chance, found.if_seen, found.if_not),
            )
    return told


def _mean(chance: float, seen: Floats | None, not_seen: Floats | None) -> float:
    """Belief in the first type averaged over seeing and not seeing."""
    one = 0.0 if seen is None else float(seen[0])
    other = 0.0 if not_seen is None else float(not_seen[0])
    return chance * one + (1.0 - chance) * other


def _without(q: Question) -> Without | None:
    """The same without anything that was said."""
    if q.at is None or not q.basis.said.families:
        return None
    silent = q.joint.with_said(np.ones_like(q.joint.said))
    found = stakes(silent, q.at)
    values = found.values(silent.prior)
    best = max(values, key=values.__getitem__)
    return Without(
        belief_offer=float(silent.belief(q.asked.offer)[0]),
        belief_answer=float(found.belief(silent.prior)[0]),
        V=values[deal_reply(q.basis, q.at)],
        best=best,
    )


def _maybe(value: Floats | None) -> list[float] | None:
    return None if value is None else numbers(value)


def _numbers(value: Floats) -> list[float | None]:
    return [float(each) if np.isfinite(each) else None for each in value]
