"""``overture atlas``: the page, the table, the figures."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.cli.run import ROOT, overture

CASE = ROOT / "cases" / "freeze-for-relief"


def test_page_table_and_figures(tmp_path: Path) -> None:
    page, table, maps = tmp_path / "atlas.html", tmp_path / "atlas.csv", tmp_path / "maps"
    ran = overture(
        "atlas", CASE, "--x", "relief", "--y", "detection", "--cells", 6,
        "--html", page, "--table", table, "--figures", maps,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert "36 cells" in ran.out
    assert "the list is complete in every cell" in ran.out
    words = page.read_text(encoding="utf-8") + ran.out  # the case's own
    thin = "a freeze under light inspection, with snapback left to the counterpart's will"
    assert f"“pooling on {thin}”: on " in ran.out
    assert (
        "of the map. The leader always offers a thin freeze; when the leader offers a thin freeze" in ran.out
    )
    assert "and the counterpart accepts, the leader always cheats" in ran.out
    for label in ("pooling on thin", "Leader", "Counterpart", "identity ="):
        assert label not in words, label
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 36
    assert {"R", "q_thin", "classes", "selected"} <= set(rows[0])
    assert any("pooling on thin" in row["classes"] for row in rows)  # a table has the names of the solver
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert len(list(maps.glob("*.svg"))) >= 3


def test_unknown_parameter(tmp_path: Path) -> None:
    ran = overture("atlas", CASE, "--x", "charm", "--y", "detection", "--html", tmp_path / "a.html")
    assert ran.code == 2
    assert "'charm' is no parameter of the game" in ran.err
    assert list(tmp_path.iterdir()) == []
