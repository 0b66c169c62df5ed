"""If the offer is made: what becomes of it, what each reply is worth, and what would reverse the reply."""

from __future__ import annotations

import numpy as np

from overture.game.event import mask
from overture.game.tree import Floats
from overture.judgement.judgement import Answer, Flip, Indicator, Outcome, Reply
from overture.judgement.spread import answer, share, spread
from overture.judgement.weighed import Bools, Weighed, acts_of
from overture.report.words import two_digits
from overture.weigh.acts import information
from overture.weigh.assessment import Assessment
from overture.weigh.indicator import Indicator as Watched
from overture.weigh.lever import Lever, all_levers, parameter_levers

FLIPS_SHOWN = 8
BINS = 6


def replies(weighed: Weighed) -> list[Reply]:
    """Each reply's worth under our belief, and under the belief that the equilibrium gives the replier."""
    case = weighed.loaded.case
    classes = weighed.solved.classes
    items = list(weighed.offered.ledger.items)
    ours, our_weight = weighed.belief(weighed.offered, items)
    theirs, their_weight = weighed.belief(weighed.offered, acts_of(weighed.offered))
    value_ours = _worth(ours, weighed.reply_value)
    value_theirs = _worth(theirs, weighed.reply_value)
    best_ours, best_theirs = value_ours.argmax(axis=2), value_theirs.argmax(axis=2)
    return [
        Reply(
            label=label,
            words=case.reply.words.get(label, label),
            counterpart="",
            ours=answer(value_ours[..., at], our_weight, classes),
            theirs=answer(value_theirs[..., at], their_weight, classes),
            best_ours=share(best_ours == at, our_weight),
            best_theirs=share(best_theirs == at, their_weight),
        )
        for at, label in enumerate(weighed.replies)
    ]


def outcomes(weighed: Weighed) -> list[Outcome]:
    """What becomes of the offer once it is accepted, under our belief about the type."""
    case, tree = weighed.loaded.case, weighed.tree
    given = weighed.events[case.deal.given]
    for act in case.done:
        given = given & weighed.events[act.event]
    at = next(
        place
        for place, label in enumerate(weighed.replies)
        if (mask(tree, f"move({case.reply.move!r}) == {label!r}") & given).any()
    )
    cheating = mask(tree, case.deal.cheating)
    never = np.zeros_like(cheating)
    detected = mask(tree, case.deal.detected) if case.deal.detected else never
    collapse = mask(tree, case.deal.collapse) if case.deal.collapse else never
    held, weight = weighed.belief(weighed.offered, list(weighed.offered.ledger.items))
    found = [
        ("compliance", "the terms are kept", ~cheating),
        ("undetected cheating", "he cheats and nothing is noticed", cheating & ~detected),
        ("cheating caught", "he cheats and an alarm is raised", cheating & detected),
        ("collapse", "the deal is ended, rightly or not", collapse),
    ]
    classes = weighed.solved.classes
    return [
        Outcome(
            name=name,  # type: ignore[arg-type]
            words=words,
            probability=answer(_chance(weighed, at, given, event, held), weight, classes),
        )
        for name, words, event in found
        if name != "collapse" or case.deal.collapse
    ]


def _chance(weighed: Weighed, reply: int, given: Bools, event: Bools, held: Floats) -> Floats:
    """[W, E] chance of ``event`` after the reply, each type weighed by belief ``held`` [W, E, type]."""
    forced = weighed.forced[reply]
    total = np.zeros(held.shape[:2])
    for at, label in enumerate(weighed.labels):
        inside = given & weighed.events[label]
        whole = forced[..., inside].sum(axis=2)
        part = forced[..., inside & event].sum(axis=2)
        chance = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
        total += np.where(held[..., at] > 0, held[..., at] * chance, 0.0)
    return np.where(np.isfinite(held[..., 0]), total, np.nan)


def _worth(held: Floats, value: Floats) -> Floats:
    """[W, E, R] expected value of each reply under belief ``held`` [W, E, type]."""
    return np.asarray(np.einsum("wec,werc->wer", np.nan_to_num(held), value))


def lead(weighed: Weighed) -> tuple[str, Floats, Floats]:
    """The best reply overall, and by how much it leads: ([W] lead, [W] weight)."""
    choice = weighed.offered.choice()
    at = choice.replies.index(choice.best)
    others = np.delete(choice.world, at, axis=1)
    return choice.best, np.asarray(choice.world[:, at] - others.max(axis=1)), choice.weight


