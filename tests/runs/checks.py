"""What the tests of runs share: how a fault is expected, and how one waits for other processes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from overture.errors import OvertureError

PATIENCE = 120.0  # seconds until a test gives up; none is asserted


def refused(id: str, *words: str) -> pytest.RaisesExc[OvertureError]:
    return pytest.raises(
        OvertureError, check=lambda error: error.id == id and all(w in str(error) for w in words)
    )


def until(true: Callable[[], bool]) -> bool:
    """Whether it becomes true while there is patience."""
    last = time.monotonic() + PATIENCE
    while not true() and time.monotonic() < last:
        time.sleep(0.05)
    return true()


def lines(file: Path) -> list[str]:
    return file.read_text().split() if file.exists() else []


def chunks(store: Path) -> list[Path]:
    return sorted(store.glob("chunks/*.parquet"))
