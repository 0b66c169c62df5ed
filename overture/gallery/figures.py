"""Figures of the catalogue: a comparative static with the formula of its publication drawn through what was computed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np

from overture.models.catalogue.model import load_model
from overture.models.catalogue.parameter import plain_number
from overture.models.catalogue.statement import StatementCheck, row_of
from overture.report.charts.idiom import nice
from overture.report.figure import Figure, Key
from overture.report.plot import INK, Plot, shape, tone

MOST_NUMBERS = 6  # of a statement that are drawn, as there are six colours and marks
BETWEEN = 8  # points of the formula between two values of a parameter


def statement_figures(checks: Iterable[StatementCheck]) -> list[Figure]:
    """A figure for each comparative static among the statements that were tried, in their order.

    A statement has one where it is tried over a parameter or a shape argument and both of its sides are numbers.
    """
    drawn = [each for each in checks if _is_static(each)]
    return [_figure(each, f"{each.model}-{at}") for at, each in enumerate(drawn, start=1)]


def _is_static(check: StatementCheck) -> bool:
    """Whether a statement was tried over something, and there is a number to draw at two places or more."""
    numbers = not any(
        isinstance(value, bool | str) for row in (*check.stated, *check.computed) for value in row
    )
    widths = {len(row) for row in (*check.stated, *check.computed)}
    return (
        check.statement.over is not None
        and not check.fault
        and numbers
        and len(widths) == 1
        and len(check.stated) > 1
    )


def _figure(check: StatementCheck, name: str) -> Figure:
    statement = check.statement
    assert statement.over is not None
    varied, values = statement.over
    many = len(check.stated[0])
    names = [_name(check, at) for at in range(many)]
    header = (varied, *(_column(each, side) for each in names for side in ("stated", "computed")))
    rows = tuple(
        (plain_number(value), *(plain_number(each) for pair in zip(one, two, strict=True) for each in pair))
        for value, one, two in zip(values, check.stated, check.computed, strict=True)
    )
    words = load_model(check.model).game.words.get(varied, "")
    axis = f"{varied} ({words})" if words else varied
    held = f"they agree to {check.error:.1g}" if check.error else "they agree exactly"
    sentence = (
        f"{statement.words} Marks: computed; lines: the formula; as {axis} takes {len(values)} values, "
        f"{held if check.holds else f'they differ by up to {check.error:.2g}'}."
    )
    keys = [Key(f"mark-{at + 1}", each) for at, each in enumerate(names[:MOST_NUMBERS])]
    return Figure(
        name, f"{check.model}: {statement.where}", sentence, header, rows, lambda width: _drawn(check, axis, width),
        key=(*keys, Key("dashed", "the formula")),
    )  # fmt: skip


def _column(name: str, side: str) -> str:
    return side if name == "computed" else f"{name}, {side}"


def _name(check: StatementCheck, at: int) -> str:
    """What a number of a statement is called."""
    names = check.statement.numbers
    return names[at] if at < len(names) else "computed" if len(check.stated[0]) == 1 else f"number {at + 1}"


def _drawn(check: StatementCheck, axis: str, width: int) -> Plot:
    assert check.statement.over is not None
    values = [float(value) for value in check.statement.over[1]]
    formula = _formula(check)
    table = np.array([[float(value) for value in row] for row in check.computed])[:, :MOST_NUMBERS]
    lines = np.array([row for _, row in formula])[:, :MOST_NUMBERS]
    ticks, domain = nice(min(values), max(values))
    low, high = (float(end) for end in (min(table.min(), lines.min()), max(table.max(), lines.max())))
    y_ticks, y_domain = nice(low, high if high > low else low + 1)
    plot = Plot(
        width,
        domain,
        ticks=ticks,
        title=axis,
        right=16,
        top=12,
        y_domain=y_domain,
        y_ticks=y_ticks,
        height=260,
    )
    for at in range(table.shape[1]):
        plot.line([(x, float(y[at])) for (x, _), y in zip(formula, lines, strict=True)], INK, dash=True)
        plot.dots([(x, float(y)) for x, y in zip(values, table[:, at], strict=True)], tone(at), shape(at), 60)
    return plot


def _formula(check: StatementCheck) -> list[tuple[float, list[float]]]:
    """Points of what is stated: also between the values, where it is a formula in a parameter that may lie there."""
    statement = check.statement
    assert statement.over is not None
    name, values = statement.over
    known = [(float(x), [float(y) for y in row]) for x, row in zip(values, check.stated, strict=True)]
    model = load_model(check.model)
    if not callable(statement.stated) or name not in model.defaults:
        return known
    between = [
        one + (two - one) * step / BETWEEN
        for (one, _), (two, _) in pairwise(known)
        for step in range(1, BETWEEN)
    ]
    given: dict[str, Any] = {**model.defaults, **model.shape, **statement.at}
    here = [
        (x, [float(y) for y in row_of(statement.stated(SimpleNamespace(**{**given, name: x})))])
        for x in between
    ]
    return sorted(known + here)
