"""A comparison in the terminal: the table, and the same sentences as on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from overture.judgement.compared import Comparison
from overture.report import block, say
from overture.report.compared import said
from overture.report.compared.facts import ComparedFacts

if TYPE_CHECKING:
    from rich.console import Console

WIDEST = 120
NUMBER = 15  # letters of a number with its error
WORDS = 24  # letters that the words beside the numbers need at least
GAP = 2  # letters between two columns


def show_comparison(comparison: Comparison, console: Console) -> None:
    """Print the table, and what follows from it."""
    facts = ComparedFacts(comparison)
    width = min(console.width, WIDEST)
    console.print(Text(say.fitted(comparison.about.title, width), style="bold"))
    console.print(Text(str(said.basis(facts)), style="dim"), width=width)
    console.print()
    made = said.numbers_table(facts)
    if isinstance(made, block.Table):
        console.print(_lines(made, width, len(comparison.sides)))
    console.print()
    for each in [*said.statements(facts), said.set_for_all(facts), *_left_out(facts)]:
        console.print(Text(str(each)), width=width)
    console.print()
    for each in [*said.notes(facts), *said.certificate(facts)]:
        console.print(Text(str(each), style="dim"), width=width)


def _lines(made: block.Table, width: int, sides: int) -> Table:
    """The table, its numbers in one line each where there is room: a column for each side and each difference."""
    numbers, columns = 2 * sides - 1, len(made.header)
    least = max(min(NUMBER, (width - WORDS) // numbers - GAP), 1)
    rest = max(width - numbers * least - GAP * (columns - 1), columns)
    words = [rest * 4 // 7, rest - rest * 4 // 7] if columns > numbers + 1 else [rest]
    lines = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), width=width)
    for name, wide in zip(made.header, [words[0], *[least] * numbers, *words[1:]], strict=True):
        lines.add_column(Text(str(name)), overflow="fold", width=wide)
    for each in made.rows:
        lines.add_row(*(Text(str(cell)) for cell in each.cells))
    return lines


def _left_out(facts: ComparedFacts) -> list[str]:
    """What the case loses on a side, or why the side is not judged."""
    found = []
    for side in facts.comparison.sides:
        if side.reason is not None:
            found.append(f"{side.label} is not judged: {side.reason.rstrip('.')}.")
        if side.left_out:
            found.append(
                f"Left out with {side.label}, since this form of the game does not have it: {'; '.join(side.left_out)}."
            )
    return found
