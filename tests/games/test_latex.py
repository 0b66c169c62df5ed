"""Play and lists as tables of LaTeX: every cell where it belongs, and words as words."""

from __future__ import annotations

import re

import pytest

import overture as ov
from overture.errors import SolveError
from overture.games.latex import latex_table
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief

TREE = freeze_for_relief.shape(talk=False, who="X").tree(DEFAULTS)


def test_play_is_a_row_for_each_information_set_in_words() -> None:
    solution = ov.solve(TREE)
    text = solution.to_latex()
    assert (
        r"\raggedright Leader & \raggedright offer & \raggedright intent=keep & \raggedright always deep &  \tabularnewline"
        in text
    )
    plain = text.replace(r"\raggedright ", "")
    assert r"Counterpart & answer & offer=deep & always accept & intent=keep 1.00 \tabularnewline" in plain
    assert r"* Counterpart & answer & offer=thin & always reject" in plain
    assert "* " not in solution.to_latex(off_path=False)
    with pytest.raises(SolveError):
        solution.to_latex(world=1)


def test_an_entry_and_its_list() -> None:
    found = ov.equilibria(TREE)
    assert (
        r"\raggedright Leader & \raggedright offer &  & \raggedright always thin &  \tabularnewline"
        in found.members[0].to_latex()
    )
    rows = [line for line in found.to_latex().splitlines() if "&" in line]
    assert len(rows) == 1 + len(found.members)
    assert rows[2].startswith("2 & separating & point & 0.4929 & 0.5547 & exact & passes")


def test_words_are_words() -> None:
    text = latex_table(["a"], [['50% & \\input{x} #1 $y_2$ ~^\n<|>"']])
    cell = text.splitlines()[4]
    assert cell == (
        r"50\% \& \textbackslash{}input\{x\} \#1 \$y\_2\$ \textasciitilde{}\textasciicircum{} "
        r"\textless{}\textbar{}\textgreater{}\char34{} \\"
    )
    assert not re.search(r"(?<!\\)[%&#$_]", cell)


def test_a_row_that_begins_with_a_star_or_a_bracket_is_no_option_of_the_line_before() -> None:
    rows = latex_table(["a", "b"], [["[9cm]", "x"], ["*", "*"], ["", "[y]"]]).splitlines()[4:7]
    assert rows == [r"{}[9cm] & x \\", r"{}* & * \\", r" & [y] \\"]


def test_a_table_of_play_is_no_wider_than_the_text_of_an_article() -> None:
    widths = re.findall(r"p\{([\d.]+)\\linewidth\}", ov.solve(TREE).to_latex().splitlines()[0])
    assert len(widths) == 5
    assert sum(map(float, widths)) * 345 + 10 * 6 < 345  # points: the text, and the room beside five columns
