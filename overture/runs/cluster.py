"""Workers of a Dask cluster, by the address of its scheduler (the extra ``scale``)."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from overture.errors import FileError, MissingExtra, SolveError
from overture.runs.executors import AHEAD

Value = TypeVar("Value")
WAIT = "3s"  # for the scheduler to answer
FIRST_WORKER = "60s"  # for a worker to register
RETRIES = 3  # of a chunk whose worker died, by the scheduler
START = "start one: dask scheduler, and on each machine: dask worker tcp://HOST:8786"


class ClusterClient(Protocol):
    """What is asked of a client of the cluster."""

    def run(self, function: Callable[..., Any], *given: Any, on_error: str) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class FolderView:
    """What a worker sees of a folder: its host, the path as it stands there, the file that it wrote ("": it could not)."""

    host: str
    path: str
    wrote: str


class DaskCluster:
    """The workers of a running cluster.

    Raises:
        MissingExtra: distributed is missing.
        SolveError: no scheduler answers, it has no workers, or a worker has no Overture.
        FileError: workers do not share the folder of the store.
    """

    def __init__(self, address: str, folder: Path | None) -> None:
        if find_spec("distributed") is None:
            raise MissingExtra.of(
                "runs/no-dask",
                "a cluster needs distributed, which is not installed",
                "--cluster",
                mend='install it with: pip install "overture[scale]"',
            )
        self.address = address
        self.client = _client(address)
        try:
            _need_worker(self.client, address)
            need_shared(self.client, folder)
        except BaseException:
            self.client.close()
            raise
        self.executor = self.client.get_executor(retries=RETRIES, pure=False)

    def submit(self, function: Callable[..., Value], /, *given: Any) -> Future[Value]:
        with self._there():
            future: Future[Value] = self.executor.submit(function, *given)
        return future

    def capacity(self) -> int:
        with self._there():
            threads: int = sum(self.client.nthreads().values())
        return AHEAD * max(1, threads)

    @contextmanager
    def _there(self) -> Iterator[None]:
        """Raise SolveError where the scheduler went away."""
        try:
            yield
        except (OSError, RuntimeError) as error:
            raise SolveError.of(
                "runs/lost", f"the scheduler went away ({error!s:.80})", self.address, "",
                "run the same command again: it goes on from what is written",
            ) from error  # fmt: skip

    def restart(self) -> bool:
        return True  # a scheduler replaces its workers itself

    def close(self) -> None:
        self.client.close()


def _client(address: str) -> Any:
    from distributed import Client

    try:
        return Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SolveError.of(
            "runs/cluster", f"no Dask scheduler answers within {WAIT}", address, "tcp://HOST:PORT of a scheduler", START
        ) from error  # fmt: skip


def _need_worker(client: Any, address: str) -> None:
    """Wait for the first worker: it may still be starting."""
    try:
        client.wait_for_workers(1, timeout=FIRST_WORKER)
    except TimeoutError as error:
        raise SolveError.of(
            "runs/cluster", f"the scheduler has no workers after {FIRST_WORKER}", address, "", f"run: dask worker {address}"
        ) from error  # fmt: skip


def need_shared(client: ClusterClient, folder: Path | None) -> None:
    """Every worker reads a file that this process wrote into the folder, and writes one that it reads.

    Raises:
        SolveError: a worker has no Overture that it can import.
        FileError: a worker has another disk under this path.
    """
    token = uuid4().hex
    mine = None if folder is None else folder / f".probe-{token}"
    if mine is not None:
        mine.write_text(token, encoding="utf-8")
    try:
        looks = client.run(view_folder, str(mine or ""), token, on_error="return")
        for worker, found in sorted(looks.items()):
            if isinstance(found, BaseException):
                raise SolveError.of(
                    "runs/worker",
                    f"it cannot run Overture ({found!s:.120})",
                    worker,
                    "a worker with Overture installed",
                ) from found
            if folder is not None and not (found.wrote and Path(found.wrote).exists()):
                raise FileError.of(
                    "runs/path",
                    f"{folder} on {platform.node()} is not {found.path} on {found.host} ({worker})",
                    str(folder),
                    "a folder that all workers and this process share under one path",
                )
    finally:
        if folder is not None:
            for probe in folder.glob(f".probe-{token}*"):
                probe.unlink(missing_ok=True)


def view_folder(path: str, token: str) -> FolderView:
    """On a worker: if the file at ``path`` holds ``token``, write a file of its own beside it."""
    host = platform.node()
    if not path:
        return FolderView(host, "", "")
    probe = Path(path)
    wrote = f"{path}-{host}-{os.getpid()}"
    try:
        if probe.read_text(encoding="utf-8") != token:
            wrote = ""
        else:
            Path(wrote).write_text(token, encoding="utf-8")
    except OSError:
        wrote = ""
    return FolderView(host, os.path.realpath(probe.parent), wrote)
