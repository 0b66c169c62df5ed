"""From a story to its program at one shape: slots filled, periods unrolled, every name looked up; all faults at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from overture.errors import Fault
from overture.filing import Keys
from overture.games.story.expressions.expression import labelled
from overture.games.story.follow_ups import DoubtfulNames
from overture.games.story.lookup import Slots, Where, names_of_moves, unread, unread_condition
from overture.games.story.parts import ProgramParts
from overture.games.story.program import Program, Show
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
    Story,
    TellStep,
)  # fmt: skip
from overture.games.story.single_steps import SingleSteps
from overture.games.story.slots import FILLED_WITH
from overture.games.story.unused import in_step
from overture.wording import did_you_mean

MOST_STEPS = 20_000  # of a story with its periods and sub-stories written out
MOST_PERIODS = 1_000


@dataclass(frozen=True)
class Compiled:
    """A program, what is wrong with it as (place, fault), and the names that only what is wrong could have made.

    Attributes:
        at_values: odds that are wrong at the values that the file gives its parameters.
        parts: where its steps, conditions and parameters stand in the program.
    """

    program: Program
    faults: tuple[tuple[Keys, Fault], ...]
    doubtful: DoubtfulNames
    at_values: tuple[tuple[Keys, Fault], ...] = ()
    parts: ProgramParts = field(default_factory=ProgramParts)


def compiled(story: Story, arguments: Mapping[str, Any], where: Where) -> Compiled:
    """The program of a story at a shape. ``where`` gives the file and line of a part of the story."""
    build = _Build(story, where, dict(arguments))
    build.program.values.update(arguments)
    try:
        build.steps(story.steps, ("steps",), {}, ())
        build.untold()
    except _TooLong:
        build.fault(
            ("steps",),
            "story/endless",
            f"more than {MOST_STEPS:,} steps, with periods and stories written out",
            "a game that ends",
            "fewer periods, or fewer stories within stories",
        )
    known = [(keys, fault) for keys, fault in build.faults if not build.doubtful.explains(fault)]
    return Compiled(
        build.program,
        tuple(dict.fromkeys(known)),
        build.doubtful,
        tuple(dict.fromkeys(build.at_values)),
        build.parts,
    )


class _TooLong(Exception):
    pass


class _Build(SingleSteps):
    """Goes through a story in the order in which it is told, and writes its program.

    ``met`` holds the stories that were looked at; ``signatures`` what was wrong with a story when it was told before.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        self.met: set[str] = set()
        self.signatures: dict[str, set[tuple[Keys, str, str]]] = {}

    def untold(self) -> None:
        """Stories that are never told are looked at all the same, after all others."""
        for name, told in self.story.stories.items():
            if name not in self.met:
                self.met.add(name)
                self.looked_at(told.steps, ("stories", name, "steps"), dict.fromkeys(told.slots, 1), (name,))

    def steps(self, steps: Iterable[Step], keys: Keys, slots: Slots, inside: tuple[str, ...]) -> None:
        listed = list(steps)
        for at, step in enumerate(listed):
            if len(self.program.steps) > MOST_STEPS:
                raise _TooLong
            first = len(self.program.steps)
            self.step(step, (*keys, at), slots, inside)
            self.stands((*keys, at), first)
            if isinstance(step, EndStep) and not step.when and at + 1 < len(listed):
                self.fault(
                    (*keys, at + 1),
                    "story/after-end",
                    "a step after the end of the game",
                    "nothing after an end that has no condition",
                    "leave it out, move it before the end, or give the end its place within then: or else:",
                )

    def step(self, step: Step, keys: Keys, slots: Slots, inside: tuple[str, ...]) -> None:
        if isinstance(step, IfStep):
            self.either(step, keys, slots, inside)
            return
        skip, certain, before = None, set(self.certain), self.unsure
        if step.when:
            condition = self.condition(step.when, slots, (*keys, "when"))
            if condition is None:
                skip = self.skip(unread_condition, keys)
            if condition is not None and condition.constant is False:
                self.never(
                    [step.model_copy(update={"when": ""})], keys[:-1], step.when, slots, inside, int(keys[-1])
                )
                return
            if condition is not None and condition.constant is None:
                skip = self.skip(condition.meaning, keys)
                self.unsure += 0 if self.leaves_two(step.when) else 1
        self.fill(getattr(step, "words", ""), slots, (*keys, "words"))
        unsure = self.unsure
        if isinstance(step, MoveStep):
            self.move(step, keys, slots, None)
        elif isinstance(step, ChanceStep):
            name = self.fill(step.chance, slots, keys)
            self.once(name, keys)
            self.chance(name, step.odds, step.seen_by, keys, (*keys, "odds"), slots)
        elif isinstance(step, SignalStep):
            self.signal(step, keys, slots)
        elif isinstance(step, RevealStep):
            name = self.fill(step.reveal, slots, keys)
            self.happened(name, (*keys, "reveal"))
            self.program.steps.append(
                Show(name, self.audience(step.to, (*keys, "to"), slots), self.where(keys))
            )
        elif isinstance(step, SimultaneousStep):
            self.simultaneous(step, keys, slots)
        elif isinstance(step, LetStep):
            self.let(step, keys, slots)
        elif isinstance(step, PayStep | EndStep):
            self.pay(step, keys, slots)
        elif isinstance(step, TellStep):
            self.tell(step, keys, slots, inside)
        else:
            self.repeat(step, keys, slots, inside)
        if skip is not None:
            skip.to, self.certain = len(self.program.steps), certain
            # Past an end only the histories on which it did not end go on.
            self.unsure = unsure + 1 if isinstance(step, EndStep) else before

    def leaves_two(self, condition: str) -> bool:
        """Whether a condition surely holds on some histories and not on others: it compares one move that was surely made."""
        told = re.fullmatch(r"""\s*(\w+)\s*==\s*["']([^"']*)["']\s*""", condition)
        if told is None or told[1] not in self.certain:
            return False
        labels = [labelled(each) for each in self.moves.get(told[1], ())]
        return len(labels) > 1 and told[2] in labels

    def never(
        self, steps: Iterable[Step], keys: Keys, condition: str, slots: Slots,
        inside: tuple[str, ...], first: int = 0,
    ) -> None:  # fmt: skip
        """Steps that are not told at this shape are looked at, and what they name is known.

        In some periods steps speak of others that are not there; those are looked at in the other periods.
        """
        if "{" in condition:
            return
        kept, certain = list(self.program.steps), set(self.certain)
        self.supposed += 1
        for at, step in enumerate(steps):
            self.step(step, (*keys, first + at), slots, inside)
        self.supposed -= 1
        self.program.steps[:], self.certain = kept, certain

    def looked_at(self, steps: Sequence[Step], keys: Keys, slots: Slots, inside: tuple[str, ...]) -> None:
        """Steps of which it is not known how they are told: their own faults are found, and whatever they name may be there."""
        moves, kinds, kept = dict(self.moves), dict(self.kinds), list(self.program.steps)
        certain = set(self.certain)
        self.supposed += 1
        self.steps(steps, keys, slots, inside)
        self.supposed -= 1
        self.program.steps[:], self.certain = kept, certain
        self.doubtful.add(
            *(set(self.moves) - set(moves)), *(set(self.kinds) - set(kinds)), *names_of_moves(steps)
        )
        self.doubtful.add(*(str(value) for value in slots.values()))

    def either(self, step: IfStep, keys: Keys, slots: Slots, inside: tuple[str, ...]) -> None:
        if not step.then and not step.otherwise:
            self.fault(keys, "story/no-steps", "nothing happens in an if that has no step under then: or else:",
                       "steps under then:, under else:, or under both", "write what happens there, or leave the if out")  # fmt: skip
        condition = self.condition(step.condition, slots, (*keys, "if"))
        if condition is not None and condition.constant is not None:
            sides = [("then", step.then), ("else", step.otherwise)]
            (part, told), (other, silent) = sides if condition.constant else sides[::-1]
            self.never(silent, (*keys, other), step.condition, slots, inside)
            self.steps(told, (*keys, part), slots, inside)
            return
        over, certain = self.skip(condition.meaning if condition else unread, keys), set(self.certain)
        self.unsure += 1
        self.steps(step.then, (*keys, "then"), slots, inside)
        past, self.certain = self.skip(None, keys), certain
        over.to = len(self.program.steps)
        self.steps(step.otherwise, (*keys, "else"), slots, inside)
        past.to, self.certain = len(self.program.steps), certain
        ends = any(isinstance(each, EndStep) for _, each in in_step(step))
        self.unsure -= 0 if ends else 1  # past an end only the histories without it go on

    def tell(self, step: TellStep, keys: Keys, slots: Slots, inside: tuple[str, ...]) -> None:
        name = self.fill(step.tell, slots, (*keys, "tell"))
        self.met.add(name)
        told = self.story.stories.get(name)
        if told is None:
            known = list(self.story.stories)
            self.fault((*keys, "tell"), "story/story", f"no story is called {name!r}", ", ".join(known) or "none is told",
                       did_you_mean(name, known))  # fmt: skip
            self.doubtful.add(*names_of_moves(*(each.steps for each in self.story.stories.values())))
            return
        if name in inside:
            self.fault((*keys, "tell"), "story/endless", f"the story {name!r} tells itself", "stories that end",
                       "use repeat for periods")  # fmt: skip
            return
        given: dict[str, str | int] = {}
        for slot, value in step.given.items():
            here = (*keys, "given", slot)
            text = self.fill(value, slots, here) if isinstance(value, str) else str(value)
            if slot not in told.slots:
                self.fault(here, "story/slot", f"the story {name!r} has no slot {slot!r}", ", ".join(told.slots) or "none",
                           did_you_mean(slot, told.slots))  # fmt: skip
            elif not FILLED_WITH.fullmatch(str(text)):
                self.fault(here, "story/slot", f"the slot {slot!r} is filled with {text!r}", "a word or a whole number",
                           "give an expression a name with let, and fill the slot with that name")  # fmt: skip
            given[slot] = text
        missing = [slot for slot in told.slots if slot not in given]
        if missing:
            self.fault(
                keys, "story/slot", f"nothing is given for {', '.join(missing)}", "a word for each slot"
            )
            given |= dict.fromkeys(missing, 1)
            self.looked_at(told.steps, ("stories", name, "steps"), given, (*inside, name))
            return
        before = len(self.faults)
        self.steps(told.steps, ("stories", name, "steps"), given, (*inside, name))
        self.anew(before, given, self.signatures.setdefault(name, set()))

    def anew(self, before: int, slots: Slots, known: set[tuple[Keys, str, str]]) -> None:
        """Of the faults from ``before`` on keep those that are not, but for what fills the slots, ``known`` from an earlier telling."""
        found = [(_signature(keys, fault, slots), (keys, fault)) for keys, fault in self.faults[before:]]
        self.faults[before:] = [each for signature, each in found if signature not in known]
        known |= {signature for signature, _ in found}

    def repeat(self, step: RepeatStep, keys: Keys, slots: Slots, inside: tuple[str, ...]) -> None:
        times = self.read(step.times, slots, (*keys, "times"), "number")
        if times is None:
            self.looked_at(step.steps, (*keys, "steps"), {**slots, step.repeat: 1}, inside)
            return
        if not isinstance(times.constant, int) or not 0 <= times.constant <= MOST_PERIODS:
            many = times.constant
            value = f" ({many:,})" if many is not None and isinstance(step.times, str) else ""
            mend = "fewer periods" if many is not None and many > MOST_PERIODS else ""
            self.fault((*keys, "times"), "story/times", f"{step.times!r} periods{value}",
                       f"a whole number from 0 to {MOST_PERIODS:,} that the shape fixes",
                       "give the number of periods as an argument under shape" if many is None else mend)  # fmt: skip
            self.looked_at(step.steps, (*keys, "steps"), {**slots, step.repeat: 1}, inside)
            return
        if not step.repeat.isidentifier():
            self.fault((*keys, "repeat"), "story/value-name", f"the number of the period is called {step.repeat!r}",
                       "a word of letters, digits and underscores, as in repeat: period")  # fmt: skip
        leave = []
        known: set[tuple[Keys, str, str]] = set()
        for number in range(1, times.constant + 1):
            here, before = {**slots, step.repeat: number}, len(self.faults)
            if step.going_on:
                condition = self.condition(step.going_on, here, (*keys, "while"))
                if condition is not None and condition.constant is not True:
                    leave.append(self.skip(condition.meaning, keys))
                    self.unsure += 1
            self.steps(step.steps, (*keys, "steps"), here, inside)
            self.anew(before, here, known)
        for each in leave:
            each.to = len(self.program.steps)


def _signature(keys: Keys, fault: Fault, slots: Slots) -> tuple[Keys, str, str]:
    """A fault without what fills the slots and without numbers: in each period the same."""
    found = fault.found
    for name, value in slots.items():
        found = re.sub(rf"\b{re.escape(str(value))}\b", f"{{{name}}}", found) if str(value) else found
    return keys, fault.id, re.sub(r"\{\w+\}|\d+", "#", found)
