"""The logit path on small games: many worlds beside Gambit, 1,000 random games of each size, and the first answer.

``python -m bench solving`` runs it; ``python -m bench.solving`` prints the counts of the random games alone.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.measure.alone import ROOT, run
from bench.measure.peer import ask
from bench.measure.row import Row, rate, seconds

TITLE = "Solving: the logit path of small games (processor time, one core)"

REGRET = 1e-6  # of the payoff range
WORLDS = 1000
# name, Python that makes `tree` with so many worlds, how many of them each peer is given
CASES = [
    (
        "flagship under X (57 nodes)",
        """
import numpy as np
from pathlib import Path
from overture.case.draw import draw
from overture.case.load import load
loaded = load(Path("cases/freeze-for-relief"))
# Whole multiples of 2**-12: odds and their complements sum to one exactly, also in a file.
drawn = {{name: np.round(value * 2**12) / 2**12 for name, value in draw(loaded.parameters, {worlds}, 1).items()}}
tree = loaded.game.shape(talk=False, who="X").tree(drawn)
""",
    ),
    (
        "random signalling 3x3x3 (40 nodes)",
        """
from tests.solvers.random_signalling import games
tree = games(3, 3, 3, {worlds}, seed=1)
""",
    ),
    (
        "random signalling 2x2x2 (15 nodes: below the 30 to 80 of the bar)",
        """
from tests.solvers.random_signalling import games
tree = games(2, 2, 2, {worlds}, seed=1)
""",
    ),
]
GAMBITS = {"gambit-17.0.0b2": ("17.0.0b2", 100, 10.0), "gambit-16.7": ("16.7", 15, 300.0)}

OURS = """
import time
from overture.games.measured.measure import payoff_range
from overture.solvers.solve import solve
{make}
solve(tree.world(slice(0, 40)), threads=1)
spent = []
for _ in range(3):
    begun = time.process_time()
    solution = solve(tree, threads=1)
    spent.append(time.process_time() - begun)
share = solution.max_regret / payoff_range(tree).max(axis=1)
result = [min(spent), float(share.max()), int((share <= {regret}).sum())]
"""

THEIRS = """
import io, json, time
import pygambit
texts = json.load(open({file!r}))
spent, found = [], []
for text in texts:
    game = pygambit.read_efg(io.BytesIO(text.encode()))
    begun = time.process_time()
    solved = pygambit.nash.logit_solve(game, maxregret={regret})
    spent.append(time.process_time() - begun)
    profile = solved.equilibria[0] if hasattr(solved, "equilibria") else solved.equilibrium
    if profile is None:
        found.append(None)
    elif hasattr(game, "get_infosets"):
        found.append([list(dict(mixed).values()) for player in game.players for _, mixed in profile[player]])
    else:
        found.append([
            [float(profile[action]) for action in infoset.actions]
            for player in game.players for infoset in player.infosets
        ])
result = [spent, found]
"""


def rows() -> Iterator[Row]:
    yield from many_worlds()
    yield from robust()
    yield from other_starts()
    yield from first_answer()


def many_worlds() -> Iterator[Row]:
    """Worlds a second on one core, and Gambit's logit_solve on the same trees to the same regret."""
    for name, make in CASES:
        ours = run(OURS.format(make=make.format(worlds=WORLDS), regret=REGRET), limit=300)
        subject = f"{name}, {WORLDS:,} worlds, one core"
        barred = "below" not in name
        if ours.result is None:
            yield Row(subject, ours.fault, ">= 1,000 worlds/s", False)
            continue
        spent, worst, good = ours.result
        speed = WORLDS / spent
        yield Row(
            subject,
            rate(speed, "worlds"),
            bar=">= 1,000 worlds/s, all to 1e-6" if barred else "",
            holds=speed >= 1000 and good == WORLDS if barred else None,
            memory=ours.memory,
            note=f"{good:,} of {WORLDS:,} to conditional regret {REGRET:g} of the range; the largest is {worst:.1g}",
        )
        for peer, (version, count, bar) in GAMBITS.items():
            yield beside(name, make.format(worlds=count), speed, peer, version, bar if barred else None)


def beside(name: str, make: str, speed: float, peer: str, version: str, bar: float | None) -> Row:
    """One peer on the first worlds of the same draw."""
    import json

    from overture.games.files.efg import write_efg
    from overture.games.measured.measure import assess, payoff_range

    scope: dict[str, object] = {}
    exec(make, scope)  # the text above: one draw for us and for the peer
    tree = scope["tree"]
    # Gambit wants every label once; chance sets of one name have it more often.
    labels = replace(tree.labels, set_label=tuple(f"s{at}" for at in range(tree.n_sets)))  # type: ignore[attr-defined]
    tree = replace(tree, labels=labels)  # type: ignore[type-var]
    texts = [write_efg(tree, world) for world in range(tree.n_worlds)]  # type: ignore[attr-defined, arg-type]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(texts, file)
        file.flush()
        theirs = ask(peer, THEIRS.format(file=file.name, regret=REGRET), limit=300)
    subject = f"{name}, against Gambit {version}"
    promised = "" if bar is None else f">= {bar:g} times"
    if theirs.result is None:
        return Row(subject, rate(speed, "worlds"), promised, None, f"{version}: {theirs.fault}")
    spent, found = theirs.result
    some = [world for world, each in enumerate(found) if each is not None]
    part = tree.world(some)  # type: ignore[attr-defined]
    strategy = in_our_order(part, [found[world] for world in some])
    share = assess(part, strategy).max_regret / payoff_range(part).max(axis=1)
    pace = len(spent) / sum(spent)
    return Row(
        subject,
        rate(speed, "worlds"),
        promised,
        None if bar is None else speed / pace >= bar,
        f"{version}: {rate(pace, 'worlds')}",
        speed / pace,
        note=f"{len(spent)} worlds, logit_solve(maxregret={REGRET:g}) ({len(spent) - len(some)} without an answer); its conditional regret, measured by us, is above "
        f"that in {int((share > REGRET).sum())} of them (largest {share.max():.1g} of the range)",
    )


