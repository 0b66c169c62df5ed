"""Watch and wait: a hidden weapons programme, imperfect intelligence and preventive war.

A proliferator invests in nuclear weapons or does not. The other state does not see it, unless its intelligence discovers a
programme. It attacks or waits. A programme that is not attacked succeeds with some probability. Then the two divide a good of
worth 1 as the threat of war has it: a proliferator who has the weapon would do better in a war, and gets more.

Source: told after Bas and Coe 2016, and not a copy of any of their propositions. Their model runs over many periods, in which a
programme passes through stages; here there is one period, and an attack comes before the success of the programme. As in the
paper, the state that watches makes the offers: it keeps its chance in a war and what the war would cost the other.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move, reveal
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.telling.parameters import Parameters

TOPICS = ("proliferation", "inspection", "war")
WATCHER, PROLIFERATOR = "Watcher", "Proliferator"
PAPER = Paper(
    authors=("Bas, Muhammet A.", "Coe, Andrew J."),
    year=2016,
    title="A Dynamic Theory of Nuclear Proliferation and Preventive War",
    journal="International Organization",
    volume="70",
    number="4",
    pages="655-685",
    doi="10.1017/S0020818316000230",
)
PARAMETERS = {
    "before": ModelParameter(
        Fraction(4, 5), 0, 1, "the watcher's chance in a war against a proliferator without the weapon"
    ),
    "after": ModelParameter(
        Fraction(1, 5), 0, 1, "his chance against one who has it; less than the other chance"
    ),
    "cost_W": ModelParameter(Fraction(1, 10), 0, 1, "what a war costs the watcher", inside=True),
    "cost_P": ModelParameter(Fraction(1, 20), 0, 1, "what a war costs the proliferator", inside=True),
    "success": ModelParameter(
        Fraction(1, 2), 0, 1, "probability that a programme succeeds if it is not attacked", inside=True
    ),
    "seen": ModelParameter(
        Fraction(1, 4), 0, 1, "probability that intelligence discovers a programme", inside=True
    ),
    "price": ModelParameter(Fraction(1, 20), 0, 1, "what a programme costs the proliferator", inside=True),
}


@game(PROLIFERATOR, WATCHER, title="proliferation and preventive war")
def proliferation(p: Parameters) -> Telling:
    """The watcher sees what intelligence discovers, and nothing else; a war before success is fought without the weapon."""
    invests = (yield move(PROLIFERATOR, "programme", ["invest", "none"], seen_by=())) == "invest"
    paid = p.price if invests else 0
    if invests:
        found = yield chance("intelligence", {"discovers": p.seen, "misses": 1 - p.seen}, seen_by=())
        if found == "discovers":
            yield reveal("intelligence", to=WATCHER)
    if (yield move(WATCHER, "answer", ["attack", "wait"])) == "attack":
        return {PROLIFERATOR: 1 - p.before - p.cost_P - paid, WATCHER: p.before - p.cost_W}
    if invests and (yield chance("result", {"weapon": p.success, "nothing": 1 - p.success})) == "weapon":
        return {PROLIFERATOR: 1 - p.after - p.cost_P - paid, WATCHER: p.after + p.cost_P}
    return {PROLIFERATOR: 1 - p.before - p.cost_P - paid, WATCHER: p.before + p.cost_P}


def threshold(p: Any) -> Any:
    """The belief in a programme above which the watcher attacks: (cW + cP) / (s (b - a))."""
    return (p.cost_W + p.cost_P) / (p.success * (p.before - p.after))


def invests(p: Any) -> Any:
    """How often the proliferator invests, where both mix: a watcher who has discovered nothing is then indifferent."""
    edge = threshold(p)
    return edge / (edge + (1 - p.seen) * (1 - edge))


def attacks(p: Any) -> Any:
    """How often a watcher who has discovered nothing attacks, where both mix: the proliferator is then indifferent."""
    return 1 - p.price / ((1 - p.seen) * p.success * (p.before - p.after))


def _weapon(p: Any) -> Any:
    """The probability of a weapon where both mix: that of a programme, times its price, over what a weapon gains."""
    return invests(p) * p.price / (p.before - p.after)


INVEST, ATTACK, FOUND = 'programme == "invest"', 'answer == "attack"', 'intelligence == "discovers"'
MISSED = f"not ({FOUND})"
RESULTS = (
    PublishedStatement(
        "The watcher attacks on a belief in a programme of more than (cW + cP) / (s (b - a)); he attacks what is discovered,"
        " and a watcher who has discovered nothing believes just that.",
        "here, from the payoffs of one period",
        stated=lambda p: (1, threshold(p)),
        computed=lambda m: (
            m.share(m.only, "answer", "attack", FOUND),
            m.belief(m.only, "answer", INVEST, MISSED),
        ),
        over=("cost_W", [Fraction(k, 20) for k in (1, 2, 3, 4)]),
        numbers=("attack on what is discovered", "belief after no discovery"),
    ),
    PublishedStatement(
        "With t for that belief, programmes come with probability t / (t + (1 - d) (1 - t)), and without a discovery there is"
        " an attack with probability 1 - k / ((1 - d) s (b - a)).",
        "here, from the payoffs of one period",
        stated=lambda p: (invests(p), attacks(p)),
        computed=lambda m: (m.chance(m.only, INVEST), m.share(m.only, "answer", "attack", MISSED)),
        over=("price", [Fraction(k, 40) for k in (1, 2, 4, 6, 8)]),
        numbers=("programmes", "attacks without a discovery"),
    ),
    PublishedStatement(
        "There are mistaken preventive wars, against states that have no programme, and there is surprise proliferation.",
        "the abstract; their probabilities here, from the payoffs of one period",
        stated=lambda p: ((1 - invests(p)) * attacks(p), _weapon(p)),
        computed=lambda m: (
            m.chance(m.only, f'programme == "none" and {ATTACK}'),
            m.chance(m.only, 'result == "weapon"'),
        ),
        numbers=("mistaken wars", "weapons"),
    ),
    PublishedStatement(
        "A policy that delays programmes may encourage proliferation: the less likely a programme is to succeed in time, the more"
        " likely a weapon is, since the watcher waits for longer.",
        "the abstract; the formula here, from the payoffs of one period",
        stated=_weapon,
        computed=lambda m: m.chance(m.only, 'result == "weapon"'),
        over=("success", [Fraction(k, 10) for k in (3, 4, 5, 6, 8)]),
    ),
    PublishedStatement(
        "Better intelligence may encourage it too: a watcher who has discovered nothing attacks less.",
        "the abstract; the formula here, from the payoffs of one period",
        stated=_weapon,
        computed=lambda m: m.chance(m.only, 'result == "weapon"'),
        over=("seen", [Fraction(k, 10) for k in (1, 2, 4, 6, 8)]),
    ),
    PublishedStatement(
        "Intelligence deters only where it is good enough that a programme does not pay though it is attacked on discovery alone:"
        " d of more than 1 - k / (s (b - a)).",
        "here, from the payoffs of one period",
        stated=lambda p: bool(p.seen > 1 - p.price / (p.success * (p.before - p.after))),
        computed=lambda m: bool(m.chance(m.only, INVEST) == 0),
        over=("seen", [Fraction(k, 20) for k in (10, 15, 16, 17, 19)]),
    ),
)
