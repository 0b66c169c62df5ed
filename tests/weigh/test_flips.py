"""What would flip the decision: levers, flip points, the frontier, and the worst case together."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from overture.evidence.source import Testimony
from overture.weigh.assessment import Assessment, weigh
from overture.weigh.decision import Decision
from overture.weigh.flip import find_flip, frontier
from overture.weigh.lever import (
    Lever,
    all_levers,
    equilibrium_levers,
    parameter_levers,
    prior_lever,
    source_levers,
)
from tests.weigh.scenes import ACCEPT, insider, leak, rich


@pytest.fixture(scope="module")
def example(shared: Path) -> dict:
    return json.loads((shared / "models" / "flagship" / "evidence_example.json").read_text())


def test_flip_points_of_the_worked_example(example: dict) -> None:
    frame = leak().flips().set_index("lever")
    stated = example["flip"]
    for lever, key in (
        ("access of insider", "access_needed_at_beta_.7"),
        ("says_anyway of insider", "beta_needed_at_access_.35"),
        ("blur of insider", "blur_needed"),
        ("prior of E", "prior_needed"),
    ):
        assert round(frame.loc[lever, "flips at"], 4) == stated[key]
        assert frame.loc[lever, "reply then"] == "reject"
        assert frame.loc[lever, "posterior then"] == pytest.approx(0.5)
    assert np.isnan(frame.loc["accuracy of insider", "flips at"])
    # 1.5 is the likelihood ratio that the decision needs, and not any ratio that moves belief past a half.
    assert round((0.5 / 0.5) / (0.4 / 0.6), 4) == stated["LR_needed"]


def test_the_frontier_of_access_and_habit(example: dict) -> None:
    levers = {lever.name: lever for lever in source_levers(leak())}
    at = [pair[0] for pair in example["frontier_access_beta"]]
    found = frontier(leak(), levers["access of insider"], levers["says_anyway of insider"], at)
    assert np.round(found, 4) == pytest.approx(np.array(example["frontier_access_beta"]))


def test_all_together_flips_sooner_than_any_alone_and_does_flip() -> None:
    frame = leak().flips()
    last = frame.iloc[-1]
    assert last["kind"] == "worst case"
    assert last["share"] < frame["share"].iloc[:-1].min()  # several push the same way
    moved = leak()
    for lever in all_levers(moved):
        if lever.name in last["settings"]:
            moved = lever.move(moved, last["settings"][lever.name])
    assert moved.choice().lead("accept") == pytest.approx(0.0, abs=1e-9)


def test_a_flip_is_of_the_decision_not_of_one_half() -> None:
    """Y refuses at any posterior above .3257: at a prior of .2 the flip lies there, below one half."""
    cautious = Decision(("accept", "reject"), ("K", "E"), np.array([[0.3257, -0.6743], [0.0, 0.0]]))
    found = replace(leak(0.2), decision=cautious)
    flip = find_flip(found, prior_lever(found, "E"))
    assert flip is not None
    assert prior_lever(found, "E").move(found, flip.value).probability("E") == pytest.approx(0.3257)


def test_a_parameter_of_the_game_is_a_lever_that_solves_again() -> None:
    """Harm of a broken deal, h: accept pays .6*.85 - .4*(h + .15) before any report."""
    found = replace(leak(), ledger=leak().ledger.having([]))

    def move(now: Assessment, harm: float) -> Assessment:
        value = np.array([[0.85, -(harm + 0.15)], [0.0, 0.0]])
        return replace(now, decision=Decision(ACCEPT.replies, ACCEPT.cases, value))

    flip = find_flip(found, Lever("harm", "parameter", 0.7, 0.0, 3.0, move, "relief"))
    assert flip is not None
    assert flip.value == pytest.approx(0.51 / 0.4 - 0.15)


def test_the_quick_lead_is_the_lead_of_the_choice() -> None:
    """Values by world, equilibrium, reply and case; a search must not fall back on what no longer holds."""
    value = np.random.default_rng(4).normal(size=(6, 2, 2, 2))
    found = rich(decision=Decision(("accept", "reject"), ("K", "E"), value)).searching()
    assert found.worth is not None
    for lever in all_levers(found):
        moved = lever.move(found, 0.5 * (lever.current + lever.high))
        assert moved.lead("accept") == pytest.approx(moved.choice().lead("accept"), abs=1e-12)
    other = replace(found, decision=ACCEPT)
    assert other.lead("accept") == pytest.approx(other.choice().lead("accept"), abs=1e-12)


def test_a_prior_moves_in_every_world_and_worlds_still_differ() -> None:
    """Setting all worlds to one prior would jump at the present value: the lever must start where we are."""
    events = {"K": np.array([True, False]), "E": np.array([False, True])}
    prior = np.array([0.1, 0.3, 0.8])
    found = weigh(
        np.stack([1 - prior, prior], axis=1)[:, None, :], None, events, ["E", "K"],
        sources=[insider()], testimony=[Testimony("leak", "insider", "E", near="K")], decision=ACCEPT,
    )  # fmt: skip
    lever = prior_lever(found, "E")
    still = lever.move(found, lever.current)
    assert still.world_probability("E") == pytest.approx(found.world_probability("E"))
    moved = lever.move(found, 0.6)
    assert moved.ledger.probability("E", None, [])[0] == pytest.approx(0.6)
    odds = [each.ledger.probability("E", None, [])[1] for each in (found, moved)]
    shift = np.diff([np.log(chance / (1 - chance)) for chance in odds], axis=0)
    assert shift == pytest.approx(np.full((1, 3), shift[0, 0]))
    assert (
        sum(lever.kind == "prior" for lever in all_levers(found)) == 1
    )  # the denial has no prior of its own


def test_the_weight_of_an_equilibrium_starts_where_we_are_and_ends_where_worlds_allow() -> None:
    history = np.array([[[0.3, 0.3, 0.4, 0.0], [0.6, 0.0, 0.2, 0.2]]] * 3)
    history[2, 1] = np.nan
    weights = np.array([[0.2, 0.8], [0.6, 0.4], [1.0, 0.0]])
    events = {"E": np.array([0, 0, 1, 1], bool), "K": np.array([1, 1, 0, 0], bool)}
    found = weigh(history, weights, events, ["E"], decision=ACCEPT, equilibria=["semi", "other"])
    levers = {lever.name: lever for lever in equilibrium_levers(found)}
    other = levers["weight of equilibrium other"]
    assert (other.low, other.current, other.high) == pytest.approx((0.0, 0.4, 2 / 3))
    still = other.move(found, other.current)
    assert still.ledger.mass == pytest.approx(found.ledger.mass)
    for value in (0.0, 0.2, other.high):
        moved = other.move(found, value)
        assert moved.equilibria()["prior"][1] == pytest.approx(value, abs=1e-9)
        assert moved.ledger.mass.sum(axis=(1, 2)) == pytest.approx(np.ones(3))


def test_the_mean_of_a_parameter_moves_by_tilting_worlds() -> None:
    """Harm decides in each world; the mean at which accepting no longer pays is found without solving again."""
    events = {"K": np.array([True, False]), "E": np.array([False, True])}
    rng = np.random.default_rng(5)
    harm = rng.uniform(0.0, 2.0, 400)
    value = np.zeros((400, 2, 2))
    value[:, 0, 0] = 0.85
    value[:, 0, 1] = -(harm + 0.15)
    found = weigh(
        np.tile([[[0.6, 0.4]]], (400, 1, 1)), None, events, ["E"], decision=Decision(("accept", "reject"), ("K", "E"), value)
    )  # fmt: skip
    (lever,) = parameter_levers(found, {"harm": harm}, {"harm": "harm of a broken deal"})
    assert lever.current == pytest.approx(harm.mean())
    assert lever.move(found, lever.current).ledger.world_weight == pytest.approx(np.full(400, 1 / 400))
    flip = find_flip(found, lever)
    assert flip is not None
    assert flip.value == pytest.approx(0.51 / 0.4 - 0.15)  # .6 x .85 = .4 x (h + .15), linear in h
    moved = lever.move(found, 1.4).ledger.world_weight
    assert moved @ harm == pytest.approx(1.4)
    slope = np.diff(np.log(moved[np.argsort(harm)])) / np.diff(np.sort(harm))
    assert slope == pytest.approx(np.full(399, slope[0]), rel=1e-5)  # log weights are linear in the parameter
    row = found.flips([lever]).iloc[0]
    assert row["sentence"].startswith("If the mean of 'harm of a broken deal' rose from")
