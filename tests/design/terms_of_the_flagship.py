"""The flagship's terms for tests: the game in which they are judged, its worlds, and vectors as they are judged."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from overture.case.draw import draw
from overture.case.load import load
from overture.design.terms.judge import judge_terms
from overture.design.terms.judged import JudgedTerms
from overture.design.terms.posed import Clause, Intended, TermsGame
from overture.games.tree import Floats
from overture.models.answer import DEFAULTS, answer
from overture.models.freeze_for_relief import freeze_for_relief
from tests.catalogue import REFERENCE

DEALS: dict[str, Any] = json.loads((REFERENCE / "deals.json").read_text(encoding="utf-8"))
CASE = REFERENCE.parents[1] / "cases" / "freeze-for-relief"
HERE = {"q_thin": "q", "l_X": "l", "z_X": "z"}  # a number of the flagship -> its name in the answer game
DRAWN = ("pi", "phi", "u_E", "q_thin", "f", "s", "l_X", "z_X")

ANSWER = TermsGame(
    tell=lambda parameters, shape: answer.shape(**shape).tree(parameters),
    us="Counterpart",
    them="Leader",
    hypothesis="intent",
    struck='answer == "take"',
    broken='conduct == "cheat"',
    leaving='answer == "leave"',
    reversal='snapback == "snap"',
    alarm='inspection == "alarm"',
    outside_us=0.0,
    outside_them="-tau",
    target=(
        Intended("answer", "take"),
        Intended("conduct", "comply"),
        Intended("snapback", "snap", 'inspection == "alarm"'),
        Intended("snapback", "hold"),
    ),
    tempted=(Intended("conduct", "cheat", 'intent == "exploit"'),),
)
CORE = TermsGame(  # the leader's own game: he offers, and the thin offer's terms are ours to set
    tell=lambda parameters, shape: freeze_for_relief.shape(who="X", talk=False, **shape).tree(parameters),
    us="Counterpart",
    them="Leader",
    hypothesis="intent",
    struck='offer == "thin" and answer == "accept"',
    broken='conduct == "cheat"',
    outside_them="-tau",
)
CLAUSES = (
    Clause("R", "relief", low=0.1, high=1.0, now=1.0),
    Clause("q", "detection", low=0.06, high=0.95, now=0.3, slope=0.20),
    Clause("phi", "delay of snapback", low=0.05, high=0.95, now=0.4, slope=0.25, rising=False),
    Clause("s", "penalty", low=0.0, high=3.0, now=0.5, slope=0.02),
    Clause("z", "cost of snapping back", low=0.0, high=0.5, now=0.4, slope=0.25, rising=False),
    Clause("d", "irreversible step", low=0.0, high=1.0, now=0.0),
    Clause("automatic", "snapback by itself", choices=(False, True), fixed=0.05),
)
FALSE_ALARMS = Clause("f", "false alarms", low=0.0, high=0.5, now=0.05)
AS_OFFERED = {"R": 1.0, "q": 0.3, "phi": 0.4, "s": 0.5, "z": 0.4, "d": 0.0, "automatic": 0.0}


def vectors(terms: Sequence[Mapping[str, float]]) -> tuple[tuple[Clause, ...], Floats]:
    """Clauses and vectors [V, C]: what is not named is as offered; false alarms are a clause if all of them name them."""
    named = [
        {("automatic" if name == "auto" else name): value for name, value in each.items()} for each in terms
    ]
    clauses = (*CLAUSES, FALSE_ALARMS) if all("f" in each for each in named) else CLAUSES
    rows = [[{**AS_OFFERED, **each}[clause.name] for clause in clauses] for each in named]
    return clauses, np.array(rows, float)


def judged(
    terms: Sequence[Mapping[str, float]], worlds: Mapping[str, Any] = DEFAULTS, **standard: Any
) -> JudgedTerms:
    """Vectors of terms of the answer game, judged."""
    clauses, rows = vectors(terms)
    return judge_terms(ANSWER, clauses, rows, {}, worlds, **standard)


@cache
def drawn(worlds: int, seed: int = 1) -> dict[str, Floats]:
    """The flagship's worlds, under the flagship's names."""
    return draw(load(CASE).parameters, worlds, seed)


def answer_worlds(worlds: int) -> dict[str, Any]:
    """The flagship's worlds as parameters of the answer game."""
    return {**DEFAULTS, **{HERE.get(name, name): drawn(worlds)[name] for name in DRAWN}}
