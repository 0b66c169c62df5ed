"""The table of a run: one row a world, read chunk by chunk, cut to the worlds that were asked for."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from overture.errors import FileError
from overture.runs.plan import Plan
from overture.runs.store import ChunkStore, FolderStore, plan_of
from overture.runs.work import Column
from overture.sameness import SameContent

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Extent:
    """A column in four numbers: the mean, the least and the greatest of its known values, and how many are not known."""

    mean: float
    low: float
    high: float
    missing: int


@dataclass(frozen=True, repr=False)
class WorldTable(SameContent):
    """One row a world: its number, what was drawn, what the task found.

    The bytes of its columns depend on the plan and on nothing else: not on the workers, not on runs that were stopped.

    Attributes:
        plan: what was computed. worlds: how many rows. store: where they are.
    """

    plan: Plan
    worlds: int
    store: ChunkStore

    @property
    def names(self) -> tuple[str, ...]:
        """The columns."""
        return tuple(self.store.names())

    @property
    def folder(self) -> Path | None:
        """Where the chunks lie; None in memory."""
        return self.store.folder if isinstance(self.store, FolderStore) else None

    def parts(self, names: Sequence[str] | None = None) -> Iterator[dict[str, Column]]:
        """The table in chunks, so that no more than one is in memory; only the columns that are named."""
        chosen = self.names if names is None else tuple(names)
        lacking = [name for name in chosen if name not in self.names]
        if lacking:
            raise FileError.of("runs/column", f"no column {lacking[0]!r}", "", ", ".join(self.names))
        for chunk in range(self.plan.chunks(self.worlds)):
            rows = min(self.plan.chunk, self.worlds - chunk * self.plan.chunk)
            yield {name: column[:rows] for name, column in self.store.read(chunk, chosen).items()}

    def column(self, name: str) -> Column:
        """[world] one column whole."""
        return np.concatenate([part[name] for part in self.parts([name])])

    def to_frame(self, names: Sequence[str] | None = None) -> pd.DataFrame:
        """The table, or the columns that are named, as one frame in memory."""
        import pandas as pd

        parts = list(self.parts(names))
        return pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})

    def digest(self) -> str:
        """The sha256 of all columns: two tables with one digest are equal in every bit."""
        names = self.names
        sums = {name: hashlib.sha256() for name in names}
        kinds: dict[str, str] = {}
        for part in self.parts():
            for name in names:
                kinds[name] = part[name].dtype.str
                sums[name].update(part[name].tobytes())
        whole = hashlib.sha256()
        for name in names:
            whole.update(f"{name}:{kinds[name]}:{sums[name].hexdigest()};".encode())
        return whole.hexdigest()

    def extents(self, names: Sequence[str]) -> dict[str, Extent]:
        """Name -> the column in four numbers, in one passage over the chunks."""
        sums: dict[str, list[float]] = {name: [] for name in names}
        low, high = dict.fromkeys(names, math.inf), dict.fromkeys(names, -math.inf)
        known = dict.fromkeys(names, 0)
        for part in self.parts(names):
            for name in names:
                values = part[name].astype(np.float64)
                values = values[~np.isnan(values)]
                known[name] += len(values)
                sums[name].append(math.fsum(values))
                if len(values):
                    low[name], high[name] = min(low[name], values.min()), max(high[name], values.max())
        return {
            name: Extent(
                math.fsum(sums[name]) / count, float(low[name]), float(high[name]), self.worlds - count
            )
            if (count := known[name])
            else Extent(math.nan, math.nan, math.nan, self.worlds)
            for name in names
        }

    def __repr__(self) -> str:
        where = str(self.folder) if self.folder is not None else "memory"
        columns = ", ".join(self.names)
        return f"Table of {self.worlds:,} worlds in {where}, {self.plan.task}\n{columns}"


def open_worlds(folder: str | Path, worlds: int | None = None) -> WorldTable:
    """The table of a store, without computing anything.

    Args:
        folder: of the store.
        worlds: how many; all whose chunks are there from the first on, if left out.

    Raises:
        FileError: no store, or fewer worlds than asked for.
    """
    from overture.runs.parquet import need_parquet

    need_parquet()
    where = Path(folder).resolve()
    plan = plan_of(where)
    if not plan.chunk:
        raise FileError.of("runs/store", f"a store of pieces of {plan.task}", str(where), "a store of worlds")
    store = FolderStore(where, plan)
    present = store.present()
    there = next(chunk for chunk in range(len(present) + 1) if chunk not in present) * store.plan.chunk
    if there < (worlds or 1):
        mend = "run the same command again: it goes on from what is written"
        raise FileError.of(
            "runs/few", f"the first {there:,} worlds are there", str(where), f"{worlds or 1:,}", mend
        )
    return WorldTable(store.plan, worlds or there, store)
