"""A language as data: its verbs, the words by which others speak, and what makes a claim less than certain."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from overture.read.lexicon import any_of

FILES = {"French": "french.yaml"}
"""The languages that are read beside English, by the names that the detector gives them."""


CODES = frozenset({"en", "fr"})
"""Of the languages that are read."""


def languages_told() -> str:
    """The languages that are read, in words: "English and French"."""
    return " and ".join(["English", *FILES])


@dataclass(frozen=True)
class LanguageTable:
    """The words of one language; ``french.yaml`` says what each list means.

    ``verbs`` is ``{lemma: {frame: (act, kind)}}``; ``certainty`` and ``voices`` find any of their words.
    """

    name: str
    code: str
    models: tuple[str, ...]
    verbs: Mapping[str, Mapping[str, tuple[str, str]]]
    forms: Mapping[str, str]
    handing: Mapping[str, tuple[str, ...]]
    that: frozenset[str]
    supposing: frozenset[str]
    nobody: frozenset[str]
    negations: frozenset[str]
    according: re.Pattern[str]
    according_quoted: re.Pattern[str]
    reflexive: frozenset[str]
    pronouns: Mapping[str, str]
    own: frozenset[str]
    nobody_named: frozenset[str]
    certainty: Mapping[str, re.Pattern[str]]
    hearsay: str
    voices: Mapping[str, re.Pattern[str]]
    quoted_by: re.Pattern[str]
    of: frozenset[str]


@cache
def language_table(name: str) -> LanguageTable | None:
    """The table of the language of this name, or None where it is not read."""
    from ruamel.yaml import YAML

    if name not in FILES:
        return None
    path = Path(__file__).with_name(FILES[name])
    data: dict[str, Any] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    verbs: dict[str, dict[str, tuple[str, str]]] = {}
    for group in data["verbs"]:
        for word in group["words"]:
            for frame in group["frames"]:
                verbs.setdefault(word, {}).setdefault(frame, (group["act"], group["kind"]))
    return LanguageTable(
        name=data["name"],
        code=data["code"],
        models=tuple(data["models"]),
        verbs=verbs,
        forms=data["forms"],
        handing={verb: tuple(words) for verb, words in data["handing"].items()},
        that=frozenset(data["that"]),
        supposing=frozenset(data["supposing"]),
        nobody=frozenset(data["nobody"]),
        negations=frozenset(data["not"]),
        according=any_of(data["according"]),
        according_quoted=any_of(data["according_quoted"]),
        reflexive=frozenset(data["reflexive"]),
        pronouns=data["pronouns"],
        own=frozenset(data["own"]),
        nobody_named=frozenset(data["nobody_named"]),
        certainty={name: any_of(words) for name, words in data["certainty"].items()},
        hearsay=data["hearsay"],
        voices={name: any_of(words) for name, words in data["voices"].items()},
        quoted_by=any_of(data["quoted_by"]),
        of=frozenset(data["of"]),
    )
