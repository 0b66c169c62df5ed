"""A story in plain sentences, and who knows what at each decision."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from overture.games.knowledge import knowledge
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
from overture.games.tree import Tree
from overture.wording import capital, listed


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
            f"- {name} = {_value(each.value)}" + (f": {each.words}" if each.words else "")
            for name, each in story.shape.items()
        ]
    if story.parameters:
        lines += ["", "Parameters"] + [f"- {line}" for line in words.parameters()]
    lines += ["", "What happens", *words.steps(story.steps, "")]
    for name, each in story.stories.items():
        slots = f" ({', '.join(each.slots)})" if each.slots else ""
        lines += ["", f"The story {name!r}{slots}" + (f": {each.words}" if each.words else "")]
        lines += words.steps(each.steps, "")
    lines += ["", "Who knows what"] + [f"- {line}" for line in knowledge(tree, words.name)]
    return lines


def _value(value: Any) -> str:
    return (
        {True: "yes", False: "no", "": "nothing"}.get(value, str(value))
        if isinstance(value, bool | str)
        else str(value)
    )


class _Words:
    """Sentences in the names of the story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.clauses: dict[tuple[str, str], str] = {}
        self.happening: set[str] = set()
        open_: list[Any] = [story.steps, *(each.steps for each in story.stories.values())]
        while open_:
            for step in open_.pop(0):
                self._note(step)
                open_ += [
                    part
                    for key in ("then", "otherwise", "steps", "simultaneous")
                    if (part := getattr(step, key, None))
                ]

    def _note(self, step: Step) -> None:
        if isinstance(step, MoveStep):
            for each in step.choices:
                if each.words:
                    self.clauses[step.move, str(each.choice)] = f"{self.name(step.by)} {each.words}"
        for odds in (
            [step.odds]
            if isinstance(step, ChanceStep)
            else list(step.odds.values())
            if isinstance(step, SignalStep)
            else []
        ):
            move = step.chance if isinstance(step, ChanceStep) else step.signal  # type: ignore[union-attr]
            for entry in odds:
                self.clauses[move, str(entry.choice)] = entry.words or f"{move} is {entry.choice}"

    def name(self, player: str) -> str:
        """How sentences name a player."""
        said = self.story.players.get(player)
        return said.name if said is not None and said.name else player

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
        return (
            "everybody"
            if names is None
            else listed([self.name(name) for name in names])
            if names
            else "nobody"
        )

    # -- steps

    def steps(self, steps: Sequence[Step], indent: str) -> Iterator[str]:
        for at, step in enumerate(steps, 1):
            mark = f"{indent}{at}. "
            when = f"If {self.condition(step.when)}: " if getattr(step, "when", "") else ""  # type: ignore[union-attr]
            first, *rest = self.step(step, indent + "   ")
            yield mark + when + (first if when else capital(first))
            yield from rest

    def step(self, step: Step, indent: str) -> Iterator[str]:
        if isinstance(step, MoveStep):
            yield self.move(step) + self.sees(step, True)
        elif isinstance(step, ChanceStep):
            yield f"chance decides {step.chance}: {self.odds(step.odds)}. {self.seen(step.seen_by)}"
        elif isinstance(step, SignalStep):
            yield f"{step.signal} tells of {step.of}, and may err. {self.seen(step.seen_by)}"
            for label, odds in step.odds.items():
                yield f"{indent}- after {label}: {self.odds(odds)}"
        elif isinstance(step, RevealStep):
            yield f"{step.reveal} becomes known to {self.audience(step.to)}."
        elif isinstance(step, SimultaneousStep):
            yield f"at once, without seeing each other's choice ({self.seen(step.seen_by)[:-1].lower()}):"
            yield from (f"{indent}- {capital(self.move(each))}" for each in step.simultaneous)
        elif isinstance(step, LetStep):
            yield "let " + "; ".join(f"{name} be {self.plain(text)}" for name, text in step.let.items()) + "."
        elif isinstance(step, PayStep):
            yield f"on the way {self.paid(step.pay)}." + f" {step.words}" * bool(step.words)
        elif isinstance(step, EndStep):
            said = f" {step.words}" * bool(step.words)
            yield (f"the game ends: {self.paid(step.end)}." if step.end else "the game ends.") + said
        elif isinstance(step, TellStep):
            given = ", ".join(f"{slot} = {value or 'nothing'}" for slot, value in step.given.items())
            yield f"the story {step.tell!r} follows" + (f" with {given}." if given else ".")
        elif isinstance(step, RepeatStep):
            on = f", as long as {self.condition(step.going_on)}" if step.going_on else ""
            yield f"{self.plain(step.times)} times, {step.repeat} being the number{on}:"
            yield from self.steps(step.steps, indent)
        else:
            yield f"if {self.condition(step.condition)}:"
            yield from self.steps(step.then, indent)
            if step.otherwise:
                yield f"{indent[:-3]}   Otherwise:"
                yield from self.steps(step.otherwise, indent)

    def move(self, step: MoveStep) -> str:
        choices = [self.choice(each) for each in step.choices]
        told = ", or ".join(choices) if len(choices) < 3 else "; or ".join(choices)
        return f"{self.name(step.by)} {told} ({step.move})."

    def choice(self, each: ChoiceEntry) -> str:
        text = f"{each.words} [{each.choice}]" if each.words else f"chooses {each.choice}"
        return text + (f" (where {self.condition(each.when)})" if each.when else "")

    def sees(self, step: MoveStep, mover: bool) -> str:
        if step.covert or step.seen_by == []:
            return " Nobody else sees it."
        others = [name for name in step.seen_by or [] if name != step.by]
        return (
            " Everybody sees it."
            if step.seen_by is None
            else f" {capital(self.audience(others))} {'sees' if len(others) == 1 else 'see'} it too."
        )

    def seen(self, names: list[str] | None) -> str:
        who = self.audience(names)
        return f"{capital(who)} {'see' if names and len(names) > 1 else 'sees'} it."

    def odds(self, odds: Sequence[OddsEntry]) -> str:
        return ", ".join(
            f"{each.words or each.choice} {'with what is left' if each.odds == 'rest' else f'with chance {self.plain(each.odds)}'}"
            + (f" (where {self.condition(each.when)})" if each.when else "")
            for each in odds
        )

    def paid(self, paid: Any) -> str:
        return ", ".join(f"{self.name(player)} gets {self.plain(value)}" for player, value in paid.items())

    # -- expressions

    def plain(self, text: Any) -> str:
        """A number as it is written, with the conditions in it as clauses."""
        if not isinstance(text, str):
            return str(text)
        try:
            part = ast.parse(text.strip(), mode="eval").body
        except (SyntaxError, ValueError, RecursionError):
            return text
        if isinstance(part, ast.IfExp):
            return f"{self.plain(ast.unparse(part.body))} if {self._clause(part.test)}, else {self.plain(ast.unparse(part.orelse))}"
        return self._clause(part) if isinstance(part, ast.Compare | ast.BoolOp) else text

    def condition(self, text: str) -> str:
        """A condition as clauses: "the leader cheats and inspection is alarm"."""
        try:
            return self._clause(ast.parse(text.strip(), mode="eval").body)
        except (SyntaxError, ValueError, RecursionError):
            return text

    def _clause(self, part: ast.expr) -> str:
        if isinstance(part, ast.BoolOp):
            joint = " and " if isinstance(part.op, ast.And) else " or "
            return joint.join(
                f"({self._clause(each)})" if isinstance(each, ast.BoolOp) else self._clause(each)
                for each in part.values
            )
        if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not):
            return f"not ({self._clause(part.operand)})"
        if isinstance(part, ast.Compare) and len(part.ops) == 1:
            move, right = _move(part.left), part.comparators[0]
            if move is not None and isinstance(right, ast.Constant):
                clause = self.clauses.get((move, str(right.value)))
                if clause and isinstance(part.ops[0], ast.Eq):
                    return clause
                if clause and isinstance(part.ops[0], ast.NotEq):
                    return f"not ({clause})"
        return ast.unparse(part)


def _move(part: ast.expr) -> str | None:
    if isinstance(part, ast.Name):
        return part.id
    inner = part.args[0] if isinstance(part, ast.Call) and len(part.args) == 1 else None
    return inner.value if isinstance(inner, ast.Constant) and isinstance(inner.value, str) else None
