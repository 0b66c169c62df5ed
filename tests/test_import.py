"""Importing Overture is cheap, and nothing heavy comes with it."""

from __future__ import annotations

import json
import subprocess
import sys

import overture

LOOK = """
import json, sys
import overture
print(json.dumps([name for name in ("numpy", "numba", "pandas", "scipy", "spacy", "altair", "typer") if name in sys.modules]))
"""


def test_import_is_light() -> None:
    """The time is the bench's to tell; what would cost it is told by name here."""
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_every_public_name_is_there() -> None:
    for name in overture.__all__:
        assert getattr(overture, name) is not None
