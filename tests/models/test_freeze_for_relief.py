"""The flagship as told is the flagship of the reference, and what its page says of it comes out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from overture.games.files.efg import read_efg
from overture.games.measured.measure import terminal_payoff, terminal_probability
from overture.games.tree import Floats, Tree
from overture.models.freeze_for_relief import (
    DEFAULTS,
    detection_threshold,
    freeze_for_relief,
    snap_threshold,
)
from overture.solvers.all.equilibria import Equilibrium, EquilibriumList, equilibria

CORE = {"who": "X", "talk": False}
# file -> changed parameters, shape
TOLD: dict[str, tuple[dict[str, float], dict[str, Any]]] = {
    "S_core_X": ({}, CORE),
    "S_core_Y": ({}, {**CORE, "who": "Y"}),
    "S_full": ({}, {}),
    "V1_X": ({"pi": 0.6}, CORE),
    "V1_Y": ({"pi": 0.6}, {**CORE, "who": "Y"}),
    "V2_X": ({"q_thin": 0.8}, CORE),
    "V2_Y": ({"q_thin": 0.8}, {**CORE, "who": "Y"}),
    "V2b_X_z05": ({"q_thin": 0.8, "z_X": 0.05}, CORE),
    "V3_X_counter_free": ({}, {**CORE, "counter": True}),
    "V3_X_counter_cost38": ({"counter": 0.38}, {**CORE, "counter": True}),
    "V3_X_counter_cost39": ({"counter": 0.39}, {**CORE, "counter": True}),
    "V3_X_counter_cost50": ({"counter": 0.5}, {**CORE, "counter": True}),
    "V5_full_help": ({}, {"help": True}),
    "V6_X_three_types": ({"delta": 0.1}, {**CORE, "types": "DKE", "roadmap": True}),
}


def told(name: str) -> Tree:
    changed, shape = TOLD[name]
    return freeze_for_relief.shape(**shape).tree({**DEFAULTS, **changed})


def ends(tree: Tree) -> Floats:
    """Every end under uniform play, as (probability, payoffs), in an order that names do not enter."""
    sizes = np.diff(tree.edge_start[: tree.n_infosets + 1])
    reach = terminal_probability(tree, (1 / np.repeat(sizes, sizes))[None])[0]
    rows = np.round(np.column_stack([reach, terminal_payoff(tree)[0]]), 12) + 0.0
    return np.asarray(rows[np.lexsort(rows.T)])


@pytest.mark.parametrize("name", TOLD)
def test_told_game_is_the_reference_file(name: str, reference: Path) -> None:
    mine, theirs = told(name), read_efg(reference / "models" / "flagship" / f"{name}.efg")
    assert (mine.n_nodes, mine.n_infosets) == (theirs.n_nodes, theirs.n_infosets)
    assert np.abs(ends(mine) - ends(theirs)).max() < 1e-12


def test_a_changed_payoff_would_be_seen(reference: Path) -> None:
    theirs = read_efg(reference / "models" / "flagship" / "S_core_X.efg")
    mine = freeze_for_relief.shape(**CORE).tree({**DEFAULTS, "z_X": 0.41})
    assert np.abs(ends(mine) - ends(theirs)).max() > 1e-3


@cache
def found(name: str) -> EquilibriumList:
    return equilibria(told(name))


def play(one: Equilibrium, where: str, seen: dict[str, str]) -> dict[str, float]:
    """What is done at the move ``where`` by the player who has seen ``seen``."""
    tree = one.certificate.tree
    for at in range(tree.n_infosets):
        if tree.labels.set_name[at] == where and seen.items() <= dict(tree.labels.seen[at]).items():
            here = range(int(tree.edge_start[at]), int(tree.edge_start[at + 1]))
            return {tree.labels.edge[edge]: float(one.strategy[edge]) for edge in here}
    raise AssertionError(f"no information set {where} {seen}")


def by_class(name: str) -> dict[str, Equilibrium]:
    listed = found(name)
    assert listed.complete
    classes = {one.label: one for one in listed.members}
    assert len(classes) == len(listed.members)
    for one in listed.members:
        assert one.certificate.is_sequential
    return classes


class TestCounterpartX:
    """FLAGSHIP.md: X has exactly P, M and S, and each survives D1."""

    def test_list(self) -> None:
        assert set(by_class("S_core_X")) == {"pooling on thin", "semi-separating", "separating"}

    def test_all_survive_d1(self) -> None:
        for one in by_class("S_core_X").values():
            assert one.d1 is not None
            assert one.d1.passes is True

    @pytest.mark.parametrize(
        ("name", "leader", "counterpart"),
        [
            ("pooling on thin", 0.6 * 0.95 + 0.4 * 0.90, 0.17),
            ("semi-separating", 0.6 * 0.8215 + 0.4 * 0.7781, 0.1849),
            ("separating", 0.6 * 0.8215, 0.5547),
        ],
    )
    def test_values(self, name: str, leader: float, counterpart: float) -> None:
        one = by_class("S_core_X")[name]
        assert one.value[0] == pytest.approx(leader, abs=6e-5)
        assert one.value[1] == pytest.approx(counterpart, abs=6e-5)

    def test_pooling(self) -> None:
        one = by_class("S_core_X")["pooling on thin"]
        for kind in ("keep", "exploit"):
            assert play(one, "offer", {"intent": kind})["thin"] == 1
        assert play(one, "answer", {"offer": "thin"})["accept"] == 1
        assert play(one, "conduct", {"intent": "keep", "offer": "thin"})["comply"] == 1
        assert play(one, "conduct", {"intent": "exploit", "offer": "thin"})["cheat"] == 1
        for signal in ("alarm", "clean"):
            assert play(one, "snapback", {"inspection": signal})["hold"] == 1

    def test_mixing(self) -> None:
        one = by_class("S_core_X")["semi-separating"]
        keeper = play(one, "offer", {"intent": "keep"})
        assert keeper["thin"] == pytest.approx(2 / 3)
        assert keeper["deep"] == pytest.approx(1 / 3)
        assert play(one, "offer", {"intent": "exploit"})["thin"] == 1
        assert play(one, "answer", {"offer": "thin"})["accept"] == pytest.approx(0.8675, abs=5e-5)

    def test_separating(self) -> None:
        one = by_class("S_core_X")["separating"]
        assert play(one, "offer", {"intent": "keep"})["deep"] == 1
        assert play(one, "answer", {"offer": "deep"})["accept"] == 1
        assert play(one, "offer", {"intent": "exploit"})["none"] == 1


@pytest.mark.parametrize(
    ("name", "classes"),
    [
        ("S_core_Y", {"separating"}),
        ("V1_X", {"separating"}),
        ("V1_Y", {"separating"}),
        ("V2_X", {"pooling on thin"}),
        ("V2_Y", {"pooling on thin"}),
    ],
)
def test_lists_of_the_variations(name: str, classes: set[str]) -> None:
    assert set(by_class(name)) == classes


@pytest.mark.parametrize(
    ("name", "cheats", "counterpart"),
    [("V2_X", 0.852, 0.271), ("V2_Y", 0.079, None), ("V2b_X_z05", 0.177, 0.730)],
)
def test_same_inspectors_another_snapback(name: str, cheats: float, counterpart: float | None) -> None:
    """V2: better inspection deters only whom snapping back costs little."""
    one = by_class(name)["pooling on thin"]
    conduct = play(one, "conduct", {"intent": "exploit", "offer": "thin"})
    assert conduct["cheat"] == pytest.approx(cheats, abs=5e-4)
    if counterpart is not None:
        assert one.value[1] == pytest.approx(counterpart, abs=5e-4)


@pytest.mark.parametrize(
    ("name", "pools"),
    [("V3_X_counter_cost38", False), ("V3_X_counter_cost39", True), ("V3_X_counter_cost50", True)],
)
def test_pooling_survives_only_if_pressing_is_dear(name: str, pools: bool) -> None:
    """V3: the pool on thin needs a cost of countering above .5547 - .17 = .3847."""
    assert any(one.label == "pooling on thin" and accepted(one) for one in found(name).members) is pools


def accepted(one: Equilibrium) -> bool:
    return play(one, "answer", {"offer": "thin"})["accept"] > 0.999


def test_one_who_would_disarm_takes_the_roadmap() -> None:
    """V6: the freeze-only offer speaks against D and not between K and E."""
    pool = [
        one
        for one in found("V6_X_three_types").members
        if play(one, "offer", {"intent": "disarm"})["roadmap"] > 0.999
        and play(one, "offer", {"intent": "keep"})["thin"] > 0.999
        and play(one, "offer", {"intent": "exploit"})["thin"] > 0.999
    ]
    assert len(pool) == 1


def test_thresholds() -> None:
    defaults = SimpleNamespace(**DEFAULTS)
    assert snap_threshold(defaults, "X") == pytest.approx(91 / 102)
    assert snap_threshold(defaults, "Y") == pytest.approx(35 / 102)
    assert detection_threshold(defaults) == pytest.approx(0.73)
    for phi, expected in ((0.2, 0.618), (0.6, 0.891)):
        assert detection_threshold(SimpleNamespace(**{**DEFAULTS, "phi": phi})) == pytest.approx(
            expected, abs=5e-4
        )
    for q, penalty in ((0.3, 2.08), (0.5, 1.01), (0.8, 0.40)):
        assert detection_threshold(SimpleNamespace(**{**DEFAULTS, "s": penalty})) == pytest.approx(
            q, abs=5e-3
        )
