"""What each reply to the offer is worth: by type, with our own later moves planned against our own belief.

Asked at the information sets of the advised side at which it must answer. Behind the answer the
adversary plays as the class does, without a floor; nature and our payoffs are our own averages; our own
later moves are one plan for what we will see, the best against our belief. It may not know the class.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from overture.games.measured.event import subtree_end
from overture.games.measured.measure import terminal_payoff
from overture.games.tree import Floats, Ints, Tree
from overture.weigh.decision.hearing import Later, averaged, speaks_later
from overture.weigh.distribution.cells import Bools, paths, through
from overture.weigh.distribution.joint import Joint
from overture.weigh.distribution.spans import MovesByPart, added

# Two choices whose worths differ by less than this share of the payoff range are as good.
LEVEL = 1e-9


@dataclass(frozen=True)
class Sequel:
    """What can follow one choice of ours: histories without a further move of ours, and our next sets.

    Attributes:
        rest: the histories that end without another move of ours.
        sets: (information set, choices: label -> sequel) for each that can come next.
    """

    rest: Ints
    sets: tuple[tuple[int, Mapping[str, Sequel]], ...]

    def best(self, worth: Floats) -> Floats:
        """[...] the worth of the best plan; ``worth`` is [..., H]."""
        total = np.asarray(worth[..., self.rest].sum(axis=-1))
        for _, choices in self.sets:
            total = total + np.max([each.best(worth) for each in choices.values()], axis=0)
        return np.asarray(total)

    def best_held(self, worth: Floats, mass: Floats) -> tuple[Floats, Floats]:
        """[...] the worth of the best plan and the mass behind it; both are [..., H]."""
        total = np.asarray(worth[..., self.rest].sum(axis=-1))
        held = np.asarray(mass[..., self.rest].sum(axis=-1))
        for _, choices in self.sets:
            pairs = [each.best_held(worth, mass) for each in choices.values()]
            values, masses = (np.stack(each) for each in zip(*pairs, strict=True))
            top = np.argmax(values, axis=0)[None]
            total = total + np.take_along_axis(values, top, axis=0)[0]
            held = held + np.take_along_axis(masses, top, axis=0)[0]
        return total, held

    def plan(self, worth: Floats) -> dict[int, str]:
        """Information set -> choice of the best plan; ``worth`` is [H]. Of equals the first."""
        found: dict[int, str] = {}
        for infoset, choices in self.sets:
            values = {label: float(each.best(worth)) for label, each in choices.items()}
            label = max(values, key=values.__getitem__)
            found[infoset] = label
            found.update(choices[label].plan(worth))
        return found

    def level(self, worth: Floats, scale: float) -> list[int]:
        """The information sets of the best plan at which another choice is as good."""
        found: list[int] = []
        for infoset, choices in self.sets:
            values = {label: float(each.best(worth)) for label, each in choices.items()}
            top = max(values.values())
            if sum(top - value <= LEVEL * scale for value in values.values()) > 1:
                found.append(infoset)
            found += choices[max(values, key=values.__getitem__)].level(worth, scale)
        return found

    def follow(self, plan: Mapping[int, str]) -> list[Ints]:
        """The histories that a plan leaves possible, in pieces."""
        found = [self.rest]
        for infoset, choices in self.sets:
            found += choices[plan[infoset]].follow(plan)
        return found

    def all(self) -> list[Ints]:
        found = [self.rest]
        for _, choices in self.sets:
            for each in choices.values():
                found += each.all()
        return found


@dataclass(frozen=True)
class Answering:
    """The sets at which an offer is answered, the replies, and what can follow. Histories outside the offer are left out.

    Attributes:
        sets: information sets of the advised side. replies: labels that are offered at each of them.
        sequel: [set][reply].
        node: [H] index of the node of answering that each history passes, or -1. after: [A] actions of
            players at sets that come after an answer.
    """

    sets: tuple[int, ...]
    replies: tuple[str, ...]
    sequel: tuple[Mapping[str, Sequel], ...]
    node: Ints
    after: Bools

    @cached_property
    def inside(self) -> Bools:
        """[H] the histories in which the offer is made and an answer is asked for."""
        return np.asarray(self.node >= 0)

    def means(self, worth: Floats, mass: Floats) -> tuple[dict[str, Floats], Floats]:
        """(reply -> [...] mean payoff with its best plan, NaN where it has no mass; [...] mass); both are [..., H].

        The mass is the same behind every reply, unless reports speak of what follows and the odds of nature are
        others than those at which their mean was taken: then each reply has its own (decision 83).
        """
        found: dict[str, Floats] = {}
        first: Floats | None = None
        for reply in self.replies:
            pairs = [sequels[reply].best_held(worth, mass) for sequels in self.sequel]
            value, held = (
                np.sum([each for each, _ in pairs], axis=0),
                np.sum([each for _, each in pairs], axis=0),
            )
            first = held if first is None else first
            held = first if np.allclose(held, first, rtol=1e-12, atol=0.0) else held
            found[reply] = np.divide(value, held, out=np.full(np.shape(held), np.nan), where=held > 0)
        assert first is not None
        return found, np.asarray(first)

    def plan(self, reply: str, worth: Floats) -> dict[int, str]:
        """The best plan behind a reply that is given at every set."""
        found: dict[int, str] = {}
        for sequels in self.sequel:
            found.update(sequels[reply].plan(worth))
        return found

    def follow(self, reply: str, plan: Mapping[int, str]) -> Ints:
        """[h] the histories of a reply and its plan."""
        pieces = [piece for sequels in self.sequel for piece in sequels[reply].follow(plan)]
        return np.concatenate(pieces)


def answering(joint: Joint, offer: Bools, move: str) -> Answering | None:
    """Where the advised side answers once ``offer`` [H] is made; None where it is never asked."""
    tree = joint.tree
    own = {int(at): row for at, row in zip(joint.own_sets, joint.passes, strict=True)}
    sets = [at for at, row in own.items() if tree.labels.set_name[at] == move and (offer & (row >= 0)).any()]
    # Of a move that is made again and again, the first answer is asked for.
    first = [at for at in sets if not any(_before(own, other, at, offer) for other in sets if other != at)]
    if not first:
        return None
    labels = [_labels(tree, at) for at in first]
    replies = tuple(label for label in labels[0] if all(label in each for each in labels))
    node = np.full(len(offer), -1, dtype=np.int32)
    after = np.zeros(tree.n_actions, dtype=bool)
    end = subtree_end(tree)
    for count, root in enumerate(int(node) for at in first for node in tree.members(at)):
        low, high = np.searchsorted(tree.terminal, [root, end[root]])
        node[low:high] = np.where(offer[low:high], count, -1)
        below = tree.set_of[root + 1 : end[root]]
        for later in np.unique(below[(below >= 0) & (below < tree.n_infosets)]):
            after[tree.edge_start[later] : tree.edge_start[later + 1]] = True
    sequels = tuple(
        {reply: _sequel(tree, own, at, reply, offer & (own[at] >= 0)) for reply in replies} for at in first
    )
    return Answering(tuple(first), replies, sequels, node, after)


def alone(joint: Joint, at: Answering, infoset: int) -> Answering:
    """The same, asked at one of its information sets only."""
    place = at.sets.index(infoset)
    row = joint.passes[int(np.flatnonzero(joint.own_sets == infoset)[0])]
    return replace(
        at, sets=(infoset,), sequel=(at.sequel[place],), node=np.where(row >= 0, at.node, -1).astype(np.int32)
    )


def _labels(tree: Tree, infoset: int) -> list[str]:
    return list(tree.labels.edge[tree.edge_start[infoset] : tree.edge_start[infoset + 1]])


def _before(own: Mapping[int, Ints], one: int, other: int, inside: Bools) -> bool:
    """Whether histories pass ``one`` on their way to ``other`` (perfect recall: then all do)."""
    both = inside & (own[one] >= 0) & (own[other] >= 0)
    return bool(both.any()) and one < other


def _sequel(tree: Tree, own: Mapping[int, Ints], infoset: int, label: str, inside: Bools) -> Sequel:
    edge = next(
        at
        for at in range(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1]))
        if tree.labels.edge[at] == label
    )
    here = inside & (own[infoset] == edge)
    later = [
        at
        for at, row in own.items()
        if at != infoset and (here & (row >= 0)).any() and _follows(tree, infoset, at)
    ]
    return _following(tree, own, here, later)


def from_the_start(tree: Tree, player: int) -> Sequel:
    """What can follow from the start of a game, by the information sets of one player."""
    sets = [int(at) for at in np.flatnonzero(np.asarray(tree.set_player[: tree.n_infosets]) == player)]
    own = {at: through(tree, at) for at in sets}
    return _following(tree, own, np.ones(len(tree.terminal), dtype=bool), sets)


def _following(tree: Tree, own: Mapping[int, Ints], here: Bools, later: list[int]) -> Sequel:
    """What can follow within the histories ``here`` [H], in which the sets ``later`` of ours may come."""
    next_sets = [
        at for at in later if not any(_before(own, other, at, here) for other in later if other != at)
    ]
    covered = np.zeros(len(here), dtype=bool)
    for at in next_sets:
        covered |= own[at] >= 0
    sets = tuple(
        (at, {each: _sequel(tree, own, at, each, here) for each in _labels(tree, at)}) for at in next_sets
    )
    return Sequel(np.flatnonzero(here & ~covered).astype(np.int32), sets)


def _follows(tree: Tree, one: int, other: int) -> bool:
    """Whether set ``other`` comes after set ``one`` (nodes are numbered in depth-first order)."""
    node = int(tree.members(other)[0])
    while node >= 0:
        if int(tree.set_of[node]) == one:
            return True
        node = int(tree.parent[node])
    return False


@dataclass(frozen=True)
class Stakes:
    """Mass and worth behind each answer, worlds and classes summed, the prior of the type left out.

    Attributes:
        at: where it is answered. kind: [H] types. mass, worth: [H]. moves: [W, H] before odds of nature.
        scale: largest minus smallest payoff of ours: the unit of a tie.
    """

    at: Answering
    kind: Ints
    count: int
    mass: Floats
    worth: Floats
    moves: MovesByPart
    scale: float

    def type_mass(self) -> Floats:
        """[T] P(offer made, answer asked, reports | type)."""
        reply = self.at.replies[0]
        one = self.at.follow(reply, self.at.plan(reply, self.worth))
        return self.by_type(self.mass, one)

    def by_type(self, value: Floats, histories: Ints) -> Floats:
        """[T] sums of ``value`` [H] over some histories."""
        found = np.bincount(self.kind[histories], value[histories], minlength=self.count)
        return found.astype(np.float64)

    def belief(self, prior: Floats) -> Floats:
        """[T] belief when the answer is asked for."""
        found = prior * self.type_mass()
        return np.asarray(found / found.sum())

    def plan(self, reply: str, prior: Floats) -> dict[int, str]:
        """The best plan behind a reply at this prior [T]."""
        return self.at.plan(reply, self.worth * prior[self.kind])

    def value(self, reply: str, prior: Floats, plan: Mapping[int, str] | None = None) -> tuple[float, Floats]:
        """(V, [T] mean payoff by type, NaN where the type never makes the offer) of a reply and its plan."""
        chosen = self.plan(reply, prior) if plan is None else plan
        taken = self.at.follow(reply, chosen)
        worth, mass = self.by_type(self.worth, taken), self.type_mass()
        u = np.divide(worth, mass, out=np.full(self.count, np.nan), where=mass > 0)
        return float((prior * worth).sum() / (prior * mass).sum()), u

    def values(self, prior: Floats) -> dict[str, float]:
        """reply -> V at this prior, each with its best plan."""
        return {reply: self.value(reply, prior)[0] for reply in self.at.replies}

    def tied(self, reply: str, prior: Floats) -> list[int]:
        """Later sets at which the best plan has an equal."""
        worth = self.worth * prior[self.kind]
        scale = self.scale * float((prior * self.type_mass()).sum())
        return [at for sequels in self.at.sequel for at in sequels[reply].level(worth, scale)]


def stakes(joint: Joint, at: Answering, floor: bool = True, by_class: bool = False) -> Stakes:
    """The stakes of an answer.

    Args:
        floor: whether acts before the answer have a floor. by_class: own later moves as the class plays
            them, and not planned; then a plan makes no difference within a reply.
    """
    moves = played(joint, at, floor, by_class)
    mass: Floats | None = None
    worth: Floats | None = None
    for rows, each in moves.by_part():
        nature = joint.nature.take(rows)
        mass, worth = added(mass, each * nature.chance), added(worth, each * nature.worth)
    assert mass is not None
    assert worth is not None
    return Stakes(at, joint.kind, len(joint.types), mass, worth, moves, payoff_scale(joint))


def played(joint: Joint, at: Answering, floor: bool = True, by_class: bool = False) -> MovesByPart:
    """[W, H] weights of worlds and classes times the others' moves, with the reports heard up to the answer."""

    def by_part() -> Iterator[tuple[slice, Floats]]:
        for rows, part in joint.parts():
            yield rows, np.asarray(cell_moves(part, at, floor, by_class).sum(axis=1))

    return MovesByPart(by_part)


