"""The answer on one screen (80 by 40): what he wants, whether the offer tells, what to answer, what would turn it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from overture.judgement.judgement import Answer, Judgement, Reply
from overture.report import say
from overture.report.charts import leading
from overture.report.words import band

if TYPE_CHECKING:
    from rich.console import Console

BAR = 24


def show(judgement: Judgement, console: Console, page: str = "") -> None:
    """Print the answer. ``page`` is where the page was written, if it was."""
    width = min(console.width, 100)
    about = judgement.about
    console.print(Text(shorten(about.title, width), style="bold"))
    console.print(
        Text(f"{about.date}, for {about.advised}; {about.worlds:,} worlds, seed {about.seed}", style="dim")
    )
    console.print()
    for label, text in (
        ("What he wants", judgement.verdict.wants),
        ("What the offer tells", judgement.verdict.offer),
        ("What to answer", judgement.verdict.answer),
    ):
        if text:
            console.print(
                Text.assemble((f"{label}. ", "bold"), say.opening(text, 3 * width - 24)), width=width
            )
    console.print()
    console.print(_strip(judgement, width))
    if judgement.replies:
        console.print()
        console.print(_replies(judgement, width))
    turning = [flip for flip in judgement.flips if flip.needed is not None]
    if turning:
        console.print()
        console.print(Text("What would turn the decision", style="bold"))
        for flip in turning[:3]:
            console.print(
                Padding(Text(say.fitted(say.sentence(flip.words), 2 * width - 8)), (0, 0, 0, 2)), width=width
            )
    console.print()
    if judgement.verdict.confidence:
        console.print(Text(say.opening(judgement.verdict.confidence, 2 * width)), width=width)
    console.print(Text(certificate(judgement), style="dim"), width=width)
    if page:
        console.print(Text(f"Page: {page}"), soft_wrap=True)


def certificate(judgement: Judgement) -> str:
    """One line: how good the solution is, and what was not solved."""
    given = judgement.certificate
    text = (
        f"Certified: regret at most {say.small(given.max_regret)} of the payoff range, "
        f"{judgement.about.solved:,} of {judgement.about.worlds:,} worlds, "
        f"{say.count(len(judgement.equilibria), 'class', 'classes')} of equilibrium"
    )
    if not given.complete:
        text += " (the list may be incomplete)"
    return text + (f"; {given.unsolved:,} not solved." if given.unsolved else ".")


def _strip(judgement: Judgement, width: int) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    lead = leading(judgement)
    if lead is None:
        return table
    table.title, table.title_justify, table.title_style = f"Probability of “{lead.label}”", "left", "bold"
    steps: Sequence[tuple[str, Answer, str]] = (
        ("prior", lead.prior, band(lead.prior.mean)),
        ("after what was done", lead.after_acts, band(lead.after_acts.mean)),
        ("all repetition counted", lead.naive, "for contrast"),
        ("roots only", lead.posterior, lead.band),
    )
    room = BAR if width >= 78 else 12
    for name, answer, word in steps:
        style = "bold" if name == "roots only" else "dim" if name == "all repetition counted" else ""
        table.add_row(
            Text(name, style), Text(say.chance(answer.mean), style), bar(answer, room), Text(word, style)
        )
    return table


def bar(answer: Answer, room: int) -> str:
    """``··━━━●━━·····``: the range over worlds and the mean, from 0 to 1."""

    if any(math.isnan(value) for value in (answer.low, answer.mean, answer.high)):
        return "·" * room

    def place(value: float) -> int:
        return min(room - 1, max(0, int(value * room)))

    low, high, middle = place(answer.low), place(answer.high), place(answer.mean)
    marks = ["━" if low <= at <= high else "·" for at in range(room)]
    marks[middle] = "●"
    return "".join(marks)


def _replies(judgement: Judgement, width: int) -> Table:
    """The best two replies with each counterpart."""
    table = Table(
        box=None, padding=(0, 2, 0, 0), header_style="dim", title_justify="left", title_style="bold"
    )
    table.title = f"What each reply is worth to {judgement.about.advised}"
    for name in ("", "our belief", "nine tenths", "best in", "theirs"):
        table.add_column(name, justify="left" if not name else "right", no_wrap=True)
    people = list(dict.fromkeys(reply.counterpart for reply in judgement.replies))
    for who in people[:3]:
        mine = sorted((r for r in judgement.replies if r.counterpart == who), key=lambda r: -r.ours.mean)
        for reply in mine[: 3 if len(people) == 1 else 2]:
            table.add_row(*_reply(reply, width - 48), style="bold" if reply is mine[0] else "")
    return table


def _reply(reply: Reply, room: int) -> tuple[str, ...]:
    name = f"{reply.label} ({reply.counterpart})" if reply.counterpart else reply.label
    return (
        shorten(name, max(12, room), placeholder="…"),
        say.worth(reply.ours.mean),
        say.over_worlds(reply.ours, "worth"),
        say.share(reply.best_ours),
        say.worth(reply.theirs.mean),
    )
