"""Node records of an .efg file to a tree: what the records mean together, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from overture.errors import Fault
from overture.games.check import ODDS_TOLERANCE
from overture.games.files.efg_parse import Lines, NodeRecord, ParsedFile
from overture.games.tree import CHANCE, NO_OUTCOME, TERMINAL, Exact, Labels, Tree

NO_SET = (-2, -2)


def _distinct(names: Iterable[str], name_empty: bool) -> tuple[str, ...]:
    """The names, with ``_1``, ``_2`` ... behind those that occur twice (and for empty ones)."""
    given = list(names)
    often = Counter(given)
    used = set(given)
    count: Counter[str] = Counter()
    out = []
    for name in given:
        fresh = name
        if (not name and name_empty) or (name and often[name] > 1):
            while fresh in used:
                count[name] += 1
                fresh = f"{name}_{count[name]}"
            used.add(fresh)
        out.append(fresh)
    return tuple(out)


@dataclass
class _Set:
    """An information set or chance event as first described."""

    at: int
    label: str
    actions: tuple[str, ...]
    odds: tuple[Fraction, ...] | None
    nodes: list[int] = field(default_factory=list)


class Builder:
    """Node records to a tree; collects faults, and makes the tree only if there are none."""

    def __init__(self, parsed: ParsedFile, lines: Lines) -> None:
        self.parsed = parsed
        self.lines = lines
        self.faults: list[Fault] = []
        self.sets: dict[tuple[int, int], _Set] = {}
        self.outcomes: dict[int, tuple[int, str, tuple[Fraction, ...]]] = {}
        self.key: list[tuple[int, int]] = []  # [node] (player, number); player 0 for chance
        self.parent: list[int] = []
        self.turn: list[int] = []  # [node] which action of the parent leads here

    def fault(self, id: str, at: int, found: str, allowed: str = "", mend: str = "") -> None:
        self.faults.append(Fault(id, found, self.lines.place(at), allowed, mend))

    def read_parts(self) -> None:
        """Judge each record by itself and against earlier ones."""
        if not self.parsed.players and not self.parsed.broken:
            self.fault("efg/player", 0, "the game has no players", "one or more names in { }")
        for node, record in enumerate(self.parsed.records):
            self.key.append(self._set(node, record) if record.kind != "t" else NO_SET)
            self._outcome(record)

    def read_all(self) -> None:
        self.read_parts()
        # Where one set has different actions, moves cannot be compared across its nodes.
        if self._shape() and not any(fault.id in ("efg/actions", "efg/set") for fault in self.faults):
            self._memory()

    # -- sets and outcomes ----------------------------------------------------------------------

    def _owner(self, record: NodeRecord) -> str:
        if record.kind == "c":
            return f"chance event {record.number}"
        players = self.parsed.players
        who = players[record.player - 1] if 1 <= record.player <= len(players) else str(record.player)
        return f"information set {record.number} of player {who!r}"

    def _set(self, node: int, record: NodeRecord) -> tuple[int, int]:
        key = (record.player, record.number)
        count = len(self.parsed.players)
        if record.kind == "p" and not 1 <= record.player <= count:
            self.fault("efg/player", record.at, f"player {record.player} does not exist", f"1 to {count}")
        known = self.sets.get(key)
        if known is None:
            self.sets[key] = self._describe(record)
            known = self.sets[key]
        else:
            self._compare(record, known)
        known.nodes.append(node)
        return key

    def _describe(self, record: NodeRecord) -> _Set:
        what = self._owner(record)
        if record.actions is None:
            self.fault("efg/set", record.at, f"{what} is used before its actions are given")
        elif not record.actions:
            self.fault("efg/set", record.at, f"{what} has no actions", "one or more")
        elif record.kind == "c":
            self._odds(record, what)
        return _Set(record.at, record.set_label or "", record.actions or (), record.odds)

    def _odds(self, record: NodeRecord, what: str) -> None:
        if record.odds is None:
            self.fault("efg/odds", record.at, f"{what} has no probabilities", "one after each branch")
            return
        total = sum(record.odds, Fraction(0))
        low = min(record.odds)
        if low < 0:
            self.fault("efg/odds", record.at, f"{what} has a negative probability, {low}", "at least 0")
        if abs(total - 1) > ODDS_TOLERANCE:
            shown = " + ".join(map(str, record.odds))
            self.fault(
                "efg/odds",
                record.at,
                f"the probabilities of {what} sum to {float(total):.10g} ({shown})",
                "a sum of 1",
                "write thirds and the like as fractions",
            )

    def _compare(self, record: NodeRecord, known: _Set) -> None:
        what = self._owner(record)
        first = self.lines.number(known.at)
        if record.set_label is not None and record.set_label != known.label:
            self.fault(
                "efg/set",
                record.at,
                f"{what} is named {record.set_label!r} here and {known.label!r} in line {first}",
                "one name for one set",
            )
        if record.actions is None:
            return
        if len(record.actions) != len(known.actions):
            self.fault(
                "efg/actions",
                record.at,
                f"{what} has {len(record.actions)} action(s) here and {len(known.actions)} in line {first}",
                "the same actions at every node of a set",
            )
        elif record.actions != known.actions:
            here, there = next(
                pair for pair in zip(record.actions, known.actions, strict=True) if pair[0] != pair[1]
            )
            self.fault(
                "efg/actions",
                record.at,
                f"{what} has the action {here!r} here and {there!r} in line {first}",
                "the same actions in the same order at every node of a set",
            )
        elif record.odds is not None and known.odds is not None and record.odds != known.odds:
            self.fault(
                "efg/odds",
                record.at,
                f"{what} has other probabilities here than in line {first}",
                "the same probabilities at every node of an event",
            )

    def _outcome(self, record: NodeRecord) -> None:
        number, label, payoffs = record.outcome, record.outcome_label, record.payoffs
        if number == 0:
            if label or payoffs:
                self.fault("efg/outcome", record.at, "outcome 0 with a name or payoffs", "0 for no outcome")
            return
        count = len(self.parsed.players)
        if payoffs is not None and len(payoffs) != count:
            self.fault(
                "efg/payoffs",
                record.at,
                f"outcome {number} has {len(payoffs)} payoffs for {count} players",
                "one payoff for each player",
            )
        known = self.outcomes.get(number)
        if known is None:
            if payoffs is None:
                self.fault("efg/payoffs", record.at, f"outcome {number} is used before its payoffs are given")
            self.outcomes[number] = (record.at, label or "", payoffs or (Fraction(0),) * count)
            return
        first = self.lines.number(known[0])
        if label is not None and label != known[1]:
            self.fault(
                "efg/outcome",
                record.at,
                f"outcome {number} is named {label!r} here and {known[1]!r} in line {first}",
                "one name for one outcome",
            )
        if payoffs is not None and len(payoffs) == count and payoffs != known[2]:
            self.fault(
                "efg/payoffs",
                record.at,
                f"outcome {number} has other payoffs here than in line {first}",
                "the same payoffs each time",
            )

    # -- the shape ------------------------------------------------------------------------------

    def _shape(self) -> bool:
        """Hang each record below its parent; False (and a fault) where nodes lack or abound."""
        records = self.parsed.records
        if not records:
            self.fault("efg/tree", 0, "the file has no nodes", "one or more")
            return False
        open_nodes: list[list[int]] = []  # (node, children seen, children due)
        for node, record in enumerate(records):
            if node and not open_nodes:
                self.fault("efg/tree", record.at, "a node after the tree is complete", "one tree in a file")
                return False
            if node:
                top = open_nodes[-1]
                self.parent.append(top[0])
                self.turn.append(top[1])
                top[1] += 1
                if top[1] == top[2]:
                    open_nodes.pop()
            else:
                self.parent.append(-1)
                self.turn.append(-1)
            if record.kind != "t":
                actions = record.actions
                due = len(self.sets[self.key[node]].actions if actions is None else actions)
                if due:
                    open_nodes.append([node, 0, due])
        if open_nodes:
            due = sum(entry[2] - entry[1] for entry in open_nodes)
            node, seen, _ = open_nodes[-1]
            actions = records[node].actions or self.sets[self.key[node]].actions
            self.fault(
                "efg/tree",
                records[node].at,
                f"the file ends before the tree does: {due} nodes are due, the first of them below "
                f"this node after {actions[seen]!r}",
                "a node for every action",
            )
            return False
        return True

    def _memory(self) -> None:
        """Perfect recall, with lines: the last own action is the same at every node of a set."""
        last: list[dict[int, tuple[tuple[int, int], int]]] = []
        held: dict[tuple[int, int], tuple[int, tuple[tuple[int, int], int] | None]] = {}
        told: set[tuple[int, int]] = set()
        for node, record in enumerate(self.parsed.records):
            parent = self.parent[node]
            if parent < 0:
                last.append({})
            elif self.parsed.records[parent].kind == "p":
                above = self.key[parent]
                last.append({**last[parent], above[0]: (above, self.turn[node])})
            else:
                last.append(last[parent])
            if record.kind != "p":
                continue
            key = self.key[node]
            own = last[node].get(key[0])
            first, theirs = held.setdefault(key, (node, own))
            if own != theirs and key not in told:
                told.add(key)
                what = self._owner(record)
                line = self.lines.number(self.parsed.records[first].at)
                twice = self._above(node, key)
                if twice is not None:
                    at = self.lines.number(self.parsed.records[twice].at)
                    found = f"{what} is passed twice on one history, in line {at} and here"
                else:
                    found = (
                        f"at {what} the player would forget an own move: here {self._done(own)}, "
                        f"in line {line} {self._done(theirs)}"
                    )
                self.fault("efg/recall", record.at, found, "games of perfect recall", "split the set in two")

    def _above(self, node: int, key: tuple[int, int]) -> int | None:
        node = self.parent[node]
        while node >= 0 and self.key[node] != key:
            node = self.parent[node]
        return node if node >= 0 else None

    def _done(self, own: tuple[tuple[int, int], int] | None) -> str:
        if own is None:
            return "there is no own move before"
        (player, number), turn = own
        actions = self.sets[(player, number)].actions
        label = self.sets[(player, number)].label
        return f"the last own move is {actions[turn]!r} at set {number}" + (f" ({label!r})" if label else "")

    # -- the tree -------------------------------------------------------------------------------

    def tree(self) -> Tree:
        """The tree of a file without faults."""
        records, parsed = self.parsed.records, self.parsed
        players = _distinct(parsed.players, name_empty=True)
        keys = sorted(self.sets, key=lambda key: (key[0] == 0, self.sets[key].nodes[0]))
        place = {key: at for at, key in enumerate(keys)}
        place[NO_SET] = TERMINAL
        sets = [self.sets[key] for key in keys]
        start = np.cumsum([0, *(len(entry.actions) for entry in sets)]).astype(np.int32)
        set_of = np.array([place[key] for key in self.key], dtype=np.int32)
        parent = np.array(self.parent, dtype=np.int32)
        edge = np.array(self.turn, dtype=np.int32)
        edge[1:] += start[set_of[parent[1:]]]
        numbers = list(self.outcomes)
        outcome_place = {number: at for at, number in enumerate(numbers)} | {0: NO_OUTCOME}
        odds = [value for key in keys if key[0] == 0 for value in self.sets[key].odds or ()]
        payoff = tuple(self.outcomes[number][2] for number in numbers)
        node_labels = tuple(record.label for record in records)
        labels = Labels(
            set_name=tuple(
                entry.label or f"{players[key[0] - 1] if key[0] else 'chance'}:{key[1]}"
                for key, entry in zip(keys, sets, strict=True)
            ),
            set_label=tuple(entry.label for entry in sets),
            set_number=tuple(key[1] for key in keys),
            edge=tuple(name for entry in sets for name in _distinct(entry.actions, name_empty=False)),
            seen=((),) * len(keys),
            node=node_labels if any(node_labels) else (),
            outcome=tuple(self.outcomes[number][1] for number in numbers),
            outcome_number=tuple(numbers),
            comment=parsed.comment,
        )
        exact_sums = all(
            sum(entry.odds or (), Fraction(0)) == 1 for key, entry in self.sets.items() if key[0] == 0
        )
        return Tree(
            title=parsed.title,
            players=players,
            parent=parent,
            edge=edge,
            set_of=set_of,
            outcome=np.array([outcome_place[record.outcome] for record in records], dtype=np.int32),
            set_player=np.array([key[0] - 1 if key[0] else CHANCE for key in keys], dtype=np.int32),
            edge_start=start,
            chance=np.array([odds], dtype=np.float64).reshape(1, len(odds)),
            payoff=np.array(payoff, dtype=np.float64).reshape(1, len(payoff), len(players)),
            labels=labels,
            # Odds such as 0.3333333333 (three times) are nearly one: good doubles, not rationals.
            exact=Exact(chance=tuple(odds), payoff=payoff) if exact_sums else None,
        )
