"""The lesser reader: it works without spaCy, says what it is, and finds the plain cases."""

from __future__ import annotations

import subprocess
import sys

import pytest

from overture.read.claim import slices
from overture.read.reading import LESSER, LoadedReader, load_reader

LESSER_READER = load_reader(plain_only=True)

CASES = (
    ("The minister said that the dam was safe.", "plain/clause", "The minister", "that the dam was safe"),
    ("Residents who fled in May said that the hall was empty.", "plain/clause", "Residents who fled in May", "that the hall was empty"),
    ("The ministry dropped the plan and said that the port was shut.", "plain/clause", "The ministry", "that the port was shut"),
    ("It rained, although a poll found that the dam holds.", "plain/clause", "a poll", "that the dam holds"),
    ("The dam is safe and dry, the minister said.", "plain/after", "the minister", "The dam is safe and dry"),
    ("According to the coast guard, no ship crossed the line.", "plain/according", "the coast guard", "no ship crossed the line"),
    ("The cabinet regards the island as a prize.", "plain/as", "The cabinet", "the island as a prize"),
    ("The island is seen by Tessaly as a prize.", "plain/passive", "Tessaly", "The island is seen by Tessaly as a prize"),
    ("The prince wants to buy time.", "plain/infinitive", "The prince", "to buy time"),
    ("The prince has no intention of leaving.", "plain/intention", "The prince", "leaving"),
    ("The ministry declined to comment on the fire.", "plain/declined", "The ministry", "the fire"),
    ("It remains unclear whether the list exists.", "plain/unclear", "", "whether the list exists"),
    ("The president accused the rebels of stealing wheat.", "plain/accuse", "The president", "the rebels of stealing wheat"),
    ("It is widely believed that the king is ill.", "plain/unowned", "", "that the king is ill"),
    ("The rumour fuels the belief that the king is ill.", "plain/noun", "", "that the king is ill"),
    ("The prince is likely to leave the city.", "plain/likely", "The prince", "the city"),
    ("The truce may fail within a month.", "writer/forecast", "", "The truce may fail within a month"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "source", "content"), CASES)
def test_a_pattern_finds_its_claim(text: str, rule: str, source: str, content: str) -> None:
    claims = [claim for claim in LESSER_READER.read(text).claims if claim.rule == rule]
    assert [(slices(text, c.source), slices(text, c.content)) for c in claims] == [(source, content)]


def test_who_says_what_another_thinks_gives_both() -> None:
    text = "Lund said she felt the dam was safe. They claimed Brod was a spy and claim he has a motive."
    claims = [claim for claim in LESSER_READER.read(text).claims if claim.rule == "plain/clause"]
    assert [(slices(text, c.source), slices(text, c.content), c.parent) for c in claims] == [
        ("Lund", "she felt the dam was safe", None),
        ("she", "the dam was safe", "c00"),
        ("They", "Brod was a spy", None),
        ("They", "he has a motive", None),
    ]


def test_who_is_told_something_is_no_speaker() -> None:
    text = "I was hauled in and told that my brother had left."
    assert all(not claim.source for claim in LESSER_READER.read(text).claims)


def test_names_and_nouns_are_no_verbs() -> None:
    text = "The report of the state bank was long, and the Satellite Project went on."
    assert all(not claim.source for claim in LESSER_READER.read(text).claims)


def test_it_says_what_it_is() -> None:
    assert LESSER_READER.name == LESSER
    assert LESSER_READER.read("The minister said so.").notices == []  # asked for by name
    fallen_back = LoadedReader(LESSER_READER.lexicon)
    notices = fallen_back.read("The minister said that the dam was safe.").notices
    assert len(notices) == 1
    assert "lesser reader" in notices[0]


def test_a_text_in_another_language_is_said_and_not_guessed() -> None:
    text = "Der Minister sagte, dass das Angebot ernst gemeint ist und dass es nicht zurückgezogen wird, wie es hieß."
    reading = LESSER_READER.read(text)
    assert reading.claims == []
    assert reading.language == "German"
    assert any("German" in notice for notice in reading.notices)


def test_it_needs_no_spacy() -> None:
    code = (
        "import sys; sys.modules['spacy'] = None\n"
        "from overture.read.reading import load_reader\n"
        "reading = load_reader().read('The minister said that the dam was safe.')\n"
        "assert [c.rule for c in reading.claims] == ['plain/clause'], reading\n"
        "assert 'lesser reader' in reading.notices[0]\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
