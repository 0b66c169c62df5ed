"""What the assessment says of its evidence: contributions, matrix, indicators, robustness, readings."""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from overture.errors import EvidenceError
from overture.evidence.source import Rate, Testimony
from overture.weigh.acts import Act
from overture.weigh.assessment import weigh
from overture.weigh.contribution import contributions
from overture.weigh.decision import Decision, reply_values
from overture.weigh.indicator import Indicator
from overture.weigh.matrix import inconsistencies
from overture.weigh.readings import Solved, all_know, compare
from tests.weigh.scenes import ACCEPT, insider, leak, rich


@pytest.fixture(scope="module")
def example(shared: Path) -> dict:
    return json.loads((shared / "models" / "flagship" / "evidence_example.json").read_text())


# -- contributions --------------------------------------------------------------------------------------


def test_order_free_shares_are_the_mean_over_all_orders_and_add_up() -> None:
    found = rich()
    frame = found.contributions().set_index("item")
    items = found.ledger.items

    def log_odds(subset: tuple) -> float:
        chance = found.ledger.probability("E", None, list(subset))[0]
        return math.log(chance / (1 - chance))

    for item in items:
        steps = []
        for order in itertools.permutations(items):
            place = order.index(item)
            steps.append(log_odds(order[: place + 1]) - log_odds(order[:place]))
        assert frame.loc[item.name, "shapley"] == pytest.approx(np.mean(steps), abs=1e-12)
    whole = frame.loc["everything", "shapley"]
    for column in ("shapley", "dated"):
        assert frame[column].drop("everything").sum() == pytest.approx(whole, abs=1e-12)
    assert whole == pytest.approx(log_odds(items) - log_odds(()))


def test_the_dated_way_follows_the_calendar() -> None:
    frame = rich().contributions().set_index("item")
    chain = ["envoy", "thin offer", "ri", "test", "press"]
    for earlier, later in itertools.pairwise(chain):
        assert frame.loc[earlier, "after"] == pytest.approx(frame.loc[later, "before"])


def test_many_items_are_joined_and_still_add_up() -> None:
    rng = np.random.default_rng(2)
    events = {"E": np.array([True, False] * 4), "x": rng.random(8) < 0.5}
    sources = [replace(insider(), id=f"s{i}", access={"": Rate(0.02 * i)}) for i in range(20)]
    said = [Testimony(f"c{i}", f"s{i}", "E" if i % 3 else "x") for i in range(20)]
    found = weigh(
        rng.dirichlet(np.ones(8), size=(1, 1)), None, events, ["E"], sources=sources, testimony=said
    )
    frame = contributions(found.ledger, "E").set_index("item")
    assert frame["joined"].sum() == 5
    assert frame["shapley"].drop("everything").sum() == pytest.approx(frame.loc["everything", "shapley"])


# -- matrix ---------------------------------------------------------------------------------------------


def test_the_matrix_is_a_view_of_the_same_numbers(tmp_path: Path) -> None:
    events = {name: np.arange(3) == place for place, name in enumerate("DKE")}
    strong = replace(insider(), access={"": Rate(1.0)}, accuracy=Rate(0.95))
    found = weigh(
        np.array([[[0.1, 0.5, 0.4]]]), None, events, ["D", "K", "E"], sources=[strong, replace(insider(), id="b")],
        testimony=[Testimony("1", "insider", "E"), Testimony("2", "b", "E", near="K")],
    )  # fmt: skip
    frame = found.matrix().set_index("item")
    assert list(frame.index) == ["insider", "b"]  # the more diagnostic one first
    assert list(frame.loc["insider", ["D", "K", "E"]]) == ["II", "II", "C"]
    assert list(frame.loc["b", ["D", "K", "E"]]) == ["I", "N", "N"]
    # 0.95 of .4 and .05 of .6 say so: the information of that channel, in bits.
    entropy = lambda x: -x * math.log2(x) - (1 - x) * math.log2(1 - x)  # noqa: E731
    assert frame.loc["insider", "information"] == pytest.approx(
        entropy(0.4 * 0.95 + 0.6 * 0.05) - entropy(0.05)
    )
    assert inconsistencies(found.matrix(), ["D", "K", "E"]) == {"D": 3, "K": 2, "E": 0}
    found.matrix().to_csv(tmp_path / "ach.csv", index=False)
    assert (tmp_path / "ach.csv").read_text().startswith("item,kind,D,K,E,")


# -- acts -----------------------------------------------------------------------------------------------


def offers(keep: float, evade: float, tied: bool = False) -> dict:
    """One act, two types: how often each makes the offer; perhaps only a tie decides for the keeper."""
    history = np.array([[[0.6 * keep, 0.6 * (1 - keep), 0.4 * evade, 0.4 * (1 - evade)]]])
    events = {"E": np.array([0, 0, 1, 1], bool), "offer": np.array([1, 0, 1, 0], bool)}
    mask = np.array([[True, True, False, False]]) if tied else None
    return weigh(history, None, events, ["E"], acts=[Act("offer", "offer", tied=mask)]).act_frame().iloc[0]


