"""The cue words of the reader, as data: verbs, nouns, adjectives, hedges, and whose voice a source is.

The words themselves stand in ``lexicon.yaml``, which says what each list means; a user's file of the
same shape adds to it (:func:`load_lexicon`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from overture.errors import Fault, FileError
from overture.read.text import listed

ACTS = ("assert", "believe", "want", "intend", "forecast", "promise", "propose", "deny")
KINDS = ("speech", "show", "mind", "act", "react")
FRAMES = listed("clause quote as passive infinitive object small back")
SECTIONS = (
    "verbs", "irregular", "nouns", "adjectives", "certainty", "negation", "voices", "writer_marks", "given_names", "aliases",
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
    irregular: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Verbs whose forms rules of spelling would get wrong, with those forms."""
    given_names: dict[str, str] = field(default_factory=dict)
    """``{given name: "f" or "m"}``."""
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


def forms(lemma: str) -> list[str]:
    """The regular forms of an English verb: lemma, -s, -ed, -ing, by the rules of spelling."""
    vowel = "aeiou"
    if lemma.endswith(("s", "x", "z", "ch", "sh")):
        third = lemma + "es"
    elif lemma.endswith("y") and lemma[-2] not in vowel:
        third = lemma[:-1] + "ies"
    else:
        third = lemma + "s"
    if lemma.endswith("e"):
        past, participle = lemma + "d", (lemma[:-1] if not lemma.endswith("ee") else lemma) + "ing"
    elif lemma.endswith("y") and lemma[-2] not in vowel:
        past, participle = lemma[:-1] + "ied", lemma + "ing"
    else:
        past, participle = lemma + "ed", lemma + "ing"
    return [lemma, third, past, participle]


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
        (("verbs", "nouns", "adjectives"), lambda value: isinstance(value, list), "a list of groups"),
    )
    for names, fits, allowed in shapes:
        faults += [
            Fault("lexicon/shape", f"section {name!r} has another shape", where, allowed)
            for name in names
            if data.get(name) is not None and not fits(data[name])
        ]
    if faults:
        return faults
    for section in ("verbs", "nouns", "adjectives"):
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
def load_lexicon(extra: Path | None = None) -> Lexicon:
    """The word lists of the package, with those of the file ``extra`` added and winning.

    Raises
    ------
    FileError
        where ``extra`` cannot be read or names a section, act, kind or frame that does not exist.
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
        for section, shelf in (("nouns", book.nouns), ("adjectives", book.adjectives)):
            for group in layer.get(section) or ():  # type: ignore[attr-defined]
                for word in group["words"]:
                    shelf.setdefault(word, Cue(word, group["act"], group["kind"]))
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
    book.irregular = tuple((verb, tuple(others)) for verb, others in sorted(irregular.items()))
    book.negation, book.writer_marks, book.aliases = tuple(negation), tuple(marks), tuple(aliases)
    return book
