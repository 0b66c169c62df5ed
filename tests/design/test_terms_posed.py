"""What is asked of terms: clauses and their costs, outside options, deals in steps, an old offer; and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from overture.design.terms.constraints import constraint_table, members_at
from overture.design.terms.judge import judge_terms
from overture.design.terms.judged import VERDICTS, JudgedTerms
from overture.design.terms.posed import Clause, DealStep, TermsGame, cost, no_effect
from overture.design.terms.threats import threats
from overture.errors import SolveError, TellingError
from overture.models.answer import DEFAULTS
from tests.design.terms_of_the_flagship import ANSWER, AS_OFFERED, CLAUSES, DEALS, judged, vectors

TWO_STEPS = replace(
    ANSWER,
    broken='conduct_1 == "cheat" or conduct_2 == "cheat"',
    steps=(
        DealStep("first", "made(conduct_1)", 'conduct_1 == "cheat"'),
        DealStep("second", "made(conduct_2)", 'conduct_2 == "cheat"'),
    ),
)
OLD_OFFER = replace(
    ANSWER, outside_them='answer == "leave"', refusal='old == "refuse"', refused='intent == "exploit"'
)
STANDS = {"automatic": True, "old_offer": True}
Q = Clause("q", low=0.0, high=1.0)


def test_what_terms_cost() -> None:
    """The costs of the reference's vectors; z is not priced under automatic snapback, and none of these moves it there."""
    rows = [row for row in DEALS["terms"] if "f" not in row["terms"]]
    clauses, table = vectors([row["terms"] for row in rows])
    assert cost(clauses, table) == pytest.approx([row["cost"] for row in rows])


def test_a_clause_is_free_under_a_choice() -> None:
    """DEALS 2: automatic .05 (and then z free)."""
    z = Clause("z", low=0.0, high=0.5, now=0.4, slope=0.25, rising=False, free=(("automatic", True),))
    automatic = Clause("automatic", choices=(False, True), fixed=0.05)
    table = np.array([[0.0, 0.0], [0.0, 1.0], [0.4, 1.0]])
    assert cost((z, automatic), table) == pytest.approx([0.1, 0.05, 0.05])
    assert cost((automatic, z), table[:, ::-1]) == pytest.approx([0.1, 0.05, 0.05])
    once = replace(automatic, free=(("who", 1),))
    who = Clause("who", choices=(True, 1))
    assert cost((once, who), np.array([[1.0, 0.0], [1.0, 1.0]])) == pytest.approx([0.05, 0.0])


@pytest.mark.parametrize("free", [("automatic", "yes"), ("automatic", 1), ("z", True), ("nothing", True)])
def test_a_clause_that_is_free_under_no_choice_is_refused(free: tuple[str, Any]) -> None:
    clauses = (Clause("z", low=0.0, high=0.5, free=(free,)), Clause("automatic", choices=(False, True)))
    with pytest.raises(SolveError) as caught:
        judge_terms(ANSWER, clauses, np.zeros((1, 2)), {}, DEFAULTS)
    assert [fault.id for fault in caught.value.faults] == ["terms/free"]


def test_what_moves_nothing_under_a_choice_is_found() -> None:
    """Under automatic snapback nothing is paid for snapping back; where he takes no irreversible step u_E moves nothing."""
    clauses = (
        Clause("z", low=0.0, high=0.5),
        Clause("automatic", choices=(False, True)),
        Clause("u_E", low=0.0, high=0.6),
        Clause("q", low=0.1, high=0.9),
    )
    worlds = {name: np.array([value, value]) for name, value in DEFAULTS.items()}
    assert no_effect(ANSWER, clauses, worlds) == {(0,): (2,), (1,): (0, 2)}
    assert no_effect(ANSWER, clauses, {**worlds, "d": np.array([0.0, 1.0])}) == {(0,): (), (1,): (0,)}
    assert no_effect(ANSWER, clauses[:1], worlds) == {(): ()}


