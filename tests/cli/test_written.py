"""Files are written before anything is printed: what the terminal cannot take costs no file."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from pathlib import Path

import pytest

from overture.cli import main
from overture.cli.streams import printed_last
from overture.cli.written import write
from overture.userfolder.folder import NO_KEEP
from tests.cli.run import ROOT, overture

CASE = ROOT / "cases" / "freeze-for-relief"


class Closed(io.StringIO):
    """A standard output whose reader has gone."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


@pytest.mark.parametrize("json", ["-", "data.json"])
def test_a_closed_pipe_loses_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, json: str) -> None:
    page = tmp_path / "page.html"
    data = Path(json) if json == "-" else tmp_path / json
    monkeypatch.setattr(sys, "stdout", Closed())
    with pytest.raises(BrokenPipeError):
        write(
            lambda console: console.file.write("the answer"),
            lambda: "{}\n",
            data,
            [(page, "Page", lambda: "<p>")],
        )
    assert page.read_text() == "<p>"
    assert json == "-" or data.read_text() == "{}\n"


def test_a_file_that_cannot_be_written_loses_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    with pytest.raises(OSError, match="Is a directory"):
        write(
            lambda console: print("the answer"),
            lambda: "{}\n",
            tmp_path,
            [(page, "Page", lambda: "<p>")],
        )
    assert page.read_text() == "<p>"
    assert capsys.readouterr().out == f"the answer\nPage: {page}\n"


@pytest.mark.parametrize("sink", ["closed pipe", "full disk", "no folder", "a folder"])
def test_what_cannot_be_written_or_printed_ends_with_3(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], sink: str
) -> None:
    class Full(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(28, "No space left on device")

    html = tmp_path
    if sink == "no folder":
        (tmp_path / "file").write_text("")
        html = tmp_path / "file" / "page.html"
    words = (
        ["check"]
        if sink in ("closed pipe", "full disk")
        else ["assess", "--worlds", "1", "--fresh", "--html", str(html)]
    )
    monkeypatch.setenv(NO_KEEP, "1")
    monkeypatch.setattr(sys, "argv", ["overture", words[0], str(CASE), *words[1:]])
    if words[0] == "check":
        monkeypatch.setattr(sys, "stdout", Closed() if sink == "closed pipe" else Full())
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 3
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("overture: nobody reads" if sink == "closed pipe" else "overture: ")
    assert "cannot be written" in said or sink == "closed pipe"


def test_what_is_printed_meanwhile_is_printed_last(capsys: pytest.CaptureFixture[str]) -> None:
    def half() -> None:
        with printed_last():
            print("the answer")
            assert capsys.readouterr().out == ""
            raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        half()
    assert capsys.readouterr().out == "the answer\n"


def test_a_read_only_folder_ends_with_3_and_its_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a disk that is mounted to be read says it; permissions do not bind root, as whom tests may run."""
    real = os.open

    def read_only(path: str | Path, flags: int, *mode: int) -> int:
        if str(path).startswith(str(tmp_path)) and flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))
        return real(path, flags, *mode)

    monkeypatch.setattr(os, "open", read_only)
    said = overture("draw", "kuhn-poker", "--svg", tmp_path / "kuhn.svg")
    assert said.code == 3
    assert said.err.startswith(f"overture: {tmp_path / 'kuhn.svg'} cannot be written (read-only file system)")
    assert list(tmp_path.iterdir()) == []


def test_an_end_that_is_asked_for_is_ctrl_c(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """SIGTERM while a file is written: exit 130, the sentence, the old file, and nothing beside it."""
    page = tmp_path / "kuhn.svg"
    page.write_text("old")
    before = signal.getsignal(signal.SIGTERM)
    real = os.replace

    def ended(source: Path, goal: Path) -> None:
        assert signal.getsignal(signal.SIGTERM) != signal.SIG_DFL, "it would end the tests"
        os.kill(os.getpid(), signal.SIGTERM)
        real(source, goal)

    monkeypatch.setattr(os, "replace", ended)
    said = overture("draw", "kuhn-poker", "--svg", page)
    assert said.code == 130
    assert said.err == "overture: interrupted; nothing half-written is left behind\n"
    assert [each.name for each in tmp_path.iterdir()] == ["kuhn.svg"]
    assert page.read_text() == "old"
    assert signal.getsignal(signal.SIGTERM) == before


def test_no_command_loses_a_file_since_another_cannot_be_written(tmp_path: Path) -> None:
    """Pictures, and a sheet beside its page: each is written, what was found is printed, and the exit is 3."""
    (tmp_path / "file").write_text("")
    nowhere = tmp_path / "file" / "of.svg"
    said = overture("draw", "kuhn-poker", "--svg", nowhere, "--tikz", tmp_path / "kuhn.tex")
    assert said.code == 3
    assert (tmp_path / "kuhn.tex").is_file()
    assert f"Picture: {tmp_path / 'kuhn.tex'}" in said.out
    report = tmp_path / "report.txt"
    report.write_text("The minister said that the bridge would open in May.\n")
    said = overture("read", report, "--plain", "--out", tmp_path / "sheet.yaml", "--html", nowhere)
    assert said.code == 3
    assert "minister" in (tmp_path / "sheet.yaml").read_text()
    assert "1 claim" in said.out
