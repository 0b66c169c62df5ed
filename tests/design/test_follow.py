"""A class is followed to where it ends: the thresholds of the long freeze, beside their closed forms."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import overture as ov
from overture.design.follow import ClassEdge, follow_class
from overture.errors import SolveError
from overture.games.measured.measure import probability
from overture.games.measured.play import Play
from overture.models.long_freeze import DEFAULTS, long_freeze
from overture.models.long_freeze_thresholds import (
    belief_after_breakdown,
    pooling_belief,
    pooling_suspicion,
    rapport_threshold,
    return_threshold,
    strength_threshold,
    terms_threshold,
)
from tests.history.long_story import POOLING, REFUSED, SEPARATING, TYPES, WARM
from tests.models.long_reference import at, edge, eight, told, told_short, with_shares
from tests.models.test_long_freeze_equilibria import mixed

P = SimpleNamespace(**DEFAULTS)
NEAR = 2e-8  # regret is judged to 1e-9 of the payoffs, so an edge is found to a little more


def followed(play: Play, parameter: str, stop: float, **changed: float) -> ClassEdge:
    return follow_class(long_freeze, {**DEFAULTS, **changed}, ov.NamedPlay("c", play), parameter, stop)


def saying(share: float) -> Play:
    """The separating class, in which both types favour X with this chance after a breakdown."""
    play = eight()[SEPARATING].play
    for intent in ("keep", "exploit"):
        for letters in ("warm", "cool"):
            here = at(told_short(), "statement2", intent=intent, answer1="reject", letters=letters)
            play = with_shares(told_short(), play, here, indifferent=1 - share, favour=share)
    return play


@cache
def pooling_down_to() -> ClassEdge:
    return followed(eight()[POOLING].play, "rho", 0.0)


class TestRapport:
    """rho* and alpha* (LONGGAME.md 3.5): below them nobody pools on thin, and the path never does."""

    def test_the_edge_is_the_closed_form(self) -> None:
        found = pooling_down_to()
        assert found.value == pytest.approx(rapport_threshold(P), abs=NEAR)
        assert not found.lasts
        assert 0 < found.value - found.beyond < 1e-8
        assert (found.who, found.act) == ("Leader", "deep")
        assert found.infoset.startswith("offer2 | intent=keep, answer1=reject, letters=warm")

    def test_there_the_leader_holds_alpha(self) -> None:
        found = pooling_down_to()
        table = ov.histories(found.tree.world(0), [found.member], [REFUSED, WARM], TYPES)
        held = table.belief("kind_X", "amenable", of="Leader")
        assert held == pytest.approx(pooling_belief(P), abs=NEAR)
        assert held == pytest.approx(0.867526, abs=6e-7)

    def test_the_branch_does_not_see_it(self) -> None:
        sides = told("short", rho=np.array([0.80, 0.81]))
        solution = ov.solve(sides, threads=1)
        offered = probability(sides, solution.strategy, 'offer2 == "thin"', 'letters == "warm"')
        assert offered == pytest.approx([0, 0], abs=1e-9)

    def test_what_is_mixed_moves_along(self) -> None:
        """The semi-separating class ends where X would have to accept more often than surely."""
        play = mixed(eight()[POOLING].play)
        assert followed(play, "rho", 0.0).value == pytest.approx(rapport_threshold(P), abs=1e-6)
        further = followed(play, "rho", 0.95)
        assert further.lasts
        where = {
            "answer1": "reject",
            "letters": "warm",
            "statement2": "indifferent",
            "election2": "X",
            "offer2": "thin",
        }
        tree = told_short()
        accepts = edge(tree, at(tree, "answer2", kind_X="amenable", hands="tied", **where), "accept")
        wanted = pooling_belief(P) / belief_after_breakdown(
            SimpleNamespace(**(DEFAULTS | {"rho": 0.95})), "warm"
        )
        assert further.member.play.strategy[0, accepts] == pytest.approx(wanted, abs=1e-12)

    def test_a_class_that_lasts_says_so(self) -> None:
        found = followed(eight()[POOLING].play, "rho", 0.95)
        assert found.lasts
        assert found.value == 0.95
        assert np.isnan(found.beyond)
        assert "it lasts" in repr(found)


@pytest.mark.parametrize("favour", [0, 0.5, 1])
def test_relief_added_and_chance_of_return(favour: float) -> None:
    """m* and w* (3.8), at three ways of settling a statement that decides nothing."""
    for parameter, stop, closed in (("m", 1.0, terms_threshold), ("w", 0.9, return_threshold)):
        found = followed(saying(favour), parameter, stop)
        assert found.value == pytest.approx(closed(P, favour), abs=NEAR)
        assert (found.who, found.infoset, found.act) == (
            "X",
            "answer1 | kind_X=amenable, hands=free",
            "reject",
        )


@pytest.mark.parametrize("parameter", ["c", "grow"])
def test_strength_buys_better_terms(parameter: str) -> None:
    """c grow (3.7): the class of c = 1, in which a wary Y takes reopened terms, ends where he would refuse."""
    solution = ov.solve(told("short", c=1.0), threads=1)
    found = followed(Play(solution.strategy, solution.order, solution.weight), parameter, 0.0, c=1.0)
    assert found.value == pytest.approx(strength_threshold(P, 1 + P.m), abs=NEAR)
    assert (found.who, found.act) == ("Y", "reject")
    assert "kind_Y=wary, terms2=reopen" in found.infoset


def test_suspicion() -> None:
    """3.5: an amenable X accepts thin from both types up to a suspicion of one half."""
    found = followed(eight()[POOLING].play, "pi", 0.9)
    assert found.value == pytest.approx(pooling_suspicion(P), abs=NEAR)
    assert (found.who, found.act) == ("X", "reject")


def test_an_amenable_x_who_would_snap_ends_the_pooling_class() -> None:
    """After an alarm the leader is an exploiter with .8: X holds as long as a snapback costs him more than it saves."""
    cheats, complies = P.pi * P.q_thin, (1 - P.pi) * P.f
    post = cheats / (cheats + complies)
    saved = (1 - P.phi) * (post * (P.h + P.l_a) - (1 - post) * (P.b - P.l_a))
    found = followed(eight()[POOLING].play, "z_a", 0.0)
    assert found.value == pytest.approx(saved, abs=NEAR)
    assert (found.who, found.act, found.on_path) == ("X", "snap", True)


class TestOffThePath:
    """What is done off the path may have to change for a class to last; if nothing is found, that is said."""

    @pytest.mark.parametrize("then", ["S", "P"])
    def test_what_follows_an_alarm_that_is_held_is_found_anew(self, then: str) -> None:
        """As kept with the tests, this class has replies there that hold at the defaults alone."""
        found = followed(eight()[f"reopen/reopen, {then}"].play, "c", 1.0)
        assert found.value == pytest.approx(strength_threshold(P, 1 + P.m), abs=NEAR)
        assert (found.who, found.act, found.on_path) == ("Y", "accept", True)
        found = followed(eight()[f"reopen/reopen, {then}"].play, "m", 0.1)
        assert strength_threshold(P, 1 + found.value) == pytest.approx(P.c * P.grow, abs=NEAR)
        assert (found.who, found.act, found.on_path) == ("Y", "accept", True)

    def test_all_of_it_is_found_anew(self) -> None:
        assert followed(eight()[SEPARATING].play, "c", 1.0).lasts

    def test_a_class_that_is_lost_there_is_not_called_ended(self) -> None:
        found = followed(eight()["keep/keep, S"].play, "c", 1.0)
        assert found.value == pytest.approx(0.8662, abs=1e-6)
        assert not found.on_path
        assert "it is lost, off the path," in repr(found)


@ov.game("A", "B", title="two apart")
def apart(p: Any) -> Any:
    first = yield ov.move("A", "first", ["left", "right"])
    second = yield ov.move("B", "second", ["up", "down"])
    return {"A": 1 if second == "up" else 0, "B": (p.x if second == "up" else 0) + (first == "left")}


@pytest.mark.parametrize("share", [0.5, 0.3])
def test_free_mixing_stays_as_it_is(share: float) -> None:
    """A is indifferent whatever x is, so no equation says what he does; the class ends where B turns."""
    row = np.array([[share, 1 - share, 1.0, 0.0, 1.0, 0.0]])
    play = Play(row, np.ones_like(row), np.ones_like(row))
    found = follow_class(apart, {"x": 0.7}, ov.NamedPlay("up", play), "x", -1.0)
    assert found.value == pytest.approx(0, abs=NEAR)
    assert (found.who, found.act) == ("B", "down")
    assert found.member.play.strategy[0, 0] == pytest.approx(share, abs=1e-15)


@pytest.mark.parametrize(
    ("parameters", "parameter", "id"),
    [({"x": -0.5}, "x", "follow/no-equilibrium"), ({"x": 0.5}, "y", "follow/parameter")],
)
def test_what_is_refused(parameters: dict[str, float], parameter: str, id: str) -> None:
    row = np.array([[1.0, 0, 1, 0, 1, 0]])
    play = Play(row, np.ones_like(row), np.ones_like(row))
    with pytest.raises(SolveError) as told_so:
        follow_class(apart, parameters, ov.NamedPlay("up", play), parameter, 1.0)
    assert told_so.value.id == id
