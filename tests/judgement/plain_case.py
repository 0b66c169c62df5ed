"""The small case of ``tests/reference/invalid/plain.yaml``, which is sound, in a folder of its own, with other numbers."""

from __future__ import annotations

from pathlib import Path

from tests.cli.run import ROOT

INVALID = ROOT / "tests" / "reference" / "invalid"
TOLD = '{"Mover": 1, "Answerer": 1 if kind == "good" else -1}'
FINED = '{"Mover": 1 - (p.fine if kind == "bad" else 0), "Answerer": 1 if kind == "good" else -1}'
FINE = "\n  fine: {low: 0.0, mode: 0.2, high: 2.0, why: asked for}\n"


def mixed_case(folder: Path) -> Path:
    """Of the odds that he is bad so wide a range that some worlds have classes that others lack."""
    game, text = _sources()
    return _written(folder, game, text.replace("high: 0.6", "high: 0.9"))


def fined_case(folder: Path, more: str = "") -> Path:
    """With a number that moves what the bad one is paid; ``more`` stands at the end of the case file."""
    game, text = _sources()
    assert TOLD in game
    return _written(folder, game.replace(TOLD, FINED), text + FINE + more)


def _sources() -> tuple[str, str]:
    game, text = ((INVALID / name).read_text(encoding="utf-8") for name in ("plain.py", "plain.yaml"))
    return game, text.replace("../plain.py", "./plain.py")


def _written(folder: Path, game: str, text: str) -> Path:
    (folder / "plain.py").write_text(game, encoding="utf-8")
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return folder
