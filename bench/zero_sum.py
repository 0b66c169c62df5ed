"""Zero-sum games: time to a small NashConv beside OpenSpiel's CFR+, exact values, and all extreme equilibria beside Gambit.

NashConv is the sum of what both players could gain by best replies, in chips. OpenSpiel's clock stands while its
NashConv is computed; ours runs on, since looking is part of the solver. Ours includes the sequence form; where
a row says so, also the building of the tree. Leduc's times are the least of nine: the machine may be shared.
"""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure.alone import run
from bench.measure.peer import ask
from bench.measure.row import Row, rate, seconds

TITLE = "Zero-sum games, and all extreme Nash equilibria"
GAMBIT = "gambit-16.7"
PATIENCE = 45.0  # seconds that a peer gets for one row

LEDUC = """
import time
from overture.models.leduc import leduc
from overture.solvers.bounds.regret_matching import METHODS, regret_matching
from overture.solvers.bounds.zero_sum import zero_sum
start = time.perf_counter()
tree = leduc.tree()
result = {"build": time.perf_counter() - start}
for method in METHODS:
    regret_matching(tree, method=method, iterations=1)  # compiled, or read from the disk
    for tolerance in (1e-3, 1e-4):
        times = []
        for _ in range(9):
            start = time.perf_counter()
            found = regret_matching(tree, method=method, tolerance=tolerance)
            times.append(time.perf_counter() - start)
        assert found.reached
        result[f"{method} {tolerance:g}"] = [min(times), found.iterations, found.nash_conv]
start = time.perf_counter()
found = regret_matching(tree, method="cfr+", tolerance=0, iterations=2000)
result["rate"] = 2000 / (time.perf_counter() - start)
zero_sum(tree)
start = time.perf_counter()
found = zero_sum(tree)
result["programme"] = [time.perf_counter() - start, found.value[0], found.nash_conv]
"""

DICE = """
import time
import numba  # what follows counts building and solving, not the import
from overture.models.liars_dice import liars_dice_tree
from overture.solvers.bounds.regret_matching import regret_matching
from overture.solvers.bounds.zero_sum import zero_sum
regret_matching(liars_dice_tree(2), iterations=1)  # compiled, or read from the disk
start = time.perf_counter()
tree = liars_dice_tree(6)
built = time.perf_counter() - start
found = regret_matching(tree, tolerance=1e-3)
result = [built, time.perf_counter() - start, found.iterations, found.nash_conv, found.value[0], found.reached]
start = time.perf_counter()
exact = zero_sum(tree)
result += [time.perf_counter() - start, exact.value[0], exact.nash_conv]
"""

# Looks at NashConv at every ninth iteration more, from the first look on; time counts updates only.
SPIEL = """
import time, pyspiel
game = pyspiel.load_game({game!r})
start = time.perf_counter()
solver = pyspiel.CFRPlusSolver(game)
spent, done, count, gap = time.perf_counter() - start, 0, {look}, None
while True:
    start = time.perf_counter()
    for _ in range(count):
        solver.evaluate_and_update_policy()
        done += 1
        if spent + time.perf_counter() - start > {patience}:
            break
    spent += time.perf_counter() - start
    gap = pyspiel.nash_conv(game, solver.average_policy())
    if gap <= {tolerance} or spent > {patience}:
        break
    count = max({look}, done // 8)
result = [spent, done, gap]
"""

EXTREME = """
import time
from overture.games.files.efg import read_efg
from overture.solvers.bounds.extreme import extreme_nash
tree = read_efg({text!r})
extreme_nash(tree)
start = time.perf_counter()
found = extreme_nash(tree)
result = [time.perf_counter() - start, len(found.members), found.components]
"""

GAMBIT_EXTREME = """
import time, io, pygambit
game = pygambit.read_efg(io.StringIO({text!r})) if hasattr(pygambit, "read_efg") else None
start = time.perf_counter()
found = pygambit.nash.enummixed_solve(game, rational=True)
result = [time.perf_counter() - start, len(found.equilibria)]
"""

# A 4 x 4 signalling game of this repository's own: two types, two messages, two answers.
SIGNAL = """EFG 2 R "signal" { "Sender" "Receiver" }
c "" 1 "" { "weak" 1/10 "strong" 9/10 } 0
p "" 1 1 "weak" { "beer" "quiche" } 0
p "" 2 1 "beer" { "duel" "walk" } 0
t "" 1 "" { 0, 1 }
t "" 2 "" { 2, 0 }
p "" 2 2 "quiche" { "duel" "walk" } 0
t "" 3 "" { 1, 1 }
t "" 4 "" { 3, 0 }
p "" 1 2 "strong" { "beer" "quiche" } 0
p "" 2 1 "beer" { "duel" "walk" } 0
t "" 5 "" { 1, -1 }
t "" 6 "" { 3, 0 }
p "" 2 2 "quiche" { "duel" "walk" } 0
t "" 7 "" { 0, -1 }
t "" 8 "" { 2, 0 }
"""


def rows() -> Iterator[Row]:
    """The measured lines."""
    yield from leduc()
    yield from dice()
    yield from extreme()


