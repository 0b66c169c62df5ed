"""What would change the reply: each judgement moved alone, and all of our own together.

A lever is one judgement with a stated range: our prior, one of our own numbers, one of his numbers (its
mean, by tilting the weights of worlds), a judged rate of a source, the weight of a class, the floor. Its
*distance* is the share of the way from where it stands to the edge of its range at which the reply
turns. The *joint fragility* is the least share at which all our own judgements, each moved towards its
worse edge at once, turn it. Own numbers stand at their centre meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from overture.evidence.source import Source
from overture.game.tree import Floats
from overture.weigh.joint import Joint
from overture.weigh.own import Nature
from overture.weigh.reply import Answering, Stakes, cell_moves, stakes
from overture.weigh.said import Said

Kind = Literal["own prior", "own number", "his number", "source", "class", "floor"]
STEPS = 24  # points on each side before a root is polished
WIDE = 0.2  # how far a judged rate without a range may be off, either way
REACH = 1e-12  # a move of the lead below this is none
FEW = 20.0  # effective worlds below which a tilt says nothing
RATES = ("access", "accuracy", "says_anyway", "blur", "shading", "control")


@dataclass(frozen=True)
class Lever:
    """A judgement that can be moved: its place now and the edges of its range.

    ``source`` is the source of a judged ``rate``, or the parameter that moves our prior.
    """

    name: str
    words: str
    kind: Kind
    now: float
    low: float
    high: float
    source: str = ""
    rate: str = ""

    @property
    def parameter(self) -> str:
        """The parameter that is moved, where it is one."""
        return self.source if self.kind == "own prior" else self.name


@dataclass(frozen=True)
class Moved:
    """A lever, the lead of the deal's reply at both edges, and where the reply turns (None: nowhere)."""

    lever: Lever
    lead_low: float
    lead_high: float
    turns_at: float | None
    share: float | None

    def reaches(self, lead: float) -> bool:
        """Whether the lever moves the lead at all."""
        return max(abs(self.lead_low - lead), abs(self.lead_high - lead)) > REACH


@dataclass(frozen=True)
class Scales:
    """How much better the deal's reply is than the best other, as a function of our judgements.

    Attributes:
        joint, at, of: the distribution, where it is answered, the reply whose lead is asked for.
        said: the reports. types: order of the types in the odds of the hypothesis move.
        moves: [W, H] the others' moves with the weights of worlds and classes, the reports left out.
        plain_said: whether the likelihood of the reports is known by history at the answer.
    """

    joint: Joint
    at: Answering
    of: str
    said: Said
    moves: Floats
    silent: Joint
    order: tuple[int, ...]
    memo: dict[str, Floats] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def build(cls, joint: Joint, at: Answering, of: str, said: Said, order: Sequence[int]) -> Scales:
        silent = joint.with_said(np.ones_like(joint.said))
        moves = np.asarray(cell_moves(silent, at).sum(axis=1))
        return cls(joint, at, of, said, moves, silent, tuple(order))

    def lead(self, mass: Floats, worth: Floats, prior: Floats) -> Floats:
        """[N] from mass and worth [N, H] without the prior, and priors [N, T]."""
        held = prior[:, self.joint.kind]
        stake = worth * held
        value = {
            reply: sum((sequels[reply].best(stake) for sequels in self.at.sequel), np.zeros(len(stake)))
            for reply in self.at.replies
        }
        taken = self.at.follow(self.of, self.at.plan(self.of, stake[0]))
        total = (mass * held)[:, taken].sum(axis=1)
        others = [value[reply] for reply in self.at.replies if reply != self.of]
        best = np.max(others, axis=0) if others else 0.0
        return np.asarray((value[self.of] - best) / total)

    def at_own(self, own: Mapping[str, Floats], moves: Floats) -> Floats:
        """[N] leads at own numbers [N], with moves [W, H] that include the reports."""
        mass, worth = self.joint.own.each(moves, own)
        return np.asarray(self.lead(mass, worth, self.joint.own.prior_at(own)[:, list(self.order)]))

    def heard(self, logs: Floats) -> Floats:
        """[W, H] moves with other reports; ``logs`` [H] is their log likelihood."""
        said = np.exp(logs - logs.max())
        if self._by_history(said):
            return np.asarray(self.moves * said)
        return np.asarray(cell_moves(self.joint.with_said(said), self.at).sum(axis=1))

    def _by_history(self, said: Floats) -> bool:
        inside = self.at.inside
        order = np.argsort(self.at.node[inside], kind="stable")
        node, value = self.at.node[inside][order], said[inside][order]
        same = node[1:] == node[:-1]
        return bool(np.allclose(value[1:][same], value[:-1][same], rtol=1e-12, atol=0.0))

    @property
    def now(self) -> Floats:
        """[W, H] moves with the reports as they were judged."""
        if "now" not in self.memo:
            self.memo["now"] = self.heard(self.said.log_likelihood)
        return self.memo["now"]

    @property
    def centre(self) -> dict[str, float]:
        return dict(self.joint.own.centre)

    @cached_property
    def _middle(self) -> tuple[Nature, Floats]:
        """Odds of nature and our payoffs at the centre, and our prior there."""
        own = self.joint.own
        return own.at(self.centre), own.prior_at(_ones(self.centre))[:, list(self.order)]

    def at_centre(self, moves: Floats) -> float:
        """The lead with own numbers at their centre, for moves [W, H] that include the reports."""
        nature, prior = self._middle
        mass, worth = (moves * nature.chance).sum(axis=0), (moves * nature.worth).sum(axis=0)
        return float(self.lead(mass[None], worth[None], prior)[0])

    def centre_lead(self) -> float:
        return self.at_centre(self.now)


