"""Sequential equilibria of a small game by brute force: every support at every information set, every order of trembles.

For each support of all sets, on and off the path, and each pattern of nodes that are believed in, the conditions
are solved from random starts by damped Gauss-Newton steps, many rows at once: what is used is worth the same, what is not
used is worth no more, beliefs are limits of Bayes' rule under trembles coefficient * eps ** order with orders 1, 2 or 3.
A point is kept only if its conditions hold to ``HOLDS`` of the payoff range.

The twin is complete on one side only. What it finds is a sequential equilibrium (up to rounding); that it finds
none with some support proves nothing: starts are few, orders above 3 are not tried, and of a game with more than
``MOST_ROWS`` rows only a sample is tried.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations, product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.solvers.brute.plain import Plain

HOLDS = 1e-11
MOST_ROWS = 4000
MOST_PATTERNS = 81  # orders of trembles that are tried for one support
ORDERS = (1, 2, 3)
STEPS = 40
PATIENCE = 6  # steps after which a start is given up that has not halved its squared error
FURTHEST = 14.0  # logarithms of shares and of trembles stay within this

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Numbers = NDArray[Any]  # doubles, or complex numbers whose imaginary part carries a derivative


@dataclass(frozen=True)
class Found:
    """A sequential equilibrium in doubles: [action] its probability, and what it is up to rounding."""

    play: dict[int, float]
    trembles: dict[int, tuple[float, float]]


@dataclass(frozen=True)
class _Row:
    """What is fixed of a start: the used actions, the orders of the others, the nodes that are believed in."""

    used: Bools
    order: Floats
    believed: Bools


def undominated(game: Plain) -> set[int]:
    """Actions that are left when those are removed that are worse than another at every node, whatever follows."""
    kept = {a for at in game.sets for a in game.actions[at]}
    while True:
        low: dict[int, list[Fraction]] = {}
        high: dict[int, list[Fraction]] = {}
        for node in sorted(game.children, reverse=True):
            below = [n for e, n in game.children[node] if e in kept or e in game.odds]
            for bound, pick in ((low, min), (high, max)):
                rows = [bound[n] for n in below] or [game.paid[node]]
                bound[node] = [pick(column) for column in zip(*rows, strict=True)]
        worse = set()
        for at, nodes in game.nodes.items():
            who = game.mover[at]
            after = [dict(game.children[n]) for n in nodes]
            for a, b in permutations([a for a in game.actions[at] if a in kept], 2):
                if all(high[each[a]][who] < low[each[b]][who] for each in after):
                    worse.add(a)
        if not worse:
            return kept
        kept -= worse


def supports(game: Plain) -> int:
    """How many supports of undominated actions there are at all information sets together."""
    kept = undominated(game)
    return prod(2 ** len(kept & set(actions)) - 1 for actions in game.actions.values())


class Hunt:
    """The search of one game. Nothing but the seed decides what is found."""

    def __init__(self, game: Plain, seed: int, most_rows: int = MOST_ROWS) -> None:
        self.game, self.most_rows = game, most_rows
        self.draw = random.Random(seed)
        self.numbers = np.random.default_rng(seed)
        self.action = [a for at in game.sets for a in game.actions[at]]
        place = {a: i for i, a in enumerate(self.action)}
        self.groups = [[place[a] for a in game.actions[at]] for at in game.sets]
        self.members = [node for at in game.sets for node in game.nodes[at]]
        self.of_set = np.repeat(np.arange(len(game.sets)), [len(game.nodes[at]) for at in game.sets])
        self.way = np.zeros((len(self.members), len(self.action)))  # [node, action] whether it is on the path
        self.chance = np.ones(len(self.members))
        for row, node in enumerate(self.members):
            for edge in game.path[node]:
                if edge in place:
                    self.way[row, place[edge]] = 1.0
                else:
                    self.chance[row] *= float(game.odds[edge])
        self.place = place
        self.down = sorted(game.children, reverse=True)
        self.span = float(game.span)
        kept = undominated(game)
        self.kept = [[place[a] for a in game.actions[at] if a in kept] for at in game.sets]

    def run(self) -> list[Found]:
        """All points that were found, each once, in the order of the rows."""
        rows = self._rows()
        found: list[Found] = []
        for start in range(0, len(rows), 1000):
            found += self._solve(rows[start : start + 1000])
        return found

    # --- what is tried -------------------------------------------------------------------------

    def _rows(self) -> list[_Row]:
        each_set = [
            [used for size in range(1, len(group) + 1) for used in combinations(group, size)]
            for group in self.kept
        ]
        if supports(self.game) <= self.most_rows:
            chosen = [sum(used, ()) for used in product(*each_set)]
        else:
            chosen = [sum((self.draw.choice(u) for u in each_set), ()) for _ in range(self.most_rows)]
        rows = [row for used in chosen for row in self._starts(used)]
        return self.draw.sample(rows, self.most_rows) if len(rows) > self.most_rows else rows

    def _starts(self, chosen: tuple[int, ...]) -> list[_Row]:
        used = np.zeros(len(self.action), dtype=bool)
        used[list(chosen)] = True
        idle = np.flatnonzero(~used)
        orders = list(product(ORDERS, repeat=len(idle))) if 3 ** len(idle) <= MOST_PATTERNS else []
        while not orders or (3 ** len(idle) > MOST_PATTERNS and len(orders) < MOST_PATTERNS):
            orders.append(tuple(self.draw.choice(ORDERS) for _ in idle))
        seen: dict[bytes, list[_Row]] = {}
        mixed = len(chosen) - len(self.groups)
        for row in orders:
            order = np.zeros(len(self.action))
            order[idle] = row
            total = self.way @ order
            least = np.full(len(self.groups), np.inf)
            np.minimum.at(least, self.of_set, total)
            believed = total == least[self.of_set]
            if believed.tobytes() in seen:
                continue
            # Beliefs are free where two nodes of a set need trembles.
            free = mixed + int(np.count_nonzero(believed & (total > 0)) > np.count_nonzero(least > 0))
            seen[believed.tobytes()] = [_Row(used, order, believed)] * (
                1 if not free else 2 + 2 * min(free, 3)
            )
        return [row for group in seen.values() for row in group]

    # --- the conditions ------------------------------------------------------------------------

    def _shares(self, z: Numbers, used: Bools) -> Numbers:
        """[action, row] logarithms: of probabilities where the action is used, of trembles elsewhere."""
        logs = z.copy()
        for group in self.groups:
            weight = np.where(used[group], np.exp(z[group]), 0)
            logs[group] = np.where(used[group], z[group] - np.log(weight.sum(axis=0)), z[group])
        return logs

    def gaps(self, z: Numbers, used: Bools, believed: Bools) -> Numbers:
        """[action, row] how far each action is from what its support asks of it, as a share of the payoff range."""
        game = self.game
        logs = self._shares(z, used)
        share = np.where(used, np.exp(logs), 0)
        values: dict[int, Numbers] = {}
        for node in self.down:
            below = game.children[node]
            if not below:
                values[node] = np.array([[float(x)] for x in game.paid[node]])
                continue
            total: Numbers = np.zeros(1)
            for edge, after in below:
                odds = share[self.place[edge]] if edge in self.place else float(game.odds[edge])
                total = total + odds * values[after]
            values[node] = total
        weight = np.where(believed, np.exp(self.way @ logs) * self.chance[:, None], 0)
        gaps = np.zeros_like(z)
        row = 0
        for at, group in zip(game.sets, self.groups, strict=True):
            nodes = game.nodes[at]
            here = weight[row : row + len(nodes)]
            row += len(nodes)
            whole = here.sum(axis=0)
            worth: dict[int, Numbers] = dict.fromkeys(game.actions[at], np.zeros(1))
            for node, size in zip(nodes, here, strict=True):
                for edge, after in game.children[node]:
                    worth[edge] = worth[edge] + size * values[after][game.mover[at]]
            table = np.array([np.broadcast_to(worth[e] / whole, whole.shape) for e in game.actions[at]])
            mean = np.where(used[group], table, 0).sum(axis=0) / used[group].sum(axis=0)
            gap = table - mean
            gaps[group] = np.where(used[group] | (gap.real > 0), gap, 0)
        return gaps / self.span

    def _slopes(self, z: Floats, used: Bools, believed: Bools) -> Floats:
        """[row, gap, unknown] derivatives by complex steps."""
        many, rows = z.shape
        wide = np.repeat(z[:, None, :], many, axis=1).astype(complex)
        wide[np.arange(many), np.arange(many)] += 1e-30j
        spread = [np.repeat(x[:, None, :], many, axis=1).reshape(len(x), -1) for x in (used, believed)]
        gaps = self.gaps(wide.reshape(many, -1), *spread)
        return (gaps.imag / 1e-30).reshape(many, many, rows).transpose(2, 0, 1)

    def _solve(self, rows: list[_Row]) -> list[Found]:
        used = np.array([row.used for row in rows]).T
        believed = np.array([row.believed for row in rows]).T
        z = self.numbers.normal(0.0, 1.5, size=used.shape)
        number, damping = np.arange(len(rows)), np.full(len(rows), 1e-3)
        gap = self.gaps(z, used, believed)
        before = np.full(len(rows), np.inf)
        found: list[tuple[int, Floats]] = []
        for step_number in range(STEPS):
            done = np.abs(gap).max(axis=0) < HOLDS
            found += [(int(number[i]), z[:, i]) for i in np.flatnonzero(done)]
            slope = self._slopes(z, used, believed)
            pull = np.einsum("rgu,gr->ru", slope, gap)
            keep = ~done & (np.abs(pull).max(axis=1) > 1e-14)
            if step_number % PATIENCE == 0:
                size = (gap**2).sum(axis=0)
                keep &= size < before / 2
                before = size
            if not keep.any():
                break
            before = before[keep]
            z, used, believed, gap = z[:, keep], used[:, keep], believed[:, keep], gap[:, keep]
            number, damping, slope, pull = number[keep], damping[keep], slope[keep], pull[keep]
            square = np.einsum("rgu,rgv->ruv", slope, slope)
            square += (
                damping[:, None, None]
                * np.eye(len(z))
                * np.maximum(np.einsum("ruu->r", square) / len(z), 1e-18)[:, None, None]
            )
            step = -np.linalg.solve(square, pull[:, :, None])[:, :, 0].T
            step *= np.minimum(1.0, 2.0 / np.maximum(np.abs(step).max(axis=0), 1e-300))
            tried = np.clip(z + step, -FURTHEST, FURTHEST)
            new = self.gaps(tried, used, believed)
            better = (new**2).sum(axis=0) < (gap**2).sum(axis=0)
            z, gap = np.where(better, tried, z), np.where(better, new, gap)
            damping = np.clip(np.where(better, damping / 10, damping * 10), 1e-14, 1e6)
        return [self._found(rows[at], point) for at, point in sorted(found, key=lambda each: each[0])]

    def _found(self, row: _Row, point: Floats) -> Found:
        logs = self._shares(point[:, None], row.used[:, None])[:, 0]
        play = {a: float(np.exp(logs[i])) if row.used[i] else 0.0 for i, a in enumerate(self.action)}
        trembles = {
            a: (float(np.exp(logs[i])), float(row.order[i]))
            for i, a in enumerate(self.action)
            if not row.used[i]
        }
        return Found(play, trembles)


def hunt(game: Plain, seed: int, most_rows: int = MOST_ROWS) -> list[Found]:
    """Sequential equilibria of a game: a sample of each support for which any was found."""
    return Hunt(game, seed, most_rows).run() if game.sets else [Found({}, {})]
