"""Gambit's strategic games: payoffs, outcomes, which strategy changes fastest, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from overture.errors import FileError
from overture.games.files.nfg import read_nfg
from overture.solvers.bounds.extreme import extreme_nash
from tests.cli.run import overture

PAYOFFS = 'NFG 1 R "two by three" { "Row" "Column" } { 2 3 }\n\n1 1 0 2 0 2 1 1 2/3 3 -.5 0\n'
OUTCOMES = """NFG 1 R "by outcomes" { "Row" "Column" }
{ { "up" "down" }
{ "left" "right" }
}
"a comment"
{
{ "first" 1, 2 }
{ "second" 3, 4 }
}
1 2 0 1
"""


def write(folder: Path, text: str) -> Path:
    file = folder / "game.nfg"
    file.write_text(text)
    return file


def paid(file: Path) -> dict[str, tuple[Fraction, ...]]:
    """Names of the strategies -> payoffs, by walking the tree."""
    tree = read_nfg(file)
    assert tree.exact is not None
    found = {}
    for end in tree.terminal.tolist():
        names = []
        node = end
        while node:
            names.append(tree.labels.edge[tree.edge[node]])
            node = int(tree.parent[node])
        found[" ".join(reversed(names))] = tree.exact.payoff[int(tree.outcome[end])]
    return found


def test_the_first_player_changes_fastest(tmp_path: Path) -> None:
    found = paid(write(tmp_path, PAYOFFS))
    assert found["1 1"] == (1, 1)
    assert found["2 1"] == (0, 2)
    assert found["1 2"] == (0, 2)
    assert found["1 3"] == (Fraction(2, 3), 3)
    assert found["2 3"] == (-Fraction(1, 2), 0)


def test_outcomes_by_number(tmp_path: Path) -> None:
    found = paid(write(tmp_path, OUTCOMES))
    assert found == {"up left": (1, 2), "down left": (3, 4), "up right": (0, 0), "down right": (1, 2)}


def test_everybody_moves_at_once(tmp_path: Path) -> None:
    tree = read_nfg(write(tmp_path, PAYOFFS))
    assert tree.n_infosets == 2
    assert tree.title == "two by three"
    assert len(extreme_nash(tree).members) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "EFG 2 R",
        'NFG 1 R "a" { "x" "y" } { 2 2 } 1 2 3',
        'NFG 1 R "a" { "x" "y" } { 2 2 } 1 2 3 4 5 6 7 8 9',
        'NFG 1 R "a" { "x" "y" } { 2 } 1 2 3 4',
        'NFG 1 R "a" { "x" "x" } { 1 1 } 1 2',
        'NFG 1 R "a" { "x" "y" } { 2 2 } 1 2 3 4 5 six 7 8',
        'NFG 1 R "a" { "x" "y" } { { "a" } { "b" } } { { "o" 1, 2 } } 2',
        'NFG 1 R "a" { "x" "y',
    ],
)
def test_what_is_not_of_the_format_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileError):
        read_nfg(write(tmp_path, text))


def test_the_command_reads_it(tmp_path: Path) -> None:
    ran = overture("nash", write(tmp_path, PAYOFFS))
    assert ran.code == 0
    assert "two by three" in ran.out
    assert overture("nash", tmp_path / "none.nfg").code == 2
