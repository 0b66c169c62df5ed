"""What must hold of any list of equilibria: other names and units move nothing, there is always one, ties are no silence."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overture.games.files.efg import read_efg
from overture.games.tree import Tree
from overture.solvers.all.equilibria import EquilibriumList, equilibria
from overture.solvers.budget import STEPS
from tests.catalogue import COMPLETE, Model, models
from tests.random_trees import efg_texts
from tests.solvers.test_equilibria import signalling_text

F = Fraction


def two_stage(draw: random.Random, order: list[int], scale: tuple[F, F], shift: tuple[F, F]) -> str:
    """A sender of two types offers one of two terms; an accepted offer is kept or broken unseen, then held or ended.

    ``order`` permutes terms and answers; payoffs are scale * drawn + shift. The draws do not depend on these.
    """
    paid = {
        (kind, term, end): (draw.randint(0, 99), draw.randint(0, 99))
        for kind in range(2)
        for term in range(2)
        for end in ("no", "keep/hold", "keep/end", "break/hold", "break/end")
    }
    lines = ['EFG 2 R "two stages" { "S" "R" }', 'c "" 1 "type" { "a" 1/3 "b" 2/3 } 0']
    count = 0

    def leaf(kind: int, term: int, end: str) -> str:
        nonlocal count
        count += 1
        x = [f * p + s for f, p, s in zip(scale, paid[kind, term, end], shift, strict=True)]
        return f't "" {count} "" {{ {x[0]}, {x[1]} }}'

    terms = ["m0", "m1"]
    answers = ["yes", "no"]
    for kind in range(2):
        lines.append(f'p "" 1 {kind + 1} "S{kind}" {{ {" ".join(_quoted(terms[i]) for i in order)} }} 0')
        for term in order:
            replies = [answers[i] for i in order]
            lines.append(f'p "" 2 {term + 1} "R{term}" {{ {" ".join(map(_quoted, replies))} }} 0')
            for reply in replies:
                if reply == "no":
                    lines.append(leaf(kind, term, "no"))
                    continue
                lines.append(f'p "" 1 {3 + 2 * kind + term} "do{kind}{term}" {{ "keep" "break" }} 0')
                for conduct in ("keep", "break"):
                    lines.append(f'p "" 2 {3 + term} "then{term}" {{ "hold" "end" }} 0')
                    lines += [leaf(kind, term, f"{conduct}/{then}") for then in ("hold", "end")]
    return "\n".join(lines)


def _quoted(word: str) -> str:
    return f'"{word}"'


def found(text: str) -> EquilibriumList:
    return equilibria(read_efg(text), steps=20_000)


def by_name(tree: Tree, strategy: np.ndarray) -> dict[tuple[str, str], float]:
    sets = tree.infoset_of_action
    return {
        (tree.labels.set_label[sets[a]], tree.labels.edge[a]): float(strategy[a])
        for a in range(tree.n_actions)
    }


def on_path(entries: EquilibriumList) -> list[list[tuple[tuple[str, str], float]]]:
    """What is played on the path, by the names of sets and actions; sorted."""
    rows = []
    for member in entries.members:
        tree = member.certificate.tree
        reached = {int(tree.set_of[n]) for n in range(tree.n_nodes) if member.certificate.reach[n]}
        names = {tree.labels.set_label[i] for i in reached if i >= 0}
        play = by_name(tree, member.strategy)
        rows.append(sorted((key, round(x, 9)) for key, x in play.items() if key[0] in names))
    return sorted(rows)


@settings(max_examples=6)
@given(
    seed=st.integers(0, 10**6),
    scale=st.tuples(st.sampled_from([F(1, 7), F(3), F(250)]), st.sampled_from([F(2, 3), F(1), F(40)])),
    shift=st.tuples(st.integers(-50, 50), st.integers(-50, 50)),
)
def test_other_units_of_payoff_move_nothing(seed: int, scale: tuple[F, F], shift: tuple[int, int]) -> None:
    plain = found(two_stage(random.Random(seed), [0, 1], (F(1), F(1)), (F(0), F(0))))
    moved = found(two_stage(random.Random(seed), [0, 1], scale, (F(shift[0]), F(shift[1]))))
    assert plain.complete == moved.complete
    assert on_path(plain) == on_path(moved)
    assert [m.label for m in plain.members] == [m.label for m in moved.members]
    for one, two in zip(plain.members, moved.members, strict=True):
        assert np.allclose(
            two.value, [float(f) * v + s for f, v, s in zip(scale, one.value, shift, strict=True)]
        )


@settings(max_examples=6)
@given(seed=st.integers(0, 10**6))
def test_another_order_of_the_actions_moves_nothing(seed: int) -> None:
    plain = found(two_stage(random.Random(seed), [0, 1], (F(1), F(1)), (F(0), F(0))))
    turned = found(two_stage(random.Random(seed), [1, 0], (F(1), F(1)), (F(0), F(0))))
    assert plain.complete
    assert turned.complete
    assert on_path(plain) == on_path(turned)


@settings(max_examples=40)
@given(seed=st.integers(0, 10**6), shape=st.sampled_from([(2, 2, 2), (2, 3, 2), (3, 2, 3), (3, 3, 2)]))
def test_random_signalling_games_always_have_one(seed: int, shape: tuple[int, int, int]) -> None:
    entries = found(signalling_text(seed, *shape))
    assert entries.complete
    assert entries.members
    assert all(member.certificate.is_sequential for member in entries.members)


@settings(max_examples=30)
@given(text=efg_texts(players=3, depth=3))
def test_no_game_is_met_with_silence(text: str) -> None:
    """The drawn payoffs are few, so ties are everywhere: still a list, and each of it certified."""
    entries = found(text)
    assert entries.members
    for member in entries.members:
        payoff = member.certificate.tree.payoff
        spread = float(payoff.max(initial=0.0) - payoff.min(initial=0.0))
        assert float(member.certificate.max_regret) <= 1e-6 * max(spread, 1.0)


def test_a_game_of_nothing_but_ties_has_one_entry_that_holds_all() -> None:
    """All payoffs zero: everything is an equilibrium, and of whatever is sent nothing hangs on it: they babble."""
    text = signalling_text(1, 2, 2, 2)
    lines = [
        line[: line.index("{", 5)] + "{ 0, 0 }" if line.startswith("t ") else line
        for line in text.split("\n")
    ]
    entries = found("\n".join(lines))
    assert entries.complete
    (whole,) = entries.members
    assert whole.label == "pooling (babbling over m0, m1)"
    assert whole.continuum
    tree = whole.certificate.tree
    draw = random.Random(3)
    for _ in range(20):
        play = {}
        for at in range(tree.n_infosets):
            first, last = int(tree.edge_start[at]), int(tree.edge_start[at + 1])
            shares = [draw.choice([0, 0, 1, 2, 3]) for _ in range(first, last)]
            shares[0] += not any(shares)
            play |= {first + i: F(x, sum(shares)) for i, x in enumerate(shares)}
        assert whole.holds(play)


def test_an_exact_tie_is_a_component(reference) -> None:
    """Free talk about nothing: one component of babbling, not an error and not silence."""
    entries = equilibria(read_efg(reference / "models" / "games" / "M18c_cheap_talk.efg"))
    assert entries.complete
    assert len(entries.members) == 1
    assert not entries.members[0].is_point


def test_a_tie_after_an_offer_is_a_continuum() -> None:
    """The receiver does not care: each way of answering is an equilibrium, told as one that is not a point."""
    text = """EFG 2 R "tie" { "A" "B" }
