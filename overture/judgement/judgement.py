"""What an assessment says: one frozen value with every number of the page, written as JSON by a schema.

Every number is conditional on named events of one joint distribution (docs/explanation/one-distribution.md).
Three weights are named and no others: *before* (after what was done and said), *given* (and the event in
which the offer can be made) and *after* (and the offer). What is undefined is null, with a reason beside it.
Lists over types follow ``answers.types``; intervals are [low, high].
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from overture.case.schema import Part

Weights = Literal["before", "given", "after"]
Pair = tuple[float, float]


class About(Part):
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


# -- the answers to one offer -----------------------------------------------------------------------


class ClassWeight(Part):
    """Weight of a class of equilibrium at three points, and the share of worlds in which it exists."""

    before: float
    given: float
    after_offer: float | None
    exists: float


class OnPath(Part):
    before: float
    after: float


class Movement(Part):
    """Of the move of belief in the first type from given to offered: the parts of worlds, classes and types."""

    worlds: float
    classes: float
    types: float
    sum: float


class BeliefRange(Part):
    """Ranges of the belief in the first type if the offer is made, each over one thing only."""

    worlds_5_95: Pair | None  # over what he may think and want; null with fewer than 20 effective worlds
    within_world_mean_width: float  # over all classes of a world
    within_world_mean_width_on_path: float | None  # over the classes in which the offer is made
    within_world_max: float
    straddles_half_weight: (
        float  # weight (after) of worlds whose on-path classes lie on both sides of one half
    )
    straddles_turning_weight: float | None  # the same of the turning belief
    cells_5_95: Pair | None  # over both


class Points(Part):
    """Of the weight given the offer: what it says by cell. The four add up to 1."""

    first: float
    second: float
    neither: float
    convention: float  # cells in which nobody makes the offer


class Verdict(Part):
    """What an act tells, by its averaged likelihoods with and without a floor."""

    word: Literal["nothing", "points", "convention", "undetermined", "impossible"]
    toward: str | None = None  # the type it points to
    against: str | None = None
    size: Literal["barely", "somewhat", "clearly", "strongly"] | None = None
    factor: float | None = None  # likelihood ratio toward : against, above 1 where it points
    floor_bound: bool = False  # the ratio is as large as the floor allows
    convention_share: float = 0.0  # weight (after) that rests on a convention, where it is .1 to .5
    nobody: bool = False  # nobody makes it in any class
    free_low: float | None = None  # factor if free ties are moved to one end, and to the other
    free_high: float | None = None


class ReplyValue(Part):
    """Worth of a reply to the advised side: V, by type, and what to do at later sets of our own."""

    V: float
    u: list[float | None]
    plan: dict[str, str] = Field(default_factory=dict)  # what we will have seen -> what we do
    tied: list[str] = Field(default_factory=list)  # later sets at which another choice is as good


class FloorPoint(Part):
    factor: float | None
    belief: float
    V: dict[str, float]


class Vertex(Part):
    """All weight on one class wherever it exists."""

    factor: float | None
    belief: float
    V: dict[str, float]
    on_path: float


class Range2(Part):
    all: Pair
    on_path: Pair | None


class OwnScenarios(Part):
    """Shares over draws of our own numbers, each with its own prior, payoffs and plan. They add up to 1."""

    best: dict[str, float]  # reply -> share of own draws in which it alone is best
    tied: float
    se: float
    belief_5_95: Pair
    lead_5_50_95: tuple[float, float, float]  # of the best reply over all
    best_accept: float | None = None  # of the reply under which the deal is given
    lead_of_accept_5_50_95: tuple[float, float, float] | None = None


class Seen(Part):
    """One way in which an observation may turn out, given the event in which it can be seen."""

    chance_given_counterpart: float | None
    if_seen: list[float] | None
    if_not: list[float] | None
    now: float | None = None
    mean_check: float | None = None  # chance x seen + (1 - chance) x not, of the first type: equals now


class After(Part):
    """What may be seen once the offer is accepted; beliefs in the first type."""

    chance_if_accepted: float
    if_seen: float | None
    if_not: float | None


class Inspection(Part):
    """What may be seen after accepting, and what it is worth to our own later move."""

    with_inspection: float  # V of accepting, with a plan that may depend on it
    without: float
    worth: float


class LeverRow(Part):
    """One judgement, moved alone towards the edges of its stated range."""

    name: str
    words: str
    kind: Literal["own prior", "own number", "his number", "source", "class", "floor"]
    now: float
    low: float
    high: float
    lead_now: float
    lead_low: float  # of Flips.of over the best other reply, at the low edge
    lead_high: float
    turns_at: float | None
    share_of_way_to_edge: float | None
    leverage: float  # largest minus smallest lead between the edges, in payoff units
    source: str = ""


class Flips(Part):
    of: str  # the reply whose lead over the best other is given: the one under which the deal stands
    lead: float  # with own numbers at their centre
    levers: dict[str, LeverRow]
    idle: list[str]  # words of levers that cannot reach the reply
    fixed: list[str]  # words of judgements without a range
    joint_fragility: float | None  # null where no share of the way turns the reply
    adverse: dict[str, str]  # lever -> low or high
    source_turns_on_unit_interval: dict[str, float | None] = Field(default_factory=dict)
    centre_differs: bool = False  # the lead at the centre differs from the printed one by more than 1 %


class Observation(Part):
    """What is seen before the answer must be given, at each information set of the advised side."""

    seen: str
    chance: float
    belief_if_seen: list[float]
    V: dict[str, float]
    best: str
    u: dict[str, list[float | None]] = Field(default_factory=dict)
    plan: dict[str, dict[str, str]] = Field(default_factory=dict)


class ObservationTest(Part):
    rows: dict[str, Observation]
    value_for_answer: float  # worth of answering after it and not blind


class Without(Part):
    belief_offer: float
    V: float
    best: str = ""


class PlanNode(Part):
    """Worth by type of a reply and of what we do later, for whoever moves the prior: rest + sum of the best choices."""

    rest: list[float]
    sets: list[PlanSet] = Field(default_factory=list)


class PlanSet(Part):
    seen: str
    choices: dict[str, PlanNode]


class Errors(Part):
    """Monte-Carlo standard errors: worlds and own draws resampled 400 times. Null with one world."""

    factor: float | None = None
    belief_now: float | None = None
    belief_offer: float | None = None
    chance: float | None = None
    V: dict[str, float] = Field(default_factory=dict)
    lead: float | None = None
    turning_prior: float | None = None


class Answers(Part):
    """Everything that is asked of one offer to one counterpart (keys as in docs/reference/judgement.md)."""

    reason: str | None = None  # why numbers are null, where nobody can make the offer or nobody answers it
    types: list[str]
    worlds: int
    classes: list[str]
    own_prior: list[float]
    testimony_likelihood: list[float]
    floor: float
    belief_acts: list[float]
    belief_now: list[float]
    belief_given: list[float] | None
    belief_offer: list[float] | None
    belief_nooffer: list[float] | None
    chance_of_offer_given_done_and_counterpart: float | None
    offer_likelihood_by_type: list[float | None] | None
    offer_factor: dict[str, float | None]
    offer_likelihood_no_slips: list[float | None] | None
    offer_factor_no_slips: dict[str, float | str | None]  # "infinite" where only one type does it
    belief_offer_no_slips: list[float] | None
    verdict: dict[str, Verdict]  # pair of types -> what the offer tells
    headline_pair: str | None
    ruled_out: list[str]
    undecided: list[str]
    on_path_share: OnPath | None
    class_weight: dict[str, ClassWeight]
    movement_first_type: Movement | None
    belief_offer_range: BeliefRange | None
    belief_offer_by_class: dict[str, float | None]
    factor_by_class: dict[str, float | None]  # headline pair; not printed where on_path_by_class_after is 0
    on_path_by_class_after: dict[str, float]
    offer_points_after: Points | None
    # Columns of classes exist in different worlds: his picture of our prior by class (weights before), and the
    # difference in belief if offered between the two heaviest classes where both exist (equal weights).
    composition: dict[str, float | dict[str, float]] = Field(default_factory=dict)
    value: dict[str, ReplyValue]
    value_own_later_by_class: dict[str, ReplyValue]
    value_no_slips: dict[str, ReplyValue] | None
    best: str | None
    lead: float | None
    status: (
        Literal[
            "plain",
            "narrowly",
            "exactly as good",
            "as good but for trembles",
            "rests on trembles",
            "too close to call",
        ]
        | None
    )
    tied: list[str]  # replies that are as good as the best one
    perfect_information: float | None  # ceiling: worth of a report on the type alone
    ceiling_cell: float | None  # of what speaks of type, world and class
    ceiling_any: float | None  # the clairvoyant's
    belief_at_which_reply_turns: float | None
    own_prior_at_which_reply_turns: float | None
    turns_to: str | None
    testimony_ratio_at_which_reply_turns: float | None
    testimony_ratio_now: float | None
    own_scenarios: OwnScenarios | None
    floor_sensitivity: dict[str, FloorPoint]
    weights_vertices: dict[str, Vertex]
    simplex_belief_offer: Pair | None
    simplex_belief_offer_on_path: Pair | None
    simplex_V: dict[str, Range2]
    simplex_V_accept: Range2 | None
    simplex_reply: Literal["the same", "turns"] | None  # over all weights of on-path classes, plan held
    effective_worlds_after_offer: float | None
    bootstrap_se: Errors | None
    bootstrap_se_V_accept: float | None  # of the reply under which the deal stands
    watch: dict[str, Seen]  # choices of the signal, given the event in which it is made
    after_accepting: dict[
        str, After | list[float | None] | float
    ]  # After by outcome; four summaries beside them
    inspection_for_snapback: Inspection | None
    inspection_for_answer: float | None  # 0: it comes after the answer
    cheat_by_type: list[float | None] | None
    compliance: float | None
    caught: float | None
    undetected: float | None
    collapse: float | None
    observation_test: ObservationTest | None
    without_testimony: Without | None
    flips: Flips | None
    plans: dict[str, PlanNode]  # reply -> how its worth hangs on belief, for the slider


class Other(Answers):
    """The same for another counterpart or offer; null numbers where nobody makes it, with the reason."""

    counterpart: str | None
    offer: str
    words: str


# -- what stands around them ------------------------------------------------------------------------


class Hypothesis(Part):
    label: str
    words: str
    noun: str
    prior: float
    after_acts: float
    now: float
    offered: float | None
    naive: float  # every repetition counted as new; shown for contrast


class ReadsUs(Part):
    """If he reads us exactly right: his picture of us fixed at our own centre, his own numbers drawn."""

    worlds: int
    chance: float | None
    factor: float | None
    now: float
    belief: float | None
    convention: bool  # nobody makes the offer then: what it tells is a convention
    V: dict[str, float]
    best: str | None


class AskedSide(Part):
    """A parameter of which it was not said who knows it: the reply if it is a fact that he knows."""

    name: str
    words: str
    best: str
    V: dict[str, float]
    turns: bool


class Picture(Part):
    """One of our numbers as he seems to take it: mean over worlds before and after the offer."""

    name: str
    words: str
    own: float
    before: float
    after: float


class ActRow(Part):
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


class Gain(Part):
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


class WatchRow(Part):
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
    timing: Literal["before the answer", "after accepting", "too late", "is the offer", "own move"]
    by_class: dict[str, float | None] = Field(default_factory=dict)
    reason: str | None = None


class Report(Part):
    """A further report of stated quality, as an observation before the answer."""

    access: float
    accuracy: float
    says_anyway: float
    worth: float
    chance_says: float
    belief_if_says: float
    belief_if_not: float


class Root(Part):
    """What one root adds: its share of the log odds of the headline type against its strongest rival."""

    name: str
    source: str
    x: float
    access: float


class Confidence(Part):
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


class Unjudged(Part):
    claim: str
    source: str
    name: str
    words: str
    missing: list[str]


class Folded(Part):
    """Two sources that say the same sentence: one root until somebody says otherwise."""

    claim: str
    kept: str
    source: str
    kept_source: str
    words: str


class Document(Part):
    id: str
    title: str
    sha256: str
    reader: str
    claims: int


class Step(Part):
    """Belief by type once one more piece of evidence is counted, in order of time."""

    kind: Literal["prior", "act", "source", "offer"]
    name: str
    words: str
    belief: list[float]
    log_odds: float | None = None  # of the headline pair, what this step added in this order
    shapley: float | None = None  # the same, averaged over all orders


class TermCurve(Part):
    """A clause and the values at which the answer of the deal changes, found as roots."""

    parameter: str
    words: str
    unit: str
    held: dict[str, float]
    low: float
    high: float
    now: float
    deterred_now: bool
    threshold: float | None
    side: Literal["or more", "or less"] | None
    automatic: float | None  # threshold if snapping back were automatic (closed form), where the game has one
    reason: str | None = None


class Threshold(Part):
    """A line that follows in closed form from the payoffs, at our own centre and over own draws."""

    name: str
    words: str
    value: float
    low: float | None
    high: float | None
    source: str


class Line(Part):
    """What somebody does somewhere: the move, what he has seen that matters, odds of each choice, his belief."""

    player: str
    move: str
    seen: list[tuple[str, str]]
    odds: dict[str, float]
    belief: float | None  # of the first type, where the mover does not know it
    reached: bool


class EquilibriumCard(Part):
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
    repeats: int
    copy_of: str | None
    used: bool
    standing: str = ""
    root: str = ""
    alone: float | None = None
    in_place: float | None = None
    knew: float | None = None
    date: str = ""


class StateLine(Part):
    state: str
    prior: float
    posterior: float


class SourceCard(Part):
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


class Assumption(Part):
    words: str
    kind: Literal["model", "left out", "unsolved"]


class ParameterLine(Part):
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


class Certificate(Part):
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


class MatrixCell(Part):
    code: str
    fit: float


class MatrixRow(Part):
    item: str
    kind: str
    words: str = ""
    cells: dict[str, MatrixCell]
    information: float
    spread: float


class Reading(Part):
    """One answer if only we know what was said, and if both sides knew (the game is solved anew)."""

    what: str
    only_we_know: float | str | None
    both_know: float | str | None


class Drop(Part):
    """What is concluded if one thing is left out, each alone."""

    words: str
    kind: Literal["act", "source", "class"]
    belief: list[float]
    best: str | None
    same: bool


class Judgement(Part):
    """Everything that ``overture assess`` found."""

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
    report: Report | None
    drops: list[Drop]
    unjudged: list[Unjudged]
    folded: list[Folded]
    idle: list[str]  # names of judged sources without a linked claim
    steps: list[Step]
    sources: list[SourceCard]
    documents: list[Document]
    matrix: list[MatrixRow]
    terms: list[TermCurve]
    thresholds: list[Threshold]
    equilibria: list[EquilibriumCard]
    parameters: list[ParameterLine]
    assumptions: list[Assumption]
    readings: list[Reading]
    words: dict[str, dict[str, str]]  # move -> choice -> the case's words; "" where it has none
    phrases: dict[str, dict[str, str]]  # move -> choice -> verb phrase ("offers a thin freeze")
    game: list[str]
    certificate: Certificate


PlanNode.model_rebuild()
