"""A progress bar on stderr, which a pipe never sees."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

RECENT = 60.0  # seconds from which the pace is told: the first chunk of a worker compiles, and is no measure of the rest


@contextmanager
def bar() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage; call it with (stage, done, of)."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        tasks: dict[str, TaskID] = {}

        def tell(stage: str, done: int, of: int) -> None:
            if stage not in tasks:
                tasks[stage] = shown.add_task(stage, total=of)
            shown.update(tasks[stage], completed=done, total=of)

        yield tell


@contextmanager
def pace(worlds: int, what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar for ``what``, a run in chunks of so many worlds; call it with (chunks done, of). Its clock is for the eye alone."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[told]}"),
    )
    seen: deque[tuple[float, int]] = deque()
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=None, told="")

        def tell(done: int, of: int) -> None:
            seen.append((monotonic(), done))
            while seen[-1][0] - seen[0][0] > RECENT and len(seen) > 2:
                seen.popleft()
            shown.update(task, completed=done, total=of, told=pace_words(seen, of, worlds))

        yield tell


def pace_words(seen: deque[tuple[float, int]], of: int, worlds: int) -> str:
    """Worlds a second, and the time that is left, by what was seen last: (seconds, chunks done), in order."""
    (begun, before), (now, done) = seen[0], seen[-1]
    if done <= before or now <= begun:
        return ""
    rate = (done - before) / (now - begun)
    left = round((of - done) / rate)
    return f"{rate * worlds:,.0f} worlds a second, {left // 3600}:{left // 60 % 60:02}:{left % 60:02} left"
