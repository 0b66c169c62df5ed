"""What stands where on the picture of a tree.

Each node has a row. Above the line that leads to a node stands the choice that leads there, below it whose move follows
and what he believes; as rows keep their distance, no words meet others.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

import numpy as np

from overture.games.drawing.layout import Layout, layout
from overture.games.drawing.picture import (
    CHAR,
    COLOURS,
    FAINT,
    SOFT,
    DrawnLine,
    DrawnNode,
    DrawnWords,
    TreePicture,
    room,
)  # fmt: skip
from overture.games.measured.evaluation import totals
from overture.games.measured.measure import Measured, expected_size, terminal_payoff
from overture.games.measured.play import Play
from overture.games.show import SURE
from overture.games.tree import CHANCE, Tree
from overture.games.view import count, fitted, rounded_to_nothing, told
from overture.wording import as_words

MARGIN, LANE, FAN, GAP, TEXT = 14.0, 15.0, 30.0, 9.0, 17.0
LETTERS = 28  # of a choice or a move that is written out
NAME = 24  # letters of a player above his payoffs
THIN, CHOSEN, GOES = 1.0, 1.6, 3.2


@dataclass(frozen=True)
class _Across:
    """Where columns stand, in pixels: [column] of the first lane, and where the lines that fan out end and words start."""

    x: tuple[float, ...]
    fan: tuple[float, ...]


class _Composer:
    """The parts of one picture."""

    def __init__(self, tree: Tree, play: Play | None, note: str) -> None:
        self.tree, self.note, self.play = tree, note, play
        self.found: Measured | None = None if play is None else play.measured(tree)
        self.place: Layout = layout(tree)
        self.odds = tree.chance[0] if play is None else np.concatenate([play.strategy[0], tree.chance[0]])
        self.first = {int(self._members(at)[0]) for at in range(tree.n_sets)}
        self.across = self._columns()

    def _members(self, at: int) -> list[int]:
        """The nodes of a set from above to below."""
        return sorted(self.tree.members(at).tolist(), key=lambda node: float(self.place.y[node]))

    def mover(self, node: int) -> int:
        """The player who moves at a node, or chance."""
        return int(self.tree.set_player[self.tree.set_of[node]])

    def choice(self, node: int) -> str:
        """What leads to a node, with its probability where it is known."""
        edge = int(self.tree.edge[node])
        label = fitted(as_words(self.tree.labels.edge[edge]), LETTERS)
        chance = edge - self.tree.n_actions
        if chance >= 0:
            exact = self.tree.exact
            odds = told(exact.chance[chance]) if exact else f"{self.tree.chance[0, chance]:.4g}"
        elif self.play is not None:
            odds = share(float(self.play.strategy[0, edge]))
        else:
            return label
        return f"{label} ({odds})"

    def standing(self, node: int) -> str:
        """Whose move a node is and what he believes: at the first node of a set, the move is named."""
        at = int(self.tree.set_of[node])
        if at < 0:
            return ""
        parts = []
        if node in self.first or at >= self.tree.n_infosets:
            player = int(self.tree.set_player[at])
            who = "chance" if player == CHANCE else self.tree.names[player]
            move = as_words(self.tree.labels.set_name[at])
            parts.append(f"{fitted(who, NAME)}: {fitted(move, LETTERS)}" if move else fitted(who, LETTERS))
        if self.found is not None and at < self.tree.n_infosets and len(self.tree.members(at)) > 1:
            parts.append(f"[{share(float(self.found.belief[0, node]))}]")
        return " ".join(parts)

    def _columns(self) -> _Across:
        place, tree = self.place, self.tree
        many = len(place.lanes)
        x, fan = [MARGIN + room(self.standing(0)) + GAP], []
        for column in range(many):
            fan.append(x[column] + (place.lanes[column] - 1) * LANE + FAN)
            leaving = [n for n in range(1, tree.n_nodes) if place.column[tree.parent[n]] == column]
            coming = [n for n in range(1, tree.n_nodes) if place.column[n] == column + 1]
            words = [room(self.choice(n)) for n in leaving] + [room(self.standing(n)) for n in coming]
            x.append(fan[column] + max(words, default=0.0) + 2 * GAP)
        return _Across(tuple(x), tuple(fan))

    def at(self, node: int) -> tuple[float, float]:
        column = int(self.place.column[node])
        return self.across.x[column] + LANE * int(self.place.lane[node]), float(self.place.y[node])

    @property
    def height(self) -> float:
        """From the first row to the last one."""
        return self.place.height

    def parts(self, picture: TreePicture, top: float) -> None:
        """Lines, nodes and words of the tree itself; ``top`` is where its first row stands."""
        tree = self.tree
        for at in range(tree.n_infosets):
            nodes = self._members(at)
            if len(nodes) > 1:
                points = tuple((x, y + top) for x, y in map(self.at, nodes))
                picture.lines.append(DrawnLine(points, colour_of(int(tree.set_player[at])), 1.3, True))
        for node in range(1, tree.n_nodes):
            self._branch(picture, node, top)
        for node in range(tree.n_nodes):
            if tree.set_of[node] < 0:
                continue
            (x, y), player = self.at(node), self.mover(node)
            picture.marks.append(DrawnNode(x, y + top, colour_of(player), player == CHANCE))
            if standing := self.standing(node):
                left = self.across.x[int(self.place.column[node])] - GAP
                picture.words.append(DrawnWords(left, y + top + 13, standing, colour_of(player), "end"))

    def _branch(self, picture: TreePicture, node: int, top: float) -> None:
        before = int(self.tree.parent[node])
        (x, y), (end, row) = self.at(before), self.at(node)
        column, colour = int(self.place.column[before]), colour_of(self.mover(before))
        bend, stop = self.across.fan[column], end
        if self.tree.set_of[node] < 0:
            stop = self.across.x[column + 1] - GAP
            picture.lines.append(DrawnLine(((stop, row + top), (end, row + top)), FAINT, 0.6))
        colour, width = self._stroke(node, colour)
        points = ((x, y + top), (bend, row + top), (stop, row + top))
        picture.lines.append(DrawnLine(points, colour, width))
        picture.words.append(
            DrawnWords(bend + 5, row + top - 5, self.choice(node), colour_of(self.mover(before)))
        )

    def _stroke(self, node: int, colour: str) -> tuple[str, float]:
        """The colour and width of the line to a node: thick where play goes, faint where it does not."""
        reach = None if self.found is None else float(self.found.reach[0, node])
        chosen = self.play is None or bool(self.odds[int(self.tree.edge[node])] > SURE)
        return stroke_of(reach, chosen, colour)

    def payoffs(self, picture: TreePicture, top: float) -> float:
        """What each history pays, in a column for each player; the right end of the last one."""
        tree, right = self.tree, self.across.x[int(self.place.column.max())]
        paid = _paid(tree)
        for player, name in enumerate(tree.names):
            head, cells = fitted(name, NAME), [row[player] for row in paid]
            right += max(room(head, True), *(room(cell) for cell in cells)) + 2 * GAP
            colour = colour_of(player)
            picture.words.append(DrawnWords(right, top - 20, head, colour, "end", True))
            for node, cell in zip(tree.terminal.tolist(), cells, strict=True):
                y = float(self.place.y[node]) + top + 4
                picture.words.append(DrawnWords(right, y, cell, colour, "end"))
        return right

    def key(self) -> str:
        """How the picture is read, in a few sentences."""
        tree = self.tree
        said = []
        if any(len(tree.members(at)) > 1 for at in range(tree.n_infosets)):
            said.append("A dashed line joins what the player who moves cannot tell apart.")
        if tree.n_sets > tree.n_infosets:
            said.append("Squares are chance, with its odds in round brackets.")
        if self.found is not None:
            said.append(
                "With a choice stands its probability in round brackets; with a node of a joined set, what is believed "
                "there in square brackets. Thick lines are where play goes, thin coloured ones what would be done "
                f"elsewhere. {worth_words(tree, self.found)}"
            )
        return " ".join(said)


def composed(tree: Tree, play: Play | None, note: str) -> TreePicture:
    """The picture of a tree of one world, with play [1, A] on it where it is given."""
    return framed(_Composer(tree, play, note), tree, count(tree.n_infosets, "information set"), note)


class Composes(Protocol):
    """The parts of one picture of a tree, below its title."""

    @property
    def height(self) -> float:
        """Of all that stands below the first row."""

    def key(self) -> str:
        """How the picture is read."""

    def parts(self, picture: TreePicture, top: float) -> None:
        """Draw lines, nodes and words; ``top`` is where the first row stands."""

    def payoffs(self, picture: TreePicture, top: float) -> float:
        """Draw what the ends pay; the right end of it."""


def framed(composer: Composes, tree: Tree, many: str, note: str) -> TreePicture:
    """A picture with its title and key; ``many`` says of how many parts it is, beside nodes and histories."""
    picture = TreePicture(
        tree.title,
        f"{count(tree.n_nodes, 'node')}, {many}, "
        f"{count(len(tree.terminal), 'history', 'histories')}" + (f"; {note}" if note else ""),
    )
    wide = max(composer.payoffs(TreePicture("", ""), 0.0), 420.0)
    top = headed(picture, (tree.title, note, composer.key()), wide)
    composer.parts(picture, top)
    right = composer.payoffs(picture, top)
    picture.width = max(right, wide) + MARGIN
    picture.height = top + composer.height + 2 * MARGIN
    return picture


def headed(picture: TreePicture, said: tuple[str, str, str], wide: float) -> float:
    """Write title, note and key above a tree that is so wide; where its first row stands."""
    title, note, key = said
    letters = int((wide - MARGIN) / CHAR)
    y = MARGIN + 4
    for words, bold, colour in ((title, True, ""), (note, False, ""), (key, False, SOFT)):
        for line in textwrap.wrap(" ".join(words.split()), letters):
            picture.words.append(DrawnWords(MARGIN, y, line, colour or DrawnWords.colour, "start", bold))
            y += TEXT
    return y + 34


def colour_of(player: int) -> str:
    """The colour of a player, or of chance."""
    return SOFT if player == CHANCE else COLOURS[player % len(COLOURS)]


def stroke_of(reach: float | None, chosen: bool, colour: str) -> tuple[str, float]:
    """The colour and width of a line: thick where play goes, faint where it does not; ``reach`` is None without play."""
    if reach is None:
        return colour, CHOSEN
    if reach > SURE * SURE:
        return colour, GOES
    return (colour, CHOSEN) if chosen else (FAINT, THIN)


def worth_words(tree: Tree, found: Measured) -> str:
    """What play is worth to each, in a sentence."""
    pairs = zip(tree.names, rounded_to_nothing(found.value, expected_size(tree, found.reach))[0], strict=True)
    return f"Expected payoffs: {', '.join(f'{name} {told(float(each))}' for name, each in pairs)}."


def share(chance: float) -> str:
    """A probability with two digits, where only what is as good as none or all is 0 or 1."""
    if chance < SURE:
        return "0"
    if chance > 1 - SURE:
        return "1"
    return "<0.01" if chance < 0.005 else ">0.99" if chance >= 0.995 else f"{chance:.2f}"


def _paid(tree: Tree) -> list[list[str]]:
    """[terminal][player] what is paid along each history, exact where the game is."""
    if tree.exact is None:
        return [[_amount(float(each)) for each in row] for row in terminal_payoff(tree)[0]]
    paid = totals(tree, tree.exact.payoff, (Fraction(0),) * len(tree.players))
    return [[told(each) for each in paid[end]] for end in tree.terminal.tolist()]


def _amount(value: float) -> str:
    """To six digits; rounding of sums is no digit."""
    return told(round(value, 9))
