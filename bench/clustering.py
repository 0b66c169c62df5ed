"""How long claims take to be clustered, on claims made from a seed: ``python -m bench.clustering 27751 300000``.

Claims are of many matters: each matter has words of its own and some that many share, as reports of a year have. Prints
the claims, seconds, clusters and a hash of who stands with whom.
"""

from __future__ import annotations

import hashlib
import random
import resource
import sys
import time

from overture.read.claim import ReadClaim
from overture.read.clusters.same import Mention, cluster

SEED = 20260
COMMON, RARE, NAMES = 1500, 60_000, 800
"""Words that many matters share, words of their own, and names of people and places."""


def mentions(number: int, seed: int = SEED) -> list[Mention]:
    """``number`` claims; one in six repeats an earlier matter in about its words."""
    draw = random.Random(seed)
    matters: list[list[str]] = []
    made = []
    for place in range(number):
        if matters and draw.random() < 1 / 6:
            words = [word for word in draw.choice(matters[-4000:]) if draw.random() < 0.8]
        else:
            words = [f"c{int(COMMON * draw.random() ** 2.2)}" for _ in range(draw.randint(3, 9))]
            words += [f"r{draw.randrange(RARE)}" for _ in range(draw.randint(0, 3))]
            words += [f"@n{int(NAMES * draw.random() ** 2)}" for _ in range(draw.randint(0, 2))]
            matters.append(words)
        claim = ReadClaim(f"c{place % 30:02d}", [], [(0, 1)], [(2, 9)], [f"n{place % 97}"], "official", "assert", "+", "CT", "clause", "speech")  # fmt: skip
        made.append(Mention(f"d{place // 30}", claim, frozenset(words)))
    return made


def main() -> None:
    for number in map(int, sys.argv[1:] or ["5000"]):
        made = mentions(number)
        start = time.process_time()
        groups = cluster(made)
        took = time.process_time() - start
        told = "\n".join(" ".join(f"{m.document}/{m.claim.id}" for m in group.mentions) for group in groups)
        digest = hashlib.sha256(told.encode()).hexdigest()[:12]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{number:,} claims: {took:.1f} s of one core, {len(groups):,} clusters, {digest}, {memory:,} MB at most"
        )


if __name__ == "__main__":
    main()
