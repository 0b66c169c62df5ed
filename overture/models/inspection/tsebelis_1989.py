"""Crime and punishment: a harsher fine is answered by less enforcement, and changes no crime.

The public violates a law or obeys it; the police enforces it or does not; both decide at once. No pair of
pure strategies is an equilibrium. In the one equilibrium each side makes the other indifferent, so that how
often the law is violated hangs on the payoffs of the police alone, and how often it is enforced on those of
the public.

Source: Tsebelis 1989. Not enforcing the law costs the police something only where it is violated.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("crime", "mixed strategies")
PUBLIC, POLICE = "Public", "Police"
PAPER = Paper(
    authors=("Tsebelis, George",),
    year=1989,
    title="The Abuse of Probability in Political Analysis: The Robinson Crusoe Fallacy",
    journal="American Political Science Review",
    volume="83",
    number="1",
    pages="77-91",
)
PARAMETERS = {
    "gain": ModelParameter(Fraction(1), 0, words="what a violation is worth to the public", inside=True),
    "fine": ModelParameter(
        Fraction(2), 0, words="what being punished costs the public; the gain is less", inside=True
    ),
    "cost": ModelParameter(Fraction(1), 0, words="what enforcing costs the police", inside=True),
    "reward": ModelParameter(Fraction(2), 0, words="what punishing a violation is worth to the police"),
    "harm": ModelParameter(Fraction(3), 0, words="what a violation that is not punished costs the police"),
}


@game(PUBLIC, POLICE, title="crime and punishment")
def crime_and_punishment(p: Parameters) -> Telling:
    """Neither side sees what the other chooses."""
    conduct = yield move(PUBLIC, "conduct", ["violate", "obey"], seen_by=())
    effort = yield move(POLICE, "effort", ["enforce", "not"], seen_by=())
    spent = p.cost if effort == "enforce" else 0
    if conduct == "obey":
        return {PUBLIC: 0, POLICE: -spent}
    if effort == "enforce":
        return {PUBLIC: p.gain - p.fine, POLICE: p.reward - spent}
    return {PUBLIC: p.gain, POLICE: -p.harm}


def _violates(m: SolvedModel) -> Any:
    return m.chance(m.only, 'conduct == "violate"')


def _enforces(m: SolvedModel) -> Any:
    return m.chance(m.only, 'effort == "enforce"')


FINES = tuple(Fraction(at) for at in (2, 3, 4, 8, 20))
RESULTS = (
    PublishedStatement(
        "How often the law is violated does not change with the fine.",
        "the paper's main result",
        stated=lambda p: p.cost / (p.reward + p.harm),
        computed=_violates,
        over=("fine", FINES),
    ),
    PublishedStatement(
        "A harsher fine is answered by less enforcement: gain / fine.",
        "the paper's main result",
        stated=lambda p: p.gain / p.fine,
        computed=_enforces,
        over=("fine", FINES),
    ),
    PublishedStatement(
        "The law is violated less if violations that go unpunished cost the police more.",
        "the paper's main result",
        stated=lambda p: p.cost / (p.reward + p.harm),
        computed=_violates,
        over=("harm", tuple(Fraction(at) for at in (1, 2, 3, 6))),
    ),
    PublishedStatement(
        "What a violation is worth to the public changes how often the law is enforced, and not how often it is violated.",
        "the paper's main result",
        stated=lambda p: (p.cost / (p.reward + p.harm), p.gain / p.fine),
        computed=lambda m: (_violates(m), _enforces(m)),
        over=("gain", (Fraction(1, 2), Fraction(1), Fraction(3, 2))),
    ),
    PublishedStatement(
        "The public gains nothing, and the police loses c h / (r + h).",
        "here, from the payoffs",
        stated=lambda p: (0, -p.cost * p.harm / (p.reward + p.harm)),
        computed=lambda m: m.only.certificate.value,
    ),
)
