"""Progress on stderr: a bar where somebody watches, lines where the output goes to a file."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from overture.cli.streams import console

PARTS = 10  # of a stage, of which each is told once
RECENT = 60.0  # seconds from which the pace is told: the first chunk of a worker compiles, and is no measure of the rest


@contextmanager
def bar(lines: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage, with its pace; call it with (stage, done, of). Its clock is for the eye alone.

    ``lines``: where nobody watches, as where the output goes to a file, a line for each tenth of a stage stands in for the bar.
    """
    if lines and not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[told]}"),
    )
    with Progress(*columns, console=console(stderr=True), transient=True) as shown:
        tasks: dict[str, TaskID] = {}
        seen: dict[str, Pace] = {}

        def tell(stage: str, done: int, of: int) -> None:
            if stage not in tasks:
                tasks[stage] = shown.add_task(stage, total=of, told="")
                seen[stage] = Pace()
            told = seen[stage].words(done, of, 1, "")
            shown.update(tasks[stage], completed=done, total=of, told=told)

        yield tell


class _Lines:
    """A line on stderr for each tenth of a stage that is done; a stage that begins anew is told anew."""

    def __init__(self) -> None:
        self._told: dict[str, tuple[int, int]] = {}

    def __call__(self, stage: str, done: int, of: int) -> None:
        tenth = PARTS * done // max(of, 1)
        if self._told.get(stage) != (tenth, of):
            print(f"overture: {stage}: {done:,} of {of:,}", file=sys.stderr, flush=True)
        self._told[stage] = (tenth, of)


@contextmanager
def pace(worlds: int, what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for ``what``, a run in chunks of so many worlds; call it with (chunks done, of). Its clock is for the eye alone."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[told]}"),
    )
    seen = Pace()
    with Progress(*columns, console=console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=None, told="")

        def tell(done: int, of: int) -> None:
            shown.update(task, completed=done, total=of, told=seen.words(done, of, worlds, "worlds "))

        yield tell


class Pace:
    """What was done when, in the last minute."""

    def __init__(self) -> None:
        self.last: deque[tuple[float, int]] = deque()

    def words(self, done: int, of: int, size: int, what: str) -> str:
        """The pace, now that so much is done of all: see :func:`pace_words`."""
        self.last.append((monotonic(), done))
        while self.last[-1][0] - self.last[0][0] > RECENT and len(self.last) > 2:
            self.last.popleft()
        return pace_words(self.last, of, size, what)


def pace_words(seen: deque[tuple[float, int]], of: int, size: int, what: str = "worlds ") -> str:
    """How many a second, and the time that is left, by what was seen last: (seconds, done), in order.

    Args:
        of: all that is to be done. size: how many of ``what`` each is.
    """
    (begun, before), (now, done) = seen[0], seen[-1]
    if done <= before or now <= begun:
        return ""
    rate = (done - before) / (now - begun)
    left = round((of - done) / rate)
    pace = rate * size
    told = f"{pace:,.0f}" if pace >= 10 else f"{pace:.2g}"
    return f"{told} {what}a second, {left // 3600}:{left // 60 % 60:02}:{left % 60:02} left"
