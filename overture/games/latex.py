"""Play, lists and payoffs as tables of LaTeX, which need no package and are no wider than the text of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import repeat

from overture.games.given import need_world
from overture.games.show import Played, Saying, said_of
from overture.sinks import one_line, to_latex

LINE = 345.0  # points: a line of the text of LaTeX's article
TEXT = 329.0  # points: the same behind the indent with which a paragraph begins
BESIDE = 12.0  # points: the room that LaTeX leaves beside the words of a column, twice \tabcolsep
LEAST = 24.0  # points: what every column has

# Points of the signs of Computer Modern at ten points (cmr10.tfm), rounded up by kinds; bold ones are wider.
SIGNS = {
    sign: points
    for signs, points in (
        ("il.,:;'!", 2.8), ("fjrstI()[]- ", 4.0), ("acegoz0123456789/", 5.0), ("bdhknpquvxy", 5.6), ("w", 7.3),
        ("ABCDEFGHJKLNOPQRSTUVXYZ=+", 7.9), ("m", 8.4), ("MW", 10.3),
    )
    for sign in signs
}  # fmt: skip
OTHER = 10.0  # points of any other sign
BOLD = 1.16
JOINTS = re.compile(
    r"(?<=[=/_,;:.|])(?=[^\W\d])"
)  # where a long word is broken first: before a letter, after a sign


def width_of(words: str, bold: bool = False) -> float:
    """How wide words may become on one line, in points."""
    return sum(SIGNS.get(sign, OTHER) for sign in words) * (BOLD if bold else 1)


def longest_word(words: str, bold: bool = False, cut: bool = False) -> float:
    """How wide the widest of the words may become, in points; ``cut``: where they are broken after signs that join."""
    parts = (part for each in words.split() for part in (JOINTS.split(each) if cut else [each]))
    return max((width_of(each, bold) for each in parts), default=0.0)


def latex_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A ``tabular`` of words: a line under the names of the columns, and one above and below all.

    Columns are as wide as their cells where the text of an article has room for that; else they are shares of the line,
    in which cells take several lines, ragged at the right.

    Args:
        columns: their names. rows: cells of words, which stand as words whatever signs they have.
    """
    cells = [[_plain(each) for each in row] for row in [columns, *rows]]
    room = _widths(cells)
    lines = [" & ".join(map(_in_column, row, room)) for row in cells[1:]]
    head = " & ".join(_in_column(name, wide, bold=True) for name, wide in zip(cells[0], room, strict=True))
    # In a ragged cell the shorter command ends a line of the cell.
    end = r" \\" if room[0] is None else r" \tabularnewline"
    body = [r"\hline", head + end, r"\hline", *(begun(line) + end for line in lines), r"\hline"]
    kinds = "".join("l" if wide is None else share_of_line(wide) for wide in room)
    return "\n".join([rf"\begin{{tabular}}{{{kinds}}}", *body, r"\end{tabular}", ""])


def share_of_line(wide: float) -> str:
    """A column with so many points for its words in an article, as a share of whatever line it stands in."""
    return rf"p{{\dimexpr{(wide + BESIDE) / LINE:.4f}\linewidth-2\tabcolsep\relax}}"


def _plain(cell: str) -> str:
    return one_line(cell).strip()


def _widths(cells: Sequence[Sequence[str]]) -> list[float | None]:
    """[column] points; None for all of them where no cell has to take several lines. The first row is bold.

    Each column has room for its longest word, if all fit, or for the longest part of a word; what is left goes to those
    whose cells are longer.
    """
    bold = [at == 0 for at in range(len(cells))]
    whole = [max(map(width_of, column, bold)) for column in zip(*cells, strict=True)]
    room = TEXT - BESIDE * len(whole)
    if sum(whole) <= room:
        return [None] * len(whole)
    for cut in (False, True):
        word = [max(map(longest_word, column, bold, repeat(cut))) for column in zip(*cells, strict=True)]
        least = [max(LEAST, each) for each in word]
        if sum(least) <= room:
            break
    least = _cut(least, room)
    spare, wish = max(room - sum(least), 0), [max(a - b, 0) for a, b in zip(whole, least, strict=True)]
    share = min(spare / sum(wish), 1) if sum(wish) else 0
    return [have + more * share for have, more in zip(least, wish, strict=True)]


def _cut(wide: list[float], room: float) -> list[float]:
    """Columns that fit into the room: the widest ones are cut to one width, the others stay as they are."""
    left = room
    for at, each in enumerate(sorted(wide)):
        most = left / (len(wide) - at)
        if each > most:
            return [min(each, max(most, LEAST)) for each in wide]
        left -= each
    return wide


def _in_column(cell: str, wide: float | None, bold: bool = False) -> str:
    """A cell of words; ``wide``: the points of a column in which it may take several lines."""
    words = to_latex(cell) if wide is None else broken(cell, wide, bold)
    words = rf"\textbf{{{words}}}" if bold else words
    return rf"\raggedright {words}" if cell and wide is not None else words


def broken(cell: str, wide: float, bold: bool = False) -> str:
    """Words of LaTeX; one that is wider than its column may be broken wherever the column ends."""
    return " ".join(
        r"\hspace{0pt}".join(map(to_latex, _pieces(word, wide, bold)))
        if width_of(word, bold) > wide
        else to_latex(word)
        for word in cell.split()
    )


def _pieces(word: str, wide: float, bold: bool) -> list[str]:
    """A word in pieces that fit: cut after signs that join, and elsewhere where that does not do."""
    pieces = []
    for part in JOINTS.split(word):
        piece = ""
        for sign in part:
            if piece and sign != "-" and width_of(f"{piece}{sign}-", bold) > wide and width_of(part, bold) > wide:  # fmt: skip
                pieces.append(piece)
                piece = ""
            piece += sign
        pieces.append(piece)
    return pieces


def begun(row: str) -> str:
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
            each.who if each.reached else f"*{each.who}",
            (each.spoken.move(each.move) if each.spoken else each.move) or each.where,
            _seen(each),
            each.does,
            each.believes,
        )
        for each in told
        if each.reached or off_path
    ]
    return latex_table(("Player", "Move", "Having seen", "Does", "Believes"), rows)


def _seen(said: Saying) -> str:
    """What the mover has seen of what matters."""
    if said.spoken:
        return said.spoken.history(said.seen, said.player)
    return ", ".join(f"{move}={choice}" for move, choice in said.seen)
