"""Families of small games, each game drawn from its number alone."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import product

from overture.games.files.efg import read_efg
from overture.games.tree import Tree
from tests.games.random_games import Stage, tell, with_inner_outcomes
from tests.solvers.duels import MOVERS
from tests.solvers.grid_twin import Covert
from tests.solvers.small_games import small_game


def signalling(seed: int, types: int, messages: int, answers: int, players: int = 2) -> str:
    """A sender with types and a receiver; with a third player, he answers at the same time as the receiver."""
    draw = random.Random(f"signalling {seed}")
    payoffs = draw.choice([2, 3, 5, 100])
    odds = [draw.randint(0, 3) for _ in range(types)]
    odds[0] += not sum(odds)
    names = ["S", "R", "T"][:players]
    lines = [f'EFG 2 R "signalling {seed}" {{ {" ".join(f"{chr(34)}{n}{chr(34)}" for n in names)} }}']
    lines.append(
        'c "" 1 "" { ' + " ".join(f'"t{t}" {odd}/{sum(odds)}' for t, odd in enumerate(odds)) + " } 0"
    )
    choice = "{ " + " ".join(f'"r{a}"' for a in range(answers)) + " }"
    number = 0
    for t in range(types):
        lines.append(f'p "" 1 {t + 1} "s{t}" {{ ' + " ".join(f'"m{m}"' for m in range(messages)) + " } 0")
        for m in range(messages):
            ends = list(product(range(answers), repeat=players - 1))
            lines.append(f'p "" 2 {m + 1} "r{m}" {choice} 0')
            for end in ends:
                if players == 3 and end[1] == 0:
                    lines.append(f'p "" 3 {m + 1} "t{m}" {choice} 0')
                number += 1
                paid = ", ".join(str(draw.randrange(payoffs)) for _ in names)
                lines.append(f't "" {number} "" {{ {paid} }}')
    return "\n".join(lines)


def entry(seed: int, types: int) -> str:
    """A sender with types stays out or enters; a second player answers, and a third answers him, unless he leaves it.

    Neither sees the type: that all types stay out may need answers in a mixture that a belief makes level.
    """
    draw = random.Random(f"entry {seed}")
    payoffs = draw.choice([3, 5, 100])
    number = 0

    def end() -> str:
        nonlocal number
        number += 1
        return f't "" {number} "" {{ {", ".join(str(draw.randrange(payoffs)) for _ in range(3))} }}'

    lines = [f'EFG 2 R "entry {seed}" {{ "S" "R" "T" }}']
    lines.append('c "" 1 "" { ' + " ".join(f'"t{t}" 1/{types}' for t in range(types)) + " } 0")
    for t in range(types):
        lines += [f'p "" 1 {t + 1} "s{t}" {{ "out" "in" }} 0', end()]
        lines += ['p "" 2 1 "r" { "leave" "go" } 0', end()]
        lines += ['p "" 3 1 "t" { "x" "y" } 0', end(), end()]
    return "\n".join(lines)


def small(seed: int, players: int, hidden: float, depth: int) -> Tree:
    payoffs = random.Random(seed).choice([2, 3, 5, 50])
    return read_efg(small_game(seed, players, depth, payoffs, hidden))


def stages(seed: int, players: int) -> Tree:
    """A game told in stages, some of which are chance, some hidden, some shown later."""
    draw = random.Random(f"stages {seed}")
    many = draw.randint(2, 4)
    drawn = [
        Stage(
            draw.randrange(-1, players),
            draw.choice([2, 2, 2, 3]),
            tuple(who for who in range(players) if draw.random() < 0.4),
            draw.random() < 0.3,
        )
        for _ in range(many)
    ]
    return tell(players, [*drawn, Stage(draw.randrange(players), 2, ())], seed).tree(shift=0)


def duel(seed: int, zero_sum: bool = False) -> Tree:
    """Two players, each with a choice that the other often does not see."""
    draw = random.Random(f"duel {seed}")
    drawn = [
        Stage(mover, draw.choice([2, 2, 3]), draw.choice([(), (), (0,), (1,), (0, 1)]), draw.random() < 0.25)
        for mover in draw.choice(MOVERS)
    ]
    return tell(2, drawn, seed, zero_sum).tree(shift=0)


def at_once(seed: int) -> Tree:
    """Two or three players choose at the same time, once."""
    draw = random.Random(f"at once {seed}")
    sizes = draw.choice([(2, 2), (2, 3), (3, 3), (2, 2, 2), (2, 2, 3)])
    return tell(len(sizes), [Stage(who, many, ()) for who, many in enumerate(sizes)], seed).tree(shift=0)


FAMILIES: dict[str, Callable[[int], Tree]] = {
    "signalling 2x2x2": lambda seed: read_efg(signalling(seed, 2, 2, 2)),
    "signalling 2x3x2": lambda seed: read_efg(signalling(seed, 2, 3, 2)),
    "signalling 3x2x2": lambda seed: read_efg(signalling(seed, 3, 2, 2)),
    "signalling, three players": lambda seed: read_efg(signalling(seed, 2, 2, 2, players=3)),
    "entry, two types": lambda seed: read_efg(entry(seed, 2)),
    "entry, three types": lambda seed: read_efg(entry(seed, 3)),
    "covert moves": lambda seed: read_efg(Covert.drawn(seed).text),
    "small, two players": lambda seed: small(seed, 2, 0.5, 3),
    "small, three players": lambda seed: small(seed, 3, 0.6, 3),
    "small, blind": lambda seed: small(seed, 2, 1.0, 3),
    "small, deep": lambda seed: small(seed, 2, 0.4, 4),
    "small, blind, three players": lambda seed: small(seed, 3, 1.0, 4),
    "stages, two players": lambda seed: stages(seed, 2),
    "stages, three players": lambda seed: stages(seed, 3),
    "payments on the way": lambda seed: with_inner_outcomes(stages(seed, 2), seed),
    "duels": duel,
    "duels of zero sum": lambda seed: duel(seed, zero_sum=True),
    "at once": at_once,
}
