"""The parts of a game as some play enters them, each solved apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from overture.games.measured.measure import reach, terminal_probability
from overture.games.measured.play import Play
from overture.games.tree import Floats, Tree
from overture.solvers.beside.alone import alone, signs_after
from overture.solvers.beside.parts import PublicPart, whole
from overture.solvers.beside.piece import CutGame
from overture.solvers.path.starts import SAME, continuations

FREE = 20  # most free probabilities of a part that is solved apart: larger ones are split at their next public signal
DIGITS = 9  # of the odds with which a part is entered: one that is entered alike has the same equilibria


@dataclass(frozen=True)
class Rest:
    """A part, and what else may be done in it than what some play does.

    Attributes:
        part: what follows one public signal.
        piece: the part alone; None where it is not entered, or is too large and has no public signal inside.
        others: [1, action of the piece] its equilibria that lead to something else.
    """

    part: PublicPart
    piece: CutGame | None
    others: tuple[Play, ...] = ()


Solved = tuple[
    CutGame | None, list[tuple[Play, Floats]]
]  # a part alone; each equilibrium, and how likely its ends are


@dataclass
class Apart:
    """Parts of one world of a game, solved apart once for each way of entering them.

    Attributes:
        tree: the game, of one world.
        root: the game as one part.
        starts, seed: as :func:`overture.solvers.path.starts.continuations` has them.
    """

    tree: Tree
    root: PublicPart
    starts: int
    seed: int
    _signs: dict[tuple[int, ...], dict[int, int]] = field(default_factory=dict)
    _known: dict[object, Solved] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: Tree, starts: int, seed: int) -> Apart:
        """Of a game of one world."""
        return cls(tree, whole(tree), starts, seed)

    def rests(self, play: Play) -> tuple[list[Rest], bool]:
        """The parts, as large as they can be solved apart, as ``play`` [1, A] enters them; whether any is entered anew."""
        before = len(self._known)
        found = list(self._split(self.root, play, reach(self.tree, play.strategy)[0]))
        return found, len(self._known) > before

    def _split(self, part: PublicPart, play: Play, entered: Floats) -> Iterator[Rest]:
        odds = entered[list(part.entries)]
        if not odds.any():
            yield Rest(part, None)
            return
        key = (part.entries, np.round(odds / odds.sum(), DIGITS).tobytes())
        if key not in self._known:
            self._known[key] = self._solved(part, entered)
        piece, solved = self._known[key]
        if piece is not None and piece.free > FREE and part.parts:
            for each in part.parts:
                yield from self._split(each, play, entered)
        elif piece is None or piece.free > FREE:
            yield Rest(part, None)
        else:
            yield Rest(part, piece, self._others(piece, solved, play))

    def _solved(self, part: PublicPart, entered: Floats) -> Solved:
        if part.entries not in self._signs:
            self._signs[part.entries] = signs_after(self.tree, part.entries)
        piece = alone(part, entered, self._signs[part.entries])
        if piece is None or piece.free > FREE:
            return piece, []
        end = piece.tree.terminal
        solved = [each for each in continuations(piece.tree, self.starts, self.seed, 1) if each.solved[0]]
        return piece, [(each.play, each.reach[0, end]) for each in solved]

    def _others(self, piece: CutGame, solved: list[tuple[Play, Floats]], play: Play) -> tuple[Play, ...]:
        """The equilibria of a part that lead to something else than ``play`` does there, each once."""
        met = [terminal_probability(piece.tree, piece.taken(play).strategy)[0]]
        others = []
        for other, ends in solved:
            if all(np.abs(ends - each).max(initial=0.0) > SAME for each in met):
                met.append(ends)
                others.append(other)
        return tuple(others)
