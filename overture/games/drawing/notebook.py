"""A tree in a notebook: who knows what at each decision, and its picture where it is small, else its information sets."""

from __future__ import annotations

from html import escape

from overture.games.drawing.drawing import draw
from overture.games.knowledge import knowledge
from overture.games.show import MOST_NODES as MOST_TOLD
from overture.games.tree import Tree
from overture.games.view import DIV, MOST_ROWS, as_html
from overture.sinks import to_page

MOST_NODES = 100  # of a tree that is drawn unasked
MOST_LINES = 20  # of who knows what


def tree_html(tree: Tree) -> str:
    """The first world of a tree as HTML without scripts: lines, who knows what, and a picture or a table."""
    told = tree.n_nodes <= MOST_TOLD and any(tree.labels.seen)  # files do not say what was seen
    spoken = tree.spoken
    speaking = (spoken.name, spoken.many, spoken.move) if spoken else ()
    known = list(knowledge(tree, *speaking)) if told else []
    lines = known[:MOST_LINES]
    more = [f"and {len(known) - len(lines)} more lines"] if len(known) > len(lines) else []
    head = repr(tree).splitlines()
    if tree.n_nodes > MOST_NODES:
        head.append("tree.draw() draws it, folded by information set where it is large")
        return as_html(head, *tree._table(MOST_ROWS), [*lines, *more])
    return to_page(
        f'<div style="{DIV.replace("max-width:900px;", "")}"><b>{escape(head[0])}</b><br>{"<br>".join(map(escape, head[1:]))}'
        f'<div style="margin:6px 0">{"<br>".join(map(escape, lines + more))}</div>{draw(tree).svg}</div>'
    )
