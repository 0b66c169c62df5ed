"""What was done with each file that was asked for: a row a file, none left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from overture.read.batch import Batch, Failure, Read

LONGEST_WHY = 160


@dataclass(frozen=True)
class FileAccount:
    """One file: ``outcome`` is ``read``, ``read in part``, ``not read`` or ``left``, and ``why`` says what else there is
    to know of it."""

    path: str
    kind: str
    outcome: str
    why: str


def account(asked: Iterable[str], left: Sequence[Path], batch: Batch) -> list[FileAccount]:
    """The rows, in the order of ``asked``, then what was left out of the folders because Overture wrote it itself."""
    known = {each.path: _failed(each) for each in batch.failed}
    known |= {each.document.path: _read(each) for each in batch.read}
    rows = [known[path] for path in asked if path in known]
    named = {row.path for row in rows}
    rows += [_failed(each) for each in batch.failed if each.path not in named]
    rows += [FileAccount(str(path), "", "left", "Overture wrote it") for path in left]
    return rows


def _read(each: Read) -> FileAccount:
    document, number = each.document, len(each.reading.claims)
    parts = [f"{number} claim{'' if number == 1 else 's'}"]
    if document.encoding:
        parts.append(f"decoded from {document.encoding}")
    if document.recognised:
        parts.append(document.recognised.told(document.text))
    parts += each.reading.left
    outcome = "read in part" if each.reading.left else "read"
    return FileAccount(document.path, document.format, outcome, "; ".join(parts))


def _failed(each: Failure) -> FileAccount:
    first = each.faults[0].found
    why = first if len(first) <= LONGEST_WHY else first[:LONGEST_WHY].rsplit(" ", 1)[0] + " …"
    return FileAccount(each.path, each.kind, "not read", why)


def lines(rows: Sequence[FileAccount], hidden: int) -> list[str]:
    """The table in words, a line a file, and a line that counts."""
    if not rows:
        return []
    wide = min(60, max(len(row.path) for row in rows))
    told = [f"  {row.path:<{wide}}  {row.kind or '-':<8}  {row.outcome}: {row.why}" for row in rows]
    counts = {
        outcome: sum(row.outcome == outcome for row in rows)
        for outcome in ("read", "read in part", "not read", "left")
    }
    parts = [f"{number} {outcome}" for outcome, number in counts.items() if number]
    many = "1 file" if len(rows) == 1 else f"{len(rows):,} files"
    said = f"{many}: {', '.join(parts)}"
    if hidden:
        said += f"; {hidden:,} hidden {'file was' if hidden == 1 else 'files were'} not looked at"
    return [*told, said]
