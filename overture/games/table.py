"""Strategic games as tables, in text, in HTML and in LaTeX; best replies are marked.

The rows are the first player's strategies and the columns the second's; what further players choose
makes a table each.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.games.given import need_tree
from overture.games.measured.normal_form import NormalForm, is_strategic, normal_form, plan_counts
from overture.games.tree import Tree
from overture.sinks import to_latex

MOST_CELLS = 1_000  # of the tables of one game: who would read more
MARK = "*"
SAME = 1e-12  # doubles nearer than this share of a player's payoff range are one payoff


@dataclass(frozen=True)
class _Panel:
    """One table: what the further players choose, and cells [row][column] of (payoff, whether a best reply)."""

    name: str
    columns: tuple[str, ...]
    cells: list[list[list[tuple[str, bool]]]]


def table(tree: Tree, world: int = 0) -> str:
    """One world of a game as a table in text, a star behind the payoff of each best reply.

    A profile whose payoffs all have stars is an equilibrium in pure strategies. A game that is not
    strategic is shown as its reduced normal form.

    Args:
        tree: the game.
        world: which world of it.

    Raises:
        TreeError: what is given is no tree.
        SolveError: no such world, or more cells than anybody reads (a thousand).
    """
    need_tree(tree)
    form = normal_form(tree, world, most=MOST_CELLS)
    parts = [_legend(tree, world, f"{MARK} marks a best reply")]
    for panel in _panels(form):
        rows = [["", *panel.columns]] if any(panel.columns) else []
        for name, row in zip(form.names[0], panel.cells, strict=True):
            told = (", ".join(word + MARK * best for word, best in cell) for cell in row)
            rows.append([name, *told])
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join(each.ljust(wide) for each, wide in zip(row, widths, strict=True)) for row in rows]
        head = [panel.name] if panel.name else []
        parts.append("\n".join([*head, *(line.rstrip() for line in lines)]))
    return "\n\n".join(parts)


def latex_payoffs(tree: Tree, world: int = 0) -> str:
    """One world of a game as a ``tabular`` of payoffs, or several below each other, the payoffs of best replies in bold.

    A game that is not strategic is shown as its reduced normal form. No package is needed.

    Raises:
        SolveError: no such world, or more cells than anybody reads (a thousand).
    """
    form = normal_form(tree, world, most=MOST_CELLS)
    parts = []
    for panel in _panels(form):
        rows = [
            " & ".join([rf"\textbf{{{to_latex(name)}}}", *map(_latex_cell, row)]) + r" \\"
            for name, row in zip(form.names[0], panel.cells, strict=True)
        ]
        head = "".join(rf" & \textbf{{{to_latex(name)}}}" for name in panel.columns) + r" \\"
        corner = to_latex(panel.name)
        columns = "l" + "c" * len(panel.columns)
        body = [r"\hline", corner + head, r"\hline", *rows, r"\hline"]
        parts.append("\n".join([rf"\begin{{tabular}}{{{columns}}}", *body, r"\end{tabular}", ""]))
    return "\n".join(parts)


def _latex_cell(cell: list[tuple[str, bool]]) -> str:
    told = (to_latex(word) for word, _ in cell)
    return ", ".join(
        rf"\textbf{{{word}}}" if best else word for word, (_, best) in zip(told, cell, strict=True)
    )


def html_table(tree: Tree) -> str | None:
    """The first world of a strategic game as tables in HTML, best replies in bold; None for other games, or large ones."""
    if not is_strategic(tree) or prod(plan_counts(tree)) > MOST_CELLS:
        return None
    form = normal_form(tree)
    parts = [f"<p>{escape(_legend(tree, 0, 'best replies in bold'))}</p>".replace("\n", "<br>")]
    for panel in _panels(form):
        caption = f"<caption>{escape(panel.name)}</caption>" if panel.name else ""
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in panel.columns)
        body = "".join(
            f'<tr><th scope="row">{escape(name)}</th>{"".join(map(_html_cell, row))}</tr>'
            for name, row in zip(form.names[0], panel.cells, strict=True)
        )
        parts.append(f"<table>{caption}<thead><tr><th></th>{head}</tr></thead><tbody>{body}</tbody></table>")
    return "\n".join(parts)


def _html_cell(cell: list[tuple[str, bool]]) -> str:
    return f"<td>{', '.join(f'<b>{word}</b>' if best else word for word, best in cell)}</td>"


def _legend(tree: Tree, world: int, mark: str) -> str:
    """Two lines: what is shown, and how it is to be read."""
    players = tree.names
    one = f", world {world} of {tree.n_worlds}" if tree.n_worlds > 1 else ""
    who = f"rows {players[0]}" + (f", columns {players[1]}" if len(players) > 1 else "")
    return f"{tree.title}{one}\n{who}; payoffs {', '.join(players)}; {mark}"


def _panels(form: NormalForm) -> Iterator[_Panel]:
    players = len(form.names)
    best = _best_replies(form.payoff)
    columns = form.names[1] if players > 1 else ("",)
    further = form.names[2:]
    shape = (len(form.names[0]), len(columns), *map(len, further), players)
    payoff, marks = form.payoff.reshape(shape), best.reshape(shape)
    for at in np.ndindex(*map(len, further)):
        chosen = zip(form.tree.names[2:], further, at, strict=True)
        cells = [
            [
                [
                    (_word(value), bool(mark))
                    for value, mark in zip(payoff[row, column, *at], marks[row, column, *at], strict=True)
                ]
                for column in range(len(columns))
            ]
            for row in range(len(form.names[0]))
        ]
        yield _Panel("; ".join(f"{player}: {names[on]}" for player, names, on in chosen), columns, cells)


def _best_replies(payoff: NDArray[Any]) -> NDArray[np.bool_]:
    """[profile, player] whether the player's strategy is a best reply to the others'."""
    found = np.empty(payoff.shape, dtype=bool)
    for player in range(payoff.shape[-1]):
        paid = payoff[..., player]
        slack = 0 if payoff.dtype == object else SAME * float(np.ptp(paid))
        found[..., player] = paid >= paid.max(axis=player, keepdims=True) - slack
    return found


def _word(value: Any) -> str:
    return str(value) if isinstance(value, Fraction) else f"{value + 0.0:.6g}"
