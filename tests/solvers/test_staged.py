"""Inside the staged search: polynomials, systems, bounds; and that what makes it fast loses nothing."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.games.files.efg import read_efg
from overture.games.tree import Tree
from overture.solvers.all.algebra.column import Column
from overture.solvers.all.algebra.double_roots import roots_of
from overture.solvers.all.algebra.doubles import Doubles
from overture.solvers.all.algebra.exact import FRACTIONS, Exact
from overture.solvers.all.algebra.exact_roots import roots
from overture.solvers.all.algebra.feasible import feasible, points
from overture.solvers.all.algebra.polynomials import (
    Poly,
    at,
    constant,
    plus,
    put,
    put_quotient,
    times,
    variable,
)
from overture.solvers.all.algebra.reduce import reduce_system
from overture.solvers.all.algebra.system import System
from overture.solvers.all.algebra.vertices import whole
from overture.solvers.all.equilibria import equilibria
from overture.solvers.all.lists.entry import ExactSearch
from overture.solvers.all.lists.fold import staged_equilibria
from overture.solvers.all.supports import blocks as staged_blocks
from overture.solvers.all.supports import worlds as staged_numbers
from overture.solvers.all.supports.search import Search
from overture.solvers.all.worlds.form import numbers_of, pruned
from overture.solvers.budget import Budget
from overture.solvers.deadline import Deadline
from overture.solvers.form import form_of, prune
from tests.random_trees import efg_texts
from tests.solvers.test_equilibria_properties import two_stage

F = Fraction
SHARES = st.fractions(min_value=0, max_value=1, max_denominator=12)
COEFFICIENTS = st.fractions(min_value=-3, max_value=3, max_denominator=4)


@st.composite
def polynomials(draw: st.DrawFn, most: int = 2) -> Poly:
    """Up to four terms in three variables, none higher than ``most``."""
    keys = draw(
        st.lists(st.lists(st.integers(0, 2), max_size=most).map(lambda k: tuple(sorted(k))), max_size=4)
    )
    return {key: x for key in keys if (x := draw(COEFFICIENTS))}


@given(polynomials(), polynomials(), st.tuples(SHARES, SHARES, SHARES), COEFFICIENTS)
def test_arithmetic_is_that_of_values(left: Poly, right: Poly, shares: tuple[F, F, F], scale: F) -> None:
    point = dict(enumerate(shares))
    assert at(plus(left, right, scale), point) == at(left, point) + scale * at(right, point)
    assert at(times(left, right), point) == at(left, point) * at(right, point)
    assert at(put(left, 1, point[1]), point) == at(left, point)
    assert all(plus(left, right, scale).values())  # no zero is kept
    assert all(times(left, right).values())


@given(polynomials(), polynomials(1), polynomials(1), st.tuples(SHARES, SHARES, SHARES))
def test_a_quotient_is_put_in_up_to_a_power_of_what_is_below(
    poly: Poly, over: Poly, under: Poly, shares: tuple[F, F, F]
) -> None:
    point = dict(enumerate(shares))
    below = at(under, point)
    if not below:
        return
    whole = point | {1: at(over, point) / below}
    found = at(put_quotient(poly, 1, over, under, even=True), point)
    assert any(found == at(poly, whole) * below**power for power in (0, 2, 4))


@given(st.lists(SHARES, min_size=1, max_size=3))
def test_roots_are_found(wanted: list[F]) -> None:
    poly = constant(1)
    for root in wanted:
        poly = times(poly, plus(variable(5), constant(root), -1))
    found = [root for root, _ in roots(poly, 5)]
    in_whole_numbers = dict(zip(poly, whole(list(poly.values())), strict=True))
    assert roots(in_whole_numbers, 5) == roots(poly, 5)
    table = np.array([[float(poly.get((5,) * k, F(0))) for k in range(len(wanted) + 1)]])
    doubles = roots_of(table)[0]
    for root in wanted:
        assert any(abs(x - root) < F(1, 10**9) for x in found)
        # In doubles a root of multiplicity three is known to a third of the digits.
        assert np.nanmin(np.abs(doubles - float(root))) < 1e-3


def test_a_cancellation_is_zero() -> None:
    left = Column(np.array([0.1, 1.0])) + Column(np.array([0.2, 1.0]))
    total = left - Column(np.array([0.3, 1.0]))
    assert total.x.tolist() == [0.0, 1.0]
    assert not Column(np.array([0.1])) + Column(np.array([0.2])) - Column(np.array([0.3]))


# --- systems: doubles beside exact, and both beside a grid -----------------------------------------


def grid(names: int) -> list[dict[int, F]]:
    marks = [F(k, 6) for k in range(7)]
    rows: list[list[F]] = [[]]
    for _ in range(names):
        rows = [[*row, x] for row in rows for x in marks]
    return [dict(enumerate(row)) for row in rows]


@settings(max_examples=60)
@given(st.lists(polynomials(), min_size=1, max_size=3))
def test_no_point_of_a_grid_is_overlooked(above: list[Poly]) -> None:
    """Where a point of the grid satisfies all conditions, neither search may say that there is none."""
    system = System(FRACTIONS, above=[(poly, False) for poly in above], free={0, 1, 2})
    there = any(all(at(poly, point) >= 0 for poly in above) for point in grid(3))
    point, decided = feasible(system)
    if point is not None:
        assert all(at(poly, point) >= 0 for poly in above)
    elif decided:
        assert not there
    worlds = System(Doubles(2), above=[(poly, False) for poly in above], free={0, 1, 2}, rows=np.arange(2))
    spots = points(worlds)
    if spots.there[0]:
        spot = {n: F(float(x.x[0] if isinstance(x, Column) else x)) for n, x in spots.point.items()}
        size = max(abs(x) for poly in above for x in [F(1), *poly.values()])
        assert all(at(poly, spot) >= -F(1, 10**7) * size for poly in above)
    elif spots.sure[0]:
        assert not there


@settings(max_examples=60)
@given(polynomials(1), polynomials(), st.tuples(SHARES, SHARES, SHARES))
def test_elimination_keeps_every_solution(first: Poly, second: Poly, shares: tuple[F, F, F]) -> None:
    """A point that satisfies the equations is a point of one of the branches, exactly and in doubles."""
    point = dict(enumerate(shares))
    equal = [plus(poly, constant(at(poly, point)), -1) for poly in (first, second)]
    exact = reduce_system(System(FRACTIONS, equal=list(equal), free={0, 1, 2}))
    assert any(_holds(branch, point) for branch in exact)
    wide = [{key: Column(np.array([float(x), float(x)])) for key, x in poly.items()} for poly in equal]
    doubles = reduce_system(System(Doubles(2), equal=wide, free={0, 1, 2}, rows=np.arange(2)))
    assert any(branch.equal or 0 in branch.rows for branch in doubles)


def _holds(branch: Exact, point: dict[int, F]) -> bool:
    """Whether a branch contains a point (to the digits of a rounded root)."""
    if branch.equal:
        return True  # undecided: nothing was lost
    for number, over, under in branch.solved:
        below = at(under, point)
        if not below or abs(at(over, point) / below - point[number]) > F(1, 10**4):
            return False
    return True


# --- what makes it fast loses nothing ---------------------------------------------------------------


def listed(text: str) -> list[tuple[F, ...]]:
    found = staged_equilibria(form_of(read_efg(text)), steps=60_000)
    assert found.complete
    return sorted(entry.value for entry in found.entries)


@settings(max_examples=6)
@given(seed=st.integers(0, 10**6))
def test_judging_parts_first_loses_no_equilibrium(seed: int) -> None:
    """The search that goes through all products of supports finds the same."""
    text = two_stage(random.Random(seed), [0, 1], (F(1), F(1)), (F(0), F(0)))
    quick = listed(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Search, "part_to_judge", lambda self, *rest: (frozenset(), frozenset()))
        patch.setattr(staged_blocks, "FEW", 10**9)
        assert listed(text) == quick


@pytest.mark.parametrize("name", ["S_core_X", "V1_Y", "V2_X"])
def test_going_through_threats_set_by_set_loses_no_equilibrium(reference, name: str) -> None:
    """The walk over sets off the path, forced upon every block, beside the plain product of supports."""
    tree = read_efg(reference / "models" / "flagship" / f"{name}.efg")
    found = {}
    for few in (0, 10**9):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(staged_blocks, "FEW", few)
            result = staged_equilibria(form_of(tree), steps=60_000)
        assert result.complete
        found[few] = sorted(entry.value for entry in result.entries)
    assert found[0] == found[10**9]


def told_of(tree: Tree) -> list[tuple[object, ...]]:
    found = equilibria(tree)
    assert found.complete
    return [(each.label, each.value, each.intuitive, each.d1) for each in found.members]


@pytest.mark.parametrize("name", ["S_core_X", "V2_X"])
def test_bounds_that_leave_supports_out_change_no_entry_and_no_verdict(reference, name: str) -> None:
    """Beside a search that poses every system; and beside one that walks over the sets off the path."""
    tree = read_efg(reference / "models" / "flagship" / f"{name}.efg")
    quick = told_of(tree)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Search, "open_rows", lambda self, support, rows, tested=None: np.ones(len(rows), bool))
        assert told_of(tree) == quick
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staged_blocks, "FEW", 0)
        assert told_of(tree) == quick


def test_payoffs_that_stay_fractions_give_the_same_list(reference) -> None:
    """Where their common denominator would be too long to be of use."""
    tree = read_efg(reference / "models" / "flagship" / "S_core_X.efg")
    quick = told_of(tree)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staged_numbers, "LONGEST", 0)
        search = ExactSearch(prune(form_of(tree)), 0, {}, Budget())
        assert any(isinstance(search.worth(end, 0), Fraction) for end in search.ends)
        assert told_of(tree) == quick


def test_a_set_that_is_not_asked_about_leaves_no_support_out(reference) -> None:
    form = prune(form_of(read_efg(reference / "models" / "flagship" / "S_core_X.efg")))
    search = ExactSearch(form, 0, {}, Budget())
    pairs = combinations(sorted(search.members), 2)
    supports = [{i: (a,), j: (b,)} for i, j in pairs for a in form.allowed[i] for b in form.allowed[j]]
    refused = [each for each in supports if not search.open_rows(each, search.rows).all()]
    assert refused
    for support in refused:
        one, two = (search.open_rows(support, search.rows, {index}).all() for index in support)
        assert not (one and two)
        assert search.open_rows(support, search.rows, ()).all()


@settings(max_examples=40)
@given(text=efg_texts(players=3, depth=3))
def test_the_two_prunings_agree(text: str) -> None:
    tree = read_efg(text)
    form = form_of(tree)
    exact = prune(form)
    left = pruned(form, numbers_of(tree))[0]
    for index, allowed in enumerate(exact.allowed):
        first, last = int(tree.edge_start[index]), int(tree.edge_start[index + 1])
        assert [a for a in range(first, last) if left[a]] == list(allowed)


def test_a_budget_ends_by_steps_by_time_and_by_hand() -> None:
    told: list[tuple[int, int]] = []
    budget = Budget(3, None, lambda done, of: told.append((done, of)))
    assert [budget.spend() for _ in range(5)] == [True, True, True, False, False]
    assert budget.out == "3 supports tried"
    assert told[0] == (1, 3)
    late = Budget(3, Deadline(0.0))
    assert not late.spend()
    assert late.out == "0 s passed"
    stopped = Budget()
    stopped.interrupt()
    assert not stopped.spend()
    assert stopped.out == "interrupted"
