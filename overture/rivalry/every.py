"""All Markov-perfect equilibria that the supports of each level give, each level under every continuation."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, product

import numpy as np

from overture.games.measured.play import Play
from overture.games.measured.standards import EXACT
from overture.games.tree import Floats
from overture.rivalry.form import LevelForm, level_form
from overture.rivalry.game import StochasticGame
from overture.rivalry.measured import measure_states
from overture.rivalry.strands import LevelEquilibria, MarkovList, Strands, sets_of
from overture.solvers.budget import Progress

SUPPORTS = 20_000  # tried in a level under one continuation
STRANDS = 64  # ways to choose in the levels below that are followed further
STRICT = 1e-9  # of the range of values: an act that is not played loses more than this


def markov_equilibria(
    game: StochasticGame, supports: int = SUPPORTS, strands: int = STRANDS, progress: Progress | None = None
) -> MarkovList:
    """The Markov-perfect equilibria of a game without an end, as far as the supports of its levels give them.

    Levels are solved from the end backwards (recursive lexicographical search), each once for every continuation that the
    levels which it leads to leave open. In each the limit of the logit branch stands first; then every support is tried by
    Newton's method from many starts. Each equilibrium is measured on the trees of the level's states.

    Args:
        game: what ``StageGame.stochastic_game`` gives.
        supports: how many supports are tried in a level under one continuation.
        strands: how many ways to choose in the levels below are followed further; where there are more, the first ones are
            followed, and the count is a lower bound.
        progress: called with how many levels are done, and how many there are.
    """
    problems: list[LevelEquilibria] = []
    known: dict[tuple[int, bytes], int] = {}
    groups: list[_Group] = []
    onward = _onward(game)
    for level in range(len(game.members)):
        form = level_form(game, level)
        touched = [group for group in groups if group.levels & onward[level]]
        joined = _join(touched, strands)
        rows: list[_Row] = []
        for row in joined.rows:
            value = _values(game, problems, row)
            key = (level, form.pay(game, value).tobytes())
            if key not in known:
                known[key] = len(problems)
                problems.append(_solve(game, form, level, value, supports))
            found = known[key]
            rows += [(*row, (level, found, choice)) for choice in range(len(problems[found].strategy))]
        kept = rows[:strands]
        groups = [group for group in groups if not group.levels & onward[level]]
        groups.append(_Group(joined.levels | {level}, kept, joined.whole and len(kept) == len(rows)))
        if progress is not None:
            progress(level + 1, len(game.members))
    return MarkovList(game, tuple(problems), tuple(each.strands() for each in groups))


_Row = tuple[tuple[int, int, int], ...]  # (level, problem, choice) of each level of a group


class _Group:
    """Levels that are connected, and the ways to choose in them that are followed."""

    def __init__(self, levels: set[int], rows: Sequence[_Row], whole: bool) -> None:
        self.levels, self.rows, self.whole = levels, rows, whole

    def strands(self) -> Strands:
        table = np.array(self.rows, np.int32).reshape(len(self.rows), len(self.levels), 3)
        levels = table[0, :, 0] if len(table) else np.array(sorted(self.levels), np.int32)
        return Strands(levels, table[:, :, 1].copy(), table[:, :, 2].copy(), self.whole)


def _join(groups: Sequence[_Group], most: int) -> _Group:
    """The groups as one: each way to choose in one with each in another, as far as they are followed."""
    levels = set().union(*(group.levels for group in groups))
    number = int(np.prod([len(group.rows) for group in groups], dtype=np.float64))
    pairs = islice(product(*(group.rows for group in groups)), most)
    rows = [tuple(each for row in pair for each in row) for pair in pairs]
    return _Group(levels, rows, number <= most and all(group.whole for group in groups))


def _onward(game: StochasticGame) -> list[set[int]]:
    """[level] the other levels to which it leads at once."""
    home = np.repeat(np.arange(len(game.states)), np.diff(game.history_start))
    per = np.repeat(home, np.diff(game.next_start))
    onward: list[set[int]] = [set() for _ in game.members]
    for upper, lower in set(zip(game.level[per].tolist(), game.level[game.next_state].tolist(), strict=True)):
        if upper != lower:
            onward[upper].add(lower)
    return onward


def _values(game: StochasticGame, problems: Sequence[LevelEquilibria], row: _Row) -> Floats:
    """[state, player] what the states are worth in the levels where a choice was made; 0 elsewhere."""
    value = np.zeros((len(game.states), len(game.players)))
    for level, problem, choice in row:
        value[game.members[level]] = problems[problem].value[choice]
    return value


def _solve(
    game: StochasticGame, form: LevelForm, level: int, outside: Floats, supports: int
) -> LevelEquilibria:
    """The equilibria of a level under one continuation: the limit of its branch, then those of the supports."""
    from overture.rivalry.branch import follow, values_in
    from overture.rivalry.supports import APART, search_level

    pay = form.pay(game, outside)
    branch = follow(game, form, outside)
    searched = search_level(form, pay, supports)
    plays = [branch.play] if branch.limit else []
    for strategy in searched.strategy:
        if not plays or np.abs(strategy - plays[0].strategy).max(initial=0.0) > APART:
            plays.append(Play(strategy, np.ones_like(strategy), np.ones_like(strategy)))
    value, regret, strict = outside.copy(), [], []
    kept: list[tuple[Play, Floats]] = []
    everywhere = Play(*(np.ones(game.action_start[-1]) for _ in Play._fields))
    for play in plays:
        value[form.states] = values_in(form, pay, play)
        everywhere.put(form.actions, play)
        found = measure_states(game, everywhere, value, form.states)
        unit = float(np.ptp(value)) or 1.0
        worst = float(found.regret[sets_of(game, form.states)].max(initial=0.0))
        gap = float(np.abs(found.value[form.states] - value[form.states]).max(initial=0.0))
        if max(worst, gap) <= EXACT * unit:
            kept.append((play, value[form.states].copy()))
            regret.append(worst)
            strict.append(_is_strict(form, play, found.action_value[form.actions], unit))
    alone = len(set(form.mover.tolist())) <= 1
    proved = not (form.sizes > 1).any() or (alone and len(kept) == 1 and strict[0])
    return LevelEquilibria(
        level=level,
        strategy=np.array([play.strategy for play, _ in kept]).reshape(len(kept), len(form.mover)),
        order=np.array([play.order for play, _ in kept]).reshape(len(kept), len(form.mover)),
        weight=np.array([play.weight for play, _ in kept]).reshape(len(kept), len(form.mover)),
        value=np.array([worth for _, worth in kept]).reshape(len(kept), len(form.states), len(game.players)),
        max_regret=np.array(regret),
        limit=branch.limit and bool(kept) and kept[0][0] is branch.play,
        tried=searched.tried,
        of=searched.of,
        proved=proved,
    )


def _is_strict(form: LevelForm, play: Play, action_value: Floats, unit: float) -> bool:
    """Whether one action of each set is played, and every other one loses."""
    best = np.repeat(np.maximum.reduceat(action_value, form.set_start[:-1]), form.sizes)
    return bool(
        (((play.strategy == 1) | (best - action_value > STRICT * unit)) & (play.strategy % 1 == 0)).all()
    )
