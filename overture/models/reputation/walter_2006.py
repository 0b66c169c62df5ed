"""Building a reputation: why a government fights the first separatists though it would rather let them have their land.

A group demands self-determination for its land or does not; the government accommodates it or fights. Later groups see that, and
then demand theirs or do not. A government that is committed always fights. Another one would rather accommodate each single
demand, but if the later groups claim enough together it fights the first, to be taken for one that is committed.

Source: told after the argument of Walter 2006, whose article tests it on data and to whose game, if it writes one down, this does not
claim to be a copy. The form is that of Kreps and Wilson 1982 with two demands of different stakes. Here the later groups move as
one: what matters to the government is what they claim together.
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

TOPICS = ("civil war", "commitment", "separatism")
GOVERNMENT, FIRST, LATER = "Government", "First group", "Later groups"
PAPER = Paper(
    authors=("Walter, Barbara F.",),
    year=2006,
    title="Building Reputation: Why Governments Fight Some Separatists but Not Others",
    journal="American Journal of Political Science",
    volume="50",
    number="2",
    pages="313-330",
    doi="10.1111/j.1540-5907.2006.00186.x",
)
PARAMETERS = {
    "committed": ModelParameter(
        Fraction(1, 10), 0, 1, "prior probability that the government is committed to fight", inside=True
    ),
    "land": ModelParameter(
        Fraction(1), 0, words="what the land of the first group is worth to the government", inside=True
    ),
    "later": ModelParameter(
        Fraction(3), 0, words="what the lands of the later groups are worth to it together", inside=True
    ),
    "war": ModelParameter(
        Fraction(3), 1, words="what a war costs the government, in units of the land at stake", inside=True
    ),
    "defeat": ModelParameter(
        Fraction(1), 0, words="what a war costs a group; accommodation is worth 1 to it", inside=True
    ),
}


@game(GOVERNMENT, FIRST, LATER, title="reputation against separatists")
def separatists(p: Parameters) -> Telling:
    """All see what was done, and the government alone what it is. A committed one loses 1 if it accommodates."""
    kind = yield chance("kind", {"committed": p.committed, "other": 1 - p.committed}, seen_by=GOVERNMENT)
    paid: dict[str, Any] = {GOVERNMENT: 0, FIRST: 0, LATER: 0}
    for group, which, land in ((FIRST, "first", p.land), (LATER, "later", p.later)):
        if (yield move(group, f"{which} demand", ["demand", "wait"])) == "wait":
            continue
        fights = (yield move(GOVERNMENT, f"{which} answer", ["fight", "accommodate"])) == "fight"
        paid[group] = -p.defeat if fights else 1
        if kind == "other":
            paid[GOVERNMENT] = paid[GOVERNMENT] - land * (p.war if fights else 1)
        elif not fights:
            paid[GOVERNMENT] = paid[GOVERNMENT] - 1
    return paid


def enough(p: Any) -> bool:
    """Whether the later groups claim enough for a fight with the first: V > (w - 1) v."""
    return bool(p.later > (p.war - 1) * p.land)


def fights(p: Any) -> Any:
    """How often a government that is not committed fights the first group, where few are committed: t d / (1 - t)."""
    return p.committed * p.defeat / (1 - p.committed) if enough(p) else Fraction(0)


def waits(p: Any) -> Any:
    """How often the later groups wait after a fight: (w - 1) v / V, which leaves the government indifferent."""
    return (p.war - 1) * p.land / p.later if enough(p) else Fraction(1)


OTHER, FIRST_FOUGHT = 'kind == "other"', 'move("first answer") == "fight"'
LATER_DEMAND = 'move("later demand") == "demand"'
RESULTS = (
    PublishedStatement(
        "A government that is not committed fights the first group only if the later ones claim enough together: more than (w - 1) v.",
        "the abstract: combined value of the land in dispute later; the threshold here, from the payoffs",
        stated=enough,
        computed=lambda m: m.chance(m.only, FIRST_FOUGHT, OTHER) > 0,
        over=("later", [Fraction(k, 2) for k in (1, 2, 3, 5, 6, 8)]),
    ),
    PublishedStatement(
        "The more the later groups claim, the less often the first is accommodated: above that value with 1 - t (1 + d) instead of 1 - t.",
        "the abstract; the probabilities here, from the payoffs",
        stated=lambda p: 1 - p.committed - (1 - p.committed) * fights(p),
        computed=lambda m: m.chance(m.only, 'move("first answer") == "accommodate"'),
        over=("later", [Fraction(k, 2) for k in (1, 2, 3, 5, 6, 8)]),
    ),
    PublishedStatement(
        "A government that refused the first group is less likely to face a second demand than one that accommodated it, which faces"
        " one for sure.",
        "the abstract; the probability after a fight, 1 - (w - 1) v / V, here, from the payoffs",
        stated=lambda p: (1 - waits(p), 1),
        computed=lambda m: (
            m.chance(m.only, LATER_DEMAND, FIRST_FOUGHT),
            m.chance(m.only, LATER_DEMAND, 'move("first answer") == "accommodate"'),
        ),
        over=("later", [Fraction(k, 2) for k in (2, 3, 5, 6, 8, 12)]),
        numbers=("after a fight", "after accommodation"),
    ),
    PublishedStatement(
        "It fights with probability t d / (1 - t), so that whoever sees the fight believes in commitment with 1 / (1 + d).",
        "here, from the payoffs; the mixing is that of Kreps and Wilson 1982",
        stated=lambda p: (fights(p), 1 / (1 + p.defeat)),
        computed=lambda m: (
            m.chance(m.only, FIRST_FOUGHT, OTHER),
            m.belief(m.only, "later demand", 'kind == "committed"', FIRST_FOUGHT),
        ),
        over=("committed", [Fraction(k, 50) for k in (1, 3, 5, 8, 12)]),
        numbers=("fights", "belief in commitment"),
    ),
    PublishedStatement(
        "The first group demands its land only if commitment is rarer than 1 / (1 + d)^2.",
        "here, from the payoffs",
        stated=lambda p: bool(p.committed < 1 / (1 + p.defeat) ** 2),
        computed=lambda m: m.chance(m.only, 'move("first demand") == "demand"') == 1,
        over=("committed", [Fraction(k, 50) for k in (1, 8, 12, 13, 20)]),
    ),
)
