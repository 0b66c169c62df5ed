"""The worlds of a case, solved: the equilibria found in each, named by class, each with its certificate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from overture.case.load import choices
from overture.case.schema import Case
from overture.games.measured.event import mask
from overture.games.measured.measure import apart, payoff_range, terminal_probability
from overture.games.measured.play import Play, even_play
from overture.games.measured.sound import judged
from overture.games.measured.standards import REGRET, SAME_PLAY
from overture.games.tree import Floats, Tree
from overture.judgement.play.stage import Listed, StagedEquilibria, listed, stacked, staged
from overture.solvers.all.classes import base, classes_of
from overture.solvers.all.idle import alike, idle
from overture.solvers.all.signals import signals_at
from overture.weigh.distribution.spans import WorldRows

if TYPE_CHECKING:
    from overture.solvers.solution import Solution

Bools = NDArray[np.bool_]
Progress = Callable[[str, int, int], None]

# Probabilities below this are not part of what a type does, when its class is named.
PLAYED = 1e-6
# From this probability on an act is done surely.
SURELY = 1 - 1e-9


@dataclass(frozen=True)
class Solved:
    """Equilibria by world and class. Axes: W worlds, E classes, A actions, S information sets.

    Attributes:
        tree: the game in every world.
        classes: [E] names, the most frequent first.
        weight: [W, E] prior weight of each class in each world, 0 where it was not found; each world's
            weights sum to 1 (to 0 in a world without any equilibrium that has weight).
        there: [W, E] where a class was found, whatever its weight.
        strategy, order, tremble: [W, E, A]; NaN strategy where absent.
        regret: [W, E, S] conditional regret, NaN where absent.
        value: [W, E, player].
        surely: [W, E, A] the actions by which what was done was done, where a certified member of the class
            surely takes those of all types; whether it stands for the class or not.
        logit: [W] the class to which the logit path leads; -1 where it was not solved.
        precision: [W] of the path (infinite at the limit); folds, lost: [W].
        scale: [W] the largest payoff range of a player: the unit of regret.

    Of more worlds than one part has, what is [W, E, ...] but for the weights is read part by part
    (:mod:`overture.weigh.distribution.spans`).
    """

    tree: Tree
    classes: tuple[str, ...]
    weight: Floats
    there: Bools
    strategy: WorldRows
    order: WorldRows
    tremble: WorldRows
    regret: WorldRows
    value: WorldRows
    surely: WorldRows
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


Made = Sequence[list[int]]  # for each act that was done, the actions of all types by which it is done


def solve_trees(
    case: Case,
    trees: Sequence[Tree],
    seed: int,
    threads: int | None = None,
    progress: Progress | None = None,
    givens: Sequence[str] = (),
    made: Made = (),
) -> list[list[Solved]]:
    """The equilibria of every world, for several sets of worlds of one game: [set][given].

    Each set is answered once for each event in ``givens`` (the signal's own, if none is named). The classes are
    named by what the types do at the signal in that event: the logit limit, and all equilibria from the signal on,
    or what other starts lead to where the game has another form. ``made``: for each act that was done the actions
    of all types by which it is done.
    """
    from overture.solvers.solve import solve

    def tell(stage: str) -> Callable[[int, int], None] | None:
        return (lambda done, of: progress(stage, done, of)) if progress else None

    every = stacked(list(trees))
    path = solve(every, threads=threads, progress=tell("logit path"))
    found = listed(
        case, every, lambda part, play: classify(case, part, play, ""), tell("equilibria from the signal on")
    )
    results, first = [], 0
    others = tell("other starts") if found is None else None
    for tree in trees:
        last = first + tree.n_worlds
        part = None if found is None else found.take(first, last)
        here = _taken(path, tree, first, last)
        results.append(_by_event(case, tree, here, part, givens, made, (seed, threads, others)))
        first = last
    return results


def _taken(path: Solution, tree: Tree, first: int, last: int) -> Path:
    rows = slice(first, last)
    return Path(
        path.method,
        path.play.take(rows),
        path.followed[rows],
        path.folds[rows],
        path.lost[rows],
    )


@dataclass(frozen=True)
class Path:
    """The end of the logit path in some worlds, and how it went: see :class:`overture.solvers.solution.Solution`."""

    method: str
    play: Play
    followed: Floats
    folds: NDArray[np.int32]
    lost: Bools


def _by_event(
    case: Case,
    tree: Tree,
    path: Path,
    found: Listed | None,
    givens: Sequence[str],
    made: Made,
    how_to_start: tuple[int, int | None, Callable[[int, int], None] | None],
) -> list[Solved]:
    """One list of classes for each event in ``givens``."""
    seed, threads, tell = how_to_start
    others: list[Play] | None = None
    results = []
    for given in givens or (case.signal.given,):
        stage = None if found is None else staged(case, tree, found, given)
        layers = [_named(case, tree, path.play, given)]
        if stage is None:
            starts, complete = case.equilibria.starts, False
            if others is None:
                others = _from_starts(tree, starts, seed, threads, tell)
            layers += [_named(case, tree, play, given) for play in others]
            how = f"{starts} other starts in some worlds, each solved again in all"
        else:
            complete, how = bool(stage.complete.all()), stage.how
            _recognised(tree, layers[0], stage)
            # The path's end stands for its class: its trembles are ordered by what they cost, and so are beliefs.
            layers += [
                _Layer(np.where(each.present, each.label, "").astype(object), each.play)
                for each in stage.layers
            ]
        results.append(_collected(case, tree, layers, path, how, complete, made))
    return results


def _recognised(tree: Tree, path: _Layer, stage: StagedEquilibria) -> None:
    """Give the end of the path the number of the entry that it is, where the list has it under one."""
    for each in stage.layers:
        if each.label == base(each.label):
            continue
        rows = np.flatnonzero(each.present & (path.label == base(each.label)))
        if len(rows):
            gap = apart(tree.world(rows), path.play.strategy[rows], each.play.strategy[rows])
            path.label[rows[gap < SAME_PLAY]] = each.label


def _named(case: Case, tree: Tree, play: Play, given: str) -> _Layer:
    return _Layer(np.array(classify(case, tree, play.strategy, given), dtype=object), play.copied())


def _collected(
    case: Case, tree: Tree, layers: list[_Layer], path: Path, how: str, complete: bool, made: Made = ()
) -> Solved:
    """The layers measured, and of each class in each world the first that is certified."""
    scale = payoff_range(tree).max(axis=1)
    measures = []
    for layer in layers:
        absent = layer.label == ""
        layer.play.strategy[absent] = even_play(tree).strategy[absent]
        measured, good = judged(tree, layer.play, REGRET)
        layer.label[~good] = ""
        measures.append(measured)
    counts: dict[str, int] = {}
    for label in (each for layer in layers for each in layer.label.tolist() if each):
        counts[label] = counts.get(label, 0) + 1
    classes = tuple(sorted(counts, key=lambda label: (-counts[label], label)))
    place = {label: at for at, label in enumerate(classes)}
    choice = np.full((tree.n_worlds, len(classes)), -1)
    surely = np.zeros((tree.n_worlds, len(classes), tree.n_actions), dtype=bool)
    for at, layer in enumerate(layers):
        sure = [(each, np.asarray(layer.play.strategy[:, each].min(axis=1) >= SURELY)) for each in made]
        for world, label in enumerate(layer.label.tolist()):
            if not label:
                continue
            # The first found stands for its class; of the others what was done is asked.
            if choice[world, place[label]] < 0:
                choice[world, place[label]] = at
            for actions, all_types in sure:
                surely[world, place[label], actions] |= all_types[world]
    return Solved(
        tree=tree,
        classes=classes,
        weight=_weights(case, classes, choice >= 0),
        there=choice >= 0,
        strategy=_pick(choice, [each.play.strategy for each in layers]),
        order=_pick(choice, [each.play.order for each in layers]),
        tremble=_pick(choice, [each.play.weight for each in layers]),
        regret=_pick(choice, [each.regret for each in measures]),
        value=_pick(choice, [each.value for each in measures]),
        surely=surely,
        logit=np.array([place.get(label, -1) for label in layers[0].label.tolist()]),
        followed=path.followed,
        folds=path.folds,
        lost=path.lost,
        scale=scale,
        method=f"{path.method}; {how}",
        complete=complete,
    )


@dataclass(frozen=True)
class _Layer:
    """One assessment a world; ``label`` [W] names its class, "" where there is none."""

    label: NDArray[np.object_]
    play: Play


def _from_starts(
    tree: Tree, starts: int, seed: int, threads: int | None, tell: Callable[[int, int], None] | None
) -> list[Play]:
    from overture.solvers.path.starts import REPRESENTATIVES, continuations

    # Few worlds are cheap: they get the starts that many worlds would have between them.
    each = -(-starts * REPRESENTATIVES // min(tree.n_worlds, REPRESENTATIVES))
    found = []
    for number, other in enumerate(continuations(tree, each, seed, threads=threads), start=1):
        found.append(other.play)
        if tell:
            tell(number, number)
    return found


def classify(case: Case, tree: Tree, strategy: Floats, given: str) -> list[str]:
    """[W] the class of each world's play: what the types' signals tell, in the event ``given`` ("": always).

    Named by :mod:`overture.solvers.all.classes`, without numbers.
    """
    context = mask(tree, given) if given else np.ones(len(tree.terminal), bool)
    ends = terminal_probability(tree, strategy)
    seen = signals_at(tree, case.hypothesis.move, case.signal.move)
    kinds = [
        mask(tree, f"move({case.hypothesis.move!r}) == {label!r}") & context
        for label in choices(tree, case.hypothesis.move)
    ]
    sent = {
        word: mask(tree, f"move({case.signal.move!r}) == {word!r}")
        for word in choices(tree, case.signal.move)
    }
    share = np.zeros((tree.n_worlds, len(kinds), len(seen.words)))
    for (at, word), column in seen.place.items():
        total = ends[:, kinds[at]].sum(axis=1)
        joint = ends[:, kinds[at] & sent[word]].sum(axis=1)
        share[:, at, column] += np.divide(joint, total, out=np.zeros_like(joint), where=total > 0)
    free = idle(tree, seen, strategy, alike(tree, seen, context))
    found: list[str] = classes_of(seen.words, share, free, PLAYED).tolist()
    return found


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
