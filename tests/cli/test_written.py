"""Files are written before anything is printed: what the terminal cannot take costs no file."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from overture.cli.written import write


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
