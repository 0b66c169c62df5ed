"""The closed forms of the long freeze are what the told game gives: at a threshold the two acts are worth the same."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from overture.games.measured.measure import probability
from overture.games.measured.play import Play, even_play
from overture.games.tree import Floats, Tree
from overture.models import long_freeze_thresholds as closed
from overture.models.long_freeze import DEFAULTS
from tests.models.long_reference import Verified, at, edge, eight, keeper_last, told, told_short, with_shares

PRINCIPAL, POOLING = "reopen/keep, S", "reopen/keep, P"
REFUSED_WARM = {"answer1": "reject", "letters": "warm", "statement2": "indifferent", "election2": "X"}
CLEAN_UNDER_Y = {"answer1": "accept", "inspection1": "clean", "election2": "Y"}
KEEPER_CLEAN_UNDER_Y = {"intent": "keep", "answer1": "accept", "conduct1": "comply", "inspection1": "clean", "election2": "Y"}  # fmt: skip


def worlds(seed: int, count: int = 20, **fixed: Any) -> dict[str, Any]:
    """Parameters drawn about the defaults: what is asked of them below holds in every world."""
    rng = np.random.default_rng(seed)
    drawn = {name: value * rng.uniform(0.9, 1.1, count) for name, value in DEFAULTS.items()}
    return {**drawn, **fixed}


def at_defaults(**changed: Any) -> SimpleNamespace:
    return SimpleNamespace(**{**DEFAULTS, **changed})


def values(tree: Tree, play: Play, where: int, *actions: str) -> list[Floats]:
    """[W] the conditional values of actions of one information set."""
    worths = play.tiled(tree.n_worlds).measured(tree).action_value
    return [worths[:, edge(tree, where, action)] for action in actions]


@pytest.mark.parametrize(
    ("function", "expected", "digits"),
    [
        (closed.pooling_belief, 0.867526, 6),
        (closed.rapport_threshold, 0.806860, 6),
        (closed.pooling_suspicion, 0.5, 12),
        (closed.wary_suspicion, 0.3257, 4),
        (closed.reopening_threshold, 0.708029, 6),
        (closed.suspicion_after_clean, 0.28 / 0.85, 12),
        (lambda p: closed.strength_threshold(p, 1), 0.016768, 6),
        (lambda p: closed.strength_threshold(p, 1 + p.m), 0.575696, 6),
        (closed.terms_threshold, 0.5175, 4),
        (lambda p: closed.terms_threshold(p, 0.5), 0.7350, 4),
        (lambda p: closed.terms_threshold(p, 1), 0.9525, 4),
        (lambda p: closed.return_threshold(p, 0.5), 0.5644, 4),
        (closed.deep_value, 0.8215, 12),
        (closed.first_deal, 0.1559, 12),
        (closed.deep_worth, 0.9245, 12),
    ],
)
def test_digits_at_the_defaults(function: Any, expected: float, digits: int) -> None:
    assert round(function(at_defaults()), digits) == pytest.approx(expected, abs=1e-12)


class TestBreakdown:
    """LONGGAME.md 3.4."""

    @pytest.mark.parametrize("letters", ["", "warm", "cool"])
    def test_belief(self, letters: str) -> None:
        drawn = worlds(1)
        tree = told("short", **drawn)
        history = 'answer1 == "reject"' + (f' and letters == "{letters}"' if letters else "")
        measured = probability(tree, in_all(tree, eight()[PRINCIPAL]), 'kind_X == "amenable"', history)
        assert measured == pytest.approx(
            closed.belief_after_breakdown(SimpleNamespace(**drawn), letters), abs=1e-13
        )

    def test_without_tied_hands_a_breakdown_is_decisive(self) -> None:
        tree = told("short", tied=0.0)
        strategy = eight()[PRINCIPAL].play.strategy
        assert probability(tree, strategy, 'kind_X == "amenable"', 'answer1 == "reject"')[0] == 0


def in_all(tree: Tree, one: Verified) -> Floats:
    return one.play.tiled(tree.n_worlds).strategy


class TestRapport:
    """LONGGAME.md 3.5: pooling on thin after a breakdown and warm letters."""

    def test_regret_of_pooling_below_and_above(self) -> None:
        rho = closed.rapport_threshold(at_defaults())
        tree = told("short", rho=np.array([0.8, rho - 1e-6, rho + 1e-6, 0.81]))
        regret = eight()[POOLING].measured(tree).max_regret
        assert regret[0] == pytest.approx(0.00394, abs=6e-6)
        assert regret[1] > 1e-7
        assert regret[2:] == pytest.approx([0, 0], abs=1e-15)

    def test_at_the_threshold_the_keeper_is_indifferent(self) -> None:
        drawn = worlds(2)
        drawn["rho"] = closed.rapport_threshold(SimpleNamespace(**drawn))
        tree = told("short", **drawn)
        here = at(tree, "offer2", intent="keep", **REFUSED_WARM)
        thin, deep = values(tree, eight()[POOLING].play, here, "thin", "deep")
        assert thin == pytest.approx(deep, abs=1e-13)

    @pytest.mark.parametrize(("kind", "threshold"), [("amenable", "pooling"), ("wary", "wary")])
    def test_at_the_suspicion_x_is_indifferent(self, kind: str, threshold: str) -> None:
        drawn = worlds(3)
        drawn["pi"] = getattr(closed, f"{threshold}_suspicion")(SimpleNamespace(**drawn))
        tree = told("short", **drawn)
        seen = {"kind_X": kind, "hands": "free", **REFUSED_WARM, "offer2": "thin"}
        accept, reject = values(tree, eight()[POOLING].play, at(tree, "answer2", **seen), "accept", "reject")
        assert accept == pytest.approx(reject, abs=1e-13)

    def test_where_pooling_is_an_equilibrium(self) -> None:
        """Between the two suspicions; at .30 a wary X takes thin too, and the regret is .034."""
        tree = told("short", pi=np.array([0.30, 0.33, 0.34, 0.40, 0.49]))
        regret = eight()[POOLING].measured(tree).max_regret
        assert regret[0] == pytest.approx(0.034, abs=6e-4)
        assert regret[1:] == pytest.approx([0, 0, 0, 0], abs=1e-15)


def test_reopening() -> None:
    """LONGGAME.md 3.6: all hold after alarms, *keep* is taken for sure, sweet terms by an amenable Y alone."""
    drawn = worlds(4)
    drawn["aY"] = closed.reopening_threshold(SimpleNamespace(**drawn))
    tree = told("short", **drawn)
    play = eight()["keep/keep, S"].play
    for kind in ("amenable", "wary"):
        for terms in ("keep", "reopen"):
            seen = {**CLEAN_UNDER_Y, "kind_Y": kind, "terms2": terms}
            takes = float(terms == "keep" or kind == "amenable")
            play = with_shares(tree, play, at(tree, "answer2", **seen), accept=takes, reject=1 - takes)
            alarm = at(tree, "snapback2", **seen, answer2="accept", inspection2="alarm")
            play = with_shares(tree, play, alarm, hold=1, snap=0)
    keep, reopen = values(tree, play, at(tree, "terms2", **KEEPER_CLEAN_UNDER_Y), "keep", "reopen")
    assert keep == pytest.approx(reopen, abs=1e-13)


class TestStrength:
    """LONGGAME.md 3.7: a wary Y after a clean report, both kinds of leader doing the same."""

    @pytest.mark.parametrize(("terms", "size"), [("keep", 1.0), ("reopen", 1.4)])
    def test_at_the_threshold_a_wary_y_is_indifferent(self, terms: str, size: float) -> None:
        drawn = worlds(5, m=0.4, pi=np.linspace(0.4, 0.6, 20))
        drawn["c"] = closed.strength_threshold(SimpleNamespace(**drawn), size) / drawn["grow"]
        tree = told("short", **drawn)
        accept, reject = values(tree, pressed(terms), at(tree, "answer2", **wary(terms)), "accept", "reject")
        assert accept == pytest.approx(reject, abs=1e-13)

    @pytest.mark.parametrize(("c", "regret"), [(0.57, 0.001689), (0.58, 0)])
    def test_both_reopen_and_a_wary_y_takes_it(self, c: float, regret: float) -> None:
        """What is off the path elsewhere is settled by replies; a wary Y keeps his, and is asked for its regret."""
        tree = told("short", c=c)
        here = at(tree, "answer2", **wary("reopen"))
        measured = replied(tree, pressed("reopen"), here).measured(tree)
        assert measured.regret[0, here] == pytest.approx(regret, abs=6e-7)
        assert np.delete(measured.regret[0], here).max() < 1e-14


def replied(tree: Tree, play: Play, kept: int) -> Play:
    """Replies at all sets where another act is better, but at ``kept``, until there are none."""
    for _ in range(10):
        measured = play.measured(tree)
        worse = [each for each in np.flatnonzero(measured.regret[0] > 1e-9) if each != kept]
        if not worse:
            return play
        for where in worse:
            edges = range(int(tree.edge_start[where]), int(tree.edge_start[where + 1]))
            best = max(edges, key=lambda each: float(measured.action_value[0, each]))
            shares = {tree.labels.edge[each]: float(each == best) for each in edges}
            play = with_shares(tree, play, int(where), **shares)
    raise AssertionError("replies go round in a circle")


def wary(terms: str) -> dict[str, str]:
    return {**CLEAN_UNDER_Y, "kind_Y": "wary", "terms2": terms}


def pressed(terms: str) -> Play:
    """The class in which both kinds of leader choose ``terms`` under Y, and a wary Y takes them."""
    tree, play = told_short(), eight()[f"reopen/{terms}, S"].play
    return with_shares(tree, play, at(tree, "answer2", **wary(terms)), accept=1, reject=0)


class TestRatchet:
    """LONGGAME.md 3.8: an amenable X, his hands free, at the first offer; the class S, reopened under X."""

    @pytest.mark.parametrize(
        ("favour", "accepts", "refuses"), [(0, 0.51, 0.53), (1, 0.94, 0.96), (0.5, 0.73, 0.74)]
    )
    def test_terms_that_kill_the_first_deal(self, favour: float, accepts: float, refuses: float) -> None:
        tree = told("short", m=np.array([accepts, refuses]))
        gap = first_answer(tree, favour)
        assert gap[0] > 1e-4
        assert gap[1] < -1e-4

    def test_a_return_worth_waiting_for(self) -> None:
        gap = first_answer(told("short", w=np.array([0.56, 0.57])), 0.5)
        assert gap[0] > 1e-4
        assert gap[1] < -1e-4

    @pytest.mark.parametrize("favour", [0, 0.3, 1])
    @pytest.mark.parametrize(
        ("parameter", "threshold"), [("m", closed.terms_threshold), ("w", closed.return_threshold)]
    )
    def test_at_the_threshold_x_is_indifferent(self, favour: float, parameter: str, threshold: Any) -> None:
        drawn = worlds(6)
        drawn[parameter] = threshold(SimpleNamespace(**drawn), favour)
        kept = (drawn["w"] > drawn["eps"]) & (drawn["w"] < 1)  # else it is no chance
        tree = told("short", **{name: value[kept] for name, value in drawn.items()})
        assert tree.n_worlds > 10
        assert first_answer(tree, favour) == pytest.approx(np.zeros(tree.n_worlds), abs=1e-13)


def first_answer(tree: Tree, favour: float) -> Floats:
    """[W] what an amenable X gains by accepting at once, if keepers favour him with that chance."""
    play = eight()[PRINCIPAL].play
    for letters in ("warm", "cool"):
        for kind, share in (("keep", favour), ("exploit", 0.7)):
            here = at(tree, "statement2", intent=kind, answer1="reject", letters=letters)
            play = with_shares(tree, play, here, favour=share, indifferent=1 - share)
    here = at(tree, "answer1", kind_X="amenable", hands="free")
    accept, reject = values(tree, play, here, "accept", "reject")
    return accept - reject


class TestKeeper:
    """LONGGAME.md 3.3: a keeper's margin of complying in the last round."""

    @pytest.mark.parametrize("snap", [0.0, 0.3, 1.0])
    def test_margin(self, snap: float) -> None:
        drawn = worlds(7)
        tree = told("short", **drawn)
        play = even_play(told_short())
        for here in range(tree.n_infosets):
            if tree.labels.set_name[here] == "snapback2":
                play = with_shares(tree, play, here, snap=snap, hold=1 - snap)
        p = SimpleNamespace(**drawn)
        sizes = []
        for here in keeper_last(tree):
            seen = dict(tree.labels.seen[here])
            size = 1 + p.m if seen.get("terms2") == "reopen" else 1
            comply, cheat = values(tree, play, here, "comply", "cheat")
            margin = closed.keeper_margin(p, size, snap)
            assert comply - cheat == pytest.approx(p.delta * margin, abs=1e-13)
            sizes.append(np.ndim(size))
        assert (sizes.count(0), sizes.count(1)) == (20, 8)

    def test_margin_is_positive_where_concealment_costs_more_than_growth(self) -> None:
        p = SimpleNamespace(**worlds(8, count=1_000))
        snap = np.linspace(0, 1, 1_000)
        least = closed.keeper_margin(p, 1 + p.m, snap) - (p.kap - p.g_K)
        assert (p.q_thin >= p.f).all()
        assert least.min() >= 0
        assert least[0] == pytest.approx(0, abs=1e-15)  # where nobody snaps back it is exactly that
