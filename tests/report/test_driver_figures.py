"""Figures of what drives an answer: their tables, their sentences, and what is drawn where."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

import overture as ov
from overture.design.drivers.indices import SobolIndices
from overture.design.drivers.scenario import ScenarioRule
from overture.report.charts.drivers import figures
from overture.report.export import save_all
from overture.report.figure import drawings, missing

Values = dict[str, np.ndarray]


def asked(x: Values) -> Values:
    return {"sum": 2 * x["a"] + x["b"], "product": x["a"] * (x["b"] - 0.5)}


@cache
def driven() -> SobolIndices:
    plan = ov.saltelli_plan({"a": (-1.0, 1.0), "b": (0.0, 1.0), "idle": (0.0, 1.0)}, 1024)
    return ov.sobol_indices(plan, asked)


def ruled() -> ScenarioRule:
    draw = np.random.default_rng(1)
    points = {"a": draw.random(400), "b": draw.random(400)}
    return ov.scenario_rule(points, (points["a"] > 0.6) & (points["b"] < 0.5), with_tree=False)


def test_a_table_has_the_indices_in_their_order_and_what_has_no_effect() -> None:
    found = driven()
    alone, together = figures(found)
    assert [row[0] for row in alone.rows] == ["a", "b", "idle"]
    assert alone.rows[2][1:] == ("no effect", "no effect")
    first = found.indices[0].first
    assert alone.rows[0][1] == f"{first.value[0]:.2f} ({first.low[0]:.2f} to {first.high[0]:.2f})"
    assert alone.sentence == found.summary().splitlines()[1]
    assert together.sentence == found.summary().splitlines()[2]
    assert together.title == "What drives product"


def test_bars_of_a_tornado_lie_between_its_ends() -> None:
    found = ov.tornado(driven(), asked)
    first, second = figures(found)
    assert first.rows[0] == ("a", "-0.9 to 0.9", "−1.3 to 2.3", "0.94")
    assert {row[0] for row in second.rows} == {"a", "b", "idle"}
    assert "these stand still here" in second.sentence
    plot = first.draw(704)
    dots = [record for kind, _, records in plot.marks for record in records if kind == "symbol"]
    assert [dot["x"] for dot in dots] == pytest.approx([-1.3, 0.05, 0.5])


def test_a_rule_shows_the_bounded_inputs_and_an_empty_one_nothing() -> None:
    found = ruled()
    (figure,) = figures(found)
    assert [row[0] for row in figure.rows] == ["a", "b"]
    low, high = (float(part) for part in figure.rows[0][2].split(" to "))
    assert low == pytest.approx(0.6, abs=0.05)
    assert high == pytest.approx(found.points[:, 0].max(), abs=0.01)
    none = ov.scenario_rule({"a": np.arange(10.0)}, np.zeros(10, bool))
    assert figures(none) == []


def test_what_has_no_figures_is_refused() -> None:
    with pytest.raises(TypeError, match="dict has no figures here"):
        figures({})


@pytest.mark.skipif(bool(missing()), reason="needs the extra charts")
def test_every_figure_is_drawn_and_saved(tmp_path: Path) -> None:
    every = [*figures(driven()), *figures(ov.tornado(driven(), asked)), *figures(ruled())]
    drawn = drawings(every)
    assert [len(drawn[figure.id]) for figure in every] == [2] * 5
    assert all("NaN" not in svg for both in drawn.values() for _, svg in both)
    assert len({file.name for file in save_all(every, tmp_path, "svg")}) == 5
