"""Payoffs of 1 beside payoffs of 1e12: values, guarantees and ranges are those of rational arithmetic."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import overture as ov
from overture.cli.nash import nash
from overture.cli.worst import worst
from overture.errors import SolveError
from overture.solvers.all.algebra.polynomials import in_doubles
from overture.solvers.all.algebra.signs import below_zero
from overture.solvers.all.equilibrium import EquilibriumList
from overture.solvers.bounds import correlated, programme, zero_sum
from overture.solvers.bounds.pivots import corner
from overture.solvers.bounds.programme import Programme, optimum
from tests.solvers.twin_of_programmes import Matrix, value

BESIDE = """EFG 2 R "small stakes beside a catastrophe" { "1" "2" }
p "" 1 1 "out" { "in" "boom" } 0
p "" 1 2 "a" { "a" "b" } 0
p "" 2 1 "b" { "c" "d" } 0
t "" 1 "" { HIGH, LOW }
t "" 2 "" { 0, 0 }
p "" 2 1 "b" { "c" "d" } 0
t "" 3 "" { 0, 0 }
t "" 4 "" { 1, -1 }
t "" 5 "" { -BIG, BIG }
"""


def beside(digits: int, low: str = "-3") -> ov.Tree:
    text = BESIDE.replace("BIG", "1" + "0" * digits).replace("HIGH", "3").replace("LOW", low)
    return ov.read_efg(text)


def table(paid: Matrix) -> ov.Tree:
    """A matrix game as a file: the second player does not see the row."""
    rows, columns = len(paid), len(paid[0])
    quoted = [
        " ".join(f'"{letter}{at}"' for at in range(many)) for letter, many in (("r", rows), ("c", columns))
    ]
    lines = ['EFG 2 R "table" { "1" "2" }', f'p "" 1 1 "" {{ {quoted[0]} }} 0']
    for at, row in enumerate(paid):
        lines.append(f'p "" 2 1 "" {{ {quoted[1]} }} 0')
        lines += [f't "" {at * columns + j + 1} "" {{ {x}, {-x} }}' for j, x in enumerate(row)]
    return ov.read_efg("\n".join(lines) + "\n")


def wide(seed: int, rows: int = 3, columns: int = 3) -> Matrix:
    draw = random.Random(seed)
    return [
        [
            draw.choice((1, 1, -1)) * draw.randint(0, 9) * 10 ** draw.choice((0, 0, 0, 6, 9, 13))
            for _ in range(columns)
        ]
        for _ in range(rows)
    ]


@pytest.mark.parametrize("digits", range(6, 14))
def test_small_stakes_beside_a_catastrophe_keep_their_value(digits: int) -> None:
    tree = beside(digits)
    assert ov.zero_sum(tree).value == pytest.approx((0.75, -0.75), abs=1e-9)
    span = ov.correlated_range(tree)
    assert (*span.low, *span.high) == pytest.approx((0.75, -0.75, 0.75, -0.75), abs=1e-9)
    assert span.proven
    sure = ov.guarantee(tree, 0)
    assert (sure.value, sure.most) == pytest.approx((0.75, 0.75), abs=1e-9)
    assert sure.reached


@pytest.mark.parametrize("seed", range(12))
def test_values_are_those_of_the_twin(seed: int) -> None:
    paid = wide(seed)
    found = ov.zero_sum(table(paid))
    assert found.reached
    assert found.value[0] == pytest.approx(float(value(paid)), rel=1e-12, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_correlated_equilibria_of_a_zero_sum_game_are_worth_its_value(seed: int) -> None:
    paid = wide(100 + seed, 2, 3)
    span = ov.correlated_range(table(paid))
    right = float(value(paid))
    assert span.proven
    assert (span.low[0], span.high[0]) == pytest.approx((right, right), rel=1e-12, abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_refinement_and_pivots_agree(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    paid = wide(200 + seed, 4, 4)
    goal = [Fraction(0)] * 4 + [Fraction(-1)]
    below = [{i: Fraction(-paid[i][j]) for i in range(4)} | {4: Fraction(1)} for j in range(4)]
    whole = [{i: Fraction(1) for i in range(4)}]
    asked = Programme(goal, whole, [Fraction(1)], below, [Fraction(0)] * 4, [False] * 4 + [True])
    pivoted = optimum(asked)
    assert pivoted is not None
    assert -pivoted.value == value(paid)
    monkeypatch.setattr(programme, "SMALL", 0)
    monkeypatch.setattr(programme, "corner", lambda goal, rows, right: None)
    refined = optimum(asked)
    assert refined is not None
    assert refined.value == pivoted.value


def test_a_programme_without_a_solution_has_no_optimum() -> None:
    one = Fraction(1)
    assert corner([one], [{0: one}], [-one]) is None
    assert corner([-one, one], [{1: one}], [one]) is None
    assert optimum(Programme([one], [{0: one}], [-one], [], [], [False])) is None


def test_what_is_not_proved_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tree = beside(12)
    for module in (zero_sum, correlated):
        monkeypatch.setattr(module, "optimum", lambda asked: None)
    assert not ov.guarantee(tree, 0).reached
    span = ov.correlated_range(tree)
    assert not span.proven
    assert "not proved" in str(span)


@pytest.mark.parametrize("command", ["nash", "worst"])
def test_the_commands_exit_by_what_is_proved(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from typer import Exit

    file = tmp_path / "beside.efg"
    file.write_text(BESIDE.replace("BIG", "1" + "0" * 12).replace("HIGH", "3").replace("LOW", "-3"))
    ask = (
        (lambda: nash(file, correlated=True))
        if command == "nash"
        else (lambda: worst(file, "1", seconds=None))
    )
    with pytest.raises(Exit) as ended:
        ask()
    assert ended.value.exit_code == 0
    assert "0.75" in capsys.readouterr().out
    for module in (zero_sum, correlated):
        monkeypatch.setattr(module, "optimum", lambda asked: None)
    with pytest.raises(Exit) as ended:
        ask()
    assert ended.value.exit_code == 1


def test_small_stakes_that_do_not_add_up_are_not_hidden_by_a_catastrophe() -> None:
    with pytest.raises(SolveError) as error:
        ov.zero_sum(beside(12, low="50"))
    assert error.value.id == "zero-sum/general"


def test_an_exact_answer_is_kept_and_read_again(tmp_path: Path) -> None:
    found = ov.zero_sum(beside(12))
    found.save(tmp_path / "found.json")
    assert ov.load(tmp_path / "found.json").value == found.value


def shaded(seed: int) -> Matrix:
    """A wide matrix with one row a little below, at, or above a mixture of two others."""
    draw = random.Random(seed)
    paid = [[2 * each for each in row] for row in wide(seed, 4, 2)]
    gap = draw.choice((-1, 0, 1, 3))
    paid[0] = [(a + b) // 2 - gap for a, b in zip(paid[1], paid[2], strict=True)]
    return paid


@pytest.mark.parametrize("seed", range(40))
def test_what_dominates_strictly_is_found_beside_any_payoff(seed: int) -> None:
    paid = shaded(300 + seed)
    found = ov.dominance(table(paid))
    removed = {each.action for each in found.removed if each.round == 1 and each.player == 0}
    for row, mine in enumerate(paid):
        better = [
            [a - b for a, b in zip(other, mine, strict=True)] for at, other in enumerate(paid) if at != row
        ]
        assert (row in removed) == (value(better) > 0), (row, paid)
    assert not found.untested


def test_coefficients_beyond_doubles_keep_their_signs_and_ratios() -> None:
    """Where payoffs are doubles of 53 bits, the numbers of an equation of several of them leave the range of doubles."""
    huge = 3 * 10**400
    one, other, third, none, small = in_doubles([huge, -huge, huge // 3, 0, 5])
    assert (one / other, one / third, none, small) == pytest.approx((-1, 3, 0, 0), rel=1e-12)
    assert below_zero({(): -huge, (1,): huge // 2}, False, {1})
    assert not below_zero({(): -huge, (1,): 2 * huge}, False, {1})


def test_four_players_with_payoffs_in_full_doubles_have_a_list() -> None:
    paid = np.random.default_rng(0).random((2, 2, 2, 2, 4)) * 4
    assert ov.equilibria(ov.strategic({each: ["0", "1"] for each in "ABCD"}, paid)).members


def test_a_list_without_an_entry_is_never_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    from overture.solvers.all import across, equilibria

    def nothing(*_: object) -> EquilibriumList:
        return EquilibriumList(True, (), "all there are")

    tree = beside(1)
    monkeypatch.setattr(equilibria, "_searched", nothing)
    listed = ov.equilibria(tree)
    assert not listed.complete
    assert "every finite game has an equilibrium" in listed.how
    monkeypatch.setattr(across, "_certified", lambda *_: [])
    batch = ov.equilibria_across(tree)
    assert not batch.complete.any()
    assert "every finite game has an equilibrium" in batch.how


def test_a_mixture_is_of_other_acts_and_close_ones_are_decided() -> None:
    """Shares of a billionth lie between what doubles propose and what they confirm."""
    paid = [[10**9 + 1, -(10**9) - 1], [-(10**9), 10**9], [-2, -2]]
    found = ov.dominance(table(paid))
    (removed,) = [each for each in found.removed if each.player == 0 and each.action == 2]
    assert {action for action, _ in removed.by} <= {0, 1}
    assert sum(share for _, share in removed.by) == 1
    assert not found.untested


SMALL_SHARES = """NFG 1 R "shares of a millionth" { "A" "B" "C" }
{ { "0" "1" } { "0" "1" } { "0" "1" } }

-9 4 -5  5 -9 8  2 -3 -1  9 8 -4
-4000000 9000000 -7000000  -6 -3 -4  8000000 -6000000 6000000  -2 3 -6
"""


def test_irrational_shares_of_a_millionth_are_listed() -> None:
    """Odd in number (Wilson 1971, SIAM J. Appl. Math. 21:80-87): one pure, two mixed."""
    found = ov.equilibria(ov.read_nfg(SMALL_SHARES))
    assert (found.complete, len(found.members)) == (True, 3)
