"""What a search over many worlds calls complete is what the exact list of each world holds, whichever worlds it is asked with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import overture as ov
from overture.solvers.all.across import Across
from overture.solvers.all.algebra.doubles import Doubles
from overture.solvers.all.equilibrium import EquilibriumList
from overture.solvers.all.worlds import listed

NAMES = ("A", "B", "C")


def three_players(seed: int, degenerate: bool) -> ov.Tree:
    """Three players of two actions each: payoffs of 0, 1 and 2, or of a whole number times a power of ten up to 1e6."""
    draw = np.random.default_rng(seed)
    if degenerate:
        paid = draw.integers(0, 3, size=(2, 2, 2, 3)).astype(float)
    else:
        paid = draw.integers(-9, 10, size=(2, 2, 2, 3)) * 10.0 ** draw.integers(0, 7, size=(2, 2, 2, 3))

    return ov.strategic(dict.fromkeys(NAMES, ("0", "1")), paid, title=f"three players {seed}")


def entries_held(found: EquilibriumList, batch: Across) -> list[int]:
    """[entry] how many members of the batch it holds, of its kind."""
    return [
        sum(listed._holds(entry, family) for family in batch.families if family.is_point == entry.is_point)
        for entry in found.members
    ]


@pytest.mark.parametrize("seed", [11, 184, 199])
def test_entries_of_one_name_are_compared_one_by_one(seed: int) -> None:
    """Two members of one continuum of the list had taken the place of a point of the same name."""
    tree = three_players(seed, degenerate=True)
    found, batch = ov.equilibria(tree), ov.equilibria_across(tree)
    assert found.complete
    assert batch.complete.all()
    kinds = [(entry.label, entry.is_point) for entry in found.members]
    assert sorted((member.name, member.is_point) for member in batch.named()) == sorted(kinds)
    assert all(entries_held(found, batch))


@pytest.mark.parametrize("seed", [26, 49, 62, 134, 199, 270])
def test_payoffs_that_span_a_million_lose_no_equilibrium_of_a_complete_world(seed: int) -> None:
    """A small coefficient as divisor, and shares of a millionth, had hidden one in rounding."""
    tree = three_players(seed, degenerate=False)
    found, batch = ov.equilibria(tree), ov.equilibria_across(tree)
    assert found.complete
    assert batch.complete.all()
    assert sorted(member.name for member in batch.named()) == sorted(entry.label for entry in found.members)


def test_a_world_in_which_rounding_may_have_decided_is_not_complete_where_the_list_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tree = three_players(134, degenerate=False)
    monkeypatch.setattr(listed, "MOST_WORLDS", 0)
    batch = ov.equilibria_across(tree)
    assert len(batch.named()) < len(ov.equilibria(tree).members)
    assert not batch.complete.any()
    assert "in 1 world what decided is as small as rounding, and the exact list was not asked" in batch.how


@pytest.mark.parametrize(
    ("seed", "degenerate", "what"),
    [
        (134, False, "what decided is as small as rounding, and the exact list did not decide"),
        (6, True, "with a continuum the exact list did not decide what is one entry"),
    ],
)
def test_a_list_that_was_asked_and_did_not_decide_is_not_said_to_be_left_out(
    monkeypatch: pytest.MonkeyPatch, seed: int, degenerate: bool, what: str
) -> None:
    tree = three_players(seed, degenerate)
    monkeypatch.setattr(listed, "STEPS_EACH", 0)
    assert f"in 1 world {what}" in ov.equilibria_across(tree).how


@pytest.mark.parametrize("degenerate", [True, False])
def test_what_is_found_in_a_world_does_not_hang_on_its_company(degenerate: bool) -> None:
    """Beside a world that is paid a billion times as much, and one of other ties: the same bytes."""
    for seed in range(40, 46):
        tree, other = three_players(seed, degenerate), three_players(seed + 100, degenerate)
        together = replace(
            tree,
            payoff=np.concatenate([other.payoff, tree.payoff, 1e9 * other.payoff]),
            chance=np.repeat(tree.chance, 3, axis=0),
            exact=None,
        )
        alone, beside = ov.equilibria_across(tree), ov.equilibria_across(together)
        assert beside.complete[1] == alone.complete[0]
        mine = {m.name: m for m in alone.named()}
        theirs = {m.name: (m, np.flatnonzero(m.world == 1)) for m in beside.named() if 1 in m.world}
        assert mine.keys() == theirs.keys()
        for name, (member, rows) in theirs.items():
            for one, two in zip(mine[name].play, member.play.take(rows), strict=True):
                assert one.tobytes() == two.tobytes()


def test_what_holds_when_read_exactly_is_doubted_and_an_exact_tie_is_not() -> None:
    """1e-10 > 0 is denied for its smallness and doubted; 0 > 0 is denied."""
    from overture.solvers.all.algebra.column import Column
    from overture.solvers.all.algebra.system import System

    for value, doubted in ((1e-10, True), (0.0, False), (-1e-10, False), (1e-3, False)):
        numbers = Doubles(1)
        system = System(numbers, rows=np.arange(1))
        good = numbers.hold([({(): Column(np.array([value]))}, True)], {}, system)
        assert bool(good[0]) == (value == 1e-3)
        assert bool(numbers.doubted[0]) == doubted
