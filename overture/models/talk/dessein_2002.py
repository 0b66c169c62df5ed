"""Authority or communication: give the decision to whoever knows, or keep it and hear his advice.

A principal either delegates a decision to an agent who knows the state, or keeps it and hears the agent say
"low" or "high". Losses are quadratic, and the agent would have the act higher than the principal by his bias
b. A delegated act is b too high; a decision that is kept rests on what advice is believed.

Source: Dessein 2002, for states spread over an interval. Here there are four equally likely states and nine
acts, which hold every ideal point but 3/8 and 7/8. The principal delegates if b**2 is less than the loss of
keeping; where no advice is believed that loss is the variance of the state, (1 - 1/16) / 12 = 5/64 (1/12 on
the interval).

A trap of grids: on the interval delegation is better wherever advice tells anything at all. There advice that
tells N intervals apart loses 1 / (12 N**2) + b**2 (N**2 - 1) / 3 (Crawford and Sobel 1982), which is more
than b**2 for every N of at least 2. On four states it is not: with b = 1/5 the agent's advice tells the
lowest state from the others, keeping loses 1/32, and delegation 1/25.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from overture.games.telling.language import Telling, chance, game, move
from overture.models.catalogue.paper import Paper
from overture.models.catalogue.parameter import ModelParameter
from overture.models.catalogue.statement import PublishedStatement

if TYPE_CHECKING:
    from overture.games.measured.certificate import AssessmentCertificate
    from overture.games.telling.parameters import Parameters
    from overture.models.catalogue.solved import SolvedModel

TOPICS = ("signalling", "delegation", "cheap talk")
PRINCIPAL, AGENT = "Principal", "Agent"
STATES = tuple(Fraction(at, 8) for at in (1, 3, 5, 7))
PAPER = Paper(
    authors=("Dessein, Wouter",),
    year=2002,
    title="Authority and Communication in Organizations",
    journal="The Review of Economic Studies",
    volume="69",
    number="4",
    pages="811-838",
)
PARAMETERS = {
    "bias": ModelParameter(
        Fraction(13, 50), 0, 1, "how much higher than the principal the agent would have the act"
    ),
}


@game(PRINCIPAL, AGENT, title="authority or communication")
def authority(p: Parameters) -> Telling:
    """The act "1/8 + b" is the agent's ideal point in state 1/8, and so on."""
    acts = _acts(p)
    state = yield chance("state", dict.fromkeys(STATES, Fraction(1, 4)), seen_by=AGENT)
    if (yield move(PRINCIPAL, "authority", ["delegate", "keep"])) == "delegate":
        act = acts[(yield move(AGENT, "act of the agent", acts))]
    else:
        yield move(AGENT, "advice", ["low", "high"])
        act = acts[(yield move(PRINCIPAL, "act of the principal", acts))]
    return {PRINCIPAL: -((act - state) ** 2), AGENT: -((act - state - p.bias) ** 2)}


def _acts(p: Any) -> dict[str, Any]:
    """The nine acts by name, in the order of their size at the default bias."""
    at = {
        str(state): state
        for state in (Fraction(1, 8), Fraction(1, 4), Fraction(1, 2), Fraction(5, 8), Fraction(3, 4))
    }
    biased = {f"{state} + b": state + p.bias for state in STATES}
    order = ("1/8", "1/4", "1/8 + b", "1/2", "5/8", "3/8 + b", "3/4", "5/8 + b", "7/8 + b")
    return {name: {**at, **biased}[name] for name in order}


def _certified(m: SolvedModel, choice: str, split: int = 0) -> AssessmentCertificate:
    """The principal makes a choice; advice says "low" in the first ``split`` states, and is believed; none is if 0."""
    low = {0: "1/2", 1: "1/8", 2: "1/4"}[split]
    high = {0: "1/2", 1: "5/8", 2: "3/4"}[split]
    quiet = [str(state) for state in STATES[:split]]

    def rule(name: str, before: Any) -> str:
        if name == "authority":
            return choice
        if name == "act of the agent":
            return f"{before['state']} + b"
        if name == "advice":
            return "low" if before["state"] in quiet or not split else "high"
        return low if before["advice"] == "low" else high

    return m.playing(rule)


def _believed(m: SolvedModel, split: int) -> bool:
    """Whether that advice is an equilibrium of the part of the game in which the principal keeps the decision."""
    certificate = _certified(m, "keep", split)
    names = m.tree.labels.set_name
    return all(
        regret == 0
        for at, regret in enumerate(certificate.regret)
        if names[at] in ("advice", "act of the principal")
    )


VARIANCE = Fraction(5, 64)
RESULTS = (
    PublishedStatement(
        "Where no advice is believed the principal delegates exactly where b**2 is less than the variance of the state.",
        "the paper's comparison, on four states",
        stated=lambda p: (bool(p.bias**2 <= VARIANCE), bool(p.bias**2 >= VARIANCE)),
        computed=lambda m: (_certified(m, "delegate").is_sequential, _certified(m, "keep").is_sequential),
        over=("bias", tuple(Fraction(at, 100) for at in (26, 27, 28, 30))),
    ),
    PublishedStatement(
        "The principal loses the lesser of b**2 and the variance of the state.",
        "the paper's comparison, on four states: the limit of the logit path",
        stated=lambda p: float(-min(p.bias**2, VARIANCE)),
        computed=lambda m: float(m.limit.value[0, 0]),
        over=("bias", tuple(Fraction(at, 100) for at in (26, 30))),
        tolerance=1e-7,
    ),
    PublishedStatement(
        "Advice that tells the lowest state from the others, or the lower two, is believed only if the bias is at most 1/4, or 1/8.",
        "here, from the payoffs",
        stated=lambda p: (bool(p.bias <= Fraction(1, 4)), bool(p.bias <= Fraction(1, 8))),
        computed=lambda m: (_believed(m, 1), _believed(m, 2)),
        over=("bias", (Fraction(1, 10), Fraction(1, 5), Fraction(6, 25), Fraction(13, 50))),
    ),
    PublishedStatement(
        "With b = 1/5 keeping and hearing advice loses 1/32, less than the 1/25 of delegation.",
        "here, a trap of grids: the interval has it the other way round",
        stated=(True, Fraction(-1, 32), False),
        computed=lambda m: (
            _certified(m, "keep", 1).is_sequential,
            _certified(m, "keep", 1).value[0],
            _certified(m, "delegate", 1).is_sequential,
        ),
        at={"bias": Fraction(1, 5)},
    ),
)
