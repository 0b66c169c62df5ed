"""Lineage across documents: what was copied folds into one root and stays as a copy."""

from __future__ import annotations

import pytest

from overture.read.reading import DocumentReading, LoadedReader, load_reader
from overture.read.sheet.copies import available, fold_with_copies, mark_copies
from tests.read.reports import CONTRARY, COURIER, GAZETTE


@pytest.fixture(scope="module")
def reader() -> LoadedReader:
    return load_reader(plain_only=True)


def read(reader: LoadedReader, **texts: str) -> list[DocumentReading]:
    return [reader.read(text, name) for name, text in texts.items()]


def copied(readings: list[DocumentReading]) -> dict[str, str]:
    """``document/claim`` -> the passage of the original that it copies."""
    found = {}
    for reading in readings:
        for claim in reading.claims:
            if claim.copy_of:
                document, _, number = claim.copy_of.rpartition("/")
                source = next(r for r in readings if r.document == document)
                original = next(c for c in source.claims if c.id == number)
                found[f"{reading.document}/{claim.id}"] = source.text[
                    original.content[0][0] : original.content[-1][1]
                ]
    return found


def test_a_lightly_edited_sentence_is_a_copy(reader: LoadedReader) -> None:
    pytest.importorskip("rapidfuzz")
    readings = read(reader, courier=COURIER, gazette=GAZETTE)
    copies = mark_copies(readings)
    assert [copy.document for copy in copies] == ["gazette"]
    assert 85 < copies[0].alike < 100
    assert list(copied(readings).values()) == ["that the strait would be closed again within a month"]


def test_a_copy_adds_no_root_and_is_kept(reader: LoadedReader) -> None:
    pytest.importorskip("rapidfuzz")
    readings = read(reader, courier=COURIER, gazette=GAZETTE)
    mark_copies(readings)
    clusters = fold_with_copies(readings)
    group = next(c for c in clusters if any(m.document == "gazette" and m.claim.copy_of for m in c.mentions))
    assert {m.document for m in group.mentions} == {"courier", "gazette"}
    assert len(group.roots) == 1
    assert "copy" not in group.roots[0]


def test_the_reverse_of_a_sentence_is_no_copy(reader: LoadedReader) -> None:
    pytest.importorskip("rapidfuzz")
    readings = read(reader, courier=COURIER, contrary=CONTRARY)
    claims = [c for c in readings[1].claims if c.cue and readings[1].text[slice(*c.cue[0])] == "warned"]
    assert [c.polarity for c in claims] == ["-"]
    mark_copies(readings)
    assert copied(readings) == {}


def test_the_earlier_report_has_the_original(reader: LoadedReader) -> None:
    given = read(reader, gazette=COURIER, courier=COURIER)
    assert {c.document for c in mark_copies(given)} == {"courier"}
    dated = read(reader, gazette=COURIER, courier=COURIER)
    assert {c.document for c in mark_copies(dated, ["2026-03-04", "2026-03-02"])} == {"gazette"}
    half = read(reader, gazette=COURIER, courier=COURIER)
    assert {c.document for c in mark_copies(half, ["2026-03-04", ""])} == {"courier"}


def test_a_copy_of_a_copy_is_a_copy_of_the_first(reader: LoadedReader) -> None:
    readings = read(reader, a=COURIER, b=COURIER, c=COURIER)
    mark_copies(readings)
    assert {str(c.copy_of).split("/")[0] for r in readings[1:] for c in r.claims if c.copy_of} == {"a"}
    assert len(copied(readings)) == 2 * len(readings[0].claims)


def test_a_copy_that_was_edited_again_is_still_a_copy_of_the_first(reader: LoadedReader) -> None:
    pytest.importorskip("rapidfuzz")
    first = "Jonas Kettle, a former captain of the coast guard, warned that the old strait would be closed again within one month."
    second = first.replace("old", "narrow").replace("one month", "weeks")
    third = second.replace("former captain", "retired captain")
    readings = read(reader, a=first, b=second, c=third)
    alike = {copy.document: copy.original for copy in mark_copies(readings)}
    assert alike == {"b": "a", "c": "a"}
    from rapidfuzz.distance import Indel

    words = [text.lower().strip(".").replace(",", "").split() for text in (first, second, third)]
    assert Indel.normalized_similarity(words[2], words[1]) > Indel.normalized_similarity(words[2], words[0])


def test_nothing_is_copied_within_a_report_or_from_a_short_sentence(reader: LoadedReader) -> None:
    once = "The minister said that the offer of grain for open ports was made in good faith on Monday."
    assert mark_copies(read(reader, a=f"{once} {once}")) == []
    short = "Holm said that it failed."
    assert mark_copies(read(reader, a=f"{short} Rain fell.", b=f"{short} Snow lay.")) == []


def test_without_the_library_only_the_same_words_are_seen(
    reader: LoadedReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "rapidfuzz.distance", None)
    assert not available()
    assert mark_copies(read(reader, courier=COURIER, gazette=GAZETTE)) == []
    assert mark_copies(read(reader, courier=COURIER, other=COURIER)) != []
