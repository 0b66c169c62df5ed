"""The second part of the reference catalogue: the games as they are told are those of its files, and so are their equilibria."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from overture.games.files.efg import read_efg
from overture.games.measured.assessment import from_labels
from overture.games.measured.certificate import certify
from overture.games.measured.measure import terminal_payoff
from overture.games.tree import Tree
from overture.models import load_model

HALVES = tuple(Fraction(at, 2) for at in range(8, 17))
# instance of the reference -> model, what differs from its defaults
INSTANCES: dict[str, tuple[str, dict[str, Any]]] = {
    "M19a_powell_war": ("powell-2006", {}),
    "M19b_powell_peace": ("powell-2006", {"later": "2/5"}),
    "M20_fearon_risk_return": ("fearon-risk-return-1995", {}),
    "M21_bebchuk": ("bebchuk-1984", {}),
    "M22_reinganum_wilde": ("reinganum-wilde-1986", {}),
    "M23a_tsebelis": ("tsebelis-1989", {}),
    "M23b_tsebelis_harsher": ("tsebelis-1989", {"fine": "4"}),
    "M24_inspector_leadership": ("avenhaus-et-al-2002", {}),
    "M25_selten_kidnapping": ("selten-1977", {}),
    "M26_volunteers_dilemma": ("diekmann-1985", {}),
    "M27_farrell_entry_talk": ("farrell-1987", {}),
    "M27b_farrell_no_talk": ("farrell-1987", {"talk": False}),
    "M28_jury_unanimity": ("feddersen-pesendorfer-1998", {}),
    "M28b_jury_majority": ("feddersen-pesendorfer-1998", {"votes": 2}),
    "M29a_arms_race_unique": ("baliga-sjostrom-2004", {"types": 5, "gain": "3/20", "loss": "5/4"}),
    "M29b_arms_race_multiple": ("baliga-sjostrom-2004", {}),
    "M30a_bluffing": ("zagare-kilgour-1993", {}),
    "M30b_separating": ("zagare-kilgour-1993", {"hard_defender": "3/5"}),
    "M30c_certain_deterrence": ("zagare-kilgour-1993", {"hard_defender": "4/5"}),
    "M30d_attack": ("zagare-kilgour-1993", {"hard_challenger": "3/5"}),
    "M31a_no_concession_deters": ("lapan-sandler-1988", {}),
    "M31b_deterrence_too_dear": ("lapan-sandler-1988", {"price": "3/2"}),
    "M31c_opposition": ("schultz-1998", {}),
    "M31d_no_opposition": ("schultz-1998", {"opposition": False}),
    "M32a_one_sided_discipline": ("farrell-gibbons-1989", {}),
    "M32b_subversion": ("farrell-gibbons-1989", {"w2": "-2"}),
    "M32c_mutual_discipline": ("farrell-gibbons-1989", {"v1": "2", "v2": "-1", "w1": "-1", "w2": "2"}),
    "M33a_limit_pricing": ("milgrom-roberts-1982", {}),
    "M33b_limit_pricing_coarse_grid": (
        "milgrom-roberts-1982",
        {"outputs": HALVES, "cost_entrant": "1", "fixed": "15/2"},
    ),
    "M34_burned_money": ("austen-smith-banks-2000", {}),
    "M35_acquiring_a_company": ("samuelson-bazerman-1985", {}),
    "M36a_veto_threat": ("matthews-1989", {}),
    "M36b_veto_no_talk": ("matthews-1989", {"far": "13/20"}),
    "M37_alternating_offers": ("stahl-1972", {}),
    "M38a_delegate": ("dessein-2002", {}),
    "M38b_keep": ("dessein-2002", {"bias": "3/10"}),
    "M39_baron_ferejohn": ("baron-ferejohn-1989", {}),
    "M40a_setter_sq_quarter": ("romer-rosenthal-1978", {}),
    "M40b_setter_sq_low": ("romer-rosenthal-1978", {"status_quo": "1/20"}),
    "M41_credibility": ("sobel-1985", {}),
    "M42_sanction_threats": ("drezner-2003", {}),
    "M43_tullock_contest": ("tullock-1980", {}),
    "M44_persuasion": ("kamenica-gentzkow-2011", {}),
    "M45a_contest_A_locks_in": ("fearon-contest-1994", {}),
    "M45b_contest_B_locks_in": ("fearon-contest-1994", {"audience_A": "1/10", "audience_B": "3/10"}),
    "M48_global_game": ("carlsson-van-damme-1993", {}),
}


def told(instance: str) -> Tree:
    name, given = INSTANCES[instance]
    exact = {key: Fraction(value) if isinstance(value, str) else value for key, value in given.items()}
    return load_model(name).at(**exact).tree


@pytest.fixture(scope="module")
def expected(reference: Path) -> dict[str, Any]:
    models = json.loads((reference / "catalogue/expected2.json").read_text(encoding="utf-8"))["models"]
    return {each["id"]: each for each in models}


@pytest.mark.parametrize("instance", INSTANCES)
def test_a_game_as_told_is_that_of_the_reference(
    reference: Path, expected: dict[str, Any], instance: str
) -> None:
    ours = told(instance)
    theirs = read_efg(reference / "catalogue/games" / f"{instance}.efg")
    for part in ("parent", "set_player", "set_of", "edge"):
        assert np.array_equal(getattr(ours, part), getattr(theirs, part)), part
    assert np.allclose(terminal_payoff(ours), terminal_payoff(theirs), rtol=0, atol=1e-12)
    assert np.allclose(ours.chance, theirs.chance, rtol=0, atol=1e-12)
    for each in expected[instance]["equilibria"]:  # the indices of one are those of the other
        certificate = certify(ours, from_labels(theirs, each["profile"], each.get("trembles")))
        assert certificate.exact
        assert certificate.is_sequential == each["is_sequential_equilibrium"], each["name"]
        assert [str(value) for value in certificate.value] == list(each["ex_ante_values"].values())


def test_every_instance_of_the_reference_is_told(expected: dict[str, Any]) -> None:
    assert set(expected) == set(INSTANCES)
