"""The table of frames: rows read from ``frames.yaml``, patterns taken apart, and the page that prints them.

``python -m overture.read.frames.table docs/reference/frames.md`` writes the page.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from overture.errors import Fault, FileError
from overture.read.claim import ACTS, KINDS
from overture.read.inflection import forms

if TYPE_CHECKING:
    from collections.abc import Sequence

SLOTS = ("WHOM", "THING", "REPORT", "DOING", "DO", "CLAUSE")
FIELDS = ("rule", "act", "kind", "pattern", "example")
FILE = Path(__file__).with_name("frames.yaml")


@dataclass(frozen=True)
class FrameStep:
    """One part of a pattern after the verb: a ``slot``, a small ``word``, or a ``noun`` that the verb takes."""

    kind: Literal["slot", "word", "noun"]
    words: frozenset[str]


@dataclass(frozen=True)
class Frame:
    """A row of the table; ``verbs`` are lemmas, ``steps`` what follows them; ``where`` is its file and line."""

    rule: str
    act: str
    kind: str
    pattern: str
    example: str
    verbs: tuple[str, ...]
    steps: tuple[FrameStep, ...]
    where: str = ""

    @property
    def adjectives(self) -> frozenset[str]:
        """The adjectives of a row "WHO be (sure/certain) that CLAUSE", else none."""
        return self.steps[0].words if self.verbs == ("be",) and self.steps[0].kind == "noun" else frozenset()

    @property
    def slots(self) -> frozenset[str]:
        """The parts in capitals, WHO left out."""
        return frozenset(word for step in self.steps if step.kind == "slot" for word in step.words)

    @property
    def sentence(self) -> str:
        """The example without its marks."""
        return re.sub(r"[\[\]<>{}]", "", self.example)

    def marked(self, opening: str, closing: str) -> str:
        """The words of the example between two marks."""
        found = re.search(rf"{re.escape(opening)}(.*?){re.escape(closing)}", self.example)
        return found.group(1) if found else ""


def steps_of(pattern: str) -> tuple[tuple[str, ...], tuple[FrameStep, ...]]:
    """The verbs and the steps of a pattern; ``ValueError`` where it does not begin with WHO and a verb."""
    first, *rest = pattern.split()
    if first != "WHO" or not rest or rest[0].isupper() or rest[0].startswith("("):
        raise ValueError("a pattern begins with WHO and a verb")
    steps: list[FrameStep] = []
    for word in rest[1:]:
        if word in SLOTS:
            if word == "DO" and steps and steps[-1] == FrameStep("word", frozenset({"to"})):
                steps.pop()  # "to" belongs to the infinitive
            if word == "CLAUSE" and steps and steps[-1] == FrameStep("word", frozenset({"that"})):
                steps.pop()  # and "that" to the clause
            steps.append(FrameStep("slot", frozenset({word})))
        elif word.startswith("(") and word.endswith(")"):
            listed = word[1:-1].split("/")
            more = [] if rest[0] == "be" else [forms(noun)[1] for noun in listed]
            steps.append(FrameStep("noun", frozenset([*listed, *more])))
        elif word.islower():
            steps.append(FrameStep("word", frozenset(word.split("/"))))
        else:
            raise ValueError(f"{word!r} is no part of a pattern")
    if not any(step.kind == "slot" for step in steps):
        raise ValueError("a pattern has a part that is claimed")
    return tuple(rest[0].split("/")), tuple(steps)


def _frame(row: object, where: str, own: bool) -> Frame | Fault:
    if not isinstance(row, Mapping) or set(row) != set(FIELDS):
        return Fault("frames/row", "a row of frames needs other fields", where, ", ".join(FIELDS))
    if row["act"] not in ACTS or row["kind"] not in KINDS:
        return Fault(
            "frames/act", f"act {row['act']!r} or kind {row['kind']!r}", where, ", ".join((*ACTS, *KINDS))
        )
    if own and not str(row["rule"]).startswith("frame/"):
        return Fault("frames/rule", f"rule {row['rule']!r}", where, "a name that begins with frame/")
    example = str(row["example"])
    if any(len(re.findall(marks, example)) != 1 for marks in (r"\[[^]]+\]", r"<[^>]+>", r"\{[^}]+\}")):
        return Fault("frames/example", f"example {example!r}", where, "[who] <cue> {claim}, each once")
    try:
        verbs, steps = steps_of(str(row["pattern"]))
    except ValueError as error:
        return Fault(
            "frames/pattern",
            f"pattern {row['pattern']!r}: {error}",
            where,
            "WHO verb/verb word " + " ".join(SLOTS),
        )
    return Frame(**{name: str(row[name]) for name in FIELDS}, verbs=verbs, steps=steps, where=where)


@lru_cache(maxsize=4)
def load_frames(file: Path = FILE, *, own: bool = False) -> tuple[Frame, ...]:
    """The rows of a table of frames; ``own`` for a user's file, whose rules are called ``frame/...``.

    Raises
    ------
    FileError
        where the file cannot be read, or rows lack a field, or name an act, a kind or a pattern that does not exist, with
        the line of each; all of them at once.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedSeq
    from ruamel.yaml.error import YAMLError

    try:
        rows = YAML(typ="rt" if own else "safe", pure=True).load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        reason = " ".join(str(error).split())
        raise FileError.of("frames/unreadable", f"the frames cannot be read: {reason}", str(file)) from error
    if not isinstance(rows, list) or not rows:
        raise FileError.of("frames/shape", "the file holds no rows", str(file), "a list of rows, one a line")
    lines = [rows.lc.item(at)[0] + 1 for at in range(len(rows))] if isinstance(rows, CommentedSeq) else []
    places = [f"{file}: line {at}" for at in lines] or [f"{file}: row {at + 1}" for at in range(len(rows))]
    read = [_frame(row, where, own) for row, where in zip(rows, places, strict=True)]
    FileError.raise_any([each for each in read if isinstance(each, Fault)])
    return tuple(each for each in read if isinstance(each, Frame))


def page(frames: Sequence[Frame]) -> str:
    """The table as Markdown."""
    lines = [
        "# Speech acts that the reader knows",
        "",
        "Written by `python -m overture.read.frames.table docs/reference/frames.md` from `overture/read/frames/frames.yaml`, which says what a pattern means.",
        "A new frame is one line there: pattern and example. In the examples **who** is bold, the `cue` is code, the *claim* is in italics.",
        "",
        "| rule | pattern | act | kind | example |",
        "| --- | --- | --- | --- | --- |",
    ]
    marks = str.maketrans({"[": "**", "]": "**", "<": "`", ">": "`", "{": "*", "}": "*"})
    for frame in frames:
        pattern = frame.pattern.replace("/", " / ")
        lines.append(
            f"| `{frame.rule}` | {pattern} | {frame.act} | {frame.kind} | {frame.example.translate(marks)} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(load_frames()), encoding="utf-8")