def test_an_act_that_all_types_pool_on_is_worth_nothing_whatever_it_looks_like() -> None:
    row = offers(1.0, 1.0)
    assert (row["ratio"], row["information"], row["verdict"]) == (1.0, 0.0, "worth nothing")


def test_the_size_of_a_ratio_is_capped_and_its_sign_is_reported() -> None:
    row = offers(1e-7, 1.0)
    assert (row["ratio"], row["capped"], row["verdict"]) == (1000.0, True, "speaks for")
    assert offers(1.0, 0.2)["verdict"] == "speaks against"


def test_where_only_a_tie_decides_the_act_is_undetermined() -> None:
    """The keeper is as well off either way: read naively, a ratio of 4; it could be anything above .8."""
    assert offers(0.2, 0.8)["verdict"] == "speaks for"
    row = offers(0.2, 0.8, tied=True)
    assert row["verdict"] == "undetermined"
    assert row["low"] == pytest.approx(0.8)
    assert row["high"] == 1000.0


def test_the_range_is_over_equilibria() -> None:
    history = np.array([[[0.3, 0.3, 0.4, 0.0], [0.6, 0.0, 0.2, 0.2]]])
    events = {"E": np.array([0, 0, 1, 1], bool), "offer": np.array([1, 0, 1, 0], bool)}
    row = weigh(
        history, None, events, ["E"], acts=[Act("offer", "offer")], equilibria=["semi", "other"]
    ).act_frame().iloc[0]  # fmt: skip
    assert (row["verdict"], row["ratio in semi"], row["ratio in other"]) == ("depends", 2.0, 0.5)
    assert row["ratio"] == pytest.approx((0.6 / 0.8) / (0.9 / 1.2))
    # Binary entropy of the act less what is left of it once the type is known, in each equilibrium.
    entropy = lambda x: 0.0 if x in (0.0, 1.0) else -x * math.log2(x) - (1 - x) * math.log2(1 - x)  # noqa: E731
    semi, other = entropy(0.7) - 0.6 * entropy(0.5), entropy(0.8) - 0.4 * entropy(0.5)
    assert row["least information"] == pytest.approx(min(semi, other))
    assert row["most information"] == pytest.approx(max(semi, other))
    assert row["information"] == pytest.approx(0.0, abs=1e-15)  # on the whole they cancel


# -- what to look for -----------------------------------------------------------------------------------


def test_value_of_a_test_by_its_accuracy(example: dict) -> None:
    events = {"K": np.array([True, False]), "E": np.array([False, True])}
    found = weigh(np.array([[[0.6, 0.4]]]), None, events, ["E"], decision=ACCEPT)
    tests = [
        Indicator(f"acc{q}", odds={"bad": {"E": q, "K": 1 - q}, "good": {"E": 1 - q, "K": q}})
        for q in (0.7, 0.9, 0.8)
    ]
    frame = found.indicators(tests)
    assert list(dict.fromkeys(frame["indicator"])) == ["acc0.9", "acc0.8", "acc0.7"]
    for q in (".7", ".8", ".9"):
        row = frame[frame["indicator"] == f"acc0{q}"].iloc[0]
        assert row["value"] == pytest.approx(example["naive_VOI"][f"acc{q}"])
        assert row["perfect"] == pytest.approx(example["naive_VOI"]["perfect"])


def test_what_both_types_do_alike_is_not_worth_watching() -> None:
    history = np.array([[[0.15, 0.45, 0.1, 0.3]]])
    events = {
        "E": np.array([0, 0, 1, 1], bool),
        "K": np.array([1, 1, 0, 0], bool),
        "tone": np.array([1, 0, 1, 0], bool),
    }
    found = weigh(history, None, events, ["E"], decision=ACCEPT)
    frame = found.indicators([Indicator("tone", outcomes={"warm": "tone"})])
    assert list(frame["outcome"]) == ["warm", "not seen"]
    assert frame["information"].max() == pytest.approx(0.0, abs=1e-15)
    assert frame["value"].max() == pytest.approx(0.0, abs=1e-15)
    assert list(frame["posterior"]) == pytest.approx([0.4, 0.4])


def test_odds_of_an_indicator_sum_to_one() -> None:
    with pytest.raises(EvidenceError, match="sum to 1"):
        leak().indicators([Indicator("bad", odds={"a": {"E": 0.9}, "b": {"E": 0.9}})])


# -- decision -------------------------------------------------------------------------------------------


def test_cases_of_a_decision_exclude_each_other_and_leave_nothing_out() -> None:
    with pytest.raises(EvidenceError, match="leave out"):
        replace(leak(), decision=Decision(("a", "b"), ("E",), np.zeros((2, 1)))).choice()
    with pytest.raises(EvidenceError, match="overlap"):
        replace(leak(), decision=Decision(("a", "b"), ("E", "E"), np.zeros((2, 2)))).choice()


