"""Who moved the belief: order-free shares, steps in time, roots; and that nothing else moves them."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.evidence.source import Rate, Source, Testimony
from overture.weigh.reports import contribution
from overture.weigh.reports.contribution import RootShare, roots, shapley, steps
from overture.weigh.reports.evidence import Act, Evidence
from tests.weigh.scenes import RandomCase, insider, one_history_each, rich, weighed

SEEDS = st.integers(0, 10**6)
PAIRS = st.sampled_from([(0, 1), (1, 2), (2, 0)])


def log_odds(found: Evidence, items: tuple) -> float:
    chance = found.belief(items)
    return math.log(chance[0] / chance[1])


def test_order_free_shares_are_the_mean_over_all_orders_and_add_up() -> None:
    found = rich()
    shares = {step.name: step.share for step in steps(found, 0, 1)}
    for item in found.items:
        moved = []
        for order in itertools.permutations(found.items):
            place = order.index(item)
            moved.append(log_odds(found, order[: place + 1]) - log_odds(found, order[:place]))
        assert shares[item.name] == pytest.approx(np.mean(moved), abs=1e-12)
    whole = log_odds(found, found.items) - log_odds(found, ())
    assert sum(step.share or 0.0 for step in steps(found, 0, 1)) == pytest.approx(whole, abs=1e-12)
    assert sum(step.log_odds or 0.0 for step in steps(found, 0, 1)) == pytest.approx(whole, abs=1e-12)


def test_steps_follow_the_calendar_and_end_where_belief_is() -> None:
    found = rich()
    told = steps(found, 0, 1)
    assert [step.name for step in told] == ["prior", "envoy", "thin offer", "ri", "test", "press"]
    assert [step.kind for step in told] == ["prior", "testimony", "act", "testimony", "act", "testimony"]
    assert told[0].belief == pytest.approx(found.belief([]))
    assert told[-1].belief == pytest.approx(found.belief())
    for before, after in itertools.pairwise(told):
        odds = math.log(after.belief[0] / after.belief[1]) - math.log(before.belief[0] / before.belief[1])
        assert after.log_odds == pytest.approx(odds, abs=1e-12)


def test_roots_are_shares_over_the_roots_once_the_acts_are_known() -> None:
    found = rich()
    families, acts = found.families, found.acts
    for root, item in zip(roots(found, 0, 1), families, strict=True):
        moved = []
        for order in itertools.permutations(families):
            place = order.index(item)
            first = log_odds(found, (*acts, *order[: place + 1]))
            moved.append(first - log_odds(found, (*acts, *order[:place])))
        assert root.x == pytest.approx(np.mean(moved), abs=1e-12)
    whole = log_odds(found, found.items) - log_odds(found, acts)
    assert sum(root.x for root in roots(found, 0, 1)) == pytest.approx(whole, abs=1e-12)


@given(SEEDS)
@settings(max_examples=15)
def test_where_roots_speak_of_the_type_alone_each_adds_its_own_log_ratio(seed: int) -> None:
    base, sources, claims = crowd(seed, 5)
    found = weighed(*base, ["E", "K"], sources, claims)
    for root, item in zip(roots(found, 0, 1), found.families, strict=True):
        assert root.x == pytest.approx(math.log(found.ratio(item, 0, 1)), abs=1e-10)


def crowd(seed: int, count: int) -> tuple[tuple, list[Source], list[Testimony]]:
    """Sources of one claim each about one of two types."""
    rng = np.random.default_rng(seed)
    sources = [
        replace(insider(), id=f"s{at}", access={"": Rate(rng.uniform(0.1, 0.9))}) for at in range(count)
    ]
    claims = [Testimony(f"c{at}", f"s{at}", "EK"[int(rng.integers(2))]) for at in range(count)]
    return one_history_each({"E": 0.4, "K": 0.6}), sources, claims


def test_many_items_are_sampled_and_still_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(2)
    logs = np.log(rng.uniform(0.05, 1.0, (10, 40)))
    mass = rng.dirichlet(np.ones(40)) * np.array([np.arange(40) % 2 == 0, np.arange(40) % 2 == 1])
    exact = shapley(logs, mass)
    monkeypatch.setattr(contribution, "MOST", 9)
    sampled = shapley(logs, mass)
    assert not np.array_equal(sampled, exact)
    assert sampled == pytest.approx(exact, abs=0.02 * np.abs(exact).max())
    assert sampled.sum() == pytest.approx(exact.sum(), abs=1e-12)
    assert np.array_equal(shapley(logs, mass), sampled)  # the seed is fixed


@pytest.mark.parametrize("most", [12, 3])
def test_shares_do_not_hang_on_the_order_in_which_sources_are_listed(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exact and sampled: the random orders are drawn over the items as they are, not as they were listed."""
    monkeypatch.setattr(contribution, "MOST", most)
    events = {
        "E": np.array([1, 1, 0, 0], bool),
        "K": np.array([0, 0, 1, 1], bool),
        "x": np.array([1, 0, 1, 0], bool),
    }
    _, sources, claims = crowd(4, 6)
    claims = [replace(claim, event="x") if at % 3 else claim for at, claim in enumerate(claims)]
    base = [0.1, 0.3, 0.4, 0.2]
    one = {root.name: root.x for root in roots(weighed(base, events, ["E", "K"], sources, claims), 0, 1)}
    other = weighed(base, events, ["E", "K"], sources[::-1], claims[::-1])
    for root in roots(other, 0, 1):
        assert root.x == pytest.approx(one[root.name], abs=1e-9)


