"""Play at information sets to which only branches of chance with probability zero lead.

Nothing on or off the path depends on it, but a certificate asks for reason at every set. Below such a
branch there may be a whole game: where its information sets lie below the branch alone it is solved
as one, exactly. What is tied to the rest of the game gets best replies, and where these go round, pure choices
of which none is regretted, if there are such. Where only mixed choices would do, the entry is refused by its
certificate, and the list says that it is not complete.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice, product

import numpy as np

from overture.games.measured.assessment import Assessment
from overture.games.measured.measure import reach
from overture.games.measured.play import Play, even_play, play_of
from overture.games.measured.sound import assess_each
from overture.games.tree import Tree
from overture.solvers.all.lists.assessment import trembles_of
from overture.solvers.all.lists.entry import ExactSearch, actions
from overture.solvers.all.signals import linked
from overture.solvers.all.supports.values import Ratio
from overture.solvers.budget import Budget
from overture.solvers.form import Form

TRIALS = 256  # combinations of choices that are tried where best replies go round
STEPS = 2_000  # supports that are tried for what has no bearing on anything


@dataclass(frozen=True)
class Forbidden:
    """An equilibrium of each game that chance forbids.

    Attributes:
        sets: the information sets in them.
        strategy: [action] probability, at these sets.
    """

    sets: frozenset[int] = frozenset()
    strategy: Mapping[int, Fraction] = field(default_factory=dict)
    ratios: Mapping[Ratio, tuple[Fraction, ...]] = field(default_factory=dict)


def forbidden_games(form: Form) -> Forbidden:
    """The games below branches of probability zero, each with its first equilibrium."""
    sets: set[int] = set()
    strategy: dict[int, Fraction] = {}
    ratios: dict[Ratio, tuple[Fraction, ...]] = {}
    for edge, odds in form.odds.items():
        for root in [] if odds else np.flatnonzero(form.tree.edge == edge).tolist():
            inside = set(form.below(root))
            touched = {form.infoset(node) for node in inside} - {-1}
            if not touched or any(not inside.issuperset(form.tree.members(i).tolist()) for i in touched):
                continue
            search = ExactSearch(form, root, {}, Budget(STEPS))
            search.run()
            entry = next((each for each, _ in search.entries()), None)
            if entry is not None:
                sets |= touched
                strategy |= {a: entry.strategy[a] for i in touched for a in actions(form, i)}
                ratios |= entry.ratios
    return Forbidden(frozenset(sets), strategy, ratios)


def reply_where_chance_forbids(tree: Tree, play: Play, but: frozenset[int] = frozenset()) -> list[int]:
    """Best replies, in place, at sets that only branches of probability zero lead to; returns these sets.

    Sets in ``but`` keep what they have.
    """
    strategy = play.strategy
    probable = reach(tree, even_play(tree).strategy) > 0
    dead = [i for i in range(tree.n_infosets) if i not in but and not probable[:, tree.members(i)].any()]
    for index in dead:
        first, last = int(tree.edge_start[index]), int(tree.edge_start[index + 1])
        strategy[:, first:last] = np.eye(last - first)[0]
    for _ in dead:  # each pass settles at least the lowest that are left
        worth = assess_each(tree, play).action_value
        before = strategy.copy()
        for index in dead:
            first, last = int(tree.edge_start[index]), int(tree.edge_start[index + 1])
            strategy[:, first:last] = np.eye(last - first)[worth[:, first:last].argmax(axis=1)]
        if (strategy == before).all():
            return dead
    _settle_by_trial(tree, play, dead)
    return dead


def _settle_by_trial(tree: Tree, play: Play, dead: list[int]) -> None:
    """Pure choices at these sets of which none is regretted, in place, where best replies go round and there are such.

    The sets fall into groups of which none bears on another; each group is tried by itself, all combinations of its
    choices in the order of the tree, as far as ``TRIALS``.
    """
    start = tree.edge_start
    for group in _groups(tree, dead):
        sizes = [int(start[at + 1] - start[at]) for at in group]
        open_rows = np.arange(len(play.strategy))
        for trial in islice(product(*map(range, sizes)), TRIALS):
            tried = play.take(open_rows)
            for at, choice in zip(group, trial, strict=True):
                tried.strategy[:, start[at] : start[at + 1]] = np.eye(int(start[at + 1] - start[at]))[choice]
            regret = assess_each(tree.world(open_rows), tried).regret[:, group]
            good = (regret <= 0).all(axis=1)
            play.strategy[open_rows[good]] = tried.strategy[good]
            open_rows = open_rows[~good]
            if not len(open_rows):
                break


def _groups(tree: Tree, dead: list[int]) -> list[list[int]]:
    """Sets that may bear on each other: those of which one has a node above a node of the other, directly or by way of others."""
    met: list[set[int]] = []
    for at in dead:
        row = {at}
        for node in tree.members(at).tolist():
            while (node := int(tree.parent[node])) >= 0:
                row.add(int(tree.set_of[node]))
        met.append(row.intersection(dead))
    return [sorted(group) for group in linked(met)]


def reasonable(tree: Tree, assessment: Assessment, games: Forbidden) -> Assessment:
    """The assessment with an equilibrium of the games that chance forbids, and best replies at what is left of them."""
    sets = tree.infoset_of_action
    profile = {pair: share for pair, share in assessment.profile.items() if pair[0] not in games.sets}
    profile |= {(int(sets[a]), a): share for a, share in games.strategy.items() if share}
    trembles = dict(assessment.trembles)
    trembles |= {(int(sets[a]), a): tremble for a, tremble in trembles_of(games.ratios).items()}
    play = play_of(tree, Assessment(profile, trembles))
    dead = reply_where_chance_forbids(tree, play, games.sets)
    if not dead and not games.sets:
        return assessment
    profile = {pair: share for pair, share in profile.items() if pair[0] not in dead}
    for index in dead:
        first, last = int(tree.edge_start[index]), int(tree.edge_start[index + 1])
        profile[index, first + int(play.strategy[0, first:last].argmax())] = Fraction(1)
    return Assessment(profile, trembles)
