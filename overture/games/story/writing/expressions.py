"""Conditions, numbers and names of a story in plain words: "the leader cheats in this period", "2 if the bank accepts, else 0"."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import Any

from overture.games.story.clauses import StoryClauses
from overture.games.story.periods import NumberedMove, noun_of, within
from overture.games.story.schema import Story
from overture.games.story.slots import SLOT
from overture.games.story.writing.parsed import InnerTests, move_of, parsed, written
from overture.wording import agreeing, as_words, be, listed, plural, shows

DENIED = "it is not so that "  # how far it reaches is told by brackets


class SpokenExpressions:
    """Names, numbers and conditions in the words of a story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.words = StoryClauses(story)
        self.numbered = self.words.numbered

    def name(self, player: str) -> str:
        """How sentences name a player."""
        said = self.story.players.get(player)
        return said.name if said is not None and said.name else slots_by_name(player)

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
        if written and written.worded:
            return spoken_slots(as_words(move))
        if written and written.base:
            return f"{as_words(written.base)} {_this(move, written)}"
        return slots_by_name(self.words.named(move))

    def plain(self, text: Any) -> str:
        """A number as it is written, with the conditions in it as clauses."""
        if not isinstance(text, str):
            return str(text).lower() if isinstance(text, bool) else str(text)
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
        if is_condition(part):
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
            clauses = [(self._clause(each), _of_several(each)) for each in part.values]
            return joint.join(
                f"({told})" if several or told.startswith(DENIED) else told for told, several in clauses
            )
        if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not):
            told = self._clause(part.operand)
            return f"{DENIED}({told})" if isinstance(part.operand, ast.BoolOp) else f"{DENIED}{told}"
        if isinstance(part, ast.Constant):
            return "it is so" if part.value else "it is not so"
        if isinstance(part, ast.Name | ast.Attribute):
            return f"{_unparsed(part)} is true"
        if isinstance(part, ast.Compare) and len(part.ops) == 1:
            if (among := self._among(part)) is not None:
                return among
            if (truth := _of_truth(part)) is not None:
                return self._clause(truth)
            move, right = move_of(part.left), part.comparators[0]
            if move is not None and isinstance(right, ast.Constant):
                clause = self.clause(move, str(right.value))
                if clause and isinstance(part.ops[0], ast.Eq):
                    return clause
                if clause and isinstance(part.ops[0], ast.NotEq):
                    return f"{DENIED}{clause}"
                if isinstance(right.value, str) and isinstance(part.ops[0], ast.Eq | ast.NotEq):
                    name = self.named(written(move))
                    joint = be(name) if isinstance(part.ops[0], ast.Eq) else f"{be(name)} not"
                    return f"{name} {joint} “{as_words(right.value)}”"
        if (
            isinstance(part, ast.Call)
            and isinstance(part.func, ast.Name)
            and part.func.id == "made"
            and part.args
        ):
            made = move_of(part.args[0])
            if made is not None:
                name = self.named(written(made))
                return f"the {name} {agreeing('has', be(name) == 'are')} happened"
        return _unparsed(part)

    def _among(self, part: ast.Compare) -> str | None:
        """A move that is among some choices: "Ann asks for money or shows a sample"; None of anything else."""
        wanted = part.comparators[0]
        if not isinstance(part.ops[0], ast.In | ast.NotIn) or not isinstance(
            wanted, ast.Tuple | ast.List | ast.Set
        ):
            return None
        each = [self._clause(ast.Compare(part.left, [ast.Eq()], [one])) for one in wanted.elts]
        subject = common_words(each)
        told = listed([each[0], *(one.removeprefix(subject) for one in each[1:])], "or") if each else ""
        return told if isinstance(part.ops[0], ast.In) else f"{DENIED}{told}"

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
            if does:
                return f"{self.name(by)} {self.verb(by, does)}"
        if story in self.words.movers:
            by = self.words.movers[story] if open_ else self.words.mover(move)
            return f"{self.name(by)} {self.verb(by, 'chooses')} “{as_words(label)}” at {self.named(move)}"
        if (story, label) not in self.words.drawn:
            return ""
        if shown := self.words.shown.get((story, label)):
            return (
                self.inside(shown, move, numbered)
                if open_
                else self.words.words(self.words.shown, move, label)
            )
        called = self.words.called.get((story, label)) or as_words(label)
        return shows(self.named(move), spoken_slots(called))

    def inside(self, words: str, move: str, numbered: NumberedMove | None) -> str:
        """The words of a move as they are told from within a period, with the period behind them where they do not speak of it."""
        if SLOT.search(words):
            shift = {slot[1]: slot[0] for slot in SLOT.finditer(move)}
            return spoken_slots(
                SLOT.sub(lambda slot: shift.get(slot[1], slot[0]) if slot[2] is None else slot[0], words)
            )
        return f"{words} {_this(move, numbered)}" if numbered else words


