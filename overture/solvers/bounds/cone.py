"""The extreme rays of a cone, exactly: double description over the integers.

Motzkin, Raiffa, Thompson and Thrall 1953; adjacency by shared faces as in Fukuda and Prodon 1996,
"Double description method revisited", proposition 7. Rays are integer vectors without a common
factor; only the adjacency test, which looks at sets of faces, is compiled.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd

import numpy as np
from numpy.typing import NDArray

from overture.errors import SolveError

MOST_PAIRS = 3_000_000  # of rays looked at for one cut

Ray = tuple[int, ...]


def extreme_rays(
    size: int, equal: Sequence[Sequence[int]], above: Sequence[Sequence[int]], most: int, title: str
) -> tuple[list[Ray], NDArray[np.bool_]]:
    """Extreme rays of ``{y >= 0, equal . y = 0, above . y >= 0}``, and the faces on which each lies.

    Args:
        size: number of coordinates.
        equal, above: integer rows.
        most: rays that there may be, on the way and at the end.
        title: the game, for the message.

    Returns:
        the rays, and [ray, face]: coordinates, then ``equal``, then ``above``, in the order given.

    Raises:
        SolveError: more rays than ``most``, or too many pairs of them.
    """
    from overture.solvers.bounds._cone import BITS, adjacent

    faces = size + len(equal) + len(above)
    words = faces // BITS + 1
    rays: list[Ray] = [tuple(int(at == on) for on in range(size)) for at in range(size)]
    tight = np.zeros((size, words), dtype=np.int64)
    for ray in range(size):
        for face in range(size):
            if face != ray:
                tight[ray, face // BITS] |= 1 << (face % BITS)
    for number, row in enumerate([*equal, *above]):
        face = size + number
        used = [(at, cell) for at, cell in enumerate(row) if cell]
        value = [sum(cell * ray[at] for at, cell in used) for ray in rays]
        sign = np.array([(each > 0) - (each < 0) for each in value])
        high, low = np.flatnonzero(sign > 0), np.flatnonzero(sign < 0)
        if len(high) * len(low) > MOST_PAIRS:
            raise _too_many(title, most)
        pairs = np.empty((2, most + 1), dtype=np.int64)
        count = adjacent(tight, high, low, size - 2, pairs[0], pairs[1])
        kept = np.flatnonzero(sign == 0 if number < len(equal) else sign >= 0)
        if len(kept) + count > most:
            raise _too_many(title, most)
        pairs = pairs[:, :count]
        fresh: list[Ray] = []
        for one, two in pairs.T.tolist():
            up, down = value[one], -value[two]
            mixed = [up * b + down * a for a, b in zip(rays[one], rays[two], strict=True)]
            factor = gcd(*mixed)
            fresh.append(tuple(each // factor for each in mixed))
        mark = np.zeros(words, dtype=np.int64)
        mark[face // BITS] = 1 << (face % BITS)
        old = tight[kept]
        old[sign[kept] == 0] |= mark
        rays = [rays[at] for at in kept.tolist()] + fresh
        tight = np.concatenate((old, tight[pairs[0]] & tight[pairs[1]] | mark))
    table = np.zeros((len(rays), faces), dtype=bool)
    for face in range(faces):
        table[:, face] = (tight[:, face // BITS] >> (face % BITS)) & 1 > 0
    return rays, table


def _too_many(title: str, most: int) -> SolveError:
    return SolveError.of(
        "extreme/corners",
        f"a set of replies with more than {most} corners, or too many to compare",
        title,
        mend="use `overture equilibria`, or bounds by integer programming",
    )
