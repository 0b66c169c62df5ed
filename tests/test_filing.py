"""Files are written whole, and are as open to others as they were or as the user's umask says."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from overture import writing
from overture.writing import write_whole

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(("mask", "wanted"), [(0o077, 0o600), (0o022, 0o644), (0o027, 0o640)])
def test_a_new_file_obeys_the_umask(tmp_path: Path, mask: int, wanted: int) -> None:
    with umask(mask):
        write_whole(tmp_path / "page.html", "text")
    assert mode(tmp_path / "page.html") == wanted


@pytest.mark.parametrize("kept", [0o600, 0o640, 0o644, 0o664])
def test_a_file_that_exists_keeps_its_mode(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "page.html"
    path.write_text("old")
    path.chmod(kept)
    with umask(0o022):
        write_whole(path, "new")
    assert (path.read_text(), mode(path)) == ("new", kept)


def test_what_cannot_be_written_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_whole(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "new \ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_pipe_and_a_link_stay_what_they_are(tmp_path: Path) -> None:
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, "told")
    assert os.read(reader, 9) == b"told"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    link.symlink_to(tmp_path / "file")
    write_whole(link, "told")
    assert link.is_symlink()
    assert (tmp_path / "file").read_text() == "told"


def test_what_a_killed_run_had_begun_is_cleared_by_the_next(tmp_path: Path) -> None:
    """Of a process that is gone; not what another that runs is writing."""
    write_whole(tmp_path / "page.html", "old")
    gone = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    )
    left, busy = (
        tmp_path / f".page.html.{writing._HERE}-{process}-{'0' * 32}"
        for process in (int(gone.stdout), os.getppid())
    )
    other = tmp_path / ".page.html.mine"
    for each in (left, busy, other):
        each.write_text("half")
    write_whole(tmp_path / "page.html", "new")
    assert sorted(tmp_path.iterdir()) == sorted([tmp_path / "page.html", busy, other])
