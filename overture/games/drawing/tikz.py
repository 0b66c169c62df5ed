"""A picture as a ``tikzpicture``: plain TikZ at absolute places, without libraries."""

from __future__ import annotations

from overture.games.drawing.picture import DrawnLine, DrawnNode, DrawnWords, TreePicture
from overture.sinks import to_latex

UNIT = 0.75  # points of TeX for a pixel


def tikz_text(picture: TreePicture) -> str:
    """The picture as a ``tikzpicture`` of a document that has ``\\usepackage{tikz}``."""
    used = {each.colour for part in (picture.lines, picture.marks, picture.words) for each in part}
    names = {colour: f"overture{at}" for at, colour in enumerate(sorted(used))}
    lines = [
        "% Needs \\usepackage{tikz} and, for words that are not English, an engine that reads UTF-8.",
        *(f"% {line}" for line in (to_latex(picture.title), to_latex(picture.sentence)) if line),
        *(
            f"\\definecolor{{{name}}}{{HTML}}{{{colour[1:].upper()}}}"
            for colour, name in sorted(names.items())
        ),
        f"\\begin{{tikzpicture}}[x={UNIT}pt,y=-{UNIT}pt,inner sep=0pt,font=\\sffamily\\fontsize{{8}}{{9}}\\selectfont]",
        *(_line(each, names[each.colour]) for each in picture.lines),
        *(_mark(each, names[each.colour]) for each in picture.marks),
        *(_words(each, names[each.colour]) for each in picture.words),
        "\\end{tikzpicture}",
        "",
    ]
    return "\n".join(lines)


def _at(x: float, y: float) -> str:
    return f"({round(x, 1) + 0.0:g},{round(y, 1) + 0.0:g})"


def _line(line: DrawnLine, colour: str) -> str:
    dashes = ",dash pattern=on 3pt off 2pt" if line.dashed else ""
    points = " -- ".join(_at(x, y) for x, y in line.points)
    return f"\\draw[{colour},line width={line.width * UNIT:.2f}pt{dashes}] {points};"


def _mark(mark: DrawnNode, colour: str) -> str:
    if mark.chance:
        ends = f"{_at(mark.x - 4, mark.y - 4)} rectangle {_at(mark.x + 4, mark.y + 4)}"
        return f"\\draw[{colour},fill=white,line width=1pt] {ends};"
    return f"\\fill[{colour}] {_at(mark.x, mark.y)} circle[radius=3.2pt];"


def _words(words: DrawnWords, colour: str) -> str:
    anchor = "base east" if words.anchor == "end" else "base west"
    text = to_latex(words.text)
    text = f"\\textbf{{{text}}}" if words.bold else text
    return f"\\node[anchor={anchor},text={colour}] at {_at(words.x, words.y)} {{{text}}};"
