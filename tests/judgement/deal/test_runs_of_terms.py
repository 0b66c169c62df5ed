"""Terms are judged in pieces: one answer for any workers, after a run that was killed, and from a store."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import overture as ov
from overture.case.draw import draw, draw_part
from overture.case.load import load
from overture.design.evaluate import tally
from overture.design.search.candidates import Demand
from overture.design.terms.judge import judge_terms
from overture.judgement.deal import design, driven, evaluate, kept, otherwise
from overture.judgement.deal.design import shares_of, terms_that_hold
from overture.judgement.deal.driven import what_drives_terms
from overture.judgement.deal.evaluate import AskedTerms, JudgedWorlds
from overture.judgement.deal.own import own_game
from overture.judgement.deal.posed import posed
from overture.judgement.deal.proposal import DealJudgement
from overture.judgement.deal.task import ANSWER, OWN, as_columns, game_of, plan_of_terms, tally_of
from overture.report.exchange import json_text
from overture.runs import parquet
from overture.runs.cluster import DaskCluster
from overture.runs.pieces import RunOptions, piece_run
from tests.cli.run import ROOT
from tests.judgement.plain_case import fined_case
from tests.runs.checks import refused, until

FLAGSHIP = ROOT / "cases" / "freeze-for-relief"
scale = pytest.mark.skipif(parquet.find_spec("pyarrow") is None, reason="the extra scale is not installed")
TERMS = """
  - {parameter: fine, words: what he pays, low: 0.0, high: 2.0, cost: {per: 0.1, above: 0.2}}
design:
  outside: {Mover: 0, Answerer: 0}
"""


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case in a game of its own file, with a clause: what the bad one pays."""
    return fined_case(tmp_path_factory.mktemp("plain"), f"terms:{TERMS}")


def designed(case: Path, run: RunOptions = RunOptions()) -> str:  # noqa: B008 (it is frozen)
    return terms_that_hold(case, worlds=16, evaluations=32, run=run).model_dump_json()


@pytest.fixture(scope="module")
def alone(case: Path) -> str:
    return designed(case)


@scale
def test_terms_are_the_same_for_any_workers_and_from_a_store(case: Path, alone: str, tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert designed(case, RunOptions(store, workers=2)) == alone
    with ThreadPoolExecutor(2) as pool:
        assert designed(case, RunOptions(executor=pool)) == alone
    runs = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evaluate.PieceRun, "close", lambda self: runs.append((self.computed, self.recalled)))
        assert designed(case, RunOptions(store)) == alone
    ((computed, recalled),) = runs
    assert computed == 0
    assert recalled > 10
    with pytest.MonkeyPatch.context() as patch:  # what is said of terms is kept too: nothing is judged again
        for module in (design, evaluate, otherwise):
            for name in ("judge_terms", "judged_at"):
                if hasattr(module, name):
                    patch.delattr(module, name)
        patch.delattr(kept, "believed")
        assert designed(case, RunOptions(store)) == alone


