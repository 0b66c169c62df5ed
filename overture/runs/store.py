"""Where chunks are kept: in memory, or in a folder from which a later run goes on."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from overture.errors import FileError
from overture.formats import NEWER, RUN, json_mend, stated
from overture.runs import parquet
from overture.runs.lock import LOCK, locked
from overture.runs.plan import OtherRunFormat, Plan, plan_of_text
from overture.runs.work import Column, Columns, Receipt
from overture.wording import in_letters
from overture.writing import temporary_prefix, write_whole

PLAN, CHUNKS, PIECES = "plan.json", "chunks", "pieces"
KEY_LETTERS = 12
LOOKS = 20  # how often a file is looked for that a worker on another machine says it wrote: disks that are shared lag


class ChunkStore(Protocol):
    """What a run wants of a store."""

    plan: Plan

    def file(self, chunk: int) -> str:
        """The path to which a worker writes a chunk; "" where it workers the columns back."""

    def keep(self, receipt: Receipt) -> None:
        """Take what a worker has computed."""

    def present(self) -> set[int]:
        """The chunks that are there, whole."""

    def names(self) -> list[str]:
        """The columns."""

    def read(self, chunk: int, names: Sequence[str]) -> dict[str, Column]:
        """Columns of a chunk."""


class MemoryStore:
    """Chunks in this process; they end with it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.chunks: dict[int, Columns] = {}

    def file(self, chunk: int) -> str:
        return ""

    def keep(self, receipt: Receipt) -> None:
        assert receipt.columns is not None
        self.chunks[receipt.chunk] = receipt.columns

    def present(self) -> set[int]:
        return set(self.chunks)

    def names(self) -> list[str]:
        return list(next(iter(self.chunks.values())))

    def read(self, chunk: int, names: Sequence[str]) -> dict[str, Column]:
        return {name: self.chunks[chunk][name] for name in names}


class FolderStore:
    """``plan.json`` and one Parquet file a chunk, ``chunks/<number>-<key of the plan>.parquet``."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        self.folder = folder
        self.plan = plan
        self.key = plan.key

    def file(self, chunk: int) -> str:
        return str(self.folder / CHUNKS / f"{chunk:08d}-{self.key[:KEY_LETTERS]}.parquet")

    def keep(self, receipt: Receipt) -> None:
        """See that the file of a worker is there. Raises FileError where the worker has another disk."""
        wait_for(Path(self.file(receipt.chunk)), f"chunk {receipt.chunk}", receipt.host)

    def present(self) -> set[int]:
        """A chunk counts if the footer of its file can be read, is of this plan, and says that all rows are there."""
        found = set()
        ours = re.compile(rf"(\d+)-{self.key[:KEY_LETTERS]}\.parquet")
        for entry in os.scandir(self.folder / CHUNKS):
            named = ours.fullmatch(entry.name)
            if named and self._whole(Path(entry.path), int(named[1])):
                found.add(int(named[1]))
        return found

    def _whole(self, file: Path, chunk: int) -> bool:
        known = parquet.footer(file)
        if known is None:
            return False
        rows, words = known
        return rows == self.plan.chunk and words.get("key") == self.key and words.get("chunk") == str(chunk)

    def names(self) -> list[str]:
        return parquet.names(Path(self.file(0)))

    def read(self, chunk: int, names: Sequence[str]) -> dict[str, Column]:
        return parquet.columns_of(Path(self.file(chunk)), names)


def wait_for(file: Path, name: str, host: str) -> None:
    """Wait until a file is there that a worker on ``host`` wrote. Raises FileError where it does not come."""
    from time import sleep

    for _ in range(LOOKS):
        if file.exists():
            return
        sleep(0.1)
    raise FileError.of(
        "runs/path",
        f"a worker on {host} says that it wrote {name}, and it is not there",
        str(file),
        "a folder that all workers and this process share under one path",
    )


@contextmanager
def opened(folder: Path, plan: Plan, fresh: bool = False) -> Iterator[FolderStore]:
    """The store of the chunks of a plan: see :func:`held`."""
    with held(folder, plan, CHUNKS, fresh) as there:
        yield FolderStore(there, plan)


@contextmanager
def held(folder: Path, plan: Plan, kind: str, fresh: bool = False) -> Iterator[Path]:
    """The folder of a plan, held by this run: made where it is missing, cleared of what a dead run left.

    Args:
        kind: the folder inside it that has the files. fresh: remove what is there, also of another plan.

    Raises:
        MissingExtra: pyarrow is missing.
        FileError: another run is in it, it is of another plan, or it is no store.
    """
    parquet.need_parquet()
    folder = folder.resolve()
    _need_store(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError.of("runs/store", f"no store can be made ({error.strerror})", str(folder)) from error
    with locked(folder):
        if fresh:
            _remove(folder)
        elif (folder / PLAN).exists():
            _need_plan(folder, plan)
        (folder / kind).mkdir(exist_ok=True)
        for left in (folder / kind).glob(temporary_prefix("*") + "*"):
            left.unlink(missing_ok=True)
        write_whole(folder / PLAN, plan.as_text() + "\n", synced=True)
        yield folder


def plan_of(folder: Path) -> Plan:
    """The plan of a store. Raises FileError where there is none that can be read."""
    file = folder / PLAN
    try:
        return plan_of_text(file.read_text(encoding="utf-8"))
    except OtherRunFormat as error:
        newer = json_mend(error.form, RUN) == NEWER
        mend = NEWER if newer else "its worlds are computed again with --fresh, or in another folder"
        found = f"found a store {stated(error.form):.80}"
        raise FileError.of("runs/store", found, str(file), f'format "{RUN}"', mend) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        mend = "name another folder, or begin anew with --fresh"
        raise FileError.of(
            "runs/store", f"no plan can be read ({error!s:.80})", str(file), "", mend
        ) from error


def _need_store(folder: Path) -> None:
    """Raise FileError where a folder holds other things: a store is made in a folder of its own, with a name for Parquet."""
    shown = in_letters(folder)
    if shown != str(folder):
        raise FileError.of(
            "runs/store", "its name is no UTF-8, which Parquet needs", shown, "a name in UTF-8"
        )
    if not folder.exists():
        return
    if not folder.is_dir():
        raise FileError.of("runs/store", "this is a file", str(folder), "a folder for the store")
    strange = sorted(
        each.name
        for each in folder.iterdir()
        if each.name not in (PLAN, CHUNKS, PIECES, LOCK) and each.name[0] != "."
    )
    if strange and not (folder / PLAN).exists():
        raise FileError.of(
            "runs/store", f"it holds other things ({strange[0]})", str(folder), "a store, or an empty folder"
        )


def _need_plan(folder: Path, plan: Plan) -> None:
    """Raise FileError where the store is of another plan, and say in what they differ."""
    before = plan_of(folder)
    if before.key != plan.key:
        other = "; ".join(plan.differs(before)) or "another text"
        raise FileError.of(
            "runs/plan",
            f"this store is of another plan: this run has {other}",
            str(folder),
            "the same plan, with any number of worlds" if plan.chunk else "the same plan",
            "name another folder, or begin anew with --fresh",
        )


def _remove(folder: Path) -> None:
    for kind in (CHUNKS, PIECES):
        for file in (folder / kind).glob("*.parquet"):
            file.unlink()
        with suppress(OSError):  # it holds what is not ours
            (folder / kind).rmdir()
    (folder / PLAN).unlink(missing_ok=True)
