"""What a game reads: what packages say of themselves is none of it, since Python reads that when it likes."""

from __future__ import annotations

from pathlib import Path

import pytest

from overture.case.code.reads import digests, files_read


@pytest.mark.parametrize(("folder", "counts"), [("made.egg-info", 0), ("made.dist-info", 0), ("data", 1)])
def test_what_a_package_says_of_itself_is_not_read_by_the_game(
    folder: str, counts: int, tmp_path: Path
) -> None:
    file = tmp_path / folder / "entry_points.txt"
    file.parent.mkdir()
    file.write_text("[console_scripts]\n", encoding="utf-8")
    with files_read() as read:
        file.read_text(encoding="utf-8")
    assert len(digests(read, tmp_path)) == counts
