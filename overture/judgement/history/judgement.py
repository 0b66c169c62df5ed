"""Everything that is said about a history, as data: the page, the terminal and the JSON are made of it.

Numbers of one way of playing stand under its name; ``spread`` has the least and the greatest of those that have one, and
``all`` the mixture of all by their weights, conditioned once (docs/decisions/0118). A number is null where the history
is off the path: no way of playing that is asked makes it happen, and nothing but a convention tells what is believed there.
"""

from __future__ import annotations

from overture.frozen import FrozenModel

ByWay = dict[str, float | None]


class Spread(FrozenModel):
    """A number over all ways of playing.

    Attributes:
        by_way: name of a way -> the number; null where the history is off its path.
        all: over all of them by their weights; null where none makes the history, or no such number is defined.
        low, high: the least and the greatest; null where there is none.
        ways: how many have it. same: whether all that have it have the same, within 1e-7.
    """

    by_way: ByWay
    all: float | None
    low: float | None
    high: float | None
    ways: int
    same: bool


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


class Belief(FrozenModel):
    """What ``of`` (a player, or "observer") believes: that the player ``about`` is of this type. ``own``: his own type, "" for all."""

    of: str
    own: str
    about: str
    label: str
    probability: Spread


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
        tied: in how many ways the chance hangs on how ties are settled that decide nothing; tied_low, tied_high: the least
            and the greatest of those ways, over the ways to settle them; null where there are none.
    """

    words: str
    event: str
    by: str
    why: str
    happened: bool
    chance: Spread
    beliefs: list[Belief]
    gains: list[Worth]
    tied: int = 0
    tied_low: float | None = None
    tied_high: float | None = None

    def belief(self, of: str, about: str, label: str) -> tuple[int, Belief] | None:
        """(its place among ``beliefs``, the belief) of somebody of any type about a player; None where he has none."""
        for at, each in enumerate(self.beliefs):
            if (each.of, each.own, each.about, each.label) == (of, "", about, label):
                return at, each
        return None


class Compared(FrozenModel):
    """In how many ways of playing a number is greater for one type of the adversary than for the others.

    Attributes:
        ways: those in which at least one of his types comes there. only: type -> those in which it comes there, and not
            all others do. The rest have the numbers of all types.
        nothing: those in which all numbers are 0; something: all other ways. equal: those in which they are the same and
            not 0. more: type -> those in which its number is the greatest, and another's is not.
    """

    ways: int
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


class Option(FrozenModel):
    """One of the ways of playing at a joint: its name ("A1"), and what is done there, a line for each move."""

    name: str
    lines: list[str]


class PlayJoint(FrozenModel):
    """A place where ways of playing differ, whatever is done at the other joints."""

    name: str
    options: list[Option]


class Way(FrozenModel):
    """A way of playing: a certified equilibrium.

    Attributes:
        name: its options at the joints. options: joint -> option. weight: its share before anything was seen.
        after: its share after what was done; null where no way makes it. value: player -> what he expects at the start; value_low, value_high: over the ways to settle ties.
        regret: the largest at any information set, as a share of the payoff range. found: how it was found.
    """

    name: str
    options: dict[str, str]
    weight: float
    after: float | None
    value: dict[str, float]
    value_low: dict[str, float]
    value_high: dict[str, float]
    regret: float
    found: str


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
        best: choice -> in how many ways of playing it is best: of those that reach the set, or of all where none does.
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
    """A signal: what it may say, what it moves in each way of playing, and how many ways have each kind of move.

    ``heard`` counts the ways in which each of the things may be said; the moves are counted among them. ``tied``: in how
    many of these what is said is a tie that decides nothing, so that what it tells hangs on how it is settled.
    """

    move: str
    mover: str
    after: int
    says: list[SignalSays]
    ways: list[SignalWay]
    heard: int
    unheard: int
    tied: int
    moves_belief: int
    moves_value: int
    moves_gain: int


class Edge(FrozenModel):
    """How far a way of playing was followed along a parameter.

    Attributes:
        way: its name. lasts: it was there at the end of the way. value: where it was last seen. beyond: where it was no more.
        ended: somebody would do something else where play goes; if neither this nor ``lasts``, it could not be followed.
        who, own: who would then do something else, and his type there; "" for none. where: at which set. after: what he has seen there, in words. act: what, in words.
        ties: moves at which a tie that decides nothing there is settled in shares, and moves where this way ends.
    """

    way: str
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


class ThresholdCard(FrozenModel):
    """A parameter, from its stated value to another, and where each way of playing ceases to be an equilibrium on that way.

    ``end`` counts the ways that end, ``lost`` those that could not be followed; ``nearest`` is the place of the end that
    is nearest to the stated value.
    """

    parameter: str
    words: str
    start: float
    stop: float
    edges: list[Edge]
    end: int
    lost: int
    nearest: int | None


class ChanceCard(FrozenModel):
    """The chance of an event given others, by type of the adversary ("" for all types)."""

    own: str
    chance: Spread


class ReportAnswer(FrozenModel):
    """A sentence of the report and what answers it; ``belief`` for a belief now, ``before`` for it after ``since`` steps, when
    it first is one. ``elsewhere``: the conditions of a chance exclude what was done.
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
    since: int
    before: Spread | None
    belief: Spread | None
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


class HistoryJudgement(FrozenModel):
    """The judgement of a case about a history.

    ``done`` counts the steps that happened, ``makers`` the ways of playing that make them happen; ``combined``: every
    combination of the options at the joints was found.
    """

    overture: str
    about: AboutHistory
    sides: list[SideCard]
    history: HistoryCard
    also: list[HistoryCard]
    done: int
    makers: int
    ways: list[Way]
    joints: list[PlayJoint]
    combined: bool
    report: list[ReportAnswer]
    decisions: list[Decision]
    signals: list[SignalCard]
    thresholds: list[ThresholdCard]
    closed_forms: list[ClosedLine]
    parameters: list[ParameterCard]
    assumptions: list[str]
    left_out: list[str]
