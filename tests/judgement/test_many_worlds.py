"""Many worlds are weighed part by part: the same judgement in every byte as of all worlds at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from overture.case.draw import draw
from overture.case.load import Loaded, load
from overture.judgement import filed, prepare, solving
from overture.judgement.judge import judge
from overture.weigh.decision import bootstrap
from overture.weigh.distribution import spans
from overture.weigh.distribution.spans import CellPlaces, CellRows, Cut, FiledRows, MovesByPart, added, parts
from tests.judgement.plain_case import mixed_case
from tests.runs.checks import refused

WORLDS = 40  # parts of 16, 16 and 8


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """A small case in a game of its own file, of which some worlds have classes that others lack."""
    return load(mixed_case(tmp_path_factory.mktemp("plain")))


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "BLOCK", 8)
    monkeypatch.setattr(solving, "BLOCKS_AT_ONCE", 2)


def test_worlds_weighed_part_by_part_are_those_weighed_at_once(
    case: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = judge(case, WORLDS).model_dump_json()
    held: list[FiledRows] = []
    making = FiledRows.__init__

    def noted(rows: FiledRows, *given: Any) -> None:
        making(rows, *given)
        held.append(rows)

    monkeypatch.setattr(FiledRows, "__init__", noted)
    monkeypatch.setattr(spans, "PART", 16)
    assert judge(case, WORLDS).model_dump_json() == whole
    # Odds, payoffs, six arrays of the solved worlds, settled play, play with a floor.
    assert len(held) == 10
    assert {each.count for each in held[:2]} == {WORLDS}


def test_products_over_many_worlds_are_taken_part_by_part(
    case: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the number over which they are taken at once the numbers differ by rounding alone."""
    whole = json.loads(judge(case, WORLDS).model_dump_json())
    monkeypatch.setattr(spans, "PART", 16)
    monkeypatch.setattr(spans, "AT_ONCE", 16)
    monkeypatch.setattr(bootstrap, "AT_ONCE", 16)
    bootstrap._counted.cache_clear()
    try:
        close(json.loads(judge(case, WORLDS).model_dump_json()), whole)
    finally:
        bootstrap._counted.cache_clear()


def close(found: Any, wanted: Any) -> None:
    if isinstance(wanted, dict):
        assert found.keys() == wanted.keys()
        for key, each in wanted.items():
            close(found[key], each)
    elif isinstance(wanted, list):
        assert len(found) == len(wanted)
        for one, other in zip(found, wanted, strict=True):
            close(one, other)
    elif isinstance(wanted, float):
        assert found == pytest.approx(wanted, rel=1e-9, abs=1e-12)
    else:
        assert found == wanted


def test_too_many_worlds_for_a_case_in_which_they_cross_are_refused(
    case: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = prepare.outset(case, 2)
    theirs = replace(start.knows["bad"], side="theirs")
    touched = replace(start.touched["bad"], ours=True)
    crossed = replace(start, knows={"bad": theirs}, touched={**start.touched, "bad": touched})
    monkeypatch.setattr(prepare, "outset", lambda *_: crossed)
    monkeypatch.setattr(prepare, "AT_ONCE", 16)
    with refused("judge/crossing", "40 worlds", "at most 16"):
        prepare.prepare(case, WORLDS, 1)


def test_a_game_told_part_by_part_is_that_told_at_once(case: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = draw(case.parameters, WORLDS, 1)
    whole = case.game.tree(dict(drawn))
    monkeypatch.setattr(spans, "PART", 16)
    found = filed.told_by_part(case, drawn)
    assert isinstance(found.payoff, np.memmap)
    assert found.chance.tobytes() == whole.chance.tobytes()
    assert found.payoff.tobytes() == whole.payoff.tobytes()
    assert found.world(slice(15, 18)).payoff.tobytes() == whole.payoff[15:18].tobytes()
    assert {name: each.tolist() for name, each in found.parameters.items()} == {
        name: each.tolist() for name, each in whole.parameters.items()
    }


def test_rows_of_the_cells_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spans, "PART", 3)
    there = np.array([[1, 0], [0, 0], [1, 1], [0, 0], [0, 1]], dtype=bool)
    dense = np.where(there[..., None], np.arange(20.0).reshape(5, 2, 2), -1.0)
    rows = CellRows(CellPlaces(2, there.sum(axis=1), np.nonzero(there)[1]), -1.0)
    for some in parts(5):
        rows.append(dense[some])
    assert rows.shape == (5, 2, 2)
    assert rows.rows.count == 4
    for some in (slice(None), slice(1, 4), slice(4, 5), slice(1, 2)):
        assert np.array_equal(rows[some], dense[some])
    assert np.array_equal(Cut(rows, slice(2, 5))[1:], dense[3:])


def test_sums_over_worlds_do_not_hang_on_the_parts() -> None:
    values = np.random.default_rng(1).normal(size=(1000, 3))
    wanted = values.sum(axis=0)

    def by(size: int) -> Iterator[tuple[slice, Any]]:
        for first in range(0, 1000, size):
            yield slice(first, first + size), values[first : first + size]

    for size in (1, 7, 100, 1000):
        assert MovesByPart(lambda size=size: by(size)).total.tobytes() == wanted.tobytes()  # type: ignore[misc]
    assert added(wanted, values[:0]).tobytes() == wanted.tobytes()


def test_a_disk_that_is_full_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def write(self, _: object) -> None:
            raise OSError(28, "No space left on device")

        def seek(self, *_: int) -> None: ...
        def close(self) -> None: ...

    rows = FiledRows()
    rows.file.close()
    rows.file = Full()  # type: ignore[assignment]
    with refused("weigh/room", "No space left on device", "TMPDIR"):
        rows.append(np.zeros((1, 2)))
