"""The scale of attacks: terrorists with large resources attack on a scale that others cannot afford to feign.

A terrorist group has small or large resources, which it alone knows. It chooses the scale of its attacks. The government sees them,
and retaliates or holds back. Retaliation pays against a group of small resources, and not against one of large resources, so that
all would be taken for the latter. To be believed, the group of large resources must attack on a scale larger than it would choose
if its resources were known.

Source: told after Overgaard 1994, and not a copy of any of its propositions. There retaliation is chosen from a continuum; here it
comes or not, and scales are whole numbers. A scale ``a`` is worth ``a - a^2 / (2 R)`` to a group of resources ``R``, which is best at
``a = R``.
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

TOPICS = ("signalling",)
GROUP, GOVERNMENT = "Group", "Government"
SMALL, LARGE = 1, 2  # resources
PAPER = Paper(
    authors=("Overgaard, Per Baltzer",),
    year=1994,
    title="The Scale of Terrorist Attacks as a Signal of Resources",
    journal="Journal of Conflict Resolution",
    volume="38",
    number="3",
    pages="452-478",
    unconfirmed=("volume", "number", "pages"),
)
PARAMETERS = {
    "large": ModelParameter(
        Fraction(1, 4), 0, 1, "prior probability that the group has large resources", inside=True
    ),
    "harm": ModelParameter(Fraction(7, 4), 0, words="what retaliation costs the group", inside=True),
    "gain": ModelParameter(
        Fraction(1), 0, words="what retaliation gains against small resources", inside=True
    ),
    "loss": ModelParameter(
        Fraction(1), 0, words="what it costs the government against large resources", inside=True
    ),
}


@game(GROUP, GOVERNMENT, title="the scale of terrorist attacks")
def scale_of_attacks(p: Parameters, *, most: int = 4) -> Telling:
    """Scales are 1 to ``most``; the government sees the scale, and not the resources."""
    resources = yield chance("resources", {"large": p.large, "small": 1 - p.large}, seen_by=GROUP)
    scale = yield move(GROUP, "scale", list(range(1, most + 1)))
    retaliates = (yield move(GOVERNMENT, "answer", ["retaliate", "hold back"])) == "retaliate"
    owned = LARGE if resources == "large" else SMALL
    worth = scale - Fraction(scale * scale, 2 * owned)
    hit = (-p.loss if resources == "large" else p.gain) if retaliates else 0
    return {GROUP: worth - (p.harm if retaliates else 0), GOVERNMENT: hit - scale}


def feigned(p: Any) -> int:
    """The least scale that a group of small resources would not feign: (a - 1)^2 > 2 r."""
    return next(scale for scale in range(LARGE, 99) if (scale - SMALL) ** 2 > 2 * SMALL * p.harm)


def seeing(p: Any) -> Any:
    """What the government has if it sees the resources: it retaliates against small ones, and all attack as they like."""
    return (1 - p.large) * (p.gain - SMALL) - p.large * LARGE


BIG, LITTLE = 'resources == "large"', 'resources == "small"'


def _telling(m: SolvedModel) -> list[Equilibrium]:
    """The equilibria in which the scale tells the resources."""
    return [
        each
        for each in m.equilibria
        if m.chance(each, 'answer == "retaliate"', LITTLE) == 1
        and m.chance(each, 'answer == "retaliate"', BIG) == 0
    ]


def _scales(m: SolvedModel, event: str, test: str = "") -> tuple[int, ...]:
    """The scale at which a group attacks in each equilibrium in which it tells the resources (and that passes a test)."""
    return tuple(
        scale
        for each in _telling(m)
        if not test or m.passes(each, test)
        for scale in range(1, m.p.most + 1)
        if m.chance(each, f"scale == {scale}", event) == 1
    )


def _hushed(m: SolvedModel) -> int:
    """In how many equilibria all attack on one scale and the government holds back."""
    return len(
        [
            each
            for each in m.where('answer == "hold back"')
            if any(m.chance(each, f"scale == {scale}") == 1 for scale in range(1, m.p.most + 1))
        ]
    )


RESULTS = (
    PublishedStatement(
        "If the scale is to tell anything, a group of large resources must attack on a scale larger than it would choose if they"
        " were known: 3 instead of 2 where retaliation costs it 7/4.",
        "the abstract; the scale here, from the payoffs",
        stated=lambda p: (feigned(p), 1),
        computed=lambda m: (min(_scales(m, BIG)), max(_scales(m, LITTLE))),
        numbers=("large resources", "small resources"),
    ),
    PublishedStatement(
        "The intuitive criterion leaves the least such scale.",
        "here, from the payoffs: the criterion is that of Cho and Kreps 1987",
        stated=lambda p: (feigned(p),),
        computed=lambda m: _scales(m, BIG, "intuitive"),
        over=("harm", [Fraction(k, 4) for k in (1, 3, 5, 7, 9, 13)]),
    ),
    PublishedStatement(
        "There are equilibria in which attacks tell nothing and the government holds back from all, where large resources are likely"
        " enough: a chance of g / (g + l) or more.",
        "the abstract; the range here, from the payoffs",
        stated=lambda p: bool(p.large > p.gain / (p.gain + p.loss)),
        computed=lambda m: _hushed(m) > 0,
        over=("large", [Fraction(k, 8) for k in (1, 2, 3, 5, 6, 7)]),
    ),
    PublishedStatement(
        "In either case the government suffers from what it does not know: in each equilibrium that passes the intuitive criterion it"
        " has less than if it saw the resources.",
        "the abstract; the figures here: if it saw them, attacks were on scales 1 and 2 and all answers right",
        stated=True,
        computed=lambda m: all(
            m.worth(each, GOVERNMENT) < seeing(m.p) for each in m.equilibria if m.passes(each, "intuitive")
        ),
        over=("large", [Fraction(k, 8) for k in (1, 2, 5, 6)]),
    ),
    PublishedStatement(
        "It does not suffer in all equilibria: where all attack on scale 1, as if resources were small, it has 1/2 more than if it saw"
        " that three in four have large ones. The intuitive criterion leaves that out.",
        "here, from the whole list: a scale of 2 is one that small resources would not choose whatever it brought",
        stated=(Fraction(1, 2), False),
        computed=lambda m: (
            m.worth(m.the("scale == 1"), GOVERNMENT) - seeing(m.p),
            m.passes(m.the("scale == 1"), "intuitive"),
        ),
        at={"large": Fraction(3, 4)},
    ),
)