def is_condition(part: ast.expr) -> bool:
    """Whether an expression holds or does not, as far as its form shows; a name alone may be a number."""
    joined = isinstance(part, ast.Compare | ast.BoolOp)
    made = isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "made"
    return joined or made or (isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not))


def _of_several(part: ast.expr) -> bool:
    """Whether a condition is told by several clauses, which stand in brackets beside another."""
    among = isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.In | ast.NotIn)
    return among or isinstance(part, ast.BoolOp)


def _of_truth(part: ast.Compare) -> ast.expr | None:
    """``paying == True`` as ``paying``, and ``paying == False`` as ``not paying``; None of another comparison."""
    right = part.comparators[0]
    if not isinstance(right, ast.Constant) or not isinstance(right.value, bool):
        return None
    if not isinstance(part.ops[0], ast.Eq | ast.NotEq):
        return None
    so = right.value is isinstance(part.ops[0], ast.Eq)
    return part.left if so else ast.UnaryOp(ast.Not(), part.left)


def common_words(clauses: Sequence[str]) -> str:
    """The words with which all clauses begin, each with a blank behind it: "the Ember crew "; never a whole clause."""
    start = ""
    for words in zip(*(each.split(" ")[:-1] for each in clauses), strict=False):
        if len(set(words)) > 1:
            break
        start += f"{words[0]} "
    return start


def _denied(part: ast.expr) -> ast.expr | None:
    """What a condition denies as a whole: of ``not made`` and ``answer != "yes"`` what is not to be so; None of any other."""
    if isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.Not):
        return part.operand
    if isinstance(part, ast.Compare) and len(part.ops) == 1 and isinstance(part.ops[0], ast.NotIn):
        return ast.Compare(part.left, [ast.In()], part.comparators)
    if isinstance(part, ast.Compare) and (truth := _of_truth(part)) is not None:
        return _denied(truth)
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
    return re.sub(r"(?<!\w)\{(\w+)(?:([+-])(\d+))?\}(?!\w)", lambda each: slots_by_name(each[0]), text)


def spoken_slots(words: str) -> str:
    """The words of a story as they are told once for all periods: "week {week}" is "this week", another slot its name."""
    within = re.compile(r"\b(?:the )?(\w+) \{\s*(\w+)\s*(?:([+-])\s*(\d+)\s*)?\}")

    def period(found: re.Match[str]) -> str:
        noun, slot, sign, by = found.groups()
        if noun.lower() != noun_of(slot) or (sign and by != "1"):
            return found[0]
        return f"this {noun}" if sign is None else f"the {noun} before" if sign == "-" else f"the next {noun}"

    return slots_by_name(within.sub(period, words))


def _alike(one: str, other: str) -> bool:
    """Whether two names with slots are the same but for what is added to the slots."""
    return SLOT.sub(r"{\1}", one) == SLOT.sub(r"{\1}", other)


def _this(name: str, move: NumberedMove) -> str:
    """In which period a move is, told from within one: "in this period", "in the period before"."""
    parts = []
    for slot in SLOT.finditer(name):
        noun, sign, by = move.nouns[slot[1]], slot[2], slot[3]
        if not noun:
            continue
        at = within(noun)
        if sign is None:
            parts.append(f"{at} this {noun}")
        elif by == "1":
            parts.append(f"{at} the {noun} before" if sign == "-" else f"{at} the next {noun}")
        else:
            parts.append(f"{by} {noun}s {'before' if sign == '-' else 'later'}")
    return " ".join(parts)


def slots_by_name(text: str) -> str:
    """Words with slots in them, the slots by their names."""
    return SLOT.sub(lambda slot: f"{slot[1]}{f' {slot[2]} {slot[3]}' if slot[2] else ''}", text)
