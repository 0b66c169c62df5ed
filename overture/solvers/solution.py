"""What a solver hands back: strategies with their certificate, and sentences that say how far to trust them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Self, cast

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from overture.games.measured.measure import Measured, expected_size, payoff_range
from overture.games.measured.play import Play
from overture.games.measured.sound import sound
from overture.games.measured.stakes import local_regret
from overture.games.measured.standards import EXACT
from overture.games.show import place_words
from overture.games.spoken import SpokenGame
from overture.games.tree import Floats, Tree
from overture.games.view import Shown, count, rounded_to_nothing, values

if TYPE_CHECKING:
    import pandas as pd

LIMIT = 0
AT_PRECISION = 1
NEAR = 2
LOST = 3
UNSOLVED = 4
WITHIN = 5
STOPPED = 6
SEARCHED = 7
SOLVED = (LIMIT, AT_PRECISION, WITHIN, SEARCHED)
NAMED = 5  # worlds without play that a summary names one by one

LOCAL = 1000.0  # a point of the path within the share asked for may have so many times that share of a local spread
RARE = 1e-6  # ends rarer than this count in proportion where a point of the path is judged in local units
RESPONSE = 1e-6  # largest difference from the logit response at which a precision counts as reached

STATUS_TEXT = {
    LIMIT: "solved: the limit of the path, exact to rounding",
    AT_PRECISION: "solved at the precision that was asked for",
    NEAR: "solved in part: the path was followed far, its limit was not identified; the regret is that of the last point",
    LOST: "not solved: the path could not be followed to its end; the regret is that of the last point",
    UNSOLVED: "not solved: no point was found",
    WITHIN: "solved: no information set, reached or not, has more regret than was asked for",
    SEARCHED: "solved: exact to rounding, by the search of supports; the limit of the path was not identified",
    STOPPED: "not solved: stopped early; the regret is that of the last point",
}


@dataclass(frozen=True, repr=False)
class Solution(Shown):
    """Strategies of every world, measured by :func:`overture.games.measured.measure.assess` (no solver grades itself).

    Made by :meth:`measured` alone. Axes: W worlds, A actions, N nodes.

    Attributes:
        tree: the game.
        method: how it was solved, in words.
        strategy: [W, A] behaviour strategies.
        order, weight: [W, A] trembles ``weight * eps**order`` of the actions of probability zero.
        belief: [W, N] belief at each node of an information set, on the path and off it (NaN elsewhere).
        value: [W, player] expected payoff.
        regret: [W, infoset] conditional regret, in units of the payoffs.
        max_regret: [W] the largest of them.
        share: [W] the largest of them over the largest payoff range of any player.
        local_share: [W] the largest share of what is at stake at an information set that its play gives away:
            :func:`overture.games.measured.stakes.local_regret`, for a point of the path with ends rarer than ``RARE`` in
            proportion. No catastrophe elsewhere in the game makes it small.
        precision: [W] precision of the logit response, in units of the payoffs; infinite for the limit.
        status: [W] a code, which follows from ``share``, ``local_share`` and ``residual``; ``status_text`` says it.
        reason: [W] why there is no play to measure in a world that is not solved; "" elsewhere.
        residual: [W] largest difference between a probability and the logit response to the measured
            values of its set; NaN for the limit, which is no logit response.
        folds: [W] how often the path turned back in precision.
        lost: [W] whether the path was lost, or may have been left for another one.
        followed: [W] precision times payoff range up to which the path was followed.
    """

    tree: Tree
    method: str
    strategy: Floats
    order: Floats
    weight: Floats
    belief: Floats
    value: Floats
    regret: Floats
    max_regret: Floats
    share: Floats
    local_share: Floats
    precision: Floats
    status: NDArray[np.int8]
    reason: NDArray[np.object_]
    residual: Floats
    folds: NDArray[np.int32]
    lost: NDArray[np.bool_]
    followed: Floats
    action_value: Floats = field(repr=False)
    reach: Floats = field(repr=False)

    @classmethod
    def measured(
        cls,
        tree: Tree,
        play: Play,
        *,
        method: str,
        precision: ArrayLike = np.inf,
        asked: ArrayLike | None = None,
        goal: float = EXACT,
        local_goal: float | None = None,
        searched: ArrayLike = False,
        otherwise: ArrayLike = NEAR,
        reason: NDArray[np.object_] | None = None,
        folds: ArrayLike = 0,
        lost: ArrayLike = False,
        followed: ArrayLike = np.inf,
    ) -> Self:
        """The solution that a play is, by what is measured of it.

        A play without a precision is solved where no information set has more than ``EXACT`` of regret, both over
        the payoff range and as a share of what is at stake there. A point of the path is solved at the precision
        ``asked`` for where it is the logit response to its own values; without one, where its regret is within
        ``goal`` of the payoff range and within ``local_goal`` of what is at stake. Nothing else makes it solved, and a
        walk that was stopped early is never called so.

        Args:
            tree: the game.
            play: strategy, order and weight [W, A]. Where they cannot be measured, the world is named as not
                solved, with the reason, and has uniform play; the other worlds stand.
            method: how it was solved, in words.
            precision: [W] of the logit response, in units of the payoffs; infinite for what claims to be exact.
            asked: [W] the precision that was asked for.
            goal: the share of the payoff range that a point of the path may regret.
            local_goal: the share of what is at stake that it may give away; ``LOCAL`` times ``goal`` if not given.
            searched: [W] whether it was found by the search of supports, and not by the path.
            otherwise: [W] what to call a world that is not solved: NEAR, LOST, UNSOLVED or STOPPED.
            reason: [W] why a world has no play, where that is known ("" elsewhere).
            folds, lost, followed: [W] see the attributes.
        """
        worlds = tree.n_worlds
        whole = sound(tree, play)
        why = np.array(whole.fault, object) if reason is None else np.where(reason != "", reason, whole.fault)
        found = whole.play.measured(tree)
        lam = _each(precision, worlds, np.float64)
        point = np.isfinite(lam)
        local = local_regret(tree, whole.play.strategy, found).max(axis=1, initial=0.0)
        if point.any():
            rows = np.flatnonzero(point)
            told = local_regret(tree, whole.play.strategy, found, RARE)
            local[rows] = told[rows].max(axis=1, initial=0.0)
        unit = payoff_range(tree).max(axis=1, initial=0.0)
        share = found.max_regret / np.where(unit > 0, unit, 1.0)
        residual = logit_residual(tree, whole.play.strategy, found.action_value, lam)
        status = _each(otherwise, worlds, np.int8)
        if asked is None:
            most = LOCAL * goal if local_goal is None else local_goal
            status[point & (share <= goal * (1 + 1e-6)) & (local <= most)] = WITHIN
        else:
            status[point & (lam == _each(asked, worlds, np.float64)) & (residual <= RESPONSE)] = AT_PRECISION
        exact = ~point & (share <= EXACT) & (local <= EXACT)
        status[exact] = np.where(_each(searched, worlds, np.bool_), SEARCHED, LIMIT)[exact]
        status[_each(otherwise, worlds, np.int8) == STOPPED] = STOPPED
        status[why != ""] = UNSOLVED
        return cls(
            tree=tree,
            method=method,
            strategy=whole.play.strategy,
            order=whole.play.order,
            weight=whole.play.weight,
            belief=found.belief,
            value=found.value,
            regret=found.regret,
            max_regret=found.max_regret,
            share=share,
            local_share=local,
            precision=lam,
            status=status,
            reason=why,
            residual=residual,
            folds=_each(folds, worlds, np.int32),
            lost=_each(lost, worlds, np.bool_),
            followed=_each(followed, worlds, np.float64),
            action_value=found.action_value,
            reach=found.reach,
        )

    def but(self, worlds: NDArray[np.integer], other: Solution) -> Solution:
        """The same with what ``other``, a solution of ``worlds`` of the tree, says of these."""
        changed = {}
        for each in fields(self):
            mine, theirs = getattr(self, each.name), getattr(other, each.name)
            if isinstance(mine, np.ndarray):
                mine = mine.copy()
                mine[worlds] = theirs
            changed[each.name] = mine
        return type(self)(**changed)

    def take(self, worlds: NDArray[np.integer] | NDArray[np.bool_]) -> Solution:
        """The solution of some of the worlds."""
        changed = {each.name: getattr(self, each.name) for each in fields(self)}
        changed = {
            name: each[worlds] if isinstance(each, np.ndarray) else each for name, each in changed.items()
        }
        return type(self)(**{**changed, "tree": self.tree.world(np.arange(self.tree.n_worlds)[worlds])})

    @property
    def play(self) -> Play:
        """[W, A] the strategies with their trembles."""
        return Play(self.strategy, self.order, self.weight)

    @property
    def solved(self) -> NDArray[np.bool_]:
        """[W] whether the world was solved (limit, or what was asked for)."""
        return np.isin(self.status, SOLVED)

    @property
    def status_text(self) -> list[str]:
        """[W] the status of each world as a sentence."""
        return [
            STATUS_TEXT[int(code)] + (f" ({reason})" if reason else "")
            for code, reason in zip(self.status, self.reason, strict=True)
        ]

    @property
    def worst_infoset(self) -> NDArray[np.int64]:
        """[W] the information set with the largest conditional regret."""
        if self.regret.shape[1] == 0:
            return np.zeros(len(self.regret), np.int64)
        return np.asarray(self.regret.argmax(axis=1))

    def worst_name(self, world: int = 0, spoken: SpokenGame | None = None) -> str:
        """The information set with the largest regret in a world, by player and label, or in the words of the game."""
        at = int(self.worst_infoset[world])
        if spoken is not None:
            return place_words(self.tree, at, spoken)
        return f"{self.tree.players[self.tree.set_player[at]]}: {self.tree.labels.set_label[at]}"

    def summary(self, spoken: SpokenGame | None = None) -> str:
        """One sentence per kind of outcome: how many worlds, how large the worst regret, and where.

        Args:
            spoken: the words of the game; its labels are said without them.
        """
        lines = []
        for code, text in STATUS_TEXT.items():
            those = np.flatnonzero(self.status == code)
            if not len(those):
                continue
            worst = int(those[np.argmax(self.max_regret[those])])
            line = f"{len(those)} of {len(self.status)} worlds {text}; largest regret {self.max_regret[worst]:.2g}"
            if self.regret.shape[1]:
                line += f" at {self.worst_name(worst, spoken)}"
            if code not in SOLVED and code != UNSOLVED:
                local = float(self.local_share[those].max())
                line += f", or {local:.2g} of what is at stake at an information set"
            lines.append(line)
        without = np.flatnonzero(self.reason != "")
        lines += [f"world {world}: {self.reason[world]}" for world in without[:NAMED]]
        if len(without) > NAMED:
            lines.append(f"and {len(without) - NAMED} more worlds without play")
        if self.lost.any():
            lines.append(
                f"in {count(int(self.lost.sum()), 'world')} the path may have been left for another one"
            )
        return "\n".join(lines)

    def _head(self) -> list[str]:
        tree = self.tree
        what = f"Solution of {tree.title} ({self.method}): {count(tree.n_worlds, 'world')}"
        return [
            what,
            *self.summary(tree.spoken).splitlines(),
            f"value: {values(tree.names, *self._ends())}" if self.solved.any() else "no value",
        ]

    def _ends(self) -> tuple[Floats, Floats]:
        """[player] the least and the greatest value in the worlds that are solved, and 0 where it is rounding."""
        known = np.flatnonzero(self.solved)
        each = np.arange(len(self.tree.names))
        found = []
        for pick in (np.argmin, np.argmax):
            at = known[pick(self.value[known], axis=0)]  # [player] the world
            size = expected_size(self.tree.world(at), self.reach[at])
            found.append(rounded_to_nothing(self.value[at, each], size[each, each]))
        return found[0], found[1]

    def to_latex(self, world: int = 0, off_path: bool = True) -> str:
        """The play of a world as a ``tabular`` of LaTeX: :func:`overture.games.latex.latex_play`."""
        from overture.games.latex import latex_play

        return latex_play(self, world, off_path)

    def _said(self) -> list[str]:
        from overture.games.show import notebook_lines

        return notebook_lines(self)

    def _table(self, most: int) -> tuple[pd.DataFrame, int]:
        actions, worlds = self.tree.n_actions, self.tree.n_worlds
        needed = min(worlds, -(-most // max(actions, 1)))
        return self.to_frame(np.arange(needed)).head(most), actions * worlds

    _columns = ("world", "player", "infoset", "action", "strategy", "belief", "value", "regret", "class")
    __derived__ = ("action_value", "reach", "belief")

    def __again__(self) -> Self:
        from overture.solvers.kept import solution_again

        return cast(Self, solution_again(self))

    def to_frame(self, worlds: NDArray[np.integer] | list[int] | None = None) -> pd.DataFrame:
        """One row per world and action.

        Columns: ``world``; ``player``, ``number`` and ``infoset`` of the set; ``action``; ``strategy``, its
        probability; ``value`` of the action to its mover, given what he believes; ``reach`` of the set; ``regret``
        of the set; ``belief``, what the mover believes of what he has not seen, in words ("" where he has seen all);
        ``payoff``, what the player expects of the whole game; ``class`` of the equilibrium ("" in a world that is
        not solved to its limit, and in games of more than 1500 nodes); ``status``, and one column for each
        parameter of the worlds (``p.name`` where the name is taken).

        Args:
            worlds: those that are told; all if left out.
        """
        from overture.solvers.frames import Rows, action_rows, names_of, with_parameters

        tree = self.tree
        chosen = (
            np.arange(tree.n_worlds) if worlds is None else np.arange(tree.n_worlds)[np.asarray(worlds, int)]
        )
        part, play = tree.world(chosen), self.strategy[chosen]
        found = Measured(
            self.belief[chosen], self.value[chosen], self.regret[chosen], self.action_value[chosen],
            self.reach[chosen],
        )  # fmt: skip
        columns = action_rows(Rows(tree, chosen, play, found))
        named = names_of(part, play, np.isin(self.status[chosen], (LIMIT, SEARCHED)))
        texts = np.array(
            [STATUS_TEXT[int(code)].partition(":")[0] for code in self.status[chosen]], dtype=object
        )
        columns |= {"class": np.repeat(named, tree.n_actions), "status": np.repeat(texts, tree.n_actions)}
        return with_parameters(columns, tree, np.asarray(columns["world"]))


def logit_residual(tree: Tree, strategy: Floats, action_value: Floats, precision: Floats) -> Floats:
    """[W] largest difference between the strategy and the logit response to ``action_value`` [W, A]; NaN at the limit.

    ``precision`` [W] is in units of the payoffs.
    """
    finite = np.isfinite(precision)
    if not tree.n_actions:
        return np.where(finite, 0.0, np.nan)
    starts = tree.edge_start[: tree.n_infosets]
    sets = tree.infoset_of_action
    scaled = np.where(finite, precision, 0.0)[:, None] * action_value
    scaled = scaled - np.maximum.reduceat(scaled, starts, axis=1)[:, sets]
    reply = np.exp(scaled)
    reply /= np.add.reduceat(reply, starts, axis=1)[:, sets]
    worst = np.abs(reply - strategy).max(axis=1)
    return np.where(finite, worst, np.nan)


def _each(given: ArrayLike, worlds: int, kind: DTypeLike) -> NDArray[Any]:
    """[W] one for each world."""
    return np.array(np.broadcast_to(np.asarray(given, kind), (worlds,)))
