"""The user's wish to end by a time: the only clock that a solver looks at, and only where a time was asked for.

Every other budget counts work, so that the same input gives the same answer on every machine and under every load
(docs/decisions/0098-no-clock-decides-an-answer.md). What a wish cut short says so, and is never kept.
"""

from __future__ import annotations

from time import monotonic
from typing import Any


class Deadline:
    """A time from now on; the time that compiling kernels takes is not counted.

    Args:
        seconds: how long from now; None for no wish: then no clock is ever read.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self.seconds = seconds
        if seconds is not None:
            self._compiling = _compiling()
            self._from = monotonic() - self._compiling.duration

    @property
    def left(self) -> float | None:
        """Seconds that are left, at least 0; None for no wish."""
        if self.seconds is None:
            return None
        gone = float(monotonic() - self._compiling.duration - self._from)
        return max(self.seconds - gone, 0.0)

    @property
    def over(self) -> bool:
        return self.left == 0.0

    def __str__(self) -> str:
        return f"{self.seconds:g} s passed"


def _compiling() -> _Compiled:
    """numba's count of the time that it has compiled in this process, from the first wish on."""
    if not _LISTENER:
        from numba.core import event

        listener = event.TimingListener()
        event.register("numba:compile", listener)
        _LISTENER.append(_Compiled(listener))
    return _LISTENER[0]


class _Compiled:
    """The time that was compiled so far; 0 before anything was."""

    def __init__(self, listener: Any) -> None:
        self._listener = listener

    @property
    def duration(self) -> float:
        return float(self._listener.duration) if self._listener.done else 0.0


_LISTENER: list[_Compiled] = []
