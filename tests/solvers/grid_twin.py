"""A slow twin of components: every profile of a grid, judged from the payoffs of two small families of games.

Nothing here is shared with the searches: payoffs lie in plain lists, a profile is judged by its own arithmetic
and named by what the file calls its moves. All numbers are Fractions.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

F = Fraction
Play = dict[tuple[str, str], Fraction]  # (label of the set, action) -> probability


@dataclass(frozen=True)
class Covert:
    """One moves unseen, Two stays or goes, Three answers: pay[(One, Two, Three)] for each player.

    Since nobody sees One's move, the only consistent belief is One's own mixture, reached or not.
    """

    pay: dict[tuple[str, str, str], tuple[int, int, int]]

    @staticmethod
    def drawn(seed: int) -> Covert:
        draw = random.Random(seed)
        still = draw.random() < 0.7
        pay = {}
        for one, two, three in [(o, "stay", "") for o in "LR"] + list(product("LR", ["go"], "xy")):
            first = 0 if still else draw.randint(0, 2)
            pay[one, two, three] = (first, draw.randint(0, 3), draw.randint(0, 3))
        return Covert(pay)

    @property
    def text(self) -> str:
        lines = ['EFG 2 R "covert" { "One" "Two" "Three" }', 'p "" 1 1 "one" { "L" "R" } 0']
        number = 0
        for one in "LR":
            lines.append('p "" 2 1 "two" { "stay" "go" } 0')
            for two, three in [("stay", ""), ("go", "x"), ("go", "y")]:
                if (two, three) == ("go", "x"):
                    lines.append('p "" 3 1 "three" { "x" "y" } 0')
                number += 1
                cell = ", ".join(map(str, self.pay[one, two, three]))
                lines.append(f't "" {number} "" {{ {cell} }}')
        return "\n".join(lines)

    def worth(self, play: Play, player: int, one: str = "", two: str = "", three: str = "") -> Fraction:
        """Expected payoff; a named choice is made for sure."""
        total = F(0)
        for (o, t, h), cell in self.pay.items():
            share = F(one == o) if one else play["one", o]
            share *= F(two == t) if two else play["two", t]
            if h:
                share *= F(three == h) if three else play["three", h]
            total += share * cell[player]
        return total

    def values(self, play: Play) -> tuple[Fraction, ...]:
        return tuple(self.worth(play, player) for player in range(3))

    def sequential(self, play: Play) -> bool:
        """Whether nobody regrets anything, Three as if Two had gone."""
        first = {o: self.worth(play, 0, one=o) for o in "LR"}
        second = {t: self.worth(play, 1, two=t) for t in ("stay", "go")}
        third = {h: self.worth(play, 2, two="go", three=h) for h in "xy"}
        return all(
            not play[label, act] or worth[act] == max(worth.values())
            for label, worth in (("one", first), ("two", second), ("three", third))
            for act in worth
        )

    def grid(self, steps: int) -> Iterator[Play]:
        for q, s, x in product([F(i, steps) for i in range(steps + 1)], repeat=3):
            yield {
                ("one", "L"): q,
                ("one", "R"): 1 - q,
                ("two", "stay"): s,
                ("two", "go"): 1 - s,
                ("three", "x"): x,
                ("three", "y"): 1 - x,
            }


@dataclass(frozen=True)
class Letters:
    """Two types, equally likely, two letters, two answers: pay[type][letter][answer] of sender and receiver."""

    pay: tuple[tuple[tuple[tuple[int, int], ...], ...], ...]

    @staticmethod
    def drawn(seed: int) -> Letters:
        draw = random.Random(seed)
        return Letters(
            tuple(
                tuple(tuple((draw.randint(0, 2), draw.randint(0, 1)) for _ in "ab") for _ in "mn")
                for _ in "tu"
            )
        )

    @property
    def text(self) -> str:
        lines = ['EFG 2 R "letters" { "S" "R" }', 'c "" 1 "type" { "t" 1/2 "u" 1/2 } 0']
        number = 0
        for t in range(2):
            lines.append(f'p "" 1 {t + 1} "{"tu"[t]}" {{ "m" "n" }} 0')
            for m in range(2):
                lines.append(f'p "" 2 {m + 1} "{"mn"[m]}" {{ "a" "b" }} 0')
                for a in range(2):
                    number += 1
                    one, two = self.pay[t][m][a]
                    lines.append(f't "" {number} "" {{ {one}, {two} }}')
        return "\n".join(lines)

    def values(self, play: Play) -> tuple[Fraction, ...]:
        total = [F(0), F(0)]
        for t, m, a in product(range(2), repeat=3):
            share = F(1, 2) * play["tu"[t], "mn"[m]] * play["mn"[m], "ab"[a]]
            total = [x + share * y for x, y in zip(total, self.pay[t][m][a], strict=True)]
        return tuple(total)

    def sequential(self, play: Play) -> bool:
        """Whether both are content; after an unsent letter, under some belief about the type."""
        for t in range(2):
            worth = [sum(play["mn"[m], "ab"[a]] * self.pay[t][m][a][0] for a in range(2)) for m in range(2)]
            if any(play["tu"[t], "mn"[m]] and worth[m] < max(worth) for m in range(2)):
                return False
        for m in range(2):
            sent = [play["tu"[t], "mn"[m]] for t in range(2)]
            gain = [self.pay[t][m][0][1] - self.pay[t][m][1][1] for t in range(2)]  # of a over b, by type
            # The gain of a over b that beliefs allow: one number where the letter is sent, else an interval.
            each = [sum(s * g for s, g in zip(sent, gain, strict=True))] if any(sent) else gain
            low, high = min(each), max(each)
            if (play["mn"[m], "a"] and high < 0) or (play["mn"[m], "b"] and low > 0):
                return False
            if play["mn"[m], "a"] and play["mn"[m], "b"] and not low <= 0 <= high:
                return False
        return True

    def grid(self, steps: int) -> Iterator[Play]:
        for shares in product([F(i, steps) for i in range(steps + 1)], repeat=4):
            play: Play = {}
            for (label, act, other), x in zip(
                [("t", "m", "n"), ("u", "m", "n"), ("m", "a", "b"), ("n", "a", "b")], shares, strict=True
            ):
                play |= {(label, act): x, (label, other): 1 - x}
            yield play
