"""Many worlds at once: the published map, the exact search world by world, ties, and worlds that differ in kind."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.errors import SolveError
from overture.games.files.efg import read_efg
from overture.games.measured.certificate import certify, from_solution_row
from overture.games.measured.measure import assess
from overture.games.telling.language import chance, game, move
from overture.games.tree import Tree
from overture.models.answer import DEFAULTS as ANSWER
from overture.models.answer import answer
from overture.models.freeze_for_relief import DEFAULTS, detection_threshold, freeze_for_relief
from overture.solvers.all.across import Across, equilibria_across
from overture.solvers.all.algebra.column import Column
from overture.solvers.all.algebra.doubles import Doubles
from overture.solvers.all.algebra.feasible import points
from overture.solvers.all.algebra.polynomials import Terms
from overture.solvers.all.algebra.system import Conditions, System
from overture.solvers.all.equilibria import equilibria
from overture.solvers.all.lists.fold import staged_equilibria
from overture.solvers.all.worlds.form import forms_of, numbers_of
from overture.solvers.all.worlds.listed import MOST_WORLDS
from overture.solvers.form import form_of
from tests.catalogue import COMPLETE, FAULTS, Model, models
from tests.random_trees import efg_texts

P, M, S = "pooling on thin", "semi-separating", "separating"


def values(across: Across, world: int = 0) -> list[tuple[float, ...]]:
    return sorted(
        tuple(np.round(family.value[np.searchsorted(family.world, world)], 9))
        for family in across.families
        if world in family.world
    )


def exact_values(tree: Tree, world: int) -> list[tuple[float, ...]] | None:
    found = staged_equilibria(form_of(tree, world), steps=4000)
    if not found.complete or any(entry.dimensions for entry in found.entries):
        return None  # not decided, or a continuum: its sample is not the same
    return sorted(tuple(np.round([float(x) for x in entry.value], 9)) for entry in found.entries)


def same(left: list[tuple[float, ...]], right: list[tuple[float, ...]]) -> bool:
    return len(left) == len(right) and (not left or np.allclose(left, right, atol=1e-7))


def test_a_continuum_in_one_world_leaves_points_what_they_are() -> None:
    """At R .88 cheating pays an exploiter what compliance does, to the last digit; at .89 it does not."""
    tree = answer.shape(automatic=True).tree(
        {**ANSWER, "phi": 0.95, "s": 2.6225, "R": np.array([0.88, 0.89])}
    )
    found = equilibria_across(tree)
    point = {int(world): family.is_point for family in found.families for world in family.world}
    assert point == {0: False, 1: True}
    assert found.labels == (found.families[0].label,)  # they are of one class


# --- the published map ---------------------------------------------------------------------------


def core(**parameters: object) -> Tree:
    return freeze_for_relief.shape(who="X", talk=False).tree(DEFAULTS | parameters)


def test_the_map_of_the_flagship_is_the_published_one_in_every_cell() -> None:
    """FLAGSHIP.md, atlas for X: q < q*: P, M, S below pi = 1/2 and S above it; q >= q*: P everywhere."""
    side = 24
    axis = (np.arange(side) + 0.5) / side
    pi, q = (each.ravel() for each in np.meshgrid(axis, axis))
    across = equilibria_across(core(pi=pi, q_thin=q))
    assert across.complete.all()
    tree = across.tree
    threshold = detection_threshold(type("P", (), DEFAULTS)())
    low = q < threshold
    limit = (DEFAULTS["b"] - DEFAULTS["l_X"]) / (DEFAULTS["b"] + DEFAULTS["h"])
    assert threshold == pytest.approx(0.73, abs=0.001)
    assert limit == 0.5
    assert set(across.labels) == {P, M, S}
    assert (across.has(P) == (~low | (pi < limit))).all()
    assert (across.has(M) == (low & (pi < limit))).all()
    assert (across.has(S) == low).all()
    assert (across.count == across.has(P).astype(int) + across.has(M) + across.has(S)).all()
    for family in across.families:
        assert family.max_regret.max() < 1e-12
        row = len(family.world) // 2
        single = tree.world(int(family.world[row]))
        found = from_solution_row(single, family.strategy[row], family.order[row], family.weight[row])
        assert found.is_sequential


def test_every_payoff_may_differ_between_worlds() -> None:
    """Worlds drawn at random over six parameters: as the exact search has them, one by one."""
    draw = np.random.default_rng(3)
    count = 12
    tree = core(
        pi=draw.uniform(0.1, 0.9, count),
        q_thin=draw.uniform(0.1, 0.95, count),
        phi=draw.uniform(0.1, 0.9, count),
        s=draw.uniform(0, 2, count),
        z_X=draw.uniform(0, 0.5, count),
        l_X=draw.uniform(0.05, 0.6, count),
    )
    across = equilibria_across(tree)
    assert across.complete.all()
    assert len(set(across.count.tolist())) > 1  # else the draw shows nothing
    for world in range(count):
        expected = exact_values(tree, world)
        assert expected is not None
        assert same(values(across, world), expected)


def test_worlds_may_be_chosen() -> None:
    tree = core(pi=np.array([0.4, 0.6, 0.3]))
    across = equilibria_across(tree, worlds=[0, 1])
    assert across.complete.tolist() == [True, True, False]
    assert across.count.tolist() == [3, 1, 0]
    with pytest.raises(SolveError, match="0 to 2"):
        equilibria_across(tree, worlds=[3])


def test_the_edges_of_a_map_are_complete_too() -> None:
    """A type that chance excludes, an exact tie, and a threshold met exactly: listed, certified, not refused."""
    threshold = detection_threshold(type("P", (), DEFAULTS)())
    tree = core(pi=np.array([0.0, 0.5, 1.0, 0.4]), q_thin=np.array([0.3, 0.3, 0.3, threshold]))
    across = equilibria_across(tree)
    assert across.complete.all()
    assert (across.count > 0).all()
    assert across.has(P).tolist() == [False, True, False, True]  # without a second type there is no pooling
    for world in (0, 1, 2):
        alone = equilibria(tree, world)
        assert alone.complete
        assert len(alone.members) == across.count[world]


def test_a_family_as_a_layer_over_all_worlds() -> None:
    across = equilibria_across(core(pi=np.array([0.4, 0.6])))
    pooling = next(family for family in across.families if family.label == P)
    strategy, order, weight, present = across.layer(pooling)
    assert present.tolist() == [True, False]
    measured = assess(across.tree, strategy, order, weight)  # uniform where absent: it can be measured
    assert measured.max_regret[0] < 1e-12 < measured.max_regret[1]


def test_a_search_that_is_cut_short_calls_no_world_complete() -> None:
    across = equilibria_across(core(pi=np.array([0.4, 0.6])), steps=20)
    assert not across.complete.any()
    assert "20 supports tried" in across.how


def varied(count: int) -> Tree:
    draw = np.random.default_rng(0)
    return core(
        pi=draw.uniform(0.05, 0.95, count),
        phi=draw.uniform(0.1, 0.9, count),
        f=draw.uniform(0, 0.3, count),
        s=draw.uniform(0, 2, count),
        q_thin=draw.uniform(0.1, 0.9, count),
    )


def test_a_world_has_steps_of_its_own_in_any_company() -> None:
    """Which worlds are complete, and with what, does not hang on how many supports others take."""
    count, each = 12, 230
    tree = varied(count)
    together = equilibria_across(tree, each=each)
    alone = [equilibria_across(tree, worlds=[world], each=each) for world in range(count)]
    complete = [bool(across.complete[world]) for world, across in enumerate(alone)]
    assert together.complete.tolist() == complete
    assert {True, False} == set(complete)
    found = told_by_world(together, list(range(count)))
    for world in np.flatnonzero(complete).tolist():
        mine = told_by_world(alone[world], list(range(count)))
        assert mine == {key: said for key, said in found.items() if key[0] == world}
    cut = complete.count(False)
    assert f"in {cut} worlds it was not finished ({each} supports tried)" in together.how
    # For all worlds together the same number is enough for no world.
    assert not equilibria_across(tree, steps=each).complete.any()


def test_a_world_does_not_pay_again_where_others_ask_what_it_asked() -> None:
    _, _, worlds = next(forms_of(varied(3), numbers_of(varied(3))))
    with worlds.uncounted(np.array([0])):
        worlds.step(np.array([0, 1]))
        with worlds.uncounted(np.array([1])):
            worlds.step(np.array([0, 1, 2]))
        worlds.step(np.array([1, 2]))
    worlds.step(np.array([0]))
    assert worlds.taken.tolist() == [1, 2, 2]


def test_boxes_are_counted_in_each_world() -> None:
    """How near two curves may come to each other for it to be seen that they do not meet: the same in any company."""
    level, gap = np.linspace(0.2, 0.7, 40), np.geomspace(0.005, 0.2, 40)

    def asked(rows: list[int]) -> list[bool]:
        over: Terms[Column] = {(1, 2): 1, (): Column(-level[rows])}
        under: Terms[Column] = {(1, 2): -1, (): Column((level - gap)[rows])}
        above: Conditions[Column] = [(over, False), (under, False)]
        found = points(System(Doubles(len(rows)), above=above, free={1, 2}, rows=np.arange(len(rows))))
        assert not found.there.any()
        return [bool(sure) for sure in found.sure]

    together = asked(list(range(40)))
    assert set(together) == {True, False}
    assert [asked([row])[0] for row in range(40)] == together


# --- against the exact search ---------------------------------------------------------------------


@pytest.mark.parametrize("model", [pytest.param(m, id=m.id) for m in models() if m.id in COMPLETE])
def test_the_published_games_keep_their_lists(model: Model) -> None:
    across = equilibria_across(model.tree)
    assert across.complete.all()
    expected = exact_values(model.tree, 0)
    if expected is not None:
        assert same(values(across), expected)
    for row in model.equilibria:
        value = [float(row.values[name]) for name in model.tree.players]
        reach = certify(row.tree, row.assessment()).reach
        assert reach
        assert any(np.allclose(family.value[0], value) for family in across.families)


def worlds_of(tree: Tree, count: int, seed: int) -> Tree:
    """The same shape with other payoffs in each world."""
    draw = random.Random(seed)
    shape = (count, *tree.payoff.shape[1:])
    payoff = np.array([draw.randint(-40, 40) / 8 for _ in range(int(np.prod(shape)))]).reshape(shape)
    return replace(tree, payoff=payoff, chance=np.repeat(tree.chance, count, axis=0), exact=None)


@settings(max_examples=25)
@given(text=efg_texts(players=3, depth=3), seed=st.integers(0, 10**6))
def test_random_worlds_are_as_the_exact_search_has_them(text: str, seed: int) -> None:
    tree = worlds_of(read_efg(text), 5, seed)
    across = equilibria_across(tree, steps=4000)
    for world in range(tree.n_worlds):
        expected = exact_values(tree, world)
        if expected is not None and across.complete[world]:
            assert same(values(across, world), expected)


@settings(max_examples=25)
@given(text=efg_texts(players=2, depth=3), seed=st.integers(0, 10**6))
def test_ties_are_no_reason_for_silence(text: str, seed: int) -> None:
    """Payoffs of few values make ties everywhere: a world has equilibria, or is not called complete."""
    tree = worlds_of(read_efg(text), 6, seed)
    tree = replace(tree, payoff=np.sign(np.round(tree.payoff / 4)))
    across = equilibria_across(tree, steps=4000)
    assert (across.count[across.complete] > 0).all()
    for family in across.families:
        assert family.max_regret.max() < 1e-7


@pytest.mark.parametrize("name", ["M22_reinganum_wilde", "M32c_mutual_discipline", "M33a_limit_pricing"])
def test_continua_have_the_entries_and_names_of_the_list(reference: Path, name: str) -> None:
    """What is of another class is not folded, and a family is named by its inside, whichever member is shown."""
    tree = read_efg(reference / "catalogue" / "games" / f"{name}.efg")
    across = equilibria_across(tree)
    assert across.complete.all()
    listed = equilibria(tree)
    assert any(member.continuum for member in listed.members)
    assert sorted(member.name for member in across.named()) == sorted(m.label for m in listed.members)


@pytest.mark.parametrize("prior", [F(17, 25), F(1, 2)])
def test_a_game_in_which_no_type_cares_what_it_sends_has_one_entry_and_one_name(prior: F) -> None:
    """Beer-quiche without a taste: three entries of one class in the list, and five over worlds with an even prior."""

    @game("S", "R")
    def beer(p: Any) -> Iterator[Any]:
        kind = yield chance("k", {"s": prior, "w": 1 - prior}, seen_by="S")
        yield move("S", "m", ["beer", "quiche"])
        reply = yield move("R", "y", ["fight", "not"])
        return {"S": 2 * (reply == "not"), "R": int((reply == "fight") == (kind == "w"))}

    tree = beer.tree()
    (only,) = equilibria(tree).members
    (member,) = equilibria_across(tree).named()
    assert only.label == member.name == "pooling (babbling over beer, quiche)"
    batch = equilibria_across(tree.world(np.zeros(3, np.int64)))
    assert batch.count.tolist() == [1, 1, 1]
    assert batch.labels == (only.label,)


def test_sets_with_one_support_that_do_not_meet_are_two_over_worlds_too() -> None:
    """faults/disconnected: which part a member lies in, the list decides; of 7 entries a search in doubles sees 6."""
    tree = read_efg(FAULTS / "games" / "disconnected.efg")
    across = equilibria_across(tree)
    assert across.complete.all()
    assert sorted(m.name for m in across.named()) == sorted(m.label for m in equilibria(tree).members)
    assert len(across.named()) == 7


def test_many_worlds_with_continua_are_left_to_the_doubles_and_this_is_said() -> None:
    tree = read_efg(FAULTS / "games" / "disconnected.efg")
    across = equilibria_across(tree.world(np.zeros(MOST_WORLDS + 1, np.int64)))
    assert f"in {MOST_WORLDS + 1} worlds with a continuum the exact list was not asked" in across.how
    assert set(across.count.tolist()) == {6}


TIED = """EFG 2 R "tied" { "S" "R" }
c "" 1 "" { "t0" 2/3 "t1" 1/3 } 0
p "" 1 1 "s0" { "m0" "m1" } 0
p "" 2 1 "r0" { "a" "b" } 0
t "" 1 "" { 0, 1 }
t "" 2 "" { 1, 1 }
p "" 2 2 "r1" { "a" "b" } 0
t "" 3 "" { 1, 1 }
t "" 4 "" { 0, 0 }
p "" 1 2 "s1" { "m0" "m1" } 0
p "" 2 1 "r0" { "a" "b" } 0
t "" 5 "" { 0, 0 }
t "" 6 "" { 1, 0 }
p "" 2 2 "r1" { "a" "b" } 0
t "" 7 "" { 1, 0 }
t "" 8 "" { 0, 0 }"""


def test_the_names_of_a_world_do_not_hang_on_the_worlds_searched_with_it() -> None:
    """A condition that binds in the other world alone is tight at corners here, and must not move their middle."""
    tree = read_efg(TIED)
    other = np.array([[1, 0], [0, 1], [0, 1], [1, 1], [0, 1], [1, 1], [1, 1], [0, 0]], float)
    both = replace(
        tree,
        payoff=np.concatenate((other[None], tree.payoff)),
        chance=np.repeat(tree.chance, 2, axis=0),
        exact=None,
    )
    alone, together = equilibria_across(tree), equilibria_across(both)
    assert alone.complete.all()
    assert together.complete.all()
    expected = {member.name: member.strategy[0] for member in alone.named()}
    found = {m.name: m.strategy[m.world == 1][0] for m in together.named() if 1 in m.world}
    assert list(found) != []
    assert set(found) == set(expected)
    for name, strategy in expected.items():
        assert np.allclose(found[name], strategy, atol=1e-9)


def told_by_world(across: Across, worlds: list[int]) -> dict[tuple[int, str], bytes]:
    """The bytes of every entry of ``across``, by its world (numbered by ``worlds``) and its name."""
    return {
        (worlds[world], member.name): b"".join(table[row].tobytes() for table in member.play)
        for member in across.named()
        for row, world in enumerate(member.world.tolist())
    }


def test_the_bytes_of_a_world_do_not_hang_on_the_worlds_searched_with_it() -> None:
    """Any worlds in any order, where play on the path is a point: alone, what is shared by all is everything."""
    count = 30
    draw, tree = np.random.default_rng(1), varied(count)
    together = told_by_world(equilibria_across(tree), list(range(count)))
    for worlds in ([0], [7], [19], [23, 4], draw.permutation(count)[:11].tolist(), list(range(count))[::-1]):
        found = told_by_world(equilibria_across(tree.world(worlds)), worlds)
        assert found == {key: said for key, said in together.items() if key[0] in worlds}
