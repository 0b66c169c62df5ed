"""The worked example of the reference notes, to its last digit (tests/reference/evidence_example.json)."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from overture.evidence.source import Source, Testimony
from overture.weigh.reports.evidence import Act, Evidence
from tests.conftest import ROOT
from tests.weigh.scenes import insider, leak, one_history_each, weighed

EXAMPLE = json.loads((ROOT / "tests" / "reference" / "evidence_example.json").read_text(encoding="utf-8"))
DECEPTIVE = Testimony("deceptive", "insider", "E", near="K")  # true of disarmament, blurred about a freeze


def judged(prior: dict[str, float], sources: list[Source], said: list[Testimony]) -> Evidence:
    base, events = one_history_each(prior)
    return weighed(base, events, list(prior), sources, said)


def belief(found: Evidence, name: str) -> float:
    return float(found.belief()[found.types.index(name)])


def ratio(found: Evidence, item: str, first: str, second: str, naive: bool = False) -> float:
    return found.ratio(found.item(item), found.types.index(first), found.types.index(second), naive)


def test_the_insider_is_judged_as_stated() -> None:
    stated, source = EXAMPLE["insider"], insider()
    assert source.access_to("").mean == stated["access"]
    assert source.accuracy.mean == stated["accuracy"]
    assert source.says_anyway.mean == stated["default_assertion_beta"]
    assert source.blur.mean == stated["blur"]


def test_likelihoods_of_the_insiders_report() -> None:
    found = judged(EXAMPLE["prior3"], [insider()], [DECEPTIVE])
    likelihood = np.exp(found.said.log_likelihood)
    for name, stated in EXAMPLE["likelihood"].items():
        assert likelihood[found.types.index(name)] == pytest.approx(stated, abs=1e-12)
    assert ratio(found, "insider", "E", "K") == pytest.approx(EXAMPLE["LR_E_K"], abs=1e-12)
    assert ratio(found, "insider", "E", "D") == pytest.approx(EXAMPLE["LR_E_D"], abs=1e-9)


@pytest.mark.parametrize("prior", ["prior2", "prior3"])
def test_belief_after_the_report(prior: str) -> None:
    found = judged(EXAMPLE[prior], [insider()], [DECEPTIVE])
    for name, stated in EXAMPLE[prior.replace("prior", "posterior")].items():
        assert round(belief(found, name), 4) == stated


@pytest.mark.parametrize("times", [1, 2, 5, 20])
def test_retelling_saturates(times: int) -> None:
    stated = EXAMPLE["retellings_faithful_.97_.05"]
    retold = Testimony("deceptive", "insider", "E", near="K", relays=((0.97, 0.05),) * times)
    found = judged(EXAMPLE["prior2"], [insider()], [retold])
    assert round(ratio(found, "insider", "E", "K"), 4) == stated[str(times)]
    naive = dict(zip((1, 2, 5, 20), stated["naive"], strict=True))
    assert ratio(found, "insider", "E", "K", naive=True) == pytest.approx(naive[times], abs=5.1e-4)


@pytest.mark.parametrize("chance", ["0", "0.5", "0.8", "0.95", "1"])
def test_a_second_outlet_is_worth_what_it_did_not_copy(chance: str) -> None:
    outlet = replace(insider(), id="outlet")
    repeat = Testimony("again", "outlet", "E", near="K", copy_of="deceptive", copied=float(chance))
    one = judged(EXAMPLE["prior2"], [insider(), outlet], [DECEPTIVE])
    both = judged(EXAMPLE["prior2"], [insider(), outlet], [DECEPTIVE, repeat])
    odds = [belief(found, "E") / belief(found, "K") for found in (one, both)]
    assert round(odds[1] / odds[0], 4) == EXAMPLE["second_outlet_copy_prob"][chance]


@pytest.mark.parametrize(
    ("rate", "key"),
    [
        ("access", "access_needed_at_beta_.7"),
        ("says_anyway", "beta_needed_at_access_.35"),
        ("blur", "blur_needed"),
    ],
)
def test_where_a_judgement_of_the_source_takes_belief_to_one_half(rate: str, key: str) -> None:
    """X accepts a pooled thin offer until belief passes one half; the stated values have four digits."""
    found = leak().said
    moved = found.with_sources({"insider": insider().changed(rate, EXAMPLE["flip"][key])})
    factor = np.exp(moved.log_likelihood[0] - moved.log_likelihood[1])
    assert factor == pytest.approx(EXAMPLE["flip"]["LR_needed"], abs=5e-4)


@pytest.mark.parametrize("pair", EXAMPLE["frontier_access_beta"])
def test_the_frontier_of_access_and_habit(pair: tuple[float, float]) -> None:
    source = insider().changed("access", pair[0]).changed("says_anyway", pair[1])
    moved = leak().said.with_sources({"insider": source})
    assert np.exp(moved.log_likelihood[0] - moved.log_likelihood[1]) == pytest.approx(1.5, abs=1e-9)


def play(prior: dict[str, float], floor: float) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Histories (type, offer, alarm or clean), summed over the three equilibria under X with their weights.

    thin = (by K, by E); off the path the certified tremble says that E strays first (order 1, K 2, D 3).
    """
    thin = {"pool": (1.0, 1.0), "semi": (2 / 3, 1.0), "sep": (0.0, 0.0)}
    order = {"D": 3, "K": 2, "E": 1}
    alarm = {"D": 0.05, "K": 0.05, "E": 0.3}
    cells: dict[tuple[str, str, str], float] = {}
    for name, (by_keeper, by_exploiter) in thin.items():
        weight = EXAMPLE["equilibrium_weights"][name]
        for kind, chance in prior.items():
            offers = {"D": 0.0, "K": by_keeper, "E": by_exploiter}[kind] or floor ** order[kind]
            for signal, odds in (("alarm", alarm[kind]), ("clean", 1 - alarm[kind])):
                cell = (kind, "thin", signal)
                cells[cell] = cells.get(cell, 0.0) + weight * chance * offers * odds
            cells[kind, "other", ""] = cells.get((kind, "other", ""), 0.0) + weight * chance * (1 - offers)
    events = {key: np.array([key in cell for cell in cells]) for key in (*prior, "thin", "alarm", "clean")}
    return np.array(list(cells.values())), events


