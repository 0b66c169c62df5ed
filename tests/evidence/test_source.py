"""Rates and sources: how they are read from a file, moved, and what is no rate or no source."""

from __future__ import annotations

import math

import pytest

from overture.errors import EvidenceError
from overture.evidence.source import Rate, Source, Testimony


@pytest.mark.parametrize(
    ("value", "rate"),
    [
        (0.7, Rate(0.7)),
        (1, Rate(1.0)),
        ({"mean": 0.7, "strength": 10}, Rate(0.7, 10.0)),
        ({"mean": 0.7}, Rate(0.7)),
        ({"beta": [7, 3]}, Rate(0.7, 10.0)),
    ],
)
def test_a_rate_is_a_number_a_mean_or_a_beta(value: object, rate: Rate) -> None:
    assert Rate.read(value) == rate
    assert Rate.read(rate.to_json()) == rate


@pytest.mark.parametrize(
    "value", [1.2, -0.1, True, "often", {"beta": [1]}, {"beta": [1, 0]}, {"mean": 0.5, "width": 2}, [0.1, 0.2], math.nan]
)  # fmt: skip
def test_what_is_no_rate_is_said_with_its_place(value: object) -> None:
    with pytest.raises(EvidenceError) as caught:
        Rate.read(value, "source s, accuracy")
    assert caught.value.id == "source/rate"
    assert "source s, accuracy" in str(caught.value)


def test_every_fault_of_a_source_is_told_at_once() -> None:
    with pytest.raises(EvidenceError) as caught:
        Source.read(
            {
                "id": "s",
                "accuracy": 2,
                "blur": "much",
                "colour": "red",
                "admiralty": "Z",
                "deception": {"mood": "yes"},
            }
        )
    assert {fault.id for fault in caught.value.faults} == {
        "source/rate", "source/field", "admiralty/code", "deception/question",
    }  # fmt: skip
    assert len(caught.value.faults) == 5


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"shading": 0.6, "control": 0.6, "interest": "E"}, "source/states"),
        ({"shading": 0.2}, "source/interest"),
        ({"control": 1.5}, "source/rate"),
    ],
)
def test_states_that_do_not_fit(fields: dict, fault: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        Source("s", **fields)
    assert fault in [each.id for each in caught.value.faults]


def test_access_is_by_topic_with_a_default() -> None:
    source = Source.read({"id": "s", "access": {"aims": 0.3, "": 0.1}})
    assert source.access_to("aims") == Rate(0.3)
    assert source.access_to("arms") == Rate(0.1)
    assert Source.read({"id": "s", "access": 0.4}).access_to("anything") == Rate(0.4)


def test_a_moved_judgement_leaves_the_others_and_keeps_its_strength() -> None:
    source = Source("s", accuracy=Rate(0.8, 10.0), interest="E", shading=0.3, control=0.2)
    assert source.changed("accuracy", 0.6).accuracy == Rate(0.6, 10.0)
    assert source.changed("accuracy", 1.0).accuracy == Rate(1.0)
    assert source.changed("control", 0.9).control == pytest.approx(0.7)  # the states share one whole
    assert source.changed("accuracy", 0.6).shading == 0.3


@pytest.mark.parametrize("field", ["copied", "speaks", "accuracy", "blur"])
def test_chances_of_a_claim_lie_between_0_and_1(field: str) -> None:
    with pytest.raises(EvidenceError, match=field):
        Testimony("c", "s", "E", **{field: 1.2})


def test_a_source_knows_what_was_said_of_it() -> None:
    read = Source.read(
        {"id": "s", "name": "A man", "access": {"aims": 0.3}, "admiralty": "C", "reasons": {"access": "x"}}
    )
    assert read.stated == {"access", "accuracy", "says_anyway"}
    assert read.defaulted == {"says_anyway"}
    assert [read.states("access", topic) for topic in ("aims", "arms")] == [True, False]
    assert [read.states(name) for name in ("accuracy", "says_anyway", "blur", "control")] == [
        True,
        True,
        False,
        False,
    ]
    assert Source("s").states("accuracy")  # made in code: all of it counts


def test_a_rate_that_is_stated_is_no_default() -> None:
    read = Source.read({"id": "s", "admiralty": "C", "says_anyway": 0.2})
    assert (read.defaulted, read.says_anyway) == (frozenset(), Rate(0.2))


def test_a_default_is_chosen_by_its_name() -> None:
    read = Source.read(
        {"id": "s", "access": "default", "accuracy": "default", "says_anyway": "default", "blur": "default"}
    )
    plain = Source("s")
    for name in ("access", "accuracy", "says_anyway", "blur"):
        assert getattr(read, name) == getattr(plain, name)
        assert read.reasons[name] == "default"
    with pytest.raises(EvidenceError, match="shading"):
        Source.read({"id": "s", "shading": "default"})
