"""Lists of many random games before the brute-force twin.

    python -m tests.solvers.brute --games 100 --seed 0             100 games of every family, counts for each
    python -m tests.solvers.brute --games 100 --family duels       of the families whose names hold a word
    python -m tests.solvers.brute FILE.efg ...                     of files

A game with more supports than ``--supports`` is passed over. Exit 1 where the twin finds a fault.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from overture.games.files.efg import read_efg
from overture.games.tree import Tree
from overture.solvers.all.equilibria import equilibria
from tests.solvers.brute.compare import compare
from tests.solvers.brute.families import FAMILIES
from tests.solvers.brute.hunt import MOST_ROWS, supports
from tests.solvers.brute.plain import plain

COLUMNS = ("games", "passed over", "complete", "entries", "hit", "points", "undecided", "members", "faults")


def games(asked: argparse.Namespace) -> Iterator[tuple[str, str, Tree]]:
    """(family, name, game)."""
    for file in asked.files:
        yield "files", file.stem, read_efg(file)
    for family, drawn in FAMILIES.items() if not asked.files else ():
        if asked.family in family:
            for seed in range(asked.seed, asked.seed + asked.games):
                yield family, str(seed), drawn(seed)


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.solvers.brute")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--games", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--family", default="")
    parser.add_argument("--supports", type=int, default=600)
    parser.add_argument("--rows", type=int, default=MOST_ROWS)
    asked = parser.parse_args(words)
    counts: dict[str, Counter[str]] = {}
    for family, name, tree in games(asked):
        count = counts.setdefault(family, Counter())
        if supports(plain(tree)) > asked.supports:
            count["passed over"] += 1
            continue
        listed = equilibria(tree)
        verdict = compare(tree, listed, asked.seed, asked.rows)
        count.update({"games": 1, "complete": listed.complete, "entries": len(listed.members)})
        count.update({"hit": len(verdict.hit), "points": verdict.points, "undecided": verdict.undecided})
        count.update({"members": verdict.members, "faults": len(verdict.faults)})
        for fault in verdict.faults:
            print(f"{family}, game {name}: {fault}", flush=True)
    print(f"{'family':28}" + "".join(f"{column:>12}" for column in COLUMNS))
    for family, count in counts.items():
        print(f"{family:28}" + "".join(f"{count[column]:12}" for column in COLUMNS))
    return 1 if any(count["faults"] for count in counts.values()) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
