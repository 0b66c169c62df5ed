"""``overture warmup``: compile every kernel ahead of its first use, and drop those that nothing uses any more."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from overture.games.tree import Tree

DAYS = 30.0  # kernels of other versions are kept this long after they were last compiled or run


def warmup() -> None:
    """Compile the kernels ahead of their first use (half a minute once; a second or two when they are kept)."""
    for name, stage in STAGES.items():
        begun = perf_counter()
        stage()
        print(f"{name}: {perf_counter() - begun:.1f} s", flush=True)
    from overture._kernel import folder

    print(f"Compiled kernels are kept in {folder()}.")
    dropped = drop_old(folder())
    if dropped:
        print(f"{dropped} of other versions, not used for {DAYS:g} days, were dropped.")


def _trees() -> None:
    from overture.games.measured.event import mask
    from overture.games.measured.measure import bayes_gap, nash_regret, terminal_probability, value_by
    from overture.games.measured.play import even_play

    tree = _small()
    even = even_play(tree).strategy
    event = mask(tree, 'offer == "thin"')
    terminal_probability(tree, even)
    value_by(tree, even, event)
    nash_regret(tree, even)
    from overture.games.measured.measure import assess

    bayes_gap(tree, even, assess(tree, even).belief)


def _logit() -> None:
    from overture.solvers.solve import solve

    solve(_small())
    solve(_small(), precision=5.0)


def _starts() -> None:
    from overture.solvers.path.starts import continuations

    list(continuations(_small(), 2))


def _large() -> None:
    from overture.solvers.path.large import solve

    solve(_small())


def _lists() -> None:
    from overture.solvers.all.equilibria import equilibria

    equilibria(_small())


def _worst() -> None:
    from overture.games.files.efg import read_efg
    from overture.models.kuhn import kuhn
    from overture.solvers.bounds.extreme import extreme_nash
    from overture.solvers.bounds.regret_matching import regret_matching
    from overture.solvers.bounds.worst_case import guarantee

    regret_matching(kuhn.tree({}), iterations=10)
    extreme_nash(kuhn.tree({}))
    guarantee(_small(), 0)
    several = 'EFG 2 R "three" { "A" "B" "C" }\np "" 1 1 "" { "l" "r" } 0\nt "" 1 "" { 1, 0, 0 }\nt "" 2 "" { 0, 1, 0 }\n'
    guarantee(read_efg(several), 0)


def _rivalry() -> None:
    from overture.models.rivalry import DEFAULTS, DISCOUNT, START, rivalry
    from overture.rivalry.every import markov_equilibria

    markov_equilibria(
        rivalry.shape(strongest=1).stochastic_game(DEFAULTS, start=START, discount=DISCOUNT), supports=10
    )


STAGES: dict[str, Callable[[], None]] = {
    "trees and certificates": _trees,
    "logit path of small games": _logit,
    "other starts": _starts,
    "logit path of large games": _large,
    "lists of equilibria": _lists,
    "worst case": _worst,
    "games without an end": _rivalry,
}


def drop_old(folder: Path, days: float = DAYS) -> int:
    """Delete the folders of kernels that were neither written nor read for so long; returns how many."""
    count = 0
    for each in folder.iterdir() if folder.is_dir() else ():
        last = max((max(file.stat().st_mtime, file.stat().st_atime) for file in each.rglob("*")), default=0.0)
        if each.is_dir() and time() - last > days * 86400:
            shutil.rmtree(each, ignore_errors=True)
            count += 1
    return count


def _small() -> Tree:
    from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief

    return freeze_for_relief.shape(talk=False, who="X").tree(DEFAULTS)
