"""Where a class of equilibrium ceases to exist as one parameter moves: one member of it is followed.

A class is here what is done where play goes: which information sets are reached, and which actions are taken there.
What is done elsewhere may change along the way, as best replies off the path do. A path of the logit correspondence
ends in one class in each world, and so never sees where another begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from overture.errors import FileError, SolveError
from overture.games.measured.measure import Measured, payoff_range, reach
from overture.games.measured.play import Play
from overture.games.measured.sound import judged
from overture.games.measured.standards import EXACT, REGRET, USED
from overture.games.telling.language import Game
from overture.games.tree import Floats, Tree
from overture.games.view import Shown, told
from overture.history.members import NamedPlay
from overture.solvers.beside.fines import charged
from overture.solvers.path.starts import solve_again
from overture.solvers.solve import solve

if TYPE_CHECKING:
    import pandas as pd

Bools = NDArray[np.bool_]
STEPS = 32  # parts of the way that are looked at first; a gap within one of them is not seen
PARTS = 16  # into which the part that has the edge is cut, again and again
SMALL = 1e-3  # of the largest regret: less of it on the path is no reason why the class ends
NARROW = 1e-9  # of the whole way: so near is the edge found


@dataclass(frozen=True, repr=False)
class ClassEdge(Shown):
    """How far a class was followed, by :func:`follow_class`; what the play gives up is measured anew when it is loaded.

    Attributes:
        tree: the game where the class was last seen and, unless it lasts, where it is no more: one world or two.
        parameter: what moved. start, stop: from where to where.
        member: how it is played where it was last seen.
        lasts: the class was followed to ``stop``.
        regret: [infoset] what that play gives up where the class is no more; zeros if it lasts.
        who, infoset, act: who would first do something else there, where, and what; "" if it lasts.
        on_path: whether that set is reached. If not, the class was lost for want of what to do off the path, and
            another way of completing it may carry it further.
    """

    __derived__: ClassVar[tuple[str, ...]] = ("regret", "who", "infoset", "act", "on_path")

    tree: Tree
    parameter: str
    start: float
    stop: float
    member: NamedPlay
    lasts: bool
    regret: Floats = field(repr=False)
    who: str
    infoset: str
    act: str
    on_path: bool

    @property
    def value(self) -> float:
        """The value of the parameter at which the class was last seen: the edge, or ``stop`` if it lasts."""
        return float(self.tree.parameters[self.parameter][0])

    @property
    def beyond(self) -> float:
        """The nearest value at which the class is no more; NaN if it lasts."""
        return np.nan if self.lasts else float(self.tree.parameters[self.parameter][1])

    def to_frame(self) -> pd.DataFrame:
        """One row: class, parameter, start, stop, lasts, value, beyond, who, infoset, act, on_path, regret (the largest)."""
        import pandas as pd

        row = {
            "class": self.member.name, "parameter": self.parameter, "start": self.start, "stop": self.stop,
            "lasts": self.lasts, "value": self.value, "beyond": self.beyond, "who": self.who, "infoset": self.infoset,
            "act": self.act, "on_path": self.on_path, "regret": float(self.regret.max(initial=0.0)),
        }  # fmt: skip
        return pd.DataFrame([row])

    def _head(self) -> list[str]:
        way = f"{self.member.name!r} in {self.tree.title} as {self.parameter} goes from {told(self.start)}"
        if self.lasts:
            return [f"ClassEdge: {way} to {told(self.stop)}: it lasts"]
        end = "it ends" if self.on_path else "it is lost, off the path,"
        return [
            f"ClassEdge: {way} towards {told(self.stop)}: {end} at {told(self.value)}",
            f"beyond it {self.who} would rather {self.act} ({self.infoset})",
        ]

    def __again__(self) -> ClassEdge:
        inside = judged(self.tree.world(0), self.member.play, EXACT, EXACT)[1]
        if not inside.all() or self.lasts != (self.tree.n_worlds == 1):
            raise FileError.of(
                "load/measured",
                "the play is no equilibrium at the edge",
                self.tree.title,
                "what save() wrote",
            )
        return _edge(self.tree, self.parameter, self.start, self.stop, self.member)


def follow_class(
    game: Game, parameters: Mapping[str, Any], member: NamedPlay, parameter: str, stop: float
) -> ClassEdge:
    """Follow one member of a class as a parameter moves, to where the class ceases to be an equilibrium.

    On the way its equations are solved again with the same supports, so what is mixed moves along; where the support on
    the path changes, or regret is above rounding, the class is no more. The way is looked at in 32 parts, and the first
    in which the class is lost is cut until the edge is known to 1e-9 of the way, as far as regret of 1e-9 of the payoffs
    tells it. Where a mixture becomes pure the solver gives up at a share of about 1e-6, and the edge is as near. A tie that is settled in some shares
    keeps them as the solver leaves them: settle it purely to ask about one way of settling it.

    Args:
        game: a told game, with its shape.
        parameters: one number each: the world in which ``member`` is an equilibrium.
        member: its play [1, A] or [A].
        parameter: the name of the one that moves. stop: to which value.

    Raises:
        SolveError: the member is no equilibrium where it starts, or there is no such parameter.
    """
    return next(follow_classes(game, parameters, [member], parameter, stop))


def follow_classes(
    game: Game, parameters: Mapping[str, Any], members: Sequence[NamedPlay], parameter: str, stop: float
) -> Iterator[ClassEdge]:
    """The same for several members, one after the other; the game is told once where all of them are looked at."""
    if parameter not in parameters:
        raise SolveError.of(
            "follow/parameter", f"no parameter is called {parameter!r}", game.title, ", ".join(parameters)
        )
    start, stop = float(parameters[parameter]), float(stop)

    def made(values: Floats) -> Tree:
        return game.tree({**parameters, parameter: values})

    here = made(np.array([start]))
    parts: Tree | None = None
    for member in members:
        play = Play(*(np.array(np.broadcast_to(each, (1, here.n_actions)), float) for each in member.play))
        if not judged(here, play, REGRET)[1].all():
            regret = float(play.measured(here).max_regret[0])
            raise SolveError.of(
                "follow/no-equilibrium", f"{member.name!r} gives up {regret:.3g} at an information set where it starts",
                f"{game.title}, {parameter} {told(start)}", "an equilibrium there",
            )  # fmt: skip
        parts = parts or made(_parts(start, stop))
        inside, beyond, play = _bisected(made, parts, _Pattern.of(here, play), play, start, stop)
        values = np.array([inside] if beyond is None else [inside, beyond])
        yield _edge(made(values), parameter, start, stop, NamedPlay(member.name, play, member.weight))


def _parts(start: float, stop: float) -> Floats:
    """Where the way is looked at first."""
    return np.linspace(start, stop, STEPS + 1)[1:]


@dataclass(frozen=True)
class _Pattern:
    """What is done where play goes: reached [infoset], taken [action] at those sets."""

    reached: Bools
    taken: Bools

    @classmethod
    def of(cls, tree: Tree, play: Play) -> _Pattern:
        reached, taken = _patterns(tree, play)
        return cls(reached[0], taken[0])

    def kept(self, tree: Tree, play: Play) -> Bools:
        """[W] the worlds in which play has this pattern."""
        reached, taken = _patterns(tree, play)
        return np.asarray((reached == self.reached).all(axis=1) & (taken == self.taken).all(axis=1))


def _patterns(tree: Tree, play: Play) -> tuple[Bools, Bools]:
    """[W, infoset] and [W, A]."""
    used = np.where(play.strategy > USED, play.strategy, 0.0)
    passing = reach(
        tree,
        used / np.add.reduceat(used, tree.edge_start[: tree.n_infosets], axis=1)[:, tree.infoset_of_action],
    )
    nodes, start = tree.member[: tree.member_start[tree.n_infosets]], tree.member_start[: tree.n_infosets]
    reached = np.add.reduceat(passing[:, nodes], start, axis=1) > 0
    return reached, (used > 0) & reached[:, tree.infoset_of_action]


def _bisected(
    made: Callable[[Floats], Tree], parts: Tree, pattern: _Pattern, play: Play, start: float, stop: float
) -> tuple[float, float | None, Play]:
    """The last value at which the class was seen, the first at which it is no more (None: it lasts), and its play.

    ``parts`` is the game in the worlds that are looked at first.
    """
    inside, beyond = start, None
    values, tree = _parts(start, stop), parts
    while True:
        found, good = _again(tree, pattern, play.tiled(len(values)))
        if not good[0] and (other := _completed(tree.world(0), pattern, play)) is not None:
            found, good = other, np.array([True])
        kept = int(np.argmin(np.append(good, False)))
        if kept:
            inside, play = float(values[kept - 1]), found.take(np.array([kept - 1]))
            values = values[kept:]
            if len(values):  # what was lost may be lost to the solver alone: it is tried again from nearer by
                tree = tree.world(np.arange(kept, tree.n_worlds))
                continue
        if len(values):
            beyond = float(values[0])
        if beyond is None or abs(beyond - inside) <= NARROW * abs(stop - start):
            return inside, beyond, play
        values = np.linspace(inside, beyond, PARTS + 1)[1:-1]
        values = values[(values != inside) & (values != beyond)]
        if not len(values):
            return inside, beyond, play
        tree = made(values)


def _again(tree: Tree, pattern: _Pattern, play: Play) -> tuple[Play, Bools]:
    """``play`` [W, A], in place, solved again in the worlds of ``tree``, and [W] where that is certified and of the class."""
    solved = solve_again(tree, play)
    return play, solved & judged(tree, play, EXACT, EXACT)[1] & pattern.kept(tree, play)


def _completed(tree: Tree, pattern: _Pattern, play: Play) -> Play | None:
    """The class in a tree of one world, with other play where it is lost off the path.

    The game is solved with a fine on every act by which play would leave the class: a fine that nobody pays moves nothing
    but what is done elsewhere. From there comes what follows those acts off the path below which somebody would do
    something else, and by which trembles play gets there; failing that, the whole. It is judged without the fine.
    """
    left = pattern.reached[tree.infoset_of_action] & ~pattern.taken
    end = solve(charged(tree, left[None]), threads=1)
    other = Play(end.strategy, end.order, end.weight)
    mended = play.copied()
    below, way = _below(tree, pattern, play)
    for mine, theirs in zip(mended, other, strict=True):
        mine[:, below] = theirs[:, below]
    mended.order[:, way], mended.weight[:, way] = other.order[:, way], other.weight[:, way]
    for tried in (mended, other):
        found, good = _again(tree, pattern, tried)
        if good[0]:
            return found
    return None


def _below(tree: Tree, pattern: _Pattern, play: Play) -> tuple[Bools, Bools]:
    """[action] twice: at sets below those acts off the path after which somebody would do something else; on the way there.

    An act leads there if whoever would do something else believes that it was made.
    """
    measured, sets = play.measured(tree), tree.n_infosets
    wrong = ~pattern.reached & (measured.regret[0] > EXACT * payoff_range(tree).max(initial=0.0))
    first = np.full(tree.n_nodes, -1)  # the first node off the path on the way to each
    for node in range(1, tree.n_nodes):
        before, by = int(tree.parent[node]), int(tree.edge[node])
        leaves = by < tree.n_actions and not pattern.taken[by]
        first[node] = first[before] if first[before] >= 0 else node if leaves else -1
    decides = (tree.set_of >= 0) & (tree.set_of < sets)
    believed = decides & (measured.belief[0] > 0)
    entered = np.unique(first[believed & wrong[np.where(believed, tree.set_of, 0)]])
    below = np.zeros(sets, bool)
    below[tree.set_of[decides & np.isin(first, entered)]] = True
    way = np.zeros(tree.n_edges, bool)
    way[tree.edge[entered]] = True
    return (below & ~pattern.reached)[tree.infoset_of_action], way[: tree.n_actions]


def _edge(tree: Tree, parameter: str, start: float, stop: float, member: NamedPlay) -> ClassEdge:
    """The edge, with what the play of its inner side gives up on the other."""
    if tree.n_worlds == 1:
        return ClassEdge(
            tree, parameter, start, stop, member, True, np.zeros(tree.n_infosets), "", "", "", True
        )
    outside = tree.world(1)
    measured = member.play.measured(outside)
    regret = measured.regret[0]
    reached = _patterns(outside, member.play)[0][0]
    first = np.where(reached, regret, 0.0)
    if first.max() < SMALL * regret.max():
        first = regret
    at = int(np.argmax(first))
    return ClassEdge(
        tree, parameter, start, stop, member, False, regret, tree.players[tree.set_player[at]],
        tree.labels.set_label[at], _best(tree, measured, at), bool(reached[at]),
    )  # fmt: skip


def _best(tree: Tree, measured: Measured, at: int) -> str:
    low, high = tree.edge_start[at : at + 2]
    return str(tree.labels.edge[low + int(np.argmax(measured.action_value[0, low:high]))])
