"""Equilibria beside the limit of the path: the short long freeze at its defaults and in worlds drawn as LONGGAME.md 10 has them.

Times are CPU seconds of one thread, after another game has compiled and loaded the kernels.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure.alone import run
from bench.measure.row import Row, seconds

TITLE = "Equilibria beside the limit of the path"
WORLDS = 10

# Makes `tree`; leaves CPU seconds, how many equilibria, the largest regret over the payoff range.
WORK = """
import time
import numpy as np
import overture as ov
from overture.models.long_freeze import DEFAULTS, FORMS, long_freeze
ov.equilibria_beside(long_freeze.shape(**FORMS["known"]).tree(DEFAULTS), threads=1)
ov.equilibria_beside(long_freeze.tree(DEFAULTS | {{"w": 0.5, "m": 0.3}}), joined=2, threads=1)
{tree}
spent, many, share, left = [], [], 0.0, 0
for world in range(tree.n_worlds):
    start = time.process_time()
    found = ov.equilibria_beside(tree.world(world), threads=1)
    spent.append(time.process_time() - start)
    many.append(int(found.count[0]))
    share = max(share, float(found.solution.share.max(initial=0.0)))
    left += int(found.untried[0] > 0)
result = [spent, many, share, left]
"""
SAMPLE = """
draw = np.random.default_rng(1)
ranges = dict(
    pi=(.1, .7), aX=(.4, .9), aY=(.05, .5), w=(.2, .8), delta=(.5, 1), tied=(.1, .5), rho=(.2, .95), m=(.1, .7),
    n_E=(.1, .6), c=(.1, .7), q_thin=(.1, .6), phi=(.2, .6), s=(.2, 1.5), z_a=(.1, .6),
)
drawn = {{name: draw.uniform(*ends, 100) for name, ends in ranges.items()}}
tree = long_freeze.tree(DEFAULTS | drawn).world(slice(0, {worlds}))
"""


def rows() -> Iterator[Row]:
    yield _row(
        "long freeze, short form (1,992 histories), defaults", "tree = long_freeze.tree(DEFAULTS)", 3.0
    )
    yield _row(
        "long freeze, known X (178 histories), defaults",
        'tree = long_freeze.shape(**FORMS["known"]).tree(DEFAULTS)',
        None,
    )
    yield _row(f"long freeze, short form, {WORLDS} worlds drawn", SAMPLE.format(worlds=WORLDS), None)


def _row(subject: str, tree: str, bar: float | None) -> Row:
    found = run(WORK.format(tree=tree), limit=300.0)
    if found.result is None:
        return Row(subject, "", note=found.fault)
    spent, many, share, left = found.result
    mean = sum(spent) / len(spent)
    note = (
        f"CPU seconds; {', '.join(map(str, many))} equilibria; regret at most {share:.1e} of the payoff range"
    )
    if len(spent) > 1:
        note += (
            f"; mean of the worlds, the slowest {seconds(max(spent))}; combinations were left out in {left}"
        )
    return Row(
        subject,
        seconds(mean),
        f"< {bar:g} s" if bar else "",
        mean < bar if bar else None,
        memory=found.memory,
        note=note,
    )