def test_clauses_in_any_order_and_shape_are_judged_alike() -> None:
    """A shape clause sorts the vectors into shapes; each comes back in its own place."""
    terms = [{"auto": 1, "q": 0.74}, {"q": 0.8, "z": 0.05}, {"auto": 1}, {}]
    together = judged(terms)
    alone = [judged([each]) for each in terms]
    assert together.verdict[:, 0].tolist() == [int(each.verdict[0, 0]) for each in alone]
    assert together.over(together.members.us, "worst")[:, 0] == pytest.approx(
        [each.members.us[0] for each in alone]
    )
    assert together.to_frame()["automatic"].tolist() == [True, False, True, False]


def steps(terms: list[tuple[float, float]], break_: float = 0.1, **shape: Any) -> JudgedTerms:
    clauses = (Clause("a", low=0.0, high=1.0), Clause("z", low=0.0, high=0.5))
    return judge_terms(TWO_STEPS, clauses, np.array(terms), {"steps": 2, **shape}, DEFAULTS, break_=break_)


def test_a_deal_in_steps_holds_at_each_of_them() -> None:
    """Below a* the exploiter keeps the first step; in all of these he breaks the second. With z 0 he breaks the first too."""
    found = steps([(0.3, 0.4), (0.37, 0.4), (0.3, 0.0)], withheld="by itself")
    assert found.members.broken_at[:, 0] == pytest.approx([0.0, 0.4, 0.4])
    reached = np.array([0.4, 0.28 / 0.85, 0.28 / 0.85])  # of the deals that come to the second step
    assert found.members.broken_at[:, 1] == pytest.approx(reached)
    assert found.step_shares().tolist() == [[1.0, 0.0], [0.0, 0.0], [0.0, 0.0]]
    assert [VERDICTS[code] for code in found.verdict[:, 0]] == ["breaks"] * 3
    assert found.cheated.all()
    assert found.over(found.members.us, "worst")[:, 0] == pytest.approx([0.36805, 0.21819, 0.24336], abs=6e-6)


def test_a_step_may_break_where_the_deal_as_a_whole_would_not() -> None:
    """At a .2 .38 of the deals are broken, and .4 of those that come to the second step."""
    found = steps([(0.2, 0.4)], break_=0.39, withheld="by itself")
    assert found.members.broken == pytest.approx([0.38])
    assert VERDICTS[int(found.verdict[0, 0])] == "breaks"


def test_an_old_offer_that_stands_is_his_outside_option() -> None:
    """At pi .4 accepting it pays us if both leave, so that both may leave; at pi .6 it does not, and the terms hold."""
    found = judge_terms(OLD_OFFER, (Q,), np.array([[0.74]]), STANDS, {**DEFAULTS, "pi": np.array([0.4, 0.6])})
    assert [VERDICTS[code] for code in found.verdict[0]] == ["can hold", "holds robustly"]
    assert found.over(found.members.us, "worst")[0, 0] == pytest.approx(0.1649)
    taken = np.flatnonzero((found.world == 0) & (found.members.struck > 0.99))
    assert found.members.slack_them[taken] == pytest.approx(np.array([[0.9415, 0.117]]))
    mixed = np.flatnonzero((found.members.struck > 0.01) & (found.members.struck < 0.99))
    assert found.members.slack_them[mixed, 0] == pytest.approx([0.0], abs=1e-9)


def test_our_refusal_of_the_old_offer_is_a_threat_like_another() -> None:
    """It is credible from a belief in the exploiter of (b - l) / (b + h) on; where only he leaves it is 1."""
    members = members_at(
        OLD_OFFER, (Q, Clause("d", low=0.0, high=1.0)), np.array([0.8, 1.0]), STANDS, DEFAULTS
    )
    asked = {each.name: threats(OLD_OFFER, each.tree, each.play) for each in members}
    assert all(len(each) == 1 and each[0].needed == pytest.approx(0.5) for each in asked.values())
    assert {round(each[0].held, 3): each[0].credible for each in asked.values()} == {
        0.4: False,
        0.5: True,
        1.0: True,
    }
    refusing = next(each for each in members if asked[each.name][0].held == 1)
    table = constraint_table(OLD_OFFER, refusing.tree, refusing.play)
    row = table.choice.index("accept")
    assert table.slack[row] == pytest.approx(
        0.85
    )  # what accepting the old offer from an exploiter would cost


