"""The chain store paradox: backward induction lets everybody in, and no store would have it so.

A store in many towns meets one entrant after the other, who enters or stays out; the store then cooperates or is aggressive. All
is known and everything is seen. Aggression does not pay in the last town, whatever was done before; so it deters nobody there, and
does not pay in the town before, and so on to the first. Yet a store that would be aggressive at once, and were believed, did better
by far.

Source: Selten 1978, where there are 20 towns and the numbers are the defaults here. No look-up showed us the page with the numbers:
they are those by which the game is commonly retold. The same store with a doubt about its payoffs is kreps-wilson-1982.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.measured.certificate import AssessmentCertificate
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("entry", "deterrence")
STORE = "Store"
PAPER = Paper(
    authors=("Selten, Reinhard",),
    year=1978,
    title="The Chain Store Paradox",
    journal="Theory and Decision",
    volume="9",
    number="2",
    pages="127-159",
    doi="10.1007/BF00131770",
)
PARAMETERS = {
    "alone": ModelParameter(
        Fraction(5), 2, words="what a town is worth to the store if nobody enters", inside=True
    ),
    "outside": ModelParameter(
        Fraction(1), 0, 2, "what an entrant has who stays out; cooperation is worth 2 to both", inside=True
    ),
}
SHARED = 2


@game(
    lambda towns: [STORE, *(f"Entrant {at}" for at in range(1, towns + 1))], title="the chain store paradox"
)
def chain_store_paradox(p: Parameters, *, towns: int = 4) -> Telling:
    """Towns come one after the other, and everybody sees everything. Aggression is worth 0 to both sides."""
    paid: dict[str, Any] = {STORE: 0, **{f"Entrant {at}": 0 for at in range(1, towns + 1)}}
    for at in range(1, towns + 1):
        if (yield move(f"Entrant {at}", f"entry {at}", ["in", "out"])) == "out":
            paid[STORE] = paid[STORE] + p.alone
            paid[f"Entrant {at}"] = p.outside
        elif (yield move(STORE, f"answer {at}", ["cooperative", "aggressive"])) == "cooperative":
            paid[STORE] = paid[STORE] + SHARED
            paid[f"Entrant {at}"] = SHARED
    return paid


def _deterring(m: SolvedModel, given_up: int = 0) -> AssessmentCertificate:
    """The store is aggressive in all towns but the last ``given_up``, and entrants believe it."""

    def rule(name: str, before: Mapping[str, str]) -> str:
        act, at = name.split()
        tough = int(at) <= m.p.towns - given_up
        return ("out" if tough else "in") if act == "entry" else "aggressive" if tough else "cooperative"

    return m.playing(rule)


def _induced(m: SolvedModel) -> AssessmentCertificate:
    """Everybody enters, and the store always cooperates."""
    return m.playing(lambda name, before: "in" if name.startswith("entry") else "cooperative")


RESULTS = (
    PublishedStatement(
        "The one equilibrium that backward induction leaves: all enter, the store cooperates in every town, and each has 2 a town.",
        "the induction theory of the paper; the complete list with three towns",
        stated=(1, 1, 6, 2, 2, 2),
        computed=lambda m: (
            len(m.equilibria),
            m.chance(m.only, " and ".join(f'move("answer {at}") == "cooperative"' for at in (1, 2, 3))),
            *m.only.certificate.value,
        ),
        at={"towns": 3},
    ),
    PublishedStatement(
        "That is an equilibrium however many towns there are, and however much a town without an entrant is worth.",
        "the induction theory of the paper",
        stated=lambda p: (True, SHARED * p.towns),
        computed=lambda m: (_induced(m).is_sequential, _induced(m).value[0]),
        at={"alone": Fraction(50)},
        over=("towns", (1, 2, 4, 6)),
        numbers=("an equilibrium", "worth to the store"),
    ),
    PublishedStatement(
        "Deterrence in all towns is worth more to the store, and nobody gains by a departure from it; but after an entry"
        " aggression is not what the store would want.",
        "the deterrence theory of the paper; the second number here, from the payoffs",
        stated=lambda p: (p.alone * p.towns, 0, False),
        computed=lambda m: (
            _deterring(m).value[0],
            max(_deterring(m).nash_regret),
            _deterring(m).is_sequential,
        ),
        over=("towns", (1, 2, 4, 6)),
        numbers=(
            "worth to the store",
            "gain by a departure from the path",
            "an equilibrium after every history",
        ),
    ),
    PublishedStatement(
        "With the last three towns given up, deterrence is worth v (n - 3) + 6; it is no"
        " equilibrium after every history either.",
        "the deterrence theory of the paper, which gives up the last three of 20 towns (from memory, not looked up); here fewer",
        stated=lambda p: (p.alone * (p.towns - 3) + 3 * SHARED, False),
        computed=lambda m: (_deterring(m, 3).value[0], _deterring(m, 3).is_sequential),
        over=("towns", (4, 5, 6)),
        numbers=("worth to the store", "an equilibrium after every history"),
    ),
)
