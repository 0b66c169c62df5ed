"""Terms in the terminal: the same first screen as the page, the same sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from overture.judgement.deal.proposal import DealJudgement
from overture.report import say
from overture.report.deal.facts import DealFacts
from overture.report.deal.first import items
from overture.report.terminal import WIDEST, say_parts

if TYPE_CHECKING:
    from rich.console import Console


def show_deal(judgement: DealJudgement, console: Console) -> None:
    """Print the first screen."""
    facts = DealFacts(judgement)
    width = min(console.width, WIDEST)
    about = judgement.about
    console.print(Text(say.fitted(about.title, width), style="bold"))
    console.print(
        Text(f"terms, for {facts.us.text}; {about.worlds:,} worlds, seed {about.seed}", style="dim")
    )
    say_parts(items(facts), console, width)
