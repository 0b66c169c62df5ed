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
from overture.runs.draws import unit_points

EVALUATIONS = 4096  # terms that are judged at the modes for the front
FIRST, SECOND = 16, 4  # the first rounds of a race have so many times fewer worlds than the last
LEAST_WORLDS = 64  # a round of a race has a quarter of so many at least, and the next a half
STARTERS, HALF, FEW = 512, 48, 8  # terms in the rounds of a race
MOST_CORNERS = 5000  # terms with every clause as offered or at an end that are looked at
BEST_CORNERS = 24  # of them that are raced, for each goal and form: so many in all shapes together, and FEW of each shape
REFINED = 96  # terms tried near the leaders, in each of
REFINEMENTS = 2  # rounds, in boxes half as wide each time
WIDEST = 0.15  # of a range, to either side of a leader
TIGHTENED: tuple[Objective, ...] = (
    "cheapest",
    "best for us",
)  # clauses are moved back as far as they can for these
POINTS = 32  # between how a clause stands and its value, in each of
ROUNDS = 3  # rounds, one clause in each
FORMS = {True: "terms that every side would sign", False: "terms whoever signs"}
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
    """

    front: Front
    winners: dict[tuple[Objective, bool], Leader]
    starters: Floats
    evaluations: int


@dataclass(frozen=True)
class Sought:
    """One objective under one form of the demand, and the worlds in which it is looked for; ``seed`` is theirs."""

    judge: JudgedWorlds
    objective: Objective
    demand: Demand
    outside: Outside
    seed: int

    def standing(self, vectors: Floats, worlds: int) -> tuple[Floats, Floats]:
        """By how much each of the vectors [n, C] is no answer in so many worlds (one: at the modes), and what it is worth."""
        seed = self.seed if worlds > 1 else 0
        found = self.judge.in_worlds(vectors, self.demand, worlds, seed)
        return standing(self.objective, found, self.outside)

    def first(self, vectors: Floats, worlds: int, most: int) -> list[int]:
        """The rows of the first ``most`` of the vectors, equal ones in the order in which they are given."""
        return _ranked(*self.standing(vectors, worlds))[:most]


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
    found = front(judge.at_centre, posed.space, demand, seed, evaluations, progress)
    shown = scan(judge.at_centre, posed.space, demand, seed, min(STARTERS, evaluations))
    sought = [
        Sought(judge, objective, replace(demand, both=both), outside, seed)
        for both in (True, False)
        for objective in _objectives(posed)
    ]
    ends = corners(posed, sought)
    starters = _starters(posed, found, np.concatenate([shown[0], ends]))
    winners = [
        leader
        for both in (True, False)
        for leader in _raced(
            [each for each in sought if each.demand.both == both], starters, worlds, progress
        )
    ]
    every = np.concatenate(
        [np.stack([each.vector for each in winners]), _best_in_worlds(sought, ends, worlds)]
    )
    settled = {}
    for each, leader in zip(sought, winners, strict=True):
        best = _best_of(each, leader, every, worlds)
        settled[each.objective, each.demand.both] = Leader(_settled(each, best.vector, worlds), best.met)
    return Searched(found, settled, starters, found.judged + len(shown[0]))


@dataclass(frozen=True)
class PlannedWork:
    """How much a search does at most, in units of work: one judgement of terms in one world, by all equilibria of a game.

    Attributes:
        at_modes: terms that are judged at the middle of all ranges. raced: terms × worlds of the races. games: one a shape of the terms.
    """

    at_modes: int
    raced: int
    games: int

    def __str__(self) -> str:
        return (
            f"planned: at most {self.at_modes:,} terms at the middle of the ranges and {self.raced:,} terms × worlds in races, "
            f"in {self.games:,} game{'' if self.games == 1 else 's'} (one for each shape of the terms); each is judged by all equilibria"
        )


def planned_work(posed: PosedTerms, worlds: int, evaluations: int) -> PlannedWork:
    """The work of :func:`searched` before it begins; what races share, and what is judged already, makes it less."""
    space, goals = posed.space, len(_objectives(posed))
    games = int(np.prod([max(1, choices) for choices in space.choices]))
    levels = int(np.prod([float(choices or 3) for choices in space.choices]))
    ends = min(levels, 2 * goals * max(FEW * games, BEST_CORNERS)) if levels <= MOST_CORNERS else 0
    scanned = min(STARTERS, evaluations)
    starters = 1 + min(2 * HALF, evaluations) + scanned + ends
    raced = 0
    for step in range(REFINEMENTS + 1):
        pool = starters if step == 0 else goals * (REFINED + 1)
        first, *later = _rounds(worlds, starters)
        raced += min(first[0], pool) * first[1] + goals * (sum(count * many for count, many in later) + 1)
    return PlannedWork(evaluations + scanned + (levels if ends else 0), 2 * raced, games)


def _raced(sought: list[Sought], starters: Floats, worlds: int, progress: Progress | None) -> list[Leader]:
    """The leader of a race for each objective under one form of the demand, the later races near the leaders before."""
    one, pool = sought[0], starters
    posed, objectives = one.judge.posed, [each.objective for each in sought]
    last: list[Leader] = []
    for step in range(REFINEMENTS + 1):
        raced = race(
            one.judge.in_worlds, posed.space, pool, one.demand, objectives, one.outside, _rounds(worlds, len(starters)), one.seed, 1,
            progress, f"race {step + 1} of {REFINEMENTS + 1}, {FORMS[one.demand.both]}",
        )  # fmt: skip
        last = [Leader(each.vector, each.met) for each in list(raced)[-len(sought) :]]
        near = [_near(posed, each.vector, step, one.seed + at) for at, each in enumerate(last)]
        pool = np.unique(np.concatenate([np.stack([each.vector for each in last]), *near]), axis=0)
    return last


def most_robust(
    judge: JudgedWorlds, demand: Demand, outside: Outside, pool: Floats, worlds: int, seed: int
) -> Floats:
    """[C] the terms that hold in most worlds, of a pool [n, C] of one shape and of terms near its best."""
    best, asked = pool[0], replace(demand, share=1.0)
    for step in range(REFINEMENTS + 1):
        rounds = _rounds(worlds, len(pool))
        *_, last = race(
            judge.in_worlds, judge.posed.space, pool, asked, ["most robust"], outside, rounds, seed, 1
        )
        best = last.vector
        pool = np.unique(np.concatenate([best[None], _near(judge.posed, best, step, seed + step)]), axis=0)
    return np.asarray(best)


def _objectives(posed: PosedTerms) -> list[Objective]:
    """All, but the cheapest terms where the cost of a clause is not stated."""
    return [each for each in OBJECTIVES if each != "cheapest" or not posed.space.unpriced]


def _ranked(violation: Floats, worth: Floats) -> list[int]:
    """Rows from the best to the worst, equal ones in the order in which they are given."""
    found: list[int] = np.lexsort((-worth, np.maximum(violation, 0))).tolist()
    return found


# -- terms that are tried ---------------------------------------------------------------------------------


def _starters(posed: PosedTerms, found: Front, shown: Floats) -> Floats:
    """[n, C] the terms as offered, the front, and a scan of the whole space, in the digits in which they are written."""
    chosen = found.vectors[:: max(1, len(found.vectors) // HALF)]
    return np.unique(posed.rounded(np.concatenate([posed.now[None], chosen, shown])), axis=0)


def corners(posed: PosedTerms, sought: list[Sought]) -> Floats:
    """[n, C] the best at the modes, for each of what is sought, of the terms whose clauses stand as offered or at an end.

    The best of each shape are taken: terms of one shape that cost nothing at the modes must not crowd out those of
    another, which may be what holds in the worlds.
    """
    space = posed.space
    levels = [
        sorted({float(posed.now[at]), float(space.low[at]), float(space.high[at])})
        if not choices
        else [float(k) for k in range(choices)]
        for at, choices in enumerate(space.choices)
    ]
    if np.prod([len(each) for each in levels]) > MOST_CORNERS:
        return np.empty((0, len(levels)))
    vectors = np.array(list(product(*levels)))
    # Of terms that do as well, those that change fewer clauses come first.
    vectors = vectors[np.argsort((vectors != posed.now).sum(axis=1), kind="stable")]
    shape = np.unique(vectors[:, [bool(choices) for choices in space.choices]], axis=0, return_inverse=True)[
        1
    ]
    of_shape = [np.flatnonzero(shape == k) for k in range(shape.max() + 1)]
    most = max(FEW, BEST_CORNERS // len(of_shape))
    rows = {
        int(here[row]) for each in sought for here in of_shape for row in each.first(vectors[here], 1, most)
    }
    return np.asarray(vectors[sorted(rows)])


def _best_in_worlds(sought: list[Sought], vectors: Floats, worlds: int) -> Floats:
    """[m, C] the best of the vectors [n, C] for each of what is sought, in a part of the worlds."""
    few = min(worlds, max(LEAST_WORLDS, worlds // SECOND))
    rows = {row for each in sought if len(vectors) for row in each.first(vectors, few, FEW)}
    return np.asarray(vectors[sorted(rows)])


def _rounds(worlds: int, starters: int) -> list[tuple[int, int]]:
    """How many terms in how many worlds, round by round."""
    if worlds <= 2:
        return [(starters, worlds)]
    few = [
        (starters, max(worlds // FIRST, LEAST_WORLDS // 4)),
        (HALF, max(worlds // SECOND, LEAST_WORLDS // 2)),
    ]
    return [*((count, many) for count, many in few if many < worlds), (FEW, worlds)]


def _near(posed: PosedTerms, vector: Floats, step: int, seed: int) -> Floats:
    """[n, C] terms near a leader, of the same shape, nearer at each step."""
    space = posed.space
    free = [at for at, choices in enumerate(space.choices) if not choices]
    if not free:
        return vector[None]
    wide = WIDEST * 0.5**step * (space.high - space.low)
    low, high = np.maximum(vector - wide, space.low), np.minimum(vector + wide, space.high)
    made = np.repeat(vector[None], REFINED, axis=0)
    made[:, free] = low[free] + unit_points(len(free), REFINED, seed) * (high - low)[free]
    # One clause at a time back to how it stands or to an end: what changes nothing is left as it was.
    plain = np.repeat(vector[None], 3 * len(free), axis=0)
    for row, at in enumerate(free):
        plain[3 * row : 3 * row + 3, at] = [posed.now[at], space.low[at], space.high[at]]
    return posed.rounded(np.concatenate([made, np.clip(plain, space.low, space.high)]))


# -- what becomes of a leader -----------------------------------------------------------------------------


def _best_of(sought: Sought, own: Leader, others: Floats, worlds: int) -> Leader:
    """The best of all leaders for one objective: what was found for another may be better for this one too."""
    tried = np.concatenate([own.vector[None], others])
    violation, worth = sought.standing(tried, worlds)
    first = _ranked(violation, worth * (violation <= 0))[0]
    better = violation[first] < violation[0] - NIL
    better |= violation[first] <= 0 and worth[first] > worth[0] + NIL
    chosen = first if better else 0
    return Leader(tried[chosen], bool(violation[chosen] <= 0))


def _settled(sought: Sought, vector: Floats, worlds: int) -> Floats:
    """The terms with no clause moved further than it need be."""
    plain = _plain_terms(sought, vector, worlds)
    if sought.objective not in TIGHTENED:
        return plain
    near = plain
    for _ in range(ROUNDS):
        near = _nearer_terms(sought, near, max(worlds // SECOND, 2))
    violation, worth = sought.standing(np.stack([plain, near]), worlds)
    return near if violation[1] <= violation[0] + NIL and worth[1] >= worth[0] else plain


def _nearer_terms(sought: Sought, vector: Floats, worlds: int) -> Floats:
    """The best of the terms that have one clause at any of some points between how it stands and its value."""
    posed = sought.judge.posed
    free = [int(at) for at in np.flatnonzero(vector != posed.now) if not posed.clauses[at].choices]
    tried = np.repeat(vector[None], 1 + len(free) * POINTS, axis=0)
    for row, at in enumerate(free):
        between = np.linspace(posed.now[at], vector[at], POINTS + 1)[:-1]
        tried[1 + row * POINTS : 1 + (row + 1) * POINTS, at] = between
    tried = posed.rounded(tried)
    violation, worth = sought.standing(tried, worlds)
    good = np.flatnonzero(violation <= violation[0] + NIL)
    return np.asarray(tried[good[np.argmax(worth[good])]])


def _plain_terms(sought: Sought, vector: Floats, worlds: int) -> Floats:
    """The terms [C] with every clause back to how it stands that can go back without a loss, the best such clause first."""
    now = sought.judge.posed.now
    best = vector.copy()
    while len(moved := np.flatnonzero(best != now)):
        tried = np.concatenate([best[None], np.repeat(best[None], len(moved), axis=0)])
        tried[np.arange(1, len(tried)), moved] = now[moved]
        violation, worth = sought.standing(tried, worlds)
        good = np.flatnonzero((violation[1:] <= violation[0] + NIL) & (worth[1:] >= worth[0] - NIL))
        if not len(good):
            break
        best = tried[1 + int(good[np.argmax(worth[1:][good])])]
    return best
