"""How long a search may take: a number of steps, a time, or a user who presses Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

STEPS = 30_000
SECONDS = 60.0
TELL = 0.1  # seconds between two words of progress

Progress = Callable[[int, int], None]


class Budget:
    """Steps and seconds that are left.

    Attributes:
        out: why the search was given up ("30000 supports tried", "60 s passed", "interrupted"); empty while
            it goes on.
    """

    def __init__(
        self, steps: int = STEPS, seconds: float = SECONDS, progress: Progress | None = None
    ) -> None:
        self.steps, self.seconds, self.progress = steps, seconds, progress
        self.done = 0
        self.out = ""
        self._end = monotonic() + seconds
        self._tell = 0.0

    def spend(self) -> bool:
        """Take a step; False where none is left."""
        if self.out:
            return False
        self.done += 1
        now = monotonic()
        if self.done > self.steps:
            self.out = f"{self.steps} supports tried"
        elif now > self._end:
            self.out = f"{self.seconds:g} s passed"
        if self.progress is not None and now >= self._tell:
            self._tell = now + TELL
            self.progress(min(self.done, self.steps), self.steps)
        return not self.out

    def again(self) -> Budget:
        """As many steps afresh, until the same end, without a word of progress."""
        fresh = Budget(self.steps, self.seconds)
        fresh._end = self._end
        if self.out == "interrupted":
            fresh.interrupt()
        return fresh

    def interrupt(self) -> None:
        """The user wants what was found so far."""
        self.out = "interrupted"
