"""How alike two sets of words are, and a bound by which a claim that cannot join a cluster is passed over unseen."""

from __future__ import annotations

import math
from collections import deque

RIVALS = 16
"""Claims of a cluster that a new claim is compared with: the last ones."""


def overlap(one: frozenset[str], two: frozenset[str], weight: dict[str, float]) -> float:
    """Weighted overlap: shared weight over the geometric mean of both weights."""
    first, second = total_of(one, weight), total_of(two, weight)
    return total_of(one & two, weight) / math.sqrt(first * second) if first and second else 0.0


def total_of(words: frozenset[str], weight: dict[str, float]) -> float:
    """The weight of words together, exactly rounded: the order of a set of words is another in every process."""
    return math.fsum([weight.get(word, 1.0) for word in words])


class Window:
    """What the last claims of a cluster have together, by which a claim that cannot join it is known at once."""

    __slots__ = ("least", "rivals", "words")

    def __init__(self) -> None:
        self.rivals: deque[tuple[frozenset[str], float]] = deque(maxlen=RIVALS)
        self.words: frozenset[str] = frozenset()
        self.least = 0.0

    def add(self, told: frozenset[str], weight: dict[str, float]) -> None:
        """``told`` are the words of the cluster's last claim; none where it only refers back."""
        gone = len(self.rivals) == RIVALS
        self.rivals.append((told, total_of(told, weight)))
        self.words = frozenset().union(*(words for words, _ in self.rivals)) if gone else self.words | told
        self.least = min((total for _, total in self.rivals if total), default=0.0)

    def most(self, words: frozenset[str], total: float, weight: dict[str, float]) -> float:
        """An upper bound on the likeness of a claim of these words; 0 where it shares fewer than two."""
        shared = self.words & words
        if len(shared) < 2 or not total or not self.least:
            return 0.0
        # A little above, since what it bounds is rounded elsewhere.
        return (1.0 + 1e-9) * total_of(shared, weight) / math.sqrt(total * self.least)
