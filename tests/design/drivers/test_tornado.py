"""The tornado at the modes, and what is said of what it does not see."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import overture as ov
from overture.design.drivers.tornado import Tornado, tornado_values
from overture.errors import SolveError
from overture.ranges import ranges_of
from tests.design.drivers.known import DEALS, OFFERED, T06, drawn, judged


@cache
def found(offered: bool) -> Tornado:
    terms = OFFERED if offered else T06
    indices = ov.sobol_indices(ov.saltelli_plan(drawn(terms), 1024), judged(terms))
    return ov.tornado(indices, judged(terms))


@pytest.mark.parametrize(("case", "offered"), [("tornado as offered", True), ("tornado T06", False)])
def test_the_rows_of_the_reference(case: str, offered: bool) -> None:
    frame = found(offered).to_frame().query("answer == 'value'").set_index("input")
    assert len(frame) == len(DEALS["drivers"][case])
    for name, low, high, at_low, at_high, swing in DEALS["drivers"][case]:
        row = frame.loc[name]
        assert (row["low"], row["high"]) == pytest.approx((low, high), abs=1e-3), name
        assert (row["at_low"], row["at_high"]) == pytest.approx((at_low, at_high), abs=1e-4), name
        assert row["swing"] == pytest.approx(swing, abs=1.01e-4), name


def test_the_rows_as_corrected() -> None:
    frame = found(True).to_frame().query("answer == 'value'")
    assert frame["input"].tolist()[:3] == ["pi", "l", "z"]
    rows = frame.set_index("input")
    assert rows.loc["l", ["at_low", "at_high"]].tolist() == pytest.approx([0.235, 0.063], abs=5e-4)
    assert rows.loc["z", ["at_low", "at_high"]].tolist() == pytest.approx([0.201, 0.170], abs=5e-4)


def test_what_it_does_not_see_stands_beneath_it_with_total_indices() -> None:
    offered, better = found(True), found(False)
    names = offered.names
    assert {names[at] for at in offered.unseen(0)} == {"q", "s", "phi", "f"}
    said = offered.summary().splitlines()[0]
    assert "A tornado does not see what works only together: these stand still here" in said
    assert "q 0.06" in said
    assert "u_E" not in said
    assert "(total index): pi 0.25." in better.summary().splitlines()[0]
    assert offered.to_frame().query("input == 'u_E'")["total"].tolist() == [0.0, 0.0]


def test_one_input_moves_at_a_time() -> None:
    values = tornado_values(ranges_of({"x": (0.0, 1.0), "y": (0.0, 0.2, 1.0)}))
    assert values["x"] == pytest.approx([0.5, 0.05, 0.95, 0.5, 0.5])
    assert values["y"][:3] == pytest.approx(0.2)
    assert values["y"][3] < 0.2 < values["y"][4]


def test_a_tornado_of_other_answers_is_refused() -> None:
    indices = ov.sobol_indices(ov.saltelli_plan({"x": (0.0, 1.0)}, 64), lambda x: {"one": x["x"]})
    with pytest.raises(SolveError, match="found answers"):
        ov.tornado(indices, lambda x: {"other": x["x"]})
    with pytest.raises(SolveError, match="finite"):
        ov.tornado(indices, {"one": np.array([0.0, np.nan, 1.0])})
