"""The two polytopes of an equilibrium of a signalling game with given supports: what the types send, and the answers.

With the supports fixed the conditions on the sender's mixture are those that make the receiver willing, and the
conditions on the receiver's mixture are those that make the sender willing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from math import gcd

from overture.solvers.all.algebra.vertices import ZERO, Point, Ray, extreme, fraction
from overture.solvers.all.signalling.game import SignallingGame

Pair = tuple[int, int]


@dataclass(frozen=True)
class Polytope:
    """Mixtures that satisfy some conditions, by their corners.

    Attributes:
        corners: each [first of a place][second].
        used: the places that are above zero at some corner.
        level: the rivals whose inequality is an equation at every corner.
    """

    corners: tuple[tuple[Point, ...], ...]
    used: frozenset[Pair]
    level: frozenset[Pair]


@dataclass(frozen=True)
class Conditions:
    """A polytope of mixtures: [row] coefficients of the places, then a constant; zero, or at least zero.

    Attributes:
        place: what each coordinate is: (type, message) of the sender, (message, response) of the receiver.
        rivals: what each row of ``above`` bars: (message, response) as a better answer, (type, message) as a better
            message.
    """

    place: tuple[Pair, ...]
    equal: tuple[tuple[Fraction, ...], ...]
    above: tuple[tuple[Fraction, ...], ...]
    rivals: tuple[Pair, ...]

    def polytope(self, widths: Sequence[int]) -> Polytope:
        """Its corners, with ``widths`` [first of a place] numbers in a row."""
        size = len(self.place) + 1
        rays = extreme(size, self.equal, self.above)
        everywhere = -1
        for _, tight in rays:
            everywhere &= tight
        tight_rows = everywhere >> (size + len(self.equal))
        return Polytope(
            tuple(self._rows([ray for ray, _ in rays], widths)),
            frozenset(each for at, each in enumerate(self.place) if not everywhere >> at & 1),
            frozenset(each for at, each in enumerate(self.rivals) if tight_rows >> at & 1),
        )

    def _rows(self, rays: list[Ray], widths: Sequence[int]) -> list[tuple[Point, ...]]:
        """The corners in rows. Many corners share a row, which is made once: a row is a mixture, and sums to one."""
        spans: dict[int, tuple[int, list[int]]] = {}
        for first, group in groupby(enumerate(self.place), key=lambda each: each[1][0]):
            here = list(group)
            spans[first] = here[0][0], [second for _, (_, second) in here]
        empty = [(ZERO,) * width for width in widths]
        known: dict[tuple[int, Ray], Point] = {}
        found = []
        for ray in rays:
            rows = list(empty)
            for first, (start, seconds) in spans.items():
                part = ray[start : start + len(seconds)]
                factor = gcd(*part)
                key = first, tuple(entry // factor for entry in part) if factor > 1 else part
                if key not in known:
                    row = list(empty[first])
                    for second, entry in zip(seconds, part, strict=True):
                        row[second] = fraction(entry, ray[-1])
                    known[key] = tuple(row)
                rows[first] = known[key]
            found.append(tuple(rows))
        return found


def sender_conditions(
    game: SignallingGame, support: tuple[frozenset[int], ...], replies: tuple[frozenset[int], ...]
) -> Conditions:
    """The mixtures over ``support`` that make ``replies`` best after sent messages."""
    place = [(t, m) for t, messages in enumerate(support) for m in sorted(messages)]
    equal = [[Fraction(int(u == t)) for u, _ in place] + [Fraction(-1)] for t in range(len(game.types))]
    above: list[list[Fraction]] = []
    rivals: list[tuple[int, int]] = []
    for m in sorted({m for _, m in place}):
        first = min(replies[m])
        for a in range(len(game.responses[m])):
            if a == first:
                continue
            row = [
                game.prior[t] * (game.worth(t, m)[first] - game.worth(t, m)[a]) if n == m else Fraction(0)
                for t, n in place
            ]
            (equal if a in replies[m] else above).append([*row, Fraction(0)])
            if a not in replies[m]:
                rivals.append((m, a))
    return Conditions(tuple(place), tuple(map(tuple, equal)), tuple(map(tuple, above)), tuple(rivals))


def sender_polytope(
    game: SignallingGame, support: tuple[frozenset[int], ...], replies: tuple[frozenset[int], ...]
) -> Polytope:
    """The mixtures [type][message] over ``support`` that make ``replies`` best after sent messages."""
    widths = [len(game.messages)] * len(game.types)
    return sender_conditions(game, support, replies).polytope(widths)


def receiver_conditions(
    game: SignallingGame, support: tuple[frozenset[int], ...], replies: tuple[frozenset[int], ...]
) -> Conditions:
    """The responses within ``replies`` that make ``support`` optimal."""
    place = [(m, a) for m, used in enumerate(replies) for a in sorted(used)]
    equal = [[Fraction(int(n == m)) for n, _ in place] + [Fraction(-1)] for m in range(len(game.messages))]
    above: list[list[Fraction]] = []
    rivals: list[tuple[int, int]] = []
    for t, messages in enumerate(support):
        base = min(messages)
        for m in range(len(game.messages)):
            if m == base or not game.can(t, m):
                continue
            row = []
            for n, a in place:
                if n == base:
                    row.append(game.gain(t, n)[a])
                elif n == m:
                    row.append(-game.gain(t, n)[a])
                else:
                    row.append(Fraction(0))
            (equal if m in messages else above).append([*row, Fraction(0)])
            if m not in messages:
                rivals.append((t, m))
    return Conditions(tuple(place), tuple(map(tuple, equal)), tuple(map(tuple, above)), tuple(rivals))


def receiver_polytope(
    game: SignallingGame, support: tuple[frozenset[int], ...], replies: tuple[frozenset[int], ...]
) -> Polytope:
    """The responses [message][response] within ``replies`` that make ``support`` optimal."""
    return receiver_conditions(game, support, replies).polytope([len(names) for names in game.responses])
