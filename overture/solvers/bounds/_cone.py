"""Kernel of cone.py: which pairs of a cone's extreme rays lie on a common face of dimension two."""

from __future__ import annotations

from typing import Any

import numpy as np

from overture._kernel import kernel

BITS = 62  # faces per word of a mask


@kernel
def adjacent(tight: Any, above: Any, below: Any, least: int, first: Any, second: Any) -> int:
    """Fill ``first``, ``second`` with pairs (of ``above``, of ``below``) of adjacent rays; how many there are.

    Two rays are adjacent if no third lies on every face that they share. ``tight`` [ray, word] are
    masks of faces; fewer than ``least`` shared faces exclude adjacency at once. Filling stops where
    the arrays end, counting does not.
    """
    words = tight.shape[1]
    shared = np.empty(words, dtype=np.int64)
    found = 0
    for one in above:
        for two in below:
            faces = 0
            for word in range(words):
                both = tight[one, word] & tight[two, word]
                shared[word] = both
                while both:
                    both &= both - 1
                    faces += 1
            if faces < least:
                continue
            count = 0
            for third in range(len(tight)):
                inside = True
                for word in range(words):
                    if tight[third, word] & shared[word] != shared[word]:
                        inside = False
                        break
                if inside:
                    count += 1
                    if count > 2:
                        break
            if count == 2:
                if found < len(first):
                    first[found], second[found] = one, two
                found += 1
    return found
