"""Two readings of what was said in private: only we know it, or all know it and the game is solved anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from overture.game.tree import CHANCE, Floats, Tree
from overture.judgement.judgement import Reading
from overture.judgement.play.solve import solve_case
from overture.judgement.weighed import Weighed, weigh_case
from overture.weigh.assessment import Assessment
from overture.weigh.readings import belief_from_testimony, compare

Progress = Callable[[str, int, int], None]

# Solving anew doubles the work: the first worlds of the sequence stand for all beyond this many.
MOST = 128


def readings(
    weighed: Weighed, seed: int, threads: int | None = None, progress: Progress | None = None
) -> list[Reading]:
    """Both readings side by side, over the same worlds; empty where nobody said anything that counts.

    If only we know what was said, the other side plays as before and our reply follows our belief. If all
    know it, it is in the prior: types are as likely as the testimony leaves them, and play is another.
    """
    if not any(item.kind == "testimony" for item in weighed.now.ledger.items):
        return []
    move = weighed.loaded.case.hypothesis.move
    if not _of_chance(weighed.tree, move):
        return []
    count = min(weighed.tree.n_worlds, MOST)
    private, offered = _first(weighed.now, count), _first(weighed.offered, count)
    said = [item for item in private.ledger.items if item.kind == "testimony"]
    world_weight = private.ledger.weight(said).sum(axis=1)
    belief = belief_from_testimony(private, weighed.labels)
    prior = {label: private.ledger.probability(label, None, [])[1] for label in weighed.labels}
    tree = _believing(weighed.tree.world(np.arange(count)), move, prior, belief)
    again = solve_case(weighed.loaded.case, tree, seed, threads, _told(progress))
    common = weigh_case(weighed.loaded, again, told=False, world_weight=world_weight)
    offer = weighed.loaded.case.offer
    rows = [
        Reading(
            what=f"chance, as things stand: {offer.words}",
            only_we_know=private.probability(offer.event),
            all_know=common.now.probability(offer.event),
        )
    ]
    for row in compare(offered, common.offered).to_dict("records"):
        what = str(row["what"])
        if what != "share of worlds left":
            ours, theirs = row["only we know"], row["all know"]
            if isinstance(ours, float) and not (np.isfinite(ours) and np.isfinite(theirs)):
                continue
            rows.append(Reading(what=f"if it is offered: {what}", only_we_know=ours, all_know=theirs))
    rows.append(Reading(what="worlds compared", only_we_know=float(count), all_know=float(count)))
    return rows


def _told(progress: Progress | None) -> Progress | None:
    if progress is None:
        return None
    return lambda stage, done, of: progress(f"if all knew: {stage}", done, of)


def _of_chance(tree: Tree, move: str) -> bool:
    sets = [at for at, name in enumerate(tree.labels.set_name) if name == move]
    return bool(sets) and all(tree.set_player[at] == CHANCE for at in sets)


def _believing(tree: Tree, move: str, prior: dict[str, Floats], belief: dict[str, Floats]) -> Tree:
    """The same game in which chance makes each type as likely as ``belief`` [W] says, odds scaled by the change."""
    chance = tree.chance.copy()
    for at, name in enumerate(tree.labels.set_name):
        if name != move:
            continue
        first, last = int(tree.edge_start[at]), int(tree.edge_start[at + 1])
        here = slice(first - tree.n_actions, last - tree.n_actions)
        factor = np.ones((tree.n_worlds, last - first))
        for place, label in enumerate(tree.labels.edge[first:last]):
            ratio = np.divide(
                belief[label], prior[label], out=np.ones(tree.n_worlds), where=prior[label] > 0.0
            )
            factor[:, place] = np.where(np.isfinite(ratio), ratio, 1.0)
        moved = chance[:, here] * factor
        chance[:, here] = moved / moved.sum(axis=1, keepdims=True)
    return replace(tree, chance=chance, exact=None)


def _first(assessment: Assessment, count: int) -> Assessment:
    """The assessment over the first ``count`` worlds."""
    ledger = assessment.ledger
    weight = ledger.world_weight[:count]
    less = replace(ledger, mass=ledger.mass[:count], world_weight=weight / weight.sum())
    decision = assessment.decision
    if decision is not None and not callable(decision.value) and np.ndim(decision.value) > 2:
        decision = replace(decision, value=np.asarray(decision.value)[:count])
    return replace(assessment, ledger=less, decision=decision, worth=None)
