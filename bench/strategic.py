"""Games in strategic form: all equilibria beside nashpy, one equilibrium beside sgamesolver's homotopies.

Times are CPU seconds, libraries imported and kernels ready, summed over the games of a row. What a peer answers is
measured on our tree of the game: what a player could gain by another strategy, as a share of the range of his payoffs.
nashpy gets each game twice, with payoffs as told and with a range of 1, since what it lists hangs on the unit: its
support enumeration asks two sums of doubles to be equal (``is_ne``), and its vertex enumeration takes for equal what
``numpy.isclose`` does (``labels``), so that near-equilibria pass. Where lists differ, ours are exact rationals, and the
construction of the 6 x 6 game says how many there are (:func:`bench.told.many_equilibria`).
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

import overture as ov
from bench import told
from bench.measure.alone import Outcome, run
from bench.measure.peer import ask
from bench.measure.row import Row, seconds
from overture.games.measured.measure import nash_regret, payoff_range
from overture.games.measured.normal_form import normal_form
from overture.games.tree import Floats, Tree

TITLE = "Games in strategic form (processor time, one core)"
LIMIT = 10.0  # CPU seconds that a peer gets for one game
PATIENCE = 600.0  # by the clock, for all games of a row
NO_REGRET = 1e-6  # of the range of payoffs
NEAR = 1e-6  # two answers of a list are one if no probability differs by more
NEAR_LIMIT = 5e-3  # and an end of a path that is followed in doubles, if none differs by more than this
TIMES = 3  # ours is asked so often; the quickest counts

LISTING = {
    "support enumeration": "game.support_enumeration()",
    "support enumeration, equal sizes": "game.support_enumeration(non_degenerate=True)",
    "vertex enumeration": "game.vertex_enumeration()",
    "Lemke-Howson from every label": "game.lemke_howson_enumeration()",
}
TRACING = {"QRE": "logit homotopy", "LogTracing": "logarithmic tracing procedure"}

# What both scripts begin with: an answer of each game, or None where it took too long or ended in an error.
EACH = """
import json, resource, signal, warnings
import numpy as np
warnings.simplefilter("ignore")
def stop(*_):
    raise TimeoutError
signal.signal(signal.SIGPROF, stop)
def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)  # the other clock steps by ticks where a limit is set
    return usage.ru_utime + usage.ru_stime
def each(answer):
    found = []
    for table in json.load(open({file!r})):
        begun = used()
        signal.setitimer(signal.ITIMER_PROF, {limit})
        try:
            got = answer(np.array(table))
        except Exception as error:
            got = None
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        found.append([used() - begun, got])
    return found
"""

NASHPY = """
import nashpy
def answer(table):
    game = nashpy.Game(table[:, :, 0], table[:, :, 1])
    return [[half.tolist() for half in point] for point in {call}]
result = each(answer)
"""

SGAMESOLVER = """
import sgamesolver
def answer(table):
    game = sgamesolver.SGame.one_shot_game(np.moveaxis(table, -1, 0))
    homotopy = sgamesolver.homotopy.{method}(game)
    homotopy.solver_setup()
    homotopy.solver.verbose = 0
    if not homotopy.solver.start()["success"]:
        return []
    sigma = homotopy.equilibrium.strategies[0]
    return [[sigma[at, :count].tolist() for at, count in enumerate(table.shape[:-1])]]