p "" 1 1 "a" { "in" "out" } 0
p "" 2 1 "b" { "l" "r" } 0
t "" 1 "" { 2, 1 }
t "" 2 "" { 3, 1 }
t "" 3 "" { 0, 0 }"""
    entries = found(text)
    assert entries.complete
    assert len(entries.members) == 1
    assert not entries.members[0].is_point


# Searches that end in time only, or leave something undecided: the list says that it may lack some.
LONG_STEPS = 600  # supports that are tried where the whole list takes long
LONG = {
    "S_full",
    "V5_full_help",
    "M03_crawford_sobel",
    "M07c_reassurance",
    "M13a_chain_store",
    "M13b_chain_store",
}


def other_models() -> list:
    marks = [pytest.mark.slow]
    rest = [m for m in models() if m.id not in COMPLETE and not m.id.startswith("L_")]
    return [pytest.param(m, id=m.id, marks=marks if m.id in LONG else []) for m in rest]


@pytest.mark.parametrize("model", other_models())
def test_a_published_equilibrium_is_in_a_complete_list(model: Model) -> None:
    """Games whose full list the reference does not claim: what it does list is there, by value."""
    entries = equilibria(model.tree, steps=LONG_STEPS if model.id in LONG else STEPS, starts=4)
    assert entries.members
    assert entries.complete or model.id in LONG
    payoff = model.tree.payoff
    for member in entries.members:
        assert float(member.certificate.max_regret) <= 1e-6 * float(np.ptp(payoff))
    if entries.complete:
        for row in model.equilibria:
            value = [float(row.values[player]) for player in row.tree.players]
            near = [m for m in entries.members if np.allclose(m.value, value, atol=1e-6)]
            assert near or any(not m.is_point for m in entries.members), str(row)
