"""Who may be the same man: one sentence in two documents under two names."""

from __future__ import annotations

import pytest

from overture.evidence.identity import (
    differ,
    has_owner,
    in_time,
    normalised,
    one_man,
    people,
    same_sentence,
    united,
)
from overture.evidence.sheet import Sheet, SourceEntry

WORDS = "the depots behind the pass were being filled"


def sheet(*claims: dict, dates: tuple[str, str] = ("", ""), **first: object) -> Sheet:
    documents = [{"id": "d1", "date": dates[0]}, {"id": "d2", "date": dates[1]}, {"id": "d3"}]
    people = [{"id": "a", "name": "Residents", **first}, {"id": "b", "name": "A shepherd"}, {"id": "c", "name": "The witness"}, {"id": "unspecified"}]  # fmt: skip
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


@pytest.mark.parametrize(
    ("one", "two", "are_two"),
    [
        ("Elna Toss", "Ivo Sarn", True),
        ("A nurse in Vell", "A nurse in Brod", True),
        ("A commander who defected in January", "A commander who defected in May", True),
        ("An engineer who left in 2019", "An engineer who left in 2021", True),
        ("A shepherd", "The guard", True),
        ("Two diplomats", "A commander", True),
        # Nothing shows that these are two.
        ("Ivo Sarn", "a Front commander who defected in January", False),
        ("A shepherd", "A witness", False),
        ("Colonel Ivo Sarn", "Sarn", False),
        ("A commander who defected in January", "A commander", False),
        ("Two diplomats", "Two diplomats, who spoke on condition of anonymity", False),
        ("An official in Vell", "A nurse", False),
    ],
)
def test_two_stay_two_where_what_is_told_of_them_differs(one: str, two: str, are_two: bool) -> None:
    first, second = SourceEntry(id="a", name=one), SourceEntry(id="b", name=two)
    assert differ(first, second) is differ(second, first) is are_two
    both = sheet(said("x", "a", "d1"), said("y", "b", "d2"), name=one)
    b = both.sources[1].model_copy(update={"name": two})
    both = both.model_copy(update={"sources": [both.sources[0], b, *both.sources[2:]]})
    assert bool(same_sentence(both)) is not are_two


EVENT = 'intent == "deceive"'


def test_what_is_asked_counts_once_for_one_event_and_says_why() -> None:
    claims = [
        said("x", "a", "d1", event=EVENT),
        said("y", "b", "d2", "quite other words of his", event=EVENT),
    ]
    (pair,) = one_man(sheet(*claims, same_as="b?", same_because="both are from Vell"))
    assert (pair.first, pair.second, pair.why) == ("x", "y", "both are from Vell")
    assert one_man(sheet(*claims, same_as="b?", distinct_from=["b"])) == ()
    assert one_man(sheet(claims[0], {**claims[1], "says": False}, same_as="b?")) == ()
    assert one_man(sheet(claims[0], {**claims[1], "event": 'intent == "keep"'}, same_as="b?")) == ()


def test_an_answer_makes_two_sources_one_with_what_was_judged_of_either() -> None:
    claims = [said("x", "a", "d1", chain=["a"]), said("y", "b", "d2", chain=["c", "b"])]
    whole = united(sheet(*claims, same_as="b", accuracy=0.9, reasons={"accuracy": "past reports"}))
    assert [source.id for source in whole.sources] == ["b", "c", "unspecified"]
    assert [(claim.source, claim.chain) for claim in whole.claims] == [("b", ["b"]), ("b", ["c", "b"])]
    assert (whole.sources[0].accuracy, whole.sources[0].reasons) == (0.9, {"accuracy": "past reports"})
    asked = sheet(*claims, same_as="b?")
    assert united(asked) is asked


def test_the_people_of_a_sheet_follow_questions_and_answers() -> None:
    assert people(sheet(same_as="b?")) == {"a": "b", "b": "b", "c": "c", "unspecified": "unspecified"}
    assert people(sheet(same_as="b"))["a"] == "b"
    assert people(sheet(same_as="b?", distinct_from=["b"]))["a"] == "a"


def test_what_reports_call_a_man_beside_his_name_tells_him_apart() -> None:
    olk = SourceEntry(
        id="olk", name="Maren Olk", described=["a former deputy minister of Tavia who left last year"]
    )
    assert differ(olk, SourceEntry(id="o", name="A Western intelligence official, who asked not to be named"))
    assert not differ(olk, SourceEntry(id="o", name="An official, who asked not to be named"))
    assert not differ(olk, SourceEntry(id="o", name="A former deputy minister of Tavia who left last year"))


def test_a_denial_is_another_sentence() -> None:
    claims = said("x", "a", "d1", polarity="+"), said("y", "b", "d2", polarity="-")
    assert same_sentence(sheet(*claims)) == ()
