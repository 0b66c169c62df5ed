"""How long a search may take: a number of steps, the user's own wish of a time, or a user who presses Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from overture.solvers.deadline import Deadline

STEPS = 30_000
TELL = 0.1  # seconds between two words of progress; nothing else is asked of this clock

Progress = Callable[[int, int], None]


class Budget:
    """Steps that are left, and the wish to end by a time where there is one.

    Attributes:
        out: why the search was given up ("30000 supports tried", "60 s passed", "interrupted"); empty while
            it goes on.
    """

    def __init__(
        self, steps: int = STEPS, until: Deadline | None = None, progress: Progress | None = None
    ) -> None:
        self.steps, self.until, self.progress = steps, until or Deadline(), progress
        self.done = 0
        self.out = ""
        self._tell = float("-inf")

    def spend(self) -> bool:
        """Take a step; False where none is left."""
        if self.out:
            return False
        self.done += 1
        if self.done > self.steps:
            self.out = f"{self.steps} supports tried"
        elif self.until.over:
            self.out = str(self.until)
        if self.progress is not None:
            self._say(self.progress)
        return not self.out

    def _say(self, progress: Progress) -> None:
        now = monotonic()
        if now >= self._tell:
            self._tell = now + TELL
            progress(min(self.done, self.steps), self.steps)

    def again(self) -> Budget:
        """As many steps afresh, until the same end, without a word of progress."""
        fresh = Budget(self.steps, self.until)
        if self.out == "interrupted":
            fresh.interrupt()
        return fresh

    def interrupt(self) -> None:
        """The user wants what was found so far."""
        self.out = "interrupted"
