"""Whose number it is decides what his acts teach: the hand-worked examples (Answers, sections 2, 18.1 to 18.3).

In these games every move of his follows from his own payoffs alone, so play is known by hand. Two or more worlds are
given instead of drawn; the floor is so small that it moves no digit that is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from overture.case.draw import own_draws
from overture.case.load import load
from overture.judgement import prepare as preparing
from overture.judgement.answers import Answers
from overture.judgement.asked.offer import answers
from overture.judgement.asked.question import question
from overture.judgement.basis import Basis
from tests.judgement.test_reference import REFERENCE

NEAR = 1e-6
HEAD = """import overture as ov


@ov.game("Leader", "Answerer")
def story(p):
    kind = yield ov.chance("kind", {"good": 1 - p.bad, "bad": p.bad}, seen_by="Leader")
"""
LEMONS = (
    HEAD
    + """
    act = yield ov.move("Leader", "act", ["offer", "none"])
    if act == "none":
        return {"Leader": 0, "Answerer": 0}
    answer = yield ov.move("Answerer", "answer", ["accept", "reject"])
    return {"Leader": 0.6 - p.q, "Answerer": 1.5 * p.q - 0.6 if answer == "accept" else 0}
"""
)
SITE = (
    HEAD
    + """
    act = yield ov.move("Leader", "act", ["offer", "none"])
    if act == "none":
        return {"Leader": -1, "Answerer": 0}
    answer = yield ov.move("Answerer", "answer", ["accept", "reject"])
    if answer == "reject":
        return {"Leader": 0, "Answerer": 0}
    conduct = yield ov.move("Leader", "conduct", ["comply", "cheat"], seen_by=())
    if conduct == "comply":
        return {"Leader": 0, "Answerer": 1}
    seen = yield ov.chance("seen", {"caught": p.q, "unseen": 1 - p.q})
    return {"Leader": -1 if seen == "caught" else 1, "Answerer": 0 if seen == "caught" else -2.2}
"""
)
WAR = (
    HEAD
    + """
    act = yield ov.move("Leader", "act", ["offer", "none"])
    if act == "none":
        return {"Leader": 0, "Answerer": 0}
    answer = yield ov.move("Answerer", "answer", ["accept", "reject"])
    won = yield ov.chance("war", {"his": p.q, "ours": 1 - p.q})
    paid = -0.4 if answer == "accept" else (-1 if won == "his" else 1)
    return {"Leader": 1 if won == "his" else -1, "Answerer": paid}
"""
)


def case(folder: Path, game: str, parameters: Mapping[str, Any], floor: float = 1e-9) -> Path:
    """A case around a game: bad or good, an offer, an answer."""
    data = {
        "overture": 1, "title": "who knows", "question": "?", "date": "2026-11-01", "advised": "Answerer",
        "game": "./game.py:story", "hypothesis": {"move": "kind", "words": {"bad": "he is bad", "good": "he is good"}},
        "signal": {"move": "act"}, "offer": {"event": 'act == "offer"', "words": "an offer"},
        "reply": {"move": "answer"},
        "deal": {"given": 'act == "offer" and answer == "accept"', "cheating": 'kind == "bad"'},
        "parameters": {"bad": 0.5, **parameters}, "equilibria": {"floor": floor, "starts": 1},
    }  # fmt: skip
    (folder / "game.py").write_text(game, encoding="utf-8")
    (folder / "case.yaml").write_text(json.dumps(data), encoding="utf-8")
    return folder


def at(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, values: Sequence[float]) -> Basis:
    """The case in worlds with these values of a parameter, each as likely, instead of drawn ones; own copies too."""
    loaded = load(folder)

    def given(parameters: Mapping[str, Any], worlds: int, seed: int) -> dict[str, Any]:
        found = {key: np.full(worlds, each.own.mode) for key, each in parameters.items()}
        return {**found, name: np.array(values, dtype=float)} if worlds == len(values) else found

    monkeypatch.setattr(preparing, "draw", given)
    monkeypatch.setattr(preparing, "own_draws", given)
    return preparing.prepare(loaded, len(values), 1, 1)


def ranged(known: str, low: float, high: float) -> dict[str, Any]:
    return {"q": {"low": low, "mode": (low + high) / 2, "high": high, "known": known, "why": "test"}}


def worth(basis: Basis) -> Answers:
    return answers(question(basis, basis.asked), full=False)


@pytest.mark.parametrize(("known", "value", "best"), [("ours", 0.15, "accept"), ("theirs", -0.15, "reject")])
def test_lemons(known: str, value: float, best: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quality uniform on [0, 1] is worth 1.5 q to us; he sells at .6 iff q < .6. As ours: buy; learnt: do not."""
    folder = case(tmp_path, LEMONS, ranged(known, 0.0, 1.0))
    middles = (np.arange(100) + 0.5) / 100
    found = worth(at(monkeypatch, folder, "q", middles))
    assert pytest.approx(value, abs=NEAR) == found.value["accept"].V
    assert found.best == best
    assert found.chance_of_offer_given_done_and_counterpart == pytest.approx(0.6, abs=NEAR)


