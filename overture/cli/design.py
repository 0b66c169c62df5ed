"""``overture design``: which terms would hold, why, and what would break them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from overture.cli.options import (
    ClusterOption,
    FreshOption,
    NoKeepOption,
    StoreOption,
    WorkersOption,
    run_options,
    tell_store,
)


def design(
    case: Annotated[Path, typer.Argument(help="A case file, or the folder that holds case.yaml.")],
    most: Annotated[
        float | None,
        typer.Option(
            "--break", help="Largest chance of a broken deal that counts as holding; else the case's."
        ),
    ] = None,
    share: Annotated[
        float | None, typer.Option(help="Share of the worlds in which terms must hold; else the case's.")
    ] = None,
    margin: Annotated[
        float | None, typer.Option(help="Payoff by which each strict condition must hold; else the case's.")
    ] = None,
    worlds: Annotated[int, typer.Option(min=2, max=1 << 20, help="Draws from the ranges.")] = 1024,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the search and of the draws.")] = 1,
    evaluations: Annotated[
        int, typer.Option(min=16, max=1 << 20, help="Terms that are judged at the modes for the front.")
    ] = 4096,
    html: Annotated[Path | None, typer.Option(help="Write the page here: one file, opens offline.")] = None,
    json: Annotated[Path | None, typer.Option(help="Write everything here as JSON; - prints it.")] = None,
    store: StoreOption = None,
    workers: WorkersOption = None,
    cluster: ClusterOption = "",
    fresh: FreshOption = False,
    no_keep: NoKeepOption = False,
) -> None:
    """Propose terms: best for us, cheapest, fairest, most robust, each judged by all equilibria in many worlds."""
    from overture.cli.progress import bar
    from overture.cli.written import with_page, write
    from overture.judgement.deal.design import terms_that_hold
    from overture.judgement.deal.posed import case_of_terms
    from overture.judgement.deal.proposal import DealJudgement
    from overture.judgement.keep import keep, kept_name, recall
    from overture.report.deal.page import render_deal
    from overture.report.deal.terminal import show_deal
    from overture.report.exchange import json_text
    from overture.userfolder.folder import keep_nothing
    from overture.wording import as_command

    _refuse(most, share, margin)
    keep_nothing(no_keep)
    run = run_options(store, workers, cluster, fresh)
    loaded = case_of_terms(case)
    asked = {"--break": most, "--share": share, "--margin": margin}
    given = [part for name, value in asked.items() if value is not None for part in (name, f"{value:g}")]
    command = as_command(
        "design", case, *given, "--worlds", worlds, "--evaluations", evaluations, "--seed", seed
    )
    name = kept_name(case, loaded.hashes, worlds, seed, command)
    found = None if fresh else recall(name, DealJudgement)
    if found is None:
        with bar(lines=True) as tell:
            found = terms_that_hold(
                loaded, worlds, seed, most, share, margin, evaluations, tell, command, run, _announce
            )
        keep(name, found)
        tell_store(store)
    judgement = found
    write(
        lambda console: show_deal(judgement, console),
        lambda: json_text(judgement),
        json,
        [(html, "Page", lambda: render_deal(with_page(judgement, html)))],
    )
    raise typer.Exit(1 if judgement.incomplete else 0)


def _announce(words: str) -> None:
    """Say how much work is planned, where progress is told."""
    print(f"overture: {words}", file=sys.stderr, flush=True)


def _refuse(most: float | None, share: float | None, margin: float | None) -> None:
    """Numbers that no demand can have, all at once."""
    from overture.errors import Fault, FileError

    faults = []
    for name, value in (("--break", most), ("--share", share)):
        if value is not None and not 0 < value <= 1:
            faults.append(Fault("design/number", f"{value:g}", name, "a number above 0 and at most 1"))
    if margin is not None and not 0 <= margin < float("inf"):
        faults.append(Fault("design/number", f"{margin:g}", "--margin", "a finite number of at least 0"))
    FileError.raise_any(faults)
