"""The likelihood of what was said: against a slow twin, and what must hold of any testimony."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.errors import EvidenceError
from overture.evidence.source import Rate, Source, Testimony
from overture.weigh.reports.evidence import PUBLIC
from overture.weigh.reports.said import said
from tests.weigh.scenes import RandomCase, insider, one_history_each, weighed
from tests.weigh.weigh_twin import posterior as slow_posterior
from tests.weigh.weigh_twin import testimony_likelihood as slow_likelihood

SEEDS = st.integers(0, 10**6)


def evade(case: RandomCase, testimony: list[Testimony] | None = None) -> float:
    return float(case.weigh(testimony).belief()[0])


# -- against the twin -----------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(25))
def test_likelihood_and_belief_are_those_of_brute_force(seed: int) -> None:
    case = RandomCase(seed)
    heard = said(case.sources, case.said, case.events)
    slow = [slow_likelihood(case.sources, case.said, case.events, h) for h in range(12)]
    assert np.exp(heard.log_likelihood) == pytest.approx(slow, rel=1e-11)
    expected = slow_posterior(case.base, case.events, "evade", ["thin"], case.sources, case.said)
    assert evade(case) == pytest.approx(expected, rel=1e-11)


def test_a_briefing_that_only_its_copies_show_is_a_shared_latent() -> None:
    """Two outlets, one briefing: less than two witnesses, more than one."""
    case = RandomCase(0, 0)
    case.sources = {
        name: Source(name, access={"": Rate(0.6)}, accuracy=Rate(0.9)) for name in ("briefer", "one", "two")
    }
    told = Testimony("briefing", "briefer", "evade", observed=False)
    heard = [Testimony(name, name, "evade", copy_of="briefing", copied=0.7) for name in ("one", "two")]
    expected = slow_posterior(case.base, case.events, "evade", ["thin"], case.sources, [told, *heard])
    together = evade(case, [told, *heard])
    assert together == pytest.approx(expected, rel=1e-12)
    apart = evade(case, [replace(claim, copy_of=None) for claim in heard])
    single = evade(case, [replace(heard[0], copy_of=None)])
    assert single < together < apart


# -- what an analyst may rely on ------------------------------------------------------------------------


def test_two_hundred_claims_of_one_source_do_not_underflow() -> None:
    case = RandomCase(1, 0)
    assert (
        0.0 < evade(case, [Testimony(f"c{i}", "insider", "evade", says=i % 3 == 0) for i in range(200)]) < 1.0
    )


@given(SEEDS, st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_the_order_of_claims_does_not_matter(seed: int, random) -> None:  # type: ignore[no-untyped-def]
    case = RandomCase(seed)
    shuffled = list(case.said)
    random.shuffle(shuffled)
    assert evade(case, shuffled) == pytest.approx(evade(case), rel=1e-11)


@given(SEEDS)
@settings(max_examples=25)
def test_a_copied_claim_moves_nothing(seed: int) -> None:
    case = RandomCase(seed)
    loud = [claim for claim in case.said if not claim.silent]
    echoes = [
        replace(claim, id=f"{claim.id}-again-{n}", source="outlet", copy_of=claim.id, copied=1.0, relays=())
        for claim in loud
        for n in range(3)
    ]
    before, after = case.weigh(), case.weigh([*case.said, *echoes])
    assert after.belief() == pytest.approx(before.belief(), rel=1e-12)
    if loud:
        assert list(after.said.lineage.standing).count("echo") >= 3


@given(SEEDS)
@settings(max_examples=25)
def test_a_claim_with_equal_likelihoods_moves_nothing(seed: int) -> None:
    """Official indifference: said as readily by every type, so worth nothing, however often."""
    case = RandomCase(seed)
    case.sources["official"] = Source("official", access={"": Rate(0.0)})
    tones = [Testimony(f"tone{i}", "official", "keep") for i in range(4)]
    found = case.weigh([*case.said, *tones])
    assert found.belief() == pytest.approx(case.weigh(case.said).belief(), rel=1e-11)
    assert found.ratio(found.item("official"), 0, 1) == pytest.approx(1.0, rel=1e-12)


@given(SEEDS, st.integers(2, 12))
@settings(max_examples=25)
def test_ten_claims_by_one_source_are_not_ten_confirmations(seed: int, times: int) -> None:
    """The same claim by the same source, unmarked as a copy, moves nothing either."""
    case = RandomCase(seed)
    loud = [claim for claim in case.said if not claim.silent and not claim.relays and claim.copy_of is None]
    again = [replace(claim, id=f"{claim.id}-{n}", date="2024-09-01") for claim in loud for n in range(times)]
    before, after = case.weigh(), case.weigh([*case.said, *again])
    assert after.belief() == pytest.approx(before.belief(), rel=1e-11)
    standing = dict(
        zip([claim.id for claim in after.said.testimony], after.said.lineage.standing, strict=True)
    )
    assert all(standing[claim.id] == "repeated" for claim in again)


def test_what_is_learnt_from_public_acts_is_worth_nothing() -> None:
    case = RandomCase(3)
    pundit = Testimony("pundit", "outlet", "evade", from_acts=True)
    echo = Testimony("pundit-again", "outlet", "evade", copy_of="pundit")
    found = case.weigh([*case.said, pundit, echo])
    assert found.belief() == pytest.approx(case.weigh().belief(), rel=1e-12)
    assert found.ratio(found.item(PUBLIC), 0, 1) == 1.0
    assert found.ratio(found.item(PUBLIC), 0, 1, naive=True) != 1.0
    assert np.exp(found.said.naive - case.weigh().said.naive) != pytest.approx(1.0)


def test_silence_of_who_would_have_spoken_is_evidence() -> None:
    """It speaks against what would have been said: the more, the surer we are that we would have heard it."""
    base, events = one_history_each({"E": 0.5, "K": 0.5})

    def after(access: float, speaks: float) -> float:
        source = Source("envoy", access={"": Rate(access)}, accuracy=Rate(0.9), says_anyway=Rate(0.5))
        quiet = Testimony("quiet", "envoy", "E", silent=True, speaks=speaks)
        return float(weighed(base, events, ["E", "K"], [source], [quiet]).belief()[0])

    heard = [after(0.8, speaks) for speaks in (0.0, 0.5, 1.0)]
    assert heard[0] == pytest.approx(0.5)
    assert heard[0] > heard[1] > heard[2]
    assert heard[2] == pytest.approx(0.18 / (0.18 + 0.82))  # .8 x .1 + .2 x .5 against .8 x .9 + .2 x .5
    assert after(0.0, 1.0) == pytest.approx(0.5)  # who knows nothing tells nothing by keeping quiet


def test_hearing_it_through_many_hands_saturates() -> None:
    """The ratio of n faithful retellings tends to the ratio of having said it, and no further."""
    source = Source("s", access={"": Rate(0.5)}, accuracy=Rate(0.9), says_anyway=Rate(0.5))
    base, events = one_history_each({"E": 0.5, "K": 0.5})

    def ratio(hands: int) -> float:
        claims = [Testimony(f"c{n}", "s", "E", relays=((0.8, 0.3),)) for n in range(hands)]
        found = weighed(base, events, ["E", "K"], [source], claims)
        return found.ratio(found.item("s"), 0, 1)

    found = [ratio(hands) for hands in (1, 2, 5, 40)]
    assert found == sorted(found)
    assert found[-1] == pytest.approx(0.7 / 0.3)
    assert found[0] == pytest.approx((0.7 * 0.8 + 0.3 * 0.3) / (0.3 * 0.8 + 0.7 * 0.3))


# -- the value itself -----------------------------------------------------------------------------------


@given(SEEDS)
@settings(max_examples=15)
def test_moving_a_judgement_is_weighing_anew_with_it(seed: int) -> None:
    """What is kept between moves (families, voices, ways of copying) is what would be found again."""
    case = RandomCase(seed)
    third = Source("third", access={"": Rate(0.7)}, accuracy=Rate(0.8))
    case.sources["third"] = third
    case.said.append(Testimony("apart", "third", "keep"))
    found = said(case.sources, case.said, case.events)
    moved = replace(case.sources["outlet"], accuracy=Rate(0.6, 5.0), control=0.2)
    again = found.with_sources({**case.sources, "outlet": moved})
    fresh = said({**case.sources, "outlet": moved}, case.said, case.events)
    assert again.log_likelihood == pytest.approx(fresh.log_likelihood, rel=1e-13)
    assert again.naive == pytest.approx(fresh.naive, rel=1e-13)
    kept = {family.name: family for family in again.families}
    assert kept["third"] is next(family for family in found.families if family.name == "third")


def test_likelihoods_are_true_chances_and_scaled_ones_are_at_most_one() -> None:
    events = one_history_each({"E": 0.4, "K": 0.5, "D": 0.1})[1]
    found = said([insider()], [Testimony("leak", "insider", "E", near="K")], events)
    assert np.exp(found.log_likelihood) == pytest.approx([0.77, 0.616, 0.49])
    likelihood, top = found.scaled
    assert likelihood == pytest.approx([1.0, 0.8, 0.49 / 0.77])
    assert np.exp(top) == pytest.approx(0.77)


def test_without_testimony_every_history_is_as_likely_to_be_silent() -> None:
    nothing = said([], [], {}, histories=3)
    assert nothing.scaled[0].tolist() == [1.0, 1.0, 1.0]
    assert nothing.log_likelihood.tolist() == [0.0, 0.0, 0.0]
    listed = said([insider()], [], {"E": np.array([True, False])})
    assert listed.log_likelihood.tolist() == [0.0, 0.0]


def test_what_one_family_said_can_be_taken_away() -> None:
    case = RandomCase(2)
    case.sources["third"] = insider()
    apart = Testimony("apart", "third", "evade")
    both = said({**case.sources, "third": replace(insider(), id="third")}, [*case.said, apart], case.events)
    alone = said(case.sources, case.said, case.events)
    assert both.without("third") == pytest.approx(alone.log_likelihood, rel=1e-13)


@pytest.mark.parametrize(
    ("sources", "claims", "fault"),
    [
        ([], [Testimony("c", "nobody", "E")], "testimony/source"),
        ([insider()], [Testimony("c", "insider", "X")], "testimony/event"),
        ([Source("s", interest="X", shading=0.1)], [], "testimony/event"),
        ([insider()], [Testimony("c", "insider", "E"), Testimony("c", "insider", "E")], "lineage/id"),
    ],
)
def test_what_does_not_fit_is_said(sources: list[Source], claims: list[Testimony], fault: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        said(sources, claims, {"E": np.array([True, False])})
    assert caught.value.id == fault
