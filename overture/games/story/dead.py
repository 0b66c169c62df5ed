"""Parts of a sound story that no history comes to, and conditions that never or always hold: no faults, but most often slips.

They are found by what the histories came to from which the tree was built. No condition hangs on a parameter, so that
what no history comes to at some values of the parameters no history comes to at any. The shape may decide it: where
something is found, the arguments of the shape are changed one at a time, and what happens at another shape is not told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from overture.errors import TellingError
from overture.filing import Keys
from overture.games.story.expressions.expression import labelled
from overture.games.story.file import StoryTelling
from overture.games.story.lookup import Where
from overture.games.story.schema import (
    ChanceStep,
    EndStep,
    IfStep,
    LetStep,
    MoveStep,
    PayStep,
    RepeatStep,
    RevealStep,
    SignalStep,
    SimultaneousStep,
    Step,
    TellStep,
)  # fmt: skip
from overture.games.story.unused import NamesInExpressions
from overture.games.telling.language import Game
from overture.games.telling.trial import outline, outlined_with

NEVER, ALWAYS, UNREACHED, UNREAD = "never", "always", "unreached", "unread"
SHAPED = "shaped"  # of a condition that the shape decides
LINE, HISTORIES = "\0line", "\0histories"  # stand in a note for what is known when all is found
MOST_VALUES = 4  # of an argument of the shape that are tried
MOST_HISTORIES = 2_000  # of another shape that is tried


@dataclass(frozen=True)
class StoryNote:
    """A note on a story: what it says, what to do, and the file and line."""

    says: str
    mend: str
    where: str


@dataclass(frozen=True)
class _Dead:
    """A part, what it is found to be (NEVER or ALWAYS for a condition, UNREACHED for a step, UNREAD for a parameter), and its note."""

    keys: Keys
    kind: str
    says: str
    mend: str


def dead_parts(game: Game, histories: int) -> list[StoryNote]:
    """What no history of a story comes to, and its conditions that never or always hold, in the order of the story.

    Args:
        game: of a story, without faults; where its histories have not all been played they are played here.
            Of a game that was told in Python nothing is said.
        histories: how many it has.
    """
    telling = game.telling
    if not isinstance(telling, StoryTelling):
        return []
    if not telling.reached(game.arguments).whole:
        outline(game)
    found = list(_DeadParts(telling, game.arguments).found())
    tried = 0
    for other in _other_shapes(game) if found else ():
        if not found:
            break
        with suppress(TellingError):  # what cannot be told, or is large, is not tried
            if not telling.reached(other.arguments).whole:
                outlined_with(other, MOST_HISTORIES)
            parts = _DeadParts(telling, other.arguments)
            found = [each for each in found if not parts.happens(each)]
            tried += 1
    told = _histories(game, histories, tried)
    return [_note(each, told, telling.where) for each in found]


def _other_shapes(game: Game) -> Iterator[Game]:
    """The game with all arguments of its shape changed at once, and with one, for each other value that is known."""
    assert isinstance(game.telling, StoryTelling)
    values: dict[str, list[Any]] = {}
    for name, argument in game.telling.story.shape.items():
        now = game.arguments.get(name, argument.value)
        if argument.allowed:
            others = [each for each in argument.allowed if each != now]
        elif isinstance(now, bool):
            others = [not now]
        else:
            others = [] if isinstance(now, str) else [now + 1]
        if others:
            values[name] = others[:MOST_VALUES]
    if len(values) > 1:
        yield game.shape(**{name: others[0] for name, others in values.items()})
    for name, others in values.items():
        for value in others:
            yield game.shape(**{name: value})


def _histories(game: Game, histories: int, tried: int) -> str:
    """The histories that were played, in words."""
    assert isinstance(game.telling, StoryTelling)
    told = f"any of the {histories:,} histories" if histories > 1 else "the only history"
    shape = {name: each.value for name, each in game.telling.story.shape.items()} | dict(game.arguments)
    if shape and not tried:
        return f"{told} with {', '.join(f'{name} = {value}' for name, value in shape.items())}"
    others = f"{tried} other shape{'s' if tried > 1 else ''} that {'were' if tried > 1 else 'was'} tried"
    return f"{told} of this shape, or of {others}" if shape else told


def _note(dead: _Dead, histories: str, where: Where) -> StoryNote:
    place = where(dead.keys)
    line = re.match(r".*?:(\d+)(?:,|$)", place)
    says = dead.says.replace(LINE, f"line {line[1]}" if line else place).replace(HISTORIES, histories)
    return StoryNote(says, dead.mend, place)


class _DeadParts:
    """Goes through a story once. ``alive``: steps whose parameters may be read; those of another shape among them."""

    def __init__(self, telling: StoryTelling, arguments: Mapping[str, Any]) -> None:
        self.story = telling.story
        self.parts = telling.compiled(arguments).parts
        self.reached = telling.reached(arguments)
        self.read = {name for at in self.reached.steps for name in self.parts.reads.get(at, ())}
        self.alive: list[dict[str, Any]] = []

    def found(self) -> Iterator[_Dead]:
        """What is dead at this shape."""
        yield from self.steps(self.story.steps, ("steps",))
        for name, told in self.story.stories.items():
            keys: Keys = ("stories", name, "steps")
            # Of a story that nobody comes to it is said where it is told.
            if any(self.comes_to((*keys, at)) for at in range(len(told.steps))):
                yield from self.steps(told.steps, keys)
            elif not any((*keys, at) in self.parts.first for at in range(len(told.steps))):
                self.other_shape(told.steps)
        yield from self.parameters()

    def happens(self, dead: _Dead) -> bool:
        """Whether what is dead at another shape is not so at this one."""
        if dead.kind == UNREAD:
            return dead.keys[-1] in self.read
        if dead.kind == UNREACHED:
            return self.comes_to(dead.keys)
        held, failed = self.held_and_failed(dead.keys)
        return held if dead.kind == NEVER else failed

    def comes_to(self, keys: Keys) -> bool:
        """Whether a history comes to a step of the story."""
        return not self.reached.steps.isdisjoint(self.parts.first.get(keys, ()))

    def other_shape(self, parts: Sequence[Any]) -> None:
        """Note parts that are not told at this shape: another may read what stands in them."""
        if self.story.shape:
            self.alive += [each.model_dump(by_alias=True) for each in parts]

    def held_and_failed(self, keys: Keys) -> tuple[bool, bool]:
        """Whether a condition holds on some history that asks it, and whether it does not on some."""
        asked = self.parts.asked.get(keys, [])
        met = [(each.step, each.choice) for each in asked if each.constant is None]
        constant = {each.constant for each in asked}
        held = True in constant or not self.reached.held.isdisjoint(met)
        failed = False in constant or not self.reached.failed.isdisjoint(met)
        return held, failed

    def holds(self, keys: Keys) -> str:
        """Whether a condition NEVER or ALWAYS holds, or is decided by the SHAPE; "" where it does now and then, or is not asked."""
        held, failed = self.held_and_failed(keys)
        if held is failed:
            return ""
        asked = self.parts.asked[keys]
        if self.story.shape and any(each.constant is not None and each.varies for each in asked):
            return SHAPED
        return ALWAYS if held else NEVER

    # -- steps

    def steps(self, steps: Sequence[Step], keys: Keys) -> Iterator[_Dead]:
        for at, step in enumerate(steps):
            here = (*keys, at)
            if here in self.parts.first and not self.comes_to(here):
                says = f"{_named(step)} at {LINE} is not reached in {HISTORIES}, nor is what stands after it: the game has ended before"
                yield _Dead(here, UNREACHED, says, "leave it out, or let some history go on")
                return
            yield from self.step(step, here)
            if isinstance(step, EndStep) and step.when and self.holds((*here, "when")) == ALWAYS:
                return  # it was said that nothing comes after it

    def step(self, step: Step, keys: Keys) -> Iterator[_Dead]:
        if isinstance(step, IfStep):
            yield from self.either(step, keys)
            return
        held = self.holds((*keys, "when")) if step.when else ""
        if held in (NEVER, ALWAYS):
            so = _undone(step) if held == NEVER else _always(step)
            yield self.condition((*keys, "when"), step.when, held, so)
        if keys not in self.parts.first:
            if held != NEVER:
                self.other_shape([step])
            return
        if held == NEVER:
            return
        if self.story.shape:  # what is decided by the shape within an expression may be read in another
            self.alive.append(step.model_dump(by_alias=True, exclude={"steps"}))
        if isinstance(step, RepeatStep):
            held = self.holds((*keys, "while")) if step.going_on else ""
            if held in (NEVER, ALWAYS):
                so = "its periods are never played" if held == NEVER else "it may be left out"
                yield self.condition((*keys, "while"), step.going_on, held, so)
            if held != NEVER:
                yield from self.steps(step.steps, (*keys, "steps"))
        elif isinstance(step, SimultaneousStep):
            for at, each in enumerate(step.simultaneous):
                yield from self.choices(each.choices, (*keys, "simultaneous", at, "choices"))
        elif isinstance(step, MoveStep):
            yield from self.choices(step.choices, (*keys, "choices"))
        elif isinstance(step, ChanceStep):
            yield from self.choices(step.odds, (*keys, "odds"))
        elif isinstance(step, SignalStep):
            for label, odds in step.odds.items():
                yield from self.choices(odds, (*keys, "odds", label))

    def either(self, step: IfStep, keys: Keys) -> Iterator[_Dead]:
        held = self.holds((*keys, "if"))
        if held in (NEVER, ALWAYS):
            silent = step.then if held == NEVER else step.otherwise
            part = "then" if held == NEVER else "else"
            so = f"nothing under its {part}: ever happens" if silent else "it may be left out"
            yield self.condition((*keys, "if"), step.condition, held, so)
        for part, steps, dead in (("then", step.then, NEVER), ("else", step.otherwise, ALWAYS)):
            if held != dead and all((*keys, part, at) not in self.parts.first for at in range(len(steps))):
                self.other_shape(steps)
            elif held != dead:
                yield from self.steps(steps, (*keys, part))

    def choices(self, entries: Sequence[Any], keys: Keys) -> Iterator[_Dead]:
        for at, each in enumerate(entries):
            held = self.holds((*keys, at, "when")) if each.when else ""
            if held in (NEVER, ALWAYS):
                there = f"the choice {labelled(each.choice)!r} is {held} there"
                yield self.condition((*keys, at, "when"), each.when, held, there)

    # -- parameters

    def parameters(self) -> Iterator[_Dead]:
        """Parameters that are read where no history comes, and nowhere else."""
        alive = NamesInExpressions(self.alive)
        for name in self.story.parameters:
            if name not in self.read and name not in alive:
                says = f"the parameter {name!r} at {LINE} is not read in {HISTORIES}, though the story speaks of it"
                yield _Dead(
                    ("parameters", name),
                    UNREAD,
                    says,
                    "leave it out, or let some history come to where it is read",
                )

    # -- words

    def condition(self, keys: Keys, text: str, held: str, so: str) -> _Dead:
        told = f"`{keys[-1]}: {' '.join(text.split())}` at {LINE}"
        if held == NEVER:
            says = f"{told} is never true in {HISTORIES}: {so}"
            under = "the choice" if so.startswith("the choice ") else "what stands under it"
            return _Dead(keys, held, says, f"mend the condition, or leave out {under}")
        says = f"{told} is true wherever it is asked in {HISTORIES}: {so}"
        return _Dead(keys, held, says, "mend the condition, or leave it out")


# What a step is called, and what is said where it never happens.
_TOLD: dict[type[Any], tuple[str, str]] = {
    MoveStep: ("the move {step.move!r}", "{it} under it is never made"),
    ChanceStep: ("the move of chance {step.chance!r}", "{it} under it is never made"),
    SignalStep: ("the signal {step.signal!r}", "{it} under it is never drawn"),
    RevealStep: ("the reveal of {step.reveal!r}", "{step.reveal!r} is never revealed by it"),
    TellStep: ("the story {step.tell!r} told", "the story {step.tell!r} is never told by it"),
    SimultaneousStep: ("the simultaneous moves", "the moves under it are never made"),
    LetStep: ("the let", "{values} a value from it"),
    PayStep: ("the payment", "{it} under it is never made"),
    EndStep: ("the end", "the game never ends there"),
    IfStep: ("the if", ""),  # its parts are told one by one
    RepeatStep: ("the repeat", "its periods are never played"),
}


def _named(step: Step) -> str:
    """A step by its kind and its name."""
    return _TOLD[type(step)][0].format(step=step)


def _undone(step: Step) -> str:
    """That a step never happens."""
    names = getattr(step, "let", {})
    values = f"{', '.join(map(repr, names))} never get{'s' if len(names) == 1 else ''}"
    return _TOLD[type(step)][1].format(step=step, it=_named(step), values=values)


def _always(step: Step) -> str:
    """What follows where the condition of a step always holds."""
    return "the game always ends there, and nothing after it happens" if isinstance(step, EndStep) else "it may be left out"  # fmt: skip
