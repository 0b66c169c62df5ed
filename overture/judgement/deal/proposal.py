"""What is said of terms: which would hold, why, what would break them, and what can be had where none do.

Chances and shares lie from 0 to 1; worths are in the unit of the case's payoffs. What is undefined is null. Terms map
each clause, by its name in the case, to its value: a number for a parameter, a choice for a clause of the shape.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from overture.formats import TermsFormat
from overture.frozen import FrozenModel
from overture.judgement.deal.driver_cards import TermsDrivers
from overture.judgement.deal.ours import BelievedAtTerms, OursOfTerms
from overture.judgement.saving import save_json

if TYPE_CHECKING:
    import pandas as pd

Value = bool | int | float | str
Terms = dict[str, Value]
State = Literal["both sign", "one stays out", "not used", "missed"]
Goal = Literal["best for us", "cheapest", "fairest", "most robust", "fairest to each type"]


class ClauseCard(FrozenModel):
    """A clause that could be written differently.

    Attributes:
        name: in the case. inside: in the game in which terms are judged. now: as things stand.
        low, high: of a parameter; choices: of a clause of the shape.
        per, beyond, rising: what one unit costs us from a point on, above or below it. once: what each choice but the first costs.
        priced: whether the case states a cost at all.
        free_under: clause of the shape -> its choices under which this one costs nothing. idle: choices of the clauses of the shape
            under which it moves nothing: there it is left as it stands.
    """

    name: str
    inside: str
    words: str
    unit: str
    low: float | None
    high: float | None
    choices: list[Value]
    now: Value
    per: float | None
    beyond: float | None
    rising: bool
    once: float | None
    priced: bool
    free_under: dict[str, list[Value]]
    idle: list[Terms]
    granted: str
    why: str


class OutsideOfPlayer(FrozenModel):
    """What a player has without a deal, at the middle of all ranges."""

    player: str
    words: str
    value: float


class Shares(FrozenModel):
    """Weight of the worlds in which terms hold robustly, can hold, break, are not used, or nothing is known.

    The five add up to 1. ``breaks`` has two parts: ``broken``, where the deal is broken too often, and ``unsigned``, where
    somebody would do better without it. ``by_belief``: of ``robust``, where a type that signs surely breaks the
    deal, which holds all the same because that type is thought so rare; ``signed``: where all types sign.
    """

    robust: float
    can: float
    breaks: float
    not_used: float
    unknown: float
    broken: float
    unsigned: float
    by_belief: float
    signed: float
    worlds: int


class WorthOverWorlds(FrozenModel):
    """What terms are worth over worlds: in each world of its worst, its best member, and of all members alike."""

    worst: float
    weighted: float
    best: float


class AtCentre(FrozenModel):
    """Terms in the one world in which every range is at its mode.

    Attributes:
        struck, broken: chance of a deal; chance that it is broken once struck (null where none is struck).
        us, net, cost: worth to us, the same less what the clauses cost, and that cost. theirs: before his type is drawn.
        by_type: type -> worth to it. signs: type -> whether it signs.
        members: equilibria found; where there are several, the numbers are those of the worst for us. complete: whether
            these are all.
    """

    struck: float
    broken: float | None
    us: float
    net: float
    cost: float
    theirs: float
    by_type: dict[str, float]
    signs: dict[str, bool]
    members: int
    complete: bool


class Constraint(FrozenModel):
    """One choice at one information set after the terms were stated, that is not surely made, and what it would lose.

    Attributes:
        player: who chooses. set: where, in words. choice: the other choice.
        slack: worth of what is played less worth of the choice, both given the set; 0 where it binds.
        on_path: whether play comes there. probability: with which the choice is made.
    """

    player: str
    set: str
    choice: str
    slack: float
    binds: bool
    on_path: bool
    probability: float


class OurThreat(FrozenModel):
    """Our own threat at one place: would we carry it out?

    Attributes:
        set: the place in words. choice, instead: the threat, and the best we could do otherwise.
        belief: in a breach there, as the proposal is played. needed: from which carrying it out is best; null: none is enough.
        gain: what carrying it out gives us above the other choice, by that belief. on_path: whether play comes there.
        regret: what we would lose by carrying it out there if he kept the deal, as is wanted; null where no target is stated.
        tempted_belief: the belief there if he did what he does who thinks the threat empty; null where this is not stated.
        tempted_gain: what carrying it out would give us then.
    """

    set: str
    choice: str
    instead: str
    belief: float
    needed: float | None
    gain: float
    on_path: bool
    regret: float | None
    tempted_belief: float | None
    tempted_gain: float | None


class ClauseStretch(FrozenModel):
    """A stretch of a clause's range over which the same follows, the other clauses held: the demand is met and all sign,

    or one stays out; nobody signs in an equilibrium at least; the demand is missed.
    """

    low: float
    high: float
    state: State


class ClauseBreaks(FrozenModel):
    """Where along a clause the proposal meets the demand, with the margin; none are looked for along a clause of the shape.

    ``back``: what follows where the clause goes back to how it stands, the others held; null where it stands so.
    ``end``: at which end of its range it stands, if at one.
    """

    clause: str
    value: Value
    stretches: list[ClauseStretch]
    back: State | None
    end: Literal["low", "high"] | None


class PriceOfDetection(FrozenModel):
    """What one more point of a chance clause is worth: the slope here, and the next threshold with its jump."""

    clause: str
    slope: float
    threshold: float | None
    jump: float | None


class Secured(FrozenModel):
    """One step of the order in which the clauses of a proposal should be secured.

    Attributes:
        clause: that is set next, to its value in the proposal; the clauses after it still stand as offered.
        share: of the worlds in which the terms so far hold robustly. broken: chance of a breach at the modes; null: no deal.
    """

    clause: str
    share: float
    broken: float | None


class DealProposal(FrozenModel):
    """Terms that were found for a goal, and what is known of them.

    Attributes:
        goal, both: what they are best for, and whether all types must sign.
        centre: at the modes. shares: in the worlds, without a margin. margin: with it. fresh: with it, in worlds of
            another seed. own_game: as an offer of his, with the margin, in the part of his own game that begins with the
            offer where the catalogue names one; null where they cannot be told so.
        worth: to us, over the worlds. breaks: along each clause. constraints, threats: at the modes, in the
            equilibrium that is worst for us. price: of clauses that are chances. order: in which they should be secured.
        given: the shares with the margin, the worlds weighed by what was done and said and the offer. ours: by our own
            numbers. Both are null where this cannot be asked.
    """

    goal: Goal
    both: bool
    terms: Terms
    centre: AtCentre
    shares: Shares
    fresh: Shares
    margin: Shares
    own_game: Shares | None
    worth: WorthOverWorlds
    breaks: list[ClauseBreaks]
    constraints: list[Constraint]
    threats: list[OurThreat]
    price: list[PriceOfDetection]
    order: list[Secured]
    given: Shares | None
    ours: OursOfTerms | None


class WouldDo(FrozenModel):
    """Something that is no clause of the case, and in how many worlds the most robust terms would hold with it.

    ``value``: of a parameter, an end of its range; true for a switch of the game.
    """

    name: str
    words: str
    value: Value
    share: float


class Unmet(FrozenModel):
    """A shape of the terms in which no terms that were judged meet the demand, and the most robust of them.

    Attributes:
        both: whether all types must sign. shape: clause -> its choice.
        share: the largest share of worlds in which any hold. missed: by how much that misses the demand.
        terms: those terms. least: the least chance of a breach of any at the modes; null where nobody signs any.
        would: what would make these terms meet the demand, and is no clause.
    """

    both: bool
    shape: Terms
    share: float
    missed: float
    terms: Terms
    least: float | None
    would: list[WouldDo]


class FrontPoint(FrozenModel):
    """Terms that no others beat in all of net worth to us, worth to them, and the chance that they are broken."""

    terms: Terms
    net: float
    theirs: float
    broken: float
    struck: float


class ToldOtherwise(FrozenModel):
    """The same terms told otherwise: in steps, or with a menu beside them, at the ``value`` that is best for us of those tried."""

    name: str
    words: str
    parameter: str
    parameter_words: str
    value: float
    centre: AtCentre
    terms: Terms


class AboutDeal(FrozenModel):
    """What was asked, and with what."""

    title: str
    question: str
    date: str
    advised: str
    adversary: str
    names: dict[str, str]
    game: str
    solver: str
    most: float
    share: float
    margin: float
    worlds: int
    fresh: int
    seed: int
    evaluations: int
    raced: int
    command: str
    versions: dict[str, str]
    hashes: dict[str, str]


class DealJudgement(FrozenModel):
    """Everything that is said of the terms of a case.

    Attributes:
        offered: the terms as they stand. proposals: those that were found, by goal. unmet: shapes in which none meet the demand.
        front, others: at the modes. contrary: share of the worlds in which an alarm does not speak for a breach.
        incomplete: worlds in which nothing is known of the terms as offered. free: clauses whose cost is not stated.
        believed: what we believe where the terms are put to him; null where they are judged in the case's own game.
        drivers: which ranges drive the proposal that is best for us (the terms as offered where there is none); null where
            nothing beside the clauses has a range.
    """

    format: TermsFormat = "overture-terms/1"
    overture: str
    about: AboutDeal
    clauses: list[ClauseCard]
    outside: list[OutsideOfPlayer]
    types: dict[str, str]
    offered: DealProposal
    proposals: list[DealProposal]
    unmet: list[Unmet]
    front: list[FrontPoint]
    others: list[ToldOtherwise]
    contrary: float
    incomplete: int
    free: list[str]
    believed: BelievedAtTerms | None
    drivers: TermsDrivers | None

    def to_frame(self) -> pd.DataFrame:
        """One row for the terms as offered, and one for each proposal.

        Columns: ``goal``, ``both``, one for each clause, ``struck``, ``broken``, ``us``, ``net``, ``cost`` and ``theirs`` at the
        modes, the five shares with the margin, ``fresh`` (the share that holds robustly in fresh worlds).
        """
        import pandas as pd

        rows = []
        for name, each in [("as offered", self.offered), *((each.goal, each) for each in self.proposals)]:
            centre = each.centre.model_dump(include={"struck", "broken", "us", "net", "cost", "theirs"})
            shares = each.margin.model_dump(include={"robust", "can", "breaks", "not_used", "unknown"})
            rows.append(
                {
                    "goal": name,
                    "both": each.both,
                    **each.terms,
                    **centre,
                    **shares,
                    "fresh": each.fresh.robust,
                }
            )
        return pd.DataFrame(rows)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the terms as the JSON that ``overture design --json`` writes; :func:`overture.load` reads it.

        Args:
            path: of the file; what was there is replaced by the whole new file, or stays.
        """
        save_json(self, path)


def leading(proposals: Sequence[DealProposal]) -> int | None:
    """The place of the proposal that is told first: the best for us that all sign, else the best of any; None where there is none."""
    for both in (True, False):
        for at, each in enumerate(proposals):
            if each.goal == "best for us" and each.both == both:
                return at
    return 0 if proposals else None
