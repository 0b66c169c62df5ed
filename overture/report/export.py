"""A figure for a paper: SVG, PDF or PNG by itself, with its key, in the light colours of the page on white."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path

from overture.errors import FileError, MissingExtra, SolveError
from overture.games.view import DIV, MOST_LETTERS, MOST_ROWS, as_html
from overture.report.figure import Figure, Key, missing
from overture.report.plot import CHAR
from overture.sinks import to_page, to_svg
from overture.writing import write_whole

FORMS = ("svg", "pdf", "png")
LINE = 18  # height of a line of the key


def save(figure: Figure, path: Path) -> None:
    """Write the figure to ``path``, whole or not at all; its ending says the form.

    Raises:
        FileError: the ending is none of .svg, .pdf, .png.
        MissingExtra: the extra ``charts`` is not installed.
    """
    form = path.suffix.removeprefix(".").lower()
    if form not in FORMS:
        raise FileError.of(
            "export/form",
            f"a figure cannot be written as {path.suffix or 'a file without an ending'}",
            str(path),
            "an ending of .svg, .pdf or .png",
        )
    write_whole(path, drawn(figure, form))


def save_all(figures: Iterable[Figure], folder: Path, form: str) -> list[Path]:
    """One file for each figure, named by its id."""
    found = []
    for figure in figures:
        found.append(folder / f"{figure.id}.{form}")
        save(figure, found[-1])
    return found


def drawn(figure: Figure, form: str) -> bytes:
    """The figure as bytes in one of ``FORMS``.

    Raises:
        MissingExtra: the extra ``charts`` is not installed. SolveError: it cannot be drawn.
    """
    if missing():
        raise MissingExtra.of("export/charts", "figures cannot be drawn", mend=f'pip install "{missing()}"')
    from overture.drawer import SCALE, drawer

    svg = alone(figure)
    if form == "svg":
        return svg.encode()
    made = drawer.converted(svg, form, **({} if form == "pdf" else {"scale": SCALE}))
    if made is None:
        raise _undrawn(figure)
    return made


def in_notebook(figure: Figure) -> str:
    """The figure as HTML without scripts: its title, its drawing as SVG, its sentence; its table without the extra."""
    with suppress(SolveError):
        if not missing():
            title, said = escape(figure.title), escape(figure.sentence)
            return to_page(f'<div style="{DIV}"><b>{title}</b><br>{alone(figure)}<div>{said}</div></div>')
    import pandas as pd

    frame = pd.DataFrame(figure.rows[:MOST_ROWS], columns=list(figure.header))
    return as_html([figure.title], frame, len(figure.rows), [figure.sentence], MOST_LETTERS)


def _undrawn(figure: Figure) -> SolveError:
    return SolveError.of(
        "export/undrawn", f"the figure {figure.title!r} cannot be drawn", "", "", "see its table"
    )


def alone(figure: Figure) -> str:
    """The SVG by itself: literal colours, a white ground, the key below, title and sentence for a reader."""
    from overture.drawer import FONT, drawer

    svg = drawer.svg(figure.draw(figure.widths[0]).spec())
    if svg is None:
        raise _undrawn(figure)
    for name, colour in _colours().items():
        svg = svg.replace(f"var(--{name})", colour)
    found = re.search(r'<svg [^>]*viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>', svg)
    if found is None:
        return svg
    width, height = float(found[1]), float(found[2])
    key, room = _key(figure.key, width, height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height + room:g}" '
        f'viewBox="0 0 {width:g} {height + room:g}" font-family="{escape(FONT)}">'
        f"<title>{escape(figure.title)}</title><desc>{escape(figure.sentence)}</desc>"
        f'<rect width="{width:g}" height="{height + room:g}" fill="#ffffff"/>'
    )
    body = re.sub(r' font-family="[^"]*"', "", svg[found.end() :])
    return to_svg(head + body.replace("</svg>", f"{key}</svg>"))


@cache
def _colours() -> dict[str, str]:
    """The light colours of the page's style, on white."""
    style = files("overture.report").joinpath("templates", "style.css").read_text(encoding="utf-8")
    light = style[: style.index("@media")]
    found = dict(re.findall(r"--([a-z0-9]+): (#[0-9a-f]{6})", light))
    return {**found, "ground": "#ffffff"}


