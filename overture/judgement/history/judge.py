"""The judgement of a case about a history: find ways of playing, and ask the history of each and of all of them."""

from __future__ import annotations

from itertools import islice, product
from math import prod
from types import SimpleNamespace

import numpy as np

from overture.case.history.load import LoadedHistory
from overture.case.history.schema import HistoryCase, ReportSentence
from overture.case.written import choices
from overture.errors import SolveError
from overture.games.measured.measure import payoff_range
from overture.games.measured.play import Play
from overture.games.measured.standards import USED
from overture.games.tree import Floats, Tree
from overture.history.members import NamedPlay
from overture.history.step import choices as kinds
from overture.judgement.history.along import history
from overture.judgement.history.chances import chance
from overture.judgement.history.compare import compared
from overture.judgement.history.decisions import decisions
from overture.judgement.history.judgement import (
    AboutHistory,
    Belief,
    ChanceCard,
    ClosedLine,
    HistoryCard,
    HistoryJudgement,
    ParameterCard,
    ReportAnswer,
    SideCard,
    SignalCard,
    TypeCard,
)
from overture.judgement.history.lines import lines, seen_by_all
from overture.judgement.history.question import HistoryQuestion
from overture.judgement.history.signals import signals
from overture.judgement.history.thresholds import thresholds
from overture.judgement.history.ways.depends import among, depends
from overture.judgement.history.ways.joints import joints
from overture.judgement.history.ways.playing import PlayJoint, Way
from overture.judgement.history.ways.spread import Spread, alike, number
from overture.judgement.progress import Progress
from overture.judgement.versions import versions
from overture.models import closed_forms
from overture.solvers.beside.result import Beside
from overture.solvers.beside.search import equilibria_beside
from overture.solvers.beside.splits import Splits
from overture.solvers.beside.undetermined import undetermined
from overture.version import __version__

ONLY = "the only way found"
MOST_ABSENT = 100  # combinations that were not found are named


def judge_history(
    loaded: LoadedHistory,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
    command: str = "",
) -> HistoryJudgement:
    """Judge a case about a history, at the stated values of its parameters.

    Args:
        loaded: the case, read and checked (``ov.load_history``).
        seed: of the starts from which ways of playing are sought.
        threads: how many threads solve; the result does not depend on it.
        progress: called with (stage, done, of).
        command: what to print as the command that makes this judgement again.

    Raises:
        SolveError: no certified equilibrium was found.
    """
    case, tree = loaded.case, loaded.tree
    tell = progress or (lambda stage, done, of: None)
    tell("ways of playing", 0, 1)
    found = equilibria_beside(tree, seed=seed, threads=threads)
    if not len(found.world):
        raise SolveError.of("history/none", found.reason[0], tree.title, "a game whose path has a limit")
    tell("ways of playing", 1, 1)
    named, joint, rows = _ways(case, tree, found)
    options = _options(named, joint)
    tied = undetermined(found.solution, threads)
    told = HistoryQuestion(case, tree, tuple(named), tuple(_splits(tied, row) for row in rows), options)
    steps = [*case.done, *case.next]
    along, heard = history(told, "", steps, len(case.done)), signals(told, steps)
    return HistoryJudgement(
        overture=__version__,
        about=_about(loaded, found, seed, command),
        sides=_sides(told),
        history=along,
        also=[history(told, other.name, other.steps, 0) for other in case.also],
        done=len(case.done),
        makers=among(options, told.makes),
        ways=_cards(told, found, tied, rows, along),
        joints=joint,
        combinations=prod(len(each.options) for each in joint),
        absent=_absent(named, joint),
        report=[_sentence(told, each, along, heard) for each in case.report],
        decisions=decisions(told, steps),
        signals=heard,
        thresholds=list(thresholds(loaded, told, tell)),
        closed_forms=_closed(loaded),
        parameters=[
            ParameterCard(name=name, words=given.words, value=given.own.mode, why=given.why)
            for name, given in loaded.parameters.items()
            if name in tree.parameters
        ],
        assumptions=list(case.assumptions),
        left_out=list(case.left_out),
    )  # fmt: skip


