"""The front door: complete lists of the published games, and every entry certified."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.games.files.efg import read_efg
from overture.games.measured.certificate import certify
from overture.solvers.all.equilibria import Equilibrium, EquilibriumList, equilibria
from overture.solvers.all.lists.fold import staged_equilibria
from overture.solvers.form import form_of, prune
from tests.catalogue import COMPLETE, Model, models
from tests.random_trees import efg_texts

F = Fraction
SLOW: set[str] = set()
FOUND: dict[str, EquilibriumList] = {}


def solved(model: Model) -> EquilibriumList:
    if model.id not in FOUND:
        FOUND[model.id] = equilibria(model.tree)
    return FOUND[model.id]


def same_play(member: Equilibrium, reach: tuple) -> bool:
    """Whether the two give every end of the game the same probability."""
    ends = member.certificate.tree.terminal
    return all(member.certificate.reach[n] == reach[n] for n in ends)


def listed() -> list:
    marks = [pytest.mark.slow]
    return [
        pytest.param(m, id=m.id, marks=marks if m.id in SLOW else []) for m in models() if m.id in COMPLETE
    ]


@pytest.mark.parametrize("model", listed())
def test_a_complete_list_is_met_exactly(model: Model) -> None:
    """Each verified equilibrium belongs to an entry, and each entry has one: no more, no less."""
    found = solved(model)
    assert found.complete, found.how
    assert found.members
    assert found.dropped == 0
    met = set()
    for row in model.equilibria:
        reach = certify(row.tree, row.assessment()).reach
        fitting = [i for i, member in enumerate(found.members) if same_play(member, reach)]
        if not fitting:
            # A continuum: the row lies in it without being its representative.
            values = tuple(float(row.values[name]) for name in row.tree.players)
            fitting = [
                i for i, m in enumerate(found.members) if not m.is_point and np.allclose(m.value, values)
            ]
        assert len(fitting) == 1, f"{row} belongs to {len(fitting)} entries"
        met.add(fitting[0])
    assert met == set(range(len(found.members)))


@pytest.mark.parametrize("model", [pytest.param(m, id=m.id) for m in models() if m.n_classes])
def test_the_number_of_classes_is_the_published_one(model: Model) -> None:
    """Where the notes count the perfect Bayesian classes, the list has as many."""
    found = solved(model)
    if not found.complete:
        pytest.skip("the list is not complete, and says so")
    assert len(found.members) == model.n_classes


@pytest.mark.parametrize("model", listed())
def test_refinements_are_the_published_ones(model: Model) -> None:
    for row in model.equilibria:
        reach = certify(row.tree, row.assessment()).reach
        for member in solved(model).members:
            if not same_play(member, reach):
                continue
            for key, verdict in (("intuitive", member.intuitive), ("D1", member.d1)):
                if key in row.refinements:
                    assert verdict is not None
                    assert verdict.passes is row.refinements[key]


def test_the_flagship_under_x_has_three_and_each_survives_d1(reference) -> None:
    model = next(m for m in models() if m.id == "S_core_X")
    found = solved(model)
    assert [m.label for m in found.members] == ["pooling on thin", "separating", "semi-separating"]
    assert all(m.d1 and m.d1.passes for m in found.members)
    assert all(m.certificate.exact and m.certificate.max_regret == 0 for m in found.members)
    semi = found.members[2]
    assert F(1683, 1940) in semi.assessment.profile.values()


@pytest.mark.parametrize(
    ("name", "survives"),
    [("V3_X_counter_cost38", False), ("V3_X_counter_cost39", True)],
)
def test_pooling_survives_a_counter_offer_only_if_pressing_is_dear(
    reference, name: str, survives: bool
) -> None:
    found = equilibria(read_efg(reference / "models" / "flagship" / f"{name}.efg"))
    assert found.complete
    assert any(m.label == "pooling on thin" for m in found.members) is survives


def test_a_roadmap_parts_the_sincere_from_the_others(reference) -> None:
    """V6: D offers a roadmap, K and E pool on thin; the freeze-only offer is no word on K against E."""
    found = equilibria(read_efg(reference / "models" / "flagship" / "V6_X_three_types.efg"))
    assert found.complete
    hybrid = next(m for m in found.members if m.label == "hybrid")
    assert hybrid.value == pytest.approx((47913 / 50000, 15211 / 50000))


@pytest.mark.parametrize("name", ["M12_inspection_2_1", "M12_inspection_3_1", "M12_inspection_4_2"])
def test_the_inspection_game_has_one_value(reference, name: str) -> None:
    """Dresher's recursion; later moves are ties, so the one entry is a continuum."""
    found = equilibria(read_efg(reference / "models" / "games" / f"{name}.efg"))
    assert found.complete
    assert len(found.members) == 1
    value = {"M12_inspection_2_1": -1 / 3, "M12_inspection_3_1": -1 / 2, "M12_inspection_4_2": -3 / 11}[name]
    assert found.members[0].value[0] == pytest.approx(value)


