"""``overture assess`` of a case about a history."""

from __future__ import annotations

import shlex
from pathlib import Path

from overture.case.file import CaseFile
from overture.errors import FileError


def assess_history(
    read: CaseFile,
    case: Path,
    html: Path | None,
    json: Path | None,
    unfit: Path | None,
    seed: int,
    threads: int | None,
    fresh: bool,
) -> None:
    """Judge a case about a history, and write what was asked for.

    Args:
        read: the case file. case: its path as it was given.
        unfit: a file of a kind that only the judgement of one deal has (STIX, the matrix).

    Raises:
        FileError: the case has faults, or ``unfit`` is asked for.
    """
    from overture.case.history.load import load_history
    from overture.cli.progress import bar
    from overture.cli.written import with_page, write
    from overture.judgement.history.judge import judge_history
    from overture.judgement.history.judgement import HistoryJudgement
    from overture.judgement.keep import keep, key, recall
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
    command = shlex.join(["overture", "assess", str(case), "--seed", str(seed)])
    name = key(loaded.hashes, 1, seed, command)
    judgement = None if fresh else recall(name, HistoryJudgement)
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
