"""The conditions on play and beliefs off the path, posed for a block of information sets under given supports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Generic

from overture.solvers.all.algebra.polynomials import (
    ONE,
    N,
    Terms,
    constant,
    occurs,
    plus,
    put_solved,
    variable,
)
from overture.solvers.all.algebra.system import Conditions, System
from overture.solvers.all.supports.values import Ratio, Support, SupportValues, minimal_classes, ratio_key

if TYPE_CHECKING:
    from overture.solvers.all.supports.completion import Completion

Demands = Callable[[SupportValues[N]], Conditions[N]]


@dataclass(frozen=True)
class Posed(Generic[N]):
    """The conditions of a block under given supports, but for what is demanded of it.

    Attributes:
        system: as they are posed; branches: the same, reduced.
        numbers: the variables of the relative weights of trembles.
        state: the values in which demands are written.
    """

    system: System[N]
    branches: list[System[N]]
    numbers: dict[Ratio, list[int]]
    state: SupportValues[N]


def posed(
    off: Completion[N],
    system: System[N],
    block: list[int],
    support: Support,
    demands: Demands[N] | None = None,
    barred: frozenset[int] = frozenset(),
) -> dict[Ratio, list[int]]:
    """Add to ``system`` (a copy of the branch) the conditions of a block under given supports.

    ``demands`` and ``barred`` as in :meth:`Completion.serve`. Returns the variables of the relative weights of trembles.
    """
    state, numbers = play_and_beliefs(off, system, block, support, barred)
    demand(system, _deterrence(off, block, state) if demands is None else demands(state))
    return numbers


def demand(system: System[N], above: Conditions[N]) -> None:
    """Add inequalities to a system, after what it has settled."""
    system.above += [(reduced(system, poly, True), strict) for poly, strict in above]


def play_and_beliefs(
    off: Completion[N], system: System[N], block: list[int], support: Support, barred: frozenset[int]
) -> tuple[SupportValues[N], dict[Ratio, list[int]]]:
    """Add the conditions among the sets of a block: (values under the supports, variables of the relative weights)."""
    state = SupportValues(off.search.at(off.branch.rows[system.rows]), _Partial(support))
    for index in block:
        state.declare(system, index, support[index])
    equal: list[Terms[N]] = []
    above: Conditions[N] = []
    numbers: dict[Ratio, list[int]] = {}
    for index in block:
        factor = _beliefs(off, system, state, index, numbers, barred)
        used = support[index]
        equal += state.indifference(index, used, factor)
        weight = state.weights(factor)
        above += [
            (state.gap(index, used[0], b, weight), False) for b in off.form.allowed[index] if b not in used
        ]
    system.equal += [reduced(system, poly, False) for poly in equal]
    demand(system, above)
    return state, numbers


def _beliefs(
    off: Completion[N],
    system: System[N],
    state: SupportValues[N],
    index: int,
    numbers: dict[Ratio, list[int]],
    barred: frozenset[int],
) -> dict[int, Fraction | Terms[N]]:
    """Of the nodes of a set, by what its trembles are to each other; new groups get variables in ``numbers``."""
    members, first = off.search.members[index], off.form.tree.n_actions
    trembles = {
        n: frozenset(
            e for e in off.search.path[n] if e < first and e not in state.support[off.form.set_of_edge[e]]
        )
        for n in members
    }
    classes = minimal_classes(members, trembles)
    if len(classes) < 2:
        return {n: ONE for nodes in classes.values() for n in nodes}
    key = ratio_key(classes)
    if key not in numbers:
        spare = off.form.tree.n_edges + sum(map(len, numbers.values()))
        numbers[key] = list(range(spare, spare + len(key)))
        total: Terms[N] = constant(-1)
        for number in numbers[key]:
            system.free.add(number)
            total = plus(total, variable(number))
        system.equal.append(total)
        out = [n for n, z in zip(numbers[key], key, strict=True) if z & barred]
        if len(out) < len(key):
            system.equal += [{**variable(n)} for n in out]
    shared = frozenset.intersection(*classes)
    factor: dict[int, Fraction | Terms[N]] = {}
    for z, nodes in classes.items():
        share: Terms[N] = {**variable(numbers[key][key.index(z - shared)])}
        factor.update(dict.fromkeys(nodes, share))
    return factor


def _deterrence(off: Completion[N], block: list[int], state: SupportValues[N]) -> Conditions[N]:
    """Conditions that no action off the path that leads into the block (or to an end) pays."""
    inside = set(block)
    above: Conditions[N] = []
    for index, used in off.support.items():
        if index not in off.judged:
            continue
        nodes = [n for n in off.search.members[index] if n in off.on_path]
        for b in off.form.allowed[index]:
            if b in used:
                continue
            below: set[int] = set()
            for node in nodes:
                below |= off.sets_below(off.form.child[node][b])
            if below <= inside:
                weight = state.weights(dict.fromkeys(nodes, ONE))
                above.append((state.gap(index, used[0], b, weight), False))
    return above


def reduced(system: System[N], poly: Terms[N], even: bool = False) -> Terms[N]:
    """The polynomial after what a system has settled, times a positive number."""
    if system.rounded:
        poly = system.numbers.sized(poly)
    for number, over, under in system.solved:
        if occurs(poly, number):
            poly = put_solved(poly, number, over, under, even)
    return poly


class _Partial(dict[int, tuple[int, ...]]):
    """Supports of which only some sets are known; the others are not met."""

    def __missing__(self, key: int) -> tuple[int, ...]:
        return ()
