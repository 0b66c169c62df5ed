"""``overture worlds``: the values of a game in many worlds, in chunks that are stored, on one machine or many."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from overture.cli.options import ClusterOption, FreshOption, StoreOption, WorkersOption
from overture.cli.streams import printed_last

if TYPE_CHECKING:
    from overture.runs.plan import Plan
    from overture.runs.table import WorldTable


def worlds(
    case: Annotated[
        str, typer.Argument(help="A case file, the folder that holds case.yaml, or a game of the catalogue.")
    ],
    worlds: Annotated[int, typer.Option(help="How many worlds are drawn from the ranges.")] = 4096,
    shape: Annotated[
        list[str] | None, typer.Option(help="NAME=VALUE: an argument of the game's shape; may be repeated.")
    ] = None,
    range_: Annotated[
        list[str] | None,
        typer.Option("--range", help="NAME=LOW,MODE,HIGH: draw this parameter from there; may be repeated."),
    ] = None,
    event: Annotated[
        list[str] | None, typer.Option(help="An event whose probability is told; may be repeated.")
    ] = None,
    solver: Annotated[
        str, typer.Option(help="path: the limit of the logit path; all: all equilibria.")
    ] = "path",
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 1,
    chunk: Annotated[int, typer.Option(help="Worlds of a chunk, a power of two.")] = 4096,
    store: StoreOption = None,
    workers: WorkersOption = None,
    cluster: ClusterOption = "",
    table: Annotated[Path | None, typer.Option(help="Write every world here as CSV.")] = None,
    fresh: FreshOption = False,
) -> None:
    """Solve a case in many worlds; exit 1 where some are solved only in part."""
    from overture.cli.progress import pace
    from overture.cli.written import cleaned_csv
    from overture.runs.plan import check_worlds
    from overture.runs.run import check_workers, run_plan
    from overture.writing import write_whole

    check_worlds(worlds)
    check_workers(workers, cluster, None)
    plan = _plan(
        case, _shape(shape or []), _ranges(range_ or []), event or [], solver, seed, chunk, workers is not None or bool(cluster)
    )  # fmt: skip
    with pace(plan.chunk, f"chunks by {_way(plan)}") as tell:
        found = run_plan(plan, worlds, store, workers, cluster, fresh=fresh, progress=tell)
    with printed_last():
        whole = _show(found)
        if table is not None:
            write_whole(table, cleaned_csv(found.to_frame()))
            print(f"Table: {table.resolve()}")
    raise typer.Exit(0 if whole else 1)


def _plan(case: str, *given: Any) -> Plan:
    """The plan; where others compute, a process reads the case that then ends, so that this one stays small."""
    from overture.runs.executors import apart

    *rest, elsewhere = given
    return apart(_posed, case, *rest) if elsewhere else _posed(case, *rest)


def _posed(case: str, *given: Any) -> Plan:
    from overture.judgement.worlds.pose import pose

    return pose(case, *given)


def _pairs(given: list[str], option: str, allowed: str) -> list[tuple[str, str]]:
    """NAME=VALUE in two."""
    from overture.errors import FileError

    for each in given:
        if "=" not in each[1:]:
            raise FileError.of("runs/option", f"found {each!r}", option, allowed)
    return [(name.strip(), value.strip()) for name, _, value in (each.partition("=") for each in given)]


def _shape(given: list[str]) -> dict[str, bool | int | float | str]:
    found: dict[str, bool | int | float | str] = {}
    for name, value in _pairs(given, "--shape", "NAME=VALUE"):
        found[name] = value
        if value in ("true", "false", "True", "False"):
            found[name] = value.lower() == "true"
        else:
            for kind in (int, float):
                try:
                    found[name] = kind(value)
                except ValueError:
                    continue
                break
    return found


def _ranges(given: list[str]) -> dict[str, tuple[float, float, float]]:
    from overture.errors import FileError

    found = {}
    for name, value in _pairs(given, "--range", "NAME=LOW,MODE,HIGH"):
        try:
            low, mode, high = (float(each) for each in value.split(","))
        except ValueError:
            raise FileError.of(
                "runs/option", f"found {value!r}", f"--range {name}", "LOW,MODE,HIGH, three numbers"
            ) from None
        found[name] = (low, mode, high)
    return found


def _way(plan: Plan) -> str:
    return "the logit path" if plan.settings["solver"] == "path" else "all equilibria"


def _show(found: WorldTable) -> bool:
    """Print what the table says, column by column; whether every world is solved whole."""
    from overture.cli.games import plain

    settings, plan = found.plan.settings, found.plan
    print(
        f"{found.worlds:,} worlds by {_way(plan)}, seed {plan.seed}, {plan.chunks(found.worlds):,} chunks of {plan.chunk:,}; "
        f"drawn: {', '.join(plan.ranges)}"
    )
    other = ("world", *plan.ranges, "status", "solved", "complete", "regret", "regret_share", "equilibria")
    told = [name for name in found.names if name not in other]
    sure = "solved" if settings["solver"] == "path" else "complete"
    extents = found.extents([*told, "regret", sure])
    for name in told:
        each = extents[name]
        known = f"; not known in {each.missing:,} worlds" if each.missing else ""
        print(f"{name}: mean {plain(each.mean)}, from {plain(each.low)} to {plain(each.high)}{known}")
    whole = round(extents[sure].mean * found.worlds)
    print(
        f"{whole:,} of {found.worlds:,} worlds {'solved' if sure == 'solved' else 'have a complete list'}; "
        f"regret at most {extents['regret'].high:.1g}"
    )
    print(f"Digest of the table: {found.digest()}")
    if found.folder is not None:
        print(f"Store: {found.folder}")
    return whole == found.worlds
