"""Many worlds are weighed part by part, so that memory grows with what is kept of a world and not with all its play.

What is asked of one world hangs on that world alone, so it is the same number in any part. Sums over worlds are taken
in the order of the worlds, one after the other (:func:`added`), so they do not depend on the parts either. Products of
matrices over worlds or own draws are taken at once up to ``AT_ONCE`` of them, and beyond that part by part, the parts
added in order. Parts are fixed numbers of worlds: nothing here depends on who solved them, or in what order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from tempfile import TemporaryFile
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from overture.errors import FileError
from overture.games.tree import Floats

PART = 4096  # worlds of which all play is held at once
AT_ONCE = 1 << 16  # worlds, or own draws, over which a product of matrices is taken at once

ByPart = Callable[[], Iterator[tuple[slice, Floats]]]
"""Rows [part, ...] of worlds, part by part, with their places."""


class WorldRows(Protocol):
    """Rows [W, ...] of worlds: an array, what stands in a file, or what is worked out when it is asked for."""

    def __getitem__(self, rows: Any, /) -> NDArray[Any]: ...


def parts(count: int) -> list[slice]:
    """The parts of so many worlds."""
    return [slice(first, min(first + PART, count)) for first in range(0, count, PART)]


def spans(count: int) -> list[slice]:
    """The pieces of so many worlds, or own draws, over which products of matrices are taken: one, or parts."""
    return [slice(0, count)] if count <= AT_ONCE else parts(count)


def added(total: Floats | None, rows: Floats) -> Floats:
    """[...] rows [n, ...] added to a total, one after the other."""
    return np.asarray((rows if total is None else np.concatenate([total[None], rows])).sum(axis=0))


def joined(found: Iterator[NDArray[Any]] | list[NDArray[Any]]) -> NDArray[Any]:
    """What was found of each part, one after the other."""
    each = list(found)
    return each[0] if len(each) == 1 else np.concatenate(each)


def by_span(moves: ByPart, worlds: int) -> Iterator[tuple[slice, Floats]]:
    """The same rows, in the pieces of :func:`spans`."""
    if worlds <= AT_ONCE:
        yield slice(0, worlds), np.asarray(joined(rows for _, rows in moves()))
    else:
        yield from moves()


class MovesByPart:
    """[W, H] what is behind histories in each world, by part of the worlds."""

    def __init__(self, by_part: ByPart) -> None:
        self.by_part = by_part

    @cached_property
    def total(self) -> Floats:
        """[H] summed over worlds."""
        total: Floats | None = None
        for _, rows in self.by_part():
            total = added(total, rows)
        assert total is not None
        return total

    @cached_property
    def rows(self) -> Floats:
        """[W, H] all of it at once."""
        return np.asarray(joined(rows for _, rows in self.by_part()))


class WorkedOut:
    """Rows that are worked out when they are asked for: ``work`` gives those of a slice."""

    def __init__(self, work: Callable[[slice], NDArray[Any]]) -> None:
        self._work = work

    def __getitem__(self, rows: slice) -> NDArray[Any]:
        return self._work(rows)


class Cut:
    """Some of the worlds of rows, read when they are looked at; places are counted from the first of them."""

    def __init__(self, rows: WorldRows, some: slice) -> None:
        self._rows, self._some = rows, some

    def __getitem__(self, rows: slice) -> NDArray[Any]:
        first, last, _ = rows.indices(self._some.stop - self._some.start)
        return self._rows[self._some.start + first : self._some.start + last]


class FiledRows:
    """An array [W, ...] in a file without a name, which ends with it; rows are written one after the other."""

    def __init__(self, dtype: Any = np.float64) -> None:
        self.dtype = np.dtype(dtype)
        self.file = TemporaryFile(prefix="overture-")  # noqa: SIM115 (it is open as long as it is read)
        self.width: tuple[int, ...] = ()
        self.count = 0

    def __del__(self) -> None:
        self.file.close()

    def append(self, rows: NDArray[Any]) -> None:
        """Write rows behind those that are there. Raises FileError where there is no room."""
        self.width = rows.shape[1:]
        self.count += len(rows)
        try:
            self.file.seek(0, 2)
            self.file.write(np.ascontiguousarray(rows, dtype=self.dtype).data)
            self.file.flush()
        except OSError as error:
            raise no_room(error) from error

    def __getitem__(self, rows: slice) -> NDArray[Any]:
        first, last, _ = rows.indices(self.count)
        size = int(np.prod(self.width))
        self.file.seek(first * size * self.dtype.itemsize)
        found = np.fromfile(self.file, self.dtype, (last - first) * size)
        return found.reshape(last - first, *self.width)

    def mapped(self) -> NDArray[Any]:
        """All rows as one array that is read from the file when it is looked at."""
        return np.memmap(self.file, self.dtype, "r", shape=(self.count, *self.width))


def no_room(error: OSError) -> FileError:
    """What is said where what a large assessment keeps beside the memory cannot be written."""
    from tempfile import gettempdir

    return FileError.of(
        "weigh/room",
        f"what is kept of the worlds cannot be written ({error.strerror})",
        gettempdir(),
        "room on the disk for about 19,000 bytes a world",
        "make room, name another folder in TMPDIR, or ask for fewer worlds",
    )


class CellPlaces:
    """Where the rows of the cells stand in their files: those of a world behind those of the worlds before it.

    Attributes:
        shape: (W, K). first: [W + 1] the first row of each world. kind: [n] the class of each row.
    """

    def __init__(self, classes: int, counts: NDArray[Any], kind: NDArray[Any]) -> None:
        self.shape = (len(counts), classes)
        self.first = np.concatenate([[0], np.cumsum(counts)])
        self.kind = kind

    def of(self, rows: slice) -> tuple[slice, NDArray[Any], NDArray[Any]]:
        """(their rows in the files, [n] the world of each from the first of ``rows`` on, [n] its class)."""
        first, last, _ = rows.indices(self.shape[0])
        here = slice(int(self.first[first]), int(self.first[last]))
        counts = np.diff(self.first[first : last + 1])
        return here, np.repeat(np.arange(last - first), counts), self.kind[here]


class CellRows:
    """An array [W, K, ...] of which only the cells that are there stand in a file; the others have ``missing`` [...]."""

    def __init__(self, places: CellPlaces, missing: Any, rows: FiledRows | None = None) -> None:
        self.places, self.missing = places, missing
        self.rows = FiledRows() if rows is None else rows
        self.written = 0

    @property
    def shape(self) -> tuple[int, ...]:
        return (*self.places.shape, *self.rows.width)

    def append(self, dense: NDArray[Any]) -> None:
        """Write what is next, [part, K, ...]."""
        _, world, kind = self.places.of(slice(self.written, self.written + len(dense)))
        self.rows.append(dense[world, kind])
        self.written += len(dense)

    def __getitem__(self, rows: slice) -> NDArray[Any]:
        here, world, kind = self.places.of(rows)
        first, last, _ = rows.indices(self.places.shape[0])
        found = np.empty((last - first, self.places.shape[1], *self.rows.width), self.rows.dtype)
        found[:] = self.missing
        found[world, kind] = self.rows[here]
        return found
