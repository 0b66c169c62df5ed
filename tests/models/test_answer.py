"""The answer to an offer: all equilibria are those of the closed forms; its two steps, its menu, the old offer."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from overture.errors import TellingError
from overture.games.measured.measure import probability
from overture.games.tree import Floats, Tree
from overture.models import closed_forms, defaults, find, parameter_words
from overture.models.answer import DEFAULTS, answer
from overture.models.freeze_for_relief import snap_threshold as thin_threshold
from overture.solvers.all.across import Across, equilibria_across
from tests.catalogue import REFERENCE
from tests.design import answer_closed_forms as twin

DEALS: dict[str, Any] = json.loads((REFERENCE / "deals.json").read_text(encoding="utf-8"))
TAKEN, CHEATED = 'answer == "take"', 'conduct == "cheat"'


def told(shape: dict[str, Any] | None = None, **changed: Any) -> Tree:
    return answer.shape(**(shape or {})).tree({**DEFAULTS, **changed})


def rows(across: Across, broken: str = CHEATED) -> list[tuple[int, Floats]]:
    """(world, [chance of a deal, chance that it is broken, value to him, value to us]) of every member."""
    found = []
    for family in across.families:
        there = across.tree.world(family.world)
        deal = probability(there, family.strategy, TAKEN)
        cheat = np.nan_to_num(probability(there, family.strategy, broken, TAKEN))
        found += list(zip(family.world.tolist(), np.column_stack([deal, cheat, family.value]), strict=True))
    return found


def draws(worlds: int) -> dict[str, Floats]:
    """Terms and drawn numbers far beyond the flagship's ranges; a keeper stays one."""
    rng = np.random.default_rng(11)
    low_high = {
        "R": (0.1, 1), "q": (0.02, 0.98), "phi": (0.02, 0.98), "s": (0, 3), "z": (0, 0.5), "f": (0.005, 0.4),
        "pi": (0.02, 0.98), "d": (-1, 1), "l": (0.05, 0.4), "u_E": (0, 0.6), "u_K": (0, 0.3), "b": (0.3, 1.5),
        "h": (0.1, 6), "tau": (0, 0.1), "g_E": (0.3, 1.2), "kap": (0.06, 0.25),
    }  # fmt: skip
    drawn = {name: rng.uniform(low, high, worlds) for name, (low, high) in low_high.items()}
    return {**drawn, "d": np.maximum(drawn["d"], 0.0)}  # half of the terms have no irreversible step


@pytest.mark.parametrize("automatic", [True, False])
def test_all_equilibria_are_the_closed_form(automatic: bool) -> None:
    """500 random terms, to 1e-7; few have a second member."""
    worlds = 500
    terms = draws(worlds)
    across = equilibria_across(told({"automatic": automatic}, **terms))
    assert across.complete.all()
    expected = twin.answer(terms, auto=float(automatic))
    assert not np.isnan(expected["VC"]).any()
    his = (1 - terms["pi"]) * expected["UK"] + terms["pi"] * expected["UE"]
    wanted = np.column_stack([expected["deal"], np.nan_to_num(expected["cheat"]), his, expected["VC"]])
    gap = np.full(worlds, np.inf)
    for world, row in rows(across):
        gap[world] = min(gap[world], np.abs(row - wanted[world]).max())
    assert gap.max() < 1e-7
    assert (across.count == 1).mean() > 0.99
    assert {"separating", "pooling on take"} <= set(across.labels)


def test_two_equilibria_where_nobody_takes_what_only_an_exploiter_would() -> None:
    across = equilibria_across(told(**DEALS["two_equilibria"]["terms"]))
    found = sorted(row.tolist() for _, row in rows(across))
    assert across.complete.all()
    assert found[0] == pytest.approx([0.0, 0.0, -0.02, 0.0])
    assert found[1] == pytest.approx([1.0, 0.2, 0.8 * 0.12 + 0.2 * 0.07, 0.82])


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ({"h": 20.0}, (1.0, 0.09555, -0.86263)),  # a clean report, too, leaves us at p*
        ({"b": 0.1, "z": 0.0}, (1.0, 0.0, -0.02)),  # p* < 0: always snapped back
        ({"R": 0.1, "d": 1.0, "u_E": 0.0}, (0.4, 1.0, None)),  # the keeper stays out
        ({"f": 0.0, "q": 0.8}, (1.0, 0.0, 0.85)),  # an alarm proves cheating
        ({"f": 0.3, "q": 0.3, "z": 0.0}, (1.0, 0.4, None)),  # the signals say nothing, and pi < p*
        ({"pi": 0.0}, (1.0, 0.0, 0.85)),
        ({"pi": 1.0}, (1.0, 0.91822, None)),  # a clean report, too, leaves us at p*
        ({"phi": 1.0}, (1.0, 0.4, 0.17)),  # snapping back saves nothing and costs z: p* is infinite
        ({"q": 0.1, "f": 0.3, "phi": 0.1, "s": 0.0, "z": 0.0, "pi": 0.9}, (1.0, 0.75, -0.0425)),  # q < f
        ({"R": 0.42, "d": 1.0}, (0.6, 0.0, 0.6222)),  # kept out by the step, whatever we would do
    ],
)
def test_the_corners(terms: dict[str, float], expected: tuple[float, float, float | None]) -> None:
    across = equilibria_across(told(**terms))
    assert across.complete.all()
    ((_, (deal, cheat, _, ours)),) = rows(across)
    by_twin = twin.answer(terms)
    assert (deal, cheat) == pytest.approx(expected[:2], abs=1e-5)
    assert (deal, cheat, ours) == pytest.approx([float(by_twin[each]) for each in ("deal", "cheat", "VC")])
    if expected[2] is not None:
        assert ours == pytest.approx(expected[2], abs=1e-5)


