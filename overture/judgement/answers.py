"""What does he want, why that counterpart, and is what he does a test: the first three questions."""

from __future__ import annotations

from typing import Literal

import numpy as np

from overture.case.load import choices
from overture.game.event import mask, names
from overture.game.tree import Floats
from overture.judgement.judgement import Answer, Hypothesis, Preference, Ratio, Signal, Spread, Step
from overture.judgement.spread import answer, median, share, spread
from overture.judgement.weighed import Bools, Weighed, acts_of
from overture.report.words import band, two_digits
from overture.weigh.acts import bits
from overture.weigh.contribution import by_date
from overture.weigh.ledger import Item
from overture.weigh.testimony import PUBLIC

# A likelihood ratio within five per cent of one says nothing.
FLAT = 1.05
# The share of worlds from which a finding is called one of all worlds.
NEARLY_ALL = 0.95


def hypotheses(weighed: Weighed) -> list[Hypothesis]:
    """Each thing he may want: before, after the acts, after all, and with every repetition counted."""
    ledger = weighed.now.ledger
    acts = acts_of(weighed.now)
    stages = [
        _answers(weighed, []),
        _answers(weighed, acts),
        _answers(weighed, list(ledger.items)),
        _answers(weighed, list(ledger.items), naive=True),
    ]
    words = weighed.loaded.case.hypothesis.words
    return [
        Hypothesis(
            label=label,
            words=words.get(label, label),
            prior=stages[0][at],
            after_acts=stages[1][at],
            posterior=stages[2][at],
            naive=stages[3][at],
            band=band(stages[2][at].mean),
        )
        for at, label in enumerate(weighed.labels)
    ]


def steps(weighed: Weighed) -> list[Step]:
    """Belief after each piece of evidence, in order of time; without dates the acts come first, then the sources."""
    items = by_date(weighed.now.ledger.items)
    shapley = {}
    if items:
        frame = weighed.now.contributions(weighed.labels[0])
        shapley = dict(zip(frame["item"], frame["shapley"].astype(float), strict=True))
    words = {act.words: act.words for act in weighed.loaded.case.done}
    names_of = evidence_names(weighed)
    found = [
        Step(
            kind="prior",
            name="prior",
            words="before anything was done or said",
            belief=dict(zip(weighed.labels, _answers(weighed, []), strict=True)),
        )
    ]
    for count in range(1, len(items) + 1):
        item = items[count - 1]
        before, weight = weighed.belief(weighed.now, items[: count - 1])
        after, later = weighed.belief(weighed.now, items[:count])
        told = words.get(item.name) or names_of.get(item.name, item.name)
        found.append(
            Step(
                kind="act" if item.kind == "act" else "source",
                name=told,
                words=told if item.kind == "act" or item.name == PUBLIC else f"what {told} says",
                belief=dict(zip(weighed.labels, _answers(weighed, items[:count]), strict=True)),
                log_odds=answer(
                    log_odds(after[..., 0]) - log_odds(before[..., 0]),
                    np.where(weight > 0, later, 0.0),
                    weighed.solved.classes,
                ),
                shapley=shapley.get(item.name),
            )
        )
    return found


def preferences(weighed: Weighed) -> list[Preference]:
    """What each type gets under each counterpart, and how much more under the first."""
    case, tree = weighed.loaded.case, weighed.tree
    if case.counterpart is None:
        return []
    who = tuple(case.counterpart.words) or choices(tree, case.counterpart.move)
    done = np.logical_and.reduce(
        [np.ones(len(tree.terminal), bool), *(weighed.events[act.event] for act in case.done)]
    )
    paid = weighed.payoff[..., weighed.adversary]
    _, weight = weighed.belief(weighed.now, list(weighed.now.ledger.items))
    found = []
    for label in weighed.labels:
        values = {
            each: _expected(
                weighed,
                paid,
                weighed.events[label] & done & mask(tree, f"move({case.counterpart.move!r}) == {each!r}"),
            )
            for each in who
        }
        gain = values[who[0]] - values[who[-1]]
        known = np.where(np.isfinite(gain), weight, 0.0)
        found.append(
            Preference(
                type=label,
                words=case.hypothesis.words.get(label, label),
                value={each: answer(values[each], weight, weighed.solved.classes) for each in who},
                gain=answer(gain, weight, weighed.solved.classes),
                share_gains=share(np.nan_to_num(gain) > 1e-6 * weighed.solved.scale[:, None], known),
            )
        )
    return found


