"""The answer under other readings: if he reads us exactly right, if a number is his, if both sides knew what was said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from overture.judgement.asked.plain import finite
from overture.judgement.asked.question import Question, question
from overture.judgement.basis import Basis
from overture.judgement.judgement import AskedSide, Reading, ReadsUs
from overture.judgement.prepare import Outset, assembled, own_copies
from overture.judgement.variants import BOTH_KNOW, READS_US
from overture.weigh.decision.reply import stakes
from overture.weigh.distribution.act import CONVENTION
from overture.weigh.distribution.own import Own
from overture.weigh.reports.said import said


def _outset(basis: Basis) -> Outset:
    return Outset(
        basis.types,
        basis.order,
        basis.joint.kind,
        basis.touched,
        basis.knows,
        basis.evidence,
        basis.said,
        basis.joint.own.centre,
    )


def _again(basis: Basis, name: str) -> Basis | None:
    """The same distribution over other worlds; None where they were not solved."""
    found = basis.again.get(name)
    if found is None:
        return None
    return assembled(basis.loaded, _outset(basis), found.tree, found, found.tree.n_worlds, basis.seed)


def reads_us(basis: Basis) -> ReadsUs | None:
    """His copies of what is ours fixed at our own centre, what is his drawn; None with one world."""
    again = _again(basis, READS_US)
    if again is None:
        return None
    own = _centred(basis, again)
    joint = replace(again.joint, own=own, prior=basis.joint.prior, nature=own.at(own.centre), memo={})
    q = question(replace(again, joint=joint), again.asked, joint)
    values = q.stakes.values(joint.prior) if q.stakes is not None else {}
    return ReadsUs(
        worlds=again.worlds,
        chance=q.ratio.chance,
        factor=finite(q.ratio.factor(0, q.rival)) if q.rival and q.possible else None,
        now=float(joint.belief(again.done)[0]),
        belief=float(joint.belief(q.asked.offer)[0]) if q.possible else None,
        convention=not q.possible or q.ratio.on_after < CONVENTION,
        V=values,
        best=max(values, key=values.__getitem__) if values else None,
    )


def _centred(basis: Basis, again: Basis) -> Own:
    """Own copies that stand at the centre."""
    middle = basis.joint.own.centre
    one = {name: np.array([value]) for name, value in middle.items()}
    prior = basis.joint.prior
    return replace(
        again.joint.own, draw=one, weight=np.ones(1), centre=middle, prior=prior, drawn_prior=prior[None]
    )


def asked_sides(q: Question) -> list[AskedSide]:
    """Each number of which it was not said who knows it, taken for a fact that he knows."""
    basis = q.basis
    if q.stakes is None or q.at is None:
        return []
    values = q.stakes.values(q.joint.prior)
    now = max(values, key=values.__getitem__)
    found = []
    for name, each in basis.knows.items():
        if not each.asked:
            continue
        given = basis.loaded.parameters[name]
        theirs = basis.joint.own.theirs | {name}
        own = own_copies(
            basis.loaded,
            basis.tree,
            _outset(basis),
            basis.worlds,
            basis.seed,
            basis.joint.cells.world,
            theirs,
        )
        joint = replace(q.joint, own=own, nature=own.nature, memo={})
        told = stakes(joint, q.at).values(joint.prior)
        best = max(told, key=told.__getitem__)
        found.append(AskedSide(name=name, words=given.words or name, best=best, V=told, turns=best != now))
    return found


def readings(q: Question) -> list[Reading]:
    """If both sides knew what was said: it is in the prior that both hold, and the game is solved anew.

    Empty where nobody said anything that counts, or where it speaks of more than the type.
    """
    again = _again(q.basis, BOTH_KNOW)
    if again is None:
        return []
    kind, likelihood = again.joint.kind, again.joint.said
    heard = np.array([likelihood[kind == at].mean() for at in range(len(again.types))])
    prior = q.basis.joint.prior * heard / (q.basis.joint.prior @ heard)
    joint = replace(again.joint, prior=prior, said=np.ones_like(likelihood), memo={})
    silent = said((), (), {}, len(kind))
    both = Question(replace(again, joint=joint, said=silent), again.asked, joint)
    return _compared(q, both, again.worlds)


def _compared(ours: Question, both: Question, count: int) -> list[Reading]:
    rows = []

    def put(what: str, one: float | str | None, other: float | str | None) -> None:
        rows.append(Reading(what=what, only_we_know=one, both_know=other))

    put("worlds", float(ours.basis.worlds), float(count))
    put("chance of the offer", ours.ratio.chance, both.ratio.chance)
    hypothesis = ours.basis.loaded.case.hypothesis
    for at, label in enumerate(ours.basis.types):
        put(
            f"belief in {hypothesis.nouns.get(label, label)} if it is offered",
            float(ours.joint.belief(ours.asked.offer)[at]) if ours.possible else None,
            float(both.joint.belief(both.asked.offer)[at]) if both.possible else None,
        )
    sides = [each.stakes.values(each.joint.prior) if each.stakes is not None else {} for each in (ours, both)]
    for reply in sides[0]:
        put(f"worth of {reply}", sides[0][reply], sides[1].get(reply))
    best = [max(side, key=side.__getitem__) if side else None for side in sides]
    put("best reply", best[0], best[1])
    return rows
