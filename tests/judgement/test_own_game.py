"""A case of one's own: a small game in a file beside it, no counterpart, no evidence, no terms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from overture.case.draw import draw
from overture.case.load import load
from overture.errors import EvidenceError
from overture.judgement.judge import judge
from overture.judgement.play import solve, stage
from overture.judgement.play.solve import solve_trees


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
