"""Belief after any of the evidence: sums, order, names, and what cannot be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.errors import EvidenceError
from overture.evidence.source import Rate, Source, Testimony
from overture.weigh.reports.evidence import Act, by_date, evidence
from overture.weigh.reports.said import said
from tests.weigh.scenes import RandomCase, insider, one_history_each, rich, weighed

SEEDS = st.integers(0, 10**6)


@given(SEEDS)
@settings(max_examples=25)
def test_no_evidence_leaves_the_prior(seed: int) -> None:
    case = RandomCase(seed)
    found = case.weigh([], acts=())
    prior = [case.base[case.events[name]].sum() for name in case.types]
    assert found.belief() == pytest.approx(prior, rel=1e-12)
    assert case.weigh().belief([]) == pytest.approx(prior, rel=1e-12)


@given(SEEDS)
@settings(max_examples=25)
def test_belief_is_bayes_rule_item_by_item(seed: int) -> None:
    """Odds after an item are its ratio times the odds before, where the item is told by the type alone."""
    case = RandomCase(seed, 0)
    heard = [Testimony("c", "insider", "evade", near="keep"), Testimony("d", "outlet", "keep", near="evade")]
    found = case.weigh(heard, acts=())
    odds = found.belief([])[0] / found.belief([])[1]
    for item in found.items:
        odds *= found.ratio(item, 0, 1)
    assert found.belief()[0] / found.belief()[1] == pytest.approx(odds, rel=1e-11)
    assert found.belief().sum() == pytest.approx(1.0, abs=1e-12)


@given(SEEDS)
@settings(max_examples=25)
def test_other_names_and_another_order_of_everything_change_nothing(seed: int) -> None:
    case, rng = RandomCase(seed), np.random.default_rng(seed)
    order = rng.permutation(12)
    events = {f"x-{key}": mask[order] for key, mask in case.events.items()}
    sources = [
        replace(source, id=f"y-{key}", interest="x-evade", wants=source.wants and f"x-{source.wants}")
        for key, source in reversed(case.sources.items())
    ]
    claims = [
        replace(
            claim, id=f"z-{claim.id}", source=f"y-{claim.source}", event=f"x-{claim.event}",
            near=claim.near and f"x-{claim.near}", copy_of=claim.copy_of and f"z-{claim.copy_of}",
            given={f"x-{key}": value for key, value in claim.given.items()},
        )
        for claim in case.said
    ]  # fmt: skip
    types = [f"x-{name}" for name in reversed(case.types)]
    acts = [Act("thin", events["x-thin"])]
    renamed = weighed(case.base[order], events, types, sources, claims, acts)
    assert renamed.belief()[::-1] == pytest.approx(case.weigh().belief(), rel=1e-11)


def test_items_come_in_order_of_time() -> None:
    assert [item.name for item in rich().items] == ["thin offer", "test", "ri", "envoy", "press"]
    dated = [item.name for item in by_date(rich().items)]
    assert dated == ["envoy", "thin offer", "ri", "test", "press"]
    # An undated item comes with the dated ones before it.
    late = [replace(item, date=None) if item.name == "ri" else item for item in rich().items]
    assert [item.name for item in by_date(late)][-2:] == ["ri", "press"]


def test_one_act_more_is_its_histories_alone() -> None:
    found = rich()
    thin, test = found.acts
    mass = found.base * np.isfinite(thin.log_likelihood)
    assert found.belief([thin]) == pytest.approx([mass[found.kind == at].sum() / mass.sum() for at in (0, 1)])
    mass = mass * np.isfinite(test.log_likelihood)
    assert found.belief([thin, test])[0] == pytest.approx(mass[found.kind == 0].sum() / mass.sum())
    assert found.item("ri") not in found.but(found.item("ri"))


# -- what cannot be -------------------------------------------------------------------------------------


def test_impossible_evidence_names_the_act_or_the_claim() -> None:
    base, events = one_history_each({"E": 0.0, "K": 1.0})
    events["A"] = np.array([True, True])
    with pytest.raises(EvidenceError, match="act an offer") as caught:
        weighed(base, events, ["E", "K"], acts=[Act("an offer", events["E"])])
    assert caught.value.id == "weigh/impossible"
    sure = Source("oracle", access={"": Rate(1.0)}, accuracy=Rate(1.0))
    claims = [Testimony("a", "oracle", "A"), Testimony("c", "oracle", "E")]
    with pytest.raises(EvidenceError, match=r"testimony oracle, claim c"):
        weighed(base, events, ["E", "K"], [sure], claims)


def test_a_type_that_is_excluded_has_no_belief_and_the_others_keep_theirs() -> None:
    base, events = one_history_each({"E": 0.4, "K": 0.5, "D": 0.1})
    found = weighed(base, events, ["E", "K", "D"], acts=[Act("offer", events["E"] | events["K"])])
    assert found.belief() == pytest.approx([4 / 9, 5 / 9, 0.0])
    assert found.ratio(found.items[0], 0, 2) == np.inf
    assert np.isfinite(found.log_odds(0, 2))


def test_arrays_that_do_not_fit_are_named() -> None:
    base, events = one_history_each({"E": 0.4, "K": 0.6})
    heard = said([insider()], [], events)
    with pytest.raises(EvidenceError, match="act early") as caught:
        evidence(("E", "K"), np.arange(2), base, [Act("early", np.ones(3, bool))], heard)
    assert caught.value.id == "weigh/shape"
    with pytest.raises(EvidenceError, match="ri, envoy"):
        rich().item("nobody")


def test_naive_counting_may_be_impossible_where_the_evidence_is_not() -> None:
    """An outlet that cannot err may have copied a claim that is false; counted as a witness it contradicts another."""
    base, events = one_history_each({"E": 0.4, "K": 0.6})
    sure = Source("sure", access={"": Rate(1.0)}, accuracy=Rate(1.0))
    sources = [sure, replace(sure, id="outlet"), insider()]
    claims = [
        Testimony("a", "sure", "E"),
        Testimony("c", "insider", "K"),
        Testimony("b", "outlet", "K", copy_of="c", copied=0.5),
    ]
    found = weighed(base, events, ["E", "K"], sources, claims)
    assert found.belief() == pytest.approx([1.0, 0.0])
    with pytest.raises(EvidenceError, match="no chance together"):
        found.belief(naive=True)
