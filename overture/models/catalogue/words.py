"""A model of the catalogue in lines for the terminal: its parameters, its equilibria, and what came of its statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from overture.errors import OvertureError
from overture.models.catalogue.converge import GridConvergence
from overture.models.catalogue.model import PublishedModel
from overture.models.catalogue.parameter import plain_number
from overture.models.catalogue.statement import StatementCheck

HOLDS, FAILS = "✓", "✗"
MOST_NODES = 400  # of a tree whose equilibria are listed where a model is shown


def parameter_lines(model: PublishedModel) -> list[str]:
    """A line for each parameter: its default, what is allowed, what it is."""
    found = []
    for name, value in model.defaults.items():
        stated = model.parameters.get(name)
        allowed = f" ({stated.allowed})" if stated else ""
        words = model.game.words.get(name, "")
        found.append(f"- {name} = {plain_number(value)}{allowed}{': ' if words else ''}{words}")
    return found


def equilibrium_lines(model: PublishedModel) -> Iterator[str]:
    """The equilibria at the defaults, each with the range of every player's value, and what it passes."""
    solved = model.at()
    if solved.tree.n_nodes > MOST_NODES:
        yield f"{solved.tree.n_nodes:,} nodes: overture equilibria {model.name} lists what is found."
        return
    try:
        members = solved.equilibria
    except OvertureError as error:
        yield f"Not listed here. {error}"
        return
    for at, each in enumerate(members, start=1):
        worth = ", ".join(f"{player} {_range(low, high)}" for player, (low, high) in each.value_range.items())
        bounds = "" if each.range_is == "exact" else " (bounds)"
        tests = [
            f"{words} {'passed' if verdict.passes else 'failed'}"
            for words, verdict in (("intuitive criterion", each.intuitive), ("D1", each.d1))
            if verdict is not None and verdict.passes is not None
        ]
        yield f"{at}. {each.label}: {worth}{bounds}" + (f"; {', '.join(tests)}" if tests else "")


def tried_lines(check: StatementCheck) -> list[str]:
    """A statement with its tick, its place, both sides at each place, and the error."""
    statement = check.statement
    lines = [f"  {HOLDS if check.holds else FAILS} {statement.words} [{statement.where}]"]
    if check.fault:
        return [*lines, f"      could not be computed: {check.fault}"]
    error = f"error {check.error:.2g}"
    if statement.over is None:
        return [
            *lines,
            f"      stated {_side(check.stated[0])}; computed {_side(check.computed[0])}; {error}",
        ]
    name, values = statement.over
    rows = [
        (_number(value), _side(one), _side(two))
        for value, one, two in zip(values, check.stated, check.computed, strict=True)
    ]
    table = [(name, "stated", "computed"), *rows]
    lines += _columns(table, "      ")
    return [*lines, f"      largest {error}"]


def converge_lines(found: GridConvergence) -> list[str]:
    """A statement on grids of several sizes beside its limit; that the distance does not always fall is said."""
    check = found.check
    lines = [check.statement.words, f"On the continuum: {_side(found.limit)}."]
    if check.fault:
        return [*lines, f"It could not be computed: {check.fault}"]
    over = check.statement.over
    assert over is not None
    table = [(over[0], "stated on the grid", "computed", "from the continuum")]
    table += [
        (_number(size), _side(stated), _side(computed), f"{distance:.3g}")
        for size, stated, computed, distance in zip(
            found.grids, check.stated, check.computed, found.distances, strict=True
        )
    ]
    lines += _columns(table, "  ")
    if found.rises:
        pairs = ", ".join(f"{_number(one)} to {_number(two)}" for one, two in found.rises)
        lines.append(f"A finer grid is not always nearer: the distance grows from {pairs}.")
    if not check.holds:
        lines.append(f"{FAILS} What is computed is not what is stated on the grid: error {check.error:.2g}.")
    return lines


def _columns(table: Sequence[tuple[str, ...]], indent: str) -> list[str]:
    """Rows as lines, each column as wide as its widest cell."""
    wide = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        indent + "  ".join(cell.ljust(size) for cell, size in zip(row, wide, strict=True)).rstrip()
        for row in table
    ]


def _side(row: tuple[Any, ...]) -> str:
    return ", ".join(_number(value) for value in row)


def _number(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain_number(value) if isinstance(value, int | float | Fraction) else str(value)


def _range(low: float, high: float) -> str:
    one, other = plain_number(low), plain_number(high)
    return one if one == other else f"{one} to {other}"
