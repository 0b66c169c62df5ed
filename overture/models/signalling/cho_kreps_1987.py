"""Beer and quiche: what a message off the path says of its sender.

A sender is strong or weak, which he alone knows. He has beer or quiche for breakfast; a strong one likes beer better, a weak
one quiche. A receiver who sees the breakfast may challenge him to a duel, which pays against the weak alone. Whatever he is,
the sender would rather not fight, by twice what the breakfast that he likes is worth.

Source: Cho and Kreps 1987 (the beer-quiche example; pp. 199-205 for the intuitive criterion and D1).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

TOPICS = ("signalling",)
PAPER = Paper(
    authors=("Cho, In-Koo", "Kreps, David M."),
    year=1987,
    title="Signaling Games and Stable Equilibria",
    journal="The Quarterly Journal of Economics",
    volume="102",
    number="2",
    pages="179-221",
)

SENDER = "Sender"
RECEIVER = "Receiver"

PARAMETERS = {
    "strong": ModelParameter(
        Fraction(9, 10), 0, 1, "prior probability that the sender is strong", inside=True
    ),
    "peace": ModelParameter(
        2, 1, 10, "what it is worth to the sender not to fight, in breakfasts", inside=True
    ),
}


@game(SENDER, RECEIVER, title="beer and quiche")
def beer_quiche(p: Parameters) -> Telling:
    """The receiver sees the breakfast, and not what the sender is."""
    kind = yield chance("kind", {"strong": p.strong, "weak": 1 - p.strong}, seen_by=SENDER)
    breakfast = yield move(SENDER, "breakfast", ["beer", "quiche"])
    answer = yield move(RECEIVER, "answer", ["duel", "leave"])
    liked = (breakfast == "beer") == (kind == "strong")
    calm = answer == "leave"
    fight = 1 if kind == "weak" else -1
    return {SENDER: int(liked) + p.peace * calm, RECEIVER: 0 if calm else fight}


BEER, QUICHE = 'breakfast == "beer"', 'breakfast == "quiche"'
RARE = {"strong": Fraction(1, 4)}
RESULTS = (
    PublishedStatement(
        "If most senders are strong there are exactly two equilibrium outcomes.",
        "the beer-quiche example",
        stated=2,
        computed=lambda m: len(m.equilibria),
    ),
    PublishedStatement(
        "In both of them strong and weak send one message: beer in one, quiche in the other.",
        "the beer-quiche example",
        stated=(1, 1),
        computed=lambda m: (len(m.where(BEER)), len(m.where(QUICHE))),
    ),
    PublishedStatement(
        "Pooling on quiche fails the intuitive criterion; pooling on beer passes it.",
        "the beer-quiche example, with the intuitive criterion",
        stated=(False, True),
        computed=lambda m: tuple(m.passes(m.the(event), "intuitive") for event in (QUICHE, BEER)),
    ),
    PublishedStatement(
        "If fewer than half of the senders are strong the equilibrium is unique, and the weak have beer with probability"
        " s / (1 - s), so that the receiver who sees beer is indifferent.",
        "here, from the payoffs",
        stated=lambda p: (p.strong / (1 - p.strong), Fraction(1, 2)),
        computed=lambda m: (
            m.chance(m.only, BEER, 'kind == "weak"'),
            m.chance(m.only, 'kind == "weak"', BEER),
        ),
        over=("strong", [Fraction(k, 20) for k in range(1, 10, 2)]),
        numbers=("how often the weak have beer", "belief in weak after beer"),
    ),
    PublishedStatement(
        "Then beer is answered by a duel with probability 1 - 1 / v, where v is what peace is worth in breakfasts.",
        "here, from the payoffs",
        stated=lambda p: 1 - Fraction(1) / p.peace,
        computed=lambda m: m.chance(m.only, 'answer == "duel"', BEER),
        at=RARE,
        over=("peace", [Fraction(k, 2) for k in range(3, 9)]),
    ),
)
