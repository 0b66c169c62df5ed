"""A story in plain sentences, and who knows what at each decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from overture.games.knowledge import knowledge
from overture.games.story.expressions.expression import labelled
from overture.games.story.periods import noun_of, within
from overture.games.story.schema import (
    ChanceStep,
    ChoiceEntry,
    EndStep,
    LetStep,
    MoveStep,
    OddsEntry,
    PayStep,
    RepeatStep,
    RevealStep,
    SignalStep,
    SimultaneousStep,
    Step,
    Story,
    TellStep,
)  # fmt: skip
from overture.games.story.slots import SLOT, all_steps
from overture.games.story.writing.expressions import (
    SpokenExpressions,
    is_condition,
    slots_by_name,
    spoken_slots,
)
from overture.games.story.writing.parsed import parsed
from overture.games.tree import Tree
from overture.wording import agreeing, as_words, be, capital, listed, shows


def told(story: Story, tree: Tree) -> list[str]:
    """The lines that tell a story: its people, its numbers, what happens, and who knows what.

    Args:
        tree: the story at its shape.
    """
    words = _Words(story)
    lines = [story.title]
    lines += [story.words] * bool(story.words) + [f"Source: {story.source}."] * bool(story.source)
    lines += ["", "Players"] + [f"- {line}" for line in words.players()]
    if story.shape:
        lines += ["", "What fixes the shape"]
        lines += [
            f"- {name} = {_value(each.value)}"
            + (f" (one of {', '.join(map(_value, each.allowed))})" if each.allowed else "")
            + (f": {each.words}" if each.words else "")
            for name, each in story.shape.items()
        ]
    if story.parameters:
        lines += ["", "Parameters"] + [f"- {line}" for line in words.parameters()]
    return [*lines, "", *happens(story), "", "Who knows what", *(f"- {line}" for line in known(story, tree))]


def happens(story: Story) -> list[str]:
    """What happens in a story, and in the stories within it, under a heading each."""
    words = _Words(story)
    lines = ["What happens", *words.steps(story.steps, "")]
    for name, each in story.stories.items():
        slots = f" ({', '.join(each.slots)})" if each.slots else ""
        lines += ["", f"The story {name!r}{slots}" + (f": {each.words}" if each.words else "")]
        lines += words.steps(each.steps, "")
    return lines


def known(story: Story, tree: Tree) -> list[str]:
    """Who knows what at each decision, in the names of the story."""
    words = _Words(story)
    return list(knowledge(tree, words.name, words.many, words.named, words.happened))


def _also(step: MoveStep | ChanceStep | SignalStep | PayStep | EndStep) -> str:
    """What the story says of a step in its own words, as a sentence after it."""
    words = spoken_slots(step.words.strip())
    if not words:
        return ""
    return f" {capital(words)}" + ("" if words.endswith((".", "!", "?", "…")) else ".")


def _value(value: Any) -> str:
    return (
        {True: "yes", False: "no", "": "nothing"}.get(value, str(value))
        if isinstance(value, bool | str)
        else str(value)
    )


def _sure(step: SignalStep) -> bool:
    """Whether each choice of what a signal tells of has one sign that is certain: odds of 0 and 1 alone."""
    return all(str(each.odds) in ("0", "1", "0.0", "1.0") for row in step.odds.values() for each in row)


class _Words(SpokenExpressions):
    """Sentences in the names of the story; ``periods``: the slots that hold the number of one."""

    def __init__(self, story: Story) -> None:
        super().__init__(story)
        steps = all_steps(story.model_dump(by_alias=True))
        self.periods = {each["repeat"] for each in steps if "repeat" in each}

    def players(self) -> Iterator[str]:
        for key, each in self.story.players.items():
            named = f"{key}: {each.name}" if each.name and each.name != key else key
            yield f"{named} ({each.pronoun}{f', {each.role}' if each.role else ''})"

    def parameters(self) -> Iterator[str]:
        for name, each in self.story.parameters.items():
            value = f" = {each.value:g}" if each.value is not None else ""
            unit = f" ({each.unit})" if each.unit else ""
            known = "" if each.known_by is None else f"; known to {self.audience(each.known_by)}"
            yield f"{name}{value}{unit}" + (f": {each.words}" if each.words else "") + known

    def audience(self, names: list[str] | None) -> str:
        if names is None:
            return "everybody"
        return listed([self.name(name) for name in dict.fromkeys(names)]) or "nobody"

    # -- steps

    def steps(self, steps: Sequence[Step], indent: str) -> Iterator[str]:
        for at, step in enumerate(steps, 1):
            mark = f"{indent}{at}. "
            when = f"{capital(self.when(step.when))}: " if getattr(step, "when", "") else ""  # type: ignore[union-attr]
            first, *rest = self.step(step, indent + "   ")
            yield mark + when + (first if when else capital(first))
            yield from rest

    def step(self, step: Step, indent: str) -> Iterator[str]:
        if isinstance(step, MoveStep):
            yield self.move(step) + self.sees(step, True) + _also(step)
        elif isinstance(step, ChanceStep):
            yield f"chance decides {self.named(step.chance)}: {self.odds(step.odds, step.seen_by)}. {self.seen(step.seen_by)}{_also(step)}"
        elif isinstance(step, SignalStep):
            errs = "" if _sure(step) else ", and may err"
            yield f"{self.named(step.signal)} tells of {self.named(step.of)}{errs}. {self.seen(step.seen_by)}{_also(step)}"
            for label, odds in step.odds.items():
                yield f"{indent}- if {self.happened(step.of, label)}: {self.odds(odds, step.seen_by)}"
        elif isinstance(step, RevealStep):
            yield self.shown(step)
        elif isinstance(step, SimultaneousStep):
            who = self.audience(step.seen_by) if step.seen_by != [] else "nobody else"
            sees = f"{who} {self.see(step.seen_by or [])} the choices"
            yield f"at once, without seeing each other's choice (afterwards {sees}):"
            yield from (f"{indent}- {capital(self.move(each))}{_also(each)}" for each in step.simultaneous)
        elif isinstance(step, LetStep):
            yield f"let {'; '.join(self.let(name, text) for name, text in step.let.items())}."
        elif isinstance(step, PayStep):
            yield f"on the way {self.paid(step.pay)}.{_also(step)}"
        elif isinstance(step, EndStep):
            yield (f"the game ends: {self.paid(step.end)}." if step.end else "the game ends.") + _also(step)
        elif isinstance(step, TellStep):
            given = ", ".join(f"{as_words(slot)} = {self.given(value)}" for slot, value in step.given.items())
            yield f"the story {slots_by_name(step.tell)!r} follows" + (f" with {given}." if given else ".")
        elif isinstance(step, RepeatStep):
            on = f", {self.when(step.going_on, 'as long as', 'until')}" if step.going_on else ""
            noun = noun_of(step.repeat)
            yield f"{within(noun)} each {noun}, from 1 to {self.plain(step.times)}{on}:"
            yield from self.steps(step.steps, indent)
        else:
            yield f"{self.when(step.condition)}:"
            yield from self.steps(step.then, indent)
            if step.otherwise:
                yield f"{indent[:-3]}   Otherwise:"
                yield from self.steps(step.otherwise, indent)

    def move(self, step: MoveStep) -> str:
        choices = [self.choice(each, step.by) for each in step.choices]
        told = ", or ".join(choices) if len(choices) < 3 else "; or ".join(choices)
        return f"{self.name(step.by)} {told} ({self.named(step.move)})."

    def choice(self, each: ChoiceEntry, by: str) -> str:
        label = slots_by_name(labelled(each.choice))
        text = (
            f"{self.verb(by, spoken_slots(each.words))} [{label}]"
            if each.words
            else f"{self.verb(by, 'chooses')} {as_words(label)}"
        )
        return text + (f" ({self.when(each.when, 'where')})" if each.when else "")

    def let(self, name: str, text: Any) -> str:
        """What a name means from here on: "doubt be 0.5", "paying be true", "calm be true if Ann waits"."""
        part = None
        with suppress(SyntaxError, ValueError, RecursionError):
            part = parsed(str(text))
        so = part is not None and is_condition(part)
        return f"{slots_by_name(name)} be {f'true {self.when(str(text))}' if so else self.plain(text)}"

    def happened(self, move: str, label: str) -> str:
        """What it means that a choice was made, as a clause."""
        return self.clause(move, label) or shows(self.named(move), slots_by_name(label))

    def shown(self, step: RevealStep) -> str:
        """To whom an earlier choice is shown, but for the one who made it."""
        what, mover = self.named(step.reveal), self.words.movers.get(step.reveal)
        others = None if step.to is None else [name for name in step.to if name != mover]
        if others == []:
            return f"nobody else learns {what}."
        becomes = agreeing("becomes", be(what) == "are")
        return f"{what} {becomes} known to {self.audience(others)}."

    def sees(self, step: MoveStep, mover: bool) -> str:
        others = list(dict.fromkeys(name for name in step.seen_by or [] if name != step.by))
        if step.covert or (step.seen_by is not None and not others):
            return " Nobody else sees it."
        return (
            " Everybody sees it."
            if step.seen_by is None
            else f" {capital(self.audience(others))} {self.see(others)} it too."
        )

    def seen(self, names: list[str] | None) -> str:
        who = self.audience(names)
        return f"{capital(who)} {self.see(names or [])} it."

    def see(self, names: Sequence[str]) -> str:
        """The verb for those who see something: "sees" of one, or of everybody or nobody, "see" of more."""
        return "see" if len(set(names)) > 1 or any(map(self.many, names)) else "sees"

    def outcome(self, each: OddsEntry, seen_by: Sequence[str] | None) -> str:
        """What chance may pick, with the label behind its words as choices of players have it."""
        label = slots_by_name(labelled(each.choice))
        words = spoken_slots(self.words.told_by(each.words, seen_by)[0])
        return f"{words} [{label}]" if words else as_words(label)

    def odds(self, odds: Sequence[OddsEntry], seen_by: Sequence[str] | None) -> str:
        return ", ".join(
            f"{self.outcome(each, seen_by)} {'with what is left' if each.odds == 'rest' else f'with chance {self.plain(each.odds)}'}"
            + (f" ({self.when(each.when, 'where')})" if each.when else "")
            for each in odds
        )

    def given(self, value: Any) -> str:
        """What fills a slot of a story within the story: "Ann", "this week", a word."""
        text = str(value)
        slot = SLOT.fullmatch(text)
        if slot and slot[1] in self.periods:
            return spoken_slots(f"{noun_of(slot[1])} {text}")
        return self.name(text) if text else "nothing"

    def paid(self, paid: Any) -> str:
        gets = [
            f"{self.name(player)} {self.verb(player, 'gets')} {self.plain(value)}"
            for player, value in paid.items()
        ]
        return ("; " if any(" if " in each for each in gets) else ", ").join(gets)