def in_our_order(tree, found: list[list[list[float]]]):  # type: ignore[no-untyped-def]
    """[W, A] strategies from Gambit's order: players, then their information sets by number."""
    order = sorted(range(tree.n_infosets), key=lambda s: (tree.set_player[s], tree.labels.set_number[s]))
    strategy = np.zeros((tree.n_worlds, tree.n_actions))
    for world, sets in enumerate(found):
        for infoset, chances in zip(order, sets, strict=True):
            total = sum(chances)
            strategy[world, tree.edge_start[infoset] : tree.edge_start[infoset + 1]] = [
                c / total for c in chances
            ]
    return strategy


ROBUST = """
import numpy as np
from overture.games.measured.certificate import from_solution_row
from overture.games.measured.measure import payoff_range
from overture.solvers.solve import solve
from tests.solvers.random_signalling import games
import time
tree = games({size}, {size}, {size}, {worlds}, seed=2026)
solve(tree.world(0), threads=1)
begun = time.process_time()
solution = solve(tree, threads=1)
spent = time.process_time() - begun
share = solution.max_regret / payoff_range(tree).max(axis=1)
wrong = 0
checked = range(0, {worlds}, 20)
for world in checked:
    row = (solution.strategy[world], solution.order[world], solution.weight[world])
    exact = float(from_solution_row(tree.world(world), *row).max_regret)
    wrong += int(abs(exact - solution.max_regret[world]) > 1e-9)
result = [
    int((solution.solved & (share <= {regret})).sum()), int((solution.status == 0).sum()), float(share.max()),
    int(((share > {regret}) & solution.solved).sum()), wrong, len(checked), int((solution.folds > 0).sum()), spent,
]
"""


def robust() -> Iterator[Row]:
    """1,000 random signalling games of each size: how many are solved, and whether any certificate is wrong."""
    for size, least in ((2, 1000), (3, 1000), (5, 999)):
        ours = run(ROBUST.format(size=size, worlds=WORLDS, regret=REGRET), limit=300)
        subject = f"random signalling {size}x{size}x{size}: 1,000 games solved to regret 1e-6"
        bar = f">= {least:,}, and no wrong certificate"
        if ours.result is None:
            yield Row(subject, ours.fault, bar, False)
            continue
        good, exact, worst, above, wrong, checked, folded, spent = ours.result
        yield Row(
            subject,
            f"{good:,} ({exact:,} exact limits)",
            bar,
            good >= least and above == 0 and wrong == 0,
            memory=ours.memory,
            note=f"{seconds(spent)} on one core; largest regret {worst:.1g}; {checked} certificates done again in "
            f"rationals, {wrong} differ; the path folds in {folded}",
        )


STARTS = """
import time
from pathlib import Path
from overture.case.draw import draw
from overture.case.load import load
from overture.games.measured.measure import payoff_range
from overture.solvers.path.starts import continuations
loaded = load(Path("cases/freeze-for-relief"))
game = loaded.game.shape(talk=False, who="X") if {core} else loaded.game
tree = game.tree(dict(draw(loaded.parameters, {worlds}, 1)))
list(continuations(tree.world(slice(0, 30)), 12, 0, threads=1))
begun = time.process_time()
found = list(continuations(tree, 12, 0, threads=1))
spent = time.process_time() - begun
share = max(float((each.max_regret / payoff_range(tree).max(axis=1))[each.solved].max()) for each in found)
result = [spent, len(found), share]
"""


def other_starts() -> Iterator[Row]:
    """Other equilibria than the principal branch's: 12 starts, spread over 1,000 worlds."""
    for name, core in (("flagship under X (57 nodes)", True), ("whole flagship (231 nodes)", False)):
        ours = run(STARTS.format(core=core, worlds=WORLDS), limit=300)
        subject = f"{name}: other equilibria of 1,000 worlds from 12 starts"
        bar = "< 30 s (15 s on two cores)"
        if ours.result is None:
            yield Row(subject, ours.fault, bar, False)
            continue
        spent, layers, worst = ours.result
        note = f"up to {layers} a world, distinct on the path; largest regret {worst:.1g} of the range"
        yield Row(subject, seconds(spent), bar, spent < 30, memory=ours.memory, note=note)


def first_answer() -> Iterator[Row]:
    """A cold shell with warm caches: ``overture solve`` on a file of the flagship's core."""
    from overture.games.files.efg import write_efg
    from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief

    tree = freeze_for_relief.shape(talk=False, who="X").tree(DEFAULTS)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "core.efg"
        file.write_text(write_efg(tree))
        command = [str(Path(sys.executable).parent / "overture"), "solve", str(file)]
        walls, cores = [], []
        for _ in range(6):
            begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
            walls.append(time.perf_counter() - begun)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cores.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
            if done.returncode != 0:
                yield Row("first answer of overture solve, warm caches", "failed", "< 1.5 s", False)
                return
    wall, core = min(walls[1:]), min(cores[1:])
    yield Row(
        "first answer of overture solve, cold shell, warm caches (57 nodes)",
        f"{seconds(core)} of processor time",
        "< 1.5 s",
        core < 1.5,
        note=f"least of five; by the clock {seconds(wall)}, which depends on what else runs; with cold caches the compiling of kernels is said once, and overture warmup does it ahead",
    )


if __name__ == "__main__":
    for line in robust():
        print(" | ".join(line.cells()), flush=True)
