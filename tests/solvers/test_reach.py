"""Games whose lists the search of supports completes because it judges a part of a game at a time."""

from __future__ import annotations

import random
from fractions import Fraction as F
from itertools import combinations
from math import prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.games.files.efg import read_efg
from overture.games.telling.language import chance, game, move
from overture.games.tree import Tree
from overture.solvers.all.algebra import exact as staged_exact
from overture.solvers.all.algebra.exact import Fractions
from overture.solvers.all.algebra.polynomials import Poly, plus
from overture.solvers.all.algebra.signs import below_zero, bernstein, contradicted, never_zero
from overture.solvers.all.algebra.system import System
from overture.solvers.all.equilibria import equilibria
from overture.solvers.all.lists.fold import staged_equilibria
from overture.solvers.all.supports import completion as staged_completion
from overture.solvers.all.supports import search as staged_search
from overture.solvers.all.supports import walk as staged_walk
from overture.solvers.all.supports.blocks import OffPath
from overture.solvers.all.supports.trunk import Trunk
from overture.solvers.all.supports.walk import one_more
from overture.solvers.form import form_of, subsets
from tests.catalogue import CATALOGUE
from tests.random_trees import efg_texts
from tests.solvers.test_equilibria_properties import two_stage


def chain_store(entrants: int, tough: F) -> Tree:
    """Kreps and Wilson 1982: b = 1/2, a = 2; the tough monopolist always fights, the entrants come in turn."""
    names = [f"E{k}" for k in range(entrants, 0, -1)]

    @game("Mono", *names, title="chain store")
    def told(p):
        kind = yield chance("type", {"tough": tough, "weak": 1 - tough}, seen_by="Mono")
        paid = dict.fromkeys(["Mono", *names], F(0))
        for name in names:
            if (yield move(name, name, ["out", "in"])) == "out":
                paid["Mono"] += 2
                continue
            answer = yield move("Mono", f"M{name}", ["fight", "yield"])
            paid["Mono"] -= (answer == "yield") if kind == "tough" else (answer == "fight")
            paid[name] += F(-1, 2) if answer == "fight" else F(1, 2)
        return paid

    return told.tree()


def schooling(wages: list[F]) -> Tree:
    """Spence 1973 with two firms that bid for the worker at once."""

    @game("Worker", "F1", "F2", title="schooling, two firms")
    def told(p):
        able = (yield chance("ability", {"high": F(1, 3), "low": F(2, 3)}, seen_by="Worker")) == "high"
        years = int((yield move("Worker", "school", ["0", "1"])))
        one = F((yield move("F1", "bid 1", [str(x) for x in wages], seen_by=())))
        two = F((yield move("F2", "bid 2", [str(x) for x in wages], seen_by=())))
        worth, cost = (F(2), F(1, 2)) if able else (F(1), F(5, 4))
        first = F(1) if one > two else F(1, 2) if one == two else F(0)
        return {
            "Worker": max(one, two) - years * cost,
            "F1": first * (worth - one),
            "F2": (1 - first) * (worth - two),
        }

    return told.tree()


def jury(rule: int) -> Tree:
    """Feddersen and Pesendorfer 1998: three jurors, signals right with 4/5, a doubt of 1/2."""
    jurors = ["J1", "J2", "J3"]

    @game(*jurors, title="jury")
    def told(p):
        state = yield chance("state", {"guilty": F(1, 2), "innocent": F(1, 2)}, seen_by=())
        for name in jurors:
            other = "innocent" if state == "guilty" else "guilty"
            yield chance(f"signal of {name}", {state: F(4, 5), other: F(1, 5)}, seen_by=name)
        convict = 0
        for name in jurors:
            convict += (yield move(name, f"vote of {name}", ["convict", "acquit"], seen_by=())) == "convict"
        convicted = convict >= rule
        return dict.fromkeys(jurors, F(0) if convicted == (state == "guilty") else F(-1, 2))

    return told.tree()


