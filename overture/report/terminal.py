"""The answer in the terminal: the same first screen as the page, the same sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from overture.judgement.judgement import Judgement
from overture.report import say
from overture.report.section.computed import certificate
from overture.report.sentence import Facts
from overture.report.statement import first
from overture.report.statement.first import FirstScreenPart

if TYPE_CHECKING:
    from rich.console import Console

WIDEST = 100


def show(judgement: Judgement, console: Console, page: str = "") -> None:
    """Print the first screen. ``page`` is where the page was written, if it was."""
    facts = Facts(judgement)
    width = min(console.width, WIDEST)
    about = judgement.about
    worlds = f"{about.worlds:,} world{'' if about.worlds == 1 else 's'}"
    console.print(Text(say.fitted(about.title, width), style="bold"))
    console.print(Text(f"{about.date}, for {facts.advised.text}; {worlds}, seed {about.seed}", style="dim"))
    say_parts(first.items(facts), console, width)
    console.print()
    console.print(Text(str(certificate(facts)), style="dim"), width=width)
    if page:
        console.print(Text(f"Page: {page}"), soft_wrap=True)


def say_parts(parts: Sequence[FirstScreenPart], console: Console, width: int) -> None:
    """Print the parts of a first screen."""
    for item in parts:
        console.print()
        start = f"{item.heading}. "
        if item.headline:
            console.print(Text.assemble((start, "bold"), (str(item.headline), "bold")), width=width)
            start = ""
        if item.listed:
            console.print(Text(start.rstrip(), style="bold"))
            for each in item.sentences:
                console.print(Text(f"- {each}"), width=width)
            continue
        text = " ".join(str(sentence) for sentence in item.sentences)
        console.print(Text.assemble((start, "bold"), text), width=width)
