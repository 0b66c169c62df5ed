"""What becomes of an offer: what is seen before the answer, and what follows once it is accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from overture.case.written import choices
from overture.games.measured.event import names
from overture.games.tree import Ints, Tree
from overture.judgement.answers import After, Inspection, Observation, ObservationTest
from overture.judgement.asked.plain import finite
from overture.judgement.asked.question import Question, deal_reply
from overture.weigh.decision.observe import NEVER, at_sets, told_at, worth_after, worth_to_answer
from overture.weigh.decision.reply import Answering, Sequel, Stakes


def seen_later(tree: Tree, infoset: int, at: Answering) -> str:
    """What is seen at a later set, beyond what every set of answering has seen.

    Moves of our own are left out where that leaves no two later sets alike; a move is named where its choice reads
    like that of another.
    """
    known = set.intersection(*({*tree.labels.seen[each]} for each in at.sets))
    mover = int(tree.set_player[infoset])
    own = {tree.labels.set_name[each] for each in range(tree.n_infosets) if tree.set_player[each] == mover}
    later = sorted({each for reply in at.replies for each in _sets(at, reply)} | {infoset})
    place = later.index(infoset)
    fresh = [[pair for pair in tree.labels.seen[each] if pair not in known] for each in later]
    last = [tree.labels.set_name[each] for each in later]
    short = [
        ", ".join(choice for move, choice in seen if move not in own) or name
        for seen, name in zip(fresh, last, strict=True)
    ]
    return short[place] if short.count(short[place]) == 1 else told_apart(fresh, last)[place]


def told_apart(seen: Sequence[Sequence[tuple[str, str]]], last: Sequence[str]) -> list[str]:
    """What was seen in words, by (move, choice): the move is named where two would read alike.

    ``last`` is said where nothing was seen; what reads alike even so is numbered.
    """
    plain = [", ".join(choice for _, choice in each) or name for each, name in zip(seen, last, strict=True)]
    found = []
    for each, text in zip(seen, plain, strict=True):
        alike = [other for other, words in zip(seen, plain, strict=True) if words == text]
        moves: dict[str, set[str]] = {}
        for move, choice in (pair for other in alike for pair in other):
            moves.setdefault(choice, set()).add(move)
        named = [f"{move}: {choice}" if len(moves[choice]) > 1 else choice for move, choice in each]
        found.append(", ".join(named) or text)
    return [
        text if found.count(text) == 1 else f"{text} ({found[: at + 1].count(text)})"
        for at, text in enumerate(found)
    ]


def observation(
    q: Question, stake: Stakes, firmness: Callable[[int], Mapping[str, Any]]
) -> ObservationTest | None:
    """What is seen before the answer must be given, where something is.

    ``firmness``: information set -> how surely the answer there is best, and what turns it.
    """
    if len(stake.at.sets) < 2:
        return None
    tree, prior = q.basis.tree, q.joint.prior
    seen = [dict(tree.labels.seen[at]) for at in stake.at.sets]
    moves = {move for each in seen for move in each}
    own = {tree.labels.set_name[int(at)] for at in q.joint.own_sets}
    differ = {move for move in moves if len({each.get(move) for each in seen}) > 1}
    hidden = differ - own
    rows = {}
    every = at_sets(stake, prior)
    names_of = told_apart(
        [[pair for pair in tree.labels.seen[each.infoset] if pair[0] in differ] for each in every],
        [tree.labels.set_name[each.infoset] for each in every],
    )
    for each, told in zip(every, names_of, strict=True):
        best = max(each.value, key=each.value.__getitem__)
        rows[told] = Observation(
            seen=told,
            chance=each.chance,
            belief_if_seen=[float(value) for value in each.belief],
            V=dict(each.value),
            best=best,
            u={reply: [finite(float(v)) for v in by_type] for reply, by_type in each.by_type.items()},
            plan={
                reply: {seen_later(tree, at, stake.at): choice for at, choice in plan.items()}
                for reply, plan in each.plan.items()
            },
            **firmness(each.infoset),
        )
    return ObservationTest(rows=rows, value_for_answer=worth_to_answer(stake, tree, prior, hidden))


def accepted(q: Question, stake: Stakes) -> dict[str, Any]:
    """What becomes of the deal if it is accepted, our plan held; the three chances add up to 1."""
    basis, prior, at = q.basis, q.joint.prior, stake.at
    deal = basis.loaded.case.deal
    reply = deal_reply(basis, at)
    taken = at.follow(reply, stake.plan(reply, prior))
    mass = stake.mass * prior[stake.kind]
    total = mass[taken].sum()
    cheat = basis.mask(deal.cheating)[taken]
    noticed = basis.mask(deal.detected)[taken] if deal.detected else np.zeros(len(taken), dtype=bool)

    def chance(where: np.ndarray) -> float:
        return float(mass[taken][where].sum() / total)

    broken = stake.by_type(stake.mass, taken[cheat])
    whole = stake.by_type(stake.mass, taken)
    summary: dict[str, Any] = {
        "cheat_by_type": [float(a / b) if b > 0 else None for a, b in zip(broken, whole, strict=True)],
        "compliance": chance(~cheat),
        "caught": chance(cheat & noticed),
        "undetected": chance(cheat & ~noticed),
    }
    told, moves = _after(q, stake, reply, taken)
    return {
        **summary,
        "collapse": chance(basis.mask(deal.collapse)[taken]) if deal.collapse else None,
        "after_accepting": {**told, **summary},
        **_inspected(q, stake, reply, moves),
    }


def _inspected(q: Question, stake: Stakes, reply: str, moves: list[str]) -> dict[str, Any]:
    """What is seen after accepting, as worth to our own later move and to the answer."""
    if not any(told_at(q.basis.tree, sequels[reply], set(moves)) for sequels in stake.at.sequel):
        return {}
    value, _ = stake.value(reply, q.joint.prior)
    worth = worth_after(stake, q.basis.tree, q.joint.prior, reply, set(moves))
    return {
        "inspection_for_snapback": Inspection(with_inspection=value, without=value - worth, worth=worth),
        "inspection_for_answer": 0.0,
    }


def _after(q: Question, stake: Stakes, reply: str, taken: Ints) -> tuple[dict[str, After], list[str]]:
    """What may be seen once the offer is accepted, by the moves that our later sets see or the deal names."""
    basis, tree, prior = q.basis, q.basis.tree, q.joint.prior
    deal = basis.loaded.case.deal
    known = {move for each in stake.at.sets for move, _ in tree.labels.seen[each]}
    own = {tree.labels.set_name[int(at)] for at in q.joint.own_sets}
    later = [move for at in _sets(stake.at, reply) for move, _ in tree.labels.seen[at]]
    told = list(names(deal.detected)) if deal.detected else []
    moves = [
        move
        for move in dict.fromkeys([*later, *told])
        if move not in known | own | {basis.loaded.case.hypothesis.move}
    ]
    mass = (stake.mass * prior[stake.kind])[taken]
    first = stake.kind[taken] == 0
    found: dict[str, After] = {}
    for move in moves:
        made = np.logical_or.reduce([basis.choice(move, label)[taken] for label in choices(tree, move)])
        if not mass[made].sum() > 0:
            continue
        for label in choices(tree, move):
            here = basis.choice(move, label)[taken]
            part, rest = mass[made & here].sum(), mass[made & ~here].sum()
            if not here.any():
                continue
            share = part / mass[made].sum()
            found[label if len(moves) == 1 else f"{move}: {label}"] = After(
                chance_if_accepted=float(part / mass.sum()),
                if_seen=float(mass[here & first].sum() / part) if share > NEVER else None,
                if_not=float(mass[made & ~here & first].sum() / rest) if share < 1 - NEVER else None,
            )
    return found, moves


def _sets(at: Answering, reply: str) -> list[int]:
    def below(sequel: Sequel) -> list[int]:
        return [
            each
            for infoset, choices in sequel.sets
            for each in [infoset, *(inner for choice in choices.values() for inner in below(choice))]
        ]

    return [infoset for sequels in at.sequel for infoset in below(sequels[reply])]
