"""Monte-Carlo errors: the worlds of the game and the own draws are resampled, apart from each other.

The worlds come from a sequence that covers the ranges more evenly than independent draws would, so these
errors are on the safe side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from overture.games.tree import Floats
from overture.weigh.decision.reply import Answering, Stakes
from overture.weigh.decision.turning import prior_of
from overture.weigh.distribution.cells import Bools
from overture.weigh.distribution.joint import Joint
from overture.weigh.distribution.spans import AT_ONCE, FiledRows, MovesByPart, spans

TIMES = 400
SEED = 0
ENOUGH = TIMES // 2  # resamples that must say something


@dataclass(frozen=True)
class StandardErrors:
    """Standard errors of the headline numbers."""

    factor: float
    belief_now: float
    belief_offer: float
    chance: float
    value: dict[str, float]
    lead: float
    turning_prior: float


@dataclass(frozen=True)
class Resampled:
    """The headline numbers in each resample, [TIMES]; NaN where a resample says nothing of it.

    Row n is of the same worlds and own draws in every case with as many of them, so two cases that were drawn
    alike are compared row by row.

    Attributes:
        factor: ratio of the offer between the first type and its rival. belief_now, belief_offer: in the first type.
        chance: of the offer. value: reply -> worth with the plan held. lead: of the best reply over the next.
        turning_prior: our own prior at which the reply turns.
    """

    factor: Floats
    belief_now: Floats
    belief_offer: Floats
    chance: Floats
    value: dict[str, Floats]
    lead: Floats
    turning_prior: Floats


def errors(
    joint: Joint,
    done: Bools,
    given: Bools,
    offer: Bools,
    at: Answering | None,
    stakes: Stakes | None,
    turn: float | None,
    rival: int,
) -> StandardErrors | None:
    """The standard errors of what :func:`resampled` gives; its arguments, and None where it gives None."""
    found = resampled(joint, done, given, offer, at, stakes, turn, rival)
    if found is None:
        return None
    return StandardErrors(
        deviation(found.factor),
        deviation(found.belief_now),
        deviation(found.belief_offer),
        deviation(found.chance),
        {reply: deviation(each) for reply, each in found.value.items()},
        deviation(found.lead),
        deviation(found.turning_prior),
    )


def resampled(
    joint: Joint,
    done: Bools,
    given: Bools,
    offer: Bools,
    at: Answering | None,
    stakes: Stakes | None,
    turn: float | None,
    rival: int,
) -> Resampled | None:
    """Resampled ``TIMES`` times with a fixed seed; None where too few resamples hold a world that bears on the offer.

    Args: done, given, offer: [H] events, each inside the one before. turn: the turning belief, which is held.
        rival: the type against which the first one's ratio is taken.
    """
    game, own = _game_counts(joint), _own_counts(joint)
    by_world = [joint.mass(event, offer).sum(axis=1) for event in (offer, given)]
    now = game.summed(joint.mass(done).sum(axis=1))
    part, whole = (game.summed(each) for each in by_world)
    # A resample without a world in which the offer can be made says nothing of what it tells.
    alive = (part @ joint.prior > 0) & (now @ joint.prior > 0)
    if alive.sum() < ENOUGH:
        return None
    part, whole, now = part[alive], whole[alive], now[alive]
    chance = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    held = _belief(joint.prior, part)
    other = chance[:, rival] if rival else np.zeros(len(part))
    odds = np.divide(chance[:, 0], other, out=np.full(len(part), np.nan), where=other > 0)
    value: dict[str, Floats] = {}
    if at is not None and stakes is not None:
        value = _values(joint, at, stakes, game, own, alive)
    turned = np.full(len(part), np.nan)
    if turn is not None:
        turned = np.array([_turned(turn, joint.prior, mass) for mass in part])

    def rows(known: Floats) -> Floats:
        every = np.full(TIMES, np.nan)
        every[alive] = known
        return every

    return Resampled(
        factor=rows(odds),
        belief_now=rows(_belief(joint.prior, now)[:, 0]),
        belief_offer=rows(held[:, 0]),
        chance=rows((part @ joint.prior) / (whole @ joint.prior)),
        value={reply: rows(each) for reply, each in value.items()},
        lead=rows(_lead(value, len(part))),
        turning_prior=rows(turned),
    )


def believed(joint: Joint, event: Bools) -> Floats:
    """[TIMES] the belief in the first type after ``event`` [H] in each resample; NaN where it has no chance in one."""
    mass = _game_counts(joint).summed(joint.mass(event).sum(axis=1)) * joint.prior
    whole = mass.sum(axis=1)
    return np.asarray(np.divide(mass[:, 0], whole, out=np.full(TIMES, np.nan), where=whole > 0))


def followed(joint: Joint, stakes: Stakes, reply: str, events: Mapping[str, Bools]) -> dict[str, Floats]:
    """name -> [TIMES] the chance of an event [H] once ``reply`` is given, the plan held; NaN where it is never asked."""
    kept = [_kept(joint, stakes, reply), *(_kept(joint, stakes, reply, event) for event in events.values())]
    every, *each = (mass for mass, _ in _resampled(joint, kept, _game_counts(joint), _own_counts(joint)))
    return {
        name: np.divide(part, every, out=np.full(TIMES, np.nan), where=every > 0)
        for name, part in zip(events, each, strict=True)
    }


def ahead(value: Mapping[str, Floats], best: str) -> Floats:
    """[n] by how much the worth of ``best`` is above that of the next reply; ``value``: reply -> [n], two or more."""
    others = [each for reply, each in value.items() if reply != best]
    return np.asarray(value[best] - np.stack(others, axis=1).max(axis=1))


def deviation(value: Floats) -> float:
    """The standard deviation over the resamples that say something; NaN where too few do."""
    known = value[np.isfinite(value)]
    return float(np.std(known)) if len(known) >= ENOUGH else float("nan")


def _game_counts(joint: Joint) -> ResampleCounts:
    """How often each world is in each resample."""
    return _counted(len(joint.cells.world), len(joint.own.weight))[0]


def _own_counts(joint: Joint) -> ResampleCounts:
    """How often each own draw is in each resample."""
    return _counted(len(joint.cells.world), len(joint.own.weight))[1]


@lru_cache(maxsize=1)
def _counted(worlds: int, own: int) -> tuple[ResampleCounts, ResampleCounts]:
    rng = np.random.default_rng(SEED)
    return ResampleCounts(worlds, rng), ResampleCounts(own, rng)


class ResampleCounts:
    """[TIMES, count] how often each of so many things is in each resample; of very many, in a file."""

    def __init__(self, count: int, rng: np.random.Generator) -> None:
        self.count = count
        drawn = (np.bincount(rng.integers(0, count, count), minlength=count) for _ in range(TIMES))
        self._table: Floats
        if count <= AT_ONCE:
            self._table = np.empty((TIMES, count))
            for row, found in enumerate(drawn):
                self._table[row] = found
        else:
            rows = FiledRows(np.uint16)
            for found in drawn:
                rows.append(found[None])
            self._table = rows.mapped()

    def __call__(self, rows: slice) -> Floats:
        """[TIMES, some] of those in a slice."""
        return np.asarray(self._table[:, rows], dtype=np.float64)

    def summed(self, value: Floats) -> Floats:
        """[TIMES, ...] of ``value`` [count, ...], counted."""
        found: Floats | None = None
        for rows in spans(self.count):
            part = self(rows) @ value[rows]
            found = part if found is None else found + part
        return np.asarray(found)


def _turned(turn: float, prior: Floats, mass: Floats) -> float:
    """The turning prior in one resample; NaN where a type never makes the offer in it."""
    return prior_of(turn, prior, mass) if mass[0] > 0 and (mass[1:] > 0).any() else float("nan")


def _belief(prior: Floats, likelihood: Floats) -> Floats:
    mass = prior * likelihood
    return np.asarray(mass / mass.sum(axis=1, keepdims=True))


def _values(
    joint: Joint, at: Answering, stakes: Stakes, game: ResampleCounts, own: ResampleCounts, alive: Bools
) -> dict[str, Floats]:
    """reply -> [n] worth with the plan held in the resamples ``alive`` [TIMES], worlds and own draws counted as drawn.

    NaN in a resample in which what was done has no chance: each of its worlds lacks the own draws with which it has one.
    """
    kept = [_kept(joint, stakes, reply) for reply in at.replies]
    each = _resampled(joint, kept, game, own, alive)
    return {
        reply: np.divide(worth, mass, out=np.full(len(mass), np.nan), where=mass > 0)
        for reply, (mass, worth) in zip(at.replies, each, strict=True)
    }


def _resampled(
    joint: Joint,
    kept: Sequence[MovesByPart],
    game: ResampleCounts,
    own: ResampleCounts,
    alive: Bools | None = None,
) -> list[tuple[Floats, Floats]]:
    """([n], [n]) mass and worth of each of ``kept`` in the resamples ``alive``; in all if left out."""
    chosen = np.ones(TIMES, dtype=bool) if alive is None else alive
    return joint.own.resampled(
        kept,
        lambda rows: game(rows)[chosen] * joint.cells.world[rows],
        lambda rows: own(rows)[chosen] / float(own.count),
    )


def _kept(joint: Joint, stakes: Stakes, reply: str, event: Bools | None = None) -> MovesByPart:
    """[W, H] what is behind a reply with its plan held, and in an event [H], for a world that counts once."""
    prior = joint.prior
    taken = stakes.at.follow(reply, stakes.plan(reply, prior))

    def by_part() -> Iterator[tuple[slice, Floats]]:
        for rows, moves in stakes.moves.by_part():
            weight = joint.cells.world[rows][:, None]
            held = np.zeros_like(moves)
            held[:, taken] = moves[:, taken] * prior[joint.kind[taken]]
            kept = np.divide(held, weight, out=np.zeros_like(held), where=weight > 0)
            yield rows, kept if event is None else np.where(event, kept, 0.0)

    return MovesByPart(by_part)


def _lead(value: dict[str, Floats], count: int) -> Floats:
    if len(value) < 2:
        return np.zeros(count)
    return ahead(value, max(value, key=lambda reply: float(value[reply].mean())))
