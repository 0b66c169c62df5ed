"""Results are equal where they say the same, and comparing them gives a truth, whatever they hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

import overture as ov
from overture.games.measured.normal_form import normal_form
from overture.models.kuhn import kuhn
from overture.sameness import SameContent, same_content
from tests.catalogue import FAULTS

TABLE = """NFG 1 R "chicken" { "1" "2" } { 2 2 }
6 6 2 7 7 2 0 0
"""
GAMES: dict[str, Callable[[ov.Tree], Any]] = {
    "tree": lambda tree: tree,
    "list": ov.equilibria,
    "entry": lambda tree: ov.equilibria(tree).members[0],
    "solution": ov.solve,
    "across": ov.equilibria_across,
    "dominance": ov.dominance,
    "extreme": ov.extreme_nash,
    "extreme point": lambda tree: ov.extreme_nash(tree).members[0],
    "certificate": lambda tree: ov.extreme_nash(tree).members[0].certificate,
    "correlated": ov.correlated_range,
    "guarantee": lambda tree: ov.guarantee(tree, 0),
    "normal form": normal_form,
}


def chicken(most: int = 6) -> ov.Tree:
    return ov.read_nfg(TABLE.replace("6 6", f"{most} {most}"))


@pytest.mark.parametrize("name", GAMES)
def test_what_says_the_same_is_equal_and_what_does_not_is_not(name: str) -> None:
    made = GAMES[name]
    one, again, other = made(chicken()), made(chicken()), made(chicken(5))
    assert (one == again) is True
    assert (one != again) is False
    assert (one == other) is False
    assert (one == name) is False


def test_a_list_read_back_is_equal(tmp_path: Any) -> None:
    found = ov.equilibria(chicken())
    found.save(tmp_path / "list.json")
    assert ov.load(tmp_path / "list.json") == found


@pytest.mark.parametrize("name", ["settlement", "disconnected", "irrational"])
def test_a_list_of_continua_is_equal_when_made_or_read_again(name: str, tmp_path: Any) -> None:
    """What builds the members of a continuum is a function, which counts for nothing."""
    tree = ov.read_efg(FAULTS / "games" / f"{name}.efg")
    found = ov.equilibria(tree)
    found.save(tmp_path / "list.json")
    assert ov.load(tmp_path / "list.json") == found == ov.equilibria(tree)


@dataclass(frozen=True)
class _Held(SameContent):
    what: Any


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (np.array([1.0, np.nan]), np.array([1.0, np.nan]), True),
        (np.array([1.0]), np.array([1.0, 1.0]), False),
        (np.array([1.0]), 1.0, False),
        (np.array(["a", None], dtype=object), np.array(["a", None], dtype=object), True),
        ((np.zeros(2), {"x": np.ones(1)}), (np.zeros(2), {"x": np.ones(1)}), True),
        ({"x": np.ones(1)}, {"x": np.zeros(1)}, False),
        ({"x": 1, "y": 2}, {"y": 2, "x": 1}, True),
        (float("nan"), float("nan"), True),
        (frozenset("ab"), frozenset("ba"), True),
        ("1", 1, False),
        (1, 1.0, True),
        ([1], [2], False),
    ],
)
def test_contents_are_compared_part_by_part(one: Any, other: Any, same: bool) -> None:
    assert same_content(one, other) is same
    assert (_Held(one) == _Held(other)) is same


def test_tables_are_compared_as_tables() -> None:
    frame = ov.solve(chicken()).to_frame()
    assert _Held(frame) == _Held(frame.copy())
    assert _Held(frame) != _Held(frame.head(1))


def test_one_field_less_alike_is_not_equal() -> None:
    found = ov.zero_sum(kuhn.tree())
    assert found == replace(found, strategy=found.strategy.copy())
    assert found != replace(found, strategy=found.strategy[::-1])
