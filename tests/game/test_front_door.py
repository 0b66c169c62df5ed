"""``ov.game`` tells a game and ``ov.solve`` solves it, whatever has been imported before."""

from __future__ import annotations

import subprocess
import sys

import pytest

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
        "import overture as ov\nfrom overture.game.efg import read_efg",
        "from overture.game.efg import read_efg\nimport overture as ov",
        "import overture as ov\nov.Tree",
        "import overture as ov\nimport overture.solve.logit",
        "from overture.solve.logit import solve\nimport overture as ov",
        "import overture as ov\nov.game\nimport overture.game.efg as efg\nefg.read_efg",
    ],
)
def test_a_game_is_told_after_any_import(imports: str) -> None:
    done = subprocess.run([sys.executable, "-c", imports + TELL], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
