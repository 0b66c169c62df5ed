"""``overture solve``: one game, one answer, its certificate."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from overture.cli.games import GameFile

if TYPE_CHECKING:
    from overture.games.spoken import SpokenGame
    from overture.solvers.solution import Solution

MOST_NODES = 10_000  # of a game that is asked what hangs on ties: the path may have to be followed again


def solve(
    file: GameFile,
    precision: Annotated[
        float | None,
        typer.Option(min=0.0, help="Stop at this logit precision (lambda); without it, go to the limit."),
    ] = None,
    regret: Annotated[
        float | None,
        typer.Option(
            help="Stop when no information set has more regret than this share of the payoff range."
        ),
    ] = None,
    seconds: Annotated[
        float | None, typer.Option(min=0.0, help="Stop after so many seconds, wherever it is.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")] = False,
) -> None:
    """Solve a game: the logit path's limit, beliefs at every information set, and the largest regret."""
    from overture.cli.games import read_tree
    from overture.solvers.path import large
    from overture.solvers.solve import solve as solve_tree

    tree = read_tree(file)
    if large.is_large(tree) or regret is not None or seconds is not None:
        from overture.cli.progress import bar

        with bar() as tell:
            solution = large.solve(
                tree,
                precision,
                regret,
                progress=lambda done, of: tell("logit path", done, of),
                budget=seconds,
            )
    else:
        solution = solve_tree(tree, precision=precision)
    if as_json:
        print(json.dumps(as_plain(solution) | {"undetermined": _ties(solution, None)}, indent=1))
    else:
        _say(solution, tree.spoken)
        for line in _ties(solution, tree.spoken):
            print(line)
    raise typer.Exit(0 if bool(solution.solved[0]) else 1)


def _ties(solution: Solution, spoken: SpokenGame | None) -> list[str]:
    """What hangs on ties that decide nothing; nothing is asked of larger games, where it would take long."""
    from overture.solvers.beside.undetermined import undetermined

    return list(undetermined(solution).said(spoken)) if solution.tree.n_nodes <= MOST_NODES else []


def as_plain(solution: Solution, world: int = 0) -> dict[str, Any]:
    """One world of a solution as JSON's values. ``precision`` is null at the limit; ``local_share`` is the largest share
    of what is at stake at an information set that its play gives away (``overture.games.measured.stakes``).
    """
    import math

    from overture.games.listing import infoset_rows

    tree = solution.tree
    precision = float(solution.precision[world])
    return {
        "game": tree.title,
        "players": list(tree.players),
        "method": solution.method,
        "solved": bool(solution.solved[world]),
        "status": solution.status_text[world],
        "max_regret": float(solution.max_regret[world]),
        "local_share": float(solution.local_share[world]),
        "precision": precision if math.isfinite(precision) else None,
        "value": dict(zip(tree.players, solution.value[world].tolist(), strict=True)),
        "infosets": infoset_rows(
            tree,
            solution.strategy[world],
            solution.belief[world],
            solution.reach[world],
            solution.regret[world],
        ),
    }


def _say(solution: Solution, spoken: SpokenGame | None) -> None:
    from overture.cli.games import worths
    from overture.games.measured.measure import Measured, expected_size
    from overture.games.show import say
    from overture.games.view import rounded_to_nothing

    tree = solution.tree
    measured = Measured(
        solution.belief, solution.value, solution.regret, solution.action_value, solution.reach
    )
    print(tree.title)
    print(say(tree, solution.strategy, measured, spoken=spoken))
    size = expected_size(tree, solution.reach)[0]
    print(f"Value: {worths(tree, rounded_to_nothing(solution.value[0], size).tolist(), spoken)}")
    print(solution.summary(spoken))
