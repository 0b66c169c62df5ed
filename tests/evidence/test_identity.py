"""Who may be the same man: one sentence in two documents under two names."""

from __future__ import annotations

import pytest

from overture.evidence.identity import has_owner, in_time, normalised, same_sentence
from overture.evidence.sheet import Sheet, SourceEntry

WORDS = "the depots behind the pass were being filled"


def sheet(*claims: dict, dates: tuple[str, str] = ("", ""), **first: object) -> Sheet:
    documents = [{"id": "d1", "date": dates[0]}, {"id": "d2", "date": dates[1]}, {"id": "d3"}]
    people = [{"id": "a", "name": "Residents", **first}, {"id": "b", "name": "A shepherd"}, {"id": "c", "name": "The guard"}, {"id": "unspecified"}]  # fmt: skip
    return Sheet.model_validate({"documents": documents, "sources": people, "claims": list(claims)})


def said(id: str, source: str, document: str, words: str = WORDS, **more: object) -> dict:
    return {"id": id, "source": source, "document": document, "words": words, **more}


def test_one_sentence_in_two_documents_is_a_question() -> None:
    assert same_sentence(sheet(said("x", "a", "d1"), said("y", "b", "d2"))) == (("x", "y", "a", "b"),)


def test_the_earlier_stands_first() -> None:
    both = said("x", "a", "d1"), said("y", "b", "d2")
    assert same_sentence(sheet(*both, dates=("2026-03-05", "2026-03-03"))) == (("y", "x", "b", "a"),)
    assert same_sentence(sheet(*both, dates=("2026-03-05", ""))) == (("x", "y", "a", "b"),)
    dated = said("x", "a", "d1", date="2026-01-01"), said("y", "b", "d2")
    assert same_sentence(sheet(*dated, dates=("2026-03-05", "2026-03-03"))) == (("x", "y", "a", "b"),)


@pytest.mark.parametrize("words", [f"That {WORDS}", f"“{WORDS.upper()}”!", f"{WORDS}."])
def test_marks_and_case_make_no_other_sentence(words: str) -> None:
    assert normalised(words) == WORDS
    assert len(same_sentence(sheet(said("x", "a", "d1"), said("y", "b", "d2", words)))) == 1


def test_three_sources_are_asked_for_in_pairs() -> None:
    found = same_sentence(sheet(said("x", "a", "d1"), said("y", "b", "d2"), said("z", "c", "d3")))
    assert [pair[2:] for pair in found] == [("a", "b"), ("a", "c"), ("b", "c")]


@pytest.mark.parametrize(
    ("claims", "first"),
    [
        ([said("x", "a", "d1"), said("y", "a", "d2")], {}),
        ([said("x", "a", "d1"), said("y", "b", "d1")], {}),
        ([said("x", "a", "d1"), said("y", "b", "d2", "the depots behind the pass were empty")], {}),
        ([said("x", "a", "d1", "he would cheat"), said("y", "b", "d2", "he would cheat")], {}),
        ([said("x", "a", "d1"), said("y", "b", "d2", copy_of="x")], {}),
        ([said("o", "c", "d3", "another sentence of some length"), said("x", "a", "d1", copy_of="o"), said("y", "b", "d2", copy_of="o")], {}),
        ([said("x", "a", "d1"), said("o", "c", "d2", "he said so to us all"), said("y", "b", "d2", inside="o")], {}),
        ([said("x", "a", "d1"), said("y", "unspecified", "d2")], {}),
        ([said("x", "a", "d1"), said("y", "b", "d2", from_acts=True)], {}),
        ([said("x", "a", "d1"), said("y", "b", "d2")], {"distinct_from": ["b"]}),
    ],
)  # fmt: skip
def test_nothing_is_asked_where_somebody_has_said_it_or_it_is_no_quotation(claims: list, first: dict) -> None:
    assert same_sentence(sheet(*claims, **first)) == ()


@pytest.mark.parametrize(
    ("name", "owned"),
    [
        ("official", False), ("Officials", False), ("an expert", False), ("Some insiders", False), ("Anonymous", False),
        ("Nobody: the text does not say", False), ("An unnamed source", False),
        ("The insider", True), ("Two diplomats", True), ("A Front commander who defected", True), ("Foreign Minister", True),
        ("Official statements", True), ("", True),
    ],
)  # fmt: skip
def test_a_voice_is_nobody_and_a_role_is_somebody(name: str, owned: bool) -> None:
    assert has_owner(SourceEntry(id="x", name=name)) is owned


def test_the_order_of_the_lines_of_a_sheet_does_not_order_claims() -> None:
    claims = [said("x", "a", "d3"), said("y", "b", "d1"), said("z", "c", "d2"), said("w", "d", "d3")]
    for lines in (claims, claims[::-1]):
        ordered = in_time(sheet(*lines, dates=("2026-02-01", "2026-01-01")))
        # By date, those without one last, of equals by id.
        assert [claim.id for claim in ordered] == ["z", "y", "w", "x"]
