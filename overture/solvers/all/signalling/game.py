"""Signalling games, and what a component of their equilibria is, in exact arithmetic.

Chance picks a type, the sender sees it and sends a message, the receiver sees the message and
responds. With the supports fixed (who may send what, how each message may be answered) the
conditions on the sender's mixture are those that make the receiver willing, and the conditions on
the receiver's mixture are those that make the sender willing: two separate polytopes. A component
is a product of two such polytopes; where several sets of threats after unsent messages carry the
same play, the second factor is the union of some polytopes (``threats``).

In this class of games a perfect Bayesian equilibrium is a sequential equilibrium (Fudenberg and
Tirole 1991, Proposition 3.1: two types or two periods).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product

import numpy as np

from overture.games.measured.evaluation import mixed
from overture.solvers.all.algebra.vertices import Point, Ray, corners, middle
from overture.solvers.all.classes import class_of
from overture.solvers.all.signalling.told import component_html, component_text

Grid = tuple[tuple[tuple[Fraction, ...] | None, ...], ...]


@dataclass(frozen=True)
class SignallingGame:
    """Numbers of a signalling game. None in place of responses: the type cannot send the message.

    Attributes:
        prior: [type], positive.
        sender: [type][message][response] the sender's payoff.
        receiver: [type][message][response] the receiver's payoff.
        types, messages: names; responses: [message][response] names. A message that ends the game has
            one response.
    """

    prior: tuple[Fraction, ...]
    sender: Grid
    receiver: Grid
    types: tuple[str, ...]
    messages: tuple[str, ...]
    responses: tuple[tuple[str, ...], ...]
    players: tuple[str, str] = ("sender", "receiver")

    def can(self, t: int, m: int) -> bool:
        """Whether the type has the message."""
        return self.sender[t][m] is not None

    def gain(self, t: int, m: int) -> tuple[Fraction, ...]:
        """[response] what the sender gets; the type must have the message."""
        row = self.sender[t][m]
        assert row is not None
        return row

    def worth(self, t: int, m: int) -> tuple[Fraction, ...]:
        """[response] what the receiver gets; the type must have the message."""
        row = self.receiver[t][m]
        assert row is not None
        return row

    @cached_property
    def faces(self) -> tuple[tuple[frozenset[int], ...], ...]:
        """[message] the maximal sets of responses that are best replies to one belief together."""
        everyone = range(len(self.types))
        return tuple(best_reply_faces(self, m, everyone) for m in range(len(self.messages)))

    @cached_property
    def faces_for(self) -> dict[tuple[int, tuple[int, ...]], tuple[frozenset[int], ...]]:
        """(message, types) -> what :func:`best_reply_faces` found."""
        return {}

    @cached_property
    def beliefs_known(self) -> dict[tuple[int, frozenset[int], tuple[int, ...]], tuple[Point, ...]]:
        """(message, replies, types) -> what :func:`beliefs_for` found."""
        return {}

    @cached_property
    def leads_known(self) -> dict[tuple[tuple[Fraction, ...], int], dict[int, Ray]]:
        """(utilities, message) -> what the types gain by the message, as a refinement asks for it."""
        return {}

    @cached_property
    def stake(self) -> tuple[tuple[tuple[Fraction, ...], ...], ...]:
        """[type][message][response] what the receiver gets from the type, times its prior; no number without the message."""
        return tuple(
            tuple(tuple(share * x for x in row) if row is not None else () for row in rows)
            for share, rows in zip(self.prior, self.receiver, strict=True)
        )

    @cached_property
    def replies_for(self) -> dict[tuple[int, tuple[int, ...]], tuple[int, ...]]:
        """(message, types) -> what :func:`best_to_prior` found."""
        return {}


def best_reply_faces(game: SignallingGame, m: int, believed: range | list[int]) -> tuple[frozenset[int], ...]:
    """Maximal sets of responses to message m that are best together for a belief on ``believed``.

    They are the tight sets at the corners of the upper envelope of the receiver's payoffs.
    """
    senders = tuple(t for t in believed if game.can(t, m))
    known = game.faces_for.get((m, senders))
    if known is None:
        known = game.faces_for[m, senders] = _best_reply_faces(game, m, senders)
    return known


def _best_reply_faces(game: SignallingGame, m: int, senders: tuple[int, ...]) -> tuple[frozenset[int], ...]:
    count = len(game.responses[m])
    if not senders:
        return (frozenset(range(count)),)
    shift = min(min(game.worth(t, m)) for t in senders) - 1
    height = len(senders)
    size = height + 2
    total = [Fraction(1)] * height + [Fraction(0), Fraction(-1)]
    above = [
        [shift - game.worth(t, m)[a] for t in senders] + [Fraction(1), Fraction(0)] for a in range(count)
    ]
    tight: set[frozenset[int]] = set()
    for point in corners(size, [total], above):
        values = [sum(b * row for b, row in zip(point, above[a], strict=False)) for a in range(count)]
        tight.add(frozenset(a for a in range(count) if values[a] == 0))
    return tuple(sorted((s for s in tight if not any(s < o for o in tight)), key=sorted))


def best_to_prior(game: SignallingGame, m: int, group: tuple[int, ...]) -> tuple[int, ...]:
    """Best replies to message m from one of these types, who are as likely as before."""
    known = game.replies_for.get((m, group))
    if known is None:
        worth = [
            sum((game.stake[t][m][a] for t in group), Fraction(0)) for a in range(len(game.responses[m]))
        ]
        most = max(worth)
        known = game.replies_for[m, group] = tuple(a for a, x in enumerate(worth) if x == most)
    return known


def beliefs_for(
    game: SignallingGame, m: int, replies: frozenset[int], believed: range | list[int]
) -> tuple[Point, ...]:
    """Corners of the beliefs (on all types) for which each of ``replies`` is best after message m."""
    senders = tuple(t for t in believed if game.can(t, m))
    known = game.beliefs_known.get((m, replies, senders))
    if known is None:
        known = game.beliefs_known[m, replies, senders] = _beliefs_for(game, m, replies, senders)
    return known


def _beliefs_for(
    game: SignallingGame, m: int, replies: frozenset[int], senders: tuple[int, ...]
) -> tuple[Point, ...]:
    size = len(senders) + 1
    first = min(replies)
    equal = [[Fraction(1)] * len(senders) + [Fraction(-1)]]
    above: list[list[Fraction]] = []
    for a in range(len(game.responses[m])):
        if a != first:
            row = [game.worth(t, m)[first] - game.worth(t, m)[a] for t in senders] + [Fraction(0)]
            (equal if a in replies else above).append(row)
    found = []
    for point in corners(size, equal, above):
        full = [Fraction(0)] * len(game.types)
        for t, share in zip(senders, point, strict=True):
            full[t] = share
        found.append(tuple(full))
    return tuple(found)


@dataclass(frozen=True)
class Threats:
    """The corners of a product of polytopes of responses, each over messages of its own.

    Attributes:
        parts: [part][corner][message][response]; no response where the message is another part's.
    """

    parts: tuple[tuple[tuple[Point, ...], ...], ...]

    def __iter__(self) -> Iterator[tuple[Point, ...]]:
        """The corners [message][response], in the order of their coordinates."""
        return self._crossed(self.parts)

    def _crossed(self, parts: Iterable[Sequence[tuple[Point, ...]]]) -> Iterator[tuple[Point, ...]]:
        home = [next(at for at, part in enumerate(self.parts) if part[0][m]) for m in range(self._width)]
        for chosen in product(*parts):
            yield tuple(chosen[at][m] for m, at in enumerate(home))

    @property
    def _width(self) -> int:
        return len(self.parts[0][0])

    def differing(self, messages: Iterable[int]) -> Iterator[tuple[Point, ...]]:
        """A corner for each way to answer some messages; corners that share an answer share the object."""
        kept = []
        for part in self.parts:
            first: dict[tuple[int, ...], tuple[Point, ...]] = {}
            for corner in part:
                first.setdefault(tuple(id(corner[m]) for m in messages if corner[m]), corner)
            kept.append(tuple(first.values()))
        return self._crossed(kept)

    @cached_property
    def simplest(self) -> tuple[int, tuple[Point, ...]]:
        """The corner that uses the fewest responses, the first of them; and how many it uses."""
        size: dict[int, int] = {}  # [row, by the object: corners share rows] how many responses it uses
        fewest = []
        for part in self.parts:
            for corner in part:
                for row in corner:
                    if id(row) not in size:
                        size[id(row)] = sum(1 for x in row if x)
            counts = [sum(size[id(row)] for row in corner) for corner in part]
            least = min(counts)
            fewest.append((least, part[counts.index(least)]))
        return sum(least for least, _ in fewest), next(self._crossed([[corner] for _, corner in fewest]))


@dataclass(frozen=True, repr=False)
class Component:
    """A maximal set of equilibria: every mixture in ``mixing`` with every response in a piece of ``threats``.

    Attributes:
        support: [type] the messages that the type may send.
        mixing: corners of the sender's polytope, each [type][message].
        threats: the pieces.
        replies: [piece][message] the responses that may be used.
        label: the class.
    """

    game: SignallingGame
    support: tuple[frozenset[int], ...]
    mixing: tuple[tuple[Point, ...], ...]
    threats: tuple[Threats, ...]
    replies: tuple[tuple[frozenset[int], ...], ...]

    def __repr__(self) -> str:
        return component_text(self)

    def _repr_html_(self) -> str:
        return component_html(self)

    @cached_property
    def mixture(self) -> tuple[Point, ...]:
        """[type][message] the sender's representative: the middle of the corners."""
        flat = [tuple(x for row in corner for x in row) for corner in self.mixing]
        centre = middle(flat)
        width = len(self.game.messages)
        return tuple(centre[t * width : (t + 1) * width] for t in range(len(self.game.types)))

    @cached_property
    def sent(self) -> tuple[int, ...]:
        """Messages that some type sends in the representative."""
        return tuple(m for m in range(len(self.game.messages)) if any(row[m] for row in self.mixture))

    @cached_property
    def response(self) -> tuple[Point, ...]:
        """[message][response] the receiver's representative: a corner with the fewest mixtures."""
        return min(piece.simplest for piece in self.threats)[1]

    @cached_property
    def belief(self) -> tuple[Point, ...]:
        """[message][type] the representative's beliefs; off the path the middle of those that allow it."""
        found = []
        for m in range(len(self.game.messages)):
            weight = [self.game.prior[t] * self.mixture[t][m] for t in range(len(self.game.types))]
            total = sum(weight)
            if total:
                found.append(tuple(w / total for w in weight))
                continue
            allowed = self.belief_set(m, self.response)
            found.append(middle(allowed) if allowed else tuple(Fraction(0) for _ in self.game.types))
        return tuple(found)

    def belief_set(self, m: int, response: tuple[Point, ...]) -> tuple[Point, ...]:
        """Corners of the beliefs after m under which ``response`` is a best reply there."""
        used = frozenset(a for a, share in enumerate(response[m]) if share)
        return beliefs_for(self.game, m, used, range(len(self.game.types)))

    def utility(self, response: tuple[Point, ...]) -> tuple[Fraction, ...]:
        """[type] what the types get in equilibrium when the receiver responds so."""
        return tuple(dot(self.game.gain(t, m), response[m]) for t, m in enumerate(map(min, self.support)))

    @cached_property
    def utilities(self) -> tuple[tuple[Fraction, ...], ...]:
        """What the types get at the corners of the threats, each once, in the order of the corners."""
        asked = frozenset(map(min, self.support))
        differing = (corner for piece in self.threats for corner in piece.differing(asked))
        return tuple(dict.fromkeys(map(self.utility, differing)))

    def played(self, at: int) -> frozenset[tuple[Point, ...]]:
        """[sent message] the answers at the corners of a piece, each once."""
        return frozenset(
            tuple(corner[m] for m in self.sent) for corner in self.threats[at].differing(self.sent)
        )

    def value(self, mixture: tuple[Point, ...], response: tuple[Point, ...]) -> tuple[Fraction, Fraction]:
        """Expected payoffs (sender, receiver)."""
        totals = [Fraction(0), Fraction(0)]
        for t, share in enumerate(self.game.prior):
            for m, sends in enumerate(mixture[t]):
                if sends:
                    totals[0] += share * sends * dot(self.game.gain(t, m), response[m])
                    totals[1] += share * sends * dot(self.game.worth(t, m), response[m])
        return totals[0], totals[1]

    @property
    def is_point(self) -> bool:
        """Whether play on the path is a single point (threats off it may still range)."""
        if len(self.mixing) > 1:
            return False
        return len(frozenset[tuple[Point, ...]]().union(*map(self.played, range(len(self.threats))))) == 1

    @cached_property
    def label(self) -> str:
        """The class, as :mod:`overture.solvers.all.classes` names it."""
        return label_of(self.game, self.mixture, self.response)


def label_of(game: SignallingGame, mixture: tuple[Point, ...], response: tuple[Point, ...]) -> str:
    """The class of a sender's behaviour, by what the receiver learns from the messages."""
    used = [m for m in range(len(game.messages)) if any(row[m] for row in mixture)]
    # The messages sent differ in nothing but their name: what is learned is not acted on.
    free = len({(game.responses[m], response[m]) for m in used}) == 1 and all(
        len({tuple(table[t][m] for t in range(len(game.types))) for m in used}) == 1
        for table in (game.sender, game.receiver)
    )
    idle = np.zeros((len(game.messages), len(game.messages)), dtype=bool)
    idle[np.ix_(used, used)] = free
    return class_of(game.messages, np.array(mixture, dtype=np.float64), idle=idle)


def dot(left: tuple[Fraction, ...], right: tuple[Fraction, ...]) -> Fraction:
    """The sum of products of two rows."""
    return mixed((a, b) for a, b in zip(left, right, strict=True) if b)
