"""The STIX 2.1 bundle, judged by the validator of its makers."""

from __future__ import annotations

import json

import pytest

from overture.errors import EvidenceError
from overture.evidence.admiralty import letter
from overture.evidence.lineage import trace
from overture.evidence.source import Source, Testimony
from overture.evidence.stix import Finding, Party, RootClaim, bundle, sayings

stix2 = pytest.importorskip("stix2")
validator = pytest.importorskip("stix2validator")

SOURCES = [Source.read({"id": "ri", "name": "An insider", "admiralty": "B", "access": 0.4}), Source.read({"id": "press", "admiralty": "F"})]  # fmt: skip
SAID = [
    Testimony("c1", "ri", "intent == 'exploit'", words="The freeze would be a deception"),
    Testimony("c2", "press", "intent == 'exploit'", copy_of="c1"),
    Testimony("c3", "press", "inspection", says=False),
    Testimony("c4", "ri", "inspection", silent=True),
]
FINDINGS = [
    Finding("exploit", "He would cheat on a weak freeze", 0.97, "0.91 to 0.99 over worlds."),
    Finding("keep", "He would keep a freeze", 0.03),
]


def made() -> dict:
    found = bundle(
        "What does he want?",
        "2024-08-05T00:00:00Z",
        [Party(source.id, source.name or source.id, letter(source)) for source in SOURCES],
        sayings(SAID, trace(SAID), SOURCES),
        FINDINGS,
    )
    return json.loads(found.serialize())


def by_kind(kind: str) -> list[dict]:
    return [part for part in made()["objects"] if part["type"] == kind]


def test_the_validator_accepts_it() -> None:
    results = validator.validate_string(json.dumps(made()), validator.ValidationOptions(version="2.1"))
    assert results.is_valid, [str(error) for error in results.errors]
    broken = made()
    next(part for part in broken["objects"] if part["type"] == "opinion")["opinion"] = "perhaps"
    assert not validator.validate_string(
        json.dumps(broken), validator.ValidationOptions(version="2.1")
    ).is_valid


def test_every_reference_leads_somewhere() -> None:
    objects = {part["id"] for part in made()["objects"]}
    for part in made()["objects"]:
        assert set(part.get("object_refs", [])) <= objects
        assert part.get("created_by_ref", part["id"]) in objects
    (report,) = by_kind("report")
    assert len(report["object_refs"]) == len(objects) - 2  # all but the report and its maker


def test_a_copy_is_no_note_of_its_own() -> None:
    claims = {part["abstract"]: part for part in by_kind("note") if part["abstract"].startswith("Claim")}
    assert set(claims) == {"Claim c1", "Claim c3", "Claim c4"}
    assert "Repeated in c2: one root" in claims["Claim c1"]["content"]
    assert "Denied" in claims["Claim c3"]["content"]
    assert "Not said" in claims["Claim c4"]["content"]


def test_confidence_is_of_the_source_and_probability_is_in_words_of_its_own() -> None:
    claims = {part["abstract"]: part for part in by_kind("note")}
    assert (
        claims["Claim c1"]["confidence"] == 34
    )  # access 0.4, right 85 times in a hundred: well placed it is not
    assert "confidence" not in claims["Claim c3"]  # F cannot be judged: no number
    assert 'admiralty-scale:source-reliability="b"' in claims["Claim c1"]["labels"]
    opinions = {part["opinion"]: part for part in by_kind("opinion")}
    assert "Probability 0.97" in opinions["strongly-agree"]["explanation"]
    assert set(opinions) == {"strongly-agree", "strongly-disagree"}
    assert all("confidence" not in part for part in opinions.values())


def test_the_same_assessment_gives_the_same_bundle() -> None:
    assert made() == made()


@pytest.mark.parametrize(
    ("said", "findings", "fault"),
    [
        ([], [], "stix/empty"),
        ([], [Finding("e", "E", 1.2)], "stix/probability"),
        ([RootClaim("c", "nobody", "E")], FINDINGS, "stix/source"),
    ],
)
def test_what_cannot_be_told_is_said(said: list, findings: list, fault: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        bundle("Q", "2024-08-05T00:00:00Z", [Party("ri", "An insider", "B")], said, findings)
    assert caught.value.id == fault
