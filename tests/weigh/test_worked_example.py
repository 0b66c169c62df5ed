"""The worked example of the reference notes, to its last digit."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from overture.evidence.source import Rate, Source, Testimony
from overture.weigh.acts import Act, floored
from overture.weigh.assessment import Assessment, weigh


@pytest.fixture(scope="module")
def example(shared: Path) -> dict:
    return json.loads((shared / "models" / "flagship" / "evidence_example.json").read_text())


@pytest.fixture(scope="module")
def insider(example: dict) -> Source:
    """He met the leader and saw no weapons; his audience likes to hear that the regime deceives."""
    stated = example["insider"]
    return Source(
        "insider",
        access={"": Rate(stated["access"])},
        accuracy=Rate(stated["accuracy"]),
        says_anyway=Rate(stated["default_assertion_beta"]),
        blur=Rate(stated["blur"]),
    )


DECEPTIVE = Testimony("deceptive", "insider", "E", near="K")  # true of disarmament, blurred about a freeze


def types(prior: dict[str, float]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """One history for each type."""
    history = np.array([[list(prior.values())]])
    return history, {name: np.arange(len(prior)) == place for place, name in enumerate(prior)}


def judged(prior: dict[str, float], sources: list[Source], said: list[Testimony]) -> Assessment:
    history, events = types(prior)
    return weigh(history, None, events, ["E", "K"], sources=sources, testimony=said)


def test_likelihoods_of_the_insiders_report(example: dict, insider: Source) -> None:
    found = judged(example["prior3"], [insider], [DECEPTIVE])
    likelihood = np.exp(found.families[0].log_likelihood)
    for name, stated in example["likelihood"].items():
        assert likelihood[found.ledger.row(name)] == pytest.approx(stated, abs=1e-12)
    assert found.ratio("insider", "E", "K") == pytest.approx(example["LR_E_K"], abs=1e-12)
    assert found.ratio("insider", "E", "D") == pytest.approx(example["LR_E_D"], abs=1e-9)


@pytest.mark.parametrize("prior", ["prior2", "prior3"])
def test_posterior_after_the_report(example: dict, insider: Source, prior: str) -> None:
    found = judged(example[prior], [insider], [DECEPTIVE])
    for name, stated in example[prior.replace("prior", "posterior")].items():
        assert round(found.probability(name), 4) == stated


@pytest.mark.parametrize("times", [1, 2, 5, 20])
def test_retelling_saturates(example: dict, insider: Source, times: int) -> None:
    stated = example["retellings_faithful_.97_.05"]
    retold = Testimony("deceptive", "insider", "E", near="K", relays=((0.97, 0.05),) * times)
    found = judged(example["prior2"], [insider], [retold])
    assert round(found.ratio("insider", "E"), 4) == stated[str(times)]
    naive = dict(zip((1, 2, 5, 20), stated["naive"], strict=True))
    assert found.ratio("insider", "E", naive=True) == pytest.approx(naive[times], abs=5.1e-4)


@pytest.mark.parametrize("chance", ["0", "0.5", "0.8", "0.95", "1"])
def test_a_second_outlet_is_worth_what_it_did_not_copy(example: dict, insider: Source, chance: str) -> None:
    outlet = Source(
        "outlet", access=insider.access, accuracy=insider.accuracy,
        says_anyway=insider.says_anyway, blur=insider.blur,
    )  # fmt: skip
    repeat = Testimony("again", "outlet", "E", near="K", copy_of="deceptive", copied=float(chance))
    one = judged(example["prior2"], [insider, outlet], [DECEPTIVE])
    both = judged(example["prior2"], [insider, outlet], [DECEPTIVE, repeat])
    odds = [a.probability("E") / a.probability("K") for a in (one, both)]
    assert round(odds[1] / odds[0], 4) == example["second_outlet_copy_prob"][chance]


def play(example: dict, prior: dict[str, float], floor: float) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Histories (type, offer, comply or cheat, alarm or clean) in the three equilibria under X.

    thin = (by K, by E); off the path the certified tremble says that E strays first (order 1, K order 2).
    """
    thin = {"pool": (1.0, 1.0), "semi": (2 / 3, 1.0), "sep": (0.0, 0.0)}
    order = {"D": 3.0, "K": 2.0, "E": 1.0}
    detection, false_alarm = 0.3, 0.05
    cells, rows = [], []
    for by_keeper, by_exploiter in thin.values():
        row = []
        for name, chance in prior.items():
            plays = {"D": 0.0, "K": by_keeper, "E": by_exploiter}[name]
            strategy = floored(
                np.array([[plays, 1.0 - plays]]), np.array([0, 0]), np.array([True, False]), floor,
                order=np.array([[order[name], 1.0]]),
            )[0]  # fmt: skip
            alarm = detection if name == "E" else false_alarm
            row += [chance * strategy[0] * alarm, chance * strategy[0] * (1 - alarm), chance * strategy[1]]
            cells += [(name, "thin", "alarm"), (name, "thin", "clean"), (name, "other", "")]
        rows.append(row)
    cells = cells[: len(rows[0])]
    events = {key: np.array([key in cell for cell in cells]) for key in (*prior, "thin", "alarm", "clean")}
    return np.array([rows]), events


@pytest.mark.parametrize("prior", ["prior2", "prior3"])
def test_the_thin_offer_after_the_report(example: dict, insider: Source, prior: str) -> None:
    history, events = play(example, example[prior], floor=0.001)
    weights = np.array([example["equilibrium_weights"][name] for name in ("pool", "semi", "sep")])
    found = weigh(
        history, weights, events, ["E", "K"], sources=[insider], testimony=[DECEPTIVE],
        acts=[Act("thin offer", "thin")], equilibria=["pool", "semi", "sep"],
    )  # fmt: skip
    assert round(found.ratio("thin offer", "E", "K"), 4) == example["thin_LR_mixture"]
    stated = example["posterior_after_report_and_thin" if prior == "prior2" else "posterior3_after"]
    for name, value in stated.items():
        assert round(found.probability(name), 4) == value
    if prior == "prior2":
        for signal, value in example["after_deal"].items():
            assert round(found.probability("E", given=signal), 4) == value
        # The act itself moves the equilibria: nobody offers a thin freeze in the separating one.
        after = found.equilibria().set_index("equilibrium")["after acts"]
        assert after["sep"] < 0.001 < after["semi"] < after["pool"]
