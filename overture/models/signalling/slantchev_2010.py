"""Feigning weakness: one who is strong may show nothing, so that he is not prepared for.

A state is strong or weak, which it alone knows. It mobilises in the open, at a cost, or keeps still. Its opponent then concedes a
share, or demands all; with a demand he may prepare for war, at a price. A weak state gives in to a demand. A strong one fights, and
does better against an opponent who is not prepared. Open mobilisation would bring a concession, but an opponent who takes a still
state for weak does not prepare: where surprise is worth more than the concession, the strong keep still as the weak do.

Source: told after Slantchev 2010, and not a copy of any of its propositions. There an ultimatum is followed by a contest in which both
choose their efforts; here the effort of the opponent is made or not, before the war, and what a war is worth is given by numbers.
What is stated holds of the equilibrium that passes the intuitive criterion. In the other one, where more are strong, one who mobilises
is taken for weak, though it costs the weak more than any concession; so nobody mobilises, and all are prepared for. Where yet more
are strong than (x - e) / (v + c), which is 3/4 here, there are equilibria in which the opponent concedes to a still state.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.errors import SolveError
from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel
    from overture.solvers.all.equilibrium import Equilibrium

TOPICS = ("war", "bargaining", "crisis")
STATE, OPPONENT = "State", "Opponent"
PAPER = Paper(
    authors=("Slantchev, Branislav L.",),
    year=2010,
    title="Feigning Weakness",
    journal="International Organization",
    volume="64",
    number="3",
    pages="357-388",
    unconfirmed=("volume", "number", "pages"),
)
PARAMETERS = {
    "strong": ModelParameter(Fraction(1, 5), 0, 1, "prior probability that the state is strong", inside=True),
    "concession": ModelParameter(Fraction(2, 5), 0, 1, "the share that is conceded", inside=True),
    "surprise": ModelParameter(
        Fraction(7, 10), 0, 1, "what a war is worth to a strong state if the opponent is not prepared"
    ),
    "prepared": ModelParameter(
        Fraction(3, 10), 0, 1, "what it is worth to it if he is; less than surprise and the concession"
    ),
    "cost_war": ModelParameter(Fraction(1, 10), 0, words="what a war costs the opponent"),
    "cost_prepare": ModelParameter(Fraction(1, 10), 0, words="what it costs him to prepare", inside=True),
    "cost_show": ModelParameter(
        Fraction(1, 20), 0, words="what open mobilisation costs a strong state", inside=True
    ),
}
SHOW_WEAK = 1  # what it costs a weak state: more than any concession


@game(STATE, OPPONENT, title="feigning weakness")
def feigning_weakness(p: Parameters) -> Telling:
    """The good is worth 1, and the opponent has it; a weak state would lose a war, and 1/2 more than the good."""
    kind = yield chance("kind", {"strong": p.strong, "weak": 1 - p.strong}, seen_by=STATE)
    shown = yield move(STATE, "army", ["mobilise", "keep still"])
    paid = 0 if shown == "keep still" else p.cost_show if kind == "strong" else SHOW_WEAK
    answer = yield move(OPPONENT, "answer", ["concede", "prepare", "demand"])
    if answer == "concede":
        return {STATE: p.concession - paid, OPPONENT: 1 - p.concession}
    spent = p.cost_prepare if answer == "prepare" else 0
    if (yield move(STATE, "reply", ["give in", "fight"])) == "give in":
        return {STATE: -paid, OPPONENT: 1 - spent}
    if kind == "weak":
        return {STATE: -Fraction(1, 2) - paid, OPPONENT: 1 - p.cost_war - spent}
    won = p.prepared if answer == "prepare" else p.surprise
    return {STATE: won - paid, OPPONENT: 1 - won - p.cost_war - spent}


def edge(p: Any) -> Any:
    """The belief in strength above which the opponent prepares: e / (u - v)."""
    return p.cost_prepare / (p.surprise - p.prepared)


def stills(p: Any) -> Any:
    """How often the strong keep still: always up to that belief, and then as often as leaves the opponent at it."""
    at = edge(p)
    return min(at * (1 - p.strong) / ((1 - at) * p.strong), Fraction(1))


def prepares(p: Any) -> Any:
    """How often a still state is prepared for."""
    gain = (p.surprise - p.concession + p.cost_show) / (p.surprise - p.prepared)
    return gain if p.strong > edge(p) else Fraction(0)


def _kept(m: SolvedModel) -> Equilibrium:
    """The one equilibrium that passes the intuitive criterion."""
    passed = [each for each in m.equilibria if m.passes(each, "intuitive")]
    if len(passed) != 1:
        raise SolveError.of("models/not-unique", f"{len(passed)} equilibria pass", m.tree.title, "one")
    return passed[0]


STILL, WAR = 'army == "keep still"', 'reply == "fight"'
OFTEN = {"strong": Fraction(1, 2)}
RESULTS = (
    PublishedStatement(
        "Where few are strong all keep still: that nothing is shown reveals no weakness, and the opponent believes what he did before.",
        "the abstract, its first implication; the range here, from the payoffs",
        stated=lambda p: (1, p.strong, 1),
        computed=lambda m: (
            m.chance(_kept(m), STILL),
            m.belief(_kept(m), "answer", 'kind == "strong"', STILL),
            m.chance(_kept(m), 'answer == "demand"'),
        ),
        over=("strong", [Fraction(k, 40) for k in (1, 4, 8, 9)]),
        numbers=("all keep still", "belief in strength", "demands without preparation"),
    ),
    PublishedStatement(
        "Where more are strong, up to (x - e) / (v + c), some show it and others feign weakness: as many as leave the opponent with a belief of e / (u - v),"
        " who then prepares with probability (u - x + k) / (u - v).",
        "here, from the payoffs",
        stated=lambda p: (stills(p), prepares(p), edge(p)),
        computed=lambda m: (
            m.chance(_kept(m), STILL, 'kind == "strong"'),
            m.share(_kept(m), "answer", "prepare", STILL),
            m.belief(_kept(m), "answer", 'kind == "strong"', STILL),
        ),
        over=("strong", [Fraction(k, 20) for k in (6, 8, 10, 12, 14)]),
        numbers=("strong who keep still", "prepared for", "belief in strength after nothing was shown"),
    ),
    PublishedStatement(
        "All war comes from feigned weakness: it is fought by the strong who kept still, and never by one who mobilised.",
        "the abstract, its second implication; the formula here, from the payoffs",
        stated=lambda p: (p.strong * stills(p), 0),
        computed=lambda m: (m.chance(_kept(m), WAR), m.chance(_kept(m), f'{WAR} and army == "mobilise"')),
        over=("strong", [Fraction(k, 20) for k in (1, 2, 4, 6, 8, 10, 14)]),
        numbers=("war", "war after mobilisation"),
    ),
    PublishedStatement(
        "The more surprise is worth, the fewer feign weakness, since a smaller suspicion is enough for the opponent to prepare.",
        "here, from the payoffs",
        stated=stills,
        computed=lambda m: m.chance(_kept(m), STILL, 'kind == "strong"'),
        at=OFTEN,
        over=("surprise", [Fraction(k, 20) for k in (11, 12, 14, 16, 18)]),
    ),
    PublishedStatement(
        "Where surprise is worth less than a concession and the cost of showing strength, x - k, the strong show it, and there is no war.",
        "here, from the payoffs",
        stated=(0, 0),
        computed=lambda m: (m.chance(_kept(m), STILL, 'kind == "strong"'), m.chance(_kept(m), WAR)),
        at={"surprise": Fraction(1, 3), **OFTEN},
    ),
    PublishedStatement(
        "Without the intuitive criterion there is one more equilibrium where more are strong: nobody mobilises, and a still state is"
        " prepared for.",
        "here, from the whole list",
        stated=(2, 1),
        computed=lambda m: (len(m.equilibria), len(m.where(f'{STILL} and answer == "prepare"'))),
        at=OFTEN,
    ),
)
