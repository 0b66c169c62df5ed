"""Equilibria of many worlds, joined: of one class where no world has two of them, or of one name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overture.games.measured.play import Play
from overture.games.tree import Floats
from overture.games.view import count


@dataclass(frozen=True, repr=False)
class Family:
    """Equilibria of one class with one support, one in each world that has it. Axes: W worlds, A actions.

    Attributes:
        label: the class, as :class:`overture.solvers.all.equilibria.Equilibrium` has it.
        is_point: whether its play on the path is a point in every world.
        world: [k] the worlds that have it, ascending.
        strategy, order, weight: [k, A] as ``overture.games.measured.measure.assess`` wants them.
        value: [k, player].
        max_regret: [k] measured by ``overture.games``.
        inside: [k, A] members that play all that the entries play, by which they are named and numbered; None where
            these are ``strategy``.
    """

    label: str
    is_point: bool
    world: NDArray[np.int64]
    strategy: Floats
    order: Floats
    weight: Floats
    value: Floats
    max_regret: Floats
    inside: Floats | None = None

    @property
    def inner(self) -> Floats:
        """[k, A] the members by which the entries are named."""
        return self.strategy if self.inside is None else self.inside

    @property
    def play(self) -> Play:
        """[k, A] the strategies with their trembles."""
        return Play(self.strategy, self.order, self.weight)

    def take(self, rows: NDArray[np.int64]) -> Family:
        """Those of its equilibria that stand in some rows."""
        return Family(
            self.label,
            self.is_point,
            self.world[rows],
            *self.play.take(rows),
            self.value[rows],
            self.max_regret[rows],
            None if self.inside is None else self.inside[rows],
        )

    def __repr__(self) -> str:
        return f"Family: {self.label}, in {count(len(self.world), 'world')}"


@dataclass(frozen=True, repr=False)
class Member:
    """Equilibria of one name, one in each of its worlds: [k] world, [k, action] the rest."""

    name: str
    world: NDArray[np.int64]
    strategy: Floats
    order: Floats
    weight: Floats
    is_point: bool = True  # whether its play on the path is a point in every world
    inside: Floats | None = None  # [k, action] as :attr:`Family.inside`

    @property
    def inner(self) -> Floats:
        """[k, action] members that play all that the entries play."""
        return self.strategy if self.inside is None else self.inside

    @property
    def play(self) -> Play:
        """[k, action] the strategies with their trembles."""
        return Play(self.strategy, self.order, self.weight)

    def __repr__(self) -> str:
        return f"Member: {self.name}, in {count(len(self.world), 'world')}"


def families(members: list[Family]) -> tuple[Family, ...]:
    """Members of one class joined where no world has two of them; a continuum is not joined with points."""
    joined: list[list[Family]] = []
    for member in sorted(members, key=lambda m: -len(m.world)):
        for group in joined:
            alike = (group[0].label, group[0].is_point) == (member.label, member.is_point)
            if alike and not any(np.intersect1d(member.world, other.world).size for other in group):
                group.append(member)
                break
        else:
            joined.append([member])
    found = []
    for group in joined:
        order = np.argsort(np.concatenate([m.world for m in group]))
        found.append(
            Family(
                group[0].label,
                group[0].is_point,
                np.concatenate([m.world for m in group])[order],
                np.concatenate([m.strategy for m in group])[order],
                np.concatenate([m.order for m in group])[order],
                np.concatenate([m.weight for m in group])[order],
                np.concatenate([m.value for m in group])[order],
                np.concatenate([m.max_regret for m in group])[order],
                None
                if all(m.inside is None for m in group)
                else np.concatenate([m.inner for m in group])[order],
            )
        )
    return tuple(sorted(found, key=lambda f: (-len(f.world), f.label)))
