"""Histories that are drawn: as often as play makes them, the same by the same seed."""

from __future__ import annotations

import numpy as np
import pytest

import overture as ov
from overture.errors import OvertureError
from overture.models.freeze_for_relief import DEFAULTS, freeze_for_relief

TREE = freeze_for_relief.shape(talk=False, who="X").tree(DEFAULTS)
SOLUTION = ov.solve(TREE)


def test_histories_come_as_often_as_play_makes_them() -> None:
    frame = ov.simulate(SOLUTION, 40_000, seed=3)
    assert len(frame) == 40_000
    for event in ("offer", "answer", "inspection"):
        for choice, share in frame[event].value_counts(normalize=True).items():
            if choice:
                sought = float(ov.probability(TREE, SOLUTION.strategy, f'{event} == "{choice}"')[0])
                assert share == pytest.approx(sought, abs=0.01)
    for at, name in enumerate(TREE.players):
        assert frame[f"payoff.{name}"].mean() == pytest.approx(float(SOLUTION.value[0, at]), abs=0.02)


def test_a_row_is_a_history_with_its_payoffs() -> None:
    row = ov.simulate(SOLUTION, 200, seed=1).query('offer == "none"').iloc[0]
    assert row["intent"] == "exploit"
    assert row["answer"] == row["conduct"] == row["snapback"] == ""
    assert (row["payoff.Leader"], row["payoff.Counterpart"]) == (0, 0)


def test_the_same_seed_draws_the_same_and_another_others() -> None:
    one, two, three = (ov.simulate(SOLUTION, 50, seed=seed) for seed in (7, 7, 8))
    assert one.equals(two)
    assert not one.equals(three)


def test_a_move_that_comes_twice_has_two_columns() -> None:
    tree = ov.read_efg(
        'EFG 2 R "x" { "A" }\np "" 1 1 "m" { "l" } 0\np "" 1 2 "m" { "r" } 0\nt "" 1 "" { 1 }\n'
    )
    frame = ov.simulate(tree, 1, 0, strategy=np.ones(2))
    assert list(frame.columns) == ["m", "m (2)", "payoff.A"]
    assert frame.iloc[0].tolist() == ["l", "r", 1]


def test_what_cannot_be_drawn_is_refused() -> None:
    payoffs = ov.read_efg('EFG 2 R "x" { "A" }\np "" 1 1 "payoff.A" { "l" } 0\nt "" 1 "" { 1 }\n')
    for given, what in (
        (lambda: ov.simulate(SOLUTION, 0, 1), "simulate/number"),
        (lambda: ov.simulate(SOLUTION, 1.5, 1), "simulate/number"),  # type: ignore[arg-type]
        (lambda: ov.simulate(SOLUTION, 1, -1), "simulate/seed"),
        (lambda: ov.simulate(SOLUTION, 1, "x"), "simulate/seed"),  # type: ignore[arg-type]
        (lambda: ov.simulate(payoffs, 1, 1, strategy=np.ones(1)), "simulate/column"),
        (lambda: ov.simulate(SOLUTION, 1, 1, world=1), "simulate/world"),
        (lambda: ov.simulate(TREE, 1, 1), "simulate/strategy"),
        (lambda: ov.simulate(freeze_for_relief, 1, 1), "tree/given"),  # type: ignore[arg-type]
    ):
        with pytest.raises(OvertureError) as caught:
            given()
        assert caught.value.id == what
