"""Play and lists as tables of LaTeX, which need no package: for a paper."""

from __future__ import annotations

from collections.abc import Sequence

from overture.games.given import need_world
from overture.games.show import Played, Saying, said_of
from overture.sinks import to_latex

# Of a line of text: the columns of a table of play. With the room between them an article holds it.
SHARES = (0.13, 0.1, 0.21, 0.14, 0.22)


def latex_table(columns: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[str] = ()) -> str:
    """A ``tabular`` of words: a line under the names of the columns, and one above and below all.

    Args:
        columns: their names. rows: cells of words, which stand as words whatever signs they have.
        widths: each column as LaTeX wants it (``l``, ``p{4cm}``); left-aligned ones if not given. What takes several
            lines is ragged at the right.
    """
    ragged = any(each.startswith("p") for each in widths)
    end = r" \tabularnewline" if ragged else r" \\"  # in a ragged cell the other one ends a line of the cell
    kinds = widths or ["l"] * len(columns)
    lines = [
        _begun(" & ".join(_in_column(cell, kind) for cell, kind in zip(row, kinds, strict=True))) + end
        for row in rows
    ]
    head = " & ".join(rf"\textbf{{{to_latex(name)}}}" for name in columns) + r" \\"
    body = [r"\hline", head, r"\hline", *lines, r"\hline"]
    all_kinds = "".join(kinds)
    return "\n".join([rf"\begin{{tabular}}{{{all_kinds}}}", *body, r"\end{tabular}", ""])


def _in_column(cell: str, kind: str) -> str:
    words = to_latex(cell)
    return rf"\raggedright {words}" if words and kind.startswith("p") else words


def _begun(row: str) -> str:
    """A row whose first sign is a sign: after the end of a row LaTeX takes a star or a bracket for an option of that end."""
    return "{}" + row if row[:1] in ("*", "[") else row


def latex_play(game: Played, world: int = 0, off_path: bool = True) -> str:
    """One way of playing as a ``tabular``: who, at what, having seen what, does what, and what he believes.

    Args:
        game: a solution, or an entry of a list.
        world: which world of it.
        off_path: whether information sets are told, too, that play does not reach; a star stands before them.

    Raises:
        SolveError: no such world.
    """
    tree = game.tree
    need_world(tree, world, "latex")
    told = said_of(game, world)
    rows = [
        (
            each.who if each.reached else f"* {each.who}",
            (each.spoken.move(each.move) if each.spoken else each.move) or each.where,
            _seen(each),
            each.does,
            each.believes,
        )
        for each in told
        if each.reached or off_path
    ]
    return latex_table(
        ("Player", "Move", "Having seen", "Does", "Believes"),
        rows,
        [rf"p{{{share}\linewidth}}" for share in SHARES],
    )


def _seen(said: Saying) -> str:
    """What the mover has seen of what matters."""
    if said.spoken:
        return said.spoken.history(said.seen, said.player)
    return ", ".join(f"{move}={choice}" for move, choice in said.seen)
