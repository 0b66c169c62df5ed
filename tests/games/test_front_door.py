"""``ov.game`` tells a game and ``ov.solve`` solves it: plain functions, whatever has been imported before."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import overture as ov

TELL = """
@ov.game("A")
def alone(p):
    yield ov.move("A", "go", ["left", "right"])
    return {"A": 1}
tree = alone.tree({})
assert tree.n_nodes == 3
assert ov.solve(tree).max_regret[0] == 0
"""


@pytest.mark.parametrize(
    "imports",
    [
        "import overture as ov",
        "import overture as ov\nfrom overture.games.files.efg import read_efg",
        "from overture.games.files.efg import read_efg\nimport overture as ov",
        "import overture as ov\nov.Tree",
        "import overture as ov\nimport overture.solvers.solve",
        "from overture.solvers.path.logit import path\nimport overture as ov",
    ],
)
def test_a_game_is_told_after_any_import(imports: str) -> None:
    done = subprocess.run([sys.executable, "-c", imports + TELL], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in ov.__all__
        if name not in ("HistoryStep", "NamedPlay", "OvertureError", "RunOptions", "Tree", "models")
    ],
)
def test_what_is_public_is_a_function_with_a_docstring(name: str) -> None:
    """``help`` and ``inspect.signature`` show what an editor shows."""
    found = getattr(ov, name)
    assert inspect.isfunction(found)
    assert inspect.getdoc(found)
    assert inspect.signature(found).parameters or name == "progress_bars"  # which takes none


def test_arguments_of_solve_are_seen() -> None:
    assert list(inspect.signature(ov.solve).parameters) == ["tree", "precision", "threads", "progress"]
