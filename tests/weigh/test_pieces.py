"""Pieces of weighing by themselves: ties made sure, reports that differ behind an answer, how far a judged rate may be off."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from overture.errors import EvidenceError
from overture.evidence.source import Rate
from overture.games.files.efg import read_efg
from overture.weigh.decision.lever import _range
from overture.weigh.decision.moving import Scales
from overture.weigh.distribution.spans import CellPlaces, CellRows
from overture.weigh.distribution.ties import _put
from tests.weigh.test_base import BAD, LOOK, OFFER, game

THREE = read_efg(
    'EFG 2 R "three" { "A" }\np "" 1 1 "" { "a" "b" "c" } 0\nt "" 1 "" { 1 }\nt "" 2 "" { 1 }\nt "" 3 "" { 0 }'
)


def test_a_tie_is_made_sure_or_never_and_the_rest_is_in_proportion() -> None:
    play = np.tile([0.5, 0.3, 0.2], (3, 1, 1))
    play[1] = [1.0, 0.0, 0.0]
    gap = np.zeros((3, 1, 3))
    gap[..., 2] = 1.0  # the third is worse
    there = np.array([[True], [True], [False]])
    never = play.copy()
    _put(never, THREE, 0, there, always=False, gap=gap)
    # Where nothing else was played, what is as good is.
    assert never[:, 0] == pytest.approx(np.array([[0.0, 0.6, 0.4], [0.0, 1.0, 0.0], [0.5, 0.3, 0.2]]))
    always = play.copy()
    _put(always, THREE, 0, there, always=True, gap=gap)
    assert always[:, 0].tolist() == [[1.0, 0.0, 0.0], [1.0, 0.0, 0.0], [0.5, 0.3, 0.2]]


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ([0.5, 0.2, 0.5, 0.2, 9.0, 0.5], True),  # one number at each node, another at the next
        ([0.5, 0.2, 0.5, 0.3, 9.0, 0.5], False),
        ([0.5, 0.2, 0.5, 0.2, 9.0, 0.6], False),
        ([0.5, 0.5, 0.5, 0.5, 9.0, 0.5], True),
    ],
)
def test_what_is_said_of_an_answer_is_the_same_behind_it_or_not(said: list[float], same: bool) -> None:
    node = np.array([0, 1, 0, 1, -1, 0])
    asked = SimpleNamespace(at=SimpleNamespace(node=node, inside=node >= 0))
    assert Scales._by_history(asked, np.array(said)) is same  # type: ignore[arg-type]


def test_a_rate_may_be_off_by_two_tenths_or_by_its_own_range() -> None:
    assert _range(0.3, 0.3) == pytest.approx((0.1, 0.5))
    assert _range(0.9, 0.9) == pytest.approx((0.7, 1.0))
    assert _range(0.1, 0.1) == pytest.approx((0.0, 0.3))
    assert _range(Rate(0.3), 0.3) == pytest.approx((0.1, 0.5))
    low, high = _range(Rate(0.3, 10.0), 0.3)
    assert 0.05 < low < 0.12
    assert 0.5 < high < 0.6


def test_cells_that_are_there_come_back_from_their_file_part_by_part() -> None:
    there = np.array([[True, False], [True, True], [False, True], [True, True]])
    places = CellPlaces(2, there.sum(axis=1), np.nonzero(there)[1])
    rows = CellRows(places, -1.0)
    dense = np.arange(24.0).reshape(4, 2, 3)
    rows.append(dense[:3])
    rows.append(dense[3:])
    held = np.where(there[..., None], dense, -1.0)
    assert rows.shape == (4, 2, 3)
    for first, last in ((0, 4), (0, 2), (1, 3), (3, 4), (2, 2)):
        assert rows[first:last].tolist() == held[first:last].tolist()


def test_the_chance_of_an_event_is_that_of_its_types_in_proportion() -> None:
    joint = game()
    found = joint.likelihood(OFFER & BAD & LOOK, OFFER & LOOK) @ joint.prior
    assert joint.chance(BAD, OFFER & LOOK) == pytest.approx(
        found / (joint.likelihood(OFFER & LOOK, OFFER & LOOK) @ joint.prior)
    )
    assert joint.chance(OFFER & LOOK, OFFER & LOOK) == pytest.approx(1.0)
    with pytest.raises(EvidenceError):
        joint.chance(BAD, np.zeros(8, bool))
