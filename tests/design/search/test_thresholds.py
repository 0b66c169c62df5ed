"""Where in a clause terms hold: intervals against closed forms, and what binds."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from overture.design.search.candidates import Candidates, Demand, Floats
from overture.design.search.thresholds import Stretch, binding, every_threshold, states_of, thresholds
from overture.errors import SolveError
from tests.design.answer_closed_forms import MODES
from tests.design.search.judged_in_closed_form import ClosedForm, space

TERMS = space()


def vector(**terms: float) -> Floats:
    return np.array([{**MODES, **terms}[name] for name in TERMS.names])


def cuts(stretches: list[Stretch]) -> list[float]:
    """The ends of stretches, each of which the next one meets."""
    for one, after in pairwise(stretches):
        assert 0 < after.low - one.high <= 1e-7
        assert one.state != after.state
    return [stretch.high for stretch in stretches[:-1]]


def test_terms_hold_in_two_intervals() -> None:
    """§ 8.7: little relief keeps the exploiter out, more makes him cheat, still more makes him comply."""
    found = thresholds(ClosedForm(TERMS.names, auto=1), TERMS, Demand(0.1), vector(s=2.1), "R")
    assert [each.state for each in found] == ["one stays out", "missed", "both sign"]
    assert cuts(found) == pytest.approx([0.71 / 0.82, 0.143 / 0.15], abs=1e-7)
    assert (found[0].low, found[-1].high) == (0.4, 1.0)
    both = thresholds(ClosedForm(TERMS.names, auto=1), TERMS, Demand(0.1, both=True), vector(s=2.1), "R")
    assert [each.state for each in both] == ["missed", "both sign"]


@pytest.mark.parametrize(("auto", "z"), [(1.0, 0.4), (0.0, 0.05), (0.0, 0.0)])
def test_a_threshold_is_found_by_judging_and_not_interpolated(auto: float, z: float) -> None:
    judge = ClosedForm(TERMS.names, auto=auto)
    found = thresholds(judge, TERMS, Demand(0.1), vector(z=z), "q")
    assert [each.state for each in found] == ["missed", "both sign"]
    assert cuts(found) == pytest.approx([0.73], abs=1e-7)
    for few in (5, 17):
        assert cuts(thresholds(judge, TERMS, Demand(0.1), vector(z=z), "q", few)) == pytest.approx(
            [0.73], abs=1e-7
        )


def test_two_changes_between_neighbouring_points_are_both_found() -> None:
    """With five points the stretch in which he cheats lies between two of them, and the halving meets it."""
    found = thresholds(ClosedForm(TERMS.names, auto=1), TERMS, Demand(0.1), vector(s=2.1), "R", points=5)
    assert [each.state for each in found] == ["one stays out", "missed", "both sign"]
    assert cuts(found) == pytest.approx([0.71 / 0.82, 0.143 / 0.15], abs=1e-7)


def test_every_clause_of_a_winner_has_its_stretches() -> None:
    judge = ClosedForm(space("auto").names)
    found = every_threshold(judge, space("auto"), Demand(0.1), np.append(vector(q=0.8, z=0.05), 0.0))
    assert list(found) == list(TERMS.names)
    assert cuts(found["z"]) == pytest.approx([0.1428], abs=1e-6)  # z_max
    assert [each.state for each in found["z"]] == ["both sign", "missed"]
    assert found["q"][-1].high == 0.95
    with pytest.raises(SolveError, match="auto has choices"):
        thresholds(judge, space("auto"), Demand(), np.append(vector(), 0.0), "auto")
    with pytest.raises(SolveError, match=r"'tranche'.*R, q, phi"):
        thresholds(judge, space("auto"), Demand(), np.append(vector(), 0.0), "tranche")


def test_what_binds_at_terms_that_just_hold() -> None:
    judge, demand = ClosedForm(TERMS.names, auto=1), Demand(0.1, both=True)
    just = vector(q=0.73 + 1e-6)
    assert "q" in binding(judge, TERMS, demand, just).clauses
    assert not binding(judge, TERMS, demand, just).at_the_edge
    assert binding(judge, TERMS, demand, vector(q=0.8)).clauses == ()
    assert not binding(judge, TERMS, demand, vector(q=0.8)).at_the_edge


def test_terms_of_which_one_clause_binds_inside_its_range_are_not_at_the_edge() -> None:
    """At z = 0 and R = 1 the chance of breach is f / (q + f): .10 at q = .45, where z and R are at their ends."""
    found = binding(ClosedForm(TERMS.names), TERMS, Demand(0.1), vector(q=0.45 + 1e-6, s=1.5, z=0.0))
    assert found.clauses == ("R", "q", "z")
    assert found.at_end == {"R": "high", "z": "low"}
    assert not found.at_the_edge


def test_states_say_who_signs() -> None:
    n = 4
    found = Candidates(
        *(np.zeros(n) for _ in range(3)),
        struck=np.array([0.0, 1.0, 1.0, 0.6]),
        cost=np.zeros(n),
        share=np.zeros(n),
        violation=np.array([1.0, 0.1, 0.0, 0.0]),
        types=np.zeros(n),
        missed=np.zeros((n, 0)),
    )
    assert states_of(found) == ["not used", "missed", "both sign", "one stays out"]
