"""``ov.undetermined``: what in a solution hangs on ties that decide nothing for those who are tied."""

from __future__ import annotations

from itertools import product

import numpy as np

from overture.games.measured.play import Play
from overture.games.measured.sound import judged
from overture.games.measured.standards import EXACT
from overture.games.tree import Floats, Tree
from overture.solvers.beside.fines import fined
from overture.solvers.beside.moves import Move, MoveChoice, choices, moves
from overture.solvers.beside.splits import Splits
from overture.solvers.beside.ties import Tied, tied
from overture.solvers.beside.trembles import remembering
from overture.solvers.solution import LIMIT, SEARCHED, Solution
from overture.solvers.solve import solve

MOST_SPLITS = (
    16  # ways to settle all ties of a world at once; where there are more, one tie is settled at a time
)
METHOD = "ties settled surely one way or the other"

Settled = dict[Move, int]  # which of the tied actions is surely taken


def undetermined(solution: Solution, threads: int | None = None) -> Splits:
    """What is undetermined in a solution: structural ties, and whatever moves with them.

    A tie is structural where all types of a player get the same from several actions, and still do when all of them
    surely take one. Each tie that play comes to is settled one way and the other, in all combinations. If nobody
    regrets anything then, that is an equilibrium as well. If somebody does, as one whose answer hangs on the tie, the
    path is followed again with a fine on the other actions, and its limit counts if it is an equilibrium without the
    fine in which the tie is still one.

    Args:
        solution: worlds that are not solved exactly are passed over.
        threads: as in :func:`overture.solvers.solve.solve`.
    """
    tree = solution.tree
    made = moves(tree)
    world: list[int] = []
    plays: list[Play] = []
    again: list[bool] = []
    for at in np.flatnonzero(np.isin(solution.status, (LIMIT, SEARCHED))).tolist():
        found = _splits(tree.world(at), solution.play.take(slice(at, at + 1)), made, threads)
        world += [at] * len(found)
        plays += [play for play, _ in found]
        again += [anew for _, anew in found]
    rows = np.array(world, np.int64)
    play = Play.stacked(plays) if plays else solution.play.take(rows)
    return Splits(
        solution=solution,
        world=rows,
        split=Solution.measured(tree.world(rows), play, method=METHOD),
        again=np.array(again, np.bool_),
    )


def _splits(tree: Tree, play: Play, made: list[Move], threads: int | None) -> list[tuple[Play, bool]]:
    """Equilibria in which the ties of ``play`` [1, A] are settled surely, and whether the path was followed again."""
    if not tree.n_actions:
        return []
    ties = tied(tree, play, play.measured(tree), made)
    found: list[tuple[Play, bool]] = []
    left: list[Settled] = []
    for settled in _corners(ties):
        changed = remembering(play._replace(strategy=_surely(play, ties, settled)), play, 1.0)
        if _still(tree, changed, ties, settled, made):
            found.append((changed, False))
        else:
            left.append(settled)
    if not left:
        return found
    names = choices(tree, made)
    fines = [[each for move in settled for each in _others(ties, settled, move, names)] for settled in left]
    under = solve(fined(tree, names, fines), threads=threads)
    for row, settled in enumerate(left):
        other = under.play.take(slice(row, row + 1))
        if _still(tree, other, ties, settled, made):
            found.append((other, True))
    return found


def _corners(ties: Tied) -> list[Settled]:
    """The ways to settle the ties: all at once, or one at a time where that would be too many."""
    sizes = [len(sets[0]) for sets in ties.values()]
    if not sizes:
        return []
    if np.prod(sizes, dtype=np.float64) <= MOST_SPLITS:
        return [dict(zip(ties, numbers, strict=True)) for numbers in product(*map(range, sizes))]
    return [{move: number} for move, size in zip(ties, sizes, strict=True) for number in range(size)]


def _surely(play: Play, ties: Tied, settled: Settled) -> Floats:
    strategy = play.strategy.copy()
    for move, number in settled.items():
        for actions in ties[move]:
            strategy[0, list(actions)] = np.arange(len(actions)) == number
    return strategy


def _others(ties: Tied, settled: Settled, move: Move, names: list[MoveChoice]) -> list[MoveChoice]:
    """The tied choices that are not taken at a move."""
    return [names[each] for number, each in enumerate(ties[move][0]) if number != settled[move]]


def _still(tree: Tree, play: Play, ties: Tied, settled: Settled, made: list[Move]) -> bool:
    """Whether ``play`` is an equilibrium, the ties are settled so, and those to which it comes are still ties."""
    found, good = judged(tree, play, EXACT, EXACT)
    if not good[0] or not np.array_equal(_surely(play, ties, settled), play.strategy):
        return False
    now = tied(tree, play, found, made)
    return all(
        move in now
        for move in settled
        if any(
            found.reach[0, tree.members(at)].any()
            for at in np.unique(tree.infoset_of_action[np.array(ties[move])])
        )
    )
