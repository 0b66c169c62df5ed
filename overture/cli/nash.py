"""``overture nash``: every extreme Nash equilibrium of a game of two players, or what correlated equilibria give."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from overture.cli.games import GameFile

if TYPE_CHECKING:
    from overture.games.spoken import SpokenGame
    from overture.games.tree import Tree
    from overture.solvers.bounds.correlated import CorrelatedRange
    from overture.solvers.bounds.extreme import NashList


def nash(
    file: GameFile,
    correlated: Annotated[
        bool,
        typer.Option("--correlated", help="The range of each player's value over all correlated equilibria."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """List all extreme Nash equilibria of two players; every Nash equilibrium is a mixture of some of them.

    Exit 1 where a range is not proved.
    """
    from overture.cli.games import read_tree
    from overture.solvers.bounds.correlated import correlated_range
    from overture.solvers.bounds.extreme import extreme_nash

    tree = read_tree(file)
    if correlated:
        span = correlated_range(tree)
        if as_json:
            print(json.dumps(range_as_plain(span), indent=1))
        else:
            _say_range(span, tree.spoken)
        raise typer.Exit(0 if span.proven else 1)
    found = extreme_nash(tree)
    if as_json:
        print(json.dumps(as_plain(found), indent=1))
    else:
        _say(found, tree.spoken)


def as_plain(found: NashList) -> dict[str, Any]:
    """The list as JSON's values."""
    from overture.cli.entries import shown_as_plain

    rows = [
        {
            "kind": point.kind,
            "component": point.component + 1,
            "isolated": point.alone,
            "value": dict(zip(found.tree.players, point.value, strict=True)),
            "infosets": shown_as_plain(point.certificate),
        }
        for point in found.members
    ]
    return {"game": found.tree.title, "components": found.components, "extreme_nash": rows}


def range_as_plain(span: CorrelatedRange) -> dict[str, Any]:
    """The ranges as JSON's values."""
    players = span.tree.players
    return {
        "game": span.tree.title,
        "correlated": {
            name: [low, high] for name, low, high in zip(players, span.low, span.high, strict=True)
        },
        "plans": dict(zip(players, span.plans, strict=True)),
        "proven": span.proven,
    }


def _say(found: NashList, spoken: SpokenGame | None) -> None:
    from overture.cli.games import played, worths

    tree: Tree = found.tree
    print(tree.title)
    count, pieces = len(found.members), found.components
    print(
        f"{count} extreme Nash {'equilibrium' if count == 1 else 'equilibria'} "
        f"in {pieces} component{'' if pieces == 1 else 's'}"
    )
    for number, point in enumerate(found.members, start=1):
        where = "isolated" if point.alone else f"component {point.component + 1}"
        print(f"\n{number}. {point.kind}; {where}. Value: {worths(tree, point.value, spoken)}")
        # Extreme equilibria of a component may differ off the path only. What is believed there is a part of a
        # sequential equilibrium, and of no other Nash equilibrium.
        sequential = point.kind == "sequential"
        for line in played(tree, point.certificate.play, off_path=True, beliefs=sequential, spoken=spoken):
            print(f"   {line}")


def _say_range(span: CorrelatedRange, spoken: SpokenGame | None) -> None:
    from overture.cli.games import named, plain, units
    from overture.solvers.bounds.correlated import UNPROVEN

    print(span.tree.title)
    print("Over all correlated equilibria of the reduced normal form:")
    for name, low, high, unit in zip(span.tree.players, span.low, span.high, units(span.tree), strict=True):
        print(f"   {named(name, spoken)}: {plain(low, unit)} to {plain(high, unit)}")
    if not span.proven:
        print(f"   These ends are {UNPROVEN}.")
