"""Pieces of a judgement by themselves: weights of classes that are nowhere, and which decision an observation bears on."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from overture.case.load import load
from overture.errors import EvidenceError
from overture.games.tree import Floats
from overture.judgement import prepare, solving
from overture.judgement.counted import may_be_slips
from overture.judgement.deal.explain import _next_jump
from overture.judgement.parts import watch
from overture.judgement.sides.compare import _of_lead
from overture.judgement.told import _reply_words
from tests.judgement.small import Small


def test_a_weight_for_a_class_that_is_nowhere_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = load(Small(weights={"pooling on thin (2)": 2.0}).write(tmp_path))
    tried: list[Any] = []

    def counted(*given: Any) -> Any:
        tried.append(given)
        return SimpleNamespace(classes=("separating",))

    monkeypatch.setattr(prepare, "counted", counted)
    prepare._named_weights(loaded, [SimpleNamespace(classes=("pooling on thin", "pooling on thin (2)"))])  # type: ignore[list-item]
    assert not tried  # only where a name is missing are other worlds tried
    with pytest.raises(EvidenceError, match=r"pooling on thin \(2\)"):
        prepare._named_weights(loaded, [SimpleNamespace(classes=("pooling on thin",))])  # type: ignore[list-item]
    assert len(tried) == 1


def test_an_observation_after_the_deal_bears_on_the_first_decision_that_knows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(watch, "deal_reply", lambda *given: "take")
    monkeypatch.setattr(watch, "told_at", lambda tree, sequel, hidden: sequel)
    monkeypatch.setattr(watch, "worth_after", lambda *given: 0.5)
    monkeypatch.setattr(watch, "holds_at", lambda *given: None)
    labels = SimpleNamespace(set_name=("reply", "check", "end"), seen=((), (), ()))
    case = SimpleNamespace(signal=SimpleNamespace(move="offer"))
    asked = SimpleNamespace(
        basis=SimpleNamespace(tree=SimpleNamespace(labels=labels), loaded=SimpleNamespace(case=case)),
        joint=SimpleNamespace(prior=None),
        stakes=SimpleNamespace(scale=1.0),
        at=SimpleNamespace(sets=(0,), sequel=({"take": [1, 2]},)),
    )

    def told(**changed: Any) -> tuple[str, dict[str, float], bool]:
        asked.__dict__.update(changed)
        return watch._worth(asked, {"alarm"}, np.ones(1, bool))  # type: ignore[arg-type]

    assert told() == ("after accepting", {"check": 0.5}, True)
    assert told(stakes=SimpleNamespace(scale=1e300))[2] is False
    assert told(at=SimpleNamespace(sets=(0,), sequel=({"take": []},)))[0] == "too late"
    assert told(at=None) == ("too late", {}, False)
    assert told(stakes=None) == ("too late", {}, False)


@pytest.mark.parametrize(
    ("worlds", "run", "way"),
    [
        (3, None, "at once"),
        (3, SimpleNamespace(store=None), "at once"),
        (3, SimpleNamespace(store="a folder"), "in blocks"),
        (1, SimpleNamespace(store="a folder"), "at once"),
        (solving.BLOCK, None, "at once"),
        (solving.BLOCK + 1, None, "in blocks"),
        (solving.BLOCK + 1, SimpleNamespace(store=None), "in blocks"),
    ],
)
def test_worlds_are_solved_at_once_where_they_are_one_block_that_nobody_keeps(
    worlds: int, run: Any, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class InBlocks(Exception):
        pass

    def blocks(*given: Any) -> Any:
        raise InBlocks

    monkeypatch.setattr(solving, "solve_trees", lambda *given: "at once")
    monkeypatch.setattr(solving, "_blocks", blocks)
    loaded = load(Small().write(tmp_path))
    tree = SimpleNamespace(n_worlds=worlds)
    try:
        found: Any = solving.solve_in_blocks(loaded, [tree], 1, None, None, [""], [], run)  # type: ignore[list-item]
    except InBlocks:
        found = "in blocks"
    assert found == way


@pytest.mark.parametrize(
    ("weights", "slip"),
    [
        ({}, False),
        ({"pooling on thin": 0.5}, False),
        ({"pooling on thin": 0.0}, True),
        ({"pooling on thin (2)": 0.5}, True),
    ],
)
def test_a_weight_of_nothing_or_of_a_second_class_may_be_a_slip(
    weights: dict[str, float], slip: bool, tmp_path: Path
) -> None:
    assert may_be_slips(load(Small(weights=weights).write(tmp_path))) is slip


def test_a_jump_of_worth_is_found_and_a_slope_is_none() -> None:
    def jump(points: Floats) -> Floats:
        return np.where(points > 0.3, 2.0, 1.0) + 0.1 * points

    place, size = _next_jump(jump, 0.0, 1.0)
    assert place == pytest.approx(0.3, abs=1e-3)
    assert size == pytest.approx(1.0, abs=1e-3)
    assert _next_jump(jump, 0.5, 1.0) == (None, None)
    assert _next_jump(lambda points: 3 * points, 0.0, 1.0) == (None, None)
    assert _next_jump(jump, 0.3, 0.3) == (None, None)


@pytest.mark.parametrize(
    ("lead", "error", "status", "words"),
    [
        (None, None, None, "best reply: accept"),
        (0.25, None, "plain", "best reply: accept, ahead by 0.25"),
        (0.25, 0.125, "fragile", "best reply: accept (fragile), ahead by 0.25 ± 0.12"),
    ],
)
def test_the_best_reply_is_told_with_what_is_known_of_its_lead(
    lead: float | None, error: float | None, status: str | None, words: str
) -> None:
    spread = None if error is None else SimpleNamespace(lead=error)
    found = SimpleNamespace(
        best="accept", status=status, bootstrap_se=spread, lead=lead, observation_test=None
    )
    assert _reply_words(found, {}) == words  # type: ignore[arg-type]
    assert _reply_words(found, {"accept": "take it"}) == words.replace("accept", "take it")  # type: ignore[arg-type]
    assert _reply_words(SimpleNamespace(best=None), {}) == "no best reply"  # type: ignore[arg-type]


def test_why_there_is_no_lead_is_told_where_no_reply_is_best() -> None:
    lead = {"lead": SimpleNamespace(reason="nobody offers")}
    assert _of_lead(SimpleNamespace(best=None, by_answer=lead)) == "nobody offers"  # type: ignore[arg-type]
    assert _of_lead(SimpleNamespace(best="accept", by_answer=lead)) is None  # type: ignore[arg-type]