def flips(weighed: Weighed) -> list[Flip]:
    """The smallest changes that reverse the reply: of a source, a prior, an equilibrium, a parameter."""
    frame = weighed.offered.flips(_levers(weighed))
    found: list[tuple[float, Flip]] = []
    steady: list[Flip] = []
    for row in frame.to_dict("records"):
        needed = float(row["flips at"])
        # What a parameter alone does is told below, where its own value and not its mean is asked for.
        if row["kind"] in ("worst case", "parameter"):
            continue
        flip = Flip(
            what=row["words"],
            kind=row["kind"],
            now=float(row["now"]),
            needed=needed if np.isfinite(needed) else None,
            words=row["sentence"],
        )
        if flip.needed is None:
            steady.append(flip)
        else:
            found.append((float(row["share"]), flip))
    found += _parameter_flips(weighed)
    ordered = [flip for _, flip in sorted(found, key=lambda pair: pair[0])][:FLIPS_SHOWN]
    ordered += steady
    last = frame[frame["kind"] == "worst case"]
    for row in last.to_dict("records"):
        at = float(row["flips at"])
        ordered.append(
            Flip(
                what="all judgements about sources, priors, equilibria and parameters together",
                kind="worst case",
                now=0.0,
                needed=at if np.isfinite(at) else None,
                words=row["sentence"],
            )
        )
    return ordered


def _levers(weighed: Weighed) -> list[Lever]:
    """Every judgement that can be moved without solving again; the parameter that is the prior is not one more."""
    ledger = weighed.offered.ledger
    prior = ledger.probability(weighed.labels[0], None, [])[1]
    counted = ledger.world_weight > 0
    ranges = {
        name: weighed.tree.parameters[name]
        for name, given in weighed.loaded.parameters.items()
        if given.spread
    }
    others = {
        name: value
        for name, value in ranges.items()
        if not np.allclose(value[counted], prior[counted])
        and not np.allclose(1 - value[counted], prior[counted])
    }
    words = {name: weighed.loaded.parameters[name].words or name for name in others}
    return [*all_levers(weighed.offered), *parameter_levers(weighed.offered, others, words)]


def _parameter_flips(weighed: Weighed) -> list[tuple[float, Flip]]:
    """Where along a parameter's range the best reply changes, the other parameters as drawn.

    Only a change that lasts to the end of the range counts: a single bin whose average lies on the
    other side is the luck of the other parameters.
    """
    best, margin, weight = lead(weighed)
    found = []
    for name, given in weighed.loaded.parameters.items():
        if not given.spread:
            continue
        middles, means = _binned(weighed.tree.parameters[name], margin, weight)
        mode = float(given.mode or 0.0)
        room = float(given.high or 0.0) - float(given.low or 0.0)
        crossings = [_crossing(middles, means), _crossing(middles[::-1], means[::-1])]
        reached = [cross for cross in crossings if cross is not None]
        if not reached:
            continue
        cross = min(reached, key=lambda each: abs(each - mode))
        if two_digits(cross) == two_digits(mode):
            continue
        side = "more" if cross > mode else "less"
        words = given.words or name
        words = words if words.startswith(("the ", "what ", "how ")) else f"the {words}"
        found.append(
            (
                abs(cross - mode) / room,
                Flip(
                    what=name,
                    kind="parameter",
                    now=mode,
                    needed=cross,
                    words=(
                        f"If {words} were {two_digits(cross)} or {side} (most often near "
                        f"{two_digits(mode)} in the case), the reply on average would no longer be {best}."
                    ),
                ),
            )
        )
    return found


def _crossing(value: Floats, lead: Floats) -> float | None:
    """Where ``lead`` falls below zero for good, going along ``value``; None where it never does."""
    below = lead < 0
    if not below[-1] or below.all():
        return None
    last = int(np.flatnonzero(~below)[-1])
    inner, outer = lead[last], lead[last + 1]
    return float(value[last] + (value[last + 1] - value[last]) * inner / (inner - outer))


