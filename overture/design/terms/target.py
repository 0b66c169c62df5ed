"""What is wanted of a deal, measured as it stands: which part of it nobody would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from overture.design.terms.members import Ints
from overture.design.terms.places import Bools, along, through
from overture.design.terms.posed import Intended, TermsGame
from overture.errors import SolveError
from overture.games.measured.event import mask
from overture.games.measured.measure import probability
from overture.games.measured.play import Play, even_play
from overture.games.tree import Floats, Tree

if TYPE_CHECKING:
    import pandas as pd

DEVIATES = 1e-9  # in payoff: above it somebody would do something else


@dataclass(frozen=True)
class MeasuredTarget:
    """A way of playing as it stands.

    Attributes:
        player, infoset: of each information set on the way to a deal or after it.
        choices: [set] the choices there. wanted: the one that is meant. better: [W, set] the best one, by its index.
        slack: [W, set] the value of the choice that is meant less that of the best other one, if all else is as meant.
    """

    player: tuple[str, ...]
    infoset: tuple[str, ...]
    choices: tuple[tuple[str, ...], ...]
    wanted: tuple[str, ...]
    better: Ints
    slack: Floats

    @property
    def regret(self) -> Floats:
        """[W, set] what is lost by the choice that is meant."""
        return np.maximum(-self.slack, 0.0)

    def not_credible(self, world: int = 0) -> tuple[str, ...]:
        """The information sets at which somebody would do something else."""
        return tuple(
            name for name, loss in zip(self.infoset, self.regret[world], strict=True) if loss > DEVIATES
        )

    def to_frame(self, world: int = 0) -> pd.DataFrame:
        """Columns: player, infoset, wanted, better (the best choice there), slack, regret."""
        import pandas as pd

        better = [names[at] for names, at in zip(self.choices, self.better[world], strict=True)]
        return pd.DataFrame(
            {
                "player": list(self.player),
                "infoset": list(self.infoset),
                "wanted": list(self.wanted),
                "better": better,
                "slack": self.slack[world],
                "regret": self.regret[world],
            }
        )


def intended_play(game: TermsGame, tree: Tree, intended: Sequence[Intended]) -> Play:
    """Play in which everybody surely does what is meant, the first that fits; even play where no deal can follow.

    Raises:
        SolveError: nothing is said of an information set on the way to a deal or after it.
    """
    play, concerned = even_play(tree), along(tree, game.struck)
    inside = [mask(tree, each.given) if each.given else None for each in intended]
    for at in range(tree.n_infosets):
        low, high = int(tree.edge_start[at]), int(tree.edge_start[at + 1])
        fits = [
            each.choice
            for each, given in zip(intended, inside, strict=True)
            if each.move == tree.labels.set_name[at] and (given is None or given[through(tree, at)].all())
        ]
        if fits and fits[0] in tree.labels.edge[low:high]:
            play.strategy[:, low:high] = [[float(name == fits[0]) for name in tree.labels.edge[low:high]]]
        elif concerned[at]:
            raise SolveError.of(
                "terms/target", f"nothing is meant at {tree.labels.set_label[at]}", tree.title,
                f"one of {', '.join(tree.labels.edge[low:high])}",
            )  # fmt: skip
    return play


def measured_target(game: TermsGame, tree: Tree) -> MeasuredTarget:
    """The target of the game measured in every world as it stands."""
    play = intended_play(game, tree, game.target)
    measured, labels, start = play.measured(tree), tree.labels, tree.edge_start
    sets = np.flatnonzero(along(tree, game.struck)).tolist()
    value = [measured.action_value[:, start[at] : start[at + 1]] for at in sets]
    choices = [labels.edge[start[at] : start[at + 1]] for at in sets]
    done = [int(np.argmax(play.strategy[0, start[at] : start[at + 1]])) for at in sets]
    return MeasuredTarget(
        player=tuple(tree.players[tree.set_player[at]] for at in sets),
        infoset=tuple(labels.set_label[at] for at in sets),
        choices=tuple(choices),
        wanted=tuple(names[at] for names, at in zip(choices, done, strict=True)),
        better=np.stack([each.argmax(axis=1) for each in value], axis=1),
        slack=np.stack([_above_others(each, at) for each, at in zip(value, done, strict=True)], axis=1),
    )


def _above_others(value: Floats, at: int) -> Floats:
    """[W] the value of one choice less that of the best other one; infinite where there is no other."""
    return np.asarray(value[:, at] - np.delete(value, at, axis=1).max(axis=1, initial=-np.inf))


def tempted_play(game: TermsGame, tree: Tree) -> Play:
    """The target, but for what he does who thinks that our threat is empty."""
    return intended_play(game, tree, [*game.tempted, *game.target])


def alarm_odds(game: TermsGame, tree: Tree) -> tuple[Floats, Floats]:
    """[W] the chance of the alarm if the deal is broken, and if it is kept, all choices being as likely."""
    even = even_play(tree).strategy
    made, broken = mask(tree, game.struck), mask(tree, game.broken)
    return probability(tree, even, game.alarm, made & broken), probability(
        tree, even, game.alarm, made & ~broken
    )


def speaks_wrongly(game: TermsGame, tree: Tree) -> Bools:
    """[W] whether the alarm does not speak for a breach: it is no likelier after one than without."""
    after_breach, without = alarm_odds(game, tree)
    return np.asarray(after_breach <= without)
