"""The worlds of a case, solved: the equilibria found in each, named by class, each with its certificate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overture.case.load import choices
from overture.case.schema import Case
from overture.game.event import mask, names
from overture.game.measure import assess, payoff_range, terminal_probability
from overture.game.tree import Floats, Tree

Bools = NDArray[np.bool_]
Progress = Callable[[str, int, int], None]

# Share of the payoff range above which a strategy is not kept as an equilibrium.
REGRET = 1e-6
# Probabilities below this are not part of what a type does, when its class is named.
PLAYED = 1e-3


@dataclass(frozen=True)
class Solved:
    """Equilibria by world and class. Axes: W worlds, E classes, A actions, S information sets.

    Attributes:
        tree: the game in every world.
        classes: [E] names, the most frequent first.
        weight: [W, E] prior weight of each class in each world, 0 where it was not found; each world's
            weights sum to 1 (to 0 in a world without any equilibrium).
        strategy, order, tremble: [W, E, A]; NaN strategy where absent.
        gap: [W, E, A] value of the best action of the set minus that of this action.
        regret: [W, E, S] conditional regret, NaN where absent.
        value: [W, E, player].
        logit: [W] the class to which the logit path leads; -1 where it was not solved.
        precision: [W] of the path (infinite at the limit); folds, lost: [W].
        scale: [W] the largest payoff range of a player: the unit of regret.
    """

    tree: Tree
    classes: tuple[str, ...]
    weight: Floats
    strategy: Floats
    order: Floats
    tremble: Floats
    gap: Floats
    regret: Floats
    value: Floats
    logit: NDArray[np.int64]
    followed: Floats
    folds: NDArray[np.int32]
    lost: Bools
    scale: Floats
    method: str
    complete: bool

    @property
    def present(self) -> Bools:
        """[W, E] where a class was found."""
        return self.weight > 0


def solve_case(
    case: Case,
    tree: Tree,
    seed: int,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Solved:
    """The equilibria of every world: the logit limit, and what other starts lead to."""
    from overture.solve.logit import solve
    from overture.solve.starts import continuations

    def tell(stage: str) -> Callable[[int, int], None] | None:
        return (lambda done, of: progress(stage, done, of)) if progress else None

    first = solve(tree, threads=threads, progress=tell("logit path"))
    found = [(first.strategy, first.order, first.weight)]
    for number, other in enumerate(
        continuations(tree, case.equilibria.starts, seed, threads=threads), start=1
    ):
        found.append((other.strategy, other.order, other.weight))
        if progress:
            progress("other starts", number, case.equilibria.starts)
    scale = payoff_range(tree).max(axis=1)
    named, measures = [], []
    for strategy, order, weight in found:
        measured = assess(tree, strategy, order, weight)
        good = measured.max_regret <= REGRET * scale
        labels = classify(case, tree, strategy, order, weight)
        named.append([label if fine else "" for label, fine in zip(labels, good.tolist(), strict=True)])
        measures.append(measured)
    counts: dict[str, int] = {}
    for label in (each for row in named for each in row if each):
        counts[label] = counts.get(label, 0) + 1
    classes = tuple(sorted(counts, key=lambda label: (-counts[label], label)))
    place = {label: at for at, label in enumerate(classes)}
    worlds, count = tree.n_worlds, len(classes)
    choice = np.full((worlds, count), -1)
    for at, row in enumerate(named):
        for world, label in enumerate(row):
            # The first found stands for its class: the logit path comes first.
            if label and choice[world, place[label]] < 0:
                choice[world, place[label]] = at
    return Solved(
        tree=tree,
        classes=classes,
        weight=_weights(case, classes, choice >= 0),
        strategy=_pick(choice, [each[0] for each in found]),
        order=_pick(choice, [each[1] for each in found]),
        tremble=_pick(choice, [each[2] for each in found]),
        gap=_pick(choice, [_gaps(tree, each.action_value) for each in measures]),
        regret=_pick(choice, [each.regret for each in measures]),
        value=_pick(choice, [each.value for each in measures]),
        logit=np.array([place.get(label, -1) for label in named[0]]),
        followed=first.followed,
        folds=first.folds,
        lost=first.lost,
        scale=scale,
        method=f"{first.method}; {case.equilibria.starts} other starts",
        complete=False,
    )


def classify(case: Case, tree: Tree, strategy: Floats, order: Floats, weight: Floats) -> list[str]:
    """[W] the class of each world's play: what the types do at the signal, where the case looks at it.

    "pooling on m" where every type surely sends m; "separating" where no two types share a message;
    "semi-separating" where they share some and not all; "pooling in a mix" where all mix over the same.
    """
    context = mask(tree, case.signal.given) if case.signal.given else np.ones(len(tree.terminal), bool)
    ends = terminal_probability(tree, strategy)
    types = [
        mask(tree, f"move({case.hypothesis.move!r}) == {label!r}") & context
        for label in choices(tree, case.hypothesis.move)
    ]
    signals = choices(tree, case.signal.move)
    sent = np.stack([mask(tree, f"move({case.signal.move!r}) == {label!r}") for label in signals])
    share = np.empty((len(types), len(signals), tree.n_worlds))
    for at, kind in enumerate(types):
        total = ends[:, kind].sum(axis=1)
        for signal in range(len(signals)):
            joint = ends[:, kind & sent[signal]].sum(axis=1)
            share[at, signal] = np.divide(joint, total, out=np.zeros_like(joint), where=total > 0)
    played = share > PLAYED
    return [_name(played[..., world], signals) for world in range(tree.n_worlds)]


def _name(played: Bools, signals: tuple[str, ...]) -> str:
    """The class of one world; ``played`` is [type, signal]."""
    if (played == played[0]).all():
        mine = [label for label, on in zip(signals, played[0], strict=True) if on]
        return f"pooling on {mine[0]}" if len(mine) == 1 else "pooling in a mix"
    if (played.sum(axis=0) <= 1).all():
        return "separating"
    return "semi-separating"


def _weights(case: Case, classes: tuple[str, ...], present: Bools) -> Floats:
    given = np.array([case.equilibria.weights.get(name, case.equilibria.other) for name in classes])
    weight = np.where(present, given, 0.0)
    total = weight.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(weight, total, out=np.zeros_like(weight), where=total > 0))


def _pick(choice: NDArray[np.int64], layers: list[Floats]) -> Floats:
    """[W, E, ...] the layer [W, ...] that ``choice`` names for each world and class; NaN for none."""
    worlds, count = choice.shape
    result = np.full((worlds, count, layers[0].shape[1]), np.nan)
    for at, layer in enumerate(layers):
        world, kind = np.nonzero(choice == at)
        result[world, kind] = layer[world]
    return result


def _gaps(tree: Tree, action_value: Floats) -> Floats:
    """[W, A] how much worse each action is than the best one of its information set."""
    best = np.maximum.reduceat(action_value, tree.edge_start[: tree.n_infosets], axis=1)
    return np.asarray(best[:, tree.infoset_of_action] - action_value)


def loose_actions(solved: Solved, event: str) -> Bools:
    """[W, E, A] actions at the moves of ``event`` that only a tie decides.

    An action is loose where another action of its set is as good, and the set's play could be moved to
    either without making anybody regret anything. A mix that keeps somebody else indifferent is none.
    """
    tree = solved.tree
    loose = np.zeros(solved.strategy.shape, dtype=bool)
    wanted = set(names(event))
    tolerance = REGRET * solved.scale
    for infoset in range(tree.n_infosets):
        if tree.labels.set_name[infoset] not in wanted:
            continue
        here = slice(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1]))
        for kind in range(len(solved.classes)):
            tied = solved.gap[:, kind, here] <= tolerance[:, None]
            worlds = np.flatnonzero(solved.present[:, kind] & (tied.sum(axis=1) > 1))
            if not len(worlds):
                continue
            part = tree.world(worlds)
            free = np.ones(len(worlds), dtype=bool)
            for action in range(here.start, here.stop):
                asked = tied[worlds, action - here.start]
                moved = solved.strategy[worlds, kind].copy()
                moved[:, here] = 0.0
                moved[:, action] = 1.0
                measured = assess(
                    part,
                    moved,
                    np.where(solved.order[worlds, kind] > 0, solved.order[worlds, kind], 1.0),
                    np.where(solved.tremble[worlds, kind] > 0, solved.tremble[worlds, kind], 1.0),
                )
                free &= ~asked | (measured.max_regret <= tolerance[worlds])
            loose[worlds[free], kind, here] = tied[worlds[free]]
    return loose
