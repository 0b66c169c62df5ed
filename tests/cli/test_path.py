"""``overture path``: words, a table, figures and a page of the precision path."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.cli.run import overture
from tests.cli.test_solve import ENTRY


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    file = tmp_path / "entry.efg"
    file.write_text(ENTRY)
    return file


def test_words_table_and_page(entry: Path, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    out = tmp_path / "out"
    ran = overture(
        "path",
        entry,
        "--html",
        out / "path.html",
        "--table",
        out / "path.csv",
        "--figures",
        out,
        "--form",
        "svg",
    )
    assert ran.code == 0, ran.err
    assert "in noise" in ran.out
    with (out / "path.csv").open() as file:
        rows = list(csv.DictReader(file))
    first = [float(row["probability"]) for row in rows if row["point"] == "0"]
    assert first == pytest.approx([1 / 2] * len(first))
    assert (out / "path-1.svg").read_text().startswith("<svg")
    page = (out / "path.html").read_text()
    assert "overture path" in page
    assert "How the prediction moves" in page


def test_a_form_that_is_none_is_refused_before_anything_is_solved(entry: Path, tmp_path: Path) -> None:
    ran = overture("path", entry, "--figures", tmp_path / "out", "--form", "gif")
    assert ran.code == 2
    assert "svg, pdf, png" in ran.err
    assert not (tmp_path / "out").exists()
