"""No valid game is met with an error: a list, each member certified, each value what brute force gives where it is pure."""

from __future__ import annotations

import importlib
import json
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overture as ov
from overture.games.files.efg import read_efg
from overture.games.tree import Tree
from overture.solvers.all.equilibria import Equilibrium, EquilibriumList, equilibria
from tests.cli.run import overture
from tests.solvers.small_games import small_game

F = Fraction
GAMES = Path(__file__).resolve().parent.parent / "faults" / "games"


# --- brute force that shares nothing with the search ----------------------------------------------


def value_at(tree: Tree, play: dict[int, int], root: int = 0) -> list[Fraction]:
    """[player] expected payoff from a node on, under one action at each set; payoffs of the whole history."""
    assert tree.exact is not None
    paid = [F(0)] * len(tree.players)
    at = root
    while at >= 0:
        if tree.outcome[at] >= 0:
            paid = [a + b for a, b in zip(paid, tree.exact.payoff[tree.outcome[at]], strict=True)]
        at = int(tree.parent[at]) if at else -1

    def walk(node: int, so_far: list[Fraction]) -> list[Fraction]:
        if node != root and tree.outcome[node] >= 0:
            so_far = [a + b for a, b in zip(so_far, tree.exact.payoff[tree.outcome[node]], strict=True)]
        below = np.flatnonzero(tree.parent == node).tolist()
        if not below:
            return so_far
        index = int(tree.set_of[node])
        if index < tree.n_infosets:
            return walk(next(n for n in below if tree.edge[n] == play[index]), so_far)
        total = [F(0)] * len(tree.players)
        for n in below:
            odds = tree.exact.chance[tree.edge[n] - tree.n_actions]
            total = [a + odds * b for a, b in zip(total, walk(n, so_far), strict=True)]
        return total

    return walk(root, paid)


def plays(tree: Tree) -> list[dict[int, int]]:
    """Every way to take one action at each set."""
    choices = [range(int(tree.edge_start[i]), int(tree.edge_start[i + 1])) for i in range(tree.n_infosets)]
    return [dict(enumerate(row)) for row in product(*choices)]


def possible_nodes(tree: Tree) -> list[int]:
    """Nodes above which chance excludes nothing."""
    assert tree.exact is not None
    found = [0]
    for node in range(1, tree.n_nodes):
        edge = int(tree.edge[node])
        free = edge < tree.n_actions or tree.exact.chance[edge - tree.n_actions] > 0
        if free and int(tree.parent[node]) in found:
            found.append(node)
    return found


def perfect_values(tree: Tree) -> set[tuple[Fraction, ...]]:
    """Values of the pure subgame-perfect equilibria of a game with perfect information, one deviation at a time."""
    live = [n for n in possible_nodes(tree) if 0 <= tree.set_of[n] < tree.n_infosets]
    found = set()
    for play in plays(tree):
        for node in live:
            index = int(tree.set_of[node])
            player = int(tree.set_player[index])
            best = max(
                value_at(tree, play | {index: a}, node)[player]
                for a in range(int(tree.edge_start[index]), int(tree.edge_start[index + 1]))
            )
            if best > value_at(tree, play, node)[player]:
                break
        else:
            found.add(tuple(value_at(tree, play)))
    return found


def pure(member: Equilibrium) -> dict[int, int] | None:
    """[infoset] the action, where every set has one."""
    sets = member.certificate.tree.infoset_of_action
    play = {int(sets[a]): a for a, share in enumerate(member.strategy) if share == 1}
    return play if len(play) == member.certificate.tree.n_infosets else None


def check(text: str, found: EquilibriumList) -> None:
    """What must hold of the list of any game."""
    tree = read_efg(text)
    assert found.members
    for member in found.members:
        assert member.certificate.is_sequential
        for verdict in (member.intuitive, member.d1):
            assert verdict is None or "error" not in verdict.reason
        play = pure(member)
        if play is None:
            continue
        value = value_at(tree, play)
        assert [float(x) for x in value] == pytest.approx(list(member.value))
        # Nash, by every other plan of each player.
        for other in plays(tree):
            for player in range(len(tree.players)):
                plan = {i: a if tree.set_player[i] == player else play[i] for i, a in other.items()}
                assert value_at(tree, plan)[player] <= value[player]


