"""Each rule of the reader by a small own sentence (tests/read/small_texts.py)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from overture.read.claim import ReadClaim, slices
from overture.read.frames.table import load_frames
from overture.read.reading import LoadedReader, load_reader
from overture.read.text import straighten
from tests.read.small_texts import ROWS, Row


def said(text: str, claim: ReadClaim) -> tuple[str, ...]:
    """A claim as the words under its spans."""
    return tuple("|".join(text[a:b] for a, b in spans) for spans in (claim.source, claim.cue, claim.content))


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.rule}-{number}" for number, row in enumerate(ROWS)])
def test_a_rule_finds_its_claim(reader: LoadedReader, row: Row) -> None:
    claims = reader.read(row.text).claims
    found = [claim for claim in claims if claim.rule == row.rule]
    assert found, f"only {[(c.rule, *said(row.text, c)) for c in claims]}"
    claim = found[0]
    assert said(row.text, claim) == (row.source, row.cue, row.content)
    assert (claim.act, claim.polarity, claim.certainty, claim.voice) == (
        row.act,
        row.polarity,
        row.certainty,
        row.voice,
    )


SILENT = (
    "What each side says",  # a topic
    "Will the truce hold?",  # a question
    "Buy two pounds of flour and a little salt.",  # an order
    "This means that the offer stands.",  # no source
)


@pytest.mark.parametrize("text", SILENT)
def test_what_nobody_claims_has_no_source(reader: LoadedReader, text: str) -> None:
    assert [claim for claim in reader.read(text).claims if claim.source] == []


def test_a_purpose_is_no_belief(reader: LoadedReader) -> None:
    text = "Inspectors went to the plant to determine whether the pumps had run."
    assert all("determine" not in slices(text, claim.cue) for claim in reader.read(text).claims)


def test_a_quotation_that_is_not_his_is_left(reader: LoadedReader) -> None:
    text = '"We will pay," the envoy said. "All of it is ready."\n\nFew in the capital believe him.'
    owners = {
        slices(text, claim.source) for claim in reader.read(text).claims if '"' in slices(text, claim.content)
    }
    assert owners == {"the envoy"}


def test_a_quotation_over_paragraphs_is_one_claim(reader: LoadedReader) -> None:
    text = '"The dam is safe," the minister said. "It has stood for sixty years.\n\n"It will stand for sixty more."\n'
    found = [slices(text, claim.content) for claim in reader.read(text).claims]
    assert found[0].startswith('"The dam is safe,"')
    assert found[0].endswith('"It has stood for sixty years.\n\n"It will stand for sixty more."')


@pytest.mark.parametrize(
    "text",
    [
        "“The dam is safe,” the minister said.",
        "``The dam is safe,'' the minister said.",
        "''The dam is safe,'' the minister said.",
        "'The dam is safe,' the minister said.",
        "«The dam is safe,» the minister said.",
    ],
)
def test_all_kinds_of_quotation_marks(reader: LoadedReader, text: str) -> None:
    claims = [claim for claim in reader.read(text).claims if claim.source]
    assert [slices(text, claim.source) for claim in claims] == ["the minister"]
    assert "The dam is safe," in slices(text, claims[0].content)
    assert len(straighten(text)) == len(text)


def test_a_title_case_headline_is_read_as_a_sentence(reader: LoadedReader) -> None:
    text = (
        "Tessaly Offers To Halve Its Fleet In The Strait\n\n"
        "The fleet of Tessaly is large. It offers to halve it in the strait, to the surprise of many."
    )
    first = reader.read(text).claims[0]
    assert said(text, first)[:2] == ("Tessaly", "Offers")
    assert (first.act, first.voice) == ("propose", "writer")


def test_a_dateline_is_no_part_of_a_claim(reader: LoadedReader) -> None:
    text = "MERIDIA CITY — Meridia has sold its ships, three officials said on Monday."
    claim = reader.read(text).claims[0]
    assert slices(text, claim.content) == "Meridia has sold its ships"


def test_every_claim_names_its_rule(reader: LoadedReader) -> None:
    text = "\n\n".join(row.text for row in ROWS)
    claims = reader.read(text).claims
    assert len(claims) > len(ROWS) / 2
    assert all(claim.rule and claim.id for claim in claims)
    assert len({claim.id for claim in claims}) == len(claims)


def test_spans_slice_the_text_that_was_given(reader: LoadedReader) -> None:
    text = "\r\n\r\n".join(
        "“" + row.text + "”\t" if number % 3 == 0 else row.text for number, row in enumerate(ROWS)
    )
    for claim in reader.read(text).claims:
        for start, end in [*claim.source, *claim.cue, *claim.content, *claim.hedges, *claim.negations]:
            assert 0 <= start < end <= len(text)
            assert text[start:end].strip()


def test_every_rule_is_on_the_reference_page(reader: LoadedReader) -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "reference" / "reading-rules.md").read_text(
        encoding="utf-8"
    )
    told = set(re.findall(r"`([a-z]+(?:/[a-z-]+)*|in-view)`", page))
    told |= {frame.rule + end for frame in load_frames() for end in ("", "/by")}
    text = "\n\n".join(row.text for row in ROWS)
    lesser = load_reader(plain_only=True)
    used = {row.rule for row in ROWS}
    used |= {claim.rule for each in (reader, lesser) for claim in each.read(text).claims}
    assert used <= told


def test_a_quotation_before_the_speaker_is_no_part_of_his_name(reader: LoadedReader) -> None:
    text = '"I heard a bang and then the windows broke," resident Karin Holm, 54, told the station.'
    assert slices(text, reader.read(text).claims[-1].source) == "resident Karin Holm, 54"


def test_a_claim_begins_after_the_colon(reader: LoadedReader) -> None:
    text = 'The coast guard put it differently: the ship, it said, had been "retaken".'
    claim = next(c for c in reader.read(text).claims if c.rule == "clause/inside")
    assert said(text, claim)[2] == 'the ship|had been "retaken"'


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("The crews have a ship. They want it.", "want"),
        ("They called him The Poet.", "small"),
        ("The clerk was accused of supporting the strike.", "frame/welcome"),
        ("With tears in her eyes, she left the hall.", "in-view"),
        ("It is portrayed as though it were a threat.", "passive/unowned"),
    ],
)
def test_what_looks_like_a_claim_and_is_none(reader: LoadedReader, text: str, rule: str) -> None:
    after = " The day was cold, and all the people of the town had gone home."
    assert rule not in {claim.rule for claim in reader.read(text + after).claims}
