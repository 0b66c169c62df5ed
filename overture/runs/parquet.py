"""A chunk as a Parquet file, and back. Only this file knows the library (pyarrow, the extra ``scale``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.errors import FileError, MissingExtra

ALLOWED = "a chunk as a run wrote it"


def need_parquet() -> None:
    """Raise MissingExtra where chunks cannot be stored."""
    if find_spec("pyarrow") is None:
        raise MissingExtra.of(
            "runs/no-parquet",
            "a store needs pyarrow, which is not installed",
            "--store",
            mend='install it with: pip install "overture[scale]"; without a store a run stays in memory',
        )


def encoded(columns: Mapping[str, NDArray[Any]], words: Mapping[str, str]) -> bytes:
    """The bytes of a Parquet file: the columns, ``words`` in its footer, a checksum for each page.

    Columns that are shorter than the longest end in gaps.
    """
    import pyarrow as pa
    from pyarrow import parquet

    rows = max(len(column) for column in columns.values())
    table = pa.table({name: _filled(pa.array(column), rows) for name, column in columns.items()})
    sink = pa.BufferOutputStream()
    parquet.write_table(
        table.replace_schema_metadata(dict(words)), sink, use_dictionary=False, write_page_checksum=True
    )
    data: bytes = sink.getvalue().to_pybytes()
    return data


def footer(file: Path) -> tuple[int, dict[str, str]] | None:
    """(rows, the words in the footer) of a Parquet file; None where it cannot be read: it is cut short, or damaged."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        found = parquet.read_metadata(file)
        words = {key.decode(): value.decode() for key, value in (found.metadata or {}).items()}
        parquet.ParquetFile(file).schema_arrow  # noqa: B018 (raises where the columns cannot be read)
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        return None
    return found.num_rows, words


def names(file: Path) -> list[str]:
    """The columns of a file."""
    from pyarrow import parquet

    return list(parquet.read_schema(file).names)


def _filled(array: Any, rows: int) -> Any:
    """The array, with gaps up to so many rows."""
    import pyarrow as pa

    gaps = rows - len(array)
    return pa.concat_arrays([array, pa.nulls(gaps, array.type)]) if gaps else array


def columns_of(
    file: Path, chosen: Sequence[str], lengths: Mapping[str, int] | None = None
) -> dict[str, NDArray[Any]]:
    """Columns of a file, or so many of their first rows, every page checked. Raises FileError where one is damaged."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(file, page_checksum_verification=True, pre_buffer=False) as opened:
            table = opened.read(list(chosen), use_threads=False)
        rows = {} if lengths is None else lengths
        return {name: _plain(table[name].slice(0, rows.get(name)).combine_chunks()) for name in chosen}
    except (pa.ArrowException, OSError, KeyError) as error:
        raise FileError.of(
            "runs/damaged",
            f"it cannot be read ({str(error).splitlines()[0]:.100})",
            str(file),
            ALLOWED,
            "remove it, and run the same command again: this chunk is computed anew",
        ) from error


def _plain(array: Any) -> NDArray[Any]:
    """The values of a column without gaps, as ours are. (pyarrow's own ways to numpy import pandas, or its functions.)"""
    import pyarrow as pa

    if not pa.types.is_boolean(array.type):
        return np.from_dlpack(array)
    bits = np.unpackbits(np.frombuffer(array.buffers()[1], np.uint8), bitorder="little")
    return bits[array.offset : array.offset + len(array)].astype(np.bool_)
