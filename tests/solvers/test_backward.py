"""Backward induction: one pass against a slow twin, ties as ranges, large trees, published games."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overture as ov
from overture.errors import SolveError
from overture.games.files.efg import read_efg
from overture.games.measured.assessment import Assessment
from overture.games.measured.certificate import certify
from overture.games.telling.language import chance, game, move
from overture.games.tree import Labels, Tree
from overture.solvers.all.before.backward import backward
from overture.solvers.all.equilibria import equilibria
from tests.random_trees import NUMBERS
from tests.solvers import backward_twin as slow


@st.composite
def open_games(draw: st.DrawFn, players: int = 3, depth: int = 3, numbers: tuple[str, ...] = NUMBERS) -> str:
    """The text of a random game of perfect information."""
    count = draw(st.integers(1, players))
    lines: list[str] = []
    used = [0] * (count + 1)
    outcomes = [0]

    def outcome() -> str:
        outcomes[0] += 1
        paid = ", ".join(draw(st.sampled_from(numbers)) for _ in range(count))
        return f'{outcomes[0]} "" {{ {paid} }}'

    def node(left: int) -> None:
        kind = draw(st.sampled_from("pppct")) if left else "t"
        if kind == "t":
            lines.append(f't "" {outcome()}')
            return
        paid = outcome() if draw(st.integers(0, 3)) == 0 else "0"
        many = draw(st.integers(1, 3))
        if kind == "c":
            used[0] += 1
            weights = [draw(st.integers(0, 2)) for _ in range(many - 1)] + [1]
            branches = " ".join(f'"n{at}" {Fraction(w, sum(weights))}' for at, w in enumerate(weights))
            lines.append(f'c "" {used[0]} "" {{ {branches} }} {paid}')
        else:
            mover = draw(st.integers(1, count))
            used[mover] += 1
            actions = " ".join(f'"a{at}"' for at in range(many))
            lines.append(f'p "" {mover} {used[mover]} "" {{ {actions} }} {paid}')
        for _ in range(many):
            node(left - 1)

    node(depth)
    names = " ".join(f'"P{at}"' for at in range(1, count + 1))
    return "\n".join([f'EFG 2 R "open" {{ {names} }}', *lines])


def read(text: str, folder: Path) -> Tree:
    file = folder / "game.efg"
    file.write_text(text)
    return read_efg(file)


@settings(max_examples=150, deadline=None)
@given(text=open_games())
def test_the_strategy_is_an_equilibrium_and_ranges_hold_what_the_twin_finds(
    text: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    tree = read(text, tmp_path_factory.mktemp("open"))
    found = backward(tree)
    assert found.exact
    sets = tree.infoset_of_action.tolist()
    profile = {(sets[at], at): Fraction(int(share)) for at, share in enumerate(found.strategy)}
    certificate = certify(tree, Assessment(profile))
    assert certificate.is_sequential
    assert certificate.value == found.value
    try:
        values = slow.values(tree, mixing=False)
    except OverflowError:
        return
    assert found.value in values
    if found.is_unique:
        assert values == {found.value}
    for player in range(len(tree.players)):
        assert found.low[player] <= min(value[player] for value in values)
        assert found.high[player] >= max(value[player] for value in values)


@settings(max_examples=150, deadline=None)
@given(text=open_games(players=2, numbers=("0", "1", "2")))
def test_exact_ranges_are_those_of_the_twin(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """With few payoffs ties are the rule, and a mixture on the grid reaches the ends of the ranges."""
    tree = read(text, tmp_path_factory.mktemp("ties"))
    if tree.set_player.size and (tree.set_player < 0).any():
        return  # a chance move makes thresholds that are not on the grid
    found = backward(tree)
    try:
        values = slow.values(tree)
    except OverflowError:
        return
    for player in range(len(tree.players)):
        low, high = min(v[player] for v in values), max(v[player] for v in values)
        assert found.low[player] <= low
        assert found.high[player] >= high
        if found.range_is_exact[player]:
            assert (found.low[player], found.high[player]) == (low, high)


def _ultimatum(tie: bool) -> Tree:
    reservation = Fraction(1, 2) if tie else Fraction(2, 5)

    @game("Proposer", "Responder")
    def told(p):  # type: ignore[no-untyped-def]
        offer = yield move("Proposer", "offer", ["0", "1/2", "1"])
        answer = yield move("Responder", "answer", ["yes", "no"])
        if answer == "no":
            return {"Proposer": 0, "Responder": reservation}
        return {"Proposer": 1 - Fraction(offer), "Responder": Fraction(offer)}

    return told.tree()


def test_a_tie_gives_a_range_and_says_where() -> None:
    found = backward(_ultimatum(tie=True))
    assert (found.low, found.high) == ((0, Fraction(1, 2)), (Fraction(1, 2), 1))
    assert found.range_is_exact == (True, True)
    assert not found.path_is_unique
    labels = found.tree.labels
    told = [(labels.set_label[tie.infoset], [labels.edge[a] for a in tie.actions]) for tie in found.ties]
    assert ("answer | offer=1/2", ["yes", "no"]) in told
    assert "Proposer 0 to 1/2" in str(found)


def test_without_a_tie_there_is_one_entry_and_the_list_is_complete() -> None:
    tree = _ultimatum(tie=False)
    found = equilibria(tree)
    assert found.complete
    assert len(found.members) == 1
    assert "backward induction" in found.how
    assert found.members[0].certificate.is_sequential
    assert found.members[0].certificate.value == (Fraction(1, 2), Fraction(1, 2))


def test_a_threat_that_is_a_tie_cuts_the_range() -> None:
    """B takes 1 rather than move on unless C, who is indifferent, gives him 1 at least: C's help is then sure."""

    @game("B", "C", "D")
    def told(p):  # type: ignore[no-untyped-def]
        if (yield move("B", "go", ["stop", "on"])) == "stop":
            return {"B": 1, "C": 5, "D": 5}
        if (yield move("C", "help", ["help", "harm"])) == "help":
            return {"B": 2, "C": 0, "D": 0}
        return {"B": 0, "C": 0, "D": 10}

    found = backward(told.tree())
    # With help of probability q >= 1/2 the mover goes on, and D has 10 (1 - q): 0 to 5. He stops for q <= 1/2: 5.
    assert (found.low, found.high) == ((1, 0, 0), (2, 5, 5))
    assert found.range_is_exact == (True, True, True)


