"""A tree as a picture, with play on it where it is given; and how the picture is written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from overture.drawer import SCALE, can_draw, drawer
from overture.errors import FileError, MissingExtra, SolveError
from overture.games.drawing.compose import composed
from overture.games.drawing.folded import composed_folded
from overture.games.drawing.picture import TreePicture
from overture.games.drawing.svg import svg_text
from overture.games.drawing.tikz import tikz_text
from overture.games.given import need_world
from overture.games.measured.play import Play
from overture.games.show import Plays as Plays
from overture.games.tree import Tree
from overture.writing import write_whole

MOST_WHOLE = 200  # nodes of a tree that is drawn whole unasked
MOST_NODES = 400  # of a tree that is drawn whole
MOST_SETS = 100_000  # information sets of a tree that is drawn folded
USUAL_PIXELS = 4_000.0  # of the longer side of a PNG, where words stay legible: at no less than a pixel for one of the picture
MOST_PIXELS = 16_000.0  # of a side of a PNG
ENDINGS = (".svg", ".pdf", ".png", ".tex")


@dataclass(frozen=True)
class Drawing:
    """A tree that is drawn. In a notebook it shows itself.

    Attributes:
        picture: what stands where.
    """

    picture: TreePicture

    @property
    def svg(self) -> str:
        """The drawing as SVG, a file by itself."""
        return svg_text(self.picture)

    @property
    def tikz(self) -> str:
        """The drawing as a ``tikzpicture``, for a document of LaTeX that has ``\\usepackage{tikz}``."""
        return tikz_text(self.picture)

    def __repr__(self) -> str:
        return f"Drawing of {self.picture.title}: {self.picture.sentence}"

    def _repr_html_(self) -> str:
        return f'<div style="overflow-x:auto">{self.svg}</div>'

    def made(self, ending: str) -> bytes:
        """The drawing as bytes of a file with this ending: .svg, .pdf, .png or .tex (a ``tikzpicture``).

        A .png has three pixels for one of the picture, or fewer so that its longer side has at most 4,000; a picture that is
        larger itself has one pixel for each, so that its words stay legible.

        Raises:
            FileError: another ending.
            MissingExtra: .pdf and .png need the extra ``charts``.
            SolveError: the picture cannot be made (which is said on stderr).
        """
        if ending not in ENDINGS:
            raise FileError.of(
                "draw/form",
                f"a drawing cannot be written as {ending or 'a file without an ending'}",
                allowed=", ".join(ENDINGS),
            )
        if ending == ".svg":
            return self.svg.encode()
        if ending == ".tex":
            return self.tikz.encode()
        if not can_draw():
            raise MissingExtra.of(
                "draw/charts",
                f"a drawing cannot be written as {ending}",
                mend='pip install "overture[charts]"',
            )
        form = ending.removeprefix(".")
        made = drawer.converted(self.svg, form, **({"scale": self._scale()} if form == "png" else {}))
        if made is None:
            raise SolveError.of(
                "draw/undrawn", f"the drawing cannot be written as {ending}", self.picture.title, ".svg, .tex"
            )
        return made

    def _scale(self) -> float:
        """Pixels of a PNG for one of the picture: 3, or fewer so that viewers open it, but one where it is legible no smaller."""
        side = max(self.picture.width, self.picture.height)
        return min(SCALE, max(USUAL_PIXELS / side, 1.0), MOST_PIXELS / side)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the drawing, whole or not at all; the ending says the form. Raises what :meth:`made` raises."""
        place = Path(path)
        write_whole(place, self.made(place.suffix.lower()))


def draw(
    tree: Tree,
    play: Plays | ArrayLike | None = None,
    *,
    world: int = 0,
    note: str = "",
    fold: bool | None = None,
) -> Drawing:
    """One world of a tree as a picture: histories from left to right, payoffs at the right.

    Args:
        tree: the game.
        play: a solution of the tree, an entry of its list, or a strategy [W, A] or [A]. Then each choice has its
            probability, each node of a joined information set what is believed there, and lines are thick where
            play goes. Beliefs off the path are those of the trembles that belong to the play, or of equal ones.
        world: which world; a play of one world is that of any.
        note: a line below the title, such as the name of an equilibrium.
        fold: whether each information set stands once, with how many nodes it stands for; if left out, in trees of more
            than 200 nodes. The picture says that it is folded. Where it would be higher than 120 rows, information sets
            that differ in what chance did alone are one, then those that differ in what was chosen; and what does not fit
            even then is left out, and counted.

    Raises:
        TreeError: what is given is no tree. SolveError: no such world, a tree of more than 400 nodes that is to be drawn
            whole or of more than 100,000 information sets that is to be folded, or what is given as play is none of this tree.
    """
    need_world(tree, world, "draw")
    folds = tree.n_nodes > MOST_WHOLE if fold is None else fold
    if folds and tree.n_infosets > MOST_SETS:
        raise SolveError.of(
            "draw/nodes",
            f"a tree of {tree.n_infosets:,} information sets, which is too large to be folded",
            tree.title,
            f"at most {MOST_SETS:,} information sets",
            "give the game a smaller shape, or let `overture tell` say it in sentences",
        )
    if not folds and tree.n_nodes > MOST_NODES:
        raise SolveError.of(
            "draw/nodes",
            f"a tree of {tree.n_nodes:,} nodes to be drawn whole",
            tree.title,
            f"at most {MOST_NODES} nodes",
            "let it be folded by information set: fold=True, or no --whole",
        )
    single = tree.world(world)
    found = None if play is None else _one_world(tree, play, world)
    which = f"World {world} of {tree.n_worlds}, counted from 0." if tree.n_worlds > 1 else ""
    compose = composed_folded if folds else composed
    return Drawing(compose(single, found, " ".join(each for each in (note, which) if each)))


def _one_world(tree: Tree, play: Plays | ArrayLike, world: int) -> Play:
    """[1, A] the play of one world."""
    parts = [getattr(play, name, None) for name in ("strategy", "order", "weight")]
    strategy = np.atleast_2d(np.asarray(play if parts[0] is None else parts[0], dtype=np.float64))
    if strategy.shape not in ((1, tree.n_actions), (tree.n_worlds, tree.n_actions)):
        raise SolveError.of(
            "draw/play",
            f"play of shape {strategy.shape}",
            tree.title,
            f"a solution or an entry of this tree, or a strategy [world, action] = {(tree.n_worlds, tree.n_actions)}",
        )
    told = [
        np.ones_like(strategy) if each is None else np.atleast_2d(np.asarray(each, dtype=np.float64))
        for each in parts[1:]
    ]
    row = world if len(strategy) > 1 else 0
    return Play(*(each[row : row + 1] for each in (strategy, *told)))
