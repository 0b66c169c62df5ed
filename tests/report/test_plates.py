"""Maps of the atlas: what they say, what they draw, the table beside them, and bad plates refused with all their faults."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from overture.report import plates
from overture.report.atlas import UNSOLVED, PlateError
from overture.report.charts.map import PlacedNames, empty, named
from overture.report.figure import drawings
from overture.report.trace import borders, regions
from tests.report.map_example import plate, pooling_up_to, separating_from


def test_the_traced_borders_lie_on_the_known_curves() -> None:
    given = plate()
    label, sets = given.sets
    found = borders(label, given.exists_cuts)
    columns, rows = np.arange(len(given.x.value)), np.arange(len(given.y.value))
    whole, alone = sets.index((0, 1, 2)), sets.index((2,))
    pair = (min(whole, alone), max(whole, alone))
    (line,) = found[pair]
    x = np.interp([u for u, _ in line], columns, given.x.value)
    y = np.interp([v for _, v in line], rows, given.y.value)
    away = x > 0.6  # the corner where four regions meet is joined in the middle of its square
    assert away.sum() > 40
    assert np.abs(pooling_up_to(x[away]) - y[away]).max() < 1e-3


def test_shares_of_the_map_are_those_of_the_regions() -> None:
    given = plate(100, 100)
    label, _ = given.sets
    y = np.linspace(0, 1, 20001)
    low = np.clip(separating_from(y), 0.2, 2.0)
    from_pooling = np.clip((y - 0.25) / 0.3, 0.2, 2.0)
    exact = np.trapezoid(np.clip(2.0 - np.maximum(low, from_pooling), 0, None), y) / 1.8
    rings = regions(label, given.exists_cuts)[0]
    area = sum(
        sum(a * d - c * b for (a, b), (c, d) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2
        for ring in rings
    )
    assert area / 99**2 == pytest.approx(exact, abs=1e-3)
    assert plates.figures(given)[0].rows[0][2] == f"{100 * float((label == 0).mean()):.0f}%"


def test_the_sentence_says_what_exists_and_what_holds_at_the_case() -> None:
    text = plates.says(plate())
    assert text.startswith("Pooling on thin, semi-separating and separating exist in 5")
    assert (
        "At the case’s own values (relief 1.00, detection 0.30): pooling on thin, semi-separating and" in text
    )
    elsewhere = replace(plate(), x=replace(plate().x, now=9.0))
    assert "own values" not in plates.says(elsewhere)
    never = replace(plate(), exists=plate().exists & np.array([True, False, True])[:, None, None])
    assert "semi-separating nowhere" in plates.says(never)


def test_the_share_of_a_region_is_not_taken_for_that_of_a_class() -> None:
    """Separating is everywhere and alone in most of the map: it is not in the share of that region only."""
    given = plate()
    exists = np.zeros_like(given.exists)
    exists[2] = True
    exists[0, :, :10] = True
    text = plates.says(replace(given, exists=exists))
    assert text.startswith(
        "Only separating exists in 76% of the map; separating everywhere; semi-separating nowhere"
    )


def test_a_class_has_one_number_and_one_colour_on_every_map() -> None:
    exists, selected, *_ = plates.figures(plate())
    on_first = {key.words.partition(":")[0]: key.mark for key in exists.key}
    on_second = {key.words.partition(":")[0]: key.mark for key in selected.key}
    assert set(on_second) == {"1", "3"}
    assert all(on_first[tag] == mark for tag, mark in on_second.items())
    assert "not solved, or in no class, in 2" in selected.sentence


def test_the_table_holds_every_point() -> None:
    given = plate(7, 5)
    rows = list(csv.DictReader(io.StringIO(plates.table(given))))
    assert len(rows) == 35
    row = next(row for row in rows if float(row["R"]) == 2.0 and float(row["q"]) == 0.0)
    assert row["classes"] == "pooling on thin|semi-separating|separating"
    assert row["selected"] == "separating"
    assert float(row["cheating"]) == pytest.approx(0.1)
    assert float(row["cheating, highest class"]) == pytest.approx(0.6)
    empty = next(row for row in rows if float(row["R"]) == 0.2 and float(row["q"]) == 1.0)
    assert (empty["classes"], empty["selected"], empty["cheating"]) == ("", "", "")


def test_a_hundred_by_a_hundred_points_become_drawings() -> None:
    pytest.importorskip("vl_convert")
    made = plates.figures(plate(100, 100))
    drawn = drawings(made)
    assert [figure.id for figure in made] == [
        "atlas-exists",
        "atlas-selected",
        "atlas-quantity-1",
        "atlas-quantity-2",
    ]
    for figure in made:
        for _, svg in drawn[figure.id]:
            assert 'data-plate="atlas"' in svg
            assert "NaN" not in svg
            assert len(svg) < 60_000


def test_a_quantity_that_does_not_move_and_one_that_is_unknown() -> None:
    pytest.importorskip("vl_convert")
    given = plate(9, 9)
    flat = replace(given.quantities[0], value=np.full((9, 9), 0.25), low=None, high=None)
    unknown = replace(given.quantities[0], value=np.full((9, 9), np.nan), low=None, high=None)
    made = plates.figures(replace(given, quantities=(flat, unknown)))
    assert "From 0.25 to 0.25" in made[2].sentence
    assert made[3].sentence == "Nowhere known."
    assert len(drawings(made)) == 4


def test_a_plate_that_does_not_fit_is_refused_with_all_its_faults() -> None:
    given = plate(7, 5)
    with pytest.raises(PlateError) as caught:
        replace(
            given,
            x=replace(given.x, value=given.x.value[::-1]),
            exists=given.exists[:2],
            selected=np.full((5, 7), 3),
            quantities=(replace(given.quantities[0], low=np.zeros((7, 5))),),
        )
    assert [fault.id for fault in caught.value.faults] == [
        "plate/axis",
        "plate/shape",
        "plate/shape",
        "plate/selected",
    ]
    assert "cheating.low: shape (7, 5); allowed: shape (5, 7)" in str(caught.value)


def test_a_map_without_any_class() -> None:
    pytest.importorskip("vl_convert")
    given = plate(5, 5)
    bare = replace(
        given,
        exists=np.zeros_like(given.exists),
        selected=np.full((5, 5), UNSOLVED),
        exists_cuts=None,
        selected_cuts=None,
        quantities=(),
        lines=(),
    )
    html = plates.page(bare, "0")
    assert "No class was found in 100% of the points" in html
    assert "The logit path was solved nowhere" in html


def test_the_cases_own_values_count_up_to_half_a_step_beyond_the_outermost_points() -> None:
    given = plate(10, 11)
    step = float(given.x.value[1] - given.x.value[0])
    assert plates.own(replace(given, x=replace(given.x, now=2.0 + 0.49 * step))) == (3, 9)
    assert plates.own(replace(given, x=replace(given.x, now=2.0 + 0.51 * step))) is None
    assert plates.own(replace(given, y=replace(given.y, now=None))) is None


def test_a_name_that_would_stand_on_another_is_left_out() -> None:
    given, others = plate(9, 9), PlacedNames()
    plot, label = empty(given, 704), np.zeros((9, 9), np.int64)
    for words in ("one", "two"):
        named(given, plot, label, 0, words, others)
    assert len(others) == 1
    drawn = str(plot.spec())
    assert "one" in drawn
    assert "two" not in drawn