def _binned(value: Floats, margin: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Weighted means of ``margin`` in bins of ``value`` with equal weight: (middle, mean) by bin."""
    good = (weight > 0) & np.isfinite(margin)
    order = np.argsort(value[good], kind="stable")
    x, y, w = value[good][order], margin[good][order], weight[good][order]
    edges = np.searchsorted(np.cumsum(w) / w.sum(), np.linspace(0, 1, BINS + 1)[1:-1])
    parts = [part for part in np.split(np.arange(len(x)), edges) if len(part)]
    middles = [float(np.average(x[part], weights=w[part])) for part in parts]
    means = [float(np.average(y[part], weights=w[part])) for part in parts]
    return np.array(middles), np.array(means)


def leverage(weighed: Weighed, name: str) -> float | None:
    """How far the lead of the best reply moves from the lowest to the highest part of a range."""
    if not weighed.loaded.parameters[name].spread:
        return None
    _, margin, weight = lead(weighed)
    _, means = _binned(weighed.tree.parameters[name], margin, weight)
    return float(means.max() - means.min())


def indicators(weighed: Weighed) -> list[Indicator]:
    """What may be seen next, ranked by what it would tell about the hypothesis."""
    found = []
    for seen in weighed.loaded.case.watch:
        event = f"({seen.event}) and ({seen.given})" if seen.given else seen.event
        inside = bool((weighed.events[event] & weighed.events[weighed.loaded.case.offer.event]).any())
        assessment = weighed.offered if seen.given and inside else weighed.now
        items = list(assessment.ledger.items)
        condition = seen.given or None
        overall, world = assessment.ledger.probability(event, condition, items)
        if not np.isfinite(overall) or overall <= 0:
            continue
        frame = assessment.indicators([Watched(seen.words, {"seen": event}, given=condition)])
        first = frame.iloc[0]
        weight = assessment.ledger.weight(items).sum(axis=1)
        value = float(first["value"])
        by_class, apart = _by_class(weighed, assessment, event, condition)
        found.append(
            Indicator(
                event=seen.event,
                words=seen.words,
                probability=spread(world, weight),
                if_seen={
                    label: assessment.ledger.probability(label, event, items)[0] for label in weighed.labels
                },
                if_not=_if_not(weighed, assessment, event, condition),
                bits=float(first["information"]),
                worth=value if np.isfinite(value) else 0.0,
                by_equilibrium=by_class,
                apart=apart,
            )
        )
    return sorted(found, key=lambda each: -each.bits)


def _by_class(
    weighed: Weighed, assessment: Assessment, event: str, given: str | None
) -> tuple[dict[str, float], float]:
    """(class -> chance of the event in it, bits that the event would tell about the class)."""
    ledger = assessment.ledger
    whole = ledger.row(given) if given else np.ones_like(ledger.row(event), dtype=bool)
    mass = ledger.measure(np.array([ledger.row(event) & whole, whole]), list(ledger.items)).sum(axis=0)
    total = float(mass[:, 1].sum())
    chance = np.divide(mass[:, 0], mass[:, 1], out=np.full(len(mass), np.nan), where=mass[:, 1] > 0)
    told = {name: float(part) for name, part in zip(weighed.solved.classes, chance, strict=True)}
    if total <= 0:
        return told, 0.0
    joint = np.stack([mass[:, 0], mass[:, 1] - mass[:, 0]], axis=1)
    return {name: part for name, part in told.items() if np.isfinite(part)}, information(joint)


def _if_not(weighed: Weighed, assessment: Assessment, event: str, given: str | None) -> dict[str, float]:
    ledger = assessment.ledger
    items = list(ledger.items)
    outside = ~ledger.row(event)
    if given:
        outside &= ledger.row(given)
    rows = np.array([ledger.row(label) & outside for label in weighed.labels])
    mass = ledger.measure(rows, items).sum(axis=(0, 1))
    total = float(mass.sum())
    return {
        label: float(part) / total if total > 0 else float("nan")
        for label, part in zip(weighed.labels, mass, strict=True)
    }


def best_words(weighed: Weighed, found: list[Reply]) -> tuple[Reply, Reply | None]:
    """The best reply under our belief, and the next."""
    ranked = sorted(found, key=lambda each: -each.ours.mean)
    return ranked[0], ranked[1] if len(ranked) > 1 else None


def single(found: Answer) -> str:
    """The range of an answer over equilibria, in words; empty where there is one only."""
    means = [each.mean for each in found.by_equilibrium.values()]
    if len(means) < 2:
        return ""
    return f"{two_digits(min(means))} to {two_digits(max(means))} over equilibria"
