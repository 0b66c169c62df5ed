"""Rows of a table that say the same of several ways of playing, as one row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from overture.report.block import Row
from overture.report.sentence import Sentence, listed


def together(rows: Iterable[Row]) -> list[Row]:
    """One row for all whose cells after the first read the same; its first cell lists theirs."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for each in rows:
        groups.setdefault((each.kind, *map(str, each.cells[1:])), []).append(each)
    return [
        replace(
            alike[0],
            cells=(
                listed([cell for each in alike if isinstance(cell := each.cells[0], Sentence)]),
                *alike[0].cells[1:],
            ),
        )
        for alike in groups.values()
    ]
