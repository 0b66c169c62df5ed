"""A tree folded by information set: what would be drawn again and again is drawn once, and counted.

All nodes of an information set are one part, drawn where the first of them stands. Chance nodes of one move that follow
the same choice of the same part are one, and so are the ends that do. A choice that leads to parts which are drawn
elsewhere names them by their numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from overture.games.tree import TERMINAL, Tree


@dataclass
class FoldedPart:
    """One part of a folded tree.

    Attributes:
        nodes: of the tree that are drawn as this part, in their order.
        infoset: which information set it is; -1 for chance and ends.
        number: of an information set, from 1 in the order of the picture; 0 for chance and ends.
        branches: what leaves it, in the order of the picture.
    """

    nodes: list[int]
    infoset: int = -1
    number: int = 0
    branches: list[FoldedBranch] = field(default_factory=list)


@dataclass
class FoldedBranch:
    """A choice of a part, towards one place of the picture.

    Attributes:
        label: the choice. before: the part that it leaves.
        into: the nodes of the tree to which it leads, each by a branch of its own.
        part: what is drawn there: a part, or None where what follows is drawn elsewhere.
        elsewhere: the parts that are drawn elsewhere, where ``part`` is None.
    """

    label: str
    before: FoldedPart
    into: list[int]
    part: FoldedPart | None
    elsewhere: list[FoldedPart] = field(default_factory=list)


def folded(tree: Tree) -> FoldedPart:
    """The root of a tree that is folded by information set."""
    root, where = _parts(tree)
    order = [root]
    number = 0
    while order:
        part = order.pop()
        if part.infoset >= 0:
            number += 1
            part.number = number
        part.branches = _branches(tree, part, where)
        order += [each.part for each in reversed(part.branches) if each.part is not None]
    return root


def rows_of(root: FoldedPart) -> list[FoldedBranch]:
    """The branches after which nothing more is drawn, from above to below."""
    found: list[FoldedBranch] = []
    rest = [*reversed(root.branches)]
    while rest:
        branch = rest.pop()
        if branch.part is None or not branch.part.branches:
            found.append(branch)
        else:
            rest += reversed(branch.part.branches)
    return found


def _parts(tree: Tree) -> tuple[FoldedPart, dict[int, FoldedPart]]:
    """The part of the root, and [node] the part of each."""
    labels = tree.labels
    known: dict[object, FoldedPart] = {}
    where: dict[int, FoldedPart] = {}
    for node in range(tree.n_nodes):
        at = int(tree.set_of[node])
        key: object = at
        if not 0 <= at < tree.n_infosets:
            led = (id(where[int(tree.parent[node])]), labels.edge[tree.edge[node]]) if node else None
            key = (led, "" if at == TERMINAL else labels.set_name[at], at == TERMINAL)
        if key not in known:
            known[key] = FoldedPart([], at if 0 <= at < tree.n_infosets else -1)
        known[key].nodes.append(node)
        where[node] = known[key]
    return where[0], where


def _branches(tree: Tree, part: FoldedPart, where: dict[int, FoldedPart]) -> list[FoldedBranch]:
    """What leaves a part: for each choice, the parts that are drawn there, and those that are drawn elsewhere together."""
    found: dict[tuple[str, int], FoldedBranch] = {}
    after = tree.followers()
    for node in part.nodes:
        for child in after[node]:
            label, led = tree.labels.edge[tree.edge[child]], where[child]
            here = (
                where[int(tree.parent[led.nodes[0]])] is part
                and tree.labels.edge[tree.edge[led.nodes[0]]] == label
            )
            key = (label, id(led) if here else 0)
            if key not in found:
                found[key] = FoldedBranch(label, part, [], led if here else None)
            found[key].into.append(child)
            if not here and not any(each is led for each in found[key].elsewhere):
                found[key].elsewhere.append(led)
    order = list(dict.fromkeys(label for label, _ in found))
    return sorted(found.values(), key=lambda each: (order.index(each.label), each.part is None))
