"""The main job: draw the worlds of a case, solve them, weigh the evidence, and say what follows."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from overture import __version__
from overture.case.draw import draw
from overture.case.load import Loaded
from overture.game.show import outline
from overture.judgement import answers, cards, replies, terms
from overture.judgement.judgement import (
    About,
    EquilibriumCard,
    Hypothesis,
    Judgement,
    Outcome,
    Reply,
    Signal,
    Verdict,
)
from overture.judgement.play.solve import solve_case
from overture.judgement.readings import readings
from overture.judgement.sources import matrix, sources, survivals
from overture.judgement.weighed import Weighed, weigh_case
from overture.report.words import band, chance_that, two_digits

Progress = Callable[[str, int, int], None]
# So many classes of equilibrium have their ratio in the bottom line; the rest stand on the page.
RATIOS_TOLD = 3
LIBRARIES = ("numpy", "scipy", "numba", "pandas", "pydantic")


def judge(
    loaded: Loaded,
    worlds: int = 1000,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    command: str = "",
) -> Judgement:
    """Assess a case.

    Args:
        loaded: the case, read and checked.
        worlds: how many draws from the ranges. seed: of the draws and of the starts.
        threads: how many threads solve; the result does not depend on it.
        progress: called with (stage, done, of).
        command: what to print as the command that makes this judgement again.
    """
    tree = loaded.game.tree(dict(draw(loaded.parameters, worlds, seed)))
    solved = solve_case(loaded.case, tree, seed, threads, progress)
    weighed = weigh_case(loaded, solved)
    return assemble(weighed, worlds, seed, threads, progress, command)


def assemble(
    weighed: Weighed,
    worlds: int,
    seed: int,
    threads: int | None = None,
    progress: Progress | None = None,
    command: str = "",
) -> Judgement:
    """Every part of the judgement from the weighed case."""
    loaded = weighed.loaded
    hypotheses = answers.hypotheses(weighed)
    signals = answers.signals(weighed)
    outcomes = replies.outcomes(weighed)
    listed = replies.replies(weighed)
    lines = cards.parameters(weighed)
    equilibria = cards.equilibria(weighed)
    return Judgement(
        overture=__version__,
        about=About(
            title=loaded.case.title,
            question=loaded.case.question.strip(),
            date=loaded.case.date.isoformat(),
            advised=loaded.case.advised,
            adversary=weighed.tree.players[weighed.adversary],
            seed=seed,
            worlds=worlds,
            solved=int(weighed.solved.present.any(axis=1).sum()),
            command=command,
            versions=versions(),
            hashes=loaded.hashes,
        ),
        verdict=_verdict(weighed, hypotheses, signals, outcomes, listed, equilibria),
        documents=cards.documents(weighed),
        hypotheses=hypotheses,
        steps=answers.steps(weighed),
        preferences=answers.preferences(weighed),
        signals=signals,
        outcomes=outcomes,
        replies=listed,
        terms=terms.terms(weighed, threads, progress),
        thresholds=terms.thresholds(weighed),
        indicators=replies.indicators(weighed),
        equilibria=equilibria,
        sources=sources(weighed),
        flips=replies.flips(weighed),
        assumptions=cards.assumptions(weighed, lines),
        parameters=lines,
        game=outline(weighed.tree),
        certificate=cards.certificate(weighed),
        matrix=matrix(weighed),
        readings=readings(weighed, seed, threads, progress),
        survivals=survivals(weighed),
    )


def versions() -> dict[str, str]:
    """What the numbers were made with."""
    found = {
        "overture": __version__,
        "python": ".".join(str(part) for part in sys.version_info[:3]),
    }
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _verdict(
    weighed: Weighed,
    hypotheses: list[Hypothesis],
    signals: list[Signal],
    outcomes: list[Outcome],
    listed: list[Reply],
    equilibria: list[EquilibriumCard],
) -> Verdict:
    return Verdict(
        wants=_wants(hypotheses),
        offer=_offer(
            next(signal for signal in signals if signal.kind == "offer"),
            equilibria,
            weighed.loaded.case.equilibria.cap,
        ),
        answer=_answer(weighed, outcomes, listed),
        confidence=_confidence(weighed),
        robust=_robust(weighed, hypotheses, listed),
    )


def _wants(hypotheses: list[Hypothesis]) -> str:
    leading = max(hypotheses, key=lambda each: each.posterior.mean)
    between = replies.single(leading.posterior)
    told = chance_that(leading.posterior.mean, leading.words)
    return (
        f"{told[0].upper()}{told[1:]}: {two_digits(leading.posterior.low)} to "
        f"{two_digits(leading.posterior.high)} over worlds{', ' + between if between else ''}. "
        f"The prior was {two_digits(leading.prior.mean)}."
    )


def _offer(offer: Signal, cards: list[EquilibriumCard], cap: float) -> str:
    """The offer as a test: what it points to, and its ratio in the equilibria that count the most."""
    weight = {card.name: card.after for card in cards}
    ranked = sorted(offer.ratios, key=lambda each: -weight.get(each.equilibrium, 0.0))[:RATIOS_TOLD]
    told = ", ".join(f"{_ratio(each.middle, cap)} in {each.equilibrium}" for each in ranked)
    return (
        f"The offer as a test of which of the two he is. {offer.sentence} Its likelihood ratio "
        f"({offer.over}), at the median of the worlds: {told}."
    )


def _ratio(value: float, cap: float) -> str:
    """A ratio at the cap is one of play that hardly happens: its direction is the finding."""
    if value >= cap:
        return f"{two_digits(cap)} or more (the types part, or it is off the path: only the direction counts)"
    if value <= 1 / cap:
        return f"{two_digits(1 / cap)} or less (the types part, or it is off the path: only the direction counts)"
    return two_digits(value)


def _answer(weighed: Weighed, outcomes: list[Outcome], listed: list[Reply]) -> str:
    best, other = replies.best_words(weighed, listed)
    cheated = sum(
        each.probability.mean for each in outcomes if each.name in ("undetected cheating", "cheating caught")
    )
    second = f", against {two_digits(other.ours.mean)} to {other.label}" if other else ""
    return (
        f"If it is made, {best.label}: worth {two_digits(best.ours.mean)} "
        f"({two_digits(best.ours.low)} to {two_digits(best.ours.high)}) to the advised side{second}, and the "
        f"better reply in {best.best_ours:.0%} of the weight of worlds and equilibria. Accepted on these terms "
        f"it would be cheated on with probability {two_digits(cheated)} ({band(cheated)})."
    )


def _confidence(weighed: Weighed) -> str:
    """How good the evidence is, kept apart from how likely anything is."""
    roots = weighed.now.families
    acts = len(weighed.loaded.case.done)
    if not roots:
        count = {0: "no public act does", 1: "one public act does"}.get(acts, f"{acts} public acts do")
        return f"Confidence is low: nobody's word bears on the question, and {count}."
    # Only what counts: a claim learnt from the acts, or a copy, is no access, however well placed its source.
    known = {source.id: source for source in weighed.sources}
    said = [weighed.testimony[at] for family in roots for at in family.family.claims]
    access = max((known[claim.source].access_to(claim.topic).mean for claim in said), default=0.0)
    level = "moderate" if len(roots) >= 3 and access >= 0.6 else "low"
    word = "root source bears" if len(roots) == 1 else "root sources bear"
    return (
        f"Confidence is {level}: {len(roots)} {word} on the question, the best placed with access "
        f"{two_digits(access)}; the payoffs are judgements."
    )


def _robust(weighed: Weighed, hypotheses: list[Hypothesis], listed: list[Reply]) -> str:
    """Which answers hold whatever equilibrium is played."""
    leading = max(hypotheses, key=lambda each: each.posterior.mean)
    sides = {each.mean > 0.5 for each in leading.posterior.by_equilibrium.values()}
    best, _ = replies.best_words(weighed, listed)
    by_class = {
        name: max(
            (each for each in listed if name in each.ours.by_equilibrium),
            key=lambda each: each.ours.by_equilibrium[name].mean,
        ).label
        for name in best.ours.by_equilibrium
    }
    same = [name for name, label in by_class.items() if label == best.label]
    others = [name for name in by_class if name not in same]
    first = (
        "Which type is likelier does not depend on the equilibrium."
        if len(sides) == 1
        else "Which type is likelier depends on the equilibrium."
    )
    if not others:
        return f"{first} The reply {best.label!r} is best on average in every equilibrium found ({', '.join(same)})."
    return (
        f"{first} The reply {best.label!r} is best on average in {', '.join(same) or 'none alone'}, "
        f"and not in {', '.join(others)}."
    )


def solved_in_part(judgement: Judgement) -> bool:
    """Whether some world has no certified equilibrium."""
    return judgement.certificate.unsolved > 0


__all__ = ["assemble", "judge", "solved_in_part", "versions"]
