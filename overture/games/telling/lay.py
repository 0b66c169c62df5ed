"""Lay what a walk recorded down in flat arrays: sets of players first, then chance; then check it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from numbers import Rational
from typing import Any

import numpy as np

from overture.games.check import check
from overture.games.tree import Exact, Floats, Labels, Tree


@dataclass
class Record:
    """What a walk saw, in depth-first order; sets are numbered as met, chance among the rest.

    Attributes:
        parent: [node]; edge_set, edge_choice: [node] by which choice of which set it is entered, -1 at
            the root; set_of: [node], -1 at the end.
        set_player, set_name, set_labels: [set] mover (-1 for chance), move, choices.
        set_seen: [set] what the mover has seen, an index into ``seen``.
        odds: [chance set] the odds as given; payoffs: [terminal][player] as given.
        seen: what a player has seen, interned: (entry before, move, choice).
    """

    parent: list[int] = field(default_factory=list)
    edge_set: list[int] = field(default_factory=list)
    edge_choice: list[int] = field(default_factory=list)
    set_of: list[int] = field(default_factory=list)
    set_player: list[int] = field(default_factory=list)
    set_name: list[str] = field(default_factory=list)
    set_labels: list[tuple[str, ...]] = field(default_factory=list)
    set_seen: list[int] = field(default_factory=list)
    odds: list[tuple[Any, ...]] = field(default_factory=list)
    payoffs: list[list[Any]] = field(default_factory=list)
    seen: list[tuple[int, str, str]] = field(default_factory=lambda: [(-1, "", "")])


def lay(
    record: Record, title: str, players: tuple[str, ...], worlds: int, parameters: dict[str, Floats]
) -> Tree:
    """The Tree of a record. Raises TreeError where a validity condition fails."""
    raw_player = np.array(record.set_player, dtype=np.int32)
    order = np.argsort(raw_player < 0, kind="stable")
    rank = np.empty(len(order), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    sizes = np.array([len(record.set_labels[at]) for at in order], dtype=np.int32)
    edge_start = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    edge = edge_start[rank[np.array(record.edge_set, dtype=np.int32)]]
    edge += np.array(record.edge_choice, dtype=np.int32)
    edge[0] = -1
    raw_set = np.array(record.set_of, dtype=np.int32)
    set_of = np.where(raw_set < 0, -1, rank[raw_set]).astype(np.int32)
    ends = raw_set < 0
    outcome = np.where(ends, np.cumsum(ends) - 1, -1).astype(np.int32)
    branch_odds = [value for odds in record.odds for value in odds]
    paid = record.payoffs
    chance = _table(branch_odds, worlds)
    payoff = _table([value for row in paid for value in row], worlds)
    return check(
        Tree(
            title=title,
            players=players,
            parent=np.array(record.parent, dtype=np.int32),
            edge=edge,
            set_of=set_of,
            outcome=outcome,
            set_player=raw_player[order],
            edge_start=edge_start,
            chance=chance,
            payoff=np.ascontiguousarray(payoff.reshape(worlds, len(paid), len(players))),
            labels=_names(record, order.tolist()),
            exact=_exact(branch_odds, paid) if worlds == 1 else None,
            parameters=parameters,
        )
    )


def _names(record: Record, order: list[int]) -> Labels:
    pairs: dict[int, tuple[tuple[str, str], ...]] = {0: ()}
    told: dict[int, str] = {0: ""}

    def remember(at: int) -> None:
        chain = []
        while at not in pairs:
            chain.append(at)
            at = record.seen[at][0]
        for each in reversed(chain):
            before, name, label = record.seen[each]
            pairs[each] = (*pairs[before], (name, label))
            told[each] = f"{told[before]}, {name}={label}" if before else f" | {name}={label}"

    counts: dict[int, int] = {}
    numbers = []
    for at in order:
        mover = record.set_player[at]
        counts[mover] = counts.get(mover, 0) + 1
        numbers.append(counts[mover])
        remember(record.set_seen[at])
    return Labels(
        set_name=tuple([record.set_name[at] for at in order]),
        set_label=tuple([record.set_name[at] + told[record.set_seen[at]] for at in order]),
        set_number=tuple(numbers),
        edge=tuple([label for at in order for label in record.set_labels[at]]),
        seen=tuple([pairs[record.set_seen[at]] for at in order]),
    )


def _table(values: list[Any], worlds: int) -> Floats:
    """[world, value]; a value of two equal worlds (see DOUBLED) counts once where there is one world."""
    if worlds == 1:
        try:
            plain = np.array(values, dtype=np.float64)
        except ValueError:  # some are arrays
            plain = np.empty(0)
        if plain.shape == (len(values),):
            return plain.reshape(1, -1)
        return np.array(
            [[value.flat[0] if isinstance(value, np.ndarray) else value for value in values]],
            dtype=np.float64,
        ).reshape(1, -1)
    table = np.empty((worlds, len(values)))
    for at, value in enumerate(values):
        table[:, at] = value
    return table


def _exact(odds: list[Any], paid: list[list[Any]]) -> Exact | None:
    """The rationals of a game in which everything is rational; None otherwise."""

    def rational(values: list[Any]) -> tuple[Fraction, ...] | None:
        found = []
        for value in values:
            number = value.flat[0] if isinstance(value, np.ndarray) else value
            if not isinstance(number, Rational):
                return None
            # numpy's whole numbers would stay what they are inside a Fraction, and overflow there.
            found.append(Fraction(int(number.numerator), int(number.denominator)))
        return tuple(found)

    chance = rational(odds)
    payoff = []
    for row in paid:
        exact = rational(row)
        if exact is None:
            return None
        payoff.append(exact)
    return None if chance is None else Exact(chance, tuple(payoff))
