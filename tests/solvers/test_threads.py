"""Work shared by threads ends with all results, with the fault of a part, or with an interrupt; never in a wait."""

from __future__ import annotations

import _thread
import signal
from collections.abc import Iterator
from queue import SimpleQueue
from threading import Event
from typing import Any

import pytest

from overture.solvers.path import threads as shared
from overture.solvers.path.threads import in_threads


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """A shell that runs the tests in the background has them ignore interrupts: here they are heard."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_stand_in_the_order_of_the_parts(threads: int) -> None:
    told: list[int] = []
    assert in_threads(lambda part: part * part, range(40), threads, told.append) == [k * k for k in range(40)]
    assert sorted(told) == [k * k for k in range(40)]


@pytest.mark.parametrize("threads", [1, 2])
def test_the_fault_of_a_part_is_raised(threads: int) -> None:
    def run(part: int) -> int:
        if part == 3:
            raise ZeroDivisionError("part 3")
        return part

    with pytest.raises(ZeroDivisionError, match="part 3"):
        in_threads(run, range(10), threads)


def test_an_interrupt_ends_what_runs_and_begins_no_more() -> None:
    """Each part waits until it is told to stop; the first one presses Ctrl-C. Hundreds of parts are still to be begun."""
    halted = Event()
    begun: list[int] = []

    def run(part: int) -> None:
        begun.append(part)
        if part == 0:
            _thread.interrupt_main()
        halted.wait()

    with pytest.raises(KeyboardInterrupt):
        in_threads(run, range(500), 2, stop=halted.set)
    assert halted.is_set()
    assert len(begun) < 10


def test_what_is_told_may_end_the_work() -> None:
    halted = Event()
    begun: list[int] = []

    def run(part: int) -> int:
        begun.append(part)
        if part:
            halted.wait()
        return part

    def tell(part: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        in_threads(run, range(500), 2, tell, halted.set)
    assert len(begun) < 10


def test_an_interrupt_is_seen_while_the_caller_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """All parts are begun and none ends: the caller waits when the interrupt comes, and nothing else would wake it."""
    waits, halted = Event(), Event()

    class Watched(SimpleQueue[Any]):
        def get(self, *args: Any, **more: Any) -> Any:
            waits.set()
            return super().get(*args, **more)

    def run(part: int) -> None:
        if part == 0:
            waits.wait()
            _thread.interrupt_main()
        halted.wait()

    monkeypatch.setattr(shared, "SimpleQueue", Watched)
    with pytest.raises(KeyboardInterrupt):
        in_threads(run, range(2), 2, stop=halted.set)
    assert halted.is_set()
