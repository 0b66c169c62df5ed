"""Selten's horse: an equilibrium whose threat nobody would carry out.

The first player goes down or across; if he goes across, so does the second go down or across. Whoever goes down leaves it to
the third, who knows only that somebody went down, and says left or right.

That the first goes down because the third says left, while the second would go down too, is a Nash equilibrium; but a second
player who had to move would gain by going across. Not so where both go across and the third says right often enough.

Source: Selten 1975 (the example with three players), with the payoffs that textbooks use.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from overture.games.telling.language import Telling, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.solved import SolvedModel
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.measured.certificate import AssessmentCertificate
    from overture.games.telling.parameters import Parameters

TOPICS = ()
PAPER = Paper(
    authors=("Selten, Reinhard",),
    year=1975,
    title="Reexamination of the Perfectness Concept for Equilibrium Points in Extensive Games",
    journal="International Journal of Game Theory",
    volume="4",
    number="1",
    pages="25-55",
    doi="10.1007/BF01766400",
)

FIRST, SECOND, THIRD = PLAYERS = ("First", "Second", "Third")
PARAMETERS: dict[str, ModelParameter] = {}


@game(*PLAYERS, title="Selten's horse")
def selten_horse(p: Parameters) -> Telling:
    """The third player does not see who went down."""
    first = yield move(FIRST, "first", ["down", "across"], seen_by=SECOND)
    if first == "across" and (yield move(SECOND, "second", ["down", "across"], seen_by=())) == "across":
        return dict.fromkeys(PLAYERS, 1)
    left = (yield move(THIRD, "third", ["left", "right"])) == "left"
    if first == "down":
        return {FIRST: 3, SECOND: 3, THIRD: 2} if left else dict.fromkeys(PLAYERS, 0)
    return {FIRST: 4, SECOND: 4, THIRD: 0} if left else {FIRST: 0, SECOND: 0, THIRD: 1}


def _third_left(m: SolvedModel, left: Fraction) -> AssessmentCertificate:
    """Both go across, and the third says left with a probability; the trembles make him indifferent where he mixes."""
    return m.playing(
        lambda name, before: {"left": left, "right": 1 - left} if name == "third" else "across",
        lambda name, before, choice: (2 if name == "second" else 1, 1),
    )


def _nash(m: SolvedModel) -> AssessmentCertificate:
    return m.playing(lambda name, before: {"first": "down", "second": "across", "third": "left"}[name])


LEFTS = [Fraction(k, 16) for k in range(0, 9)]
RESULTS = (
    PublishedStatement(
        "In every sequential equilibrium both go across, and everybody gets 1.",
        "of perfect equilibria; here, of sequential ones",
        stated=(1, 1, 1, 1),
        computed=lambda m: (len(m.equilibria), *m.only.certificate.value),
    ),
    PublishedStatement(
        "Going down, across and left is a Nash equilibrium that is not sequential: the second player would gain 3 by going down.",
        "the example with three players",
        stated=(0, 3, False),
        computed=lambda m: (max(_nash(m).nash_regret), _nash(m).max_regret, _nash(m).is_sequential),
    ),
    PublishedStatement(
        "Going across is sequential just where the third says left with a probability of at most 1/4; where he mixes, he"
        " believes with 1/3 that the first went down.",
        "here, from the payoffs",
        stated=tuple(left <= Fraction(1, 4) for left in LEFTS[1:]),
        computed=lambda m: tuple(_third_left(m, left).is_sequential for left in LEFTS[1:]),
    ),
)
