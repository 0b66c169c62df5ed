"""The judgement of a history in the terminal: the steps, and the same sentences as on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from overture.judgement.history.judgement import HistoryJudgement
from overture.report import say
from overture.report.history.answers import items
from overture.report.history.facts import HistoryFacts
from overture.report.history.sections import certificate
from overture.report.history.strip import strip

if TYPE_CHECKING:
    from rich.console import Console

WIDEST = 100


def show_history(judgement: HistoryJudgement, console: Console) -> None:
    """Print the strip and the first screen."""
    facts = HistoryFacts(judgement)
    width = min(console.width, WIDEST)
    about = judgement.about
    console.print(Text(say.fitted(about.title, width), style="bold"))
    advised = ", ".join(facts.name(each).text for each in about.advised)
    console.print(Text(f"{about.date}, for {advised}; seed {about.seed}", style="dim"))
    shown = strip(facts)
    if shown is not None:
        lines = Table(box=None, pad_edge=False, width=width)
        for name in ("the history so far", "chance", str(shown.above), str(shown.below)):
            lines.add_column(name, overflow="fold")
        for each in shown.moments:
            words = str(each.words) if each.happened else f"({each.words})"
            lines.add_row(words, str(each.chance), str(each.above.number), str(each.below.number))
        console.print()
        console.print(lines)
        console.print(Text("Steps in brackets have not happened.", style="dim"))
    for item in items(facts):
        console.print()
        text = " ".join(str(sentence) for sentence in item.sentences)
        console.print(Text.assemble((f"{item.heading}. ", "bold"), text), width=width)
    console.print()
    console.print(Text(str(certificate(facts)), style="dim"), width=width)
