"""A game that was told in this process is told again with other numbers: its histories are known, and are only played.

A first telling makes sure that the game can be told, and finds its histories, its sets and its slips. All of these hang
on the code and on the shape, and not on the parameters. So a later telling plays each history once, compares each step
with the one of the first telling, and takes the odds and the payoffs. Where anything is not as it was, the game is told
as if for the first time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import MADE
from overture.games.telling.lay import Record
from overture.games.telling.slips import unwatched

if TYPE_CHECKING:
    from overture.games.telling.language import Step
    from overture.games.telling.unfold import Unfolding

MOST = 20_000  # histories of a game that is told again: their steps are kept

# (kind, player, name, choices, who sees); what is paid is no part of it.
Kept = tuple[str, str | None, str, tuple[Any, ...], Any]


@dataclass(frozen=True)
class KnownHistory:
    """A history of a first telling: what was sent back at each step, the steps, and from which on it left those before it."""

    sends: list[Any]
    steps: list[Kept]
    new: int


@dataclass(frozen=True)
class FirstTelling:
    """A first telling: what it recorded, and its histories."""

    record: Record
    histories: list[KnownHistory]


def keep(
    told: list[KnownHistory], sends: Sequence[Any], steps: Sequence[Step], new: int
) -> list[KnownHistory] | None:
    """The histories with one more; None where there are too many, or a step cannot be compared.

    What comes before ``new`` it has in common with the history before it, and is kept once.
    """
    if len(told) == MOST:
        return None
    common = told[-1].steps[:new] if told else []
    try:
        told.append(
            KnownHistory([unwatched(each) for each in sends], [*common, *map(_kept, steps[new:])], new)
        )
    except TypeError:
        return None
    return told


def _kept(step: Step) -> Kept:
    kind, player, name, choices, _, seen_by = step
    return kind, player, name, tuple(choices), None if kind == "pay" else seen_by


def retell(walk: Unfolding, told: FirstTelling, doubled: int) -> bool:
    """Play the histories of ``told`` with the numbers of ``walk``; False where a step is another than it was.

    Args:
        doubled: after this many histories plain numbers stand in the place of two equal worlds.

    Raises:
        Whatever the telling raises, and TellingError where odds or payoffs are none.
    """
    if len(told.histories) > walk.limit:
        return False
    walk.record = replace(told.record, odds=[], payoffs=[])
    walk.payoffs = walk.record.payoffs
    for each in told.histories:
        if len(walk.payoffs) == doubled:
            walk.parameters = walk.plain
        made: list[Step] = []
        MADE.steps = made
        walk.paid = {}
        at = 0
        try:
            telling = walk.game.telling(walk.parameters, **walk.game.arguments)
            step = next(telling)
            for at, (sent, before) in enumerate(zip(each.sends, each.steps, strict=True)):
                if len(made) != at + 1 or made[at] is not step or not _alike(step, before):
                    return False
                if step[0] == "pay":
                    walk._pay(step[5], [], telling)
                elif step[0] == "chance" and at >= each.new:
                    walk._check_odds(step[2], before[3], step[4], [], telling)
                    walk.record.odds.append(step[4])
                step = telling.send(sent)
            return False
        except StopIteration as stop:
            if at + 1 != len(each.steps) or len(made) != at + 1:
                return False
            walk.end(stop.value, each.sends, [])
    walk.all_told()
    return True


def _alike(step: Step, before: Kept) -> bool:
    """Whether a step is one that was made before, but for its numbers."""
    kind, player, name, choices, _, seen_by = step
    return (
        (kind, player, name) == before[:3]
        and tuple(choices) == before[3]
        and (kind == "pay" or seen_by == before[4])
    )


__all__ = ["FirstTelling", "KnownHistory", "keep", "retell"]
