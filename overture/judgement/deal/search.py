"""The search for terms of a case: a scan and a front at the modes, then a race in worlds drawn from the ranges."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from overture.design.search.candidates import OBJECTIVES, Demand, Objective, Outside, standing
from overture.design.search.front import Front, front, scan
from overture.design.search.race import race
from overture.games.tree import Floats
from overture.judgement.deal.evaluate import JudgedWorlds
from overture.judgement.deal.posed import PosedTerms
from overture.judgement.progress import Progress

EVALUATIONS = 4096  # terms that are judged at the modes for the front,
POPULATION = 128  # so many at a time
FIRST, SECOND = 16, 4  # the first rounds of a race have so many times fewer worlds than the last
LEAST_WORLDS = 64  # a round of a race has a quarter of so many at least, and the next a half
STARTERS, HALF, FEW = 512, 48, 8  # terms in the rounds of a race
MOST_CORNERS = 5000  # terms with every clause as offered or at an end that are looked at
BEST_CORNERS = 24  # of them that are raced, for each goal and form
REFINED = 96  # terms tried near the leaders, in each of
REFINEMENTS = 2  # rounds, in boxes half as wide each time
WIDEST = 0.15  # of a range, to either side of a leader
TIGHTENED: tuple[Objective, ...] = (
    "cheapest",
    "best for us",
)  # goals for which clauses are moved back as far as they can
POINTS = 32  # between how a clause stands and its value, in each of
ROUNDS = 3  # rounds, one clause in each
NIL = 1e-13  # what terms may lose by it where a clause goes back to how it stands


@dataclass(frozen=True)
class Leader:
    """The terms [C] that lead for one objective in the end, and whether they meet the demand."""

    vector: Floats
    met: bool


@dataclass(frozen=True)
class Searched:
    """What a search found.

    Attributes:
        front: at the modes. winners: (objective, whether all sign) -> the leader of the race, where one was found.
        starters: [n, C] the terms that were raced. evaluations: judgements of one vector at the modes.
        stopped: whether it was interrupted.
    """

    front: Front
    winners: dict[tuple[Objective, bool], Leader]
    starters: Floats
    evaluations: int


def searched(
    judge: JudgedWorlds,
    demand: Demand,
    outside: Outside,
    worlds: int,
    seed: int,
    evaluations: int = EVALUATIONS,
    progress: Progress | None = None,
) -> Searched:
    """The front at the modes, and for each objective the leader of a race in ``worlds`` worlds, in both forms.

    Args:
        demand: what the terms must meet. outside: the outside options at the modes.
        seed: of the scan, the front and the worlds; the worlds in which a leader is judged again have the next seed.
    """
    posed = judge.posed
    found = front(judge.at_centre, posed.space, demand, seed, evaluations, progress, POPULATION)
    shown = scan(judge.at_centre, posed.space, demand, seed, min(STARTERS, evaluations))
    corners = _corners(judge, demand, outside)
    starters = _starters(posed, found, np.concatenate([shown[0], corners]))
    rounds = _rounds(worlds, len(starters))
    objectives = _objectives(posed)
    winners: dict[tuple[Objective, bool], Leader] = {}
    for both in (True, False):
        asked = replace(demand, both=both)
        pool = starters
        for step in range(REFINEMENTS + 1):
            leaders = list(
                race(
                    judge.in_worlds, posed.space, pool, asked, objectives, outside, rounds, seed, 1, progress
                )
            )
            last = {each.objective: each for each in leaders[-len(objectives) :]}
            pool = np.unique(
                np.concatenate([each.vector[None] for each in last.values()] + [
                    _near(posed, each.vector, step, seed + at) for at, each in enumerate(last.values())
                ]), axis=0,
            )  # fmt: skip
        winners |= {(objective, both): Leader(each.vector, each.met) for objective, each in last.items()}
    found_all = np.concatenate(
        [
            np.stack([each.vector for each in winners.values()]),
            _of_corners(judge, demand, outside, corners, worlds, seed),
        ]
    )
    for (objective, both), leader in list(winners.items()):
        asked = replace(demand, both=both)
        best = _best_of(judge, asked, objective, outside, leader, found_all, worlds, seed)
        settled = _settled(judge, asked, objective, outside, best.vector, worlds, seed)
        winners[objective, both] = Leader(settled, best.met)
    return Searched(found, winners, starters, found.judged + len(shown[0]))


def _best_of(
    judge: JudgedWorlds,
    demand: Demand,
    objective: Objective,
    outside: Outside,
    own: Leader,
    others: Floats,
    worlds: int,
    seed: int,
) -> Leader:
    """The best of all leaders for one objective: what was found for another may be better for this one too."""
    tried = np.concatenate([own.vector[None], others])
    violation, worth = standing(objective, judge.in_worlds(tried, demand, worlds, seed), outside)
    order = np.lexsort((-worth * (violation <= 0), np.maximum(violation, 0)))
    first = int(order[0])
    better = violation[first] < violation[0] - NIL or (
        violation[first] <= 0 and worth[first] > worth[0] + NIL
    )
    return (
        Leader(tried[first], bool(violation[first] <= 0))
        if better
        else Leader(own.vector, bool(violation[0] <= 0))
    )


def most_robust(
    judge: JudgedWorlds, demand: Demand, outside: Outside, pool: Floats, worlds: int, seed: int
) -> Floats:
    """[C] the terms that hold in most worlds, of a pool [n, C] of one shape and of terms near its best."""
    best = pool[0]
    for step in range(REFINEMENTS + 1):
        rounds = _rounds(worlds, len(pool))
        *_, last = race(
            judge.in_worlds,
            judge.posed.space,
            pool,
            replace(demand, share=1.0),
            ["most robust"],
            outside,
            rounds,
            seed,
            1,
        )
        best = last.vector
        pool = np.unique(np.concatenate([best[None], _near(judge.posed, best, step, seed + step)]), axis=0)
    return np.asarray(best)


def _objectives(posed: PosedTerms) -> list[Objective]:
    """All, but the cheapest terms where the cost of a clause is not stated."""
    return [each for each in OBJECTIVES if each != "cheapest" or not posed.space.unpriced]


def _starters(posed: PosedTerms, found: Front, shown: Floats) -> Floats:
    """[n, C] the terms as offered, the front, and a scan of the whole space, in the digits in which they are written."""
    chosen = found.vectors[:: max(1, len(found.vectors) // HALF)]
    return np.unique(posed.rounded(np.concatenate([posed.now[None], chosen, shown])), axis=0)


def _corners(judge: JudgedWorlds, demand: Demand, outside: Outside) -> Floats:
    """[n, C] the best at the modes, for each objective and form, of the terms whose clauses stand as offered or at an end."""
    posed, space = judge.posed, judge.posed.space
    levels = [
        sorted({float(posed.now[at]), float(space.low[at]), float(space.high[at])})
        if not choices
        else [float(k) for k in range(choices)]
        for at, choices in enumerate(space.choices)
    ]
    if np.prod([len(each) for each in levels]) > MOST_CORNERS:
        return np.empty((0, len(levels)))
    vectors = np.array(list(product(*levels)))
    rows: list[int] = []
    for both in (True, False):
        asked = replace(demand, both=both)
        centre = judge.at_centre(vectors, asked)
        for objective in _objectives(posed):
            violation, worth = standing(objective, centre, outside)
            rows += np.lexsort((-worth, np.maximum(violation, 0)))[:BEST_CORNERS].tolist()
    return np.asarray(vectors[sorted(set(rows))])


def _of_corners(
    judge: JudgedWorlds, demand: Demand, outside: Outside, corners: Floats, worlds: int, seed: int
) -> Floats:
    """[n, C] the best of the corners for each objective and form, in a part of the worlds."""
    rows: list[int] = []
    few = min(worlds, max(LEAST_WORLDS, worlds // SECOND))
    for both in (True, False) if len(corners) else ():
        found = judge.in_worlds(corners, replace(demand, both=both), few, seed)
        for objective in _objectives(judge.posed):
            violation, worth = standing(objective, found, outside)
            rows += np.lexsort((-worth, np.maximum(violation, 0)))[:FEW].tolist()
    return np.asarray(corners[sorted(set(rows))])


def _rounds(worlds: int, starters: int) -> list[tuple[int, int]]:
    """How many terms in how many worlds, round by round."""
    few = [
        (starters, max(worlds // FIRST, LEAST_WORLDS // 4)),
        (HALF, max(worlds // SECOND, LEAST_WORLDS // 2)),
        (FEW, worlds),
    ]
    return (
        [(count, many) for count, many in few if many < worlds] + [(FEW, worlds)]
        if worlds > 2
        else [(starters, worlds)]
    )


def _near(posed: PosedTerms, vector: Floats, step: int, seed: int) -> Floats:
    """[n, C] terms near a leader, of the same shape, nearer at each step."""
    from scipy.stats import qmc

    space = posed.space
    free = [at for at, choices in enumerate(space.choices) if not choices]
    if not free:
        return vector[None]
    wide = WIDEST * 0.5**step * (space.high - space.low)
    low, high = np.maximum(vector - wide, space.low), np.minimum(vector + wide, space.high)
    points = qmc.Sobol(len(free), scramble=True, rng=seed).random_base2(int(np.ceil(np.log2(REFINED))))[
        :REFINED
    ]
    made = np.repeat(vector[None], REFINED, axis=0)
    made[:, free] = low[free] + points * (high - low)[free]
    # One clause at a time back to how it stands or to an end: what changes nothing is left as it was.
    plain = np.repeat(vector[None], 3 * len(free), axis=0)
    for row, at in enumerate(free):
        plain[3 * row : 3 * row + 3, at] = [posed.now[at], space.low[at], space.high[at]]
    return posed.rounded(np.concatenate([made, np.clip(plain, space.low, space.high)]))


def _settled(
    judge: JudgedWorlds,
    demand: Demand,
    objective: Objective,
    outside: Outside,
    vector: Floats,
    worlds: int,
    seed: int,
) -> Floats:
    """The terms with no clause moved further than it need be."""
    plain = plain_terms(judge, demand, objective, outside, vector, worlds, seed)
    if objective not in TIGHTENED:
        return plain
    few = max(worlds // SECOND, 2)
    near = plain
    for _ in range(ROUNDS):
        near = nearer_terms(judge, demand, objective, outside, near, few, seed)
    tried = np.stack([plain, near])
    violation, worth = standing(objective, judge.in_worlds(tried, demand, worlds, seed), outside)
    return near if violation[1] <= violation[0] + NIL and worth[1] >= worth[0] else plain


def nearer_terms(
    judge: JudgedWorlds,
    demand: Demand,
    objective: Objective,
    outside: Outside,
    vector: Floats,
    worlds: int,
    seed: int,
) -> Floats:
    """The best of the terms that have one clause at any of some points between how it stands and its value."""
    posed = judge.posed
    free = [int(at) for at in np.flatnonzero(vector != posed.now) if not posed.clauses[at].choices]
    tried = np.repeat(vector[None], 1 + len(free) * POINTS, axis=0)
    for row, at in enumerate(free):
        tried[1 + row * POINTS : 1 + (row + 1) * POINTS, at] = np.linspace(
            posed.now[at], vector[at], POINTS + 1
        )[:-1]
    tried = posed.rounded(tried)
    violation, worth = standing(objective, judge.in_worlds(tried, demand, worlds, seed), outside)
    good = np.flatnonzero(violation <= violation[0] + NIL)
    return np.asarray(tried[good[np.argmax(worth[good])]])


def plain_terms(
    judge: JudgedWorlds,
    demand: Demand,
    objective: Objective,
    outside: Outside,
    vector: Floats,
    worlds: int,
    seed: int,
) -> Floats:
    """The terms [C] with every clause back to how it stands that can go back without a loss, the first such clause first."""
    now = judge.posed.now
    best = vector.copy()
    while True:
        moved = np.flatnonzero(best != now)
        if not len(moved):
            return best
        tried = np.concatenate([best[None], np.repeat(best[None], len(moved), axis=0)])
        tried[np.arange(1, len(tried)), moved] = now[moved]
        violation, worth = standing(objective, judge.in_worlds(tried, demand, worlds, seed), outside)
        good = np.flatnonzero((violation[1:] <= violation[0] + NIL) & (worth[1:] >= worth[0] - NIL))
        if not len(good):
            return best
        best = tried[1 + int(good[np.argmax(worth[1:][good])])]
