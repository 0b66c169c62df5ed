"""The main job: draw the worlds of a case, solve them, weigh the evidence, and answer every question."""

from __future__ import annotations

import numpy as np

from overture.case.load import Loaded
from overture.case.written import choices
from overture.games.show import outline
from overture.judgement.answers import Answers, Other
from overture.judgement.asked import change
from overture.judgement.asked.offer import answers
from overture.judgement.asked.question import Question, question
from overture.judgement.bands import band
from overture.judgement.basis import Basis, in_order
from overture.judgement.judgement import About, Confidence, Hypothesis, Judgement
from overture.judgement.parts import acts, cards, checks, gains, sources, terms, watch
from overture.judgement.prepare import prepare
from overture.judgement.progress import Progress
from overture.judgement.solving import PAY, plan_of_case
from overture.judgement.versions import versions
from overture.runs.pieces import ALONE, RunOptions, piece_run
from overture.version import __version__
from overture.weigh.decision.reply import stakes
from overture.weigh.reports.confidence import confidence
from overture.weigh.reports.contribution import roots
from overture.weigh.reports.evidence import Act, Evidence, base_of, evidence


def judge(
    loaded: Loaded,
    worlds: int = 1000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    command: str = "",
    run: RunOptions = ALONE,
) -> Judgement:
    """Assess a case.

    Args:
        loaded: the case, read and checked.
        worlds: how many draws from the ranges; with one, every range is at its mode.
        seed: of the draws and of the starts.
        threads: how many threads solve; the result does not depend on it.
        progress: called with (stage, done, of).
        command: what to print as the command that makes this judgement again.
        run: who solves the worlds, and where what was solved is kept.

    Raises:
        EvidenceError: what was done and said has no chance in the game.
        FileError: what is wrong with the store. SolveError: what is wrong with the workers.
    """
    with piece_run(plan_of_case(loaded), run, PAY) as pieces:
        basis = prepare(loaded, worlds, seed, threads, progress, pieces)
    return judged(basis, command)


def judged(basis: Basis, command: str = "") -> Judgement:
    """Every part of the judgement from the joint distribution."""
    q = question(basis, basis.asked)
    found = answers(q)
    weighed = _evidence(q)
    pair = (0, q.rival)
    sheet, read = basis.loaded.sheet, basis.evidence
    case = basis.loaded.case
    return Judgement(
        overture=__version__,
        about=_about(basis, q, command),
        answers=found,
        others=_others(basis, found),
        hypotheses=_hypotheses(q, found),
        confidence=_confidence(q, found, weighed),
        reads_us=checks.reads_us(basis),
        asked=checks.asked_sides(q),
        pictures=gains.pictures(q),
        acts=acts.acts(q),
        gains=gains.gains(basis),
        watch=watch.watch(q),
        unwatched=watch.unwatched(q),
        report=watch.report(q),
        drops=change.drops(q),
        unjudged=sources.unjudged(sheet, read),
        folded=sources.folded(sheet, read),
        idle=sources.idle(read),
        steps=sources.steps(read, weighed, pair),
        sources=sources.source_cards(sheet, read, weighed, pair),
        documents=sources.documents(sheet),
        matrix=sources.matrix_rows(read, weighed, case.equilibria.cap),
        terms=terms.clauses(basis),
        thresholds=terms.thresholds(basis),
        equilibria=cards.equilibria(q),
        parameters=cards.parameters(basis),
        assumptions=cards.assumptions(basis),
        readings=checks.readings(q),
        words=_words(basis),
        phrases={move: dict(told) for move, told in case.phrases.items()},
        clauses={move: dict(told) for move, told in case.clauses.items()},
        game=outline(basis.tree),
        certificate=cards.certificate(basis),
    )


def _about(basis: Basis, q: Question, command: str) -> About:
    case, tree = basis.loaded.case, basis.tree
    roles = {"hypothesis": case.hypothesis.move, "signal": case.signal.move, "reply": case.reply.move}
    if case.counterpart is not None:
        roles["counterpart"] = case.counterpart.move
    return About(
        title=case.title,
        question=case.question.strip(),
        date=case.date.isoformat(),
        advised=case.advised,
        adversary=tree.players[basis.adversary],
        names={player: case.player_name(player) for player in tree.players},
        pronouns={player: case.pronoun(player) for player in tree.players},
        offer=case.offer.words,
        counterpart=q.asked.counterpart,
        choice=q.asked.choice or None,
        roles=roles,
        movers={
            name: tree.players[tree.set_player[at]] if tree.set_player[at] >= 0 else ""
            for at, name in enumerate(tree.labels.set_name)
        },
        made=basis.made,
        seed=basis.seed,
        worlds=basis.worlds,
        solved=int(basis.solved.there.any(axis=1).sum()),
        own_draws=len(q.joint.own.weight),
        command=command,
        versions=versions(),
        hashes=basis.loaded.hashes,
    )


