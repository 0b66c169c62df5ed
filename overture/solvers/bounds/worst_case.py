"""What a player can guarantee: his best play against others who care only to hurt him.

The others become one adversary whose payoff is what the player loses. The game that remains is zero-sum
between two, whatever the payoffs of the others were, and so it has a value. With one opponent that is
the maximin of behaviour strategies. With several the adversary is a team that *pools* what its members
see: each moves knowing all that any of them has seen at his own moves, and done. Real opponents know
less, so the player can guarantee at least this much against them, and perhaps more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from overture.errors import SolveError
from overture.games.check import check
from overture.games.given import need_tree, need_world
from overture.games.tree import CHANCE, Floats, Ints, Labels, Tree
from overture.games.view import Shown, told
from overture.solvers.bounds.sequence import sequence_form
from overture.solvers.bounds.zero_sum import ZeroSum, local_unit, zero_sum
from overture.solvers.deadline import Deadline

if TYPE_CHECKING:
    import pandas as pd

# A linear programme of so many sequences takes seconds (liar's dice with six sides has 49,146); beyond it,
# or where the programme does not end in time, play is learnt.
MOST_SEQUENCES = 100_000
TOLERANCE = 1e-4  # of an ordinary difference of payoffs, for play that is learnt


@dataclass(frozen=True, repr=False)
class Guarantee(Shown):
    """What one player can guarantee in one world.

    Attributes:
        tree: the game that was asked about (one world).
        player: index of the player.
        value: what his strategy gets him against the worst that the others can do: measured.
        most: no strategy guarantees more than this: what the adversary holds him to, measured.
        strategy: [action] his strategy; NaN at actions of others.
        pooled: whether the others are several, taken as one team that pools what it sees.
        played: the zero-sum game of two that was solved, and its answer.
    """

    tree: Tree
    player: int
    value: float
    most: float
    strategy: Floats
    pooled: bool
    played: ZeroSum
    _columns = ("player", "infoset", "action", "strategy")

    def _head(self) -> list[str]:
        tree = self.tree
        more = "; the others are taken as one team that pools what it sees" if self.pooled else ""
        return [
            f"What {tree.players[self.player]} can guarantee in {tree.title}: {told(self.value)}",
            f"no strategy guarantees more than {told(self.most)}{more}",
        ]

    def __again__(self) -> Guarantee:
        from overture.solvers.kept import guarantee_again

        return guarantee_again(self)

    def to_frame(self) -> pd.DataFrame:
        """One row per action of the player.

        Columns: ``player``, ``number`` and ``infoset`` of the set; ``action``; ``strategy``, its probability in the play
        that guarantees most; ``guarantee``, what that gets him; ``most``, what no strategy exceeds; one column for each
        parameter.
        """
        from overture.solvers.frames import with_parameters

        tree, labels = self.tree, self.tree.labels
        mine = np.flatnonzero(tree.set_player[tree.infoset_of_action] == self.player)
        sets = tree.infoset_of_action[mine].tolist()
        columns = {
            "player": [tree.players[self.player]] * len(mine),
            "number": [labels.set_number[at] for at in sets],
            "infoset": [labels.set_label[at] for at in sets],
            "action": [labels.edge[at] for at in mine],
            "strategy": self.strategy[mine],
            "guarantee": self.value,
            "most": self.most,
        }
        return with_parameters(columns, tree, np.zeros(len(mine), np.int64))

    @property
    def reached(self) -> bool:
        """Whether ``value`` and ``most`` are as close as was asked for."""
        return self.played.reached


def guarantee(
    tree: Tree,
    player: str | int,
    world: int = 0,
    *,
    tolerance: float = TOLERANCE,
    seconds: float | None = None,
    progress: Callable[[int, float], None] | None = None,
) -> Guarantee:
    """What ``player`` can guarantee whatever the others do and want.

    Args:
        tree: a game with at least two players.
        player: name or index.
        world: which world of it.
        tolerance: of NashConv, in shares of an ordinary difference of payoffs; only where play is learnt.
        seconds: a wish to end by a time, for the linear programme and learning together; None for none.
        progress: called with (iterations, NashConv) while play is learnt.

    Raises:
        TreeError: what is given is no tree.
        SolveError: a player or a world that does not exist, or a game of one player.

    Source: the maximin of von Neumann 1928, over realisation plans (von Stengel 1996, Games and Economic Behavior 14:220-246).
    """
    need_tree(tree)
    until = Deadline(seconds)
    at = player_index(tree, player)
    need_world(tree, world, "worst")
    if len(tree.players) < 2:
        raise SolveError.of("worst/players", "one player", tree.title, "two players or more")
    single = tree if tree.n_worlds == 1 else tree.world(world)
    duel, action = against(single, at)
    played = _exactly(duel, until)
    if played is None:
        from overture.solvers.bounds.regret_matching import regret_matching

        played = regret_matching(
            duel, tolerance=tolerance * local_unit(sequence_form(duel)), seconds=until.left, progress=progress
        )
    strategy = np.full(single.n_actions, np.nan)
    mine = duel.set_player[duel.infoset_of_action] == 0
    strategy[action[mine]] = played.strategy[mine]
    return Guarantee(
        tree=single,
        player=at,
        value=played.guarantee[0] + 0.0,  # no minus zero
        most=0.0 - played.guarantee[1],
        strategy=strategy,
        pooled=len(tree.players) > 2,
        played=played,
    )


def _exactly(duel: Tree, until: Deadline) -> ZeroSum | None:
    """The answer of the linear programme; None where it is too large or does not end."""
    if duel.n_actions > MOST_SEQUENCES:
        return None
    try:
        return zero_sum(duel, seconds=until.left)
    except SolveError as error:
        if error.id != "zero-sum/programme":
            raise
        return None


def player_index(tree: Tree, player: str | int) -> int:
    """The index of a player given by name or index. Raises SolveError naming the players."""
    if isinstance(player, int) and 0 <= player < len(tree.players):
        return player
    if player in tree.players:
        return tree.players.index(str(player))
    raise SolveError.of("worst/player", f"no player {player!r}", tree.title, ", ".join(tree.players))


def against(tree: Tree, player: int) -> tuple[Tree, Ints]:
    """The zero-sum game of ``player`` against all others, and the action of ``tree`` behind each of its actions.

    Player 0 of the result is ``player``. An information set of the adversary is one of another player,
    split by all that the team has done and where (with one opponent nothing is split).
    """
    if len(tree.players) == 2:
        return _against_one(tree, player), np.arange(tree.n_actions, dtype=np.int32)
    from overture.solvers.bounds._sequence import team_past

    decisions = tree.n_infosets
    owner = tree.set_player[:decisions]
    past = np.zeros(tree.n_nodes, dtype=np.int64)
    team_past(tree.parent, tree.edge, tree.set_of, tree.set_player, player, past)
    nodes = tree.member[: tree.member_start[decisions]]
    split = np.where(owner[tree.set_of[nodes]] == player, 0, past[nodes])
    # A new set is (old set, the team's past), numbered by its first node.
    nodes_first = np.argsort(nodes)
    key = np.stack((tree.set_of[nodes], split), axis=1)[nodes_first]
    _, first, inverse = np.unique(key, axis=0, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int32)
    rank[np.argsort(first)] = np.arange(len(first), dtype=np.int32)
    new_set = tree.set_of.copy()
    new_set[nodes[nodes_first]] = rank[inverse.ravel()]
    grown = len(first) - decisions
    new_set[tree.set_of >= decisions] += grown
    old = np.empty(len(first), dtype=np.int32)  # [new set] the set it came from
    old[rank] = key[first, 0]

    sizes = np.diff(tree.edge_start)
    all_old = np.concatenate((old, np.arange(decisions, tree.n_sets, dtype=np.int32)))
    edge_start = np.concatenate(([0], np.cumsum(sizes[all_old]))).astype(np.int32)
    slot = tree.edge[1:] - tree.edge_start[tree.set_of[tree.parent[1:]]]
    edge = tree.edge.copy()
    edge[1:] = edge_start[new_set[tree.parent[1:]]] + slot
    action = (
        np.concatenate([np.arange(tree.edge_start[s], tree.edge_start[s + 1]) for s in old]).astype(np.int32)
        if len(old)
        else np.empty(0, dtype=np.int32)
    )
    mover = tree.set_player[all_old]
    duel = replace(
        tree,
        players=(tree.players[player], _team(tree, player)),
        edge=edge,
        set_of=new_set,
        set_player=_sides(mover, player),
        edge_start=edge_start,
        payoff=_duel_payoff(tree, player),
        labels=_labels(tree.labels, all_old.tolist(), mover, player, action, tree.n_actions),
        exact=None,
    )
    return check(duel), action


def _against_one(tree: Tree, player: int) -> Tree:
    """With one opponent only the payoffs change, and who counts as the first."""
    return replace(
        tree,
        players=(tree.players[player], tree.players[1 - player]),
        set_player=_sides(tree.set_player, player),
        payoff=_duel_payoff(tree, player),
        exact=None,
    )


def _sides(mover: Ints, player: int) -> Ints:
    return np.where(mover == CHANCE, CHANCE, np.where(mover == player, 0, 1)).astype(np.int32)


def _duel_payoff(tree: Tree, player: int) -> Floats:
    """[W, outcome, side] what the player is paid, and what that costs the adversary."""
    return np.stack((tree.payoff[..., player], -tree.payoff[..., player]), axis=-1)


def _team(tree: Tree, player: int) -> str:
    others = [name for at, name in enumerate(tree.players) if at != player]
    name = " and ".join(others) if len(others) < 3 else "all others"
    return name if name != tree.players[player] else f"against {name}"


def _labels(labels: Labels, old: list[int], mover: Ints, player: int, action: Ints, n_actions: int) -> Labels:
    counts: dict[int, int] = {}
    numbers = []
    for who in mover.tolist():
        side = -1 if who < 0 else int(who != player)
        counts[side] = counts.get(side, 0) + 1
        numbers.append(counts[side])
    return replace(
        labels,
        set_name=tuple(labels.set_name[at] for at in old),
        set_label=tuple(labels.set_label[at] for at in old),
        set_number=tuple(numbers),
        seen=tuple(labels.seen[at] for at in old),
        edge=(*(labels.edge[at] for at in action.tolist()), *labels.edge[n_actions:]),
    )
