"""The steps of a history, and who sees each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from overture.errors import EventError, Fault
from overture.games.measured.event import Mask, choice_at_nodes, mask, names
from overture.games.tree import TERMINAL, Tree

OBSERVER = "observer"  # somebody who plays no part and sees what all players see


@dataclass(frozen=True)
class HistoryStep:
    """One thing that happened.

    Attributes:
        words: how a reader is told of it ("letters were warm").
        event: an expression over the game's own names (``letters == "warm"``); see :mod:`overture.games.measured.event`.
        seen_by: the players who see it, and "observer" where somebody from outside does; None: as the game tells.
    """

    words: str
    event: str
    seen_by: tuple[str, ...] | None = None


def masks(tree: Tree, steps: Sequence[HistoryStep]) -> list[Mask]:
    """[step][terminal] the complete histories in which each step happened. Raises EventError with all faults."""
    faults: list[Fault] = []
    found = []
    for step in steps:
        try:
            found.append(mask(tree, step.event))
        except EventError as error:
            faults += error.faults
    EventError.raise_any(faults)
    return found


def seen(tree: Tree, steps: Sequence[HistoryStep]) -> Mapping[str, tuple[bool, ...]]:
    """Player, or "observer" -> which steps he sees.

    A player sees a step if he sees every move of which its event speaks: his own moves, and those that he has seen at
    all of his information sets that come after them. Who makes no move after a move sees it if all who do see it, and
    so does the observer. The mover is not asked, since he always knows what he did.

    Raises:
        EventError: a step that is seen in part or not at once, or after which nobody moves, and does not say who sees it.
    """
    watchers = (*tree.players, OBSERVER)
    moves = dict.fromkeys(name for each in steps if each.seen_by is None for name in names(each.event))
    known = {name: sight(tree, name) for name in moves}
    found: dict[str, list[bool]] = {who: [] for who in watchers}
    faults: list[Fault] = []
    for step in steps:
        strangers = [who for who in step.seen_by or () if who not in watchers]
        if strangers:
            what = f"no player is called {strangers[0]!r}"
            faults.append(Fault("history/seen-by", what, step.words, ", ".join(watchers)))
        for who in watchers:
            if step.seen_by is not None:
                found[who].append(who in step.seen_by)
                continue
            told = {known[name][who] for name in names(step.event)}
            if len(told) > 1 or None in told:
                faults.append(_unclear(step, who, told))
            found[who].append(told <= {True})
    EventError.raise_any(faults)
    return {who: tuple(each) for who, each in found.items()}


def _unclear(step: HistoryStep, who: str, told: set[bool | None]) -> Fault:
    if None in told:
        found = f"the game does not tell whether {who} sees at once that {step.words}"
    else:
        found = f"{who} sees a part of the step that {step.words}, and not all of it"
    return Fault(
        "history/sight", found, f"event {step.event!r}", "steps of which each is seen or not",
        "say who sees it (seen_by), or make two steps of it",
    )  # fmt: skip


def sight(tree: Tree, name: str) -> dict[str, bool | None]:
    """Player, or "observer" -> whether he sees the move of that name; None where the game does not tell.

    Games from files do not tell it of any move.
    """
    if not any(tree.labels.seen):
        return dict.fromkeys((*tree.players, OBSERVER))
    after = choice_at_nodes(tree, name) >= 0
    views: dict[int, set[bool]] = {}
    for at in range(tree.n_infosets):
        if after[tree.members(at)].any():
            views.setdefault(int(tree.set_player[at]), set()).add(name in dict(tree.labels.seen[at]))
    movers = {int(tree.set_player[at]) for at, each in enumerate(tree.labels.set_name) if each == name}
    others = set[bool]().union(*(view for player, view in views.items() if player not in movers))
    public = None if not others else _one(others, mixed=False)
    found: dict[str, bool | None] = {OBSERVER: public}
    for at, who in enumerate(tree.players):
        found[who] = _one(views[at], None) if at in views else True if at in movers else public
    return found


def _one(told: set[bool], mixed: bool | None) -> bool | None:
    """What all say; ``mixed`` where they differ."""
    return next(iter(told)) if len(told) == 1 else mixed


def choices(tree: Tree, name: str) -> dict[str, Mask]:
    """Choice of a move -> [terminal] the complete histories in which it was made. Raises EventError: no such move."""
    if name not in tree.labels.set_name:
        raise EventError.of(
            "history/type",
            f"no move is called {name!r}",
            tree.title,
            ", ".join(dict.fromkeys(tree.labels.set_name)),
        )
    taken = choice_at_nodes(tree, name)[tree.set_of == TERMINAL]
    labels = np.array(["", *tree.labels.edge])[taken + 1]  # "" where the move was not made
    return {str(label): labels == label for label in dict.fromkeys(labels.tolist()) if label}
