"""The Tree: one shape, many worlds (docs/data-model.md is its page, array by array).

A tree is a frozen bundle of flat arrays in depth-first order. Its validity conditions are numbered
in the documentation and checked at one door, :func:`check`; nothing behind that door checks again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from overture.games.spoken import SpokenGame
from overture.games.view import Shown, count, few

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike

    from overture.games.drawing.drawing import Drawing, Plays

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

TERMINAL = -1
NO_OUTCOME = -1
CHANCE = -1


@dataclass(frozen=True)
class Labels:
    """What the parts of a tree are called. Arrays of the tree index into these tuples.

    ``set_name`` is the name of the move that is made at a set ("offer"): events speak of it.
    ``set_label`` is the label of the set itself; ``seen`` is what the mover has seen there, as pairs
    (move, choice). ``set_number`` counts from 1 within each player, and within chance.
    """

    set_name: tuple[str, ...]
    set_label: tuple[str, ...]
    set_number: tuple[int, ...]
    edge: tuple[str, ...]
    seen: tuple[tuple[tuple[str, str], ...], ...]
    node: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    outcome_number: tuple[int, ...] = ()
    comment: str = ""  # free text about the game, kept for files


@dataclass(frozen=True)
class Exact:
    """The same numbers as rationals, where every input was rational (one world only)."""

    chance: tuple[Fraction, ...]  # [branch]
    payoff: tuple[tuple[Fraction, ...], ...]  # [outcome][player]


@dataclass(frozen=True, repr=False)
class Tree(Shown):
    """A finite game with perfect recall, in flat arrays; payoffs and odds carry a world axis.

    *Sets* are the information sets of the players, numbered from 0 in the order of their first node,
    then the chance sets. *Edges* are the actions of set 0, of set 1, ...: so the actions of the
    players come first and the branches of chance follow.

    Attributes:
        title: what the game is called.
        players: names, in payoff order.
        parent: [node] the node before; -1 at the root; ``parent[n] < n`` elsewhere.
        edge: [node] the edge by which the node is entered; -1 at the root.
        set_of: [node] the set that the node is in; TERMINAL (-1) at the end of a history.
        outcome: [node] the outcome attached to the node; NO_OUTCOME (-1) without one.
        set_player: [set] the mover; CHANCE (-1) for chance.
        edge_start: [set + 1] the edges of set s are ``edge_start[s]:edge_start[s + 1]``.
        chance: [world, branch] probability of each edge of chance, branch = edge - n_actions.
        payoff: [world, outcome, player] paid when the history passes the outcome.
        labels: names of all of these.
        exact: the rationals behind ``chance`` and ``payoff``, or None.
        parameters: name -> [world] values from which the worlds were made (empty for a file).
        spoken: how sentences and pictures speak of the game, where a story or a case has words for it; else None. It is no
            part of the game: it is not compared, not written to files, and no number depends on it.
    """

    title: str
    players: tuple[str, ...]
    parent: Ints
    edge: Ints
    set_of: Ints
    outcome: Ints
    set_player: Ints
    edge_start: Ints
    chance: Floats
    payoff: Floats
    labels: Labels
    exact: Exact | None = None
    parameters: dict[str, Floats] = field(default_factory=dict)
    spoken: SpokenGame | None = field(default=None, compare=False)
    # Derived once, in __post_init__:
    n_infosets: int = field(init=False, default=0)
    n_actions: int = field(init=False, default=0)
    member_start: Ints = field(init=False, repr=False, default_factory=lambda: np.empty(0, np.int32))
    member: Ints = field(init=False, repr=False, default_factory=lambda: np.empty(0, np.int32))

    __derived__: ClassVar[tuple[str, ...]] = ("spoken",)

    def __post_init__(self) -> None:
        decisions = int(np.count_nonzero(self.set_player != CHANCE))
        # A stable sort keeps depth-first order inside each set; terminals (-1) come first and go.
        order = np.argsort(self.set_of, kind="stable").astype(np.int32)
        first = int(np.count_nonzero(self.set_of < 0))
        counts = np.bincount(self.set_of[self.set_of >= 0], minlength=len(self.set_player))
        start = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        object.__setattr__(self, "n_infosets", decisions)
        object.__setattr__(self, "n_actions", int(self.edge_start[decisions]))
        object.__setattr__(self, "member", order[first:])
        object.__setattr__(self, "member_start", start)

    @property
    def n_worlds(self) -> int:
        return int(self.payoff.shape[0])

    @property
    def n_nodes(self) -> int:
        return len(self.parent)

    @property
    def n_sets(self) -> int:
        return len(self.set_player)

    @property
    def n_edges(self) -> int:
        return int(self.edge_start[-1])

    @property
    def names(self) -> tuple[str, ...]:
        """How sentences and pictures name the players, in payoff order: by their labels where there are no words."""
        found = tuple(map(self.spoken.name, self.players)) if self.spoken else self.players
        return found if len(set(found)) == len(found) else self.players

    @property
    def terminal(self) -> Ints:
        """[terminal] the nodes where histories end, in depth-first order."""
        return np.flatnonzero(self.set_of == TERMINAL).astype(np.int32)

    @property
    def infoset_of_action(self) -> Ints:
        """[action] the information set to which each action belongs."""
        sizes = np.diff(self.edge_start[: self.n_infosets + 1])
        return np.repeat(np.arange(self.n_infosets, dtype=np.int32), sizes)

    def _repr_html_(self) -> str:
        """For notebooks: a strategic game as its table of payoffs, a small tree drawn, another as its information sets."""
        from overture.games.drawing.notebook import tree_html
        from overture.games.table import html_table

        if not self.n_worlds:
            return super()._repr_html_()
        return html_table(self) or tree_html(self)

    def _head(self) -> list[str]:
        worlds = count(self.n_worlds, "world")
        if self.parameters:
            worlds += f" ({few(self.parameters)})"
        return [
            f"Tree: {self.title}",
            f"players: {few(self.names)}",
            f"{count(self.n_nodes, 'node')}, {count(len(self.terminal), 'history', 'histories')}, "
            f"{count(self.n_infosets, 'information set')}, {count(self.n_actions, 'action')}, "
            f"{count(self.n_edges - self.n_actions, 'branch', 'branches')} of chance",
            worlds + ("" if self.exact is None else ", payoffs and odds in exact numbers"),
        ]

    def to_frame(self) -> pd.DataFrame:
        """One row per information set: player, number, infoset, move, actions (as text) and how many nodes it has."""
        import pandas as pd

        labels, start, sets = self.labels, self.edge_start, range(self.n_infosets)
        return pd.DataFrame(
            {
                "player": [self.players[self.set_player[at]] for at in sets],
                "number": [labels.set_number[at] for at in sets],
                "infoset": [labels.set_label[at] for at in sets],
                "move": [labels.set_name[at] for at in sets],
                "actions": [", ".join(labels.edge[start[at] : start[at + 1]]) for at in sets],
                "nodes": [len(self.members(at)) for at in sets],
            }
        )

    def members(self, set_index: int) -> Ints:
        """The nodes of a set, in depth-first order."""
        return self.member[self.member_start[set_index] : self.member_start[set_index + 1]]

    def followers(self) -> list[list[int]]:
        """[node] the nodes that follow each node, in their order."""
        found: list[list[int]] = [[] for _ in range(self.n_nodes)]
        for node, before in enumerate(self.parent.tolist()[1:], start=1):
            found[before].append(node)
        return found

    def draw(
        self,
        play: Plays | ArrayLike | None = None,
        *,
        world: int = 0,
        note: str = "",
        fold: bool | None = None,
    ) -> Drawing:
        """The tree as a picture, with a solution, an entry of a list or a strategy on it where one is given.

        Arguments and errors are those of :func:`overture.games.drawing.drawing.draw`.
        """
        from overture.games.drawing.drawing import draw

        return draw(self, play, world=world, note=note, fold=fold)

    def to_latex(self, world: int = 0) -> str:
        """The payoffs of a world as a ``tabular`` of LaTeX: :func:`overture.games.table.latex_payoffs`."""
        from overture.games.table import latex_payoffs

        return latex_payoffs(self, world)

    def world(self, index: int | np.integer | slice | NDArray[np.integer] | list[int]) -> Tree:
        """The same shape with only the chosen worlds (an index keeps one world)."""
        chosen = [int(index)] if isinstance(index, int | np.integer) else index
        exact = self.exact if self.n_worlds == 1 else None
        return replace(
            self,
            chance=np.ascontiguousarray(self.chance[chosen]),
            payoff=np.ascontiguousarray(self.payoff[chosen]),
            exact=exact,
            parameters={name: value[chosen] for name, value in self.parameters.items()},
        )
