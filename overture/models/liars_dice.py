"""Liar's dice with one die each: a bid, a higher bid, or doubt; zero-sum.

Each player rolls a die that he alone sees. A bid names how many dice (one or two) show at least a face;
each bid must be higher than the last, and the highest face counts as any. Instead of a higher bid a
player may doubt the last: if the bid is false the doubter wins one, else the bidder. The rules are
those of the usual benchmark (OpenSpiel's ``liars_dice``; Lisy, Lanctot and Bowling 2015, "Online
Monte Carlo counterfactual regret minimization", AAMAS, section 5.1 for the game).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from overture.errors import SolveError
from overture.games.check import check
from overture.games.telling.language import Telling, chance, game, move
from overture.games.tree import CHANCE, NO_OUTCOME, TERMINAL, Exact, Ints, Labels, Tree

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

NAME = "liars-dice"
TOPICS = ("poker",)

FIRST = "First"
SECOND = "Second"
PLAYERS = (FIRST, SECOND)


def bid_names(sides: int) -> list[str]:
    """All bids, lowest first: one die of each face, then two."""
    return [f"{count}x{face}" for count in (1, 2) for face in range(1, sides + 1)]


def bid_holds(bid: int, dice: tuple[int, int], sides: int) -> bool:
    """Whether bid number ``bid`` is true of two dice (faces from 1; the highest face counts as any)."""
    face = bid % sides + 1
    return sum(die in (face, sides) for die in dice) > bid // sides


@game(FIRST, SECOND, title="Liar's dice")
def liars_dice(p: Parameters, sides: int = 6) -> Telling:
    """Told history by history. :func:`liars_dice_tree` lays the same tree down at once, and far faster."""
    faces = [str(face) for face in range(1, sides + 1)]
    dice = []
    for player in PLAYERS:
        rolled = yield chance(f"die of {player}", dict.fromkeys(faces, Fraction(1, sides)), seen_by=player)
        dice.append(int(rolled or 0))
    names = bid_names(sides)
    last, turn = -1, 0
    while True:
        mover = PLAYERS[turn % 2]
        actions = names[last + 1 :] + (["doubt"] if last >= 0 else [])
        action = yield move(mover, f"bid {turn + 1}", actions)
        if action == "doubt":
            won = 1 if bid_holds(last, (dice[0], dice[1]), sides) else -1
            bidder = PLAYERS[(turn + 1) % 2]
            return {bidder: won, mover: -won}
        last = names.index(action or "")
        turn += 1


@dataclass(frozen=True)
class Bidding:
    """All that both players see, depth first: one row per sequence of bids, with or without a doubt at its end.

    ``parent``, ``slot``: the row before and which of its choices leads here; ``last``: number of the
    last bid, -1 before any; ``turn``: how many moves were made; ``over``: whether the last was a doubt.
    """

    parent: Ints
    slot: Ints
    last: Ints
    turn: Ints
    over: NDArray[np.bool_]


def bidding(sides: int) -> Bidding:
    """The bidding of a game with dice of so many sides: ``2 ** (2 * sides + 1) - 1`` rows."""
    bids = 2 * sides
    rows: list[tuple[int, int, int, int, bool]] = []
    stack = [(-1, -1, -1, 0, False)]
    while stack:
        row = stack.pop()
        at = len(rows)
        rows.append(row)
        _, _, last, turn, over = row
        if over:
            continue
        if last >= 0:
            stack.append((at, bids - 1 - last, last, turn + 1, True))
        stack += [(at, bid - last - 1, bid, turn + 1, False) for bid in range(bids - 1, last, -1)]
    parent, slot, bid, moves, over = np.array(rows, dtype=np.int32).T
    return Bidding(parent, slot, bid, moves, over > 0)


def liars_dice_tree(sides: int = 6) -> Tree:
    """The tree of ``liars_dice.shape(sides=sides)``, array by array the same, without telling it.

    Every roll of the dice is followed by the same bidding, so the tree is the bidding repeated.

    Raises:
        SolveError: dice of less than two sides, or of more than eight (a tree of a million nodes and more).
    """
    if not 2 <= sides <= 8:
        raise SolveError.of("models/sides", f"{sides} sides", "Liar's dice", "2 to 8")
    public = bidding(sides)
    size = len(public.parent)
    decisions = np.flatnonzero(~public.over).astype(np.int32)
    mover = public.turn[decisions] % 2
    # [first die, second die] where each copy of the bidding begins.
    chance_node = 1 + np.arange(sides) * (1 + sides * size)
    base = chance_node[:, None] + 1 + np.arange(sides)[None, :] * size

    # A set is (die of the mover, bidding); it is numbered by its first node.
    first = np.where(mover[None, :] == 0, base[:, :1], base[:1, :].T) + decisions[None, :]
    order = np.argsort(first, axis=None)
    rank = np.empty(first.shape, dtype=np.int32)
    rank.flat[order] = np.arange(first.size, dtype=np.int32)
    number = np.full(size, -1, dtype=np.int32)
    number[decisions] = np.arange(len(decisions), dtype=np.int32)
    choices = 2 * sides - 1 - public.last[decisions] + (public.last[decisions] >= 0)
    infosets = first.size
    counts = np.concatenate((choices[order % len(decisions)], np.full(1 + sides, sides)))
    edge_start = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    n_actions = int(edge_start[infosets])

    nodes = 1 + sides + sides * sides * size
    parent = np.empty(nodes, dtype=np.int32)
    edge = np.empty(nodes, dtype=np.int32)
    set_of = np.empty(nodes, dtype=np.int32)
    parent[0], edge[0], set_of[0] = -1, -1, infosets
    parent[chance_node] = 0
    edge[chance_node] = n_actions + np.arange(sides)
    set_of[chance_node] = infosets + 1 + np.arange(sides)
    above = public.parent[1:]
    for one in range(sides):
        for two in range(sides):
            start = base[one, two]
            own = np.where(public.turn % 2 == 0, rank[one][number], rank[two][number])
            block = slice(start, start + size)
            set_of[block] = np.where(public.over, TERMINAL, own)
            parent[start] = chance_node[one]
            edge[start] = n_actions + sides + one * sides + two
            parent[start + 1 : start + size] = start + above
            edge[start + 1 : start + size] = edge_start[own[above]] + public.slot[1:]
    ends = set_of == TERMINAL
    outcome = np.where(ends, np.cumsum(ends) - 1, NO_OUTCOME).astype(np.int32)
    won = _won(public, sides)
    even = Fraction(1, sides)
    paid = {sign: (Fraction(sign), Fraction(-sign)) for sign in (1, -1)}
    return check(
        Tree(
            title=liars_dice.title,
            players=PLAYERS,
            parent=parent,
            edge=edge,
            set_of=set_of,
            outcome=outcome,
            set_player=np.concatenate((mover[order % len(decisions)], np.full(1 + sides, CHANCE))).astype(
                np.int32
            ),
            edge_start=edge_start,
            chance=np.full((1, sides + sides * sides), 1 / sides),
            payoff=np.stack([won, -won], axis=1)[None].astype(np.float64),
            labels=_labels(public, decisions, order, sides),
            exact=Exact((even,) * (sides + sides * sides), tuple([paid[sign] for sign in won.tolist()])),
        )
    )


def _won(public: Bidding, sides: int) -> Ints:
    """[end of the tree] what the first player wins: 1 or -1."""
    over = np.flatnonzero(public.over)
    bid, doubter = public.last[over], (public.turn[over] - 1) % 2
    table = []
    for one in range(1, sides + 1):
        for two in range(1, sides + 1):
            holds = np.array([bid_holds(each, (one, two), sides) for each in range(2 * sides)])
            table.append(np.where(holds[bid] == (doubter == 1), 1, -1))
    return np.concatenate(table).astype(np.int32)


def _labels(public: Bidding, decisions: Ints, order: NDArray[np.intp], sides: int) -> Labels:
    names = bid_names(sides)
    # What was bid, row by row of the bidding; as pairs and as words.
    heard: dict[int, tuple[tuple[tuple[str, str], ...], str]] = {0: ((), "")}
    parent, last, turn = public.parent.tolist(), public.last.tolist(), public.turn.tolist()
    rows = decisions.tolist()
    for row in rows[1:]:
        pairs, words = heard[parent[row]]
        move_name = f"bid {turn[row]}"
        heard[row] = (
            (*pairs, (move_name, names[last[row]])),
            f"{words}, {move_name}={names[last[row]]}",
        )
    rolled = [[(f"die of {player}", str(face)) for face in range(1, sides + 1)] for player in PLAYERS]
    bids = [tuple(names[last[row] + 1 :] + (["doubt"] if last[row] >= 0 else [])) for row in rows]
    set_name: list[str] = []
    set_label: list[str] = []
    set_number: list[int] = []
    seen: list[tuple[tuple[str, str], ...]] = []
    edges: list[str] = []
    counts = [0, 0]
    for at in order.tolist():
        die, which = divmod(at, len(rows))
        row = rows[which]
        player = turn[row] % 2
        own = rolled[player][die]
        pairs, words = heard[row]
        name = f"bid {turn[row] + 1}"
        set_name.append(name)
        set_label.append(f"{name} | {own[0]}={own[1]}{words}")
        seen.append((own, *pairs))
        edges.extend(bids[which])
        counts[player] += 1
        set_number.append(counts[player])
    rolls = [f"die of {PLAYERS[0]}"] + [f"die of {PLAYERS[1]}"] * sides
    faces = [str(face) for face in range(1, sides + 1)]
    return Labels(
        set_name=(*set_name, *rolls),
        set_label=(*set_label, *rolls),
        set_number=(*set_number, *range(1, 2 + sides)),
        edge=(*edges, *(faces * (1 + sides))),
        seen=(*seen, *(((),) * (1 + sides))),
    )