def _ones(own: Mapping[str, float]) -> dict[str, Floats]:
    return {name: np.array([value]) for name, value in own.items()}


def _many(own: Mapping[str, float], name: str, values: Floats) -> dict[str, Floats]:
    found = {key: np.full(len(values), value) for key, value in own.items()}
    found[name] = values
    return found


def move(scales: Scales, lever: Lever) -> Moved:
    """A lever alone: the leads at its edges and the nearest place at which the reply turns."""
    return _searched(lever, _along(scales, lever))


def _along(scales: Scales, lever: Lever) -> Callable[[Floats], Floats]:
    """[N] leads at values [N] of the lever."""
    if lever.kind in ("own prior", "own number"):
        return lambda values: scales.at_own(_many(scales.centre, lever.parameter, values), scales.now)
    if lever.kind == "source":

        def told(value: float) -> float:
            return scales.at_centre(scales.heard(changed(scales.said, {lever: value}).log_likelihood))

        return lambda values: np.array([told(float(value)) for value in values])
    if lever.kind == "his number":
        return lambda values: np.array([_tilted(scales, lever.name, float(value)) for value in values])
    raise ValueError(lever.kind)


def _searched(lever: Lever, lead: Callable[[Floats], Floats]) -> Moved:
    from scipy.optimize import brentq

    here = float(lead(np.array([lever.now]))[0])
    found: list[float] = []
    edges: list[float] = []
    for edge in (lever.low, lever.high):
        if abs(edge - lever.now) < 1e-15:
            edges.append(here)
            continue
        points = np.linspace(lever.now, edge, STEPS + 1)
        values = lead(points)
        values[0] = here
        edges.append(float(values[-1]))
        crossed = np.flatnonzero(np.sign(values[1:]) * np.sign(here) < 0)
        if here != 0.0 and len(crossed):
            first = int(crossed[0])
            found.append(
                float(
                    brentq(
                        lambda x: float(lead(np.array([x]))[0]),
                        points[first],
                        points[first + 1],
                        xtol=1e-13,
                        rtol=1e-13,
                    )
                )
            )
    if not found:
        return Moved(lever, edges[0], edges[1], None, None)

    def share(x: float) -> float:
        edge = lever.high if x > lever.now else lever.low
        return abs(x - lever.now) / abs(edge - lever.now)

    turn = min(found, key=share)
    return Moved(lever, edges[0], edges[1], turn, share(turn))