def test_chain_store_with_three_entrants() -> None:
    listed = equilibria(chain_store(3, F(1, 10)))
    assert listed.complete
    assert listed.dropped == 0
    # The equilibrium of Kreps and Wilson: in, fight 1/3, out 1/2, fight 1/3, out 1/2.
    assert [0.15, 0.1, 0.3, 0.4] in [[round(x, 9) for x in each.value] for each in listed.members]
    assert len(listed.members) == 4  # the last is at the end of a continuum whose ranges are bounds


def test_two_bidders_for_a_worker() -> None:
    listed = equilibria(schooling([F(0), F(3, 5), F(11, 10), F(17, 10)]))
    assert listed.complete
    assert len(listed.members) == 12
    assert all(each.certificate.is_sequential for each in listed.members)


def test_jury_under_unanimity() -> None:
    listed = equilibria(jury(3))
    assert listed.complete
    by_value = [round(each.value[0], 9) for each in listed.members]
    assert by_value.count(round(-11 / 98, 9)) == 1  # the innocent signal convicts with 2/7
    assert set(by_value) == {
        round(-11 / 98, 9),
        -0.1,
        -0.25,
    }  # nobody, one of three, or the innocent signal decides


def _supports(text: str) -> tuple[bool, list[tuple[tuple[int, tuple[int, ...]], ...]]]:
    found = staged_equilibria(form_of(read_efg(text)), steps=60_000)
    return found.complete, sorted(tuple(sorted(each.support.items())) for each in found.entries)


def _plainly(text: str) -> tuple[bool, list[tuple[tuple[int, tuple[int, ...]], ...]]]:
    """Support by support, without lists of parts, groups off the path, bounds on deviations, layers or signs."""

    def one_set(self, index, support, nodes, opened, rows):
        return [({index: used}, rows) for used in subsets(self.form.allowed[index])], False

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staged_walk.SupportWalk, "_options", one_set)
        patch.setattr(staged_search, "no_deviation_pays", lambda *rest: [])
        patch.setattr(staged_completion, "single_entry", lambda *rest: None)
        patch.setattr(OffPath, "apart", lambda self: [self.off] if self.off else [[]])
        patch.setattr(staged_exact, "never_zero", lambda *rest: False)
        patch.setattr(staged_exact, "below_zero", lambda *rest: False)
        return _supports(text)


@settings(max_examples=60)
@given(text=efg_texts(players=3, depth=3))
def test_any_small_game_has_the_entries_of_the_plain_search(text: str) -> None:
    complete, supports = _plainly(text)
    now, found = _supports(text)
    if complete:
        assert now
        assert found == supports


@settings(max_examples=8)
@given(seed=st.integers(0, 10**6))
def test_a_game_of_two_stages_has_the_entries_of_the_plain_search(seed: int) -> None:
    text = two_stage(random.Random(seed), [0, 1], (F(1), F(1)), (F(0), F(0)))
    assert _supports(text) == _plainly(text)


def _value(poly: Poly, x: float, y: float) -> float:
    return sum(float(c) * prod(x if n == 0 else y for n in key) for key, c in poly.items())


@pytest.mark.parametrize(
    "poly",
    [
        {(): F(-3, 20), (0,): F(3, 20), (0, 1): F(-3, 125), (1,): F(1, 125)},
        {(0, 0): F(-1), (0, 1): F(2), (1, 1): F(-2), (1,): F(-1, 7)},
        {(): F(1, 3), (0, 1, 1): F(-5), (0,): F(2)},
    ],
)
def test_bernstein_coefficients_bound_a_polynomial(poly: Poly) -> None:
    grid = [k / 20 for k in range(21)]
    values = [_value(poly, x, y) for x in grid for y in grid]
    coefficients = bernstein(poly)
    assert min(coefficients) <= min(values) + 1e-12
    assert max(coefficients) >= max(values) - 1e-12


