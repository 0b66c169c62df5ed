"""``overture compare``: counterparts, values of a parameter or forms of a game, side by side in the same worlds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from overture.cli.options import (
    ClusterOption,
    FreshOption,
    NoKeepOption,
    StoreOption,
    WeighedWorldsOption,
    WorkersOption,
    run_options,
    tell_store,
)


def compare(
    case: Annotated[Path, typer.Argument(help="A case file, or the folder that holds case.yaml.")],
    by: Annotated[
        str,
        typer.Option(help="What differs: counterpart, shape.NAME (or shape.NAME=A,B), or parameter=A,B."),
    ],
    of: Annotated[
        list[str] | None,
        typer.Option(help="An answer to compare, again for another; all of them without it."),
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write the page here: one file, opens offline.")] = None,
    json: Annotated[Path | None, typer.Option(help="Write everything here as JSON; - prints it.")] = None,
    worlds: WeighedWorldsOption = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draws and of the starts.")] = 1,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Threads; the result does not depend on it.")
    ] = None,
    store: StoreOption = None,
    workers: WorkersOption = None,
    cluster: ClusterOption = "",
    fresh: FreshOption = False,
    no_keep: NoKeepOption = False,
) -> None:
    """Compare situations in the same worlds: what differs, by how much, and is it more than its error?"""
    from overture.cli.progress import bar
    from overture.cli.written import with_page, write
    from overture.judgement.compared import Comparison
    from overture.judgement.keep import keep, kept_name, recall
    from overture.judgement.sides.compare import case_to_compare, compared_in_part
    from overture.judgement.sides.compare import compare as compared
    from overture.report.compared.page import render_comparison
    from overture.report.compared.terminal import show_comparison
    from overture.report.exchange import json_text
    from overture.userfolder.folder import keep_nothing
    from overture.wording import as_command

    keep_nothing(no_keep)
    run = run_options(store, workers, cluster, fresh)
    loaded = case_to_compare(case)
    asked = [word for name in of or [] for word in ("--of", name)]
    command = as_command("compare", case, "--by", by, *asked, "--worlds", worlds, "--seed", seed)
    name = kept_name(case, loaded.hashes, worlds, seed, command)
    found = None if fresh else recall(name, Comparison)
    if found is None:
        with bar(lines=True) as tell:
            found = compared(loaded, by, of or (), worlds, seed, threads, tell, command, run)
        keep(name, found)
        tell_store(store)
    comparison = found
    write(
        lambda console: show_comparison(comparison, console),
        lambda: json_text(comparison),
        json,
        [(html, "Page", lambda: render_comparison(with_page(comparison, html)))],
    )
    raise typer.Exit(1 if compared_in_part(found) else 0)