# -- the levers -------------------------------------------------------------------------------------


def source_levers(said: Said) -> list[Lever]:
    """Each judged rate of each source that counts, with what may be wrong about it."""
    found = []
    counted = [family for family in said.families if np.ptp(family.log_likelihood) > 0]
    names = [name for family in counted for name in family.family.sources]
    for name in names:
        source = said.sources[name]
        own = [claim for claim in said.testimony if claim.source == name]
        for rate in RATES:
            now = _rate(source, rate, [claim.topic for claim in own])
            if now is None or (rate == "blur" and not any(claim.near for claim in own)):
                continue
            low, high = _range(source, rate, now)
            label = f"source {rate}" if len(names) == 1 else f"{name} {rate}"
            found.append(Lever(label, rate, "source", now, low, high, name, rate))
    return found


def _rate(source: Source, rate: str, topics: Sequence[str]) -> float | None:
    if rate == "access":
        return float(np.mean([source.access_to(topic).mean for topic in topics])) if topics else None
    if rate in ("shading", "control"):
        value = float(getattr(source, rate))
        return value if value > 0 else None
    return float(getattr(source, rate).mean)


def _range(source: Source, rate: str, now: float) -> tuple[float, float]:
    """The central nine tenths of a rate that is uncertain; else two tenths either way."""
    judged = next(iter(source.access.values())) if rate == "access" else getattr(source, rate)
    if not isinstance(judged, float) and not judged.certain:
        from scipy.stats import beta

        low, high = beta.ppf([0.05, 0.95], *judged.shape)
        return float(min(low, now)), float(max(high, now))
    return max(now - WIDE, 0.0), min(now + WIDE, 1.0)


def changed(said: Said, values: Mapping[Lever, float]) -> Said:
    """The reports with some rates of their sources moved."""
    sources = dict(said.sources)
    for lever, value in values.items():
        source = sources[lever.source]
        if lever.rate == "access":
            topics = {claim.topic for claim in said.testimony if claim.source == lever.source} | set(
                source.access
            )
            for topic in topics:
                source = source.changed("access", value, topic)
        else:
            source = source.changed(lever.rate, value)
        sources[lever.source] = source
    return said.with_sources(sources)


# -- his numbers ------------------------------------------------------------------------------------


def tilt(weight: Floats, value: Floats, mean: float) -> Floats:
    """[W] weights tilted by exp(lambda x) so that ``value`` [W] has this mean (Csiszar 1975, theorem 3.1)."""
    from scipy.optimize import brentq

    away = value - mean
    size = float(np.abs(away).max()) or 1.0

    def at(step: float) -> Floats:
        power = step * away / size
        return np.asarray(weight * np.exp(power - power.max()))

    step = brentq(lambda step: float(at(step) @ away), -1e3, 1e3, xtol=1e-12)
    found = at(step)
    return np.asarray(found / found.sum())


def his_lever(scales: Scales, name: str, words: str, low: float, high: float) -> Lever | None:
    """The mean of one of his numbers, as far towards its edges as enough worlds bear on it."""
    weight = scales.joint.cells.world
    value = np.asarray(scales.joint.own.world[name], dtype=np.float64)
    now = float(weight @ value)
    ends = []
    for edge in (low, high):
        reach = 0.0
        for share in np.linspace(0.05, 0.95, 19):
            mean = now + share * (edge - now)
            if not value.min() < mean < value.max():
                break
            tilted = tilt(weight, value, mean)
            if 1.0 / float((tilted**2).sum()) < FEW:
                break
            reach = float(share)
        ends.append(now + reach * (edge - now))
    if ends[0] == now and ends[1] == now:
        return None
    return Lever(name, words, "his number", now, ends[0], ends[1])


