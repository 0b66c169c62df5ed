"""The published schema of a sheet is the model's; what the schema lets through, the model reads, and the reverse."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from overture.errors import FileError
from overture.evidence.admiralty import LETTERS
from overture.evidence.schema import schema, text
from overture.evidence.sheet import ClaimEntry, Sheet, SourceEntry, load_sheet
from overture.evidence.source import Source, Testimony
from tests.conftest import ROOT

PUBLISHED = ROOT / "docs" / "schema" / "evidence.schema.json"
VALIDATOR = jsonschema.Draft202012Validator(schema())

FULL = {
    "overture": 1,
    "documents": [{"id": "d", "title": "A report", "sha256": "0" * 64}],
    "sources": [
        {
            "id": "ri", "name": "An insider", "voice": "insider",
            "access": {"aims": 0.35, "": {"mean": 0.2, "strength": 5}}, "accuracy": {"beta": [9, 1]},
            "says_anyway": 0.7, "blur": 0.4, "interest": "E", "shading": 0.2, "wants": "K", "push": 0.8,
            "faithful": 0.97, "invented": 0.05, "reasons": {"access": "met the leader"},
            "deception": {"motive": "yes", "manipulable": False, "means": "unclear"},
        },
        {"id": "press", "admiralty": "C6", "says_anyway": "default", "distinct_from": ["ri"]},
    ],
    "claims": [
        {
            "id": "c1", "document": "d", "source": "ri", "chain": ["press", "ri"], "event": "E", "topic": "aims",
            "near": "K", "credibility": 2, "judged_alone": True, "given": {"E": 0.8}, "serves": "for",
            "plants": "neither", "date": "2024-08-05",
        },
        {"id": "c2", "source": "press", "copy_of": "c1", "copied": 0.8, "event": "E", "relays": [[0.97, 0.05]]},
        {"id": "c3", "source": "press", "event": "E", "silent": True, "speaks": 0.5},
        {"id": "c4", "source": "press", "event": "K", "says": False, "from_acts": True},
        {"id": "c5", "source": "ri", "event": "K", "observed": False, "accuracy": 0.9, "says_anyway": 0.5, "blur": 0.1},
    ],
}  # fmt: skip

WRONG = {
    "a key that nobody knows": {"sources": [{"id": "s", "colour": "red"}]},
    "a source without an id": {"sources": [{"name": "An insider"}]},
    "a voice that nobody has": {"sources": [{"id": "s", "voice": "spirit"}]},
    "a chance above one": {"sources": [{"id": "s", "shading": 1.5}]},
    "a claim by nobody": {"claims": [{"id": "c"}]},
    "a copy more than certain": {"sources": [{"id": "s"}], "claims": [{"id": "c", "source": "s", "copied": 2}]},
    "a relay of one number": {"sources": [{"id": "s"}], "claims": [{"id": "c", "source": "s", "relays": [[0.9]]}]},
    "another version": {"overture": 2},
}  # fmt: skip

# What Source.read judges, with sentences of its own.
WRONG_JUDGEMENT = {
    "a rate above one": {"accuracy": 1.2},
    "a rate of words": {"access": {"aims": "often"}},
    "a Beta of one number": {"blur": {"beta": [1]}},
    "a digit": {"admiralty": "B2"},
    "no letter": {"admiralty": "G"},
    "no question": {"deception": {"mood": "yes"}},
    "no answer": {"deception": {"motive": "perhaps"}},
}


def test_an_id_that_is_used_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    file = tmp_path / "evidence.yaml"
    file.write_text("overture: 1\nsources:\n  - {id: a}\n  - {id: b}\n  - {id: a, colour: red}\n")
    with pytest.raises(FileError) as caught:
        load_sheet(file)
    assert [fault.id for fault in caught.value.faults] == ["file/key", "sheet/id"]
    assert "evidence.yaml:5, sources.2.id: the id 'a' is used twice (first in line 3)" in str(caught.value)


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("source: al", "names the source 'al', which the sheet does not list"),
        ("source: all, copy_of: y", "names the copy_of 'y'"),
        ("source: all, inside: y", "names the inside 'y'"),
        ("source: all, document: report", "names the document 'report'"),
    ],
)
def test_what_a_claim_names_is_listed(tmp_path: Path, claim: str, words: str) -> None:
    file = tmp_path / "evidence.yaml"
    file.write_text(
        f"documents: [{{id: reports}}]\nsources: [{{id: all}}]\nclaims:\n  - {{id: x, {claim}}}\n"
    )
    with pytest.raises(FileError) as caught:
        load_sheet(file)
    assert words in str(caught.value)
    assert "evidence.yaml:4, claims.0." in str(caught.value)


def test_the_published_schema_is_current() -> None:
    again = "python -m overture.evidence.schema docs/schema/evidence.schema.json"
    assert PUBLISHED.read_text(encoding="utf-8") == text(), f"run: {again}"


def test_a_full_sheet_fits_schema_and_model() -> None:
    VALIDATOR.validate(FULL)
    sheet = Sheet.model_validate(FULL)
    for entry in sheet.sources:
        Source.read({key: value for key, value in entry.model_dump().items() if value not in (None, [])})


@pytest.mark.parametrize("code", [*LETTERS, "b", "B6", 'admiralty-scale:source-reliability="d"'])
def test_a_letter_fits_schema_and_model(code: str) -> None:
    VALIDATOR.validate({"sources": [{"id": "s", "admiralty": code}]})
    Source.read({"id": "s", "admiralty": code})


@pytest.mark.parametrize("values", WRONG.values(), ids=WRONG)
def test_what_the_schema_refuses_the_model_refuses(values: dict, tmp_path: Path) -> None:
    assert not VALIDATOR.is_valid(values)
    file = tmp_path / "evidence.yaml"
    file.write_text(json.dumps(values))
    with pytest.raises(FileError, match=r"evidence\.yaml:1"):
        load_sheet(file)


@pytest.mark.parametrize("values", WRONG_JUDGEMENT.values(), ids=WRONG_JUDGEMENT)
def test_what_the_schema_refuses_of_a_judgement_reading_the_source_refuses(values: dict) -> None:
    assert not VALIDATOR.is_valid({"sources": [{"id": "s", **values}]})
    with pytest.raises(Exception, match="source s"):
        Source.read({"id": "s", **values})


def test_every_judgement_of_a_source_and_a_claim_has_its_field_in_the_sheet() -> None:
    """A field that weighing knows and the sheet does not could never be stated."""
    noted = {"stated", "defaulted"}  # which of the fields a sheet gave
    assert set(Source.__dataclass_fields__) - noted <= set(SourceEntry.model_fields)
    assert set(Testimony.__dataclass_fields__) <= set(ClaimEntry.model_fields)


def test_the_sheets_of_the_cases_fit_the_schema() -> None:
    sheets = sorted((ROOT / "cases").glob("*/evidence.yaml"))
    assert sheets
    for sheet in sheets:
        VALIDATOR.validate(YAML(typ="safe", pure=True).load(sheet.read_text(encoding="utf-8")))


def test_the_reference_lists_every_field() -> None:
    page = (ROOT / "docs" / "reference" / "evidence-sheet.md").read_text(encoding="utf-8")
    for model in (SourceEntry, ClaimEntry):
        assert [name for name in model.model_fields if f"`{name}`" not in page] == []
