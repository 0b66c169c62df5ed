"""The published schema is the model's, and every judgement fits it."""

from __future__ import annotations

import json

import jsonschema
import pytest

from overture.judgement.judgement import Judgement
from overture.report.schema import schema, text
from tests.conftest import ROOT
from tests.report.example import bare, example

PUBLISHED = ROOT / "docs" / "schema" / "judgement.schema.json"


def test_the_published_schema_is_current() -> None:
    again = "python -m overture.report.schema docs/schema/judgement.schema.json"
    assert PUBLISHED.read_text(encoding="utf-8") == text(), f"run: {again}"


@pytest.mark.parametrize("judgement", [example(), bare()], ids=["example", "bare"])
def test_a_judgement_fits_the_schema_and_comes_back(judgement: Judgement) -> None:
    written = judgement.model_dump_json()
    jsonschema.Draft202012Validator(schema()).validate(json.loads(written))
    assert Judgement.model_validate_json(written) == judgement


def test_what_does_not_fit_is_refused() -> None:
    values = json.loads(example().model_dump_json())
    del values["certificate"]["max_regret"]
    values["answers"]["advocacy"] = "accept!"
    wrong = [error.message for error in jsonschema.Draft202012Validator(schema()).iter_errors(values)]
    assert any("max_regret" in message for message in wrong)
    assert any("advocacy" in message for message in wrong)