def test_odds_that_do_not_fit_whole_numbers_are_still_exact() -> None:
    @game("A")
    def told(p, rounds=30):  # type: ignore[no-untyped-def]
        for at in range(rounds):
            if (yield chance(f"luck {at}", {"on": Fraction(1, 97), "off": Fraction(96, 97)})) == "off":
                return {"A": 0}
        choice = yield move("A", "choice", ["a", "b"])
        return {"A": 1 if choice == "a" else 0}

    found = backward(told.tree())
    assert found.value == (Fraction(1, 97**30),)
    assert found.is_unique
    assert found.exact


def _full(branches: int, depth: int, most: int) -> Tree:
    """A full tree in which A and B move in turn; payoffs are whole numbers below ``most``."""
    sizes = [(branches ** (depth - at + 1) - 1) // (branches - 1) for at in range(depth + 1)]
    parent, child, level = (np.zeros(sizes[0], dtype=np.int32) for _ in range(3))
    parent[0] = -1
    nodes = np.array([0])
    for at in range(depth):
        below = nodes[:, None] + 1 + np.arange(branches) * sizes[at + 1]
        parent[below], child[below], level[below] = nodes[:, None], np.arange(branches), at + 1
        nodes = below.ravel()
    end = level == depth
    sets = int((~end).sum())
    set_of = np.where(end, -1, np.cumsum(~end) - 1).astype(np.int32)
    edge = (set_of[np.maximum(parent, 0)] * branches + child).astype(np.int32)
    edge[0] = -1
    payoff = np.random.default_rng(1).integers(0, most, (1, int(end.sum()), 2)).astype(float)
    return Tree(
        title="full",
        players=("A", "B"),
        parent=parent,
        edge=edge,
        set_of=set_of,
        outcome=np.where(end, np.cumsum(end) - 1, -1).astype(np.int32),
        set_player=(level[~end] % 2).astype(np.int32),
        edge_start=np.arange(0, sets * branches + 1, branches, dtype=np.int32),
        chance=np.zeros((1, 0)),
        payoff=payoff,
        labels=Labels(
            ("m",) * sets, ("s",) * sets, tuple(range(1, sets + 1)), ("a",) * (sets * branches), ((),) * sets
        ),
    )


def test_a_million_histories() -> None:
    tree = _full(10, 6, 10**9)
    found = backward(tree)
    value = tree.payoff[0].reshape(*(10,) * 6, 2)
    for at in range(5, -1, -1):  # the same by reductions of one axis after another
        mover = at % 2
        best = value[..., mover].argmax(axis=-1)
        value = np.take_along_axis(value, best[..., None, None], axis=-2)[..., 0, :]
    assert found.is_unique
    assert [float(each) for each in found.value] == value.tolist()


def test_what_is_no_game_of_perfect_information_is_refused() -> None:
    @game("A", "B")
    def told(p):  # type: ignore[no-untyped-def]
        yield move("A", "one", ["a", "b"], seen_by=())
        yield move("B", "two", ["c", "d"])
        return {"A": 0, "B": 0}

    with pytest.raises(SolveError, match="perfect information"):
        backward(told.tree())


TWO_TIES_OFF_THE_PATH = """EFG 2 R "two ties" { "A" "B" "C" }
""
p "" 1 1 "a" { "L" "R" } 0
p "" 2 1 "b | a=L" { "l" "r" } 0
p "" 3 1 "c | a=L, b=l" { "x" "y" } 0
t "" 1 "" { 0, 0, 0 }
t "" 2 "" { 1, 2, 0 }
t "" 3 "" { 2, 2, 0 }
t "" 4 "" { 3, 0, 0 }
"""


def test_ties_off_the_path_leave_one_value() -> None:
    """A surely plays R; what L is worth to him is not known exactly, and does not matter."""
    tree = ov.read_efg(TWO_TIES_OFF_THE_PATH)
    found = ov.backward(tree)
    assert found.low == found.high == (3, 0, 0)
    assert all(found.range_is_exact)
    (entry,) = ov.equilibria(tree).members
    assert entry.value == (3.0, 0.0, 0.0)
