"""All equilibria: signalling games and the flagship's core beside Gambit's enumerators, and many worlds at once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from bench.measure.alone import run
from bench.measure.peer import ask
from bench.measure.row import Row, rate, seconds

TITLE = "All equilibria"
MODELS = Path(__file__).resolve().parents[1] / "tests" / "reference" / "models"
PEER = "gambit-16.7"
LIMIT = 60.0  # seconds a peer may take for one game
METHODS = ("enumpoly", "enummixed", "lcp")

OURS = """
import time
from overture.games.files.efg import read_efg
from overture.solvers.all.equilibria import equilibria
equilibria(read_efg({warm!r}))
took, counts, values = [], [], []
for text in {texts!r}:
    tree = read_efg(text)
    start = time.perf_counter()
    found = equilibria(tree)
    took.append(time.perf_counter() - start)
    counts.append(len(found.members) if found.complete else -len(found.members))
    values.append([list(m.value) for m in found.members if m.is_point])
result = [took, counts, values]
"""

THEIRS = """
import io, time
import pygambit as gbt
took, counts, values = [], [], []
for text in {texts!r}:
    game = gbt.read_efg(io.BytesIO(text.encode()))
    start = time.perf_counter()
    solve = {{
        "enumpoly": lambda g: gbt.nash.enumpoly_solve(g),
        "enummixed": lambda g: gbt.nash.enummixed_solve(g, rational=False),
        "lcp": lambda g: gbt.nash.lcp_solve(g, use_strategic=True, rational=False),
    }}[{method!r}]
    found = solve(game).equilibria
    took.append(time.perf_counter() - start)
    counts.append(len(found))
    values.append([[float(e.payoff(p)) for p in game.players] for e in found])
result = [took, counts, values]
"""

MAP = """
import time
import numpy as np
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief
from overture.solvers.all.across import equilibria_across
axis = (np.arange(100) + 0.5) / 100
pi, q = (each.ravel() for each in np.meshgrid(axis, axis))
game = freeze_for_relief.shape(who="X", talk=False)
equilibria_across(game.tree(DEFAULTS | {"pi": pi[:3], "q_thin": q[:3]}))
start = time.perf_counter()
found = equilibria_across(game.tree(DEFAULTS | {"pi": pi, "q_thin": q}))
result = [time.perf_counter() - start, float(found.complete.mean()), float(max(f.max_regret.max() for f in found.families))]
"""

DRAWS = """
import time
import numpy as np
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief
from overture.solvers.all.across import equilibria_across
draw = np.random.default_rng(0)
many = {name: draw.uniform(low, high, 1000) for name, low, high in (
    ("pi", .05, .95), ("phi", .1, .9), ("f", 0, .3), ("s", 0, 2), ("u_E", 0, .6), ("q_thin", .1, .9), ("z_X", 0, .5))}
game = freeze_for_relief.shape(who="X", talk=False)
equilibria_across(game.tree(DEFAULTS | {name: x[:3] for name, x in many.items()}))
start = time.perf_counter()
found = equilibria_across(game.tree(DEFAULTS | many))
result = [time.perf_counter() - start, float(found.complete.mean())]
"""


def signalling(seed: int, size: int = 3) -> str:
    """A random signalling game of ``size`` types, messages and responses, as a file."""
    draw = random.Random(seed)
    weights = [draw.randint(1, 4) for _ in range(size)]
    odds = " ".join(f'"t{t}" {w}/{sum(weights)}' for t, w in enumerate(weights))
    lines = ['EFG 2 R "random" { "S" "R" }', "", f'c "" 1 "type" {{ {odds} }} 0']
    outcome = 0
    labels = {letter: " ".join(f'"{letter}{i}"' for i in range(size)) for letter in "ma"}
    for t in range(size):
        lines.append(f'p "" 1 {t + 1} "S{t}" {{ {labels["m"]} }} 0')
        for m in range(size):
            lines.append(f'p "" 2 {m + 1} "R{m}" {{ {labels["a"]} }} 0')
            for _ in range(size):
                outcome += 1
                lines.append(
                    f't "" {outcome} "o{outcome}" {{ {draw.randint(0, 999)}, {draw.randint(0, 999)} }}'
                )
    return "\n".join(lines) + "\n"


def rows() -> Iterator[Row]:
    """Signalling 2x2x2 and 3x3x3, the flagship's core under X and Y, then many worlds."""
    small = [signalling(seed, 2) for seed in range(20)]
    yield from _beside("20 signalling games 2x2x2", small, None)
    yield from _beside("5 signalling games 3x3x3, the slowest", [signalling(s) for s in range(5)], 1.0)
    for name in ("S_core_X", "S_core_Y"):
        file = MODELS / "flagship" / f"{name}.efg"
        if file.exists():
            yield from _beside(f"flagship core, {name[-1]}", [file.read_text()], None)
    found = run(MAP, limit=300.0)
    if found.result is None:
        yield Row("flagship core, 100 x 100 cells, one thread", "", "< 15 s", None, note=found.fault)
    else:
        took, complete, regret = found.result
        note = f"complete in {complete:.0%} of cells; largest regret {regret:.1g}"
        yield Row(
            "flagship core, 100 x 100 cells, one thread",
            seconds(took),
            "< 15 s",
            took < 15,
            memory=found.memory,
            note=note,
        )
    found = run(DRAWS, limit=300.0)
    if found.result is None:
        yield Row("flagship core, 1,000 worlds drawn over 7 ranges", "", note=found.fault)
    else:
        took, complete = found.result
        yield Row(
            "flagship core, 1,000 worlds drawn over 7 ranges",
            f"{seconds(took)} ({rate(1000 / took, 'worlds')})",
            memory=found.memory,
            note=f"complete in {complete:.1%} of worlds",
        )


def _beside(subject: str, texts: list[str], bar: float | None) -> Iterator[Row]:
    ours = run(OURS.format(warm=texts[0], texts=texts), limit=300.0)
    if ours.result is None:
        yield Row(subject, "", note=ours.fault)
        return
    took, counts, values = ours.result
    complete = all(count > 0 for count in counts)
    slowest = max(took)
    for method in METHODS:
        theirs = ask(PEER, THEIRS.format(texts=texts, method=method), limit=LIMIT)
        note = f"ours: {sum(map(abs, counts))} classes{'' if complete else ', not complete'}"
        if theirs.result is None:
            peer, ratio = (
                f"{PEER} {method}: {theirs.fault}",
                LIMIT / sum(took) if "stopped" in theirs.fault else None,
            )
            note += "; ratio is a lower bound" if ratio else ""
        else:
            peer, ratio = (
                f"{PEER} {method}: {seconds(max(theirs.result[0]))}",
                max(theirs.result[0]) / slowest,
            )
            note += f"; {method}: {sum(theirs.result[1])} Nash equilibria"
            if method != "lcp":
                note += f"; {_inside(values, theirs.result[2])} of ours that are points among them by value"
        yield Row(
            subject,
            seconds(slowest),
            f"< {bar:g} s" if bar else "",
            slowest < bar if bar else None,
            peer,
            ratio,
            ours.memory,
            note,
        )


def _inside(ours: list[list[list[float]]], theirs: list[list[list[float]]]) -> str:
    """How many of our values are among a peer's: "17 of 17"."""
    hits = total = 0
    for mine, other in zip(ours, theirs, strict=True):
        for value in mine:
            total += 1
            hits += any(max(abs(a - b) for a, b in zip(value, row, strict=True)) < 1e-4 for row in other)
    return f"{hits} of {total}"
