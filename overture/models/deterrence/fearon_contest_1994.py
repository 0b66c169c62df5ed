"""A crisis as a contest of audience costs: who would pay more for quitting cannot be made to quit.

In each stage A and then B waits, quits or attacks. Quitting in stage t costs audience * (t - 1) and gives the
other the prize of 1. A side is locked in from the first stage on in which quitting would cost it more than a
war. The side that will be locked in first cannot be made to quit, so the other quits at once, and there is no
war.

Source: Fearon 1994, whose crisis is in continuous time and has private information. The form is ours:
complete information, a few stages, and at B's last move no waiting, so that the game ends.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel
TOPICS = ("audience costs", "war", "threats")
A, B = "A", "B"
PAPER = Paper(
    authors=("Fearon, James D.",),
    year=1994,
    title="Domestic Political Audiences and the Escalation of International Disputes",
    journal="American Political Science Review",
    volume="88",
    number="3",
    pages="577-592",
)
PARAMETERS = {
    "war_A": ModelParameter(Fraction(-7, 10), high=0, words="what a war is worth to A", inside=True),
    "war_B": ModelParameter(Fraction(-7, 10), high=0, words="what a war is worth to B", inside=True),
    "audience_A": ModelParameter(
        Fraction(3, 10), 0, words="what each further stage adds to the cost of quitting of A"
    ),
    "audience_B": ModelParameter(Fraction(1, 10), 0, words="and of B"),
}


@game(A, B, title="contest of audience costs")
def audience_contest(p: Parameters, *, stages: int = 4) -> Telling:
    """In each stage A and then B waits, quits or attacks."""
    cost = {A: p.audience_A, B: p.audience_B}
    for stage in range(1, stages + 1):
        for mover, other in ((A, B), (B, A)):
            choices = ["quit", "attack"] if mover == B and stage == stages else ["wait", "quit", "attack"]
            act = yield move(mover, f"{mover} {stage}", choices)
            if act == "attack":
                return {A: p.war_A, B: p.war_B}
            if act == "quit":
                return {mover: -cost[mover] * (stage - 1), other: 1}
    return None


def locked_in(audience: Any, war: Any) -> int | None:
    """The first stage in which quitting costs more than war; None where there is none."""
    if audience <= 0:
        return None
    return int(-war / audience) + 2


def _winner(p: Any) -> tuple[int, int]:
    """What both get: the prize for who is locked in first, A where both are in one stage."""
    a, b = locked_in(p.audience_A, p.war_A), locked_in(p.audience_B, p.war_B)
    a_first = a is not None and (b is None or a <= b)
    return (1, 0) if a_first else (0, 1)


def _attacks(m: SolvedModel) -> Any:
    return sum(
        m.chance(m.only, f'move("{mover} {stage}") == "attack"')
        for mover in (A, B)
        for stage in range(1, m.p.stages + 1)
    )


HIGHER = tuple(Fraction(at, 100) for at in (5, 15, 25, 36, 71))

RESULTS = (
    PublishedStatement(
        "The side that is locked in first wins the prize, and the other quits at once.",
        "the paper's mechanism, with complete information",
        stated=_winner,
        computed=lambda m: m.only.certificate.value,
        at={"audience_B": Fraction(24, 100)},
        over=("audience_A", HIGHER),
    ),
    PublishedStatement(
        "Higher audience costs are an advantage: as B's grow beyond A's, B wins.",
        "the paper's mechanism, with complete information",
        stated=_winner,
        computed=lambda m: m.only.certificate.value,
        over=("audience_B", HIGHER),
    ),
    PublishedStatement(
        "With complete information there is no war.",
        "the paper: war needs doubt",
        stated=0,
        computed=_attacks,
        over=("audience_B", HIGHER),
    ),
    PublishedStatement(
        "The subgame perfect equilibrium is one.",
        "here: backward induction",
        stated=1,
        computed=lambda m: len(m.equilibria),
        over=("audience_A", (Fraction(3, 10), Fraction(1, 10))),
        at={"audience_B": Fraction(1, 4)},
    ),
)
