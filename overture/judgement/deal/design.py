"""Which terms would hold: the terms of a case searched, and what is found judged in many worlds."""

from __future__ import annotations

import os
from collections.abc import Callable

import numpy as np

from overture.case.load import Loaded
from overture.design.evaluate import SURELY, Tally, tally
from overture.design.search.candidates import Demand, Outside
from overture.design.search.front import unbeaten, values
from overture.design.terms.judge import judge_terms
from overture.design.terms.judged import BREAKS, CAN_HOLD, HOLDS, NOT_USED, UNKNOWN
from overture.design.terms.members import STRUCK, types_of
from overture.design.terms.outside import outside_value
from overture.design.terms.target import speaks_wrongly
from overture.games.measured.play import even_play
from overture.games.tree import Floats
from overture.judgement.deal import explain
from overture.judgement.deal.driven import drivers_of_terms
from overture.judgement.deal.driver_cards import TermsDrivers
from overture.judgement.deal.evaluate import AskedTerms, JudgedWorlds
from overture.judgement.deal.kept import LateBelief, kept
from overture.judgement.deal.order import order
from overture.judgement.deal.otherwise import otherwise
from overture.judgement.deal.own import own_game
from overture.judgement.deal.posed import PosedTerms, case_of_terms, posed
from overture.judgement.deal.proposal import (
    AboutDeal,
    ClauseCard,
    DealJudgement,
    DealProposal,
    FrontPoint,
    Goal,
    OutsideOfPlayer,
    Shares,
    Terms,
    ToldOtherwise,
    Unmet,
    WorthOverWorlds,
    leading,
)
from overture.judgement.deal.search import EVALUATIONS, Searched, most_robust, planned_work, searched
from overture.judgement.deal.task import OWN, plan_of_terms
from overture.judgement.deal.whose import Believed, by_our_numbers
from overture.judgement.deal.would import would_do
from overture.judgement.progress import Progress
from overture.judgement.versions import versions
from overture.runs.pieces import ALONE, RunOptions, piece_run
from overture.version import __version__

FRESH = 4  # times as many fresh worlds as worlds of the race
OWN_WORLDS = 256  # of his own game at most, in which a world takes longer
UNTIED = 1e-9  # a margin where none is asked for: offers that he does not make are often tied


def terms_that_hold(
    case: Loaded | str | os.PathLike[str],
    worlds: int = 1024,
    seed: int = 1,
    most: float | None = None,
    share: float | None = None,
    margin: float | None = None,
    evaluations: int = EVALUATIONS,
    progress: Progress | None = None,
    command: str = "",
    run: RunOptions = ALONE,
    announce: Callable[[str], None] | None = None,
) -> DealJudgement:
    """Search the terms of a case and say which would hold, why, and what would break them.

    Args:
        case: a case that was loaded, or its file or folder.
        worlds: drawn from the ranges; the leaders of the search are judged in all of them.
        seed: of the search and of the worlds; fresh worlds have the next one.
        most: the chance of a breach up to which terms hold, where it is another than that of the case.
        share: of the worlds in which they must, likewise.
        margin: in payoff, by which they must, likewise.
        evaluations: how many terms are judged at the modes for the front.
        progress: called with (stage, done, of).
        command: what to print as the command that makes this again.
        run: who judges, and where what was judged is kept.
        announce: called once, before the search begins, with how much work it plans, in words.

    Raises:
        FileError: the case lacks what a design needs; what is wrong with the store. SolveError: what is wrong with the workers.
    """
    loaded = case_of_terms(case)
    stated = loaded.case.design
    most = stated.most if most is None else most
    demand = Demand(most, False, stated.share if share is None else share)
    margin = stated.margin if margin is None else margin
    terms = posed(loaded)
    if announce:
        announce(str(planned_work(terms, worlds, evaluations)))
    with piece_run(plan_of_terms(terms, own_game(terms)), run) as pieces:
        judge = JudgedWorlds(terms, demand, margin, pieces)
        return _designed(judge, worlds, seed, evaluations, progress, command)


