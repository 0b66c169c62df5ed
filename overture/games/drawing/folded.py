"""The picture of a folded tree: one node for each information set, with how many nodes of the tree it stands for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from overture.games.drawing.compose import (
    FAN,
    GAP,
    MARGIN,
    NAME,
    colour_of,
    framed,
    share,
    stroke_of,
    worth_words,
)
from overture.games.drawing.fold import FoldedBranch, FoldedBy, FoldedPart, folded, inner_of, rows_of
from overture.games.drawing.picture import FAINT, DrawnLine, DrawnNode, DrawnWords, TreePicture, room
from overture.games.measured.event import subtree_end
from overture.games.measured.measure import Measured, terminal_payoff
from overture.games.measured.play import Play
from overture.games.show import SURE, believed, history
from overture.games.tree import CHANCE, TERMINAL, Floats, Tree
from overture.games.view import count, few, fitted, span
from overture.wording import as_words

SIBLING, ROW = 24.0, 46.0  # between the rows of two that follow one part, and of others
LETTERS, NAMED, HELD = 26, 44, 60  # of a choice, of an information set, of what is believed
MOST_NUMBERS = 5  # of parts drawn elsewhere that a choice names
MOST_LABELS = 3  # of choices that are one line
BY = {
    FoldedBy.SETS: "information set",
    FoldedBy.CHANCE: "move, whatever chance does,",
    FoldedBy.CHOICES: "move, whatever was chosen,",
}
_ALIKE = "Folded: information sets stand as one where the same player makes the same move from the same choices, after the same"
TOLD = {
    FoldedBy.SETS: "Folded: each information set stands once, with its number;",
    FoldedBy.CHANCE: f"{_ALIKE} choices, whatever chance did;",
    FoldedBy.CHOICES: f"{_ALIKE} moves, whatever was chosen and whatever chance did;",
}


class _FoldedComposer:
    """The parts of one folded picture: rows, columns and words."""

    def __init__(self, tree: Tree, play: Play | None) -> None:
        self.tree, self.play = tree, play
        self.found: Measured | None = None if play is None else play.measured(tree)
        self.folded = folded(tree)
        self.root = self.folded.root
        self.rows = rows_of(self.root)
        self.end, self.ends = subtree_end(tree), np.sort(tree.terminal)
        self.paid = _paid_at(tree)
        self.y: dict[int, float] = {}  # id of a branch or a part -> its row
        self.depth: dict[int, int] = {id(self.root): 0}
        for before, branch in self.walk():
            if branch.part is not None:
                self.depth[id(branch.part)] = self.depth[id(before)] + 1
        self._place()
        self.x, self.fan = self._columns()

    def walk(self) -> Iterator[tuple[FoldedPart, FoldedBranch]]:
        """Every branch with the part that it leaves, those nearer to the root first along each way."""
        rest = [self.root]
        while rest:
            part = rest.pop()
            for branch in part.branches:
                yield part, branch
            rest += [each.part for each in reversed(part.branches) if each.part is not None]

    @property
    def height(self) -> float:
        """From the first row to below the last one, with the two lines of words under it."""
        return max(self.y.values()) + 26

    @property
    def inner(self) -> list[FoldedPart]:
        """The parts that are drawn and are no ends."""
        return inner_of(self.root)

    def _place(self) -> None:
        y, before = 0.0, None
        for branch in self.rows:
            if before is not None:
                y += SIBLING if before.before is branch.before else ROW
            self.y[id(branch)], before = y, branch
        for _, branch in reversed(list(self.walk())):
            if id(branch) not in self.y:
                self.y[id(branch)] = self._middle(branch.part)
        self.y[id(self.root)] = self._middle(self.root)

    def _middle(self, part: FoldedPart | None) -> float:
        assert part is not None
        if id(part) not in self.y:
            ends = [
                self.y[id(each)] if id(each) in self.y else self._middle(each.part)
                for each in (part.branches[0], part.branches[-1])
            ]
            self.y[id(part)] = (ends[0] + ends[1]) / 2 if part.branches else 0.0
        return self.y[id(part)]

    def _columns(self) -> tuple[list[float], list[float]]:
        """Where the column of each depth stands, and where the lines that fan out of it end."""
        wide = [0.0] * (max(self.depth.values()) + 1)
        for before, branch in self.walk():
            after = branch.part
            words = [self.choice(branch), *(self.standing(after) if after is not None else ())]
            at = self.depth[id(before)]
            wide[at] = max(wide[at], *map(room, words))
        x, fan = [MARGIN + max(map(room, self.standing(self.root)), default=0.0) + GAP], []
        for each in wide:
            fan.append(x[-1] + FAN)
            x.append(fan[-1] + each + 2 * GAP)
        return x, fan

    # -- words -------------------------------------------------------------------------------------

    def player(self, part: FoldedPart) -> int:
        return int(self.tree.set_player[self.tree.set_of[part.nodes[0]]])

    def standing(self, part: FoldedPart) -> tuple[str, ...]:
        """Whose move a part is, at what, having seen what; for how many nodes it stands, and what is believed there."""
        tree, first = self.tree, int(self.tree.set_of[part.nodes[0]])
        if first == TERMINAL:
            return ()
        many = count(len(part.nodes), "node") if len(part.nodes) > 1 else ""
        if not part.infosets:
            named = f"chance: {as_words(tree.labels.set_name[first])}"
            return (fitted(named, NAMED), *([many] if many else []))
        who = fitted(tree.names[self.player(part)], NAME)
        move = as_words(tree.labels.set_name[first])
        named = f"{part.number}. {who}" if part.number else who
        named += f": {move}" if move else ""
        if len(part.infosets) > 1:
            return fitted(named, NAMED), f"{count(len(part.infosets), 'information set')}, {many}"
        held = "" if self.found is None else believed(tree, first, self.found.belief)[0]
        hidden = _hidden(tree, part)
        held = f"believes {held}" if held else f"not seen: {', '.join(hidden)}" if hidden else ""
        told = "; ".join(each for each in (many, held) if each)
        return (fitted(named, NAMED), *([fitted(told, HELD)] if told else []))

    def choice(self, branch: FoldedBranch) -> str:
        """A choice with its probability, how many branches of the tree the line stands for, and where it leads."""
        words = fitted(few(map(as_words, branch.labels), MOST_LABELS), LETTERS)
        low, high = self._odds(branch)
        if not branch.before.infosets:
            words += f" ({span(round(low, 4), round(high, 4))})"
        elif self.play is not None:
            ends = share(low), share(high)
            words += f" ({ends[0]})" if ends[0] == ends[1] else f" ({' to '.join(ends)})"
        if len(branch.into) > 1:
            words += f" ×{len(branch.into)}"
        if branch.elsewhere:
            numbers = sorted(each.number for each in branch.elsewhere if each.number)
            words += f" → {few(map(str, numbers), MOST_NUMBERS) if numbers else 'not drawn'}"
        if branch.part is not None and branch.part.left_out:
            words += f" … {count(branch.part.left_out, 'part')} not drawn"
        return words

    def _odds(self, branch: FoldedBranch) -> tuple[float, float]:
        """The least and the greatest probability of a branch over the information sets, or the nodes of chance, of its part."""
        tree = self.tree
        odds = np.concatenate(
            [np.zeros(tree.n_actions) if self.play is None else self.play.strategy[0], tree.chance[0]]
        )
        edges: dict[int, set[int]] = {}
        for node in branch.into:
            before = int(tree.parent[node])
            at = int(tree.set_of[before]) if branch.before.infosets else before
            edges.setdefault(at, set()).add(int(tree.edge[node]))
        found = [float(odds[sorted(each)].sum()) for each in edges.values()]
        return min(found), max(found)

    # -- drawing -----------------------------------------------------------------------------------

    def parts(self, picture: TreePicture, top: float) -> None:
        """Lines, nodes and words; ``top`` is where the first row stands."""
        for before, branch in self.walk():
            self._branch(picture, before, branch, top)
        for part in self.inner:
            x, y, player = self.x[self.depth[id(part)]], self.y[id(part)] + top, self.player(part)
            picture.marks.append(DrawnNode(x, y, colour_of(player), player == CHANCE))
            for line, words in enumerate(self.standing(part), start=1):
                place = y + 13 * line if part is not self.root else y + 13 * line - 10
                picture.words.append(DrawnWords(x - GAP, place, words, colour_of(player), "end"))

    def _branch(self, picture: TreePicture, before: FoldedPart, branch: FoldedBranch, top: float) -> None:
        depth, colour = self.depth[id(before)], colour_of(self.player(before))
        (x, y), row = (self.x[depth], self.y[id(before)] + top), self.y[id(branch)] + top
        stop, last = self.x[depth + 1], self.x[-1]
        after = branch.part
        if after is None or not after.branches:
            stop -= GAP
        if after is not None and not after.branches:
            picture.lines.append(DrawnLine(((stop, row), (last, row)), FAINT, 0.6))
        stroke, width = self._stroke(branch, colour)
        picture.lines.append(DrawnLine(((x, y), (self.fan[depth], row), (stop, row)), stroke, width))
        picture.words.append(DrawnWords(self.fan[depth] + 5, row - 5, self.choice(branch), colour))

    def _stroke(self, branch: FoldedBranch, colour: str) -> tuple[str, float]:
        reach = None if self.found is None else float(self.found.reach[0, branch.into].sum())
        return stroke_of(reach, self.play is None or self._odds(branch)[1] > SURE, colour)

    def payoffs(self, picture: TreePicture, top: float) -> float:
        """What the ends pay, as a range where they differ, in a column for each player; the right end of the last one."""
        right = self.x[-1]
        ends = [each for each in self.rows if each.part is not None]
        for player, name in enumerate(self.tree.names):
            head, colour = fitted(name, NAME), colour_of(player)
            cells = [self._paid(each.into, player) for each in ends]
            right += max(room(head, True), *(room(cell) for cell in cells)) + 2 * GAP
            picture.words.append(DrawnWords(right, top - 20, head, colour, "end", True))
            for branch, cell in zip(ends, cells, strict=True):
                place = self.y[id(branch)] + top + 4
                picture.words.append(DrawnWords(right, place, cell, colour, "end"))
        return right

    def _paid(self, nodes: list[int], player: int) -> str:
        ends = np.concatenate(
            [self.ends[slice(*np.searchsorted(self.ends, (node, self.end[node])))] for node in nodes]
        )
        paid = self.paid[ends, player]
        return span(round(float(paid.min()), 9), round(float(paid.max()), 9))

    def key(self) -> str:
        """How the picture is read, in a few sentences."""
        said = [
            f"{TOLD[self.folded.by]} ×2 stands for two branches of the tree, "
            "and an arrow names the sets to which a choice leads and which are drawn elsewhere. "
            "What ends of one choice pay is told as a range."
        ]
        if self.folded.by is not FoldedBy.SETS:
            said.append(
                "Where sets that stand as one differ in how likely a choice is, that is a range, too."
            )
        if any(each.part is not None and each.part.left_out for each in self.rows):
            said.append("Where parts are not drawn, the range is of all that follows.")
        if self.tree.n_sets > self.tree.n_infosets:
            said.append("Squares are chance, with its odds in round brackets.")
        if self.found is not None:
            said.append(
                "With a choice stands its probability in round brackets, with a set what is believed there. Thick lines "
                f"are where play goes, thin coloured ones what would be done elsewhere. {worth_words(self.tree, self.found)}"
            )
        return " ".join(said)


def _hidden(tree: Tree, part: FoldedPart) -> list[str]:
    """The moves in which the histories of an information set differ; none where a file does not name them."""
    if len(part.nodes) == 1 or not any(tree.labels.seen):
        return []
    pasts = [dict(history(tree, node)) for node in part.nodes]
    moves = dict.fromkeys(move for past in pasts for move in past)
    return [as_words(move) for move in moves if len({past.get(move) for past in pasts}) > 1]


def _paid_at(tree: Tree) -> Floats:
    """[node, player] what a history that ends there pays; 0 at other nodes."""
    paid = np.zeros((tree.n_nodes, len(tree.players)))
    paid[tree.terminal] = terminal_payoff(tree)[0]
    return paid


def composed_folded(tree: Tree, play: Play | None, note: str) -> TreePicture:
    """The folded picture of a tree of one world, with play [1, A] on it where it is given."""
    parts = _FoldedComposer(tree, play)
    many, drawn = parts.folded.parts, len(parts.inner)
    said = f"folded by {BY[parts.folded.by]} into {count(many, 'part')}"
    return framed(parts, tree, said if drawn == many else f"{said}, of which {drawn} are drawn", note)
