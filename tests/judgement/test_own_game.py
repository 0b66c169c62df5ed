"""A case of one's own: a small game in a file beside it, no counterpart, no evidence, no terms."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from overture.case.code import reads
from overture.case.draw import draw
from overture.case.load import load
from overture.errors import EvidenceError, FileError
from overture.judgement.judge import judge
from overture.judgement.play import solve, stage
from overture.judgement.play.solve import solve_trees
from overture.judgement.solving import plan_of_case
from overture.judgement.worlds.pose import named_in_full
from overture.judgement.worlds.task import told_game


def test_from_file_to_judgement(folder: Path) -> None:
    """Below a prior of one half both kinds offer and it is taken; above, nothing is worth offering."""
    found = judge(load(folder), 32, seed=1, threads=1)
    assert found.certificate.unsolved == 0
    assert found.certificate.complete
    shares = {card.name: card.share for card in found.equilibria}
    assert shares["pooling on yes"] > 0.8
    assert found.answers.factor_by_class["pooling on yes"] == pytest.approx(1)
    verdict = found.answers.verdict["bad:good"]
    assert (verdict.word, verdict.toward, verdict.size) == (
        "points",
        "bad",
        "barely",
    )  # where only some of the bad offer
    assert found.gains == found.sources == found.terms == found.watch == found.readings == []
    assert found.answers.undetected == pytest.approx((found.answers.belief_offer or [0])[0])
    assert (found.confidence.level, found.confidence.failed) == ("low", ["silent"])
    assert (found.about.counterpart, found.about.adversary) == (None, "Mover")
    assert found.reads_us is not None
    assert found.reads_us.worlds == 1  # nothing is his: one world holds all


HELPER = "from pathlib import Path\nGAIN = int((Path(__file__).parents[1] / 'above.txt').read_text())\n"


def with_files_of_its_own(folder: Path) -> Path:
    """The case with a game that imports a file beside it, which reads one above it."""
    game = (folder / "plain.py").read_text()
    head = "import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent))\nimport helper_of_plain\n"
    case = folder / "case"
    case.mkdir()
    (case / "plain.py").write_text(head + game.replace('{"Mover": 1,', '{"Mover": helper_of_plain.GAIN,'))
    (case / "helper_of_plain.py").write_text(HELPER)
    (case / "case.yaml").write_text((folder / "case.yaml").read_text())
    (folder / "above.txt").write_text("3")
    return case


def test_a_worker_is_sent_what_a_game_imports_and_reads(folder: Path) -> None:
    case = with_files_of_its_own(folder)
    loaded = load(case)
    assert loaded.tree.payoff.max() == 3
    named = named_in_full(loaded.case.game, case, loaded.hashes)
    shutil.rmtree(case)
    (folder / "above.txt").unlink()
    assert told_game(json.dumps([named, {}])).tree(bad=0.2).payoff.max() == 3
    assert "helper_of_plain" not in sys.modules


def test_what_a_game_reads_is_part_of_the_plan_of_a_run(folder: Path) -> None:
    case = with_files_of_its_own(folder)
    before = plan_of_case(load(case))
    assert plan_of_case(load(case)).key == before.key
    (folder / "above.txt").write_text("4")
    assert plan_of_case(load(case)).key != before.key


def test_what_is_too_large_to_be_sent_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "MOST_SENT", 50)
    loaded = load(with_files_of_its_own(folder))
    with pytest.raises(
        FileError, match=r"the code reads files of 92 bytes together \(.*above.txt.*every worker"
    ):
        plan_of_case(loaded)


def test_a_game_too_large_for_a_list_has_other_starts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "MOST_NODES", 3)
    loaded = load(folder)
    tree = loaded.game.tree(dict(draw(loaded.parameters, 32, 1)))
    ((solved,),) = solve_trees(loaded.case, [tree], seed=1, threads=1)
    assert not solved.complete
    assert "other starts" in solved.method
    assert {"pooling on yes", "pooling on no"} <= set(solved.classes)
    assert np.isfinite(solved.weight).all()
    assert solved.weight.sum(axis=1) == pytest.approx(1)


def test_play_that_somebody_would_regret_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every strategy is measured by the game; with a bound that none meets there is nothing to judge by."""
    monkeypatch.setattr(solve, "REGRET", -1.0)
    with pytest.raises(EvidenceError) as caught:
        judge(load(folder), 4, seed=1, threads=1)
    assert [fault.id for fault in caught.value.faults] == ["judge/worlds"]
