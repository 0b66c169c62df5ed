"""The options of every command that computes in pieces: where what was computed is kept, and who computes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from overture.runs.pieces import RunOptions

MOST_WEIGHED = 1 << 20
WeighedWorldsOption = Annotated[
    int,
    typer.Option(
        min=1,
        max=MOST_WEIGHED,
        help="Draws from the ranges. All are weighed in one process, part by part; what is large of more than 4,096 "
        "stands in temporary files.",
    ),
]
StoreOption = Annotated[
    Path | None,
    typer.Option(help="A folder for what is computed; the same command again goes on from there."),
]
WorkersOption = Annotated[
    int | None, typer.Option(help="Processes of this machine; the answer does not depend on it.")
]
ClusterOption = Annotated[str, typer.Option(help="Address of a Dask scheduler: tcp://HOST:PORT.")]
NoKeepOption = Annotated[
    bool, typer.Option("--no-keep", help="Keep nothing of this in the user's own folder, the answer neither.")
]
FreshOption = Annotated[
    bool, typer.Option("--fresh", help="Forget what is kept and what the store has, and begin anew.")
]


def run_options(store: Path | None, workers: int | None, cluster: str, fresh: bool) -> RunOptions:
    """The options as a run has them; without workers the number of pieces decides whether processes are started.

    Raises:
        SolveError: more than one kind of workers, or less than one process.
    """
    from overture.runs.pieces import RunOptions
    from overture.runs.run import check_workers

    check_workers(workers, cluster, None)
    return RunOptions(store, workers, cluster, fresh=fresh, by_itself=True)


@contextmanager
def ended_like_ctrl_c() -> Iterator[None]:
    """A batch system that ends a run (SIGTERM) means what Ctrl-C means: what is begun is done, the lock is let go."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def tell_store(store: Path | None) -> None:
    """Say where what was computed is kept, beside the answer."""
    if store is not None:
        print(f"Store: {store.resolve()}", file=sys.stderr)