@pytest.mark.parametrize("prior", ["prior2", "prior3"])
def test_the_thin_offer_after_the_report(prior: str) -> None:
    base, events = play(EXAMPLE[prior], floor=0.001)
    thin = Act("thin offer", events["thin"])
    found = weighed(base, events, list(EXAMPLE[prior]), [insider()], [DECEPTIVE], [thin])
    assert round(ratio(found, "thin offer", "E", "K"), 4) == EXAMPLE["thin_LR_mixture"]
    stated = EXAMPLE["posterior_after_report_and_thin" if prior == "prior2" else "posterior3_after"]
    for name, value in stated.items():
        assert round(belief(found, name), 4) == value
    if prior == "prior2":
        mass = found.mass()
        for signal, value in EXAMPLE["after_deal"].items():
            here = events[signal]
            assert round(mass[here & events["E"]].sum() / mass[here].sum(), 4) == value


def test_a_forecast_of_an_act_tests_access_only() -> None:
    """Expected by nearly all (.9 against .8) access goes from .35 to .377; by few (.9 against .3) to .618."""
    from overture.weigh.reports.cards import source_rows

    events = {
        "E": np.array([1, 0, 1, 0], bool), "K": np.array([0, 1, 0, 1], bool), "offer": np.array([1, 1, 0, 0], bool)
    }  # fmt: skip
    for anyway, access in ((0.8, 0.377), (0.3, 0.618)):
        source = replace(insider(), says_anyway=insider().says_anyway.moved(anyway))
        found = weighed(
            [0.3, 0.3, 0.2, 0.2], events, ["E", "K"], [source],
            [Testimony("forecast", "insider", "offer")], [Act("offer", events["offer"])],
        )  # fmt: skip
        (row,) = source_rows(found, 0, 1)
        assert round(next(each.posterior for each in row.states if each.state == "informed"), 3) == access
        assert found.belief() == pytest.approx(found.belief([]))


def test_the_roots_share_is_the_log_of_its_ratio() -> None:
    from overture.weigh.reports.contribution import roots

    (root,) = roots(leak(), 0, 1)
    assert root.x == pytest.approx(math.log(1.25), abs=1e-12)
    assert (root.access, root.bent) == (0.35, 0.0)
