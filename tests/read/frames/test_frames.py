"""Every row of the table of frames finds the claim of its own example, and the page prints the table."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from overture.errors import FileError
from overture.read.claim import ReadClaim, slices
from overture.read.frames.examples import unfound
from overture.read.frames.table import Frame, load_frames, page, steps_of
from overture.read.lexicon import load_lexicon
from overture.read.reading import LoadedReader, load_reader

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "frames.md"
AFTER = " The day was cold, and all the people of the town had gone home."
"""Two short sentences have too few words to tell their language."""


def first(reader: LoadedReader, text: str) -> ReadClaim:
    return reader.read(text + AFTER).claims[0]


def said(text: str, claim: ReadClaim) -> tuple[str, str, str]:
    return slices(text, claim.source), slices(text, claim.cue), slices(text, claim.content)


@pytest.mark.parametrize("frame", load_frames(), ids=lambda frame: frame.pattern[:60])
def test_a_frame_finds_its_example(reader: LoadedReader, frame: Frame) -> None:
    text = frame.sentence
    claim = first(reader, text)
    assert (claim.rule, claim.act) == (frame.rule, frame.act)
    assert said(text, claim) == (frame.marked("[", "]"), frame.marked("<", ">"), frame.marked("{", "}"))


def test_the_page_is_current() -> None:
    again = "python -m overture.read.frames.table docs/reference/frames.md"
    assert PAGE.read_text(encoding="utf-8") == page(load_frames()), f"run: {again}"


OTHERS = (
    ("The bishops have condemned the siege.", "The bishops", "have condemned", "the siege", "assert", "+"),
    ("Two mayors hailed the ruling.", "Two mayors", "hailed", "the ruling", "assert", "+"),
    ("The siege was condemned by the bishops.", "the bishops", "was condemned", "The siege", "assert", "+"),
    ("The guild compared the tax to a theft.", "The guild", "compared", "the tax to a theft", "assert", "+"),
    ("The queen implored the crews to return.", "The queen", "implored", "the crews to return", "propose", "+"),
    ("The queen appealed to the crews to return.", "The queen", "appealed to", "the crews to return", "propose", "+"),
    ("The port voiced alarm at the new fleet.", "The port", "voiced alarm at", "the new fleet", "believe", "+"),
    ("The port filed a protest over the new tax.", "The port", "filed a protest over", "the new tax", "assert", "+"),
    ("The clerk denied stealing the ledger.", "The clerk", "denied", "stealing the ledger", "deny", "-"),
    ("The two ports agreed to share the canal.", "The two ports", "agreed", "to share the canal", "promise", "+"),
    ("The envoy refused to rule out a blockade.", "The envoy", "refused to rule out", "a blockade", "deny", "?"),
    ("The envoy did not condemn the blockade.", "The envoy", "did not condemn", "the blockade", "assert", "?"),
    ("The envoy declined to name the ship.", "The envoy", "declined", "to name the ship", "deny", "-"),
    ("The duke let it be known that he would sign.", "The duke", "let it be known", "that he would sign", "promise", "+"),
)  # fmt: skip


@pytest.mark.parametrize("row", OTHERS, ids=[row[0] for row in OTHERS])
def test_other_words_of_the_same_frames(reader: LoadedReader, row: tuple[str, ...]) -> None:
    text = row[0]
    claim = first(reader, text)
    assert (*said(text, claim), claim.act, claim.polarity) == row[1:]
    assert claim.chain


@pytest.mark.parametrize(
    "text",
    [
        "The vendors offered hats and bread.",
        "The deal denounced in May was signed by the two ports.",
        "The offer called the pause into question.",
    ],
)
def test_no_speech_act(reader: LoadedReader, text: str) -> None:
    assert not [claim for claim in reader.read(text + AFTER).claims if claim.rule.startswith("frame")]


def test_the_view_of_a_body_is_its_own(reader: LoadedReader) -> None:
    claim = first(reader, "The Council considers that the pause was a ruse.")
    assert (claim.chain, claim.voice) == (["council"], "official")
    text = "Harbour Watch counted 14 ships. Our team saw them on Monday. Harbour Watch believes that the pause was a ruse."
    believed = next(claim for claim in reader.read(text).claims if claim.act == "believe")
    assert (believed.chain, believed.voice) == (["harbour-watch"], "expert")
    told = reader.read("The Council thinks that the pause was a ruse." + AFTER).claims[0]
    assert told.voice == "writer"


@pytest.mark.parametrize(
    "pattern", ["call on WHOM", "WHO", "WHO call on", "WHO call WHOEVER", "WHO (fear) THING"]
)
def test_a_pattern_that_is_none_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern"):
        steps_of(pattern)


OWN = """# of the harbour desk
- {rule: frame/badmouth, act: assert, kind: speech, pattern: "WHO badmouth THING", example: "[The mayor] <badmouthed> {the mill}."}
- {rule: frame/egg, act: propose, kind: speech, pattern: "WHO egg WHOM on to DO", example: "[The duke] <egged> {the crews on to strike}."}
"""


def test_a_row_of_ones_own_is_read_and_its_example_is_found(reader: LoadedReader, tmp_path: Path) -> None:
    file = tmp_path / "frames.yaml"
    file.write_text(OWN, encoding="utf-8")
    own = replace(reader, lexicon=load_lexicon(None, file))
    assert unfound(own.lexicon.own_frames, lambda text: own.read(text).claims) == []
    claim = first(own, "The abbot badmouthed the new lock.")
    assert (claim.rule, *said("The abbot badmouthed the new lock.", claim)) == (
        "frame/badmouth", "The abbot", "badmouthed", "the new lock",
    )  # fmt: skip
    assert first(reader, "The abbot badmouthed the new lock.").rule == "writer/bare"


def test_a_row_whose_example_is_not_found_is_refused_with_its_line(
    reader: LoadedReader, tmp_path: Path
) -> None:
    file = tmp_path / "frames.yaml"
    file.write_text(OWN.replace("{the mill}.", "{the mill today}."), encoding="utf-8")
    own = replace(reader, lexicon=load_lexicon(None, file))
    (fault,) = unfound(own.lexicon.own_frames, lambda text: own.read(text).claims)
    assert (fault.id, fault.where) == ("frames/not-found", f"{file}: line 2")
    assert "<badmouthed> {the mill" in fault.found


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("rows: 1\n", "frames/shape"),
        ("- [\n", "frames/unreadable"),
        (OWN.replace("frame/egg", "egg"), "frames/rule"),
        (OWN.replace("<egged>", "egged"), "frames/example"),
    ],
)
def test_a_file_of_rows_that_is_wrong_is_refused(tmp_path: Path, text: str, id: str) -> None:
    file = tmp_path / "frames.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FileError) as caught:
        load_frames(file, own=True)
    assert [fault.id for fault in caught.value.faults] == [id]
    assert str(file) in caught.value.faults[0].where


def test_rows_of_ones_own_need_a_parser(tmp_path: Path) -> None:
    file = tmp_path / "frames.yaml"
    file.write_text(OWN, encoding="utf-8")
    with pytest.raises(FileError, match="need a language model"):
        load_reader(plain_only=True, frames=file)


def test_all_faults_of_a_table_at_once(tmp_path: Path) -> None:
    file = tmp_path / "frames.yaml"
    row = '{{rule: frame/x, act: {}, kind: speech, pattern: "{}", example: "[A] <b> {{c}}."}}'
    file.write_text(
        f"- {row.format('asert', 'WHO call THING')}\n- {row.format('assert', 'call THING')}\n- {{rule: frame/y}}\n"
    )
    with pytest.raises(FileError) as caught:
        load_frames(file)
    assert [fault.id for fault in caught.value.faults] == ["frames/act", "frames/pattern", "frames/row"]
