"""Signalling games: threats that fall into parts are the polytope that they are parts of; and a screen that is cut says so."""

from __future__ import annotations

import pytest

from overture.solvers.all.algebra import vertices
from overture.solvers.all.signalling import screen
from overture.solvers.all.signalling.polytopes import Receiver, receiver_conditions
from overture.solvers.all.signalling.search import signalling_components
from overture.solvers.budget import Budget
from tests.solvers.test_signalling import random_game


@pytest.mark.parametrize("top", [2, 4, 1000])
@pytest.mark.parametrize("seed", range(4))
def test_parts_together_are_the_polytope(seed: int, top: int) -> None:
    game = random_game(seed, 3, 3, 3, top)
    widths = [len(names) for names in game.responses]
    receiver = Receiver(game)
    found, complete = screen.screened(game, Budget(), 20_000)
    assert complete
    in_parts = 0
    for leaf in found:
        support = tuple(frozenset(m for m, (who, _) in enumerate(leaf) if t in who) for t in range(3))
        replies = tuple(used for _, used in leaf)
        whole = receiver_conditions(game, support, replies, range(3)).polytope(widths)
        answers = receiver.answers(support, replies)
        assert (answers is None) == (not whole.corners)
        if answers is not None:
            assert tuple(answers.threats) == whole.corners
            assert (answers.used, answers.level) == (whole.used, whole.level)
            in_parts += len(answers.threats.parts) > 1
    assert in_parts


def test_parts_have_fewer_corners_than_they_have_together(monkeypatch: pytest.MonkeyPatch) -> None:
    game = random_game(9, 4, 4, 3)
    before, complete = signalling_components(game)
    assert complete
    most = max(len(list(piece)) for component in before for piece in component.threats)
    # As many rays as the largest polytope has corners would not do, were it not made in parts.
    monkeypatch.setattr(vertices, "MOST_RAYS", most - 1)
    after, complete = signalling_components(game)
    assert complete
    assert [c.threats for c in after] == [c.threats for c in before]


def test_a_screen_that_is_cut_is_not_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    game = random_game(2, 3, 3, 3)
    every, complete = screen.screened(game, Budget(), 20_000)
    assert complete
    monkeypatch.setattr(screen, "SCREEN", 50)
    some, complete = screen.screened(game, Budget(), 20_000)
    assert not complete
    assert len(some) < len(every)
    assert all(leaf in every for leaf in some)


def test_tables_that_are_not_kept_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    game = random_game(3, 3, 3, 3)
    kept = screen.screened(game, Budget(), 20_000)
    assert kept[0]
    monkeypatch.setattr(screen, "TABLE", 0)
    assert screen.screened(game, Budget(), 20_000) == kept


def test_more_supports_than_are_wanted_are_not_complete() -> None:
    game = random_game(2, 3, 3, 3)
    every, _ = screen.screened(game, Budget(), 20_000)
    some, complete = screen.screened(game, Budget(), len(every) - 1)
    assert not complete
    assert len(some) < len(every)
