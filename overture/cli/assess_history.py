"""``overture assess`` of a case about a history."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from overture.errors import FileError


def assess_history(
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
        unfit: a file of a kind that only the judgement of one deal has (STIX, the matrix).

    Raises:
        FileError: the case has faults, or ``unfit`` is asked for.
    """
    from rich.console import Console

    from overture.case.history.load import load_history
    from overture.cli.progress import bar
    from overture.filing import write_whole
    from overture.judgement.history.judge import judge_history
    from overture.judgement.history.judgement import HistoryJudgement
    from overture.judgement.keep import keep, key, recall
    from overture.report.exchange import json_text
    from overture.report.history.page import render_history
    from overture.report.history.terminal import show_history

    loaded = load_history(case)
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
    printed = json is not None and str(json) == "-"
    texts = [(json, "Data", json_text(judgement))] if json is not None and not printed else []
    if html is not None:
        again = f"{judgement.about.command} {shlex.join(['--html', str(html)])}"
        about = judgement.about.model_copy(update={"command": again})
        texts.append((html, "Page", render_history(judgement.model_copy(update={"about": about}))))
    if printed:
        sys.stdout.write(json_text(judgement))
    else:
        show_history(judgement, Console())
    for path, what, text in texts:
        write_whole(path, text)
        print(f"{what}: {path.resolve()}", file=sys.stderr if printed else sys.stdout)
