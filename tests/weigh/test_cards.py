"""Cards of sources and claims, and the ACH matrix: views of the same numbers."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.evidence.source import Rate, Source, Testimony
from overture.weigh.reports.cards import claim_rows, source_rows
from overture.weigh.reports.evidence import Act
from overture.weigh.reports.matrix import code, information, matrix
from tests.weigh.scenes import RandomCase, insider, leak, one_history_each, rich, weighed


def test_cards_and_claims_are_complete() -> None:
    found = rich()
    cards = {row.source: row for row in source_rows(found, 0, 1)}
    assert list(cards) == ["ri", "envoy", "press"]
    assert (cards["ri"].said, cards["ri"].echoes, cards["press"].echoes) == (2, 0, 1)
    assert cards["press"].naive > cards["press"].log_odds  # its copy, counted as new, would speak for E too
    lines = {row.claim: row for row in claim_rows(found, 0, 1)}
    assert lines["p1"].standing == "echo"
    assert lines["p1"].root == "r1"
    assert lines["p1"].in_place == 1.0
    assert lines["r1"].times == 2
    assert lines["e1"].alone is not None
    assert lines["e1"].alone < 1.0
    assert lines["r1"].knew == pytest.approx(0.5 * 0.9)


@given(st.integers(0, 10**6))
@settings(max_examples=20)
def test_a_source_taken_away_is_its_claims_not_made(seed: int) -> None:
    """For a source of which nobody may have copied: belief without it, and what it adds to the log odds."""
    case = RandomCase(seed)
    case.sources["third"] = replace(insider(), id="third")
    mine = [Testimony("t1", "third", "evade", near="keep"), Testimony("t2", "third", "cheat", topic="arms")]
    found, less = case.weigh([*case.said, *mine]), case.weigh(case.said)
    row = next(row for row in source_rows(found, 0, 1) if row.source == "third")
    assert row.without == pytest.approx(less.belief(), rel=1e-10)
    assert row.log_odds == pytest.approx(found.log_odds(0, 1) - less.log_odds(0, 1), abs=1e-10)
    lines = {line.claim: line for line in claim_rows(found, 0, 1)}
    for claim, other in (mine, mine[::-1]):
        without = case.weigh([*case.said, other])
        moved = math.exp(found.log_odds(0, 1) - without.log_odds(0, 1))
        assert lines[claim.id].in_place == pytest.approx(moved, rel=1e-10)
        alone = case.weigh([claim], acts=())
        assert lines[claim.id].alone == pytest.approx(alone.ratio(alone.items[0], 0, 1), rel=1e-10)


@given(st.integers(0, 10**6))
@settings(max_examples=20)
def test_states_of_a_source_are_chances_that_sum_to_one(seed: int) -> None:
    for row in source_rows(RandomCase(seed, 7).weigh(), 0, 1):
        if not row.states:
            continue
        topics = [each for each in row.states if each.state == "informed"]
        for value in ("prior", "posterior"):
            parts = [
                getattr(each, value) for each in row.states if each.state not in ("informed", "accuracy")
            ]
            informed = np.mean([getattr(each, value) for each in topics])
            assert sum(parts) + informed == pytest.approx(1.0, abs=1e-9)


def test_a_source_that_proves_right_is_trusted_more() -> None:
    """Nearly sure beforehand that the offer comes: who foretold it probably knew, who denied it erred."""
    events = {
        "E": np.array([1, 0, 1, 0], bool),
        "K": np.array([0, 1, 0, 1], bool),
        "offer": np.array([1, 1, 0, 0], bool),
    }
    source = Source("s", access={"": Rate(0.5)}, accuracy=Rate(0.8, 10.0))
    after = {}
    for says in (True, False):
        (row,) = source_rows(
            weighed([0.45, 0.45, 0.05, 0.05], events, ["E", "K"], [source], [Testimony("c", "s", "offer", says=says)],
                    [Act("offer", events["offer"])]), 0, 1,
        )  # fmt: skip
        after[says] = next(each for each in row.states if each.state == "accuracy")
    assert after[True].prior == after[False].prior == 0.8
    # Informed with .5: of those who said so, .5 x .8 knew and were right; their accuracy is then 9/11.
    informed = 0.4 / (0.4 + 0.25)
    assert after[True].posterior == pytest.approx(informed * 9 / 11 + (1 - informed) * 0.8)
    assert after[False].posterior < 0.8


def test_a_repetition_goes_with_the_claim_that_it_repeats() -> None:
    base, events = one_history_each({"E": 0.4, "K": 0.6})
    first = Testimony("one", "insider", "E", near="K")
    found = weighed(base, events, ["E", "K"], [insider()], [first, replace(first, id="two")])
    one, two = claim_rows(found, 0, 1)
    assert (one.in_place, two.in_place) == (pytest.approx(1.25), 1.0)
    assert (one.standing, two.standing, two.root) == ("root", "repeated", "one")


def test_who_was_not_heard_moves_nothing() -> None:
    base, events = one_history_each({"E": 0.4, "K": 0.6})
    quiet = replace(insider(), id="quiet")
    found = weighed(base, events, ["E", "K"], [insider(), quiet], [Testimony("c", "insider", "E", near="K")])
    row = source_rows(found, 0, 1)[1]
    assert (row.log_odds, row.naive, row.said, row.states) == (0.0, 0.0, 0, ())
    assert row.without == pytest.approx(found.belief())


# -- the matrix -----------------------------------------------------------------------------------------


def test_the_matrix_is_a_view_of_the_same_numbers() -> None:
    base, events = one_history_each({"D": 0.1, "K": 0.5, "E": 0.4})
    strong = replace(insider(), access={"": Rate(1.0)}, accuracy=Rate(0.95))
    claims = [Testimony("2", "b", "E", near="K"), Testimony("1", "insider", "E")]
    found = weighed(base, events, ["D", "K", "E"], [strong, replace(insider(), id="b")], claims)
    first, second = matrix(found)
    assert (first.item, first.code) == ("insider", ("II", "II", "C"))  # the more diagnostic one first
    assert (second.item, second.code) == ("b", ("I", "N", "N"))
    assert first.fit == pytest.approx([0.05 / 0.41, 0.05 / 0.41, 0.95 / 0.41])
    # 0.95 of .4 and .05 of .6 say so: the information of that channel, in bits.
    entropy = lambda x: -x * math.log2(x) - (1 - x) * math.log2(1 - x)  # noqa: E731
    assert first.information == pytest.approx(entropy(0.4 * 0.95 + 0.6 * 0.05) - entropy(0.05))
    assert first.spread == pytest.approx(19.0)


def test_a_type_without_a_prior_has_no_cell_and_an_impossible_one_is_cut() -> None:
    base, events = one_history_each({"D": 0.0, "K": 0.6, "E": 0.4})
    (row,) = matrix(weighed(base, events, ["D", "K", "E"], acts=[Act("offer", events["E"])]), cap=100.0)
    assert row.fit == (None, pytest.approx(0.01), pytest.approx(2.5))
    assert row.code == ("", "II", "C")
    assert row.spread == 100.0
    assert row.information == pytest.approx(-0.4 * math.log2(0.4) - 0.6 * math.log2(0.6))


def test_what_both_types_do_alike_says_nothing() -> None:
    (row,) = matrix(leak_with_act())
    assert row.information == 0.0
    assert row.spread == pytest.approx(1.0)
    assert row.code == ("N", "N")
    assert information(np.zeros((2, 2))) == 0.0
    assert [code(fit) for fit in (0.3, 0.5, 1.0, 2.0, 4.0)] == ["II", "I", "N", "C", "CC"]


def leak_with_act():  # type: ignore[no-untyped-def]
    found = leak()
    return weighed(
        found.base, {"E": np.array([True, False]), "K": np.array([False, True])}, ["E", "K"],
        acts=[Act("tone", np.ones(2, bool))],
    )  # fmt: skip
