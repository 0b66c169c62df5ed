"""Quotations whose speaker stands elsewhere than on a verb of saying, and transcripts."""

from __future__ import annotations

import pytest

from overture.read.claim import ReadClaim, slices
from overture.read.reading import LoadedReader, load_reader
from overture.read.text import quotes, straighten


@pytest.fixture(scope="module", params=["parser", "without a model"])
def reader(request: pytest.FixtureRequest) -> LoadedReader:
    loaded = load_reader(plain_only=request.param != "parser")
    if request.param == "parser" and loaded.language is None:
        pytest.skip("no language model is installed")
    return loaded


def spoken(text: str, claims: list[ReadClaim]) -> list[tuple[str, str]]:
    """``(source, content)`` of the claims with a source; spans are joined by a bar."""
    return [(slices(text, c.source), "|".join(text[a:b] for a, b in c.content)) for c in claims if c.source]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("“The mill was sold in the spring of that year.” – Ada Brun", "Ada Brun", "“The mill was sold in the spring of that year.”"),
        ("“The mill was never sold to them.” - Ole Hart, the miller", "Ole Hart, the miller", "“The mill was never sold to them.”"),
        ("And from Ada Brun: “The mill was never sold to them.”", "Ada Brun", "“The mill was never sold to them.”"),
        ("Ada Brun: “The mill was never sold to them.”", "Ada Brun", "“The mill was never sold to them.”"),
        ("“The mill was never sold,” Ada Brun grumbled to the others.", "Ada Brun", "“The mill was never sold,”"),
        ("“The mill is gone for good,” sighed Ada Brun.", "Ada Brun", "“The mill is gone for good,”"),
        ("Ada Brun shrugged at the judge. “The mill was never ours.” The clerk left.", "Ada Brun", "“The mill was never ours.”"),
        ("The mill was never sold to them,” Ada Brun said.", "Ada Brun", "The mill was never sold to them,”"),
    ],
)  # fmt: skip
def test_a_quotation_is_given_to_its_speaker(
    reader: LoadedReader, text: str, source: str, content: str
) -> None:
    assert (source, content) in spoken(
        text, reader.read(text + "\n\nThe court of the town has not yet met on it.").claims
    )


def test_running_paragraphs_are_one_claim(reader: LoadedReader) -> None:
    text = "“The mill is ours,” Brun said.\n\n“We paid for it in May.\n\n“They took the money and they left.”\n\nHart said that she lied."
    first = spoken(text, reader.read(text).claims)[0]
    assert first == (
        "Brun",
        "“The mill is ours,”|“We paid for it in May.\n\n“They took the money and they left.”",
    )


def test_the_next_speaker_keeps_his_own(reader: LoadedReader) -> None:
    text = "“The mill is ours,” Brun said.\n\n“It never was their own mill,” Hart said."
    assert [source for source, _ in spoken(text, reader.read(text).claims)] == ["Brun", "Hart"]


def test_i_think_is_a_hedge(reader: LoadedReader) -> None:
    text = "“I think the mill was sold for nothing,” Ada Brun said."
    claims = [claim for claim in reader.read(text).claims if claim.source]
    assert [(claim.polarity, claim.certainty) for claim in claims] == [("+", "PR")]


def test_what_is_said_of_a_claim_is_no_part_of_it(reader: LoadedReader) -> None:
    text = "The miller said the mill was “a gift” and that Brun would “never” sell it, a claim Hart called “absurd”."
    claim = reader.read(text).claims[0]
    assert slices(text, claim.content).endswith("sell it")
    assert claim.polarity == "+"


def test_a_mark_that_was_lost() -> None:
    text = straighten("He left. The mill is ours,” Brun said.\n\n“It is not,” Hart said.")
    assert [text[a:b] for a, b in quotes(text)] == ['He left. The mill is ours,"', '"It is not,"']
    assert quotes(straighten('The 5" pipe and the 6" pipe. They fit.')) != [(0, 6)]


BRIEFING = """Press briefing

PORTAVOZ BRUN: Good morning. The mill at Hart is closed. We have shown it to the court.

Q: Will you open it again? Officials say that it leaks.

PORTAVOZ BRUN: We will not open it.

The dam is safe. (Laughter.)

MR. HART (Vellany): My delegation rejects the draft. I think the list is false.
"""


def test_each_statement_of_a_transcript_is_of_its_speaker(reader: LoadedReader) -> None:
    claims = [claim for claim in reader.read(BRIEFING).claims if claim.source]
    said = [(claim.chain[0], slices(BRIEFING, claim.content).rstrip(".")) for claim in claims]
    for pair in (
        ("brun", "The mill at Hart is closed"),
        ("brun", "We have shown it to the court"),
        ("brun", "We will not open it"),
        ("brun", "The dam is safe"),
        ("hart", "I think the list is false"),
    ):
        assert pair in said
    assert not any("leaks" in words or "again" in words or "Laughter" in words for _, words in said)
    assert not any("morning" in words for _, words in said)
    hedged = next(claim for claim in claims if "I think" in slices(BRIEFING, claim.content))
    assert (hedged.certainty, hedged.voice) == ("PR", "official")


def test_what_my_delegation_does_the_speaker_does() -> None:
    loaded = load_reader()
    if loaded.language is None:
        pytest.skip("no language model is installed")
    claims = [
        claim for claim in loaded.read(BRIEFING).claims if "the draft" in slices(BRIEFING, claim.content)
    ]
    assert [(claim.chain, claim.act, claim.polarity) for claim in claims] == [(["hart"], "deny", "-")]


def test_the_answers_of_an_interview_are_the_guests(reader: LoadedReader) -> None:
    text = "An interview with Ada Brun, the owner of the mill.\n\nQ: Is the mill closed?\n\nA: The mill is open to all.\n\nQ: Since when?\n\nA: It was opened again in May."
    assert {claim.chain[0] for claim in reader.read(text).claims if claim.rule == "transcript"} == {"brun"}


def test_a_report_with_colons_is_no_transcript(reader: LoadedReader) -> None:
    text = (
        "Upstream, a pause\n\nThe ministry said that the mill was closed: the water had gone.\n\nNote: the court meets in May.\n\n"
        "Holm said that the mill was open.\n\nThe bridge is old, and the town has no money for it."
    )
    assert "transcript" not in {claim.rule for claim in reader.read(text).claims}
