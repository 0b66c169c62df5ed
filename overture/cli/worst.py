"""``overture worst``: what a player can guarantee whatever the others do, and how good or bad Nash equilibria get."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from overture.cli.games import GameFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from overture.games.spoken import SpokenGame
    from overture.games.tree import Floats, Tree
    from overture.solvers.bounds.nash_range import NashRange
    from overture.solvers.bounds.worst_case import Guarantee

MOST_LINES = 24  # of a strategy in words


def worst(
    file: GameFile,
    player: Annotated[
        str | None, typer.Option(help="Whose worst case; without it, every player's in turn.")
    ] = None,
    bounds: Annotated[
        bool, typer.Option("--bounds", help="Also the best and the worst Nash equilibrium (two players).")
    ] = False,
    seconds: Annotated[
        float | None, typer.Option(min=0.1, help="End by then (a wish: without it, work alone is counted).")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """What a player can guarantee; exit 1 where the answer is only partly proven."""
    from overture.cli.games import read_tree
    from overture.solvers.bounds.nash_range import nash_range
    from overture.solvers.bounds.worst_case import guarantee, player_index
    from overture.solvers.deadline import Deadline

    tree = read_tree(file)
    asked = range(len(tree.players)) if player is None else [player_index(tree, player)]
    found: list[tuple[Guarantee, NashRange | None]] = []
    until = Deadline(seconds)
    with _aside():
        for at in asked:
            sure = guarantee(tree, at, seconds=until.left)
            found.append((sure, nash_range(tree, at, seconds=until.left) if bounds else None))
    if as_json:
        print(
            json.dumps(
                {"game": tree.title, "players": [as_plain(sure, span) for sure, span in found]},
                indent=1,
                allow_nan=False,
            )
        )
    else:
        print(tree.title)
        for sure, span in found:
            _say(sure, span, tree.spoken)
    proven = all(sure.reached and (span is None or span.proven) for sure, span in found)
    raise typer.Exit(0 if proven else 1)


@contextmanager
def _aside() -> Iterator[None]:
    """Drop what compiled code prints on stdout: HiGHS leaves a line of its own there now and then, JSON or not."""
    try:
        sys.stdout.flush()
        kept = os.dup(1)
    except OSError:  # no such descriptor: nothing to keep clean
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        _flush()
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _flush() -> None:
    """Flush the buffers of the C library, so that what it holds goes where it was meant to."""
    import ctypes

    try:
        ctypes.CDLL(None).fflush(None)
    except (OSError, TypeError, AttributeError):
        return  # another system's library: the line may come late, on stdout


def as_plain(sure: Guarantee, span: NashRange | None) -> dict[str, Any]:
    """The answer for one player as JSON's values; what was not found is null."""
    tree = sure.tree
    labels = tree.labels
    rows = []
    _, comes = _open_play(tree, sure.strategy, sure.player)
    for at in range(tree.n_infosets):
        if tree.set_player[at] == sure.player:
            low, high = int(tree.edge_start[at]), int(tree.edge_start[at + 1])
            rows.append(
                {
                    "number": labels.set_number[at],
                    "label": labels.set_label[at],
                    "actions": list(labels.edge[low:high]),
                    "strategy": sure.strategy[low:high].tolist(),
                    "may_come": bool(comes[at]),
                }
            )
    plain: dict[str, Any] = {
        "player": tree.players[sure.player],
        "guarantee": sure.value,
        "at_most": sure.most,
        "proven": sure.reached,
        "against": "a team that pools what it sees" if sure.pooled else "one opponent",
        "method": sure.played.method,
        "infosets": sorted(rows, key=lambda row: row["number"]),
    }
    if span is not None:
        plain["nash"] = {
            "method": span.method,
            "tolerance": span.tolerance,
            "worst": {"bound": span.low, "found": span.low_found, "proven": span.low_proven},
            "best": {"bound": span.high, "found": span.high_found, "proven": span.high_proven},
        }
    return plain


def _say(sure: Guarantee, span: NashRange | None, spoken: SpokenGame | None) -> None:
    from overture.cli.games import named, plain, units
    from overture.games.measured.measure import assess
    from overture.games.show import sayings
    from overture.wording import capital

    tree = sure.tree
    player = tree.players[sure.player]
    name, unit = named(player, spoken), units(tree)[sure.player]
    others = [each for at, each in enumerate(tree.players) if at != sure.player]
    many = sure.pooled or (spoken is not None and any(map(spoken.many, others)))
    print(
        f"\n{capital(name)} can guarantee {plain(sure.value, unit)}, "
        f"whatever {_and([named(each, spoken) for each in others])} {'do' if many else 'does'}."
    )
    if sure.pooled:
        print(
            "   They count as one team that pools what its members see; against others who know less it may be more."
        )
    if sure.reached:
        print("   No strategy guarantees more" + (" against such a team." if sure.pooled else "."))
    else:
        print(
            f"   No strategy guarantees more than {plain(sure.most, unit)}; the search was stopped before the two met."
        )
    duel = sure.played.tree
    play, _ = _open_play(duel, sure.played.strategy, 0)
    lines = sayings(duel, play, assess(duel, play), spoken=spoken)
    told = [line for line in lines if line.player == player and line.reached]
    print("   To get it:" if told else "   There is nothing to choose.")
    for line in told[:MOST_LINES]:
        print(f"   - {line.where}: {line.does}")
    if len(told) > MOST_LINES:
        print(f"   ... and {len(told) - MOST_LINES} lines more; --json has all.")
    if span is not None:
        near = f", to within {span.tolerance:.1g}" if span.tolerance else ""
        print(f"   Over all Nash equilibria ({span.method}{near}):")
        print(f"   - {_end(span.low, span.low_found, span.low_proven, (name, unit), 'less', 'worst')}")
        print(f"   - {_end(span.high, span.high_found, span.high_proven, (name, unit), 'more', 'best')}")


def _open_play(tree: Tree, strategy: Floats, player: int) -> tuple[Floats, NDArray[np.bool_]]:
    """[A] the player's strategy against others who do anything, and [infoset] where play may come to then."""
    import numpy as np

    from overture.games.measured.measure import reach

    sets = tree.infoset_of_action
    even = 1.0 / np.diff(tree.edge_start)[sets]
    play = np.where(tree.set_player[sets] == player, strategy, even)
    passing = reach(tree, play)[0]
    return play, np.array([passing[tree.members(at)].sum() > 0 for at in range(tree.n_infosets)], dtype=bool)


def _end(
    bound: float, found: float | None, proven: bool, whose: tuple[str, float], more: str, which: str
) -> str:
    from overture.cli.games import plain

    name, unit = whose
    if proven:
        return f"the {which} gives {name} {plain(bound, unit)}."
    tail = "none was found" if found is None else f"the {which} that was found gives {plain(found, unit)}"
    return f"none gives {name} {more} than {plain(bound, unit)}; {tail}. The search was not finished."


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
