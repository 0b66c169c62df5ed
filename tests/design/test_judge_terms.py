"""Terms judged by all equilibria: the reference's vectors, shares over worlds, ties, margins, and the leader's own game."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from overture.design.terms.judge import judge_terms
from overture.design.terms.judged import VERDICTS, verdicts
from overture.design.terms.posed import Clause
from overture.models.answer import DEFAULTS
from tests.design import answer_closed_forms as twin
from tests.design.terms_of_the_flagship import CORE, DEALS, answer_worlds, drawn, judged

KEEP, EXPLOIT = 0, 1
WORLDS = 1024
ROWS: list[dict[str, Any]] = DEALS["terms"]
SET = [row for row in ROWS if "f" not in row["terms"]]
SET_WITH_F = [row for row in ROWS if "f" in row["terms"]]
# 8.1: shares with a margin of .01
WITH_MARGIN = {"T06": 0.323, "T09": 0.287, "T10": 0.008, "T11": 1.0, "T13": 0.279, "T15": 0.008, "T16": 0.408,
               "T17": 1.0, "T19": 1.0, "T21": 0.008, "T23": 0.966}  # fmt: skip


def one(terms: dict[str, float], **standard: Any) -> str:
    """The verdict on one vector at the modes."""
    return VERDICTS[int(judged([terms], **standard).verdict[0, 0])]


@pytest.mark.parametrize("rows", [SET, SET_WITH_F], ids=["f drawn", "f set"])
def test_the_vectors_at_the_modes(rows: list[dict[str, Any]]) -> None:
    found = judged([row["terms"] for row in rows])
    assert found.complete.all()
    assert found.types == ("keep", "exploit")
    assert np.bincount(found.vector).tolist() == [1] * len(rows)
    members = found.members
    for at, row in enumerate(rows):
        mine = [members.struck, np.nan_to_num(members.broken), members.us, *members.them_by_type.T]
        wanted = [row[name] for name in ("deal", "cheat", "VC", "UK", "UE")]
        assert [each[at] for each in mine] == pytest.approx(wanted, abs=1e-6), row["name"]
        own = row["slack"]
        assert members.slack_us[at] == pytest.approx(own["part. us VC-0"], abs=1e-6)
        assert members.slack_them[at, KEEP] == pytest.approx(own["part. keeper U_K+tau"], abs=1e-6)
        assert np.isnan(members.slack_them[at, EXPLOIT]) == (row["deal"] < 1)


@pytest.mark.parametrize("rows", [SET, SET_WITH_F], ids=["f drawn", "f set"])
def test_shares_over_the_worlds(rows: list[dict[str, Any]]) -> None:
    found = judged([row["terms"] for row in rows], answer_worlds(WORLDS))
    shares = found.shares()
    assert found.complete.all()
    assert shares.sum(axis=1) == pytest.approx(1.0)
    assert shares[:, VERDICTS.index("holds robustly")] == pytest.approx(
        [row["share"] for row in rows], abs=5e-7
    )
    looser = verdicts(found.members, found.complete.ravel(), 0.20, ties=True).robust.reshape(
        found.verdict.shape
    )
    assert looser.mean(axis=1) == pytest.approx([row["share_c20"] for row in rows], abs=1e-6)
    assert found.over(found.members.us, "worst").mean(axis=1) == pytest.approx(
        [row["mean_VC"] for row in rows], abs=1e-6
    )
    assert found.over(found.members.broken, "even").mean(axis=1) == pytest.approx(
        [row["mean_cheat"] for row in rows], abs=1e-6
    )


@pytest.mark.slow
@pytest.mark.parametrize("rows", [SET, SET_WITH_F], ids=["f drawn", "f set"])
def test_shares_with_a_margin(rows: list[dict[str, Any]]) -> None:
    rows = [row for row in rows if row["name"][:3] in WITH_MARGIN]
    shares = judged([row["terms"] for row in rows], answer_worlds(WORLDS), margin=0.01).shares()
    wanted = [WITH_MARGIN[row["name"][:3]] for row in rows]
    assert shares[:, VERDICTS.index("holds robustly")] == pytest.approx(wanted, abs=6e-4)


@pytest.mark.parametrize(
    "row", DEALS["least_cheating"], ids=lambda row: f"{row['auto']} {'+'.join(row['clauses'])}"
)
def test_the_least_cheating_at_its_vector(row: dict[str, Any]) -> None:
    """The least over the range is the twin's (``test_answer_closed_forms``); at its vector the product says the same."""
    found = judged([{**row["at"], "auto": row["auto"]}])
    assert found.members.broken == pytest.approx([row["least"]], abs=1e-5)
    assert found.members.struck == pytest.approx([row["deal"]])


