"""A judgement for other programs: the STIX bundle that its makers' validator accepts, and the matrix as CSV."""

from __future__ import annotations

import csv
import io
import json

import pytest

from overture.errors import EvidenceError
from overture.judgement.judgement import Judgement
from overture.report.exchange import NumberError, json_text, matrix_csv, stix_text, unreal
from tests.report.example import bare, example


def changed() -> Judgement:
    """The example, with standings as weighing gives them: the second claim of the first source is an echo."""
    judgement = example()
    cards = []
    for number, card in enumerate(judgement.sources):
        claims = [
            claim.model_copy(
                update={
                    "standing": "echo" if claim.copy_of else "root",
                    "root": claim.copy_of or claim.id,
                    "knew": 0.3,
                    "used": True,
                }
            )
            for claim in card.claims
        ]
        cards.append(card.model_copy(update={"letter": "B" if number == 0 else "F", "claims": claims}))
    return judgement.model_copy(update={"sources": cards})


def test_the_bundle_is_valid_and_holds_every_root_and_answer() -> None:
    pytest.importorskip("stix2")
    validator = pytest.importorskip("stix2validator")
    judgement = changed()
    text = stix_text(judgement)
    assert validator.validate_string(text, validator.ValidationOptions(version="2.1")).is_valid
    objects = json.loads(text)["objects"]
    notes = [part["abstract"] for part in objects if part["type"] == "note"]
    claims = [claim for card in judgement.sources for claim in card.claims]
    roots = [claim.id for claim in claims if claim.used and not claim.copy_of]
    assert [note for note in notes if note.startswith("Claim")] == [f"Claim {name}" for name in roots]
    copied = next(claim for claim in claims if claim.copy_of)
    first = next(part for part in objects if part.get("abstract") == f"Claim {copied.copy_of}")
    assert f"Repeated in {copied.id}: one root" in first["content"]
    opinions = [part for part in objects if part["type"] == "opinion"]
    assert len(opinions) == len(judgement.hypotheses) + 3  # kept, broken unseen, broken and noticed


def test_the_matrix_says_what_the_judgement_says() -> None:
    judgement = example()
    rows = list(csv.DictReader(io.StringIO(matrix_csv(judgement))))
    assert [row["item"] for row in rows] == [row.item for row in judgement.matrix]
    for row, given in zip(rows, judgement.matrix, strict=True):
        for label, cell in given.cells.items():
            assert row[label] == cell.code
            assert float(row[f"fit of {label}"]) == pytest.approx(cell.fit, rel=1e-5)
        assert float(row["spread"]) == pytest.approx(given.spread, rel=1e-5)


def test_without_evidence_there_is_no_matrix() -> None:
    with pytest.raises(EvidenceError, match="no evidence"):
        matrix_csv(bare())


def test_no_number_that_is_none_reaches_the_json() -> None:
    judgement = example()
    assert json.loads(json_text(judgement)) == json.loads(judgement.model_dump_json())
    for wrong in (float("nan"), float("inf")):
        answers = judgement.answers.model_copy(update={"lead": wrong})
        with pytest.raises(NumberError, match=r"answers\.lead") as caught:
            json_text(judgement.model_copy(update={"answers": answers}))
        assert caught.value.id == "json/finite"
    assert unreal({"a": [1.0, {"b": float("-inf")}]}) == ["a.1.b"]
