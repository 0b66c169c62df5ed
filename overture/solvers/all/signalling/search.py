"""All perfect Bayesian equilibria of a signalling game, as maximal components.

Supports are screened in doubles by kernels and judged exactly; pieces that lie in others of the same
class are dropped, and pieces that differ only in threats off the path are joined.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.collecting import uncollected
from overture.errors import SolveError
from overture.solvers.all.classes import HYBRID, SEMI_SEPARATING, SEPARATING, kind_of
from overture.solvers.all.signalling.game import Component, SignallingGame
from overture.solvers.all.signalling.polytopes import Polytope, Receiver, Responses, sender_polytope
from overture.solvers.all.signalling.screen import Choice, screened
from overture.solvers.budget import Budget

MOST_COMPONENTS = 20_000

Array = NDArray[Any]


@uncollected()
def signalling_components(
    game: SignallingGame, budget: Budget | None = None, most: int = MOST_COMPONENTS
) -> tuple[list[Component], bool]:
    """Every perfect Bayesian equilibrium, as maximal components; and whether the list is complete.

    The list is incomplete where the budget is spent, where the screen is too long, and where more than ``most``
    supports hold equilibria (a very degenerate game). Supports are screened in floats (a support is passed over only
    if every member of it uses some probability below 1e-10), and judged in exact arithmetic.
    """
    budget = budget or Budget()
    found, complete = screened(game, budget, most)
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
    mixing: Polytope
    answers: Responses
    game: SignallingGame

    @cached_property
    def best_replies(self) -> list[frozenset[int]]:
        """[message] the replies that are best in all its members; of messages that are sent."""
        return [self.replies[m] | _seconds(self.mixing.level, m) for m in range(len(self.game.messages))]

    @cached_property
    def best_messages(self) -> list[frozenset[int]]:
        """[type] the messages that are best in all its members."""
        return [messages | _seconds(self.answers.level, t) for t, messages in enumerate(self.support)]

    @cached_property
    def used(self) -> list[frozenset[int]]:
        """[message] the replies that some member uses."""
        return [_seconds(self.answers.used, m) for m in range(len(self.game.messages))]

    @cached_property
    def sent(self) -> frozenset[int]:
        """The messages that some member sends."""
        return frozenset().union(*self.support)

    @cached_property
    def family(self) -> str:
        """The first word of its class: pooling, separating, semi-separating, hybrid."""
        return kind_of(_component(self.game, [self]).label)


def _seconds(pairs: frozenset[tuple[int, int]], first: int) -> frozenset[int]:
    return frozenset(second for each, second in pairs if each == first)


def _component(game: SignallingGame, pieces: list[_Piece]) -> Component:
    """Pieces that differ only in threats, as one."""
    return Component(
        game,
        pieces[0].support,
        pieces[0].mixing.corners,
        tuple(piece.answers.threats for piece in pieces),
        tuple(piece.replies for piece in pieces),
    )


def _exact(game: SignallingGame, found: list[list[Choice]], budget: Budget) -> list[_Piece]:
    """Judge the screened supports exactly; keep those that hold an equilibrium with just these supports."""
    mixing: dict[tuple[object, ...], Polytope | None] = {}
    receiver = Receiver(game)
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
            sender = sender_polytope(game, support, replies)
            full = all((t, m) in sender.used for t, messages in enumerate(support) for m in messages)
            mixing[key] = sender if full else None
        known = mixing[key]
        if known is None:
            continue
        answers = receiver.answers(support, replies)
        if answers is None or not all(
            (m, a) in answers.used for m, (senders, used) in enumerate(leaf) if senders for a in used
        ):
            continue
        kept.append(_Piece(support, replies, known, answers, game))
    return kept


def _within(piece: _Piece, other: _Piece) -> bool:
    """Whether every equilibrium of ``piece`` is one of ``other``.

    Both are products of polytopes: what holds as an equation at every corner holds in every member.
    """
    return (
        all(mine <= theirs for mine, theirs in zip(piece.support, other.support, strict=True))
        and all(other.replies[m] <= piece.best_replies[m] for m in piece.sent)
        and all(mine <= theirs for mine, theirs in zip(piece.used, other.replies, strict=True))
        and all(mine <= best for mine, best in zip(other.support, piece.best_messages, strict=True))
    )


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
        if any(_within(piece, other) and same(piece, other) for other in wider):
            continue
        for other in before[~(sent[before] & ~sent[at]).any(axis=1)]:
            alive[other] = not (_within(ordered[other], piece) and same(ordered[other], piece))
        alive[at] = True
    return [ordered[at] for at in np.flatnonzero(alive)]


def _maximal(game: SignallingGame, pieces: list[_Piece]) -> list[Component]:
    """Drop pieces that lie in others of their class; join those that differ only in threats off the path.

    What the types send is compared first: a face of a piece is no entry beside it, whatever it is called.
    """
    kept = _folded(game, pieces, lambda one, other: one.support == other.support)
    kept = _folded(game, kept, lambda one, other: one.family == other.family)
    groups: dict[tuple[object, ...], list[_Piece]] = {}
    for piece in kept:
        played = tuple(piece.replies[m] if m in piece.sent else None for m in range(len(game.messages)))
        groups.setdefault((piece.support, played), []).append(piece)
    found = [_component(game, group) for group in groups.values()]
    return sorted(found, key=_order)


def _order(component: Component) -> tuple[object, ...]:
    """Informative first, then by what the types send: the same game gives the same list."""
    ranks = {SEPARATING: 0, SEMI_SEPARATING: 1, HYBRID: 2}
    return (
        ranks.get(component.label, 3),
        tuple(tuple(sorted(messages)) for messages in component.support),
        tuple(tuple(tuple(sorted(used)) for used in piece) for piece in component.replies),
    )