def cell_moves(joint: Joint, at: Answering, floor: bool = True, by_class: bool = False) -> Floats:
    """[W, K, H] the same by cell of a part; 0 outside the offer."""
    key = ("answer", at.node.tobytes(), floor, by_class, joint.cells.share.tobytes(), joint.said.tobytes())
    if key in joint.memo:
        return joint.memo[key]
    tree = joint.tree
    plain = joint.plain[:]
    strategy = np.where(at.after, plain, joint.floored[:] if floor else plain)
    # The reply and the plan have factor 1; of our earlier moves those that the offer entails.
    sure = joint.fixed(at.inside)
    for infoset in joint.own_sets:
        here = slice(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1]))
        if int(infoset) in at.sets or (at.after[here].all() and not by_class):
            sure[here] = True
    moves = _along(tree, np.where(sure, 1.0, strategy))
    found = (
        np.where(at.inside, moves, 0.0) * joint.cells.weight[..., None] * _heard(joint, at, strategy, floor)
    )
    joint.memo[key] = found
    return found


def _along(tree: Tree, strategy: Floats) -> Floats:
    """[W, K, H] products of moves; the odds of nature have factor 1."""
    odds = np.ones((strategy.shape[0] * strategy.shape[1], tree.n_edges))
    odds[:, : tree.n_actions] = strategy.reshape(-1, tree.n_actions)
    return paths(tree, odds).reshape(*strategy.shape[:2], -1)


