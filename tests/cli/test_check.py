"""``overture check``, and what every command does alike."""

from __future__ import annotations

from pathlib import Path

from overture import __version__
from tests.cli.run import ROOT, overture

CASE = ROOT / "cases" / "freeze-for-relief"


def test_sound() -> None:
    ran = overture("check", CASE)
    assert ran.code == 0
    assert "sound" in ran.out
    assert "120 histories" in ran.out


def test_faults_have_lines(tmp_path: Path) -> None:
    text = (CASE / "case.yaml").read_text(encoding="utf-8")
    (tmp_path / "case.yaml").write_text(text.replace("advised: Counterpart", "advised: Nobody"))
    ran = overture("check", tmp_path)
    assert ran.code == 2
    line = text.splitlines().index("advised: Counterpart") + 1
    assert f"case.yaml:{line}" in ran.err


def test_version() -> None:
    ran = overture("--version")
    assert (ran.code, ran.out.strip()) == (0, f"overture {__version__}")


def test_unknown_command() -> None:
    ran = overture("slove")
    assert ran.code == 2
    assert "slove" in ran.err
