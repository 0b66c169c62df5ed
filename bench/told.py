"""Games that the bench tells: published ones at any size, and a bimatrix game with many equilibria."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from overture.games.files.efg import read_efg
from overture.games.telling.language import chance, game, move

if TYPE_CHECKING:
    from overture.games.telling.language import Telling
    from overture.games.telling.parameters import Parameters
    from overture.games.tree import Tree

REFERENCE = Path(__file__).resolve().parents[1] / "tests" / "reference"
Row = list[Fraction]


def arms_race(types: int, gain: Fraction = Fraction(3, 20), harm: Fraction = Fraction(5, 4)) -> Tree:
    """Baliga and Sjöström 2004: each side arms at a private cost, one of ``types``, or refrains; all at once."""
    cost = {f"c{at}": Fraction(2 * at + 1, 2 * types) for at in range(types)}
    odds = dict.fromkeys(cost, Fraction(1, types))

    def paid(mine: str, other: str, kind: str) -> Fraction:
        if mine == "arm":
            return -cost[kind] + (gain if other == "refrain" else 0)
        return -harm if other == "arm" else Fraction(0)

    @game("A", "B", title="arms race")
    def told(p: Parameters) -> Telling:
        one = yield chance("type of A", odds, seen_by="A")
        two = yield chance("type of B", odds, seen_by="B")
        mine = yield move("A", "build A", ["arm", "refrain"], seen_by=())
        other = yield move("B", "build B", ["arm", "refrain"], seen_by=())
        return {"A": paid(mine, other, one), "B": paid(other, mine, two)}

    return told.tree()


def chain_store(
    entrants: int,
    tough: Fraction = Fraction(1, 10),
    gain: Fraction = Fraction(1, 2),
    alone: Fraction = Fraction(2),
) -> Tree:
    """Kreps and Wilson 1982: entrants in turn; a store that is tough likes to fight them, a weak one does not."""
    names = [f"E{left}" for left in range(entrants, 0, -1)]

    @game("Store", *names, title="chain store")
    def told(p: Parameters) -> Telling:
        kind = yield chance("kind", {"tough": tough, "weak": 1 - tough}, seen_by="Store")
        paid = dict.fromkeys(["Store", *names], Fraction(0))
        for name in names:
            entry = yield move(name, f"entry of {name}", ["out", "in"])
            if entry == "out":
                paid["Store"] += alone
                continue
            answer = yield move("Store", f"answer to {name}", ["fight", "yield"])
            paid["Store"] -= int(answer == ("yield" if kind == "tough" else "fight"))
            paid[name] = gain - 1 if answer == "fight" else gain
        return paid

    return told.tree()


def schooling(costs: dict[str, tuple[Fraction, Fraction]], bids: Sequence[Fraction], able: Fraction) -> Tree:
    """Spence 1973 with two firms that see the schooling and bid for the worker at once; the higher bid has him.

    Args:
        costs: of each schooling to one who is able (worth 2) and to one who is not (worth 1).
        bids: that a firm may make; at a tie each firm has him half the time.
        able: the share of those who are.
    """
    number = {str(bid): bid for bid in bids}

    @game("Worker", "One", "Two", title="schooling and two bids")
    def told(p: Parameters) -> Telling:
        kind = yield chance("ability", {"able": able, "not": 1 - able}, seen_by="Worker")
        school = yield move("Worker", "schooling", list(costs))
        one = yield move("One", "bid of One", list(number), seen_by=())
        two = yield move("Two", "bid of Two", list(number), seen_by=())
        first, second = number[one], number[two]
        share = Fraction(1 + (first > second) - (first < second), 2)
        worth = 2 if kind == "able" else 1
        return {
            "Worker": max(first, second) - costs[school][kind == "not"],
            "One": share * (worth - first),
            "Two": (1 - share) * (worth - second),
        }

    return told.tree()


def two_schools() -> Tree:
    """Two schoolings and four bids: 87 nodes."""
    costs = {"none": (Fraction(0), Fraction(0)), "degree": (Fraction(1, 2), Fraction(5, 4))}
    return schooling(costs, [Fraction(at, 10) for at in (0, 6, 11, 17)], Fraction(1, 3))


def six_schools() -> Tree:
    """Six schoolings and two bids: 87 nodes as well."""
    costs = {str(at): (Fraction(2 * at, 5), Fraction(4 * at, 5)) for at in range(6)}
    return schooling(costs, [Fraction(11, 10), Fraction(19, 10)], Fraction(1, 3))


def alternating_offers(rounds: int, shares: int, patience: Fraction = Fraction(83, 100)) -> Tree:
    """Stahl 1972, Rubinstein 1982: perfect information; the last refusal leaves nothing."""

    @game("One", "Two", title="alternating offers")
    def told(p: Parameters) -> Telling:
        left = Fraction(1)
        for at in range(rounds):
            mine, other = ("Two", "One") if at % 2 else ("One", "Two")
            kept = yield move(mine, f"keep {at}", [str(each) for each in range(shares)])
            answer = yield move(other, f"answer {at}", ["yes", "no"])
            if answer == "yes":
                part = Fraction(2 * int(kept) + 1, 2 * shares)
                return {mine: left * part, other: left * (1 - part)}
            left *= patience
        return {"One": Fraction(0), "Two": Fraction(0)}

    return told.tree()


def litigation(types: int) -> Tree:
    """Bebchuk 1984: the defendant knows his odds of losing 1, the plaintiff demands, he pays or they go to court."""
    low, width, cost = Fraction(1, 5), Fraction(3, 5), Fraction(1, 10)
    odds = {f"q{at}": low + width * Fraction(2 * at + 1, 2 * types) for at in range(types)}
    demands = {str(each): each for each in (q + cost - width / (8 * types) for q in odds.values())}

    @game("Plaintiff", "Defendant", title="litigation")
    def told(p: Parameters) -> Telling:
        kind = yield chance("liability", dict.fromkeys(odds, Fraction(1, types)), seen_by="Defendant")
        demand = yield move("Plaintiff", "demand", list(demands))
        answer = yield move("Defendant", "answer", ["pay", "court"])
        if answer == "pay":
            return {"Plaintiff": demands[demand], "Defendant": -demands[demand]}
        return {"Plaintiff": odds[kind] - cost, "Defendant": -odds[kind] - cost}

    return told.tree()


def signalling(size: int, seed: int) -> Tree:
    """As many types, messages and responses; weights and payoffs drawn from so many numbers that none are tied."""
    draw = random.Random(seed)
    weight = [draw.randint(1, 999) for _ in range(size)]
    odds = {f"t{at}": Fraction(each, sum(weight)) for at, each in enumerate(weight)}
    names = [[f"{letter}{at}" for at in range(size)] for letter in "tmr"]
    paid = {
        history: (Fraction(draw.randint(0, 99_999)), Fraction(draw.randint(0, 99_999)))
        for history in itertools.product(*names)
    }

    @game("Sender", "Receiver", title=f"random signalling {size} x {size} x {size}, seed {seed}")
    def told(p: Parameters) -> Telling:
        kind = yield chance("type", odds, seen_by="Sender")
        message = yield move("Sender", "message", names[1])
        response = yield move("Receiver", "response", names[2])
        sender, receiver = paid[kind, message, response]
        return {"Sender": sender, "Receiver": receiver}

    return told.tree()


def many_equilibria(size: int = 6) -> Tree:
    """A bimatrix game of two dual cyclic polytopes: 75 equilibria at 6 x 6.

    Equilibria are the pairs of vertices that together have every label, but one. A vertex lies on ``size`` of the
    2 ``size`` facets, those that fulfil Gale's evenness condition; of the second polytope the labels of neighbouring
    facets (1 and 2, 3 and 4, ...) are exchanged.

    Source: von Stengel 1999, New maximal numbers of equilibria in bimatrix games, Discrete & Computational
    Geometry 21:557-568. The points of the moment curve are ours; which they are does not change the number.
    """
    first, second = _slacks(size, range(size)), _slacks(size, range(size, 2 * size))
    swap = [
        at ^ 1 for at in range(size)
    ]  # facet of the second polytope that has label ``at``, within each half
    labels = [str(at + 1) for at in range(size)]

    @game("Row", "Column", title=f"{size} x {size} of dual cyclic polytopes")
    def told(p: Parameters) -> Telling:
        row = int((yield move("Row", "row", labels, seen_by=()))) - 1
        column = int((yield move("Column", "column", labels, seen_by=()))) - 1
        return {"Row": second[swap[row]][swap[column]], "Column": first[column][row]}

    return told.tree()


def _slacks(size: int, base: range) -> list[Row]:
    """[other facet][facet of ``base``] payoffs a with: slack of the other = 1 - a · slacks of ``base``.

    The polytope is ``c_k z <= 1`` for points c_k of the moment curve, moved so that 0 lies among them; the facets
    of ``base`` meet in a vertex, and their slacks are coordinates. Slacks are scaled to 1 at that vertex.
    """
    points = [[Fraction(at) ** power for power in range(1, size + 1)] for at in range(1 - size, size + 1)]
    middle = [sum(column, Fraction(0)) / len(points) for column in zip(*points, strict=True)]
    moved = [[x - m for x, m in zip(point, middle, strict=True)] for point in points]
    corner = [moved[at] for at in base]
    found = []
    for at in range(2 * size):
        if at not in base:
            # c = sum of w_k c_k over the base, so its slack is 1 - sum w_k + sum w_k slack_k.
            share = _solve([list(column) for column in zip(*corner, strict=True)], moved[at])
            found.append([-each / (1 - sum(share)) for each in share])
    return found


def _solve(matrix: list[Row], right: Row) -> Row:
    """x with matrix x = right, by elimination."""
    rows = [[*row, end] for row, end in zip(matrix, right, strict=True)]
    for at in range(len(rows)):
        pivot = next(each for each in range(at, len(rows)) if rows[each][at])
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [x / rows[at][at] for x in rows[at]]
        for other in range(len(rows)):
            if other != at and rows[other][at]:
                rows[other] = [x - rows[other][at] * y for x, y in zip(rows[other], rows[at], strict=True)]
    return [row[-1] for row in rows]


def file(name: str) -> Tree:
    """A reference game of ``tests/reference``."""
    return read_efg(REFERENCE / name)


def flagship() -> Tree:
    """The whole flagship at its defaults."""
    from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief

    return freeze_for_relief.tree(DEFAULTS)


def flagship_core() -> Tree:
    """Its core under X, without talk."""
    from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief

    return freeze_for_relief.shape(who="X", talk=False).tree(DEFAULTS)


def flagship_worlds(worlds: int, who: str = "X") -> Tree:
    """Its core under one counterpart in so many worlds, drawn over seven ranges."""
    import numpy as np

    from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief

    ranges = {
        "pi": (0.05, 0.95),
        "phi": (0.1, 0.9),
        "f": (0.0, 0.3),
        "s": (0.0, 2.0),
        "u_E": (0.0, 0.6),
        "q_thin": (0.1, 0.9),
        "z_X": (0.0, 0.5),
    }
    draw = np.random.default_rng(0)
    drawn = {name: draw.uniform(low, high, worlds) for name, (low, high) in ranges.items()}
    return freeze_for_relief.shape(who=who, talk=False).tree(DEFAULTS | drawn)