def _others(basis: Basis, own: Answers) -> list[Other]:
    """Each counterpart and each offer that can be answered; nulls with their reason where nobody makes it."""
    found = []
    for asked in basis.every_offer():
        told = answers(question(basis, asked), full=False)
        words = basis.loaded.case.signal.words.get(asked.choice, asked.choice)
        values = {name: getattr(told, name) for name in Answers.model_fields}
        if (asked.counterpart, asked.choice) == (basis.asked.counterpart, basis.asked.choice):
            values["status"] = own.status
        found.append(Other(counterpart=asked.counterpart, offer=asked.choice, words=words, **values))
    return found


def _hypotheses(q: Question, found: Answers) -> list[Hypothesis]:
    basis = q.basis
    logs = basis.said.naive
    counted = q.joint.prior * 0.0
    if np.isfinite(logs.max()):
        naive = q.joint.with_said(np.exp(logs - logs.max()))
        counted = naive.prior * naive.likelihood(basis.done)
    whole = float(counted.sum())
    return [
        Hypothesis(
            label=label,
            words=basis.words(label),
            noun=basis.noun(label),
            prior=found.own_prior[at],
            after_acts=found.belief_acts[at],
            now=found.belief_now[at],
            offered=None if found.belief_offer is None else found.belief_offer[at],
            naive=float(counted[at]) / whole if whole > 0 else None,
        )
        for at, label in enumerate(basis.types)
    ]


def _evidence(q: Question) -> Evidence:
    """What was done and said, on the prior mass of histories."""
    basis = q.basis
    done = [
        Act(act.words, basis.mask(act.event), act.date.isoformat() if act.date else None)
        for act in in_order(basis.loaded, basis.tree)
    ]
    base = base_of(q.joint, basis.done)
    return evidence(basis.types, q.joint.kind, base, done, basis.said)


def _confidence(q: Question, found: Answers, weighed: Evidence) -> Confidence:
    pair = (0, q.rival)
    known = q.rival and q.joint.prior[0] > 0 and q.joint.prior[q.rival] > 0
    shares = roots(weighed, *pair) if known else ()
    fragility = found.flips.joint_fragility if found.flips is not None else None
    if found.observation_test is not None:
        each = [row.joint_fragility for row in found.observation_test.rows.values()]
        fragility = min((share for share in [*each, fragility] if share is not None), default=None)
    level = confidence(
        shares,
        alone=_alone(q, found, shares),
        fragility=fragility,
        same_over_classes=found.simplex_reply in (None, "the same"),
    )
    return sources.confidence_row(q.basis.evidence, weighed, pair, level)


def _alone(q: Question, found: Answers, shares) -> bool:  # type: ignore[no-untyped-def]
    """Whether dropping the strongest root changes the reply, or the word for the belief."""
    if not shares:
        return False
    strongest = max(shares, key=lambda root: abs(root.x))
    logs = q.basis.said.without(strongest.name)
    joint = q.joint.with_said(np.exp(logs - logs.max()))
    event = q.asked.offer if q.possible else q.basis.done
    before, after = q.joint.belief(event)[0], joint.belief(event)[0]
    if band(before) != band(after):
        return True
    if q.at is None or found.best is None:
        return False
    values = stakes(joint, q.at).values(joint.prior)
    return max(values, key=values.__getitem__) != found.best


def _words(basis: Basis) -> dict[str, dict[str, str]]:
    """Move -> choice -> the case's words; "" where it has none."""
    case = basis.loaded.case
    told = {each.move: dict(each.words) for each in (case.hypothesis, case.signal, case.reply)}
    if case.counterpart is not None:
        told[case.counterpart.move] = dict(case.counterpart.words)
    return {
        name: {label: told.get(name, {}).get(label, "") for label in choices(basis.tree, name)}
        for name in dict.fromkeys(basis.tree.labels.set_name)
    }


def solved_in_part(judgement: Judgement) -> bool:
    """Whether some world has no certified equilibrium."""
    return judgement.certificate.unsolved > 0


__all__ = ["judge", "judged", "solved_in_part"]
