"""The words of a story for the moves and choices of its game."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from overture.games.spoken import SpokenGame
from overture.games.story.clauses import StoryClauses
from overture.games.story.schema import Story
from overture.games.tree import Tree

Words = dict[str, dict[str, str]]  # move -> choice -> words


def spoken_story(story: Story, tree: Tree) -> SpokenGame:
    """How sentences speak of the game of a story at a shape, whose tree it is."""
    words = story_words(story, tree)
    return SpokenGame(
        names={player: each.name for player, each in story.players.items()},
        pronouns={player: each.pronoun for player, each in story.players.items()},
        movers=movers(tree),
        **words._asdict(),
    )


def spoken_of(story: Story, tree: Tree) -> SpokenGame | None:
    """The same; None where the story names no player and has no words for a choice."""
    spoken = spoken_story(story, tree)
    return spoken if spoken.has_words else None


def movers(tree: Tree) -> dict[str, str]:
    """Move -> its player; "" for a move of chance."""
    return {
        name: tree.players[tree.set_player[at]] if tree.set_player[at] >= 0 else ""
        for at, name in enumerate(tree.labels.set_name)
    }


class StoryWords(NamedTuple):
    """Words of a story for the moves of its game.

    Attributes:
        phrases: move -> choice -> the verb phrase of its player. clauses: move of chance -> choice -> clause.
        moves: move -> its name in words. periods: move -> "in period 2", where periods tell it from others.
    """

    phrases: Words
    clauses: Words
    moves: Mapping[str, str]
    periods: Mapping[str, str]


def story_words(story: Story, tree: Tree) -> StoryWords:
    """The words for the moves and choices of a tree, where the story has any."""
    said = StoryClauses(story)
    phrases: Words = {}
    clauses: Words = {}
    start, edge = tree.edge_start.tolist(), tree.labels.edge
    kinds = {
        (move, tree.set_player[at] < 0, edge[start[at] : start[at + 1]]): None
        for at, move in enumerate(tree.labels.set_name)
    }
    for move, chance, labels in kinds:
        for label in labels:
            words = said.clause(move, label) if chance else said.phrase(move, label)
            if words:
                (clauses if chance else phrases).setdefault(move, {})[label] = words
    every = dict.fromkeys(tree.labels.set_name)
    return StoryWords(
        phrases,
        clauses,
        {move: said.named(move) for move in every},
        {move: said.period(move) for move in every},
    )