def test_signs_at_the_edge_of_the_box() -> None:
    # -(1-x)(1 - y/2): zero where x = 1, so no division into boxes tells that it is negative inside.
    poly = {(): F(-1), (0,): F(1), (1,): F(1, 2), (0, 1): F(-1, 2)}
    assert below_zero(poly, False, {0, 1})
    assert never_zero(poly, {0, 1})
    assert not below_zero(poly, False, {1})  # x = 1 is allowed
    assert below_zero(poly, True, {1})  # but is not above zero
    assert not never_zero({(): F(-1, 4), (0,): F(1)}, {0})


def test_jury_under_majority() -> None:
    """The one support with all six sets mixing asks odds of being pivotal to be zero; its equations say so together."""
    listed = equilibria(read_efg(CATALOGUE / "games" / "M28b_jury_majority.efg"))
    assert listed.complete
    assert len(listed.members) == 13


def test_equations_that_contradict_each_other() -> None:
    """u = x + y is positive inside; 4 u = v and u / 4 = v together ask it to be zero."""
    v = {(0, 1): F(1), (0,): F(1, 2)}
    four, quarter = ({(0,): c, (1,): c} for c in (F(4), F(1, 4)))
    first, second = (plus(each, v, -1) for each in (four, quarter))
    assert contradicted([first, second], {0, 1})
    same, half = {(0,): F(1), (1,): F(-1)}, {(0,): F(1), (1,): F(1), (): F(-1)}
    assert not contradicted([same, half], {0, 1})  # both are one half
    assert not contradicted([first, second], set())  # at the edge both variables may be zero


def test_a_play_that_does_not_need_a_group_of_trembles() -> None:
    """Beside a continuum one way to settle what is off the path needs trembles that another does not."""
    found = equilibria(chain_store(4, F(1, 10)), steps=12_000, starts=0)
    assert not found.complete
    assert len(found.members) > 1
    assert all(member.certificate.is_sequential for member in found.members)


def test_what_lies_beyond_an_action_that_is_not_in_use_is_settled_apart() -> None:
    form = form_of(read_efg((CATALOGUE / "games" / "M41_credibility.efg").read_text()))
    trunk = Trunk(form, 0, ())
    # The friend's first advice is true, the enemy's false, the receiver trusts it: the second advice is settled
    # where play goes (sets 2, 3, 7 and 13).
    support = {0: (0,), 10: (21,), 1: (2,), 2: (5,), 3: (7,), 13: (27,), 7: (15,)}
    branch: System[F] = System(Fractions(), rows=np.arange(1))
    groups = OffPath(trunk, support, branch, trunk.reached(support)[1]).apart()
    # 6 and 11: the second advice after the other first one, to a receiver whose play is known. The rest is met
    # only where the first advice is ignored.
    assert sorted(groups) == [[4, 5, 8, 9, 12, 14], [6], [11]]


@settings(max_examples=40)
@given(st.sets(st.frozensets(st.integers(0, 5), min_size=2, max_size=3), max_size=12))
def test_one_action_more_where_every_part_is_there(drawn: set[frozenset[int]]) -> None:
    for size in (2, 3):
        sets = sorted(tuple(sorted(each)) for each in drawn if len(each) == size)
        every = combinations(range(6), size + 1)
        wanted = [row for row in every if all(part in sets for part in combinations(row, size))]
        assert one_more(sets) == wanted


def test_a_choice_among_many_is_not_gone_through_subset_by_subset() -> None:
    """The receiver's 26 answers have 67 million subsets; his aim is single, so at most two are best together."""
    answers = [F(k, 25) for k in range(26)]

    @game("Sender", "Receiver")
    def told(p):
        state = yield chance("state", {F(0): F(1, 3), F(2, 5): F(1, 3), F(1): F(1, 3)}, seen_by="Sender")
        yield move("Sender", "message", ["low", "high"])
        answer = yield move("Receiver", "answer", answers)
        return {"Sender": -((answer - state - F(1, 10)) ** 2), "Receiver": -((answer - state) ** 2)}

    found = staged_equilibria(form_of(told.tree()), steps=300)
    assert found.entries
