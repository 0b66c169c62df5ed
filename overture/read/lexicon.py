"""The cue words of the reader, as data: verbs, nouns, adjectives, hedges, and whose voice a source is.

The words themselves stand in ``lexicon.yaml``, which says what each list means; a user's file of the
same shape adds to it (:func:`load_lexicon`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from overture.errors import Fault, FileError
from overture.read.claim import ACTS, KINDS
from overture.read.frames.table import Frame, load_frames
from overture.read.inflection import forms
from overture.read.text import listed

FRAMES = listed("clause quote object small back")
SECTIONS = (
    "verbs", "irregular", "nouns", "certainty", "negation", "voices", "writer_marks", "given_names", "aliases",
)  # fmt: skip


@dataclass(frozen=True)
class Cue:
    """One reading of a cue word: what is done with the claim, by whom, and how the claim stands by it."""

    lemma: str
    act: str
    kind: str
    frames: frozenset[str] = frozenset()


@dataclass
class Lexicon:
    """All word lists; ``verbs`` maps every inflected form to its readings, first reading first."""

    verbs: dict[str, tuple[Cue, ...]] = field(default_factory=dict)
    nouns: dict[str, Cue] = field(default_factory=dict)
    adjectives: dict[str, Cue] = field(default_factory=dict)
    certainty: dict[str, tuple[str, ...]] = field(default_factory=dict)
    negation: tuple[str, ...] = ()
    voices: dict[str, re.Pattern[str]] = field(default_factory=dict)
    writer_marks: tuple[str, ...] = ()
    aliases: tuple[tuple[str, ...], ...] = ()
    given_names: dict[str, str] = field(default_factory=dict)
    """``{given name: "f" or "m"}``."""
    frames: dict[str, tuple[tuple[str, Frame], ...]] = field(default_factory=dict)
    """``{form of a verb, or adjective after "be": its lemma and its rows of the table of frames}``."""
    own_frames: tuple[Frame, ...] = ()
    """The rows of a user's file."""
    common: frozenset[str] = frozenset()
    """Single words of the voice lists: common nouns, not names, where they begin a sentence."""

    def cue(self, word: str, frame: str) -> Cue | None:
        """The reading of ``word`` (any form, any case) that allows ``frame``, or None."""
        for reading in self.verbs.get(word.lower(), ()):
            if frame in reading.frames:
                return reading
        return None

    def verb(self, word: str) -> Cue | None:
        """The first reading of ``word``, or None where it is no cue verb."""
        readings = self.verbs.get(word.lower(), ())
        return readings[0] if readings else None


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of ``words`` as whole words, longest first, case ignored."""
    ranked = sorted({word.lower() for word in words}, key=lambda word: (-len(word), word))
    body = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ranked)
    return re.compile(rf"(?<![\w-])(?:{body})(?![\w-])", re.IGNORECASE) if ranked else re.compile(r"(?!)")


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) and word for word in value)


def _is_lists_by_name(value: object) -> bool:
    return isinstance(value, Mapping) and all(map(_is_words, value.values()))


def _check(data: object, where: str) -> list[Fault]:
    if not isinstance(data, Mapping):
        return [Fault("lexicon/shape", "a lexicon must be a mapping of sections", where, ", ".join(SECTIONS))]
    faults = [
        Fault("lexicon/section", f"there is no section {name!r}", where, ", ".join(SECTIONS))
        for name in data
        if name not in SECTIONS
    ]
    shapes = (
        (
            ("irregular", "certainty", "voices", "given_names"),
            _is_lists_by_name,
            "a mapping of names to lists of words",
        ),
        (("negation", "writer_marks"), _is_words, "a list of words"),
        (
            ("aliases",),
            lambda value: isinstance(value, list) and all(map(_is_words, value)),
            "a list of lists of words",
        ),
        (("verbs", "nouns"), lambda value: isinstance(value, list), "a list of groups"),
    )
    for names, fits, allowed in shapes:
        faults += [
            Fault("lexicon/shape", f"section {name!r} has another shape", where, allowed)
            for name in names
            if data.get(name) is not None and not fits(data[name])
        ]
    if faults:
        return faults
    for section in ("verbs", "nouns"):
        for place, group in enumerate(data.get(section) or ()):
            spot = f"{where}: {section}[{place}]"
            if not isinstance(group, Mapping) or not isinstance(group.get("words"), list):
                faults.append(Fault("lexicon/group", "a group needs act, kind and a list of words", spot))
                continue
            if group.get("act") not in ACTS:
                faults.append(Fault("lexicon/act", f"act {group.get('act')!r}", spot, ", ".join(ACTS)))
            if group.get("kind") not in KINDS:
                faults.append(Fault("lexicon/kind", f"kind {group.get('kind')!r}", spot, ", ".join(KINDS)))
            faults += [
                Fault("lexicon/frame", f"frame {frame!r}", spot, ", ".join(FRAMES))
                for frame in group.get("frames", ())
                if frame not in FRAMES
            ]
    return faults


def _load(path: Path) -> dict[str, object]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        data = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        reason = " ".join(str(error).split())
        raise FileError.of(
            "lexicon/unreadable", f"the lexicon cannot be read: {reason}", str(path)
        ) from error
    FileError.raise_any(_check(data, str(path)))
    return dict(data)


@lru_cache(maxsize=4)
def load_lexicon(extra: Path | None = None, own_frames: Path | None = None) -> Lexicon:
    """The word lists of the package, with those of the file ``extra`` added and winning.

    ``own_frames`` is a file of rows that are added to the table of frames, and win.

    Raises
    ------
    FileError
        where a file cannot be read or names a section, act, kind, frame or pattern that does not exist.
    """
    layers = [_load(Path(__file__).with_name("lexicon.yaml"))]
    if extra is not None:
        layers.insert(0, _load(extra))
    book = Lexicon()
    irregular: dict[str, list[str]] = {}
    for layer in reversed(layers):
        irregular.update(layer.get("irregular") or {})  # type: ignore[call-overload]
    certainty: dict[str, list[str]] = {}
    voices: dict[str, list[str]] = {}
    negation: list[str] = []
    marks: list[str] = []
    aliases: list[tuple[str, ...]] = []
    for layer in layers:
        for group in layer.get("verbs") or ():  # type: ignore[attr-defined]
            for lemma in group["words"]:
                cue = Cue(lemma, group["act"], group["kind"], frozenset(group.get("frames", ())))
                first, *particle = lemma.split()
                inflected = [
                    " ".join([form, *particle]) for form in [first, *(irregular.get(first) or forms(first))]
                ]
                for form in dict.fromkeys(inflected):
                    book.verbs[form] = (*book.verbs.get(form, ()), cue)
        for group in layer.get("nouns") or ():  # type: ignore[attr-defined]
            for word in group["words"]:
                book.nouns.setdefault(word, Cue(word, group["act"], group["kind"]))
        for name, words in (layer.get("certainty") or {}).items():  # type: ignore[attr-defined]
            certainty.setdefault(name, []).extend(words)
        for name, words in (layer.get("voices") or {}).items():  # type: ignore[attr-defined]
            voices.setdefault(name, []).extend(words)
        for gender, names in (layer.get("given_names") or {}).items():  # type: ignore[attr-defined]
            for name in names:
                book.given_names.setdefault(name, gender)
        negation += layer.get("negation") or ()  # type: ignore[arg-type]
        marks += layer.get("writer_marks") or ()  # type: ignore[arg-type]
        aliases += [tuple(line) for line in layer.get("aliases") or ()]  # type: ignore[attr-defined]
    book.certainty = {name: tuple(words) for name, words in certainty.items()}
    book.voices = {name: any_of(words) for name, words in voices.items()}
    book.common = frozenset(
        word for words in voices.values() for word in words if " " not in word and word.islower()
    )
    book.negation, book.writer_marks, book.aliases = tuple(negation), tuple(marks), tuple(aliases)
    book.own_frames = load_frames(own_frames, own=True) if own_frames is not None else ()
    for frame in (*book.own_frames, *load_frames()):
        _add_frame(book, frame, irregular)
    return book


_STANDING = {"as": frozenset({"as", "passive"}), "infinitive": frozenset({"infinitive"})}
"""Rules of frames whose verbs are cue words to the lesser reader too, and how their claim stands beside them."""


def _add_frame(book: Lexicon, frame: Frame, irregular: Mapping[str, Sequence[str]]) -> None:
    """Put a row of the table on its shelves: its verbs by all their forms, or the adjectives that it has after "be"."""
    if frame.adjectives:
        for word in sorted(frame.adjectives):
            book.frames[word] = (*book.frames.get(word, ()), (word, frame))
            book.adjectives.setdefault(word, Cue(word, frame.act, frame.kind))
        return
    for verb in frame.verbs:
        for form in dict.fromkeys((verb, *(irregular.get(verb) or forms(verb)))):
            book.frames[form] = (*book.frames.get(form, ()), (verb, frame))
            if frame.rule in _STANDING:
                cue = Cue(verb, frame.act, frame.kind, _STANDING[frame.rule])
                book.verbs[form] = (*book.verbs.get(form, ()), cue)