@scale
@pytest.mark.filterwarnings("ignore")
def test_terms_are_the_same_from_a_cluster(
    case: Path, alone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pieces travel to a worker by TCP, and come back with its receipts or through the store."""
    pytest.importorskip("distributed")
    from distributed import LocalCluster

    sent: list[str] = []
    submit = DaskCluster.submit

    def noted(self: DaskCluster, function: Any, *given: Any) -> Any:
        sent.append(function.__name__)
        return submit(self, function, *given)

    monkeypatch.setattr(DaskCluster, "submit", noted)
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, protocol="tcp://", dashboard_address=None, scheduler_port=0
    ) as local:  # fmt: skip
        for options in (
            RunOptions(cluster=local.scheduler_address),
            RunOptions(tmp_path / "store", cluster=local.scheduler_address),
        ):
            sent.clear()
            assert designed(case, options) == alone
            assert len(sent) > 1
            assert set(sent) == {"compute_piece"}
    assert len(list((tmp_path / "store" / "pieces").iterdir())) > len(sent)


def test_terms_are_saved_and_loaded(alone: str, tmp_path: Path) -> None:
    found = DealJudgement.model_validate_json(alone)
    found.save(tmp_path / "terms.json")
    assert (tmp_path / "terms.json").read_text(encoding="utf-8") == json_text(found)
    assert ov.load(tmp_path / "terms.json") == found
    wrong = json.loads(json_text(found))
    wrong["offered"]["terms"] = "none"
    (tmp_path / "wrong.json").write_text(json.dumps(wrong), encoding="utf-8")
    with refused("load/dealjudgement", "judgement of terms", "offered.terms"):
        ov.load(tmp_path / "wrong.json")


KILLED = """
import sys
from overture.judgement.deal.design import terms_that_hold
from overture.runs.pieces import RunOptions

if __name__ == "__main__":
    terms_that_hold(sys.argv[1], worlds=16, evaluations=32, run=RunOptions(sys.argv[2], workers=2))
"""


@scale
@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_a_search_that_is_killed_is_gone_on_from(case: Path, alone: str, tmp_path: Path) -> None:
    store, script = tmp_path / "store", tmp_path / "run.py"
    script.write_text(KILLED)
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    child = subprocess.Popen(
        [sys.executable, str(script), str(case), str(store)], cwd=ROOT, env={**os.environ, "PYTHONPATH": path}
    )
    assert until(lambda: len(list(store.glob("pieces/*.parquet"))) >= 4)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    there = len(list(store.glob("pieces/*.parquet")))
    assert designed(case, RunOptions(store)) == alone
    assert len(list(store.glob("pieces/*.parquet"))) > there
    assert sorted(each.name for each in store.iterdir()) == ["pieces", "plan.json"]


@scale
def test_a_store_of_another_case_is_refused(case: Path, tmp_path: Path) -> None:
    store, other = tmp_path / "store", tmp_path / "other"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(design, "_designed", lambda judge, *_: judge.posed)  # what is judged is no matter here
        terms_that_hold(case, run=RunOptions(store))
        other.mkdir()
        for file in case.glob("*.*"):
            (other / file.name).write_text(file.read_text().replace("high: 0.6", "high: 0.7"))
        with refused("runs/plan", "other settings"):
            terms_that_hold(other, run=RunOptions(store))
        with refused("runs/workers", "more than one kind"):
            terms_that_hold(case, run=RunOptions(workers=1, cluster="tcp://127.0.0.1:9"))


def test_a_tally_is_the_sum_over_its_worlds_and_travels_as_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors of two shapes in blocks of at most 16 worlds are what they are in all worlds at once."""
    terms = posed(load(FLAGSHIP))
    vectors = np.stack([terms.now, terms.now, terms.now])
    vectors[1, terms.names.index("automatic")] = 1.0
    vectors[2, terms.names.index("q_thin")] = 0.8
    judged = judge_terms(terms.game, terms.clauses, vectors, {}, terms.worlds(24, 1))
    whole = tally(judged)
    monkeypatch.setattr(evaluate, "CELLS", 16)
    (found,) = JudgedWorlds(terms, Demand()).tallies([AskedTerms(vectors, 24, 1)])
    for name, column in as_columns(whole).items():
        if name != "by_belief":  # which needs the worlds' priors
            np.testing.assert_allclose(as_columns(found)[name], column, atol=1e-12, err_msg=name)
    again = tally_of(as_columns(whole))
    assert all(
        np.array_equal(getattr(again, name), getattr(whole, name)) for name in ("verdicts", "missed", "us")
    )
    shares = shares_of(found.take([2]))
    assert shares.worlds == 24
    assert shares.robust + shares.can + shares.breaks + shares.not_used + shares.unknown == pytest.approx(1)


def test_games_travel_as_data() -> None:
    """The answer to the terms in another shape, and the case's own game, are what the case tells."""
    terms = posed(load(FLAGSHIP))
    own = own_game(terms)
    assert own is not None
    games = plan_of_terms(terms, own).settings["games"]
    shape = {"automatic": True}
    for name, game, drawn, given in (
        (ANSWER, terms.game, terms.worlds(4, 1), shape),
        (OWN, own.game, draw(terms.loaded.parameters, 4, 1), {}),
    ):
        told, clauses = game_of(json.dumps(games[name], sort_keys=True))
        assert clauses == (terms.clauses if name == ANSWER else own.clauses)
        assert replace(told, tell=game.tell) == game
        one, other = told.tell(drawn, given), game.tell(drawn, given)
        assert np.array_equal(one.payoff, other.payoff)
        assert np.array_equal(one.chance, other.chance)
        assert one.labels.seen == other.labels.seen
    assert own.vector(np.where(np.arange(len(terms.now)) == 6, 1.0, terms.now), terms.now) is None
    assert own.vector(terms.now, terms.now) is not None


def test_parts_of_the_worlds_are_those_drawn_at_once() -> None:
    given = load(FLAGSHIP).parameters
    whole = draw(given, 100, 3)
    for first, count in ((0, 64), (64, 36), (32, 16)):
        part = draw_part(given, 100, 3, first, count)
        assert all(part[name].tobytes() == whole[name][first : first + count].tobytes() for name in whole)
    assert draw_part(given, 1, 0, 0, 1) == draw(given, 1, 0)


@scale
def test_drivers_are_the_same_for_any_workers_and_from_a_store(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Points of a plan are pieces, and one store serves the drivers of terms and the search for them."""
    monkeypatch.setattr(driven, "CELLS", 64)
    alone = what_drives_terms(case, points=32)
    store = tmp_path / "store"
    for options in (RunOptions(store, workers=2), RunOptions(store)):
        found = what_drives_terms(case, points=32, run=options)
        assert found.indices.to_frame().equals(alone.indices.to_frame())
        assert found.rule.summary() == alone.rule.summary()
    assert len(list((store / "pieces").iterdir())) > 2
    terms = posed(load(case))
    with piece_run(plan_of_terms(terms, own_game(terms)), RunOptions(store)) as pieces:
        assert pieces.plan.as_text() == (store / "plan.json").read_text().strip()
