"""Everything that is said about a history, as data: the page, the terminal and the JSON are made of it.

Numbers of one way of playing stand under its name; ``spread`` has the least and the greatest of those that have one, and
``all`` the mixture of all by their weights, conditioned once (docs/decisions/0118). A number is null where the history
is off the path: no way of playing that is asked makes it happen, and nothing but a convention tells what is believed there.
"""

from __future__ import annotations

from overture.formats import HistoryFormat
from overture.frozen import FrozenModel
from overture.judgement.history.told import ToldHistory
from overture.judgement.history.ways.playing import PlayJoint, Way
from overture.judgement.history.ways.spread import Among, Spread


class TypeCard(FrozenModel):
    """A type of a player. ``adjective``: what follows "he is". ``prior``: its odds at the start of the game."""

    label: str
    words: str
    noun: str
    adjective: str
    prior: float


class SideCard(FrozenModel):
    """A player whose type is drawn, and the move that draws it."""

    player: str
    move: str
    types: list[TypeCard]


class BeliefApart(FrozenModel):
    """A belief of somebody by what he knows himself: his own type (``own``, "" where that is given), and ``known``, in words."""

    own: str
    known: list[str]
    probability: Spread


class Belief(FrozenModel):
    """What ``of`` (a player, or "observer") believes: that the player ``about`` is of this type. ``own``: his own type, "" for all.

    Attributes:
        probability: given the steps that he sees. over: the moves of which he knows more than the steps say, where that
            makes a difference: the probability is then a mean over them. apart: what he believes by what was done there.
    """

    of: str
    own: str
    about: str
    label: str
    probability: Spread
    over: list[str]
    apart: list[BeliefApart]


class Worth(FrozenModel):
    """What the first event of ``versus`` is worth to a player of a type over the second."""

    player: str
    own: str
    gain: Spread


class StepCard(FrozenModel):
    """What is known after a step; the first is the start of the game.

    Attributes:
        words, event, by, why: as the case says. happened: whether the case says that it was done, or asks what if.
        chance: of the history up to here. beliefs: of the observer and of each player. gains: of ``versus``.
        tied: with how many options the chance hangs on how ties are settled that decide nothing; tied_low, tied_high: the
            least and the greatest of those ways, over the ways to settle them; null where there are none.
    """

    words: str
    event: str
    by: str
    why: str
    happened: bool
    chance: Spread
    beliefs: list[Belief]
    gains: list[Worth]
    tied: Among
    tied_low: float | None = None
    tied_high: float | None = None

    def belief(self, of: str, about: str, label: str) -> tuple[int, Belief] | None:
        """(its place among ``beliefs``, the belief) of somebody of any type about a player; None where he has none."""
        for at, each in enumerate(self.beliefs):
            if (each.of, each.own, each.about, each.label) == (of, "", about, label):
                return at, each
        return None


class Compared(FrozenModel):
    """With how many options a number is greater for one type of the adversary than for the others.

    Attributes:
        ways: in how many ways of playing at least one of his types comes there.
        at: the joints that decide what follows. of: how many combinations of options those ways have at them; all counts
            below count these, and 1 is every way where no joint decides.
        only: type -> those with which it comes there, and not all others do. The rest have the numbers of all types.
        nothing: those with which all numbers are 0; something: all others. equal: those with which they are the same and
            not 0. more: type -> those with which its number is the greatest, and another's is not.
    """

    ways: int
    at: list[str]
    of: int
    nothing: int
    something: int
    equal: int
    more: dict[str, int]
    only: dict[str, int]


class HistoryCard(FrozenModel):
    """A history and its steps. ``name`` is "" for the one that happened.

    ``wants`` compares what the first event of ``versus`` is worth to the types of the adversary after ``asked`` steps: the
    last step of what was done, or of another history, after which both events are open; null where nothing is compared.
    """

    name: str
    steps: list[StepCard]
    asked: int
    wants: Compared | None


class Reply(FrozenModel):
    """A decision of an advised player at one of his information sets along the history, in one way of playing.

    Attributes:
        way: its name. reached: whether the set is on the path. belief: label of the adversary's type -> its probability.
        worth: choice -> what it is worth there. share: choice -> how often it is made.
        act: the choice that is made most often. margin: what it is worth over the best other; low, high: the range of
            that over all ways of settling ties elsewhere that decide nothing there. ties: the moves that are tied so.
        undetermined: the range has both signs. low and high are null where there are too many ties to try.
    """

    way: str
    reached: bool
    belief: dict[str, float]
    worth: dict[str, float]
    share: dict[str, float]
    act: str
    margin: float
    low: float | None
    high: float | None
    ties: list[str]
    undetermined: bool


class Decision(FrozenModel):
    """An information set of an advised player along the history.

    Attributes:
        player, move: who decides what. own: his type, "" where he has none. step: after how many steps.
        seen: what he has seen there, in words. choices: label -> words. replies: one for each way of playing.
        best: choice -> with how many options it is best, in the ways of playing that reach the set, or in all where none does.
        at, of: the joints that decide what is best, and how many combinations of options those ways have at them.
        ways: how many ways those are. reached: whether they reach it.
        lead_low, lead_high: what the best act is worth over the best other, over those ways and over the ways to settle ties.
        same: in every way of playing that counts for ``best`` the same one choice is best, and no tie elsewhere turns it.
    """

    player: str
    move: str
    own: str
    step: int
    seen: list[str]
    choices: dict[str, str]
    replies: list[Reply]
    best: dict[str, int]
    at: list[str]
    of: int
    ways: int
    reached: bool
    lead_low: float | None
    lead_high: float | None
    same: bool