def signals(weighed: Weighed) -> list[Signal]:
    """Each act as a test between the first two hypotheses."""
    case = weighed.loaded.case
    acts = acts_of(weighed.now)
    listed: list[tuple[str, str, Literal["done", "offer", "talk"]]] = [
        (act.event, act.words, "done") for act in case.done
    ]
    listed.append((case.offer.event, case.offer.words, "offer"))
    listed += [(talk.event, talk.words, "talk") for talk in case.talk]
    return [_signal(weighed, event, words, kind, acts) for event, words, kind in listed]


def _signal(
    weighed: Weighed, event: str, words: str, kind: Literal["done", "offer", "talk"], acts: list[Item]
) -> Signal:
    tree, classes = weighed.tree, weighed.solved.classes
    here = weighed.events[event] if event in weighed.events else mask(tree, event)
    # What was done before the offer is known when it is made; a statement is judged from the start.
    before = np.ones(len(tree.terminal), dtype=bool)
    if kind == "offer":
        for act in weighed.loaded.case.done:
            before &= weighed.events[act.event]
    first, second = weighed.labels[0], weighed.labels[1]
    top = _share_of(weighed, here & before & weighed.events[first], before & weighed.events[first])
    bottom = _share_of(weighed, here & before & weighed.events[second], before & weighed.events[second])
    cap = weighed.loaded.case.equilibria.cap
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.clip(top / bottom, 1 / cap, cap)
    ratio[~((top > 0) | (bottom > 0))] = np.nan
    told = _bits(weighed, here, before)
    loose = _loose(weighed, event)
    _, weight = weighed.belief(weighed.now, acts if kind == "offer" else [])
    found = []
    for at, name in enumerate(classes):
        there = weight[:, at] > 0
        column = ratio[:, at]
        if not (there & np.isfinite(column)).any():
            continue
        shown = spread(column, np.where(there, weight[:, at], 0.0))
        found.append(
            Ratio(
                equilibrium=name,
                low=shown.low,
                middle=median(column, np.where(there, weight[:, at], 0.0)),
                high=shown.high,
                share=float(there.mean()),
                undetermined=share(loose[:, at], weight[:, at]),
                flat=share((column < FLAT) & (column > 1 / FLAT), weight[:, at]),
                bits=spread(told[:, at], np.where(there, weight[:, at], 0.0)),
            )
        )
    finding, sentence = _finding(ratio, loose, weight, first, second)
    single = np.where(np.isfinite(ratio), weight, 0.0)
    per_world = np.exp(
        np.divide(
            (np.log(np.where(np.isfinite(ratio), ratio, 1.0)) * single).sum(axis=1),
            single.sum(axis=1),
            out=np.full(len(single), np.nan),
            where=single.sum(axis=1) > 0,
        )
    )
    return Signal(
        event=event,
        words=words,
        kind=kind,
        over=f"{first} : {second}",
        ratios=found,
        cap=cap,
        overall=spread(per_world, single.sum(axis=1)),
        bits=spread(
            np.divide(
                (np.nan_to_num(told) * weight).sum(axis=1),
                weight.sum(axis=1),
                out=np.full(len(weight), np.nan),
                where=weight.sum(axis=1) > 0,
            ),
            weight.sum(axis=1),
        ),
        finding=finding,
        sentence=sentence,
    )


