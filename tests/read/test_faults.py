"""Reports that were read wrongly once (tests/faults/reports), with what is right."""

from __future__ import annotations

from pathlib import Path

from overture.read.claim import ReadClaim, slices
from overture.read.reading import LoadedReader

FOLDER = Path(__file__).resolve().parents[1] / "faults" / "reports"


def read(reader: LoadedReader, name: str) -> tuple[str, list[ReadClaim]]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    return text, reader.read(text, name).claims


def by_source(text: str, claims: list[ReadClaim]) -> dict[str, list[str]]:
    """``{source: [content, ...]}`` of the claims that have a source."""
    found: dict[str, list[str]] = {}
    for claim in claims:
        if claim.source:
            found.setdefault(slices(text, claim.source), []).append(slices(text, claim.content))
    return found


def test_negated_subjects(reader: LoadedReader) -> None:
    _, claims = read(reader, "a14-negsplit.txt")
    assert {(claim.polarity, claim.certainty) for claim in claims} == {("?", "U")}


def test_three_are_said_by_nobody_and_three_by_people_without_a_known_role(reader: LoadedReader) -> None:
    _, claims = read(reader, "c1-nonassertions.txt")
    assert [(c.polarity, c.certainty, c.voice) for c in claims] == [
        *[("?", "U", "writer")] * 3,
        *[("+", "CT", "unknown")] * 3,
    ]


def test_scare_quotes(reader: LoadedReader) -> None:
    text, claims = read(reader, "a10-so-called.txt")
    assert by_source(text, claims) in ({}, {"The minister": ["it “historic”"]})


def test_whose_voice(reader: LoadedReader) -> None:
    text, claims = read(reader, "b-voices.txt")
    voices = {slices(text, claim.source): claim.voice for claim in claims}
    assert voices.pop("Experts") == "expert"
    assert len(voices) >= 11
    assert set(voices.values()) == {"unknown"}


def test_negations_and_denials(reader: LoadedReader) -> None:
    _, claims = read(reader, "b-negquote.txt")
    assert [claim.polarity for claim in claims] == ["-", "-", "-", "+", "-"]


def test_chains_of_sources(reader: LoadedReader) -> None:
    text, claims = read(reader, "b-chain.txt")
    by_chain = {">".join(claim.chain): claim for claim in claims}
    assert by_chain["ledger>officials>vant"].certainty == "CT"
    assert slices(text, by_chain["globe>diplomat"].content) == "that the deal was dead"
    said, denied = claims[-2:]
    assert (said.act, said.polarity) == ("assert", "+")
    assert (denied.act, denied.polarity, denied.parent) == ("deny", "-", said.id)


def test_conditions(reader: LoadedReader) -> None:
    text, claims = read(reader, "b-condition.txt")
    assert {claim.certainty for claim in claims} == {"PS"}
    assert [slices(text, claim.condition) for claim in claims] == [
        "if relief came",
        "without relief",
        "had relief come",
    ]


def test_speech_acts_are_of_the_one_named(reader: LoadedReader) -> None:
    text, claims = read(reader, "b-diplo.txt")
    sentences = [line for line in text.replace("\n", " ").split(". ") if line.strip()]
    assert len(claims) == len(sentences) == 21
    assert all(claim.source and claim.chain for claim in claims)
    polarity = {slices(text, claim.cue): claim.polarity for claim in claims}
    assert polarity["ruled out"] == "-"
    assert polarity["refused to rule out"] == "?"
    acts = {slices(text, claim.cue): claim.act for claim in claims}
    assert [acts[cue] for cue in ("called on", "demanded", "threatened", "agreed")] == [
        "propose",
        "propose",
        "promise",
        "promise",
    ]


def test_a_dash_and_a_name_after_a_quotation(reader: LoadedReader) -> None:
    text, claims = read(reader, "a1-trailing-dash.txt")
    assert list(by_source(text, claims)) == ["Commissioner Sten Falk", "Ida Brod, deputy minister"]


def test_pieces_of_one_sentence_are_one_claim(reader: LoadedReader) -> None:
    text, claims = read(reader, "a13-partial.txt")
    assert len(by_source(text, claims)["The minister"]) == 1
    assert by_source(text, claims)["The minister"][0].endswith("hide a plant")


def test_a_running_quotation(reader: LoadedReader) -> None:
    text, claims = read(reader, "a5-multipara.txt")
    told = by_source(text, claims)
    assert "they have found nothing" in told["Vant"][0]
    assert told["Holm"] == ["that she did not believe him"]


def test_an_act_before_a_quotation(reader: LoadedReader) -> None:
    text, claims = read(reader, "a8-action-first.txt")
    assert by_source(text, claims) == {"Vant": ["“The hall is empty.”"]}


def test_a_briefing(reader: LoadedReader) -> None:
    text, claims = read(reader, "c2-briefing-transcript.txt")
    assert [claim.chain[0] for claim in claims] == ["brod"] * 4 + ["falk"] * 2
    assert not any("admit" in slices(text, claim.content) for claim in claims)


def test_the_retelling_of_a_report_names_it(reader: LoadedReader) -> None:
    _, claims = read(reader, "who-said-it/c.txt")
    assert ["harbour-post", "olk"] in [claim.chain for claim in claims]
