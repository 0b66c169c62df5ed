"""Our own threat: where we can take back what a deal gave, what we think there, and what we would have to think."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overture.design.terms.members import TIED, Bools, player_of
from overture.design.terms.places import after, below, in_tree
from overture.design.terms.posed import TermsGame
from overture.games.measured.event import mask
from overture.games.measured.measure import node_worth
from overture.games.measured.play import Play
from overture.games.tree import Floats, Tree


@dataclass(frozen=True)
class Threat:
    """A place at which we can carry out a threat, under one way of playing.

    The threat is to take back what a deal gave if it was broken, or to refuse what he would have without these terms.

    Attributes:
        infoset: where. choice: the threat. instead: the best we could do otherwise.
        held: the belief there in what the threat is meant for (a breach, a type). needed: the belief from which it is
            worth while; above 1, or infinite, if no belief is enough.
        gain: what carrying it out gives us above the other choice, by the belief held.
        on_path: whether play comes there.
        of: what the belief is about, in words.
    """

    infoset: str
    choice: str
    instead: str
    held: float
    needed: float
    gain: float
    on_path: bool
    of: str = "a breach"

    @property
    def credible(self) -> bool:
        """Whether we would take it, or might as well."""
        return self.gain >= -TIED

    def sentence(self, where: str = "") -> str:
        """What we would think and do there; ``where`` in words, such as "after an alarm"."""
        held = f"{where or self.infoset}: you would think {self.of} {self.held:.3f} likely"
        if abs(self.gain) <= TIED:
            return f"{held}, and that is just enough to {self.choice}"
        needed = f"need {self.needed:.3f}" if np.isfinite(self.needed) else "no belief is enough"
        return f"{held} and {needed}: you would {self.choice if self.credible else self.instead}"


def threats(game: TermsGame, tree: Tree, play: Play) -> list[Threat]:
    """Our threats under play [1, A] in a game of one world; none where the terms leave us no choice."""
    found = _threats(game, tree, play, game.reversal, game.broken, "a breach")
    return found + _threats(game, tree, play, game.refusal, game.refused, game.refused)


def _threats(game: TermsGame, tree: Tree, play: Play, threat: str, reason: str, words: str) -> list[Threat]:
    """The information sets at which a choice of ours makes the event ``threat`` sure, and no other choice does."""
    if not in_tree(tree, threat):
        return []
    us = player_of(tree, game.us)
    taken, meant = below(tree, mask(tree, threat), every=True), below(tree, mask(tree, reason), every=True)
    worth, measured = node_worth(tree, play.strategy)[0, :, us], play.measured(tree)
    found = []
    for at in np.flatnonzero(tree.set_player[: tree.n_infosets] == us).tolist():
        nodes, to = tree.members(at), after(tree, at)
        belief = measured.belief[0, nodes]
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
                held=float(belief[meant[nodes]].sum()),
                needed=_needed(worth[to[best]] - worth[to[rest]], belief, meant[nodes]),
                gain=value[best] - value[rest],
                on_path=bool(measured.reach[0, nodes].sum() > 0),
                of=words,
            )
        )
    return found


def _needed(gain: Floats, belief: Floats, meant: Bools) -> float:
    """The belief at which the threat is worth nothing, by what it gains at each node.

    Among the nodes of one kind the belief held there is kept; where it is 0 they count the same.
    """
    lost, kept = (
        float(np.average(gain[kind], weights=belief[kind] if belief[kind].sum() > 0 else None))
        if kind.any()
        else 0.0
        for kind in (meant, ~meant)
    )
    return -kept / (lost - kept) if lost > kept else np.inf
