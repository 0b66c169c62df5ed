"""IC and D1 in small signalling games whose receiver has types too, from the definitions and by arithmetic of its own.

Two types of the sender, any number of the receiver, two replies. The belief about the sender after a
message is one number, the chance of the first type. What a type of the receiver prefers changes at one
belief, so that finitely many beliefs stand for all: the ends, those at which somebody is indifferent,
and one between each two. At each of them what the two types of the sender gain by the message, over all
mixed best replies, is a polygon in the plane. Every question of the tests is whether a polygon has a point in
a half plane or a quarter of the plane.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

Plane = tuple[Fraction, Fraction]
Table = list[list[list[list[Fraction]]]]


@dataclass(frozen=True)
class Game:
    """Both draw their types together, the sender moves, the receiver replies.

    Attributes:
        prior: [t][r]. sender, receiver: [t][r][message][reply] payoffs.
    """

    prior: list[list[Fraction]]
    sender: Table
    receiver: Table

    @property
    def messages(self) -> range:
        """The messages."""
        return range(len(self.sender[0][0]))

    def efg(self, receiver_first: bool = False, after: bool = False) -> str:
        """A file: types drawn in one of two orders, or the receiver's after the message."""
        rows = ['EFG 2 R "types on both sides" { "S" "R" }']
        kinds, others = range(len(self.prior)), range(len(self.prior[0]))
        number = iter(range(1, 10**6))

        def draw(name: str, odds: dict[str, Fraction]) -> None:
            total = sum(odds.values())
            branches = " ".join(f'"{word}" {share / total}' for word, share in odds.items())
            rows.append(f'c "" {next(number)} "{name}" {{ {branches} }} 0')

        def send(t: int) -> None:
            words = " ".join(f'"m{m}"' for m in self.messages)
            rows.append(f'p "" 1 {t + 1} "t{t}" {{ {words} }} 0')

        def reply(t: int, r: int, m: int) -> None:
            place = 1 + r * len(self.messages) + m
            rows.append(f'p "" 2 {place} "r{r} m{m}" {{ "a0" "a1" }} 0')
            for a in (0, 1):
                paid = self.sender[t][r][m][a], self.receiver[t][r][m][a]
                rows.append(f't "" {next(number)} "" {{ {paid[0]}, {paid[1]} }}')

        if after:
            draw("sender", {f"t{t}": sum(self.prior[t], Fraction(0)) for t in kinds})
            for t in kinds:
                send(t)
                for m in self.messages:
                    draw("receiver", {f"r{r}": self.prior[t][r] for r in others})
                    for r in others:
                        reply(t, r, m)
            return "\n".join(rows)
        table = [[self.prior[t][r] for r in others] for t in kinds]
        if receiver_first:
            table = [list(row) for row in zip(*table, strict=True)]
        names = ("r", "t") if receiver_first else ("t", "r")
        draw("first", {f"{names[0]}{i}": sum(row, Fraction(0)) for i, row in enumerate(table)})
        for i, row in enumerate(table):
            draw("second", {f"{names[1]}{j}": share for j, share in enumerate(row)})
            for j in range(len(row)):
                t, r = (j, i) if receiver_first else (i, j)
                send(t)
                for m in self.messages:
                    reply(t, r, m)
        return "\n".join(rows)

    def likely(self, t: int, r: int) -> Fraction:
        """The chance of a type of the receiver, once one knows a type of the sender."""
        return self.prior[t][r] / sum(self.prior[t])

    def met(self, r: int) -> list[int]:
        """Types of the sender whom a type of the receiver can meet."""
        return [t for t in (0, 1) if self.prior[t][r]]

    def lead(self, r: int, m: int, t: int) -> Fraction:
        """By how much a type of the receiver who knows the sender's type prefers the second reply."""
        row = self.receiver[t][r][m]
        return row[1] - row[0]

    def best(self, r: int, m: int, first: Fraction) -> list[int]:
        """Best replies where the first type has this chance, before the receiver thinks of his own type."""
        if len(self.met(r)) == 1:
            lead = self.lead(r, m, self.met(r)[0])
        else:
            lead = first * self.likely(0, r) * self.lead(r, m, 0)
            lead += (1 - first) * self.likely(1, r) * self.lead(r, m, 1)
        return [0, 1] if not lead else [int(lead > 0)]

    def beliefs(self, m: int) -> list[Fraction]:
        """Beliefs that stand for all of them."""
        marks = {Fraction(0), Fraction(1)}
        for r in range(len(self.prior[0])):
            one, two = self.likely(0, r) * self.lead(r, m, 0), self.likely(1, r) * self.lead(r, m, 1)
            if one * two < 0:
                marks.add(two / (two - one))
        spots = sorted(marks)
        return sorted([*spots, *((a + b) / 2 for a, b in pairwise(spots))])


