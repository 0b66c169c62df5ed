"""``ov.run_worlds``: the values of a game in many worlds, in chunks, on this machine or on many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from overture.runs.plan import CHUNK
from overture.runs.run import Told, run_plan
from overture.runs.table import WorldTable

if TYPE_CHECKING:
    from overture.case.load import Loaded


def run_worlds(
    case: str | Path | Loaded,
    worlds: int = CHUNK,
    *,
    shape: Mapping[str, Any] | None = None,
    ranges: Mapping[str, tuple[float, float, float]] | None = None,
    events: Sequence[str] = (),
    solver: str = "path",
    seed: int = 1,
    chunk: int = CHUNK,
    store: str | Path | None = None,
    workers: int | None = None,
    cluster: str = "",
    executor: Executor | None = None,
    fresh: bool = False,
    progress: Told | None = None,
) -> WorldTable:
    """Solve a game in worlds drawn from its ranges: one row a world, the same in every bit whoever computes it.

    Columns of the table: ``world``; each parameter that is drawn; for ``solver="path"`` (the limit of the logit path)
    ``value_<player>``, a column for each event, ``regret`` (the largest at any information set, in units of the payoffs),
    ``regret_share`` (of the payoff range), ``status`` (a code of :mod:`overture.solvers.solution`) and ``solved``; for
    ``solver="all"`` the least and the greatest over the equilibria that were found (``value_<player> low`` and ``high``,
    the same for each event), ``regret``, ``equilibria`` (how many entries) and ``complete`` (whether those are all).

    Args:
        case: a case, its file or folder, or the name of a game of the catalogue, at its default parameters.
        worlds: how many, at least two. They are the first of one Sobol sequence: more worlds go on from fewer.
        shape: arguments of the game's shape, over those of the case.
        ranges: parameter -> (low, mode, high) of a triangular distribution, over those of the case.
        events: expressions over the game's names, whose probability is told.
        solver: as said.
        seed: of the sequence.
        chunk: worlds that are computed and stored together, a power of two.
        store: a folder for the chunks, of which later runs compute only what is missing; in memory if left out.
        workers: processes of this machine. This process if no worker, cluster or executor is given.
        cluster: the address of a Dask scheduler.
        executor: any of ``concurrent.futures``.
        fresh: forget what is stored.
        progress: called with (chunks that are there, of all).

    Raises:
        OvertureError: what is wrong with the case, the numbers, the store or the workers; its id says which.
    """
    from overture.judgement.worlds.pose import pose

    plan = pose(case, shape, ranges, events, solver, seed, chunk)
    return run_plan(plan, worlds, store, workers, cluster, executor, fresh, progress)