result = each(answer)
"""

Point = list[list[float]]  # [player][strategy]
Found = list[tuple[float, list[Point] | None]]  # [game] CPU seconds, and what was found


def random_game(shape: tuple[int, ...], seed: int) -> Tree:
    """Whole numbers from -9,999 to 9,999, drawn so that none are tied in practice."""
    draw = random.Random(seed)
    profiles = [[draw.randint(-9999, 9999) for _ in shape] for _ in range(int(np.prod(shape)))]
    names = {f"P{player}": [f"s{at}" for at in range(count)] for player, count in enumerate(shape)}
    return ov.strategic(names, np.array(profiles, dtype=object).reshape(*shape, len(shape)).tolist())


def _random(shape: tuple[int, ...], count: int) -> Callable[[], list[Tree]]:
    return lambda: [random_game(shape, seed) for seed in range(count)]


def _polytopes() -> list[Tree]:
    return [told.many_equilibria(6)]


# name -> what makes the trees
LISTED = {
    "6 x 6 of dual cyclic polytopes": _polytopes,
    "10 random games 6 x 6": _random((6, 6), 10),
}
TRACED = {
    "10 random games 6 x 6": _random((6, 6), 10),
    "10 random games 20 x 20": _random((20, 20), 10),
    "10 random games 4 x 4 x 4": _random((4, 4, 4), 10),
    "6 x 6 of dual cyclic polytopes": _polytopes,
}


def listed(tree: Tree) -> list[Point]:
    """Every extreme Nash equilibrium, found in exact rationals."""
    members = ov.extreme_nash(tree).members
    return [_halves(tree, member.certificate.play.strategy.tolist()) for member in members]


def traced(tree: Tree) -> list[Point]:
    """The limit of the logit path."""
    return [_halves(tree, ov.solve(tree, threads=1).strategy[0].tolist())]


def _halves(tree: Tree, strategy: list[float]) -> Point:
    """[player][strategy] of a strategy over actions: in a strategic game each player has one set, in their order."""
    start = tree.edge_start.tolist()
    return [strategy[start[at] : start[at + 1]] for at in range(tree.n_infosets)]


def answered(subject: str, name: str) -> Found:
    """Run in a process of its own: our answers to the games of a row."""
    answer, games = {"listed": (listed, LISTED), "traced": (traced, TRACED)}[subject]
    trees = games[name]()
    answer(trees[0])
    found: Found = []
    for tree in trees:
        spent = []
        for _ in range(TIMES):
            begun = time.process_time()
            points = answer(tree)
            spent.append(time.process_time() - begun)
        found.append((min(spent), points))
    return found


def rows() -> Iterator[Row]:
    for name in LISTED:
        yield from _beside_nashpy(name)
    for name in TRACED:
        yield from _beside_sgamesolver(name)


def _beside_nashpy(name: str) -> Iterator[Row]:
    trees = LISTED[name]()
    ours = run(f"from bench.strategic import answered\nresult = answered('listed', {name!r})", limit=PATIENCE)
    if ours.result is None:
        yield Row(f"all equilibria of {name}", ours.fault)
        return
    for unit in ("as told", "of range 1"):
        tables = [table(tree, scaled=unit != "as told") for tree in trees]
        for method, call in LISTING.items():
            theirs = _asked("nashpy", NASHPY.format(call=call), tables)
            subject = f"all equilibria of {name}, payoffs {unit}"
            yield _row(subject, trees, ours, f"nashpy {method}", theirs, NEAR)


def _beside_sgamesolver(name: str) -> Iterator[Row]:
    trees = TRACED[name]()
    ours = run(f"from bench.strategic import answered\nresult = answered('traced', {name!r})", limit=PATIENCE)
    if ours.result is None:
        yield Row(f"one equilibrium of {name}", ours.fault)
        return
    tables = [table(tree, scaled=True) for tree in trees]
    for method, word in TRACING.items():
        theirs = _asked("sgamesolver", SGAMESOLVER.format(method=method), tables)
        subject = f"one equilibrium of {name}, by the logit path"
        yield _row(subject, trees, ours, f"sgamesolver {method} ({word})", theirs, NEAR_LIMIT)


def _asked(peer: str, script: str, tables: list[Any]) -> Outcome:
    """What a peer answers to all games of a row, in one process."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tables.json"
        file.write_text(json.dumps(tables))
        return ask(peer, EACH.format(file=str(file), limit=LIMIT) + script, limit=PATIENCE)


def table(tree: Tree, *, scaled: bool) -> list[Any]:
    """[strategy of player 0, ..., player] payoffs in doubles; ``scaled``: each player's from 0 to 1."""
    payoff = normal_form(tree).payoff
    if scaled:
        axes = tuple(range(payoff.ndim - 1))
        low, high = payoff.min(axis=axes), payoff.max(axis=axes)
        payoff = (payoff - low) / np.array([Fraction(each) for each in high - low], dtype=object)
    doubles: list[Any] = payoff.astype(float).tolist()
    return doubles