def _designed(
    judge: JudgedWorlds, worlds: int, seed: int, evaluations: int, progress: Progress | None, command: str
) -> DealJudgement:
    """The search, and what is found judged."""
    terms = judge.posed
    loaded = terms.loaded
    options = _outside(terms)
    outside = Outside(options[terms.game.us], options[terms.game.them])
    held = LateBelief(judge, worlds, seed, progress)
    told = held.told()
    found = searched(judge, judge.demand, outside, worlds, seed, evaluations, progress)
    maker = _Maker(judge, worlds, seed, held)
    offered = maker.proposal("best for us", False, terms.now)
    made: dict[bytes, DealProposal] = {}
    proposals = []
    of = sum(each.met for each in found.winners.values())
    for (goal, both), leader in found.winners.items():
        if not leader.met:
            continue
        key = leader.vector.tobytes()
        if key not in made:
            made[key] = maker.proposal(goal, both, leader.vector)
        strict = (goal, True) in found.winners and found.winners[goal, True].met
        if progress:
            progress("proposals", len(made), of)
        if both or not strict or not all(made[key].centre.signs.values()):
            proposals.append(made[key].model_copy(update={"goal": goal, "both": both}))
    return DealJudgement(
        overture=__version__,
        about=_about(judge, worlds, seed, found, command),
        clauses=_cards(terms),
        outside=[
            OutsideOfPlayer(player=player, words=terms.judged.design.outside[player].words, value=value)
            for player, value in options.items()
        ],
        types={label: loaded.case.noun(label) for label in types_of(terms.judged.tree, terms.game.hypothesis)},
        offered=offered,
        proposals=proposals,
        unmet=_unmet(maker, found, outside, progress),
        front=_front(maker, found),
        others=kept(judge, list[ToldOtherwise], "told otherwise", {}, terms.now, lambda: otherwise(terms, judge.run)),
        contrary=_contrary(terms, worlds, seed),
        incomplete=round(offered.shares.unknown * worlds),
        free=[name for name, each in zip(terms.names, terms.judged.clauses.values(), strict=True) if each.cost is None],
        believed=told,
        drivers=_drivers(maker, proposals, found),
    )  # fmt: skip


class _Maker:
    """Makes a proposal of a vector of terms: everything that the page says of it."""

    def __init__(self, judge: JudgedWorlds, worlds: int, seed: int, held: LateBelief) -> None:
        self.judge, self.worlds, self.seed, self.held = judge, worlds, seed, held
        self.posed, self.demand, self.margin = judge.posed, judge.demand, judge.margin

    @property
    def believed(self) -> Believed | None:
        return self.held.value

    def proposal(self, goal: Goal, both: bool, vector: Floats) -> DealProposal:
        """The terms at the modes, in the worlds, in fresh ones, with a margin, and in his own game."""
        asked = {"goal": goal, "both": both, "worlds": self.worlds, "seed": self.seed}
        maker = _Maker(self.judge.apart(), self.worlds, self.seed, self.held)
        return kept(
            self.judge, DealProposal, "proposal", asked, vector, lambda: maker._made(goal, both, vector)
        )

    def _made(self, goal: Goal, both: bool, vector: Floats) -> DealProposal:
        posed, judge = self.posed, self.judge
        terms = vector[None]
        own = self._own_game(vector)
        here, fresh, with_margin, *in_own = judge.tallies(
            [
                AskedTerms(terms, self.worlds, self.seed),
                AskedTerms(terms, FRESH * self.worlds, self.seed + 1, self.margin),
                AskedTerms(terms, self.worlds, self.seed, self.margin),
                *own,
            ]
        )
        found = explain.stretches(judge, self.demand, vector)
        member = explain.worst_member(posed, vector)
        return DealProposal(
            goal=goal,
            both=both,
            terms=posed.terms(vector),
            centre=explain.at_centre(posed, judge.at_modes(vector), vector),
            shares=shares_of(here),
            fresh=shares_of(fresh),
            margin=shares_of(with_margin),
            own_game=shares_of(in_own[0]) if in_own else None,
            worth=_worth(here),
            breaks=explain.breaks(judge, self.demand, vector, found),
            constraints=[] if member is None else explain.constraints(posed, member),
            threats=[] if member is None else explain.our_threats(posed, member),
            price=explain.price_of_detection(posed, vector, judge.run),
            order=order(judge, self.demand, vector, self.worlds, self.seed),
            given=self._given(vector),
            ours=None
            if self.believed is None
            else by_our_numbers(posed, vector, self.believed, self.demand.broken),
        )

    def _given(self, vector: Floats) -> Shares | None:
        """The shares in the worlds of the case's own game, weighed by what was done and said and the offer."""
        held, posed = self.believed, self.posed
        if held is None:
            return None
        judged = judge_terms(
            held.game(posed.game), posed.clauses, vector[None], {}, held.worlds, held.weight.sum(axis=1),
            break_=self.demand.broken, margin=self.margin,
        )  # fmt: skip
        return shares_of(tally(judged)).model_copy(update={"worlds": held.told.worlds})

    def _own_game(self, vector: Floats) -> list[AskedTerms]:
        """The same terms as an offer of his, in the case's own game; empty where they cannot be told in it."""
        own = self.judge.own
        told = None if own is None else own.vector(vector, self.posed.now)
        if told is None:
            return []
        count = min(OWN_WORLDS, self.worlds)
        return [AskedTerms(told[None], count, self.seed, self.margin or UNTIED, game=OWN)]