@given(SEEDS, PAIRS)
@settings(max_examples=25)
def test_what_says_nothing_new_moves_no_share(seed: int, pair: tuple[int, int]) -> None:
    """Property 24: a source of ratio 1, a copy, a repetition and a claim from acts."""
    case = RandomCase(seed)
    case.sources["idle"] = Source("idle", access={"": Rate(0.95)}, accuracy=Rate(0.5), says_anyway=Rate(0.5))
    loud = [claim for claim in case.said if not claim.silent and claim.copy_of is None and not claim.relays]
    more = [Testimony("coin", "idle", "evade"), Testimony("seen", "insider", "evade", from_acts=True)]
    more += [replace(claim, id=f"{claim.id}-copy", source="outlet", copy_of=claim.id) for claim in loud]
    more += [replace(claim, id=f"{claim.id}-again") for claim in loud]
    before, after = case.weigh(), case.weigh([*case.said, *more])
    assert after.belief() == pytest.approx(before.belief(), rel=1e-10)
    old = {root.name: root for root in roots(before, *pair)}
    for root in roots(after, *pair):
        if root.name == "idle":
            assert root.x == pytest.approx(0.0, abs=1e-12)
        else:
            assert root.x == pytest.approx(old[root.name].x, abs=1e-9)
            assert root.access == pytest.approx(old[root.name].access, abs=1e-9)
    assert {root.name for root in roots(after, *pair)} == {*old, "idle"}


def test_access_is_that_of_the_claims_that_move_the_odds() -> None:
    """He met the leader; that he also knows the weather well makes him no better placed."""
    events = {
        "E": np.array([1, 1, 0, 0], bool), "K": np.array([0, 0, 1, 1], bool), "rain": np.array([1, 0, 1, 0], bool)
    }  # fmt: skip
    source = replace(insider(), access={"aims": Rate(0.35), "weather": Rate(0.95)}, control=0.1)
    aims, rain = (
        Testimony("a", "insider", "E", topic="aims"),
        Testimony("r", "insider", "rain", topic="weather"),
    )
    sure = replace(source, control=0.0)
    (alone,) = roots(weighed([0.2] * 2 + [0.3] * 2, events, ["E", "K"], [sure], [aims]), 0, 1)
    (both,) = roots(weighed([0.2] * 2 + [0.3] * 2, events, ["E", "K"], [sure], [aims, rain]), 0, 1)
    assert alone.access == 0.35
    assert both.x == pytest.approx(alone.x, abs=1e-12)
    assert both.access == pytest.approx(0.35, abs=1e-12)
    (bent,) = roots(weighed([0.2] * 2 + [0.3] * 2, events, ["E", "K"], [source], [aims]), 0, 1)
    assert bent.bent == pytest.approx(0.1)


def test_a_family_that_may_have_copied_is_one_root() -> None:
    base, events = one_history_each({"E": 0.4, "K": 0.6})
    outlet = replace(insider(), id="outlet", access={"": Rate(0.1)}, shading=0.2, interest="E")
    again = Testimony("again", "outlet", "E", near="K", copy_of="leak", copied=0.5)
    found = weighed(
        base, events, ["E", "K"], [insider(), outlet], [Testimony("leak", "insider", "E", near="K"), again]
    )
    (root,) = roots(found, 0, 1)
    assert root.sources == ("insider", "outlet")
    assert root.x == pytest.approx(math.log(found.ratio(found.item(root.name), 0, 1)), abs=1e-12)
    assert 0.1 < root.access < 0.35
    assert 0.0 < root.bent < 0.2


def test_certain_evidence_has_a_finite_share() -> None:
    base, events = one_history_each({"E": 0.4, "K": 0.6})
    sure = Source("oracle", access={"": Rate(1.0)}, accuracy=Rate(1.0))
    said = [Testimony("c", "oracle", "E"), Testimony("leak", "insider", "E", near="K")]
    found = roots(weighed(base, events, ["E", "K"], [sure, insider()], said), 0, 1)
    assert all(isinstance(root, RootShare) and math.isfinite(root.x) for root in found)
    assert found[0].x > found[1].x > 0.0


def test_an_act_that_all_types_do_alike_has_no_share() -> None:
    events = {"E": np.array([1, 1, 0, 0], bool), "K": np.array([0, 0, 1, 1], bool)}
    act = Act("tone", np.array([1, 0, 1, 0], bool))
    told = steps(weighed([0.3, 0.1, 0.45, 0.15], events, ["E", "K"], acts=[act]), 0, 1)
    assert told[1].log_odds == pytest.approx(0.0, abs=1e-12)
    assert told[1].share == pytest.approx(0.0, abs=1e-12)
