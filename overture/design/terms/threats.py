"""Our own threat: where we can take back what a deal gave, what we think there, and what we would have to think."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overture.design.terms.members import TIED, Bools, player_of
from overture.design.terms.places import after, along, below
from overture.design.terms.posed import TermsGame
from overture.games.measured.event import mask, names
from overture.games.measured.measure import node_worth
from overture.games.measured.play import Play
from overture.games.tree import Floats, Tree


@dataclass(frozen=True)
class Threat:
    """A place at which we can take back what a deal gave, under one way of playing.

    Attributes:
        infoset: where. choice: the threat. instead: the best we could do otherwise.
        held: the belief there that the deal was broken. needed: the belief from which the threat is worth while; above
            1, or infinite, if no belief is enough.
        gain: what taking it gives us above the other choice, by the belief held.
        on_path: whether play comes there.
    """

    infoset: str
    choice: str
    instead: str
    held: float
    needed: float
    gain: float
    on_path: bool

    @property
    def credible(self) -> bool:
        """Whether we would take it, or might as well."""
        return self.gain >= -TIED

    def sentence(self, where: str = "") -> str:
        """What we would think and do there; ``where`` in words, such as "after an alarm"."""
        held = f"{where or self.infoset}: you would think a breach {self.held:.3f} likely"
        if abs(self.gain) <= TIED:
            return f"{held}, and that is just enough to {self.choice}"
        needed = f"need {self.needed:.3f}" if np.isfinite(self.needed) else "no belief is enough"
        return f"{held} and {needed}: you would {self.choice if self.credible else self.instead}"


def threats(game: TermsGame, tree: Tree, play: Play) -> list[Threat]:
    """Our threats under play [1, A] in a game of one world; none where the terms leave us no choice."""
    if not game.reversal or not set(names(game.reversal)) <= set(tree.labels.set_name):
        return []
    us = player_of(tree, game.us)
    taken = below(tree, mask(tree, game.reversal), every=True)
    broken = below(tree, mask(tree, game.broken), every=True)
    worth, measured = node_worth(tree, play.strategy)[0, :, us], play.measured(tree)
    reached = along(tree, game.struck)
    found = []
    for at in range(tree.n_infosets):
        if tree.set_player[at] != us or not reached[at]:
            continue
        nodes = tree.members(at)
        belief, to = measured.belief[0, nodes], after(tree, at)
        ours = [edge for edge, ends in to.items() if taken[ends].all()]
        others = [edge for edge in to if edge not in ours]
        if not ours or not others:
            continue
        value = {edge: float(belief @ worth[ends]) for edge, ends in to.items()}
        best, rest = max(ours, key=value.__getitem__), max(others, key=value.__getitem__)
        found.append(
            Threat(
                infoset=tree.labels.set_label[at],
                choice=tree.labels.edge[best],
                instead=tree.labels.edge[rest],
                held=float(belief[broken[nodes]].sum()),
                needed=_needed(worth[to[best]] - worth[to[rest]], belief, broken[nodes]),
                gain=value[best] - value[rest],
                on_path=bool(measured.reach[0, nodes].sum() > 0),
            )
        )
    return found


def _needed(gain: Floats, belief: Floats, broken: Bools) -> float:
    """The belief in a breach at which the threat is worth nothing, by what it gains at each node.

    Among the nodes of one kind the belief held there is kept; where it is 0 they count the same.
    """
    lost, kept = (
        float(np.average(gain[kind], weights=belief[kind] if belief[kind].sum() > 0 else None))
        if kind.any()
        else 0.0
        for kind in (broken, ~broken)
    )
    return -kept / (lost - kept) if lost > kept else np.inf
