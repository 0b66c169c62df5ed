"""By how much an act is better than the others at an information set, and how far ties elsewhere decide that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from overture.errors import SolveError
from overture.games.measured.measure import Measured, payoff_range, reach
from overture.games.measured.play import Play
from overture.games.measured.stakes import local_regret
from overture.games.measured.standards import ALIKE, EXACT
from overture.games.tree import Floats, Tree
from overture.games.view import Shown, count, few, span
from overture.history.members import NamedPlay, certified

if TYPE_CHECKING:
    import pandas as pd

Bools = NDArray[np.bool_]
MOST_WAYS = 4096  # of settling the ties of one member in one world


@dataclass(frozen=True)
class MarginRow:
    """What an act is worth over the best other act, in one member and world.

    Attributes:
        member, world: which.
        margin: conditional value of the act less that of the best other, in units of the mover's payoffs.
        low, high: its range over all ways of settling the free ties, those included after which another act is better.
        ties: the information sets at which a free tie moves it.
        undetermined: the range has both signs: what is done here hangs on what decides nothing there.
    """

    member: str
    world: int
    margin: float
    low: float
    high: float
    ties: tuple[str, ...]
    undetermined: bool


@dataclass(frozen=True, repr=False)
class ActMargin(Shown):
    """Margins of an act, by :func:`act_margin`; they are measured anew when a file is loaded.

    Attributes:
        tree, members: the game and the ways of playing.
        player, move, act: who decides what. seen: what he has seen, as far as it tells the set from others.
        rows: one for each member and world in which it has weight.
    """

    __derived__: ClassVar[tuple[str, ...]] = ("rows",)

    tree: Tree
    members: tuple[NamedPlay, ...]
    player: str
    move: str
    act: str
    seen: dict[str, str]
    rows: tuple[MarginRow, ...] = field(repr=False)

    def of(self, member: str, world: int = 0) -> MarginRow:
        """The row of a member in a world. Raises SolveError where there is none."""
        for each in self.rows:
            if (each.member, each.world) == (member, world):
                return each
        there = few(f"{each.member!r} in world {each.world}" for each in self.rows)
        raise SolveError.of("history/row", f"no margin of {member!r} in world {world}", "", there)

    def to_frame(self) -> pd.DataFrame:
        """One row per member and world: member, world, margin, low, high, ties, undetermined."""
        import pandas as pd

        rows = [{**vars(each), "ties": ", ".join(each.ties)} for each in self.rows]
        return pd.DataFrame(rows)

    def _head(self) -> list[str]:
        lines = [
            f"ActMargin: {self.player} at {self.move} in {self.tree.title}, {count(len(self.rows), 'margin')}"
        ]
        for each in self.rows:
            word = "undetermined" if each.undetermined else "better" if each.margin > 0 else "not better"
            ties = f", with ties at {few(each.ties)}" if each.ties else ""
            lines.append(f"{each.member}: {self.act} is {word} by {span(each.low, each.high)}{ties}")
        return lines

    def __again__(self) -> ActMargin:
        return act_margin(self.tree, self.members, self.player, self.move, self.act, self.seen)


def act_margin(
    tree: Tree,
    members: Sequence[NamedPlay],
    player: str,
    move: str,
    act: str,
    seen: Mapping[str, str] | None = None,
) -> ActMargin:
    """By how much an act is better than the best other at one information set, for each member.

    A tie elsewhere is *free* if settling it either way leaves nobody better off with another act. The set asked is left
    out of this where its act is strictly better or worse, since what hangs on the tie is the question; where it is tied
    itself, mixing elsewhere may be what keeps it so, and is not free. Ties count at sets that are reached by the play or
    after any act of the set asked. The margin is affine in the shares of each tied set as long as the best other act is
    the same, so its range is that over the ways of settling each tie purely.

    Args:
        tree: as in :func:`overture.history.histories.histories`.
        members: as there; weights only say in which worlds a member is asked.
        player: who decides.
        move: what is decided.
        act: one of its actions.
        seen: what he has seen there (move -> choice), enough to tell the set from others of that move.

    Raises:
        SolveError: a member that is no equilibrium; no or several such sets; more than 4,096 ways of settling ties.
    """
    cells = certified(tree, members)
    chosen = dict(seen or {})
    at, edge = _set(tree, player, move, act, chosen)
    rows = []
    for cell in range(len(cells.member)):
        world = int(cells.world[cell])
        play, name = cells.play.take(np.array([cell])), cells.names[cells.member[cell]]
        rows.append(margin_at(tree.world(world), play, at, edge, name, world))
    return ActMargin(tree, tuple(members), player, move, act, chosen, tuple(rows))


def _set(tree: Tree, player: str, move: str, act: str, seen: dict[str, str]) -> tuple[int, int]:
    """The one information set that is meant, and the edge of the act."""
    labels = tree.labels
    ours = [
        at
        for at in range(tree.n_infosets)
        if (tree.players[tree.set_player[at]], labels.set_name[at]) == (player, move)
    ]
    found = [at for at in ours if seen.items() <= dict(labels.seen[at]).items()]
    acts = [edge for at in found for edge in range(*tree.edge_start[at : at + 2]) if labels.edge[edge] == act]
    if len(found) != 1 or len(acts) != 1 or np.diff(tree.edge_start)[found[0]] < 2:
        what = f"{len(found)} information sets of {player!r} at {move!r} that have seen {seen}, with the act {act!r} in {len(acts)}"
        raise SolveError.of(
            "history/set", what, tree.title,
            f"one set with the act and another beside it, of {few(labels.set_label[at] for at in ours)}",
        )  # fmt: skip
    return found[0], acts[0]


def margin_at(tree: Tree, play: Play, at: int, edge: int, member: str = "", number: int = 0) -> MarginRow:
    """The margin of an action at its set, and its range over the free ties, as :func:`act_margin` has it.

    Args:
        tree: the game, of one world. play: [1, A], an equilibrium of it.
        at: the information set, of two actions at least. edge: one of them.
        member, number: the name of the member and the number of the world, for the row.

    Raises:
        SolveError: more than 4,096 ways of settling ties.
    """
    small = ALIKE * float(payoff_range(tree)[0, tree.set_player[at]])
    left_out = at if abs(_margins(tree, play.measured(tree), at, edge)[0]) > small else None
    ties = _free(tree, play, at, left_out)
    count_of_ways = prod(len(each) for each in ties.values())
    if count_of_ways > MOST_WAYS:
        raise SolveError.of(
            "history/ties",
            f"{count_of_ways} ways of settling the ties of {member!r}",
            tree.title,
            f"at most {MOST_WAYS}",
        )
    ways = list(product(*ties.values()))
    settled = play.tiled(len(ways) + 1)
    for row, way in enumerate(ways, start=1):
        for each in way:
            _settle(tree, settled, row, each)
    many = tree.world([0] * (len(ways) + 1))
    measured, good = _elsewhere(many, settled, left_out)
    good[0] = True  # the member itself, which was certified
    margin = _margins(many, measured, at, edge)
    counted = margin[good]
    moving = [
        tree.labels.set_label[where]
        for place, where in enumerate(ties)
        if _moves(margin, good, [way[place] for way in ways], small)
    ]
    least, most = float(counted.min()), float(counted.max())
    return MarginRow(
        member, number, float(margin[0]), least, most, tuple(moving), least < -small and most > small
    )


def _margins(tree: Tree, measured: Measured, at: int, edge: int) -> Floats:
    """[W] the conditional value of an action of the set ``at`` less that of the best other."""
    others = [each for each in range(*tree.edge_start[at : at + 2]) if each != edge]
    worth = measured.action_value
    return np.asarray(worth[:, edge] - worth[:, others].max(axis=1, initial=-np.inf))


def _moves(margin: Floats, good: Bools, choice: list[int], small: float) -> bool:
    """Whether the margin hangs on one tie: on the way it is settled, all others held."""
    by: dict[int, list[float]] = {}
    for row, each in enumerate(choice, start=1):
        by.setdefault(each, []).append(margin[row] if good[row] else np.nan)
    sides = np.array(list(by.values()))
    return bool(np.nanmax(np.abs(sides - sides[0]), initial=0.0) > small)


def _free(tree: Tree, play: Play, at: int, left_out: int | None) -> dict[int, tuple[int, ...]]:
    """Information set -> its tied actions, where settling the tie alone leaves an equilibrium."""
    measured = play.measured(tree)
    tried = play.copied()
    low, high = tree.edge_start[at : at + 2]
    tried.strategy[0, low:high] = 1 / (high - low)
    passing = reach(tree, tried.strategy)[0]
    small = EXACT * payoff_range(tree)[0].max(initial=0.0)
    found: dict[int, tuple[int, ...]] = {}
    for where in range(tree.n_infosets):
        first, end = (int(each) for each in tree.edge_start[where : where + 2])
        worth = measured.action_value[0, first:end]
        tied = tuple(int(each) for each in first + np.flatnonzero(worth >= worth.max() - small))
        if where == at or len(tied) < 2 or not passing[tree.members(where)].sum() > 0:
            continue
        settled = play.tiled(len(tied))
        for row, each in enumerate(tied):
            _settle(tree, settled, row, each)
        if _elsewhere(tree.world([0] * len(tied)), settled, left_out)[1].all():
            found[where] = tied
    return found


def _elsewhere(tree: Tree, play: Play, left_out: int | None) -> tuple[Measured, Bools]:
    """What is true of play, and [W] where nobody would do something else, but perhaps at one set."""
    measured = play.measured(tree)
    share = local_regret(tree, play.strategy, measured)
    unit = payoff_range(tree).max(axis=1, initial=0.0)[:, None]
    regret = measured.regret / np.where(unit > 0, unit, 1.0)
    if left_out is not None:
        regret[:, left_out], share[:, left_out] = 0.0, 0.0
    return measured, np.asarray((regret.max(axis=1) <= EXACT) & (share.max(axis=1) <= EXACT))


def _settle(tree: Tree, play: Play, row: int, edge: int) -> None:
    """Let one action be taken for sure at its set, in place; the others tremble as before, or alike."""
    where = int(tree.infoset_of_action[edge])
    mine = slice(int(tree.edge_start[where]), int(tree.edge_start[where + 1]))
    played = play.strategy[row, mine] > 0
    play.order[row, mine] = np.where(played | ~(play.order[row, mine] > 0), 1.0, play.order[row, mine])
    play.weight[row, mine] = np.where(played | ~(play.weight[row, mine] > 0), 1.0, play.weight[row, mine])
    play.strategy[row, mine] = 0.0
    play.strategy[row, edge] = 1.0
