"""Threats of sanctions: those who are sanctioned are those who did not yield.

A sender, tough or weak, threatens sanctions or does nothing; a target, hard or soft, concedes or stands; the
sender imposes the sanctions or backs down. Whoever is sanctioned stood, and the hard stand more often than
the soft: those who are sanctioned are harder than the average, so sanctions that are imposed look worse than
threats are.

Source: Drezner 2003 and Lacy and Niou 2004, for the argument about selection; Whang, McLean and Kuberski
2013, for the form of the game. The formulas are ours, from the payoffs. No threat is worth 0 to both.
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

TOPICS = ("sanctions", "threats")
SENDER, TARGET = "Sender", "Target"
PAPER = Paper(
    authors=("Drezner, Daniel W.",),
    year=2003,
    title="The Hidden Hand of Economic Coercion",
    journal="International Organization",
    volume="57",
    number="3",
    pages="643-659",
)
MORE_PAPERS = (
    Paper(
        authors=("Lacy, Dean", "Niou, Emerson M. S."),
        year=2004,
        title="A Theory of Economic Sanctions and Issue Linkage: The Roles of Preferences, Information, and Threats",
        journal="The Journal of Politics",
        volume="66",
        number="1",
        pages="25-42",
        unconfirmed=("volume", "number", "pages"),
    ),
    Paper(
        authors=("Whang, Taehee", "McLean, Elena V.", "Kuberski, Douglas W."),
        year=2013,
        title="Coercion, Information, and the Success of Sanction Threats",
        journal="American Journal of Political Science",
        volume="57",
        number="1",
        pages="65-78",
        unconfirmed=("volume", "number", "pages"),
    ),
)
PARAMETERS = {
    "tough": ModelParameter(
        Fraction(3, 10), 0, 1, "prior probability that sanctions cost the sender little", inside=True
    ),
    "hard": ModelParameter(
        Fraction(2, 5),
        0,
        1,
        "prior probability that the target bears sanctions rather than concede",
        inside=True,
    ),
    "audience": ModelParameter(Fraction(1, 4), 0, words="what backing down costs the sender", inside=True),
    "cost_tough": ModelParameter(Fraction(1, 10), 0, words="what sanctions cost a tough sender"),
    "cost_weak": ModelParameter(Fraction(1), 0, words="what sanctions cost a weak sender"),
    "harm_hard": ModelParameter(
        Fraction(1, 2), 0, words="what sanctions cost a hard target, where conceding costs 1"
    ),
    "harm_soft": ModelParameter(Fraction(2), 0, words="what sanctions cost a soft target"),
}


@game(SENDER, TARGET, title="sanction threats and who is sanctioned")
def sanction_threats(p: Parameters) -> Telling:
    """Each side knows its own kind; both see all that is said and done."""
    sender = yield chance("sender", {"tough": p.tough, "weak": 1 - p.tough}, seen_by=SENDER)
    target = yield chance("target", {"hard": p.hard, "soft": 1 - p.hard}, seen_by=TARGET)
    if (yield move(SENDER, "threat", ["threaten", "none"])) == "none":
        return {SENDER: 0, TARGET: 0}
    if (yield move(TARGET, "reply", ["concede", "stand"])) == "concede":
        return {SENDER: 1, TARGET: -1}
    if (yield move(SENDER, "sanction", ["impose", "back down"])) == "back down":
        return {SENDER: -p.audience, TARGET: 0}
    return {
        SENDER: -(p.cost_tough if sender == "tough" else p.cost_weak),
        TARGET: -(p.harm_hard if target == "hard" else p.harm_soft),
    }


def soft_concedes(p: Any) -> Any:
    """How often a soft target concedes: as often as makes a weak sender indifferent."""
    return p.audience / ((1 + p.audience) * (1 - p.hard))


def _threatened(m: SolvedModel) -> Equilibrium:
    """The equilibrium in which threats are made."""
    return max(m.equilibria, key=lambda each: m.chance(each, 'threat == "threaten"'))


RESULTS = (
    PublishedStatement(
        "A weak sender bluffs with probability q (h - 1) / (1 - q), h the harm to a soft target, who is then indifferent.",
        "here, from the payoffs",
        stated=lambda p: p.tough / (1 - p.tough) * (p.harm_soft - 1),
        computed=lambda m: m.share(_threatened(m), "threat", "threaten", 'sender == "weak"'),
        over=("tough", (Fraction(1, 10), Fraction(3, 10), Fraction(2, 5))),
    ),
    PublishedStatement(
        "A threat succeeds with probability a / (1 + a): more often the more backing down costs the sender.",
        "here, from the payoffs",
        stated=lambda p: p.audience / (1 + p.audience),
        computed=lambda m: m.chance(_threatened(m), 'reply == "concede"', 'threat == "threaten"'),
        over=("audience", (Fraction(1, 5), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))),
    ),
    PublishedStatement(
        "Those who are sanctioned are harder than the average target.",
        "the selection argument of both papers; the formula is from the payoffs",
        stated=lambda p: (p.hard / (p.hard + (1 - p.hard) * (1 - soft_concedes(p))), True),
        computed=lambda m: (
            m.chance(_threatened(m), 'target == "hard"', 'sanction == "impose"'),
            bool(m.chance(_threatened(m), 'target == "hard"', 'sanction == "impose"') > m.p.hard),
        ),
        over=("hard", (Fraction(1, 5), Fraction(2, 5), Fraction(3, 5))),
    ),
    PublishedStatement(
        "There is a second equilibrium, in which nobody threatens because a threat would be taken for a bluff.",
        "here, from the whole list",
        stated=(2, 1),
        computed=lambda m: (len(m.equilibria), len(m.where('threat == "none"'))),
    ),
    PublishedStatement(
        "At the default numbers the sender gains 9/250 and the target loses 21/50.",
        "here, by hand",
        stated=(Fraction(9, 250), Fraction(-21, 50)),
        computed=lambda m: _threatened(m).certificate.value,
    ),
)
