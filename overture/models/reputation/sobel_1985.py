"""A theory of credibility: an enemy tells the truth for a while, to be believed when it matters.

An adviser, friend or enemy, tells the truth or lies in each of two stages; a receiver, who does not know
which he is, trusts him or not, and sees the truth afterwards. A friend shares the receiver's payoff, an enemy
has its negative. The second stage has higher stakes. The enemy tells the truth first, with some probability,
and betrays the trust that this brings.

Source: Sobel 1985, in a form of our own with two stages in which advice is trusted or ignored; truth is the
act of the adviser, and no draw of a state is told. For 1/4 < q < 1/2 and x2 > 2 x1 the enemy tells the truth
first with q / (1 - q), so that the belief in a friend is exactly 1/2 afterwards, is trusted again with 2 x1 /
x2, and lies. That a friend lies is a slip of a higher order than that an enemy does.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.measured.measure import probability
from overture.games.telling.language import Telling, chance, game, move, reveal
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.measured.certificate import AssessmentCertificate
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("credibility", "cheap talk", "repeated")
ADVISER, RECEIVER = "Adviser", "Receiver"
PAPER = Paper(
    authors=("Sobel, Joel",),
    year=1985,
    title="A Theory of Credibility",
    journal="The Review of Economic Studies",
    volume="52",
    number="4",
    pages="557-573",
)
PARAMETERS = {
    "friend": ModelParameter(
        Fraction(3, 10), 0, 1, "prior probability that the adviser is a friend", inside=True
    ),
    "first": ModelParameter(Fraction(1), 0, words="the stake of the first stage", inside=True),
    "second": ModelParameter(Fraction(3), 0, words="the stake of the second stage", inside=True),
}


@game(ADVISER, RECEIVER, title="theory of credibility")
def credibility(p: Parameters) -> Telling:
    """Trusting true advice wins the stake of the stage, trusting a lie loses it, and ignoring advice is worth 0."""
    kind = yield chance("kind", {"friend": p.friend, "enemy": 1 - p.friend}, seen_by=ADVISER)
    won: Any = 0
    for stage, stake in ((1, p.first), (2, p.second)):
        advice = yield move(ADVISER, f"advice {stage}", ["true", "false"], seen_by=())
        trusted = (yield move(RECEIVER, f"act {stage}", ["trust", "ignore"])) == "trust"
        if stage == 1:
            yield reveal("advice 1", to=RECEIVER)
        if trusted:
            won = won + (stake if advice == "true" else -stake)
    return {ADVISER: won if kind == "friend" else -won, RECEIVER: won}


def truth_first(p: Any) -> Any:
    """How often the enemy tells the truth in the first stage."""
    return min(p.friend / (1 - p.friend), 1)


def trusted_again(p: Any) -> Any:
    """How often the receiver trusts in the second stage, after a true first advice."""
    return min(2 * p.first / p.second, 1)


def _published(m: SolvedModel) -> AssessmentCertificate:
    """The paper's way of playing at the parameters of the model."""

    def rule(name: str, before: Any) -> Any:
        if name == "advice 1" and before["kind"] == "enemy":
            return {"true": truth_first(m.p), "false": 1 - truth_first(m.p)}
        if name.startswith("advice"):
            return "true" if before["kind"] == "friend" else "false"
        if name == "act 1":
            return "trust"
        if before["advice 1"] == "false":
            return "ignore"
        return {"trust": trusted_again(m.p), "ignore": 1 - trusted_again(m.p)}

    def slips(name: str, before: Any, _: str) -> tuple[int, int]:
        return 1, 3 if name.startswith("advice") and before["kind"] == "friend" else 1

    return m.playing(rule, slips)


def _limit(m: SolvedModel, event: str, given: str) -> float:
    """The chance of an event given another one in the limit of the logit path."""
    strategy = m.limit.strategy
    both = probability(m.tree, strategy, f"{event} and {given}")[0]
    return float(both / probability(m.tree, strategy, given)[0])


TRUE = 'move("advice 1") == "true"'
FRIENDS = (Fraction(3, 10), Fraction(2, 5), Fraction(9, 20))
RESULTS = (
    PublishedStatement(
        "The paper's way of playing is an equilibrium for 1/4 < q < 1/2, and none for a less likely friend.",
        "the paper's mechanism, in two stages",
        stated=lambda p: bool(p.friend > Fraction(1, 4)),
        computed=lambda m: _published(m).is_sequential,
        over=("friend", (Fraction(1, 10), Fraction(1, 5), *FRIENDS)),
    ),
    PublishedStatement(
        "The enemy tells the truth first with probability q / (1 - q).",
        "the paper's mechanism, in two stages: the limit of the logit path",
        stated=lambda p: float(truth_first(p)),
        computed=lambda m: _limit(m, TRUE, 'kind == "enemy"'),
        over=("friend", FRIENDS),
        tolerance=1e-7,
    ),
    PublishedStatement(
        "After true advice a friend is as likely as an enemy, whatever the prior was.",
        "the paper's mechanism, in two stages: the limit of the logit path",
        stated=0.5,
        computed=lambda m: _limit(m, 'kind == "friend"', TRUE),
        over=("friend", FRIENDS),
        tolerance=1e-7,
    ),
    PublishedStatement(
        "The higher the second stake, the less the adviser is trusted there: 2 x1 / x2.",
        "the paper's mechanism, in two stages: the limit of the logit path",
        stated=lambda p: float(trusted_again(p)),
        computed=lambda m: _limit(m, 'move("act 2") == "trust"', TRUE),
        over=("second", (Fraction(5, 2), Fraction(3), Fraction(4), Fraction(6))),
        tolerance=1e-7,
    ),
    PublishedStatement(
        "The adviser can expect 8/5 before he knows which he is, and the receiver 1/5.",
        "here, by hand",
        stated=(Fraction(8, 5), Fraction(1, 5)),
        computed=lambda m: _published(m).value,
    ),
)
