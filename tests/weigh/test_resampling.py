"""Monte-Carlo errors piece by piece: what is counted how often, what a resample says, and when too few say anything."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from overture.weigh.decision import bootstrap
from overture.weigh.decision.bootstrap import ENOUGH, TIMES, ResampleCounts, deviation, resampled
from overture.weigh.decision.reply import Answering
from tests.weigh.test_base import BAD, LOOK, OFFER, game


def test_a_deviation_needs_enough_resamples_that_say_something() -> None:
    value = np.arange(float(TIMES))
    assert deviation(value) == np.std(value)
    value[ENOUGH:] = np.nan
    assert deviation(value) == np.std(np.arange(float(ENOUGH)))
    value[0] = np.inf
    assert np.isnan(deviation(value))


def test_every_resample_draws_as_many_as_there_are() -> None:
    counts = ResampleCounts(5, np.random.default_rng(1))
    each = counts(slice(None))
    assert each.shape == (TIMES, 5)
    assert (each.sum(axis=1) == 5).all()
    assert (each >= 0).all()
    assert len(np.unique(each, axis=0)) > 50
    assert counts.summed(np.arange(5.0)) == pytest.approx(each @ np.arange(5.0))


def test_the_turning_prior_of_a_resample_needs_both_sides() -> None:
    prior = np.array([0.4, 0.6])
    assert bootstrap._turned(0.5, prior, np.array([0.5, 0.25])) == pytest.approx(0.25 / 0.75)
    assert np.isnan(bootstrap._turned(0.5, prior, np.array([0.0, 0.25])))
    assert np.isnan(bootstrap._turned(0.5, prior, np.array([0.5, 0.0])))


def test_without_an_answer_there_is_belief_and_no_worth() -> None:
    joint = game(worlds=30)
    joint.own.__dict__.update(SimpleNamespace(weight=np.ones(4)).__dict__)
    done = OFFER & LOOK & BAD
    found = resampled(joint, np.ones(8, bool), np.ones(8, bool), OFFER, None, None, 0.5, 1)
    assert found is not None
    assert found.value == {}
    assert found.lead.tolist() == [0.0] * TIMES
    counts = bootstrap._game_counts(joint)(slice(None))
    mass = counts @ joint.mass(OFFER, OFFER).sum(axis=1)
    whole = counts @ joint.mass(np.ones(8, bool), OFFER).sum(axis=1)
    both = mass * joint.prior
    assert found.belief_offer == pytest.approx(both[:, 0] / both.sum(axis=1))
    assert found.chance == pytest.approx(both.sum(axis=1) / (whole @ joint.prior))
    assert found.factor == pytest.approx(mass[:, 0] / whole[:, 0] * whole[:, 1] / mass[:, 1])
    assert found.turning_prior == pytest.approx(mass[:, 1] / (mass[:, 1] + mass[:, 0]))
    at = Answering((), ("yes",), (), np.full(8, -1, np.int32), np.zeros(0, bool))
    assert resampled(joint, done, done, done, at, None, None, 1).value == {}  # type: ignore[union-attr]
    nobody = np.zeros(8, bool)
    assert resampled(joint, done, done, nobody, None, None, None, 1) is None
