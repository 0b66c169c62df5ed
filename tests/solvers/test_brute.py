"""Lists of small games before the brute-force twin; a larger run is ``python -m tests.solvers.brute --games 100``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from overture.games.files.efg import read_efg
from overture.games.tree import Tree
from overture.solvers.all.equilibria import equilibria
from overture.solvers.all.equilibrium import EquilibriumList
from tests.catalogue import FAULTS, MODELS
from tests.solvers.brute.compare import compare
from tests.solvers.brute.families import FAMILIES
from tests.solvers.brute.hunt import hunt, supports, undominated
from tests.solvers.brute.plain import beliefs, on_path, plain, regret, worth

F = Fraction
MOST_SUPPORTS = 300
SEEDS = range(2000, 2010)
FILES = sorted((FAULTS / "games").glob("*.efg"))


@pytest.mark.parametrize("family", FAMILIES)
def test_lists_of_random_games(family: str) -> None:
    met = 0
    for seed in SEEDS:
        tree = FAMILIES[family](seed)
        if supports(plain(tree)) > MOST_SUPPORTS:
            continue
        verdict = compare(tree, equilibria(tree), 0)
        assert not verdict.faults, f"game {seed}"
        met += verdict.points
    assert met


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_lists_that_were_wrong_once(file: Path) -> None:
    tree = read_efg(file)
    if supports(plain(tree)) > MOST_SUPPORTS:
        pytest.skip(f"more than {MOST_SUPPORTS} supports")
    assert not compare(tree, equilibria(tree), 0).faults


HORSE = """EFG 2 R "horse" { "One" "Two" "Three" }
p "" 1 1 "" { "C" "D" } 0
p "" 2 1 "" { "c" "d" } 0
t "" 1 "" { 1, 1, 1 }
p "" 3 1 "" { "L" "R" } 0
t "" 2 "" { 4, 4, 0 }
t "" 3 "" { 0, 0, 1 }
p "" 3 1 "" { "L" "R" } 0
t "" 4 "" { 3, 3, 2 }
t "" 5 "" { 0, 0, 0 }
"""
PENNIES = """EFG 2 R "pennies, one dearer" { "One" "Two" }
p "" 1 1 "" { "H" "T" } 0
p "" 2 1 "" { "h" "t" } 0
t "" 1 "" { 1, -1 }
t "" 2 "" { -1, 1 }
p "" 2 1 "" { "h" "t" } 0
t "" 3 "" { -1, 1 }
t "" 4 "" { 1, -3 }
"""
DOMINATED = """EFG 2 R "dominated" { "One" "Two" }
p "" 1 1 "" { "left" "right" } 0
p "" 2 1 "" { "in" "out" } 0
p "" 1 2 "" { "x" "y" } 0
t "" 1 "" { 2, 2 }
t "" 2 "" { 2, 3 }
t "" 3 "" { 0, 1 }
t "" 4 "" { 1, 0 }
"""
EXCLUDED = """EFG 2 R "excluded" { "One" "Two" }
c "" 1 "" { "never" 0 "always" 1 } 0
p "" 1 1 "" { "a" "b" } 0
t "" 1 "" { 0, 0 }
t "" 2 "" { 9, 0 }
p "" 1 1 "" { "a" "b" } 0
t "" 3 "" { 1, 0 }
t "" 4 "" { 0, 0 }
"""


# --- what the twin sees --------------------------------------------------------------------------


def quiche() -> tuple[Tree, EquilibriumList]:
    tree = read_efg(MODELS / "games" / "M01a_beer_quiche.efg")
    return tree, equilibria(tree)


def level() -> tuple[Tree, EquilibriumList]:
    """A game with two continua and strict equilibria."""
    tree = read_efg(FAULTS / "games" / "disconnected.efg")
    return tree, equilibria(tree)


@pytest.mark.parametrize("told", [quiche, level])
def test_every_entry_is_missed_where_it_is_left_out(told: Callable[[], tuple[Tree, EquilibriumList]]) -> None:
    tree, listed = told()
    whole = compare(tree, listed, 0)
    assert whole.faults == []
    assert whole.undecided == 0
    assert whole.hit == set(range(1, len(listed.members) + 1))
    for at in range(len(listed.members)):
        rest = replace(listed, members=listed.members[:at] + listed.members[at + 1 :])
        assert any("no entry holds" in fault for fault in compare(tree, rest, 0).faults)


def test_an_incomplete_list_is_only_asked_for_members() -> None:
    tree, listed = quiche()
    part = replace(listed, complete=False, members=listed.members[:1])
    verdict = compare(tree, part, 0)
    assert verdict.points == 0
    assert verdict.members
    assert not verdict.faults


def test_a_range_that_is_too_wide_or_too_narrow_is_seen() -> None:
    tree, listed = level()
    entry = listed.members[0]
    first, *others = entry.ranges
    wide = replace(first, low=first.low - 1)
    narrow = replace(first, low=first.low + F(1, 100))
    for changed in (wide, narrow):
        spoilt = replace(entry, stated=(changed, *others))
        faults = compare(tree, replace(listed, members=(spoilt, *listed.members[1:])), 0).faults
        assert any("the least for player 1: pays" in fault for fault in faults)


def test_a_member_that_is_no_equilibrium_is_refused() -> None:
    """The first type drinks what the second does not, with a share of one in a thousand: exactly judged."""
    tree, listed = quiche()
    entry = listed.members[0]
    profile = dict(entry.assessment.profile)
    (one, yes), (_, no) = sorted(pair for pair in profile if pair[0] == 0)[:2]
    profile[one, yes], profile[one, no] = F(1, 1000), F(999, 1000)
    spoilt = replace(entry, assessment=replace(entry.assessment, profile=profile))
    faults = compare(tree, replace(listed, members=(spoilt, *listed.members[1:])), 0).faults
    assert any(fault.startswith("entry 1, shown: regret") for fault in faults)


# --- the twin's own arithmetic ---------------------------------------------------------------------


def test_beliefs_are_limits_and_regret_is_asked_off_the_path_too() -> None:
    """Selten's horse: (D, c, L) is a Nash equilibrium in which Two would regret c; (C, c, R) is sequential."""
    game = plain(read_efg(HORSE))
    nash = {0: F(0), 1: F(1), 2: F(1), 3: F(0), 4: F(1), 5: F(0)}
    assert worth(game, nash) == [3, 3, 2]
    assert on_path(game, nash) == {0, 2}
    assert regret(game, nash, {}) == 3
    good = {0: F(1), 1: F(0), 2: F(1), 3: F(0), 4: F(0), 5: F(1)}
    assert worth(game, good) == [1, 1, 1]
    # Three is content with R where he believes at most 1/3 in D, whose node is the first to be told.
    after_d, after_d_of_two = sorted(game.nodes[2], key=lambda node: len(game.path[node]))
    trembles = {1: (F(1), F(1)), 3: (F(2), F(1))}
    assert beliefs(game, good, trembles, 2) == {after_d: F(1, 3), after_d_of_two: F(2, 3)}
    assert regret(game, good, trembles) == 0
    assert regret(game, good, {1: (F(1), F(1)), 3: (F(1), F(1))}) == F(1, 2)
    assert beliefs(game, good, {1: (F(1), F(1)), 3: (F(1), F(2))}, 2) == {after_d: 1}
    found = hunt(game, 0)
    assert found
    for point in found:
        assert [point.play[0], point.play[2]] == pytest.approx([1, 1])
        assert point.play[4] < 1 / 4 + 1e-6
    assert {point.play[4] == 0 for point in found} == {True, False}


def test_a_mixture_is_found_to_ten_digits() -> None:
    found = hunt(plain(read_efg(PENNIES)), 0)
    assert found
    for point in found:
        assert [point.play[a] for a in range(4)] == pytest.approx([2 / 3, 1 / 3, 1 / 2, 1 / 2], abs=1e-9)


def test_dominated_actions_are_not_tried() -> None:
    """Two is better off with in, whatever follows; and then One with left."""
    game = plain(read_efg(DOMINATED))
    assert undominated(game) == {0, 2, 4, 5}
    assert supports(game) == 3


def test_what_chance_excludes_is_cut_off() -> None:
    game = plain(read_efg(EXCLUDED))
    assert [len(nodes) for nodes in game.nodes.values()] == [1]
    assert regret(game, {0: F(1), 1: F(0)}, {}) == 0
    assert regret(game, {0: F(0), 1: F(1)}, {}) == 1
