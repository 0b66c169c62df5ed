"""What the reopening does to the first answer, and where a tie elsewhere leaves the answer undetermined."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import overture as ov
from overture.errors import SolveError
from overture.games.measured.play import Play
from overture.history.margin import ActMargin, act_margin
from overture.models.long_freeze import DEFAULTS
from overture.models.long_freeze_thresholds import terms_threshold
from tests.history.long_story import POOLING, SEPARATING
from tests.models.long_reference import eight, told, told_short
from tests.models.test_long_freeze_equilibria import mixed

MEMBER = ov.NamedPlay("S", eight()[SEPARATING].play)
FREE = {"kind_X": "amenable", "hands": "free"}
P = SimpleNamespace(**DEFAULTS)
# What more relief takes from X once he returns, by which the margin of accepting falls (LONGGAME.md 3.8).
SLOPE = P.delta * P.w * P.l_a * ((1 - P.pi) * (1 - P.f) + P.pi * (1 - P.q_thin))


@cache
def first_answer() -> ActMargin:
    members = [ov.NamedPlay(name, each.play) for name, each in eight().items()]
    return act_margin(told_short(), members, "X", "answer1", "accept", FREE)


@pytest.mark.parametrize("under_y", ["keep", "reopen"])
@pytest.mark.parametrize("then", ["S", "P"])
def test_reopening_takes_from_the_first_answer(under_y: str, then: str) -> None:
    reopens, keeps = (first_answer().of(f"{terms}/{under_y}, {then}") for terms in ("reopen", "keep"))
    assert keeps.margin - reopens.margin == pytest.approx(P.m * SLOPE, abs=1e-14)
    assert reopens.margin > 0
    assert not reopens.undetermined


def test_the_range_over_the_statement_is_that_of_the_closed_form() -> None:
    """Both types say that they are indifferent, the least; that they favour X, the most."""
    row = first_answer().of(SEPARATING)
    assert row.low == pytest.approx((terms_threshold(P, 0) - P.m) * SLOPE, abs=1e-14)
    assert row.high == pytest.approx((terms_threshold(P, 1) - P.m) * SLOPE, abs=1e-14)
    assert row.margin == pytest.approx((terms_threshold(P, 0.5) - P.m) * SLOPE, abs=1e-12)
    # What an exploiter says moves nothing here: he offers none.
    assert row.ties == tuple(
        f"statement2 | intent=keep, answer1=reject, letters={letters}" for letters in ("warm", "cool")
    )


def test_only_a_tie_is_moved() -> None:
    """After warm letters the pooling leader strictly prefers to say that he is indifferent."""
    assert first_answer().of(POOLING).ties == ("statement2 | intent=keep, answer1=reject, letters=cool",)


def test_mixing_of_two_players_is_no_free_tie() -> None:
    """In the semi-separating class the keeper's mixture holds X and his holds the keeper: only the statement is free."""
    members = [ov.NamedPlay("M", mixed(eight()[POOLING].play))]
    row = act_margin(told_short(), members, "X", "answer1", "accept", FREE).of("M")
    assert row.ties == ("statement2 | intent=keep, answer1=reject, letters=cool",)
    assert first_answer().of(SEPARATING).margin < row.margin < first_answer().of(POOLING).low


@pytest.mark.parametrize(("m", "undetermined"), [(0.51, False), (0.53, True), (0.7, True)])
def test_an_answer_that_hangs_on_a_tie_is_undetermined(m: float, undetermined: bool) -> None:
    """Between .5175 and .9525 accepting is better only if keepers favour X often enough."""
    play = eight()[SEPARATING].play
    row = act_margin(told("short", m=m), [ov.NamedPlay("S", play)], "X", "answer1", "accept", FREE).of("S")
    assert row.margin > 0
    assert row.undetermined == undetermined
    assert row.low == pytest.approx((terms_threshold(P, 0) - m) * SLOPE, abs=1e-14)


def test_worlds_have_a_row_each() -> None:
    tree = told("short", m=np.array([0.4, 0.45]))
    member = ov.NamedPlay("S", eight()[SEPARATING].play, np.array([1.0, 2.0]))
    found = act_margin(tree, [member], "X", "answer1", "accept", FREE)
    assert found.of("S", 0).margin - found.of("S", 1).margin == pytest.approx(0.05 * SLOPE, abs=1e-14)
    assert found.to_frame()["world"].tolist() == [0, 1]


@ov.game("A", "B", title="pennies")
def pennies(p: Any) -> Any:
    first = yield ov.move("A", "first", ["left", "right"], seen_by=())
    second = yield ov.move("B", "second", ["left", "right"])
    third = yield ov.move("A", "third", ["stay", "go"])
    same = 1 if first == second else -1
    more = p.more if third == "stay" and first == "left" else 0
    return {"A": same + more, "B": -same}


def test_mixing_that_keeps_another_indifferent_is_no_free_tie() -> None:
    """Each mixture holds the other player, so neither is moved; what A does last is his own affair."""
    tree = pennies.tree(more=0.0)
    strategy = np.full((1, tree.n_actions), 0.5)
    even = ov.NamedPlay("even", Play(strategy, np.ones_like(strategy), np.ones_like(strategy)))
    for player, move in (("A", "first"), ("B", "second")):
        row = act_margin(tree, [even], player, move, "left").of("even")
        assert (row.margin, row.low, row.high, row.ties) == (0, 0, 0, ())


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: act_margin(told_short(), [MEMBER], "X", "answer1", "accept"), "2 information sets"),
        (lambda: act_margin(told_short(), [MEMBER], "X", "answer1", "thin", FREE), "the act 'thin' in 0"),
        (lambda: first_answer().of("Q"), "no margin of 'Q'"),
        (lambda: act_margin(told("short", m=0.8), [MEMBER], "X", "answer1", "accept", FREE), "gives up"),
    ],
)
def test_what_is_refused(call: Any, words: str) -> None:
    with pytest.raises(SolveError, match=words):
        call()


@ov.game("A", "B")
def many_ties(p: Any) -> Any:
    asks = yield ov.move("A", "ask", ["yes", "no"])
    if asks == "no":
        return {"A": -1, "B": 0}
    places = [str(each) for each in range(40)]
    yield ov.chance("where", dict.fromkeys(places, 1 / 40), seen_by="B")
    yield ov.move("B", "answer", ["left", "right"])
    return {"A": 0, "B": 0}


def test_ties_are_counted_before_they_are_settled() -> None:
    """2**40 ways are refused at once, and not listed first."""
    tree = many_ties.tree()
    strategy = np.where(np.array(tree.labels.edge[: tree.n_actions]) == "yes", 1.0, 0.0)
    strategy[np.array(tree.labels.edge[: tree.n_actions]) == "left"] = 1.0
    ones = np.ones(tree.n_actions)
    member = ov.NamedPlay("sure", Play(strategy, ones, ones))
    with pytest.raises(SolveError, match="1099511627776 ways of settling the ties"):
        act_margin(tree, [member], "A", "ask", "yes")