def _ways(case: HistoryCase, tree: Tree, found: Beside) -> tuple[list[NamedPlay], list[PlayJoint], list[int]]:
    """The ways of playing by the names of their options, all of one weight; the joints; the rows of the ways in ``found``."""
    play = found.solution.play
    passing = found.solution.reach

    def say(sets: list[int], way: int) -> list[str]:
        reached = [at for at in sets if passing[way, tree.members(at)].sum() > USED]
        return lines(tree, case, play.strategy[way], reached)

    joined = joints(tree, play.strategy, say, lambda sets: seen_by_all(tree, case, sets))
    rows: dict[str, int] = {}  # two that do the same within 1e-7 are one way
    for at, options in enumerate(joined.option):
        name = " ".join(
            joint.options[option].name for joint, option in zip(joined.joints, options, strict=True)
        )
        rows.setdefault(name or ONLY, at)
    named = [
        NamedPlay(name, Play(*(part[at] for part in play)), 1.0 / len(rows)) for name, at in rows.items()
    ]
    return named, joined.joints, list(rows.values())


def _options(named: list[NamedPlay], joint: list[PlayJoint]) -> dict[str, dict[str, str]]:
    """Way -> joint -> its option there."""
    letters = [each.name for each in joint]
    return {each.name: dict(zip(letters, each.name.split(), strict=True)) if joint else {} for each in named}


def _absent(named: list[NamedPlay], joint: list[PlayJoint]) -> list[str]:
    """The first combinations of options that were not found."""
    there = {each.name for each in named}
    every = (" ".join(each) for each in product(*([option.name for option in one.options] for one in joint)))
    return list(islice((each for each in every if joint and each not in there), MOST_ABSENT))


def _cards(
    told: HistoryQuestion,
    found: Beside,
    tied: Splits,
    rows: list[int],
    along: HistoryCard,
) -> list[Way]:
    """A card for each way: its options, its weight before and after what was done, its values, its certificate."""
    unit = float(payoff_range(told.tree).max())
    made = along.steps[len(told.case.done)].chance
    cards = []
    for at, member in zip(rows, told.members, strict=True):
        chance_of, over_all = made.by_way[member.name], made.all
        values = np.concatenate([found.solution.value[[at]], tied.split.value[tied.world == at]])
        after = None if not over_all else float(member.weight) * (chance_of or 0.0) / over_all
        cards.append(
            Way(
                name=member.name,
                options=dict(told.options[member.name]),
                weight=float(member.weight),
                after=number(after),
                value=dict(zip(told.tree.players, found.solution.value[at].tolist(), strict=True)),
                value_low=dict(zip(told.tree.players, values.min(axis=0).tolist(), strict=True)),
                value_high=dict(zip(told.tree.players, values.max(axis=0).tolist(), strict=True)),
                regret=float(found.solution.max_regret[at]) / unit,
                found=found.how[at],
            )
        )
    return cards


def _splits(tied: Splits, row: int) -> tuple[Floats, ...]:
    """The strategies in which the ties of a way of playing are settled otherwise."""
    return tuple(tied.split.strategy[at] for at in np.flatnonzero(tied.world == row))


def _sides(told: HistoryQuestion) -> list[SideCard]:
    cards = []
    for player, side in told.case.sides.items():
        types = [
            TypeCard(
                label=label,
                words=side.words.get(label, f"{player} is {label}"),
                noun=told.case.noun(player, label),
                adjective=side.adjectives.get(label) or told.case.noun(player, label),
                prior=_prior(told, side.move, label),
            )
            for label in choices(told.tree, side.move)
        ]
        cards.append(SideCard(player=player, move=side.move, types=types))
    return cards


def _prior(told: HistoryQuestion, move: str, label: str) -> float:
    """The chance of a type where it is drawn, along the first way of playing."""
    ends, drawn = told.ends_of[told.members[0].name], kinds(told.tree, move)
    return number(float(ends[drawn[label]].sum() / sum(ends[mine].sum() for mine in drawn.values()))) or 0.0


