"""A tree that is folded: what would be drawn again and again is drawn once, and counted.

All nodes of an information set are one part, drawn where the first of them stands. Chance nodes of one move that follow
the same choice of the same part are one, and so are the ends that do. A choice that leads to parts which are drawn
elsewhere names them by their numbers. Where that is still too large for a page, information sets at which the same player
makes the same move from the same choices are one part, too, if they follow the same part: first those that differ in what
chance did alone, then those that differ in what was chosen as well. What is larger even then is drawn as far as it fits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from overture.games.tree import CHANCE, TERMINAL, Tree

MOST_ROWS = 120  # of a folded picture, some five pages


class FoldedBy(IntEnum):
    """What the parts of a folded tree do not tell apart, beside the nodes of an information set."""

    SETS = 0  # nothing else
    CHANCE = 1  # the outcomes of chance
    CHOICES = 2  # nor the choices of the players


@dataclass
class FoldedPart:
    """One part of a folded tree.

    Attributes:
        nodes: of the tree that are drawn as this part, in their order.
        infosets: which information sets it is; none for chance and ends.
        number: of information sets, from 1 in the order of the picture; 0 for chance, ends and what is not drawn.
        branches: what leaves it, in the order of the picture; none at ends and where it is not drawn.
        left_out: how many parts are not drawn here, itself and those behind it that are no ends; 0 where it is drawn.
    """

    nodes: list[int]
    infosets: list[int] = field(default_factory=list)
    number: int = 0
    branches: list[FoldedBranch] = field(default_factory=list)
    left_out: int = 0


@dataclass
class FoldedBranch:
    """Choices of a part that lead to one place of the picture.

    Attributes:
        labels: the choices; more than one where they are not told apart.
        before: the part that it leaves.
        into: the nodes of the tree to which it leads, each by a branch of its own.
        part: what is drawn there: a part, or None where what follows is drawn elsewhere.
        elsewhere: the parts that are drawn elsewhere, where ``part`` is None.
    """

    labels: list[str]
    before: FoldedPart
    into: list[int]
    part: FoldedPart | None
    elsewhere: list[FoldedPart] = field(default_factory=list)


@dataclass(frozen=True)
class FoldedTree:
    """A folded tree: the part of its root, what is not told apart, and how many parts that are no ends it has in all."""

    root: FoldedPart
    by: FoldedBy
    parts: int


def folded(tree: Tree, most: int | None = None) -> FoldedTree:
    """The tree folded as little as makes it ``most`` rows high; where nothing does, folded most and drawn as far as it fits."""
    most = MOST_ROWS if most is None else most
    found = _folded(tree, FoldedBy.SETS)
    for by in (FoldedBy.CHANCE, FoldedBy.CHOICES):
        if len(rows_of(found.root)) > most:
            more = _folded(tree, by)
            found = more if len(rows_of(more.root)) < len(rows_of(found.root)) else found
    _fit(found.root, most)
    _number(found.root)
    return found


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


def inner_of(root: FoldedPart) -> list[FoldedPart]:
    """The parts that are drawn and are no ends, in the order of the picture."""
    found, rest = [], [root]
    while rest:
        part = rest.pop()
        if part.branches:
            found.append(part)
        rest += [each.part for each in reversed(part.branches) if each.part is not None]
    return found


def _folded(tree: Tree, by: FoldedBy) -> FoldedTree:
    where = _parts(tree, by)
    parts = list({id(each): each for each in where}.values())
    after = tree.followers()
    for part in parts:
        part.branches = _branches(tree, part, where, by, after)
    return FoldedTree(where[0], by, sum(bool(each.branches) for each in parts))


def _parts(tree: Tree, by: FoldedBy) -> list[FoldedPart]:
    """[node] the part of each."""
    labels = tree.labels
    known: dict[object, FoldedPart] = {}
    of_set: dict[int, FoldedPart] = {}
    where: list[FoldedPart] = []
    for node in range(tree.n_nodes):
        at = int(tree.set_of[node])
        decides = 0 <= at < tree.n_infosets
        if at not in of_set or not decides:
            led = (id(where[int(tree.parent[node])]), _told_apart(tree, node, by)) if node else None
            key: object = (led, "" if at == TERMINAL else labels.set_name[at], at == TERMINAL)
            if decides:
                key = at if by is FoldedBy.SETS else (key, int(tree.set_player[at]), _choices(tree, at))
            part = known.setdefault(key, FoldedPart([]))
            if decides:
                of_set[at] = part
                part.infosets.append(at)
        else:
            part = of_set[at]
        part.nodes.append(node)
        where.append(part)
    return where


def _told_apart(tree: Tree, node: int, by: FoldedBy) -> str:
    """The choice that leads to a node; "" where it is not told apart from others."""
    chance = int(tree.set_player[tree.set_of[tree.parent[node]]]) == CHANCE
    alike = by is FoldedBy.CHOICES or (by is FoldedBy.CHANCE and chance)
    return "" if alike else tree.labels.edge[tree.edge[node]]


def _choices(tree: Tree, at: int) -> tuple[str, ...]:
    return tuple(tree.labels.edge[edge] for edge in range(tree.edge_start[at], tree.edge_start[at + 1]))


def _branches(
    tree: Tree, part: FoldedPart, where: list[FoldedPart], by: FoldedBy, after: list[list[int]]
) -> list[FoldedBranch]:
    """What leaves a part: for each part that is drawn there its choices, and for each choice what is drawn elsewhere."""
    found: dict[tuple[str, int], FoldedBranch] = {}
    order: list[str] = []
    for node in part.nodes:
        for child in after[node]:
            label, led = tree.labels.edge[tree.edge[child]], where[child]
            first = led.nodes[0]
            apart = _told_apart(tree, child, by)
            here = where[int(tree.parent[first])] is part and _told_apart(tree, first, by) == apart
            branch = found.setdefault(
                (apart if here else label, id(led) if here else 0),
                FoldedBranch([], part, [], led if here else None),
            )
            branch.into.append(child)
            if label not in branch.labels:
                branch.labels.append(label)
            if not here and not any(each is led for each in branch.elsewhere):
                branch.elsewhere.append(led)
            if label not in order:
                order.append(label)
    return sorted(found.values(), key=lambda each: (order.index(each.labels[0]), each.part is None))


def _fit(root: FoldedPart, most: int) -> None:
    """Leave out what does not fit into ``most`` rows; parts that are nearer to the root are drawn before others."""
    rows, near = 1, [root]
    for part in near:
        if not part.branches:
            continue
        if part is not root and rows - 1 + len(part.branches) > most:
            part.left_out, part.branches = len(inner_of(part)), []
        else:
            rows += len(part.branches) - 1
            near += [each.part for each in part.branches if each.part is not None]


def _number(root: FoldedPart) -> None:
    """Number the information sets that are drawn, in the order of the picture."""
    decided = (part for part in inner_of(root) if part.infosets)
    for number, part in enumerate(decided, start=1):
        part.number = number
