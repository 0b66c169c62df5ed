"""A story that tells a given tree: from Gambit's files to story files."""

from __future__ import annotations

from collections import Counter
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
    single = _names(tree)
    seen = _seen(tree, single)
    short = [each.partition(" | ")[0].strip() or "move" for each in tree.labels.set_name]
    try:
        story = _Writer(tree, world, short, seen).story()
        if _tells(story, tree):
            return story
    except TellingError:  # two moves of one name on a history
        pass
    return _Writer(tree, world, single, seen).story()


def _too_large(tree: Tree, found: str, allowed: str) -> TreeError:
    return TreeError.of("story/large", found, tree.title, allowed, "keep the game as a .efg file")


def _tells(story: Story, tree: Tree) -> bool:
    """Whether a story has the nodes and the information sets of a tree."""
    told = game_of_story(story).tree()
    if not np.array_equal(told.parent, tree.parent) or told.n_infosets != tree.n_infosets:
        return False
    sets = [np.where(each.set_of < each.n_infosets, each.set_of, each.n_infosets) for each in (told, tree)]
    return bool(np.array_equal(sets[0], sets[1]))


def _names(tree: Tree) -> list[str]:
    """[set] a name for each that no other has."""
    many = Counter(tree.labels.set_name)
    met: Counter[str] = Counter()
    found: list[str] = []
    taken = set(tree.labels.set_name)
    for own in tree.labels.set_name:
        name = made = own.strip() or "move"
        while many[own] > 1 or not own.strip():
            met[name] += 1
            made = f"{name} {met[name]}"
            if made not in taken:
                break
        taken.add(made)
        found.append(made)
    return found


def _seen(tree: Tree, names: list[str]) -> list[list[str]]:
    """[set] the players who see what is chosen there without choosing it: those to whom no information set hides it."""
    named = replace(tree, labels=replace(tree.labels, set_name=tuple(names)))
    found: list[list[str]] = []
    for at, name in enumerate(names):
        taken = choice_at_nodes(named, name)
        found.append([])
        for player, told in enumerate(tree.players):
            mine = np.flatnonzero(tree.set_player == player)
            if player != tree.set_player[at] and all(
                len(set(taken[tree.set_of == each])) == 1 for each in mine
            ):
                found[-1].append(told)
    return found


class _Writer:
    """Writes a tree out as nested steps."""

    def __init__(self, tree: Tree, world: int, names: list[str], seen: list[list[str]]) -> None:
        self.tree, self.world, self.names, self.seen = tree, world, names, seen
        self.children = tree.followers()

    def story(self) -> Story:
        tree = self.tree
        return Story.model_validate(
            {
                "story": 1,
                "title": tree.title.strip() or "game",
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
                return [*steps, {"end": self.payoffs(outcome) if outcome >= 0 else {}}]
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
