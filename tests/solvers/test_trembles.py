"""One tremble behind the beliefs at all sets: the rule itself, and the tests that rest on it against brute force."""

from __future__ import annotations

import importlib
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from overture.games.files.efg import read_efg
from overture.games.tree import Tree
from overture.solvers.all.algebra.exact import FRACTIONS
from overture.solvers.all.algebra.exact_points import _plane
from overture.solvers.all.algebra.feasible import feasible
from overture.solvers.all.algebra.polynomials import Poly, at
from overture.solvers.all.algebra.system import System
from overture.solvers.all.equilibria import Equilibrium, equilibria
from overture.solvers.all.lists.entry import Entry
from overture.solvers.all.lists.fold import staged_equilibria
from overture.solvers.all.refined import _Offer, _Sender
from overture.solvers.all.supports.consistent import bind, ordered, patterns, relations
from overture.solvers.all.supports.consistent import consistent as consistent_in
from overture.solvers.all.supports.values import Ratio
from overture.solvers.form import form_of
from tests.cli.run import overture

F = Fraction
GAMES = Path(__file__).resolve().parent.parent / "faults" / "games"
HALF = (F(1, 2), F(1, 2))


def consistent(weights: Mapping[Ratio, Sequence[F]]) -> bool:
    return bool(consistent_in(weights, 1, FRACTIONS)[0])


def key(*rows: tuple[int, ...]) -> Ratio:
    return tuple(frozenset(row) for row in rows)


def test_two_sets_that_contradict_each_other() -> None:
    """At one set slip 1 is as likely as 2 and 3 together, at the other 2 is as likely as 1 and 4 together."""
    one, two = key((1,), (2, 3)), key((1, 4), (2,))
    assert consistent({one: HALF})
    assert consistent({two: HALF})
    assert not consistent({one: HALF, two: HALF})
    assert consistent({one: (F(1), F(0)), two: HALF})
    assert consistent({one: (F(1), F(0)), two: (F(1), F(0))})
    assert not consistent({one: (F(0), F(1)), two: (F(1), F(0))})
    assert ordered({})


def test_three_sets_whose_weights_must_multiply() -> None:
    """1 against 2, 2 against 3, 1 against 3: the third weight follows from the others."""
    keys = [key((1,), (2,)), key((2,), (3,)), key((1,), (3,))]
    right = dict(zip(keys, [(F(1, 3), F(2, 3)), (F(1, 4), F(3, 4)), (F(1, 7), F(6, 7))], strict=True))
    assert consistent(right)
    assert not consistent(right | {keys[2]: HALF})
    (relation,) = relations({k: k for k in keys})
    product_ = F(1)
    for (k, which), power in relation.items():
        product_ *= right[k][which] ** power
    assert product_ == 1


def test_patterns_are_the_ones_that_orders_allow() -> None:
    """Brute force over orders from 1 to 5 finds the same patterns."""
    groups = [[key((1,), (2, 3)), key((1, 4), (2,))], [key((1,), (2,), (3,)), key((1, 3), (2, 4))]]
    for keys in groups:
        seen = set()
        for orders in product(range(1, 6), repeat=4):
            size = dict(zip((1, 2, 3, 4), orders, strict=True))
            row = []
            for k in keys:
                sums = [sum(size[e] for e in z) for z in k]
                row.append(tuple(z for z, total in zip(k, sums, strict=True) if total == min(sums)))
            seen.add(tuple(row))
        assert {tuple(p[k] for k in keys) for p in patterns(keys)} == seen


def test_bound_weights_are_limits_of_one_tremble() -> None:
    one, two = key((1,), (2,)), key((1, 5), (2, 5, 6))
    numbers = {one: [10, 11], two: [12, 13]}
    system = System(FRACTIONS)
    bind(system, numbers, {one: one, two: (two[0],)})
    assert {n for n in (10, 11, 12, 13) if n in system.inner} == {10, 11}
    assert {(13,): F(1)} in system.equal
    # Three groups of two: the third weight follows from the others.
    keys = [key((1,), (2,)), key((2,), (3,)), key((1,), (3,))]
    system = System(FRACTIONS)
    bind(system, {k: [10 + 2 * i, 11 + 2 * i] for i, k in enumerate(keys)}, {k: k for k in keys})
    (equation,) = system.equal
    right = dict(zip(range(10, 16), [F(1, 3), F(2, 3), F(1, 4), F(3, 4), F(1, 7), F(6, 7)], strict=True))
    assert at(equation, right) == 0
    assert at(equation, right | {14: F(1, 2), 15: F(1, 2)}) != 0


# --- a game with a third player who knows the type ------------------------------------------------


