"""``overture equilibria``: every equilibrium of a game, what each survives, and whether the list is complete."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from overture.cli.games import GameFile

if TYPE_CHECKING:
    from overture.games.spoken import SpokenGame
    from overture.games.tree import Tree
    from overture.solvers.all.equilibrium import Equilibrium, EquilibriumList
    from overture.solvers.all.sets.region import Range
    from overture.solvers.beside.result import Beside


def equilibria(
    file: GameFile,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
    steps: Annotated[
        int, typer.Option(min=1, help="How many supports to try before the search is given up.")
    ] = 30_000,
    seconds: Annotated[
        float | None, typer.Option(min=0.0, help="End by then (a wish: without it, work alone is counted).")
    ] = None,
    event: Annotated[
        list[str] | None,
        typer.Option(
            "--event",
            help="An event of the game, such as 'reply == \"relief\"': its probability over each entry. May be repeated.",
        ),
    ] = None,
    off_path: Annotated[
        bool,
        typer.Option(
            "--off-path",
            help="Say what is done and believed at information sets that play does not reach, too.",
        ),
    ] = False,
    seed: Annotated[
        int, typer.Option(help="Seed of the starts that are tried where the search is not finished.")
    ] = 0,
    beside: Annotated[
        bool,
        typer.Option(
            "--beside",
            help="For a game that is too large to list: certified equilibria beside the limit of the path, by fines and joined parts. Goes with --event, --seed and --json.",
        ),
    ] = False,
) -> None:
    """List all equilibria of a game; exit 1 where the list may be incomplete.

    Ctrl-C ends the search and prints what it found.
    """
    from overture.cli.entries import as_plain
    from overture.cli.games import read_tree
    from overture.games.measured.event import mask
    from overture.solvers.all.equilibria import equilibria as find

    tree = read_tree(file)
    events = event or []
    for expression in events:
        mask(tree, expression)  # a fault in it is told before the search
    if beside:
        from overture.solvers.beside.search import equilibria_beside

        _tell_beside(equilibria_beside(tree, seed=seed), events, as_json)
        raise typer.Exit(1)
    shown = _bar() if sys.stderr.isatty() else None
    found = find(tree, steps=steps, seconds=seconds, seed=seed, progress=shown)
    if shown is not None:
        print(" " * 40, end="\r", file=sys.stderr)
    if as_json:
        print(json.dumps(as_plain(found, events), indent=1))
    else:
        _say(tree, tree.spoken, found, events, off_path)
    raise typer.Exit(0 if found.complete else 1)


def _bar() -> Any:
    def show(done: int, of: int) -> None:
        print(f"supports tried: {done} of at most {of}", end="\r", file=sys.stderr, flush=True)

    return show


def _said(low: float, high: float, unit: float = 1.0) -> str:
    """A range in words."""
    from overture.cli.games import plain

    ends = plain(low, unit), plain(high, unit)
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def _bounds(ends: Range) -> str:
    """What is said after a range whose ends need not be reached."""
    return "" if ends.exact else " (bounds)"


def _ranges(tree: Tree, spoken: SpokenGame | None, member: Equilibrium, events: Sequence[str]) -> list[str]:
    """What varies over a component, a line for each set and event."""
    from overture.games.show import choice_words, place_words

    lines = []
    rows: dict[int, list[str]] = {}
    for action, ends in member.free.items():
        at = int(tree.infoset_of_action[action])
        rows.setdefault(at, []).append(f"{choice_words(tree, action, spoken)} {_said(*ends)}{_bounds(ends)}")
    for at, row in rows.items():
        lines.append(f"free: {place_words(tree, at, spoken)}: {', '.join(row)}")
    for expression in events:
        found = member.range_of(expression)
        lines.append(f"{expression}: {_said(*found)}{_bounds(found)}")
    if member.touches:
        many = "entries" if len(member.touches) > 1 else "entry"
        lines.append(f"its boundary meets that of {many} {', '.join(map(str, member.touches))}")
    if member.continuum and not member.region.whole:
        lines.append("which entries its boundary meets is not known")
    return lines


def _say(
    tree: Tree,
    spoken: SpokenGame | None,
    found: EquilibriumList,
    events: Sequence[str] = (),
    off_path: bool = False,
) -> None:
    from overture.cli.games import named, played, units, worths
    from overture.solvers.all.ties import sentence, ties

    print(tree.title)
    count = len(found.members)
    word = "equilibrium" if count == 1 else "equilibria"
    print(f"{count} {word}, {'all there are' if found.complete else 'perhaps not all'} ({found.how})")
    if tied := sentence(found.members, ties(found.members), spoken):
        print(tied)
    for number, member in enumerate(found.members, start=1):
        values = ", ".join(
            f"{named(name, spoken)} {_said(*ends, unit)}"
            for (name, ends), unit in zip(member.value_range.items(), units(tree), strict=True)
        )
        kind = "; a continuum" if member.continuum else ""
        print(f"\n{number}. {member.called}{kind}. Value: {values}{member.bounds_said}")
        for line in _ranges(tree, spoken, member, events):
            print(f"   {line}")
        if member.continuum:
            print(
                f"   one member: {member.shown or 'the one that was found'} ({worths(tree, member.value, spoken)}):"
            )
        for line in played(tree, member.play, off_path, spoken=spoken):
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


def _tell_beside(found: Beside, events: Sequence[str], as_json: bool) -> None:
    from overture.cli.entries import beside_as_plain
    from overture.cli.games import plain

    told = beside_as_plain(found, events)
    if as_json:
        print(json.dumps(told, indent=1))
        return
    print(found)
    for number, entry in enumerate(told["equilibria"], start=1):
        paid = ", ".join(f"{name} {plain(each)}" for name, each in entry["value"].items())
        print(f"\n{number}. Value: {paid}; regret {entry['max_regret']:.2g}")
        for line in entry["outcome"].split("; "):
            print(f"   {line}")
        for expression, chance in entry["events"].items():
            print(f"   {expression}: {plain(chance)}")
        print(f"   found: {entry['how']}")