def leduc() -> Iterator[Row]:
    found = run(LEDUC, limit=240.0)
    if found.result is None:
        yield Row("Leduc hold'em", found.fault, "< 0.2 s to 1e-4, warm", False)
        return
    best = min(("cfr+", "discounted", "predictive"), key=lambda name: found.result[f"{name} 0.0001"][0])
    told = ", ".join(
        f"{name} {seconds(found.result[f'{name} 0.0001'][0])}"
        for name in ("cfr+", "discounted", "predictive")
    )
    for tolerance, bar in ((1e-3, ""), (1e-4, "< 0.2 s, warm")):
        name = "discounted"
        took, iterations, _ = found.result[f"{name} {tolerance:g}"]
        peer, ratio, more = _spiel("leduc_poker", tolerance, took, 64)
        yield Row(
            f"Leduc hold'em (9,457 nodes) to NashConv {tolerance:g}, discounted CFR",
            seconds(took),
            bar,
            took < 0.2 if bar else None,
            peer,
            ratio,
            found.memory,
            f"{iterations} iterations" + (f"; {told}; fastest {best}" if bar else "") + more,
        )
    took, value, gap = found.result["programme"]
    yield Row(
        "Leduc hold'em exactly, one linear programme (HiGHS)",
        seconds(took),
        note=f"value {value:.9f}, NashConv {gap:.0e}; telling the tree took {seconds(found.result['build'])}",
    )
    yield Row("Leduc hold'em, CFR+", rate(found.result["rate"], "iterations"), note="both players each")


def dice() -> Iterator[Row]:
    found = run(DICE, limit=240.0)
    subject = "Liar's dice, six sides (294,883 nodes), to NashConv 1e-3, building included"
    if found.result is None:
        yield Row(subject, found.fault, "< 3 s", False)
        return
    built, took, iterations, _, value, reached, *exact = found.result
    # One NashConv of this game takes the peer longer than many iterations: it is looked at once, at the end.
    peer, ratio, more = _spiel("liars_dice", 1e-3, took, 10**6)
    yield Row(
        subject,
        seconds(took),
        "< 3 s",
        bool(reached) and took < 3.0,
        peer,
        ratio,
        found.memory,
        f"of which building {seconds(built)}; {iterations} iterations, value {value:.5f}" + more,
    )
    yield Row(
        "Liar's dice, six sides, exactly, one linear programme (HiGHS)",
        seconds(exact[0]),
        note=f"value {exact[1]:.9f}, NashConv {exact[2]:.0e}; the tree was built before",
    )


def _spiel(game: str, tolerance: float, ours: float, look: int) -> tuple[str, float | None, str]:
    """The peer's cell, how many times faster ours is, and what must be said of it."""
    script = SPIEL.format(game=game, tolerance=tolerance, patience=PATIENCE, look=look)
    found = ask("open_spiel", script, limit=5 * PATIENCE)
    if found.result is None:
        return "OpenSpiel: " + found.fault, None, ""
    spent, done, gap = found.result
    name = "OpenSpiel 2.0.2 CFR+ (C++)"
    if gap <= tolerance:
        return f"{name}: {seconds(spent)}", spent / ours, ""
    told = f"{name}: not in {seconds(spent)}"
    return told, spent / ours, f"; the peer stopped at {gap:.1e} after {done} iterations: a lower bound"


def extreme() -> Iterator[Row]:
    from dataclasses import replace

    from overture.games.files.efg import write_efg
    from overture.models.inspection.dresher_1962 import inspection
    from overture.models.kuhn import kuhn

    texts = [("beer and quiche", SIGNAL)]
    for name, tree in (
        ("inspections (3 stages, 1)", inspection.shape(stages=3, inspections=1).tree(fine=1)),
        ("Kuhn poker", kuhn.tree()),
    ):
        # Gambit wants different labels for all sets of chance, or none.
        bare = replace(tree, labels=replace(tree.labels, set_label=("",) * tree.n_sets))
        texts.append((name, write_efg(bare)))
    for subject, text in texts:
        ours = run(EXTREME.format(text=text))
        if ours.result is None:
            yield Row(f"all extreme Nash equilibria of {subject}", ours.fault)
            continue
        took, count, components = ours.result
        theirs = ask(GAMBIT, GAMBIT_EXTREME.format(text=text), limit=PATIENCE)
        note = f"{count} extreme points of {components} component" + ("s" if components > 1 else "")
        if theirs.result is None:
            over = theirs.fault.startswith("stopped")
            ratio = PATIENCE / took if over else None
            yield Row(
                f"all extreme Nash equilibria of {subject}, exactly",
                seconds(took),
                peer=f"Gambit 16.7 enummixed: {theirs.fault}",
                ratio=ratio,
                note=note + ("; a lower bound" if over else ""),
            )
            continue
        spent, listed = theirs.result
        yield Row(
            f"all extreme Nash equilibria of {subject}, exactly",
            seconds(took),
            peer=f"Gambit 16.7 enummixed: {seconds(spent)}",
            ratio=spent / took,
            note=f"{note}; the peer lists {listed} mixtures of pure strategies, ours counts those that play alike once",
        )
