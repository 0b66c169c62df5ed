"""Screening over a grid: what models share in which one who does not know the type makes an offer that some types refuse.

There are ``types`` equally likely types, each at the middle of its cell of an interval, and for each the offer that lies an eighth of
a cell on the better side of what that type would just accept, so that no type is indifferent. It is accepted by the types from that
one on, and refused by those before.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any


def middle(kind: int, types: int) -> Fraction:
    """Where a type stands in an interval of length 1, kinds counted from 1: the middle of its cell."""
    return Fraction(2 * kind - 1, 2 * types)


def margin(types: int) -> Fraction:
    """An eighth of a cell of an interval of length 1."""
    return Fraction(1, 8 * types)


def refusing_share(types: int, accepted: Callable[[int], Any], refused: Callable[[int], Any]) -> Fraction:
    """The share of types that refuse the best of the offers, each tried in turn.

    Args:
        types: how many there are. accepted: the first type that accepts -> what its offer is worth to who makes it.
        refused: type -> what it is worth to him if this type refuses.
    """

    def worth(first: int) -> Any:
        return sum(refused(kind) for kind in range(1, first)) + (types + 1 - first) * accepted(first)

    return Fraction(max(range(1, types + 1), key=worth) - 1, types)
