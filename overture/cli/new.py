"""``overture new``: a whole case to begin from, from a template, in the names of the people it is about."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from datetime import date as Date

    from overture.case.start import NamedSide, Template


def new(
    folder: Annotated[Path | None, typer.Argument(help="The folder to write: new, or empty.")] = None,
    like: Annotated[str | None, typer.Option(help="The template; --list describes them.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="Describe the templates, and stop.")] = False,
    title: Annotated[str | None, typer.Option(help="The title of the case.")] = None,
    them: Annotated[str | None, typer.Option(help="Who makes the offer, as sentences name them.")] = None,
    them_pronoun: Annotated[str | None, typer.Option(help="he, she, it or they.")] = None,
    us: Annotated[str | None, typer.Option(help="Who is advised, as sentences name them.")] = None,
    us_pronoun: Annotated[str | None, typer.Option(help="he, she, it or they.")] = None,
    date: Annotated[
        str | None, typer.Option(help="The date of the case (2026-11-22); without it today's.")
    ] = None,
) -> None:
    """Begin a case: story, case file and an empty evidence sheet. On a terminal it asks for what no option says."""
    from overture.case.start import TEMPLATES, start_case, template
    from overture.errors import FileError

    if list_:
        for name in TEMPLATES:
            each = template(name)
            print(f"{name}: {each.title}. {each.words}")
        return
    if folder is None:
        raise FileError.of(
            "new/folder", "no folder is named", "overture new", "overture new DIR [--like TEMPLATE]"
        )
    asks = sys.stdin.isatty()
    if like is None:
        if not asks:
            raise FileError.of("new/template", "no template is named", "--like", ", ".join(TEMPLATES))
        like = typer.prompt(f"Which template ({', '.join(TEMPLATES)})")
    begin, base = _begun(like, date, them_pronoun, us_pronoun)
    asks = asks and title is None and them is None and us is None
    if asks:
        title = typer.prompt("Title", default=base.title)
    theirs = _side("Who makes the offer", base.them, them, them_pronoun, asks)
    ours = _side("Who is advised", base.us, us, us_pronoun, asks)
    case = start_case(folder, like, begin, theirs, ours, title)
    print(f"{case}: a case from the template {like!r}, sound.")
    print(
        f"Every number in it is to be judged. overture tell {folder} tells its story; overture assess {folder} judges it."
    )


def _begun(like: str, date: str | None, *pronouns: str | None) -> tuple[Date, Template]:
    """The date and the template. Raises FileError with all that is wrong with the options."""
    from overture.case.start import pronoun_faults, template
    from overture.errors import FileError

    faults = [
        fault
        for option, pronoun in zip(("them", "us"), pronouns, strict=True)
        if pronoun is not None
        for fault in pronoun_faults(option, pronoun)
    ]
    base, begin = None, None
    try:
        base = template(like)
    except FileError as error:
        faults += error.faults
    try:
        begin = _date(date)
    except FileError as error:
        faults += error.faults
    FileError.raise_any(faults)
    assert base is not None
    assert begin is not None
    return begin, base


def _side(what: str, base: NamedSide, name: str | None, pronoun: str | None, asks: bool) -> NamedSide:
    from overture.case.start import NamedSide

    if asks:
        name = typer.prompt(what, default=base.name)
        pronoun = typer.prompt("Pronoun (he, she, it, they)", default=base.pronoun)
    return NamedSide(base.name if name is None else name, base.pronoun if pronoun is None else pronoun)


def _date(text: str | None) -> Date:
    import datetime

    from overture.errors import FileError

    if text is None:
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise FileError.of(
            "new/date", f"the date {text!r}", "--date", "year-month-day, as in 2026-11-22"
        ) from None
