"""The answer under other readings: if he reads us exactly right, if a number is his, if both sides knew what was said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from overture.case.draw import draw
from overture.case.load import Loaded
from overture.game.tree import CHANCE, Tree
from overture.judgement.basis import Basis, assembled, own_copies
from overture.judgement.judgement import AskedSide, Reading, ReadsUs
from overture.judgement.offer import Question, question
from overture.judgement.play.solve import Solved, solve_case
from overture.judgement.progress import Progress
from overture.weigh.act import CONVENTION
from overture.weigh.own import Own
from overture.weigh.reply import stakes
from overture.weigh.said import said

READS_US = 64  # worlds in which his picture of us is our own centre
BOTH_KNOW = 64  # worlds that are solved again for what both sides know


def reads_us(basis: Basis, threads: int | None = None, progress: Progress | None = None) -> ReadsUs | None:
    """His copies of what is ours fixed at our own centre, what is his drawn; None with one world."""
    if basis.single:
        return None
    loaded, middle = basis.loaded, basis.joint.own.centre
    his = [
        name
        for name, given in loaded.parameters.items()
        if given.spread and basis.knows[name].side == "theirs"
    ]
    count = READS_US if his else 1
    drawn = draw(loaded.parameters, count, basis.seed)
    held = {
        name: drawn[name] if name in his and count > 1 else np.full(count, middle[name])
        for name in loaded.parameters
    }
    tree = loaded.game.tree(held)
    found = _solved(loaded, tree, basis.seed, threads, progress, "if he reads us right")
    again = assembled(loaded, tree, found, {}, count, basis.seed)
    own = _centred(basis, again)
    joint = replace(again.joint, own=own, prior=basis.joint.prior, nature=own.at(middle), memo={})
    q = question(replace(again, joint=joint), again.asked, joint)
    values = q.stakes.values(joint.prior) if q.stakes is not None else {}
    return ReadsUs(
        worlds=count,
        chance=q.ratio.chance,
        factor=_finite(q.ratio.factor(0, q.rival)) if q.rival and q.possible else None,
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
    return replace(
        again.joint.own,
        draw=one,
        weight=np.ones(1),
        centre=middle,
        prior=basis.joint.prior,
        drawn_prior=basis.joint.prior[None],
        crossing=basis.joint.own.crossing,
    )


def _solved(
    loaded: Loaded, tree: Tree, seed: int, threads: int | None, progress: Progress | None, what: str
) -> Solved:
    def tell(stage: str, done: int, of: int) -> None:
        assert progress is not None
        progress(f"{what}: {stage}", done, of)

    return solve_case(loaded.case, tree, seed, threads, tell if progress else None)[0]


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
            basis.knows,
            basis.worlds,
            basis.seed,
            basis.order,
            basis.joint.cells.world,
            theirs,
        )
        joint = replace(q.joint, own=own, nature=own.nature, memo={})
        told = stakes(joint, q.at).values(joint.prior)
        best = max(told, key=told.__getitem__)
        found.append(AskedSide(name=name, words=given.words or name, best=best, V=told, turns=best != now))
    return found


def readings(q: Question, threads: int | None = None, progress: Progress | None = None) -> list[Reading]:
    """If both sides knew what was said: it is in the prior that both hold, and the game is solved anew.

    Empty where nobody said anything that counts, or the types are not drawn by chance.
    """
    basis = q.basis
    case = basis.loaded.case
    move = case.hypothesis.move
    sets = [at for at, name in enumerate(basis.tree.labels.set_name) if name == move]
    if not basis.said.families or not sets or any(basis.tree.set_player[at] != CHANCE for at in sets):
        return []
    count = min(basis.worlds, BOTH_KNOW)
    heard = _heard(q)
    tree = _believing(basis.tree.world(np.arange(count)), move, dict(zip(basis.types, heard, strict=True)))
    found = _solved(basis.loaded, tree, basis.seed, threads, progress, "if both sides knew")
    again = assembled(basis.loaded, tree, found, {}, count, basis.seed)
    prior = basis.joint.prior * heard / (basis.joint.prior @ heard)
    silent = said((), (), {}, len(again.joint.kind))
    joint = replace(again.joint, prior=prior, said=np.ones_like(again.joint.said), memo={})
    both = Question(replace(again, joint=joint, said=silent), again.asked, joint)
    return _compared(q, both, count)


def _heard(q: Question):  # type: ignore[no-untyped-def]
    """[T] likelihood of the reports before anything was done."""
    now, silent = q.joint.likelihood(q.joint.everything), q.joint.likelihood(q.joint.everything, said=False)
    return np.divide(now, silent, out=np.ones_like(now), where=silent > 0)


def _believing(tree: Tree, move: str, heard: dict[str, float]) -> Tree:
    """The same game in which chance makes each type as likely as the reports leave it, in each world."""
    chance = tree.chance.copy()
    for at, name in enumerate(tree.labels.set_name):
        if name != move:
            continue
        first, last = int(tree.edge_start[at]), int(tree.edge_start[at + 1])
        here = slice(first - tree.n_actions, last - tree.n_actions)
        moved = chance[:, here] * np.array([heard[label] for label in tree.labels.edge[first:last]])
        chance[:, here] = moved / moved.sum(axis=1, keepdims=True)
    return replace(tree, chance=chance, exact=None)


def _compared(ours: Question, both: Question, count: int) -> list[Reading]:
    rows = []

    def put(what: str, one: float | str | None, other: float | str | None) -> None:
        rows.append(Reading(what=what, only_we_know=one, both_know=other))

    put("worlds", float(ours.basis.worlds), float(count))
    put("chance of the offer", ours.ratio.chance, both.ratio.chance)
    for at, label in enumerate(ours.basis.types):
        put(
            f"belief in {label} if it is offered",
            float(ours.joint.belief(ours.asked.offer)[at]) if ours.possible else None,
            float(both.joint.belief(both.asked.offer)[at]) if both.possible else None,
        )
    sides = [each.stakes.values(each.joint.prior) if each.stakes is not None else {} for each in (ours, both)]
    for reply in sides[0]:
        put(f"worth of {reply}", sides[0][reply], sides[1].get(reply))
    best = [max(side, key=side.__getitem__) if side else None for side in sides]
    put("best reply", best[0], best[1])
    return rows


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