def test_a_decision_may_be_a_function_of_belief() -> None:
    found = leak()
    by_table = found.choice()
    called = replace(
        found,
        decision=Decision(ACCEPT.replies, ACCEPT.cases, lambda belief: belief @ np.asarray(ACCEPT.value).T),
    ).choice()
    assert called.overall == pytest.approx(by_table.overall)


def test_values_of_replies_come_from_play_with_the_reply_forced() -> None:
    history = np.array([[[0.6, 0.0, 0.3, 0.1]], [[0.6, 0.0, 0.4, 0.0]]])  # accept, reject
    payoff = np.array([[0.85, 0.0, -0.85, -0.5]])
    cases = np.array([[1, 1, 0, 0], [0, 0, 1, 1]], bool)
    found = reply_values(history, payoff, cases)
    assert found[0] == pytest.approx(np.array([[0.85, (0.3 * -0.85 + 0.1 * -0.5) / 0.4], [0.85, -0.85]]))


# -- robustness -----------------------------------------------------------------------------------------


def test_leaving_one_out_is_weighing_without_it() -> None:
    found = rich()
    frame = found.leave_one_out().set_index("left out")
    less = rich(acts=[Act("test", "test")])
    assert frame.loc["thin offer", "posterior"] == pytest.approx(less.probability("E"))
    assert frame.loc["equilibrium e1", "posterior"] == pytest.approx(found.equilibria()["posterior of E"][1])
    assert set(frame["kind"]) == {"act", "testimony", "equilibrium"}


def test_assumptions_say_how_often_the_conclusion_survives() -> None:
    found = rich()
    harm = np.arange(6.0)
    frame = found.assumptions({"harm": harm})
    assert frame["share"].between(0, 1).all()
    naive = frame[frame["assumption"] == "repetition is not confirmation"].iloc[0]
    assert naive["posterior"] == pytest.approx(found.ledger.probability("E", naive=True)[0])
    halves = frame[frame["kind"] == "parameter"]["without"].tolist()
    assert sorted(halves) == ["only above 2.5", "only at most 2.5"]


# -- two readings ---------------------------------------------------------------------------------------


def test_private_and_common_knowledge_give_two_answers() -> None:
    """Above one half X refuses a pooled thin offer; if all know the report, the exploiter stops offering."""
    trusted = replace(insider(), access={"": Rate(0.9)})

    def solve(evade: float) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        offers = 1.0 if evade <= 0.5 else 0.25
        history = np.array([[[1 - evade, 0.0, evade * offers, evade * (1 - offers)]]])
        return history, {"K": np.array([1, 1, 0, 0], bool), "E": np.array([0, 0, 1, 1], bool),
                         "thin": np.array([1, 0, 1, 0], bool)}  # fmt: skip

    history, events = solve(0.4)
    private = weigh(
        history, None, events, ["E"], sources=[trusted], testimony=[Testimony("leak", "insider", "E")],
        acts=[Act("thin", "thin")], decision=ACCEPT,
    )  # fmt: skip
    seen = {}

    def resolve(belief: dict[str, np.ndarray]) -> Solved:
        seen.update(belief)
        again, names = solve(float(belief["E"][0]))
        return Solved(again, None, names)

    common = all_know(private, ["K", "E"], resolve)
    assert seen["E"][0] == pytest.approx(private.probability("E"))  # the pooled act adds nothing
    belief = seen["E"][0]
    assert common.probability("E") == pytest.approx(belief * 0.25 / (belief * 0.25 + 1 - belief))
    frame = compare(private, common).set_index("what")
    assert frame.loc["best reply", "only we know"] == "reject"
    assert frame.loc["best reply", "all know"] == "accept"


# -- cards and records ----------------------------------------------------------------------------------


def test_cards_and_claims_are_complete() -> None:
    found = rich()
    cards = found.source_frame().set_index("source")
    assert list(cards.loc["ri", ["said", "echoes"]]) == [2, 0]
    assert cards.loc["press", "echoes"] == 1
    assert cards.loc["ri", "naive ratio"] > cards.loc["ri", "ratio"] > 1.0
    states = cards[
        ["informed, posterior", "mistaken, posterior", "shading, posterior", "controlled, posterior"]
    ]
    assert states.sum(axis=1).to_numpy() == pytest.approx(np.ones(3))
    claims = found.claim_frame().set_index("claim")
    assert claims.loc["p1", "standing"] == "echo"
    assert claims.loc["p1", "ratio in place"] == 1.0
    assert claims.loc["r1", "times"] == 2
    assert claims.loc["e1", "ratio alone"] < 1.0


def test_the_record_is_plain_json_with_every_answer() -> None:
    for found in (rich(), leak(), rich(decision=None, acts=[], testimony=[])):
        record = json.loads(json.dumps(found.to_json(), allow_nan=False))
        assert record["posterior"][0]["posterior"] == pytest.approx(found.probability("E"))
        assert len(record["claims"]) == len(found.testimony)
        assert len(record["acts"]) == len(found.acts)
    assert record["flips"] is None
