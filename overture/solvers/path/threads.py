"""Work shared by threads, with word of each part that ends, and an interrupt that ends the work.

The calling thread waits at a ``queue.SimpleQueue`` alone, which is written in C: an interrupt that arrives there leaves
no lock behind. ``concurrent.futures.wait`` locks every future at each call; an interrupt in between would leave them
locked, and the threads would wait for ever. An interrupt does not end a wait everywhere, nor in the moment before the
wait begins: so each wait is short, and what arrived meanwhile is raised before the next one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from queue import Empty, SimpleQueue
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")

BEAT = 0.1
"""Seconds of one wait: how long an interrupt may go unseen. No result depends on it."""


def in_threads(
    run: Callable[[Part], Result],
    parts: Sequence[Part],
    threads: int | None,
    tell: Callable[[Result], object] | None = None,
    stop: Callable[[], object] | None = None,
) -> list[Result]:
    """``run`` on every part, by so many threads (None: one per core); the results in the order of the parts.

    What a part or ``tell`` raises is raised here. Then, and after an interrupt, no further part is begun, ``stop`` is
    called so that parts that are running may end early, and these are waited for.

    Args:
        tell: called with each result, in the order in which they come, by the calling thread.
    """
    workers = min(threads or os.cpu_count() or 1, len(parts))
    found: dict[int, Result] = {}

    def take(at: int, result: Result) -> None:
        found[at] = result
        if tell is not None:
            tell(result)

    if workers <= 1:
        for at, part in enumerate(parts):
            take(at, run(part))
        return [found[at] for at in range(len(parts))]
    ended: SimpleQueue[Callable[[], None]] = SimpleQueue()

    def one(at: int, part: Part) -> None:
        try:
            result = run(part)
        except BaseException as fault:
            ended.put(partial(_raise, fault))
        else:
            ended.put(partial(take, at, result))

    pool = ThreadPoolExecutor(workers)
    try:
        for at, part in enumerate(parts):
            pool.submit(one, at, part)
        for _ in parts:
            _next(ended)()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        if stop is not None:
            stop()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return [found[at] for at in range(len(parts))]


def _next(ended: SimpleQueue[Callable[[], None]]) -> Callable[[], None]:
    """What the next part that ends says."""
    while True:
        try:
            return ended.get(timeout=BEAT)
        except Empty:
            continue


def _raise(fault: BaseException) -> None:
    raise fault
