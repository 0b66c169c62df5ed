"""What a history says, in each of many equilibria and over all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from overture.errors import SolveError
from overture.games.measured.event import Mask
from overture.games.tree import Floats, Tree
from overture.history.mass import Conditional, Ints, Mass
from overture.history.members import ALL, NamedPlay, certified
from overture.history.step import OBSERVER, HistoryStep, choices, masks, seen
from overture.history.table import BeliefRow, ChanceRow, GainRow, HistoryTable, ValueRow


def histories(
    tree: Tree,
    members: Sequence[NamedPlay],
    steps: Sequence[HistoryStep],
    types: Mapping[str, str],
    versus: tuple[HistoryStep, HistoryStep] | None = None,
    *,
    worlds: Floats | None = None,
) -> HistoryTable:
    """After each step of a history: its chance, what each side believes of the other, what it is worth to each type.

    Everybody conditions on the steps that he sees, and a player on his own type too; the observer sees what all
    players see. What one does not see of a history is not lost: its chance and the beliefs of those who saw it have it.
    Over all members the mixture is conditioned once, so a member that makes the history more often counts for more.
    Off the path the beliefs of one member in one world are the limit of its trembles; several have no common number.

    Args:
        tree: the game, in one world or many.
        members: certified equilibria with names and weights.
        steps: what happened, in order.
        types: player -> the move that draws his type, such as ``{"Leader": "intent", "X": "kind_X"}``.
        versus: two events that may follow, such as that X returns and that Y comes; the gain of the first over the
            second is told after each step that leaves both open.
        worlds: [W] weights of the worlds; None: all alike.

    Raises:
        SolveError: a member that is no equilibrium, or names, shapes and weights that do not fit.
        EventError: an event that the game does not have, or a step of which the game does not tell who sees it.
    """
    cells = certified(tree, members, worlds)
    told = tuple(steps)
    pair = () if versus is None else tuple(versus)
    inside, seeing = masks(tree, (*told, *pair)), seen(tree, told)
    strangers = [player for player in types if player not in tree.players]
    if strangers:
        raise SolveError.of(
            "history/player", f"no player is called {strangers[0]!r}", tree.title, ", ".join(tree.players)
        )
    asked = _Asked(
        tree, Mass.of(tree, cells), {who: choices(tree, move) for who, move in types.items()}, dict(types)
    )
    everything = np.ones(len(tree.terminal), dtype=bool)
    chances: list[ChanceRow] = []
    beliefs: list[BeliefRow] = []
    values: list[ValueRow] = []
    gains: list[GainRow] = []
    for step in range(len(told) + 1):
        happened = _both(everything, inside[:step])
        known = {
            who: _both(everything, [inside[at] for at in range(step) if sees[at]])
            for who, sees in seeing.items()
        }
        open_pair = [known_pair for known_pair in inside[len(told) :] if (happened & known_pair).any()]
        for name in (*cells.names, ALL):
            at = _Moment(asked, step, name, cells.of(name), known)
            chances.append(ChanceRow(step, name, asked.mass.chance(happened, at.cells)))
            beliefs += at.beliefs()
            values += at.values()
            if len(open_pair) == 2:
                gains += at.gains(*open_pair)
    return HistoryTable(
        tree, tuple(members), told, dict(types), versus,
        np.ones(tree.n_worlds) if worlds is None else np.asarray(worlds, float),
        tuple(chances), tuple(beliefs), tuple(values), tuple(gains),
    )  # fmt: skip


def _both(event: Mask, others: Sequence[Mask]) -> Mask:
    """What is in all of these events."""
    return np.asarray(np.logical_and.reduce([event, *others]))


@dataclass(frozen=True)
class _Asked:
    """What does not change along a history.

    Attributes:
        kinds: player -> {type: [terminal] where it is his}; types: player -> the move that draws it.
    """

    tree: Tree
    mass: Mass
    kinds: dict[str, dict[str, Mask]]
    types: dict[str, str]


@dataclass(frozen=True)
class _Moment:
    """One step, one member (or all); known: player or observer -> [terminal] what he takes for possible."""

    asked: _Asked
    step: int
    member: str
    cells: Ints
    known: dict[str, Mask]

    def beliefs(self) -> Iterator[BeliefRow]:
        """Of the observer and of each player about the types of others, once these are drawn."""
        for who, event in self.known.items():
            for own, given in self._given(who, event):
                for player, kinds in self.asked.kinds.items():
                    if player == who or not _drawn(kinds, event):
                        continue
                    for choice, mine in kinds.items():
                        share = self.asked.mass.probability(given, mine)
                        about = self.asked.types[player]
                        yield BeliefRow(self.step, self.member, who, own, about, choice, share, given.reached)

    def values(self) -> Iterator[ValueRow]:
        """Of each player, by his types."""
        for at, who in enumerate(self.asked.tree.players):
            for own, given in self._given(who, self.known[who]):
                worth = self.asked.mass.value(given, at)
                yield ValueRow(self.step, self.member, who, own, worth, given.reached)

    def gains(self, one: Mask, other: Mask) -> Iterator[GainRow]:
        """Of each player, by those of his types that are drawn whichever of the two happens."""
        for at, who in enumerate(self.asked.tree.players):
            event = self.known[who]
            sides = [dict(self._given(who, event & each)) for each in (one, other)]
            for own in sides[0]:
                if own not in sides[1]:
                    continue
                first, second = (side[own] for side in sides)
                gain = self.asked.mass.value(first, at) - self.asked.mass.value(second, at)
                yield GainRow(self.step, self.member, who, own, gain, first.reached and second.reached)

    def _given(self, who: str, event: Mask) -> Iterator[tuple[str, Conditional]]:
        """("", given what he sees), and the same by his types once his type is drawn."""
        yield "", self.asked.mass.given(event, self.cells)
        kinds = {} if who == OBSERVER else self.asked.kinds.get(who, {})
        if kinds and _drawn(kinds, event):
            for own, mine in kinds.items():
                if (event & mine).any():
                    yield own, self.asked.mass.given(event & mine, self.cells)


def _drawn(kinds: Mapping[str, Mask], event: Mask) -> bool:
    """Whether a type is drawn on every complete history of an event."""
    return bool(event.any()) and not (event & ~np.logical_or.reduce(list(kinds.values()))).any()
