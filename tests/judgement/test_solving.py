"""The worlds of a case are solved in blocks: one judgement for any workers and from a store, and the whole of its blocks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from overture.case.draw import draw
from overture.case.load import Loaded, load
from overture.judgement import solving
from overture.judgement.judge import judge
from overture.judgement.play.solve import Solved, solve_trees
from overture.judgement.sides.compare import compare
from overture.judgement.solving import PER_CLASS, PER_WORLD, plan_of_case, solve_in_blocks
from overture.runs import parquet
from overture.runs.executors import Serial
from overture.runs.pieces import PieceRun, RunOptions
from tests.cli.run import ROOT
from tests.judgement.plain_case import mixed_case
from tests.runs.checks import refused

WORLDS = 40  # blocks of 16, 16 and 8
scale = pytest.mark.skipif(parquet.find_spec("pyarrow") is None, reason="the extra scale is not installed")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """A small case in a game of its own file, of which some worlds have classes that others lack."""
    return load(mixed_case(tmp_path_factory.mktemp("plain")))


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "BLOCK", 16)


@scale
def test_a_judgement_is_the_same_for_any_workers_and_from_a_store(case: Loaded, tmp_path: Path) -> None:
    alone = judge(case, WORLDS).model_dump_json()
    store = tmp_path / "store"
    assert judge(case, WORLDS, run=RunOptions(store, workers=2)).model_dump_json() == alone
    files = {file: file.stat().st_mtime_ns for file in (store / "pieces").iterdir()}
    assert len(files) == 3
    assert judge(case, WORLDS, run=RunOptions(store)).model_dump_json() == alone
    assert {file: file.stat().st_mtime_ns for file in (store / "pieces").iterdir()} == files
    with ThreadPoolExecutor(2) as pool:
        assert judge(case, WORLDS, run=RunOptions(executor=pool)).model_dump_json() == alone
    judge(case, 64, run=RunOptions(store))  # a longer one has two of these blocks
    assert len(list((store / "pieces").iterdir())) == 5
    with refused("runs/plan", "other settings"):
        judge(load(ROOT / "cases" / "freeze-for-relief"), WORLDS, run=RunOptions(store))


def test_blocks_put_together_are_all_worlds_at_once(case: Loaded) -> None:
    tree = case.game.tree(dict(draw(case.parameters, WORLDS, 1)))
    given = [case.case.signal.given]
    ((whole,),) = solve_trees(case.case, [tree], 1, 1, None, given)
    ((found,),) = solve_in_blocks(case, [tree], 1, None, None, given, [])
    assert set(found.classes) == set(whole.classes)
    assert len(found.classes) > 1
    assert not found.there.all()  # a class that not every world has
    order = [found.classes.index(name) for name in whole.classes]
    for name in PER_CLASS:
        assert np.array_equal(getattr(found, name)[:, order], getattr(whole, name), equal_nan=True), name
    for name in ("followed", "folds", "lost", "scale"):
        assert np.array_equal(getattr(found, name), getattr(whole, name), equal_nan=True), name
    named = [each.classes[at] if at >= 0 else "" for each in (found, whole) for at in each.logit]
    assert named[:WORLDS] == named[WORLDS:]
    assert found.complete == whole.complete
    assert {*PER_CLASS, *PER_WORLD, "tree", "classes", "method", "complete"} == {
        each.name for each in fields(Solved)
    }


def test_worlds_that_are_solved_beside_are_in_the_first_block(case: Loaded) -> None:
    trees = [case.game.tree(dict(draw(case.parameters, count, 1))) for count in (WORLDS, 5)]
    given = [case.case.signal.given, ""]
    asked: list[int] = []

    class Watched(PieceRun):
        def columns(self, pieces, progress=None):  # type: ignore[no-untyped-def]
            asked.extend(each.asked["sets"] for each in pieces)
            return super().columns(pieces, progress)

    run = Watched(plan_of_case(case), None, Serial, 0)
    found = solve_in_blocks(case, trees, 1, None, None, given, [], run)
    assert [[each.tree.n_worlds for each in by] for by in found] == [[WORLDS, WORLDS], [5, 5]]
    assert asked == [2, 1, 1]


@scale
def test_all_sides_of_a_comparison_are_in_one_store(case: Loaded, tmp_path: Path) -> None:
    alone = compare(case, "bad=0.2,0.5", worlds=WORLDS).model_dump_json()
    store = tmp_path / "store"
    for options in (RunOptions(store, workers=1), RunOptions(store)):
        assert compare(case, "bad=0.2,0.5", worlds=WORLDS, run=options).model_dump_json() == alone
    assert len(list((store / "pieces").iterdir())) == 6
