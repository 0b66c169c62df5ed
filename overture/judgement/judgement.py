"""What an assessment says: one frozen value with every number of the page, written as JSON by a schema.

Every number is conditional on named events of one joint distribution (docs/explanation/one-distribution.md).
Three weights are named and no others: *before* (after what was done and said), *given* (and the event in
which the offer can be made) and *after* (and the offer). What is undefined is null, with a reason beside it.
Lists over types follow ``answers.types``; intervals are [low, high].
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from overture.formats import JudgementFormat
from overture.frozen import FrozenModel
from overture.judgement.answers import Answers, Other, Verdict
from overture.judgement.told import Told


class About(FrozenModel):
    """What was asked, with what, and how to make it again."""

    title: str
    question: str
    date: str
    advised: str  # the player, as the game calls him
    adversary: str
    names: dict[str, str]  # player -> name for display
    pronouns: dict[str, str]  # player -> he, she, it or they
    offer: str  # the case's words for the offer
    counterpart: str | None  # label of the counterpart to whom the case's offer is made ("X")
    choice: str | None  # label of the offer at the signal's move ("thin")
    roles: dict[str, str]  # "hypothesis", "counterpart", "signal", "reply" -> name of the move
    movers: dict[str, str]  # move -> player; "" for chance
    made: bool  # the offer was made already (it stands among what was done)
    seed: int
    worlds: int
    solved: int
    own_draws: int  # how many own draws are taken: the parameter vectors of the worlds
    command: str
    versions: dict[str, str]
    hashes: dict[str, str]


# -- what stands around them ------------------------------------------------------------------------


class Hypothesis(FrozenModel):
    label: str
    words: str
    noun: str
    prior: float
    after_acts: float
    now: float
    offered: float | None
    naive: float | None  # every repetition counted as new, for contrast; null where that contradicts itself


class ReadsUs(FrozenModel):
    """If he reads us exactly right: his picture of us fixed at our own centre, his own numbers drawn."""

    worlds: int
    chance: float | None
    factor: float | None
    now: float
    belief: float | None
    convention: bool  # nobody makes the offer then: what it tells is a convention
    V: dict[str, float]
    best: str | None


class AskedSide(FrozenModel):
    """A parameter of which it was not said who knows it: the reply if it is a fact that he knows."""

    name: str
    words: str
    best: str
    V: dict[str, float]
    turns: bool


class Picture(FrozenModel):
    """One of our numbers as he seems to take it: mean over the worlds as drawn (before) and after the offer."""

    name: str
    words: str
    own: float
    before: float
    after: float


class ActRow(FrozenModel):
    """An act that was done, is offered, or might be said, as a test between types."""

    event: str
    words: str
    kind: Literal["done", "offer", "talk", "watch"]
    before: list[float]  # belief before it, by type
    after: list[float] | None
    chance: float | None
    likelihood: list[float | None] | None
    factor: dict[str, float | None]
    factor_no_slips: dict[str, float | str | None]
    verdict: dict[str, Verdict]


class Gain(FrozenModel):
    """What a type gains from one counterpart over the other, now; the three shares add up to 1."""

    type: str
    words: str
    first: str
    second: str
    value_first: float
    value_second: float
    gain: float
    gains: float
    tied: float
    loses: float
    by_class: dict[str, float | None]


class WatchRow(FrozenModel):
    """An observation: chance, beliefs and what it is worth to each decision of ours that follows it."""

    event: str
    words: str
    given: str
    chance: float | None
    if_seen: list[float] | None
    if_not: list[float] | None
    before: list[float] | None  # belief given the event in which it can be seen
    bits: float | None
    worth: dict[str, float]  # decision (move) -> worth; empty where no decision of ours follows
    acts_on: bool  # whether any decision would differ for it
    timing: Literal[
        "before the answer", "after accepting", "too late", "is the offer", "another offer", "own move"
    ]
    by_class: dict[str, float | None] = Field(default_factory=dict)
    reason: str | None = None


class Unwatched(FrozenModel):
    """What the case lists under ``watch`` and is no observation: a move of our own, or another offer once one was made."""

    event: str
    words: str
    reason: Literal["own move", "offer made"]


class Report(FrozenModel):
    """A further report of stated quality, as an observation before the answer."""

    access: float
    accuracy: float
    says_anyway: float
    worth: float
    ceiling: (
        float  # what a report on the type can be worth at most, beside all that is seen before the answer
    )
    chance_says: float
    belief_if_says: float
    belief_if_not: float


class Root(FrozenModel):
    """What one root adds: its share of the log odds of the headline type against its strongest rival."""

    name: str
    source: str
    x: float
    access: float


class Confidence(FrozenModel):
    """How good the evidence is, apart from how likely anything is."""

    level: Literal["high", "moderate", "low"]
    failed: list[Literal["silent", "number", "contradiction", "access", "alone", "fragility", "classes"]]
    S: float
    N: float | None
    top: float | None
    contra: float | None
    acc: float | None
    alone: bool
    toward: str
    against: str
    roots: list[Root]


class Unjudged(FrozenModel):
    claim: str
    source: str
    name: str
    words: str
    missing: list[str]


class Folded(FrozenModel):
    """Two sources that may be one: one root until somebody says otherwise. ``why`` is empty where they say the same
    sentence."""

    claim: str
    kept: str
    source: str
    kept_source: str
    words: str
    why: str = ""


class Document(FrozenModel):
    id: str
    title: str
    sha256: str
    reader: str
    claims: int


class Step(FrozenModel):
    """Belief by type once one more piece of evidence is counted, in order of time."""

    kind: Literal["prior", "act", "source", "offer"]
    name: str
    words: str
    belief: list[float]
    log_odds: float | None = None  # of the headline pair, what this step added in this order
    shapley: float | None = None  # the same, averaged over all orders


class Threshold(FrozenModel):
    """A line that follows in closed form from the payoffs, at our own centre and over own draws."""

    name: str
    words: str
    value: float
    low: float | None
    high: float | None
    source: str


class Line(FrozenModel):
    """What somebody does somewhere: the move, what he has seen that matters, odds of each choice, his belief."""

    player: str
    move: str
    seen: list[tuple[str, str]]
    odds: dict[str, float]
    belief: float | None  # of the first type, where the mover does not know it
    reached: bool


class EquilibriumCard(FrozenModel):
    name: str
    kind: str
    before: float
    given: float
    after: float | None
    share: float
    logit: float
    value: dict[str, float]  # player -> mean over the worlds in which it exists
    lines: list[Line]
    passes: dict[str, str] = Field(default_factory=dict)


class ClaimLine(FrozenModel):
    id: str
    words: str
    event: str | None
    says: bool
    document: str
    place: str
    chain: list[str]
    voice: str
    certainty: str
    repeats: int
    copy_of: str | None
    used: bool
    standing: str = ""
    root: str = ""
    alone: float | None = None
    in_place: float | None = None
    knew: float | None = None
    date: str = ""


class StateLine(FrozenModel):
    state: str
    prior: float
    posterior: float


class SourceCard(FrozenModel):
    id: str
    name: str
    voice: str
    judgements: dict[str, str]
    judged: bool
    log_odds: float  # what all that it says adds to the log odds of the headline pair, the rest known
    naive: float
    claims: list[ClaimLine]
    without: list[float]  # belief now if this source had said nothing
    letter: str = ""
    weighed_with: list[str] = Field(default_factory=list)
    states: list[StateLine] = Field(default_factory=list)


class Assumption(FrozenModel):
    words: str
    kind: Literal["model", "left out", "unsolved"]


class ParameterLine(FrozenModel):
    name: str
    words: str
    value: float | None
    low: float | None
    mode: float | None
    high: float | None
    why: str
    side: Literal["theirs", "ours"]
    stated: bool
    asked: bool


class Certificate(FrozenModel):
    """Measured by the game, not by the solver."""

    max_regret: float
    infoset: str
    world: int
    regret_quantiles: dict[str, float]
    bayes_gap: float
    precision: float | None
    folds: int
    lost: int
    unsolved: int
    found: int
    complete: bool
    method: str


class MatrixCell(FrozenModel):
    code: str
    fit: float


class MatrixRow(FrozenModel):
    item: str
    kind: str
    words: str = ""
    cells: dict[str, MatrixCell]
    information: float
    spread: float


class Reading(FrozenModel):
    """One answer if only we know what was said, and if both sides knew (the game is solved anew)."""

    what: str
    only_we_know: float | str | None
    both_know: float | str | None


class Drop(FrozenModel):
    """What is concluded if one thing is left out, each alone."""

    words: str
    kind: Literal["act", "source", "class"]
    belief: list[float]
    best: str | None
    same: bool


class Judgement(Told, FrozenModel):
    """Everything that ``overture assess`` found."""

    format: JudgementFormat = "overture-judgement/1"
    overture: str
    about: About
    answers: Answers
    others: list[Other]
    hypotheses: list[Hypothesis]
    confidence: Confidence
    reads_us: ReadsUs | None
    asked: list[AskedSide]
    pictures: list[Picture]
    acts: list[ActRow]
    gains: list[Gain]
    watch: list[WatchRow]
    unwatched: list[Unwatched]
    report: Report | None
    drops: list[Drop]
    unjudged: list[Unjudged]
    folded: list[Folded]
    idle: list[str]  # names of judged sources without a linked claim
    steps: list[Step]
    sources: list[SourceCard]
    documents: list[Document]
    matrix: list[MatrixRow]
    terms: list[str]  # the words of the clauses that an answer may set
    thresholds: list[Threshold]
    equilibria: list[EquilibriumCard]
    parameters: list[ParameterLine]
    assumptions: list[Assumption]
    readings: list[Reading]
    words: dict[str, dict[str, str]]  # move -> choice -> the case's words; "" where it has none
    phrases: dict[str, dict[str, str]]  # move -> choice -> verb phrase ("offers a thin freeze")
    # Move of chance -> choice -> what it means, as a clause ("the alarm is raised").
    clauses: dict[str, dict[str, str]] = Field(default_factory=dict)
    game: list[str]
    certificate: Certificate