def shares_of(found: Tally) -> Shares:
    """The five shares of one vector and the parts of two of them."""
    robust, can, breaks, not_used, unknown = (
        float(found.share(code)[0]) for code in (HOLDS, CAN_HOLD, BREAKS, NOT_USED, UNKNOWN)
    )
    cheated, by_belief, signed = (
        float(part[0] / found.weight[0]) for part in (found.cheated, found.by_belief, found.signed)
    )
    return Shares(
        robust=robust,
        can=can,
        breaks=breaks,
        not_used=not_used,
        unknown=unknown,
        broken=cheated,
        unsigned=max(breaks - cheated, 0.0),
        by_belief=by_belief,
        signed=signed,
        worlds=int(found.worlds[0]),
    )


def _worth(found: Tally) -> WorthOverWorlds:
    worst, even, best = (
        float(part[0] / found.weight[0]) for part in (found.us, found.us_even, found.us_best)
    )
    return WorthOverWorlds(worst=worst, weighted=even, best=best)


def _outside(terms: PosedTerms) -> dict[str, float]:
    """Player -> what he has without a deal, at the modes, before his type is known."""
    tree = terms.judged.tree
    types = types_of(tree, terms.game.hypothesis)
    found = {}
    for player, option in (
        (terms.game.us, terms.game.outside_us),
        (terms.game.them, terms.game.outside_them),
    ):
        value = outside_value(tree, even_play(tree).strategy, option, tree.players.index(player), types)[0]
        found[player] = float(np.mean(value))
    return found


def _unmet(maker: _Maker, found: Searched, outside: Outside, progress: Progress | None) -> list[Unmet]:
    """For each shape of the terms, and each form of the demand, the most robust terms where none meet it."""
    posed, rows = maker.posed, []
    shaping = [at for at, each in enumerate(posed.clauses) if each.choices]
    pools: dict[tuple[int, ...], list[Floats]] = {}
    for vector in [*found.starters, *(each.vector for each in found.winners.values())]:
        pools.setdefault(tuple(int(vector[at]) for at in shaping), []).append(vector)
    met = {
        (tuple(int(each.vector[at]) for at in shaping), both)
        for (_, both), each in found.winners.items()
        if each.met
    }
    for number, (shape, vectors) in enumerate(pools.items()):
        if progress:
            progress("shapes of the terms", number, len(pools))
        for both in (True, False):
            asked = Demand(maker.demand.broken, both, maker.demand.share)
            if (shape, both) in met or ((shape, True) in met and not both):
                continue
            top = most_robust(maker.judge, asked, outside, np.array(vectors), maker.worlds, maker.seed)
            vectors.append(top)
            share = float(maker.judge.in_worlds(top[None], asked, maker.worlds, maker.seed).share[0])
            if share >= asked.share - 1e-12:
                continue
            rows.append(
                Unmet(
                    both=both,
                    shape={posed.names[at]: posed.value(at, float(choice)) for at, choice in zip(shaping, shape, strict=True)},
                    share=share,
                    missed=asked.share - share,
                    terms=posed.terms(top),
                    least=_least_broken(maker, np.array(vectors), asked),
                    would=would_do(maker.judge, asked, top, maker.worlds, maker.seed),
                )
            )  # fmt: skip
    if progress:
        progress("shapes of the terms", len(pools), len(pools))
    return rows


def _least_broken(maker: _Maker, vectors: Floats, asked: Demand) -> float | None:
    """The least chance of a breach at the modes among these terms, of those that all sign, or that somebody signs."""
    centre = maker.judge.at_centre(vectors, asked)
    struck = centre.struck >= SURELY if asked.both else centre.struck > STRUCK
    return float(centre.broken[struck].min()) if struck.any() else None


