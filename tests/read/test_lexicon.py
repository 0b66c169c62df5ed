"""The word lists: forms of verbs, a user's file that adds to them, and every fault of such a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.errors import FileError
from overture.read.inflection import forms
from overture.read.lexicon import load_lexicon
from overture.read.reading import load_reader


@pytest.mark.parametrize(
    ("lemma", "expected"),
    [
        ("claim", ["claim", "claims", "claimed", "claiming"]),
        ("argue", ["argue", "argues", "argued", "arguing"]),
        ("deny", ["deny", "denies", "denied", "denying"]),
        ("stress", ["stress", "stresses", "stressed", "stressing"]),
        ("convey", ["convey", "conveys", "conveyed", "conveying"]),
        ("agree", ["agree", "agrees", "agreed", "agreeing"]),
    ],
)
def test_regular_forms(lemma: str, expected: list[str]) -> None:
    assert forms(lemma) == expected


def test_readings_are_chosen_by_frame() -> None:
    book = load_lexicon()
    said = book.cue("SAID", "clause")
    assert said is not None
    assert (said.lemma, said.act, said.kind) == ("say", "assert", "speech")
    assert book.cue("said", "as") is None
    held = book.cue("considers", "clause")
    assert held is not None
    assert held.act == "believe"
    assert book.verb("banana") is None


def test_a_users_words_are_added_and_win(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(
        "verbs:\n  - {act: assert, kind: speech, frames: [clause, quote], words: [croak]}\n"
        "  - {act: deny, kind: speech, frames: [clause], words: [say]}\n"
        "voices:\n  insider: [gravedigger]\n",
        encoding="utf-8",
    )
    text = "A gravedigger croaked that the coffin was empty."
    assert all(not claim.source for claim in load_reader(plain_only=True).read(text).claims)
    claim = load_reader(plain_only=True, lexicon=path).read(text).claims[0]
    assert (claim.voice, text[slice(*claim.cue[0])]) == ("insider", "croaked")
    reading = load_lexicon(path).cue("said", "clause")
    assert reading is not None
    assert reading.act == "deny"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- a\n- b\n", "lexicon/shape"),
        ("words: [a]\n", "lexicon/section"),
        ("verbs:\n  - {act: assert, kind: speech}\n", "lexicon/group"),
        ("verbs:\n  - {act: shout, kind: speech, words: [a]}\n", "lexicon/act"),
        ("verbs:\n  - {act: assert, kind: song, words: [a]}\n", "lexicon/kind"),
        ("verbs:\n  - {act: assert, kind: speech, frames: [loud], words: [a]}\n", "lexicon/frame"),
        ("verbs: [\n", "lexicon/unreadable"),
        ("verbs: say\n", "lexicon/shape"),
        ("given_names: [Ada]\n", "lexicon/shape"),
        ("voices: {insider: [1]}\n", "lexicon/shape"),
        ("negation: never\n", "lexicon/shape"),
        ("aliases: [Rome]\n", "lexicon/shape"),
    ],
)
def test_faults_of_a_file_are_told(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError) as raised:
        load_lexicon(path)
    assert fault in [f.id for f in raised.value.faults]
    assert "words.yaml" in str(raised.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        load_lexicon(tmp_path / "none.yaml")
