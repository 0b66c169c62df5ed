"""Moving a lever: the lead of the deal's reply as a function of our judgements, and where it turns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np

from overture.games.tree import Floats, Ints
from overture.weigh.decision.crossing import root
from overture.weigh.decision.lever import Lever, Moved, changed
from overture.weigh.decision.reply import Answering, played
from overture.weigh.distribution.joint import Joint
from overture.weigh.distribution.own import Nature
from overture.weigh.distribution.spans import MovesByPart, joined, parts
from overture.weigh.reports.said import Said

STEPS = 24  # points on each side before a root is polished


@dataclass(frozen=True)
class Scales:
    """How much better the deal's reply is than the best other, as a function of our judgements.

    Attributes:
        joint, at, of: the distribution, where it is answered, the reply whose lead is asked for.
        said: the reports. types: order of the types in the odds of the hypothesis move.
        moves: [W, h] the others' moves with the weights of worlds and classes, the reports left out, along the histories
            ``inside`` [h] in which it is answered. All moves below are [W, h].
        silent: the distribution without the reports. order: of the types in the odds of the hypothesis move.
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
        return cls(joint, at, of, said, moves_inside(silent, at), silent, tuple(order))

    @cached_property
    def inside(self) -> Ints:
        return np.flatnonzero(self.at.inside).astype(np.int32)

    def _spread(self, value: Floats) -> Floats:
        """[..., H] of ``value`` [..., h], 0 elsewhere."""
        found = np.zeros((*value.shape[:-1], len(self.at.inside)))
        found[..., self.inside] = value
        return found

    def lead(self, mass: Floats, worth: Floats, prior: Floats) -> Floats:
        """[N] from mass and worth [N, H] without the prior, and priors [N, T]."""
        held = prior[:, self.joint.kind]
        value, _ = self.at.means(worth * held, mass * held)
        others = [value[reply] for reply in self.at.replies if reply != self.of]
        return np.asarray(value[self.of] - (np.max(others, axis=0) if others else 0.0))

    def at_own(self, own: Mapping[str, Floats], moves: Floats) -> Floats:
        """[N] leads at own numbers [N], with moves that include the reports."""
        mass, worth = self.joint.own.each(MovesByPart(partial(self._by_part, moves)), own)
        return np.asarray(self.lead(mass, worth, self.joint.own.prior_at(own)[:, list(self.order)]))

    def heard(self, logs: Floats) -> Floats:
        """Moves with other reports; ``logs`` [H] is their log likelihood."""
        top = logs.max()
        if not np.isfinite(top):  # what was said cannot have been said
            return np.zeros_like(self.moves)
        said = np.exp(logs - top)
        if self._by_history(said):
            return np.asarray(self.moves * said[self.inside])
        return moves_inside(self.joint.with_said(said), self.at)

    def _by_part(self, moves: Floats) -> Iterator[tuple[slice, Floats]]:
        for rows in parts(len(moves)):
            yield rows, self._spread(moves[rows])

    def _by_history(self, said: Floats) -> bool:
        inside = self.at.inside
        order = np.argsort(self.at.node[inside], kind="stable")
        node, value = self.at.node[inside][order], said[inside][order]
        same = node[1:] == node[:-1]
        return bool(np.allclose(value[1:][same], value[:-1][same], rtol=1e-12, atol=0.0))

    @property
    def now(self) -> Floats:
        """Moves with the reports as they were judged."""
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
        return own.at(self.centre), own.prior_at(ones(self.centre))[:, list(self.order)]

    def at_centre(self, moves: Floats) -> float:
        """The lead with own numbers at their centre, for moves that include the reports."""
        nature, prior = self._middle
        mass, worth = (
            self._spread((moves * each[:, self.inside]).sum(axis=0)) for each in (nature.chance, nature.worth)
        )
        return float(self.lead(mass[None], worth[None], prior)[0])

    def centre_lead(self) -> float:
        return self.at_centre(self.now)


def moves_inside(joint: Joint, at: Answering) -> Floats:
    """[W, h] the others' moves with the weights of worlds and classes, along the histories in which it is answered."""
    # World by world in the memory: so sums are taken in the order of the worlds.
    return joined(np.ascontiguousarray(moves[:, at.inside]) for _, moves in played(joint, at).by_part())


def ones(own: Mapping[str, float]) -> dict[str, Floats]:
    return {name: np.array([value]) for name, value in own.items()}


def _many(own: Mapping[str, float], name: str, values: Floats) -> dict[str, Floats]:
    found = {key: np.full(len(values), value) for key, value in own.items()}
    found[name] = values
    return found


def move(scales: Scales, lever: Lever) -> Moved:
    """A lever alone: the leads at its edges and the nearest place at which the reply turns."""
    return searched(lever, _along(scales, lever))


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


def searched(lever: Lever, lead: Callable[[Floats], Floats]) -> Moved:
    """The leads as far as there are any towards both edges, and the nearest turning point by share of the way to its edge.

    A value at which what was done and said cannot be has no lead: there it ends.
    """
    here = float(lead(np.array([lever.now]))[0])
    ends = lever.reach or (lever.low, lever.high)
    (low, at_low, turn_low), (high, at_high, turn_high) = (_side(lever.now, end, here, lead) for end in ends)
    turns = [
        (abs(turn - lever.now) / abs(edge - lever.now), turn)
        for edge, turn in ((lever.low, turn_low), (lever.high, turn_high))
        if turn is not None
    ]
    share, turn = min(turns) if turns else (None, None)
    return Moved(lever, low, high, at_low, at_high, turn, share)


def _side(
    now: float, edge: float, here: float, lead: Callable[[Floats], Floats]
) -> tuple[float, float, float | None]:
    """(edge as far as there is a lead, the lead there, the first turning point on the way or None)."""
    if abs(edge - now) < 1e-15:
        return edge, here, None
    points = np.linspace(now, edge, STEPS + 1)
    values = lead(points)
    values[0] = here
    count = len(values) if np.isfinite(values).all() else int(np.flatnonzero(~np.isfinite(values))[0])
    if count < 2:
        return now, here, None
    points, values = points[:count], values[:count]
    turn = None
    if here != 0.0:
        turn = root(points, values, lambda value: float(lead(np.array([value]))[0]))
    return float(points[-1]), float(values[-1]), turn


def tilt(weight: Floats, value: Floats, mean: float) -> Floats:
    """[W] weights tilted by exp(lambda x) so that ``value`` [W] has this mean (Csiszar 1975, theorem 3.1)."""
    from scipy.optimize import brentq

    away = value - mean
    size = float(np.abs(away[weight > 0]).max()) or 1.0

    def at(step: float) -> Floats:
        power = np.where(weight > 0, step * away / size, -np.inf)
        return np.asarray(weight * np.exp(power - power.max()))

    step = brentq(lambda step: float(at(step) @ away), -1e3, 1e3, xtol=1e-12)
    found = at(step)
    return np.asarray(found / found.sum())


def _tilted(scales: Scales, name: str, mean: float) -> float:
    weight = scales.joint.cells.world
    tilted = tilt(weight, np.asarray(scales.joint.own.world[name]), mean)
    ratio = np.divide(tilted, weight, out=np.zeros_like(weight), where=weight > 0)
    return scales.at_centre(scales.now * ratio[:, None])
