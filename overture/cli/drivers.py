"""``overture drivers``: which ranges of a case move the answer about its terms, and where these fail."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from overture.cli.options import (
    ClusterOption,
    FreshOption,
    StoreOption,
    WorkersOption,
    run_options,
    tell_store,
)
from overture.cli.streams import printed_last


def drivers(
    case: Annotated[Path, typer.Argument(help="A case file, or the folder that holds case.yaml.")],
    of: Annotated[
        list[str] | None,
        typer.Option(
            "--of", help="worth, worth.worst, worth.best, theirs, broken or holds; several times for several."
        ),
    ] = None,
    clause: Annotated[
        list[str] | None,
        typer.Option("--set", help="A clause of the terms, as in --set q_thin=0.8; else as offered."),
    ] = None,
    draw: Annotated[
        list[str] | None,
        typer.Option(
            "--draw",
            help="A clause that is drawn from the range of its parameter; all: each that is not set.",
        ),
    ] = None,
    points: Annotated[int, typer.Option(min=16, max=1 << 20, help="Base points of the plan.")] = 1024,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the points.")] = 1,
    table: Annotated[Path | None, typer.Option(help="Write the indices here as CSV.")] = None,
    figures: Annotated[
        Path | None, typer.Option(help="Write the charts into this folder, for a paper.")
    ] = None,
    store: StoreOption = None,
    workers: WorkersOption = None,
    cluster: ClusterOption = "",
    fresh: FreshOption = False,
) -> None:
    """Say which ranges drive the worth of terms and whether they hold: indices with intervals, a tornado, a rule."""
    from overture.cli.progress import bar
    from overture.cli.written import cleaned_csv
    from overture.errors import FileError
    from overture.judgement.deal.driven import terms_in_words, what_drives_terms
    from overture.judgement.deal.posed import case_of_terms
    from overture.writing import write_whole

    run = run_options(store, workers, cluster, fresh)
    given: dict[str, float | bool | str] = {}
    for each in clause or []:
        name, equals, value = each.partition("=")
        if not equals:
            raise FileError.of(
                "drivers/value", f"{each!r} sets nothing", "--set", "a clause and its value, as in q_thin=0.8"
            )
        given[name.strip()] = value.strip()
    loaded = case_of_terms(case)
    with bar(lines=True) as tell:
        found = what_drives_terms(
            loaded, tuple(of or ("worth", "holds")), given, points, seed, tell, draw or (), run
        )
    tell_store(store)
    with printed_last():
        print(f"Terms: {terms_in_words(loaded, found.terms)}.")
        if found.drawn:
            print(f"Drawn from their ranges, as all else is: {', '.join(found.drawn)}.")
        shown = found.in_words()
        for part in (shown.indices, shown.tornado, shown.rule):
            print()
            print(part.summary())
        if table is not None:
            write_whole(table, cleaned_csv(found.indices.to_frame()))
            print(f"Table: {table.resolve()}")
        if figures is not None:
            from overture.report.charts.drivers import figures as drawn
            from overture.report.export import save_all

            made = [each for part in (shown.indices, shown.tornado, shown.rule) for each in drawn(part)]
            for path in save_all(made, figures, "svg"):
                print(f"Figure: {path.resolve()}")
