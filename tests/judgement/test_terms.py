"""Terms: what a clause does to cheating once the deal is made, solved anew for each value."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from overture.case.draw import draw
from overture.case.load import load
from overture.case.schema import Range
from overture.judgement.judgement import TermCurve
from overture.judgement.play.solve import solve_case
from overture.judgement.terms import terms
from overture.judgement.weighed import weigh_case

FLAGSHIP = Path(__file__).resolve().parents[2] / "cases" / "freeze-for-relief"


@cache
def curves() -> list[TermCurve]:
    """At the modes of the flagship, believed as it stands before anybody said anything."""
    loaded = load(FLAGSHIP)
    modes = {
        name: Range(value=given.value if given.value is not None else given.mode)
        for name, given in loaded.parameters.items()
    }
    fixed = replace(loaded, parameters=modes, sheet=None)
    tree = fixed.game.tree(dict(draw(modes, 1, 0)))
    return terms(weigh_case(fixed, solve_case(fixed.case, tree, seed=1, threads=1)))


def cheating(curve: TermCurve, value: float) -> float:
    return min(curve.points, key=lambda point: abs(point.value - value)).cheating.mean


def test_detection_deters_only_whom_x_would_snap_back_on() -> None:
    """FLAGSHIP.md V2: better inspection alone leaves cheating; with a cheap snapback it does not."""
    alone, cheap = (curve for curve in curves() if curve.parameter == "q_thin")
    assert cheating(alone, 0.3) == pytest.approx(cheating(cheap, 0.3), abs=0.05)
    assert cheating(alone, 0.95) > 2 * cheating(cheap, 0.95)
    assert cheap.threshold is not None
    assert "or more" in cheap.sentence
    assert alone.threshold is None
    assert alone.sentence.endswith("No value in the range deters in half of the worlds.")


def test_a_penalty_that_is_not_imposed_is_worth_nothing() -> None:
    """FLAGSHIP.md: at q = .3 X holds after an alarm, so the penalty changes nothing."""
    (penalty,) = (curve for curve in curves() if curve.parameter == "s")
    chances = [point.cheating.mean for point in penalty.points]
    assert max(chances) - min(chances) < 1e-6
