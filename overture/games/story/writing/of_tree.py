"""A story that tells a given tree: from Gambit's files to story files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from overture.errors import TellingError, TreeError
from overture.games.measured.event import choice_at_nodes
from overture.games.story.file import game_of_story
from overture.games.story.schema import Story
from overture.games.tree import TERMINAL, Tree

Plain = dict[str, Any]

MOST_NODES = 5_000  # of a tree that is written out step by step
DEEPEST = 20  # choices within one another that a file may hold


def story_of_tree(tree: Tree, world: int = 0) -> Story:
    """The story of a tree at one world, with the same nodes, information sets, odds and payoffs.

    Moves keep the names of their sets where these tell the sets apart, and get names with numbers where they do not.

    Raises:
        TreeError: the tree is too large or too deep.
    """
    if tree.n_nodes > MOST_NODES:
        raise _too_large(tree, f"a tree of {tree.n_nodes:,} nodes", f"at most {MOST_NODES:,} nodes")
    single = _numbered(_short(tree))
    for names in dict.fromkeys(map(tuple, (_bare(tree), _short(tree)))):
        try:
            story = _Writer(tree, world, names, _seen(tree, names)).story()
            if _tells(story, tree):
                return story
        except TellingError:  # two moves of one name on a history
            continue
    return _Writer(tree, world, single, _seen(tree, single)).story()


def _short(tree: Tree) -> list[str]:
    """[set] its name without what is seen there, which a tree that is told names after a bar."""
    return [each.partition(" | ")[0].strip() or "move" for each in tree.labels.set_name]


def _bare(tree: Tree) -> list[str]:
    """[set] the short name without the ``_1`` by which a file tells moves of one name apart, where others are told apart from it."""
    short = _short(tree)
    numbered = [re.fullmatch(r"(.+)_[1-9]\d*", each) for each in short]
    many = Counter(each[1] for each in numbered if each)
    return [each[1] if each and many[each[1]] > 1 else own for each, own in zip(numbered, short, strict=True)]


def _too_large(tree: Tree, found: str, allowed: str) -> TreeError:
    return TreeError.of("story/large", found, tree.title, allowed, "keep the game as a .efg file")


def _tells(story: Story, tree: Tree) -> bool:
    """Whether a story has the nodes and the information sets of a tree."""
    told = game_of_story(story).tree()
    if not np.array_equal(told.parent, tree.parent) or told.n_infosets != tree.n_infosets:
        return False
    sets = [np.where(each.set_of < each.n_infosets, each.set_of, each.n_infosets) for each in (told, tree)]
    return bool(np.array_equal(sets[0], sets[1]))


def _numbered(names: Sequence[str]) -> list[str]:
    """[set] the name, those that stand more than once with numbers behind them."""
    many, met, taken = Counter(names), Counter[str](), set(names)
    found: list[str] = []
    for name in names:
        made = name
        while many[name] > 1:
            met[name] += 1
            made = f"{name} {met[name]}"
            if made not in taken:
                break
        taken.add(made)
        found.append(made)
    return found


def _seen(tree: Tree, names: Sequence[str]) -> list[list[str]]:
    """[set] the players who see what is chosen there without choosing it: those to whom no information set hides it."""
    named = replace(tree, labels=replace(tree.labels, set_name=tuple(names)))
    ids = {label: at for at, label in enumerate(dict.fromkeys(tree.labels.edge))}
    label = np.array([ids[each] for each in tree.labels.edge], dtype=np.int64)
    sees: dict[str, list[int]] = {}
    for name in dict.fromkeys(names):
        edge = choice_at_nodes(named, name)
        taken = np.where(
            edge >= 0, label[edge], -1
        )  # one choice is one label, at whichever set of the move it is made
        sees[name] = [
            player
            for player in range(len(tree.players))
            if all(
                len(set(taken[tree.set_of == each])) == 1
                for each in np.flatnonzero(tree.set_player == player)
            )
        ]
    movers = tree.set_player.tolist()
    return [
        [tree.players[player] for player in sees[name] if player != movers[at]]
        for at, name in enumerate(names)
    ]


class _Writer:
    """Writes a tree out as nested steps."""

    def __init__(self, tree: Tree, world: int, names: Sequence[str], seen: list[list[str]]) -> None:
        self.tree, self.world, self.names, self.seen = tree, world, names, seen
        self.children = tree.followers()

    def story(self) -> Story:
        tree = self.tree
        return Story.model_validate(
            {
                "story": 1,
                "title": tree.title.strip() or "game",
                "words": tree.labels.comment,
                "players": {player: {} for player in tree.players},
                "steps": self.below(0, 0),
            }
        )

    def below(self, node: int, depth: int) -> list[Plain]:
        """The steps of the subtree below a node; the last choice needs no condition, since all others end the game."""
        if depth > DEEPEST:
            raise _too_large(self.tree, f"a history of over {DEEPEST} choices", f"at most {DEEPEST} choices")
        tree = self.tree
        steps: list[Plain] = []
        while True:
            at, outcome = int(tree.set_of[node]), int(tree.outcome[node])
            if at == TERMINAL:
                return [
                    *steps,
                    {"end": self.payoffs(outcome) if outcome >= 0 else dict.fromkeys(tree.players, 0)},
                ]
            if outcome >= 0:
                steps.append({"pay": self.payoffs(outcome)})
            steps.append(self.step(at))
            labels = tree.labels.edge[tree.edge_start[at] : tree.edge_start[at + 1]]
            *others, node = self.children[node]
            for child, label in zip(others, labels, strict=False):
                condition = f"move({_quoted(self.names[at])}) == {_quoted(label)}"
                steps.append({"if": condition, "then": self.below(child, depth + 1)})

    def step(self, at: int) -> Plain:
        tree, name = self.tree, self.names[at]
        start, end = int(tree.edge_start[at]), int(tree.edge_start[at + 1])
        labels = list(tree.labels.edge[start:end])
        mover = int(tree.set_player[at])
        seen = None if len(self.seen[at]) == len(tree.players) - (mover >= 0) else self.seen[at]
        if mover >= 0:
            return {"move": name, "by": tree.players[mover], "choices": labels, "seen_by": seen}
        odds = [{"choice": label, "odds": self.odd(start + i)} for i, label in enumerate(labels)]
        return {"chance": name, "odds": odds, "seen_by": seen}

    def odd(self, edge: int) -> str | int | float:
        tree, column = self.tree, edge - self.tree.n_actions
        return _number(tree.exact.chance[column] if tree.exact else tree.chance[self.world, column])

    def payoffs(self, outcome: int) -> Plain:
        tree = self.tree
        row = tree.exact.payoff[outcome] if tree.exact else tree.payoff[self.world, outcome]
        return {player: _number(value) for player, value in zip(tree.players, row, strict=True)}


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _number(value: Any) -> str | int | float:
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
    return float(value)