def _bits(weighed: Weighed, here: Bools, before: Bools) -> Floats:
    """[W, E] mutual information in bits of an act with the hypothesis, given what came before it."""
    table = np.stack(
        [
            np.stack(
                [
                    weighed.history[..., here & before & weighed.events[label]].sum(axis=2),
                    weighed.history[..., ~here & before & weighed.events[label]].sum(axis=2),
                ],
                axis=-1,
            )
            for label in weighed.labels
        ],
        axis=-2,
    )
    return np.where(weighed.solved.present, bits(table), np.nan)


def _finding(
    ratio: Floats, loose: Bools, weight: Floats, first: str, second: str
) -> tuple[Literal["nothing", "first", "second", "undetermined", "depends"], str]:
    known = np.where(np.isfinite(ratio), weight, 0.0)
    tied = share(loose, known)
    flat = share((ratio < FLAT) & (ratio > 1 / FLAT), known)
    up = share(ratio >= FLAT, known)
    down = share(ratio <= 1 / FLAT, known)
    shares = f"it says nothing in {flat:.0%} of the weight of worlds and equilibria, points to {first} in {up:.0%}, and to {second} in {down:.0%}"
    if tied >= 0.5:
        return (
            "undetermined",
            f"Undetermined: in {tied:.0%} of the weight only a tie decides who would do it.",
        )
    if flat >= NEARLY_ALL:
        return "nothing", "Worth nothing: each type would do it as often as the other."
    if up + flat >= NEARLY_ALL and up > down:
        return "first", f"If anything it points to {first}: {shares}."
    if down + flat >= NEARLY_ALL and down > up:
        return "second", f"If anything it points to {second}: {shares}."
    return "depends", f"It depends on the equilibrium and the world: {shares}."


def _loose(weighed: Weighed, event: str) -> Bools:
    """[W, E] whether a tie alone decides a move of the event somewhere on its way."""
    from overture.judgement.play.solve import loose_actions

    tree = weighed.tree
    loose = loose_actions(weighed.solved, event, weighed.loaded.case.hypothesis.move)
    reached = np.zeros((*loose.shape[:2], tree.n_actions), dtype=bool)
    wanted = set(names(event))
    for at in range(tree.n_infosets):
        if tree.labels.set_name[at] in wanted:
            here = slice(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
            reached[:, :, here] = True
    return np.asarray((loose & reached).any(axis=2))


def _answers(weighed: Weighed, items: list[Item], naive: bool = False) -> list[Answer]:
    held, weight = weighed.belief(weighed.now, items, naive)
    return [answer(held[..., at], weight, weighed.solved.classes) for at in range(held.shape[2])]


def evidence_names(weighed: Weighed) -> dict[str, str]:
    """Testimony -> how a person would call it."""
    names = {source.id: source.name or source.id for source in weighed.sources}
    found = {
        family.name: " and ".join(names[name] for name in family.family.sources)
        for family in weighed.now.families
    }
    return {**found, PUBLIC: "what others learnt from the public acts"}


def log_odds(probability: Floats) -> Floats:
    """Natural log odds, finite at 0 and 1."""
    bounded = np.clip(probability, 1e-12, 1 - 1e-12)
    return np.asarray(np.log(bounded / (1 - bounded)))


def _share_of(weighed: Weighed, part: Bools, whole: Bools) -> Floats:
    """[W, E] probability of ``part`` given ``whole``; NaN where the whole has none."""
    top = weighed.history[..., part].sum(axis=2)
    bottom = weighed.history[..., whole].sum(axis=2)
    found = np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)
    return np.where(weighed.solved.present, found, np.nan)


def _expected(weighed: Weighed, paid: Floats, event: Bools) -> Floats:
    """[W, E] expected ``paid`` [W, T] given the event; NaN where it has no chance."""
    chance = weighed.plain[..., event]
    total = chance.sum(axis=2)
    summed = np.einsum("wet,wt->we", chance, paid[:, event])
    found = np.divide(summed, total, out=np.full_like(total, np.nan), where=total > 0)
    return np.where(weighed.solved.present, found, np.nan)


def as_words(value: Spread) -> str:
    """ "0.46 (0.12 to 0.83)" """
    return f"{two_digits(value.mean)} ({two_digits(value.low)} to {two_digits(value.high)})"
