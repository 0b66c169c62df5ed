"""The verified equilibria of the long freeze, measured on the game as told: regret, beliefs, values, what they say."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from overture.games.measured.event import mask
from overture.games.measured.measure import probability, value_by
from overture.games.measured.play import Play
from overture.models.long_freeze import DEFAULTS
from overture.models.long_freeze_thresholds import belief_after_breakdown, pooling_belief
from tests.models.long_reference import at, edge, eight, smaller, told, told_short, with_shares

REFUSED = 'answer1 == "reject"'
WARM = f'{REFUSED} and letters == "warm"'
COOL = f'{REFUSED} and letters == "cool"'
DEAL = 'answer1 == "accept" and snapback1 != "snap"'
PRINCIPAL, POOLING = "reopen/keep, S", "reopen/keep, P"
AT_OFFER = {"answer1": "reject", "letters": "warm", "statement2": "indifferent", "election2": "X"}

# LONGGAME.md 4: values of Leader, X and Y, to the digits listed (but for .973333, which is cut and not rounded: decision 110).
VALUES = {
    "reopen/keep, S": (1.015289, 0.220428, 0.108761),
    "reopen/keep, P": (1.048304, 0.185849, 0.106850),
    "reopen/reopen, S": (0.921293, 0.220428, 0.090053),
    "reopen/reopen, P": (0.954308, 0.185849, 0.088142),
    "keep/keep, S": (0.940319, 0.231674, 0.108761),
    "keep/keep, P": (0.973334, 0.197094, 0.106850),
    "keep/reopen, S": (0.846323, 0.231674, 0.090053),
    "keep/reopen, P": (0.879338, 0.197094, 0.088142),
}
# LONGGAME.md 10: the same with the semi-separating continuation.
MIXED = {
    "reopen/keep": (1.045648, 0.188336, 0.106850),
    "reopen/reopen": (0.951652, 0.188336, 0.088142),
    "keep/keep": (0.970678, 0.199581, 0.106850),
    "keep/reopen": (0.876682, 0.199581, 0.088142),
}


def test_the_eight_are_the_eight() -> None:
    assert eight().keys() == VALUES.keys()


@pytest.mark.parametrize("name", VALUES)
def test_eight_equilibria(name: str) -> None:
    one, tree = eight()[name], told_short()
    measured = one.measured(tree)
    assert measured.max_regret[0] < 1e-15
    assert measured.value[0] == pytest.approx(VALUES[name], abs=6e-7)
    assert measured.value[0] == pytest.approx(one.value, abs=1e-14)
    for infoset in range(tree.n_infosets):
        nodes = tree.member[tree.member_start[infoset] : tree.member_start[infoset + 1]]
        held = one.belief[tree.players[tree.set_player[infoset]], tree.labels.set_number[infoset]]
        assert measured.belief[0, nodes] == pytest.approx(held, abs=1e-12)


@pytest.mark.parametrize("name", VALUES)
def test_what_the_eight_have_in_common(name: str) -> None:
    strategy = eight()[name].play.strategy
    for event, given, share in (
        ('answer1 == "accept"', 'kind_X == "amenable" and hands == "free"', 1),
        ('answer1 == "accept"', 'kind_X == "wary"', 0),
        ('conduct1 == "cheat"', 'intent == "keep" and answer1 == "accept"', 0),
        ('conduct1 == "cheat"', 'intent == "exploit" and answer1 == "accept"', 1),
        ('snapback1 == "snap"', 'inspection1 == "alarm"', 1),
        ('offer2 == "deep"', 'intent == "keep" and snapback1 == "snap"', 1),
        ('offer2 == "none"', 'intent == "exploit" and snapback1 == "snap"', 1),
    ):
        assert probability(told_short(), strategy, event, given)[0] == pytest.approx(share, abs=1e-9)
    for who, terms in zip("XY", name.split(",")[0].split("/"), strict=True):
        there = f'made(terms2) and election2 == "{who}"'
        said = probability(told_short(), strategy, f'terms2 == "{terms}"', there)
        assert said[0] == pytest.approx(1, abs=1e-9)


def mixed(play: Play) -> Play:
    """The semi-separating continuation in the place of pooling: the keeper is indifferent, and so is an amenable X."""
    tree, p = told_short(), SimpleNamespace(**DEFAULTS)
    accepts = pooling_belief(p) / belief_after_breakdown(p, "warm")
    assert accepts == pytest.approx(0.968011, abs=5e-7)
    play = with_shares(tree, play, at(tree, "offer2", intent="keep", **AT_OFFER), thin=2 / 3, deep=1 / 3)
    for hands in ("free", "tied"):
        here = at(tree, "answer2", kind_X="amenable", hands=hands, **AT_OFFER, offer2="thin")
        play = with_shares(tree, play, here, accept=accepts, reject=1 - accepts)
    return play


@pytest.mark.parametrize("terms", MIXED)
def test_four_more_that_mix_after_warm_letters(terms: str) -> None:
    measured = mixed(eight()[f"{terms}, P"].play).measured(told_short())
    assert measured.max_regret[0] < 1e-15
    assert measured.value[0] == pytest.approx(MIXED[terms], abs=6e-7)


@pytest.mark.parametrize(
    ("form", "values"),
    [
        ("known", [(0.423610, 0.499230), (1.517231, 0.402712), (1.823231, 0.356812)]),
        ("core", [(0.423610, 0.444231)]),
    ],
)
def test_equilibria_of_the_forms_without_an_election(form: str, values: list[tuple[float, float]]) -> None:
    tree, found = told(form), smaller(form)
    for one, expected in zip(found, values, strict=True):
        measured = one.measured(tree)
        assert measured.max_regret[0] < 1e-15
        assert measured.value[0] == pytest.approx((*expected, 0), abs=6e-7)


class TestConditioning:
    """LONGGAME.md 4 and 10, the class "reopen/keep, P": what is believed along one history."""

    @pytest.mark.parametrize(
        ("history", "chance", "exploiter", "amenable"),
        [
            ("True", 1, 0.4, 0.7),
            (REFUSED, 0.51, 0.4, 0.41176),
            (WARM, 0.21675, 0.4, 0.89619),
            (COOL, 0.29325, 0.4, 0.05371),
            (f'{WARM} and statement2 == "indifferent"', 0.21675, 0.4, 0.89619),
            (f'{WARM} and election2 == "X"', 0.108375, 0.4, 0.89619),
            (f'{WARM} and election2 == "X" and offer2 == "thin"', 0.108375, 0.4, 0.89619),
            (f'{WARM} and election2 == "X" and answer2 == "accept"', 0.097125, 0.4, 1),
            (f'{WARM} and election2 == "X" and inspection2 == "alarm"', 0.014569, 0.8, 1),
            (f'{WARM} and election2 == "X" and inspection2 == "clean"', 0.082556, 0.32941, 1),
        ],
    )
    def test_beliefs(self, history: str, chance: float, exploiter: float, amenable: float) -> None:
        tree, strategy = told_short(), eight()[POOLING].play.strategy
        assert probability(tree, strategy, history)[0] == pytest.approx(chance, abs=6e-7)
        assert probability(tree, strategy, 'intent == "exploit"', history)[0] == pytest.approx(
            exploiter, abs=6e-6
        )
        assert probability(tree, strategy, 'kind_X == "amenable"', history)[0] == pytest.approx(
            amenable, abs=6e-6
        )

    def test_x_holds_after_the_alarm(self) -> None:
        told_so = f'{WARM} and election2 == "X" and inspection2 == "alarm"'
        holds = probability(told_short(), eight()[POOLING].play.strategy, 'snapback2 == "hold"', told_so)
        assert holds[0] == 1

    def test_values_by_type_after_warm_letters(self) -> None:
        assert worth(eight()[POOLING].play, "keep", WARM) == pytest.approx((0.74438, 0.71935), abs=6e-6)
        assert worth(eight()[POOLING].play, "exploit", WARM) == pytest.approx((0.70405, -0.02), abs=6e-6)
        assert gain(eight()[POOLING].play, "exploit", WARM) == pytest.approx(0.72405, abs=6e-6)
        assert gain(eight()[POOLING].play, "keep", WARM) == pytest.approx(0.02503, abs=6e-6)

    @pytest.mark.parametrize("kind", ["keep", "exploit"])
    def test_cool_letters_and_a_breakdown_in_s_make_nobody_worth_having_back(self, kind: str) -> None:
        assert gain(eight()[POOLING].play, kind, COOL) == pytest.approx(0, abs=1e-15)
        assert gain(eight()[PRINCIPAL].play, kind, REFUSED) == pytest.approx(0, abs=1e-15)

    @pytest.mark.parametrize("name", [POOLING, PRINCIPAL])
    def test_gains_under_a_deal_that_held(self, name: str) -> None:
        assert gain(eight()[name].play, "keep", DEAL) == pytest.approx(0.381, abs=6e-4)
        assert gain(eight()[name].play, "exploit", DEAL) == pytest.approx(0.598, abs=6e-4)


def worth(play: Play, kind: str, history: str) -> tuple[float, ...]:
    """What the leader of that kind gets if X returns, and if Y comes."""
    tree = told_short()
    told_so = [f'{history} and intent == "{kind}" and election2 == "{who}"' for who in "XY"]
    return tuple(float(value_by(tree, play.strategy, mask(tree, each))[0, 0]) for each in told_so)


def gain(play: Play, kind: str, history: str) -> float:
    returned, replaced = worth(play, kind, history)
    return returned - replaced


@pytest.mark.parametrize("terms", MIXED)
def test_after_a_breakdown_the_exploiter_gains_at_least_as_much(terms: str) -> None:
    """LONGGAME.md 3.9; in S nobody gains, in P and in the semi-separating continuation he gains the more."""
    separating, pooling = eight()[f"{terms}, S"].play, eight()[f"{terms}, P"].play
    for history in (WARM, COOL):
        assert gain(separating, "exploit", history) >= gain(separating, "keep", history) - 1e-15
    for play in (pooling, mixed(pooling)):
        assert gain(play, "exploit", WARM) > gain(play, "keep", WARM) + 0.5
        assert gain(play, "exploit", COOL) >= gain(play, "keep", COOL) - 1e-15


class TestStatement:
    """LONGGAME.md 10: where the statement is a structural tie, and whose values it moves."""

    @pytest.mark.parametrize(
        ("name", "letters", "says", "x", "y"),
        [
            (PRINCIPAL, ("warm", "cool"), "favour", 0.215438, 0.113256),
            (PRINCIPAL, ("warm", "cool"), "indifferent", 0.225418, 0.104266),
            (POOLING, ("cool",), "favour", 0.183461, 0.109435),
            (POOLING, ("cool",), "indifferent", 0.188237, 0.104266),
        ],
    )
    def test_a_tie(self, name: str, letters: tuple[str, ...], says: str, x: float, y: float) -> None:
        measured = said(eight()[name].play, letters, says).measured(told_short())
        assert measured.max_regret[0] < 1e-15
        assert measured.value[0] == pytest.approx((VALUES[name][0], x, y), abs=6e-7)

    @pytest.mark.parametrize(("kind", "cost"), [("keep", 0.01251), ("exploit", 0.36202)])
    def test_favour_costs_what_separation_takes_away(self, kind: str, cost: float) -> None:
        tree = told_short()
        worths = eight()[POOLING].measured(tree).action_value[0]
        here = at(tree, "statement2", intent=kind, answer1="reject", letters="warm")
        lost = worths[edge(tree, here, "indifferent")] - worths[edge(tree, here, "favour")]
        assert lost == pytest.approx(cost, abs=6e-6)
        assert lost == pytest.approx(DEFAULTS["w"] * gain(eight()[POOLING].play, kind, WARM), abs=1e-14)

    @pytest.mark.parametrize(("kind", "cost"), [("keep", 0.00125), ("exploit", 0.03620)])
    def test_or_only_votes_where_both_offer_thin_after_favour_too(self, kind: str, cost: float) -> None:
        """Also an equilibrium, of the same values: the cost above is no property of the class."""
        tree, play = told_short(), eight()[POOLING].play.copied()
        for here in range(tree.n_infosets):
            seen = dict(tree.labels.seen[here])
            mine = slice(int(tree.edge_start[here]), int(tree.edge_start[here + 1]))
            if tree.labels.set_name[here] == "statement2" and seen["letters"] == "warm":
                play.order[:, mine] = play.weight[:, mine] = 1  # favour says nothing of the kind
            elif {"letters": "warm", "statement2": "favour", "election2": "X"}.items() <= seen.items():
                twin = at(tree, tree.labels.set_name[here], **{**seen, "statement2": "indifferent"})
                theirs = slice(int(tree.edge_start[twin]), int(tree.edge_start[twin + 1]))
                for each in play:
                    each[:, mine] = each[:, theirs]
        measured = play.measured(tree)
        assert measured.max_regret[0] < 1e-15
        assert measured.value[0] == pytest.approx(VALUES[POOLING], abs=6e-7)
        here = at(tree, "statement2", intent=kind, answer1="reject", letters="warm")
        says = [measured.action_value[0, edge(tree, here, each)] for each in ("indifferent", "favour")]
        assert says[0] - says[1] == pytest.approx(cost, abs=6e-6)


def said(play: Play, letters: tuple[str, ...], statement: str) -> Play:
    tree = told_short()
    shares = {each: float(each == statement) for each in ("indifferent", "favour")}
    for kind in ("keep", "exploit"):
        for each in letters:
            here = at(tree, "statement2", intent=kind, answer1="reject", letters=each)
            play = with_shares(tree, play, here, **shares)
    return play


@pytest.mark.parametrize("name", VALUES)
def test_a_keeper_never_cheats_in_what_was_found(name: str) -> None:
    """LONGGAME.md 3.3: proved for the last round, found in round one too."""
    tree, strategy = told_short(), eight()[name].play.strategy[0]
    cheats = [
        strategy[edge(tree, here, "cheat")]
        for here in range(tree.n_infosets)
        if tree.labels.set_name[here] in ("conduct1", "conduct2")
        and dict(tree.labels.seen[here])["intent"] == "keep"
    ]
    assert len(cheats) == 41
    assert np.max(cheats) == 0
