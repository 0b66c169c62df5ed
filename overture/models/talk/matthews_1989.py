"""Veto threats: a president who may veto a bill speaks before it is drafted.

A president, near the status quo or far from it, speaks; a congress that would go to 1 puts a bill; the
president signs it or vetoes it, which leaves the policy at 0. He signs what lies below twice his ideal point.
Rhetoric is believed if a president who is far gains by saying that he is content: a threat is answered by a
compromise, contentment by what the congress would like best.

Source: Matthews 1989. Here there are two types and five bills; the inequality that says when the threat is
credible is ours: the far ideal point must lie nearer to 1 than to the compromise of 2/5, so above 7/10. In
the paper, where types are many, "only the compromise proposal is ever vetoed" (abstract); with these two
types nobody vetoes on the path.
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
    from overture.solvers.all.equilibrium import Equilibrium

TOPICS = ("signalling", "cheap talk", "vetoes", "bargaining")
PRESIDENT, CONGRESS = "President", "Congress"
BILLS = tuple(Fraction(at, 5) for at in range(1, 6))
PAPER = Paper(
    authors=("Matthews, Steven A.",),
    year=1989,
    title="Veto Threats: Rhetoric in a Bargaining Game",
    journal="The Quarterly Journal of Economics",
    volume="104",
    number="2",
    pages="347-369",
    unconfirmed=("volume", "number", "pages"),
)
PARAMETERS = {
    "odds": ModelParameter(
        Fraction(13, 20), 0, 1, "prior probability that the president is near the status quo", inside=True
    ),
    "near": ModelParameter(Fraction(9, 40), 0, 1, "ideal point of a president near the status quo"),
    "far": ModelParameter(Fraction(3, 4), 0, 1, "ideal point of a president far from it"),
}


@game(PRESIDENT, CONGRESS, title="veto threats")
def veto_threats(p: Parameters) -> Telling:
    """Both lose the distance of the policy from their ideal point; that of the congress is 1."""
    kind = yield chance("ideal", {"near": p.odds, "far": 1 - p.odds}, seen_by=PRESIDENT)
    yield move(PRESIDENT, "speech", ["threat", "fine"])
    bill = yield move(CONGRESS, "bill", BILLS)
    signed = (yield move(PRESIDENT, "decision", ["sign", "veto"])) == "sign"
    policy = bill if signed else 0
    return {PRESIDENT: -abs(policy - (p.near if kind == "near" else p.far)), CONGRESS: policy - 1}


def credible(p: Any) -> bool:
    """Whether a far president is better off with a bill of 1 than with the compromise of 2/5."""
    return bool(p.far > Fraction(7, 10))


def _talks(m: SolvedModel) -> tuple[Equilibrium, ...]:
    """The entries in which near and far speak differently."""
    return tuple(each for each in m.equilibria if each.label.startswith("separating"))


FAR = tuple(Fraction(at, 40) for at in (24, 26, 27, 29, 30, 36))
RESULTS = (
    PublishedStatement(
        "A threat is believed exactly where the far ideal point is above 7/10.",
        "here, from the payoffs: the paper's mechanism with two types",
        stated=credible,
        computed=lambda m: bool(_talks(m)),
        over=("far", FAR),
    ),
    PublishedStatement(
        "Two bills are put: the compromise after a threat, and what the congress likes best after contentment.",
        "the paper's two proposals",
        stated=(1, 1),
        computed=lambda m: (
            m.chance(_talks(m)[0], 'bill == "2/5"', 'ideal == "near"'),
            m.chance(_talks(m)[0], "bill == 1", 'ideal == "far"'),
        ),
    ),
    PublishedStatement(
        "Talk helps the congress, and does not hurt the president.",
        "the paper's welfare comparison, with these numbers",
        stated=(Fraction(-161, 800), Fraction(-39, 100), Fraction(-189, 800), Fraction(-3, 5)),
        computed=lambda m: (
            *_talks(m)[0].certificate.value,
            *next(each for each in m.equilibria if each.label.startswith("pooling")).certificate.value,
        ),
    ),
    PublishedStatement(
        "Where the threat is not credible words do nothing: the congress puts 2/5 whatever is said.",
        "the paper's other kind of equilibrium",
        stated=(0, 1),
        computed=lambda m: (
            len(_talks(m)),
            min(each.range_of('bill == "2/5"').low for each in m.equilibria),
        ),
        at={"far": Fraction(13, 20)},
    ),
    PublishedStatement(
        "A president signs a bill exactly where it lies below twice his ideal point.",
        "here, from the payoffs",
        stated=lambda p: tuple(int(bill < 2 * p.near) for bill in BILLS),
        computed=lambda m: tuple(
            m.share(
                m.equilibria[0],
                "decision",
                "sign",
                f'ideal == "near" and bill == "{bill}" and speech == "threat"',
            )
            for bill in BILLS
        ),
    ),
)