@pytest.mark.parametrize(("known", "value", "best"), [("ours", 0.005, "accept"), ("theirs", -0.38, "reject")])
def test_his_own_site(
    known: str, value: float, best: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chance of notice is .2 or .9; he knows it and cheats iff it is .2. A number of his moves odds of nature."""
    basis = at(monkeypatch, case(tmp_path, SITE, ranged(known, 0.1, 0.95)), "q", [0.2, 0.9])
    assert basis.joint.own.crossing == (frozenset({"q"}) if known == "theirs" else frozenset())
    found = worth(basis)
    assert pytest.approx(value, abs=NEAR) == found.value["accept"].V
    assert found.best == best


@pytest.mark.parametrize(("known", "value", "best"), [("ours", 0.0, "reject"), ("theirs", -0.6, "accept")])
def test_war(known: str, value: float, best: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """His odds are .2 or .8; he mobilises iff .8. Resisting is worth 1 - 2p, yielding -.4. Learnt: yield."""
    found = worth(at(monkeypatch, case(tmp_path, WAR, ranged(known, 0.1, 0.9)), "q", [0.2, 0.8]))
    assert pytest.approx(value, abs=NEAR) == found.value["reject"].V
    assert pytest.approx(-0.4, abs=NEAR) == found.value["accept"].V
    assert found.best == best


def test_what_nobody_has_said_is_asked_and_both_replies_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without ``known`` a number that moves odds of nature is ours until said otherwise, and the other reply is told."""
    from overture.judgement.judge import judged

    rows = ranged("ours", 0.1, 0.9)
    rows["q"].pop("known")
    found = judged(at(monkeypatch, case(tmp_path, WAR, rows), "q", [0.2, 0.8]))
    (row,) = found.asked
    assert (row.name, row.best, row.turns, found.answers.best) == ("q", "accept", True, "reject")
    assert row.V["reject"] == pytest.approx(-0.6, abs=NEAR)


def test_two_worlds_by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Section 2: our prior .2 or .8 in his picture; offers .9/.8 and .1/.05. Two copies: .540541, ratio 1.176471."""
    wanted = REFERENCE["two_world_example"]
    rows = {"bad": {"low": 0.1, "mode": 0.5, "high": 0.9, "known": "ours", "why": "test"}}
    game = LEMONS.replace("p.q", "0.3")
    basis = at(monkeypatch, case(tmp_path, game, rows), "bad", [each["pi"] for each in wanted["worlds"]])
    joint, tree = basis.joint, basis.tree
    play = joint.plain[:, :1].copy()
    for infoset in range(tree.n_infosets):
        here = slice(int(tree.edge_start[infoset]), int(tree.edge_start[infoset + 1]))
        kind = dict(tree.labels.seen[infoset]).get("kind")
        if kind is not None:
            odds = np.array([each[f"P_offer_{kind}"] for each in wanted["worlds"]])
            play[:, 0, here] = np.stack([odds, 1 - odds], axis=1)
    cells = replace(joint.cells, classes=("given",), share=np.ones((2, 1)), strategy=play, order=np.ones_like(play),
                    tremble=np.ones_like(play), surely=np.zeros(play.shape, dtype=bool))  # fmt: skip
    given = replace(joint, cells=cells, floored=play, plain=play, memo={})
    moved = replace(basis, joint=given, settled=play, gap=np.zeros_like(play))
    found = answers(question(moved, moved.asked), full=False)
    assert found.belief_now[0] == pytest.approx(wanted["answers"]["before"])
    assert (found.belief_offer or [0])[0] == pytest.approx(wanted["answers"]["recommended"], abs=1e-9)
    assert found.offer_factor["bad:good"] == pytest.approx(wanted["answers"]["factor"], abs=1e-8)


@pytest.mark.parametrize(
    ("odds", "linear"), [("p.q * p.q", False), ("p.q * p.r", False), ("0.2 + p.q / 2", True)]
)
def test_a_prior_that_is_not_linear_in_our_numbers_is_the_mean_over_own_draws(
    odds: str, linear: bool, tmp_path: Path
) -> None:
    """18.11: else it is the prior at the centre, which is the same where odds are linear."""
    game = (
        LEMONS.replace("1 - p.bad", f"1 - ({odds})").replace("p.bad", odds).replace("1.5 * p.q", "1.5 * p.r")
    )
    rows = {
        **ranged("ours", 0.1, 0.9),
        "r": {"low": 0.2, "mode": 0.3, "high": 0.9, "known": "ours", "why": "test"},
    }
    folder = case(tmp_path, game.replace("0.6 - p.q", "0.3"), rows)
    data = json.loads((folder / "case.yaml").read_text(encoding="utf-8"))
    data["parameters"].pop("bad")
    (folder / "case.yaml").write_text(json.dumps(data), encoding="utf-8")
    loaded = load(folder)
    base = preparing.prepare(loaded, 32, 1, 1)
    drawn = own_draws(loaded.parameters, 32, 1)
    middle = {name: np.array([each.own.mean]) for name, each in loaded.parameters.items()}
    numbers = middle if linear else drawn
    wanted = {"p.q * p.q": numbers["q"] ** 2, "p.q * p.r": numbers["q"] * numbers["r"]}.get(
        odds, 0.2 + numbers["q"] / 2
    )
    assert base.joint.prior[0] == pytest.approx(float(np.mean(wanted)), abs=1e-12)


COIN = (
    HEAD
    + """
    act = yield ov.move("Leader", "act", ["offer", "none"])
    if act == "none":
        return {"Leader": -1, "Answerer": 0}
    answer = yield ov.move("Answerer", "answer", ["accept", "reject"])
    side = yield ov.chance("coin", {"up": 0.5, "down": 0.5})
    paid = 0 if answer == "reject" else (1 if side == "up" else -1)
    return {"Leader": 0, "Answerer": paid}
"""
)


def test_a_fair_coin_is_worth_a_half_to_a_clairvoyant_and_nothing_to_who_knows_type_world_and_class(
    tmp_path: Path,
) -> None:
    """18.3: what speaks of type, world and class alone is worth 0, the coin itself 1/2."""
    found = worth(preparing.prepare(load(case(tmp_path, COIN, {})), 1, 1, 1))
    assert found.perfect_information == pytest.approx(0, abs=1e-12)
    assert found.ceiling_cell == pytest.approx(0, abs=1e-12)
    assert found.ceiling_any == pytest.approx(0.5, abs=1e-9)


def test_an_outcome_of_nature_updates_our_own_number_and_an_act_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """18.1: a test before the answer whose odds are ours teaches us those odds: passing makes the better odds likelier."""
    game = (
        HEAD
        + """
    act = yield ov.move("Leader", "act", ["offer", "none"])
    if act == "none":
        return {"Leader": -1, "Answerer": 0}
    yield ov.chance("probe", {"pass": p.q, "fail": 1 - p.q})
    answer = yield ov.move("Answerer", "answer", ["accept", "reject"])
    if answer == "reject":
        return {"Leader": 0, "Answerer": 0}
    end = yield ov.chance("end", {"well": p.q, "ill": 1 - p.q})
    return {"Leader": 0, "Answerer": 1 if end == "well" else -1}
"""
    )
    basis = at(monkeypatch, case(tmp_path, game, ranged("ours", 0.1, 0.9)), "q", [0.2, 0.8])
    rows = worth(basis).observation_test
    assert rows is not None
    # P(well | pass) = (.2^2 + .8^2) / (.2 + .8) = .68, so accepting is worth .36; after a failure -.36.
    assert rows.rows["pass"].V["accept"] == pytest.approx(0.36, abs=1e-9)
    assert rows.rows["fail"].V["accept"] == pytest.approx(-0.36, abs=1e-9)
    assert rows.value_for_answer == pytest.approx(0.18, abs=1e-9)
    assert pytest.approx(0, abs=1e-9) == worth(basis).value["accept"].V