class SignalShare(FrozenModel):
    """How often a thing is said after the history before it, by type of a player."""

    player: str
    own: str
    share: Spread


class SignalSays(FrozenModel):
    """One thing that a signal may say: its words, and how often, by the types of each player whose type is drawn then."""

    label: str
    words: str
    shares: list[SignalShare]


class SignalWay(FrozenModel):
    """What a signal moves in one way of playing: beliefs, values and gains by size, and moves made otherwise after it.

    ``heard``: each of the things is said with a positive chance after the history before it; else what the one that is never
    said would tell is a convention, and there are no numbers. ``whose``: whose belief moves most, and about whom.
    """

    way: str
    heard: bool
    whose: list[str]
    belief: float | None
    value: float | None
    gain: float | None
    acts: list[str]


class SignalCard(FrozenModel):
    """A signal: what it may say, what it moves in each way of playing, and with how many options there is each kind of move.

    ``at`` are the joints that decide it, and ``of`` counts the combinations of options at them. ``heard`` counts those with
    which each of the things may be said; the moves are counted among them. ``tied``: with how many of these what is said is
    a tie that decides nothing, so that what it tells hangs on how it is settled.
    """

    move: str
    mover: str
    after: int
    says: list[SignalSays]
    ways: list[SignalWay]
    at: list[str]
    of: int
    heard: int
    unheard: int
    tied: int
    moves_belief: int
    moves_value: int
    moves_gain: int


class Edge(FrozenModel):
    """How far a way of playing was followed along a parameter.

    Attributes:
        way: its name. makes: it makes what was done happen. lasts: it was there at the end of the way. value: where it was last seen. beyond: where it was no more.
        ended: somebody would do something else where play goes; if neither this nor ``lasts``, it could not be followed.
        who, own: who would then do something else, and his type there; "" for none. where: at which set. after: what he has seen there, in words. act: what, in words.
        ties: what is tied at the moves at which a tie that decides nothing there moves where this way ends, in words.
    """

    way: str
    makes: bool
    lasts: bool
    ended: bool
    value: float
    beyond: float | None
    who: str
    own: str
    where: str
    after: list[str]
    act: str
    ties: list[str]


class ClosedLine(FrozenModel):
    """A closed form beside what was searched: its words, its number at the stated values, and where it is from."""

    words: str
    value: float | None
    source: str


class FollowedWays(FrozenModel):
    """What became of ways of playing that were followed along a parameter.

    Attributes:
        ways: how many were followed. at: the joints that decide whether they end or are lost. of: how many combinations of
            options they have at these. end: with how many of them they end. lost: with how many they could not be followed.
        nearest: the place, among all edges, of the end that is nearest to the stated value; null where none ends.
    """

    ways: int
    at: list[str]
    of: int
    end: int
    lost: int
    nearest: int | None


class ThresholdCard(FrozenModel):
    """A parameter, from its stated value to another, and where each way of playing ceases to be an equilibrium on that way.

    ``makers`` are the ways that make what was done happen, ``others`` those that cannot: what becomes of these says
    nothing about the history.
    """

    parameter: str
    words: str
    start: float
    stop: float
    edges: list[Edge]
    makers: FollowedWays
    others: FollowedWays


class ChanceCard(FrozenModel):
    """The chance of an event given others, by type of the adversary ("" for all types)."""

    own: str
    chance: Spread


class ReportAnswer(FrozenModel):
    """A sentence of the report and what answers it; ``belief`` for a belief now, ``before`` for it after ``since`` steps, when
    it first is one. ``seen``: the ways of playing that make what the believer sees happen; null where nothing is believed.
    ``at``: the joints that decide its numbers, those of the chance over all types; none where all ways have the same.
    ``elsewhere``: the conditions of a chance exclude what was done. ``barred``: of the ways of playing that the answer speaks
    of, those that cannot make what was done happen.
    """

    says: str
    answer: str
    words: str
    why: str
    of: str
    about: str
    label: str
    signal: int | None
    elsewhere: bool
    barred: Among
    at: list[str]
    since: int
    before: Spread | None
    belief: Spread | None
    seen: Among | None
    gains: list[Worth]
    chances: list[ChanceCard]
    compared: Compared | None


class ParameterCard(FrozenModel):
    name: str
    words: str
    value: float
    why: str


class AboutHistory(FrozenModel):
    """What was asked, of whom, and how the answer was made."""

    title: str
    question: str
    date: str
    advised: list[str]
    adversary: str
    names: dict[str, str]
    pronouns: dict[str, str]
    versus: list[str]
    nodes: int
    histories: int
    sets: int
    untried: int
    largest_regret: float
    command: str
    seed: int
    versions: dict[str, str]
    hashes: dict[str, str]


class HistoryJudgement(ToldHistory, FrozenModel):
    """The judgement of a case about a history.

    ``done`` counts the steps that happened, ``makers`` the ways of playing that make them happen. ``combinations`` counts
    those of the options at the joints; ``absent`` names those that were not found, the first hundred of them.
    """

    format: HistoryFormat = "overture-history/1"
    overture: str
    about: AboutHistory
    sides: list[SideCard]
    history: HistoryCard
    also: list[HistoryCard]
    done: int
    makers: Among
    ways: list[Way]
    joints: list[PlayJoint]
    combinations: int
    absent: list[str]
    report: list[ReportAnswer]
    decisions: list[Decision]
    signals: list[SignalCard]
    thresholds: list[ThresholdCard]
    closed_forms: list[ClosedLine]
    parameters: list[ParameterCard]
    assumptions: list[str]
    left_out: list[str]
