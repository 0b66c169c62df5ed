"""A tree in a notebook: its picture where it is small, and who knows what at each decision."""

from __future__ import annotations

from html import escape

from overture.games.drawing.drawing import draw
from overture.games.knowledge import knowledge
from overture.games.tree import Tree
from overture.games.view import DIV
from overture.sinks import to_page

MOST_NODES = 100  # of a tree that is drawn unasked
MOST_LINES = 20  # of who knows what


def html_picture(tree: Tree) -> str | None:
    """The first world of a small tree as HTML without scripts: lines, picture, who knows what; None for a larger one."""
    if tree.n_nodes > MOST_NODES:
        return None
    known = list(knowledge(tree)) if any(tree.labels.seen) else []  # files do not say what was seen
    lines = known[:MOST_LINES]
    more = [f"and {len(known) - len(lines)} more decisions"] if len(known) > len(lines) else []
    head = repr(tree).splitlines()
    return to_page(
        f'<div style="{DIV.replace("max-width:900px;", "")}"><b>{escape(head[0])}</b><br>{"<br>".join(map(escape, head[1:]))}'
        f'<div style="margin:6px 0">{"<br>".join(map(escape, lines + more))}</div>{draw(tree).svg}</div>'
    )
