"""Names of classes: by what the others see, each once in a list, in an order that no search decides."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

import overture as ov
from overture.games.files.efg import read_efg
from overture.games.tree import Tree
from overture.solvers.all.across import equilibria_across
from overture.solvers.all.classes import Namer, base, class_of, is_possible, kind_of, numbers, possible
from overture.solvers.all.equilibria import equilibria
from overture.solvers.form import form_of

LABELS = Path(__file__).resolve().parents[1] / "faults" / "games" / "labels.efg"
WORDS = ("a", "b", "c")


@pytest.mark.parametrize(
    ("mixture", "name"),
    [
        ([[1, 0, 0], [1, 0, 0]], "pooling on a"),
        ([[1, 0, 0], [0, 0, 1]], "separating"),
        ([[0.5, 0.5, 0], [0, 0, 1]], "separating"),
        ([[0.3, 0.7, 0], [0.3, 0.7, 0]], "pooling (babbling over a, b)"),
        ([[0.9, 0.1, 0], [0.1, 0.9, 0]], "semi-separating"),
        ([[1, 0, 0], [0.4, 0.6, 0]], "semi-separating"),
        ([[1, 0, 0], [1, 0, 0], [0, 1, 0]], "hybrid"),
        ([[1, 0, 0], [0.5, 0.5, 0], [0, 0, 1]], "semi-separating"),
        ([[1, 0, 0], [0, 0, 0], [1, 0, 0]], "pooling on a"),  # a type that has no chance is nobody
        ([[0, 0, 0], [0, 1, 0]], "separating"),  # without a second type there is no pooling
    ],
)
def test_the_words_of_the_textbooks(mixture: list[list[float]], name: str) -> None:
    assert class_of(WORDS, np.array(mixture, dtype=float)) == name


def test_signals_on_which_nothing_hangs_are_babbled_over_whoever_sends_them() -> None:
    free = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]], dtype=bool)
    for mixture in ([[1, 0, 0], [1, 0, 0]], [[1, 0, 0], [0, 1, 0]], [[0.9, 0.1, 0], [0.2, 0.8, 0]]):
        assert class_of(WORDS, np.array(mixture, dtype=float), idle=free) == "pooling (babbling over a, b)"
    assert class_of(WORDS, np.array([[1.0, 0, 0], [0, 0, 1]]), idle=free) == "separating"


# --- games -----------------------------------------------------------------------------------------


def test_two_labels_that_the_receiver_cannot_tell_apart_pool() -> None:
    """faults README: printed "separating"; the receiver has one information set after both, and believes 1/2."""
    (only,) = equilibria(read_efg(LABELS)).members
    assert only.label == "pooling on Bet or Bluff"
    (family,) = equilibria_across(read_efg(LABELS)).families
    assert family.label == only.label


def test_free_talk_has_one_name_whichever_member_is_found() -> None:
    """Talk that nobody heeds is a continuum: the list shows its middle, the search over worlds a corner."""
    lines = ['EFG 2 R "free talk" { "S" "R" }', 'c "" 1 "" { "good" 3/10 "bad" 7/10 } 0']
    for kind, at, worth in (("good", 1, 1), ("bad", 2, -1)):
        lines.append(f'p "" 1 {at} "{kind}" {{ "yes" "no" }} 0')
        for word in (1, 2):
            end = 4 * at + 2 * word
            lines += [
                f'p "" 2 {word} "after {word}" {{ "accept" "reject" }} 0',
                f't "" {end} "" {{ 1, {worth} }}',
                f't "" {end + 1} "" {{ 0, 0 }}',
            ]
    tree = read_efg("\n".join(lines))
    (only,) = equilibria(tree).members
    (family,) = equilibria_across(tree).families
    assert only.label == family.label == "pooling (babbling over yes, no)"
    assert not np.allclose(only.strategy, family.strategy[0])


def quiet(first: str = "2, 2", second: str = "1, 1", players: str = '"S" "R"') -> Tree:
    """Both types keep quiet; then both go high or both go low."""
    lines = [f'EFG 2 R "two ways of pooling" {{ {players} }}', 'c "" 1 "" { "good" 1/2 "bad" 1/2 } 0']
    ends = [first, "0, 0", "0, 0", second]
    for kind, at in (("good", 1), ("bad", 2)):
        lines += [
            f'p "" 1 {at} "{kind}" {{ "quiet" "loud" }} 0',
            f'p "" 1 {at + 2} "{kind} then" {{ "high" "low" }} 0',
        ]
        for row in (ends[:2], ends[2:]):
            lines.append('p "" 2 1 "answer" { "up" "down" } 0')
            lines += [f't "" {kind_end(at, ends, row, i)} "" {{ {x} }}' for i, x in enumerate(row)]
        lines.append(f't "" {at * 10 + 5} "" {{ -1, -1 }}')
    return read_efg("\n".join(lines))


def kind_end(at: int, ends: list[str], row: list[str], place: int) -> int:
    """A number for an end: each has its own."""
    return at * 10 + (0 if row is not None and row == ends[:2] else 2) + place + 1


def test_two_pooling_equilibria_with_other_values_are_two() -> None:
    found = equilibria(quiet())
    assert found.complete
    names = [member.label for member in found.members]
    assert names == ["pooling on quiet", "pooling on quiet (2)", "pooling on quiet (3)"]
    assert found.members[0].value == (2.0, 2.0)
    assert {member.value for member in found.members} >= {(2.0, 2.0), (1.0, 1.0)}


def test_a_number_hangs_on_the_play_and_not_on_what_it_is_worth_or_how_it_was_found() -> None:
    """High is first where it is worth more, and where it is worth less; and in any order of the entries."""
    tree = quiet("1, 1", "2, 2")
    found = equilibria(tree).members
    assert found[0].value == (1.0, 1.0)
    names = ["pooling on quiet"] * len(found)
    strategy = np.array([member.strategy for member in found])
    value = np.array([member.value for member in found])
    for order in permutations(range(len(found))):
        rows = list(order)
        given = numbers(tree, np.zeros(len(found), np.int64), names, strategy[rows], value[rows])
        assert given.tolist() == [at + 1 for at in order]


def test_each_world_counts_for_itself() -> None:
    tree = quiet()
    member = [each.strategy for each in equilibria(tree).members]
    worlds = tree.world(np.zeros(3, dtype=int))
    play, world = np.array([member[2], member[0], member[0], member[1]]), np.array([0, 0, 1, 2])
    value = np.zeros((4, 2))
    assert numbers(worlds, world, ["x"] * 4, play, value).tolist() == [2, 1, 1, 1]
    assert numbers(worlds, world, ["x", "y", "x", "x"], play, value).tolist() == [1, 1, 1, 1]


def test_of_the_same_choices_what_is_worth_more_is_first() -> None:
    tree = quiet()
    play = np.array([equilibria(tree).members[0].strategy] * 3)
    value = np.array([[1.0, 0.0], [2.0, 0.0], [1.0, 1.0]])
    assert numbers(tree, np.zeros(3, np.int64), ["x"] * 3, play, value).tolist() == [3, 1, 2]


def test_games_without_types_are_numbered_too() -> None:
    text = """EFG 2 R "meet" { "A" "B" }
