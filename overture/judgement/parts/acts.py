"""What was done, is offered or might be said, each as a test between the types."""

from __future__ import annotations

import numpy as np

from overture.judgement.answers import Verdict
from overture.judgement.asked.offer import pair_verdict
from overture.judgement.asked.plain import finite
from overture.judgement.asked.question import Question
from overture.judgement.basis import Basis, acts_before, in_order
from overture.judgement.judgement import ActRow
from overture.weigh.distribution import act
from overture.weigh.distribution.cells import Bools
from overture.weigh.distribution.joint import Joint


def acts(q: Question) -> list[ActRow]:
    """Acts in order, then the offer, then talk. Acts and talk are asked without the reports, the offer with them."""
    basis = q.basis
    silent = q.joint.with_said(np.ones_like(q.joint.said))
    rows = []
    before = q.joint.everything
    earlier = acts_before(basis.loaded, basis.tree)
    for place, done in enumerate(in_order(basis.loaded, basis.tree)):
        now = before & basis.mask(done.event)
        if not (basis.made and place == len(earlier)):
            rows.append(_row(basis, silent, done.event, done.words, "done", now, before))
        before = now
    rows.append(_offer(q))
    for talk in basis.loaded.case.talk:
        event = basis.mask(talk.event)
        stood = q.joint.everything
        for done in earlier:
            if (stood & basis.mask(done.event) & event).any():
                stood = stood & basis.mask(done.event)
        rows.append(_row(basis, silent, talk.event, talk.words, "talk", stood & event, stood))
    return rows


def _offer(q: Question) -> ActRow:
    case = q.basis.loaded.case
    row = _row(q.basis, q.joint, case.offer.event, case.offer.words, "offer", q.asked.offer, q.asked.given)
    if not q.possible:
        return row
    types = q.basis.types
    pairs = {f"{types[a]}:{types[b]}": pair_verdict(q, a, b) for a, b in q.ratio.pairs(q.joint.prior)}
    return row.model_copy(update={"verdict": pairs})


def _row(
    basis: Basis, joint: Joint, event: str, words: str, kind: str, after: Bools, before: Bools
) -> ActRow:
    types = basis.types
    whole = joint.likelihood(before, after)
    if not whole @ joint.prior > 0:
        return ActRow(
            event=event, words=words, kind=kind, before=[float(each) for each in joint.prior], after=None,  # type: ignore[arg-type]
            chance=None, likelihood=None, factor={}, factor_no_slips={}, verdict={},
        )  # fmt: skip
    found = act.ratio(joint, after, before)
    verdicts = {}
    factors: dict[str, float | None] = {}
    plain: dict[str, float | str | None] = {}
    for a, b in found.pairs(joint.prior):
        pair = f"{types[a]}:{types[b]}"
        told = act.verdict(found, a, b, basis.loaded.case.equilibria.floor)
        verdicts[pair] = Verdict(
            word=told.word, toward=told.toward, against=told.against, size=told.size,
            factor=finite(told.factor), floor_bound=told.floor_bound, convention_share=told.convention_share,
            nobody=told.nobody,
        )  # fmt: skip
        factors[pair] = finite(found.factor(a, b))
        bare = found.factor(a, b, plain=True)
        plain[pair] = "infinite" if np.isinf(bare) else finite(bare)
    return ActRow(
        event=event,
        words=words,
        kind=kind,  # type: ignore[arg-type]
        before=[float(each) for each in found.before],
        after=None if found.after is None else [float(each) for each in found.after],
        chance=found.chance,
        likelihood=[float(each) if np.isfinite(each) else None for each in found.likelihood],
        factor=factors,
        factor_no_slips=plain,
        verdict=verdicts,
    )
