"""The posterior against a slow twin, and what must hold of any weighing of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.errors import EvidenceError
from overture.evidence.source import Rate, Source, Testimony
from overture.weigh.acts import Act
from overture.weigh.assessment import Assessment, weigh
from tests.weigh.weigh_twin import posterior as slow_posterior

EVENTS = ("evade", "keep", "thin", "cheat")


class Case:
    """A small game of chance: worlds, equilibria, histories, and evidence on them."""

    def __init__(self, seed: int, n_claims: int = 5) -> None:
        rng = np.random.default_rng(seed)
        self.history = rng.dirichlet(np.ones(12), size=(3, 2))
        self.weights = rng.uniform(0.1, 1.0, (3, 2))
        self.worlds = rng.dirichlet(np.ones(3))
        kind = np.arange(12) % 3
        self.events = {
            "evade": kind == 0, "keep": kind == 1,
            "thin": np.arange(12) < 8, "cheat": rng.random(12) < 0.5,
        }  # fmt: skip
        self.sources = {
            name: Source(
                name,
                access={"": Rate(rng.uniform(0.1, 0.9)), "arms": Rate(rng.uniform(0.1, 0.9))},
                accuracy=Rate(rng.uniform(0.5, 0.95), rng.uniform(2, 20)),
                says_anyway=Rate(rng.uniform(0.2, 0.8), rng.choice([np.inf, 6.0])),
                blur=Rate(rng.uniform(0.0, 0.6)),
                interest="evade", shading=rng.uniform(0, 0.3), control=rng.uniform(0, 0.3),
                wants=rng.choice(np.array(["keep", None])), push=rng.uniform(0.5, 1.0),
            )
            for name in ("insider", "outlet")
        }  # fmt: skip
        self.said = []
        for index in range(n_claims):
            silent = rng.random() < 0.2
            copies = index > 0 and not silent and rng.random() < 0.4
            first = self.said[rng.integers(index)] if copies else None
            if first is not None and (first.silent or first.source == "outlet"):
                first = None
            self.said.append(
                Testimony(
                    f"c{index}",
                    "outlet" if first is not None else str(rng.choice(list(self.sources))),
                    first.event if first is not None else str(rng.choice(np.array(EVENTS))),
                    says=first.says if first is not None else bool(rng.random() < 0.7),
                    topic=str(rng.choice(np.array(["", "arms"]))),
                    near=str(rng.choice(np.array(["keep", "thin"]))) if rng.random() < 0.5 else None,
                    copy_of=first.id if first is not None else None,
                    copied=0.6 if first is not None else 1.0,
                    relays=((0.9, 0.1),) if rng.random() < 0.3 else (),
                    silent=silent,
                    speaks=0.7 if silent else 1.0,
                    given={"evade": 0.8} if rng.random() < 0.2 else {},
                    says_anyway=0.9 if rng.random() < 0.2 else None,
                )
            )

    def weigh(self, said: Sequence[Testimony] | None = None, acts: Sequence[str] = ("thin",)) -> Assessment:
        return weigh(
            self.history, self.weights, self.events, ["evade", "keep"],
            sources=self.sources.values(), testimony=self.said if said is None else said,
            acts=[Act(act, act) for act in acts], world_weights=self.worlds,
        )  # fmt: skip


@pytest.mark.parametrize("seed", range(25))
def test_the_posterior_is_that_of_brute_force(seed: int) -> None:
    case = Case(seed)
    expected = slow_posterior(
        case.history, case.weights, case.worlds, case.events, "evade", ["thin"], case.sources, case.said
    )
    assert case.weigh().probability("evade") == pytest.approx(expected, rel=1e-11)


def test_a_briefing_that_only_its_copies_show_is_a_shared_latent() -> None:
    """Two outlets, one briefing: less than two witnesses, more than one."""
    case = Case(0, 0)
    case.sources = {
        name: Source(name, access={"": Rate(0.6)}, accuracy=Rate(0.9)) for name in ("briefer", "one", "two")
    }
    told = Testimony("briefing", "briefer", "evade", observed=False)
    heard = [Testimony(name, name, "evade", copy_of="briefing", copied=0.7) for name in ("one", "two")]
    expected = slow_posterior(
        case.history, case.weights, case.worlds, case.events, "evade", ["thin"], case.sources, [told, *heard]
    )
    together = case.weigh([told, *heard]).probability("evade")
    assert together == pytest.approx(expected, rel=1e-12)
    apart = case.weigh([replace(claim, copy_of=None) for claim in heard]).probability("evade")
    single = case.weigh([replace(heard[0], copy_of=None)]).probability("evade")
    assert single < together < apart


def test_two_hundred_claims_of_one_source_do_not_underflow() -> None:
    case = Case(1, 0)
    said = [Testimony(f"c{i}", "insider", "evade", says=i % 3 == 0) for i in range(200)]
    assert 0.0 < case.weigh(said).probability("evade") < 1.0


@given(st.integers(0, 10**6))
@settings(max_examples=25)
def test_no_evidence_leaves_the_prior(seed: int) -> None:
    case = Case(seed)
    found = case.weigh([], acts=())
    weight = case.weights / case.weights.sum(axis=1, keepdims=True)
    prior = np.einsum("w,we,wet->t", case.worlds, weight, case.history)
    assert found.probability("evade") == pytest.approx(prior[case.events["evade"]].sum(), rel=1e-12)
    assert set(found.steps().query("event == 'evade'")["probability"].round(12)) == {
        round(found.probability("evade"), 12)
    }


@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_the_order_of_claims_does_not_matter(seed: int, random) -> None:  # type: ignore[no-untyped-def]
    case = Case(seed)
    shuffled = list(case.said)
    random.shuffle(shuffled)
    assert case.weigh(shuffled).probability("evade") == pytest.approx(
        case.weigh().probability("evade"), rel=1e-11
    )


@given(st.integers(0, 10**6))
@settings(max_examples=25)
def test_a_copied_claim_moves_nothing(seed: int) -> None:
    case = Case(seed)
    loud = [claim for claim in case.said if not claim.silent]
    echoes = [
        replace(claim, id=f"{claim.id}-again-{n}", source="outlet", copy_of=claim.id, copied=1.0, relays=())
        for claim in loud
        for n in range(3)
    ]
    before, after = case.weigh(), case.weigh([*case.said, *echoes])
    assert after.probability("evade") == pytest.approx(before.probability("evade"), rel=1e-12)
    if loud:
        assert list(after.lineage.standing).count("echo") >= 3


@given(st.integers(0, 10**6))
@settings(max_examples=25)
def test_a_claim_with_equal_likelihoods_moves_nothing(seed: int) -> None:
    """Official indifference: said as readily by every type, so worth nothing, however often."""
    case = Case(seed)
    official = Source("official", access={"": Rate(0.0)})
    said = [Testimony(f"tone{i}", "official", "keep") for i in range(4)]
    case.sources["official"] = official
    assert case.weigh([*case.said, *said]).probability("evade") == pytest.approx(
        case.weigh().probability("evade"), rel=1e-11
    )
    assert case.weigh([*case.said, *said]).ratio("official", "evade") == pytest.approx(1.0, rel=1e-12)


@given(st.integers(0, 10**6))
@settings(max_examples=25)
def test_other_names_and_another_order_of_histories_change_nothing(seed: int) -> None:
    case, other = Case(seed), Case(seed)
    order = np.random.default_rng(seed).permutation(12)
    other.history = other.history[:, ::-1][..., order]
    other.weights = other.weights[:, ::-1]
    other.events = {f"x-{key}": mask[order] for key, mask in other.events.items()}
    other.sources = {
        f"y-{key}": replace(
            source, id=f"y-{key}", interest="x-evade", wants=source.wants and f"x-{source.wants}"
        )
        for key, source in other.sources.items()
    }
    said = [
        replace(
            claim, id=f"z-{claim.id}", source=f"y-{claim.source}", event=f"x-{claim.event}",
            near=claim.near and f"x-{claim.near}", copy_of=claim.copy_of and f"z-{claim.copy_of}",
            given={f"x-{key}": value for key, value in claim.given.items()},
        )
        for claim in case.said
    ]  # fmt: skip
    renamed = weigh(
        other.history, other.weights, other.events, ["x-evade"], sources=other.sources.values(),
        testimony=said, acts=[Act("thin", "x-thin")], world_weights=other.worlds,
    )  # fmt: skip
    assert renamed.probability("x-evade") == pytest.approx(case.weigh().probability("evade"), rel=1e-11)


def test_what_is_learnt_from_public_acts_is_worth_nothing() -> None:
    case = Case(3)
    pundit = Testimony("pundit", "outlet", "evade", from_acts=True)
    echo = Testimony("pundit-again", "outlet", "evade", copy_of="pundit")
    found = case.weigh([*case.said, pundit, echo])
    assert found.probability("evade") == pytest.approx(case.weigh().probability("evade"), rel=1e-12)
    assert found.ratio("learnt from public acts", "evade") == 1.0
    assert found.ratio("learnt from public acts", "evade", naive=True) != 1.0


def test_a_forecast_of_an_act_tests_access_only() -> None:
    """EVIDENCE: expected by nearly all (.9 against .8) .35 -> .377; by few (.9 against .3) -> .618."""
    history = np.array([[[0.3, 0.3, 0.2, 0.2]]])
    events = {"E": np.array([1, 0, 1, 0], bool), "offer": np.array([1, 1, 0, 0], bool)}
    for anyway, access in ((0.8, 0.377), (0.3, 0.618)):
        insider = Source("insider", access={"": Rate(0.35)}, accuracy=Rate(0.9), says_anyway=Rate(anyway))
        found = weigh(
            history, None, events, ["E"], sources=[insider], acts=[Act("offer", "offer")],
            testimony=[Testimony("forecast", "insider", "offer")],
        )  # fmt: skip
        assert round(found.source_frame()["informed, posterior"][0], 3) == access
        assert found.probability("E") == pytest.approx(found.ledger.probability("E", None, [])[0])


def test_likelihoods_are_averaged_over_equilibria_and_the_act_moves_their_weights() -> None:
    history = np.array([[[0.5, 0.0, 0.5, 0.0], [0.05, 0.45, 0.005, 0.495]]])
    events = {"E": np.array([1, 1, 0, 0], bool), "act": np.array([1, 0, 1, 0], bool)}
    found = weigh(history, np.array([0.5, 0.5]), events, ["E"], acts=[Act("act", "act")])
    assert found.probability("E") == pytest.approx(0.55 / (0.55 + 0.505))
    posteriors = found.equilibria()["posterior of E"].to_numpy()
    assert found.probability("E") != pytest.approx(posteriors.mean())
    assert found.equilibria()["after acts"][0] == pytest.approx(1.0 / 1.055)


def test_impossible_evidence_names_the_item_and_the_share_of_worlds() -> None:
    history = np.array([[[0.5, 0.5]], [[0.0, 1.0]], [[0.0, 1.0]], [[1.0, 0.0]]])
    events = {"E": np.array([True, False]), "A": np.array([True, True])}
    with pytest.raises(EvidenceError) as caught:
        weigh(history, None, events, ["E"], acts=[Act("an offer", "E")])
    assert caught.value.id == "weigh/impossible"
    assert "act an offer" in str(caught.value)
    assert "50% of worlds" in str(caught.value)
    sure = Source("oracle", access={"": Rate(1.0)}, accuracy=Rate(1.0))
    with pytest.raises(EvidenceError, match=r"testimony oracle, claim c: .* 25% of worlds"):
        weigh(
            history,
            None,
            events,
            ["E"],
            sources=[sure],
            testimony=[Testimony("a", "oracle", "A"), Testimony("c", "oracle", "E", says=False)],
        )
    kept = weigh(history, None, events, ["E"], acts=[Act("an offer", "E")], drop=True)
    assert np.count_nonzero(kept.ledger.world_weight) == 2
    with pytest.raises(EvidenceError, match="100%"):
        weigh(history[1:3], None, events, ["E"], acts=[Act("an offer", "E")], drop=True)


def test_an_absent_equilibrium_and_an_unsolved_world_have_no_say() -> None:
    history = np.array([[[0.2, 0.8], [np.nan, np.nan]], [[np.nan, np.nan], [np.nan, np.nan]]])
    weights = np.array([[1.0, np.nan], [np.nan, np.nan]])
    found = weigh(history, weights, {"E": np.array([True, False])}, ["E"])
    assert found.probability("E") == pytest.approx(0.2)
    assert np.isnan(found.world_probability("E")[1])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"events": {"E": np.array([True])}}, "weigh/shape"),
        ({"history": np.array([[[0.2, 0.2]]])}, "weigh/history"),
        ({"weights": np.array([0.0])}, "weigh/worlds"),
        ({"hypotheses": ["X"]}, "weigh/event"),
        ({"acts": [Act("a", "X")]}, "weigh/event"),
        ({"testimony": [Testimony("c", "nobody", "E")]}, "testimony/source"),
        ({"sources": [Source("s", interest="X", shading=0.1)]}, "testimony/event"),
        ({"acts": [Act("a", "E"), Act("a", "E")]}, "weigh/item"),
    ],
)
def test_what_does_not_fit_is_said(change: dict, fault: str) -> None:
    inputs = {
        "history": np.array([[[0.5, 0.5]]]), "weights": None,
        "events": {"E": np.array([True, False])}, "hypotheses": ["E"],
    }  # fmt: skip
    with pytest.raises(EvidenceError) as caught:
        weigh(**{**inputs, **change})
    assert caught.value.id == fault


def test_a_grid_of_worlds_keeps_its_weights() -> None:
    case = Case(5)
    fixed = weigh(
        case.history, case.weights, case.events, ["evade"], sources=case.sources.values(),
        testimony=case.said, acts=[Act("thin", "thin")], world_weights=case.worlds, learn=False,
    )  # fmt: skip
    each = fixed.world_probability("evade")
    assert fixed.probability("evade") == pytest.approx(float(case.worlds @ each))
    assert np.allclose(each, case.weigh().world_probability("evade"))


@given(st.integers(0, 10**6))
@settings(max_examples=15)
def test_moving_a_judgement_is_weighing_anew_with_it(seed: int) -> None:
    """What is kept between moves (other voices, ways of copying) is what would be found again."""
    case = Case(seed)
    found = case.weigh()
    moved = replace(case.sources["outlet"], accuracy=Rate(0.6, 5.0), control=0.2)
    again = found.with_sources({**case.sources, "outlet": moved})
    case.sources["outlet"] = moved
    fresh = case.weigh()
    for naive in (False, True):
        mine, other = (each.ledger.probability("evade", naive=naive)[0] for each in (again, fresh))
        assert mine == pytest.approx(other, rel=1e-13)


def test_silence_of_who_would_have_spoken_is_evidence() -> None:
    """It speaks against what would have been said: the more, the surer we are that we would have heard it."""
    history = np.array([[[0.5, 0.5]]])
    events = {"E": np.array([True, False])}

    def after(access: float, speaks: float) -> float:
        source = Source("envoy", access={"": Rate(access)}, accuracy=Rate(0.9), says_anyway=Rate(0.5))
        quiet = Testimony("quiet", "envoy", "E", silent=True, speaks=speaks)
        return weigh(history, None, events, ["E"], sources=[source], testimony=[quiet]).probability("E")

    heard = [after(0.8, speaks) for speaks in (0.0, 0.5, 1.0)]
    assert heard[0] == pytest.approx(0.5)
    assert heard[0] > heard[1] > heard[2]
    assert heard[2] == pytest.approx(0.18 / (0.18 + 0.82))  # .8 x .1 + .2 x .5 against .8 x .9 + .2 x .5
    assert after(0.0, 1.0) == pytest.approx(0.5)  # who knows nothing tells nothing by keeping quiet


@given(st.integers(0, 10**6), st.integers(2, 12))
@settings(max_examples=25)
def test_ten_claims_by_one_source_are_not_ten_confirmations(seed: int, times: int) -> None:
    """The same claim by the same source, unmarked as a copy, moves nothing either."""
    case = Case(seed)
    loud = [claim for claim in case.said if not claim.silent and not claim.relays and claim.copy_of is None]
    again = [replace(claim, id=f"{claim.id}-{n}", date="2024-09-01") for claim in loud for n in range(times)]
    before, after = case.weigh(), case.weigh([*case.said, *again])
    assert after.probability("evade") == pytest.approx(before.probability("evade"), rel=1e-11)
    standing = dict(zip([claim.id for claim in after.testimony], after.lineage.standing, strict=True))
    assert all(standing[claim.id] == "repeated" for claim in again)


def test_hearing_it_through_many_hands_saturates() -> None:
    """EVIDENCE: the ratio of n faithful retellings tends to the ratio of having said it, and no further."""
    source = Source("s", access={"": Rate(0.5)}, accuracy=Rate(0.9), says_anyway=Rate(0.5))
    events = {"E": np.array([True, False])}

    def ratio(hands: int) -> float:
        said = [Testimony(f"c{n}", "s", "E", relays=((0.8, 0.3),)) for n in range(hands)]
        return weigh(np.array([[[0.5, 0.5]]]), None, events, ["E"], sources=[source], testimony=said).ratio(
            "s", "E"
        )

    found = [ratio(hands) for hands in (1, 2, 5, 40)]
    assert found == sorted(found)
    assert found[-1] == pytest.approx(0.7 / 0.3)
    assert found[0] == pytest.approx((0.7 * 0.8 + 0.3 * 0.3) / (0.3 * 0.8 + 0.7 * 0.3))