def _sentence(
    told: HistoryQuestion, each: ReportSentence, along: HistoryCard, cards: list[SignalCard]
) -> ReportAnswer:
    """A sentence of the report, with the numbers that answer it after what was done."""
    about = {side.move: player for player, side in told.case.sides.items()}.get(each.about, "")
    since, before, now = _believed(each, about, along, len(told.case.done))
    belief = None if now is None else now.probability
    kinds = ("", *choices(told.tree, told.case.sides[told.case.adversary].move))
    chances = [
        ChanceCard(own=own, chance=chance(told, each.event, each.given, own))
        for own in kinds
        if each.answer == "chance"
    ]
    gains = [
        row for row in along.steps[along.asked].gains
        if each.answer == "gain" and row.player == told.case.adversary and row.own
    ]  # fmt: skip
    numbers = [
        *(one.probability for one in ([] if now is None else now.apart)),
        *([] if belief is None else [belief]),
        *(row.gain for row in gains),
        *(row.chance for row in chances[:1]),
    ]
    signal = next((at for at, card in enumerate(cards) if card.move == each.signal), None)
    if signal is not None:
        asked_of = [way.way for way in cards[signal].ways if way.heard]
    else:
        asked_of = [name for name in told.makes if any(one.by_way[name] is not None for one in numbers)]
    both = told.holding([*(step.event for step in told.case.done), *each.given])
    return ReportAnswer(
        says=each.says,
        elsewhere=bool(each.given) and not both.any(),
        barred=among(told.options, {way: not told.makes[way] for way in asked_of}),
        at=_decided(told, numbers),
        answer=each.answer,
        words=each.words,
        why=each.why,
        of=each.of,
        about=about,
        label=each.choice,
        signal=signal,
        since=since,
        before=before,
        belief=belief,
        seen=None
        if belief is None
        else among(told.options, {way: number is not None for way, number in belief.by_way.items()}),
        gains=gains,
        chances=chances,
        compared=along.wants
        if each.answer == "gain"
        else compared({row.own: row.chance for row in chances if row.own}, told.options),
    )


def _believed(
    each: ReportSentence, about: str, along: HistoryCard, done: int
) -> tuple[int, Spread | None, Belief | None]:
    """(after how many steps the belief that is asked first is one, its number there, the belief after what was done)."""
    if each.answer != "belief":
        return 0, None, None
    found = [card.belief(each.of, about, each.choice) for card in along.steps]
    beliefs = [None if row is None else row[1] for row in found]
    first = next(((at, row) for at, row in enumerate(beliefs) if row is not None), None)
    since, before = (0, None) if first is None else (first[0], first[1].probability)
    return since, before, beliefs[done]


def _decided(told: HistoryQuestion, numbers: list[Spread]) -> list[str]:
    """The joints that decide these numbers, in the order of the joints."""
    at = {joint for each in numbers for joint in depends(told.options, alike(each.by_way)).at}
    return sorted(at, key=list(told.options[told.members[0].name]).index)


def _closed(loaded: LoadedHistory) -> list[ClosedLine]:
    values = SimpleNamespace(**{name: given.own.mode for name, given in loaded.parameters.items()})
    with np.errstate(all="ignore"):
        return [
            ClosedLine(words=each.words, value=number(float(each.function(values))), source=each.source)
            for each in closed_forms(loaded.case.game)
        ]


def _about(loaded: LoadedHistory, found: Beside, seed: int, command: str) -> AboutHistory:
    case, tree = loaded.case, loaded.tree
    versus = [] if case.versus is None else [case.versus.first.words, case.versus.second.words]
    return AboutHistory(
        title=case.title,
        question=case.question.strip(),
        date=case.date.isoformat(),
        advised=case.advised,
        adversary=case.adversary,
        names={player: case.player_name(player) for player in tree.players},
        pronouns={player: case.pronoun(player) for player in tree.players},
        versus=versus,
        nodes=tree.n_nodes,
        histories=len(tree.terminal),
        sets=tree.n_infosets,
        untried=int(found.untried.sum()),
        largest_regret=float(found.solution.max_regret.max()) / float(payoff_range(tree).max()),
        command=command,
        seed=seed,
        versions=versions(),
        hashes=loaded.hashes,
    )