def schultz_like(draw: random.Random) -> str:
    """A government of two types challenges or is quiet; the opposition knows the type and takes a stance; another answers."""
    lines = ['EFG 2 R "three players" { "G" "O" "F" }', 'c "" 1 "kind" { "s" 1/3 "w" 2/3 } 0']
    ends = 0

    def end() -> str:
        nonlocal ends
        ends += 1
        return f't "" {ends} "" {{ {draw.randint(-9, 9)}, {draw.randint(-9, 9)}, {draw.randint(-9, 9)} }}'

    for t in (1, 2):
        lines.append(f'p "" 1 {t} "G{t}" {{ "challenge" "quiet" }} 0')
        lines.append(f'p "" 2 {t} "O{t}" {{ "support" "oppose" }} 0')
        for stance in (1, 2):
            lines.append(f'p "" 3 {stance} "F{stance}" {{ "concede" "resist" }} 0')
            lines += [end(), end()]
        ends += 1
        lines.append(f't "" {ends} "" {{ 4, 0, 0 }}')
    return "\n".join(lines)


@dataclass(frozen=True)
class Twin:
    """Payoffs by (type, stance, answer), and what pure play and a tremble make of them."""

    paid: dict[tuple[int, int, int], tuple[Fraction, ...]]
    prior: tuple[Fraction, Fraction] = (F(1, 3), F(2, 3))

    def gains(self) -> set[tuple[Fraction, Fraction]]:
        """[type] payoffs of a challenge under every pure play after it that is right for some tremble.

        The tremble: an order and a coefficient for the challenge of each type, an order for each stance
        that is not taken.
        """
        found = set()
        for stance in product((0, 1), repeat=2):
            for answer in product((0, 1), repeat=2):
                if any(
                    self.paid[t, 1 - stance[t], answer[1 - stance[t]]][1]
                    > self.paid[t, stance[t], answer[stance[t]]][1]
                    for t in (0, 1)
                ):
                    continue
                if any(self._right(stance, answer, tremble) for tremble in TREMBLES):
                    found.add(tuple(self.paid[t, stance[t], answer[stance[t]]][0] for t in (0, 1)))
        return found

    def _right(self, stance: tuple[int, ...], answer: tuple[int, ...], tremble: tuple[int, ...]) -> bool:
        """Whether the third player's answers are best under the beliefs that the tremble gives."""
        ratio = F(tremble[4])
        for seen in (0, 1):
            order = [tremble[t] + (0 if stance[t] == seen else tremble[2 + t]) for t in (0, 1)]
            weight = [self.prior[0] * ratio, self.prior[1]]
            weight = [w if k == min(order) else F(0) for w, k in zip(weight, order, strict=True)]
            worth = [sum(weight[t] * self.paid[t, seen, a][2] for t in (0, 1)) for a in (0, 1)]
            if worth[1 - answer[seen]] > worth[answer[seen]]:
                return False
        return True


TREMBLES = [
    (*orders, ratio)
    for orders in product((1, 2, 3), repeat=4)
    for ratio in (F(1, 9), F(1, 3), F(1), F(3), F(9))
]
WANTS = [[(0, a, False), (1, b, strict)] for a, b, strict in product((1, -1), (1, -1), (False, True))]


def twin_of(tree: Tree) -> Twin:
    assert tree.exact is not None
    rows = [tree.exact.payoff[tree.outcome[n]] for n in tree.terminal.tolist()]
    paid = {}
    for t in (0, 1):
        for i, (stance, answer) in enumerate(product((0, 1), (0, 1))):
            paid[t, stance, answer] = tuple(rows[5 * t + i])
    return Twin(paid)


def all_quiet(tree: Tree, entry: Entry) -> bool:
    """Whether nobody challenges, on a path that is a point."""
    return not entry.dimensions and not any(
        share and tree.labels.edge[action] == "challenge" for action, share in entry.strategy.items()
    )


def test_what_pure_play_and_one_tremble_allow_is_found_possible() -> None:
    """And what no mixture allows is never found: a claim is refuted by one pure completion."""
    asked = refused = 0
    for seed in range(60):
        tree = read_efg(schultz_like(random.Random(seed)))
        form = form_of(tree)
        for entry in staged_equilibria(form).entries:
            if not all_quiet(tree, entry):
                continue
            offer = _Offer(_Sender(form), entry, "challenge")
            gains = twin_of(tree).gains()
            for wants in WANTS:
                there = any(
                    all(s * (row[t] - 4) > 0 or (not strict and row[t] == 4) for t, s, strict in wants)
                    for row in gains
                )
                asked += 1
                if not offer.possible(wants, []):
                    refused += 1
                    assert not there, (seed, wants)
    assert asked > 100
    assert refused > 20


