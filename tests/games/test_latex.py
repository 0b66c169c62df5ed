"""Play and lists as tables of LaTeX: every cell where it belongs, and words as words."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

import overture as ov
from overture.errors import SolveError
from overture.games.latex import broken, latex_table, width_of
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief

TREE = freeze_for_relief.shape(talk=False, who="X").tree(DEFAULTS)


def rows_of(text: str) -> list[str]:
    """The rows of a table, below its head, without what belongs to the form of a cell."""
    lines = text.splitlines()
    assert lines[1] == lines[3] == lines[-2] == r"\hline"
    return [line.replace(r"\raggedright ", "").removesuffix(r" \tabularnewline") for line in lines[4:-2]]


def test_play_is_a_row_for_each_information_set_in_words() -> None:
    solution = ov.solve(TREE)
    rows = rows_of(solution.to_latex())
    assert r"Leader & offer & intent=keep & always deep & " in rows
    assert r"Counterpart & answer & offer=deep & always accept & intent=keep 1.00" in rows
    assert r"*Counterpart & answer & offer=thin & always reject & intent=\hspace{0pt}exploit 1.00" in rows
    assert "*" not in solution.to_latex(off_path=False)
    with pytest.raises(SolveError):
        solution.to_latex(world=1)


def test_an_entry_and_its_list() -> None:
    found = ov.equilibria(TREE)
    assert "Leader & offer &  & always thin & " in rows_of(found.members[0].to_latex())
    rows = rows_of(found.to_latex())
    assert len(rows) == len(found.members)
    assert rows[1] == "2 & separating & Leader 0.4929, Counterpart 0.5547 & intuitive: passes; D1: passes"


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


LONG = "Donaudampfschifffahrtsgesellschaftskapitaensmuetze"
HOSTILE = [
    ["50% & \\input{x}" * 9, "W" * 300, "a word"],
    ["-1-2-3-4-5-6-7-8-9" * 5, LONG, "kind=" + "m" * 90],
    ["[l] and more words " * 9, "*", "12345678901234567890" * 5],
]


def shares_of(text: str) -> list[float]:
    """The share of the line that each column takes with the room beside it."""
    first = text.splitlines()[0]
    found = re.findall(r"p\{\\dimexpr([\d.]+)\\linewidth-2\\tabcolsep\\relax\}", first)
    assert first.count("p{") == len(found)
    return [float(each) for each in found]


def test_a_table_is_no_wider_than_the_text_of_an_article() -> None:
    """Its columns share the line behind the indent of a paragraph, and no word is wider than its column."""
    for text in (
        ov.solve(TREE).to_latex(),
        ov.equilibria(TREE).to_latex(),
        latex_table(["a", LONG, LONG], HOSTILE),
    ):
        shares = shares_of(text)
        assert 0.9 < sum(shares) <= 330 / 345
        for row in text.splitlines()[4:-2]:
            for share, cell in zip(
                shares, re.split(r"(?<!\\)&", row.removesuffix(r" \tabularnewline")), strict=True
            ):
                for piece in re.split(r" |\\hspace\{0pt\}", cell.replace(r"\raggedright ", "").strip()):
                    plain = re.sub(r"\\([{}$&#%_])|\$-\$", r"\1-", piece).replace(r"\textbackslash{}", "/")
                    assert width_of(plain) <= share * 345 - 12 + 11, piece


def test_a_long_word_is_broken_after_a_sign_that_joins_and_else_where_the_column_ends() -> None:
    assert broken("short intent=exploit", 35) == r"short intent=\hspace{0pt}exploit"
    assert broken("mmmmmmmm -1-2-3", 30) == r"mmm\hspace{0pt}mmm\hspace{0pt}mm $-$1-2-3"
    assert broken("mmmmmmmm", 80) == "mmmmmmmm"
    assert broken("mmmmmmmm", 70, bold=True) == r"mmmmmm\hspace{0pt}mm"


def test_payoffs_that_are_too_wide_go_on_in_further_tables() -> None:
    names = [f"strategy {at} of many" for at in range(9)]
    tree = ov.strategic({"Row": ["up", "down"], "Column": names}, np.arange(36.0).reshape(2, 9, 2))
    tables = tree.to_latex().split("\n\n")
    assert len(tables) > 1
    assert [f"strategy {at} of many" in tables[0] for at in (0, 8)] == [True, False]
    head = [re.findall(r"\\centering \\textbf\{(.*?)\}", each.splitlines()[2]) for each in tables]
    assert [name for each in head for name in each] == names
    for each in tables:
        assert sum(shares_of(each)) <= 330 / 345
        assert each.count(r"\textbf{down}") == 1


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no LaTeX is installed")
def test_latex_finds_nothing_too_wide(tmp_path: Path) -> None:
    wide = ov.strategic(
        {LONG: [LONG, "W" * 80], "b": ["x" * 90, "y"] * 1 + ["z" * 50]}, np.ones((2, 3, 2)) / 3
    )
    tables = [
        ov.solve(TREE).to_latex(),
        ov.equilibria(TREE).to_latex(),
        latex_table(["a", LONG, LONG], HOSTILE),
        wide.to_latex(),
    ]
    body = "\n\n".join(tables)
    (tmp_path / "t.tex").write_text(rf"\documentclass{{article}}\begin{{document}}{body}\end{{document}}")
    command = ["pdflatex", "-interaction=nonstopmode", "-draftmode", "t.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
    assert b"Overfull \\hbox" not in done.stdout
