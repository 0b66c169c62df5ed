"""Terms: the value of a clause from which one of the first type keeps the deal, found as a root."""

from __future__ import annotations

import pytest

from overture.judgement.judgement import TermCurve
from tests.judgement.scenes import judged


@pytest.fixture(scope="module")
def rows() -> list[TermCurve]:
    return judged("one world").terms


def test_detection_deters_only_whom_x_would_snap_back_on(rows: list[TermCurve]) -> None:
    """FLAGSHIP.md V2: better inspection alone leaves cheating; with a cheap snapback the line is q* = .803 / 1.1."""
    alone, cheap = (row for row in rows if row.parameter == "q_thin")
    assert (alone.threshold, alone.reason) == (None, "no value in the range deters")
    assert cheap.held == {"z_X": 0.0}
    assert cheap.threshold == pytest.approx(0.803 / 1.1, abs=1e-6)
    assert cheap.side == "or more"
    assert not cheap.deterred_now
    assert cheap.now == pytest.approx(0.3)


def test_a_penalty_that_is_not_imposed_deters_nobody(rows: list[TermCurve]) -> None:
    """FLAGSHIP.md: at q = .3 X holds after an alarm, so the penalty changes nothing."""
    (penalty,) = (row for row in rows if row.parameter == "s")
    assert (penalty.threshold, penalty.reason) == (None, "no value in the range deters")


def test_a_threshold_lies_in_the_range_that_was_asked_for() -> None:
    for name in ("flagship", "truce", "three types"):
        for row in judged(name).terms:
            if row.threshold is not None:
                assert row.low <= row.threshold <= row.high
                assert row.reason is None
            else:
                assert row.reason
