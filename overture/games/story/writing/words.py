"""A story in plain sentences, and who knows what at each decision."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from typing import Any

from overture.games.knowledge import knowledge
from overture.games.story.clauses import StoryClauses
from overture.games.story.expressions.expression import labelled
from overture.games.story.periods import NumberedMove, move_in_words, noun_of
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
from overture.games.story.slots import SLOT
from overture.games.story.writing.parsed import InnerTests, move_of, parsed, written
from overture.games.tree import Tree
from overture.wording import agreeing, as_words, be, capital, listed, plural


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
    return list(knowledge(tree, words.name, words.many, words.named))


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


class _Words:
    """Sentences in the names of the story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.words = StoryClauses(story)
        self.numbered = self.words.numbered

    def name(self, player: str) -> str:
        """How sentences name a player."""
        said = self.story.players.get(player)
        return said.name if said is not None and said.name else _slots(player)

    def many(self, player: str) -> bool:
        """Whether a player's name takes a plural verb."""
        said = self.story.players.get(player)
        return plural(self.name(player), said.pronoun) if said is not None else False

    def verb(self, player: str, phrase: str) -> str:
        """A verb phrase in the third person, as the player's name wants it."""
        return agreeing(phrase, self.many(player))

    def named(self, move: str) -> str:
        """A move as a reader knows it: "offer in period 2", or within the period it is in "offer in this period"."""
        written = next(
            (each for each in self.numbered if SLOT.search(move) and _alike(move, each.name)), None
        )
        return (
            f"{as_words(written.base)} {_this(move, written)}"
            if written and written.base
            else _slots(move_in_words(self.numbered, move))
        )

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
            when = f"{capital(self.when(step.when))}: " if getattr(step, "when", "") else ""  # type: ignore[union-attr]
            first, *rest = self.step(step, indent + "   ")
            yield mark + when + (first if when else capital(first))
            yield from rest

    def step(self, step: Step, indent: str) -> Iterator[str]:
        if isinstance(step, MoveStep):
            yield self.move(step) + self.sees(step, True) + _also(step)
        elif isinstance(step, ChanceStep):
            yield f"chance decides {self.named(step.chance)}: {self.odds(step.odds)}. {self.seen(step.seen_by)}{_also(step)}"
        elif isinstance(step, SignalStep):
            yield f"{self.named(step.signal)} tells of {self.named(step.of)}, and may err. {self.seen(step.seen_by)}{_also(step)}"
            for label, odds in step.odds.items():
                yield f"{indent}- after {as_words(_slots(label))}: {self.odds(odds)}"
        elif isinstance(step, RevealStep):
            yield f"{self.named(step.reveal)} becomes known to {self.audience(step.to)}."
        elif isinstance(step, SimultaneousStep):
            yield f"at once, without seeing each other's choice ({self.seen(step.seen_by)[:-1].lower()}):"
            yield from (f"{indent}- {capital(self.move(each))}{_also(each)}" for each in step.simultaneous)
        elif isinstance(step, LetStep):
            yield (
                "let "
                + "; ".join(f"{_slots(name)} be {self.plain(text)}" for name, text in step.let.items())
                + "."
            )
        elif isinstance(step, PayStep):
            yield f"on the way {self.paid(step.pay)}.{_also(step)}"
        elif isinstance(step, EndStep):
            yield (f"the game ends: {self.paid(step.end)}." if step.end else "the game ends.") + _also(step)
        elif isinstance(step, TellStep):
            given = ", ".join(
                f"{as_words(slot)} = {value or 'nothing'}" for slot, value in step.given.items()
            )
            yield f"the story {step.tell!r} follows" + (f" with {_slots(given)}." if given else ".")
        elif isinstance(step, RepeatStep):
            on = f", {self.when(step.going_on, 'as long as', 'until')}" if step.going_on else ""
            yield f"in each {noun_of(step.repeat)}, from 1 to {self.plain(step.times)}{on}:"
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
        label = _slots(labelled(each.choice))
        text = (
            f"{self.verb(by, spoken_slots(each.words))} [{label}]"
            if each.words
            else f"{self.verb(by, 'chooses')} {as_words(label)}"
        )
        return text + (f" ({self.when(each.when, 'where')})" if each.when else "")

    def sees(self, step: MoveStep, mover: bool) -> str:
        if step.covert or step.seen_by == []:
            return " Nobody else sees it."
        others = [name for name in step.seen_by or [] if name != step.by]
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
        return "see" if len(names) > 1 or any(map(self.many, names)) else "sees"

    def odds(self, odds: Sequence[OddsEntry]) -> str:
        return ", ".join(
            f"{spoken_slots(each.words) or as_words(_slots(labelled(each.choice)))} {'with what is left' if each.odds == 'rest' else f'with chance {self.plain(each.odds)}'}"
            + (f" ({self.when(each.when, 'where')})" if each.when else "")
            for each in odds
        )

    def paid(self, paid: Any) -> str:
        return ", ".join(
            f"{self.name(player)} {self.verb(player, 'gets')} {self.plain(value)}"
            for player, value in paid.items()
        )

    # -- expressions

    def plain(self, text: Any) -> str:
        """A number as it is written, with the conditions in it as clauses."""
        if not isinstance(text, str):
            return str(text)
        try:
            part = parsed(text)
        except (SyntaxError, ValueError, RecursionError):
            return text
        if isinstance(part, ast.IfExp):
            one, other = (
                self.plain(written(ast.unparse(part.body))),
                self.plain(written(ast.unparse(part.orelse))),
            )
            return f"{one} if {self._clause(part.test)}, else {other}"
        if isinstance(part, ast.Constant) and isinstance(part.value, bool):
            return "true" if part.value else "false"
        if isinstance(part, ast.Compare | ast.BoolOp):
            return self._clause(part)
        inner = InnerTests()
        plain = _unparsed(inner.visit(part))
        if not inner.found:
            return _tidy(text)
        for at, test in enumerate(inner.found):
            plain = plain.replace(inner.name(at), self._clause(test))
        return plain

    def condition(self, text: str) -> str:
        """A condition as clauses: "the leader cheats and inspection is alarm"."""
        try:
            return self._clause(parsed(text))
        except (SyntaxError, ValueError, RecursionError):
            return text

    def when(self, text: str, so: str = "if", otherwise: str = "unless") -> str:
        """A condition with the word before it: "if the leader cheats", and of one that is denied "unless the leader cheats".

        Args:
            so: the word before what must be so. otherwise: the word before what must not be so.
        """
        try:
            part = parsed(text)
        except (SyntaxError, ValueError, RecursionError):
            return f"{so} {text}"
        denied = _denied(part)
        return f"{so} {self._clause(part)}" if denied is None else f"{otherwise} {self._clause(denied)}"

    def _clause(self, part: ast.expr) -> str:
        if isinstance(part, ast.BoolOp):
            joint = " and " if isinstance(part.op, ast.And) else " or "
            return joint.join(
                f"({self._clause(each)})" if isinstance(each, ast.BoolOp) else self._clause(each)
                for each in part.values
            )
        if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not):
            return f"it is not so that {self._clause(part.operand)}"
        if isinstance(part, ast.Compare) and len(part.ops) == 1:
            move, right = move_of(part.left), part.comparators[0]
            if move is not None and isinstance(right, ast.Constant):
                clause = self.clause(move, str(right.value))
                if clause and isinstance(part.ops[0], ast.Eq):
                    return clause
                if clause and isinstance(part.ops[0], ast.NotEq):
                    return f"it is not so that {clause}"
                if isinstance(right.value, str) and isinstance(part.ops[0], ast.Eq | ast.NotEq):
                    name = self.named(written(move))
                    joint = be(name) if isinstance(part.ops[0], ast.Eq) else f"{be(name)} not"
                    return f"{name} {joint} {as_words(right.value)}"
        if (
            isinstance(part, ast.Call)
            and isinstance(part.func, ast.Name)
            and part.func.id == "made"
            and part.args
        ):
            made = move_of(part.args[0])
            if made is not None:
                return f"there was {self.named(written(made))}"
        return _unparsed(part)

    def clause(self, move: str, label: str) -> str:
        """What it means that a choice was made, in words: "the leader cheats in period 2"; "" where there are none."""
        name = written(move)
        if not SLOT.search(name):
            return self.said(name, self.words.written(name), label)
        for each in self.numbered:
            if _alike(name, each.name):
                return self.said(name, each.name, label)
        return ""

    def said(self, move: str, story: str, label: str) -> str:
        """A choice as a clause: "the leader cheats in this period"; "" without words.

        Args:
            move: by its name in the condition. story: as the story writes it, with slots.
        """
        numbered = next((each for each in self.numbered if each.name == story), None)
        open_ = SLOT.search(move) is not None  # a move of this period, or of another that is told from it
        if phrase := self.words.phrases.get((story, label)):
            by = self.words.movers[story] if open_ else self.words.mover(move)
            does = (
                self.inside(phrase, move, numbered)
                if open_
                else self.words.words(self.words.phrases, move, label)
            )
            return f"{self.name(by)} {self.verb(by, does)}" if does else ""
        if (story, label) not in self.words.drawn:
            return ""
        if shown := self.words.shown.get((story, label)):
            return (
                self.inside(shown, move, numbered)
                if open_
                else self.words.words(self.words.shown, move, label)
            )
        when = (_this(move, numbered) if open_ else numbered.when(move)) if numbered else ""
        bare = as_words(" ".join(SLOT.sub(" ", story).split()))
        return f"{bare} {be(bare)} {as_words(label)} {when}".strip()

    def inside(self, words: str, move: str, numbered: NumberedMove | None) -> str:
        """The words of a move as they are told from within a period, with the period behind them where they do not speak of it."""
        if SLOT.search(words):
            shift = {slot[1]: slot[0] for slot in SLOT.finditer(move)}
            return spoken_slots(
                SLOT.sub(lambda slot: shift.get(slot[1], slot[0]) if slot[2] is None else slot[0], words)
            )
        return f"{words} {_this(move, numbered)}" if numbered else words


