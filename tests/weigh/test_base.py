"""The prior mass under the evidence is that of the one joint distribution, so that no two numbers can part."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from overture.evidence.source import Testimony
from overture.games.files.efg import read_efg
from overture.weigh.distribution.cells import Cells
from overture.weigh.distribution.joint import Joint
from overture.weigh.distribution.own import Nature
from overture.weigh.reports.evidence import Act, Evidence, base_of, evidence
from overture.weigh.reports.said import Said, said
from tests.weigh.scenes import insider

# He is E or K; he offers or not; after an offer we look or not; chance then shows something or nothing.
GAME = """EFG 2 R "looked at" { "he" "we" }
c "type" 1 "type" { "E" 2/5 "K" 3/5 } 0
p "offer" 1 1 "he is E" { "yes" "no" } 0
p "look" 2 1 "offered" { "in" "out" } 0
c "sign" 2 "sign" { "bad" 1/2 "good" 1/2 } 0
t "" 1 "" { 0, 0 }
t "" 1
t "" 1
t "" 1
p "offer" 1 2 "he is K" { "yes" "no" } 0
p "look" 2 1 "offered" { "in" "out" } 0
c "sign" 3 "sign" { "bad" 1/10 "good" 9/10 } 0
t "" 1
t "" 1
t "" 1
t "" 1
"""
KIND = np.array([0, 0, 0, 0, 1, 1, 1, 1])
OFFER = np.array([1, 1, 1, 0, 1, 1, 1, 0], bool)
LOOK = np.array([1, 1, 0, 0, 1, 1, 0, 0], bool)
BAD = np.array([1, 0, 0, 0, 1, 0, 0, 0], bool)


def game(worlds: int = 3, classes: int = 2, seed: int = 0) -> Joint:
    """Play, odds of nature and weights at random."""
    rng = np.random.default_rng(seed)
    tree = read_efg(GAME)
    first = rng.uniform(0.1, 0.9, (worlds, classes, 3))
    strategy = np.stack([first, 1 - first], axis=-1).reshape(worlds, classes, 6)
    cells = Cells(
        tree, tuple("ab"[:classes]), rng.dirichlet(np.ones(worlds)), rng.dirichlet(np.ones(classes), worlds),
        strategy, np.ones_like(strategy), np.ones_like(strategy), np.ones(worlds), np.zeros(strategy.shape, bool),
    )  # fmt: skip
    sign = rng.uniform(0.2, 0.8, (worlds, 2))
    chance = np.ones((worlds, 8))
    chance[:, [0, 4]], chance[:, [1, 5]] = sign, 1 - sign
    own = SimpleNamespace(advised=1)
    nothing = np.ones(8)
    return Joint(
        cells,
        own,
        ("E", "K"),
        KIND,
        np.array([0.4, 0.6]),
        nothing,
        strategy,
        strategy,
        Nature(chance, chance),  # type: ignore[arg-type]
    )


def heard() -> Said:
    events = {"E": KIND == 0, "K": KIND == 1, "bad": BAD}
    return said(
        [insider()], [Testimony("leak", "insider", "E", near="K"), Testimony("b", "insider", "bad")], events
    )


def weigh(joint: Joint, done: np.ndarray, acts: list[Act]) -> Evidence:
    return evidence(joint.types, joint.kind, base_of(joint, done), acts, heard())


@pytest.mark.parametrize("seed", range(5))
def test_beliefs_are_those_of_the_joint_distribution(seed: int) -> None:
    joint = game(seed=seed)
    reports = heard()
    done = OFFER & LOOK & BAD
    found = weigh(joint, done, [Act("offer", OFFER), Act("look", LOOK), Act("sign", BAD)])
    assert found.base.sum() == pytest.approx(1.0)
    assert found.belief([]) == pytest.approx(joint.prior)
    offer, look, sign = found.acts
    silent = joint.with_said(np.ones(8))
    for event, items in ((OFFER, [offer]), (OFFER & LOOK, [offer, look]), (done, [offer, look, sign])):
        assert found.belief(items) == pytest.approx(silent.belief(event, done), rel=1e-12)
    assert found.belief() == pytest.approx(joint.with_said(reports.scaled[0]).belief(done), rel=1e-12)


def test_what_we_did_is_no_evidence_to_us() -> None:
    joint = game()
    found = weigh(joint, OFFER & LOOK, [Act("offer", OFFER), Act("look", LOOK)])
    offer, look = found.acts
    assert found.belief([offer, look]) == pytest.approx(found.belief([offer]), rel=1e-12)
    assert found.ratio(look, 0, 1) != pytest.approx(1.0)  # it implies the offer
    assert found.log_odds(0, 1, [offer, look]) == pytest.approx(found.log_odds(0, 1, [offer]), abs=1e-12)
    # Were our move left open, it would be counted as play of a class, and tell which class is played.
    left_open = evidence(joint.types, KIND, base_of(joint, np.ones(8, bool)), [Act("look", LOOK)], heard())
    assert left_open.belief(left_open.acts) != pytest.approx(found.belief([offer]), abs=1e-6)
