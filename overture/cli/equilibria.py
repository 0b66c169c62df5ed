"""``overture equilibria``: every equilibrium of a game, what each survives, and whether the list is complete."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from overture.game.tree import Tree
    from overture.solve.equilibria import Equilibrium, EquilibriumList


def equilibria(
    file: Annotated[
        Path,
        typer.Argument(
            help="A game in Gambit's .efg format, or a case (file or folder: its most likely values)."
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
    steps: Annotated[
        int, typer.Option(min=1, help="How many supports to try before the search is given up.")
    ] = 30_000,
    seconds: Annotated[
        float | None, typer.Option(min=0.0, help="End by then (a wish: without it, work alone is counted).")
    ] = None,
    seed: Annotated[
        int, typer.Option(help="Seed of the starts that are tried where the search is not finished.")
    ] = 0,
) -> None:
    """List all equilibria of a game; exit 1 where the list may be incomplete.

    Ctrl-C ends the search and prints what it found.
    """
    from overture.cli.games import read_tree
    from overture.solve.equilibria import equilibria as find

    tree = read_tree(file)
    shown = _bar() if sys.stderr.isatty() else None
    found = find(tree, steps=steps, seconds=seconds, seed=seed, progress=shown)
    if shown is not None:
        print(" " * 40, end="\r", file=sys.stderr)
    if as_json:
        print(json.dumps(as_plain(found), indent=1))
    else:
        _say(tree, found)
    raise typer.Exit(0 if found.complete else 1)


def _bar() -> Any:
    def show(done: int, of: int) -> None:
        print(f"supports tried: {done} of at most {of}", end="\r", file=sys.stderr, flush=True)

    return show


def as_plain(found: EquilibriumList) -> dict[str, Any]:
    """The list as JSON's values."""
    return {"complete": found.complete, "equilibria": [entry_as_plain(member) for member in found.members]}


def entry_as_plain(member: Equilibrium) -> dict[str, Any]:
    """One equilibrium as JSON's values: its representative, measured."""
    from overture.game.listing import infoset_rows

    certificate = member.certificate
    tree = certificate.tree
    belief = [0.0 if share is None else float(share) for share in certificate.belief]
    return {
        "class": member.label,
        "infosets": infoset_rows(
            tree,
            member.strategy,
            belief,
            [float(x) for x in certificate.reach],
            [float(x) for x in certificate.regret],
        ),
        "value": dict(zip(tree.players, member.value, strict=True)),
        "passes": {
            "intuitive": member.intuitive.passes if member.intuitive else None,
            "d1": member.d1.passes if member.d1 else None,
        },
        "reason": {
            "intuitive": member.intuitive.reason if member.intuitive else "",
            "d1": member.d1.reason if member.d1 else "",
        },
        "certificate": {
            "sequential": certificate.is_sequential,
            "exact": certificate.exact,
            "max_regret": float(certificate.max_regret),
        },
    }


def _say(tree: Tree, found: EquilibriumList) -> None:
    from overture.cli.games import played, worths

    print(tree.title)
    count = len(found.members)
    word = "equilibrium" if count == 1 else "equilibria"
    print(f"{count} {word}, {'all there are' if found.complete else 'perhaps not all'} ({found.how})")
    for number, member in enumerate(found.members, start=1):
        kind = "" if member.is_point else "; one of a continuum"
        print(f"\n{number}. {member.label}{kind}. Value: {worths(tree, member.value)}")
        for line in played(tree, member.strategy, member.order, member.weight):
            print(f"   {line}")
        tests = [
            ("intuitive criterion", member.intuitive),
            ("D1", member.d1),
            ("undefeated", member.undefeated),
            ("neologism-proof", member.neologism_proof),
        ]
        for name, verdict in tests:
            if verdict is not None:
                said = {
                    "all": "passes",
                    "none": "fails",
                    "some": "passes in a part of the component only",
                    "untested": "not tested",
                }
                print(f"   {name}: {said[verdict.holds]}" + (f": {verdict.reason}" if verdict.reason else ""))
        print(f"   {member.certificate}")
