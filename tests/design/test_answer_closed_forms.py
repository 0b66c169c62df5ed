"""The closed forms of the answer game against the reference (``tests/reference/deals.json``)."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from tests.catalogue import REFERENCE
from tests.design.answer_closed_forms import answer, menu, told, z_max

DEALS: dict[str, Any] = json.loads((REFERENCE / "deals.json").read_text(encoding="utf-8"))
RANGES = {
    "R": (0.4, 1),
    "q": (0.06, 0.95),
    "phi": (0.05, 0.95),
    "s": (0, 3),
    "z": (0, 0.5),
    "f": (0.005, 0.05),
}
ROUNDED = 1.01e-6  # half a unit of the last digit that is written, and of a difference of two


@pytest.mark.parametrize("row", DEALS["terms"], ids=lambda row: row["name"])
def test_the_vectors_of_the_reference(row: dict[str, Any]) -> None:
    found = answer(row["terms"])
    for number in ("cheat", "deal", "UK", "UE", "VC", "q_star"):
        assert float(found[number]) == pytest.approx(row[number], abs=ROUNDED, rel=1e-5), number
    slack = row["slack"]
    assert float(found["deterrence"]) == pytest.approx(slack["deterrence, payoff"], abs=ROUNDED)
    for name, number in (
        ("p*", found["p_star"]),
        ("c*", found["c_star"]),
        ("z_max", z_max(told(row["terms"]))),
    ):
        if name in slack:
            assert float(number) == pytest.approx(slack[name], abs=ROUNDED), name


@pytest.mark.parametrize(
    "row", DEALS["least_cheating"], ids=lambda row: f"{row['auto']} {'+'.join(row['clauses'])}"
)
def test_the_least_cheating_by_clause_and_pair(row: dict[str, Any]) -> None:
    steps = 4001 if len(row["clauses"]) == 1 else 401
    grid = np.meshgrid(*(np.linspace(*RANGES[clause], steps) for clause in row["clauses"]), indexing="ij")
    found = answer(dict(zip(row["clauses"], grid, strict=True)), auto=row["auto"])
    assert found["cheat"].min() == pytest.approx(row["least"], abs=1e-5)
    assert (found["cheat"] <= 0.1).mean() == pytest.approx(row["share_of_range_below_10"], abs=1e-4)
    there = answer(row["at"], auto=row["auto"])
    assert float(there["cheat"]) == pytest.approx(row["least"], abs=1e-5)
    assert float(there["deal"]) == pytest.approx(row["deal"])


def test_the_corrections_and_the_corners() -> None:
    exchanged = answer(DEALS["signals_exchanged"]["terms"])
    assert float(exchanged["cheat"]) == pytest.approx(DEALS["signals_exchanged"]["cheat"])
    assert float(exchanged["VC"]) == pytest.approx(DEALS["signals_exchanged"]["VC"])
    great_harm = answer(h=20.0)  # he mixes so that even a clean report leaves us at p*
    assert (float(great_harm["cheat"]), float(great_harm["VC"])) == pytest.approx((0.0956, -0.863), abs=5e-4)
    little_worth = answer(b=0.1, z=0.0)  # p* <= 0: relief is snapped back whatever the report says
    assert (float(little_worth["cheat"]), float(little_worth["VC"])) == pytest.approx((0.0, -0.02))
    no_keeper = answer(R=0.1, d=1.0, u_E=0.0)
    assert (float(no_keeper["deal"]), float(no_keeper["cheat"])) == pytest.approx((0.4, 1.0))
    out = answer(R=0.42, d=1.0)  # a step that cannot be undone keeps the exploiter out, whatever we would do
    assert (float(out["cheat"]), float(out["deal"]), float(out["VC"])) == pytest.approx((0.0, 0.6, 0.6222))
    both = DEALS["two_equilibria"]
    assert float(answer(both["terms"])["VC"]) == pytest.approx(both["equilibria"][0]["VC"])


@pytest.mark.parametrize("least", ["0.0", "0.5", "0.8", "0.9"])
def test_the_best_menu_against_the_best_single_offer(least: str) -> None:
    """R from .30 to 1 and R_b from 0 to .90 in steps of .01, d 0, .5 or 1, with at least so much for the keeper."""
    relief, step = np.linspace(0.3, 1, 71), np.array([0, 0.5, 1])
    wanted = {form: float(DEALS["menu_best"][least][form][0]) for form in ("single", "menu")}
    for form, second in (("single", np.array([-1.0])), ("menu", np.linspace(0, 0.9, 91))):
        R, d, R_b = np.meshgrid(relief, step, second, indexing="ij")
        found = menu({"R": R, "d": d}, R_b)
        best = np.where(found["UK"] >= float(least), found["VC"], -np.inf).max()
        assert best == pytest.approx(wanted[form], abs=1e-6), form


@pytest.mark.parametrize("row", DEALS["menu"], ids=lambda row: row["name"])
def test_menus_of_the_reference(row: dict[str, Any]) -> None:
    terms = dict(row["terms"])
    found = menu(terms, terms.pop("R_b"))
    own = row["own"]
    assert [float(found[name]) for name in ("VC", "cheat", "UK", "UE")] == pytest.approx(
        [row["VC"], row["cheat"], own["K"][1], own["E"][1]]
    )


def test_an_unknown_term_is_refused() -> None:
    with pytest.raises(KeyError, match="detection"):
        answer(detection=0.5)
