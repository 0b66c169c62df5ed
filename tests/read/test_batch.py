"""Many files: the order given, the same result by any number of processes, and no document that stops it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from overture.errors import MissingExtra
from overture.read import batch as module
from overture.read.batch import Batch, Choice, Failure, Read, read_files
from overture.read.document import names
from tests.read.reports import COURIER, GAZETTE

PLAIN = Choice(plain_only=True)


def files(folder: Path, *texts: str | bytes) -> list[Path]:
    made = []
    for number, text in enumerate(texts):
        file = folder / f"r{number:02d}.txt"
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        made.append(file)
    return made


def claims(result: Batch) -> list[tuple[str, list[object]]]:
    return [(each.document.id, [claim.to_json() for claim in each.reading.claims]) for each in result.read]


def test_a_broken_document_stops_nothing(tmp_path: Path) -> None:
    paths = [*files(tmp_path, COURIER, b"\xff\xff\xff", "", GAZETTE), tmp_path / "gone.txt"]
    told: list[tuple[int, int]] = []
    result = read_files(paths, names(paths), PLAIN, 1, lambda done, of, path: told.append((done, of)))
    assert [each.document.path for each in result.read] == [str(paths[0]), str(paths[3])]
    assert [failure.faults[0].id for failure in result.failed] == [
        "document/encoding",
        "document/empty",
        "file/missing",
    ]
    assert told == [(n, 5) for n in range(1, 6)]


def test_processes_change_nothing(tmp_path: Path) -> None:
    paths = files(tmp_path, *[COURIER, GAZETTE, b"\x00bin", COURIER] * 3)
    alone = read_files(paths, names(paths), PLAIN, 1)
    many = read_files(paths, names(paths), PLAIN, 2)
    assert claims(many) == claims(alone)
    assert many.failed == alone.failed
    assert len(many.read) == 9


def test_a_reader_that_cannot_be_loaded_is_told_first(tmp_path: Path) -> None:
    paths = files(tmp_path, COURIER)
    with pytest.raises(MissingExtra, match="no_such_model"):
        read_files(paths, ["a"], Choice(model="no_such_model"), 1)


def _dies(path: Path, name: str, reader: object) -> Read | Failure:
    if "r01" in path.name:
        os._exit(9)
    if "r02" in path.name:
        time.sleep(60)
    return read_by(path, name, reader)  # type: ignore[arg-type]


read_by = module.attempt


def _serve_badly(pipe: object, choice: Choice) -> None:
    """What a worker runs here: one file kills it, another is read so late that it counts as read if nobody stops it."""
    module.attempt = _dies  # type: ignore[assignment]
    module._serve(pipe, choice)  # type: ignore[arg-type]


def test_a_worker_that_dies_or_hangs_takes_only_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = files(tmp_path, COURIER, COURIER, COURIER, GAZETTE, COURIER)
    # A spawned worker imports this module anew, so it finds the original by name and this one by reference.
    crew = module._Crew(list(zip(paths, names(paths), strict=True)), PLAIN, 2, lambda done, of, path: None)
    monkeypatch.setattr(module, "_serve", _serve_badly)
    monkeypatch.setattr(module, "PATIENCE", 3.0)
    found = crew.work()
    failed = {place: each.faults[0].found for place, each in found.items() if isinstance(each, Failure)}
    assert set(failed) == {1, 2}
    assert "died" in failed[1]
    assert "took more than 3 seconds" in failed[2]


def test_workers_are_replaced_and_none_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from multiprocessing import active_children

    monkeypatch.setattr(module, "LIFE", 2)
    paths = files(tmp_path, *[GAZETTE] * 7)
    result = read_files(paths, names(paths), PLAIN, 2)
    assert len(result.read) == 7
    assert active_children() == []