def _front(maker: _Maker, found: Searched) -> list[FrontPoint]:
    """Of the front, the proposals and the terms that were raced, those that meet the demand and that none of them beats."""
    terms = maker.posed
    pool = [
        terms.rounded(found.front.vectors),
        found.starters,
        np.stack([each.vector for each in found.winners.values()]),
    ]
    vectors = np.unique(np.concatenate([each for each in pool if len(each)]), axis=0)
    centre = maker.judge.at_centre(vectors, maker.demand)
    meets = np.flatnonzero(centre.violation <= 0)
    kept = meets[unbeaten(values(centre.take(meets)), np.empty((0, 3)))[1]]
    kept = kept[np.argsort(-centre.net[kept], kind="stable")]
    return [
        FrontPoint(
            terms=terms.terms(vectors[at]), net=float(centre.net[at]), theirs=float(centre.theirs[at]),
            broken=float(centre.broken[at]), struck=float(centre.struck[at]),
        )
        for at in kept
    ]  # fmt: skip


def _drivers(maker: _Maker, proposals: list[DealProposal], found: Searched) -> TermsDrivers | None:
    """What drives the proposal that the page leads with, or the terms as offered."""
    led = leading(proposals)
    vector = maker.posed.now
    if led is not None:
        each = proposals[led]
        # By its terms: those of a goal in which one may stay out may have been found for the other form.
        vector = next(
            one.vector
            for one in found.winners.values()
            if one.met and maker.posed.terms(one.vector) == each.terms
        )
    judge, worlds, seed = maker.judge, maker.worlds, maker.seed
    asked = {"proposal": led, "worlds": worlds, "seed": seed}
    return kept(
        judge, TermsDrivers | None, "drivers", asked, vector,
        lambda: drivers_of_terms(judge, vector, worlds, seed, led),
    )  # fmt: skip


def _contrary(terms: PosedTerms, worlds: int, seed: int) -> float:
    """Share of the worlds in which the alarm speaks the wrong way, the terms as offered."""
    if not terms.game.alarm:
        return 0.0
    values = terms.worlds(worlds, seed)
    given = {
        each.name: np.array([terms.now[at]]) for at, each in enumerate(terms.clauses) if not each.choices
    }
    count = len(next(iter(values.values())))
    tree = terms.game.tell({**values, **{name: np.repeat(each, count) for name, each in given.items()}}, {})
    return float(np.mean(np.broadcast_to(speaks_wrongly(terms.game, tree), (count,))))


def _cards(terms: PosedTerms) -> list[ClauseCard]:
    rows = []
    for at, (inside, term) in enumerate(terms.judged.clauses.items()):
        clause = terms.clauses[at]
        rows.append(
            ClauseCard(
                name=term.name, inside=inside, words=term.words, unit=term.unit, low=clause.low, high=clause.high,
                choices=list(term.choices), now=terms.value(at, float(terms.now[at])), per=clause.slope,
                beyond=clause.now if clause.beyond is None else clause.beyond, rising=clause.rising,
                once=clause.fixed if term.choices else None, priced=term.cost is not None,
                free_under={name: list(each) for name, each in term.free_under.items()}, idle=_idle(terms, at), granted=term.granted, why=term.why,
            )
        )  # fmt: skip
    return rows


def _idle(terms: PosedTerms, at: int) -> list[Terms]:
    """The choices of the clauses of the shape under which a clause moves nothing."""
    shaping = [place for place, each in enumerate(terms.clauses) if each.choices]
    return [
        {terms.names[place]: terms.value(place, float(k)) for place, k in zip(shaping, chosen, strict=True)}
        for chosen, columns in terms.space.idle.items()
        if at in columns
    ]


def _about(judge: JudgedWorlds, worlds: int, seed: int, found: Searched, command: str) -> AboutDeal:
    terms, demand = judge.posed, judge.demand
    case = terms.loaded.case
    return AboutDeal(
        title=case.title, question=case.question.strip(), date=case.date.isoformat(), advised=terms.game.us,
        adversary=terms.game.them, names={each: case.player_name(each) for each in terms.judged.tree.players},
        game=terms.judged.name, solver="all equilibria", most=demand.broken, share=demand.share, margin=judge.margin, worlds=worlds,
        fresh=FRESH * worlds, seed=seed, evaluations=found.evaluations, raced=len(found.starters), command=command,
        versions=versions(), hashes=terms.loaded.hashes,
    )  # fmt: skip
