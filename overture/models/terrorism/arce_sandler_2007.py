"""Terrorist signalling and the value of intelligence: two regrets about what an attack told.

A terrorist group is political or militant, which it alone knows. It attacks on a small or a large scale. The government sees the
scale, and concedes or stands firm. A political group wanted the concession, and does not attack again; a militant one that gets none
attacks with what resources it has left. If both attack alike, the government regrets what it did afterwards: that it conceded to a
political group, or stood firm against a militant one. What it would give to be spared that is the value of intelligence.

Source: told after Arce and Sandler 2007, who name the two regrets P-regret and M-regret, and not a copy of any of their propositions.
Here scales are 1 and 2, and attacks of the second period do the harm of the resources that are left.
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

TOPICS = ("signalling", "intelligence")
GROUP, GOVERNMENT = "Group", "Government"
SCALES = {"small": 1, "large": 2}
PAPER = Paper(
    authors=("Arce, Daniel G.", "Sandler, Todd"),
    year=2007,
    title="Terrorist Signalling and the Value of Intelligence",
    journal="British Journal of Political Science",
    volume="37",
    pages="573-586",
    doi="10.1017/S0007123407000324",
)
PARAMETERS = {
    "militant": ModelParameter(
        Fraction(1, 5), 0, 1, "prior probability that the group is militant", inside=True
    ),
    "concession": ModelParameter(Fraction(2), 0, words="what a concession costs the government", inside=True),
    "resources": ModelParameter(
        Fraction(5), 2, words="the resources of a group, in units of harm", inside=True
    ),
    "goal": ModelParameter(
        Fraction(1), 0, words="what a concession is worth to a political group", inside=True
    ),
    "effort": ModelParameter(
        Fraction(3, 2),
        0,
        words="what a large attack costs a political group more than a small one",
        inside=True,
    ),
    "spoils": ModelParameter(
        Fraction(6),
        0,
        words="what a concession is worth to a militant group, in units of harm; more than R - 1",
        inside=True,
    ),
}


@game(GROUP, GOVERNMENT, title="terrorist signalling")
def terrorist_signalling(p: Parameters) -> Telling:
    """The government sees the scale, and not the kind; militants value harm, and spend what is left if nothing is conceded."""
    kind = yield chance("kind", {"militant": p.militant, "political": 1 - p.militant}, seen_by=GROUP)
    scale = yield move(GROUP, "scale", list(SCALES))
    harm = SCALES[scale or "small"]
    concedes = (yield move(GOVERNMENT, "answer", ["concede", "stand firm"])) == "concede"
    if kind == "political":
        own = (p.goal if concedes else 0) - (p.effort if scale == "large" else 0)
        return {GROUP: own, GOVERNMENT: -harm - (p.concession if concedes else 0)}
    if concedes:
        return {GROUP: harm + p.spoils, GOVERNMENT: -harm - p.concession}
    return {GROUP: p.resources, GOVERNMENT: -p.resources}


def edge(p: Any, scale: str = "small") -> Any:
    """The belief in militancy above which the government concedes after a scale: C / (R - a)."""
    return p.concession / (p.resources - SCALES[scale])


def regret(p: Any) -> Any:
    """What the government loses where both attack on the small scale, against what it would do if it knew the kind."""
    return min((1 - p.militant) * p.concession, p.militant * (p.resources - 1 - p.concession))


POLITICAL, MILITANT = 'kind == "political"', 'kind == "militant"'
CONCEDES, LARGE = 'answer == "concede"', 'scale == "large"'
SHARES = [Fraction(k, 20) for k in (1, 4, 8, 9, 11, 14, 18)]


def _alike(m: SolvedModel) -> Equilibrium:
    """The equilibrium in which all attack on the small scale."""
    return m.the('scale == "small"')


def _regrets(m: SolvedModel) -> tuple[Any, Any]:
    """The probabilities of both regrets: a concession to a political group, and none to a militant one."""
    each = _alike(m)
    return (
        m.chance(each, f"{CONCEDES} and {POLITICAL}"),
        m.chance(each, f"not {CONCEDES} and {MILITANT}"),
    )


def _value(m: SolvedModel) -> Any:
    """What the government loses by the regrets, each with its probability."""
    political, militant = _regrets(m)
    return political * m.p.concession + militant * (m.p.resources - 1 - m.p.concession)


def _leaks(m: SolvedModel) -> tuple[Any, Any]:
    """How often a political group attacks on the large scale, and how often that is conceded to, where it is not sure."""
    for each in m.equilibria:
        large = m.chance(each, LARGE, POLITICAL)
        if 0 < large < 1:
            return large, m.chance(each, CONCEDES, LARGE)
    return Fraction(0), Fraction(0)


RESULTS = (
    PublishedStatement(
        "There are equilibria in which both kinds attack alike, with two regrets afterwards: where militants are likely the"
        " government concedes and may regret it of a political group, else it stands firm and may regret it of a militant one.",
        "the abstract; the probabilities here, from the payoffs",
        stated=lambda p: (1 - p.militant, 0) if p.militant > edge(p) else (0, p.militant),
        computed=_regrets,
        over=("militant", SHARES),
        numbers=("P-regret", "M-regret"),
    ),
    PublishedStatement(
        "The value of intelligence is what avoids the regrets: (1 - m) C or m (R - 1 - C), whichever is less. It is largest where the"
        " government is in two minds, m = C / (R - 1).",
        "the abstract for the measure; the formula here, from the payoffs",
        stated=regret,
        computed=_value,
        over=("militant", SHARES),
    ),
    PublishedStatement(
        "Freezing assets ends concessions: they need resources of more than 1 + C / m.",
        "the abstract for the question; the formula here, from the payoffs",
        stated=lambda p: int(p.resources > 1 + p.concession / p.militant),
        computed=lambda m: m.chance(_alike(m), CONCEDES),
        at={"militant": Fraction(2, 5)},
        over=("resources", (Fraction(4), Fraction(5), Fraction(11, 2), Fraction(13, 2), Fraction(34, 5))),
    ),
    PublishedStatement(
        "Where a large attack is dearer to a political group than its goal, scales also tell the kinds, without any regret, and the"
        " intuitive criterion leaves that alone.",
        "here, from the whole list",
        stated=(1, 1, 0, 1, 0),
        computed=lambda m: (
            len(passed := [each for each in m.equilibria if m.passes(each, "intuitive")]),
            m.chance(passed[0], LARGE, MILITANT),
            m.chance(passed[0], LARGE, POLITICAL),
            m.chance(passed[0], CONCEDES, MILITANT),
            m.chance(passed[0], CONCEDES, POLITICAL),
        ),
    ),
    PublishedStatement(
        "Where it is cheaper, some political groups attack on the large scale as militants do: as many as leave the government with a"
        " belief of b = C / (R - 2), m (1 - b) / ((1 - m) b), and it concedes with probability e / g.",
        "here, from the payoffs",
        stated=lambda p: (
            p.militant * (1 - edge(p, "large")) / ((1 - p.militant) * edge(p, "large")),
            p.effort / p.goal,
        ),
        computed=_leaks,
        at={"effort": Fraction(1, 2)},
        over=("militant", [Fraction(k, 20) for k in (1, 4, 8, 12)]),
        numbers=("large attacks of political groups", "concessions to large attacks"),
    ),
)
