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
from overture.games.latex import BESIDE, LEAST, TEXT, begun, broken, longest_word, share_of_line, width_of
from overture.games.measured.normal_form import NormalForm, is_strategic, normal_form, plan_counts
from overture.games.show import choice_words
from overture.games.tree import Tree
from overture.sinks import one_line, to_latex

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
        for name, row in zip(_strategies(form)[0], panel.cells, strict=True):
            told = (", ".join(word + MARK * best for word, best in cell) for cell in row)
            rows.append([name, *told])
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = ["  ".join(each.ljust(wide) for each, wide in zip(row, widths, strict=True)) for row in rows]
        head = [panel.name] if panel.name else []
        parts.append("\n".join([*head, *(line.rstrip() for line in lines)]))
    return "\n\n".join(parts)


def latex_payoffs(tree: Tree, world: int = 0) -> str:
    """One world of a game as a ``tabular`` of payoffs, or several below each other, the payoffs of best replies in bold.

    A game that is not strategic is shown as its reduced normal form. No package is needed. What is wider than the text of
    an article goes on, some columns at a time, in further tables below.

    Raises:
        SolveError: no such world, or more cells than anybody reads (a thousand).
    """
    form = normal_form(tree, world, most=MOST_CELLS)
    names = [one_line(name) for name in _strategies(form)[0]]
    return "\n".join(each for panel in _panels(form) for each in _latex_panel(panel, names))


def _latex_panel(panel: _Panel, names: list[str]) -> Iterator[str]:
    """The tables of a panel, none of them wider than the text of an article."""
    columns, corner = [one_line(name) for name in panel.columns], one_line(panel.name)
    told = [[", ".join(word for word, _ in cell) for cell in row] for row in panel.cells]
    head = max(width_of(each, True) for each in [corner, *names])
    whole = [
        max(width_of(each, True) for each in [name, *cells])
        for name, *cells in zip(columns, *told, strict=True)
    ]
    if head + sum(whole) + BESIDE * (1 + len(whole)) <= TEXT:
        yield _latex_columns(panel, names, range(len(columns)), None)
        return
    # Numbers are not broken, but from each other; the names have a third of the line, if they need it, or what is left.
    number = max(longest_word(each, True) for row in told for each in row)
    wish = max(longest_word(each, True) for each in columns)
    first = min(head, TEXT / 3, max(TEXT - number - 2 * BESIDE, LEAST))
    room = TEXT - first - BESIDE
    wide = min(max(number, min(wish, TEXT / 4), LEAST), room - BESIDE)
    most = int(room // (wide + BESIDE))
    wide = min(max(whole), room / min(most, len(columns)) - BESIDE)
    for start in range(0, len(columns), most):
        yield _latex_columns(panel, names, range(start, min(start + most, len(columns))), (first, wide))


def _latex_columns(panel: _Panel, names: list[str], shown: range, room: tuple[float, float] | None) -> str:
    """Some columns of a panel as a ``tabular``; ``room``: points of the names and of a column, where cells take several lines."""
    first, wide = room or (None, None)
    ragged, middle, end = (r"\raggedright ", r"\centering ", r" \tabularnewline") if room else ("", "", r" \\")  # fmt: skip
    titles = [middle * bool(panel.columns[at]) + _bold(panel.columns[at], wide) for at in shown]
    corner = ragged * bool(panel.name) + (broken(panel.name, first) if first else to_latex(panel.name))
    head = " & ".join([corner, *titles])
    rows = [
        " & ".join([ragged + _bold(name, first), *(middle + _latex_cell(row[at]) for at in shown)])
        for name, row in zip(names, panel.cells, strict=True)
    ]
    kinds = share_of_line(first) + share_of_line(wide) * len(shown) if first and wide else "l" + "c" * len(shown)  # fmt: skip
    body = [r"\hline", begun(head) + end, r"\hline", *(row + end for row in rows), r"\hline"]
    return "\n".join([rf"\begin{{tabular}}{{{kinds}}}", *body, r"\end{tabular}", ""])


def _bold(name: str, wide: float | None) -> str:
    return rf"\textbf{{{broken(name, wide, bold=True) if wide else to_latex(name)}}}"


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
            for name, row in zip(_strategies(form)[0], panel.cells, strict=True)
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


def _strategies(form: NormalForm) -> tuple[tuple[str, ...], ...]:
    """[player][plan] strategies in the words of a strategic game; plans of several sets, and games without words, keep labels."""
    spoken = form.tree.spoken
    if spoken is None or not is_strategic(form.tree):
        return form.names
    said = tuple(
        tuple(choice_words(form.tree, action, spoken) for plan in own for action in plan.values())
        for own in form.plans
    )
    return said if all(len(set(names)) == len(names) for names in said) else form.names


def _panels(form: NormalForm) -> Iterator[_Panel]:
    names = _strategies(form)
    players = len(names)
    best = _best_replies(form.payoff)
    columns = names[1] if players > 1 else ("",)
    further = names[2:]
    shape = (len(names[0]), len(columns), *map(len, further), players)
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
            for row in range(len(names[0]))
        ]
        yield _Panel("; ".join(f"{player}: {plans[on]}" for player, plans, on in chosen), columns, cells)


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
