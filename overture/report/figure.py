"""A figure: a sentence that says what it shows, a drawing, and a table with the same numbers.

The drawing needs the extra ``overture[charts]`` (vl-convert); without it sentence and table remain.
Vega specifications are written as plain values, so Altair is not imported: importing it takes
longer than drawing the page (docs/decisions/0041-charts-by-vega.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from overture.report.plot import Plot

WIDE, NARROW, SMALL = 704, 346, 330


@dataclass(frozen=True)
class Key:
    """An entry of a figure's key: a mark (its CSS class) and what it stands for."""

    mark: str
    words: str


@dataclass(frozen=True, repr=False)
class Figure:
    """One figure of the page.

    Attributes:
        id: unique on the page.
        title: a few words above it. ``sentence``: what it shows.
        header, rows: its numbers.
        draw: width -> Plot. ``widths``: the widths that are drawn; two of them are a desk and a telephone.
        key: what the marks mean.
        plate: of a map, the id of the data that its hover reads.
    """

    id: str
    title: str
    sentence: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    draw: Callable[[int], Plot]
    widths: tuple[int, ...] = (WIDE, NARROW)
    key: tuple[Key, ...] = ()
    plate: str = ""

    def __repr__(self) -> str:
        return f"Figure: {self.title}. {self.sentence}"

    def _repr_html_(self) -> str:
        """For notebooks: the title, the drawing as SVG, the sentence; the table where it cannot be drawn."""
        from overture.report.export import (
            in_notebook,  # a figure is asked to show itself: only then is this loaded
        )

        return in_notebook(self)


def missing() -> str:
    """The extra to install where charts cannot be drawn; empty where they can."""
    from overture.drawer import can_draw

    return "" if can_draw() else "overture[charts]"


def drawings(figures: list[Figure]) -> dict[str, list[tuple[str, str]]]:
    """id -> [(class, inline SVG)]; empty where the extra is missing. A figure that cannot be drawn has its table alone."""
    if missing():
        return {}
    found = {}
    for figure in figures:
        both = len(figure.widths) > 1
        drawn = [
            ("narrow" if both and width < WIDE else "wide" if both else "any", _svg(figure, width))
            for width in figure.widths
        ]
        svgs = [(kind, svg) for kind, svg in drawn if svg is not None]
        if len(svgs) == len(drawn):
            found[figure.id] = svgs
    return found


def _svg(figure: Figure, width: int) -> str | None:
    """The SVG as it stands in the page; None where it cannot be drawn."""
    from overture.drawer import drawer

    plot = figure.draw(width)
    text = drawer.svg(plot.spec())
    if text is None:
        return None
    text = cleaned(text, f"caption-{figure.id}", f"{figure.id}-{width}")
    if figure.plate:
        box = " ".join(f"{part:g}" for part in plot.box)
        text = text.replace("<svg ", f'<svg tabindex="0" data-plate="{figure.plate}" data-box="{box}" ', 1)
    return text


_NOISE = re.compile(
    r' (?:aria-hidden|aria-roledescription|role|font-family|pointer-events|xmlns:xlink|xmlns|version)="[^"]*"'
)
_EMPTY = re.compile(r'<path class="(?:background|foreground)"[^>]*/>|<rect [^>]*fill="none"[^>]*/>')
_SIZE = re.compile(r'<svg class="marks" width="([\d.]+)" height="([\d.]+)" viewBox="([^"]*)">')
_LONG = re.compile(r"(\d+\.\d{2})\d+")


def cleaned(svg: str, caption: str, name: str) -> str:
    """The SVG as it stands in the page: named by its caption, whose words so stand once, fonts from the page, no noise."""
    svg = _NOISE.sub("", svg)
    svg = _EMPTY.sub("", svg)
    svg = re.sub(r"<g(?: [^>]*)?></g>", "", svg)
    svg = _LONG.sub(r"\1", svg)
    svg = re.sub(r'(id="|url\(#)clip', rf"\1{name}-clip", svg)
    return _SIZE.sub(
        rf'<svg role="img" aria-labelledby="{escape(caption)}" viewBox="\3" width="\1" height="\2">',
        svg,
        count=1,
    )
