"""Gambit's extensive-game files (.efg, format 2) in and out, keeping names and exact numbers.

The format: "The extensive game (.efg) file format" in Gambit's documentation. A file lists the nodes
in depth-first order; information sets, chance events and outcomes carry numbers of the author's
choice, and what is said of one at its first mention may be left out later.
"""

from __future__ import annotations

import os

from overture.errors import Fault, FileError, TreeError
from overture.games.check import check
from overture.games.files.efg_build import Builder
from overture.games.files.efg_parse import Lines, parse
from overture.games.files.efg_write import WorldWriter
from overture.games.files.gambit_text import first_faults, open_text
from overture.games.given import need_tree
from overture.games.tree import Tree


def read_efg(path_or_text: str | os.PathLike[str]) -> Tree:
    """The game in an .efg file, as a tree with one world.

    A string that has more than one line, or begins with ``EFG`` and has quotes in it, is the text of
    a file; any other is a path. Names are kept as they are, except that players without a name and names that occur
    twice in one list become ``name_1``, ``name_2`` ... (as Gambit reads them). ``labels.set_name``
    is the label of the set, or ``player:number`` where it has none.

    Args:
        path_or_text: the file, or its text.

    Raises:
        FileError: with every fault that was found, each with its line.
    """
    text, name = open_text(path_or_text, "EFG", "efg/absent")
    lines = Lines(text, name)
    parsed = parse(text, lines)
    if not parsed.broken:
        builder = Builder(parsed, lines)
        builder.read_all()
        faults = [*parsed.faults, *builder.faults]
        if not faults:
            tree = builder.tree()
            try:
                return check(tree)
            except TreeError as error:
                raise FileError(*error.faults) from error
    else:
        builder = Builder(parsed, lines)
        builder.read_parts()
        faults = sorted([*parsed.faults, *builder.faults], key=_line)
    raise FileError(*first_faults(faults, "efg/many"))


def write_efg(tree: Tree, world: int = 0) -> str:
    """One world of ``tree`` as the text of an .efg file.

    Exact rationals are written as fractions where the tree has them, other numbers as decimals that
    read back to the same double; where doubles miss a sum of one by
    their rounding, the largest of the odds is written with the difference. What the format has no place for is left out: the names of moves
    and what has been seen (a set keeps its label), and the parameters of the worlds. Sets of one player,
    or of chance, that share a label become ``label_1``, ``label_2`` ...: Gambit reads no others.

    Args:
        tree: the game.
        world: which world of it.

    Raises:
        TreeError: what is given is no tree.
    """
    need_tree(tree)
    return WorldWriter(tree, world).text()


def _line(fault: Fault) -> int:
    _, _, number = fault.where.rpartition("line ")
    return int(number) if number.isdigit() else 0