def test_every_completion_that_is_found_has_its_tremble() -> None:
    joint = 0
    for seed in range(25):
        tree = read_efg(schultz_like(random.Random(seed)))
        form = form_of(tree)
        for entry in staged_equilibria(form).entries:
            if not all_quiet(tree, entry):
                continue
            offer = _Offer(_Sender(form), entry, "challenge")
            every = np.ones(1, bool)
            for chosen, rows in offer.completion.supports(offer.block, every, frozenset()):
                tried = offer.completion._tried(offer.block, chosen, rows, lambda state: [], frozenset())
                for _, _, ratios in tried:
                    assert consistent(ratios)
                    joint += len(ratios) > 1
    assert joint


def third(name: str) -> Equilibrium:
    (member,) = [m for m in equilibria(read_efg(GAMES / name)).members if m.label == "pooling on quiet"]
    return member


def test_a_third_player_who_knows_the_type() -> None:
    """Strong gains whenever weak does; only trembles that contradict each other say otherwise."""
    quiet = third("three_players_d1.efg")
    assert quiet.intuitive is not None
    assert quiet.intuitive.passes is True
    assert quiet.d1 is not None
    assert quiet.d1.passes is False
    assert quiet.d1.reason.startswith(
        "strong could send challenge: whenever weak would gain by it, strong would"
    )
    rows = json.loads(overture("equilibria", GAMES / "three_players_d1.efg", "--json").out)["equilibria"]
    assert [row["passes"]["d1"] for row in rows] == [True, True, False]
    assert "whenever weak would gain" in rows[2]["reason"]["d1"]


# --- not tested, and why --------------------------------------------------------------------------

LATE = """EFG 2 R "the second mover knows" { "A" "B" }
c "" 1 "" { "s" 1/2 "w" 1/2 } 0
p "" 1 1 "a" { "in" "out" } 0
p "" 2 1 "b | s" { "l" "r" } 0
t "" 1 "" { 2, 1 }
t "" 2 "" { 1, 0 }
t "" 3 "" { 0, 0 }
p "" 1 1 "a" { "in" "out" } 0
p "" 2 2 "b | w" { "l" "r" } 0
t "" 4 "" { 2, 0 }
t "" 5 "" { -1, 1 }
t "" 6 "" { 0, 0 }"""


AFTER = """EFG 2 R "the second mover draws a type of his own" { "A" "B" }
c "" 1 "A" { "s" 1/2 "w" 1/2 } 0
p "" 1 1 "a | s" { "go" "stay" } 0
c "" 2 "B" { "h" 1/2 "l" 1/2 } 0
p "" 2 1 "b | h" { "yield" "fight" } 0
t "" 1 "" { 2, 0 }
p "" 1 3 "end | s" { "on" "back" } 0
t "" 2 "" { 1, -2 }
t "" 3 "" { 0, 1 }
p "" 2 2 "b | l" { "yield" "fight" } 0
t "" 4 "" { 2, 0 }
p "" 1 3 "end | s" { "on" "back" } 0
t "" 5 "" { -3, -3 }
t "" 6 "" { 0, 1 }
t "" 7 "" { 3, 0 }
p "" 1 2 "a | w" { "go" "stay" } 0
c "" 3 "B" { "h" 1/2 "l" 1/2 } 0
p "" 2 1 "b | h" { "yield" "fight" } 0
t "" 8 "" { 2, 0 }
t "" 9 "" { -1, 2 }
p "" 2 2 "b | l" { "yield" "fight" } 0
t "" 10 "" { 2, 0 }
t "" 11 "" { -2, 3 }
t "" 12 "" { 3, 0 }"""


def test_a_type_that_is_known_by_its_own_move() -> None:
    """Of three types one is met by a set of its own, a subgame: it is unfolded to ask what it would gain."""
    text = """EFG 2 R "three types" { "S" "R" }
c "" 1 "" { "s" 1/3 "w" 1/3 "u" 1/3 } 0
p "" 1 1 "s" { "m" "q" } 0
p "" 2 1 "r" { "a" "b" } 0
t "" 1 "" { 0, 0 }
t "" 2 "" { 3, 1 }
t "" 3 "" { 2, 0 }
p "" 1 2 "w" { "m" "q" } 0
p "" 2 1 "r" { "a" "b" } 0
t "" 4 "" { 0, 1 }
t "" 5 "" { 1, 0 }
t "" 6 "" { 2, 0 }
p "" 1 3 "u" { "m" "q" } 0
p "" 2 2 "r | u" { "a" "b" } 0
p "" 1 4 "then" { "x" "y" } 0
p "" 2 3 "guess" { "x" "y" } 0
t "" 7 "" { 1, -1 }
t "" 8 "" { -1, 1 }
p "" 2 3 "guess" { "x" "y" } 0
t "" 9 "" { -1, 1 }
t "" 10 "" { 1, -1 }
t "" 11 "" { 0, -2 }
t "" 12 "" { 2, 0 }"""
    found = equilibria(read_efg(text))
    assert found.complete
    (quiet,) = [m for m in found.members if m.value[0] == 2]
    assert quiet.intuitive is not None
    assert quiet.intuitive.passes is False
    assert quiet.intuitive.reason.startswith("s could send m: w or u would lose by it whatever followed")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (AFTER, "types on both sides"),
        (LATE, "the game does not begin with the move of one player who knows"),
    ],
)
def test_where_the_test_is_not_defined_the_verdict_says_so(tmp_path: Path, text: str, why: str) -> None:
    found = equilibria(read_efg(text))
    assert found.members
    for member in found.members:
        for verdict in (member.intuitive, member.d1):
            assert verdict is not None
            assert (verdict.holds, verdict.passes, verdict.tested) == ("untested", None, False)
            assert verdict.reason.startswith(why)
    file = tmp_path / "game.efg"
    file.write_text(text)
    ran = overture("equilibria", file)
    assert ran.code == 0
    assert f"D1: not tested: {why}" in ran.out
    rows = json.loads(overture("equilibria", file, "--json").out)["equilibria"]
    assert all(row["passes"] == {"intuitive": None, "d1": None} for row in rows)
    assert all(row["reason"]["d1"].startswith(why) for row in rows)


