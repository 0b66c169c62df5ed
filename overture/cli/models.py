"""``overture models``: the catalogue of games; ``overture models show NAME``: one of them told, outlined, with its parameters."""

from __future__ import annotations

from typing import Annotated

import typer

MOST_NODES = 60  # of a tree that is outlined node by node


def models(
    what: Annotated[str | None, typer.Argument(help="show, to tell one of them.")] = None,
    name: Annotated[str | None, typer.Argument(help="A game of the catalogue.")] = None,
) -> None:
    """List the games of the catalogue, or tell one: its story, who knows what, the tree, its parameters."""
    from overture.errors import FileError
    from overture.models import CATALOGUE

    if what is None:
        for each in CATALOGUE:
            print(f"{each}: {_about(each)}")
        return
    if what != "show" or name is None:
        raise FileError.of(
            "models/asked", f"{what!r} {name or ''}".strip(), "overture models", "nothing, or show NAME"
        )
    print("\n".join(_shown(name)))


def _about(name: str) -> str:
    """The first sentence of what a model says of itself."""
    from importlib import import_module

    from overture.models import CATALOGUE

    text = (import_module(CATALOGUE[name][0]).__doc__ or "").strip().splitlines()
    return text[0] if text else ""


def _shown(name: str) -> list[str]:
    from overture.games.knowledge import knowledge
    from overture.games.show import outline
    from overture.games.story.writing.words import told
    from overture.models import defaults, parameter_words
    from overture.models.as_story import catalogue_story, find_any, game_story, tree_of

    game = find_any(name)
    tree = tree_of(game, name)
    if catalogue_story(name) is not None:
        lines = told(game_story(game, name), tree)
    else:
        words = parameter_words(name)
        lines = [tree.title, _about(name), "", "Players", *(f"- {player}" for player in tree.players)]
        given = [
            f"- {each} = {value:g}: {words.get(each, '')}".rstrip(": ")
            for each, value in defaults(name).items()
        ]
        lines += ["", "Parameters", *given] if given else []
        lines += ["", "Who knows what", *(f"- {line}" for line in knowledge(tree))]
    size = f"{tree.n_nodes:,} nodes, {tree.n_infosets:,} information sets, {len(tree.terminal):,} histories"
    lines += ["", f"The tree: {size}"]
    return lines + (outline(tree) if tree.n_nodes <= MOST_NODES else [])
