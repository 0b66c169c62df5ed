"""The replies of the slow twin: every plan of ours enumerated, every own draw asked, every vertex of the weights tried."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cached_property

from overture.judgement.basis import Asked
from tests.judgement.twin import Twin

LEVEL = 1e-7  # a difference below this share of the range of our payoffs is a tie
Plan = dict[int, int]  # our later set -> edge


def _average(values: list[float], weights: list[float]) -> float:
    """A weighted mean; the plain one where all weights are 0."""
    total = sum(weights)
    if total <= 0:
        return sum(values) / len(values)
    return sum(weight * value for weight, value in zip(weights, values, strict=True)) / total


class Reply:
    """What each reply to one offer is worth, by enumeration."""

    def __init__(self, twin: Twin, asked: Asked, move: str, floor: bool = True) -> None:
        self.twin, self.floor = twin, floor
        self.offer = [bool(each) for each in asked.offer]
        self.fixed = twin.fixed(self.offer)
        # Where each history of the offer is answered: the step's place along it, or None.
        self.place = [
            next((at for at, step in enumerate(path) if step.name == move and step.mover == twin.us), None)
            if inside
            else None
            for path, inside in zip(twin.paths, self.offer, strict=True)
        ]
        self.inside = [h for h in twin.histories if self.place[h] is not None]
        self.sets = sorted({self.answer(h).at for h in self.inside})
        labels = [{twin.tree.labels.edge[edge] for edge in twin._edges(at)} for at in self.sets]
        self.replies = [each for each in self._labels() if all(each in some for some in labels)]

    def _labels(self) -> list[str]:
        return (
            [self.twin.tree.labels.edge[edge] for edge in self.twin._edges(self.sets[0])] if self.sets else []
        )

    def answer(self, h: int):  # type: ignore[no-untyped-def]
        place = self.place[h]
        assert place is not None
        return self.twin.paths[h][place]

    @cached_property
    def moves(self) -> list[list[list[float]]]:
        """[w][k][h] a o times the moves of all others, the floor up to the answer and none behind it; reports heard."""
        twin = self.twin
        found = []
        for w in range(twin.worlds):
            row = []
            for k in range(twin.classes):
                weight = twin.world_weight[w] * twin.share[w][k]
                heard = self._heard(w, k) if weight > 0 else {}
                cell = [0.0] * len(twin.paths)
                for h in self.inside if weight > 0 else ():
                    cell[h] = weight * self._sigma(w, k, h) * heard[h]
                row.append(cell)
            found.append(row)
        return found

    def _sigma(self, w: int, k: int, h: int) -> float:
        twin, total = self.twin, 1.0
        before = (twin.lifted if self.floor else twin.play)[w][k]
        after = twin.play[w][k]
        for at, step in enumerate(twin.paths[h]):
            if step.mover < 0:
                continue
            if step.mover == twin.us:
                open_before = at < self.place[h] and step.at not in self.fixed
                total *= before[step.edge] if open_before else 1.0
            else:
                total *= (before if at < self.place[h] else after)[step.edge]
        return total

    def _heard(self, w: int, k: int) -> dict[int, float]:
        """What was said, at the answer and behind it.

        What speaks of later play is averaged at the answer as the class plays, so that belief is the same behind
        every reply; behind each choice of ours outcomes weigh as the reports have it, with mean 1.
        """
        twin, found = self.twin, {}
        for members in self._nodes(self.inside).values():
            values = [twin.said[h] for h in members]
            if max(values) - min(values) <= 1e-12 * max(values):
                found.update(zip(members, values, strict=True))
                continue
            odds = [twin.moves(w, k, h, self.fixed, self.floor) * twin.mean[w][h][0] for h in members]
            found.update(dict.fromkeys(members, _average(values, odds)))
            self._behind(w, k, members, self.place[members[0]] or 0, found)
        return found

    def _nodes(self, histories: list[int]) -> dict[tuple[int, ...], list[int]]:
        """The nodes at which it is answered, by what came before them."""
        groups: dict[tuple[int, ...], list[int]] = {}
        for h in histories:
            key = tuple(step.edge for step in self.twin.paths[h][: self.place[h]])
            groups.setdefault(key, []).append(h)
        return groups

    def _behind(
        self, w: int, k: int, members: list[int], at: int, found: dict[int, float]
    ) -> tuple[float, float]:
        """(mean of what was said, chance of coming here) at our decision, the ``at``-th step of these histories.

        Multiplies ``found`` by what the reports say of the outcomes behind each choice, whose mean is 1.
        """
        twin, means, played, reach = self.twin, [], [], 0.0
        for edge in dict.fromkeys(twin.paths[h][at].edge for h in members):
            chosen = [h for h in members if twin.paths[h][at].edge == edge]
            pieces: dict[tuple[int, ...], list[int]] = {}
            for h in chosen:
                pieces.setdefault(tuple(step.edge for step in twin.paths[h][: self._next(h, at)]), []).append(
                    h
                )
            told = []
            for histories in pieces.values():
                later = self._next(histories[0], at)
                ours = later is not None
                told.append(
                    self._behind(w, k, histories, later, found) if ours else self._end(w, k, histories[0])
                )
            reach = sum(weight for _, weight in told)
            means.append(_average([value for value, _ in told], [weight for _, weight in told]))
            played.append(twin.play[w][k][edge])
            for histories, (value, _) in zip(pieces.values(), told, strict=True):
                for h in histories:
                    found[h] *= value / means[-1] if means[-1] > 0 else 1.0
        return _average(means, played), reach

    def _next(self, h: int, at: int) -> int | None:
        """The place of our next move along a history; None where there is none."""
        path = self.twin.paths[h]
        return next((later for later in range(at + 1, len(path)) if path[later].mover == self.twin.us), None)

    def _end(self, w: int, k: int, h: int) -> tuple[float, float]:
        """(what was said, chance) of a history, our own moves with factor 1."""
        twin, total = self.twin, self.twin.mean[w][h][0]
        before, after = (twin.lifted if self.floor else twin.play)[w][k], twin.play[w][k]
        for at, step in enumerate(twin.paths[h]):
            if step.mover >= 0 and step.mover != twin.us:
                total *= (before if at < self.place[h] else after)[step.edge]
        return twin.said[h], total

    # -- plans -------------------------------------------------------------------------------------------

    def later(self, reply: str) -> list[int]:
        """Our sets that can come behind a reply."""
        found = {
            step.at
            for h in self.inside
            if self.answer(h).choice == reply
            for step in self.twin.paths[h][self.place[h] + 1 :]
            if step.mover == self.twin.us
        }
        return sorted(found)

    def plans(self, reply: str) -> Iterator[Plan]:
        sets = self.later(reply)
        for edges in itertools.product(*(self.twin._edges(at) for at in sets)):
            yield dict(zip(sets, edges, strict=True))

    def follow(self, reply: str, plan: Plan) -> list[int]:
        return [
            h
            for h in self.inside
            if self.answer(h).choice == reply
            and all(plan.get(s.at, s.edge) == s.edge for s in self.twin.paths[h][self.place[h] + 1 :])
        ]

    # -- worth -------------------------------------------------------------------------------------------

    @cached_property
    def sums(self) -> list[tuple[float, float]]:
        """[h] (mass, worth): worlds and classes summed, the prior left out."""
        twin, found = self.twin, []
        for h in twin.histories:
            mass = worth = 0.0
            for w in range(twin.worlds):
                moved = sum(self.moves[w][k][h] for k in range(twin.classes))
                mass += moved * twin.mean[w][h][0]
                worth += moved * twin.mean[w][h][1]
            found.append((mass, worth))
        return found

    def by_type(self, taken: list[int], what: int) -> list[float]:
        found = [0.0] * len(self.twin.types)
        for h in taken:
            found[self.twin.kind[h]] += self.sums[h][what]
        return found

    @cached_property
    def type_mass(self) -> list[float]:
        reply = self.replies[0]
        return self.by_type(self.follow(reply, next(self.plans(reply))), 0)

    @cached_property
    def total(self) -> float:
        return sum(b * m for b, m in zip(self.twin.prior, self.type_mass, strict=True))

    def worth(self, reply: str, plan: Plan) -> tuple[float, list[float]]:
        """(V, u by type) of a reply and a plan."""
        parts = self.by_type(self.follow(reply, plan), 1)
        value = sum(b * part for b, part in zip(self.twin.prior, parts, strict=True)) / self.total
        return value, [
            part / m if m > 0 else float("nan") for part, m in zip(parts, self.type_mass, strict=True)
        ]

    def best(self, reply: str) -> tuple[float, list[float]]:
        """The worth of a reply with the best plan."""
        return max((self.worth(reply, plan) for plan in self.plans(reply)), key=lambda each: each[0])

    @cached_property
    def values(self) -> dict[str, float]:
        return {reply: self.best(reply)[0] for reply in self.replies}

    @cached_property
    def scale(self) -> float:
        """The largest range of our payoffs in a world."""
        twin = self.twin
        ranges = []
        for w in range(twin.worlds):
            row = twin.tree.payoff[w, :, twin.us].tolist()
            paid = [twin._paid(int(node), row) for node in twin.tree.terminal]
            ranges.append(max(paid) - min(paid))
        return max(ranges)

    def held(self, at: int) -> list[float]:
        """[t] prior times the chance that the answer is asked for at one information set."""
        twin, first = self.twin, self.follow(self.replies[0], next(self.plans(self.replies[0])))
        found = [0.0] * len(twin.types)
        for h in first:
            if self.answer(h).at == at:
                found[twin.kind[h]] += twin.prior[twin.kind[h]] * self.sums[h][0]
        return found

    def at_set(self, at: int) -> tuple[float, list[float], dict[str, float]]:
        """(chance, belief, reply -> V) when the answer is asked for at one information set."""
        twin, held, worth = self.twin, self.held(at), {}
        for reply in self.replies:
            sums = [
                sum(twin.prior[twin.kind[h]] * self.sums[h][1] for h in self.follow(reply, plan) if self.answer(h).at == at)
                for plan in self.plans(reply)
            ]  # fmt: skip
            worth[reply] = max(sums) / sum(held)
        return sum(held) / self.total, [each / sum(held) for each in held], worth

    # -- where it turns, and what more could be known ----------------------------------------------------

    def turning(self) -> float | None:
        """The nearest belief in the first of two types at which another reply is best, from all crossings of lines."""
        lines = [
            (reply, tuple(part / m for part, m in zip(self.by_type(self.follow(reply, plan), 1), self.type_mass, strict=True)))
            for reply in self.replies
            for plan in self.plans(reply)
        ]  # fmt: skip
        now = self.twin.prior[0] * self.type_mass[0] / self.total

        def best(b: float) -> set[str]:
            tops: dict[str, float] = {}
            for reply, (bad, good) in lines:
                tops[reply] = max(tops.get(reply, -1e99), b * bad + (1 - b) * good)
            top = max(tops.values())
            return {reply for reply, value in tops.items() if value >= top - LEVEL / 10 * self.scale}

        here, found = best(now), []
        if len(here) > 1:
            return now
        for (one, (a, c)), (other, (e, g)) in itertools.combinations(lines, 2):
            slope = (a - c) - (e - g)
            if one == other or abs(slope) < 1e-15:
                continue
            at = (g - c) / slope
            away = 1e-6 if at > now else -1e-6
            if 0 <= at + away <= 1 and best(at) > here and best(at + away) != here:
                found.append(at)
        return min(found, key=lambda at: abs(at - now), default=None)

    def type_ceiling(self) -> float:
        """The type known beforehand."""
        known = 0.0
        for t, b in enumerate(self.twin.prior):
            known += b * max(
                self.by_type(self.follow(r, plan), 1)[t] for r in self.replies for plan in self.plans(r)
            )
        return known / self.total - max(self.values.values())

    def cell_ceiling(self) -> float:
        """World, class and type known beforehand."""
        twin, known = self.twin, 0.0
        options = [self.follow(reply, plan) for reply in self.replies for plan in self.plans(reply)]
        for w, k, t in itertools.product(range(twin.worlds), range(twin.classes), range(len(twin.types))):
            known += twin.prior[t] * max(
                sum(self.moves[w][k][h] * twin.mean[w][h][1] for h in taken if twin.kind[h] == t)
                for taken in options
            )
        return known / self.total - max(self.values.values())

    # -- own draws ---------------------------------------------------------------------------------------

    def draws(self) -> tuple[dict[str, float], float, list[float], list[dict[str, float]]]:
        """(reply -> share of own draws in which it alone is best, share of ties, beliefs, worths by draw)."""
        twin = self.twin
        priors = twin.prior_at(twin.drawn)
        share = dict.fromkeys(self.replies, 0.0)
        tied, beliefs, worths = 0.0, [], []
        for o in range(twin.worlds):
            prior = priors[o % len(priors)]
            mass, worth = self._draw(o, prior)
            first = self.follow(self.replies[0], next(self.plans(self.replies[0])))
            total = sum(mass[h] for h in first)
            value = {
                r: max(sum(worth[h] for h in self.follow(r, plan)) for plan in self.plans(r)) / total
                for r in self.replies
            }
            top = max(value.values())
            level = [r for r in self.replies if value[r] >= top - LEVEL * self.scale]
            if len(level) == 1:
                share[level[0]] += twin.world_weight[o]
            else:
                tied += twin.world_weight[o]
            beliefs.append(sum(mass[h] for h in first if twin.kind[h] == 0) / total)
            worths.append(value)
        return share, tied, beliefs, worths

    def _draw(self, o: int, prior: list[float]) -> tuple[list[float], list[float]]:
        twin = self.twin
        mass, worth = [0.0] * len(twin.paths), [0.0] * len(twin.paths)
        for h in self.inside:
            for w in range(twin.worlds):
                moved = prior[twin.kind[h]] * sum(self.moves[w][k][h] for k in range(twin.classes))
                odds, paid = twin.nature[w][o][h]
                mass[h] += moved * odds
                worth[h] += moved * odds * paid
        return mass, worth

    # -- all weights of the classes ----------------------------------------------------------------------

    def vertices(
        self, allowed: list[list[bool]], reply: str, plan: Plan
    ) -> tuple[tuple[float, float], tuple[float, float]]:
        """Ranges of (belief in the first type, V with the plan held) over one allowed class in each world."""
        twin = self.twin
        taken = self.follow(reply, plan)
        rows = []
        for w in range(twin.worlds):
            options = []
            for k in range(twin.classes):
                if allowed[w][k] and twin.share[w][k] > 0:
                    held = [
                        (twin.prior[twin.kind[h]] * self.moves[w][k][h] / twin.share[w][k], h) for h in taken
                    ]
                    options.append((
                        sum(m * twin.mean[w][h][0] for m, h in held if twin.kind[h] == 0),
                        sum(m * twin.mean[w][h][0] for m, h in held),
                        sum(m * twin.mean[w][h][1] for m, h in held),
                    ))  # fmt: skip
            if options:
                rows.append(options)
        sums = [tuple(sum(part) for part in zip(*pick, strict=True)) for pick in itertools.product(*rows)]
        beliefs = [first / total for first, total, _ in sums if total > 0]
        worths = [worth / total for _, total, worth in sums if total > 0]
        return (min(beliefs), max(beliefs)), (min(worths), max(worths))
