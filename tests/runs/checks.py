"""What the tests of runs share: how a fault is expected, and how one waits for other processes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from overture.errors import OvertureError

LOOKS = 2400  # until a test gives up
PAUSE = 0.05  # seconds between two of them


def refused(id: str, *words: str) -> pytest.RaisesExc[OvertureError]:
    return pytest.raises(
        OvertureError, check=lambda error: error.id == id and all(w in str(error) for w in words)
    )


def until(true: Callable[[], bool]) -> bool:
    """Whether it becomes true within so many looks."""
    for _ in range(LOOKS):
        if true():
            return True
        time.sleep(PAUSE)
    return true()


def lines(file: Path) -> list[str]:
    return file.read_text().split() if file.exists() else []


def chunks(store: Path) -> list[Path]:
    return sorted(store.glob("chunks/*.parquet"))
