"""``overture compare``: the table, the page and the JSON, and every fault of what is asked."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from overture.errors import OvertureError
from overture.judgement.compared import Comparison
from overture.judgement.sides.compare import compare
from overture.report.checker import faults
from overture.report.schema import schema, text
from tests.catalogue import REFERENCE
from tests.cli.run import ROOT, overture
from tests.judgement.small import Small

FLAGSHIP = ROOT / "cases" / "freeze-for-relief"
PLAIN = REFERENCE / "invalid" / "plain.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    ranged = {"prior_b": "ours", "cost_b": "theirs", "worth": "ours"}
    return Small(conduct=True, ranged=ranged).write(tmp_path_factory.mktemp("compared"))


def test_the_page_the_data_and_the_table_say_the_same(folder: Path, tmp_path: Path) -> None:
    page, data = tmp_path / "p.html", tmp_path / "c.json"
    asked = ("compare", folder, "--by", "harm=0.5,1", "--worlds", 16, "--html", page, "--json", data)
    ran = overture(*asked)
    assert ran.code == 0, ran.err
    written, shown = data.read_text(encoding="utf-8"), page.read_text(encoding="utf-8")
    values = json.loads(written)
    jsonschema.Draft202012Validator(schema(Comparison)).validate(values)
    found = Comparison.model_validate_json(written)
    assert found.rows == compare(folder, "harm=0.5,1", worlds=16).rows
    assert faults(shown, values) == []
    assert shown.count("<data ") > 30
    assert faults(shown.replace(">16</data>", ">17</data>"), values)
    assert "is set on every side, for everybody: in the game and in our own copy of it" in " ".join(
        ran.out.split()
    )
    assert "16 worlds do not tell the two apart" in " ".join(ran.out.split())
    overture(*asked, "--fresh")
    assert (data.read_text(encoding="utf-8"), page.read_text(encoding="utf-8")) == (written, shown)


def test_what_is_asked_is_all_that_is_shown(folder: Path) -> None:
    ran = overture(
        "compare", folder, "--by", "harm=0.5,1", "--worlds", 1, "--of", "kept", "--of", "worth", "--json", "-"
    )
    assert ran.code == 0, ran.err
    rows = json.loads(ran.out)["rows"]
    assert [each["answer"] for each in rows] == ["kept", "worth.accept", "worth.reject"]
    assert "±" not in overture("compare", folder, "--by", "harm=0.5,1", "--worlds", 1).out


def test_the_published_schema_is_current() -> None:
    published = ROOT / "docs" / "schema" / "comparison.schema.json"
    again = "python -m overture.report.compared.schema docs/schema/comparison.schema.json"
    assert published.read_text(encoding="utf-8") == text(Comparison), f"run: {again}"


@pytest.mark.parametrize(
    ("case", "by", "of", "id", "allowed"),
    [
        (FLAGSHIP, "charm", "", "compare/parameter", "counterpart, shape.talk"),
        (FLAGSHIP, "q_tin=0.1,0.2", "", "compare/parameter", "q_thin"),
        (FLAGSHIP, "R_road=1,2", "", "compare/parameter", "q_thin"),
        (FLAGSHIP, "q_thin", "", "compare/values", "q_thin=ONE,OTHER"),
        (FLAGSHIP, "q_thin=0.3", "", "compare/values", "q_thin=ONE,OTHER"),
        (FLAGSHIP, "q_thin=0.3,x", "", "compare/value", "numbers"),
        (FLAGSHIP, "q_thin=0.3,1.5", "", "compare/value", "a value from 0 to 1"),
        (FLAGSHIP, "q_thin=0.3,nan", "", "compare/value", "finite numbers"),
        (FLAGSHIP, "shape.charm", "", "compare/shape", "shape.talk, shape.who, shape.types"),
        (FLAGSHIP, "shape.talk=yes,no", "", "compare/shape", "false, true"),
        (FLAGSHIP, "shape.types", "", "compare/values", "shape.types=ONE,OTHER"),
        (FLAGSHIP, "shape.types=KE,KQ", "", "compare/value", "can be told"),
        (FLAGSHIP, "shape.types=KE,K", "", "compare/value", "a sum of 1"),
        (FLAGSHIP, "shape.who=X,Y", "", "compare/shape", "what the case speaks of"),
        (FLAGSHIP, "counterpart=X,Z", "", "compare/counterpart", "X, Y"),
        (FLAGSHIP, "counterpart=X", "", "compare/values", "two values or more"),
        (PLAIN, "counterpart", "", "compare/counterpart", "bad"),
        (FLAGSHIP, "counterpart", "chances", "compare/answer", "worth.accept"),
        (ROOT / "cases" / "long-freeze", "counterpart", "", "compare/history", "a case about one offer"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused(case: Path, by: str, of: str, id: str, allowed: str) -> None:
    with pytest.raises(OvertureError) as raised:
        compare(case, by, of or (), worlds=1)
    assert [each.id for each in raised.value.faults] == [id]
    assert allowed in raised.value.faults[0].allowed
    ran = overture("compare", case, "--by", by, *(("--of", of) if of else ()))
    assert ran.code == 2
    assert str(raised.value.faults[0]) in ran.err
    assert "Traceback" not in ran.err
