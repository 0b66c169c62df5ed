"""Extreme Nash equilibria: those of the normal form by brute force, published games, and degenerate ones."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.errors import SolveError
from overture.games.files.efg import read_efg
from overture.games.telling.language import Game, game, move
from overture.games.tree import Tree
from overture.models.kuhn import kuhn
from overture.models.leduc import leduc
from overture.solvers.bounds.cone import extreme_rays
from overture.solvers.bounds.extreme import NashList, NashPoint, extreme_nash, plan_count
from overture.solvers.bounds.sequence import sequence_form
from tests.catalogue import COMPLETE, Row, model
from tests.solvers import normal_form_twin as slow
from tests.solvers.duels import duels


def bimatrix(name: str, one: list[list[int]], two: list[list[int]]) -> Game:
    """A game in which both choose at once."""
    rows = [f"r{at}" for at in range(len(one))]
    columns = [f"c{at}" for at in range(len(one[0]))]

    @game("Row", "Column", title=name)
    def told(p):  # type: ignore[no-untyped-def]
        row = yield move("Row", "row", rows, seen_by=())
        column = yield move("Column", "column", columns)
        at = rows.index(row), columns.index(column)
        return {"Row": one[at[0]][at[1]], "Column": two[at[0]][at[1]]}

    return told


def halves(tree: Tree, point: NashPoint) -> tuple[dict[int, Fraction], dict[int, Fraction]]:
    """[player] action -> probability of the sequence that it ends."""
    form = sequence_form(tree)
    found = [
        {int(treeplex.action[at - 1]): share for at, share in enumerate(plan) if at and share}
        for treeplex, plan in zip(form.treeplex, point.plan, strict=True)
    ]
    return found[0], found[1]


@settings(max_examples=80)
@given(tree=duels())
def test_they_are_the_extreme_equilibria_of_the_reduced_normal_form(tree: Tree) -> None:
    if max(plan_count(each) for each in sequence_form(tree).treeplex) > 5:
        return
    found = extreme_nash(tree)
    brute = slow.extreme_equilibria(tree)
    behaved = [tuple(slow.realised(tree, at, half) for at, half in enumerate(pair)) for pair in brute]
    mine = [halves(tree, point) for point in found.members]
    assert mine
    assert all(point in behaved for point in mine)
    assert len(mine) == len({named(pair) for pair in mine})
    # What is left out are mixtures: no payoff lies outside of what was found, and no component is missing.
    values = [slow_value(tree, pair) for pair in brute]
    for player in (0, 1):
        told = [point.certificate.value[player] for point in found.members]
        assert float(min(told)) == pytest.approx(float(min(value[player] for value in values)), abs=1e-9)
        assert float(max(told)) == pytest.approx(float(max(value[player] for value in values)), abs=1e-9)
    assert found.components == slow.components(brute)
    assert {named(pair) for pair in behaved if is_pure(pair)} == {
        named(pair) for pair in mine if is_pure(pair)
    }


def named(pair: tuple[dict[int, Fraction], ...]) -> str:
    return str([sorted(half.items()) for half in pair])


def is_pure(pair: tuple[dict[int, Fraction], ...]) -> bool:
    return all(share == 1 for half in pair for share in half.values())


def slow_value(tree: Tree, pair: tuple[tuple[Fraction, ...], tuple[Fraction, ...]]) -> list[Fraction]:
    mine, other = slow.matrices(tree)
    return [
        sum(
            (a * b * table[i][j] for i, a in enumerate(pair[0]) for j, b in enumerate(pair[1]) if a and b),
            Fraction(0),
        )
        for table in (mine, other)
    ]


@settings(max_examples=80)
@given(tree=duels())
def test_each_is_a_nash_equilibrium_and_there_is_one(tree: Tree) -> None:
    if max(plan_count(each) for each in sequence_form(tree).treeplex) > 40:
        return
    found = extreme_nash(tree)
    assert found.members
    assert all(point.certificate.is_nash for point in found.members)
    assert {point.component for point in found.members} == set(range(found.components))


@settings(max_examples=40)
@given(tree=duels(), player=st.integers(0, 1))
def test_positive_affine_changes_of_a_players_payoffs_move_nothing(tree: Tree, player: int) -> None:
    if max(plan_count(each) for each in sequence_form(tree).treeplex) > 40:
        return
    assert tree.exact is not None
    moved = tree.payoff.copy()
    moved[..., player] = 2.5 * moved[..., player] - 7
    exact = tuple(
        tuple(Fraction(5, 2) * paid - 7 if at == player else paid for at, paid in enumerate(row))
        for row in tree.exact.payoff
    )
    other = replace(tree, payoff=moved, exact=replace(tree.exact, payoff=exact))
    before, after = extreme_nash(tree), extreme_nash(other)
    assert {point.plan for point in before.members} == {point.plan for point in after.members}
    assert before.components == after.components


@settings(max_examples=40)
@given(tree=duels())
def test_it_does_not_matter_who_is_called_first(tree: Tree) -> None:
    if max(plan_count(each) for each in sequence_form(tree).treeplex) > 40:
        return
    assert tree.exact is not None
    swapped = replace(
        tree,
        players=tree.players[::-1],
        set_player=np.where(tree.set_player < 0, tree.set_player, 1 - tree.set_player).astype(np.int32),
        payoff=np.ascontiguousarray(tree.payoff[..., ::-1]),
        exact=replace(tree.exact, payoff=tuple(row[::-1] for row in tree.exact.payoff)),
    )
    here, there = extreme_nash(tree), extreme_nash(swapped)
    assert {point.plan for point in here.members} == {point.plan[::-1] for point in there.members}
    assert here.components == there.components


@pytest.mark.parametrize(
    ("name", "one", "two", "count"),
    [
        ("matching pennies", [[1, -1], [-1, 1]], [[-1, 1], [1, -1]], 1),
        ("battle of the sexes", [[3, 0], [0, 2]], [[2, 0], [0, 3]], 3),
        (
            "rock, paper, scissors",
            [[0, -1, 1], [1, 0, -1], [-1, 1, 0]],
            [[0, 1, -1], [-1, 0, 1], [1, -1, 0]],
            1,
        ),
        ("coordination in three", [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], 7),
    ],
)
def test_textbook_games(name: str, one: list[list[int]], two: list[list[int]], count: int) -> None:
    found = extreme_nash(bimatrix(name, one, two).tree())
    assert len(found.members) == found.components == count
    assert all(point.alone and point.certificate.exact for point in found.members)


def test_a_degenerate_game_gives_components_not_silence() -> None:
    """Everything ties: all play is equilibrium, one component, spanned by the pure profiles."""
    found = extreme_nash(bimatrix("nothing at stake", [[0, 0], [0, 0]], [[0, 0], [0, 0]]).tree())
    assert (len(found.members), found.components) == (4, 1)
    assert not any(point.alone for point in found.members)


def test_kuhn_poker_has_the_ends_of_the_published_line() -> None:
    """The first player bets a jack with probability b in [0, 1/3] and a king with 3b (Kuhn 1950)."""
    tree = kuhn.tree()
    found = extreme_nash(tree)
    assert found.components == 1
    bets = set()
    for point in found.members:
        assert point.certificate.value == (Fraction(-1, 18), Fraction(1, 18))
        assert point.certificate.exact
        odds = {}
        for (infoset, action), share in point.certificate.assessment.profile.items():
            if tree.labels.set_name[infoset] == "opening" and tree.labels.edge[action] == "bet":
                odds[tree.labels.seen[infoset][0][1]] = share
        bets.add((odds.get("J", 0), odds.get("Q", 0), odds.get("K", 0)))
    assert bets == {(0, 0, 0), (Fraction(1, 3), 0, 1)}


def test_a_threat_that_nobody_would_carry_out_is_only_nash() -> None:
    @game("Entrant", "Incumbent")
    def entry(p):  # type: ignore[no-untyped-def]
        if (yield move("Entrant", "entry", ["stay out", "enter"])) == "stay out":
            return {"Entrant": 0, "Incumbent": 2}
        if (yield move("Incumbent", "answer", ["fight", "share"])) == "fight":
            return {"Entrant": -1, "Incumbent": -1}
        return {"Entrant": 1, "Incumbent": 1}

    found = extreme_nash(entry.tree())
    assert Counter(point.kind for point in found.members) == {
        "sequential": 1,
        "Nash, not shown to be sequential": 2,
    }
    assert found.worst(0).value == (0, 2)
    assert found.best(0).value == (1, 1)
    assert found.best(0).kind == "sequential"


def test_slips_are_found_that_hold_up_both_pooling_equilibria_of_beer_and_quiche(reference: Path) -> None:
    """Cho and Kreps 1987: both outcomes are sequential; under even slips neither is."""
    found = extreme_nash(read_efg(reference / "models/games/M01a_beer_quiche.efg"))
    assert found.components == 2
    for number in (0, 1):
        kinds = [point.kind for point in found.members if point.component == number]
        assert kinds.count("sequential") == 1


SMALL = [
    "M01a_beer_quiche",
    "M01b_beer_quiche",
    "M02a_sinking_costs",
    "M04a_audience_costs",
    "M07a_trust",
    "M18a_lying_cost_low",
    "S_core_X",
    "S_core_Y",
    "V1_X",
]


@pytest.mark.parametrize("name", SMALL)
def test_every_verified_equilibrium_of_the_reference_is_spanned(name: str) -> None:
    """A Nash equilibrium's payoffs lie within those of the extreme ones of some component."""
    known = model(name)
    found = extreme_nash(known.tree)
    for row in known.rows:
        if row.nash_regret == 0:
            assert spanned(found, row), str(row)
    assert name not in COMPLETE or len(known.equilibria) <= len(found.members)