def test_thresholds_are_steps() -> None:
    """At q* less .005 he cheats surely, at q* and .005 more he does not."""
    q_star = 0.73
    found = judged([{"auto": 1, "q": q_star - 0.005}, {"auto": 1, "q": q_star + 0.005}])
    assert found.members.broken == pytest.approx([0.4, 0.0])
    assert [VERDICTS[code] for code in found.verdict[:, 0]] == ["breaks", "holds robustly"]
    mixed = judged([{"q": q_star - 0.005, "z": 0.05}, {"q": q_star + 0.005, "z": 0.05}])
    wanted = twin.answer(q=np.array([q_star - 0.005, q_star + 0.005]), z=0.05)["cheat"]
    assert mixed.members.broken == pytest.approx(wanted)
    assert wanted[0] == pytest.approx(0.4)


def test_a_tie_leaves_a_world_unknown_and_a_margin_settles_it() -> None:
    """Cheating pays the exploiter exactly what leaving does: he stays out, or signs and cheats, or does both."""
    even = {"g_E": 1.5, "kap": 0.5, "g_K": 0.25, "f": 0.25, "tau": 0.0}
    terms, worlds = {"auto": 1, "phi": 0.5, "s": 0.5, "q": 0.5}, {**DEFAULTS, **even}
    found = judged([terms], worlds)
    assert sorted(found.members.struck.round(9))[::2] == [0.6, 1.0]
    assert found.members.tie.all()
    assert VERDICTS[int(found.verdict[0, 0])] == "unknown"
    settled = judged([terms], worlds, margin=0.01)
    assert VERDICTS[int(settled.verdict[0, 0])] != "holds robustly"


def test_a_belief_that_is_just_c_star_is_a_tie() -> None:
    """He cheats surely, an alarm leaves us at p*, and how often we then snap back is free within a range."""
    pi = float(twin.answer(q=0.8, z=0.05)["c_star"])
    found = judged([{"q": 0.8, "z": 0.05}], {**DEFAULTS, "pi": pi})
    assert found.members.broken == pytest.approx([pi])
    assert VERDICTS[int(found.verdict[0, 0])] == "unknown"


def test_what_holds_in_one_of_two_equilibria_can_hold() -> None:
    terms = DEALS["two_equilibria"]["terms"]
    ours = {name: terms[name] for name in ("R", "q", "phi", "s", "z", "d")}
    worlds = {**DEFAULTS, **{name: terms[name] for name in ("pi", "f", "l", "u_E")}}
    found = judged([ours], worlds, break_=0.25)
    assert VERDICTS[int(found.verdict[0, 0])] == "can hold"
    worth = found.members.us
    assert [found.over(worth, which)[0, 0] for which in ("worst", "even", "best")] == pytest.approx(
        [0, 0.41, 0.82]
    )
    assert sorted(found.members.struck) == pytest.approx([0.0, 1.0])
    assert len(found.to_frame()) == 2
    broken = judged([ours], worlds, break_=0.10)
    assert VERDICTS[int(broken.verdict[0, 0])] == "breaks"
    assert broken.cheated.all()


def test_a_deal_that_is_seldom_broken_and_not_worth_signing_breaks() -> None:
    found = judged([{}], {**DEFAULTS, "h": 20.0})
    assert found.members.broken == pytest.approx([0.0956], abs=5e-5)
    assert VERDICTS[int(found.verdict[0, 0])] == "breaks"
    assert not found.cheated.any()
    nobody = judged([{"R": 0.05, "d": 1.0, "z": 0.0}])
    assert VERDICTS[int(nobody.verdict[0, 0])] == "not used"


def test_a_margin_tells_terms_at_an_edge_from_terms_beyond_it() -> None:
    """At R .88 the exploiter signs for .00005: where leaving pays .01 more he is gone, and with him V_C .5195 is left."""
    edge = {"auto": 1, "q": 0.3, "phi": 0.95}
    at = [
        {**edge, "R": 0.88, "s": 2.6556},
        {**edge, "R": 0.89, "s": 2.6556},
        {**edge, "R": 0.89, "s": 2.6225},
    ]
    without, found = judged(at), judged(at, margin=0.0099)
    assert [VERDICTS[code] for code in without.verdict[:, 0]] == ["holds robustly"] * 3
    assert [VERDICTS[code] for code in found.verdict[:, 0]] == [
        "holds robustly",
        "holds robustly",
        "can hold",
    ]
    assert found.least_struck[:, 0] == pytest.approx([0.6, 1.0, 1.0])
    assert without.least_struck[:, 0] == pytest.approx([1.0, 1.0, 1.0])


