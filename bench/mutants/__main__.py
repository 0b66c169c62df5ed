"""``python -m bench.mutants [mutants [package ...] [again]]`` (``make mutants``): a sample of mutants, and the tests that notice them.

A mutant is one small change of the text of a package that measures, bounds, weighs or judges. It is *killed* where a
test fails that runs its line, and *survives* where none does. Why a survivor stands is told in ``survivors.toml``:
``equal``, where no input shows a difference, and ``left``, where one might and there is no test of it. The sample comes
from a seed. What was found is kept in ``build/mutants``, so that a run that was ended goes on; ``again`` tries the
survivors once more. Packages are named ``measures``, ``bounds``, ``weighs`` and ``judges``; all four if none is named.
Runs of different packages may go on side by side.
"""

from __future__ import annotations

import difflib
import sys
import tomllib
from pathlib import Path

from bench.mutants.made import PACKAGES, Mutant, sample
from bench.mutants.tried import TREE, WORK, Outcome, Results, all_hold, copy, key_of, tried, watched

SEED = 14
REASONS = Path(__file__).with_name("survivors.toml")


def main(words: list[str]) -> int:
    many = int(words[0]) if words else 300
    packages = [word for word in words if word in PACKAGES] or list(PACKAGES)
    copy()
    reasons = tomllib.loads(REASONS.read_text(encoding="utf-8"))
    equal, left = reasons["equal"], reasons["left"]
    chosen = sample(many, SEED, TREE, packages)
    results = Results(WORK / "results.jsonl")
    covering = watched(packages)
    for mutant in chosen:
        key = key_of(mutant)
        known = results.known.get(key)
        again = (
            "again" in words
            and known is not None
            and known.kind != "killed"
            and mutant.name not in {**equal, **left}
        )
        if known is None or again:
            results.keep(key, tried(mutant, covering))
            print(f"{results.known[key].kind}: {mutant.name}", file=sys.stderr, flush=True)
    found = {mutant: results.known[key_of(mutant)] for mutant in chosen}
    _table(found, equal, left)
    bad = all_hold(sorted({outcome.by for outcome in found.values() if "::" in outcome.by}))
    for test in bad:
        print(f"fails without a mutant, so what it killed is not known: {test}")
    return 1 if bad else 0


def _table(found: dict[Mutant, Outcome], equal: dict[str, str], left: dict[str, str]) -> None:
    print(
        f"{'package':<24} {'mutants':>8} {'killed':>8} {'equal':>8} {'survived':>9} {'killed of unequal':>18}"
    )
    rows = [(room, [m for m in found if m.package == package]) for package, room in PACKAGES.items()]
    rows = [row for row in rows if row[1]]
    for room, mutants in [*rows, ("all", list(found))]:
        killed = [m for m in mutants if found[m].kind == "killed"]
        same = [m for m in mutants if found[m].kind != "killed" and m.name in equal]
        others = len(mutants) - len(killed) - len(same)
        share = f"{len(killed) / (len(killed) + others):.0%}" if killed or others else ""
        print(f"{room:<24} {len(mutants):>8} {len(killed):>8} {len(same):>8} {others:>9} {share:>18}")
    for mutant, outcome in found.items():
        if outcome.kind != "killed":
            kind = "equal" if mutant.name in equal else outcome.kind
            print(f"\n{kind}: {mutant.name}")
            print("  " + {**left, **equal}.get(mutant.name, "a test is missing"))
            print(_change(mutant))


def _change(mutant: Mutant) -> str:
    before = (TREE / mutant.file).read_text(encoding="utf-8")
    lines = difflib.unified_diff(
        before.splitlines(), (mutant.text(before) or "").splitlines(), lineterm="", n=0
    )
    return "\n".join(f"  {line}" for line in lines if line[:3] not in ("---", "+++") and line[:2] != "@@")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
