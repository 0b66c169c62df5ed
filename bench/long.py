"""The long freeze and the crisis over six periods: the limit in 100 random worlds, and large trees to a regret.

Times are CPU seconds of one thread. The worlds are those of the specification of the long game (its § 10): ``default_rng(1)``,
for each parameter in turn 100 numbers, the rest at its default.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure.alone import run
from bench.measure.row import Row, seconds

TITLE = "The long game"

# Makes `tree`, a form of the long freeze in these worlds.
SAMPLE = """
import numpy as np
from overture.models.long_freeze import DEFAULTS, FORMS, long_freeze
ranges = {{
    "pi": (.1, .7), "aX": (.4, .9), "aY": (.05, .5), "w": (.2, .8), "delta": (.5, 1), "tied": (.1, .5), "rho": (.2, .95),
    "m": (.1, .7), "n_E": (.1, .6), "c": (.1, .7), "q_thin": (.1, .6), "phi": (.2, .6), "s": (.2, 1.5), "z_a": (.1, .6),
}}
rng = np.random.default_rng(1)
worlds = {{name: rng.uniform(low, high, 100) for name, (low, high) in ranges.items()}}
tree = long_freeze.shape(**FORMS[{form!r}]).tree({{**DEFAULTS, **worlds}})
"""

DRAWN = """
import time
from overture.solvers.solution import LIMIT
from overture.solvers.solve import solve
solve(tree.world(0), threads=1)
start = time.process_time()
solution = solve(tree, threads=1)
spent = (time.process_time() - start) / 100
result = [spent, int((solution.status == LIMIT).sum()), int(solution.folds.max()), float(solution.max_regret.max())]
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
    time.process_time() - start, bool(solution.solved[0]), float(solution.max_regret[0]), int(solution.folds[0]),
    tree.n_nodes,
]
"""
LONG = "long_freeze.shape(**FORMS['long']).tree(DEFAULTS)"
CRISIS = "crisis.shape(periods=6).tree(NUMBERS)"


def rows() -> Iterator[Row]:
    """The goals of the specification beside what is measured."""
    yield _worlds("short", 0.06)
    yield _worlds("core", 0.01)
    yield _large("long, to a regret of 1e-3 of the range", LONG, "1e-3", 15.0)
    yield _large("long, to a regret of 1e-4 of the range", LONG, "1e-4", 60.0)
    yield _large("crisis, 6 periods, to a regret of 1e-2", CRISIS, "1e-2 / payoff_range(tree).max()", 60.0)


def _worlds(form: str, bar: float) -> Row:
    ours = run(SAMPLE.format(form=form) + DRAWN, limit=300.0)
    subject, promised = f"{form}, limit, a world of 100 random ones", f"<= {bar:g} s"
    if ours.result is None:
        return Row(subject, ours.fault, promised, False)
    spent, limits, folds, worst = ours.result
    note = f"CPU seconds; {limits} limits of 100, at most {folds} folds, regret {worst:.0e} in payoffs"
    return Row(
        subject, seconds(spent), promised, spent <= bar and limits == 100, memory=ours.memory, note=note
    )


def _large(subject: str, tree: str, regret: str, bar: float) -> Row:
    ours = run(LARGE.format(tree=tree, regret=regret), limit=900.0)
    promised = f"<= {bar:g} s"
    if ours.result is None:
        return Row(subject, ours.fault, promised, False)
    spent, solved, worst, folds, nodes = ours.result
    note = f"CPU seconds; {nodes:,} nodes, regret {worst:.1e} in payoffs, {folds} folds"
    return Row(subject, seconds(spent), promised, spent <= bar and solved, memory=ours.memory, note=note)
