"""Two counterparts whose games have one shape: solved as worlds of one tree, and one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure.alone import run
from bench.measure.row import Row, seconds

TITLE = "Two counterparts stacked as worlds of one tree (processor time, one core)"

STACKED = """
import time
from bench import told
from overture.judgement.play.stage import stacked
from overture.solvers.all.across import equilibria_across
from overture.solvers.solve import solve
trees = [told.flagship_worlds(200, who) for who in ("X", "Y")]
ways = {"the logit path": lambda tree: solve(tree, threads=1), "all equilibria": equilibria_across}
result = {}
for name, way in ways.items():
    way(stacked([tree.world(slice(0, 3)) for tree in trees]))
    spent = {"together": [], "apart": []}
    for _ in range(3):
        begun = time.process_time()
        way(stacked(trees))
        between = time.process_time()
        for tree in trees:
            way(tree)
        spent["together"].append(between - begun)
        spent["apart"].append(time.process_time() - between)
    result[name] = [min(spent["together"]), min(spent["apart"])]
"""


def rows() -> Iterator[Row]:
    """The logit path of all worlds, and all equilibria of all worlds."""
    found = run(STACKED, limit=600.0)
    subject = "flagship core under X and Y, 200 worlds each, stacked as worlds of one tree"
    if found.result is None:
        yield Row(subject, "", note=found.fault)
        return
    for name, (together, apart) in found.result.items():
        yield Row(
            f"{subject}: {name}",
            seconds(together),
            peer=f"ours, X and then Y: {seconds(apart)}",
            ratio=apart / together,
            memory=found.memory,
            note="least of three; the ratio is that of our own two ways",
        )