def _heard(joint: Joint, at: Answering, strategy: Floats, floor: bool) -> Floats:
    """[H] or [W, K, H] likelihood of the reports; ``strategy`` [W, K, A] holds behind the answer."""
    if not speaks_later(at.node, joint.said):
        return joint.said
    tree, nature = joint.tree, joint.nature.chance[:, None]
    found = averaged(at.node, joint.said, joint.moves(joint.fixed(at.inside), floor) * nature)
    sure = strategy.copy()
    for infoset in joint.own_sets:
        sure[..., int(tree.edge_start[infoset]) : int(tree.edge_start[infoset + 1])] = 1.0
    own = frozenset(int(each) for each in joint.own_sets)
    later = Later(tree, own, _along(tree, sure) * nature, strategy, joint.said)
    for root in (int(node) for infoset in at.sets for node in tree.members(infoset)):
        later.shares(at.inside, root, found)
    return found


def payoff_scale(joint: Joint) -> float:
    """The largest range of our payoffs over histories, at any own draw's world: the unit of ties."""
    key = ("scale",)
    if key not in joint.memo:
        most = []
        for _, cells in joint.cells.parts():
            paid = terminal_payoff(cells.tree)[..., joint.own.advised]
            most.append((paid.max(axis=1) - paid.min(axis=1)).max())
        joint.memo[key] = np.array(max(most))
    return float(joint.memo[key])
