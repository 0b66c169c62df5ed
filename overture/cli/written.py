"""What ``assess`` prints and writes, of every kind of case: the terminal or JSON, and then the files."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.console import Console

    from overture.judgement.compared import Comparison
    from overture.judgement.deal.proposal import DealJudgement
    from overture.judgement.history.judgement import HistoryJudgement
    from overture.judgement.judgement import Judgement

    Judged = TypeVar("Judged", Judgement, HistoryJudgement, Comparison, DealJudgement)

Asked = tuple[Path | None, str, Callable[[], str]]
"""Where a text is to be written (None: nowhere), what it is called, and how it is made."""


def write(
    show: Callable[[Console], None], data: Callable[[], str], json: Path | None, others: Sequence[Asked]
) -> None:
    """Write every file that was asked for; then show the judgement, or print its JSON where ``json`` is "-".

    Everything is made before anything is written, so that a fault leaves no half of an answer behind, and everything is
    written before anything is printed, so that a terminal that is closed or cannot show a sign loses no file.
    """
    from rich.console import Console

    from overture.filing import write_whole

    printed = json is not None and str(json) == "-"
    asked: list[Asked] = [(None if printed else json, "Data", data), *others]
    texts = [(path, name, make()) for path, name, make in asked if path is not None]
    whole = data() if printed else ""
    for path, _, text in texts:
        write_whole(path, text)
    if printed:
        sys.stdout.write(whole)
    else:
        show(Console())
    for path, name, _ in texts:
        print(f"{name}: {path.resolve()}", file=sys.stderr if printed else sys.stdout)


def with_page(judgement: Judged, html: Path | None) -> Judged:
    """The judgement with the command that makes its page: the JSON names the one that makes the judgement."""
    again = f"{judgement.about.command} {shlex.join(['--html', str(html)])}"
    return judgement.model_copy(update={"about": judgement.about.model_copy(update={"command": again})})
