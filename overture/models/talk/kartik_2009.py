"""Lying costs: where a false claim costs something, claims are inflated and believed in part.

A sender is good or bad, which he alone knows, and claims to be either. A false claim costs him. The receiver sees the claim
and accepts or rejects; accepting pays where the sender is good. The sender wants to be accepted whatever he is.

Source: Kartik 2009 has a continuum of types; Kartik, Ottaviani and Squintani 2007 one without an upper end, in which claims
are inflated and yet revealing. This is the smallest form: two types, two claims, two answers. What is stated follows from the payoffs.

Without a cost the claim is cheap talk, and the equilibria are a continuum in which nobody is ever accepted. The likelihood
ratio of the claim "good" takes any value from 1 to (1 - q) / q over it, though nothing hangs on that: the model does
not say what cheap talk tells.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.solved import SolvedModel
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

TOPICS = ("signalling",)
PAPER = Paper(
    authors=("Kartik, Navin",),
    year=2009,
    title="Strategic Communication with Lying Costs",
    journal="The Review of Economic Studies",
    volume="76",
    number="4",
    pages="1359-1395",
    doi="10.1111/j.1467-937X.2009.00559.x",
)
MORE_PAPERS = (
    Paper(
        authors=("Kartik, Navin", "Ottaviani, Marco", "Squintani, Francesco"),
        year=2007,
        title="Credulity, Lies, and Costly Talk",
        journal="Journal of Economic Theory",
        volume="134",
        number="1",
        unconfirmed=("number",),
        pages="93-116",
        doi="10.1016/j.jet.2006.04.003",
    ),
)

SENDER = "Sender"
RECEIVER = "Receiver"

PARAMETERS = {
    "good": ModelParameter(Fraction(3, 10), 0, 1, "prior probability that the sender is good", inside=True),
    "lie": ModelParameter(Fraction(2, 5), 0, words="what a false claim costs, where acceptance is worth 1"),
}


@game(SENDER, RECEIVER, title="claims that cost where they are false")
def lying_costs(p: Parameters) -> Telling:
    """The receiver sees the claim, and not what the sender is."""
    kind = yield chance("kind", {"good": p.good, "bad": 1 - p.good}, seen_by=SENDER)
    claim = yield move(SENDER, "claim", ["good", "bad"])
    answer = yield move(RECEIVER, "answer", ["accept", "reject"])
    cost = 0 if claim == kind else p.lie
    if answer == "reject":
        return {SENDER: -cost, RECEIVER: 0}
    return {SENDER: 1 - cost, RECEIVER: 1 if kind == "good" else -1}


CLAIMS, ACCEPTED = 'claim == "good"', 'answer == "accept"'


def _ratios(m: SolvedModel) -> tuple[Fraction, Fraction]:
    """The least and the greatest likelihood ratio of the claim "good" over the corners of all equilibria."""
    found = []
    for each in m.equilibria:
        good, bad = (each.range_of(f'{CLAIMS} and kind == "{kind}"') for kind in ("good", "bad"))
        found += [Fraction(good.high) / m.p.good, Fraction(bad.high) / (1 - m.p.good)]
    return min(found), max(found)


RESULTS = (
    PublishedStatement(
        "If a lie costs less than acceptance is worth and fewer than half are good, the equilibrium is unique: the bad claim to"
        " be good with probability q / (1 - q), and the claim is accepted with probability k.",
        "here, from the payoffs",
        stated=lambda p: (p.good / (1 - p.good), p.lie),
        computed=lambda m: (m.chance(m.only, CLAIMS, 'kind == "bad"'), m.chance(m.only, ACCEPTED, CLAIMS)),
        over=("lie", [Fraction(k, 10) for k in (1, 2, 4, 6, 8, 9)]),
        numbers=("how often the bad claim to be good", "how often the claim is accepted"),
    ),
    PublishedStatement(
        "The good always tell the truth, and the bad who admit it are rejected.",
        "here, from the payoffs",
        stated=(1, 0),
        computed=lambda m: (
            m.chance(m.only, CLAIMS, 'kind == "good"'),
            m.chance(m.only, ACCEPTED, 'claim == "bad"'),
        ),
        over=("good", [Fraction(k, 10) for k in (1, 2, 3, 4)]),
    ),
    PublishedStatement(
        "If a lie costs more than acceptance is worth, everybody tells the truth, and both get q.",
        "here, from the payoffs",
        stated=lambda p: (1, 0, p.good, p.good),
        computed=lambda m: (
            m.chance(m.only, CLAIMS, 'kind == "good"'),
            m.chance(m.only, CLAIMS, 'kind == "bad"'),
            m.worth(m.only, SENDER),
            m.worth(m.only, RECEIVER),
        ),
        over=("lie", [Fraction(k, 10) for k in (11, 12, 20)]),
    ),
    PublishedStatement(
        "If a lie costs nothing, nobody is accepted in any equilibrium.",
        "here, from the payoffs",
        stated=0,
        computed=lambda m: max(each.range_of(ACCEPTED).high for each in m.equilibria),
        at={"lie": 0},
    ),
)
