"""Who computes: this process, processes of this machine, or any executor of ``concurrent.futures``."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, Protocol, TypeVar

Value = TypeVar("Value")
AHEAD = 2  # chunks that are handed out for each that can be computed at once, so that no worker waits
UNKNOWN = 32  # workers of an executor that does not say how many it has


class Workers(Protocol):
    """Workers of any kind, as the loop of a run wants them."""

    def submit(self, function: Callable[..., Value], /, *given: Any) -> Future[Value]:
        """Begin to compute."""

    def capacity(self) -> int:
        """How many chunks may be out."""

    def restart(self) -> bool:
        """Make new workers after the old ones died; False where that is not ours to do."""

    def close(self) -> None:
        """Let go of the workers, once what they have begun is done."""


class Serial:
    """This process."""

    def submit(self, function: Callable[..., Value], /, *given: Any) -> Future[Value]:
        future: Future[Value] = Future()
        try:
            future.set_result(function(*given))
        except Exception as error:
            future.set_exception(error)
        return future

    def capacity(self) -> int:
        return 1

    def restart(self) -> bool:
        return True

    def close(self) -> None:
        pass


class Processes:
    """So many processes of this machine, each begun afresh (spawn): none inherits threads or open files."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.pool = _pool(count)

    def submit(self, function: Callable[..., Value], /, *given: Any) -> Future[Value]:
        return self.pool.submit(function, *given)

    def capacity(self) -> int:
        return AHEAD * self.count

    def restart(self) -> bool:
        self.pool.shutdown(wait=True, cancel_futures=True)
        self.pool = _pool(self.count)
        return True

    def close(self) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)


class GivenExecutor:
    """An executor that the caller made, and ends."""

    def __init__(self, executor: Executor) -> None:
        self.executor = executor

    def submit(self, function: Callable[..., Value], /, *given: Any) -> Future[Value]:
        return self.executor.submit(function, *given)

    def capacity(self) -> int:
        return AHEAD * int(getattr(self.executor, "_max_workers", None) or UNKNOWN)

    def restart(self) -> bool:
        return False

    def close(self) -> None:
        pass


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def apart(function: Callable[..., Value], *given: Any) -> Value:
    """The function's value, computed in a process that then ends: its memory and what it imported end with it."""
    with _pool(1) as pool:
        return pool.submit(function, *given).result()


def _pool(count: int) -> Executor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=end_with_parent)


def end_with_parent() -> None:
    """In a worker: end when the process that started it ends, however that ended; leave Ctrl-C to that process."""
    import signal
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is None:
        return
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=watch, name="end with parent", daemon=True).start()