def polygons(game: Game, m: int, now: Plane, believed: list[int]) -> list[list[Plane]]:
    """What the two types gain by a message, for each belief on ``believed`` that counts."""
    beliefs = (
        {0: [Fraction(1)], 1: [Fraction(0)]}.get(believed[0], []) if len(believed) == 1 else game.beliefs(m)
    )
    found = []
    for first in beliefs:
        corners: list[Plane] = [(-now[0], -now[1])]
        for r in range(len(game.prior[0])):
            steps = [
                (game.likely(0, r) * game.sender[0][r][m][a], game.likely(1, r) * game.sender[1][r][m][a])
                for a in game.best(r, m, first)
            ]
            corners = [(x + dx, y + dy) for x, y in corners for dx, dy in steps]
        found.append(hull(corners))
    return found


def hull(points: list[Plane]) -> list[Plane]:
    """Corners of the convex hull, in order around it."""
    rows = sorted(set(points))
    if len(rows) < 3:
        return rows

    def half(row: list[Plane]) -> list[Plane]:
        out: list[Plane] = []
        for p in row:
            while len(out) > 1 and turn(out[-2], out[-1], p) <= 0:
                out.pop()
            out.append(p)
        return out[:-1]

    return half(rows) + half(rows[::-1])


def turn(a: Plane, b: Plane, c: Plane) -> Fraction:
    """Positive where a, b, c turn to the left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def cut(shape: list[Plane], axis: int, sign: int) -> list[Plane]:
    """The part of a polygon (or a segment, or a point) where sign * coordinate is not negative."""
    kept = []
    for at, here in enumerate(shape):
        after = shape[(at + 1) % len(shape)]
        one, two = sign * here[axis], sign * after[axis]
        if one >= 0:
            kept.append(here)
        if one * two < 0:
            share = one / (one - two)
            kept.append((here[0] + share * (after[0] - here[0]), here[1] + share * (after[1] - here[1])))
    return kept


def passes(game: Game, m: int, now: Plane) -> tuple[bool, bool]:
    """(intuitive, D1) at an unsent message, for types that get ``now``."""
    shapes = polygons(game, m, now, [0, 1])
    most = [max(point[t] for shape in shapes for point in shape) for t in (0, 1)]
    out = [t for t in (0, 1) if most[t] < 0]
    intuitive = True
    if len(out) == 1:
        t = 1 - out[0]
        intuitive = min(point[t] for shape in polygons(game, m, now, [t]) for point in shape) <= 0
    struck = [
        t for t in (0, 1) if most[1 - t] > 0 and not any(cut(cut(shape, t, 1), 1 - t, -1) for shape in shapes)
    ]
    d1 = True
    if len(struck) == 1:
        left = polygons(game, m, now, [1 - struck[0]])
        d1 = any(cut(cut(shape, 0, -1), 1, -1) for shape in left)
    return intuitive, d1


def verdicts(
    game: Game, sends: list[list[Fraction]], replies: list[list[list[Fraction]]]
) -> tuple[bool, bool]:
    """(intuitive, D1) of an equilibrium: sends[t][m], replies[r][m][a]."""

    def worth(t: int, m: int) -> Fraction:
        return sum(
            (
                game.likely(t, r) * replies[r][m][a] * game.sender[t][r][m][a]
                for r in range(len(game.prior[0]))
                for a in (0, 1)
            ),
            Fraction(0),
        )

    now = [max(worth(t, m) for m in game.messages if sends[t][m]) for t in (0, 1)]
    told = [passes(game, m, (now[0], now[1])) for m in game.messages if not (sends[0][m] or sends[1][m])]
    return all(each[0] for each in told), all(each[1] for each in told)
