"""``overture assess`` of a case about a history."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from overture.case.file import CaseFile
from overture.errors import FileError

if TYPE_CHECKING:
    from overture.runs.pieces import RunOptions


def assess_history(
    read: CaseFile,
    case: Path,
    html: Path | None,
    json: Path | None,
    unfit: Path | None,
    seed: int,
    threads: int | None,
    run: RunOptions,
) -> None:
    """Judge a case about a history, and write what was asked for.

    Args:
        read: the case file. case: its path as it was given.
        unfit: a file of a kind that only the judgement of one deal has (STIX, the matrix).
        run: of which only ``fresh`` has a meaning here.

    Raises:
        FileError: the case has faults, or ``unfit``, workers or a store are asked for.
    """
    from overture.case.history.load import load_history
    from overture.cli.progress import bar
    from overture.cli.written import with_page, write
    from overture.judgement.history.judge import judge_history
    from overture.judgement.history.judgement import HistoryJudgement
    from overture.judgement.keep import keep, kept_name, recall
    from overture.report.exchange import json_text
    from overture.report.history.page import render_history
    from overture.report.history.terminal import show_history

    loaded = load_history(read)
    if unfit is not None:
        raise FileError.of(
            "assess/history",
            f"{unfit} is asked for, and a case about a history has no evidence sheet",
            str(case),
            "--html and --json",
        )
    if run.named or run.store is not None:
        raise FileError.of(
            "assess/history",
            "workers or a store are asked for, and a case about a history has no worlds that could be shared out",
            str(case),
            "",
            "leave out --store, --workers and --cluster",
        )
    from overture.wording import as_command

    command = as_command("assess", case, "--seed", seed)
    name = kept_name(case, loaded.hashes, 1, seed, command)
    judgement = None if run.fresh else recall(name, HistoryJudgement)
    if judgement is None:
        with bar() as tell:
            judgement = judge_history(loaded, seed, threads, tell, command)
        keep(name, judgement)
    write(
        lambda console: show_history(judgement, console),
        lambda: json_text(judgement),
        json,
        [(html, "Page", lambda: render_history(with_page(judgement, html)))],
    )
