"""Small random games that are valid in every way a file may be: written as .efg text by a seeded draw.

Chance moves of one to three branches (some of probability zero), one to three players, sets of one to
three actions, payoffs of few whole numbers (so that ties abound) or of many. ``secret`` is who, beside
nobody, sees chance; "perfect" games hide nothing else, "blurred" ones hide each move from the players drawn.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass
class Draft:
    """A game being drawn."""

    draw: random.Random
    players: int
    depth: int
    payoffs: int  # how many different payoffs there are
    hidden: float  # how often a player does not see what was done
    lines: list[str] = field(default_factory=list)
    sets: dict[tuple[object, ...], tuple[int, int]] = field(default_factory=dict)
    chances: int = 0
    ends: int = 0

    def node(self, left: int, seen: tuple[tuple[object, ...], ...], root: bool = False) -> None:
        """One node and all below it; ``seen`` is what each player knows of the way to it."""
        kind = self.draw.random()
        if left == 0 or (not root and kind < 0.2):
            self.ends += 1
            paid = ", ".join(str(self.draw.randrange(self.payoffs)) for _ in range(self.players))
            self.lines.append(f't "" {self.ends} "" {{ {paid} }}')
        elif root or kind < 0.35:
            self.chance(left, seen, root)
        else:
            self.decision(left, seen)

    def chance(self, left: int, seen: tuple[tuple[object, ...], ...], root: bool) -> None:
        self.chances += 1
        weights = [self.draw.choice((0, 1, 1, 2, 3)) for _ in range(self.draw.choice((1, 2, 2, 2, 3)))]
        if not sum(weights):
            weights[-1] = 1
        odds = [Fraction(weight, sum(weights)) for weight in weights]
        number = self.chances
        names = " ".join(f'"n{i}" {share}' for i, share in enumerate(odds))
        self.lines.append(f'c "" {number} "" {{ {names} }} 0')
        # The first draw is a type, which one player sees; a later one is seen by whom it happens.
        sees = [self.draw.random() >= self.hidden for _ in range(self.players)]
        if root:
            sees = [
                player == self.draw.randrange(self.players) or not self.hidden
                for player in range(self.players)
            ]
            sees[0] = True
        for i in range(len(odds)):
            self.node(left - 1, self.told(seen, sees, ("c", left, i)))

    def decision(self, left: int, seen: tuple[tuple[object, ...], ...]) -> None:
        player = self.draw.randrange(self.players)
        key = (player, *seen[player])
        number, many = self.sets.setdefault(key, (len(self.sets) + 1, self.draw.choice((1, 2, 2, 2, 3))))
        names = " ".join(f'"a{i}"' for i in range(many))
        self.lines.append(f'p "" {player + 1} {number} "s{number}" {{ {names} }} 0')
        sees = [self.draw.random() >= self.hidden or other == player for other in range(self.players)]
        for i in range(many):
            self.node(left - 1, self.told(seen, sees, (number, i)))

    def told(
        self, seen: tuple[tuple[object, ...], ...], sees: list[bool], what: tuple[object, ...]
    ) -> tuple[tuple[object, ...], ...]:
        # He who does not see a move knows that there was one: he counts.
        return tuple((*row, what if sees[player] else "?") for player, row in enumerate(seen))


def small_game(seed: int, players: int, depth: int, payoffs: int, hidden: float) -> str:
    """The text of one game: a draw of chance at the root, up to ``depth`` moves below it."""
    draft = Draft(random.Random(seed), players, depth, payoffs, hidden)
    draft.node(depth + 1, ((),) * players, root=True)
    names = " ".join(f'"P{number}"' for number in range(1, players + 1))
    return "\n".join([f'EFG 2 R "small" {{ {names} }}', '""', *draft.lines])
