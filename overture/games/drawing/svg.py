"""A picture as SVG: one file, without scripts, fonts or links."""

from __future__ import annotations

from html import escape

from overture.drawer import FONT
from overture.games.drawing.picture import SIZE, DrawnLine, DrawnNode, DrawnWords, TreePicture
from overture.sinks import one_line, to_svg

RADIUS = 4.5


def svg_text(picture: TreePicture) -> str:
    """The picture as SVG."""
    size = f'width="{_n(picture.width)}" height="{_n(picture.height)}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {_n(picture.width)} {_n(picture.height)}" '
        f'font-family="{escape(FONT)}" font-size="{SIZE}" role="img">\n'
        f"<title>{escape(one_line(picture.title))}</title><desc>{escape(one_line(picture.sentence))}</desc>\n"
        f'<rect {size} fill="#ffffff"/>'
    )
    parts = [*map(_line, picture.lines), *map(_mark, picture.marks), *map(_words, picture.words)]
    return to_svg("\n".join([head, *parts, "</svg>", ""]))


def _n(number: float) -> str:
    return f"{round(number, 1) + 0.0:g}"


def _line(line: DrawnLine) -> str:
    points = " ".join(f"{_n(x)},{_n(y)}" for x, y in line.points)
    dashes = ' stroke-dasharray="4 3"' if line.dashed else ""
    return (
        f'<polyline points="{points}" fill="none" stroke="{line.colour}" stroke-width="{_n(line.width)}" '
        f'stroke-linejoin="round"{dashes}/>'
    )


def _mark(mark: DrawnNode) -> str:
    if mark.chance:
        corner = f'x="{_n(mark.x - 4)}" y="{_n(mark.y - 4)}"'
        return (
            f'<rect {corner} width="8" height="8" fill="#ffffff" stroke="{mark.colour}" stroke-width="1.4"/>'
        )
    return f'<circle cx="{_n(mark.x)}" cy="{_n(mark.y)}" r="{RADIUS}" fill="{mark.colour}"/>'


def _words(words: DrawnWords) -> str:
    anchor = ' text-anchor="end"' if words.anchor == "end" else ""
    # Not by a font of its own: the order of two fonts in a PDF is another each time it is written.
    bold = f' stroke="{words.colour}" stroke-width="0.4"' if words.bold else ""
    place = f'x="{_n(words.x)}" y="{_n(words.y)}"'
    return f'<text {place} fill="{words.colour}"{anchor}{bold}>{escape(one_line(words.text))}</text>'
