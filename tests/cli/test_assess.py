"""``overture assess``: the page, the JSON, the kept answer, and an interruption that leaves nothing behind."""

from __future__ import annotations

import json
import re
import shlex
from html import unescape
from pathlib import Path

import jsonschema
import pytest

from overture.report.checker import faults
from tests.cli.run import ROOT, interrupted, overture
from tests.own_folder import furnished

CASE = ROOT / "cases" / "freeze-for-relief"


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = furnished(tmp_path_factory.mktemp("cache"))
    monkeypatch.setenv("OVERTURE_CACHE", str(folder))
    return folder


def test_page_and_json(tmp_path: Path, cache: Path) -> None:
    page, data = tmp_path / "deep" / "page.html", tmp_path / "all.json"
    stix, matrix = tmp_path / "bundle.json", tmp_path / "matrix.csv"
    ran = overture(
        "assess", CASE, "--worlds", 8, "--html", page, "--json", data, "--stix", stix, "--matrix", matrix
    )
    assert ran.code == 0, ran.err
    assert ran.out.rstrip().endswith(f"Page: {page}")
    assert "What to answer." in ran.out
    assert "What the leader wants." in ran.out
    told = json.loads(data.read_text(encoding="utf-8"))
    schema = json.loads((ROOT / "docs" / "schema" / "judgement.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(told, schema)
    assert told["about"]["worlds"] == 8
    assert json.loads(stix.read_text(encoding="utf-8"))["type"] == "bundle"
    assert "exploit" in matrix.read_text(encoding="utf-8").splitlines()[0]
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert faults(text, told) == []
    assert text.count("<data ") > 300
    # The second run finds the answer kept, and it is the same.
    (kept,) = cache.rglob("judgements/*/*.json")
    before = kept.stat().st_mtime_ns
    again = overture("assess", CASE, "--worlds", 8, "--json", "-")
    assert json.loads(again.out) == told
    assert kept.stat().st_mtime_ns == before
    assert overture("forget", CASE).out == f"Forgotten: 1 answer about {CASE}.\n"
    assert not kept.exists()


def test_nothing_is_kept_where_that_is_asked_for(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OVERTURE_NO_KEEP", "")  # put back afterwards
    assert overture("assess", CASE, "--worlds", 1, "--no-keep", "--json", "-").code == 0
    assert list(cache.rglob("*.json")) == []
    for lent in ("kernels", "key"):
        (cache / lent).unlink()
    assert overture("forget").out == f"Forgotten: all that was kept in {cache} (0 files).\n"


def test_the_command_on_the_page_makes_that_page(tmp_path: Path, cache: Path) -> None:
    """It was printed without ``--html``, and made none."""
    page = tmp_path / "a page.html"
    assert overture("assess", CASE, "--worlds", 1, "--html", page).code == 0
    text = page.read_text(encoding="utf-8")
    said = re.search(r"To make this page again: <code[^>]*>(.*?)</code>", text)
    assert said is not None
    program, *words = shlex.split(unescape(said[1]))
    page.unlink()
    assert (program, overture(*words).code) == ("overture", 0)
    assert page.read_text(encoding="utf-8") == text


def test_bad_case_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("overture: 1\n")
    ran = overture("assess", tmp_path, "--html", tmp_path / "page.html")
    assert ran.code == 2
    assert "'title' is missing" in ran.err
    assert not (tmp_path / "page.html").exists()


def test_interrupted(tmp_path: Path) -> None:
    ran = interrupted("blocks of worlds", "assess", CASE, "--worlds", 4096, "--html", tmp_path / "page.html")
    assert ran.code == 130
    assert "Traceback" not in ran.out + ran.err
    assert "interrupted" in ran.err
    assert list(tmp_path.iterdir()) == []
