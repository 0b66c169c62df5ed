"""Ways of playing with names and weights, each certified: the cells over which a history is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overture.errors import Fault, SolveError
from overture.games.given import need_tree
from overture.games.measured.measure import payoff_range
from overture.games.measured.play import Play
from overture.games.measured.sound import judged
from overture.games.measured.standards import REGRET
from overture.games.tree import Floats, Tree

ALL = ""  # in the place of a member's name: all of them, mixed by their weights


@dataclass(frozen=True)
class NamedPlay:
    """One way of playing, with the name of its class and what it weighs beside the others.

    Attributes:
        name: of the class, each name once among those that are asked together.
        play: strategy and trembles in every world of the tree: [W, A], or [1, A] and [A] for all of them alike.
        weight: at least 0, one number or one for each world [W]; they need not sum to 1. In a world in which the class
            does not exist its weight is 0, and what is played there is not looked at.
    """

    name: str
    play: Play
    weight: float | Floats = 1.0

    @classmethod
    def __kept__(cls) -> tuple[Callable[..., Any], Callable[..., Any]]:
        """How a member is written to a file and read (see :mod:`overture.games.codec`)."""

        def write(writer: Any, value: NamedPlay) -> list[Any]:
            arrays = [np.asarray(each, float) for each in (*value.play, value.weight)]
            return [value.name, *(writer.write(each, Floats) for each in arrays)]

        def read(reader: Any, data: Any, where: str) -> NamedPlay:
            kinds = tuple[str, Floats, Floats, Floats, Floats]
            name, *arrays = reader.read(data, kinds, where)
            return cls(name, Play(*arrays[:3]), arrays[3])

        return write, read


@dataclass(frozen=True)
class MemberCells:
    """The pairs of a member and a world that weigh something. Axis C: cells.

    Attributes:
        names: of the members.
        member, world: [C] which member, and which world of the tree.
        weight: [C] of the world, times the member's share of the members of that world; sums to 1.
        play: [C, A].
    """

    names: tuple[str, ...]
    member: NDArray[np.int64]
    world: NDArray[np.int64]
    weight: Floats
    play: Play

    def of(self, name: str) -> NDArray[np.int64]:
        """The cells of a member, or all. Raises SolveError where no member has the name."""
        if name == ALL:
            return np.arange(len(self.member))
        if name not in self.names:
            raise SolveError.of("history/member", f"no member is called {name!r}", "", ", ".join(self.names))
        return np.flatnonzero(self.member == self.names.index(name))


def certified(tree: Tree, members: Sequence[NamedPlay], worlds: Floats | None = None) -> MemberCells:
    """The cells of members that are equilibria of ``tree``.

    Args:
        tree: the game.
        members: at least one, each of another name.
        worlds: [W] weights of the worlds, which need not sum to 1; None: all alike.

    Raises:
        SolveError: names that are missing or occur twice, arrays of another shape, weights that are no weights, a
            world in which no member weighs anything, and every member that is no equilibrium where it has weight.
    """
    need_tree(tree, worlds=0)
    names = tuple(each.name for each in members)
    if not names or not all(names) or len(set(names)) < len(names):
        raise SolveError.of(
            "history/names", f"members called {', '.join(map(repr, names)) or 'nothing'}", tree.title,
            "one or more members, each with a name of its own",
        )  # fmt: skip
    share = np.stack([_weight(tree, each) for each in members])
    ours = np.ones(tree.n_worlds) if worlds is None else np.asarray(worlds, float)
    if ours.shape != (tree.n_worlds,) or not _is_weight(ours) or not ours.sum() > 0:
        raise _no_weight(tree, "the worlds")
    empty = np.flatnonzero((share.sum(axis=0) <= 0) & (ours > 0))
    if len(empty):
        raise SolveError.of(
            "history/empty-world", f"no member weighs anything in world {empty[0]}", tree.title,
            "a member of positive weight in every world", "ask the other worlds: tree.world([...])",
        )  # fmt: skip
    with np.errstate(invalid="ignore", divide="ignore"):
        weight = np.where(ours > 0, share / share.sum(axis=0) * ours / ours.sum(), 0.0)
    member, world = np.nonzero(weight > 0)
    plays = [_spread(tree, each) for each in members]
    play = Play(*(np.stack([plays[k][at][w] for k, w in zip(member, world, strict=True)]) for at in range(3)))
    cells = MemberCells(names, member, world, weight[member, world], play)
    _refuse_others(tree, cells)
    return cells


def _refuse_others(tree: Tree, cells: MemberCells) -> None:
    """Raises SolveError with each member that is no equilibrium, and by how much."""
    at = tree.world(cells.world)
    measured, good = judged(at, cells.play, REGRET)
    unit = payoff_range(at).max(axis=1, initial=0.0)
    faults = []
    for cell in np.flatnonzero(~good):
        regret = measured.max_regret[cell]
        faults.append(
            Fault(
                "history/no-equilibrium",
                f"{cells.names[cells.member[cell]]!r} gives up {regret:.3g} at an information set "
                f"(the payoffs range over {unit[cell]:.3g})",
                f"{tree.title}, world {cells.world[cell]}",
                f"equilibria: a regret of at most {REGRET:g} of that range, and of what is at stake at the set",
                "give it the weight 0 in that world, or solve it again there",
            )
        )
    SolveError.raise_any(faults)


def _spread(tree: Tree, member: NamedPlay) -> Play:
    """The play in every world of the tree."""
    shape = (tree.n_worlds, tree.n_actions)
    try:
        return Play(*(np.broadcast_to(np.asarray(each, float), shape) for each in member.play))
    except ValueError:
        raise SolveError.of(
            "history/shape", f"play of shape {np.shape(member.play.strategy)}", f"{tree.title}, {member.name!r}",
            f"[world, action] = {shape}, or [action]",
        ) from None  # fmt: skip


def _weight(tree: Tree, member: NamedPlay) -> Floats:
    given = np.asarray(member.weight, float)
    if given.shape not in ((), (1,), (tree.n_worlds,)) or not _is_weight(given):
        raise _no_weight(tree, repr(member.name))
    return np.array(np.broadcast_to(given, (tree.n_worlds,)))


def _is_weight(given: Floats) -> bool:
    return bool(np.isfinite(given).all() and (given >= 0).all())


def _no_weight(tree: Tree, whose: str) -> SolveError:
    return SolveError.of(
        "history/weight", f"the weight of {whose}", tree.title,
        "numbers of at least 0, not all of them 0: one, or one for each world",
    )  # fmt: skip
