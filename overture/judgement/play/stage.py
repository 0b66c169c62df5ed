"""All equilibria from the signal on, set into the whole game.

Whatever is said and decided in public before the signal (a statement, an election) leads to games of one
shape that differ in payoffs only. Each of them is small enough for all of its equilibria to be listed,
in every world; one from each, with the same thing done by every type before, is an assessment of the
whole game, and is certified there. What is left out: equilibria in which the types already part by what
they say before the signal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from overture.case.schema import Case
from overture.games.contract import contract
from overture.games.measured.event import mask
from overture.games.measured.play import Play, even_play
from overture.games.measured.sound import judged
from overture.games.measured.standards import REGRET
from overture.games.prune import prune
from overture.games.tree import Floats, Tree
from overture.solvers.all.across import Member, equilibria_across

Bools = NDArray[np.bool_]
Classify = Callable[[Tree, Floats], list[str]]

MOST_NODES = 160  # of one game from the signal on; beyond, the search over supports would not end
MOST_WAYS = 16  # ways of speaking before the signal
# Supports tried for the list of the contexts of one shape: work is bounded, and not time, so that the answer is the
# same under any load. The flagship with a thousand worlds takes about 4,600.
STEPS = 100_000


@dataclass(frozen=True)
class Layer:
    """One equilibrium of the whole game in each world that has it: [W] present."""

    label: str
    present: Bools
    play: Play


@dataclass(frozen=True)
class StagedEquilibria:
    """What was found. ``complete`` [W]: the list holds all equilibria from the signal on."""

    layers: list[Layer]
    complete: Bools
    how: str


def contexts(case: Case, tree: Tree) -> list[dict[str, str]]:
    """What can have been done in public before the signal: a mapping move -> choice for each way."""
    found: dict[tuple[tuple[str, str], ...], None] = {}
    for at in range(tree.n_infosets):
        if tree.labels.set_name[at] == case.signal.move:
            seen = tuple(item for item in tree.labels.seen[at] if item[0] != case.hypothesis.move)
            found[seen] = None
    return [dict(seen) for seen in found]


@dataclass(frozen=True)
class Listed:
    """The equilibria of each context. ``parts``: (what was public before, its members, where its actions stand)."""

    parts: list[tuple[dict[str, str], list[Member], NDArray[np.int64]]]
    complete: Bools

    def take(self, first: int, last: int) -> Listed:
        """The same for the worlds from ``first`` up to ``last``."""
        parts = [
            (way, [part for each in members if (part := _piece(each, first, last)) is not None], places)
            for way, members, places in self.parts
        ]
        return Listed(parts, self.complete[first:last])


def listed(
    case: Case,
    tree: Tree,
    classify: Classify,
    progress: Callable[[int, int], None] | None = None,
) -> Listed | None:
    """The equilibria of every context in every world; None where the game does not have that form.

    Args:
        classify: (tree, strategy) -> [world] names of classes, by what the types do at the signal.
        progress: called with (contexts done, contexts).
    """
    ways = contexts(case, tree)
    if not ways or any(case.signal.move in way for way in ways):
        return None
    parts = [_own_outcomes(contract(prune(tree, way))) for way in ways]
    if max(part.n_nodes for part in parts) > MOST_NODES:
        return None
    distinct: list[Tree] = []
    which = []
    for part in parts:
        same = next((at for at, other in enumerate(distinct) if _alike(part, other)), None)
        if same is None:
            same = len(distinct)
            distinct.append(part)
        which.append(same)
    found, complete = _solved(distinct, classify, progress)
    return Listed(
        [(way, found[at], _places(part, tree)) for way, at, part in zip(ways, which, parts, strict=True)],
        complete,
    )


def _solved(
    parts: list[Tree], classify: Classify, progress: Callable[[int, int], None] | None
) -> tuple[list[list[Member]], Bools]:
    """The members of each part, and [W] whether all of them are complete.

    Parts of one shape are solved together, as worlds of one tree.
    """
    found: list[list[Member]] = [[] for _ in parts]
    worlds = parts[0].n_worlds
    complete = np.ones(worlds, dtype=bool)
    left = list(range(len(parts)))
    while left:
        group = [at for at in left if _one_shape(parts[at], parts[left[0]])]
        left = [at for at in left if at not in group]
        members, sure = _members(stacked([parts[at] for at in group]), classify)
        complete &= sure.reshape(len(group), worlds).all(axis=0)
        for place, at in enumerate(group):
            first = place * worlds
            found[at] = [
                part for each in members if (part := _piece(each, first, first + worlds)) is not None
            ]
        if progress:
            progress(len(parts) - len(left), len(parts))
    return found, complete


def _piece(member: Member, first: int, last: int) -> Member | None:
    """The part of a member in the worlds from ``first`` up to ``last``, numbered from 0; None where there is none."""
    rows = np.flatnonzero((member.world >= first) & (member.world < last))
    if not len(rows):
        return None
    return Member(
        member.name,
        member.world[rows] - first,
        member.strategy[rows],
        member.order[rows],
        member.weight[rows],
    )


def _own_outcomes(part: Tree) -> Tree:
    """The same game with only its own outcomes, numbered in the order of its nodes."""
    passed = part.outcome[part.outcome >= 0]
    used, first = np.unique(passed, return_index=True)
    used = used[np.argsort(first)]
    number = np.full(part.payoff.shape[1] + 1, -1, dtype=np.int32)
    number[used] = np.arange(len(used), dtype=np.int32)
    labels = part.labels
    if labels.outcome:
        labels = replace(
            labels,
            outcome=tuple(labels.outcome[at] for at in used),
            outcome_number=tuple(labels.outcome_number[at] for at in used) if labels.outcome_number else (),
        )
    return replace(
        part,
        outcome=number[part.outcome],
        payoff=np.ascontiguousarray(part.payoff[:, used]),
        labels=labels,
        exact=None,
    )


def stacked(parts: list[Tree]) -> Tree:
    """Games of one shape as worlds of one tree."""
    if len(parts) == 1:
        return parts[0]
    return replace(
        parts[0],
        chance=np.concatenate([part.chance for part in parts]),
        payoff=np.concatenate([part.payoff for part in parts]),
        exact=None,
        parameters={
            name: np.concatenate([part.parameters[name] for part in parts]) for name in parts[0].parameters
        },
    )


def staged(case: Case, tree: Tree, found: Listed, given: str) -> StagedEquilibria | None:
    """The equilibria of every world from the signal on, named by what is done in the event ``given``."""
    inside = [_looked_at(tree, way, given) for way, _, _ in found.parts]
    parts = [(members, places) for _, members, places in found.parts]
    labels = dict.fromkeys(
        member.name
        for (members, _), counts in zip(parts, inside, strict=True)
        if counts
        for member in members
    )
    covered = np.zeros(tree.n_actions, dtype=bool)
    for _, places in parts:
        covered[places] = True
    layers = [_layer(case, tree, label, parts, inside, covered) for label in labels]
    layers = [layer for layer in layers if layer.present.any()]
    if not layers:
        return None
    return StagedEquilibria(
        layers,
        found.complete & np.logical_or.reduce([layer.present for layer in layers]),
        "all equilibria from the signal on, the same done before it by every type",
    )


def part_of(case: Case, tree: Tree, where: str = "") -> dict[str, str] | None:
    """What was public before the signal, in the event ``where`` (where the case looks, if empty).

    Where several ways lead there, the one in which most of what was done happened. None where none does.
    """
    given = where or case.signal.given
    wanted = mask(tree, given) if given else np.ones(len(tree.terminal), dtype=bool)
    found: list[tuple[int, dict[str, str]]] = []
    for way in contexts(case, tree):
        inside = wanted.copy()
        for name, label in way.items():
            inside &= mask(tree, f"move({name!r}) == {label!r}")
        if inside.any():
            found.append((sum(bool((inside & mask(tree, act.event)).any()) for act in case.done), way))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _looked_at(tree: Tree, way: dict[str, str], given: str) -> bool:
    """Whether the signal of this context lies in the event ``given``."""
    there = mask(tree, given) if given else np.ones(len(tree.terminal), dtype=bool)
    for name, label in way.items():
        there = there & mask(tree, f"move({name!r}) == {label!r}")
    return bool(there.any())


def _members(part: Tree, classify: Classify) -> tuple[list[Member], Bools]:
    """The equilibria of one context by class; a second one of a class in a world is numbered."""
    found = equilibria_across(part, steps=STEPS)
    return found.named(classify), found.complete


def _layer(
    case: Case,
    tree: Tree,
    label: str,
    parts: list[tuple[list[Member], NDArray[np.int64]]],
    inside: list[bool],
    covered: Bools,
) -> Layer:
    """One equilibrium of the whole game per world: ``label`` where the case looks, and certified.

    Contexts at which the case does not look follow the same convention where they can, else the class
    that the case holds the most plausible.
    """
    worlds = tree.n_worlds
    play = even_play(tree)
    play.strategy[:] = 0.0
    present = np.ones(worlds, dtype=bool)
    for (members, places), counts in zip(parts, inside, strict=True):
        ranked = [member for member in members if member.name == label]
        if not counts:
            others = [member for member in members if member.name != label]
            plain = case.equilibria
            ranked += sorted(others, key=lambda member: -plain.weights.get(member.name, plain.other))
        filled = np.zeros(worlds, dtype=bool)
        for member in ranked:
            new = ~filled[member.world]
            rows = np.ix_(member.world[new], places)
            play.put(rows, member.play.take(new))
            filled[member.world] = True
        present &= filled
    return _certified(case, tree, label, Layer(label, present, play), covered)


def _certified(case: Case, tree: Tree, label: str, layer: Layer, covered: Bools) -> Layer:
    """The first way of speaking before the signal that is certified in the whole game, in each world."""
    rows = np.flatnonzero(layer.present)
    present = np.zeros(tree.n_worlds, dtype=bool)
    strategy = layer.play.strategy
    if not len(rows):
        return Layer(label, present, layer.play)
    for way in _ways(case, tree, covered):
        rows = rows[~present[rows]]
        if not len(rows):
            break
        tried = strategy[rows].copy()
        tried[:, ~covered] = way[~covered]
        good = judged(tree.world(rows), layer.play.take(rows)._replace(strategy=tried), REGRET)[1]
        strategy[rows[good]] = tried[good]
        present[rows[good]] = True
    return Layer(label, present, layer.play)


def _ways(case: Case, tree: Tree, covered: Bools) -> list[Floats]:
    """[A] the ways in which every type can do the same before the signal, what was done in public first."""
    moves: dict[str, list[str]] = {}
    for at in range(tree.n_infosets):
        here = slice(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
        if not covered[here].any():
            labels = moves.setdefault(tree.labels.set_name[at], [])
            labels += [label for label in tree.labels.edge[here] if label not in labels]
    done = {
        (name, label)
        for name, labels in moves.items()
        for label in labels
        for act in case.done
        if (mask(tree, act.event) & mask(tree, f"move({name!r}) == {label!r}")).any()
        and not (mask(tree, act.event) & ~mask(tree, f"move({name!r}) == {label!r}")).any()
    }
    ranked = [
        sorted(labels, key=lambda label, name=name: (name, label) not in done)  # type: ignore[misc]
        for name, labels in moves.items()
    ]
    found = []
    for choice in list(product(*ranked))[:MOST_WAYS]:
        wanted = dict(zip(moves, choice, strict=True))
        way = np.zeros(tree.n_actions)
        for at in range(tree.n_infosets):
            here = slice(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
            if not covered[here].any():
                name = tree.labels.set_name[at]
                edges = tree.labels.edge[here]
                label = wanted[name] if wanted[name] in edges else edges[0]
                way[here] = [float(each == label) for each in edges]
        found.append(way)
    return found


def _places(part: Tree, tree: Tree) -> NDArray[np.int64]:
    """Where the actions of a context stand in the whole game."""

    def key(of: Tree, action: int) -> tuple[object, ...]:
        infoset = int(of.infoset_of_action[action])
        labels = of.labels
        return (
            int(of.set_player[infoset]),
            labels.set_name[infoset],
            labels.seen[infoset],
            labels.edge[action],
        )

    place = {key(tree, action): action for action in range(tree.n_actions)}
    return np.array([place[key(part, action)] for action in range(part.n_actions)], dtype=np.int64)


def _one_shape(one: Tree, other: Tree) -> bool:
    """Whether two contexts differ in nothing but odds and payments."""
    return (
        np.array_equal(one.parent, other.parent)
        and np.array_equal(one.edge, other.edge)
        and np.array_equal(one.set_of, other.set_of)
        and np.array_equal(one.outcome, other.outcome)
        and np.array_equal(one.set_player, other.set_player)
        and one.labels.edge == other.labels.edge
        and one.labels.set_name == other.labels.set_name
        and one.payoff.shape == other.payoff.shape
    )


def _alike(one: Tree, other: Tree) -> bool:
    """Whether two contexts are one game: same shape, same odds, same payments."""
    return (
        np.array_equal(one.parent, other.parent)
        and np.array_equal(one.edge, other.edge)
        and np.array_equal(one.set_of, other.set_of)
        and np.array_equal(one.set_player, other.set_player)
        and np.array_equal(one.chance, other.chance)
        and np.array_equal(_paid(one), _paid(other))
    )


def _paid(tree: Tree) -> Floats:
    from overture.games.measured.measure import terminal_payoff

    return terminal_payoff(tree)
