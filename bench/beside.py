"""Equilibria beside the limit of the path: the short long freeze at its defaults and in worlds drawn as LONGGAME.md 10 has them.

Times are CPU seconds of one thread, after another game has compiled and loaded the kernels.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.long import SAMPLE
from bench.measure.alone import run
from bench.measure.row import Row, seconds

TITLE = "Equilibria beside the limit of the path"
WORLDS = 10

# Leaves CPU seconds and how many equilibria for each world of `tree`, the largest regret over the payoff range, and in how
# many worlds combinations were left out.
WORK = """
import time
import overture as ov
ov.equilibria_beside(long_freeze.shape(**FORMS["known"]).tree(DEFAULTS), threads=1)
ov.equilibria_beside(long_freeze.tree(DEFAULTS | {"w": 0.5, "m": 0.3}), joined=2, threads=1)
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

# Leaves CPU seconds a world; in how many worlds there is a structural tie, and in how many a move hangs on one; in how many
# the branch may have been left for another.
TIES = """
import time
import overture as ov
ov.undetermined(ov.solve(long_freeze.tree(DEFAULTS | {"m": 0.6}), threads=1), threads=1)
solution = ov.solve(tree, threads=1)
start = time.process_time()
found = ov.undetermined(solution, threads=1)
spent = (time.process_time() - start) / tree.n_worlds
tied = {each.world for each in found.ranges if each.tie}
moved = {each.world for each in found.ranges if each.action and not each.tie}
result = [spent, len(tied), len(moved), int(solution.lost.sum())]
"""
TOLD = "from overture.models.long_freeze import DEFAULTS, FORMS, long_freeze\n"


def rows() -> Iterator[Row]:
    yield _row(
        "long freeze, short form (1,992 histories), defaults", f"{TOLD}tree = long_freeze.tree(DEFAULTS)", 3.0
    )
    yield _row(
        "long freeze, known X (178 histories), defaults",
        TOLD + 'tree = long_freeze.shape(**FORMS["known"]).tree(DEFAULTS)',
        None,
    )
    yield _row(
        f"long freeze, short form, {WORLDS} worlds drawn",
        SAMPLE.format(many=100, form="short") + f"tree = tree.world(slice({WORLDS}))",
        None,
    )
    yield _ties()


def _row(subject: str, tree: str, bar: float | None) -> Row:
    found = run(tree + WORK, limit=300.0)
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


def _ties() -> Row:
    subject = "long freeze, short form, what hangs on ties, a world of 100 random ones"
    found = run(SAMPLE.format(many=100, form="short") + TIES, limit=300.0)
    if found.result is None:
        return Row(subject, "", note=found.fault)
    spent, tied, moved, lost = found.result
    note = (
        f"CPU seconds; a structural tie in {tied} worlds, a move that hangs on one in {moved}; in {lost} the branch may have "
        "been left for another"
    )
    return Row(subject, seconds(spent), memory=found.memory, note=note)
