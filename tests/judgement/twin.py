"""An independent slow twin: a walk over the histories of a told game, history by history, world by world.

Of the package it takes only the strategies (cells and what was settled in them), the tree that the teller laid, the
drawn parameters and the reading of events. Everything else is written here anew, from what the answers are defined
to be: floor, likelihoods, beliefs, ratios, movement, worth of replies with our later moves planned, own draws. It is
slow on purpose, and knows nothing of ``overture.weigh``.
"""

from __future__ import annotations

import copy
import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from overture.case.draw import centre, own_draws
from overture.games.measured.event import mask, names
from overture.judgement.basis import Basis

Event = Sequence[bool]  # by history


@dataclass(frozen=True)
class Step:
    """A move along a history: the set that it is made at, its edge, the mover (-1 for chance), its name and choice."""

    at: int
    edge: int
    mover: int
    name: str
    choice: str


class Twin:
    """The distribution of a basis, walked anew."""

    def __init__(self, basis: Basis, said: Sequence[float] | None = None) -> None:
        """``said`` [H]: likelihood of what was said, where the sheet says more than is worked out here."""
        self.tree = tree = basis.tree
        self.loaded = basis.loaded
        case = basis.loaded.case
        cells = basis.joint.cells
        self.worlds, self.classes = cells.share.shape
        self.world_weight = [float(each) for each in cells.world]
        self.share = cells.share.tolist()
        self.play = basis.settled.tolist()
        self.order, self.size = cells.order.tolist(), cells.tremble.tolist()
        self.us = tree.players.index(case.advised)
        self.floor = case.equilibria.floor
        self.paths = [self._path(int(node)) for node in tree.terminal]
        self.hidden = case.hypothesis.move
        listed = list(case.hypothesis.words)
        told = [next(s.choice for s in path if s.name == self.hidden) for path in self.paths]
        self.types = listed + [each for each in dict.fromkeys(told) if each not in listed]
        self.drawn = own_draws(basis.loaded.parameters, basis.worlds, basis.seed)
        drawn = self.prior_at(self.drawn)
        possible = [each for at, each in enumerate(self.types) if any(row[at] > 0 for row in drawn)]
        if len(possible) > 1 and self.types[0] not in possible:  # what cannot be is no question
            self.types = [possible[0]] + [each for each in self.types if each != possible[0]]
        self.kind = [self.types.index(each) for each in told]
        self.histories = range(len(self.paths))
        self._given_said = said is not None
        self.said = self._said() if said is None else [float(each) for each in said]

    def _path(self, node: int) -> list[Step]:
        tree, found = self.tree, []
        while node > 0:
            before, edge = int(tree.parent[node]), int(tree.edge[node])
            at = int(tree.set_of[before])
            mover = int(tree.set_player[at])
            found.append(Step(at, edge, mover, tree.labels.set_name[at], tree.labels.edge[edge]))
            node = before
        return found[::-1]

    def event(self, text: str) -> list[bool]:
        return [bool(each) for each in mask(self.tree, text)] if text else [True] * len(self.paths)

    # -- odds of nature and our payoffs: theirs at the world, ours at the own draw -----------------------

    def _numbers(self, worlds: Iterable[int], draws: Iterable[int]) -> dict[str, np.ndarray]:
        """Parameter vectors of all pairs (world, draw), the worlds outermost."""
        pairs = list(itertools.product(worlds, draws))
        found = {}
        for name, given in self.loaded.parameters.items():
            his = given.known == "theirs"
            world = self.tree.parameters.get(name)
            values = [world[w] if his and world is not None else self.drawn[name][o] for w, o in pairs]
            found[name] = np.array(values, dtype=float)
        return found

    @cached_property
    def nature(self) -> list[list[list[tuple[float, float]]]]:
        """[w][o][h] (product of all odds of chance but those of the hypothesis, our payoff)."""
        told = self.loaded.game.tree(self._numbers(range(self.worlds), range(self.worlds)))
        chance, paid = told.chance.tolist(), told.payoff[..., self.us].tolist()
        found = []
        for w in range(self.worlds):
            rows = []
            for o in range(self.worlds):
                at = (w * self.worlds + o) % len(chance), (w * self.worlds + o) % len(paid)
                rows.append(
                    [self._one(path, h, chance[at[0]], paid[at[1]]) for h, path in enumerate(self.paths)]
                )
            found.append(rows)
        return found

    def _one(
        self, path: list[Step], history: int, chance: list[float], paid: list[float]
    ) -> tuple[float, float]:
        odds = 1.0
        for step in path:
            if step.mover < 0 and step.name != self.hidden:
                odds *= chance[step.edge - self.tree.n_actions]
        return odds, self._paid(int(self.tree.terminal[history]), paid)

    def _paid(self, node: int, paid: list[float]) -> float:
        total = 0.0
        while node >= 0:
            outcome = int(self.tree.outcome[node])
            total += paid[outcome] if outcome >= 0 else 0.0
            node = int(self.tree.parent[node])
        return total

    @cached_property
    def mean(self) -> list[list[tuple[float, float]]]:
        """[w][h] (N, U): means over own draws of the odds, and of the odds times our payoff."""
        found = []
        for w in range(self.worlds):
            row = []
            for h in self.histories:
                pairs = [(self.world_weight[o], *self.nature[w][o][h]) for o in range(self.worlds)]
                row.append((sum(a * n for a, n, _ in pairs), sum(a * n * u for a, n, u in pairs)))
            found.append(row)
        return found

    def prior_at(self, numbers: dict[str, np.ndarray]) -> list[list[float]]:
        """[draw] our prior by type, at parameter vectors."""
        told = self.loaded.game.tree(numbers)
        at = self.tree.labels.set_name.index(self.hidden)
        edges = range(int(self.tree.edge_start[at]), int(self.tree.edge_start[at + 1]))
        place = {self.tree.labels.edge[edge]: edge - self.tree.n_actions for edge in edges}
        return [[float(row[place[each]]) for each in self.types] for row in told.chance]

    @cached_property
    def prior(self) -> list[float]:
        """b0: our prior at the mean of our own copy (at the modes, with one world)."""
        middle = centre(self.loaded.parameters, self.worlds)
        return self.prior_at({name: np.array([value]) for name, value in middle.items()})[0]

    # -- what was said: each source has access or not, once for all that it says -------------------------

    def _said(self, offer: Event | None = None) -> list[float]:
        """[h] likelihood of all reports. Of an ``offer``: what is said of the offer itself is taken as said of it."""
        sheet, total = self.loaded.sheet, [1.0] * len(self.paths)
        if sheet is None:
            return total
        for source in sheet.sources:
            claims = [claim for claim in sheet.claims if claim.source == source.id and claim.event]
            rates = (source.access, source.accuracy, source.says_anyway)
            if not claims or any(rate is None for rate in rates):
                continue
            access, right, anyway = (float(rate) for rate in rates)  # type: ignore[arg-type]
            holds = [self._holds(claim.event or "", offer) for claim in claims]
            for h in self.histories:
                knows = math.prod(right if each[h] else 1 - right for each in holds)
                total[h] *= access * knows + (1 - access) * anyway ** len(holds)
        return total

    def _holds(self, text: str, offer: Event | None) -> list[bool]:
        holds, case = self.event(text), self.loaded.case
        public = {case.signal.move, case.counterpart.move if case.counterpart else ""}
        if offer is None or not set(names(text)) <= public:
            return holds
        there = {value for value, inside in zip(holds, offer, strict=True) if inside}
        return [next(iter(there))] * len(holds) if len(there) == 1 else holds

    def about(self, offer: Event) -> Twin:
        """The same where what was said of the offer itself is left out of what the offer tells."""
        other = copy.copy(self)
        if not self._given_said:
            other.said = self._said(offer)
        return other

    # -- play with a floor -------------------------------------------------------------------------------

    @cached_property
    def seen(self) -> set[int]:
        """Sets of the others at which the act can be seen by another player later."""
        labels, found = self.tree.labels, set()
        for at in range(self.tree.n_infosets):
            who = int(self.tree.set_player[at])
            for other in range(self.tree.n_infosets):
                told = [name for name, _ in labels.seen[other]]
                if who != self.us and int(self.tree.set_player[other]) != who and labels.set_name[at] in told:
                    found.add(at)
        return found

    def _edges(self, at: int) -> range:
        return range(int(self.tree.edge_start[at]), int(self.tree.edge_start[at + 1]))

    @cached_property
    def lifted(self) -> list[list[list[float]]]:
        """[w][k][edge] play with the floor."""
        return [[self._lifted(w, k) for k in range(self.classes)] for w in range(self.worlds)]

    def _lifted(self, w: int, k: int) -> list[float]:
        play, floor = list(self.play[w][k]), self.floor
        order = [n if n > 0 else 1.0 for n in self.order[w][k]]
        size = [c if c > 0 else 1.0 for c in self.size[w][k]]
        for player in range(len(self.tree.players)):
            sets = [at for at in self.seen if int(self.tree.set_player[at]) == player]
            zero = [edge for at in sets for edge in self._edges(at) if play[edge] <= 0]
            if not zero:
                continue
            least = min(order[edge] for edge in zero)
            most = max(size[edge] for edge in zero if order[edge] == least)
            share = {}
            for edge in zero:
                part = floor ** min(order[edge] / least, 3.0)
                if order[edge] == least:
                    part *= size[edge] / most
                share[edge] = min(max(part, floor**3), 0.5)
            for at in sets:
                here = {edge: share[edge] for edge in self._edges(at) if edge in share}
                total = sum(here.values())
                if total > 0.5:
                    here = {edge: part * 0.5 / total for edge, part in here.items()}
                room = 1.0 - min(total, 0.5)
                for edge in self._edges(at):
                    play[edge] = here[edge] if edge in here else play[edge] * room
        return play

    # -- masses ------------------------------------------------------------------------------------------

    def fixed(self, event: Event) -> dict[int, int]:
        """Our sets that the event passes and at which it leaves one choice: set -> edge."""
        taken: dict[int, set[int]] = {}
        for h in self.histories:
            if event[h]:
                for step in self.paths[h]:
                    if step.mover == self.us:
                        taken.setdefault(step.at, set()).add(step.edge)
        return {at: next(iter(edges)) for at, edges in taken.items() if len(edges) == 1}

    def moves(self, w: int, k: int, h: int, fixed: dict[int, int], floor: bool) -> float:
        """sigma: the players' moves along a history; a fixed move of ours has factor 1."""
        play, total = (self.lifted if floor else self.play)[w][k], 1.0
        for step in self.paths[h]:
            if step.mover < 0:
                continue
            if step.at in fixed:
                total *= 1.0 if fixed[step.at] == step.edge else 0.0
            else:
                total *= play[step.edge]
        return total

    def mass(
        self, event: Event, under: Event, floor: bool = True, heard: bool = True
    ) -> list[list[list[float]]]:
        """[w][k][t] a o P(event and reports | type)."""
        fixed = self.fixed(under)
        found = [[[0.0] * len(self.types) for _ in range(self.classes)] for _ in range(self.worlds)]
        for w, k in itertools.product(range(self.worlds), range(self.classes)):
            weight = self.world_weight[w] * self.share[w][k]
            for h in self.histories if weight > 0 else ():
                if event[h]:
                    value = weight * self.moves(w, k, h, fixed, floor) * self.mean[w][h][0]
                    found[w][k][self.kind[h]] += value * (self.said[h] if heard else 1.0)
        return found

    def likelihood(self, event: Event, under: Event, floor: bool = True, heard: bool = True) -> list[float]:
        """[t] l_t: averaged over worlds and classes."""
        mass = self.mass(event, under, floor, heard)
        return [
            sum(mass[w][k][t] for w in range(self.worlds) for k in range(self.classes)) for t in self._types
        ]

    @property
    def _types(self) -> range:
        return range(len(self.types))

    def belief(
        self, event: Event, under: Event, floor: bool = True, heard: bool = True
    ) -> list[float] | None:
        return self._bayes(self.likelihood(event, under, floor, heard))

    def _bayes(self, likelihood: Sequence[float]) -> list[float] | None:
        parts = [b * l for b, l in zip(self.prior, likelihood, strict=True)]
        return [each / sum(parts) for each in parts] if sum(parts) > 0 else None

    def weights(self, event: Event, under: Event) -> list[list[float]]:
        """[w][k] v: weight of each cell given the event."""
        mass = self.mass(event, under)
        found = [[sum(b * m for b, m in zip(self.prior, cell, strict=True)) for cell in row] for row in mass]
        total = sum(map(sum, found))
        return [[each / total for each in row] for row in found]

    def on_path(self, event: Event) -> list[list[bool]]:
        mass = self.mass(event, event, floor=False, heard=False)
        return [
            [any(m > 0 for m, b in zip(cell, self.prior, strict=True) if b > 0) for cell in row]
            for row in mass
        ]

    def movement(self, before: Event, after: Event) -> tuple[float, float, float]:
        """Parts of worlds, classes and types of the move of belief in the first type: weights first, then types."""
        old, new = self.weights(before, after), self.weights(after, after)
        held, then = (self._cell_belief(each, after) for each in (before, after))
        worlds = classes = types = 0.0
        for w in range(self.worlds):
            a, b = sum(old[w]), sum(new[w])
            for k in range(self.classes):
                inside = old[w][k] / a if a > 0 else 0.0
                now = new[w][k] / b if b > 0 else 0.0
                worlds += (b - a) * inside * held[w][k]
                classes += b * (now - inside) * held[w][k]
                types += b * now * (then[w][k] - held[w][k])
        return worlds, classes, types

    def _cell_belief(self, event: Event, under: Event) -> list[list[float]]:
        """[w][k] belief in the first type; 0 in a dead cell, where nothing multiplies it."""

        def one(cell: list[float]) -> float:
            total = sum(b * m for b, m in zip(self.prior, cell, strict=True))
            return self.prior[0] * cell[0] / total if total > 0 else 0.0

        return [[one(cell) for cell in row] for row in self.mass(event, under)]
