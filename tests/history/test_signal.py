"""What letters are worth after a breakdown: a belief in every class, a value in some."""

from __future__ import annotations

from functools import cache

import pytest

import overture as ov
from overture.errors import EventError
from overture.history.signal import SignalWorth
from tests.history.long_story import COMES, POOLING, REFUSED, RETURNS, SEPARATING, TYPES, WARM, asked, member
from tests.models.long_reference import told_short

BOTH = [member(SEPARATING, 1), member(POOLING, 3)]


@cache
def letters() -> SignalWorth:
    return ov.signal_worth(told_short(), BOTH, [REFUSED], "letters", TYPES, (RETURNS, COMES))


def test_a_belief_moves_in_both_classes() -> None:
    for name in (SEPARATING, POOLING):
        told = letters().sentences(name)[0]
        assert told == (
            "By letters a belief moves: Leader: kind_X=amenable 0.411765 before, 0.896194 after warm, 0.0537084 after cool."
        )
        assert {each.who for each in letters().moved("belief", name)} == {"Leader"}


def test_a_value_moves_in_one_class_alone() -> None:
    assert letters().sentences(SEPARATING)[1] == "By letters no value moves."
    assert not letters().moved("value", SEPARATING) + letters().moved("gain", SEPARATING)
    moved = {(each.who, each.own) for each in letters().moved("value", POOLING)}
    assert moved == {
        (who, own)
        for who, kinds in (("Leader", ("keep", "exploit")), ("X", ("amenable", "wary")))
        for own in kinds
    }
    told = letters().sentences(POOLING)[1]
    assert "Leader (exploit) 0.316829 before, 0.724048 after warm, 0 after cool" in told
    assert told.endswith("What is done hangs on it: Leader at statement2, Leader at offer2.")


def test_only_who_sees_a_signal_is_asked() -> None:
    assert {each.who for each in letters().rows} == {"Leader", "X"}
    read = ov.signal_worth(
        told_short(), BOTH, [REFUSED], "letters", TYPES, seen_by=("Leader", "X", "observer")
    )
    believes = [
        each
        for each in read.moved("belief", SEPARATING)
        if (each.who, each.choice) == ("observer", "amenable")
    ]
    assert believes[0].after == pytest.approx((0.896194, 0.053708), abs=1e-6)


def test_numbers_are_those_of_the_histories() -> None:
    warm = asked([REFUSED, WARM], BOTH)
    for name in (SEPARATING, POOLING, ""):
        for each in letters().rows:
            if (each.member, each.kind) == (name, "gain"):
                assert each.before == warm.gain(each.who, own=each.own, step=1, member=name)
                assert each.after[0] == warm.gain(each.who, own=each.own, member=name)


def test_before_is_the_mean_of_after() -> None:
    """A belief and a value are martingales: what follows from the chances of the letters, for each type."""
    assert letters().shares.sum(axis=1) == pytest.approx(1, abs=1e-15)
    for name, share in zip((SEPARATING, POOLING, ""), letters().shares, strict=True):
        for each in letters().rows:
            if (each.member, each.who) == (name, "Leader") and each.kind != "gain":
                assert each.before == pytest.approx(share @ each.after, abs=1e-14)


def test_a_signal_must_still_follow() -> None:
    with pytest.raises(EventError, match="has no two choices after this history"):
        ov.signal_worth(told_short(), BOTH, [REFUSED, WARM], "letters", TYPES)
