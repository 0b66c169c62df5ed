"""All perfect Bayesian equilibria of a signalling game, as maximal components.

Supports are screened in doubles by kernels and judged exactly; pieces that lie in others of the same
class are dropped, and pieces that differ only in threats off the path are joined.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.errors import SolveError
from overture.solvers.all.algebra.vertices import Point
from overture.solvers.all.classes import HYBRID, SEMI_SEPARATING, SEPARATING, kind_of
from overture.solvers.all.signalling.game import (
    Component,
    SignallingGame,
    dot,
    receiver_corners,
    sender_corners,
)
from overture.solvers.budget import Budget

SLACK = 1e-10  # payoffs are scaled to [0, 1] before the screen; probabilities below this are not found
MOST_COMPONENTS = 20_000
SCREEN = 300_000  # partial supports that are screened below one choice for the first message

Array = NDArray[Any]
Choice = tuple[frozenset[int], frozenset[int]]


def _choices(game: SignallingGame, worth: Array, budget: Budget) -> list[list[Choice]] | None:
    """[message] the pairs (who sends it, how it is answered) for which some belief exists; None out of time."""
    from overture.solvers.all.signalling import _signalling

    found: list[list[Choice]] = []
    for m in range(len(game.messages)):
        count = len(game.responses[m])
        senders = [t for t in range(len(game.types)) if game.can(t, m)]
        here: list[Choice] = [(frozenset(), face) for face in game.faces[m]]
        subsets = sorted(
            {
                frozenset(c)
                for face in game.faces[m]
                for k in range(1, len(face) + 1)
                for c in combinations(sorted(face), k)
            },
            key=lambda s: (len(s), sorted(s)),
        )
        gains = np.ascontiguousarray(worth[:, m, :count])
        for k in range(1, len(senders) + 1):
            for who in combinations(senders, k):
                if not budget.spend():
                    return None
                mask = sum(1 << t for t in who)
                for replies in subsets:
                    bits = sum(1 << a for a in replies)
                    if _signalling.believable(gains, len(game.types), count, mask, bits) > SLACK:
                        here.append((frozenset(who), replies))
        found.append(here)
    return found


def _arrays(game: SignallingGame) -> tuple[Array, Array, Array, Array]:
    """Scaled floats for the screen: utility in [0, 1] by type, worth in [0, 1] by message; can; valid."""
    n_types, n_messages = len(game.types), len(game.messages)
    width = max(len(names) for names in game.responses)
    utility = np.zeros((n_types, n_messages, width))
    worth = np.zeros((n_types, n_messages, width))
    can = np.zeros((n_types, n_messages), np.bool_)
    valid = np.zeros((n_messages, width), np.bool_)
    for t in range(n_types):
        every = [x for m in range(n_messages) if game.can(t, m) for x in game.gain(t, m)]
        if not every:
            raise SolveError.of("signalling/mute", f"type {game.types[t]} has no message")
        low, span = min(every), (max(every) - min(every)) or Fraction(1)
        for m in range(n_messages):
            if game.can(t, m):
                can[t, m] = True
                for a, x in enumerate(game.gain(t, m)):
                    utility[t, m, a] = float((x - low) / span)
    for m in range(n_messages):
        valid[m, : len(game.responses[m])] = True
        every = [x for t in range(n_types) if game.can(t, m) for x in game.worth(t, m)]
        low = min(every, default=Fraction(0))
        span = (max(every, default=Fraction(1)) - low) or Fraction(1)
        for t in range(n_types):
            if game.can(t, m):
                for a, x in enumerate(game.worth(t, m)):
                    worth[t, m, a] = float((x - low) / span)
    return utility, worth, can, valid


def signalling_components(
    game: SignallingGame, budget: Budget | None = None, most: int = MOST_COMPONENTS
) -> tuple[list[Component], bool]:
    """Every perfect Bayesian equilibrium, as maximal components; and whether the list is complete.

    The list is incomplete where the budget is spent, and where more than ``most`` supports hold
    equilibria (a very degenerate game). Supports are screened in floats (a support is passed over only
    if every member of it uses some probability below ``SLACK``), and judged in exact arithmetic.
    """
    from overture.solvers.all.signalling import _signalling

    utility, worth, can, valid = _arrays(game)
    weighted = worth * np.array([float(x) for x in game.prior])[:, None, None]
    budget = budget or Budget()
    choices = _choices(game, worth, budget)
    if choices is None:
        return [], False
    flat = [choice for here in choices for choice in here]
    start = np.concatenate(([0], np.cumsum([len(here) for here in choices]))).astype(np.int64)
    who = np.array([sum(1 << t for t in senders) for senders, _ in flat], np.int64)
    how = np.array([sum(1 << a for a in replies) for _, replies in flat], np.int64)
    low = np.zeros((len(flat), len(game.types)))
    high = np.zeros((len(flat), len(game.types)))
    for m, here in enumerate(choices):
        for j, (_, replies) in enumerate(here, int(start[m])):
            part = utility[:, m, sorted(replies)]
            low[j], high[j] = part.min(axis=1), part.max(axis=1)
    complete = True
    found: list[list[Choice]] = []
    for first in range(int(start[1])):
        leaves = np.zeros((256, len(game.messages)), np.int64)
        while True:
            count, _ = _signalling.search(
                utility,
                weighted,
                can,
                valid,
                start,
                who,
                how,
                low,
                high,
                first,
                first + 1,
                SLACK,
                SCREEN,
                leaves,
            )
            if count != _signalling.FULL or len(leaves) > most:
                break
            leaves = np.zeros((4 * len(leaves), len(game.messages)), np.int64)
        if count == _signalling.FULL or len(found) + count > most:
            complete = False
            break
        complete &= count != _signalling.LONG
        found += [[flat[j] for j in row] for row in leaves[: max(count, 0)]]
        if not budget.spend():
            complete = False
            break
    try:
        pieces = _exact(game, found, budget)
    except SolveError as error:
        if error.id != "signalling/corners":
            raise
        return [], False
    return _maximal(game, pieces), complete and not budget.out


@dataclass(frozen=True)
class _Piece:
    """One pair of supports with its two polytopes."""

    support: tuple[frozenset[int], ...]
    replies: tuple[frozenset[int], ...]
    mixing: tuple[tuple[Point, ...], ...]
    threats: tuple[tuple[Point, ...], ...]
    game: SignallingGame

    @cached_property
    def best_replies(self) -> list[dict[int, frozenset[int]]]:
        """[corner of the mixing] message -> the best replies to it, where it is sent there."""
        return [self._best_replies(mixture) for mixture in self.mixing]

    def _best_replies(self, mixture: tuple[Point, ...]) -> dict[int, frozenset[int]]:
        game, found = self.game, {}
        for m in range(len(game.messages)):
            weight = [game.prior[t] * mixture[t][m] for t in range(len(game.types))]
            if any(weight):
                worth = [
                    sum((w * game.worth(t, m)[a] for t, w in enumerate(weight) if w), Fraction(0))
                    for a in range(len(game.responses[m]))
                ]
                best = max(worth)
                found[m] = frozenset(a for a, each in enumerate(worth) if each == best)
        return found

    @cached_property
    def _known(self) -> dict[tuple[int, int], frozenset[int]]:
        return {}

    def best_messages(self, corner: int, t: int) -> frozenset[int]:
        """The messages that are best for a type against a corner of the threats."""
        if (corner, t) not in self._known:
            game, threat = self.game, self.threats[corner]
            gains = {m: dot(game.gain(t, m), threat[m]) for m in range(len(game.messages)) if game.can(t, m)}
            best = max(gains.values())
            self._known[corner, t] = frozenset(m for m, gain in gains.items() if gain == best)
        return self._known[corner, t]

    def family(self) -> str:
        """The first word of its class: pooling, separating, semi-separating, hybrid."""
        return kind_of(
            Component(self.game, self.support, self.mixing, (self.threats,), (self.replies,)).label
        )


def _exact(game: SignallingGame, found: list[list[Choice]], budget: Budget) -> list[_Piece]:
    """Judge the screened supports exactly; keep those that hold an equilibrium with just these supports."""
    mixing: dict[tuple[object, ...], list[tuple[Point, ...]]] = {}
    kept = []
    for leaf in found:
        if not budget.spend():
            break
        support = tuple(
            frozenset(m for m, (senders, _) in enumerate(leaf) if t in senders)
            for t in range(len(game.types))
        )
        replies = tuple(used for _, used in leaf)
        key = (support, tuple(used if senders else None for senders, used in leaf))
        if key not in mixing:
            points = sender_corners(game, support, replies)
            full = all(
                any(point[t][m] for point in points) for t, messages in enumerate(support) for m in messages
            )
            mixing[key] = points if full else []
        if not mixing[key]:
            continue
        threats = receiver_corners(game, support, replies)
        if not threats or not all(
            any(corner[m][a] for corner in threats)
            for m, (senders, used) in enumerate(leaf)
            if senders
            for a in used
        ):
            continue
        kept.append(_Piece(support, replies, tuple(mixing[key]), tuple(threats), game))
    return kept


def _within(piece: _Piece, other: _Piece) -> bool:
    """Whether every equilibrium of ``piece`` is one of ``other``, by their corners."""
    used = frozenset().union(*other.support)
    for mixture, best in zip(piece.mixing, piece.best_replies, strict=True):
        for t, messages in enumerate(other.support):
            if any(share and m not in messages for m, share in enumerate(mixture[t])):
                return False
        if any(not other.replies[m] <= replies for m, replies in best.items() if m in used):
            return False
    for at, corner in enumerate(piece.threats):
        if any(
            share and a not in replies
            for m, replies in enumerate(other.replies)
            for a, share in enumerate(corner[m])
        ):
            return False
        if any(not messages <= piece.best_messages(at, t) for t, messages in enumerate(other.support)):
            return False
    return True


def _masks(game: SignallingGame, pieces: list[_Piece]) -> Array:
    """[piece, type and message] which type sends which message in some member of the piece."""
    found = np.zeros((len(pieces), len(game.types) * len(game.messages)), bool)
    for at, piece in enumerate(pieces):
        for t, messages in enumerate(piece.support):
            found[at, [t * len(game.messages) + m for m in messages]] = True
    return found


def _folded(
    game: SignallingGame, pieces: list[_Piece], same: Callable[[_Piece, _Piece], bool]
) -> list[_Piece]:
    """The pieces without those that lie in another with which they are the ``same``."""
    # Larger supports first: a piece can only lie in one whose supports contain its own.
    size = {id(p): sum(map(len, p.support)) + sum(map(len, p.replies)) for p in pieces}
    ordered = sorted(pieces, key=lambda p: -size[id(p)])
    sent = _masks(game, ordered)
    alive = np.zeros(len(ordered), bool)
    for at, piece in enumerate(ordered):
        before = np.flatnonzero(alive[:at])
        wider = [ordered[n] for n in before[~(sent[at] & ~sent[before]).any(axis=1)]]
        if any(same(piece, other) and _within(piece, other) for other in wider):
            continue
        for other in before[~(sent[before] & ~sent[at]).any(axis=1)]:
            alive[other] = not (same(ordered[other], piece) and _within(ordered[other], piece))
        alive[at] = True
    return [ordered[at] for at in np.flatnonzero(alive)]


def _maximal(game: SignallingGame, pieces: list[_Piece]) -> list[Component]:
    """Drop pieces that lie in others of their class; join those that differ only in threats off the path.

    What the types send is compared first: a face of a piece is no entry beside it, whatever it is called.
    """
    kept = _folded(game, pieces, lambda one, other: one.support == other.support)
    families = {id(piece): piece.family() for piece in kept}
    kept = _folded(game, kept, lambda one, other: families[id(one)] == families[id(other)])
    groups: dict[tuple[object, ...], list[_Piece]] = {}
    for piece in kept:
        used = frozenset().union(*piece.support)
        played = tuple(piece.replies[m] if m in used else None for m in range(len(game.messages)))
        groups.setdefault((piece.support, played), []).append(piece)
    found = [
        Component(
            game,
            group[0].support,
            group[0].mixing,
            tuple(piece.threats for piece in group),
            tuple(piece.replies for piece in group),
        )
        for group in groups.values()
    ]
    return sorted(found, key=_order)


def _order(component: Component) -> tuple[object, ...]:
    """Informative first, then by what the types send: the same game gives the same list."""
    ranks = {SEPARATING: 0, SEMI_SEPARATING: 1, HYBRID: 2}
    return (
        ranks.get(component.label, 3),
        tuple(tuple(sorted(messages)) for messages in component.support),
        tuple(tuple(tuple(sorted(used)) for used in piece) for piece in component.replies),
    )
