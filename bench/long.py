"""The long freeze and the crisis over six periods: the limit in 100 random worlds, and large trees to a regret.

Times are CPU seconds of one thread. The worlds are those of the specification of the long game (its § 10): ``default_rng(1)``,
for each parameter in turn as many numbers as there are worlds, the rest at its default.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure.alone import run
from bench.measure.row import Row, seconds

TITLE = "The long game"

# Makes `tree`, a form of the long freeze in so many worlds.
SAMPLE = """
import numpy as np
from overture.models.long_freeze import DEFAULTS, FORMS, long_freeze
ranges = {{
    "pi": (.1, .7), "aX": (.4, .9), "aY": (.05, .5), "w": (.2, .8), "delta": (.5, 1), "tied": (.1, .5), "rho": (.2, .95),
    "m": (.1, .7), "n_E": (.1, .6), "c": (.1, .7), "q_thin": (.1, .6), "phi": (.2, .6), "s": (.2, 1.5), "z_a": (.1, .6),
}}
rng = np.random.default_rng(1)
worlds = {{name: rng.uniform(low, high, {many}) for name, (low, high) in ranges.items()}}
tree = long_freeze.shape(**FORMS[{form!r}]).tree({{**DEFAULTS, **worlds}})
"""

DRAWN = """
import time
from overture.solvers.solution import LIMIT
from overture.solvers.solve import solve
solve(tree.world(0), threads=1)
start = time.process_time()
solution = solve(tree, threads=1)
result = [time.process_time() - start, int((solution.status == LIMIT).sum()), int(solution.folds.max()), float(solution.max_regret.max())]
"""

LARGE = """
import time
from overture.games.measured.measure import payoff_range
from overture.models.crisis import DEFAULTS as NUMBERS, crisis
from overture.models.long_freeze import DEFAULTS, FORMS, long_freeze
from overture.solvers.path.large import solve
solve(crisis.shape(periods=2).tree(NUMBERS), regret=1e-2)
tree = {tree}
start = time.process_time()
solution = solve(tree, regret={regret}, threads=1)
result = [
    time.process_time() - start, bool(solution.solved.all()), float(solution.max_regret.max()), int(solution.folds.max()),
    tree.n_nodes,
]
"""
SIXTEEN = """
import time
from overture.solvers.path.large import solve
solve(tree.world(0), regret=1e-1)
start = time.process_time()
solution = solve(tree, regret=1e-3, threads=1)
result = [
    time.process_time() - start, bool(solution.solved.all()), float(solution.max_regret.max()), int(solution.folds.max()),
    tree.n_nodes,
]
"""
LONG = "long_freeze.shape(**FORMS['long']).tree(DEFAULTS)"
CRISIS = "crisis.shape(periods=6).tree(NUMBERS)"


def rows() -> Iterator[Row]:
    """The goals of the specification beside what is measured."""
    yield _worlds("short", 100, 6.0)
    yield _worlds("short", 1000, 60.0)
    yield _worlds("core", 100, 1.0)
    yield _large("long, to a regret of 1e-3 of the range", LARGE.format(tree=LONG, regret="1e-3"), 15.0)
    yield _large("long, to a regret of 1e-4 of the range", LARGE.format(tree=LONG, regret="1e-4"), 60.0)
    yield _large("long, 16 random worlds to 1e-3", SAMPLE.format(form="long", many=16) + SIXTEEN, 300.0)
    crisis = LARGE.format(tree=CRISIS, regret="1e-2 / payoff_range(tree).max()")
    yield _large("crisis, 6 periods, to a regret of 1e-2", crisis, 60.0)


def _worlds(form: str, many: int, bar: float) -> Row:
    ours = run(SAMPLE.format(form=form, many=many) + DRAWN, limit=600.0)
    subject, promised = f"{form}, limit, {many:,} random worlds", f"<= {bar:g} s"
    if ours.result is None:
        return Row(subject, ours.fault, promised, False)
    spent, limits, folds, worst = ours.result
    note = f"CPU seconds, one thread; {limits:,} limits, at most {folds} folds, regret {worst:.0e} in payoffs"
    return Row(
        subject, seconds(spent), promised, spent <= bar and limits == many, memory=ours.memory, note=note
    )


def _large(subject: str, code: str, bar: float) -> Row:
    ours = run(code, limit=900.0)
    promised = f"<= {bar:g} s"
    if ours.result is None:
        return Row(subject, ours.fault, promised, False)
    spent, solved, worst, folds, nodes = ours.result
    note = f"CPU seconds; {nodes:,} nodes, regret {worst:.1e} in payoffs, at most {folds} folds"
    return Row(subject, seconds(spent), promised, spent <= bar and solved, memory=ours.memory, note=note)
