"""What ``assess`` prints and writes, of every kind of case: the terminal or JSON, and then the files."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from overture.judgement.compared import Comparison
    from overture.judgement.deal.proposal import DealJudgement
    from overture.judgement.history.judgement import HistoryJudgement
    from overture.judgement.judgement import Judgement
    from overture.report.figure import Figure

    Judged = TypeVar("Judged", Judgement, HistoryJudgement, Comparison, DealJudgement)

Asked = tuple[Path | None, str, Callable[[], str]]
"""Where a text is to be written (None: nowhere), what it is called, and how it is made."""


def write(
    show: Callable[[Console], None], data: Callable[[], str], json: Path | None, others: Sequence[Asked]
) -> None:
    """Write every file that was asked for; then show the judgement, or print its JSON where ``json`` is "-".

    Everything is made before anything is written, so that a fault leaves no half of an answer behind, and everything is
    written before anything is printed, so that a terminal that is closed or cannot show a sign loses no file. A file that
    cannot be written loses neither the others nor what is printed.

    Raises:
        OSError: a file that cannot be written, after all else is done.
    """
    from overture.cli.streams import console
    from overture.writing import write_whole

    printed = json is not None and str(json) == "-"
    asked: list[Asked] = [(None if printed else json, "Data", data), *others]
    texts = [(path, name, make()) for path, name, make in asked if path is not None]
    whole = data() if printed else ""
    failed: list[OSError] = []
    done: list[tuple[Path, str]] = []
    for path, name, text in texts:
        try:
            write_whole(path, text)
            done.append((path, name))
        except OSError as error:  # the others are written all the same
            failed.append(error)
    if printed:
        sys.stdout.write(whole)
    else:
        show(console())
    for path, name in done:
        print(f"{name}: {path.resolve()}", file=sys.stderr if printed else sys.stdout)
    if failed:
        raise failed[0]


def write_and_say(path: Path, text: str | bytes, name: str) -> None:
    """Write a file, and print where it is."""
    from overture.writing import write_whole

    write_whole(path, text)
    print(f"{name}: {path.resolve()}")


def save_and_say(figures: Sequence[Figure], folder: Path, form: str) -> None:
    """Write figures into a folder, and print where they are."""
    from overture.report.export import save_all

    for path in save_all(figures, folder, form):
        print(f"Figure: {path.resolve()}")


@contextmanager
def all_tried() -> Iterator[Callable[[Callable[[], object]], None]]:
    """Gives what tries one step of writing after another: one that fails costs no other.

    Raises:
        OSError: the first failure, after all was tried.
    """
    failed: list[OSError] = []

    def tried(step: Callable[[], object]) -> None:
        try:
            step()
        except OSError as error:
            failed.append(error)

    yield tried
    if failed:
        raise failed[0]


def cleaned_csv(frame: pd.DataFrame, numbers: str | None = None) -> str:
    """A table as CSV; ``numbers``: how they are written."""
    from overture.sinks import to_table

    words = frame.copy()
    words.columns = to_table(frame.columns)
    for at, kind in enumerate(frame.dtypes):
        if kind.kind not in "biufc":
            words.isetitem(at, to_table(frame.iloc[:, at]))
    return str(words.to_csv(index=False, float_format=numbers, lineterminator="\n"))


def with_page(judgement: Judged, html: Path | None) -> Judged:
    """The judgement with the command that makes its page: the JSON names the one that makes the judgement."""
    from overture.wording import in_letters

    again = f"{judgement.about.command} {shlex.join(['--html', in_letters(html)])}"
    return judgement.model_copy(update={"about": judgement.about.model_copy(update={"command": again})})
