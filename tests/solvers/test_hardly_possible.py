"""What chance draws with odds of nearly zero is possible, in every way of counting."""

from __future__ import annotations

import numpy as np
import pytest

import overture as ov

ODDS = [1e-12, 1e-15, 1e-17, 1e-100, 1e-300]


@ov.game("A", "B")
def told(p):
    kind = yield ov.chance("kind", {"x": p.odds, "y": 1 - p.odds}, seen_by="A")
    sent = yield ov.move("A", "sent", ["l", "r"])
    answer = yield ov.move("B", "answer", ["u", "d"])
    return {"A": (answer == "u") + ((kind == "x") == (sent == "l")), "B": (kind == "x") == (answer == "u")}


@ov.game("A")
def seen(p):
    kind = yield ov.chance("kind", {"x": p.odds, "y": 1 - p.odds})
    guess = yield ov.move("A", "guess", ["x", "y"])
    return {"A": guess == kind}


@pytest.mark.parametrize("odds", ODDS)
def test_a_type_of_small_odds_keeps_the_list(odds: float) -> None:
    """Odds of 1e-12 and less were 0 to the search and not to the certificate, which refused the whole list."""
    tree = told.tree(odds=odds)
    found = ov.equilibria(tree)
    assert found.complete
    assert [(each.label, each.value) for each in found.members] == [("separating", (1 + odds, 1))]


@pytest.mark.parametrize("odds", ODDS)
def test_dominance_and_backward_induction_count_it(odds: float) -> None:
    assert ov.dominance(told.tree(odds=odds)).removed == ()
    tree = seen.tree(odds=odds)
    assert ov.dominance(tree).allowed == ((0,), (3,))
    assert ov.backward(tree).strategy.tolist() == [1, 0, 0, 1]


def test_one_world_of_small_odds_ends_no_batch() -> None:
    odds = np.linspace(0.1, 0.9, 9)
    odds[4] = 1e-17
    assert ov.solve(told.tree(odds=odds)).solved.all()
