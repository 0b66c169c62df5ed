"""Labels that stand for one thing each."""

from __future__ import annotations

from collections import Counter


def told_apart(pairs: list[tuple[int, str]]) -> list[str]:
    """The labels of (owner, label), those that an owner has more than once told apart by ``_1``, ``_2``."""
    many = Counter(pairs)
    taken = set(pairs)
    count: Counter[tuple[int, str]] = Counter()
    found = []
    for owner, label in pairs:
        told = label
        if label and many[(owner, label)] > 1:
            while (owner, told) in taken:
                count[(owner, label)] += 1
                told = f"{label}_{count[(owner, label)]}"
            taken.add((owner, told))
        found.append(told)
    return found
