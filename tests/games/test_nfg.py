"""Gambit's strategic games: payoffs, outcomes, which strategy changes fastest, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

import overture as ov
from overture.errors import FileError, SolveError
from overture.games.files.nfg import read_nfg, write_nfg
from overture.games.measured.normal_form import normal_form
from overture.games.tree import Tree
from overture.models.leduc import leduc
from overture.solvers.bounds.extreme import extreme_nash
from tests.cli.run import overture
from tests.solvers.duels import duels

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
        'NFG 1 R "a" { "x" "y" } { 2 2 } 1 2 3 4 5 1e999 7 8',
        'NFG 1 R "a" { "x" "y" } { 2 2 } 1 2 3 4 5 1e999999999 7 8',
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


def test_what_is_written_is_laid_out_as_the_format_says() -> None:
    tree = ov.strategic(
        {"Row": ["up", "down"], "Column": ["left", "mid", "right"]},
        [[(1, 1), (0, 2), (Fraction(2, 3), 3)], [(0, 2), (1, 1), (-1, 0)]],
        title='two "by" three',
    )
    text = write_nfg(tree)
    assert text == (
        'NFG 1 R "two \\"by\\" three" { "Row" "Column" }\n\n'
        '{ { "up" "down" }\n{ "left" "mid" "right" }\n}\n""\n\n'
        "1 1 0 2\n0 2 1 1\n2/3 3 -1 0\n"
    )
    again = read_nfg(text)
    assert again.title == tree.title
    assert again.labels == tree.labels
    assert again.exact == tree.exact


def test_a_comment_and_names_with_quotes_survive() -> None:
    text = 'NFG 1 R "t" { "a \\"b\\"" "c" }\n\n{ { "x\\\\" }\n{ "y" "z" }\n}\n"who said it"\n\n1 2\n3 4\n'
    tree = read_nfg(text)
    assert tree.players == ('a "b"', "c")
    assert tree.labels.comment == "who said it"
    assert write_nfg(tree) == text


@settings(max_examples=40, deadline=None)
@given(tree=duels())
def test_any_game_is_written_as_its_normal_form_and_read_back(tree: Tree) -> None:
    form = normal_form(tree)
    if form.payoff.size > 200:
        return
    again = normal_form(read_nfg(write_nfg(tree)))
    assert again.names == form.names
    assert (again.payoff == form.payoff).all()


def test_doubles_are_written_as_decimals_and_worlds_one_by_one() -> None:
    rng = np.random.default_rng(3)
    payoff = rng.normal(size=(2, 3, 2, 3)) * 1e-7
    tree = ov.strategic({"A": ["a", "b"], "B": ["c", "d", "e"], "C": ["f", "g"]}, payoff)
    text = write_nfg(tree)
    assert "e" not in text.split('""')[1]
    again = normal_form(read_nfg(text), doubles=True)
    assert np.array_equal(again.payoff, payoff)

    @ov.game("Only")
    def guess(p):  # type: ignore[no-untyped-def]
        rain = yield ov.chance("rain", {"yes": p.odds, "no": 1 - p.odds}, seen_by=())
        bet = yield ov.move("Only", "bet", ["yes", "no"])
        return {"Only": 1 if rain == bet else 0}

    assert write_nfg(guess.tree(odds=[0.5, 0.25]), world=1).endswith("\n0.25 0.75\n")


def test_a_game_with_too_many_strategies_is_refused_at_once() -> None:
    with pytest.raises(SolveError, match="profiles of reduced pure strategies") as caught:
        write_nfg(leduc.tree())
    assert caught.value.id == "normal/large"


def test_all_faults_of_the_numbers_are_told_at_once() -> None:
    text = 'NFG 1 R "x" { "A" "B" }\n{ { "a" "b" } { "c" "d" } }\n{ { "" 1, 2 }\n{ "" 0 }\n{ "" 5, x } }\n1 2 3 9\n'
    with pytest.raises(FileError) as caught:
        read_nfg(text)
    assert [each.where for each in caught.value.faults] == ["line 4", "line 5", "line 6"]
    with pytest.raises(FileError) as caught:
        read_nfg('NFG 1 R "x" { "A" }\n{ 200 }\n' + "x " * 200)
    assert len(caught.value.faults) == 101
    assert caught.value.faults[-1].id == "nfg/many"