def test_seltens_horse_keeps_only_the_sequential_one(reference) -> None:
    found = equilibria(read_efg(reference / "models" / "games" / "U01_selten_horse.efg"))
    assert found.complete
    assert [m.value for m in found.members] == [(1.0, 1.0, 1.0)]


# --- two engines that share no search ------------------------------------------------------------


def signalling_text(seed: int, n_types: int, n_messages: int, n_responses: int) -> str:
    """A random signalling game as a file."""
    draw = random.Random(seed)
    weights = [draw.randint(1, 4) for _ in range(n_types)]
    odds = " ".join(f'"t{t}" {F(w, sum(weights))}' for t, w in enumerate(weights))
    lines = ['EFG 2 R "random" { "S" "R" }', f'c "" 1 "type" {{ {odds} }} 0']
    outcome = 0
    for t in range(n_types):
        messages = " ".join(f'"m{m}"' for m in range(n_messages))
        lines.append(f'p "" 1 {t + 1} "S{t}" {{ {messages} }} 0')
        for m in range(n_messages):
            answers = " ".join(f'"a{a}"' for a in range(n_responses))
            lines.append(f'p "" 2 {m + 1} "R{m}" {{ {answers} }} 0')
            for _ in range(n_responses):
                outcome += 1
                lines.append(f't "" {outcome} "" {{ {draw.randint(0, 999)}, {draw.randint(0, 999)} }}')
    return "\n".join(lines)


@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), shape=st.sampled_from([(2, 2, 2), (2, 3, 2), (3, 2, 2), (2, 2, 3)]))
def test_signalling_and_staged_search_agree(seed: int, shape: tuple[int, int, int]) -> None:
    tree = read_efg(signalling_text(seed, *shape))
    components = equilibria(tree)
    staged = staged_equilibria(form_of(tree))
    assert components.complete
    assert staged.complete
    found = sorted(m.value for m in components.members)
    other = sorted(tuple(map(float, entry.value)) for entry in staged.entries)
    assert len(found) == len(other)
    assert np.allclose(found, other)


@settings(max_examples=40)
@given(text=efg_texts(players=3, depth=3))
def test_any_small_game_has_an_equilibrium_and_each_is_certified(text: str) -> None:
    tree = read_efg(text)
    staged = staged_equilibria(form_of(tree), steps=3000)
    if staged.complete:
        assert staged.entries
        found = equilibria(tree, steps=3000)
        assert found.members
        for member in found.members:
            assert member.certificate.is_sequential


@settings(max_examples=15)
@given(text=efg_texts(players=2, depth=3), scale=st.sampled_from([F(1, 3), F(7)]))
def test_payoffs_in_other_units_move_nothing(text: str, scale: Fraction) -> None:
    tree = read_efg(text)
    form = form_of(tree)
    moved = type(form)(
        tree,
        form.children,
        {n: tuple(scale * x + 2 * i for i, x in enumerate(row)) for n, row in form.paid.items()},
        form.odds,
        form.allowed,
    )
    before, after = (staged_equilibria(f, steps=1500) for f in (form, moved))
    assert before.complete == after.complete
    if before.complete:
        assert [dict(e.strategy) for e in before.entries] == [dict(e.strategy) for e in after.entries]


def test_pruning_keeps_what_a_hold_hides(reference) -> None:
    """K complies on thin terms whatever the snapback does: only a joint bound sees it."""
    form = prune(form_of(read_efg(reference / "models" / "flagship" / "S_core_X.efg")))
    labels = form.tree.labels
    index = labels.set_label.index("L:do:K:X:thin")
    assert [labels.edge[a] for a in form.allowed[index]] == ["comply"]
