"""Why terms hold: for every choice on the way to a deal or after it, how much is lost by making it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from overture.design.terms.members import EACH, TIED, Bools
from overture.design.terms.places import along, in_tree
from overture.design.terms.posed import Clause, TermsGame, batches, check_asked, count_worlds
from overture.errors import SolveError
from overture.games.measured.play import Play
from overture.games.measured.standards import USED
from overture.games.tree import Floats, Tree
from overture.solvers.all.across import equilibria_across

if TYPE_CHECKING:
    import pandas as pd

SURE = 1 - 1e-9  # a choice that is likelier is surely made


@dataclass(frozen=True)
class NamedMember:
    """One equilibrium of a game of one world."""

    name: str
    tree: Tree
    play: Play


def members_at(
    game: TermsGame,
    clauses: Sequence[Clause],
    vector: Floats,
    shape: Mapping[str, Any],
    world: Mapping[str, Any],
    *,
    steps: int | None = None,
) -> list[NamedMember]:
    """The equilibria under one vector of terms [C] in one world, by name.

    Raises:
        SolveError: more than one world, or a vector that does not fit the clauses.
    """
    vectors = np.asarray(vector, float)[None]
    check_asked(clauses, vectors, world, np.ones(count_worlds(world)))
    if (many := count_worlds(world)) != 1:
        raise SolveError.of("terms/worlds", f"{many} worlds", "world", "one number for each parameter")
    (batch,) = batches(game, clauses, vectors, shape, world, 1)
    found = equilibria_across(batch.tree, steps=steps, each=EACH).named()
    return [NamedMember(each.name, batch.tree, each.play) for each in found]


@dataclass(frozen=True)
class ConstraintTable:
    """One row for each choice that is not surely made, at every information set on the way to a deal, after it, or
    after his leaving it.

    Attributes:
        player, infoset, choice: whose, where, which. probability: with which it is made.
        slack: the value of what is played there less that of the choice, by the beliefs held there, on the path or off
            it. 0 binds; two that are 0 at a set are a mixed choice.
        on_path: whether play comes there.
    """

    player: tuple[str, ...]
    infoset: tuple[str, ...]
    choice: tuple[str, ...]
    probability: Floats
    slack: Floats
    on_path: Bools

    @property
    def binding(self) -> Bools:
        """[row] the choices by which nothing is lost."""
        return np.asarray(np.abs(self.slack) <= TIED)

    @property
    def nearest(self) -> int:
        """The row of the choice, among those that are not made, by which the least is lost; -1 where there is none."""
        idle = np.flatnonzero(self.probability <= USED)
        return int(idle[np.argmin(self.slack[idle])]) if len(idle) else -1

    def to_frame(self) -> pd.DataFrame:
        """Columns: player, infoset, choice, probability, slack, binding, on_path."""
        import pandas as pd

        return pd.DataFrame(
            {
                "player": list(self.player),
                "infoset": list(self.infoset),
                "choice": list(self.choice),
                "probability": self.probability,
                "slack": self.slack,
                "binding": self.binding,
                "on_path": self.on_path,
            }
        )


def constraint_table(game: TermsGame, tree: Tree, play: Play) -> ConstraintTable:
    """The constraints of play [1, A] in a game of one world."""
    measured, sets = play.measured(tree), tree.infoset_of_action
    share = play.strategy[0]
    start = tree.edge_start[: tree.n_infosets]
    played = np.add.reduceat(share * measured.action_value[0], start)
    asked = along(tree, game.struck)
    if in_tree(tree, game.leaving):
        asked |= along(tree, game.leaving)
    listed = np.flatnonzero(asked[sets] & (share < SURE))
    passed = np.array([measured.reach[0, tree.members(at)].sum() > 0 for at in range(tree.n_infosets)], bool)
    return ConstraintTable(
        player=tuple(tree.players[tree.set_player[sets[each]]] for each in listed),
        infoset=tuple(tree.labels.set_label[sets[each]] for each in listed),
        choice=tuple(tree.labels.edge[each] for each in listed),
        probability=share[listed],
        slack=(played[sets] - measured.action_value[0])[listed],
        on_path=passed[sets[listed]],
    )