p "" 1 1 "a" { "up" "down" } 0
p "" 2 1 "b" { "up" "down" } 0
t "" 1 "" { 2, 1 }
t "" 2 "" { 0, 0 }
p "" 2 1 "b" { "up" "down" } 0
t "" 3 "" { 0, 0 }
t "" 4 "" { 1, 2 }"""
    names = [member.label for member in equilibria(read_efg(text)).members]
    assert sorted(names) == ["mixed", "pure (down)", "pure (up)"]
    twice = text.replace('{ "up" "down" } 0\np "" 2', '{ "up" "down" } 0\np "" 2')
    namer = Namer(form_of(read_efg(twice)))
    order, numbered = namer.numbered(
        ["mixed", "pure (up)", "mixed"],
        np.array([[0.2, 0.8, 0.5, 0.5], [1, 0, 1, 0], [0.7, 0.3, 0.5, 0.5]]),
        np.array([[1.0, 1.0], [2.0, 1.0], [1.0, 1.0]]),
    )
    assert order == [2, 1, 0]  # what goes up more often is first, and nobody else moves
    assert numbered == ["mixed", "pure (up)", "mixed (2)"]


@ov.game("Sender", "Receiver")
def shout(p):
    """Noise costs the bad one .5, the two others ``free``; he who cannot be is in no name, whatever it costs him."""
    rest = (1 - p.pi) / 2
    kind = yield ov.chance("kind", {"bad": p.pi, "good": rest, "fair": rest}, seen_by="Sender")
    act = yield ov.move("Sender", "act", ["loud", "quiet"])
    answer = yield ov.move("Receiver", "answer", ["up", "down"])
    cost = 0.5 if kind == "bad" else p.free
    worth = -1 if kind == "bad" else 1
    up = answer == "up"
    return {"Sender": up - (cost if act == "loud" else 0), "Receiver": worth if up else 0}


@pytest.mark.parametrize("priors", list(permutations([0.0, 0.3, 1.0, 0.6]))[::5])
def test_a_type_that_cannot_be_is_in_no_name_and_changes_none(priors: tuple[float, ...]) -> None:
    """Names of one world do not hang on the worlds beside it, nor on which of them is the first."""
    tree = shout.tree({"pi": np.array(priors), "free": 0.2})
    found: dict[int, set[str]] = {world: set() for world in range(4)}
    for each in equilibria_across(tree).named():
        for world in each.world.tolist():
            found[world].add(each.name)
    for world, prior in enumerate(priors):
        assert found[world] == {member.label for member in equilibria(tree, world).members}
        if prior in (0.0, 1.0):
            assert found[world] == {"separating" if prior else "pooling on quiet"}


def test_what_a_type_that_cannot_be_pays_keeps_no_signals_apart() -> None:
    """Noise is free to all but the bad one: with a prior of 0 of him nothing hangs on it."""
    (only,) = equilibria(shout.tree({"pi": 0.0, "free": 0.0})).members
    assert only.label == "pooling (babbling over loud, quiet)"
    assert all(
        "babbling" not in member.label for member in equilibria(shout.tree({"pi": 0.3, "free": 0.0})).members
    )


# --- names that are possible -------------------------------------------------------------------------


def test_what_a_move_can_make() -> None:
    assert possible(("x",), 2) == ("pooling on x",)
    assert possible(("x", "y"), 2) == (
        "pooling on x", "pooling on y", "pooling (babbling over x, y)", "separating", "semi-separating",
    )  # fmt: skip
    assert "separating" not in possible(("x", "y"), 3)
    assert "hybrid" in possible(("x", "y"), 3)


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("pooling on x", True),
        ("pooling on x (2)", True),
        ("pooling on x (12)", True),
        ("pooling on x (1)", False),  # the first has no number
        ("pooling on x (0)", False),
        ("pooling on z", False),
        ("hybrid", False),
        ("pooling (babbling over x, y)", True),
        ("pooling (babbling over x, y) (2)", True),
        ("pooling (babbling over y, x)", False),
        ("pooling in a mix", False),
    ],
)
def test_names_that_a_weight_may_have(name: str, fits: bool) -> None:
    assert is_possible(name, ("x", "y"), 2) is fits


def test_many_signals_are_not_listed_set_by_set_but_all_have_a_name() -> None:
    words = tuple("abcdefghijkl")
    assert len(possible(words, 2)) == len(words) + 3
    assert is_possible("pooling (babbling over b, k)", words, 2)


def test_a_name_in_parts() -> None:
    assert base("pooling on thin (2)") == base("pooling on thin") == "pooling on thin"
    assert kind_of("pooling (babbling over a, b) (2)") == "pooling"
    assert kind_of("semi-separating") == "semi-separating"
