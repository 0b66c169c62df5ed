"""How results show themselves: a few lines of text, and a table of a page's width in a notebook; and how they are saved."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from overture.formats import RESULT
from overture.sameness import SameContent
from overture.sinks import to_data, to_page
from overture.version import __version__
from overture.writing import write_whole

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
MOST_ROWS = 20  # of a table in a notebook
MOST_LINES = 8  # of a result as text
MOST_LETTERS = 180  # of a line
MOST_IN_CELL = 80
SMALL = 1e-12  # a number that is smaller than this share of what it is beside is rounding, and shown as 0
MOST_NAMES = 4  # players, parameters or classes that a line lists
DIV = "max-width:900px;overflow-x:auto;font-size:13px"
WORDS, NUMBERS = "text-align:left", "text-align:right;white-space:nowrap"  # of the cells of a column
Said = str | tuple[str, Sequence[str]]  # a line, or a heading with lines below it


def fitted(text: str, letters: int) -> str:
    """The text in one line, cut with an ellipsis where it is longer."""
    text = " ".join(text.split())
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def told(number: float | Fraction | None) -> str:
    """A number with at most six digits; whole numbers and short fractions as they are."""
    if number is None:
        return ""
    if isinstance(number, Fraction) and len(str(number)) <= 9:
        return str(number)
    return f"{float(number) + 0.0:.6g}"


def span(low: float | Fraction, high: float | Fraction) -> str:
    """``1`` or ``1 to 2``."""
    ends = told(low), told(high)
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def few(names: Iterable[str], most: int = MOST_NAMES) -> str:
    """The first names, and how many more there are."""
    listed = list(names)
    rest = f" and {len(listed) - most} more" if len(listed) > most else ""
    return ", ".join(listed[:most]) + rest


def count(number: int, one: str, many: str = "") -> str:
    """``1 world``, ``3 worlds``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def values(players: Sequence[str], low: Any, high: Any) -> str:
    """``Leader 0.4, Counterpart 0.2 to 0.3``."""
    return few(f"{name} {span(a, b)}" for name, a, b in zip(players, low, high, strict=True))


def rounded_to_nothing(value: Floats, size: Floats) -> Floats:
    """The numbers, with 0 for those that are rounding: smaller than 1e-12 of ``size``, which is of their shape."""
    return np.where(np.abs(value) < SMALL * size, 0.0, value)


def over_worlds(value: Floats) -> tuple[Floats, Floats]:
    """[player] the least and the greatest of a value [world, player], without what is no number."""
    known = value[~np.isnan(value).any(axis=1)]
    known = known if len(known) else np.full((1, value.shape[1]), np.nan)
    return known.min(axis=0), known.max(axis=0)


class Shown(SameContent):
    """What every result can do: be printed in a few lines, be shown as a small table, and be saved.

    A subclass has ``_head`` (lines of text, the first of which says what it is) and ``to_frame``.
    """

    __slots__ = ()
    __derived__: ClassVar[tuple[str, ...]] = ()  # fields that are measured anew and not written
    _columns: ClassVar[tuple[str, ...]] = ()  # of the table in a notebook; empty for all

    def _head(self) -> list[str]:
        raise NotImplementedError

    def to_frame(self) -> pd.DataFrame:
        """The result as a table."""
        raise NotImplementedError

    def _said(self) -> Sequence[Said]:
        """Lines that stand between the first ones and the table in a notebook: play in words."""
        return []

    def _table(self, most: int) -> tuple[pd.DataFrame, int]:
        """The first rows of the table, and how many rows there are."""
        frame = self.to_frame()
        return frame.head(most), len(frame)

    def __again__(self) -> Any:
        """The same measured again, for what was read from a file. Raises FileError where it says something else."""
        return self

    def __repr__(self) -> str:
        lines = [fitted(line, MOST_LETTERS) for line in self._head() if line]
        more = [f"and {len(lines) - MOST_LINES} more lines"] if len(lines) > MOST_LINES else []
        return "\n".join([*lines[:MOST_LINES], *more])

    def __str__(self) -> str:
        return repr(self)

    def _repr_html_(self) -> str:
        """A table of at most 20 rows and 900 pixels for a notebook, in plain HTML without scripts."""
        head = repr(self).splitlines()
        frame, rows = self._table(MOST_ROWS)
        chosen = [name for name in self._columns or frame.columns if name in frame.columns]
        return as_html(head, frame[chosen], rows, self._said())

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the result, with its game, as JSON that :func:`overture.load` reads and measures again.

        Args:
            path: of the file; what was there is replaced by the whole new file, or stays.
        """
        from overture.games.codec import ValueWriter

        writer = ValueWriter()
        result = writer.write(self, type(self)) if type(self).__name__ != "Tree" else None
        data = {"format": RESULT, "kind": type(self).__name__, "overture": __version__}
        trees = [writer.parts(tree) for tree in (writer.trees if result is not None else [self])]
        text = to_data(
            json.dumps({**data, "trees": trees, "result": result}, allow_nan=False, ensure_ascii=False)
        )
        write_whole(Path(path), text + "\n")


class Brief:
    """What was read from a file, in a few lines, and in a notebook with a table of what is worth a look in it."""

    def _head(self) -> list[str]:
        raise NotImplementedError

    def _rows(self) -> list[dict[str, Any]]:
        """The rows of the table."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return "\n".join(fitted(line, MOST_LETTERS) for line in self._head() if line)

    def _repr_html_(self) -> str:
        """For notebooks: the lines, and at most 20 rows of the table."""
        import pandas as pd

        rows = self._rows()
        frame = pd.DataFrame(rows[:MOST_ROWS])
        return as_html([line for line in self._head() if line], frame, len(rows), letters=2 * MOST_LETTERS)


