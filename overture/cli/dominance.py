"""``overture dominance``: what nobody does, whatever he believes, in the order in which it is eliminated."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from overture.cli.games import GameFile

if TYPE_CHECKING:
    from overture.games.spoken import SpokenGame
    from overture.solvers.all.before.dominance import Dominance

MOST_LINES = 200  # of what is left


def dominance(
    file: GameFile,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """Eliminate what is strictly dominated at its information set, round by round; no sequential equilibrium is lost."""
    from overture.cli.games import read_tree
    from overture.solvers.all.before.dominance import dominance as find

    tree = read_tree(file)
    found = find(tree)
    if as_json:
        print(json.dumps(found.to_json(), indent=1))
    else:
        _say(found, tree.spoken)


def _say(found: Dominance, spoken: SpokenGame | None) -> None:
    from overture.games.measured.assessment import name_of
    from overture.games.show import choice_words, place_words
    from overture.wording import capital

    tree = found.tree
    print(tree.title)
    if not found.removed:
        print("No action is strictly dominated at its information set.")
    for number in range(1, found.rounds + 1):
        print(f"\nRound {number}")
        for removal in found.removed:
            if removal.round == number:
                print(f"   {found.say(removal, spoken)}")
    if found.is_solved:
        print("\nOne action is left everywhere: this is the only sequential equilibrium.")
    else:
        print("\nLeft")
    open_ = [at for at, actions in enumerate(found.allowed) if len(actions) > 1 or found.is_solved]
    for at in open_[:MOST_LINES]:
        where = f"{name_of(tree, at)} ({tree.players[tree.set_player[at]]})"
        if spoken:
            where = capital(place_words(tree, at, spoken))
        print(f"   {where}: " + ", ".join(choice_words(tree, each, spoken) for each in found.allowed[at]))
    if len(open_) > MOST_LINES:
        print(f"   and {len(open_) - MOST_LINES} information sets more (--json has them all)")
    if found.weak:
        print("\nWeakly dominated, and kept, since an equilibrium may use it")
        for removal in found.weak:
            print(f"   {found.say(removal, spoken)}")
    if found.untested:
        print(
            "\nNot decided, too large: "
            + ", ".join(
                place_words(tree, at, spoken) if spoken else name_of(tree, at) for at in found.untested
            )
        )
