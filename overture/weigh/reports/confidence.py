"""How good the evidence is, apart from how likely anything is: number, agreement and access of the roots.

Community texts since the 2007 National Intelligence Estimate tie *high* confidence to the quality, the
number and the agreement of sources, to few assumptions and a low chance of deception; *moderate* to what
is credible and not corroborated enough; *low* to what is scant or comes from one source. The cuts are
conventions. What moves the answer counts, not what was filed: a source whose word means nothing, a copy
and a claim learnt from acts have no weight here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from overture.weigh.reports.contribution import RootShare

Level = Literal["high", "moderate", "low"]
Failed = Literal["silent", "number", "contradiction", "access", "alone", "fragility", "classes"]

SILENT = math.log(1.05)  # reports that move the log odds by less than this, all together, say nothing
CLOSE = 1e-9  # tolerance of every cut


@dataclass(frozen=True)
class AnalyticConfidence:
    """The level, and what it is read from.

    Attributes:
        failed: what kept it from the next higher level; empty where it is high.
        S: sum of the sizes of the roots' shares of the log odds.
        N: effective number of roots, ``S**2 / sum x**2`` (Laakso and Taagepera 1979). top: share of the
            strongest. contra: ``1 - |sum x| / S``, from 0 (all agree) to 1. acc: mean access, weighed by
            size, times the chance that a root is neither controlled nor shading. None where no root moves
            the answer at all.
        alone: whether the strongest root carries the reply, or the word for the belief, by itself.
        roots: strongest first.
    """

    level: Level
    failed: tuple[Failed, ...]
    S: float
    N: float | None
    top: float | None
    contra: float | None
    acc: float | None
    alone: bool
    roots: tuple[RootShare, ...]


def confidence(
    roots: Sequence[RootShare], *, alone: bool, fragility: float | None, same_over_classes: bool
) -> AnalyticConfidence:
    """The level of confidence.

    Args:
        roots: their shares of the log odds of the headline type against its strongest rival, now.
        alone: whether dropping the strongest root changes the reply or the word for the belief.
        fragility: joint fragility of the reply; None where nothing turns it.
        same_over_classes: whether the reply is the same for all weights of classes on the path.
    """
    ranked = tuple(sorted(roots, key=lambda root: -abs(root.x)))
    sizes = [abs(root.x) for root in ranked]
    total = sum(sizes)
    if total < SILENT - CLOSE:
        return AnalyticConfidence("low", ("silent",), total, *_quality(ranked, total), alone, ranked)
    number, top, contra, access = _quality(ranked, total)
    assert number is not None
    assert contra is not None
    assert access is not None

    def short(least: float, most: float, placed: float) -> tuple[Failed, ...]:
        checks: list[tuple[Failed, bool]] = [
            ("number", number >= least - CLOSE),
            ("contradiction", contra <= most + CLOSE),
            ("access", access >= placed - CLOSE),
            ("alone", not alone),
        ]
        return tuple(name for name, passed in checks if not passed)

    below_high = short(3.0, 0.2, 0.7)
    if fragility is not None and fragility < 0.25 - CLOSE:
        below_high = (*below_high, "fragility")
    if not same_over_classes:
        below_high = (*below_high, "classes")
    below_moderate = short(1.8, 0.5, 0.4)
    level: Level = "low" if below_moderate else "moderate" if below_high else "high"
    return AnalyticConfidence(
        level, below_moderate or below_high, total, number, top, contra, access, alone, ranked
    )


def _quality(
    roots: Sequence[RootShare], total: float
) -> tuple[float | None, float | None, float | None, float | None]:
    """(N, top, contra, acc); None for each where no root has weight."""
    if total <= CLOSE:
        return None, None, None, None
    return (
        total**2 / sum(root.x**2 for root in roots),
        max(abs(root.x) for root in roots) / total,
        max(1.0 - abs(sum(root.x for root in roots)) / total, 0.0),
        sum(abs(root.x) * root.access * max(1.0 - root.bent, 0.0) for root in roots) / total,
    )