def _key(keys: tuple[Key, ...], width: float, top: float) -> tuple[str, float]:
    """The key as SVG below ``top``, and the height that it takes."""
    if not keys:
        return "", 0.0
    colours, x, y, parts = _colours(), 8.0, top + LINE / 2, []
    letters = int((width - 28.0) / CHAR)
    for key in keys:
        lines = textwrap.wrap(key.words, letters, break_on_hyphens=False) or [""]
        room = 20 + len(lines[0]) * CHAR + 16
        if x > 8.0 and (x + room > width or len(lines) > 1):
            x, y = 8.0, y + LINE
        parts.append(_sign(key.mark, x, y, colours))
        for at, line in enumerate(lines):
            y += LINE if at else 0
            parts.append(
                f'<text x="{x + 20:g}" y="{y + 4:g}" font-size="11" fill="{colours["soft"]}">{escape(line)}</text>'
            )
        x = width if len(lines) > 1 else x + room
    return "".join(parts), y + LINE - top


def _sign(mark: str, x: float, y: float, colours: dict[str, str]) -> str:
    """A mark of the key, as the page's style draws it."""
    number = re.match(r"(?:mark|fill)-(\d)", mark)
    colour = colours[f"c{number[1]}"] if number else colours["soft"]
    faint = 0.34 if "half" in mark else 0.15 if "faint" in mark else 1.0
    at = f"{x + 5:g} {y:g}"
    if mark.startswith("mark-"):
        forms = {
            "1": f'<circle cx="{x + 5:g}" cy="{y:g}" r="5" fill="{colour}"/>',
            "3": f'<rect x="{x + 1:g}" y="{y - 4:g}" width="8" height="8" fill="{colour}" transform="rotate(45 {at})"/>',
            "4": f'<path d="M{x:g},{y + 5:g}h10l-5,-10z" fill="{colour}"/>',
            "6": f'<path d="M{x:g},{y - 5:g}h10l-5,10z" fill="{colour}"/>',
            "5": f'<path d="M{x + 5:g},{y - 5:g}v10M{x:g},{y:g}h10" stroke="{colour}" stroke-width="3"/>',
        }
        return forms.get(
            number[1] if number else "",
            f'<rect x="{x:g}" y="{y - 5:g}" width="10" height="10" fill="{colour}"/>',
        )
    if mark == "bar":
        return f'<rect x="{x:g}" y="{y - 3:g}" width="16" height="6" rx="3" fill="{colour}" opacity="0.4"/>'
    if mark == "tick":
        return f'<path d="M{x + 5:g},{y - 6:g}v12" stroke="{colour}" stroke-width="1.6"/>'
    if mark == "dashed":
        return (
            f'<path d="M{x:g},{y:g}h16" stroke="{colours["ink"]}" stroke-width="1.4" stroke-dasharray="4 3"/>'
        )
    if mark == "here":
        return (
            f'<path d="M{x + 5:g},{y - 5:g}v10M{x:g},{y:g}h10" stroke="{colours["ink"]}" stroke-width="3"/>'
        )
    if mark in ("hollow", "none"):
        form = (
            f'cx="{x + 5:g}" cy="{y:g}" r="4.4"'
            if mark == "hollow"
            else f'x="{x:g}" y="{y - 5:g}" width="10" height="10"'
        )
        name = "circle" if mark == "hollow" else "rect"
        return f'<{name} {form} fill="none" stroke="{colours["soft"]}" stroke-width="1.4"/>'
    return f'<rect x="{x:g}" y="{y - 5:g}" width="10" height="10" fill="{colour}" fill-opacity="{faint}"/>'
