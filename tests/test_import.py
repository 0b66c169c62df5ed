"""Importing Overture is cheap, and nothing heavy comes with it."""

from __future__ import annotations

import ast
import inspect
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


def test_every_public_name_has_its_type_and_its_docstring() -> None:
    """Editors read ``__all__`` and the imports under TYPE_CHECKING; both are the names that load lazily."""
    source = ast.parse(inspect.getsource(overture))
    block = next(node for node in source.body if isinstance(node, ast.If))
    typed = {each.asname for node in block.body if isinstance(node, ast.ImportFrom) for each in node.names}
    assert typed == set(overture.__all__) == set(overture._PUBLIC)
    for name in overture.__all__:
        assert inspect.getdoc(getattr(overture, name))


def test_names_of_many_worlds_words_and_files_are_public() -> None:
    wanted = {"equilibria_across", "atlas", "dominance", "probability", "say", "models", "load"}
    assert wanted <= set(overture.__all__)
    assert overture.models.find("kuhn-poker").players
