"""A story at one shape as a flat program: what is done, one step after another, with jumps forward only."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from math import nan
from typing import Any

from overture.errors import Fault, TellingError
from overture.games.story.expressions.expression import Meaning, Scope, labelled
from overture.games.story.expressions.reckoned import after
from overture.games.telling.checked import total
from overture.games.telling.every_fault import UNDECIDED
from overture.games.telling.language import Step, Telling, chance, move, reveal

MOST_COUNTED = 10**9  # histories; more are not told apart
OF_STEP = -1  # in place of the number of a choice
MOST_UNDECIDED = 6  # conditions on one history that hang on a number that is none


@dataclass(frozen=True)
class Offered:
    """A choice of a move: ``when`` it is there (None: always) and, for chance, its ``odds``."""

    choice: Any
    when: Meaning | None = None
    odds: Meaning | None = None


@dataclass(frozen=True)
class Choose:
    """A move of a player, or of chance (``by`` None), whose odds stand at ``odds_place``."""

    name: str
    by: str | None
    offered: tuple[Offered, ...]
    seen_by: tuple[str, ...] | None
    place: str
    odds_place: str = ""


@dataclass(frozen=True)
class Show:
    """An earlier choice is shown to more players; nothing is shown of a move that was not made."""

    name: str
    to: tuple[str, ...] | None
    place: str


@dataclass(frozen=True)
class Name:
    """Values get names, all at once."""

    values: tuple[tuple[str, Meaning], ...]
    place: str


@dataclass(frozen=True)
class Pay:
    """Players are paid; ``ends`` where the game ends with it."""

    paid: tuple[tuple[str, Meaning], ...]
    ends: bool
    place: str


@dataclass
class Skip:
    """Go on at step ``to`` where ``unless`` does not hold (None: in any case)."""

    unless: Meaning | None
    place: str
    to: int = -1


Doing = Choose | Show | Name | Pay | Skip


@dataclass
class Reached:
    """What the histories of a story at one shape have come to, as far as they were played.

    Attributes:
        steps: numbers of the steps of the program. held, failed: (step, choice) of conditions that held, and that did
            not, on some history; the choice is :data:`OF_STEP` for the condition of a :class:`Skip`.
        whole: whether every history was played.
    """

    steps: set[int] = field(default_factory=set)
    held: set[tuple[int, int]] = field(default_factory=set)
    failed: set[tuple[int, int]] = field(default_factory=set)
    whole: bool = False

    def asked(self, step: int, choice: int, there: Any) -> bool:
        """Note whether a condition holds, and return it."""
        (self.held if there else self.failed).add((step, choice))
        return bool(there)


@dataclass
class Program:
    """The steps of a story at one shape, and the values it begins with."""

    players: tuple[str, ...]
    steps: list[Doing] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    _ahead: dict[int, int] = field(default_factory=dict, repr=False)

    def ahead(self, at: int) -> int:
        """How many histories at least go on from step ``at``: the product of the choices of the moves that surely follow it."""
        if at not in self._ahead:
            product, past = 1, at
            for number in range(at, len(self.steps)):
                step = self.steps[number]
                if isinstance(step, Skip):
                    past = max(past, step.to)
                elif isinstance(step, Pay) and step.ends:
                    break
                elif isinstance(step, Choose) and number >= past:
                    product *= max(1, sum(each.when is None for each in step.offered))
                if product > MOST_COUNTED:
                    break
            self._ahead[at] = product
        return self._ahead[at]


def run(
    program: Program,
    parameters: Any,
    tell: Callable[[str, str, int], None],
    reached: Reached,
    strict: bool = True,
    note: Callable[[Fault, str], None] | None = None,
    paying: bool = True,
) -> Telling:
    """The program as a telling. ``tell`` is told the place of each step that is yielded, that of its odds, and how many histories follow at least; ``reached`` notes what the history comes to; ``strict`` and ``note`` as in :class:`Scope`; ``paying``: whether a history on which nobody is paid is refused.

    With ``note``, where what happens next hangs on a number that is none, the history goes on both ways, by a chance of
    its own (:data:`UNDECIDED`): what is wrong behind it is found too. It ends, with payoffs that are no numbers, where
    that cannot be.

    Raises TellingError where arithmetic has no value on a history, and where a history ends and nobody was paid, with the
    place of the step.
    """
    scope = Scope(parameters, dict(program.values), strict=strict, note=note)
    paid: dict[str, Any] = {}
    steps, at, ended, last = program.steps, 0, False, ""
    undecided = 0
    while at < len(steps):
        step = steps[at]
        last = last if isinstance(step, Skip) and step.unless is None else step.place
        reached.steps.add(at)
        at += 1
        if isinstance(step, Skip):
            there = step.unless is not None and step.unless(scope)
            if note is not None and there != there:
                if undecided == MOST_UNDECIDED:
                    return dict.fromkeys(program.players, nan)
                undecided += 1
                tell(step.place, step.place, 1)
                there = (yield chance(f"{UNDECIDED}{undecided}", {"so": 0.5, "not so": 0.5})) == "so"
            if step.unless is not None:
                reached.asked(at - 1, OF_STEP, there)
            if not there:
                at = step.to
        elif isinstance(step, Name):
            scope.values |= {name: each(scope) for name, each in step.values}
        elif isinstance(step, Pay):
            tell(step.place, step.place, 1)
            for name, each in step.paid:
                value = each(scope)
                paid[name] = total(paid[name], value) if name in paid else value
            ended = step.ends
            if ended:
                break
        else:
            tell(step.place, getattr(step, "odds_place", ""), program.ahead(at - 1))
            if undecided and isinstance(step, Choose) and not _may_follow(step, scope):
                return dict.fromkeys(program.players, nan)
            yield from _yielded(step, scope, at - 1, reached)
    if paying and not ended and not paid and not undecided:
        _unpaid(program, scope, last)
    return {name: paid.get(name, 0) for name in program.players}


def _unpaid(program: Program, scope: Scope, last: str) -> None:
    """Refuse a history on which there was neither an end nor a payment; ``last``: the place of the last step on it."""
    done = after(scope).removeprefix(", after ")
    payoffs = ", ".join(f"{player}: payoff" for player in program.players)
    found = f"{f'the history {done}' if done else 'the only history'} comes past the last step with no end: and nothing paid on the way"
    fault = Fault(
        "story/no-end",
        found,
        last,
        "an end: on every history, or a pay: on the way",
        f"write - end: {{{payoffs}}} where such histories end",
    )
    if scope.note is None:
        raise TellingError(fault)
    scope.note(fault, "end")


def _may_follow(step: Choose, scope: Scope) -> bool:
    """Whether a move can be made on a history that went a way of which it is not known whether it is one."""
    return step.name not in scope.made and any(each.when is None or each.when(scope) for each in step.offered)


def _yielded(step: Choose | Show, scope: Scope, at: int, reached: Reached) -> Generator[Step, Any, None]:
    if isinstance(step, Show):
        if step.name in scope.made:
            yield reveal(step.name, step.to)
        return
    there = [
        each
        for number, each in enumerate(step.offered)
        if each.when is None or reached.asked(at, number, each.when(scope))
    ]
    by_label = {labelled(each.choice): each.choice for each in there}
    if step.by is None and any(_is_none(each.when, scope) for each in there):
        label = yield chance(step.name, dict.fromkeys(by_label, nan), step.seen_by)
    elif step.by is None:
        odds = {labelled(each.choice): each.odds(scope) for each in there if each.odds}
        label = yield chance(step.name, odds, step.seen_by)
    else:
        label = yield move(step.by, step.name, list(by_label), step.seen_by)
    scope.made[step.name] = by_label[label]


def _is_none(when: Meaning | None, scope: Scope) -> bool:
    """Whether a condition hangs on a number that is none; the choice is taken to be there."""
    there = None if when is None else when(scope)
    return there != there
