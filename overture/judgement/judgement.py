"""What an assessment says: one frozen value with every number of the page, written as JSON by a schema.

Numbers are never alone. A :class:`Spread` is an average over worlds with the range that holds nine
tenths of them; an :class:`Answer` adds the same by class of equilibrium. Worlds and equilibria are
weighted by how well they explain what was seen.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from overture.case.schema import Part


class Spread(Part):
    """mean over worlds; 5 % of the worlds (by weight) lie below low, 5 % above high."""

    mean: float
    low: float
    high: float


class Answer(Spread):
    """A spread, and the same in each class of equilibrium that exists in some world."""

    by_equilibrium: dict[str, Spread] = Field(default_factory=dict)


class About(Part):
    title: str
    question: str
    date: str
    advised: str
    adversary: str
    seed: int
    worlds: int
    solved: int
    command: str
    versions: dict[str, str]
    hashes: dict[str, str]


class Document(Part):
    id: str
    title: str
    sha256: str
    reader: str
    claims: int


class Hypothesis(Part):
    """One thing that he may want: a choice of the hypothesis move."""

    label: str
    words: str
    prior: Answer
    after_acts: Answer
    posterior: Answer
    naive: Answer  # every repetition counted as new
    band: str  # ICD 203 word for the posterior


class Step(Part):
    """What we believe once one more piece of evidence is counted, in order of time."""

    kind: Literal["prior", "act", "source"]
    name: str
    words: str
    belief: dict[str, Answer]  # hypothesis label -> probability
    log_odds: Answer | None = None  # of the leading hypothesis, what this step added (natural log)
    shapley: float | None = None  # the same, averaged over all orders


class Preference(Part):
    """What each type gets under each counterpart, before the counterpart is known."""

    type: str
    words: str
    value: dict[str, Answer]  # counterpart label -> the adversary's expected payoff
    gain: Answer  # first counterpart minus the second
    share_gains: float  # share of worlds and equilibria (weighted) in which the gain is above zero


class Ratio(Part):
    """Likelihood ratio of an act, first hypothesis over second, in one class of equilibrium."""

    equilibrium: str
    low: float
    middle: float
    high: float
    share: float  # share of worlds in which this class exists
    undetermined: float  # share of those in which only a tie decides
    flat: float  # share of those in which the act says nothing (ratio within 5 % of one)
    bits: Spread | None = None  # mutual information of the act with the hypothesis


class Signal(Part):
    """An act, done or possible, as a test between the first two hypotheses."""

    event: str
    words: str
    kind: Literal["done", "offer", "talk"]
    over: str  # "exploit : keep": which ratio this is
    ratios: list[Ratio]
    overall: Spread
    bits: Spread | None = None  # mutual information with the hypothesis, over worlds
    cap: float | None = None  # no ratio is shown above this, or below one over it
    finding: Literal["nothing", "first", "second", "undetermined", "depends"]
    sentence: str


class Outcome(Part):
    """What becomes of the offer once accepted."""

    name: Literal["compliance", "undetected cheating", "cheating caught", "collapse"]
    words: str
    probability: Answer


class Reply(Part):
    """A reply to the offer and what it is worth to the advised side."""

    label: str
    words: str
    counterpart: str
    ours: Answer  # under our posterior
    theirs: Answer  # under the belief that the equilibrium holds at that point
    best_ours: float  # share of worlds and equilibria (weighted) in which it is the best reply
    best_theirs: float


class TermPoint(Part):
    value: float
    cheating: Spread
    worth: Spread  # to the advised side, of accepting
    share_deterred: float  # share of worlds in which cheating is less likely than not


class TermCurve(Part):
    parameter: str
    words: str
    unit: str
    now: float
    points: list[TermPoint]
    threshold: float | None  # where half of the worlds are deterred; None: nowhere in the range
    sentence: str


class Threshold(Part):
    """A line that follows in closed form from the payoffs."""

    name: str
    words: str
    value: Spread
    source: str


class Indicator(Part):
    """Something that may be seen next, and what it would do."""

    event: str
    words: str
    probability: Spread
    if_seen: dict[str, float]
    if_not: dict[str, float]
    bits: float  # expected information about the hypothesis
    worth: float  # expected gain to the decision, in payoff units of the advised side
    by_equilibrium: dict[str, float] = Field(default_factory=dict)  # its chance in each class of equilibrium
    apart: float = 0.0  # expected information about which class is being played, in bits


class Line(Part):
    """What somebody does somewhere, as a person would say it."""

    player: str
    where: str
    does: str
    believes: str
    reached: bool


class EquilibriumCard(Part):
    name: str
    kind: str
    before: float  # weight before anything was seen
    after: float  # weight after
    share: float  # share of worlds in which it exists
    logit: float  # share of worlds in which the logit path leads to it
    value: dict[str, Spread]
    lines: list[Line]
    passes: dict[str, str] = Field(
        default_factory=dict
    )  # at the middle of the ranges: refinement -> "all", "some", "none" of the class, or "not tested"


class ClaimLine(Part):
    id: str
    words: str
    event: str | None
    says: bool
    document: str
    place: str
    chain: list[str]
    voice: str
    certainty: str
    repeats: int  # how often it stands there
    copy_of: str | None
    used: bool
    standing: str = (
        ""  # root, echo, repeated, perhaps copied, from public acts, briefing, silence; "" if not counted
    )
    root: str = ""  # the claim at its root, itself for a root
    alone: float | None = None  # likelihood ratio for the first hypothesis, as if nothing else were known
    in_place: float | None = None  # by what the odds would fall had it and its echoes not been said
    knew: float | None = None  # chance, as judged, that the source knew, told honestly and was right
    date: str = ""


class StateLine(Part):
    """What a source may be (informed on a topic, mistaken, shading, controlled), before and after all evidence."""

    state: str
    prior: float
    posterior: float


class SourceCard(Part):
    id: str
    name: str
    voice: str
    judgements: dict[str, str]  # access, accuracy, ...: value and reason
    log_odds: Answer  # what all that it says is worth for the leading hypothesis (natural log)
    naive: float  # the same if each repetition counted as new
    claims: list[ClaimLine]
    without: dict[str, float]  # posterior if this source had said nothing
    letter: str = ""  # the Admiralty letter nearest to its accuracy
    weighed_with: list[str] = Field(default_factory=list)  # sources it may share a root with
    states: list[StateLine] = Field(default_factory=list)


class Flip(Part):
    """The smallest change of one judgement that reverses the decision."""

    what: str
    kind: str
    now: float
    needed: float | None
    words: str


class Assumption(Part):
    words: str
    kind: Literal["judgement", "model", "left out", "unsolved"]
    leverage: float | None = None  # how far the answer moves over the range of this judgement


class ParameterLine(Part):
    name: str
    words: str
    value: str
    low: float | None
    mode: float | None
    high: float | None
    why: str
    leverage: float | None = None


class Certificate(Part):
    """Measured by the game, not by the solver."""

    max_regret: float  # share of the payoff range, the largest over worlds and equilibria kept
    infoset: str
    world: int
    regret_quantiles: dict[str, float]
    bayes_gap: float
    precision: Spread | None
    folds: int
    lost: int
    unsolved: int
    found: int  # equilibria kept, over all worlds
    complete: bool
    method: str


class Verdict(Part):
    """The bottom line: three sentences, and how good the evidence is, in a sentence of its own."""

    wants: str
    offer: str
    answer: str
    confidence: str
    robust: str  # which answers hold in every equilibrium found


class MatrixCell(Part):
    """How well a piece of evidence fits a hypothesis, compared with how well it fits on the whole."""

    code: str  # CC, C, N, I, II; "" where the hypothesis has no chance
    fit: float  # P(evidence | hypothesis) / P(evidence), capped


class MatrixRow(Part):
    """A row of the ACH matrix: a view of the likelihoods that the posterior was computed from."""

    item: str
    kind: str
    words: str = ""
    cells: dict[str, MatrixCell]  # hypothesis label -> cell
    information: float  # bits about which hypothesis holds
    spread: float  # largest over smallest likelihood, capped


class Reading(Part):
    """One answer under two readings of what was said in private: only we know it, or all know it."""

    what: str
    only_we_know: float | str
    all_know: float | str


class Survival(Part):
    """What is concluded if one thing is left out."""

    words: str
    kind: str
    without: str = ""  # what was done instead
    posterior: float  # of the first hypothesis
    reply: str | None = None
    same: bool  # the decision stands
    share: float  # share of worlds (weighted) in which it stands


class Judgement(Part):
    """Everything that ``overture assess`` found."""

    overture: str
    about: About
    verdict: Verdict
    documents: list[Document]
    hypotheses: list[Hypothesis]
    steps: list[Step]
    preferences: list[Preference]
    signals: list[Signal]
    outcomes: list[Outcome]
    replies: list[Reply]
    terms: list[TermCurve]
    thresholds: list[Threshold]
    indicators: list[Indicator]
    equilibria: list[EquilibriumCard]
    sources: list[SourceCard]
    flips: list[Flip]
    assumptions: list[Assumption]
    parameters: list[ParameterLine]
    game: list[str]  # the game as a readable tree
    certificate: Certificate
    matrix: list[MatrixRow] = Field(default_factory=list)
    readings: list[Reading] = Field(default_factory=list)
    survivals: list[Survival] = Field(default_factory=list)
