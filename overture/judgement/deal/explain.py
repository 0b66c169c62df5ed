"""Why terms hold and what would break them: constraints, our own threats, stretches of each clause, worth of detection."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from overture.design.search.candidates import Demand
from overture.design.search.thresholds import Stretch, every_threshold, states_of
from overture.design.terms.constraints import NamedMember, constraint_table, members_at
from overture.design.terms.judged import JudgedTerms
from overture.design.terms.posed import cost
from overture.design.terms.target import measured_target, tempted_play
from overture.design.terms.threats import Threat, threats
from overture.games.tree import Floats, Tree
from overture.judgement.deal.evaluate import JudgedWorlds
from overture.judgement.deal.posed import PosedTerms
from overture.judgement.deal.proposal import (
    AtCentre,
    ClauseBreaks,
    ClauseStretch,
    Constraint,
    OurThreat,
    PriceOfDetection,
)
from overture.runs.pieces import PieceRun
from overture.wording import agreeing, plural

POINT = 0.01  # of a chance: one more point of detection
JUMP = 1e-3  # of worth: a smaller change over a part of a thousandth is none
POINTS, PARTS = 65, 32  # that are looked at first, and into which the way between two is cut at a time
TOLERANCE = 1e-6  # of a range: a threshold is known so exactly


def at_centre(posed: PosedTerms, judged: JudgedTerms, vector: Floats) -> AtCentre:
    """Terms in one world: the member that is worst for us, and how many there are."""
    found = judged.members
    price = float(cost(posed.clauses, vector[None])[0])
    if not len(found.cell):
        return AtCentre(
            struck=0.0, broken=None, us=0.0, net=-price, cost=price, theirs=0.0, by_type=dict.fromkeys(judged.types, 0.0),
            signs=dict.fromkeys(judged.types, False), members=0, complete=False,
        )  # fmt: skip
    at = int(np.argmin(found.us))
    broken = float(found.broken[at])
    return AtCentre(
        struck=float(found.struck[at]),
        broken=None if math.isnan(broken) else broken,
        us=float(found.us[at]),
        net=float(found.us[at]) - price,
        cost=price,
        theirs=float(found.them[at]),
        by_type={label: float(found.them_by_type[at, k]) for k, label in enumerate(judged.types)},
        signs={label: not math.isnan(float(found.slack_them[at, k])) for k, label in enumerate(judged.types)},
        members=len(found.cell),
        complete=bool(judged.complete.all()),
    )


def worst_member(posed: PosedTerms, vector: Floats) -> NamedMember | None:
    """The equilibrium at the modes that is worst for us; None where none was found."""
    world = {name: float(value[0]) for name, value in posed.modes().items()}
    found = members_at(posed.game, posed.clauses, vector, {}, world)
    if not found:
        return None
    us = found[0].tree.players.index(posed.game.us)
    return min(found, key=lambda each: float(each.play.measured(each.tree).value[0, us]))


def constraints(posed: PosedTerms, member: NamedMember) -> list[Constraint]:
    """A row for each choice on the way to a deal or after it that is not surely made, the nearest first."""
    made = constraint_table(posed.game, member.tree, member.play)
    rows = [
        Constraint(
            player=made.player[at],
            set=set_words(posed, member.tree, made.infoset[at]),
            choice=choice_words(posed, member.tree, made.infoset[at], made.choice[at]),
            slack=0.0 if made.binding[at] else float(made.slack[at]),
            binds=bool(made.binding[at]),
            on_path=bool(made.on_path[at]),
            probability=float(made.probability[at]),
        )
        for at in range(len(made.player))
    ]
    return sorted(rows, key=lambda each: (each.slack, each.set, each.choice))


def our_threats(posed: PosedTerms, member: NamedMember) -> list[OurThreat]:
    """What we would do where we can take back what the deal gave, and what we would have to think."""
    tree, game = member.tree, posed.game
    found = threats(game, tree, member.play)
    if not found:
        return []
    losses: dict[str, float] = {}
    tempted: dict[str, Threat] = {}
    if game.target:
        target = measured_target(game, tree)
        losses = dict(zip(target.infoset, map(float, target.regret[0]), strict=True))
    if game.tempted:
        tempted = {each.infoset: each for each in threats(game, tree, tempted_play(game, tree))}
    return [
        OurThreat(
            set=set_words(posed, tree, each.infoset),
            choice=choice_words(posed, tree, each.infoset, each.choice),
            instead=choice_words(posed, tree, each.infoset, each.instead),
            belief=each.held,
            needed=each.needed if math.isfinite(each.needed) else None,
            gain=each.gain,
            on_path=each.on_path,
            regret=losses.get(each.infoset),
            tempted_belief=tempted[each.infoset].held if each.infoset in tempted else None,
            tempted_gain=tempted[each.infoset].gain if each.infoset in tempted else None,
        )
        for each in found
    ]


def stretches(judge: JudgedWorlds, demand: Demand, vector: Floats) -> dict[str, list[Stretch]]:
    """Clause, as the game calls it -> what follows along its range at the modes."""
    return every_threshold(judge.at_centre, judge.posed.space, demand, vector, tolerance=TOLERANCE)


def breaks(
    judge: JudgedWorlds, demand: Demand, vector: Floats, found: Mapping[str, list[Stretch]]
) -> list[ClauseBreaks]:
    """Where along each clause the demand is met, and what follows where the clause goes back to how it stands."""
    posed = judge.posed
    ends = posed.space.ends(vector)
    back = np.repeat(vector[None], len(vector), axis=0)
    np.fill_diagonal(back, posed.now)
    states = states_of(judge.at_centre(back, demand))
    rows = []
    for at, clause in enumerate(posed.clauses):
        wide = 0.0 if clause.choices else float(posed.space.high[at] - posed.space.low[at])
        rows.append(
            ClauseBreaks(
                clause=posed.names[at],
                value=posed.value(at, float(vector[at])),
                stretches=[
                    ClauseStretch(low=each.low, high=each.high, state=each.state)
                    for each in found.get(clause.name, [])
                    if each.high - each.low > 10 * TOLERANCE * wide
                ],
                back=None if vector[at] == posed.now[at] else states[at],
                end=ends.get(clause.name),  # type: ignore[arg-type]
            )
        )
    return rows


def price_of_detection(
    posed: PosedTerms, vector: Floats, run: PieceRun | None = None
) -> list[PriceOfDetection]:
    """For each clause that is a chance: what one more point is worth to us at the modes, and the next jump above it."""
    judge = JudgedWorlds(posed, Demand(), run=run)

    def worth(at: int, points: Floats) -> Floats:
        tried = np.repeat(vector[None], len(points), axis=0)
        tried[:, at] = points
        return judge.at_centre(tried, judge.demand).net + cost(posed.clauses, tried)

    rows = []
    for at, clause in enumerate(posed.clauses):
        if clause.choices or not moves_chance(posed, at, vector):
            continue
        high, value = float(posed.space.high[at]), float(vector[at])
        here, more = worth(at, np.array([value, min(value + POINT, high)])).tolist()
        threshold, jump = _next_jump(lambda points, at=at: worth(at, points), value, high)  # type: ignore[misc]
        rows.append(
            PriceOfDetection(clause=posed.names[at], slope=more - here, threshold=threshold, jump=jump)
        )
    return rows


def _next_jump(
    worth: Callable[[Floats], Floats], low: float, high: float
) -> tuple[float | None, float | None]:
    """The first point above ``low`` at which the worth jumps, and by how much; None where it does not.

    A way between two points is cut into parts; where one of them holds most of the change, that part is cut again and
    again, each time the part over which it changes most is kept. What is left of the change then is a jump.
    """
    if not high > low:
        return None, None
    points = np.linspace(low, high, POINTS)
    changes = np.diff(worth(points))
    spots = np.flatnonzero(np.abs(changes) > JUMP)
    if not len(spots):
        return None, None
    cuts = np.stack([np.linspace(points[at], points[at + 1], PARTS + 1) for at in spots])
    steps = np.diff(worth(cuts.ravel()).reshape(cuts.shape), axis=1)
    # A slope changes by the same over each part; a jump does so over one of them.
    for spot, cut, each in zip(spots, cuts, steps, strict=True):
        most = int(np.argmax(np.abs(each)))
        if abs(each[most]) < abs(changes[spot]) / 2 or abs(each[most]) <= JUMP:
            continue
        first, last, change = float(cut[most]), float(cut[most + 1]), float(each[most])
        while last - first > TOLERANCE * (high - low):
            inner = np.linspace(first, last, PARTS + 1)
            parts = np.diff(worth(inner))
            most = int(np.argmax(np.abs(parts)))
            first, last, change = float(inner[most]), float(inner[most + 1]), float(parts[most])
        if abs(change) > JUMP:
            return last, change
    return None, None


def moves_chance(posed: PosedTerms, at: int, vector: Floats) -> bool:
    """Whether a clause is a chance of nature: it moves odds and no payoff."""
    name = posed.clauses[at].name
    shape = {each.name: each.choices[int(vector[k])] for k, each in enumerate(posed.clauses) if each.choices}
    values: dict[str, Any] = {key: value[0] for key, value in posed.modes().items()}
    one, other = (
        posed.game.tell({**values, name: np.array([end])}, shape)
        for end in (posed.space.low[at], posed.space.high[at])
    )
    return bool((one.chance != other.chance).any()) and bool((one.payoff == other.payoff).all())


# -- words ----------------------------------------------------------------------------------------------


def set_words(posed: PosedTerms, tree: Tree, infoset: str) -> str:
    """What has been seen at an information set, in words: "an exploiter; the leader takes the terms"."""
    at = tree.labels.set_label.index(infoset)
    seen = [
        posed.loaded.case.noun(choice)
        if move == posed.game.hypothesis
        else _happened(posed, tree, move, choice)
        for move, choice in tree.labels.seen[at]
    ]
    return "; ".join(seen) or "at the start"


def choice_words(posed: PosedTerms, tree: Tree, infoset: str, choice: str) -> str:
    """A choice as a verb phrase in the third person."""
    return _phrase(posed, tree.labels.set_name[tree.labels.set_label.index(infoset)], choice)


def _phrase(posed: PosedTerms, move: str, choice: str) -> str:
    """A choice as the case says it, else as the game in which terms are judged does."""
    own = posed.loaded.case.phrase(move, choice)
    return own or posed.phrases.get(move, {}).get(choice) or f"chooses “{choice}” at {move}"


def _happened(posed: PosedTerms, tree: Tree, move: str, choice: str) -> str:
    """What a player did, or what chance showed, as a clause."""
    case, mover = posed.loaded.case, int(tree.set_player[tree.labels.set_name.index(move)])
    if mover < 0:
        clause = case.clauses.get(move, {}).get(choice)
        return clause or f"{move} {_phrase(posed, move, choice)}"
    name = case.player_name(tree.players[mover])
    many = plural(name, case.pronoun(tree.players[mover]))
    return f"{name} {agreeing(_phrase(posed, move, choice), many)}"
