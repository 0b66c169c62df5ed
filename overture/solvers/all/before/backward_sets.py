"""What subgame perfect equilibria give, as sets: for ranges that hang on threats which are themselves ties.

The values [player] that the equilibria of a subgame can give form a union of polytopes, each written
here by its corners. A chance move adds them up. At a node, an action may be made by those equilibria
of its subgame that give the mover at least what the worst equilibrium after every other action gives
him: each polytope is cut there. Two actions may be mixed by equilibria that give the mover the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

MOST_PIECES = 64  # polytopes of one node
MOST_POINTS = 128  # corners of one polytope

Point = tuple[Fraction, ...]
Piece = tuple[Point, ...]  # a polytope, by points of which it is the hull


@dataclass(frozen=True)
class Outcomes:
    """Values of the equilibria of one subgame: a union of polytopes; a superset of them unless ``exact``."""

    pieces: tuple[Piece, ...]
    exact: bool = True

    def span(self, player: int) -> tuple[Fraction, Fraction]:
        """The least and the greatest value of a player."""
        values = [point[player] for piece in self.pieces for point in piece]
        return min(values), max(values)


def averaged(parts: list[tuple[Fraction, Outcomes]], players: int) -> Outcomes:
    """The values at a chance move, from its odds and the values after each branch."""
    pieces: list[Piece] = [((Fraction(0),) * players,)]
    exact = True
    for odds, part in parts:
        if not odds:
            continue
        exact &= part.exact
        sums = [
            _hull([tuple(x + odds * y for x, y in zip(a, b, strict=True)) for a in one for b in two])
            for one in pieces
            for two in part.pieces
        ]
        pieces, held = _bounded(sums)
        exact &= held
    return Outcomes(tuple(pieces), exact)


def chosen(children: list[Outcomes], player: int) -> Outcomes:
    """The values at a node of a player, from the values after each action."""
    least = [child.span(player)[0] for child in children]
    exact = all(child.exact for child in children)
    kept: list[list[Piece]] = []
    for at, child in enumerate(children):
        needed = max((low for other, low in enumerate(least) if other != at), default=None)
        parts = [_cut(piece, player, needed, None) for piece in child.pieces]
        kept.append([part for part in parts if part])
    used = [parts for parts in kept if parts]
    meetings = _meetings(used, player)
    mixed, sharp = _mixtures(used, player, meetings)
    # A piece in which the mover has one value is part of what it is mixed to.
    alone = [
        piece
        for parts in used
        for piece in parts
        if (piece[0][player], piece[0][player]) not in meetings or len({point[player] for point in piece}) > 1
    ]
    pieces, held = _bounded(alone + mixed)
    return Outcomes(tuple(pieces), exact and sharp and held)


def _meetings(used: list[list[Piece]], player: int) -> set[tuple[Fraction, Fraction]]:
    """Where the mover may have the same from two actions: (least, greatest) of what he has there."""
    spans = [
        (at, min(point[player] for point in piece), max(point[player] for point in piece))
        for at, parts in enumerate(used)
        for piece in parts
    ]
    return {
        (max(low, least), min(high, most))
        for at, (owner, low, high) in enumerate(spans)
        for other, least, most in spans[:at]
        if owner != other and max(low, least) <= min(high, most)
    }


def _mixtures(
    used: list[list[Piece]], player: int, meetings: set[tuple[Fraction, Fraction]]
) -> tuple[list[Piece], bool]:
    """What mixing several actions gives, and whether it is no more than that.

    All that is mixed is worth the same to the mover. Where this worth can vary, the hull of what is
    mixed is taken, which may be too much.
    """
    found: list[Piece] = []
    exact = True
    for low, high in sorted(meetings):
        exact &= low == high
        slices = [[cut for piece in parts if (cut := _cut(piece, player, low, high))] for parts in used]
        slices = [parts for parts in slices if parts]
        count = 1
        for parts in slices:
            count *= len(parts)
        if count > MOST_PIECES:
            slices = [[tuple(point for piece in parts for point in piece)] for parts in slices]
            exact = False
        found += [_hull([point for piece in choice for point in piece]) for choice in product(*slices)]
    return found, exact


def _cut(piece: Piece, player: int, low: Fraction | None, high: Fraction | None) -> Piece:
    """The part of a polytope in which a player has at least ``low`` and at most ``high``; empty if none."""
    points = list(piece)
    for bound, sign in ((low, 1), (high, -1)):
        if bound is None:
            continue
        inside = [point for point in points if sign * (point[player] - bound) >= 0]
        outside = [point for point in points if sign * (point[player] - bound) < 0]
        if not outside:
            continue
        for one in inside.copy():
            for two in outside:
                share = (one[player] - bound) / (one[player] - two[player])
                inside.append(tuple(x + share * (y - x) for x, y in zip(one, two, strict=True)))
        points = inside
    return _hull(points) if points else ()


def _hull(points: list[Point]) -> Piece:
    """The points without doubles; for one or two players without those that are no corners."""
    found = sorted(set(points))
    if len(found) < 3 or len(found[0]) > 2:
        return tuple(found)
    if len(found[0]) == 1:
        return (found[0], found[-1])
    ends = []
    for line in (found, found[::-1]):
        chain: list[Point] = []
        for point in line:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        ends += chain[:-1]
    return tuple(ends)


def _turn(a: Point, b: Point, c: Point) -> Fraction:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _bounded(pieces: list[Piece]) -> tuple[list[Piece], bool]:
    """The pieces, different ones only; where they are too many or too large, a box around all of them."""
    found = list(dict.fromkeys(pieces))
    points = {point for piece in found for point in piece}
    whole = next((piece for piece in found if points <= set(piece)), None)
    if whole is not None:
        found = [whole]
    if len(found) <= MOST_PIECES and max(map(len, found)) <= MOST_POINTS:
        return found, True
    spans = [(min(axis), max(axis)) for axis in zip(*points, strict=True)]
    if (
        len(spans) > 6
    ):  # a box has too many corners: the ends of its axes through one point would not cover it
        return [tuple(points)], False
    return [tuple(sorted(set(product(*spans))))], False


__all__ = ["Outcomes", "averaged", "chosen"]
