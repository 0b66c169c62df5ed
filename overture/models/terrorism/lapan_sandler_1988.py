"""To bargain or not: whether a pledge never to concede keeps hostage-takers away.

A government buys deterrence, which is the probability that an operation fails; terrorists attack or not. If
the operation succeeds, the government learns what refusing would cost it, and capitulates or refuses. Nothing
binds it: it capitulates wherever refusing costs more, so a pledge never to concede is empty if that may
happen, and the terrorists know it.

Source: Lapan and Sandler 1988. Here there is one period, and deterrence is one of four levels.
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

TOPICS = ("commitment", "deterrence", "hostages")
GOVERNMENT, TERRORISTS = "Government", "Terrorists"
LEVELS = (Fraction(1, 20), Fraction(1, 4), Fraction(9, 20), Fraction(13, 20))
PAPER = Paper(
    authors=("Lapan, Harvey E.", "Sandler, Todd"),
    year=1988,
    title="To Bargain or Not To Bargain: That Is the Question",
    journal="The American Economic Review",
    volume="78",
    number="2",
    pages="16-21",
    unconfirmed=("volume", "number", "pages"),
)
PARAMETERS = {
    "price": ModelParameter(Fraction(1, 2), 0, words="what deterrence of 1 costs the government"),
    "high": ModelParameter(Fraction(1, 2), 0, 1, "probability that refusing costs more than conceding"),
    "ransom": ModelParameter(Fraction(3, 5), 0, words="what conceding costs the government"),
    "harm_high": ModelParameter(Fraction(1), 0, words="what refusing costs it where that is more"),
    "harm_low": ModelParameter(Fraction(1, 5), 0, words="what refusing costs it where that is less"),
    "win": ModelParameter(Fraction(1), 0, words="what a concession is worth to the terrorists", inside=True),
    "refused": ModelParameter(Fraction(1, 5), 0, words="what a refusal costs the terrorists"),
    "failure": ModelParameter(
        Fraction(1, 2), 0, words="what a failed operation costs the terrorists", inside=True
    ),
}


@game(GOVERNMENT, TERRORISTS, title="to bargain or not")
def bargain_or_not(p: Parameters) -> Telling:
    """What refusing would cost is drawn after the attack, and the government alone sees it."""
    level = yield move(GOVERNMENT, "deterrence", LEVELS)
    spent = p.price * level
    if (yield move(TERRORISTS, "attack", ["attack", "none"])) == "none":
        return {GOVERNMENT: -spent, TERRORISTS: 0}
    if (yield chance("operation", {"fails": level, "succeeds": 1 - level})) == "fails":
        return {GOVERNMENT: -spent, TERRORISTS: -p.failure}
    harm = yield chance("harm", {"high": p.high, "low": 1 - p.high}, seen_by=GOVERNMENT)
    if (yield move(GOVERNMENT, "reply", ["capitulate", "refuse"])) == "capitulate":
        return {GOVERNMENT: -spent - p.ransom, TERRORISTS: p.win}
    return {GOVERNMENT: -spent - (p.harm_high if harm == "high" else p.harm_low), TERRORISTS: -p.refused}


def threshold(p: Any) -> Any:
    """The deterrence below which terrorists attack: V / (V + c), V what a success is worth to them; 0 if it is a loss."""
    worth = max(p.high * p.win - (1 - p.high) * p.refused, 0)
    return worth / (worth + p.failure)


def loss(p: Any, level: Any) -> Any:
    """What a level of deterrence costs the government, with the attacks that it does not deter."""
    attacked = (1 - level) * (p.high * p.ransom + (1 - p.high) * p.harm_low)
    return p.price * level + (attacked if level < threshold(p) else 0)


def _attacks(m: SolvedModel) -> tuple[Any, ...]:
    """How likely an attack is at each level, bought or not."""
    return tuple(m.share(m.only, "attack", "attack", f'deterrence == "{level}"') for level in LEVELS)


RESULTS = (
    PublishedStatement(
        "Terrorists attack exactly where deterrence is below V / (V + c).",
        "here, from the paper's condition for one period",
        stated=lambda p: tuple(int(level < threshold(p)) for level in LEVELS),
        computed=_attacks,
        over=("high", (Fraction(1, 4), Fraction(1, 2), Fraction(4, 5))),
    ),
    PublishedStatement(
        "A pledge never to concede is empty: the government capitulates where refusing costs more, and only there.",
        "the paper's main point",
        stated=(1, 0),
        computed=lambda m: tuple(
            m.share(m.only, "reply", "capitulate", f'harm == "{harm}" and deterrence == "1/20"')
            for harm in ("high", "low")
        ),
    ),
    PublishedStatement(
        "Where conceding is all but never better than refusing the pledge holds, and nobody attacks at any level.",
        "the paper's main point, the other way round",
        stated=(0, 0, 0, 0),
        computed=_attacks,
        at={"high": Fraction(1, 100)},
    ),
    PublishedStatement(
        "The government buys the level at which deterrence and attacks together cost least.",
        "here, the least loss over the levels",
        stated=lambda p: -min(loss(p, level) for level in LEVELS),
        computed=lambda m: m.only.certificate.value[0],
        over=("price", (Fraction(1, 2), Fraction(9, 10), Fraction(3, 2))),
    ),
    PublishedStatement(
        "Where deterrence is dear there are attacks, which are worth 71/200 to the terrorists.",
        "here, by hand",
        stated=(1, Fraction(-91, 200), Fraction(71, 200)),
        computed=lambda m: (m.chance(m.only, 'attack == "attack"'), *m.only.certificate.value),
        at={"price": Fraction(3, 2)},
    ),
)