shapes = st.tuples(st.integers(0, 10**6), st.integers(1, 3), st.sampled_from([2, 3]))


def few(text: str) -> bool:
    """Whether brute force is quick."""
    tree = read_efg(text)
    return tree.n_nodes <= 40 and np.prod(np.diff(tree.edge_start[: tree.n_infosets + 1]), dtype=float) <= 64


@settings(max_examples=60)
@given(shape=shapes, payoffs=st.sampled_from([1, 2, 5, 1000]), hidden=st.sampled_from([0.3, 0.7]))
def test_any_game_has_a_list_of_certified_equilibria(
    shape: tuple[int, int, int], payoffs: int, hidden: float
) -> None:
    text = small_game(*shape, payoffs, hidden)
    if few(text):
        check(text, equilibria(read_efg(text), steps=2000, starts=1))


@settings(max_examples=60)
@given(shape=shapes, payoffs=st.sampled_from([1, 2, 5, 1000]))
def test_one_sees_chance_and_nothing_else_is_hidden(shape: tuple[int, int, int], payoffs: int) -> None:
    """The family in which one game in eight ended in a KeyError: what follows chance is folded whole."""
    text = small_game(*shape, payoffs, 0.0)
    if not few(text):
        return
    tree = read_efg(text)
    found = equilibria(tree, steps=2000, starts=1)
    check(text, found)
    values = {tuple(map(float, row)) for row in perfect_values(tree)}
    assert values
    listed = {m.value for m in found.members if pure(m) is not None}
    assert listed <= values
    if found.complete and all(m.is_point for m in found.members):
        assert values == {m.value for m in found.members}


def test_the_smallest_game_that_crashed() -> None:
    found = equilibria(read_efg(GAMES / "crash_min3.efg"))
    assert found.complete
    assert [m.value for m in found.members] == [(3.0, 0.0)]
    assert pure(found.members[0]) == {0: 1, 1: 3}


# --- degenerate games ------------------------------------------------------------------------------

ZERO = """EFG 2 R "pennies behind a branch that chance forbids" { "A" "B" }
c "" 1 "" { "x" 1 "y" 0 } 0
p "" 1 1 "a" { "l" "r" } 0
t "" 1 "" { 1, 0 }
t "" 2 "" { 0, 0 }
p "" 1 2 "b" { "h" "t" } 0
p "" 2 1 "c" { "h" "t" } 0
t "" 3 "" { 1, -1 }
t "" 4 "" { -1, 1 }
p "" 2 1 "c" { "h" "t" } 0
t "" 5 "" { -1, 1 }
t "" 6 "" { 1, -1 }"""

ONLY_CHANCE = """EFG 2 R "only chance" { "A" "B" }
c "" 1 "" { "x" 1/4 "y" 3/4 } 0
t "" 1 "" { 1, 0 }
t "" 2 "" { 0, 2 }"""

ONE_ACTION = """EFG 2 R "one action everywhere" { "A" "B" }
c "" 1 "" { "x" 1/2 "y" 1/2 } 0
p "" 1 1 "a" { "go" } 0
p "" 2 1 "b" { "on" } 0
t "" 1 "" { 1, 0 }
p "" 1 2 "a" { "go" } 0
p "" 2 1 "b" { "on" } 0
t "" 2 "" { 1, 3 }"""

ONE_PLAYER = """EFG 2 R "one player" { "A" }
p "" 1 1 "a" { "l" "r" } 0
t "" 1 "" { 1 }
c "" 1 "" { "x" 1/2 "y" 1/2 } 0
t "" 2 "" { 0 }
t "" 3 "" { 4 }"""

