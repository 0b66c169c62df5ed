"""What a sheet gives to weighing: what nobody judged is silent, one sentence is one man, all faults at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.case.evidence import FoldedClaim, UnjudgedClaim, evidence_of, read_evidence
from overture.case.load import load
from overture.errors import FileError
from overture.evidence.lineage import trace
from overture.evidence.sheet import Sheet
from tests.case.cases import FAULTY, FLAGSHIP

JUDGED = {"access": 0.5, "accuracy": 0.8, "says_anyway": 0.3}


def sheet(sources: list[dict], claims: list[dict], documents: list[dict] | None = None) -> Sheet:
    return Sheet.model_validate({"documents": documents or [], "sources": sources, "claims": claims})


def one(source: dict, **claim: object) -> Sheet:
    return sheet(
        [{"id": "a", "name": "A man", **source}], [{"id": "c", "source": "a", "event": "E", **claim}]
    )


# -- unjudged is silent ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ({}, ("access", "accuracy", "says_anyway")),
        ({"access": 0.5}, ("accuracy", "says_anyway")),
        ({"access": 0.5, "accuracy": 0.8}, ("says_anyway",)),
        ({"accuracy": 0.8, "says_anyway": 0.3}, ("access",)),
        ({"access": 0.5, "says_anyway": 0.3}, ("accuracy",)),
        ({"access": 0.5, "deception": {"motive": "yes"}}, ("accuracy", "says_anyway")),
        ({"blur": 0.4, "interest": "E", "shading": 0.2, "control": 0.1}, ("access", "accuracy", "says_anyway")),
    ],
)  # fmt: skip
def test_a_source_that_nobody_judged_is_silent_and_listed(source: dict, missing: tuple[str, ...]) -> None:
    found = evidence_of(one(source), "s")
    assert found.testimony == ()
    assert found.unjudged == (UnjudgedClaim("c", "a", "A man", missing),)


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        (JUDGED, {}),
        ({"access": 0.5, "accuracy": 0.8}, {"says_anyway": 0.3}),
        ({"access": 0.5, "says_anyway": 0.3}, {"accuracy": 0.8}),
        ({"access": 0.5, "admiralty": "C"}, {}),
        ({"access": 0.5}, {"credibility": 2, "judged_alone": True}),
        ({"access": "default", "accuracy": "default", "says_anyway": "default"}, {}),
        ({}, {"from_acts": True}),
    ],
)
def test_what_was_judged_counts(source: dict, claim: dict) -> None:
    found = evidence_of(one(source, **claim), "s")
    assert [each.id for each in found.testimony] == ["c"]
    assert found.unjudged == ()


def test_a_default_that_was_chosen_is_no_judgement() -> None:
    """A letter judges a source as a whole, and brings the default of what it does not speak of."""
    (source,) = evidence_of(one({"access": "default", "admiralty": "C"}), "s").sources
    assert source.defaulted == {"access", "says_anyway"}
    assert source.reasons["says_anyway"] == "default"
    assert (source.access[""].mean, source.says_anyway.mean) == (0.5, 0.5)
    (source,) = evidence_of(one(JUDGED), "s").sources
    assert source.defaulted == set()
    assert source.stated == set(JUDGED)


def test_access_is_judged_for_each_topic() -> None:
    found = evidence_of(one({**JUDGED, "access": {"weapons": 0.4}}, topic="talks"), "s")
    assert found.unjudged == (UnjudgedClaim("c", "a", "A man", ("access to 'talks'",)),)
    assert (
        evidence_of(one({**JUDGED, "access": {"weapons": 0.4, "": 0.1}}, topic="talks"), "s").unjudged == ()
    )


def test_a_copy_is_as_silent_as_what_it_copies() -> None:
    claims = [
        {"id": "c", "source": "a", "event": "E"},
        {"id": "echo", "source": "b", "event": "E", "copy_of": "c"},
        {"id": "perhaps", "source": "b", "event": "E", "copy_of": "c", "copied": 0.5},
    ]
    found = evidence_of(
        sheet([{"id": "a", "name": "A man"}, {"id": "b", "name": "B", **JUDGED}], claims), "s"
    )
    assert found.testimony == ()
    assert [(each.claim, each.source) for each in found.unjudged] == [
        ("c", "a"),
        ("echo", "a"),
        ("perhaps", "a"),
    ]


def test_who_only_passes_a_claim_on_needs_no_judgement() -> None:
    claims = [
        {"id": "c", "source": "a", "event": "E"},
        {"id": "echo", "source": "b", "event": "E", "copy_of": "c"},
        {"id": "perhaps", "source": "b", "event": "E", "copy_of": "c", "copied": 0.5},
    ]
    found = evidence_of(
        sheet([{"id": "a", "name": "A man", **JUDGED}, {"id": "b", "name": "B"}], claims), "s"
    )
    assert [each.id for each in found.testimony] == ["c", "echo"]
    assert [each.claim for each in found.unjudged] == [
        "perhaps"
    ]  # with chance one half it is a root of its own


@pytest.mark.parametrize(
    "source",
    [
        {"id": "unspecified"},
        {"id": "unspecified", "name": "Nobody: the text does not say whose claim it is"},
        {"id": "x", "name": "official"},
        {"id": "x", "name": "An anonymous official"},
        {"id": "officials"},
        {"id": "x", "name": "Unnamed sources"},
    ],
)
def test_a_voice_without_an_owner_is_never_a_source(source: dict) -> None:
    found = evidence_of(
        sheet([{**source, **JUDGED}], [{"id": "c", "source": source["id"], "event": "E"}]), "s"
    )
    assert found.testimony == ()
    assert [each.missing for each in found.unjudged] == [("an owner",)]


@pytest.mark.parametrize(
    "source",
    [
        {"id": "insider"},
        {"id": "x", "name": "The insider, a defected official"},
        {"id": "officials", "name": "Official statements"},
        {"id": "x", "name": "Two diplomats"},
        {"id": "x", "name": "Residents"},
    ],
)
def test_a_role_is_an_owner(source: dict) -> None:
    found = evidence_of(
        sheet([{**source, **JUDGED}], [{"id": "c", "source": source["id"], "event": "E"}]), "s"
    )
    assert len(found.testimony) == 1


def test_chances_that_are_stated_for_every_history_need_no_judged_source() -> None:
    loaded = load(FLAGSHIP)
    said = {'intent == "exploit"': 0.8, 'intent == "keep"': 0.4}
    claims = one({}, event='intent == "exploit"', given=said)
    assert len(evidence_of(claims, "s", loaded.tree).testimony) == 1
    half = one({}, event='intent == "exploit"', given={'intent == "exploit"': 0.8})
    assert evidence_of(half, "s", loaded.tree).testimony == ()


def test_sources_that_were_judged_and_say_nothing_that_is_linked_are_listed() -> None:
    people = [
        {"id": "a", "name": "A", **JUDGED},
        {"id": "b", "name": "B", "admiralty": "B"},
        {"id": "c", "name": "C"},
    ]
    found = evidence_of(
        sheet(people, [{"id": "x", "source": "a", "event": "E"}, {"id": "y", "source": "b"}]), "s"
    )
    assert found.idle == ("b",)


def test_two_copies_of_a_claim_that_is_not_linked_have_one_root() -> None:
    people = [{"id": name, "name": name.upper(), **JUDGED} for name in ("a", "b", "c")]
    claims = [
        {"id": "first", "source": "a"},
        {"id": "x", "source": "b", "event": "E", "copy_of": "first"},
        {"id": "y", "source": "c", "event": "E", "copy_of": "first"},
    ]
    assert trace(evidence_of(sheet(people, claims), "s").testimony).standing == ("root", "echo")


# -- one sentence is one man ----------------------------------------------------------------------------

SENTENCE = "the leadership plans to use the pause to rearm"
DOCUMENTS = [{"id": "d1", "date": "2026-03-05"}, {"id": "d2", "date": "2026-03-03"}]


def two(first: dict, second: dict, **more: object) -> Sheet:
    people = [{"id": "a", "name": "Ivo Sarn", **first}, {"id": "b", "name": "a commander", **second}]
    claims = [
        {"id": "x", "source": "a", "document": "d1", "event": "E", "words": SENTENCE},
        {
            "id": "y",
            "source": "b",
            "document": "d2",
            "event": "E",
            "words": f"“{SENTENCE.capitalize()}.”",
            **more,
        },
    ]
    return sheet(people, claims, DOCUMENTS)


def test_two_sources_of_one_sentence_are_one_root() -> None:
    """The later claim, by the date of its document, is folded into the earlier."""
    found = evidence_of(two(JUDGED, JUDGED), "s")
    assert found.folded == (FoldedClaim("x", "a", "y", "b"),)
    assert trace(found.testimony).standing == ("echo", "root")


def test_until_somebody_says_otherwise() -> None:
    for first, second in (({"distinct_from": ["b"]}, {}), ({}, {"distinct_from": ["a"]})):
        found = evidence_of(two({**JUDGED, **first}, {**JUDGED, **second}), "s")
        assert found.folded == ()
        assert trace(found.testimony).standing == ("root", "root")


def test_of_one_man_the_entry_that_was_judged_is_the_root() -> None:
    found = evidence_of(two(JUDGED, {"access": 0.4}), "s")
    assert found.folded == (FoldedClaim("y", "b", "x", "a"),)
    assert found.unjudged == ()


@pytest.mark.parametrize(
    "more",
    [
        {"words": "the leadership will use the pause to train"},
        {"event": "K"},
        {"says": False},
        {"document": "d1"},
        {"document": ""},
        {"copy_of": "x", "copied": 0.5},
    ],
)
def test_what_is_not_one_sentence_in_two_documents_on_one_event_stays_as_it_is(more: dict) -> None:
    assert evidence_of(two(JUDGED, JUDGED, **more), "s").folded == ()


def test_a_claim_that_copies_a_third_keeps_its_original() -> None:
    people = [{"id": name, "name": f"Colonel {name}", **JUDGED} for name in ("a", "b", "c")]
    claims = [
        {
            "id": "z",
            "source": "c",
            "document": "d1",
            "event": "E",
            "words": "they will fill the depots again",
        },
        {"id": "x", "source": "a", "document": "d1", "event": "E", "words": SENTENCE},
        {"id": "y", "source": "b", "document": "d2", "event": "E", "words": SENTENCE, "copy_of": "z"},
    ]
    documents = [{"id": "d1"}, {"id": "d2"}]
    found = evidence_of(sheet(people, claims, documents), "s")
    assert {each.id: each.copy_of for each in found.testimony} == {"z": None, "x": None, "y": "z"}


def test_the_truce_has_one_commander() -> None:
    """faults README: two witnesses made .83; one man until somebody says otherwise."""
    found = read_evidence(load(FAULTY / "truce"))
    assert found.folded == (FoldedClaim("monitor-c03", "front-commander", "agency-c04", "sarn"),)
    standing = dict(zip([each.id for each in found.testimony], trace(found.testimony).standing, strict=True))
    assert standing == {
        "agency-c02": "root", "agency-c04": "root", "agency-c14": "root", "communique-c06": "root", "monitor-c03": "echo",
    }  # fmt: skip
    assert [each.claim for each in found.unjudged] == ["communique-c04", "monitor-c07"]
    assert found.idle == ("diplomats", "valley-monitor")


# -- links and faults -----------------------------------------------------------------------------------


def test_the_hands_of_a_chain_are_its_relays() -> None:
    people = [
        {"id": "a", "name": "A", **JUDGED},
        {"id": "press", "faithful": 0.97, "invented": 0.05},
        {"id": "echo"},
    ]
    said = {"id": "c", "source": "a", "event": "E", "chain": ["echo", "press", "a"]}
    (claim,) = evidence_of(sheet(people, [said]), "s").testimony
    assert claim.relays == ((0.97, 0.05),)  # who passes all on faithfully changes nothing
    (claim,) = evidence_of(sheet(people, [{**said, "relays": [[0.9, 0.1]]}]), "s").testimony
    assert claim.relays == ((0.9, 0.1),)


def test_a_digit_for_a_claim_judged_alone_is_its_accuracy() -> None:
    said = {"credibility": "2", "judged_alone": True}
    (claim,) = evidence_of(one(JUDGED, **said), "s").testimony
    assert (claim.accuracy, claim.says_anyway) == (0.85, None)
    (claim,) = evidence_of(one(JUDGED, **said, accuracy=0.6), "s").testimony
    assert claim.accuracy == 0.6
    (claim,) = evidence_of(one({"access": 0.5}, **said), "s").testimony
    assert claim.says_anyway == 0.5


def test_every_fault_of_the_evidence_is_told_at_once() -> None:
    people = [{"id": "a", "name": "A", "access": {"aims": 0.4}}, {"id": "b", "accuracy": 2}]
    claims = [
        {"id": "c1", "source": "nobody", "event": "E"},
        {"id": "c2", "source": "a", "event": "E", "topic": "aim"},
        {"id": "c3", "source": "a", "event": "E"},
        {"id": "c4", "source": "a", "event": "E", "topic": "aims", "credibility": 2},
    ]
    with pytest.raises(FileError) as caught:
        evidence_of(sheet(people, claims), "evidence.yaml")
    assert [fault.id for fault in caught.value.faults] == [
        "source/rate", "case/source", "case/topic", "case/topic", "admiralty/credibility",
    ]  # fmt: skip
    assert "evidence.yaml, source b, accuracy" in str(caught.value)
    assert "evidence.yaml, claim c2, topic" in str(caught.value)
    assert "Did you mean 'aims'?" in str(caught.value)


def test_the_sheet_of_the_flagship_weighs_the_insider_alone(tmp_path: Path) -> None:
    found = read_evidence(load(FLAGSHIP))
    assert [each.id for each in found.testimony] == ["deceptive-offer", "writer-deception", "indifference"]
    assert trace(found.testimony).standing == ("root", "echo", "from public acts")
    assert (found.unjudged, found.idle, found.folded) == ((), (), ())
