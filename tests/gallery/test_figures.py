"""Comparative statics as figures: the formula as a line, what was computed as marks, a table with both."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from overture.gallery.figures import statement_figures
from overture.models import load_model
from overture.models.catalogue.check import check_model, try_statement

KARTIK = load_model("kartik-2009")


def test_a_comparative_static_is_a_figure_and_nothing_else_is() -> None:
    figures = statement_figures(check_model(KARTIK))
    assert [figure.id for figure in figures] == ["kartik-2009-1", "kartik-2009-2", "kartik-2009-3"]
    first = figures[0]
    assert first.header[0] == "lie"
    assert first.rows[0] == ("1/10", "3/7", "3/7", "1/10", "1/10")
    assert first.sentence.endswith(
        "as lie (what a false claim costs, where acceptance is worth 1) takes 6 values, they agree exactly."
    )
    assert [key.words for key in first.key] == [
        "how often the bad claim to be good",
        "how often the claim is accepted",
        "the formula",
    ]


def test_the_line_is_the_formula_between_the_values_and_the_marks_are_what_was_computed() -> None:
    wrong = replace(
        KARTIK.results[0], stated=lambda p: (p.lie**2, 0), over=("lie", [Fraction(1, 5), Fraction(2, 5)])
    )
    tried = try_statement(KARTIK.at(), wrong)
    (figure,) = statement_figures([tried])
    assert "they differ by up to 0.4." in figure.sentence
    marks = figure.draw(704).marks
    line = next(places for kind, _, places in marks if kind == "line")
    assert len(line) == 9
    assert all(abs(float(place["y"]) - float(place["x"]) ** 2) < 1e-12 for place in line)
    dots = next(places for kind, _, places in marks if kind == "symbol")
    assert [(place["x"], round(float(place["y"]), 9)) for place in dots] == [
        (0.2, 0.428571429),
        (0.4, 0.428571429),
    ]


def test_yes_and_no_and_what_could_not_be_computed_have_no_figure() -> None:
    asked = replace(KARTIK.results[0], stated=True, computed=lambda m: True)
    failed = replace(
        KARTIK.results[0], computed=lambda m: m.chance(m.only, 'claim == "good"', 'claim == "other"')
    )
    assert statement_figures([try_statement(KARTIK.at(), each) for each in (asked, failed)]) == []