@pytest.mark.parametrize(
    ("option", "worth"),
    [(-0.02, -0.02), ("-tau", -0.02), ("2 * (tau + 0.01) / 3 - 0.05", -0.03), ('answer == "leave"', -0.02),
     (lambda parameters: -parameters["tau"], -0.02), ('not answer == "take"', -0.02)],
)  # fmt: skip
def test_outside_options(option: Any, worth: float) -> None:
    found = judge_terms(replace(ANSWER, outside_them=option), (Q,), np.array([[0.3]]), {}, DEFAULTS)
    assert found.members.slack_them[0] == pytest.approx([0.95 - worth, 0.9 - worth])
    ours = judge_terms(replace(ANSWER, outside_us=0.17), (Q,), np.array([[0.3]]), {}, DEFAULTS)
    assert ours.members.slack_us[0] == pytest.approx(0.0)


FAULTY: list[tuple[str, dict[str, Any]]] = [
    ("terms/range", {"clauses": [Clause("q")]}),
    ("terms/range", {"clauses": [Clause("q", low=0.5, high=0.5)]}),
    ("terms/range", {"clauses": [Clause("q", low=0.0, high=1.0, choices=(1, 2))]}),
    ("terms/number", {"clauses": [Clause("q", low=0.0, high=np.inf)]}),
    ("terms/number", {"clauses": [replace(Q, slope=np.nan)]}),
    ("terms/clause", {"clauses": [Q, Q], "vectors": [[0.3, 0.3]]}),
    ("terms/clause", {"clauses": [Clause("detection", low=0.0, high=1.0)]}),
    ("terms/clause", {"clauses": [Clause("automatic", low=0.0, high=1.0)]}),
    ("terms/vectors", {"vectors": [[0.3, 0.4]]}),
    ("terms/vectors", {"vectors": np.empty((0, 1))}),
    ("terms/vectors", {"vectors": [[np.nan]]}),
    ("terms/vectors", {"clauses": [Clause("automatic", choices=(False, True))], "vectors": [[0.5]]}),
    ("terms/worlds", {"worlds": {"pi": np.array([0.1, 0.2]), "f": np.array([0.1, 0.2, 0.3])}}),
    ("terms/weight", {"weight": np.array([-1.0])}),
    ("terms/weight", {"weight": np.array([1.0, 1.0])}),
    ("terms/weight", {"weight": np.array([2.0, -1.0]), "worlds": {"pi": np.array([0.1, 0.2])}}),
    ("terms/break", {"break_": 0.0}),
    ("terms/break", {"break_": 1.5}),
    ("terms/break", {"break_": np.nan}),
    ("terms/margin", {"margin": -0.01}),
    ("terms/margin", {"margin": np.nan}),
    ("terms/player", {"game": {"us": "Nobody"}}),
    ("terms/hypothesis", {"game": {"hypothesis": "answer"}}),
    ("terms/outside", {"game": {"outside_them": "-cost"}}),
    ("terms/outside", {"game": {"outside_them": "tau +"}}),
    ("terms/outside", {"game": {"outside_us": np.inf}}),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "given"), FAULTY)
def test_what_cannot_be_judged_is_named(fault: str, given: dict[str, Any]) -> None:
    asked: dict[str, Any] = {"clauses": [Q], "vectors": [[0.3]], "worlds": {}, "weight": None, **given}
    game: TermsGame = replace(ANSWER, **asked.pop("game", {}))
    standard = {name: asked[name] for name in ("break_", "margin") if name in asked}
    with pytest.raises(SolveError) as refused:
        judge_terms(
            game, asked["clauses"], np.array(asked["vectors"]), {}, {**DEFAULTS, **asked["worlds"]}, asked["weight"],
            **standard,
        )  # fmt: skip
    assert refused.value.id == fault


def test_a_value_that_no_chance_can_have_is_refused_by_the_game() -> None:
    with pytest.raises(TellingError, match=r"1\.5"):
        judge_terms(ANSWER, (Clause("q", low=0.0, high=2.0),), np.array([[1.5]]), {}, DEFAULTS)
    with pytest.raises(TellingError, match="snapback_by_itself"):
        judge_terms(
            ANSWER, (Clause("snapback_by_itself", choices=(False, True)),), np.array([[1.0]]), {}, DEFAULTS
        )


def test_the_clauses_of_these_tests_are_as_offered_now() -> None:
    assert {each.name: each.now or 0.0 for each in CLAUSES} == AS_OFFERED
