"""Cheap talk with two audiences: one listener may keep a speaker honest towards the other, or spoil it.

A speaker knows which of two states holds and makes a claim; two listeners each try to guess the state. The
speaker has a stake in what each of them does: it may be good or bad for him that P, or Q, is right. Claims
bind nobody and cost nothing.

Source: Farrell and Gibbons 1989. He tells P the truth in private exactly if both his stakes v1, v2 in P's
being right are not negative, Q likewise with w1, w2, and both in public exactly if v1 + w1 and v2 + w2 are
not negative. So there may be one-sided discipline (truth to one, and therefore to both in public), subversion
(truth to one, to none in public) and mutual discipline (truth in public alone).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("signalling", "cheap talk", "audiences", "three players")
S, P, Q = "S", "P", "Q"
PAPER = Paper(
    authors=("Farrell, Joseph", "Gibbons, Robert"),
    year=1989,
    title="Cheap Talk with Two Audiences",
    journal="The American Economic Review",
    volume="79",
    number="5",
    pages="1214-1223",
)
PARAMETERS = {
    "first": ModelParameter(Fraction(9, 20), 0, 1, "prior probability of state 1", inside=True),
    "v1": ModelParameter(Fraction(1), words="what it is worth to S that P is right in state 1"),
    "v2": ModelParameter(Fraction(1), words="what it is worth to S that P is right in state 2"),
    "w1": ModelParameter(Fraction(1, 2), words="what it is worth to S that Q is right in state 1"),
    "w2": ModelParameter(Fraction(-1, 2), words="what it is worth to S that Q is right in state 2"),
}


@game(S, P, Q, title="cheap talk with two audiences")
def two_audiences(p: Parameters, *, heard_by: tuple[str, ...] = (P, Q)) -> Telling:
    """``shape(heard_by=("P",))`` is talk in private to P alone."""
    state = yield chance("state", {1: p.first, 2: 1 - p.first}, seen_by=S)
    yield move(S, "claim", ["one", "two"], seen_by=heard_by)
    guess_p = yield move(P, "guess of P", [1, 2], seen_by=())
    guess_q = yield move(Q, "guess of Q", [1, 2], seen_by=())
    stake_p, stake_q = (p.v1, p.w1) if state == 1 else (p.v2, p.w2)
    right_p, right_q = int(guess_p == state), int(guess_q == state)
    return {S: stake_p * right_p + stake_q * right_q, P: right_p, Q: right_q}


def _truthful(m: SolvedModel) -> bool:
    """Whether the truth, and belief in it by whoever hears it, is an equilibrium; who hears nothing guesses state 2."""

    def rule(name: str, before: Any) -> str:
        if name == "claim":
            return {"1": "one", "2": "two"}[before["state"]]
        heard = name[-1] in m.p.heard_by
        return {"one": "1", "two": "2"}[before["claim"] if heard else "two"]

    return m.playing(rule).is_sequential


def _three(m: SolvedModel) -> tuple[bool, ...]:
    """Whether the truth is told to P in private, to Q in private, and in public."""
    return tuple(_truthful(m.at(heard_by=heard)) for heard in ((P,), (Q,), (P, Q)))


def three(p: Any) -> tuple[bool, ...]:
    """The paper's conditions for the same."""
    return (
        bool(p.v1 >= 0 and p.v2 >= 0),
        bool(p.w1 >= 0 and p.w2 >= 0),
        bool(p.v1 + p.w1 >= 0 and p.v2 + p.w2 >= 0),
    )


STAKES = tuple(Fraction(at, 4) for at in (-9, -5, -3, 1, 3, 9))
RESULTS = (
    PublishedStatement(
        "Truth is told to P, to Q and in public exactly where his stakes there are not negative.",
        "the paper's conditions",
        stated=three,
        computed=_three,
        over=("w2", STAKES),
    ),
    PublishedStatement(
        "So it is where his stakes in P change sign.",
        "the paper's conditions",
        stated=three,
        computed=_three,
        at={"w2": Fraction(2), "w1": Fraction(-1), "v2": Fraction(-1)},
        over=("v1", STAKES),
    ),
    PublishedStatement(
        "One-sided discipline: P would be told the truth and Q would not, and in public both are.",
        "the paper's first case",
        stated=(True, False, True),
        computed=_three,
    ),
    PublishedStatement(
        "Subversion: P would be told the truth alone, and in public nobody is.",
        "the paper's second case",
        stated=(True, False, False),
        computed=_three,
        at={"w2": Fraction(-2)},
    ),
    PublishedStatement(
        "Mutual discipline: neither would be told the truth alone, and in public both are.",
        "the paper's third case",
        stated=(False, False, True),
        computed=_three,
        at={"v1": Fraction(2), "v2": Fraction(-1), "w1": Fraction(-1), "w2": Fraction(2)},
    ),
    PublishedStatement(
        "Where the truth is told in public it is worth 19/20 to the speaker, and both listeners are right.",
        "here, from the whole list",
        stated=(Fraction(19, 20), 1, 1),
        computed=lambda m: next(
            each.certificate.value for each in m.equilibria if each.label.startswith("separating")
        ),
    ),
)