def _denied(part: ast.expr) -> ast.expr | None:
    """What a condition denies as a whole: of ``not made`` and ``answer != "yes"`` what is not to be so; None of any other."""
    if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not):
        return part.operand
    if isinstance(part, ast.Compare) and len(part.ops) == 1 and isinstance(part.ops[0], ast.NotEq):
        right = part.comparators[0]
        if (
            move_of(part.left) is not None
            and isinstance(right, ast.Constant)
            and isinstance(right.value, str)
        ):
            return ast.Compare(part.left, [ast.Eq()], [right])
    return None


def _unparsed(part: ast.expr) -> str:
    """An expression as it is written; the number of a period and a parameter by their names alone."""
    return _tidy(written(ast.unparse(part)))


def _tidy(text: str) -> str:
    """An expression without the marks that tell parameters and slots from other names."""
    text = re.sub(r"\b(?:p|shape)\.(\w+)", r"\1", text)
    return re.sub(r"(?<!\w)\{(\w+)(?:([+-])(\d+))?\}(?!\w)", lambda each: _slots(each[0]), text)


def spoken_slots(words: str) -> str:
    """The words of a story as they are told once for all periods: "week {week}" is "this week", another slot its name."""
    within = re.compile(r"\b(?:the )?(\w+) \{\s*(\w+)\s*(?:([+-])\s*(\d+)\s*)?\}")

    def period(found: re.Match[str]) -> str:
        noun, slot, sign, by = found.groups()
        if noun.lower() != noun_of(slot) or (sign and by != "1"):
            return found[0]
        return f"this {noun}" if sign is None else f"the {noun} before" if sign == "-" else f"the next {noun}"

    return _slots(within.sub(period, words))


def _alike(one: str, other: str) -> bool:
    """Whether two names with slots are the same but for what is added to the slots."""
    return SLOT.sub(r"{\1}", one) == SLOT.sub(r"{\1}", other)


def _this(name: str, move: NumberedMove) -> str:
    """In which period a move is, told from within one: "in this period", "in the period before"."""
    parts = []
    for slot in SLOT.finditer(name):
        noun, sign, by = move.nouns.get(slot[1], noun_of(slot[1])), slot[2], slot[3]
        if sign is None:
            parts.append(f"in this {noun}")
        elif by == "1":
            parts.append(f"in the {noun} before" if sign == "-" else f"in the next {noun}")
        else:
            parts.append(f"{by} {noun}s {'before' if sign == '-' else 'later'}")
    return " ".join(parts)


def _slots(text: str) -> str:
    """Words with slots in them, the slots by their names."""
    return SLOT.sub(lambda slot: f"{slot[1]}{f' {slot[2]} {slot[3]}' if slot[2] else ''}", text)
