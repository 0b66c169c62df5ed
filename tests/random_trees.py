"""Random small games with perfect recall, written as .efg text by hand (not by the package).

A player's set is what he has done and, of the rest, only how often he moved: so a player sees none
of the others' moves, sets hold several nodes, and recall is perfect by construction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from hypothesis import strategies as st

NUMBERS = ("0", "1", "-2", "3/7", "-5/3", "0.25", "-.5", "1e-2", "2.5E1", "7.")


@dataclass
class Game:
    """A game being drawn: the text of its nodes, and what each set was the first time."""

    players: int
    lines: list[str] = field(default_factory=list)
    sets: dict[tuple, tuple[int, int]] = field(default_factory=dict)
    outcomes: int = 0
    chances: int = 0


@st.composite
def efg_texts(draw: st.DrawFn, players: int = 3, depth: int = 3) -> str:
    """The text of a random game of 1 to ``players`` players and up to ``depth`` moves a history."""
    game = Game(players=draw(st.integers(1, players)))
    _node(draw, game, depth, tuple(() for _ in range(game.players)))
    names = " ".join(f'"P{number}"' for number in range(1, game.players + 1))
    return "\n".join([f'EFG 2 R "random" {{ {names} }}', *game.lines])


def _node(draw: st.DrawFn, game: Game, depth: int, done: tuple[tuple, ...]) -> None:
    kind = draw(st.sampled_from("ppct")) if depth else "t"
    if kind == "t":
        game.lines.append(f't "" {_outcome(draw, game)}')
        return
    paid = _outcome(draw, game) if draw(st.integers(0, 3)) == 0 else "0"
    if kind == "c":
        game.chances += 1
        weights = draw(st.lists(st.integers(1, 4), min_size=1, max_size=3))
        odds = [Fraction(weight, sum(weights)) for weight in weights]
        branches = " ".join(f'"n{at}" {chance}' for at, chance in enumerate(odds))
        game.lines.append(f'c "" {game.chances} "" {{ {branches} }} {paid}')
        for _ in odds:
            _node(draw, game, depth - 1, done)
        return
    player = draw(st.integers(0, game.players - 1))
    key = (player, done[player])
    number, many = game.sets.setdefault(key, (len(game.sets) + 1, draw(st.integers(1, 3))))
    actions = " ".join(f'"a{at}"' for at in range(many))
    game.lines.append(f'p "" {player + 1} {number} "s{number}" {{ {actions} }} {paid}')
    for at in range(many):
        own = (*done[player], (number, at))
        _node(draw, game, depth - 1, (*done[:player], own, *done[player + 1 :]))


def _outcome(draw: st.DrawFn, game: Game) -> str:
    game.outcomes += 1
    payoffs = ", ".join(draw(st.sampled_from(NUMBERS)) for _ in range(game.players))
    return f'{game.outcomes} "" {{ {payoffs} }}'


def pure_strategies(sizes: list[int]) -> Iterator[list[int]]:
    """Every choice of one action at each of several sets."""
    if not sizes:
        yield []
        return
    for rest in pure_strategies(sizes[1:]):
        for first in range(sizes[0]):
            yield [first, *rest]