ONE_END = """EFG 2 R "nothing to do" { "A" "B" }
t "" 1 "" { 1, 2 }"""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (ZERO, (1.0, 0.0)),
        (ONLY_CHANCE, (0.25, 1.5)),
        (ONE_ACTION, (1.0, 1.5)),
        (ONE_PLAYER, (2.0,)),
        (ONE_END, (1.0, 2.0)),
    ],
)
def test_degenerate_games_have_their_one_equilibrium(text: str, value: tuple[float, ...]) -> None:
    found = equilibria(read_efg(text))
    assert found.complete
    assert found.dropped == 0
    assert [m.value for m in found.members] == [value]
    assert found.members[0].certificate.exact
    assert found.members[0].certificate.is_sequential


def test_whole_numbers_stay_exact() -> None:
    """An inspection game told with whole numbers: numpy's integers once stood inside its fractions."""

    @ov.game("Subject", "Inspector")
    def inspection(p):
        conduct = yield ov.move("Subject", "conduct", ["comply", "cheat"], seen_by=())
        visit = yield ov.move("Inspector", "visit", ["wait", "inspect"], seen_by=())
        if conduct == "comply":
            return {"Subject": 0, "Inspector": -p.cost if visit == "inspect" else 0}
        if visit == "inspect":
            return {"Subject": -p.fine, "Inspector": p.reward}
        return {"Subject": p.gain, "Inspector": -p.harm}

    given_ = {"fine": 2, "gain": 1, "reward": 3, "cost": 1, "harm": 5}
    mixed = {"fine": np.int64(2), "gain": F(1), "reward": np.int8(3), "cost": 1, "harm": F(10, 2)}
    for numbers in (given_, mixed):
        (member,) = equilibria(inspection.tree(numbers)).members
        assert member.certificate.exact
        assert list(member.assessment.profile.values()) == [F(8, 9), F(1, 9), F(2, 3), F(1, 3)]
        for share in member.assessment.profile.values():
            assert type(share.numerator) is int
            assert isinstance(hash(share), int)
    (member,) = equilibria(inspection.tree({**given_, "fine": 2.0})).members
    assert member.strategy == pytest.approx([8 / 9, 1 / 9, 2 / 3, 1 / 3])


# --- irrational equilibria, and tests that fail ----------------------------------------------------


def test_an_irrational_equilibrium_says_how_near_it_comes() -> None:
    file = GAMES / "irrational.efg"
    found = equilibria(read_efg(file))
    assert found.complete
    assert sorted(m.certificate.exact for m in found.members) == [False, True, True]
    last = next(m for m in found.members if not m.certificate.exact)
    assert last.certificate.is_sequential
    assert last.strategy[4] == pytest.approx((41**0.5 - 5) / 4, abs=1e-15)
    ran = overture("equilibria", file)
    assert ran.code == 0
    assert "not a sequential" not in ran.out
    (near,) = [line for line in ran.out.split("\n") if line.startswith("   a sequential equilibrium (to ")]
    assert 1e-17 < float(near.split("(to ")[1].rstrip(")")) < 1e-14
    rows = json.loads(overture("equilibria", file, "--json").out)["equilibria"]
    assert [row["certificate"]["sequential"] for row in rows] == [True] * 3
    (rounded,) = [row["certificate"] for row in rows if not row["certificate"]["exact"]]
    assert 0 <= rounded["max_regret"] < 1e-15


def test_a_test_that_breaks_loses_no_list(monkeypatch: pytest.MonkeyPatch) -> None:
    refinement = importlib.import_module("overture.solvers.all.refined")

    def broken(offer: object) -> str:
        raise KeyError(7)

    monkeypatch.setattr(refinement, "_breaks_d1", broken)
    found = equilibria(read_efg(GAMES / "three_players_d1.efg"))
    assert len(found.members) == 3
    last = found.members[2]
    assert last.intuitive is not None
    assert last.intuitive.passes is True
    assert last.d1 is not None
    assert (last.d1.holds, last.d1.passes) == ("untested", None)
    assert "KeyError: 7" in last.d1.reason
