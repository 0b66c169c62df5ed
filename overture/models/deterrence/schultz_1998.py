"""An opposition at home makes threats abroad credible.

A government, strong or weak, challenges a foreign state or keeps quiet; its opposition, which sees the same,
supports or opposes; the foreign state concedes or resists; the government fights or backs down. The
opposition shares in a success that it supported, is shamed by one that it opposed, and gains from having
opposed a bluff that was called. Where it gains more from that than from a shared success, a supported threat
reveals resolve.

Source: Schultz 1998, who says that an opposition lowers the odds of war. The mechanism is that of the paper,
the payoffs are our own. That there is no bluff and no war at all in the separating equilibrium is so at these
payoffs, and is not a statement of the paper. Two more equilibria exist with an opposition: one that takes no
notice of its stance, and one in which nobody challenges.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from collections.abc import Generator

    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel
    from overture.solvers.all.equilibrium import Equilibrium
TOPICS = ("audience costs", "signalling", "threats", "three players")
GOVERNMENT, OPPOSITION, FOREIGN = "Government", "Opposition", "Foreign"
PAPER = Paper(
    authors=("Schultz, Kenneth A.",),
    year=1998,
    title="Domestic Opposition and Signaling in International Crises",
    journal="American Political Science Review",
    volume="92",
    number="4",
    pages="829-844",
)
PARAMETERS = {
    "strong": ModelParameter(Fraction(3, 10), 0, 1, "prior chance of a strong government", inside=True),
    "audience": ModelParameter(
        Fraction(1, 2), 0, words="what backing down costs the government", inside=True
    ),
    "war_strong": ModelParameter(Fraction(-1, 4), words="what a war is worth to a strong government"),
    "war_weak": ModelParameter(Fraction(-1), words="and to a weak one"),
    "war_foreign": ModelParameter(Fraction(1), 0, words="what a war costs the foreign state", inside=True),
    "success": ModelParameter(
        Fraction(3, 10),
        0,
        words="what a success is worth to an opposition that supported it, and costs one that did not",
    ),
    "humiliation": ModelParameter(
        Fraction(2, 5), 0, words="what backing down is worth to an opposition that opposed the threat"
    ),
    "war": ModelParameter(
        Fraction(2, 5), 0, words="what it is worth to the opposition to have been right about a war"
    ),
    "carping": ModelParameter(Fraction(1, 5), 0, words="what opposing costs where there is no threat"),
}


def _players(opposition: bool = True) -> tuple[str, ...]:
    return (GOVERNMENT, OPPOSITION, FOREIGN) if opposition else (GOVERNMENT, FOREIGN)


@game(_players, title="domestic opposition and signalling")
def domestic_opposition(p: Parameters, *, opposition: bool = True) -> Telling:
    """The government challenges or not, its opposition supports or opposes, the foreign state concedes or resists.

    ``shape(opposition=False)`` is the same crisis without an opposition.
    """
    kind = yield chance(
        "kind",
        {"strong": p.strong, "weak": 1 - p.strong},
        seen_by=[GOVERNMENT, OPPOSITION] if opposition else GOVERNMENT,
    )
    paid = yield from _crisis(p, kind, opposition)
    return {name: paid[name] for name in _players(opposition)}


def _crisis(p: Parameters, kind: str, opposition: bool) -> Generator[Any, Any, dict[str, Any]]:
    """What happens once the kind is drawn, and what all three get."""
    challenged = (yield move(GOVERNMENT, "demand", ["challenge", "quiet"])) == "challenge"
    supports = True
    if opposition:
        supports = (yield move(OPPOSITION, "stance", ["support", "oppose"])) == "support"
    if not challenged:
        return {GOVERNMENT: 0, OPPOSITION: 0 if supports else -p.carping, FOREIGN: 1}
    if (yield move(FOREIGN, "answer", ["concede", "resist"])) == "concede":
        return {GOVERNMENT: 1, OPPOSITION: p.success if supports else -p.success, FOREIGN: 0}
    if (yield move(GOVERNMENT, "end", ["fight", "back down"])) == "back down":
        return {GOVERNMENT: -p.audience, OPPOSITION: 0 if supports else p.humiliation, FOREIGN: 1}
    strong = kind == "strong"
    return {
        GOVERNMENT: p.war_strong if strong else p.war_weak,
        OPPOSITION: p.war if strong == supports else -p.war,
        FOREIGN: -p.war_foreign,
    }


def _war_without(p: Any) -> Any:
    """The chance of war without an opposition: the strong challenge, and are resisted."""
    return p.strong / (1 + p.audience)


def _bluff_without(p: Any) -> Any:
    return p.strong * p.war_foreign / (1 - p.strong)


def _honest(m: SolvedModel) -> tuple[Equilibrium, ...]:
    """The equilibria in which the strong alone challenge."""
    return tuple(
        each
        for each in m.equilibria
        if each.is_point
        and m.share(each, "demand", "challenge", 'kind == "strong"') == 1
        and m.share(each, "demand", "challenge", 'kind == "weak"') == 0
    )


def _challenged(m: SolvedModel) -> Equilibrium:
    """The equilibrium with most challenges."""
    return max(m.equilibria, key=lambda each: m.chance(each, 'demand == "challenge"'))


def _bluffing(m: SolvedModel) -> tuple[Any, ...]:
    shown = _challenged(m)
    return (
        m.share(shown, "demand", "challenge", 'kind == "weak"'),
        m.share(shown, "answer", "resist"),
        m.chance(shown, 'end == "fight"'),
    )


RESULTS = (
    PublishedStatement(
        "Without an opposition the weak bluff with q c / (1 - q), and a threat is resisted with 1 / (1 + a).",
        "the crisis without an opposition, as in Fearon 1994",
        stated=lambda p: (_bluff_without(p), 1 / (1 + p.audience), _war_without(p)),
        computed=_bluffing,
        at={"opposition": False},
        over=("strong", (Fraction(1, 10), Fraction(3, 10), Fraction(2, 5))),
    ),
    PublishedStatement(
        "With an opposition there is an equilibrium in which only the strong challenge, and nobody fights.",
        "the paper's mechanism; that war vanishes is so at these payoffs",
        stated=(1, 0),
        computed=lambda m: (
            len(_honest(m)),
            *(m.chance(each, 'end == "fight"') for each in _honest(m)),
        ),
    ),
    PublishedStatement(
        "A threat that the opposition supports is believed.",
        "the paper's mechanism",
        stated=(1, 1),
        computed=lambda m: (
            m.belief(_honest(m)[0], "answer", 'kind == "strong"', 'stance == "support"'),
            m.share(_honest(m)[0], "answer", "concede", 'stance == "support"'),
        ),
    ),
    PublishedStatement(
        "An opposition lowers the odds of war.",
        "the paper's hypothesis",
        stated=lambda p: True,
        computed=lambda m: bool(
            m.chance(_honest(m)[0], 'end == "fight"')
            < m.at(opposition=False).chance(
                _challenged(m.at(opposition=False)),
                'end == "fight"',
            )
        ),
    ),
    PublishedStatement(
        "Supported threats reveal resolve only where the opposition gains more from a called bluff than from a shared success.",
        "here: the opposition must oppose a weak government's challenge",
        stated=lambda p: p.humiliation >= p.success,
        computed=lambda m: bool(_honest(m)),
        over=("humiliation", (Fraction(1, 5), Fraction(1, 4), Fraction(2, 5), Fraction(1, 2))),
    ),
    PublishedStatement(
        "There are three equilibria with an opposition.",
        "here: the whole list",
        stated=3,
        computed=lambda m: len(m.equilibria),
    ),
)