def _tilted(scales: Scales, name: str, mean: float) -> float:
    weight = scales.joint.cells.world
    tilted = tilt(weight, np.asarray(scales.joint.own.world[name]), mean)
    ratio = np.divide(tilted, weight, out=np.zeros_like(weight), where=weight > 0)
    return scales.at_centre(scales.now * ratio[:, None])


# -- classes and the floor --------------------------------------------------------------------------


def class_lever(scales: Scales, name: str, words: str, share: Floats, now: float, high: float) -> Moved:
    """The weight of one class moved from ``now`` towards all of it in the worlds where it exists.

    ``share`` is [W, K], the weights of classes with all weight on this one.
    """
    ends = scales.now, _with_share(scales, share)
    lever = Lever(name, words, "class", now, now, high)

    def lead(values: Floats) -> Floats:
        steps = (values - now) / (high - now)
        return np.array([scales.at_centre((1 - step) * ends[0] + step * ends[1]) for step in steps])

    return _searched(lever, lead)


def _with_share(scales: Scales, share: Floats) -> Floats:
    joint = scales.joint.with_share(share)
    return np.asarray(cell_moves(joint, scales.at).sum(axis=1))


def floor_lever(scales: Scales, lever: Lever, joint_at: Callable[[float], Joint]) -> Moved:
    """The floor, on a scale of its logarithm."""
    logs = Lever(lever.name, lever.words, "floor", np.log(lever.now), np.log(lever.low), np.log(lever.high))

    def lead(values: Floats) -> Floats:
        found = []
        for value in values:
            moves = np.asarray(cell_moves(joint_at(float(np.exp(value))), scales.at).sum(axis=1))
            found.append(scales.at_centre(moves))
        return np.array(found)

    moved = _searched(logs, lead)
    turn = None if moved.turns_at is None else float(np.exp(moved.turns_at))
    return Moved(lever, moved.lead_low, moved.lead_high, turn, moved.share)


# -- all together -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fragility:
    """The least share of the way to their worse edges at which all own judgements together turn the reply."""

    share: float | None
    adverse: dict[str, str]


def fragility(scales: Scales, moved: Sequence[Moved]) -> Fragility:
    """All own levers at once. A lever with equal leads at both edges stays where it is."""
    here = scales.centre_lead()
    chosen: list[tuple[Lever, str]] = []
    for each in moved:
        if each.lever.kind not in ("own prior", "own number", "source") or not each.reaches(here):
            continue
        if abs(each.lead_low - each.lead_high) <= REACH:
            continue
        worse_low = each.lead_low < each.lead_high if here > 0 else each.lead_low > each.lead_high
        chosen.append((each.lever, "low" if worse_low else "high"))
    adverse = {lever.name: side for lever, side in chosen}
    if here == 0.0 or not chosen:
        return Fragility(0.0 if here == 0.0 else None, adverse)

    def lead(share: float) -> float:
        own, rates = scales.centre, {}
        for lever, side in chosen:
            value = lever.now + share * ((lever.low if side == "low" else lever.high) - lever.now)
            if lever.kind == "source":
                rates[lever] = value
            else:
                own[lever.parameter] = value
        moves = scales.heard(changed(scales.said, rates).log_likelihood) if rates else scales.now
        return float(scales.at_own(_ones(own), moves)[0])

    return Fragility(_first(lead, here), adverse)


def _first(lead: Callable[[float], float], here: float) -> float | None:
    from scipy.optimize import brentq

    points = np.linspace(0.0, 1.0, 2 * STEPS + 1)
    before = 0.0
    for point in points[1:]:
        if np.sign(lead(float(point))) * np.sign(here) < 0:
            return float(brentq(lead, before, point, xtol=1e-12, rtol=1e-12))
        before = float(point)
    return None


__all__ = [
    "Fragility",
    "Lever",
    "Moved",
    "Scales",
    "Stakes",
    "changed",
    "class_lever",
    "floor_lever",
    "fragility",
    "his_lever",
    "move",
    "source_levers",
    "stakes",
    "tilt",
]
