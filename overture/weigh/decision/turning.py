"""Where the reply turns, what knowing more could be worth at most, and how each own draw would answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from overture.games.measured.event import subtree_end
from overture.games.tree import CHANCE, TERMINAL, Floats
from overture.weigh.decision.crossing import root
from overture.weigh.decision.reply import Answering, Sequel, Stakes, cell_moves
from overture.weigh.distribution.act import weighted
from overture.weigh.distribution.cells import Bools
from overture.weigh.distribution.joint import Joint
from overture.weigh.distribution.spans import MovesByPart, joined, spans

# Beliefs at which the reply is asked before a root is polished.
GRID = 400
BESIDE = 1e-4  # share of the way at which it is asked whether a tie ends where it stands
HALVINGS = 60
BEYOND = 1e-9  # share of the way past a turning point at which the reply that is best there is taken
# Two replies whose worths differ by less than this share of the payoff range are exactly as good.
TIE = 1e-7
# A clairvoyant's choice between more outcomes than this at one set is not worked out.
MOST_ATOMS = 4096


Side = Literal["less", "more"]


@dataclass(frozen=True)
class Turning:
    """The nearest belief in the first type at which the set of best replies changes, and the prior for it.

    Attributes:
        belief, prior: of the first type, the others in proportion; None where nothing turns the reply.
        to: the reply that is best beyond it.
        side: whether that is where the first type is held less likely, or more. At a tie that ends here the point
            alone does not tell.
    """

    belief: float | None
    prior: float | None
    to: str | None
    side: Side | None = None


def turning(stakes: Stakes, prior: Floats) -> Turning:
    """Plans are chosen anew at every belief; the payoffs by type and plan are held."""
    mass = stakes.type_mass()
    now = stakes.belief(prior)
    if len(stakes.at.replies) < 2 or now[0] >= 1.0 or not mass[0] > 0 or not (mass[1:] > 0).any():
        return Turning(None, None, None)
    rest = _rest(now, mass)

    def lead(share: Floats) -> Floats:
        """[n, R] worth of each reply at beliefs ``share`` [n] in the first type."""
        held = np.concatenate([share[:, None], (1 - share)[:, None] * rest], axis=1)
        per = np.divide(held, mass, out=np.zeros_like(held), where=mass > 0)
        worth = per[:, stakes.kind] * stakes.worth
        return np.stack([_best(stakes.at, reply, worth) for reply in stakes.at.replies], axis=1)

    found = _nearest(lead, float(now[0]), TIE * stakes.scale)
    if found is None:
        return Turning(None, None, None)
    belief, to, side = found
    return Turning(belief, prior_of(belief, prior, mass), stakes.at.replies[to], side)


def _rest(now: Floats, mass: Floats) -> Floats:
    """[T - 1] shares of the other types among themselves."""
    others = now[1:]
    if others.sum() > 0:
        return np.asarray(others / others.sum())
    alive = (mass[1:] > 0).astype(float)
    return np.asarray(alive / alive.sum())


def prior_of(belief: float, prior: Floats, mass: Floats) -> float:
    """The prior of the first type that leads to ``belief`` in it, the other types in proportion.

    ``prior`` is [T]; ``mass`` is [T], P(what is seen | type).
    """
    others = prior[1:].sum()
    share = prior[1:] / others if others > 0 else np.full(len(prior) - 1, 1.0 / (len(prior) - 1))
    rest = float(share @ mass[1:])
    return float(belief * rest / (belief * rest + (1 - belief) * mass[0]))


def _best(at: Answering, reply: str, worth: Floats) -> Floats:
    return np.asarray(sum(sequels[reply].best(worth) for sequels in at.sequel))


def _nearest(lead: Callable[[Floats], Floats], now: float, level: float) -> tuple[float, int, Side] | None:
    """The nearest point at which the set of best replies changes: (where, which reply is best beyond, on which side).

    ``level``: replies whose worths differ by no more are as good. Where several are the best here and beside, the one
    that is best beyond may be one of them: the others are then no longer as good.
    """

    def best_at(x: float) -> frozenset[int]:
        row = lead(np.array([x]))[0]
        return frozenset(int(at) for at in np.flatnonzero(row >= row.max() - level))

    best, tied = int(np.argmax(lead(np.array([now]))[0])), best_at(now)
    found: list[tuple[float, int, Side]] = []
    sides: tuple[tuple[float, Side], ...] = ((0.0, "less"), (1.0, "more"))
    for end, side in sides:
        if end == now:
            continue
        # A tie may end where it stands: what is best is asked a little further on.
        start = now + BESIDE * (end - now) if len(tied) > 1 else now
        beside = best_at(start)
        if best not in beside:
            return now, min(beside), side
        turn = (
            _crossing(lead, best, start, end) if len(beside) == 1 else _end_of_tie(lead, best_at, start, end)
        )
        if turn is not None:
            found.append((*turn, side))
    return min(found, key=lambda each: abs(each[0] - now)) if found else None


def _crossing(
    lead: Callable[[Floats], Floats], best: int, start: float, end: float
) -> tuple[float, int] | None:
    """Where another reply overtakes the best one on the way from ``start`` to ``end``, and which."""
    points = np.linspace(start, end, GRID + 1)
    values = lead(points)
    gap = values[:, best] - np.delete(values, best, axis=1).max(axis=1)

    def margin(x: float) -> float:
        value = lead(np.array([x]))[0]
        return float(value[best] - np.delete(value, best).max())

    turn = root(points, gap, margin)
    if turn is None:
        return None
    # A little further on, the best of the others: rounding decides which of the two is ahead at the root.
    beyond = lead(np.array([turn + BEYOND * (end - start)]))[0]
    beyond[best] = -np.inf
    return turn, int(np.argmax(beyond))


def _end_of_tie(
    lead: Callable[[Floats], Floats], best_at: Callable[[float], frozenset[int]], start: float, end: float
) -> tuple[float, int] | None:
    """Where replies that are as good as each other at ``start`` no longer are, or no longer the best, and which then is."""
    tied = best_at(start)
    points = np.linspace(start, end, GRID + 1)
    last = next((at for at in range(1, GRID + 1) if best_at(float(points[at])) != tied), None)
    if last is None:
        return None
    low, high = float(points[last - 1]), float(points[last])
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if best_at(middle) == tied else (low, middle)
    # Where the set changes others are only level with it: a little further on, the one that is ahead.
    beyond = lead(np.array([high + BESIDE * (end - high)]))[0]
    return high, int(np.argmax(beyond))


# -- ceilings ---------------------------------------------------------------------------------------


def type_ceiling(stakes: Stakes, prior: Floats) -> float:
    """What a report on the type alone can be worth at most: the type known, the rest averaged."""
    known = 0.0
    for kind in range(stakes.count):
        worth = np.where(stakes.kind == kind, stakes.worth * prior[kind], 0.0)
        known += max(float(_best(stakes.at, reply, worth)) for reply in stakes.at.replies)
    return _gain(stakes, prior, known)


def cell_ceiling(joint: Joint, stakes: Stakes, prior: Floats) -> float:
    """What can be worth at most that speaks of type, world and class alone."""
    best: list[list[Floats]] = [[] for _ in range(stakes.count)]
    for _, part in joint.parts():
        worth = cell_moves(part, stakes.at) * part.nature.worth[:, None]
        for kind in range(stakes.count):
            mine = np.where(stakes.kind == kind, worth, 0.0) * prior[kind]
            best[kind].append(np.max([_best(stakes.at, reply, mine) for reply in stakes.at.replies], axis=0))
    known = 0.0
    for each in best:
        known += float(joined(each).sum())
    return _gain(stakes, prior, known)


def _gain(stakes: Stakes, prior: Floats, known: float) -> float:
    total = float((prior * stakes.type_mass()).sum())
    return max(known / total - max(stakes.values(prior).values()), 0.0)


def any_ceiling(joint: Joint, stakes: Stakes, prior: Floats) -> float | None:
    """The clairvoyant's: type, world, class, every outcome of nature and every mixed act are known beforehand.

    What would happen after different choices of ours is taken as independent. None where there are too many
    outcomes to compare.
    """
    nodes = _answer_nodes(joint, stakes.at)
    gained: list[list[Floats]] = [[] for _ in nodes]
    for _, part in joint.parts():
        nature = part.nature
        chance = cell_moves(part, stakes.at) * nature.chance[:, None]
        with np.errstate(invalid="ignore", divide="ignore"):
            paid = np.where(nature.chance > 0, nature.worth / nature.chance, 0.0)[:, None]
        paid = np.broadcast_to(paid, chance.shape)
        try:
            for node, each in zip(nodes, gained, strict=True):
                mass, atoms = _atoms(part, node, chance, paid)
                each.append(mass * prior[_kind_of(joint, stakes, node)] * _mean(atoms))
        except OverflowError:
            return None
    total = 0.0
    for each in gained:
        total += float(joined(each).sum())
    whole = float((prior * stakes.type_mass()).sum())
    return max(total / whole - max(stakes.values(prior).values()), 0.0)


Atoms = tuple[Floats, Floats]  # [n, W, K] chances that sum to 1, and values


def _answer_nodes(joint: Joint, at: Answering) -> list[int]:
    return [
        int(node)
        for infoset in at.sets
        for node in joint.tree.members(infoset)
        if at.inside[_ends(joint, int(node))].any()
    ]


def _ends(joint: Joint, node: int) -> slice:
    end = int(subtree_end(joint.tree)[node])
    first, last = np.searchsorted(joint.tree.terminal, [node, end])
    return slice(int(first), int(last))


def _kind_of(joint: Joint, stakes: Stakes, node: int) -> int:
    return int(stakes.kind[_ends(joint, node)][0])


def _mean(atoms: Atoms) -> Floats:
    return np.asarray((atoms[0] * atoms[1]).sum(axis=0))


def _atoms(joint: Joint, node: int, chance: Floats, paid: Floats) -> tuple[Floats, Atoms]:
    """([W, K] mass of a node, what a clairvoyant gets there as a distribution)."""
    tree = joint.tree
    kind = int(tree.set_of[node])
    if kind == TERMINAL:
        at = int(np.searchsorted(tree.terminal, node))
        return chance[..., at], (np.ones((1, *chance.shape[:2])), paid[None, ..., at])
    children = [int(child) for child in np.flatnonzero(tree.parent == node)]
    below = [_atoms(joint, child, chance, paid) for child in children]
    if int(tree.set_player[kind]) == joint.own.advised and int(tree.set_player[kind]) != CHANCE:
        # Moves of ours have factor 1, so every choice carries the mass of the node.
        odds, value = below[0][1]
        for _, (more_odds, more_value) in below[1:]:
            if len(odds) * len(more_odds) > MOST_ATOMS:
                raise OverflowError
            odds = (odds[:, None] * more_odds[None]).reshape(-1, *odds.shape[1:])
            value = np.maximum(value[:, None], more_value[None]).reshape(-1, *value.shape[1:])
        return below[0][0], (odds, value)
    mass = np.sum([each for each, _ in below], axis=0)
    parts = [np.divide(each, mass, out=np.zeros_like(mass), where=mass > 0) for each, _ in below]
    odds = np.concatenate([part[None] * each[0] for part, (_, each) in zip(parts, below, strict=True)])
    value = np.concatenate([each[1] for _, each in below])
    return mass, (odds, value)


def straddling(joint: Joint, stakes: Stakes, level: float) -> float:
    """Share of the weight, where the answer is asked for, of worlds whose classes lie on both sides of a belief."""
    at = stakes.at
    taken = at.follow(at.replies[0], at.plan(at.replies[0], stakes.worth))
    sorts = stakes.kind[taken][:, None] == np.arange(stakes.count)

    def of(part: Joint) -> Floats:
        chance = cell_moves(part, at)[..., taken] * part.nature.chance[:, None, taken]
        return np.asarray((chance @ sorts.astype(np.float64)) * joint.prior)

    held = joined(of(part) for _, part in joint.parts())
    total = held.sum(axis=2)
    alive = total > 0
    belief = np.divide(held[..., 0], total, out=np.full_like(total, np.nan), where=alive)
    low = np.where(alive, belief, np.inf).min(axis=1)
    high = np.where(alive, belief, -np.inf).max(axis=1)
    weight = total.sum(axis=1) / total.sum()
    return float(weight[(low < level) & (high > level)].sum())


# -- own draws --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scenarios:
    """How each draw of our own numbers would answer. Axes: O own draws, R replies.

    Attributes:
        value: [O, R]. belief: [O] in the first type. weight: [O].
        best: reply -> share of own draws in which it alone is best; ``tied`` is the rest.
    """

    replies: tuple[str, ...]
    value: Floats
    belief: Floats
    weight: Floats
    best: dict[str, float]
    tied: float

    def lead(self, reply: str) -> Floats:
        """[O] by how much a reply is better than the best other one."""
        place = self.replies.index(reply)
        if len(self.replies) < 2:
            return np.zeros(len(self.value))
        return np.asarray(self.value[:, place] - np.delete(self.value, place, axis=1).max(axis=1))

    def quantiles(self, value: Floats, at: tuple[float, ...]) -> tuple[float, ...]:
        return weighted(value, self.weight, at)


def scenarios(joint: Joint, stakes: Stakes, offer: Bools) -> Scenarios:
    """Each own draw with its own prior, odds of nature, payoffs and plan; its belief is that after ``offer`` [H]."""
    own = joint.own
    replies = stakes.at.replies
    totals, values = [], []
    for rows in spans(len(own.weight)):
        mass, worth = own.each(stakes.moves, own.some(rows))
        prior = own.drawn_prior[rows][:, stakes.kind]
        means, each = stakes.at.means(worth * prior, mass * prior)
        totals.append(each)
        values.append(np.stack([means[reply] for reply in replies], axis=1))
    alive = joined(totals) > 0
    value = np.where(alive[:, None], joined(values), 0.0)
    weight = np.where(alive, own.weight, 0.0)
    weight = weight / weight.sum()
    top = value.max(axis=1, keepdims=True)
    level = value >= top - TIE * stakes.scale
    alone = level.sum(axis=1) == 1
    best = {reply: float(weight[alone & level[:, at]].sum()) for at, reply in enumerate(replies)}
    first = _drawn_belief(joint, offer)
    return Scenarios(replies, value, first, weight, best, float(weight[~alone].sum()))


def _drawn_belief(joint: Joint, offer: Bools) -> Floats:
    """[O] belief in the first type after the offer at each own draw; 0 where it has no chance."""
    forced = joint.fixed(offer)

    def by_part() -> Iterator[tuple[slice, Floats]]:
        for rows, part in joint.parts():
            moves = part.moves(forced) * part.cells.weight[..., None] * joint.said
            yield rows, np.where(offer, moves.sum(axis=1), 0.0)

    moves, totals, firsts = MovesByPart(by_part), [], []
    for rows in spans(len(joint.own.weight)):
        mass, _ = joint.own.each(moves, joint.own.some(rows))
        held = mass * joint.own.drawn_prior[rows][:, joint.kind]
        totals.append(held.sum(axis=1))
        firsts.append(held[:, joint.kind == 0].sum(axis=1))
    total, first = joined(totals), joined(firsts)
    return np.asarray(np.divide(first, total, out=np.zeros_like(total), where=total > 0))


def nodes(
    stakes: Stakes, sequel: Sequel, per: Floats
) -> tuple[list[float], list[tuple[int, dict[str, object]]]]:
    """The worth of a sequel by type (divided by ``per`` [T]) and of the choices that follow, as nested parts."""
    rest = np.divide(stakes.by_type(stakes.worth, sequel.rest), per, out=np.zeros(len(per)), where=per > 0)
    sets = [
        (at, {label: nodes(stakes, each, per) for label, each in choices.items()})
        for at, choices in sequel.sets
    ]
    return [float(value) for value in rest], sets  # type: ignore[return-value]


__all__ = [
    "Bools",
    "Scenarios",
    "Turning",
    "any_ceiling",
    "cell_ceiling",
    "nodes",
    "prior_of",
    "scenarios",
    "turning",
    "type_ceiling",
]
