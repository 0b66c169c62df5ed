"""Two copies of what describes us: our own numbers, and the adversary's picture of them.

A parameter is *theirs* (a fact about the adversary that he knows and we do not) or *ours* (a fact about
us, or odds of nature that we know no worse than he). What is ours has two copies: the value in a world
of the game is his picture of it, on which his play rests, and from his acts we learn about that picture;
our own number is a draw of its own, which his acts cannot teach us. So the odds of nature and our payoffs
are averaged over own draws with fixed weights, and our prior is one vector
(docs/explanation/one-distribution.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from overture.games.measured.measure import terminal_payoff
from overture.games.tree import Floats, Tree
from overture.weigh.distribution.cells import paths
from overture.weigh.distribution.spans import MovesByPart, added, by_span, spans

# So many histories of game and own draws together are held at once.
AT_ONCE = 4_000_000

Tell = Callable[[Mapping[str, Floats]], Tree]
Counted = Callable[[slice], Floats]  # how often worlds, or own draws, are in each resample: [n, some of them]


@dataclass(frozen=True)
class Nature:
    """Odds of nature and our payoffs at own numbers. Axes: W worlds (or 1 if alike in all), H histories.

    Attributes:
        chance: [W or 1, H] mean over own draws of the product of all chance odds along a history but those
            of the hypothesis. worth: [W or 1, H] mean of that product times our payoff.
    """

    chance: Floats
    worth: Floats

    def take(self, rows: slice) -> Nature:
        """The same for some of the worlds."""
        return self if len(self.chance) == 1 else Nature(self.chance[rows], self.worth[rows])


@dataclass(frozen=True)
class Own:
    """Our own copies. Axes: O own draws, T types, W worlds, H histories.

    Attributes:
        tell: parameters -> tree (the game of the case).
        world: name -> [W] the parameters of the worlds. theirs: names that the adversary knows.
        crossing: names of ``theirs`` that move odds of nature or our payoffs.
        draw: name -> [O] own draws of all parameters. weight: [O] their weights.
        centre: name -> the mean of each parameter over its range (its value or mode with one world).
        prior: [T] b0. drawn_prior: [O, T] the prior at each own draw.
        hypothesis: the move that draws the type. advised: the player who is advised.
    """

    tell: Tell
    world: Mapping[str, Floats]
    theirs: frozenset[str]
    crossing: frozenset[str]
    draw: Mapping[str, Floats]
    weight: Floats
    centre: Mapping[str, float]
    prior: Floats
    drawn_prior: Floats
    hypothesis: str
    advised: int

    @cached_property
    def nature(self) -> Nature:
        """Averaged over the own draws."""
        if not self.crossing:
            means: list[Floats] = []
            for some in spans(len(self.weight)):
                chance, paid = self._at(self.some(some))
                weight = self.weight[some]
                means.append(np.stack([weight @ chance, weight @ (chance * paid)]))
            mean = means[0] if len(means) == 1 else added(None, np.stack(means))
            return Nature(mean[0][None], mean[1][None])
        rows = [
            (np.einsum("o,woh->wh", self.weight, chance), np.einsum("o,woh->wh", self.weight, chance * paid))
            for _, chance, paid in self._crossed(self.draw)
        ]
        return Nature(np.concatenate([row[0] for row in rows]), np.concatenate([row[1] for row in rows]))

    def at(self, own: Mapping[str, float]) -> Nature:
        """The same at one vector of own numbers."""
        if not self.crossing:
            chance, paid = self._at({name: np.array([value]) for name, value in own.items()})
            return Nature(chance, chance * paid)
        one = {name: np.array([value]) for name, value in own.items()}
        rows = [(chance[:, 0], (chance * paid)[:, 0]) for _, chance, paid in self._crossed(one)]
        return Nature(np.concatenate([row[0] for row in rows]), np.concatenate([row[1] for row in rows]))

    def some(self, rows: slice) -> dict[str, Floats]:
        """Some of the own draws."""
        return {name: value[rows] for name, value in self.draw.items()}

    def each(self, moves: MovesByPart, draw: Mapping[str, Floats] | None = None) -> tuple[Floats, Floats]:
        """([O, H], [O, H]) ``moves`` [W, H] summed over worlds, times odds of nature, and times our payoff as well."""
        own = self.draw if draw is None else draw
        if not self.crossing:
            chance, paid = self._at(own)
            mass = chance * moves.total
            return mass, mass * paid
        count = len(next(iter(own.values())))
        mass, worth = np.zeros((count, self._histories)), np.zeros((count, self._histories))
        for rows, chance, paid in self._crossed(own):
            mass += np.einsum("wh,woh->oh", moves.rows[rows], chance)
            worth += np.einsum("wh,woh->oh", moves.rows[rows], chance * paid)
        return mass, worth

    def resampled(
        self, moves: Sequence[MovesByPart], weight: Counted, share: Counted
    ) -> list[tuple[Floats, Floats]]:
        """For each of ``moves`` [W, H]: ([n], [n]) mass and worth over worlds and own draws.

        Args:
            weight: of the worlds, a slice of [n, W]. share: of the own draws, a slice of [n, O].
        """
        if self.crossing:
            return self._resampled_crossing(moves, weight(slice(None)), share(slice(None)))
        summed = [self._summed(each, weight) for each in moves]
        found: list[tuple[Floats, Floats]] = []
        for rows in spans(len(self.weight)):
            chance, paid = self._at(self.some(rows))
            held = share(rows)
            part = [
                ((each @ chance.T * held).sum(axis=1), (each @ (chance * paid).T * held).sum(axis=1))
                for each in summed
            ]
            found = [(a + c, b + d) for (a, b), (c, d) in zip(found, part, strict=True)] if found else part
        return found

    def _summed(self, moves: MovesByPart, weight: Counted) -> Floats:
        """[n, H] over worlds."""
        total: Floats | None = None
        for rows, each in by_span(moves.by_part, max(map(len, self.world.values()), default=1)):
            part = weight(rows) @ each
            total = part if total is None else total + part
        assert total is not None
        return total

    def _resampled_crossing(
        self, moves: Sequence[MovesByPart], weight: Floats, share: Floats
    ) -> list[tuple[Floats, Floats]]:
        shape = (len(weight), len(self.weight))
        found = [(np.zeros(shape), np.zeros(shape)) for _ in moves]
        for rows, chance, paid in self._crossed(self.draw):
            for (mass, worth), each in zip(found, moves, strict=True):
                mass += weight[:, rows] @ np.einsum("wh,woh->wo", each.rows[rows], chance)
                worth += weight[:, rows] @ np.einsum("wh,woh->wo", each.rows[rows], chance * paid)
        return [((mass * share).sum(axis=1), (worth * share).sum(axis=1)) for mass, worth in found]

    def prior_at(self, own: Mapping[str, Floats]) -> Floats:
        """[O, T] the prior at own numbers."""
        return type_odds(self.tell(own), self.hypothesis)

    def _at(self, own: Mapping[str, Floats]) -> tuple[Floats, Floats]:
        """([O, H] chance, [O, H] our payoff)."""
        tree = self.tell(own)
        return nature_odds(tree, self.hypothesis), terminal_payoff(tree)[..., self.advised]

    def _crossed(self, own: Mapping[str, Floats]):  # type: ignore[no-untyped-def]
        """Pieces of (worlds, [w, O, H] chance, [w, O, H] our payoff): what is theirs from the worlds, the rest own."""
        worlds = len(next(iter(self.world.values())))
        count = len(next(iter(own.values())))
        histories = self._histories
        step = max(1, AT_ONCE // (count * histories))
        for first in range(0, worlds, step):
            rows = np.arange(first, min(first + step, worlds))
            mixed = {
                name: np.repeat(self.world[name][rows], count)
                if name in self.theirs
                else np.tile(own[name], len(rows))
                for name in own
            }
            chance, paid = self._at(mixed)
            shape = (len(rows), count, histories)
            yield rows, chance.reshape(shape), paid.reshape(shape)

    @cached_property
    def _histories(self) -> int:
        one = {name: value[:1] for name, value in self.draw.items()}
        return len(self.tell(one).terminal)


def nature_odds(tree: Tree, hypothesis: str) -> Floats:
    """[W, H] product of the odds of all chance moves along each history but the ``hypothesis`` move."""
    chance = tree.chance.copy()
    for at in range(tree.n_infosets, tree.n_sets):
        if tree.labels.set_name[at] == hypothesis:
            chance[:, tree.edge_start[at] - tree.n_actions : tree.edge_start[at + 1] - tree.n_actions] = 1.0
    return paths(tree, np.concatenate([np.ones((tree.n_worlds, tree.n_actions)), chance], axis=1))


def type_odds(tree: Tree, hypothesis: str) -> Floats:
    """[W, T] the odds of the hypothesis move, its choices in their order in the tree."""
    at = tree.labels.set_name.index(hypothesis)
    first, last = int(tree.edge_start[at]) - tree.n_actions, int(tree.edge_start[at + 1]) - tree.n_actions
    return np.asarray(tree.chance[:, first:last])


def with_type_odds(tree: Tree, hypothesis: str, odds: Floats) -> Tree:
    """The game in which chance draws the types with ``odds`` [W, T], in their order in the tree."""
    at = tree.labels.set_name.index(hypothesis)
    chance = np.broadcast_to(tree.chance, (len(odds), tree.chance.shape[1])).copy()
    chance[:, int(tree.edge_start[at]) - tree.n_actions : int(tree.edge_start[at + 1]) - tree.n_actions] = (
        odds
    )
    return replace(tree, chance=chance, exact=None)