def spanned(found: NashList, row: Row) -> bool:
    for number in range(found.components):
        inside = True
        for player, name in enumerate(found.tree.players):
            told = [p.certificate.value[player] for p in found.members if p.component == number]
            inside &= min(told) <= row.values[name] <= max(told)
        if inside:
            return True
    return False


def test_too_large_a_game_is_refused_before_any_work() -> None:
    with pytest.raises(SolveError, match=r"First has \d+ pure plans; allowed: at most 20000") as caught:
        extreme_nash(leduc.tree())
    assert caught.value.id == "extreme/large"
    with pytest.raises(SolveError, match="more than 64 corners") as caught:
        extreme_nash(kuhn.tree(), most=64)
    assert caught.value.id == "extreme/corners"


def test_three_players_are_refused(reference: Path) -> None:
    with pytest.raises(SolveError, match="3 players; allowed: two"):
        extreme_nash(read_efg(reference / "models/games/U01_selten_horse.efg"))


def test_rays_of_a_square_cone() -> None:
    """The cone over the unit square: four rays; cut by a diagonal plane, the two it passes."""
    square = [[-1, 0, 1], [0, -1, 1]]
    rays, faces = extreme_rays(3, [], square, 100, "square")
    assert sorted(rays) == [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1)]
    for ray, tight in zip(rays, faces, strict=True):
        x, y, t = ray
        assert tight.tolist() == [x == 0, y == 0, t == 0, x == t, y == t]
    rays, _ = extreme_rays(3, [[1, -1, 0]], square, 100, "diagonal")
    assert sorted(rays) == [(0, 0, 1), (1, 1, 1)]


def test_where_his_own_plan_never_comes_a_player_does_what_is_best_there() -> None:
    @game("One", "Two")
    def told(p):  # type: ignore[no-untyped-def]
        first = yield move("One", "first", ["stop", "go"])
        if first == "stop":
            return {"One": 2, "Two": 0}
        second = yield move("One", "second", ["bad", "good", "worse"])
        answer = yield move("Two", "answer", ["yes", "no"])
        return {"One": {"bad": 0, "good": 1, "worse": -1}[second], "Two": int(answer == "yes")}

    tree = told.tree()
    for point in extreme_nash(tree).members:  # whatever Two would say
        profile = point.certificate.assessment.profile
        assert {"stop", "good"} < {
            tree.labels.edge[action] for (_, action), share in profile.items() if share == 1
        }
