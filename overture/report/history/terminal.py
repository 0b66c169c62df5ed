"""The judgement of a history in the terminal: the steps, and the same sentences as on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from overture.judgement.history.judgement import HistoryJudgement
from overture.report import say
from overture.report.history.facts import HistoryFacts
from overture.report.history.first.answers import items
from overture.report.history.sections import certificate
from overture.report.history.strip import MEANS, Strip, strip
from overture.report.sentence import sentence
from overture.report.terminal import WIDEST, say_parts

if TYPE_CHECKING:
    from rich.console import Console


def show_history(judgement: HistoryJudgement, console: Console) -> None:
    """Print the strip and the first screen."""
    facts = HistoryFacts(judgement)
    width = min(console.width, WIDEST)
    about = judgement.about
    console.print(Text(say.fitted(about.title, width), style="bold"))
    advised = ", ".join(facts.name(each).text for each in about.advised)
    console.print(Text(f"{about.date}, for {advised}; seed {about.seed}", style="dim"))
    console.print()
    shown = strip(facts)
    console.print(_lines(shown, width))
    console.print(Text("Steps in brackets have not happened.", style="dim"))
    if shown.mean:
        console.print(Text(str(sentence(MEANS)), style="dim"), width=width)
    say_parts(items(facts), console, width)
    console.print()
    console.print(Text(str(certificate(facts)), style="dim"), width=width)


def _lines(shown: Strip, width: int) -> Table:
    """The strip as a table: a line a step."""
    lines = Table(box=None, pad_edge=False, width=width)
    above = [] if shown.above is None else [str(shown.above)]
    for name in ("the history so far", "chance", *above, str(shown.below)):
        lines.add_column(name, overflow="fold")
    for each in shown.moments:
        words = str(each.words) if each.happened else f"({each.words})"
        his = [] if each.above is None else [str(each.above.number)]
        lines.add_row(words, str(each.chance), *his, str(each.below.number))
    return lines