def test_snapback_that_saves_nothing_has_three_equilibria() -> None:
    across = equilibria_across(told(phi=1.0, z=0.0, s=3.0))
    assert sorted(row[1] for _, row in rows(across)) == pytest.approx([0.0, 0.2, 0.4], abs=1e-6)


@pytest.mark.parametrize("withheld", ["by itself", pytest.param("by choice", marks=pytest.mark.slow)])
def test_relief_in_two_steps(withheld: str) -> None:
    listed = [row for row in DEALS["steps"] if row["auto_stop"] == (withheld == "by itself")]
    terms = {
        name: np.array([row["terms"].get(name, DEFAULTS[name]) for row in listed]) for name in ("a", "s", "z")
    }
    across = equilibria_across(told({"steps": 2, "withheld": withheld}, **terms))
    assert across.complete.all()
    assert (across.count == 1).all()
    for first, row in rows(across, 'conduct_1 == "cheat"'):
        wanted = listed[first]
        breaks = 0.4 * wanted["product_y1"]
        assert row == pytest.approx([1.0, breaks, wanted["VL"], wanted["VC"]], abs=6e-6), wanted["terms"]


def test_a_first_tranche_is_kept_up_to_its_threshold() -> None:
    """.365854: nearer is kept, further is broken; with z = 0 the same first tranche of .3 is broken surely."""
    edge = np.array([0.365854 - 1e-5, 0.365854 + 1e-5])
    across = equilibria_across(told({"steps": 2, "withheld": "by itself"}, a=edge))
    broken = {world: row[1] for world, row in rows(across, 'conduct_1 == "cheat"')}
    assert broken == pytest.approx({0: 0.0, 1: 0.4})


def test_a_menu_is_read_by_each_type() -> None:
    """The reference's menus, and the best ones of its grid for a keeper who must get .8 and .9."""
    listed = [row["terms"] for row in DEALS["menu"] if row["terms"]["R_b"] > 0]
    best = [DEALS["menu_best"][least]["menu"] for least in ("0.8", "0.9")]
    listed += [{"R": float(row[1]), "d": float(row[2]), "R_b": float(row[3])} for row in best]
    terms = {
        name: np.array([each.get(name, DEFAULTS[name]) for each in listed]) for name in ("R", "d", "R_b")
    }
    across = equilibria_across(told({"automatic": True, "menu": True}, **terms))
    assert across.complete.all()
    assert (across.count == 1).all()
    expected = twin.menu({"R": terms["R"], "d": terms["d"]}, terms["R_b"])
    for world, row in rows(across):
        his = 0.6 * expected["UK"][world] + 0.4 * expected["UE"][world]
        assert row[2:] == pytest.approx([his, expected["VC"][world]])
    assert expected["VC"][-2:] == pytest.approx([float(row[0]) for row in best], abs=1e-6)


def test_the_old_offer_is_refused_only_by_a_belief_of_a_half() -> None:
    """Where only the exploiter leaves, refusing the old offer is credible: the belief after leaving is 1."""
    across = equilibria_across(told({"automatic": True, "old_offer": True}, q=0.8, d=1.0))
    assert across.complete.all()
    values = [row for _, row in rows(across)]
    assert any(row == pytest.approx([0.6, 0.0, 0.6 * 0.8215 - 0.4 * 0.02, 0.5547]) for row in values)
    # Accepting the old offer from both, were both to leave, pays us .17 at pi = .4: refusing it is then not credible.
    assert any(row == pytest.approx([0.0, 0.0, 0.93, 0.17]) for row in values)
    trusting = equilibria_across(told({"automatic": True, "old_offer": True}, q=0.8, d=1.0, pi=0.6))
    assert not any(row[0] == pytest.approx(0.0) and row[3] > 0 for _, row in rows(trusting))


def test_its_closed_forms_are_those_of_the_twin_and_at_r_1_of_the_flagship() -> None:
    forms = {form.name: form.function for form in closed_forms("answer-to-an-offer")}
    for terms in ({}, {"R": 0.7, "q": 0.8, "z": 0.05}, {"s": 2.1, "f": 0.01, "phi": 0.2, "h": 1.3}):
        p, alone = SimpleNamespace(**{**DEFAULTS, **terms}), twin.told(terms)
        assert forms["q*"](p) == pytest.approx(float(twin.q_star(alone)))
        assert forms["p*"](p) == pytest.approx(float(twin.p_star(alone)))
        assert forms["c*"](p) == pytest.approx(float(twin.c_star(alone)))
    flagship = SimpleNamespace(**defaults("freeze-for-relief"))
    assert forms["p*"](SimpleNamespace(**DEFAULTS)) == pytest.approx(thin_threshold(flagship, "X"))


def test_it_is_in_the_catalogue_with_words_for_each_parameter() -> None:
    assert find("answer-to-an-offer").telling is answer.telling
    assert set(parameter_words("answer-to-an-offer")) == set(defaults("answer-to-an-offer")) == set(DEFAULTS)
    assert twin.MODES.keys() - {"auto"} == DEFAULTS.keys() - {"a", "R_b", "R_old"}
    assert {name: DEFAULTS[name] for name in twin.MODES if name != "auto"} == {
        name: value for name, value in twin.MODES.items() if name != "auto"
    }


@pytest.mark.parametrize("shape", [{"steps": 3}, {"withheld": "never"}])
def test_a_shape_that_is_none_is_refused(shape: dict[str, Any]) -> None:
    with pytest.raises(TellingError, match=next(iter(shape))):
        told(shape)
