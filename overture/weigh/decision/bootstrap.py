"""Monte-Carlo errors: the worlds of the game and the own draws are resampled, apart from each other.

The worlds come from a sequence that covers the ranges more evenly than independent draws would, so these
errors are on the safe side.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overture.games.tree import Floats
from overture.weigh.decision.reply import Answering, Stakes
from overture.weigh.decision.turning import prior_of
from overture.weigh.distribution.cells import Bools
from overture.weigh.distribution.joint import Joint

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
    """Resampled ``TIMES`` times with a fixed seed; None where too few resamples hold a world that bears on the offer.

    Args: done, given, offer: [H] events, each inside the one before. turn: the turning belief, which is held.
        rival: the type against which the first one's ratio is taken.
    """
    rng = np.random.default_rng(SEED)
    worlds = len(joint.cells.world)
    own = len(joint.own.weight)
    game_count, own_count = np.empty((TIMES, worlds)), np.empty((TIMES, own))
    for row in range(TIMES):
        game_count[row] = np.bincount(rng.integers(0, worlds, worlds), minlength=worlds)
    for row in range(TIMES):
        own_count[row] = np.bincount(rng.integers(0, own, own), minlength=own)
    by_world = [joint.mass(event, offer).sum(axis=1) for event in (offer, given)]
    now = joint.mass(done).sum(axis=1)
    part, whole = (game_count @ each for each in by_world)
    # A resample without a world in which the offer can be made says nothing of what it tells.
    alive = (part @ joint.prior > 0) & (game_count @ now @ joint.prior > 0)
    if alive.sum() < ENOUGH:
        return None
    part, whole, game_count, own_count = part[alive], whole[alive], game_count[alive], own_count[alive]
    chance = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    held = _belief(joint.prior, part)
    other = chance[:, rival] if rival else np.zeros(len(part))
    odds = np.divide(chance[:, 0], other, out=np.full(len(part), np.nan), where=other > 0)
    value: dict[str, Floats] = {}
    if at is not None and stakes is not None:
        value = _values(joint, at, stakes, game_count, own_count)
    turned = np.full(len(part), np.nan)
    if turn is not None:
        turned = np.array([_turned(turn, joint.prior, mass) for mass in part])
    return StandardErrors(
        _sd(odds),
        _sd(_belief(joint.prior, game_count @ now)[:, 0]),
        _sd(held[:, 0]),
        _sd((part @ joint.prior) / (whole @ joint.prior)),
        {reply: _sd(each) for reply, each in value.items()},
        _sd(_lead(value, len(part))),
        _sd(turned),
    )


def _turned(turn: float, prior: Floats, mass: Floats) -> float:
    """The turning prior in one resample; NaN where a type never makes the offer in it."""
    return prior_of(turn, prior, mass) if mass[0] > 0 and (mass[1:] > 0).any() else float("nan")


def _belief(prior: Floats, likelihood: Floats) -> Floats:
    mass = prior * likelihood
    return np.asarray(mass / mass.sum(axis=1, keepdims=True))


def _values(joint: Joint, at: Answering, stakes: Stakes, game: Floats, own: Floats) -> dict[str, Floats]:
    """reply -> [n] worth with the plan held, worlds and own draws counted as drawn."""
    prior = joint.prior
    own_share = own / own.sum(axis=1, keepdims=True)
    game_weight = game * joint.cells.world
    weight = joint.cells.world[:, None]
    moves: dict[str, Floats] = {}
    for reply in at.replies:
        taken = at.follow(reply, stakes.plan(reply, prior))
        held = np.zeros_like(stakes.moves)
        held[:, taken] = stakes.moves[:, taken] * prior[joint.kind[taken]]
        moves[reply] = np.divide(held, weight, out=np.zeros_like(held), where=weight > 0)
    found = {}
    for reply, (mass, worth) in zip(moves, joint.own.by_draw(list(moves.values()), game_weight), strict=True):
        found[reply] = np.asarray((worth * own_share).sum(axis=1) / (mass * own_share).sum(axis=1))
    return found


def _lead(value: dict[str, Floats], count: int) -> Floats:
    if len(value) < 2:
        return np.zeros(count)
    table = np.stack(list(value.values()), axis=1)
    best = int(np.argmax(table.mean(axis=0)))
    return np.asarray(table[:, best] - np.delete(table, best, axis=1).max(axis=1))


def _sd(value: Floats) -> float:
    known = value[np.isfinite(value)]
    return float(np.std(known)) if len(known) >= ENOUGH else float("nan")
