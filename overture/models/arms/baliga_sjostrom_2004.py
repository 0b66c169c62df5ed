"""An arms race of mutual fear: nearly everybody would rather not arm if the other did not, and everybody arms.

Each side knows what arms would cost it, and decides at once with the other whether to arm. Arming against an
unarmed side is worth a little; not arming against an armed one costs much. Few types want arms whatever the
other does, but they frighten the next ones, who frighten the next.

Source: Baliga and Sjöström 2004. Here costs lie on a grid, at the middles of ``types`` cells of the interval
from 0 to 1. A type arms exactly where c <= mu (1 - alpha) + d alpha, with alpha the probability that the
other arms. That all arm is the only equilibrium if, for each k, the type after the first k would arm against
those k: c(k+1) < mu (1 - k/K) + d k/K.
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

TOPICS = ("arms race", "security dilemma")
A, B = "A", "B"
PAPER = Paper(
    authors=("Baliga, Sandeep", "Sjöström, Tomas"),
    year=2004,
    title="Arms Races and Negotiations",
    journal="The Review of Economic Studies",
    volume="71",
    number="2",
    pages="351-369",
    unconfirmed=("volume", "number", "pages"),
)
PARAMETERS = {
    "gain": ModelParameter(Fraction(1, 5), 0, words="what it is worth to be armed against an unarmed side"),
    "loss": ModelParameter(Fraction(28, 25), 0, words="what it costs to be unarmed against an armed side"),
}


@game(A, B, title="arms race of mutual fear")
def arms_race(p: Parameters, *, types: int = 3) -> Telling:
    """The types are independent and equally likely; neither side sees the type or the choice of the other."""
    kinds = dict.fromkeys(range(1, types + 1), Fraction(1, types))
    cost: dict[str, Fraction] = {}
    for side in (A, B):
        kind = yield chance(f"type of {side}", kinds, seen_by=side)
        cost[side] = Fraction(2 * kind - 1, 2 * types)
    armed: dict[str, bool] = {}
    for side in (A, B):
        armed[side] = (yield move(side, f"arms of {side}", ["arm", "refrain"], seen_by=())) == "arm"
    return {side: _paid(p, cost[side], armed[side], armed[other]) for side, other in ((A, B), (B, A))}


def _paid(p: Parameters, cost: Fraction, own: bool, other: bool) -> Any:
    if own:
        return -cost if other else p.gain - cost
    return -p.loss if other else 0


def margin(p: Any) -> Any:
    """The least, over k, of what the type after the first k gains by arming if exactly those k arm."""
    kinds = p.types
    return min(
        p.gain * (1 - Fraction(k, kinds)) + p.loss * Fraction(k, kinds) - Fraction(2 * k + 1, 2 * kinds)
        for k in range(kinds)
    )


def _armed(m: SolvedModel, kind: int) -> tuple[Any, ...]:
    """How often a type of A arms, in each equilibrium."""
    return tuple(m.chance(each, f'{ARMS} == "arm"', f'move("type of A") == {kind}') for each in m.equilibria)


def _replies(m: SolvedModel, shown: Equilibrium) -> bool:
    """Whether each type of A does in a pure equilibrium what its cost says."""
    alpha = m.chance(shown, 'move("arms of B") == "arm"')
    worth = m.p.gain * (1 - alpha) + m.p.loss * alpha
    return all(
        (m.chance(shown, f'{ARMS} == "arm"', f'move("type of A") == {kind}') == 1)
        == (Fraction(2 * kind - 1, 2 * m.p.types) < worth)
        for kind in range(1, m.p.types + 1)
    )


ARMS = 'move("arms of A")'
FEAR = {"types": 5, "gain": Fraction(3, 20)}
RESULTS = (
    PublishedStatement(
        "If every next type would arm against the ones before it, all arm in the only equilibrium.",
        "the paper's multiplier condition, on the grid",
        stated=lambda p: (bool(margin(p) > 0), 1),
        computed=lambda m: (
            len(m.equilibria) == 1,
            max(m.chance(each, f'{ARMS} == "arm"') for each in m.equilibria),
        ),
        at={"gain": Fraction(1, 5)},
        over=("loss", (Fraction(28, 25), Fraction(6, 5), Fraction(5, 4), Fraction(3, 2))),
    ),
    PublishedStatement(
        "All arm for fear of each other although one type in five alone would arm against an unarmed side.",
        "the paper's main result, on the grid",
        stated=(1, 1, 1, 1, 1, Fraction(-1, 2), Fraction(-1, 2)),
        computed=lambda m: (
            *(_armed(m, kind)[0] for kind in range(1, 6)),
            *m.only.certificate.value,
        ),
        at={**FEAR, "loss": Fraction(5, 4)},
    ),
    PublishedStatement(
        "Where the condition fails there are three equilibria: all arm, the two cheaper types arm, and one between.",
        "here, from the whole list",
        stated=(Fraction(-1, 2), Fraction(-151, 345), Fraction(-32, 75)),
        computed=lambda m: sorted(each.certificate.value[0] for each in m.equilibria),
    ),
    PublishedStatement(
        "In each equilibrium a type arms exactly where its cost is below mu (1 - alpha) + d alpha.",
        "the paper's best reply",
        stated=True,
        computed=lambda m: all(
            _replies(m, each) for each in m.equilibria if not each.label.startswith("mixed")
        ),
        over=("loss", (Fraction(28, 25), Fraction(6, 5))),
    ),
)
