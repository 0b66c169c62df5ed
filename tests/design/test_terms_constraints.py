"""Why terms hold: the table of constraints, the target as it stands, our threat, and alarms that speak the wrong way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from overture.design.terms.constraints import ConstraintTable, NamedMember, constraint_table, members_at
from overture.design.terms.posed import Intended, TermsGame
from overture.design.terms.target import (
    alarm_odds,
    intended_play,
    measured_target,
    speaks_wrongly,
    tempted_play,
)
from overture.design.terms.threats import Threat, threats
from overture.errors import SolveError
from overture.games.measured.play import even_play
from overture.games.telling.language import Telling, chance, game, move
from overture.games.telling.parameters import Parameters
from overture.models.answer import DEFAULTS, answer
from tests.design.terms_of_the_flagship import ANSWER, DEALS, answer_worlds, vectors

ALARM, CLEAN = "snapback | answer=take, inspection=alarm", "snapback | answer=take, inspection=clean"
KEEPER, EXPLOITER = "intent=keep", "intent=exploit"


def member(**terms: float) -> NamedMember:
    """The one equilibrium under terms, at the modes."""
    clauses, rows = vectors([terms])
    (found,) = members_at(ANSWER, clauses, rows[0], {}, DEFAULTS)
    return found


def table(**terms: float) -> ConstraintTable:
    found = member(**terms)
    return constraint_table(ANSWER, found.tree, found.play)


def rows(found: ConstraintTable) -> dict[tuple[str, str], tuple[float, float]]:
    """(who or where, choice) -> (probability, slack)."""
    keys = [
        (
            ALARM
            if place == ALARM
            else CLEAN
            if place == CLEAN
            else KEEPER
            if KEEPER in place
            else EXPLOITER,
            choice,
        )
        for place, choice in zip(found.infoset, found.choice, strict=True)
    ]
    return dict(zip(keys, zip(found.probability.tolist(), found.slack.tolist(), strict=True), strict=True))


def test_the_constraints_of_mixed_terms() -> None:
    """T06: q .8, z .05."""
    found = table(q=0.8, z=0.05)
    wanted = {
        (ALARM, "hold"): (0.088, 0.0),
        (ALARM, "snap"): (0.912, 0.0),
        (EXPLOITER, "comply"): (0.823, 0.0),
        (EXPLOITER, "cheat"): (0.177, 0.0),
        (EXPLOITER, "leave"): (0.0, 0.11726),
        (CLEAN, "snap"): (0.0, 0.54392),
        (KEEPER, "cheat"): (0.0, 0.82674),
        (KEEPER, "leave"): (0.0, 0.944),
    }
    mine = rows(found)
    assert mine.keys() == wanted.keys()
    for key, (share, slack) in wanted.items():
        assert mine[key] == (pytest.approx(share, abs=5e-4), pytest.approx(slack, abs=5e-6)), key
    assert found.binding.sum() == 4
    assert (found.choice[found.nearest], found.slack[found.nearest]) == (
        "leave",
        pytest.approx(0.11726, abs=5e-6),
    )
    assert found.on_path.all()
    assert len(found.to_frame()) == 8


def test_the_constraints_of_automatic_terms() -> None:
    """T13: automatic, q .74; the nearest constraint is that he does not cheat."""
    found = table(auto=1, q=0.74)
    assert rows(found) == {
        (EXPLOITER, "cheat"): (0.0, pytest.approx(0.011)),
        (EXPLOITER, "leave"): (0.0, pytest.approx(0.117)),
        (KEEPER, "cheat"): (0.0, pytest.approx(0.8355)),
        (KEEPER, "leave"): (0.0, pytest.approx(0.9415)),
    }
    assert (found.choice[found.nearest], EXPLOITER in found.infoset[found.nearest]) == ("cheat", True)
    assert not found.binding.any()


def test_constraints_off_the_path_are_measured_too() -> None:
    """T17: the exploiter stays out, and what he would do in the deal is a row all the same."""
    found = table(auto=1, q=0.8, d=1)
    off = [at for at in range(len(found.choice)) if not found.on_path[at]]
    assert [found.infoset[at] for at in off] == ["conduct | intent=exploit, answer=take"]
    assert rows(found)[EXPLOITER, "take"][1] == pytest.approx(0.233)


def test_the_target_names_what_is_not_credible() -> None:
    """T06: if nobody cheats, alarms are false, and snapping back costs (1 - phi) B + z."""
    found = measured_target(ANSWER, member(q=0.8, z=0.05).tree)
    assert found.not_credible() == (ALARM,)
    frame = found.to_frame().set_index("infoset")
    assert frame["regret"][ALARM] == pytest.approx(0.56)
    assert (frame["wanted"][ALARM], frame["better"][ALARM]) == ("snap", "hold")
    assert frame["regret"].drop(ALARM).abs().max() < 1e-12
    assert measured_target(ANSWER, member(auto=1, q=0.74).tree).not_credible() == ()
    weak = measured_target(ANSWER, member(auto=1).tree)
    assert weak.not_credible() == ("conduct | intent=exploit, answer=take",)
    assert weak.regret.max() == pytest.approx(0.473)


@pytest.mark.parametrize("row", DEALS["terms"], ids=lambda row: row["name"])
def test_the_target_says_by_how_much_cheating_is_deterred(row: dict[str, Any]) -> None:
    """Comply less cheat for the exploiter if every alarm is followed by snapback, whether we would do that or not."""
    terms = {("automatic" if name == "auto" else name): value for name, value in row["terms"].items()}
    tree = answer.shape(automatic=bool(terms.pop("automatic", 0))).tree({**DEFAULTS, **terms})
    found = measured_target(ANSWER, tree)
    at = found.infoset.index("conduct | intent=exploit, answer=take")
    assert found.slack[0, at] == pytest.approx(row["slack"]["deterrence, payoff"], abs=1.01e-6)
    assert found.regret[0, at] == pytest.approx(max(-found.slack[0, at], 0))


def at_alarm(found: list[Threat]) -> Threat:
    return next(each for each in found if each.infoset == ALARM)


def test_what_we_would_think_when_our_threat_is_due() -> None:
    """T07: he would be deterred if we snapped back, but an alarm would not make us think him a cheat enough."""
    tree = member(s=2, q=0.5).tree
    tempted = at_alarm(threats(ANSWER, tree, tempted_play(ANSWER, tree)))
    assert (tempted.held, tempted.needed) == (pytest.approx(0.2 / 0.23), pytest.approx(0.892157, abs=1e-6))
    assert not tempted.credible
    assert tempted.sentence("after an alarm") == (
        "after an alarm: you would think a breach 0.870 likely and need 0.892: you would hold"
    )
    found = member(q=0.8, z=0.05)
    mixed = at_alarm(threats(ANSWER, found.tree, found.play))
    assert (mixed.held, mixed.needed) == (pytest.approx(28 / 51), pytest.approx(28 / 51))
    assert mixed.sentence("after an alarm").endswith("0.549 likely, and that is just enough to snap")
    assert at_alarm(threats(ANSWER, found.tree, tempted_play(ANSWER, found.tree))).credible
    by_itself = member(auto=1)
    assert threats(ANSWER, by_itself.tree, by_itself.play) == []


def test_a_threat_that_no_belief_makes_worth_while() -> None:
    clauses, row = vectors([{"phi": 0.95, "z": 0.5}])
    (found,) = members_at(ANSWER, clauses, row[0], {}, DEFAULTS)
    threat = at_alarm(threats(ANSWER, found.tree, found.play))
    assert threat.needed > 1
    (useless,) = members_at(ANSWER, (), np.empty(0), {}, {**DEFAULTS, "phi": 1.0})
    threat = at_alarm(threats(ANSWER, useless.tree, useless.play))
    assert threat.needed == np.inf
    assert "no belief is enough: you would hold" in threat.sentence()


@game("Us", "Him", title="conduct in the open")
def in_the_open(p: Parameters) -> Telling:
    yield chance("kind", {"one": 0.5, "other": 0.5}, seen_by="Him")
    conduct = yield move("Him", "conduct", ["comply", "cheat"])
    reply = yield move("Us", "reply", ["hold", "snap"])
    return {"Us": 1 if (reply == "snap") == (conduct == "cheat") else 0, "Him": 0}


def test_where_conduct_is_seen_no_belief_is_weighed() -> None:
    seen = TermsGame(
        lambda parameters, shape: in_the_open.tree({}), "Us", "Him", "kind", "made(conduct)", 'conduct == "cheat"',
        reversal='reply == "snap"',
    )  # fmt: skip
    tree = in_the_open.tree({})
    found = {each.infoset: each for each in threats(seen, tree, even_play(tree))}
    assert {place: (each.held, each.needed, each.credible) for place, each in found.items()} == {
        "reply | conduct=comply": (0.0, 1.0, False),
        "reply | conduct=cheat": (1.0, 0.0, True),
    }


def test_alarms_that_speak_the_wrong_way() -> None:
    tree = answer.tree(answer_worlds(1024))
    assert speaks_wrongly(ANSWER, tree).mean() == pytest.approx(0.035, abs=5e-4)
    after_breach, without = alarm_odds(ANSWER, tree)
    assert after_breach == pytest.approx(tree.parameters["q"])
    assert without == pytest.approx(tree.parameters["f"])


def test_a_move_of_which_the_target_says_nothing_is_named() -> None:
    tree = answer.tree(DEFAULTS)
    with pytest.raises(SolveError, match=r"snapback \| answer=take, inspection=clean"):
        intended_play(ANSWER, tree, [each for each in ANSWER.target if each.choice != "hold"])


def test_more_than_one_world_is_refused() -> None:
    clauses, row = vectors([{}])
    with pytest.raises(SolveError, match="2 worlds"):
        members_at(ANSWER, clauses, row[0], {}, {**DEFAULTS, "f": np.array([0.1, 0.2])})


def test_the_target_of_two_steps() -> None:
    """In two steps we are asked twice, and withholding the rest needs less belief than taking relief back."""
    intended = (
        Intended("answer", "take"),
        Intended("conduct_1", "cheat", 'intent == "exploit"'),
        Intended("conduct_2", "cheat", 'intent == "exploit"'),
        Intended("conduct_1", "comply"),
        Intended("conduct_2", "comply"),
        Intended("second", "withhold", 'inspection_1 == "alarm"'),
        Intended("second", "pay"),
        Intended("snapback", "hold"),
    )
    two = TermsGame(
        **{
            **vars(ANSWER),
            "broken": 'conduct_1 == "cheat" or conduct_2 == "cheat"',
            "reversal": 'second == "withhold"',
        }
    )
    tree = answer.shape(steps=2).tree(DEFAULTS)
    found: list[Any] = threats(two, tree, intended_play(two, tree, intended))
    first = next(each for each in found if each.infoset == "second | answer=take, inspection_1=alarm")
    assert (first.choice, first.instead) == ("withhold", "pay")
    assert first.held == pytest.approx(0.12 / 0.15)
    assert first.credible
