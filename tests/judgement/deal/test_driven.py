"""What drives the terms of a case: the rows of the specification, clauses that are drawn, words, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from overture.case.load import Loaded, load
from overture.errors import FileError
from overture.judgement.deal.driven import DrivenTerms, terms_in_words, what_drives_terms
from tests.cli.run import overture

ROOT = Path(__file__).resolve().parents[3]
FLAGSHIP = ROOT / "cases" / "freeze-for-relief"
T06 = {"q_thin": 0.8, "z_X": 0.05}


@pytest.fixture(scope="module")
def case() -> Loaded:
    return load(FLAGSHIP)


@pytest.fixture(scope="module")
def t06(case: Loaded) -> DrivenTerms:
    return what_drives_terms(case, ("worth", "holds"), T06, points=256, drawn=("all",))


def totals(found: DrivenTerms, answer: int) -> dict[str, float]:
    names = found.indices.plan.names
    return dict(zip(names, found.indices.indices[answer].total.value.tolist(), strict=True))


def test_t06_with_its_other_clauses_drawn_is_the_row_of_the_specification(t06: DrivenTerms) -> None:
    """DEALS 4: V_C under T06 has total indices s .639, phi .384, pi .252, f .168, l .017; holds f .858, s .251, phi .209."""
    assert t06.drawn == ("phi", "s")
    assert set(t06.indices.plan.names) == {"pi", "phi", "f", "s", "l_X", "u_E"}
    worth, holds = totals(t06, 0), totals(t06, 1)
    row = {"s": 0.639, "phi": 0.384, "pi": 0.252, "f": 0.168, "l_X": 0.017}
    assert {name: worth[name] for name in row} == pytest.approx(row, abs=0.12)
    assert sorted(row, key=lambda name: -worth[name]) == ["s", "phi", "pi", "f", "l_X"]
    row = {"f": 0.858, "s": 0.251, "phi": 0.209, "l_X": 0.118, "pi": 0.032}
    assert {name: holds[name] for name in row} == pytest.approx(row, abs=0.12)
    assert max(holds, key=holds.__getitem__) == "f"
    assert worth["u_E"] == holds["u_E"] == 0.0


def test_the_tornado_has_the_swings_of_the_specification(t06: DrivenTerms) -> None:
    """DEALS 4: T06 (.7298): phi .735 to .212, s .300 to .730, f .782 to .397, l .776 to .648, pi 0."""
    found = t06.tornado
    assert found.base[0] == pytest.approx(0.7298, abs=5e-5)
    ends = {
        name: (float(found.at_low[0, at]), float(found.at_high[0, at])) for at, name in enumerate(found.names)
    }
    assert ends["phi"] == pytest.approx((0.735, 0.212), abs=1e-3)
    assert ends["s"] == pytest.approx((0.300, 0.730), abs=1e-3)
    assert ends["f"] == pytest.approx((0.782, 0.397), abs=1e-3)
    assert ends["l_X"] == pytest.approx((0.776, 0.648), abs=1e-3)
    assert ends["pi"] == pytest.approx((0.7298, 0.7298), abs=5e-5)


def test_without_drawing_clauses_stand_still(case: Loaded) -> None:
    found = what_drives_terms(case, ("worth",), T06, points=16)
    assert found.drawn == ()
    assert set(found.indices.plan.names) == {"pi", "f", "l_X", "u_E"}
    assert found.terms["s"] == 0.5


def test_one_clause_is_drawn_and_is_no_term(case: Loaded) -> None:
    found = what_drives_terms(case, ("worth",), {}, points=16, drawn=("s",))
    assert found.drawn == ("s",)
    assert "s" not in found.terms
    assert found.terms["phi"] == 0.4
    at = found.indices.plan.names.index("s")
    assert np.ptp(found.rule.points[:, at]) > 1.0  # the range of the parameter, 0 to 2
    assert found.rule.points[:, at].max() <= 2.0


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        ("ss", "'ss' is no clause"),
        ("q_thin", "q_thin is set and drawn"),
        ("R", "R has no range as a parameter of the case"),
        ("automatic", "automatic has no range"),
    ],
)
def test_what_cannot_be_drawn_is_refused(case: Loaded, drawn: str, words: str) -> None:
    with pytest.raises(FileError) as caught:
        what_drives_terms(case, ("worth",), T06, points=16, drawn=(drawn,))
    assert [fault.id for fault in caught.value.faults] == ["drivers/draw"]
    assert words in caught.value.faults[0].found
    assert caught.value.faults[0].allowed == "phi, s, all"


def test_inputs_are_told_in_the_words_of_the_case(t06: DrivenTerms, case: Loaded) -> None:
    told = t06.in_words()
    text = told.indices.summary() + told.tornado.summary() + told.rule.summary()
    assert "penalty when caught (s) 0." in text
    assert "chance of a false alarm (f) is at " in text
    assert t06.indices.plan.names[0] == "pi"
    assert terms_in_words(case, {"q_thin": 0.8, "automatic": True}) == (
        "detection (q_thin) 0.8; snapback by itself after an alarm (automatic): yes"
    )


def test_the_command_draws_clauses_and_heads_its_lines_with_words() -> None:
    ran = overture(
        "drivers", FLAGSHIP, "--of", "worth", "--set", "q_thin=0.8", "--draw", "all", "--points", "16"
    )
    assert ran.code == 0, ran.err
    lines = ran.out.splitlines()
    assert lines[0].startswith("Terms: relief (R) 1; detection (q_thin) 0.8; ")
    assert lines[1] == "Drawn from their ranges, as all else is: phi, s, z_X."
    ran = overture("drivers", FLAGSHIP, "--draw", "q_thin", "--set", "q_thin=0.8")
    assert ran.code == 2
    assert "q_thin is set and drawn" in ran.err