def as_html(
    head: Sequence[str],
    frame: pd.DataFrame,
    rows: int,
    said: Sequence[Said] = (),
    letters: int = MOST_IN_CELL,
    after: Sequence[Sequence[str]] = (),
) -> str:
    """Lines and a table as HTML.

    Args:
        head: the first lines.
        said: further ones, apart from them; of a pair (heading, lines) the lines stand below the heading.
        frame: the rows that are shown. rows: how many the whole table has.
        letters: of a cell of words.
        after: lines below the table, in parts; the first line of a part is its heading, and indents are kept.
    """
    parts = [f'<div style="{DIV}">', f"<b>{html.escape(head[0])}</b>"]
    parts += [f"<br>{html.escape(line)}" for line in head[1:]]
    if said:
        parts.append(f'<div style="margin:6px 0">{"".join(map(_block, said))}</div>')
    if len(frame.columns) and len(frame):
        parts += _rows_html(frame, letters)
    if rows > len(frame):
        parts.append(f"and {count(rows - len(frame), 'more row')}")
    for lines in after:
        if lines:
            rest = html.escape("\n".join(lines[1:]))
            parts.append(f'<div style="margin:6px 0"><b>{html.escape(lines[0])}</b>')
            parts.append(f'<div style="white-space:pre-wrap">{rest}</div></div>')
    return to_page("".join([*parts, "</div>"]))


def _block(said: Said) -> str:
    if isinstance(said, str):
        return f"<div>{html.escape(said)}</div>"
    heading, lines = said
    below = "".join(f'<div style="margin-left:16px">{html.escape(line)}</div>' for line in lines)
    return f'<div style="margin-bottom:6px">{html.escape(heading)}{below}</div>'


def _rows_html(frame: pd.DataFrame, letters: int) -> list[str]:
    """A table: words stand at the left and may take several lines, numbers at the right and take one."""
    columns = [frame[name].tolist() for name in frame.columns]
    styles = [NUMBERS if all(map(_is_number, cells)) else WORDS for cells in columns]
    small = [SMALL * max((abs(each) for each in cells if _is_float(each)), default=0.0) for cells in columns]
    names = "".join(
        f'<th style="{style}">{_cell(str(name))}</th>'
        for name, style in zip(frame.columns, styles, strict=True)
    )
    parts = [f"<table><tr>{names}</tr>"]
    for row in zip(*columns, strict=True):
        cells = "".join(
            f'<td style="{style}">{_cell(0.0 if _is_float(each) and abs(each) < zero else each, letters)}</td>'
            for each, style, zero in zip(row, styles, small, strict=True)
        )
        parts.append(f"<tr>{cells}</tr>")
    return [*parts, "</table>"]


def _is_float(value: Any) -> bool:
    return isinstance(value, float | np.floating) and bool(np.isfinite(value))


def _is_number(value: Any) -> bool:
    """Whether a cell is a number, a range of numbers, or empty."""
    if isinstance(value, tuple):
        return all(map(_is_number, value))
    numbers = int | float | np.number | Fraction
    return _is_missing(value) or (isinstance(value, numbers) and not isinstance(value, bool))


def _is_missing(value: Any) -> bool:
    """Nothing, or what pandas has where a number is missing."""
    return value is None or str(value) in ("", "<NA>")


def _cell(value: Any, letters: int = MOST_IN_CELL) -> str:
    if isinstance(value, tuple):
        return html.escape(span(*value)) if len(value) == 2 else _cell(str(value))
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if _is_missing(value):
        return ""
    if isinstance(value, float | np.floating):
        return "" if np.isnan(value) else f"{float(value) + 0.0:.4g}"
    if isinstance(value, Fraction):
        return told(value)
    return html.escape(fitted(str(value), letters))
