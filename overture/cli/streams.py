"""What is printed: cleaned of what a terminal would obey, in the signs that it has, and after every file is written."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

from overture.sinks import PLAINLY, to_terminal

if TYPE_CHECKING:
    from rich.console import Console


class ClosedPipe(Exception):
    """Nobody reads what is printed any more. Not an OSError, which libraries between would take for theirs."""


class CleanedStream:
    """A stream that is written to by way of :func:`overture.sinks.to_terminal`; all else is the stream's own."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text."""
        try:
            self.stream.write(to_terminal(text))
        except BrokenPipeError as error:
            raise ClosedPipe from error
        return len(text)

    def flush(self) -> None:
        """Have it shown."""
        try:
            self.stream.flush()
        except BrokenPipeError as error:
            raise ClosedPipe from error

    def writelines(self, lines: Iterable[str]) -> None:
        """Write texts."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


@contextmanager
def cleaned() -> Iterator[None]:
    """Everything that is printed meanwhile is cleaned; what a terminal has no sign for is written plainly."""
    before = sys.stdout, sys.stderr
    for stream in before:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=PLAINLY)
    sys.stdout, sys.stderr = (CleanedStream(stream) for stream in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def bare(stream: Any) -> TextIO:
    """The stream behind a cleaned one: for what writes escape sequences of its own."""
    return stream.stream if isinstance(stream, CleanedStream) else stream


def console(stderr: bool = False) -> Console:
    """A console of rich, which styles its text; the text itself is cleaned."""
    from rich.console import Console as Styled
    from rich.console import ConsoleOptions, RenderableType
    from rich.segment import Segment

    class CleanedConsole(Styled):
        def render(
            self, renderable: RenderableType, options: ConsoleOptions | None = None
        ) -> Iterable[Segment]:
            for each in super().render(renderable, options):
                yield each if each.control else Segment(to_terminal(each.text), each.style)

        def on_broken_pipe(self) -> None:
            raise ClosedPipe

    return CleanedConsole(file=bare(sys.stderr if stderr else sys.stdout))


@contextmanager
def printed_last() -> Iterator[None]:
    """What is printed meanwhile is printed at the end: files are written first, and a closed pipe loses none."""
    before, waiting = sys.stdout, io.StringIO()
    sys.stdout = waiting
    try:
        yield
    finally:
        sys.stdout = before
        print(waiting.getvalue(), end="")


def give_up_printing() -> None:
    """Nobody takes what is printed any more: nothing is said of it again when the process ends."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, bare(sys.stdout).fileno())
        os.close(nowhere)