@pytest.mark.parametrize(
    ("terms", "clause", "edge", "holds_above"),
    [
        ({"auto": 1}, "R", 0.2683, False),
        ({"auto": 1, "d": 1.0}, "R", 0.6951, False),
        ({"auto": 1}, "s", 2.11, True),
        ({"auto": 1, "R": 0.4}, "s", 0.86, True),
    ],
)
def test_edges_with_a_margin(terms: dict[str, float], clause: str, edge: float, holds_above: bool) -> None:
    found = judged([{**terms, clause: edge - 0.001}, {**terms, clause: edge + 0.001}], margin=0.01)
    robust = [VERDICTS[code] == "holds robustly" for code in found.verdict[:, 0]]
    assert robust == [not holds_above, holds_above]


def test_who_stays_out_by_little_comes_in_where_leaving_pays_less() -> None:
    """T15: out by .0004. Where leaving pays more he stays out the more."""
    found = judged([{"auto": 1, "R": 0.28}], margin=0.01)
    verdict = {name: VERDICTS[int(code[0, 0])] for name, code in found.shifted.items() if code[0, 0] >= 0}
    assert verdict == {
        "cheating pays more": "breaks",
        "leaving pays more": "holds robustly",
        "leaving pays less": "breaks",
    }


def test_our_threat_must_be_worth_the_margin_too() -> None:
    """z at the most that keeps P(cheat) at .10: a threat that costs .01 more is used less, and .10 is passed."""
    z_max = float(twin.z_max(twin.told({"q": 0.8})))
    assert one({"q": 0.8, "z": z_max - 1e-4}) == "holds robustly"
    found = judged([{"q": 0.8, "z": z_max - 1e-4}], margin=0.01)
    assert VERDICTS[int(found.verdict[0, 0])] == "can hold"
    assert VERDICTS[int(found.shifted["the threat costs more"][0, 0])] == "breaks"
    assert one({"q": 0.8, "z": z_max - 0.011}, margin=0.01) == "holds robustly"


def test_an_incomplete_list_is_unknown() -> None:
    terms = DEALS["two_equilibria"]["terms"]
    ours = {name: terms[name] for name in ("R", "q", "phi", "s", "z", "d")}
    worlds = {**DEFAULTS, **{name: terms[name] for name in ("pi", "f", "l", "u_E")}}
    for steps, members in ((20, 1), (1, 0)):
        found = judged([ours], worlds, steps=steps)
        assert len(found.members.cell) == members
        assert not found.complete.any()
        assert found.shares()[0].tolist() == [1.0, 0.0, 0.0, 0.0, 0.0]


def test_shares_are_weighted() -> None:
    found = judged([{"q": 0.8, "z": 0.05}], {**DEFAULTS, "f": np.array([0.01, 0.05, 0.29])})
    assert found.shares()[0] == pytest.approx([0, 0, 2 / 3, 0, 1 / 3])
    assert found.shares(np.array([1.0, 1.0, 6.0]))[0] == pytest.approx([0, 0, 1 / 4, 0, 3 / 4])


def test_terms_that_hold_by_belief_alone_are_marked() -> None:
    """At pi .05 the exploiter cheats surely, and too few are exploiters for that to matter; T06 deters him at pi .4."""
    found = judged([{}, {"q": 0.8, "z": 0.05}], {**DEFAULTS, "pi": np.array([0.05, 0.4])})
    assert [VERDICTS[code] for code in found.verdict.ravel()] == ["holds robustly", "breaks"] + [
        "holds robustly"
    ] * 2
    assert found.by_belief.tolist() == [[True, False], [True, False]]
    several = judged(
        [{"phi": 1.0, "z": 0.0, "s": 3.0}], margin=0.001
    )  # holds where he complies, and not where he cheats
    assert VERDICTS[int(several.verdict[0, 0])] == "can hold"
    assert several.members.broken_by_type[:, EXPLOIT].max() == pytest.approx(1.0)
    assert not several.by_belief.any()
    exploiter = found.members.broken_by_type[:, EXPLOIT]
    assert exploiter == pytest.approx([1, 1, 1, 0.0707071 / 0.4], abs=1e-6)


@pytest.mark.slow
def test_thin_terms_in_the_leaders_own_game() -> None:
    """Core, 256 worlds: the deep offer's credit is not given to the thin terms. The shares add to 1 in their order."""
    for terms, wanted in (
        (
            {},
            (0.0, 0.336, 0.0, 0.008, 0.656),
        ),  # nothing is set: the thin offer's numbers are drawn like the rest
        ({"q_thin": 0.8, "z_X": 0.05}, (0.0, 0.0, 0.250, 0.0, 0.750)),
        ({"q_thin": 0.8, "z_X": 0.05, "f": 0.01}, (0.0, 0.0, 0.770, 0.0, 0.230)),
    ):
        clauses = tuple(Clause(name, low=0.0, high=1.0) for name in terms)
        found = judge_terms(CORE, clauses, np.array([list(terms.values())]), {}, drawn(256))
        assert found.complete.all()
        assert found.shares()[0] == pytest.approx(wanted, abs=6e-4)
