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

from overture.solvers.all.algebra.vertices import ONE, ZERO, Point, Ray, extreme, fraction
from overture.solvers.all.signalling.game import SignallingGame, Threats, dot

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
            row = [game.stake[t][m][first] - game.stake[t][m][a] if n == m else ZERO for t, n in place]
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
    game: SignallingGame,
    support: tuple[frozenset[int], ...],
    replies: tuple[frozenset[int], ...],
    messages: Sequence[int],
) -> Conditions:
    """The responses within ``replies`` to these messages, all those sent among them, that make ``support`` optimal."""
    place = [(m, a) for m in messages for a in sorted(replies[m])]
    equal = [[Fraction(int(n == m)) for n, _ in place] + [Fraction(-1)] for m in messages]
    above: list[list[Fraction]] = []
    rivals: list[tuple[int, int]] = []
    for t, sent in enumerate(support):
        base = min(sent)
        for m in messages:
            if m == base or not game.can(t, m):
                continue
            row = []
            for n, a in place:
                if n == base:
                    row.append(game.gain(t, n)[a])
                elif n == m:
                    row.append(-game.gain(t, n)[a])
                else:
                    row.append(ZERO)
            (equal if m in sent else above).append([*row, ZERO])
            if m not in sent:
                rivals.append((t, m))
    return Conditions(tuple(place), tuple(map(tuple, equal)), tuple(map(tuple, above)), tuple(rivals))


def threat_conditions(
    game: SignallingGame, levels: Sequence[Fraction], replies: frozenset[int], m: int
) -> Conditions:
    """The responses within ``replies`` to message m by which no type [type] gets more than its level."""
    place = [(m, a) for a in sorted(replies)]
    rivals = [(t, m) for t in range(len(levels)) if game.can(t, m)]
    above = [(*(-game.gain(t, m)[a] for _, a in place), levels[t]) for t, _ in rivals]
    total = (*(ONE for _ in place), -ONE)
    return Conditions(tuple(place), (total,), tuple(above), tuple(rivals))


def levels_of(
    game: SignallingGame, support: tuple[frozenset[int], ...], response: tuple[Point, ...]
) -> tuple[Fraction, ...]:
    """[type] what it gets by a message that it sends."""
    return tuple(dot(game.gain(t, m), response[m]) for t, m in enumerate(map(min, support)))


@dataclass(frozen=True)
class Responses:
    """The receiver's responses that make some support optimal: a product of polytopes.

    Where the answers on the path are a point, what may be threatened after one unsent message has nothing to do
    with the threats after another.

    Attributes:
        threats: the corners.
        used, level: as of a :class:`Polytope`.
    """

    threats: Threats
    used: frozenset[Pair]
    level: frozenset[Pair]


class Receiver:
    """The polytopes of a receiver's responses in one game; those that many supports share are made once."""

    def __init__(self, game: SignallingGame) -> None:
        self.game = game
        self._played: dict[tuple[object, ...], Polytope] = {}
        self._threats: dict[tuple[object, ...], Polytope] = {}

    def answers(
        self, support: tuple[frozenset[int], ...], replies: tuple[frozenset[int], ...]
    ) -> Responses | None:
        """The responses within ``replies`` that make ``support`` optimal; None where there are none."""
        game = self.game
        widths = [len(names) for names in game.responses]
        sent = sorted(frozenset[int]().union(*support))
        key = support, tuple(replies[m] for m in sent)
        if key not in self._played:
            self._played[key] = _of(receiver_conditions(game, support, replies, sent), widths)
        parts = [self._played[key]]
        unsent = [m for m in range(len(widths)) if m not in sent]
        if len(parts[0].corners) > 1 and unsent:
            parts = [_of(receiver_conditions(game, support, replies, range(len(widths))), widths)]
        elif parts[0].corners:
            levels = levels_of(game, support, parts[0].corners[0])
            for m in unsent:
                each = m, replies[m], levels
                if each not in self._threats:
                    self._threats[each] = _of(threat_conditions(game, levels, replies[m], m), widths)
                parts.append(self._threats[each])
        if not all(part.corners for part in parts):
            return None
        nothing = frozenset[Pair]()
        return Responses(
            Threats(tuple(part.corners for part in parts)),
            nothing.union(*(part.used for part in parts)),
            nothing.union(*(part.level for part in parts)),
        )


def _of(conditions: Conditions, widths: Sequence[int]) -> Polytope:
    """The polytope of some messages; the rows of the others are empty."""
    here = {m for m, _ in conditions.place}
    return conditions.polytope([width if m in here else 0 for m, width in enumerate(widths)])