def _row(subject: str, trees: list[Tree], ours: Outcome, peer: str, theirs: Outcome, near: float) -> Row:
    """Both times, how many of our answers the peer has too, and what its answers are worth by our measure."""
    spent = sum(each[0] for each in ours.result)
    if theirs.result is None:
        return Row(subject, seconds(spent), peer=f"{peer}: {theirs.fault}", memory=ours.memory)
    took = sum(each[0] for each in theirs.result)
    mine = [points for _, points in ours.result]
    other = [points or [] for _, points in theirs.result]
    both = [compared(*each, near) for each in zip(trees, mine, other, strict=True)]
    known, shared, distinct, strange = np.sum([each.counts for each in both], axis=0).tolist()
    regret = np.concatenate([each.regret for each in both])
    strays = np.concatenate([each.stray for each in both])
    proper = regret[np.isfinite(regret)]
    own = max(float(shares(tree, points).max(initial=0.0)) for tree, points in zip(trees, mine, strict=True))
    note = (
        f"ours: {known}, largest regret {own:.0e} of the range; theirs: {len(regret)} answers, {distinct} distinct, "
        f"{shared} of ours among them (to {max(each.gap for each in both):.0e}), {strange} not ours"
        f"{f' (regret {strays.min():.0e} or more)' if len(strays) else ''}; "
        f"regret above {NO_REGRET:g} in {int((proper > NO_REGRET).sum())} of theirs (largest {proper.max(initial=0.0):.0e})"
    )
    if wrong := len(regret) - len(proper):
        note += f"; {wrong} of theirs no strategy of the game"
    undone = sum(points is None for _, points in theirs.result)
    note += f"; no answer to {undone} of {len(trees)} games within {LIMIT:g} s each" if undone else ""
    return Row(subject, seconds(spent), "", None, f"{peer}: {seconds(took)}", took / spent, ours.memory, note)


@dataclass(frozen=True)
class Compared:
    """What a peer answered to a game, beside our answer.

    Attributes:
        counts: ours, those of ours that the peer has, its distinct answers, those of them that are not ours.
        gap: the largest distance between one of ours and the answer of the peer that is nearest, where it has it.
        regret: [answer of the peer] as a share of the range; infinite for what is no strategy of the game.
        stray: [distinct answer that is not ours] the same.
    """

    counts: tuple[int, int, int, int]
    gap: float
    regret: Floats
    stray: Floats


def compared(tree: Tree, ours: list[Point], theirs: list[Point], near: float) -> Compared:
    """Two answers are one if no probability differs by more than ``near``."""
    fits = [point for point in theirs if _is_strategy(tree, point)]
    mine = np.array([np.concatenate(point) for point in ours]).reshape(len(ours), tree.n_actions)
    other = np.array([np.concatenate(point) for point in fits]).reshape(len(fits), tree.n_actions)
    apart = np.abs(mine[:, None] - other[None]).max(axis=2, initial=0.0)
    nearest = apart.min(axis=1, initial=np.inf)
    first = [at for at in range(len(other)) if not _repeats(other[:at], other[at], near)]
    strange = [at for at in first if not (apart[:, at] <= near).any()]
    regret = shares(tree, fits)
    return Compared(
        (len(ours), int((nearest <= near).sum()), len(first), len(strange)),
        float(nearest[nearest <= near].max(initial=0.0)),
        np.concatenate([regret, np.full(len(theirs) - len(fits), np.inf)]),
        regret[strange],
    )


def _repeats(before: Floats, point: Floats, near: float) -> bool:
    """Whether one of the answers before is this one."""
    return bool((np.abs(before - point).max(axis=1, initial=0.0) <= near).any())


def shares(tree: Tree, points: list[Point]) -> Floats:
    """[point] the most that a player could gain by another strategy, as a share of the range of his payoffs."""
    unit = payoff_range(tree)[0]
    found = []
    for point in points:
        parts = [np.maximum(half, 0.0) for half in point]
        strategy = np.concatenate([part / part.sum() for part in parts])
        found.append(float((nash_regret(tree, strategy[None])[0] / unit).max()))
    return np.array(found)


def _is_strategy(tree: Tree, point: Point) -> bool:
    """Whether each player has a probability for each of his strategies, up to the rounding of a path followed."""
    sizes = np.diff(tree.edge_start).tolist()
    return all(
        len(half) == size and min(half) >= -NEAR and abs(sum(half) - 1.0) <= NEAR_LIMIT
        for half, size in zip(point, sizes, strict=True)
    )
