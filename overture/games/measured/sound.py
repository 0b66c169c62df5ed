"""Play of many worlds of which some cannot be measured: those are named, and the others stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.measure import Measured, payoff_range
from overture.games.measured.play import Play
from overture.games.measured.stakes import local_regret
from overture.games.measured.standards import SUM_TOLERANCE
from overture.games.tree import Tree

AT_STAKE = 1e-6  # share of what is at stake at a set above which nothing is called an equilibrium
NO_PROBABILITY = "probabilities of {at} that are below 0 or do not sum to 1"
NO_TREMBLE = "a tremble of {at} that is not positive"


@dataclass(frozen=True)
class Sound:
    """Play that :func:`overture.games.measured.measure.assess` takes in every world. Axes: W worlds, A actions.

    Attributes:
        play: [W, A]; uniform play where what was given cannot be measured.
        fault: [W] what was wrong there, in words; "" where nothing was.
    """

    play: Play
    fault: tuple[str, ...]

    @property
    def good(self) -> NDArray[np.bool_]:
        """[W] the worlds whose play can be measured."""
        return np.array([not each for each in self.fault], bool)


def sound(tree: Tree, play: Play) -> Sound:
    """The same play, with uniform play in the worlds in which it is no probability or a tremble is not positive.

    ``assess`` refuses a whole batch for one such world, as it should refuse bad input; what a solver hands back for a
    thousand worlds is not input, and 999 of them stand.

    Args:
        tree: the game.
        play: [W, A], or what broadcasts to it.
    """
    worlds, actions, sets = tree.n_worlds, tree.n_actions, tree.n_infosets
    played, power, size = (np.array(np.broadcast_to(each, (worlds, actions)), np.float64) for each in play)
    fault = [""] * worlds
    if not actions:
        return Sound(Play(played, power, size), tuple(fault))
    start = tree.edge_start[:sets]
    count = np.diff(tree.edge_start[: sets + 1])
    with np.errstate(invalid="ignore"):
        whole = np.abs(np.add.reduceat(played, start, axis=1) - 1) <= SUM_TOLERANCE * np.maximum(1, count)
        whole &= np.minimum.reduceat(played, start, axis=1) >= 0
        positive = (power > 0) & (size > 0) & np.isfinite(power) & np.isfinite(size)
    trembles = np.logical_and.reduceat(positive | (played > 0), start, axis=1)
    for bad, words in ((trembles, NO_TREMBLE), (whole, NO_PROBABILITY)):
        for world in np.flatnonzero(~bad.all(axis=1)):
            at = int(np.argmin(bad[world]))
            fault[world] = words.format(
                at=f"{tree.players[tree.set_player[at]]} at {tree.labels.set_label[at]}"
            )
    rows = np.array([bool(each) for each in fault], dtype=bool)
    played[rows] = np.repeat(1 / count, count)
    power[rows], size[rows] = 1.0, 1.0
    return Sound(Play(played, power, size), tuple(fault))


def assess_each(tree: Tree, play: Play) -> Measured:
    """The certificate of play that a solver hands back for many worlds; arguments as in :func:`sound`.

    As :func:`overture.games.measured.measure.assess`, but a world whose play cannot be measured, or whose regret is no number,
    has infinite regret instead of an error that ends all. The rest of what is said of it is that of uniform play.
    """
    return _each(tree, sound(tree, play))


def judged(
    tree: Tree, play: Play, share: float, local: float = AT_STAKE
) -> tuple[Measured, NDArray[np.bool_]]:
    """The certificate of play in many worlds, and [W] where it is an equilibrium.

    Args:
        tree: the game.
        play: as in :func:`sound`; a world whose play cannot be measured has no equilibrium.
        share: the regret allowed at an information set, over the largest payoff range of any player.
        local: and as a share of what is at stake there (:func:`overture.games.measured.stakes.local_regret`).
    """
    whole = sound(tree, play)
    found = _each(tree, whole)
    unit = payoff_range(tree).max(axis=1, initial=0.0)
    good = found.max_regret <= share * np.where(unit > 0, unit, 1.0)
    good &= local_regret(tree, whole.play.strategy, found).max(axis=1, initial=0.0) <= local
    return found, np.asarray(good)


def _each(tree: Tree, whole: Sound) -> Measured:
    found = whole.play.measured(tree)
    found.regret[~whole.good] = np.inf
    found.regret[np.isnan(found.regret)] = np.inf
    return found
