"""Every file of a folder is accounted for, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.run import overture
from tests.read.formats import making
from tests.read.formats.test_kinds import KINDS
from tests.read.reports import COURIER

pytest.importorskip("mammoth")


def test_a_folder_of_every_kind_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, (_, make) in KINDS.items():
        (folder / name).write_bytes(make())
    ran = overture("read", folder, "--plain", "--out", folder / "sheet.yaml")
    assert ran.code == 0, ran.err
    table = ran.out.partition("What was done with each file:\n")[2]
    for name, (kind, _) in KINDS.items():
        row = next(line for line in table.splitlines() if line.strip().startswith(str(folder / name)))
        assert row.split()[1] == kind
        assert "read: 2 claims" in row or "read: 3 claims" in row, row
    assert "decoded from cp1252 (found by a detector)" in table
    assert "decoded from utf-16 (by its first bytes)" in table
    assert table.splitlines()[-1] == f"{len(KINDS)} files: {len(KINDS)} read"
    sheet = (folder / "sheet.yaml").read_text(encoding="utf-8")
    assert (
        'encoding: "cp1252 (found by a detector)"' in sheet
        or "encoding: cp1252 (found by a detector)" in sheet
    )
    # Read again, the sheet in the folder is no report and no fault.
    again = overture("read", folder, "--plain", "--out", folder / "sheet.yaml")
    assert again.code == 0, again.err
    assert f"{folder / 'sheet.yaml'}" in again.out.partition("each file:\n")[2]
    assert again.out.strip().endswith(f"{len(KINDS) + 1} files: {len(KINDS)} read, 1 left")


def test_what_was_not_read_is_told_and_ends_with_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(COURIER, encoding="utf-8")
    (tmp_path / "b.csv").write_text("name;said\n", encoding="utf-8")
    (tmp_path / "c.txt").write_text("Le ministre a dit que la proposition est sincère et que les navires ne sont pas là.", encoding="utf-8")  # fmt: skip
    (tmp_path / "d.eml").write_bytes(making.eml(*making.WORDS, attached="list.pdf"))
    (tmp_path / ".hidden.txt").write_text(COURIER, encoding="utf-8")
    ran = overture("read", tmp_path, "--plain")
    assert ran.code == 1
    rows = [" ".join(line.split()) for line in ran.out.partition("each file:\n")[2].splitlines()]
    assert rows[0] == f"{tmp_path / 'a.txt'} text read: 6 claims"
    assert rows[1] == f"{tmp_path / 'b.csv'} - not read: a file that ends in .csv is no report"
    assert rows[2].startswith(f"{tmp_path / 'c.txt'} text not read: the text is not English (French)")
    assert "read in part: 2 claims; 1 attachment was not read" in rows[3]
    assert rows[4] == "4 files: 1 read, 1 read in part, 2 not read; 1 hidden file was not looked at"


def test_another_language_alone_ends_with_two(tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_text(
        "Der Minister sagte, dass es nicht so sei und dass die Anlage offen ist.", encoding="utf-8"
    )
    assert overture("read", tmp_path / "c.txt", "--plain").code == 2
