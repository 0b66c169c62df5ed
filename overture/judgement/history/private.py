"""What a believer knows beyond the steps of a history: a belief given the steps alone is a mean over it.

Somebody knows a move of which no step speaks if he sees it, it is made before the last step on every complete history
that he takes for possible, and it is not the same on all of these: his own type, tied hands, the report of an inspection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

import numpy as np

from overture.case.history.events import as_step
from overture.case.history.schema import HistoryAct
from overture.games.measured.event import Mask, names
from overture.games.measured.standards import ALIKE, USED
from overture.games.tree import Ints
from overture.history.step import choices, masks, seen, sight
from overture.judgement.history.judgement import BeliefApart
from overture.judgement.history.lines import happened
from overture.judgement.history.question import HistoryQuestion
from overture.judgement.history.ways.spread import Spread

LATER = np.iinfo(np.int32).max


class Knowing:
    """What everybody knows along one history."""

    def __init__(self, told: HistoryQuestion, steps: Sequence[HistoryAct]) -> None:
        self.told = told
        self.steps = [as_step(each) for each in steps]
        self.inside = masks(told.tree, self.steps)
        self.seeing = seen(told.tree, self.steps)
        self.named = [names(each.event) for each in self.steps]
        self.possible = np.logical_or.reduce([ends > USED for ends in told.ends_of.values()])
        self.sight = {name: sight(told.tree, name) for name in told.depth}
        self._moves: dict[tuple[str, str, int], list[str]] = {}

    def apart(
        self, who: str, own: str, step: int, about: str, label: str
    ) -> tuple[list[str], list[BeliefApart]]:
        """(the moves over which a belief is a mean, the belief by what was done at them).

        Both are empty where the believer knows nothing more, or it makes no difference.

        Args:
            who, own, step: who believes it, his own type ("" for any), after how many steps.
            about, label: that at this move of chance this was drawn.
        """
        tree = self.told.tree
        event = choices(tree, about)[label]
        known = self._event(who, own, step)
        if (who, own, step) not in self._moves:
            self._moves[who, own, step] = list(self._known_moves(who, own, step, known))
        moves = [each for each in self._moves[who, own, step] if each != about]
        over = [each for each in moves if _differ(self._by(known, event, [each]).values())]
        if not over and len(moves) > 1 and _differ(self._by(known, event, moves).values()):
            over = moves
        if not over:
            return [], []
        mine = self.told.types.get(who)
        rows = []
        for labels, given in self._by(known, event, over).items():
            made = dict(zip(over, labels, strict=True))
            type_of = made.pop(mine, "") if mine else ""
            words = [happened(tree, self.told.case, move, choice) for move, choice in made.items()]
            rows.append(BeliefApart(own=type_of, known=words, probability=given))
        return over, rows

    def _event(self, who: str, own: str, step: int) -> Mask:
        """[terminal] what he takes for possible after so many steps."""
        known = np.ones(len(self.possible), bool)
        for inside, sees in zip(self.inside[:step], self.seeing[who][:step], strict=True):
            known = known & inside if sees else known
        return known & choices(self.told.tree, self.told.types[who])[own] if own else known

    def _known_moves(self, who: str, own: str, step: int, known: Mask) -> Iterator[str]:
        """The moves that he knows beyond the steps."""
        at = known & self.possible
        spoken_of = {name for each in self.named[:step] for name in each}
        limit = self._limit(step)[at]
        if not at.any():
            return
        mine = self.told.types.get(who)
        for name, depth in self.told.depth.items():
            made = bool((depth[at] >= 0).all())
            if name == mine:
                knows = made and not own
            else:
                sees = self.sight[name].get(who) is True and name not in spoken_of
                knows = made and sees and bool((depth[at] < limit).all())
                knows = knows and (step > 0 or self.told.by_chance(name))
            if knows and len(self._labels(name, at)) > 1:
                yield name

    def _labels(self, name: str, at: Mask) -> list[str]:
        """What is done at a move on these complete histories."""
        return [label for label, mask in choices(self.told.tree, name).items() if (mask & at).any()]

    def _limit(self, step: int) -> Ints:
        """[terminal] how deep the move lies of which a step speaks; of the start, the move of the first step.

        Where that move is not made, the next that is spoken of; where there is none, no move is too late.
        """
        found = np.full(len(self.possible), LATER, np.int32)
        events = self.named[max(step - 1, 0) :]
        events += [names(each.event) for each in self.told.versus or ()]
        for spoken_of in events:
            depth = np.max([self.told.depth[name] for name in spoken_of if name in self.told.depth], axis=0)
            found = np.where((found == LATER) & (depth >= 0), depth, found)
        return found

    def _by(self, known: Mask, event: Mask, moves: Sequence[str]) -> dict[tuple[str, ...], Spread]:
        """The belief by what is done at some moves, wherever some way of playing comes there."""
        kinds = [choices(self.told.tree, each) for each in moves]
        found = {}
        for labels in product(*kinds):
            cell = np.logical_and.reduce([known, *(kind[at] for kind, at in zip(kinds, labels, strict=True))])
            given = self.told.given(cell, event)
            if given.ways:
                found[labels] = given
        return found


def _differ(given: Iterable[Spread]) -> bool:
    """Whether two beliefs differ in some way of playing, or over all."""
    every = list(given)
    for way in ("", *(every[0].by_way if every else ())):
        numbers = [each.by_way[way] if way else each.all for each in every]
        there = [number for number in numbers if number is not None]
        if there and max(there) - min(there) > ALIKE:
            return True
    return False
