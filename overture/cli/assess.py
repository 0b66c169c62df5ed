"""``overture assess``: the main job, from a case file to a judgement and its page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from overture.case.load import Loaded
    from overture.judgement.judgement import Judgement
    from overture.runs.pieces import RunOptions


def assess(
    case: Annotated[Path, typer.Argument(help="A case file, or the folder that holds case.yaml.")],
    html: Annotated[Path | None, typer.Option(help="Write the page here: one file, opens offline.")] = None,
    json: Annotated[Path | None, typer.Option(help="Write everything here as JSON; - prints it.")] = None,
    stix: Annotated[Path | None, typer.Option(help="Write sources, claims and findings as STIX 2.1.")] = None,
    matrix: Annotated[
        Path | None, typer.Option(help="Write the matrix of competing hypotheses as CSV.")
    ] = None,
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
    """Assess an offer: what does he want, would the deal hold, and how would we know?"""
    from overture.case.file import CaseFile
    from overture.case.load import load
    from overture.judgement.judge import solved_in_part
    from overture.judgement.judgement import Judgement
    from overture.judgement.keep import keep, kept_name, recall
    from overture.userfolder.folder import keep_nothing

    keep_nothing(no_keep)
    run = run_options(store, workers, cluster, fresh)
    read = CaseFile.read(case)
    if read.about_history:
        from overture.cli.assess_history import assess_history

        assess_history(read, case, html, json, stix or matrix, seed, threads, run)
        return
    loaded = load(read)
    command = _command(case, worlds, seed)
    name = kept_name(case, loaded.hashes, worlds, seed, command)
    judgement = None if fresh else recall(name, Judgement)
    if judgement is None:
        judgement = _judge(loaded, worlds, seed, threads, command, run)
        keep(name, judgement)
        tell_store(store)
    _show(judgement, html, json, stix, matrix)
    raise typer.Exit(1 if solved_in_part(judgement) else 0)


def _command(case: Path, worlds: int, seed: int) -> str:
    from overture.wording import as_command

    return as_command("assess", case, "--worlds", worlds, "--seed", seed)


def _judge(
    loaded: Loaded, worlds: int, seed: int, threads: int | None, command: str, run: RunOptions
) -> Judgement:
    from overture.cli.progress import bar
    from overture.judgement.judge import judge

    with bar() as tell:
        return judge(loaded, worlds, seed, threads, tell, command, run)


def _show(
    judgement: Judgement, html: Path | None, json: Path | None, stix: Path | None, matrix: Path | None
) -> None:
    from overture.cli.written import with_page, write
    from overture.report.exchange import json_text, matrix_csv, stix_text
    from overture.report.page import render
    from overture.report.terminal import show

    write(
        lambda console: show(judgement, console),
        lambda: json_text(judgement),
        json,
        [
            (stix, "STIX", lambda: stix_text(judgement)),
            (matrix, "Matrix", lambda: matrix_csv(judgement)),
            (html, "Page", lambda: render(with_page(judgement, html))),
        ],
    )
