"""Strategic games as tables: best replies marked, a table for each choice of a third player."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import overture as ov
from overture.cli.games import read_tree
from overture.errors import SolveError
from overture.games.table import latex_payoffs
from overture.models.kuhn import kuhn
from overture.sinks import to_latex

GUARD = """story: 1
title: a wall
players:
  Thieves: {name: the twins, pronoun: they}
  Guard: {name: the guard, pronoun: he}
steps:
- simultaneous:
  - move: way
    by: Thieves
    choices: {over: climbs over, home: stays at home}
  - move: night
    by: Guard
    choices: {watch: keeps watch, sleep: sleeps}
- end:
    Thieves: 0 if way == "home" else (-1 if night == "watch" else 1)
    Guard: (0.5 if night == "sleep" else 0) if way == "home" else (1 if night == "watch" else 0)
"""
NAMES = {"Row": ["up", "down"], "Column": ["left", "right"]}


def test_two_players() -> None:
    tree = ov.strategic(NAMES, [[(3, Fraction(1, 3)), (0, 0)], [(0, 0), (1, 3)]], title="sexes")
    assert ov.table(tree).splitlines() == [
        "sexes",
        "rows Row, columns Column; payoffs Row, Column; * marks a best reply",
        "",
        "      left      right",
        "up    3*, 1/3*  0, 0",
        "down  0, 0      1*, 3*",
    ]


def test_three_players_make_a_table_for_each_choice_of_the_third() -> None:
    payoff = np.zeros((2, 2, 2, 3))
    payoff[0, 0, 1] = [0.5, 1, 2]
    tree = ov.strategic({**NAMES, "Third": ["a", "b"]}, payoff)
    assert ov.table(tree).split("\n\n")[1:] == [
        "Third: a\n      left        right\nup    0*, 0*, 0   0*, 0*, 0*\ndown  0*, 0*, 0*  0*, 0*, 0*",
        "Third: b\n      left          right\nup    0.5*, 1*, 2*  0*, 0, 0*\ndown  0, 0*, 0*     0*, 0*, 0*",
    ]


def test_a_strategic_game_with_words_is_a_table_in_words(tmp_path: Path) -> None:
    file = tmp_path / "guard.yaml"
    file.write_text(GUARD)
    tree = read_tree(file)
    assert ov.table(tree).splitlines()[1:] == [
        "rows the twins, columns the guard; payoffs the twins, the guard; * marks a best reply",
        "",
        "              keeps watch  sleeps",
        "climb over    -1, 1*       1*, 0",
        "stay at home  0*, 0        0, 0.5*",
    ]
    assert "stay at home" in (tree._repr_html_() or "")
    assert r"\textbf{keeps watch}" in latex_payoffs(tree)


def test_one_player_and_doubles_that_differ_by_rounding() -> None:
    tree = ov.strategic({"Only": ["a", "b", "c"]}, [0.3, 0.1 + 0.2, -1.0])
    assert ov.table(tree).splitlines()[-3:] == ["a  0.3*", "b  0.3*", "c  -1"]


def test_a_notebook_shows_a_strategic_game_as_a_table() -> None:
    tree = ov.strategic({"Row": ["<up>"], "Column": ["left", "right"]}, [[(1, 2), (1, 3)]], title="a & b")
    html = tree._repr_html_()
    assert html is not None
    assert "a &amp; b<br>rows Row, columns Column" in html
    assert re.findall(r"<t[hd]\b.*?</t[hd]>", html) == [
        "<th></th>",
        '<th scope="col">left</th>',
        '<th scope="col">right</th>',
        '<th scope="row">&lt;up&gt;</th>',
        "<td><b>1</b>, 2</td>",
        "<td><b>1</b>, <b>3</b></td>",
    ]
    third = ov.strategic({**NAMES, "Third": ["a", "b"]}, np.zeros((2, 2, 2, 3)))._repr_html_()
    assert third is not None
    assert re.findall("<caption>(.*?)</caption>", third) == ["Third: a", "Third: b"]


def test_a_notebook_shows_no_table_of_another_game_and_none_that_nobody_reads() -> None:
    assert "best replies" not in kuhn.tree()._repr_html_()
    names = [str(at) for at in range(40)]
    wide = ov.strategic({"A": names, "B": names}, np.zeros((40, 40, 2)))
    assert "best replies" not in wide._repr_html_()
    with pytest.raises(SolveError, match="1600 profiles"):
        ov.table(wide)


def test_another_game_is_shown_as_its_normal_form_and_worlds_one_by_one() -> None:
    @ov.game("One", "Two")
    def entry(p):  # type: ignore[no-untyped-def]
        if (yield ov.move("One", "entry", ["stay out", "enter"])) == "stay out":
            return {"One": 0, "Two": p.prize}
        if (yield ov.move("Two", "answer", ["fight", "share"])) == "fight":
            return {"One": -1, "Two": -1}
        return {"One": 1, "Two": 1}

    lines = ov.table(entry.tree(prize=[2.0, 5.0]), 1).splitlines()
    assert lines[0] == "entry, world 1 of 2"
    assert lines[-2:] == ["stay out  0*, 5*  0, 5*", "enter     -1, -1  1*, 1*"]


def test_payoffs_in_latex_have_best_replies_in_bold_and_words_as_words() -> None:
    pay = {
        ("up", "50%"): (3, Fraction(1, 3)),
        ("up", "b_1"): (0, 0),
        ("down", "50%"): (0, 0),
        ("down", "b_1"): (1, -3),
    }
    tree = ov.strategic({"Row": ["up", "down"], "Column": ["50%", "b_1"]}, pay)
    assert tree.to_latex().splitlines() == [
        r"\begin{tabular}{lcc}",
        r"\hline",
        r" & \textbf{50\%} & \textbf{b\_1} \\",
        r"\hline",
        r"\textbf{up} & \textbf{3}, \textbf{1/3} & 0, 0 \\",
        rf"\textbf{{down}} & 0, \textbf{{0}} & \textbf{{1}}, {to_latex('-3')} \\",
        r"\hline",
        r"\end{tabular}",
    ]
    three = ov.strategic({"A": ["a", "b"], "B": ["c"], "C": ["d", "e"]}, np.zeros((2, 1, 2, 3)))
    assert three.to_latex().count(r"\begin{tabular}{lc}") == 2
    assert r"C: d & \textbf{c} \\" in three.to_latex()
