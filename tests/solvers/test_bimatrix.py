"""Extreme equilibria of strategic games: von Stengel's 75, support enumeration, corners of degenerate games."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import overture as ov
from overture.games.tree import Tree
from overture.solvers.rational import rational
from tests.solvers import normal_form_twin as slow

Matrix = list[list[Fraction]]
Pair = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]


def bimatrix(one: list[list[float]] | Matrix, two: list[list[float]] | Matrix) -> Tree:
    names = {
        "Row": [f"r{at}" for at in range(len(one))],
        "Column": [f"c{at}" for at in range(len(one[0]))],
    }
    return ov.strategic(names, one, two)


def listed(tree: Tree) -> list[Pair]:
    """The pairs of mixtures that ``extreme_nash`` lists."""
    return sorted((mine[1:], other[1:]) for mine, other in (p.plan for p in ov.extreme_nash(tree).members))


def transposed(rows: Matrix) -> Matrix:
    return [list(column) for column in zip(*rows, strict=True)]


def indifferent(paid: Matrix, rows: tuple[int, ...], columns: tuple[int, ...]) -> list[Fraction] | None:
    """The mixture of all columns, on ``columns`` alone, against which ``rows`` pay alike and no row pays more."""
    size, zero, one = len(rows), Fraction(0), Fraction(1)
    equations = [[*(paid[row][at] for at in columns), -one] for row in rows] + [[one] * size + [zero]]
    found = slow.solve_exactly(equations, [zero] * size + [one])
    if found is None or min(found[:size]) <= 0:
        return None
    mixture = [zero] * len(paid[0])
    for at, share in zip(columns, found, strict=False):
        mixture[at] = share
    if any(sum(a * b for a, b in zip(row, mixture, strict=True)) > found[-1] for row in paid):
        return None
    return mixture


def by_supports(one: Matrix, two: Matrix) -> list[Pair]:
    """All equilibria of a nondegenerate game: supports of one size, and no solver of ours."""
    found = []
    other = transposed(two)
    for size in range(1, min(len(one), len(other)) + 1):
        for rows in combinations(range(len(one)), size):
            for columns in combinations(range(len(other)), size):
                right = indifferent(one, rows, columns)
                left = indifferent(other, columns, rows) if right else None
                if left and right:
                    found.append((tuple(left), tuple(right)))
    return sorted(found)


# --- von Stengel 1999, Discrete and Computational Geometry 21:557-568: a game of 6 by 6 with 75 equilibria.
# Both best-reply polytopes are dual to the cyclic polytope with 12 vertices in dimension 6. Facet f of the first has
# the label of facet PARTNER[f] of the second; with this pairing 76 pairs of vertices have all labels, and one pair,
# here that of the facets 0 to 5 of the first, is the origin, which is no equilibrium.
PARTNER = [8, 7, 10, 9, 0, 11, 2, 1, 4, 3, 6, 5]
DIMENSION = 6


def gale() -> set[frozenset[int]]:
    """Vertices of the polytope as sets of facets: between two others there is an even number (Gale 1963)."""
    found = set()
    for chosen in combinations(range(12), DIMENSION):
        rest = [at for at in range(12) if at not in chosen]
        if all((after - before) % 2 for before, after in pairwise(rest)):
            found.add(frozenset(chosen))
    return found


def von_stengel() -> tuple[Matrix, Matrix]:
    """Payoffs from points (t, t^2, ..., t^6), t = 1 ... 12, their centre moved to the origin."""
    points = [[Fraction(t) ** power for power in range(1, DIMENSION + 1)] for t in range(1, 13)]
    centre = [sum(column) / 12 for column in zip(*points, strict=True)]
    normal = [[x - c for x, c in zip(point, centre, strict=True)] for point in points]

    def half(own: list[int], others: list[int]) -> Matrix:
        """Rows of {x >= 0, rows . x <= 1}, the polytope {z: normal . z <= 1} seen from the vertex of ``own``."""
        columns = transposed([normal[facet] for facet in own])
        rows = []
        for facet in others:
            shares = slow.solve_exactly(columns, normal[facet])  # of the normals of ``own``
            assert shares is not None
            rows.append([-share / (1 - sum(shares)) for share in shares])
        return rows

    first, last = list(range(6)), list(range(6, 12))
    two = half(first, last)  # [column of the game][row]
    one = half([PARTNER[at] for at in last], [PARTNER[at] for at in first])
    return one, transposed(two)


def test_von_stengels_game_has_all_its_75_equilibria() -> None:
    vertices, everything = gale(), frozenset(range(12))
    assert len(vertices) == 112
    labelled = [v for v in vertices if frozenset(PARTNER[at] for at in everything - v) in vertices]
    assert len(labelled) == 76
    one, two = von_stengel()
    known = by_supports(one, two)
    assert len(known) == 75
    found = ov.extreme_nash(bimatrix(one, two))
    assert [(x, y) for x, y in known] == listed(bimatrix(one, two))
    assert found.components == 75
    assert all(point.alone and point.certificate.is_sequential for point in found.members)


@pytest.mark.parametrize("unit", [1.0, 3.7, 1e-7, 1e-13, 1e-30, 1e12])
def test_the_75_do_not_depend_on_the_unit_of_payoffs_in_doubles(unit: float) -> None:
    one, two = von_stengel()
    scaled = [[[float(cell) * unit for cell in row] for row in matrix] for matrix in (one, two)]
    assert len(ov.extreme_nash(bimatrix(*scaled)).members) == 75


def test_fractions_are_meant_in_the_unit_of_the_payoffs() -> None:
    assert rational(0.1 + 0.2) == Fraction(3, 10)
    assert rational(1e-20 / 3, 1e-20) == Fraction(1, 3 * 10**20)
    assert rational(3e-20, 3e-20) == Fraction(3, 10**20)
    # The nearest simple fraction is 3e-20, and further away than doubles round.
    assert rational(3.0000001e-20, 3e-20) == Fraction(3.0000001e-20)


def test_small_units_are_no_ties_for_backward_induction() -> None:
    """One thousandth of a millionth of a millionth is a difference where nothing larger is at stake."""
    found = ov.backward(ov.strategic({"Only": ["less", "more"]}, [1e-15, 2e-15]))
    assert found.strategy.tolist() == [0, 1]
    assert not found.ties


def matrices(largest: int, most: int = 4) -> st.SearchStrategy[tuple[Matrix, Matrix]]:
    """Two matrices of one shape of up to ``most`` rows and columns."""
    cell = st.integers(-largest, largest).map(Fraction)

    def both(shape: tuple[int, int]) -> st.SearchStrategy[tuple[Matrix, Matrix]]:
        row = st.lists(cell, min_size=shape[1], max_size=shape[1])
        table = st.lists(row, min_size=shape[0], max_size=shape[0])
        return st.tuples(table, table)

    return st.tuples(st.integers(1, most), st.integers(1, most)).flatmap(both)


def is_nondegenerate(one: Matrix, two: Matrix) -> bool:
    """No mixture has more pure best replies than pure strategies; at corners it would show."""
    return all(
        len(best) == len(mixture) - len(idle)
        for paid in (one, transposed(two))
        for mixture, idle, best in slow.corners(paid)
    )


@settings(max_examples=60)
@given(game=matrices(1000))
def test_nondegenerate_games_have_the_equilibria_of_support_enumeration(game: tuple[Matrix, Matrix]) -> None:
    if is_nondegenerate(*game):
        assert listed(bimatrix(*game)) == by_supports(*game)


@settings(max_examples=120)
@given(game=matrices(1))
def test_degenerate_games_have_the_complementary_corners_of_both_polytopes(
    game: tuple[Matrix, Matrix],
) -> None:
    tree = bimatrix(*game)
    corners = slow.extreme_equilibria(tree)
    assert listed(tree) == sorted(corners)
    assert ov.extreme_nash(tree).components == slow.components(corners)
