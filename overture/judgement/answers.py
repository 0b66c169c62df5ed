"""The answers to one offer: belief at its labelled points, what the offer tells, what each reply is worth.

Lists over types follow ``Answers.types``; intervals are [low, high]. What is undefined is null, with a
reason beside it.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from overture.frozen import FrozenModel

Weights = Literal["before", "given", "after"]
Pair = tuple[float, float]


class ClassWeight(FrozenModel):
    """Weight of a class of equilibrium at three points, and the share of worlds in which it exists."""

    before: float
    given: float
    after_offer: float | None
    exists: float


class OnPath(FrozenModel):
    before: float
    after: float


class Movement(FrozenModel):
    """Of the move of belief in the first type from given to offered: the parts of worlds, classes and types."""

    worlds: float
    classes: float
    types: float
    sum: float


class BeliefRange(FrozenModel):
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


class Points(FrozenModel):
    """Of the weight given the offer: what it says by cell. The four add up to 1."""

    first: float
    second: float
    neither: float
    convention: float  # cells in which nobody makes the offer


class Verdict(FrozenModel):
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


class ReplyValue(FrozenModel):
    """Worth of a reply to the advised side: V, by type, and what to do at later sets of our own."""

    V: float
    u: list[float | None]
    plan: dict[str, str] = Field(default_factory=dict)  # what we will have seen -> what we do
    tied: list[str] = Field(default_factory=list)  # later sets at which another choice is as good


# How surely the best reply is so: the first rule that holds.
Status = Literal[
    "plain",
    "narrowly",
    "exactly as good",
    "as good but for trembles",
    "rests on trembles",
    "too close to call",
]


class FloorPoint(FrozenModel):
    factor: float | None
    belief: float
    V: dict[str, float]


class Vertex(FrozenModel):
    """All weight on one class wherever it exists."""

    factor: float | None
    belief: float
    V: dict[str, float]
    on_path: float


class Range2(FrozenModel):
    all: Pair
    on_path: Pair | None


class OwnScenarios(FrozenModel):
    """Shares over draws of our own numbers, each with its own prior, payoffs and plan. They add up to 1."""

    best: dict[str, float]  # reply -> share of own draws in which it alone is best
    tied: float
    se: float
    belief_5_95: Pair
    lead_5_50_95: tuple[float, float, float]  # of the best reply over all
    best_accept: float | None = None  # of the reply under which the deal is given
    lead_of_accept_5_50_95: tuple[float, float, float] | None = None


class Seen(FrozenModel):
    """One way in which an observation may turn out, given the event in which it can be seen."""

    chance_given_counterpart: float | None
    if_seen: list[float] | None
    if_not: list[float] | None
    now: float | None = None
    mean_check: float | None = None  # chance x seen + (1 - chance) x not, of the first type: equals now


class After(FrozenModel):
    """What may be seen once the offer is accepted; beliefs in the first type."""

    chance_if_accepted: float
    if_seen: float | None
    if_not: float | None


class Inspection(FrozenModel):
    """What may be seen after accepting, and what it is worth to our own later move."""

    with_inspection: float  # V of accepting, with a plan that may depend on it
    without: float
    worth: float


class LeverRow(FrozenModel):
    """One judgement, moved alone towards the edges of its stated range."""

    name: str
    words: str
    kind: Literal["own prior", "own number", "his number", "source", "class", "floor"]
    now: float
    low: float
    high: float
    lead_now: float
    lead_low: float  # of Flips.of over the best other reply, at the low edge or as far as it was looked at
    lead_high: float
    turns_at: float | None
    share_of_way_to_edge: float | None
    leverage: float  # largest minus smallest lead between the edges, in payoff units
    source: str = ""
    topic: str = ""  # of an access that is judged apart from that to other topics
    # How far it was looked at, where that is short of the edge: beyond, too few worlds bear on it, or what was done
    # and said cannot be.
    looked_low: float | None = None
    looked_high: float | None = None


class Flips(FrozenModel):
    # The reply whose lead over the best other is given: of two the one under which the deal stands, else the best.
    of: str
    lead: float  # with own numbers at their centre
    levers: dict[str, LeverRow]
    idle: list[str]  # words of levers that cannot reach the reply
    fixed: list[str]  # words of judgements without a range
    # Our own prior: moved alone it moves the lead, or it does not, or it has no range.
    own_prior: Literal["moved", "idle", "fixed"] = "fixed"
    joint_fragility: float | None  # null where no share of the way turns the reply
    adverse: dict[str, str]  # lever -> low or high
    source_turns_on_unit_interval: dict[str, float | None] = Field(default_factory=dict)
    centre_differs: bool = False  # the lead at the centre differs from the printed one by more than 1 %


class Observation(FrozenModel):
    """What is seen before the answer must be given, at each information set of the advised side."""

    seen: str
    chance: float
    belief_if_seen: list[float]
    V: dict[str, float]
    best: str
    u: dict[str, list[float | None]] = Field(default_factory=dict)
    plan: dict[str, dict[str, str]] = Field(default_factory=dict)
    # The answer after it, as a question of its own: how surely it is best, and what turns it.
    lead: float | None = None
    status: Status | None = None
    tied: list[str] = Field(default_factory=list)
    se_V: dict[str, float] = Field(default_factory=dict)
    se_lead: float | None = None
    own_prior_at_which_reply_turns: float | None = None
    turns_to: str | None = None
    turns_if_held: Literal["less", "more"] | None = None
    joint_fragility: float | None = None


class ObservationTest(FrozenModel):
    rows: dict[str, Observation]
    value_for_answer: float  # worth of answering after it and not blind


class Without(FrozenModel):
    belief_offer: float
    belief_answer: float | None = None  # where the answer is asked for
    V: float
    best: str = ""


class PlanNode(FrozenModel):
    """Worth by type of a reply and of what we do later, for whoever moves the prior: rest + sum of the best choices."""

    rest: list[float]
    sets: list[PlanSet] = Field(default_factory=list)


class PlanSet(FrozenModel):
    move: str = ""  # at which we choose; empty in judgements that were written before it was kept
    seen: str
    choices: dict[str, PlanNode]


class Errors(FrozenModel):
    """Monte-Carlo standard errors: worlds and own draws resampled 400 times. Null with one world."""

    factor: float | None = None
    belief_now: float | None = None
    belief_offer: float | None = None
    chance: float | None = None
    V: dict[str, float] = Field(default_factory=dict)
    lead: float | None = None
    turning_prior: float | None = None


class Answers(FrozenModel):
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
    # The chance that the answer is asked for once the offer is made (and what was done since), and the belief there.
    answer_asked: float | None = None
    belief_answer: list[float] | None = None
    value: dict[str, ReplyValue]
    value_own_later_by_class: dict[str, ReplyValue]
    value_no_slips: dict[str, ReplyValue] | None
    belief_answer_no_slips: list[float] | None = None  # the belief that these worths rest on
    best: str | None
    lead: float | None
    status: Status | None
    tied: list[str]  # replies that are as good as the best one
    perfect_information: float | None  # ceiling: worth of a report on the type alone
    ceiling_cell: float | None  # of what speaks of type, world and class
    ceiling_any: float | None  # the clairvoyant's
    belief_at_which_reply_turns: float | None
    own_prior_at_which_reply_turns: float | None
    turns_to: str | None
    turns_if_held: Literal["less", "more"] | None = (
        None  # whether the first type is less likely there, or more
    )
    testimony_ratio_at_which_reply_turns: float | None
    testimony_ratio_now: float | None
    own_scenarios: OwnScenarios | None
    floor_sensitivity: dict[str, FloorPoint]
    weights_vertices: dict[str, Vertex]
    simplex_belief_offer: Pair | None
    simplex_belief_offer_on_path: Pair | None
    simplex_V: dict[str, Range2]
    simplex_V_accept: Range2 | None
    # The best reply over all weights of the classes in which somebody makes the offer, plans held: always the same,
    # always another one, or now one and now the other; then the same over all classes.
    simplex_reply: Literal["the same", "the other", "turns"] | None
    simplex_reply_all: Literal["the same", "turns"] | None = None
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


PlanNode.model_rebuild()