def test_a_budget_that_is_spent_is_a_reason() -> None:
    tree = read_efg(GAMES / "three_players_d1.efg")
    form = form_of(tree)
    quiet = staged_equilibria(form).entries[2]
    assert quiet.source is not None
    quiet.source.search.budget.steps = 1
    from overture.solvers.all.refined import refine_staged

    verdicts = refine_staged(quiet)
    assert verdicts is not None
    assert verdicts[1].holds == "untested"
    assert "what could follow challenge was not settled (1 supports tried)" in verdicts[1].reason


# --- two unknowns, one of them linear --------------------------------------------------------------


def test_a_boundary_that_boxes_cannot_exclude_is_decided() -> None:
    """x (1 - x) y - x >= 0 strictly, and x**2 > 0: the conditions touch at x = 0, and nowhere hold."""
    x, y = 0, 1
    gain = {(x, y): F(1), (x, x, y): F(-1), (x,): F(-1)}
    system = System(FRACTIONS, above=[(gain, True), ({(x, x): F(1)}, True)], free={x, y}, inner=set())
    assert feasible(system) == (None, True)
    turned = {key_: -value for key_, value in gain.items()}
    point, decided = feasible(System(FRACTIONS, above=[(turned, True), ({(x, x): F(1)}, True)], free={x, y}))
    assert decided
    assert point is not None
    assert point[x] > 0


def hold(above: list[tuple[Poly, bool]], point: dict[int, Fraction]) -> bool:
    """Whether all inequalities hold, exactly."""
    values = [(at(poly, point), strict) for poly, strict in above]
    return all(value > 0 or (value == 0 and not strict) for value, strict in values)


def test_two_unknowns_agree_with_a_grid() -> None:
    """What is settled by the sign table is never contradicted by a point of a fine grid."""
    draw = random.Random(3)
    grid = [F(i, 24) for i in range(25)]
    none = 0
    for _ in range(150):
        above = []
        for _ in range(draw.randint(2, 4)):
            keys_ = [(), (0,), (1,), (0, 1), (0, 0), (0, 0, 1)]
            poly = {k: F(draw.randint(-3, 3)) for k in draw.sample(keys_, 4)}
            above.append(
                ({k: value for k, value in poly.items() if value} or {(): F(1)}, draw.random() < 0.5)
            )
        bounds = [({(n,): F(1)}, False) for n in (0, 1)] + [({(): F(1), (n,): F(-1)}, False) for n in (0, 1)]
        point, decided = _plane([0, 1], above + bounds, F(0))
        assert decided
        there = any(hold(above, {0: a, 1: b}) for a, b in product(grid, grid))
        if point is None:
            none += 1
            assert not there
        elif point[0].denominator <= 10**6:
            assert hold(above, point)
    assert none > 20


def test_ctrl_c_during_a_test_keeps_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    refinement = importlib.import_module("overture.solvers.all.refined")

    def stopped(offer: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(refinement, "_breaks_intuitive", stopped)
    found = equilibria(read_efg(GAMES / "three_players_d1.efg"))
    assert found.complete
    assert [m.label for m in found.members] == ["separating", "semi-separating", "pooling on quiet"]
    last = found.members[2].d1
    assert last is not None
    assert (last.holds, last.reason) == ("untested", "interrupted")


def test_what_other_starts_find_is_not_tested() -> None:
    found = equilibria(read_efg(GAMES / "three_players_d1.efg"), steps=3)
    assert not found.complete
    assert found.members
    for member in found.members:
        assert member.d1 is not None
        assert member.d1.holds == "untested"
        assert member.d1.reason.startswith("found from a start of the solver")
